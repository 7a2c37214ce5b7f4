/* complex (Objects/complexobject.c of CPython 3.11). */
#include "heap/complex.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/complex_arith.h"
#include "python/format_spec.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- text ---- */

static Ref repr(Vm *vm, Ref self) {
    char text[COMPLEX_REPR_MAX];
    complex_repr(&vm->heap, self, text);
    return vm_made(vm, str_new_cstr(&vm->heap, text));
}

/* A double at *at; false when none is there. */
static bool read_double(const char **at, double *out) {
    const char *digits = *at + (**at == '+' || **at == '-');
    if (!isdigit((unsigned char)*digits) && *digits != '.' && strncasecmp(digits, "inf", 3) != 0 &&
        strncasecmp(digits, "nan", 3) != 0) {
        return false;
    }
    if (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')) {
        *out = **at == '-' ? -0.0 : 0.0;
        *at = digits + 1;
        return true;
    }
    char *end;
    *out = strtod(*at, &end);
    if (end == *at) return false;
    *at = end;
    return true;
}

static bool is_unit(char c) {
    return c == 'j' || c == 'J';
}

/* complex_from_string_inner: `1`, `2j`, `1+2j`, `1-j`, in parentheses or not. */
static bool parse_text(const char *at, const char *stop, ComplexValue *out) {
    bool bracket = false;
    double first;
    *out = (ComplexValue){0, 0};
    while (isspace((unsigned char)*at)) at++;
    if (*at == '(') {
        bracket = true;
        do at++;
        while (isspace((unsigned char)*at));
    }
    if (read_double(&at, &first)) {
        if (*at == '+' || *at == '-') {
            out->real = first;
            if (!read_double(&at, &out->imag)) {
                out->imag = *at == '+' ? 1.0 : -1.0;
                at++;
            }
            if (!is_unit(*at)) return false;
            at++;
        } else if (is_unit(*at)) {
            at++;
            out->imag = first;
        } else {
            out->real = first;
        }
    } else {
        out->imag = 1.0;
        if (*at == '+' || *at == '-') out->imag = *at++ == '+' ? 1.0 : -1.0;
        if (!is_unit(*at)) return false;
        at++;
    }
    while (isspace((unsigned char)*at)) at++;
    if (bracket) {
        if (*at != ')') return false;
        do at++;
        while (isspace((unsigned char)*at));
    }
    return at == stop;
}

/* Underscores between digits go, as in float("1_000"). False for one elsewhere. */
static bool drop_underscores(TextBuffer *text) {
    size_t kept = 0;
    char previous = '\0';
    for (size_t i = 0; i < text->length; i++) {
        char c = text->bytes[i];
        if (c == '_') {
            if (!isdigit((unsigned char)previous)) return false;
        } else {
            if (previous == '_' && !isdigit((unsigned char)c)) return false;
            text->bytes[kept++] = c;
        }
        previous = c;
    }
    text->length = kept;
    text->bytes[kept] = '\0';
    return previous != '_';
}

static Ref parse(Vm *vm, Ref type, Ref string) {
    TextBuffer text = {0};
    ComplexValue value;
    str_append_to(&vm->heap, string, &text);
    text_cstr(&text);
    bool good = text.length && drop_underscores(&text) &&
                parse_text(text.bytes, text.bytes + text.length, &value);
    text_deinit(&text);
    if (good) return vm_made(vm, complex_new(&vm->heap, type, value.real, value.imag));
    return vm_raise(vm, TYPE_ID_VALUE_ERROR, "complex() arg is a malformed string");
}

/* ---- making ---- */

static bool is_number(Vm *vm, Ref object) {
    Ref type = heap_type(&vm->heap, object);
    const TypeSlots *slots = type_slots(vm, type);
    return is_complex(vm, object) || slots->as_float || slots->index ||
           object_overrides(vm, object, DUNDER_FLOAT) || object_overrides(vm, object, DUNDER_INDEX);
}

/* try_complex_special_method: 1 with the value, 0 where there is no __complex__, -1. */
static int call_complex(Vm *vm, Ref object, ComplexValue *out) {
    char name[TYPE_NAME_MAX];
    if (is_exact(&vm->heap, object, TYPE_ID_COMPLEX)) return 0;
    if (!(heap_type_of(&vm->heap, object)->flags & TYPE_HEAP)) return 0;
    bool found;
    Ref result = object_call_bound(vm, object, "__complex__", NULL, 0, &found);
    if (!result) return vm_failed(vm) ? -1 : 0;
    bool exact = is_exact(&vm->heap, result, TYPE_ID_COMPLEX);
    if (exact)
        *out = complex_value(vm, result);
    else if (is_complex(vm, result))
        vm_unsupported(vm, "the warning about __complex__ returning a strict subclass of complex");
    else
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__complex__ returned non-complex (type %.200s)",
                 object_type_name(vm, result, name, sizeof name));
    heap_decref(&vm->heap, result);
    return exact ? 1 : -1;
}

/* One argument as a number; `*is_pair` when it gave both parts. */
static bool read_argument(Vm *vm, Ref object, ComplexValue *out, bool *is_pair) {
    *out = (ComplexValue){0, 0};
    *is_pair = true;
    if (is_complex(vm, object)) {
        *out = complex_value(vm, object);
        return true;
    }
    *is_pair = false;
    return number_as_double(vm, object, &out->real);
}

static Ref create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"real", "imag", NULL};
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    Ref given[2];
    ComplexValue real = {0, 0}, imag = {0, 0};
    bool real_pair = false, imag_pair = false;
    if (!args_parse(vm, "complex", args, names, 0, 2, given)) return REF_NULL;
    if (given[0] && is_exact(heap, given[0], TYPE_ID_COMPLEX) && !given[1] &&
        type == type_ref(heap, TYPE_ID_COMPLEX)) {
        return new_ref(vm, given[0]);
    }
    if (given[0] && is_str(vm, given[0])) {
        if (given[1])
            return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                            "complex() can't take second arg if first is a string");
        return parse(vm, type, given[0]);
    }
    if (given[1] && is_str(vm, given[1]))
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "complex() second arg can't be a string");
    if (given[0]) {
        int called = call_complex(vm, given[0], &real);
        if (called < 0) return REF_NULL;
        real_pair = called;
        if (!called && !is_number(vm, given[0])) {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                            "complex() first argument must be a string or a number, not '%.200s'",
                            object_type_name(vm, given[0], name, sizeof name));
        }
        if (!called && !read_argument(vm, given[0], &real, &real_pair)) return REF_NULL;
    }
    if (given[1]) {
        if (!is_number(vm, given[1])) {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                            "complex() second argument must be a number, not '%.200s'",
                            object_type_name(vm, given[1], name, sizeof name));
        }
        if (!read_argument(vm, given[1], &imag, &imag_pair)) return REF_NULL;
        if (imag_pair) real.real -= imag.imag;
    }
    if (real_pair && given[1])
        imag.real += real.imag;
    else if (real_pair)
        imag.real = real.imag;
    return vm_made(vm, complex_new(heap, type, real.real, imag.real));
}

/* ---- operations ---- */

static bool hash(Vm *vm, Ref self, uint64_t *out) {
    *out = complex_hash(&vm->heap, self);
    return true;
}

static int truth(Vm *vm, Ref self) {
    ComplexValue value = complex_value(vm, self);
    return value.real != 0 || value.imag != 0;
}

static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    ComplexValue x = complex_value(vm, a);
    bool equal;
    if (op != COMPARE_EQ && op != COMPARE_NE) return new_not_implemented(vm);
    if (is_complex(vm, b)) {
        ComplexValue y = complex_value(vm, b);
        equal = x.real == y.real && x.imag == y.imag;
    } else if (is_float(vm, b)) {
        equal = x.real == float_value(&vm->heap, b) && x.imag == 0;
    } else if (!is_int(vm, b)) {
        return new_not_implemented(vm);
    } else if (x.imag != 0) {
        equal = false;
    } else {
        Ref real = new_float(vm, x.real);
        if (!real) return REF_NULL;
        int same = object_compare_bool(vm, real, b, COMPARE_EQ);
        heap_decref(&vm->heap, real);
        if (same < 0) return REF_NULL;
        equal = same;
    }
    return new_bool(vm, equal == (op == COMPARE_EQ));
}

static Ref negative(Vm *vm, Ref self) {
    ComplexValue value = complex_value(vm, self);
    return new_complex(vm, -value.real, -value.imag);
}

static Ref itself(Vm *vm, Ref self) {
    ComplexValue value = complex_value(vm, self);
    if (is_exact(&vm->heap, self, TYPE_ID_COMPLEX)) return new_ref(vm, self);
    return new_complex(vm, value.real, value.imag);
}

static Ref absolute(Vm *vm, Ref self) {
    ComplexValue value = complex_value(vm, self);
    double size = hypot(value.real, value.imag);
    if (isinf(size) && isfinite(value.real) && isfinite(value.imag))
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "absolute value too large");
    return new_float(vm, size);
}

static Ref conjugate(Vm *vm, Ref self, Args args) {
    (void)args;
    ComplexValue value = complex_value(vm, self);
    return new_complex(vm, value.real, -value.imag);
}

static Ref exact(Vm *vm, Ref self, Args args) {
    (void)args;
    return itself(vm, self);
}

static Ref get_new_args(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    ComplexValue value = complex_value(vm, self);
    Ref parts[2] = {new_float(vm, value.real), new_float(vm, value.imag)};
    Ref tuple = parts[0] && parts[1] ? vm_made(vm, tuple_pack(heap, 2, parts)) : REF_NULL;
    heap_xdecref(heap, parts[0]);
    heap_xdecref(heap, parts[1]);
    return tuple;
}

static Ref format_method(Vm *vm, Ref self, Args args) {
    char name[TYPE_NAME_MAX];
    Ref spec = args.values[0];
    if (is_str(vm, spec)) return format_complex_value(vm, self, spec);
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "__format__() argument must be str, not %.50s",
                    argument_type_name(vm, spec, name, sizeof name));
}

static Ref get_real(Vm *vm, Ref self) {
    return new_float(vm, complex_value(vm, self).real);
}

static Ref get_imag(Vm *vm, Ref self) {
    return new_float(vm, complex_value(vm, self).imag);
}

static const NativeFunction methods[] = {
    {"conjugate", conjugate, NATIVE_NOARGS, 0, 0, 0},
    {"__complex__", exact, NATIVE_NOARGS, 0, 0, 0},
    {"__getnewargs__", get_new_args, NATIVE_NOARGS, 0, 0, 0},
    {"__format__", format_method, NATIVE_O, 1, 1, 0},
    {0},
};

static const NativeGetSet getsets[] = {
    {"real", get_real, NULL, true},
    {"imag", get_imag, NULL, true},
    {0},
};

const TypeSpec type_spec_COMPLEX = {
    .doc = "Create a complex number from a real part and an optional imaginary part.\n\nThis is "
           "equivalent to (real + imag*1j) where imag defaults to 0.",
    .slots = {.repr = repr,
              .hash = hash,
              .compare = compare,
              .create = create,
              .binary = {[BINARY_ADD] = complex_add,
                         [BINARY_SUBTRACT] = complex_subtract,
                         [BINARY_MULTIPLY] = complex_multiply,
                         [BINARY_POWER] = complex_power,
                         [BINARY_TRUE_DIVIDE] = complex_true_divide},
              .unary = {[UNARY_NEGATIVE_OP] = negative,
                        [UNARY_POSITIVE_OP] = itself,
                        [UNARY_ABS_OP] = absolute},
              .truth = truth},
    .methods = methods,
    .getsets = getsets,
};
