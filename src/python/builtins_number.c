/* The built-in functions on numbers and characters (Python/bltinmodule.c of CPython 3.11). */
#include "heap/bytes.h"
#include "python/buffer.h"
#include "python/container.h"
#include "python/float_arith.h"
#include "python/int_arith.h"
#include "python/number_text.h"
#include "python/slot_call.h"

static Ref abs_function(Vm *vm, Ref self, Args args) {
    (void)self;
    return object_unary(vm, args.values[0], UNARY_ABS_OP);
}

static Ref round_function(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"number", "ndigits", NULL};
    Ref given[2];
    (void)self;
    if (!args_parse(vm, "round", args, names, 1, 2, given)) return REF_NULL;
    if (given[1] == heap_root(&vm->heap)->none) given[1] = REF_NULL;
    bool found = true;
    Ref result = object_call_bound(vm, given[0], "__round__", &given[1], given[1] ? 1 : 0, &found);
    if (result || vm_failed(vm) || found) return result;
    char name[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "type %.100s doesn't define __round__ method",
                    object_type_name(vm, given[0], name, sizeof name));
}

static Ref pow_function(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"base", "exp", "mod", NULL};
    Ref given[3];
    (void)self;
    if (!args_parse(vm, "pow", args, names, 2, 3, given)) return REF_NULL;
    if (!given[2] || given[2] == heap_root(&vm->heap)->none)
        return object_binary(vm, given[0], given[1], BINARY_POWER);
    if (object_overrides(vm, given[0], DUNDER_POW))
        return slot_call(vm, DUNDER_POW, given, 3, SLOT_RAISE);
    if (is_int(vm, given[0]) && is_int(vm, given[1]) && is_int(vm, given[2]))
        return int_power_modulo(vm, given[0], given[1], given[2]);
    bool floats = is_float(vm, given[0]) || is_float(vm, given[1]) || is_float(vm, given[2]);
    bool numbers = true;
    for (int i = 0; i < 3; i++)
        numbers = numbers && (is_int(vm, given[i]) || is_float(vm, given[i]));
    if (floats && numbers) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "pow() 3rd argument not allowed unless all arguments are integers");
    }
    char a[TYPE_NAME_MAX], b[TYPE_NAME_MAX], c[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                    "unsupported operand type(s) for ** or pow(): '%.100s', '%.100s', '%.100s'",
                    object_type_name(vm, given[0], a, sizeof a),
                    object_type_name(vm, given[1], b, sizeof b),
                    object_type_name(vm, given[2], c, sizeof c));
}

/* The nb_divmod of the left operand: its own method, else what the built-in numbers do. */
static Ref divmod_left(Vm *vm, Ref a, Ref b) {
    Ref values[2] = {a, b};
    if (object_overrides(vm, a, DUNDER_DIVMOD))
        return slot_call(vm, DUNDER_DIVMOD, values, 2, SLOT_NOT_IMPLEMENTED);
    return is_int(vm, a) && is_int(vm, b) ? int_divmod(vm, a, b) : float_divmod(vm, a, b);
}

static Ref divmod_right(Vm *vm, Ref a, Ref b) {
    Ref values[2] = {b, a};
    if (heap_type(&vm->heap, a) == heap_type(&vm->heap, b) ||
        !object_overrides(vm, b, DUNDER_RDIVMOD)) {
        return new_not_implemented(vm);
    }
    return slot_call(vm, DUNDER_RDIVMOD, values, 2, SLOT_NOT_IMPLEMENTED);
}

static Ref divmod_function(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    Ref a = args.values[0], b = args.values[1], none = heap_root(heap)->not_implemented;
    (void)self;
    bool right_first = type_is_subtype(vm, heap_type(heap, b), heap_type(heap, a));
    for (int i = 0; i < 2; i++) {
        Ref result = right_first == (i == 0) ? divmod_right(vm, a, b) : divmod_left(vm, a, b);
        if (result != none) return result;
        heap_decref(heap, result);
    }
    char left_name[TYPE_NAME_MAX], right_name[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                    "unsupported operand type(s) for divmod(): '%.100s' and '%.100s'",
                    object_type_name(vm, a, left_name, sizeof left_name),
                    object_type_name(vm, b, right_name, sizeof right_name));
}

static Ref chr_function(Vm *vm, Ref self, Args args) {
    (void)self;
    Ref index = object_index(vm, args.values[0]);
    if (!index) return REF_NULL;
    int64_t value;
    bool fits = int_to_i64(&vm->heap, index, &value) && value >= INT32_MIN && value <= INT32_MAX;
    heap_decref(&vm->heap, index);
    if (!fits)
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "Python int too large to convert to C int");
    if (value < 0 || value > 0x10FFFF)
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "chr() arg not in range(0x110000)");
    uint32_t point = (uint32_t)value;
    return vm_made(vm, str_new_points(&vm->heap, &point, 1));
}

static Ref ord_function(Vm *vm, Ref self, Args args) {
    Ref value = args.values[0];
    uint32_t length;
    (void)self;
    if (is_str(vm, value)) {
        length = str_length(&vm->heap, value);
        if (length == 1) return new_int(vm, str_at(&vm->heap, value, 0));
    } else if (is_bytes(vm, value)) {
        length = bytes_length(&vm->heap, value);
        if (length == 1) return new_int(vm, heap_at(&vm->heap, Bytes, value)->bytes[0]);
    } else if (is_bytearray(vm, value)) {
        length = bytearray_at(&vm->heap, value)->length;
        if (length == 1) return new_int(vm, bytearray_bytes(&vm->heap, value)[0]);
    } else {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "ord() expected string of length 1, but %.200s found",
                        object_type_name(vm, value, name, sizeof name));
    }
    return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                    "ord() expected a character, but string of length %u found", length);
}

static Ref in_base(Vm *vm, Ref object, int base, const char *prefix) {
    Ref index = object_index(vm, object);
    if (!index) return REF_NULL;
    Ref text = int_to_str(vm, index, base, prefix);
    heap_decref(&vm->heap, index);
    return text;
}

static Ref hex_function(Vm *vm, Ref self, Args args) {
    (void)self;
    return in_base(vm, args.values[0], 16, "0x");
}

static Ref oct_function(Vm *vm, Ref self, Args args) {
    (void)self;
    return in_base(vm, args.values[0], 8, "0o");
}

static Ref bin_function(Vm *vm, Ref self, Args args) {
    (void)self;
    return in_base(vm, args.values[0], 2, "0b");
}

static Ref ascii_function(Vm *vm, Ref self, Args args) {
    (void)self;
    return object_ascii(vm, args.values[0]);
}

static Ref format_function(Vm *vm, Ref self, Args args) {
    char name[TYPE_NAME_MAX];
    (void)self;
    if (args.count == 2 && !is_str(vm, args.values[1])) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "format() argument 2 must be str, not %.50s",
                        argument_type_name(vm, args.values[1], name, sizeof name));
    }
    return object_format(vm, args.values[0], args.count == 2 ? args.values[1] : REF_NULL);
}

extern const NativeFunction builtins_number[];

const NativeFunction builtins_number[] = {
    {"abs", abs_function, NATIVE_O, 1, 1, 0},
    {"round", round_function, NATIVE_FAST_KEYWORDS, 1, 2, 0},
    {"pow", pow_function, NATIVE_FAST_KEYWORDS, 2, 3, 0},
    {"divmod", divmod_function, NATIVE_FAST, 2, 2, 0},
    {"chr", chr_function, NATIVE_O, 1, 1, 0},
    {"ord", ord_function, NATIVE_O, 1, 1, 0},
    {"hex", hex_function, NATIVE_O, 1, 1, 0},
    {"oct", oct_function, NATIVE_O, 1, 1, 0},
    {"bin", bin_function, NATIVE_O, 1, 1, 0},
    {"ascii", ascii_function, NATIVE_O, 1, 1, 0},
    {"format", format_function, NATIVE_FAST, 1, 2, 0},
    {0},
};
