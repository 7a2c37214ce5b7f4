/* Case and classes of characters in str (Objects/unicodeobject.c of CPython 3.11). Characters that
 * char_class.h does not know are refused. */
#include "python/char_class.h"
#include "python/str_methods.h"

/* The class of a character; false with a halt where it is not known. */
static bool classify(Vm *vm, uint32_t point, CharClass *class) {
    *class = char_class(point);
    if (*class != CHAR_UNKNOWN) return true;
    vm_unsupported(vm, "the case or class of the character U+%04X", point);
    return false;
}

typedef int (*CaseForms)(uint32_t point, uint32_t out[CHAR_FORMS_MAX]);

/* Whether a capital sigma at `index` ends a word: a cased letter stands before and none after
 * (handle_capital_sigma). */
static bool is_final_sigma(Vm *vm, Ref self, uint32_t index) {
    uint32_t length = str_length(&vm->heap, self);
    CharClass before = CHAR_OTHER, after = CHAR_OTHER;
    for (uint32_t i = index; i > 0; i--) {
        uint32_t point = str_at(&vm->heap, self, i - 1);
        before = char_class(point);
        if (point != '\'' && point != 0xAD && point != '.' && point != ':') break;
    }
    for (uint32_t i = index + 1; i < length; i++) {
        uint32_t point = str_at(&vm->heap, self, i);
        after = char_class(point);
        if (point != '\'' && point != 0xAD && point != '.' && point != ':') break;
    }
    return (before == CHAR_UPPER || before == CHAR_LOWER) && after != CHAR_UPPER &&
           after != CHAR_LOWER;
}

static bool put_form(Vm *vm, Points *out, Ref self, uint32_t index, CaseForms form) {
    enum { CAPITAL_SIGMA = 0x3A3, FINAL_SIGMA = 0x3C2 };
    uint32_t point = str_at(&vm->heap, self, index), forms[CHAR_FORMS_MAX];
    CharClass class;
    if (!classify(vm, point, &class)) return false;
    int count = form(point, forms);
    if (point == CAPITAL_SIGMA && form == char_lower && is_final_sigma(vm, self, index))
        forms[0] = FINAL_SIGMA;
    for (int i = 0; i < count; i++) points_put(out, forms[i]);
    return true;
}

static Ref convert(Vm *vm, Ref self, CaseForms form) {
    Points out = {0};
    for (uint32_t i = 0; i < str_length(&vm->heap, self); i++) {
        if (put_form(vm, &out, self, i, form)) continue;
        points_deinit(&out);
        return REF_NULL;
    }
    return points_finish_fresh(vm, &out);
}

Ref str_lower(Vm *vm, Ref self, Args args) {
    (void)args;
    return convert(vm, self, char_lower);
}

Ref str_upper(Vm *vm, Ref self, Args args) {
    (void)args;
    return convert(vm, self, char_upper);
}

Ref str_casefold(Vm *vm, Ref self, Args args) {
    (void)args;
    return convert(vm, self, char_fold);
}

static bool is_cased(CharClass class) {
    return class == CHAR_UPPER || class == CHAR_LOWER;
}

Ref str_title(Vm *vm, Ref self, Args args) {
    Points out = {0};
    bool in_word = false;
    (void)args;
    for (uint32_t i = 0; i < str_length(&vm->heap, self); i++) {
        if (!put_form(vm, &out, self, i, in_word ? char_lower : char_title)) {
            points_deinit(&out);
            return REF_NULL;
        }
        in_word = is_cased(char_class(str_at(&vm->heap, self, i)));
    }
    return points_finish_fresh(vm, &out);
}

Ref str_capitalize(Vm *vm, Ref self, Args args) {
    Points out = {0};
    (void)args;
    for (uint32_t i = 0; i < str_length(&vm->heap, self); i++) {
        if (put_form(vm, &out, self, i, i ? char_lower : char_title)) continue;
        points_deinit(&out);
        return REF_NULL;
    }
    return points_finish_fresh(vm, &out);
}

Ref str_swapcase(Vm *vm, Ref self, Args args) {
    Points out = {0};
    (void)args;
    for (uint32_t i = 0; i < str_length(&vm->heap, self); i++) {
        bool upper = char_class(str_at(&vm->heap, self, i)) == CHAR_UPPER;
        if (put_form(vm, &out, self, i, upper ? char_lower : char_upper)) continue;
        points_deinit(&out);
        return REF_NULL;
    }
    return points_finish_fresh(vm, &out);
}

/* ---- classes ---- */

typedef bool (*ClassTest)(CharClass class);

static bool is_letter(CharClass class) {
    return is_cased(class) || class == CHAR_LETTER;
}

static bool is_decimal(CharClass class) {
    return class == CHAR_DECIMAL;
}

static bool is_digit(CharClass class) {
    return class == CHAR_DECIMAL || class == CHAR_DIGIT;
}

static bool is_numeric(CharClass class) {
    return is_digit(class) || class == CHAR_NUMERIC;
}

static bool is_alnum(CharClass class) {
    return is_letter(class) || is_numeric(class);
}

/* True when there are characters and all pass. */
static Ref all_are(Vm *vm, Ref self, ClassTest test) {
    uint32_t length = str_length(&vm->heap, self);
    for (uint32_t i = 0; i < length; i++) {
        CharClass class;
        if (!classify(vm, str_at(&vm->heap, self, i), &class)) return REF_NULL;
        if (!test(class)) return new_bool(vm, false);
    }
    return new_bool(vm, length > 0);
}

Ref str_isalpha(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_are(vm, self, is_letter);
}

Ref str_isdigit(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_are(vm, self, is_digit);
}

Ref str_isdecimal(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_are(vm, self, is_decimal);
}

Ref str_isnumeric(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_are(vm, self, is_numeric);
}

Ref str_isalnum(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_are(vm, self, is_alnum);
}

Ref str_isspace(Vm *vm, Ref self, Args args) {
    uint32_t length = str_length(&vm->heap, self);
    (void)args;
    for (uint32_t i = 0; i < length; i++) {
        if (!char_is_space(str_at(&vm->heap, self, i))) return new_bool(vm, false);
    }
    return new_bool(vm, length > 0);
}

static Ref all_of_case(Vm *vm, Ref self, CharClass wanted) {
    bool any = false;
    for (uint32_t i = 0; i < str_length(&vm->heap, self); i++) {
        CharClass class;
        if (!classify(vm, str_at(&vm->heap, self, i), &class)) return REF_NULL;
        if (is_cased(class) && class != wanted) return new_bool(vm, false);
        any = any || class == wanted;
    }
    return new_bool(vm, any);
}

Ref str_islower(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_of_case(vm, self, CHAR_LOWER);
}

Ref str_isupper(Vm *vm, Ref self, Args args) {
    (void)args;
    return all_of_case(vm, self, CHAR_UPPER);
}

Ref str_istitle(Vm *vm, Ref self, Args args) {
    bool any = false, in_word = false;
    (void)args;
    for (uint32_t i = 0; i < str_length(&vm->heap, self); i++) {
        CharClass class;
        if (!classify(vm, str_at(&vm->heap, self, i), &class)) return REF_NULL;
        if (class == CHAR_UPPER && in_word) return new_bool(vm, false);
        if (class == CHAR_LOWER && !in_word) return new_bool(vm, false);
        in_word = is_cased(class);
        any = any || in_word;
    }
    return new_bool(vm, any);
}

Ref str_isidentifier(Vm *vm, Ref self, Args args) {
    uint32_t length = str_length(&vm->heap, self);
    (void)args;
    for (uint32_t i = 0; i < length; i++) {
        uint32_t point = str_at(&vm->heap, self, i);
        CharClass class;
        if (!classify(vm, point, &class)) return REF_NULL;
        if (!(i ? char_continues_name(point) : char_starts_name(point))) return new_bool(vm, false);
    }
    return new_bool(vm, length > 0);
}

Ref str_isprintable(Vm *vm, Ref self, Args args) {
    (void)args;
    for (uint32_t i = 0; i < str_length(&vm->heap, self); i++) {
        if (!char_is_printable(str_at(&vm->heap, self, i))) return new_bool(vm, false);
    }
    return new_bool(vm, true);
}

Ref str_isascii(Vm *vm, Ref self, Args args) {
    (void)args;
    return new_bool(vm, str_is_ascii(&vm->heap, self));
}
