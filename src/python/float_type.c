/* float (Objects/floatobject.c of CPython 3.11). */
#include "heap/tuple.h"
#include "python/float_arith.h"
#include "python/format_spec.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static double value_of(const Vm *vm, Ref self) {
    return float_value(&vm->heap, self);
}

static Ref repr(Vm *vm, Ref self) {
    char text[FLOAT_REPR_MAX];
    float_repr(value_of(vm, self), text);
    return vm_made(vm, str_new_cstr(&vm->heap, text));
}

static bool hash(Vm *vm, Ref self, uint64_t *out) {
    *out = float_hash(&vm->heap, self);
    return true;
}

static int truth(Vm *vm, Ref self) {
    return value_of(vm, self) != 0;
}

static Ref negative(Vm *vm, Ref self) {
    return new_float(vm, -value_of(vm, self));
}

static Ref absolute(Vm *vm, Ref self) {
    return new_float(vm, fabs(value_of(vm, self)));
}

/* float_float: an exact float is returned as it is. */
static Ref itself(Vm *vm, Ref self) {
    if (is_exact(&vm->heap, self, TYPE_ID_FLOAT)) return new_ref(vm, self);
    return new_float(vm, value_of(vm, self));
}

static Ref as_int(Vm *vm, Ref self) {
    return int_from_double(vm, value_of(vm, self));
}

static Ref create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"", NULL};
    Heap *heap = &vm->heap;
    Ref given;
    bool exact = type == type_ref(heap, TYPE_ID_FLOAT);
    if (exact && !args_no_keywords(vm, "float", args)) return REF_NULL;
    if (exact && !args_count(vm, "float", args, 0, 1)) return REF_NULL;
    if (!args_parse(vm, "float", args, names, 0, 1, &given)) return REF_NULL;
    Ref value = given ? number_to_float(vm, given) : new_float(vm, 0.0);
    if (exact || !value) return value;
    double number = value_of(vm, value);
    heap_decref(heap, value);
    return vm_made(vm, float_new_of_type(heap, type, number));
}

/* ---- methods ---- */

static Ref is_integer(Vm *vm, Ref self, Args args) {
    (void)args;
    double value = value_of(vm, self);
    return new_bool(vm, isfinite(value) && floor(value) == value);
}

static Ref whole_method(Vm *vm, Ref self, Args args) {
    (void)args;
    return as_int(vm, self);
}

static Ref floor_method(Vm *vm, Ref self, Args args) {
    (void)args;
    return int_from_double(vm, floor(value_of(vm, self)));
}

static Ref ceil_method(Vm *vm, Ref self, Args args) {
    (void)args;
    return int_from_double(vm, ceil(value_of(vm, self)));
}

static Ref conjugate(Vm *vm, Ref self, Args args) {
    (void)args;
    return itself(vm, self);
}

static Ref get_zero(Vm *vm, Ref self) {
    (void)self;
    return new_float(vm, 0.0);
}

static Ref round_method(Vm *vm, Ref self, Args args) {
    double value = value_of(vm, self);
    int64_t digits;
    if (args.count == 0 || args.values[0] == heap_root(&vm->heap)->none) {
        if (!isfinite(value)) return int_from_double(vm, value);
        double rounded = round(value);
        if (fabs(value - rounded) == 0.5) rounded = 2.0 * round(value / 2.0);
        return int_from_double(vm, rounded);
    }
    if (!object_as_i64(vm, args.values[0], TYPE_ID_COUNT, &digits)) return REF_NULL;
    return float_round_digits(vm, value, digits);
}

static Ref pair(Vm *vm, const mpz_t first, const mpz_t second) {
    Heap *heap = &vm->heap;
    Ref numbers[2] = {new_int_mpz(vm, first), new_int_mpz(vm, second)};
    Ref tuple = numbers[0] && numbers[1] ? vm_made(vm, tuple_pack(heap, 2, numbers)) : REF_NULL;
    heap_xdecref(heap, numbers[0]);
    heap_xdecref(heap, numbers[1]);
    return tuple;
}

static Ref as_integer_ratio(Vm *vm, Ref self, Args args) {
    (void)args;
    double value = value_of(vm, self);
    if (isinf(value))
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "cannot convert Infinity to integer ratio");
    if (isnan(value))
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "cannot convert NaN to integer ratio");
    int exponent;
    double mantissa = frexp(value, &exponent);
    for (int i = 0; i < 300 && mantissa != floor(mantissa); i++) {
        mantissa *= 2;
        exponent--;
    }
    mpz_t numerator, denominator;
    mpz_init_set_d(numerator, mantissa);
    mpz_init_set_ui(denominator, 1);
    if (exponent > 0) {
        mpz_mul_2exp(numerator, numerator, (mp_bitcnt_t)exponent);
    } else {
        mpz_mul_2exp(denominator, denominator, (mp_bitcnt_t)-exponent);
    }
    Ref result = pair(vm, numerator, denominator);
    mpz_clears(numerator, denominator, NULL);
    return result;
}

static Ref hex_method(Vm *vm, Ref self, Args args) {
    (void)args;
    double value = value_of(vm, self);
    if (!isfinite(value)) return repr(vm, self);
    const char *sign = signbit(value) ? "-" : "";
    if (value == 0) return vm_made(vm, str_newf(&vm->heap, "%s0x0.0p+0", sign));
    int exponent;
    double mantissa = frexp(fabs(value), &exponent);
    /* Numbers below the normal ones keep the least exponent. */
    int shift = exponent < -1021 ? -1021 - exponent : 0;
    uint64_t bits = (uint64_t)ldexp(mantissa, 53 - shift);
    exponent += shift - 1;
    return vm_made(vm, str_newf(&vm->heap, "%s0x%llu.%013llxp%c%d", sign,
                                (unsigned long long)(bits >> 52),
                                (unsigned long long)(bits & ((UINT64_C(1) << 52) - 1)),
                                exponent < 0 ? '-' : '+', abs(exponent)));
}

/* Whether the text from `at` on is digits, a point and an exponent as float.fromhex takes them. */
static bool is_hex_number(const char *at) {
    size_t whole = strspn(at, "0123456789abcdefABCDEF"), fraction = 0;
    at += whole;
    if (*at == '.') {
        fraction = strspn(at + 1, "0123456789abcdefABCDEF");
        at += 1 + fraction;
    }
    if (whole + fraction == 0) return false;
    if (*at == 'p' || *at == 'P') {
        at += 1 + (at[1] == '+' || at[1] == '-');
        size_t digits = strspn(at, "0123456789");
        if (!digits) return false;
        at += digits;
    }
    return *at == '\0';
}

/* The value of the text without white space around it: false where it is none. */
static bool parse_hex(const char *text, double *out) {
    bool negative = *text == '-';
    const char *at = text + (*text == '-' || *text == '+');
    if (strcasecmp(at, "inf") == 0 || strcasecmp(at, "infinity") == 0) {
        *out = negative ? -INFINITY : INFINITY;
        return true;
    }
    if (strcasecmp(at, "nan") == 0) {
        *out = NAN;
        return true;
    }
    if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X')) at += 2;
    if (!is_hex_number(at)) return false;
    TextBuffer prefixed = {0};
    text_appendf(&prefixed, "0x%s", at);
    *out = strtod(text_cstr(&prefixed), NULL);
    text_deinit(&prefixed);
    if (negative) *out = -*out;
    return true;
}

static Ref from_hex(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    TextBuffer text = {0};
    double value;
    if (!is_str(vm, args.values[0])) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "bad argument type for built-in operation");
    }
    str_append_to(heap, args.values[0], &text);
    text_cstr(&text);
    char *start = text.bytes + strspn(text.bytes, " \t\n\r\f\v");
    char *end = text.bytes + text.length;
    while (end > start && strchr(" \t\n\r\f\v", end[-1])) *--end = '\0';
    bool infinite = strpbrk(start, "iI") != NULL;
    bool good = parse_hex(start, &value);
    text_deinit(&text);
    if (!good)
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "invalid hexadecimal floating-point string");
    if (isinf(value) && !infinite) {
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR,
                        "hexadecimal value too large to represent as a float");
    }
    Ref made = new_float(vm, value);
    if (!made || type == type_ref(heap, TYPE_ID_FLOAT)) return made;
    Ref result = vm_call_values(vm, type, made, REF_NULL, REF_NULL);
    heap_decref(heap, made);
    return result;
}

static Ref format_method(Vm *vm, Ref self, Args args) {
    char name[TYPE_NAME_MAX];
    Ref spec = args.values[0];
    if (is_str(vm, spec)) return format_float_value(vm, self, spec);
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "__format__() argument must be str, not %.50s",
                    argument_type_name(vm, spec, name, sizeof name));
}

static Ref get_new_args(Vm *vm, Ref self, Args args) {
    (void)args;
    Ref number = new_float(vm, value_of(vm, self));
    Ref tuple = number ? vm_made(vm, tuple_new(&vm->heap, 1)) : REF_NULL;
    if (tuple) tuple_init_item(&vm->heap, tuple, 0, number);
    return tuple;
}

static Ref divmod_method(Vm *vm, Ref self, Args args) {
    return float_divmod(vm, self, args.values[0]);
}

static Ref rdivmod_method(Vm *vm, Ref self, Args args) {
    return float_divmod(vm, args.values[0], self);
}

static const NativeFunction methods[] = {
    {"conjugate", conjugate, NATIVE_NOARGS, 0, 0, 0},
    {"__trunc__", whole_method, NATIVE_NOARGS, 0, 0, 0},
    {"__floor__", floor_method, NATIVE_NOARGS, 0, 0, 0},
    {"__ceil__", ceil_method, NATIVE_NOARGS, 0, 0, 0},
    {"__round__", round_method, NATIVE_FAST, 0, 1, 0},
    {"as_integer_ratio", as_integer_ratio, NATIVE_NOARGS, 0, 0, 0},
    {"fromhex", from_hex, NATIVE_O, 1, 1, NATIVE_CLASS},
    {"hex", hex_method, NATIVE_NOARGS, 0, 0, 0},
    {"is_integer", is_integer, NATIVE_NOARGS, 0, 0, 0},
    {"__getnewargs__", get_new_args, NATIVE_NOARGS, 0, 0, 0},
    {"__getformat__", NULL, NATIVE_O, 1, 1, NATIVE_CLASS},
    {"__format__", format_method, NATIVE_O, 1, 1, 0},
    {"__divmod__", divmod_method, NATIVE_O, 1, 1, 0},
    {"__rdivmod__", rdivmod_method, NATIVE_O, 1, 1, 0},
    {0},
};

static const NativeGetSet getsets[] = {
    {"real", itself, NULL, false},
    {"imag", get_zero, NULL, false},
    {0},
};

const TypeSpec type_spec_FLOAT = {
    .doc = "Convert a string or number to a floating point number, if possible.",
    .slots = {.repr = repr,
              .hash = hash,
              .compare = float_compare,
              .create = create,
              .binary = {[BINARY_ADD] = float_add,
                         [BINARY_SUBTRACT] = float_subtract,
                         [BINARY_MULTIPLY] = float_multiply,
                         [BINARY_REMAINDER] = float_remainder,
                         [BINARY_POWER] = float_power,
                         [BINARY_FLOOR_DIVIDE] = float_floor_divide,
                         [BINARY_TRUE_DIVIDE] = float_true_divide},
              .unary = {[UNARY_NEGATIVE_OP] = negative,
                        [UNARY_POSITIVE_OP] = itself,
                        [UNARY_ABS_OP] = absolute},
              .truth = truth,
              .as_int = as_int,
              .as_float = itself},
    .methods = methods,
    .getsets = getsets,
};
