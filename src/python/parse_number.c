/* The values of number literals. */
#include "python/parse_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
    DIGIT_BITS = 30,
    /* sys.int_info.default_max_str_digits */
    MAX_DECIMAL_DIGITS = 4300,
};

/* The literal without its underscores. */
static char *clean_text(Parser *p, const Token *token, size_t *length) {
    char *text = parse_alloc(p, (size_t)(token->end - token->start) + 1);
    *length = 0;
    for (const char *at = token->start; at < token->end; at++) {
        if (*at != '_') text[(*length)++] = *at;
    }
    return text;
}

static int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return (c | 0x20) - 'a' + 10;
}

/* Digits of `bits` bits each, the first the most significant. */
static void read_binary(Parser *p, Constant *constant, const char *digits, size_t count, int bits) {
    size_t capacity = count * (size_t)bits / DIGIT_BITS + 1, used = 0;
    uint32_t *out = parse_alloc(p, capacity * sizeof *out);
    uint64_t pending = 0;
    int pending_bits = 0;
    for (size_t i = count; i > 0; i--) {
        pending |= (uint64_t)digit_value(digits[i - 1]) << pending_bits;
        pending_bits += bits;
        if (pending_bits < DIGIT_BITS) continue;
        out[used++] = (uint32_t)(pending & ((1u << DIGIT_BITS) - 1));
        pending >>= DIGIT_BITS;
        pending_bits -= DIGIT_BITS;
    }
    if (pending) out[used++] = (uint32_t)pending;
    while (used && out[used - 1] == 0) used--;
    constant->integer.digits = out;
    constant->integer.count = used;
}

static void read_decimal(Parser *p, Constant *constant, const char *digits, size_t count) {
    /* log2(10) < 10/3 */
    size_t capacity = count * 10 / 3 / DIGIT_BITS + 2, used = 0;
    uint32_t *out = parse_alloc(p, capacity * sizeof *out);
    for (size_t i = 0; i < count;) {
        uint32_t chunk = 0, scale = 1;
        for (int n = 0; n < 9 && i < count; n++, i++) {
            chunk = chunk * 10 + (uint32_t)digit_value(digits[i]);
            scale *= 10;
        }
        uint64_t carry = chunk;
        for (size_t j = 0; j < used; j++) {
            carry += (uint64_t)out[j] * scale;
            out[j] = (uint32_t)(carry & ((1u << DIGIT_BITS) - 1));
            carry >>= DIGIT_BITS;
        }
        if (carry) out[used++] = (uint32_t)carry;
    }
    constant->integer.digits = out;
    constant->integer.count = used;
}

Constant *parse_number_text(Parser *p, const ParsedToken *token) {
    size_t length;
    char *text = clean_text(p, &token->token, &length);
    Constant *constant = parse_alloc(p, sizeof *constant);
    char second = length > 1 ? (char)(text[1] | 0x20) : 0;
    int bits = text[0] != '0' ? 0 : second == 'x' ? 4 : second == 'o' ? 3 : second == 'b' ? 1 : 0;
    constant->kind = CONSTANT_INT;
    if (bits) {
        if (length - 2 > PARSE_MAX_DIGITS) {
            return parse_raise_at(p, PROBLEM_UNSUPPORTED, token->token.line, token->token.column,
                                  token->token.end_line, token->token.end_column,
                                  "integer literal of more than %d digits", PARSE_MAX_DIGITS);
        }
        read_binary(p, constant, text + 2, length - 2, bits);
    } else if (text[length - 1] == 'j' || text[length - 1] == 'J') {
        text[length - 1] = 0;
        constant->kind = CONSTANT_COMPLEX;
        constant->complex.imaginary = strtod(text, NULL);
    } else if (strpbrk(text, ".eE")) {
        constant->kind = CONSTANT_FLOAT;
        constant->real = strtod(text, NULL);
    } else {
        if (length > MAX_DECIMAL_DIGITS) {
            parse_raise(p,
                        "Exceeds the limit (%d digits) for integer string conversion: value has "
                        "%zu digits; use sys.set_int_max_str_digits() to increase the limit - "
                        "Consider hexadecimal for huge integer literals to avoid decimal "
                        "conversion limits.",
                        MAX_DECIMAL_DIGITS, length);
            return NULL;
        }
        read_decimal(p, constant, text, length);
    }
    return module_add_constant(p->shared->module, constant);
}
