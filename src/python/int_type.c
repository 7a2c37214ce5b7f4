/* int (Objects/longobject.c of CPython 3.11). */
#include "heap/bytes.h"
#include "heap/list.h"
#include "heap/tuple.h"
#include "python/buffer.h"
#include "python/container.h"
#include "python/format_spec.h"
#include "python/int_arith.h"

static Ref repr(Vm *vm, Ref self) {
    return int_to_str(vm, self, 10, "");
}

static bool hash(Vm *vm, Ref self, uint64_t *out) {
    *out = int_hash(&vm->heap, self);
    return true;
}

static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if (!is_int(vm, a) || !is_int(vm, b)) return new_not_implemented(vm);
    int order = a == b ? 0 : int_compare(&vm->heap, a, b);
    switch (op) {
    case COMPARE_LT: return new_bool(vm, order < 0);
    case COMPARE_LE: return new_bool(vm, order <= 0);
    case COMPARE_EQ: return new_bool(vm, order == 0);
    case COMPARE_NE: return new_bool(vm, order != 0);
    case COMPARE_GT: return new_bool(vm, order > 0);
    default: return new_bool(vm, order >= 0);
    }
}

static int truth(Vm *vm, Ref self) {
    return !int_is_zero(&vm->heap, self);
}

static Ref as_float(Vm *vm, Ref self) {
    double value;
    return int_as_double(vm, self, &value) ? new_float(vm, value) : REF_NULL;
}

/* ---- int() ---- */

static Ref parse_with_base(Vm *vm, Ref text, Ref base) {
    int64_t number;
    if (!object_as_i64(vm, base, TYPE_ID_COUNT, &number)) return REF_NULL;
    if ((number != 0 && number < 2) || number > 36)
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "int() base must be >= 2 and <= 36, or 0");
    if (is_str(vm, text) || is_bytes(vm, text)) return int_parse(vm, text, (int)number);
    if (has_buffer(vm, text)) return vm_unsupported(vm, "int() of another buffer than bytes");
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "int() can't convert non-string with explicit base");
}

static Ref create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"", "base", NULL};
    static const char *const slots[] = {"the value"};
    static const NativeFrame description = {"int()", slots, 1};
    Heap *heap = &vm->heap;
    Ref given[2], value;
    bool exact = type == type_ref(heap, TYPE_ID_INT);
    if (!args_parse(vm, "int", args, names, 0, 2, given)) return REF_NULL;
    if (!given[0]) {
        if (given[1]) return vm_raise(vm, TYPE_ID_TYPE_ERROR, "int() missing string argument");
        value = new_int(vm, 0);
    } else if (!given[1]) {
        value = number_to_int(vm, given[0]);
    } else {
        value = parse_with_base(vm, given[0], given[1]);
    }
    if (exact || !value) return value;
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, value);
    const Int *self = heap_at(heap, Int, value);
    Ref made = int_new_of_type(heap, type, self->negative, self->digits, self->size);
    native_pop(vm, frame);
    return vm_made(vm, made);
}

/* ---- methods ---- */

static Ref plain_method(Vm *vm, Ref self, Args args) {
    (void)args;
    return int_exact(vm, self);
}

static Ref bit_length(Vm *vm, Ref self, Args args) {
    (void)args;
    return new_int(vm, (int64_t)int_bits(&vm->heap, self));
}

static Ref bit_count(Vm *vm, Ref self, Args args) {
    (void)args;
    const Int *at = heap_at(&vm->heap, Int, self);
    int64_t count = 0;
    for (uint32_t i = 0; i < at->size; i++) count += __builtin_popcount(at->digits[i]);
    return new_int(vm, count);
}

static Ref as_integer_ratio(Vm *vm, Ref self, Args args) {
    (void)args;
    Ref number = int_exact(vm, self), one = number ? new_int(vm, 1) : REF_NULL;
    Ref tuple = one ? vm_made(vm, tuple_new(&vm->heap, 2)) : REF_NULL;
    if (!tuple) {
        heap_xdecref(&vm->heap, number);
        return REF_NULL;
    }
    tuple_init_item(&vm->heap, tuple, 0, number);
    tuple_init_item(&vm->heap, tuple, 1, one);
    return tuple;
}

static Ref get_new_args(Vm *vm, Ref self, Args args) {
    (void)args;
    Ref number = int_exact(vm, self);
    Ref tuple = number ? vm_made(vm, tuple_new(&vm->heap, 1)) : REF_NULL;
    if (tuple) tuple_init_item(&vm->heap, tuple, 0, number);
    return tuple;
}

static Ref round_method(Vm *vm, Ref self, Args args) {
    if (args.count == 0) return int_exact(vm, self);
    Ref digits = object_index(vm, args.values[0]);
    if (!digits) return REF_NULL;
    Ref result = int_round(vm, self, digits);
    heap_decref(&vm->heap, digits);
    return result;
}

static Ref format_method(Vm *vm, Ref self, Args args) {
    char name[TYPE_NAME_MAX];
    Ref spec = args.values[0];
    if (is_str(vm, spec)) return format_int_value(vm, self, spec);
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "__format__() argument must be str, not %.50s",
                    argument_type_name(vm, spec, name, sizeof name));
}

static Ref divmod_method(Vm *vm, Ref self, Args args) {
    return int_divmod(vm, self, args.values[0]);
}

static Ref rdivmod_method(Vm *vm, Ref self, Args args) {
    return int_divmod(vm, args.values[0], self);
}

static bool read_order(Vm *vm, const char *function, Ref order, bool *little) {
    *little = false;
    char name[TYPE_NAME_MAX];
    if (!order) return true;
    if (!is_str(vm, order)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s() argument 'byteorder' must be str, not %.50s",
                 function, argument_type_name(vm, order, name, sizeof name));
        return false;
    }
    *little = str_equal_cstr(&vm->heap, order, "little");
    if (*little || str_equal_cstr(&vm->heap, order, "big")) return true;
    vm_raise(vm, TYPE_ID_VALUE_ERROR, "byteorder must be either 'little' or 'big'");
    return false;
}

enum { TO_BYTES_MAX = 1 << 24 };

static Ref to_bytes(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"length", "byteorder", "signed", NULL};
    Ref given[3];
    int64_t length = 1;
    bool little;
    if (!args_parse(vm, "to_bytes", args, names, 0, 2, given)) return REF_NULL;
    if (given[0] && !object_as_i64(vm, given[0], TYPE_ID_OVERFLOW_ERROR, &length)) return REF_NULL;
    if (!read_order(vm, "to_bytes", given[1], &little)) return REF_NULL;
    int is_signed = given[2] ? object_is_true(vm, given[2]) : 0;
    if (is_signed < 0) return REF_NULL;
    if (length < 0)
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "length argument must be non-negative");
    bool negative = int_is_negative(&vm->heap, self);
    if (negative && !is_signed)
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "can't convert negative int to unsigned");
    if (length > TO_BYTES_MAX) return vm_limit(vm, "int.to_bytes() of so many bytes is too large");
    mpz_t value;
    mpz_init(value);
    int_to_mpz(&vm->heap, self, value);
    /* The two's complement of a negative number: its complement's bits, turned over. */
    if (negative) mpz_com(value, value);
    size_t bits = mpz_sgn(value) ? mpz_sizeinbase(value, 2) : 0, count = 0;
    bool fits = bits + (is_signed ? 1 : 0) <= (size_t)length * 8 || (bits == 0 && length == 0);
    uint8_t *bytes = memory_alloc((size_t)length);
    if (fits) mpz_export(bytes, &count, -1, 1, 0, 0, value);
    for (size_t i = 0; negative && i < (size_t)length; i++) bytes[i] = (uint8_t)~bytes[i];
    for (size_t i = 0; !little && i < (size_t)length / 2; i++) {
        uint8_t swapped = bytes[i];
        bytes[i] = bytes[(size_t)length - 1 - i];
        bytes[(size_t)length - 1 - i] = swapped;
    }
    Ref result = fits ? vm_made(vm, bytes_new(&vm->heap, bytes, (size_t)length))
                      : vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "int too big to convert");
    memory_free(bytes);
    mpz_clear(value);
    return result;
}

static Ref from_bytes(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"bytes", "byteorder", "signed", NULL};
    Heap *heap = &vm->heap;
    Ref given[3];
    bool little;
    if (!args_parse(vm, "from_bytes", args, names, 1, 2, given)) return REF_NULL;
    int is_signed = given[2] ? object_is_true(vm, given[2]) : 0;
    if (is_signed < 0 || !read_order(vm, "from_bytes", given[1], &little)) return REF_NULL;
    if (!is_bytes(vm, given[0]))
        return vm_unsupported(vm, "int.from_bytes() of anything but bytes");
    const Bytes *bytes = heap_at(heap, Bytes, given[0]);
    mpz_t value;
    mpz_init(value);
    mpz_import(value, bytes->length, little ? -1 : 1, 1, 0, 0, bytes->bytes);
    if (is_signed && bytes->length && mpz_tstbit(value, (mp_bitcnt_t)bytes->length * 8 - 1)) {
        mpz_t whole;
        mpz_init(whole);
        mpz_setbit(whole, (mp_bitcnt_t)bytes->length * 8);
        mpz_sub(value, value, whole);
        mpz_clear(whole);
    }
    Ref made = new_int_mpz(vm, value);
    mpz_clear(value);
    if (!made || type == type_ref(heap, TYPE_ID_INT)) return made;
    Ref result = vm_call_values(vm, type, made, REF_NULL, REF_NULL);
    heap_decref(heap, made);
    return result;
}

static Ref get_zero(Vm *vm, Ref self) {
    (void)self;
    return new_int(vm, 0);
}

static Ref get_one(Vm *vm, Ref self) {
    (void)self;
    return new_int(vm, 1);
}

static const NativeFunction methods[] = {
    {"conjugate", plain_method, NATIVE_NOARGS, 0, 0, 0},
    {"bit_length", bit_length, NATIVE_NOARGS, 0, 0, 0},
    {"bit_count", bit_count, NATIVE_NOARGS, 0, 0, 0},
    {"to_bytes", to_bytes, NATIVE_FAST_KEYWORDS, 0, 3, 0},
    {"from_bytes", from_bytes, NATIVE_FAST_KEYWORDS, 1, 3, NATIVE_CLASS},
    {"as_integer_ratio", as_integer_ratio, NATIVE_NOARGS, 0, 0, 0},
    {"__trunc__", plain_method, NATIVE_NOARGS, 0, 0, 0},
    {"__floor__", plain_method, NATIVE_NOARGS, 0, 0, 0},
    {"__ceil__", plain_method, NATIVE_NOARGS, 0, 0, 0},
    {"__round__", round_method, NATIVE_FAST, 0, 1, 0},
    {"__getnewargs__", get_new_args, NATIVE_NOARGS, 0, 0, 0},
    {"__format__", format_method, NATIVE_O, 1, 1, 0},
    {"__divmod__", divmod_method, NATIVE_O, 1, 1, 0},
    {"__rdivmod__", rdivmod_method, NATIVE_O, 1, 1, 0},
    {0},
};

static const NativeGetSet getsets[] = {
    {"real", int_exact, NULL, false},
    {"imag", get_zero, NULL, false},
    {"numerator", int_exact, NULL, false},
    {"denominator", get_one, NULL, false},
    {0},
};

const TypeSpec type_spec_INT = {
    .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an "
           "integer.",
    .slots = {.repr = repr,
              .hash = hash,
              .compare = compare,
              .create = create,
              .binary = {[BINARY_ADD] = int_add,
                         [BINARY_AND] = int_and,
                         [BINARY_FLOOR_DIVIDE] = int_floor_divide,
                         [BINARY_LSHIFT] = int_shift_left,
                         [BINARY_MULTIPLY] = int_multiply,
                         [BINARY_REMAINDER] = int_remainder,
                         [BINARY_OR] = int_or,
                         [BINARY_POWER] = int_power,
                         [BINARY_RSHIFT] = int_shift_right,
                         [BINARY_SUBTRACT] = int_subtract,
                         [BINARY_TRUE_DIVIDE] = int_true_divide,
                         [BINARY_XOR] = int_xor},
              .unary = {[UNARY_NEGATIVE_OP] = int_negative,
                        [UNARY_POSITIVE_OP] = int_exact,
                        [UNARY_INVERT_OP] = int_invert,
                        [UNARY_ABS_OP] = int_absolute},
              .truth = truth,
              .index = int_exact,
              .as_int = int_exact,
              .as_float = as_float},
    .methods = methods,
    .getsets = getsets,
};

/* ---- bool ---- */

static Ref bool_repr(Vm *vm, Ref self) {
    return new_ref(vm, str_static(&vm->heap, truth(vm, self) ? "True" : "False"));
}

static Ref bool_create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"", NULL};
    Ref given;
    (void)type;
    if (!args_no_keywords(vm, "bool", args)) return REF_NULL;
    if (!args_count(vm, "bool", args, 0, 1)) return REF_NULL;
    if (!args_parse(vm, "bool", args, names, 0, 1, &given)) return REF_NULL;
    int value = given ? object_is_true(vm, given) : 0;
    return value < 0 ? REF_NULL : new_bool(vm, value);
}

static bool are_bools(const Vm *vm, Ref a, Ref b) {
    return heap_kind(&vm->heap, a) == KIND_BOOL && heap_kind(&vm->heap, b) == KIND_BOOL;
}

static Ref bool_and(Vm *vm, Ref a, Ref b) {
    return are_bools(vm, a, b) ? new_bool(vm, truth(vm, a) & truth(vm, b)) : int_and(vm, a, b);
}

static Ref bool_or(Vm *vm, Ref a, Ref b) {
    return are_bools(vm, a, b) ? new_bool(vm, truth(vm, a) | truth(vm, b)) : int_or(vm, a, b);
}

static Ref bool_xor(Vm *vm, Ref a, Ref b) {
    return are_bools(vm, a, b) ? new_bool(vm, truth(vm, a) ^ truth(vm, b)) : int_xor(vm, a, b);
}

const TypeSpec type_spec_BOOL = {
    .doc = "bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.\nThe "
           "builtins True and False are the only two instances of the class bool.\nThe class bool "
           "is a subclass of the class int, and cannot be subclassed.",
    .slots = {.repr = bool_repr,
              .create = bool_create,
              .binary = {[BINARY_AND] = bool_and, [BINARY_OR] = bool_or, [BINARY_XOR] = bool_xor}},
};
