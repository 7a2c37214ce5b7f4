#include "python/int_arith.h"

#include "heap/tuple.h"
#include "python/float_arith.h"

#include <float.h>
#include <math.h>

enum { BITS_MAX = INT_DIGITS_MAX * INT_DIGIT_BITS };

typedef struct Operands {
    mpz_t a, b, result;
} Operands;

static void begin(const Vm *vm, Operands *operands, Ref a, Ref b) {
    mpz_inits(operands->a, operands->b, operands->result, NULL);
    int_to_mpz(&vm->heap, a, operands->a);
    int_to_mpz(&vm->heap, b, operands->b);
}

static void end(Operands *operands) {
    mpz_clears(operands->a, operands->b, operands->result, NULL);
}

static Ref finish(Vm *vm, Operands *operands) {
    Ref made = new_int_mpz(vm, operands->result);
    end(operands);
    return made;
}

static bool are_ints(const Vm *vm, Ref a, Ref b) {
    return is_int(vm, a) && is_int(vm, b);
}

static bool are_small(const Vm *vm, Ref a, Ref b, int64_t *x, int64_t *y) {
    return int_to_i64(&vm->heap, a, x) && int_to_i64(&vm->heap, b, y);
}

static Ref too_large(Vm *vm) {
    return vm_limit(vm, "an int of more than %d bits is too large", BITS_MAX);
}

Ref int_add(Vm *vm, Ref a, Ref b) {
    int64_t x, y, sum;
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    if (are_small(vm, a, b, &x, &y) && !__builtin_add_overflow(x, y, &sum)) return new_int(vm, sum);
    Operands operands;
    begin(vm, &operands, a, b);
    mpz_add(operands.result, operands.a, operands.b);
    return finish(vm, &operands);
}

Ref int_subtract(Vm *vm, Ref a, Ref b) {
    int64_t x, y, difference;
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    if (are_small(vm, a, b, &x, &y) && !__builtin_sub_overflow(x, y, &difference))
        return new_int(vm, difference);
    Operands operands;
    begin(vm, &operands, a, b);
    mpz_sub(operands.result, operands.a, operands.b);
    return finish(vm, &operands);
}

Ref int_multiply(Vm *vm, Ref a, Ref b) {
    int64_t x, y, product;
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    if (are_small(vm, a, b, &x, &y) && !__builtin_mul_overflow(x, y, &product))
        return new_int(vm, product);
    if (int_bits(&vm->heap, a) + int_bits(&vm->heap, b) > BITS_MAX) return too_large(vm);
    Operands operands;
    begin(vm, &operands, a, b);
    mpz_mul(operands.result, operands.a, operands.b);
    return finish(vm, &operands);
}

/* long_rem gives the dividend itself back where it is smaller at the first look. */
static bool is_own_remainder(const Vm *vm, Ref a, Ref b) {
    const Int *x = heap_at(&vm->heap, Int, a), *y = heap_at(&vm->heap, Int, b);
    if (x->size <= 1 && y->size <= 1) return false;
    bool smaller = x->size < y->size ||
                   (x->size == y->size && x->digits[x->size - 1] < y->digits[y->size - 1]);
    return smaller && x->size && x->negative == y->negative;
}

static bool check_divisor(Vm *vm, Ref b, const char *message) {
    if (!int_is_zero(&vm->heap, b)) return true;
    vm_raise(vm, TYPE_ID_ZERO_DIVISION_ERROR, "%s", message);
    return false;
}

static int64_t floor_divide(int64_t x, int64_t y) {
    int64_t quotient = x / y;
    return quotient - (x % y != 0 && (x < 0) != (y < 0));
}

static int64_t floor_remainder(int64_t x, int64_t y) {
    int64_t remainder = x % y;
    return remainder && (remainder < 0) != (y < 0) ? remainder + y : remainder;
}

Ref int_floor_divide(Vm *vm, Ref a, Ref b) {
    int64_t x, y;
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    if (!check_divisor(vm, b, "integer division or modulo by zero")) return REF_NULL;
    if (are_small(vm, a, b, &x, &y) && !(x == INT64_MIN && y == -1))
        return new_int(vm, floor_divide(x, y));
    Operands operands;
    begin(vm, &operands, a, b);
    mpz_fdiv_q(operands.result, operands.a, operands.b);
    return finish(vm, &operands);
}

Ref int_remainder(Vm *vm, Ref a, Ref b) {
    int64_t x, y;
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    if (!check_divisor(vm, b, "integer modulo by zero")) return REF_NULL;
    if (is_own_remainder(vm, a, b)) return int_exact(vm, a);
    if (are_small(vm, a, b, &x, &y) && y != -1) return new_int(vm, floor_remainder(x, y));
    Operands operands;
    begin(vm, &operands, a, b);
    mpz_fdiv_r(operands.result, operands.a, operands.b);
    return finish(vm, &operands);
}

Ref int_divmod(Vm *vm, Ref a, Ref b) {
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    if (!check_divisor(vm, b, "integer division or modulo by zero")) return REF_NULL;
    Ref pair[2] = {int_floor_divide(vm, a, b), int_remainder(vm, a, b)};
    Ref tuple = pair[0] && pair[1] ? vm_made(vm, tuple_new(&vm->heap, 2)) : REF_NULL;
    for (uint32_t i = 0; i < 2; i++) {
        if (tuple) {
            tuple_init_item(&vm->heap, tuple, i, pair[i]);
        } else {
            heap_xdecref(&vm->heap, pair[i]);
        }
    }
    return tuple;
}

static size_t bits_of(const mpz_t value) {
    return mpz_sgn(value) ? mpz_sizeinbase(value, 2) : 0;
}

/* long_true_divide: a quotient of 55 bits or more, whose lowest bit also stands for what the
 * divisions left, rounded once to the bits that a double of that size has. */
static bool quotient(const mpz_t a, const mpz_t b, double *out) {
    bool negative = (mpz_sgn(a) < 0) != (mpz_sgn(b) < 0), inexact;
    long difference = (long)bits_of(a) - (long)bits_of(b);
    *out = negative ? -0.0 : 0.0;
    if (mpz_sgn(a) == 0 || difference < DBL_MIN_EXP - DBL_MANT_DIG - 1) return true;
    if (difference > DBL_MAX_EXP) return false;
    long shift = (difference > DBL_MIN_EXP ? difference : DBL_MIN_EXP) - DBL_MANT_DIG - 2;
    mpz_t x, y, rest;
    mpz_inits(x, y, rest, NULL);
    mpz_abs(x, a);
    mpz_abs(y, b);
    if (shift <= 0) {
        mpz_mul_2exp(x, x, (mp_bitcnt_t)-shift);
    } else {
        mpz_mul_2exp(y, y, (mp_bitcnt_t)shift);
    }
    mpz_tdiv_qr(x, rest, x, y);
    inexact = mpz_sgn(rest) != 0;
    uint64_t whole = mpz_get_ui(x);
    long bits = (long)bits_of(x);
    mpz_clears(x, y, rest, NULL);
    long least = DBL_MIN_EXP - shift;
    long extra = (bits > least ? bits : least) - DBL_MANT_DIG;
    uint64_t mask = UINT64_C(1) << (extra - 1), low = whole | inexact;
    if (low & mask && low & (3 * mask - 1)) low += mask;
    whole = low & ~(2 * mask - 1);
    double result = ldexp((double)whole, (int)shift);
    *out = negative ? -result : result;
    return !isinf(result);
}

Ref int_true_divide(Vm *vm, Ref a, Ref b) {
    int64_t x, y;
    const int64_t exact = INT64_C(1) << DBL_MANT_DIG;
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    if (!check_divisor(vm, b, "division by zero")) return REF_NULL;
    if (are_small(vm, a, b, &x, &y) && x >= -exact && x <= exact && y >= -exact && y <= exact)
        return new_float(vm, (double)x / (double)y);
    Operands operands;
    double result;
    begin(vm, &operands, a, b);
    bool fits = quotient(operands.a, operands.b, &result);
    end(&operands);
    if (fits) return new_float(vm, result);
    return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "integer division result too large for a float");
}

Ref int_power(Vm *vm, Ref a, Ref b) {
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    if (int_is_negative(&vm->heap, b)) {
        double x, y;
        if (!int_as_double(vm, a, &x) || !int_as_double(vm, b, &y)) return REF_NULL;
        return float_power_values(vm, x, y);
    }
    int64_t exponent, base;
    bool trivial = int_to_i64(&vm->heap, a, &base) && base >= -1 && base <= 1;
    if (!int_to_i64(&vm->heap, b, &exponent)) {
        if (!trivial) return too_large(vm);
        int64_t odd = heap_at(&vm->heap, Int, b)->digits[0] & 1;
        return new_int(vm, base == -1 ? (odd ? -1 : 1) : base);
    }
    if (trivial) {
        exponent = exponent > 2 ? 2 + (exponent & 1) : exponent;
    } else if ((uint64_t)exponent > BITS_MAX ||
               int_bits(&vm->heap, a) * (uint64_t)exponent > BITS_MAX + (uint64_t)exponent) {
        return too_large(vm);
    }
    Operands operands;
    begin(vm, &operands, a, b);
    mpz_pow_ui(operands.result, operands.a, (unsigned long)exponent);
    return finish(vm, &operands);
}

Ref int_power_modulo(Vm *vm, Ref a, Ref b, Ref modulus) {
    if (!are_ints(vm, a, b) || !is_int(vm, modulus)) return new_not_implemented(vm);
    if (int_is_zero(&vm->heap, modulus))
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "pow() 3rd argument cannot be 0");
    uint64_t size = int_bits(&vm->heap, modulus) / 64 + 1;
    if (size * size / 64 * (int_bits(&vm->heap, b) + 1) > UINT64_C(1) << 32)
        return vm_limit(vm, "pow() of ints this large takes too long");
    Operands operands;
    mpz_t divisor;
    begin(vm, &operands, a, b);
    mpz_init(divisor);
    int_to_mpz(&vm->heap, modulus, divisor);
    bool negative = mpz_sgn(divisor) < 0, invertible = true;
    mpz_abs(divisor, divisor);
    if (mpz_cmp_ui(divisor, 1) == 0) {
        mpz_set_ui(operands.result, 0);
    } else {
        if (mpz_sgn(operands.b) < 0) {
            invertible = mpz_invert(operands.a, operands.a, divisor);
            mpz_neg(operands.b, operands.b);
        }
        if (invertible) mpz_powm(operands.result, operands.a, operands.b, divisor);
        if (negative && mpz_sgn(operands.result))
            mpz_sub(operands.result, operands.result, divisor);
    }
    mpz_clear(divisor);
    if (invertible) return finish(vm, &operands);
    end(&operands);
    return vm_raise(vm, TYPE_ID_VALUE_ERROR, "base is not invertible for the given modulus");
}

Ref int_shift_left(Vm *vm, Ref a, Ref b) {
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    int64_t count;
    if (int_is_negative(&vm->heap, b))
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "negative shift count");
    if (int_is_zero(&vm->heap, a)) return new_int(vm, 0);
    if (!int_to_i64(&vm->heap, b, &count))
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "too many digits in integer");
    if (count > BITS_MAX || int_bits(&vm->heap, a) + (uint64_t)count > BITS_MAX)
        return too_large(vm);
    Operands operands;
    begin(vm, &operands, a, b);
    mpz_mul_2exp(operands.result, operands.a, (mp_bitcnt_t)count);
    return finish(vm, &operands);
}

Ref int_shift_right(Vm *vm, Ref a, Ref b) {
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    int64_t count;
    if (int_is_negative(&vm->heap, b))
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "negative shift count");
    if (!int_to_i64(&vm->heap, b, &count) || count > BITS_MAX)
        return new_int(vm, int_is_negative(&vm->heap, a) ? -1 : 0);
    /* long_rshift1 has nothing to do for a negative number of several digits shifted by 0. */
    if (count == 0 && int_is_negative(&vm->heap, a) && heap_at(&vm->heap, Int, a)->size > 1)
        return int_exact(vm, a);
    Operands operands;
    begin(vm, &operands, a, b);
    mpz_fdiv_q_2exp(operands.result, operands.a, (mp_bitcnt_t)count);
    return finish(vm, &operands);
}

Ref int_and(Vm *vm, Ref a, Ref b) {
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    Operands operands;
    begin(vm, &operands, a, b);
    mpz_and(operands.result, operands.a, operands.b);
    return finish(vm, &operands);
}

Ref int_or(Vm *vm, Ref a, Ref b) {
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    Operands operands;
    begin(vm, &operands, a, b);
    mpz_ior(operands.result, operands.a, operands.b);
    return finish(vm, &operands);
}

Ref int_xor(Vm *vm, Ref a, Ref b) {
    if (!are_ints(vm, a, b)) return new_not_implemented(vm);
    Operands operands;
    begin(vm, &operands, a, b);
    mpz_xor(operands.result, operands.a, operands.b);
    return finish(vm, &operands);
}

/* The same digits with the other sign. */
static Ref with_sign(Vm *vm, Ref a, bool negative) {
    const Int *self = heap_at(&vm->heap, Int, a);
    return vm_made(vm, int_new_digits(&vm->heap, negative, self->digits, self->size));
}

Ref int_negative(Vm *vm, Ref a) {
    return with_sign(vm, a, !heap_at(&vm->heap, Int, a)->negative);
}

Ref int_absolute(Vm *vm, Ref a) {
    return int_is_negative(&vm->heap, a) ? with_sign(vm, a, false) : int_exact(vm, a);
}

Ref int_invert(Vm *vm, Ref a) {
    int64_t small;
    if (int_to_i64(&vm->heap, a, &small)) return new_int(vm, ~small);
    Operands operands;
    begin(vm, &operands, a, a);
    mpz_com(operands.result, operands.a);
    return finish(vm, &operands);
}

/* long___round__: the multiple of 10 ** -digits that is nearest, the even one of two. */
Ref int_round(Vm *vm, Ref a, Ref digits) {
    int64_t places;
    if (!int_is_negative(&vm->heap, digits)) return int_exact(vm, a);
    if (!int_to_i64(&vm->heap, digits, &places) ||
        (uint64_t)-places > int_bits(&vm->heap, a) / 3 + 2) {
        return new_int(vm, 0);
    }
    mpz_t power, rest;
    Operands operands;
    begin(vm, &operands, a, a);
    mpz_inits(power, rest, NULL);
    mpz_ui_pow_ui(power, 10, (unsigned long)-places);
    mpz_fdiv_qr(operands.b, rest, operands.a, power);
    mpz_mul_2exp(rest, rest, 1);
    int half = mpz_cmp(rest, power);
    if (half > 0 || (half == 0 && mpz_odd_p(operands.b))) mpz_add_ui(operands.b, operands.b, 1);
    mpz_mul(operands.result, operands.b, power);
    mpz_clears(power, rest, NULL);
    return finish(vm, &operands);
}
