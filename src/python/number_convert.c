#include "python/number_convert.h"

#include "heap/bytes.h"
#include "python/buffer.h"
#include "python/char_class.h"
#include "python/slot_call.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_STR_DIGITS = 4300 /* sys.int_info.default_max_str_digits */ };

Ref new_int_mpz(Vm *vm, const mpz_t value) {
    if (!int_fits_mpz(value)) {
        return vm_limit(vm, "an int of more than %d bits is too large",
                        INT_DIGITS_MAX * INT_DIGIT_BITS);
    }
    return vm_made(vm, int_new_mpz(&vm->heap, value));
}

Ref int_exact(Vm *vm, Ref object) {
    if (is_exact(&vm->heap, object, TYPE_ID_INT)) return new_ref(vm, object);
    const Int *self = heap_at(&vm->heap, Int, object);
    uint32_t count = self->size;
    if (count <= 2) {
        int64_t value = 0;
        int_to_i64(&vm->heap, object, &value);
        return new_int(vm, value);
    }
    return vm_made(vm, int_new_digits(&vm->heap, self->negative, self->digits, count));
}

bool int_as_double(Vm *vm, Ref object, double *out) {
    if (int_to_double(&vm->heap, object, out)) return true;
    vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "int too large to convert to float");
    return false;
}

Ref int_from_double(Vm *vm, double value) {
    if (isinf(value))
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "cannot convert float infinity to integer");
    if (isnan(value))
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "cannot convert float NaN to integer");
    if (fabs(value) < 0x1p62) return new_int(vm, (int64_t)value);
    mpz_t big;
    mpz_init_set_d(big, value);
    Ref result = new_int_mpz(vm, big);
    mpz_clear(big);
    return result;
}

Ref call_bound_special(Vm *vm, Ref self, Dunder dunder, Ref argument, bool *found) {
    static const char *const slots[] = {"the method"};
    static const NativeFrame description = {"a special method", slots, 1};
    Ref type = heap_type(&vm->heap, self);
    Ref method = type_lookup(vm, type, dunder_name(vm, dunder));
    *found = method != REF_NULL;
    if (!method || vm->halt) return REF_NULL;
    Ref bound = descriptor_get(vm, method, self, type);
    if (!bound) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, bound);
    Ref result = vm_call_values(vm, bound, argument, REF_NULL, REF_NULL);
    native_pop(vm, frame);
    return result;
}

/* What a conversion method returned must be an int; a strict subclass would give a warning. */
static Ref checked_int(Vm *vm, Ref result, const char *method) {
    char name[TYPE_NAME_MAX];
    if (!result || is_exact(&vm->heap, result, TYPE_ID_INT)) return result;
    if (!is_int(vm, result)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s returned non-int (type %.200s)", method,
                 object_type_name(vm, result, name, sizeof name));
        heap_decref(&vm->heap, result);
        return REF_NULL;
    }
    heap_decref(&vm->heap, result);
    return vm_unsupported(vm, "the warning about %s returning a strict subclass of int", method);
}

static bool is_text(const Vm *vm, Ref object) {
    return is_str(vm, object) || is_bytes(vm, object);
}

Ref number_to_int(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    if (is_exact(heap, object, TYPE_ID_INT)) return new_ref(vm, object);
    if (object_overrides(vm, object, DUNDER_INT))
        return checked_int(vm, slot_call(vm, DUNDER_INT, &object, 1, SLOT_RAISE), "__int__");
    if (is_int(vm, object)) return int_exact(vm, object);
    if (is_float(vm, object)) return int_from_double(vm, float_value(heap, object));
    if (object_overrides(vm, object, DUNDER_INDEX)) {
        Ref index = object_index(vm, object);
        if (!index) return REF_NULL;
        Ref exact = int_exact(vm, index);
        heap_decref(heap, index);
        return exact;
    }
    if (is_text(vm, object)) return int_parse(vm, object, 10);
    if (has_buffer(vm, object)) return vm_unsupported(vm, "int() of another buffer than bytes");
    if (heap_type_of(heap, object)->flags & TYPE_HEAP) {
        if (type_lookup(vm, heap_type(heap, object), dunder_name(vm, DUNDER_TRUNC)))
            return vm_unsupported(vm, "int() by __trunc__, which warns that it is deprecated,");
        if (vm->halt) return REF_NULL;
    }
    char name[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                    "int() argument must be a string, a bytes-like object or a real number, not "
                    "'%.200s'",
                    object_type_name(vm, object, name, sizeof name));
}

/* __float__ of a user class: null without exception where it has none. */
static Ref call_float(Vm *vm, Ref object) {
    char own[TYPE_NAME_MAX], name[TYPE_NAME_MAX];
    Ref result = slot_call(vm, DUNDER_FLOAT, &object, 1, SLOT_RAISE);
    if (!result || is_exact(&vm->heap, result, TYPE_ID_FLOAT)) return result;
    if (!is_float(vm, result)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%.50s.__float__ returned non-float (type %.50s)",
                 object_type_name(vm, object, own, sizeof own),
                 object_type_name(vm, result, name, sizeof name));
    } else {
        vm_unsupported(vm, "the warning about __float__ returning a strict subclass of float");
    }
    heap_decref(&vm->heap, result);
    return REF_NULL;
}

/* The numeric part of PyFloat_AsDouble: 1 with *out, 0 for what is no number, -1. */
static int real_value(Vm *vm, Ref object, double *out) {
    Heap *heap = &vm->heap;
    if (is_exact(heap, object, TYPE_ID_FLOAT)) {
        *out = float_value(heap, object);
        return 1;
    }
    Ref made;
    if (object_overrides(vm, object, DUNDER_FLOAT)) {
        made = call_float(vm, object);
        if (!made) return -1;
        *out = float_value(heap, made);
        heap_decref(heap, made);
        return 1;
    }
    if (is_float(vm, object)) {
        *out = float_value(heap, object);
        return 1;
    }
    if (is_int(vm, object)) return int_as_double(vm, object, out) ? 1 : -1;
    if (!object_overrides(vm, object, DUNDER_INDEX)) return 0;
    made = object_index(vm, object);
    if (!made) return -1;
    bool fits = int_as_double(vm, made, out);
    heap_decref(heap, made);
    return fits ? 1 : -1;
}

bool number_as_double(Vm *vm, Ref object, double *out) {
    int real = real_value(vm, object, out);
    char name[TYPE_NAME_MAX];
    if (real == 0) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "must be real number, not %.50s",
                 object_type_name(vm, object, name, sizeof name));
    }
    return real > 0;
}

Ref number_to_float(Vm *vm, Ref object) {
    if (is_exact(&vm->heap, object, TYPE_ID_FLOAT)) return new_ref(vm, object);
    double value;
    int real = real_value(vm, object, &value);
    if (real < 0) return REF_NULL;
    if (real > 0) return new_float(vm, value);
    if (is_text(vm, object)) return float_parse(vm, object);
    if (has_buffer(vm, object)) return vm_unsupported(vm, "float() of another buffer than bytes");
    char name[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                    "float() argument must be a string or a real number, not '%.200s'",
                    object_type_name(vm, object, name, sizeof name));
}

/* ---- text to number ---- */

/* _PyUnicode_TransformDecimalAndSpaceToASCII without the surrounding white space: a character that
 * is neither ASCII, space nor digit becomes '?'. */
static void read_plain(const Vm *vm, Ref object, TextBuffer *out) {
    const Heap *heap = &vm->heap;
    if (is_bytes(vm, object)) {
        const Bytes *self = heap_at(heap, Bytes, object);
        text_append(out, (const char *)self->bytes, self->length);
    } else {
        uint32_t length = str_length(heap, object);
        for (uint32_t i = 0; i < length; i++) {
            uint32_t point = str_at(heap, object, i);
            int digit = char_decimal(point);
            if (point >= 0x80)
                point = char_is_space(point) ? ' ' : digit >= 0 ? '0' + (uint32_t)digit : '?';
            text_append_char(out, (char)point);
        }
    }
    size_t start = 0, end = out->length;
    char *bytes = out->bytes;
    if (!bytes) return;
    while (start < end && (isspace((unsigned char)bytes[start]) ||
                           (!is_bytes(vm, object) && char_is_space((unsigned char)bytes[start]))))
        start++;
    while (end > start && (isspace((unsigned char)bytes[end - 1]) ||
                           (!is_bytes(vm, object) && char_is_space((unsigned char)bytes[end - 1]))))
        end--;
    memmove(bytes, bytes + start, end - start);
    out->length = end - start;
    bytes[out->length] = '\0';
}

static Ref raise_invalid_int(Vm *vm, Ref shown, int base) {
    Ref repr = object_repr(vm, shown);
    if (!repr) return REF_NULL;
    TextBuffer text = {0};
    str_append_to(&vm->heap, repr, &text);
    heap_decref(&vm->heap, repr);
    /* "%.200R" */
    const char *at = text_cstr(&text), *end = at + text.length;
    for (int i = 0; i < 200 && at < end; i++) utf8_next(&at, end);
    vm_raise(vm, TYPE_ID_VALUE_ERROR, "invalid literal for int() with base %d: %.*s", base,
             (int)(at - text_cstr(&text)), text_cstr(&text));
    text_deinit(&text);
    return REF_NULL;
}

static int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 99;
}

static int prefix_base(const char *at) {
    if (at[0] != '0') return 0;
    switch (at[1]) {
    case 'x':
    case 'X': return 16;
    case 'o':
    case 'O': return 8;
    case 'b':
    case 'B': return 2;
    default: return 0;
    }
}

/* Reads digits with single underscores between them into `out`; false when the text is malformed.
 */
static bool read_digits(const char *at, int base, TextBuffer *out) {
    bool digit_before = false;
    if (*at == '_') return false;
    for (; *at; at++) {
        if (*at == '_') {
            if (!digit_before) return false;
            digit_before = false;
            continue;
        }
        if (digit_of(*at) >= base) return false;
        text_append_char(out, *at);
        digit_before = true;
    }
    return digit_before;
}

Ref int_parse(Vm *vm, Ref shown, int base) {
    TextBuffer plain = {0}, digits = {0};
    read_plain(vm, shown, &plain);
    const char *at = text_cstr(&plain);
    size_t length = plain.length;
    int given = base;
    bool negative = false, valid = strlen(at) == length;
    if (*at == '+' || *at == '-') negative = *at++ == '-';
    int prefix = prefix_base(at);
    bool must_be_zero = false;
    if (base == 0) {
        base = prefix ? prefix : 10;
        must_be_zero = !prefix && at[0] == '0';
    }
    if (prefix && prefix == base) {
        at += 2;
        if (*at == '_') at++;
    }
    valid = valid && read_digits(at, base, &digits);
    if (must_be_zero) valid = valid && strspn(text_cstr(&digits), "0") == digits.length;
    Ref result = REF_NULL;
    if (!valid) {
        raise_invalid_int(vm, shown, given);
    } else if ((base & (base - 1)) != 0 && digits.length > MAX_STR_DIGITS) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR,
                 "Exceeds the limit (%d digits) for integer string conversion: value has %zu "
                 "digits; use "
                 "sys.set_int_max_str_digits() to increase the limit",
                 MAX_STR_DIGITS, digits.length);
    } else {
        mpz_t value;
        mpz_init(value);
        mpz_set_str(value, text_cstr(&digits), base);
        if (negative) mpz_neg(value, value);
        result = new_int_mpz(vm, value);
        mpz_clear(value);
    }
    text_deinit(&plain);
    text_deinit(&digits);
    return result;
}

/* The words that float() takes beside digits. */
static bool float_word(const char *at, double *out) {
    bool negative = false;
    char word[10];
    size_t length = 0;
    if (*at == '+' || *at == '-') negative = *at++ == '-';
    for (; *at; at++) {
        if (length == sizeof word - 1) return false;
        word[length++] = (char)tolower((unsigned char)*at);
    }
    word[length] = '\0';
    if (strcmp(word, "inf") == 0 || strcmp(word, "infinity") == 0) {
        *out = negative ? -INFINITY : INFINITY;
        return true;
    }
    if (strcmp(word, "nan") != 0) return false;
    *out = negative ? -NAN : NAN;
    return true;
}

/* [sign] digits [. digits] [e [sign] digits], underscores between digits only. */
static bool float_digits(const char *text, TextBuffer *out) {
    const char *at = text;
    bool any = false;
    if (*at == '+' || *at == '-') text_append_char(out, *at++);
    for (int part = 0; part < 2; part++) {
        if (part == 1) {
            if (*at != '.') break;
            text_append_char(out, *at++);
        }
        while (isdigit((unsigned char)*at) ||
               (*at == '_' && at > text && isdigit((unsigned char)at[-1]) &&
                isdigit((unsigned char)at[1]))) {
            if (*at != '_') {
                text_append_char(out, *at);
                any = true;
            }
            at++;
        }
    }
    if (!any) return false;
    if (*at == 'e' || *at == 'E') {
        text_append_char(out, *at++);
        if (*at == '+' || *at == '-') text_append_char(out, *at++);
        if (!isdigit((unsigned char)*at)) return false;
        while (isdigit((unsigned char)*at) ||
               (*at == '_' && isdigit((unsigned char)at[-1]) && isdigit((unsigned char)at[1]))) {
            if (*at != '_') text_append_char(out, *at);
            at++;
        }
    }
    return *at == '\0';
}

Ref float_parse(Vm *vm, Ref shown) {
    TextBuffer plain = {0}, digits = {0};
    read_plain(vm, shown, &plain);
    double value = 0;
    bool valid = strlen(text_cstr(&plain)) == plain.length;
    if (valid && !float_word(text_cstr(&plain), &value)) {
        valid = float_digits(text_cstr(&plain), &digits);
        if (valid) value = strtod(text_cstr(&digits), NULL);
    }
    text_deinit(&plain);
    text_deinit(&digits);
    if (valid) return new_float(vm, value);
    Ref repr = object_repr(vm, shown);
    if (!repr) return REF_NULL;
    TextBuffer text = {0};
    str_append_to(&vm->heap, repr, &text);
    heap_decref(&vm->heap, repr);
    vm_raise(vm, TYPE_ID_VALUE_ERROR, "could not convert string to float: %s", text_cstr(&text));
    text_deinit(&text);
    return REF_NULL;
}
