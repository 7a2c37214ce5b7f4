/* The module math: what of it works on single numbers. All its other names are known. The results
 * are those of the C library, as in CPython; errors as math_1 and its like of Modules/mathmodule.c
 * tell them. */
#include "heap/dict.h"
#include "heap/float.h"
#include "heap/int.h"
#include "heap/str.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/int_arith.h"
#include "python/number_convert.h"
#include "python/startup.h"
#include "python/type.h"

#include <gmp.h>
#include <math.h>

/* ---- functions of one float ---- */

/* math_1: what is no number though the argument is one is a domain error, what is infinite though
 * the argument is not is a range error (`can_overflow`) or a domain error. */
static Ref apply(Vm *vm, Ref argument, double (*function)(double), bool can_overflow) {
    double x, result;
    if (!number_as_double(vm, argument, &x)) return REF_NULL;
    result = function(x);
    if (isnan(result) && !isnan(x)) {
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "math domain error");
    }
    if (isinf(result) && isfinite(x)) {
        if (can_overflow) return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "math range error");
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "math domain error");
    }
    return new_float(vm, result);
}

/* X(name, can overflow) */
#define FUNCTIONS(X)                                                                               \
    X(acos, false)                                                                                 \
    X(acosh, false)                                                                                \
    X(asin, false)                                                                                 \
    X(asinh, false)                                                                                \
    X(atan, false)                                                                                 \
    X(atanh, false)                                                                                \
    X(cbrt, false)                                                                                 \
    X(cos, false)                                                                                  \
    X(cosh, true)                                                                                  \
    X(exp, true)                                                                                   \
    X(exp2, true)                                                                                  \
    X(expm1, true)                                                                                 \
    X(fabs, false)                                                                                 \
    X(sin, false)                                                                                  \
    X(sinh, true)                                                                                  \
    X(sqrt, false)                                                                                 \
    X(tan, false)                                                                                  \
    X(tanh, false)

#define X(name, can_overflow)                                                                      \
    static Ref math_##name(Vm *vm, Ref self, Args args) {                                          \
        (void)self;                                                                                \
        return apply(vm, args.values[0], name, can_overflow);                                      \
    }
FUNCTIONS(X)
#undef X

/* math_radians and math_degrees: one product, no checks. */
static Ref scale(Vm *vm, Ref argument, double factor) {
    double x;
    return number_as_double(vm, argument, &x) ? new_float(vm, x * factor) : REF_NULL;
}

static Ref math_degrees(Vm *vm, Ref self, Args args) {
    (void)self;
    return scale(vm, args.values[0], 180.0 / M_PI);
}

static Ref math_radians(Vm *vm, Ref self, Args args) {
    (void)self;
    return scale(vm, args.values[0], M_PI / 180.0);
}

static Ref math_isfinite(Vm *vm, Ref self, Args args) {
    (void)self;
    double x;
    return number_as_double(vm, args.values[0], &x) ? new_bool(vm, isfinite(x)) : REF_NULL;
}

static Ref math_isinf(Vm *vm, Ref self, Args args) {
    (void)self;
    double x;
    return number_as_double(vm, args.values[0], &x) ? new_bool(vm, isinf(x)) : REF_NULL;
}

static Ref math_isnan(Vm *vm, Ref self, Args args) {
    (void)self;
    double x;
    return number_as_double(vm, args.values[0], &x) ? new_bool(vm, isnan(x)) : REF_NULL;
}

/* ---- functions of two floats ---- */

static bool two(Vm *vm, Args args, double *x, double *y) {
    return number_as_double(vm, args.values[0], x) && number_as_double(vm, args.values[1], y);
}

static Ref math_atan2(Vm *vm, Ref self, Args args) {
    (void)self;
    double x, y;
    return two(vm, args, &x, &y) ? new_float(vm, atan2(x, y)) : REF_NULL;
}

static Ref math_copysign(Vm *vm, Ref self, Args args) {
    (void)self;
    double x, y;
    return two(vm, args, &x, &y) ? new_float(vm, copysign(x, y)) : REF_NULL;
}

static Ref math_fmod(Vm *vm, Ref self, Args args) {
    (void)self;
    double x, y;
    if (!two(vm, args, &x, &y)) return REF_NULL;
    double result = isinf(y) && isfinite(x) ? x : fmod(x, y);
    if (isnan(result) && !isnan(x) && !isnan(y)) {
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "math domain error");
    }
    return new_float(vm, result);
}

/* A sum with what rounding took off each step, as vector_norm keeps it. */
typedef struct Compensated {
    double sum, lost[3];
} Compensated;

static void compensated_add(Compensated *self, int part, double x) {
    double before = self->sum;
    self->sum += x;
    self->lost[part] += (before - self->sum) + x;
}

/* Adds sign * x * x, the square taken in two halves of 26 bits (Veltkamp and Dekker). */
static void compensated_square(Compensated *self, double x, double sign, bool exact_tail) {
    const double split = 134217729.0; /* 2 ** 27 + 1 */
    double t = x * split, high = t - (t - x), low = x - high;
    compensated_add(self, 0, sign * high * high);
    compensated_add(self, 1, sign * 2.0 * high * low);
    if (exact_tail) {
        compensated_add(self, 2, sign * low * low);
    } else {
        self->lost[2] += low * low;
    }
}

static double compensated_end(const Compensated *self) {
    return self->sum - 1.0 + (self->lost[0] + self->lost[1] + self->lost[2]);
}

/* vector_norm of Modules/mathmodule.c, the same operations in the same order; `max` is the largest
 * of the values, none of which is negative. */
static double vector_norm(const double *values, uint32_t count, double max) {
    int exponent;
    Compensated sum = {.sum = 1.0};
    if (max == 0 || count <= 1) return max;
    frexp(max, &exponent);
    if (exponent < -1023) { /* the scale would overflow */
        for (uint32_t i = 0; i < count; i++) {
            double x = values[i] / max;
            compensated_add(&sum, 0, x * x);
        }
        return max * sqrt(sum.sum - 1.0 + sum.lost[0]);
    }
    double scale = ldexp(1.0, -exponent);
    for (uint32_t i = 0; i < count; i++) compensated_square(&sum, values[i] * scale, 1, false);
    double root = sqrt(compensated_end(&sum));
    compensated_square(&sum, root, -1, true); /* what the root is still off */
    return (root + compensated_end(&sum) / (2.0 * root)) / scale;
}

static Ref math_hypot(Vm *vm, Ref self, Args args) {
    (void)self;
    double *values = memory_alloc(sizeof *values * (args.count ? args.count : 1)), max = 0;
    bool good = true, nan = false;
    for (uint32_t i = 0; i < args.count && good; i++) {
        good = number_as_double(vm, args.values[i], &values[i]);
        if (!good) break;
        values[i] = fabs(values[i]);
        nan = nan || isnan(values[i]);
        if (values[i] > max) max = values[i];
    }
    Ref made = REF_NULL;
    if (good) {
        double norm = isinf(max) ? max : nan ? NAN : vector_norm(values, args.count, max);
        made = new_float(vm, norm);
    }
    memory_free(values);
    return made;
}

/* math_pow: C99's special cases; an infinity out of finite numbers is a pole or too large. */
static Ref math_pow(Vm *vm, Ref self, Args args) {
    (void)self;
    double x, y;
    if (!two(vm, args, &x, &y)) return REF_NULL;
    double result = pow(x, y);
    if (isfinite(x) && isfinite(y)) {
        if (isnan(result) || (isinf(result) && x == 0)) {
            return vm_raise(vm, TYPE_ID_VALUE_ERROR, "math domain error");
        }
        if (isinf(result)) return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "math range error");
    }
    return new_float(vm, result);
}

/* ---- logarithms ---- */

/* m_log and its like: of an int that is too large for a float by its mantissa and exponent. */
static bool log_of(Vm *vm, Ref argument, double (*function)(double), double *out) {
    Heap *heap = &vm->heap;
    double x;
    if (is_int(vm, argument)) {
        mpz_t value;
        mpz_init(value);
        int_to_mpz(heap, argument, value);
        bool positive = mpz_sgn(value) > 0;
        long exponent = 0;
        x = positive ? mpz_get_d_2exp(&exponent, value) : 0;
        bool large = positive && mpz_sizeinbase(value, 2) > 1023;
        mpz_clear(value);
        if (large) {
            vm_unsupported(vm, "the logarithm of an int of more than 1,023 bits");
            return false;
        }
        if (!positive) {
            vm_raise(vm, TYPE_ID_VALUE_ERROR, "math domain error");
            return false;
        }
    }
    if (!number_as_double(vm, argument, &x)) return false;
    if (x <= 0) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "math domain error");
        return false;
    }
    *out = function(x);
    return true;
}

static Ref math_log(Vm *vm, Ref self, Args args) {
    (void)self;
    double x, base;
    if (args.count < 1 || args.count > 2) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "math.log requires 1 to 2 arguments");
    }
    if (!log_of(vm, args.values[0], log, &x)) return REF_NULL;
    if (args.count == 1) return new_float(vm, x);
    if (!log_of(vm, args.values[1], log, &base)) return REF_NULL;
    if (base == 0) return vm_raise(vm, TYPE_ID_ZERO_DIVISION_ERROR, "float division by zero");
    return new_float(vm, x / base);
}

static Ref math_log2(Vm *vm, Ref self, Args args) {
    (void)self;
    double x;
    return log_of(vm, args.values[0], log2, &x) ? new_float(vm, x) : REF_NULL;
}

static Ref math_log10(Vm *vm, Ref self, Args args) {
    (void)self;
    double x;
    return log_of(vm, args.values[0], log10, &x) ? new_float(vm, x) : REF_NULL;
}

/* ---- to ints ---- */

/* A float or int goes by its value; of another object the dunder is CPython's business. */
static Ref to_int(Vm *vm, Ref argument, const char *name, double (*function)(double)) {
    if (is_exact(&vm->heap, argument, TYPE_ID_FLOAT)) {
        return int_from_double(vm, function(float_value(&vm->heap, argument)));
    }
    if (is_exact(&vm->heap, argument, TYPE_ID_INT) || is_exact(&vm->heap, argument, TYPE_ID_BOOL)) {
        return int_exact(vm, argument);
    }
    if (type_is_heap(vm, heap_type(&vm->heap, argument))) {
        return vm_unsupported(vm, "math.%s() of an instance of a class", name);
    }
    char type[TYPE_NAME_MAX];
    object_type_name(vm, argument, type, sizeof type);
    if (function == trunc) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "type %.100s doesn't define __trunc__ method",
                        type);
    }
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "must be real number, not %.50s", type);
}

static Ref math_floor(Vm *vm, Ref self, Args args) {
    (void)self;
    return to_int(vm, args.values[0], "floor", floor);
}

static Ref math_ceil(Vm *vm, Ref self, Args args) {
    (void)self;
    return to_int(vm, args.values[0], "ceil", ceil);
}

static Ref math_trunc(Vm *vm, Ref self, Args args) {
    (void)self;
    return to_int(vm, args.values[0], "trunc", trunc);
}

/* ---- of ints ---- */

/* PyNumber_Index for ints; of a class's instance it could run Python. */
static bool whole(Vm *vm, Ref argument, const char *name, mpz_t out) {
    char type[TYPE_NAME_MAX];
    if (is_int(vm, argument)) {
        int_to_mpz(&vm->heap, argument, out);
        return true;
    }
    if (type_is_heap(vm, heap_type(&vm->heap, argument))) {
        vm_unsupported(vm, "math.%s() of an instance of a class", name);
    } else {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "'%.200s' object cannot be interpreted as an integer",
                 object_type_name(vm, argument, type, sizeof type));
    }
    return false;
}

typedef void (*Combine)(mpz_t out, const mpz_t a, const mpz_t b);

static Ref combine_all(Vm *vm, Args args, const char *name, unsigned long first, Combine combine) {
    mpz_t result, value;
    mpz_init_set_ui(result, first);
    mpz_init(value);
    bool good = true;
    for (uint32_t i = 0; i < args.count && good; ++i) {
        good = whole(vm, args.values[i], name, value);
        if (good) combine(result, result, value);
    }
    Ref made = good ? new_int_mpz(vm, result) : REF_NULL;
    mpz_clear(result);
    mpz_clear(value);
    return made;
}

static Ref math_gcd(Vm *vm, Ref self, Args args) {
    (void)self;
    return combine_all(vm, args, "gcd", 0, mpz_gcd);
}

static Ref math_lcm(Vm *vm, Ref self, Args args) {
    (void)self;
    return combine_all(vm, args, "lcm", 1, mpz_lcm);
}

static Ref math_factorial(Vm *vm, Ref self, Args args) {
    (void)self;
    enum { ARGUMENT_MAX = 20000 };
    mpz_t value;
    mpz_init(value);
    Ref made = REF_NULL;
    if (!whole(vm, args.values[0], "factorial", value)) {
        made = REF_NULL;
    } else if (mpz_sgn(value) < 0) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "factorial() not defined for negative values");
    } else if (mpz_cmp_ui(value, ARGUMENT_MAX) > 0) {
        vm_limit(vm, "the factorial of a number above %d", ARGUMENT_MAX);
    } else {
        mpz_fac_ui(value, mpz_get_ui(value));
        made = new_int_mpz(vm, value);
    }
    mpz_clear(value);
    return made;
}

static Ref math_isqrt(Vm *vm, Ref self, Args args) {
    (void)self;
    mpz_t value;
    mpz_init(value);
    Ref made = REF_NULL;
    if (!whole(vm, args.values[0], "isqrt", value)) {
        made = REF_NULL;
    } else if (mpz_sgn(value) < 0) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "isqrt() argument must be nonnegative");
    } else {
        mpz_sqrt(value, value);
        made = new_int_mpz(vm, value);
    }
    mpz_clear(value);
    return made;
}

/* ---- the module ---- */

extern const NativeFunction math_functions[];
const NativeFunction math_functions[] = {
#define X(name, can_overflow) {#name, math_##name, NATIVE_O, 1, 1, 0},
    FUNCTIONS(X)
#undef X
        {"atan2", math_atan2, NATIVE_FAST, 2, 2, 0},
    {"ceil", math_ceil, NATIVE_O, 1, 1, 0},
    {"copysign", math_copysign, NATIVE_FAST, 2, 2, 0},
    {"degrees", math_degrees, NATIVE_O, 1, 1, 0},
    {"factorial", math_factorial, NATIVE_O, 1, 1, 0},
    {"floor", math_floor, NATIVE_O, 1, 1, 0},
    {"fmod", math_fmod, NATIVE_FAST, 2, 2, 0},
    {"gcd", math_gcd, NATIVE_FAST, 0, -1, 0},
    {"hypot", math_hypot, NATIVE_FAST, 0, -1, 0},
    {"isfinite", math_isfinite, NATIVE_O, 1, 1, 0},
    {"isinf", math_isinf, NATIVE_O, 1, 1, 0},
    {"isnan", math_isnan, NATIVE_O, 1, 1, 0},
    {"isqrt", math_isqrt, NATIVE_O, 1, 1, 0},
    {"lcm", math_lcm, NATIVE_FAST, 0, -1, 0},
    {"log", math_log, NATIVE_TUPLE, 0, -1, 0},
    {"log10", math_log10, NATIVE_O, 1, 1, 0},
    {"log2", math_log2, NATIVE_O, 1, 1, 0},
    {"pow", math_pow, NATIVE_FAST, 2, 2, 0},
    {"radians", math_radians, NATIVE_O, 1, 1, 0},
    {"trunc", math_trunc, NATIVE_O, 1, 1, 0},
    {0},
};

void math_fill(Vm *vm, Ref dict) {
    static const struct {
        const char *name;
        double value;
    } constants[] = {{"pi", M_PI}, {"e", M_E}, {"tau", 2 * M_PI}, {"inf", INFINITY}, {"nan", NAN}};
    Heap *heap = &vm->heap;
    for (size_t i = 0; i < sizeof constants / sizeof *constants; ++i) {
        Ref value = float_new(heap, constants[i].value);
        dict_set_str(heap, dict, str_static(heap, constants[i].name), value);
        heap_decref(heap, value);
    }
    startup_add_unbuilt(vm, dict, "math",
                        "comb dist erf erfc frexp fsum gamma isclose ldexp lgamma log1p modf "
                        "nextafter perm prod remainder ulp");
}
