/* The % operator of str (PyUnicode_Format of CPython 3.11). */
#include "python/percent.h"

#include "heap/bytes.h"
#include "heap/tuple.h"
#include "python/dunder.h"
#include "python/number_text.h"
#include "python/str_methods.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

enum { HELD_COUNT = PERCENT_KEY + 1 };
static const char *const slot_names[] = {"the result", "the value of a key", "the key"};
static const NativeFrame description = {"str % values", slot_names, HELD_COUNT};

static bool raise_value(Vm *vm, const char *message) {
    vm_raise(vm, TYPE_ID_VALUE_ERROR, "%s", message);
    return false;
}

static bool raise_type(Vm *vm, const char *message) {
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s", message);
    return false;
}

/* getnextarg: borrowed. */
Ref percent_next_value(Percent *percent) {
    if (percent->count < 0) {
        if (percent->index == -2) {
            percent->index = -1;
            return percent->values;
        }
    } else if (percent->index < percent->count) {
        return tuple_get(&percent->vm->heap, percent->values, (uint32_t)percent->index++);
    }
    raise_type(percent->vm, "not enough arguments for format string");
    return REF_NULL;
}

bool percent_at_end(const Percent *percent) {
    return percent->at >= percent->length;
}

static uint32_t percent_peek(const Percent *percent) {
    if (percent_at_end(percent)) return 0;
    return percent->bytes ? percent->bytes[percent->at]
                          : str_at(&percent->vm->heap, percent->format, percent->at);
}

/* "(key)": what it finds becomes the value of the conversion. */
static bool read_key(Percent *percent) {
    Vm *vm = percent->vm;
    if (!percent->mapping) return raise_type(vm, "format requires a mapping");
    uint32_t start = ++percent->at;
    int open = 1;
    while (!percent_at_end(percent) && open > 0) {
        uint32_t point = percent_peek(percent);
        open += point == '(' ? 1 : point == ')' ? -1 : 0;
        percent->at++;
    }
    if (open > 0) return raise_value(vm, "incomplete format key");
    Ref key = vm_made(
        vm, percent->bytes ? bytes_new(&vm->heap, percent->bytes + start, percent->at - 1 - start)
                           : str_slice(&vm->heap, percent->format, start, percent->at - 1));
    if (!key) return false;
    native_set(vm, percent->frame, PERCENT_VALUES, REF_NULL);
    native_set(vm, percent->frame, PERCENT_KEY, key);
    Ref value = object_getitem(vm, percent->mapping, key);
    native_set(vm, percent->frame, PERCENT_KEY, REF_NULL);
    if (!value) return false;
    native_set(vm, percent->frame, PERCENT_VALUES, value);
    percent->values = value;
    percent->count = -1;
    percent->index = -2;
    return true;
}

/* Digits, or "*" with the next value. */
static bool read_size(Percent *percent, int64_t *out, int64_t most, const char *too_big) {
    Vm *vm = percent->vm;
    if (percent_peek(percent) == '*') {
        percent->at++;
        Ref value = percent_next_value(percent);
        if (!value) return false;
        if (!is_int(vm, value)) return raise_type(vm, "* wants int");
        if (int_to_i64(&vm->heap, value, out) && *out <= most && *out >= -most) return true;
        vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "Python int too large to convert to C %s",
                 most == INT_MAX ? "int" : "ssize_t");
        return false;
    }
    int64_t value = 0;
    while (percent_peek(percent) >= '0' && percent_peek(percent) <= '9') {
        value = value * 10 + (int64_t)(percent_peek(percent) - '0');
        if (value > most) return raise_value(vm, too_big);
        percent->at++;
    }
    *out = value;
    return true;
}

bool percent_read_conversion(Percent *percent, Conversion *conversion) {
    *conversion = (Conversion){0, -1, -1, 0};
    if (percent_peek(percent) == '(' && !read_key(percent)) return false;
    for (bool more = true; more;) {
        switch (percent_peek(percent)) {
        case '-': conversion->flags |= FLAG_LEFT; break;
        case '+': conversion->flags |= FLAG_SIGN; break;
        case ' ': conversion->flags |= FLAG_BLANK; break;
        case '#': conversion->flags |= FLAG_ALTERNATE; break;
        case '0': conversion->flags |= FLAG_ZERO; break;
        default: more = false; break;
        }
        if (more) percent->at++;
    }
    uint32_t point = percent_peek(percent);
    if (point == '*' || (point >= '0' && point <= '9')) {
        if (!read_size(percent, &conversion->width, INT64_MAX / 20, "width too big")) return false;
        if (conversion->width < 0) {
            conversion->flags |= FLAG_LEFT;
            conversion->width = -conversion->width;
        }
    }
    if (percent_peek(percent) == '.') {
        percent->at++;
        if (!read_size(percent, &conversion->precision, INT_MAX,
                       percent->bytes ? "prec too big" : "precision too big"))
            return false;
        if (conversion->precision < 0) conversion->precision = 0;
    }
    point = percent_peek(percent);
    if (point == 'h' || point == 'l' || point == 'L') percent->at++;
    if (percent_at_end(percent)) return raise_value(percent->vm, "incomplete format");
    conversion->code = percent_peek(percent);
    percent->at++;
    int64_t most = STR_LENGTH_MAX;
    if (conversion->width <= most && conversion->precision <= most) return true;
    vm_limit(percent->vm, "a str of more than %d characters is too long", STR_LENGTH_MAX);
    return false;
}

/* ---- numbers ---- */

static bool has_number_slots(const Vm *vm, Ref object) {
    return is_int(vm, object) || is_float(vm, object) || object_overrides(vm, object, DUNDER_INT) ||
           object_overrides(vm, object, DUNDER_INDEX) || object_overrides(vm, object, DUNDER_FLOAT);
}

static bool wrong_integer(Vm *vm, Ref value, uint32_t code) {
    char name[TYPE_NAME_MAX];
    bool integer = code == 'x' || code == 'X' || code == 'o';
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "%%%c format: %s is required, not %.200s", (int)code,
             integer ? "an integer" : "a real number",
             object_type_name(vm, value, name, sizeof name));
    return false;
}

/* _PyUnicode_FormatLong: digits with prefix, filled with zeros up to the precision. */
static bool append_integer(Vm *vm, Ref value, const Conversion *conversion, TextBuffer *out) {
    uint32_t code = conversion->code;
    int base = code == 'x' || code == 'X' ? 16 : code == 'o' ? 8 : 10;
    bool index_only = base != 10;
    Ref number;
    if (is_int(vm, value)) {
        number = new_ref(vm, value);
    } else {
        if (!has_number_slots(vm, value)) return wrong_integer(vm, value, code);
        number = index_only ? object_index(vm, value) : number_to_int(vm, value);
        if (!number) {
            if (!vm_error_is(vm, TYPE_ID_TYPE_ERROR)) return false;
            vm_clear_error(vm);
            return wrong_integer(vm, value, code);
        }
    }
    TextBuffer text = {0};
    bool good = int_append_text(vm, number, base, &text);
    heap_decref(&vm->heap, number);
    if (good) {
        const char *digits = text_cstr(&text);
        if (*digits == '-') text_append_char(out, *digits++);
        if (conversion->flags & FLAG_ALTERNATE && base != 10)
            text_append_string(out, base == 16 ? "0x" : "0o");
        for (int64_t i = (int64_t)strlen(digits); i < conversion->precision; i++)
            text_append_char(out, '0');
        text_append_string(out, digits);
        for (size_t i = 0; code == 'X' && i < out->length; i++)
            out->bytes[i] = (char)toupper((unsigned char)out->bytes[i]);
    }
    text_deinit(&text);
    return good;
}

static bool append_float(Vm *vm, Ref value, const Conversion *conversion, TextBuffer *out) {
    double real;
    if (!number_as_double(vm, value, &real)) return false;
    int precision = conversion->precision < 0 ? 6 : (int)conversion->precision;
    float_append_text(real, (char)conversion->code, precision,
                      conversion->flags & FLAG_ALTERNATE ? FLOAT_ALTERNATE : 0, out);
    return true;
}

static bool put_character(Vm *vm, Ref value, Points *out) {
    int64_t point;
    if (is_str(vm, value)) {
        if (str_length(&vm->heap, value) != 1) return raise_type(vm, "%c requires int or char");
        points_put_str(&vm->heap, out, value);
        return true;
    }
    if (!is_int(vm, value) && !object_overrides(vm, value, DUNDER_INDEX))
        return raise_type(vm, "%c requires int or char");
    Ref index = object_index(vm, value);
    if (!index) return false;
    bool fits = int_to_i64(&vm->heap, index, &point) && point >= 0 && point <= 0x10FFFF;
    heap_decref(&vm->heap, index);
    if (fits) {
        points_put(out, (uint32_t)point);
        return true;
    }
    vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "%%c arg not in range(0x110000)");
    return false;
}

/* ---- output ---- */

/* unicode_format_arg_output: sign, prefix and padding around the text. */
bool percent_put_padded(Percent *percent, const Conversion *conversion, const Points *text,
                        bool numeric) {
    Points *out = &percent->writer.points;
    size_t start = 0, length = text->count;
    int flags = conversion->flags;
    uint32_t sign = 0, fill = numeric && flags & FLAG_ZERO && conversion->code != 'c' ? '0' : ' ';
    if (numeric) {
        if (length && (text->items[0] == '-' || text->items[0] == '+')) {
            sign = text->items[0];
            start++;
            length--;
        } else if (flags & FLAG_SIGN) {
            sign = '+';
        } else if (flags & FLAG_BLANK) {
            sign = ' ';
        }
    }
    bool prefix = numeric && flags & FLAG_ALTERNATE && strchr("xXo", (int)conversion->code);
    size_t fixed = length + (sign != 0),
           width = (size_t)(conversion->width < 0 ? 0 : conversion->width);
    size_t padding = width > fixed ? width - fixed : 0;
    size_t left = flags & FLAG_LEFT ? 0 : padding;
    if (!points_check(percent->vm, out, fixed + padding)) return false;
    if (fill == ' ') points_fill(out, ' ', left);
    if (sign) points_put(out, sign);
    if (prefix) {
        points_put(out, text->items[start++]);
        points_put(out, text->items[start++]);
    }
    if (fill != ' ') points_fill(out, fill, left);
    for (size_t i = start; i < text->count; i++) points_put(out, text->items[i]);
    points_fill(out, ' ', padding - left);
    return true;
}

bool percent_put_number(Percent *percent, const Conversion *conversion, Ref value) {
    TextBuffer digits = {0};
    bool real = strchr("eEfFgG", (int)conversion->code) != NULL;
    bool good = real ? append_float(percent->vm, value, conversion, &digits)
                     : append_integer(percent->vm, value, conversion, &digits);
    if (!good && real && percent->bytes && !percent->vm->halt) {
        char name[TYPE_NAME_MAX];
        vm_clear_error(percent->vm);
        vm_raise(percent->vm, TYPE_ID_TYPE_ERROR, "float argument required, not %.200s",
                 object_type_name(percent->vm, value, name, sizeof name));
    }
    if (good) {
        Points text = {0};
        points_put_text(&text, (Text){text_cstr(&digits), digits.length});
        good = percent_put_padded(percent, conversion, &text, true);
        points_deinit(&text);
    }
    text_deinit(&digits);
    return good;
}

static bool put_text(Percent *percent, const Conversion *conversion, Ref value) {
    Vm *vm = percent->vm;
    Ref made = conversion->code == 's'   ? object_str(vm, value)
               : conversion->code == 'r' ? object_repr(vm, value)
                                         : object_ascii(vm, value);
    if (!made) return false;
    int64_t length = str_length(&vm->heap, made);
    bool good;
    if (conversion->width <= length &&
        (conversion->precision < 0 || conversion->precision >= length)) {
        good = format_write(vm, &percent->writer, made, percent_at_end(percent));
    } else {
        Points text = {0};
        int64_t stop = conversion->precision >= 0 && conversion->precision < length
                           ? conversion->precision
                           : length;
        points_put_part(&vm->heap, &text, made, 0, (uint32_t)stop);
        good = percent_put_padded(percent, conversion, &text, false);
        points_deinit(&text);
    }
    heap_decref(&vm->heap, made);
    return good;
}

bool percent_raise_code(const Percent *percent, uint32_t code) {
    if (percent->bytes && code >= 0x80) {
        /* a negative char in C: the message cannot be made */
        vm_raise_none(percent->vm, TYPE_ID_VALUE_ERROR);
        return false;
    }
    bool shown = percent->bytes || (code >= 31 && code <= 126);
    vm_raise(percent->vm, TYPE_ID_VALUE_ERROR,
             "unsupported format character '%c' (0x%x) at index %u", shown ? (int)code : '?', code,
             percent->at - 1);
    return false;
}

static bool put_conversion(Percent *percent, const Conversion *conversion) {
    Vm *vm = percent->vm;
    Ref value = percent_next_value(percent);
    if (!value) return false;
    switch (conversion->code) {
    case 's':
    case 'r':
    case 'a': return put_text(percent, conversion, value);
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': return percent_put_number(percent, conversion, value);
    case 'c': {
        Points text = {0};
        bool good = put_character(vm, value, &text) &&
                    percent_put_padded(percent, conversion, &text, false);
        points_deinit(&text);
        return good;
    }
    default: break;
    }
    return percent_raise_code(percent, conversion->code);
}

/* PyMapping_Check, without tuples and strings. */
static bool is_mapping(const Vm *vm, Ref object) {
    if (is_instance_flag(&vm->heap, object, TYPE_TUPLE | TYPE_STR)) return false;
    return type_slots(vm, heap_type(&vm->heap, object))->subscript ||
           object_overrides(vm, object, DUNDER_GETITEM);
}

static bool run(Percent *percent) {
    Vm *vm = percent->vm;
    while (!percent_at_end(percent)) {
        uint32_t start = percent->at;
        while (!percent_at_end(percent) && percent_peek(percent) != '%') percent->at++;
        if (!format_write_part(vm, &percent->writer, percent->format, start, percent->at,
                               percent_at_end(percent))) {
            return false;
        }
        if (percent_at_end(percent)) break;
        percent->at++;
        if (percent_peek(percent) == '%') {
            percent->at++;
            points_put(&percent->writer.points, '%');
            continue;
        }
        Conversion conversion;
        if (!percent_read_conversion(percent, &conversion) || !put_conversion(percent, &conversion))
            return false;
    }
    return percent_check_used(percent, "string");
}

bool percent_check_used(const Percent *percent, const char *kind) {
    if (percent->mapping) return true;
    bool unused = percent->count < 0 ? percent->index == -2 : percent->index < percent->count;
    if (unused) {
        vm_raise(percent->vm, TYPE_ID_TYPE_ERROR,
                 "not all arguments converted during %s formatting", kind);
    }
    return !unused;
}

Percent percent_of(Vm *vm, Ref values) {
    Percent percent = {.vm = vm, .values = values, .index = -2, .count = -1};
    if (is_instance_flag(&vm->heap, values, TYPE_TUPLE)) {
        percent.count = tuple_size(&vm->heap, values);
        percent.index = 0;
    }
    if (is_mapping(vm, values)) percent.mapping = values;
    return percent;
}

Ref str_percent(Vm *vm, Ref format, Ref values) {
    Percent percent = percent_of(vm, values);
    percent.format = format;
    percent.length = str_length(&vm->heap, format);
    percent.frame = native_push(vm, &description);
    if (!percent.frame) return REF_NULL;
    percent.writer = (FormatWriter){.frame = percent.frame, .slot = PERCENT_RESULT};
    Ref result = run(&percent) ? format_finish(vm, &percent.writer) : REF_NULL;
    points_deinit(&percent.writer.points);
    native_pop(vm, percent.frame);
    return result;
}
