#include "python/number_text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_STR_DIGITS = 4300 /* sys.int_info.default_max_str_digits */ };

bool int_append_text(Vm *vm, Ref value, int base, TextBuffer *out) {
    int64_t small;
    if (base == 10 && int_to_i64(&vm->heap, value, &small)) {
        text_appendf(out, "%lld", (long long)small);
        return true;
    }
    mpz_t big;
    mpz_init(big);
    int_to_mpz(&vm->heap, value, big);
    bool fits = base != 10 || mpz_sizeinbase(big, 2) < (MAX_STR_DIGITS + 2) * 10 / 3;
    if (fits) {
        size_t room = mpz_sizeinbase(big, base) + 2;
        char *digits = memory_alloc(room);
        mpz_get_str(digits, base, big);
        fits = base != 10 || strlen(digits) - (digits[0] == '-') <= MAX_STR_DIGITS;
        if (fits) text_append_string(out, digits);
        memory_free(digits);
    }
    mpz_clear(big);
    if (!fits) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR,
                 "Exceeds the limit (%d digits) for integer string conversion; use "
                 "sys.set_int_max_str_digits() to increase the limit",
                 MAX_STR_DIGITS);
    }
    return fits;
}

Ref int_to_str(Vm *vm, Ref value, int base, const char *prefix) {
    TextBuffer text = {0}, whole = {0};
    if (!int_append_text(vm, value, base, &text)) {
        text_deinit(&text);
        return REF_NULL;
    }
    const char *digits = text_cstr(&text);
    if (*digits == '-') text_append_char(&whole, *digits++);
    text_append_string(&whole, prefix);
    text_append_string(&whole, digits);
    text_deinit(&text);
    return text_finish_fresh(vm, &whole);
}

/* ---- floats ---- */

static void append_exponent(TextBuffer *out, int exponent) {
    text_appendf(out, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
}

/* `point` digits stand before the decimal point; with flags as format_float_short has them. */
static void lay_out(const char *digits, int point, bool exponent, int flags, TextBuffer *out) {
    int count = (int)strlen(digits);
    if (exponent) {
        text_append_char(out, digits[0]);
        if (count > 1 || flags & FLOAT_ALTERNATE) text_append_char(out, '.');
        text_append_string(out, digits + 1);
        append_exponent(out, point - 1);
        return;
    }
    int end = count > point ? count : point;
    if (flags & FLOAT_ADD_DOT_0 && end == point) end++;
    if (point <= 0) text_append_char(out, '0');
    for (int i = point < 0 ? point : 0; i < end; i++) {
        if (i == point || (i == (point < 0 ? point : 0) && point <= 0)) text_append_char(out, '.');
        text_append_char(out, i < 0 || i >= count ? '0' : digits[i]);
    }
    if (end <= point && flags & FLOAT_ALTERNATE) text_append_char(out, '.');
}

/* %g: `precision` significant digits; an exponent where they would not reach the point. */
static void append_general(double value, int precision, int flags, TextBuffer *out) {
    if (precision == 0) precision = 1;
    size_t room = (size_t)precision + 32;
    char *text = memory_alloc(room), *digits = memory_alloc(room);
    snprintf(text, room, "%.*e", precision - 1, value);
    size_t count = 0;
    const char *at = text;
    for (; *at != 'e'; at++) {
        if (*at != '.') digits[count++] = *at;
    }
    int point = atoi(at + 1) + 1;
    while (!(flags & FLOAT_ALTERNATE) && count > 1 && digits[count - 1] == '0') count--;
    digits[count] = '\0';
    bool exponent = point <= -4 || point > precision - (flags & FLOAT_ADD_DOT_0 ? 1 : 0);
    lay_out(digits, point, exponent, flags, out);
    memory_free(text);
    memory_free(digits);
}

static void append_printf(double value, char code, int precision, int flags, TextBuffer *out) {
    bool alternate = flags & FLOAT_ALTERNATE;
    const char *format = code == 'f' ? (alternate ? "%#.*f" : "%.*f")
                         : alternate ? "%#.*e"
                                     : "%.*e";
    size_t room = (size_t)precision + 350;
    char *text = memory_alloc(room);
    snprintf(text, room, format, precision, value);
    text_append_string(out, text);
    memory_free(text);
}

void float_append_text(double value, char code, int precision, int flags, TextBuffer *out) {
    bool upper = code == 'E' || code == 'F' || code == 'G';
    size_t start = out->length;
    code = (char)tolower((unsigned char)code);
    bool negative = signbit(value) && !isnan(value);
    value = fabs(value);
    if (negative) text_append_char(out, '-');
    size_t after = out->length;
    if (!isfinite(value)) {
        text_append_string(out, isnan(value) ? "nan" : "inf");
    } else if (code == 'r') {
        char digits[18];
        int point;
        float_shortest_digits(value, digits, &point);
        lay_out(digits, point, point <= -4 || point > 16, flags, out);
    } else if (code == 'g') {
        append_general(value, precision, flags, out);
    } else {
        append_printf(value, code, precision, flags, out);
    }
    if (negative && flags & FLOAT_NO_NEGATIVE_ZERO &&
        strcspn(out->bytes + after, "123456789e") == strcspn(out->bytes + after, "e") &&
        isfinite(value)) {
        memmove(out->bytes + start, out->bytes + after, out->length - after + 1);
        out->length--;
    }
    for (size_t i = start; upper && i < out->length; i++)
        out->bytes[i] = (char)toupper((unsigned char)out->bytes[i]);
}
