#include "python/float_arith.h"

#include "python/complex_arith.h"

#include "heap/tuple.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* CONVERT_TO_DOUBLE: 1, 0 for what is no number, -1 with OverflowError. */
static int to_double(Vm *vm, Ref object, double *out) {
    if (is_float(vm, object)) {
        *out = float_value(&vm->heap, object);
        return 1;
    }
    if (is_int(vm, object)) return int_as_double(vm, object, out) ? 1 : -1;
    return 0;
}

/* Both operands; the result to return otherwise is in *other. */
static bool operands(Vm *vm, Ref a, Ref b, double *x, double *y, Ref *other) {
    int first = to_double(vm, a, x);
    int second = first > 0 ? to_double(vm, b, y) : first;
    if (second > 0) return true;
    *other = second < 0 ? REF_NULL : new_not_implemented(vm);
    return false;
}

Ref float_add(Vm *vm, Ref a, Ref b) {
    double x, y;
    Ref other;
    return operands(vm, a, b, &x, &y, &other) ? new_float(vm, x + y) : other;
}

Ref float_subtract(Vm *vm, Ref a, Ref b) {
    double x, y;
    Ref other;
    return operands(vm, a, b, &x, &y, &other) ? new_float(vm, x - y) : other;
}

Ref float_multiply(Vm *vm, Ref a, Ref b) {
    double x, y;
    Ref other;
    return operands(vm, a, b, &x, &y, &other) ? new_float(vm, x * y) : other;
}

static Ref raise_zero(Vm *vm, const char *message) {
    return vm_raise(vm, TYPE_ID_ZERO_DIVISION_ERROR, "%s", message);
}

Ref float_true_divide(Vm *vm, Ref a, Ref b) {
    double x, y;
    Ref other;
    if (!operands(vm, a, b, &x, &y, &other)) return other;
    return y == 0 ? raise_zero(vm, "float division by zero") : new_float(vm, x / y);
}

void float_divide_floored(double x, double y, double *quotient, double *remainder) {
    double rest = fmod(x, y), whole = (x - rest) / y;
    if (rest != 0) {
        if ((y < 0) != (rest < 0)) {
            rest += y;
            whole -= 1;
        }
    } else {
        rest = copysign(0, y);
    }
    if (whole != 0) {
        *quotient = floor(whole);
        if (whole - *quotient > 0.5) *quotient += 1;
    } else {
        *quotient = copysign(0, x / y);
    }
    *remainder = rest;
}

Ref float_floor_divide(Vm *vm, Ref a, Ref b) {
    double x, y, quotient, remainder;
    Ref other;
    if (!operands(vm, a, b, &x, &y, &other)) return other;
    if (y == 0) return raise_zero(vm, "float floor division by zero");
    float_divide_floored(x, y, &quotient, &remainder);
    return new_float(vm, quotient);
}

Ref float_remainder(Vm *vm, Ref a, Ref b) {
    double x, y;
    Ref other;
    if (!operands(vm, a, b, &x, &y, &other)) return other;
    if (y == 0) return raise_zero(vm, "float modulo");
    double rest = fmod(x, y);
    if (rest != 0) {
        if ((y < 0) != (rest < 0)) rest += y;
    } else {
        rest = copysign(0, y);
    }
    return new_float(vm, rest);
}

Ref float_divmod(Vm *vm, Ref a, Ref b) {
    double x, y, quotient, remainder;
    Ref other;
    if (!operands(vm, a, b, &x, &y, &other)) return other;
    if (y == 0) return raise_zero(vm, "float divmod()");
    float_divide_floored(x, y, &quotient, &remainder);
    Ref first = new_float(vm, quotient), second = new_float(vm, remainder);
    Ref tuple = first && second ? vm_made(vm, tuple_new(&vm->heap, 2)) : REF_NULL;
    if (!tuple) {
        heap_xdecref(&vm->heap, first);
        heap_xdecref(&vm->heap, second);
        return REF_NULL;
    }
    tuple_init_item(&vm->heap, tuple, 0, first);
    tuple_init_item(&vm->heap, tuple, 1, second);
    return tuple;
}

/* PyErr_SetFromErrno(PyExc_OverflowError) with ERANGE. */
static Ref raise_range(Vm *vm) {
    Heap *heap = &vm->heap;
    Ref items[2] = {new_int(vm, ERANGE), vm_made(vm, str_new_cstr(heap, strerror(ERANGE)))};
    Ref args = items[0] && items[1] ? vm_made(vm, tuple_pack(heap, 2, items)) : REF_NULL;
    heap_xdecref(heap, items[0]);
    heap_xdecref(heap, items[1]);
    if (!args) return REF_NULL;
    error_set_object(vm, type_ref(heap, TYPE_ID_OVERFLOW_ERROR), args);
    heap_decref(heap, args);
    return REF_NULL;
}

Ref float_power_values(Vm *vm, double x, double y) {
    if (y == 0) return new_float(vm, 1.0);
    if (isnan(x)) return new_float(vm, x);
    if (isnan(y)) return new_float(vm, x == 1.0 ? 1.0 : y);
    if (isinf(y)) {
        double size = fabs(x);
        if (size == 1.0) return new_float(vm, 1.0);
        return new_float(vm, (y > 0) == (size > 1.0) ? INFINITY : 0.0);
    }
    bool odd = fmod(fabs(y), 2.0) == 1.0;
    if (isinf(x)) {
        if (y > 0) return new_float(vm, odd ? x : fabs(x));
        return new_float(vm, odd ? copysign(0.0, x) : 0.0);
    }
    if (x == 0) {
        if (y < 0) return raise_zero(vm, "0.0 cannot be raised to a negative power");
        return new_float(vm, odd ? x : 0.0);
    }
    bool negative = false;
    if (x < 0) {
        if (y != floor(y)) return complex_power_values(vm, x, y);
        x = -x;
        negative = odd;
    }
    if (x == 1.0) return new_float(vm, negative ? -1.0 : 1.0);
    double result = pow(x, y);
    if (isinf(result)) return raise_range(vm);
    return new_float(vm, negative ? -result : result);
}

Ref float_power(Vm *vm, Ref a, Ref b) {
    double x, y;
    Ref other;
    return operands(vm, a, b, &x, &y, &other) ? float_power_values(vm, x, y) : other;
}

/* double_round: the decimal with that many places, which printf rounds correctly, read back. */
Ref float_round_digits(Vm *vm, double value, int64_t digits) {
    /* Beyond these the value is unchanged, or 0 (NDIGITS_MAX, NDIGITS_MIN). */
    if (!isfinite(value) || digits > 323) return new_float(vm, value);
    if (digits < -308) return new_float(vm, 0.0 * value);
    char text[800];
    double rounded;
    if (digits >= 0) {
        snprintf(text, sizeof text, "%.*f", (int)digits, value);
        rounded = strtod(text, NULL);
    } else {
        /* As many digits as stand before the rounding place; none of them may be left. */
        snprintf(text, sizeof text, "%.17e", value);
        mpz_t whole, power, rest;
        mpz_inits(whole, power, rest, NULL);
        double integral, fraction = modf(fabs(value), &integral);
        mpz_set_d(whole, integral);
        mpz_ui_pow_ui(power, 10, (unsigned long)-digits);
        mpz_tdiv_qr(whole, rest, whole, power);
        mpz_mul_2exp(rest, rest, 1);
        int half = mpz_cmp(rest, power);
        if (half == 0 && fraction > 0) half = 1;
        if (half > 0 || (half == 0 && mpz_odd_p(whole))) mpz_add_ui(whole, whole, 1);
        mpz_mul(whole, whole, power);
        if (!int_mpz_to_double(whole, &rounded)) rounded = INFINITY;
        rounded = copysign(rounded, value);
        mpz_clears(whole, power, rest, NULL);
    }
    if (isinf(rounded))
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "rounded value too large to represent");
    return new_float(vm, rounded);
}

/* -1, 0, 1 of a finite float against an int of any size. */
static int compare_with_int(const Vm *vm, double x, Ref b) {
    mpz_t whole, other;
    double integral, fraction = modf(x, &integral);
    mpz_init_set_d(whole, integral);
    mpz_init(other);
    int_to_mpz(&vm->heap, b, other);
    int order = mpz_cmp(whole, other);
    mpz_clears(whole, other, NULL);
    if (order == 0) order = fraction > 0 ? 1 : fraction < 0 ? -1 : 0;
    return order < 0 ? -1 : order > 0;
}

Ref float_compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    double x = float_value(&vm->heap, a), y;
    bool result = false;
    if (is_float(vm, b)) {
        y = float_value(&vm->heap, b);
    } else if (!is_int(vm, b)) {
        return new_not_implemented(vm);
    } else if (!isfinite(x)) {
        y = 0.0;
    } else {
        y = 0.0;
        x = compare_with_int(vm, x, b);
    }
    switch (op) {
    case COMPARE_LT: result = x < y; break;
    case COMPARE_LE: result = x <= y; break;
    case COMPARE_EQ: result = x == y; break;
    case COMPARE_NE: result = x != y; break;
    case COMPARE_GT: result = x > y; break;
    case COMPARE_GE: result = x >= y; break;
    }
    return new_bool(vm, result);
}
