#include "python/fold_value.h"

#include "python/constant.h"

#include <gmp.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_INT_BITS = 128,
    MAX_COLLECTION_SIZE = 256,
    MAX_STR_SIZE = 4096,
    MAX_TOTAL_ITEMS = 1024,
    DIGIT_NAILS = 2, /* of the 32 bits of a digit */
};

/* Integers ------------------------------------------------------------------------------------- */

static bool is_integer(const Constant *c) {
    return c->kind == CONSTANT_INT || c->kind == CONSTANT_TRUE || c->kind == CONSTANT_FALSE;
}

static bool is_number(const Constant *c) {
    return is_integer(c) || c->kind == CONSTANT_FLOAT || c->kind == CONSTANT_COMPLEX;
}

static void import_integer(mpz_t out, const Constant *c) {
    mpz_init(out);
    if (c->kind == CONSTANT_TRUE) mpz_set_ui(out, 1);
    if (c->kind != CONSTANT_INT) return;
    mpz_import(out, c->integer.count, -1, sizeof(uint32_t), 0, DIGIT_NAILS, c->integer.digits);
    if (c->integer.negative) mpz_neg(out, out);
}

static Constant *export_integer(Arena *arena, const mpz_t value) {
    Constant *c = constant_new(arena, CONSTANT_INT);
    size_t count = (mpz_sizeinbase(value, 2) + 29) / 30;
    c->integer.digits = arena_array(arena, uint32_t, count + 1);
    mpz_export(c->integer.digits, &c->integer.count, -1, sizeof(uint32_t), 0, DIGIT_NAILS, value);
    c->integer.negative = mpz_sgn(value) < 0;
    return c;
}

static size_t bit_count(const mpz_t value) {
    return mpz_sgn(value) ? mpz_sizeinbase(value, 2) : 0;
}

/* value / 2**shift rounded half to even; false if too large for a double. `sticky` says that a rest
 * beyond value's own bits is not zero. */
static bool round_to_double(const mpz_t value, bool sticky, long shift, double *out) {
    size_t bits = bit_count(value);
    if (bits == 0) {
        *out = 0;
        return true;
    }
    long exponent = (long)bits - shift; /* value is in [2**(exponent-1), 2**exponent) */
    if (exponent > 1024) return false;
    /* bits kept: 53, fewer in the subnormal range */
    long keep = exponent < -1021 ? 53 - (-1021 - exponent) : 53;
    if (keep < 0) {
        *out = 0;
        return true;
    }
    long drop = (long)bits - keep;
    mpz_t kept;
    mpz_init(kept);
    mpz_abs(kept, value);
    if (drop > 0) {
        bool half = mpz_tstbit(kept, (mp_bitcnt_t)drop - 1) != 0;
        bool rest = sticky || (drop > 1 && mpz_scan1(kept, 0) < (mp_bitcnt_t)drop - 1);
        mpz_tdiv_q_2exp(kept, kept, (mp_bitcnt_t)drop);
        if (half && (rest || mpz_odd_p(kept))) mpz_add_ui(kept, kept, 1);
    } else {
        drop = 0;
    }
    double result = ldexp(mpz_get_d(kept), (int)(drop - shift));
    mpz_clear(kept);
    if (isinf(result)) return false;
    *out = mpz_sgn(value) < 0 ? -result : result;
    return true;
}

static bool to_double(const Constant *c, double *out) {
    if (c->kind == CONSTANT_FLOAT) {
        *out = c->real;
        return true;
    }
    mpz_t value;
    import_integer(value, c);
    bool fits = round_to_double(value, false, 0, out);
    mpz_clear(value);
    return fits;
}

static Constant *divide_integers(Arena *arena, const mpz_t a, const mpz_t b) {
    if (mpz_sgn(b) == 0) return NULL;
    /* As many bits in the quotient that one more than 53 is always there. */
    long shift = 66 + (long)bit_count(b) - (long)bit_count(a);
    mpz_t quotient, rest, scaled;
    mpz_inits(quotient, rest, scaled, NULL);
    if (shift > 0) {
        mpz_mul_2exp(scaled, a, (mp_bitcnt_t)shift);
        mpz_tdiv_qr(quotient, rest, scaled, b);
    } else {
        mpz_mul_2exp(scaled, b, (mp_bitcnt_t)-shift);
        mpz_tdiv_qr(quotient, rest, a, scaled);
    }
    double result;
    bool fits = round_to_double(quotient, mpz_sgn(rest) != 0, shift, &result);
    if (fits && mpz_sgn(a) == 0 && mpz_sgn(b) < 0) result = -0.0;
    mpz_clears(quotient, rest, scaled, NULL);
    return fits ? constant_float(arena, result) : NULL;
}

/* Floats --------------------------------------------------------------------------------------- */

/* As float_divmod of CPython: the remainder has the divisor's sign. */
static void float_divmod(double x, double y, double *quotient, double *remainder) {
    double mod = fmod(x, y);
    double div = (x - mod) / y;
    if (mod != 0) {
        if ((y < 0) != (mod < 0)) {
            mod += y;
            div -= 1.0;
        }
    } else {
        mod = copysign(0.0, y);
    }
    if (div != 0) {
        double floored = floor(div);
        if (div - floored > 0.5) floored += 1.0;
        div = floored;
    } else {
        div = copysign(0.0, x / y);
    }
    *quotient = div;
    *remainder = mod;
}

typedef struct ComplexValue {
    double real, imaginary;
} ComplexValue;

static Constant *new_complex(Arena *arena, ComplexValue value) {
    Constant *c = constant_new(arena, CONSTANT_COMPLEX);
    c->complex.real = value.real;
    c->complex.imaginary = value.imaginary;
    return c;
}

static ComplexValue complex_product(ComplexValue a, ComplexValue b) {
    return (ComplexValue){a.real * b.real - a.imaginary * b.imaginary,
                          a.real * b.imaginary + a.imaginary * b.real};
}

/* The divisor is not zero. The larger part is divided by first, against overflow. */
static ComplexValue complex_quotient(ComplexValue a, ComplexValue b) {
    if (fabs(b.real) >= fabs(b.imaginary)) {
        double ratio = b.imaginary / b.real, denominator = b.real + b.imaginary * ratio;
        return (ComplexValue){(a.real + a.imaginary * ratio) / denominator,
                              (a.imaginary - a.real * ratio) / denominator};
    }
    double ratio = b.real / b.imaginary, denominator = b.real * ratio + b.imaginary;
    return (ComplexValue){(a.real * ratio + a.imaginary) / denominator,
                          (a.imaginary * ratio - a.real) / denominator};
}

/* Small whole exponents by multiplication, others in polar form, as CPython does. */
static Constant *complex_power(Arena *arena, ComplexValue a, ComplexValue b) {
    bool zero = a.real == 0 && a.imaginary == 0;
    if (zero && (b.imaginary != 0 || b.real < 0)) return NULL;
    ComplexValue result = {1, 0};
    if (b.imaginary == 0 && b.real == floor(b.real) && fabs(b.real) <= 100) {
        unsigned long n = (unsigned long)fabs(b.real);
        for (ComplexValue power = a; n; n >>= 1, power = complex_product(power, power))
            if (n & 1) result = complex_product(result, power);
        if (b.real <= 0) result = complex_quotient((ComplexValue){1, 0}, result);
    } else if (zero) {
        result.real = 0;
    } else {
        double size = hypot(a.real, a.imaginary), length = pow(size, b.real);
        double angle = atan2(a.imaginary, a.real), phase = angle * b.real;
        if (b.imaginary != 0) {
            length /= exp(angle * b.imaginary);
            phase += b.imaginary * log(size);
        }
        result = (ComplexValue){length * cos(phase), length * sin(phase)};
    }
    if (!isfinite(result.real) || !isfinite(result.imaginary)) return NULL;
    return new_complex(arena, result);
}

static Constant *float_power(Arena *arena, double x, double y) {
    if (x == 0 && y < 0) return NULL;
    if (x < 0 && isfinite(x) && isfinite(y) && y != floor(y))
        return complex_power(arena, (ComplexValue){x, 0}, (ComplexValue){y, 0});
    double result = pow(x, y);
    if (isinf(result) && isfinite(x) && isfinite(y)) return NULL;
    return constant_float(arena, result);
}

static Constant *float_binary(Arena *arena, Operator op, double x, double y) {
    double quotient, remainder;
    switch (op) {
    case OPERATOR_ADD: return constant_float(arena, x + y);
    case OPERATOR_SUB: return constant_float(arena, x - y);
    case OPERATOR_MULT: return constant_float(arena, x * y);
    case OPERATOR_DIV: return y == 0 ? NULL : constant_float(arena, x / y);
    case OPERATOR_FLOOR_DIV:
    case OPERATOR_MOD:
        if (y == 0) return NULL;
        float_divmod(x, y, &quotient, &remainder);
        return constant_float(arena, op == OPERATOR_MOD ? remainder : quotient);
    case OPERATOR_POW: return float_power(arena, x, y);
    default: return NULL;
    }
}

static bool to_complex(const Constant *c, ComplexValue *out) {
    *out = (ComplexValue){0, 0};
    if (c->kind != CONSTANT_COMPLEX) return to_double(c, &out->real);
    *out = (ComplexValue){c->complex.real, c->complex.imaginary};
    return true;
}

static Constant *complex_binary(Arena *arena, Operator op, const Constant *left,
                                const Constant *right) {
    ComplexValue a, b;
    if (!to_complex(left, &a) || !to_complex(right, &b)) return NULL;
    switch (op) {
    case OPERATOR_ADD:
        return new_complex(arena, (ComplexValue){a.real + b.real, a.imaginary + b.imaginary});
    case OPERATOR_SUB:
        return new_complex(arena, (ComplexValue){a.real - b.real, a.imaginary - b.imaginary});
    case OPERATOR_MULT: return new_complex(arena, complex_product(a, b));
    case OPERATOR_DIV:
        if (b.real == 0 && b.imaginary == 0) return NULL;
        return new_complex(arena, complex_quotient(a, b));
    case OPERATOR_POW: return complex_power(arena, a, b);
    default: return NULL;
    }
}

/* Integer operators ---------------------------------------------------------------------------- */

static Constant *integer_power(Arena *arena, mpz_t a, const mpz_t b) {
    if (mpz_sgn(a) && mpz_sgn(b) > 0) {
        if (!mpz_fits_ulong_p(b) || bit_count(a) > MAX_INT_BITS / mpz_get_ui(b)) return NULL;
    }
    if (mpz_sgn(b) < 0) {
        double x, y;
        if (!round_to_double(a, false, 0, &x) || !round_to_double(b, false, 0, &y)) return NULL;
        return float_power(arena, x, y);
    }
    if (mpz_sgn(a) == 0)
        mpz_set_ui(a, mpz_sgn(b) == 0);
    else
        mpz_pow_ui(a, a, mpz_get_ui(b));
    return export_integer(arena, a);
}

static Constant *integer_shift(Arena *arena, Operator op, mpz_t a, const mpz_t b) {
    if (mpz_sgn(b) < 0) return NULL;
    if (op == OPERATOR_L_SHIFT) {
        if (mpz_sgn(a) && mpz_sgn(b)) {
            if (mpz_cmp_ui(b, MAX_INT_BITS) > 0 || bit_count(a) + mpz_get_ui(b) > MAX_INT_BITS)
                return NULL;
            mpz_mul_2exp(a, a, mpz_get_ui(b));
        }
    } else {
        mp_bitcnt_t by = mpz_fits_ulong_p(b) ? mpz_get_ui(b) : bit_count(a) + 1;
        mpz_fdiv_q_2exp(a, a, by);
    }
    return export_integer(arena, a);
}

static Constant *integer_calculate(Arena *arena, Operator op, mpz_t a, mpz_t b) {
    switch (op) {
    case OPERATOR_ADD: mpz_add(a, a, b); break;
    case OPERATOR_SUB: mpz_sub(a, a, b); break;
    case OPERATOR_MULT:
        if (mpz_sgn(a) && mpz_sgn(b) && bit_count(a) + bit_count(b) > MAX_INT_BITS) return NULL;
        mpz_mul(a, a, b);
        break;
    case OPERATOR_FLOOR_DIV:
        if (mpz_sgn(b) == 0) return NULL;
        mpz_fdiv_q(a, a, b);
        break;
    case OPERATOR_MOD:
        if (mpz_sgn(b) == 0) return NULL;
        mpz_fdiv_r(a, a, b);
        break;
    case OPERATOR_DIV: return divide_integers(arena, a, b);
    case OPERATOR_POW: return integer_power(arena, a, b);
    case OPERATOR_L_SHIFT:
    case OPERATOR_R_SHIFT: return integer_shift(arena, op, a, b);
    case OPERATOR_BIT_OR: mpz_ior(a, a, b); break;
    case OPERATOR_BIT_XOR: mpz_xor(a, a, b); break;
    case OPERATOR_BIT_AND: mpz_and(a, a, b); break;
    case OPERATOR_MAT_MULT: return NULL;
    }
    return export_integer(arena, a);
}

static Constant *integer_binary(Arena *arena, Operator op, const Constant *left,
                                const Constant *right) {
    mpz_t a, b;
    import_integer(a, left);
    import_integer(b, right);
    Constant *result = integer_calculate(arena, op, a, b);
    mpz_clears(a, b, NULL);
    bool bools = left->kind != CONSTANT_INT && right->kind != CONSTANT_INT;
    bool bitwise = op == OPERATOR_BIT_OR || op == OPERATOR_BIT_XOR || op == OPERATOR_BIT_AND;
    if (bools && bitwise) return constant_bool(arena, result->integer.count != 0);
    return result;
}

/* Sequences ------------------------------------------------------------------------------------ */

size_t fold_text_offset(const char *bytes, size_t length, size_t index) {
    size_t at = 0;
    for (; at < length; at++) {
        if (((unsigned char)bytes[at] & 0xC0) == 0x80) continue;
        if (index-- == 0) break;
    }
    return at;
}

size_t fold_text_length(const char *bytes, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++) count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return count;
}

static bool is_text(const Constant *c) {
    return c->kind == CONSTANT_STR || c->kind == CONSTANT_BYTES;
}

static bool is_sequence(const Constant *c) {
    return is_text(c) || c->kind == CONSTANT_TUPLE;
}

static size_t sequence_length(const Constant *c) {
    if (c->kind == CONSTANT_STR) return fold_text_length(c->text.bytes, c->text.length);
    return is_text(c) ? c->text.length : c->tuple.count;
}

static Constant *new_text(Arena *arena, ConstantKind kind, char *bytes, size_t length) {
    Constant *c = constant_new(arena, kind);
    c->text.bytes = bytes;
    c->text.length = length;
    return c;
}

static Constant *concatenate(Arena *arena, Constant *left, Constant *right) {
    if (left->kind != right->kind || !is_sequence(left)) return NULL;
    if (sequence_length(left) == 0) return right;
    if (sequence_length(right) == 0) return left;
    if (is_text(left)) {
        size_t a = left->text.length, b = right->text.length;
        char *bytes = arena_alloc(arena, a + b + 1);
        memcpy(bytes, left->text.bytes, a);
        memcpy(bytes + a, right->text.bytes, b);
        return new_text(arena, left->kind, bytes, a + b);
    }
    size_t a = left->tuple.count, b = right->tuple.count;
    Constant *joined = constant_tuple(arena, left->tuple.items, a);
    joined->tuple.items = arena_array(arena, Constant *, a + b);
    memcpy(joined->tuple.items, left->tuple.items, sizeof(Constant *) * a);
    memcpy(joined->tuple.items + a, right->tuple.items, sizeof(Constant *) * b);
    joined->tuple.count = a + b;
    return joined;
}

/* Counts the items of nested tuples; negative when over `limit`. */
static long count_items(const Constant *c, long limit) {
    if (c->kind != CONSTANT_TUPLE) return limit;
    limit -= (long)c->tuple.count;
    for (size_t i = 0; limit >= 0 && i < c->tuple.count; i++)
        limit = count_items(c->tuple.items[i], limit);
    return limit;
}

/* False for an integer beyond `long`. */
static bool to_long(const Constant *c, long *out) {
    mpz_t value;
    import_integer(value, c);
    bool fits = mpz_fits_slong_p(value) != 0;
    *out = fits ? mpz_get_si(value) : 0;
    mpz_clear(value);
    return fits;
}

static Constant *repeat(Arena *arena, Constant *sequence, const Constant *times) {
    long n;
    size_t size = sequence_length(sequence);
    if (!to_long(times, &n)) return NULL;
    if (size) {
        long limit = is_text(sequence) ? MAX_STR_SIZE : MAX_COLLECTION_SIZE;
        if (n < 0 || n > limit / (long)size) return NULL;
        if (!is_text(sequence) && n && count_items(sequence, MAX_TOTAL_ITEMS / n) < 0) return NULL;
    }
    if (n == 1 || size == 0) return sequence;
    if (!is_text(sequence)) {
        Constant *tuple = constant_new(arena, CONSTANT_TUPLE);
        tuple->tuple.count = size * (size_t)n;
        tuple->tuple.items = arena_array(arena, Constant *, tuple->tuple.count + 1);
        for (size_t i = 0; i < tuple->tuple.count; i++)
            tuple->tuple.items[i] = sequence->tuple.items[i % size];
        return tuple;
    }
    size_t length = sequence->text.length * (size_t)n;
    char *bytes = arena_alloc(arena, length + 1);
    for (size_t i = 0; i < length; i++) bytes[i] = sequence->text.bytes[i % sequence->text.length];
    return new_text(arena, sequence->kind, bytes, length);
}

Constant *fold_item_value(Arena *arena, Constant *container, Constant *index) {
    long at;
    if (!is_sequence(container) || !is_integer(index) || !to_long(index, &at)) return NULL;
    long length = (long)sequence_length(container);
    if (at < 0) at += length;
    if (at < 0 || at >= length) return NULL;
    if (container->kind == CONSTANT_TUPLE) return container->tuple.items[at];
    if (container->kind == CONSTANT_BYTES)
        return constant_small_int(arena, (unsigned char)container->text.bytes[at]);
    const char *bytes = container->text.bytes;
    size_t start = fold_text_offset(bytes, container->text.length, (size_t)at);
    size_t end = start + fold_text_offset(bytes + start, container->text.length - start, 1);
    return constant_str(arena, arena_copy(arena, bytes + start, end - start), end - start);
}

/* Operators ------------------------------------------------------------------------------------ */

Constant *fold_binary_value(Arena *arena, Operator op, Constant *left, Constant *right) {
    if (is_number(left) && is_number(right)) {
        if (is_integer(left) && is_integer(right)) return integer_binary(arena, op, left, right);
        if (left->kind == CONSTANT_COMPLEX || right->kind == CONSTANT_COMPLEX)
            return complex_binary(arena, op, left, right);
        double x, y;
        if (!to_double(left, &x) || !to_double(right, &y)) return NULL;
        return float_binary(arena, op, x, y);
    }
    if (op == OPERATOR_ADD) return concatenate(arena, left, right);
    if (op == OPERATOR_MULT && is_integer(left) && is_sequence(right))
        return repeat(arena, right, left);
    if (op == OPERATOR_MULT && is_integer(right) && is_sequence(left))
        return repeat(arena, left, right);
    return NULL;
}

static Constant *negate(Arena *arena, const Constant *operand) {
    if (operand->kind == CONSTANT_FLOAT) return constant_float(arena, -operand->real);
    if (operand->kind == CONSTANT_COMPLEX)
        return new_complex(arena,
                           (ComplexValue){-operand->complex.real, -operand->complex.imaginary});
    mpz_t value;
    import_integer(value, operand);
    mpz_neg(value, value);
    Constant *c = export_integer(arena, value);
    mpz_clear(value);
    return c;
}

Constant *fold_unary_value(Arena *arena, UnaryOperator op, Constant *operand) {
    if (op == UNARYOP_NOT) return constant_bool(arena, !constant_is_true(operand));
    if (!is_number(operand)) return NULL;
    if (op == UNARYOP_U_SUB) return negate(arena, operand);
    if (op == UNARYOP_U_ADD) {
        if (operand->kind == CONSTANT_TRUE || operand->kind == CONSTANT_FALSE)
            return constant_small_int(arena, operand->kind == CONSTANT_TRUE);
        return operand;
    }
    if (!is_integer(operand)) return NULL;
    mpz_t value;
    import_integer(value, operand);
    mpz_com(value, value);
    Constant *c = export_integer(arena, value);
    mpz_clear(value);
    return c;
}
