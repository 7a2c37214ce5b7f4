#include "python/format_spec.h"

#include "heap/complex.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <string.h>

typedef struct Spec {
    uint32_t fill;
    uint32_t align;
    uint32_t sign; /* 0, '+', '-' or ' ' */
    bool alternate, no_negative_zero;
    int64_t width;     /* -1: none */
    char separator;    /* 0, ',' or '_' */
    int group;         /* digits between separators */
    int64_t precision; /* -1: none */
    uint32_t type;
} Spec;

typedef struct Reader {
    Points points;
    size_t at;
} Reader;

static uint32_t peek(const Reader *reader, size_t ahead) {
    size_t at = reader->at + ahead;
    return at < reader->points.count ? reader->points.items[at] : 0;
}

static bool has(const Reader *reader, size_t count) {
    return reader->points.count - reader->at >= count;
}

static bool is_align(uint32_t point) {
    return point == '<' || point == '>' || point == '=' || point == '^';
}

static bool raise_value(Vm *vm, const char *message) {
    vm_raise(vm, TYPE_ID_VALUE_ERROR, "%s", message);
    return false;
}

static bool accept(Reader *reader, uint32_t point) {
    if (!has(reader, 1) || peek(reader, 0) != point) return false;
    reader->at++;
    return true;
}

/* A decimal number: *out stays when there is none; false when it is too large. */
static bool read_number(Vm *vm, Reader *reader, int64_t *out) {
    int64_t value = 0;
    bool any = false;
    while (has(reader, 1) && peek(reader, 0) < 0x80 && isdigit((int)peek(reader, 0))) {
        int digit = (int)peek(reader, 0) - '0';
        if (value > (INT64_MAX - digit) / 10)
            return raise_value(vm, "Too many decimal digits in format string");
        value = value * 10 + digit;
        any = true;
        reader->at++;
    }
    if (any) *out = value;
    return true;
}

static bool check_separator(Vm *vm, Spec *spec) {
    if (!spec->separator) return true;
    if (spec->type == 0 || (spec->type < 0x80 && strchr("defgEGF%", (int)spec->type))) return true;
    if (spec->separator == '_' && spec->type < 0x80 && strchr("boxX", (int)spec->type)) {
        spec->group = 4;
        return true;
    }
    if (spec->type > 32 && spec->type < 128) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "Cannot specify '%c' with '%c'.", spec->separator,
                 (char)spec->type);
    } else {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "Cannot specify '%c' with '\\x%x'.", spec->separator,
                 spec->type);
    }
    return false;
}

static bool raise_invalid(Vm *vm, Ref value, const Points *points) {
    TextBuffer text = {0};
    char name[TYPE_NAME_MAX];
    for (size_t i = 0; i < points->count; i++) text_append_code_point(&text, points->items[i]);
    vm_raise(vm, TYPE_ID_VALUE_ERROR, "Invalid format specifier '%s' for object of type '%.200s'",
             text_cstr(&text), object_type_name(vm, value, name, sizeof name));
    text_deinit(&text);
    return false;
}

static bool parse(Vm *vm, Ref value, Reader *reader, Spec *spec, uint32_t type, uint32_t align) {
    bool aligned = false, filled = false;
    *spec = (Spec){.fill = ' ', .align = align, .width = -1, .precision = -1, .type = type};
    spec->group = 3;
    if (has(reader, 2) && is_align(peek(reader, 1))) {
        spec->fill = peek(reader, 0);
        spec->align = peek(reader, 1);
        aligned = filled = true;
        reader->at += 2;
    } else if (has(reader, 1) && is_align(peek(reader, 0))) {
        spec->align = peek(reader, 0);
        aligned = true;
        reader->at++;
    }
    if (has(reader, 1)) {
        uint32_t sign = peek(reader, 0);
        if (sign == '+' || sign == '-' || sign == ' ') {
            spec->sign = sign;
            reader->at++;
        }
    }
    spec->no_negative_zero = accept(reader, 'z');
    spec->alternate = accept(reader, '#');
    if (!filled && accept(reader, '0')) {
        spec->fill = '0';
        if (!aligned && align == '>') spec->align = '=';
    }
    if (!read_number(vm, reader, &spec->width)) return false;
    if (accept(reader, ',')) spec->separator = ',';
    bool both = false;
    if (accept(reader, '_')) {
        both = spec->separator;
        spec->separator = '_';
    }
    if (!both && spec->separator == '_' && has(reader, 1) && peek(reader, 0) == ',') both = true;
    if (both) return raise_value(vm, "Cannot specify both ',' and '_'.");
    if (accept(reader, '.')) {
        if (!read_number(vm, reader, &spec->precision)) return false;
        if (spec->precision < 0) return raise_value(vm, "Format specifier missing precision");
    }
    if (has(reader, 2)) return raise_invalid(vm, value, &reader->points);
    if (has(reader, 1)) spec->type = peek(reader, 0);
    return check_separator(vm, spec);
}

static Ref raise_unknown(Vm *vm, Ref value, uint32_t type) {
    char name[TYPE_NAME_MAX];
    object_type_name(vm, value, name, sizeof name);
    if (type > 32 && type < 128) {
        return vm_raise(vm, TYPE_ID_VALUE_ERROR,
                        "Unknown format code '%c' for object of type '%.200s'", (char)type, name);
    }
    return vm_raise(vm, TYPE_ID_VALUE_ERROR,
                    "Unknown format code '\\x%x' for object of type '%.200s'", type, name);
}

static bool check_width(Vm *vm, const Spec *spec) {
    if (spec->width <= STR_LENGTH_MAX && spec->precision <= STR_LENGTH_MAX) return true;
    vm_limit(vm, "a str of more than %d characters is too long", STR_LENGTH_MAX);
    return false;
}

/* ---- str ---- */

static Ref format_text(Vm *vm, Ref value, const Spec *spec) {
    Heap *heap = &vm->heap;
    uint32_t length = str_length(heap, value);
    const char *wrong = NULL;
    if (spec->sign) {
        wrong = spec->sign == ' ' ? "Space not allowed in string format specifier"
                                  : "Sign not allowed in string format specifier";
    } else if (spec->no_negative_zero) {
        wrong = "Negative zero coercion (z) not allowed in string format specifier";
    } else if (spec->alternate) {
        wrong = "Alternate form (#) not allowed in string format specifier";
    } else if (spec->align == '=') {
        wrong = "'=' alignment not allowed in string format specifier";
    }
    if (wrong) {
        raise_value(vm, wrong);
        return REF_NULL;
    }
    if (spec->width <= (int64_t)length &&
        (spec->precision < 0 || spec->precision >= (int64_t)length)) {
        return vm_made(vm, str_exact(heap, value));
    }
    if (spec->width > STR_LENGTH_MAX && !check_width(vm, spec)) return REF_NULL;
    if (spec->precision >= 0 && spec->precision < (int64_t)length)
        length = (uint32_t)spec->precision;
    uint32_t padding = spec->width > (int64_t)length ? (uint32_t)spec->width - length : 0;
    uint32_t left = spec->align == '>' ? padding : spec->align == '^' ? padding / 2 : 0;
    Points points = {0};
    points_fill(&points, spec->fill, left);
    points_put_part(heap, &points, value, 0, length);
    points_fill(&points, spec->fill, padding - left);
    return points_finish(vm, &points);
}

/* Reads a spec; null in *done means go on with `spec`, else *done or an error is the result. */
static bool begin(Vm *vm, Ref value, Ref text, Spec *spec, uint32_t type, uint32_t align) {
    Reader reader = {0};
    points_put_str(&vm->heap, &reader.points, text);
    bool valid = parse(vm, value, &reader, spec, type, align);
    points_deinit(&reader.points);
    return valid;
}

Ref format_str_value(Vm *vm, Ref value, Ref spec) {
    Spec parsed;
    if (str_length(&vm->heap, spec) == 0) {
        return is_exact(&vm->heap, value, TYPE_ID_STR) ? new_ref(vm, value) : object_str(vm, value);
    }
    if (!begin(vm, value, spec, &parsed, 's', '<')) return REF_NULL;
    if (parsed.type != 's') return raise_unknown(vm, value, parsed.type);
    return format_text(vm, value, &parsed);
}

/* ---- numbers ---- */

/* A number taken apart: digits before the point, which get separators, and all the rest. */
typedef struct Number {
    bool negative;
    const char *prefix;
    const char *digits;
    size_t digit_count;
    const char *rest;   /* from the point on */
    uint32_t character; /* of %c: stands for the rest, or UINT32_MAX */
} Number;

/* _PyUnicode_InsertThousandsGrouping: the digits with separators, zeros in front up to a width. */
static void put_grouped(Points *out, const Number *number, const Spec *spec, int64_t min_width) {
    Points reversed = {0};
    int64_t remaining = (int64_t)number->digit_count;
    bool separate = false;
    for (;;) {
        int64_t wanted = remaining > min_width ? remaining : min_width;
        if (wanted < 1) wanted = 1;
        int64_t length = spec->separator && wanted > spec->group ? spec->group : wanted;
        int64_t chars = remaining < length ? remaining : length;
        if (separate) points_put(&reversed, (uint32_t)spec->separator);
        for (int64_t i = 0; i < chars; i++)
            points_put(&reversed, (uint8_t)number->digits[remaining - 1 - i]);
        points_fill(&reversed, '0', (size_t)(length - chars));
        separate = true;
        remaining -= chars;
        min_width -= length;
        if (remaining <= 0 && min_width <= 0) break;
        min_width--;
    }
    for (size_t i = reversed.count; i-- > 0;) points_put(out, reversed.items[i]);
    points_deinit(&reversed);
}

/* calc_number_widths and fill_number. */
static Ref lay_out_number(Vm *vm, const Number *number, const Spec *spec) {
    Points digits = {0}, out = {0};
    uint32_t sign = number->negative                         ? '-'
                    : spec->sign == '+' || spec->sign == ' ' ? spec->sign
                                                             : 0;
    size_t rest = number->character == UINT32_MAX ? strlen(number->rest) : 1;
    int64_t fixed = (int64_t)((sign != 0) + strlen(number->prefix) + rest);
    bool zeros = spec->fill == '0' && spec->align == '=';
    if (!check_width(vm, spec)) return REF_NULL;
    if (number->digit_count) put_grouped(&digits, number, spec, zeros ? spec->width - fixed : 0);
    int64_t padding = spec->width - fixed - (int64_t)digits.count;
    size_t total = padding > 0 ? (size_t)padding : 0;
    size_t left = spec->align == '>' ? total : spec->align == '^' ? total / 2 : 0;
    size_t inner = spec->align == '=' ? total : 0;
    points_fill(&out, spec->fill, left);
    if (sign) points_put(&out, sign);
    points_put_ascii(&out, number->prefix);
    points_fill(&out, spec->fill, inner);
    for (size_t i = 0; i < digits.count; i++) points_put(&out, digits.items[i]);
    if (number->character == UINT32_MAX) {
        points_put_ascii(&out, number->rest);
    } else {
        points_put(&out, number->character);
    }
    points_fill(&out, spec->fill, total - left - inner);
    points_deinit(&digits);
    return points_finish(vm, &out);
}

static Ref format_character(Vm *vm, Ref value, const Spec *spec) {
    int64_t point;
    if (spec->sign) {
        raise_value(vm, "Sign not allowed with integer format specifier 'c'");
        return REF_NULL;
    }
    if (spec->alternate) {
        raise_value(vm, "Alternate form (#) not allowed with integer format specifier 'c'");
        return REF_NULL;
    }
    if (!int_to_i64(&vm->heap, value, &point))
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "Python int too large to convert to C long");
    if (point < 0 || point > 0x10FFFF)
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "%%c arg not in range(0x110000)");
    return lay_out_number(vm, &(Number){false, "", "", 0, "", (uint32_t)point}, spec);
}

static Ref format_integer(Vm *vm, Ref value, const Spec *spec) {
    if (spec->precision >= 0) {
        raise_value(vm, "Precision not allowed in integer format specifier");
        return REF_NULL;
    }
    if (spec->no_negative_zero) {
        raise_value(vm, "Negative zero coercion (z) not allowed in integer format specifier");
        return REF_NULL;
    }
    if (spec->type == 'c') return format_character(vm, value, spec);
    static const char upper_prefix[] = "0X";
    int base = 10;
    const char *prefix = "";
    switch (spec->type) {
    case 'b': base = 2, prefix = "0b"; break;
    case 'o': base = 8, prefix = "0o"; break;
    case 'x': base = 16, prefix = "0x"; break;
    case 'X': base = 16, prefix = upper_prefix; break;
    default: break;
    }
    TextBuffer text = {0};
    if (!int_append_text(vm, value, base, &text)) {
        text_deinit(&text);
        return REF_NULL;
    }
    for (size_t i = 0; spec->type == 'X' && i < text.length; i++)
        text.bytes[i] = (char)toupper((unsigned char)text.bytes[i]);
    bool negative = text.bytes[0] == '-';
    const char *digits = text.bytes + negative;
    Number number = {negative,  spec->alternate ? prefix : "", digits, strlen(digits), "",
                     UINT32_MAX};
    Ref result = lay_out_number(vm, &number, spec);
    text_deinit(&text);
    return result;
}

static Ref format_double(Vm *vm, double value, const Spec *spec) {
    int flags = (spec->alternate ? FLOAT_ALTERNATE : 0) |
                (spec->no_negative_zero ? FLOAT_NO_NEGATIVE_ZERO : 0);
    int precision = 6;
    char code = (char)spec->type;
    if (spec->precision > INT_MAX) {
        raise_value(vm, "precision too big");
        return REF_NULL;
    }
    if (!check_width(vm, spec)) return REF_NULL;
    if (code == 0) {
        flags |= FLOAT_ADD_DOT_0;
        code = 'r';
    }
    if (code == 'n') code = 'g';
    bool percent = code == '%';
    if (percent) {
        code = 'f';
        value *= 100;
    }
    if (spec->precision >= 0) {
        precision = (int)spec->precision;
        if (code == 'r') code = 'g';
    }
    TextBuffer text = {0};
    float_append_text(value, code, precision, flags, &text);
    if (percent) text_append_char(&text, '%');
    bool negative = text.bytes[0] == '-';
    const char *digits = text.bytes + negative;
    size_t count = strspn(digits, "0123456789");
    Number number = {negative, "", digits, count, digits + count, UINT32_MAX};
    Ref result = lay_out_number(vm, &number, spec);
    text_deinit(&text);
    return result;
}

Ref format_int_value(Vm *vm, Ref value, Ref spec) {
    Spec parsed;
    if (str_length(&vm->heap, spec) == 0) {
        return is_exact(&vm->heap, value, TYPE_ID_INT) ? int_to_str(vm, value, 10, "")
                                                       : object_str(vm, value);
    }
    if (!begin(vm, value, spec, &parsed, 'd', '>')) return REF_NULL;
    double real;
    switch (parsed.type) {
    case 'b':
    case 'c':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
    case 'n': return format_integer(vm, value, &parsed);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': return int_as_double(vm, value, &real) ? format_double(vm, real, &parsed) : REF_NULL;
    default: return raise_unknown(vm, value, parsed.type);
    }
}

Ref format_float_value(Vm *vm, Ref value, Ref spec) {
    Spec parsed;
    if (str_length(&vm->heap, spec) == 0) {
        if (!is_exact(&vm->heap, value, TYPE_ID_FLOAT)) return object_str(vm, value);
        char text[FLOAT_REPR_MAX];
        float_repr(float_value(&vm->heap, value), text);
        return vm_made(vm, str_new_cstr(&vm->heap, text));
    }
    if (!begin(vm, value, spec, &parsed, 0, '>')) return REF_NULL;
    if (parsed.type == 0 || (parsed.type < 0x80 && strchr("eEfFgGn%", (int)parsed.type)))
        return format_double(vm, float_value(&vm->heap, value), &parsed);
    return raise_unknown(vm, value, parsed.type);
}

/* ---- complex numbers ---- */

/* format_complex_internal: both parts without padding, then the whole is padded. */
static Ref format_complex(Vm *vm, double real, double imag, const Spec *spec) {
    Heap *heap = &vm->heap;
    bool pure = spec->type == 0 && real == 0 && !signbit(real);
    Spec part = *spec;
    part.fill = 0;
    part.align = '<';
    part.width = -1;
    if (part.type == 0) part.type = 'r';
    Ref first = pure ? str_new_cstr(heap, "") : format_double(vm, real, &part);
    if (!first) return REF_NULL;
    if (!pure) part.sign = '+';
    Ref second = format_double(vm, imag, &part);
    Points body = {0}, out = {0};
    bool parenthesised = spec->type == 0 && !pure;
    if (parenthesised) points_put(&body, '(');
    points_put_str(heap, &body, first);
    if (second) points_put_str(heap, &body, second);
    points_put_ascii(&body, parenthesised ? "j)" : "j");
    heap_decref(heap, first);
    if (!second || !check_width(vm, spec)) {
        points_deinit(&body);
        return REF_NULL;
    }
    heap_decref(heap, second);
    size_t padding = spec->width > (int64_t)body.count ? (size_t)spec->width - body.count : 0;
    size_t left = spec->align == '>' ? padding : spec->align == '^' ? padding / 2 : 0;
    points_fill(&out, spec->fill, left);
    for (size_t i = 0; i < body.count; i++) points_put(&out, body.items[i]);
    points_fill(&out, spec->fill, padding - left);
    points_deinit(&body);
    return points_finish(vm, &out);
}

Ref format_complex_value(Vm *vm, Ref value, Ref spec) {
    Spec parsed;
    if (str_length(&vm->heap, spec) == 0) return object_str(vm, value);
    if (!begin(vm, value, spec, &parsed, 0, '>')) return REF_NULL;
    if (parsed.type != 0 && !(parsed.type < 0x80 && strchr("eEfFgGn", (int)parsed.type)))
        return raise_unknown(vm, value, parsed.type);
    const char *wrong = NULL;
    if (parsed.fill == '0')
        wrong = "Zero padding is not allowed in complex format specifier";
    else if (parsed.align == '=')
        wrong = "'=' alignment flag is not allowed in complex format specifier";
    if (wrong) {
        raise_value(vm, wrong);
        return REF_NULL;
    }
    const Complex *self = complex_at(&vm->heap, value);
    return format_complex(vm, self->real, self->imag, &parsed);
}
