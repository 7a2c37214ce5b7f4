/* Operators: the number part of CPython 3.11's Objects/abstract.c and the binary slot functions of
 * typeobject.c. */
#include "heap/dict.h"
#include "heap/int.h"
#include "heap/str.h"
#include "python/abstract.h"
#include "python/slot_call.h"
#include "python/type.h"

#include <string.h>

/* By BinaryOp. */
static const Dunder left_names[BINARY_INPLACE] = {
    DUNDER_ADD, DUNDER_AND, DUNDER_FLOORDIV, DUNDER_LSHIFT, DUNDER_MATMUL,  DUNDER_MUL, DUNDER_MOD,
    DUNDER_OR,  DUNDER_POW, DUNDER_RSHIFT,   DUNDER_SUB,    DUNDER_TRUEDIV, DUNDER_XOR};
static const Dunder right_names[BINARY_INPLACE] = {
    DUNDER_RADD, DUNDER_RAND,     DUNDER_RFLOORDIV, DUNDER_RLSHIFT, DUNDER_RMATMUL,
    DUNDER_RMUL, DUNDER_RMOD,     DUNDER_ROR,       DUNDER_RPOW,    DUNDER_RRSHIFT,
    DUNDER_RSUB, DUNDER_RTRUEDIV, DUNDER_RXOR};
static const Dunder inplace_names[BINARY_INPLACE] = {
    DUNDER_IADD, DUNDER_IAND,     DUNDER_IFLOORDIV, DUNDER_ILSHIFT, DUNDER_IMATMUL,
    DUNDER_IMUL, DUNDER_IMOD,     DUNDER_IOR,       DUNDER_IPOW,    DUNDER_IRSHIFT,
    DUNDER_ISUB, DUNDER_ITRUEDIV, DUNDER_IXOR};
static const char *const symbols[BINARY_INPLACE] = {"+", "&",           "//", "<<", "@", "*", "%",
                                                    "|", "** or pow()", ">>", "-",  "/", "^"};
static const char *const inplace_symbols[BINARY_INPLACE] = {
    "+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^="};

typedef Ref (*BinaryCall)(Vm *vm, Ref a, Ref b);

/* nb_xxx of a type: none, the one function for Python-level methods, or a C function. */
typedef struct BinarySlot {
    bool python;
    BinaryCall call;
} BinarySlot;

static BinarySlot binary_slot(const Vm *vm, Ref type, BinaryOp op) {
    if (type_overrides(vm, type, left_names[op]) || type_overrides(vm, type, right_names[op])) {
        return (BinarySlot){true, NULL};
    }
    return (BinarySlot){false, type_slots(vm, type)->binary[op]};
}

static bool has_slot(BinarySlot slot) {
    return slot.python || slot.call;
}

static bool is_not_implemented(const Vm *vm, Ref value) {
    return value == heap_root(&vm->heap)->not_implemented;
}

/* method_is_overloaded: whether the right operand's type has its own reflected method. */
static int is_overloaded(Vm *vm, Ref left, Ref right, Dunder name) {
    static const char *const slots[] = {"right method", "left method"};
    static const NativeFrame description = {"operator", slots, 2};
    Heap *heap = &vm->heap;
    Ref a = object_find_attr(vm, heap_type(heap, right), dunder_name(vm, name));
    if (!a) return vm_failed(vm) ? -1 : 0;
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(heap, a);
        return -1;
    }
    native_put(vm, frame, 0, a);
    int result = 1;
    Ref b = object_find_attr(vm, heap_type(heap, left), dunder_name(vm, name));
    if (b) {
        native_put(vm, frame, 1, b);
        result = object_compare_bool(vm, a, b, COMPARE_NE);
    } else if (vm_failed(vm)) {
        result = -1;
    }
    native_pop(vm, frame);
    return result;
}

/* SLOT1BINFULL. */
static Ref call_python_binary(Vm *vm, Ref self, Ref other, BinaryOp op) {
    Heap *heap = &vm->heap;
    Ref self_type = heap_type(heap, self), other_type = heap_type(heap, other);
    bool do_other = self_type != other_type && binary_slot(vm, other_type, op).python;
    Ref forward[] = {self, other}, reflected[] = {other, self};
    if (binary_slot(vm, self_type, op).python) {
        if (do_other && type_is_subtype(vm, other_type, self_type)) {
            int overloaded = is_overloaded(vm, self, other, right_names[op]);
            if (overloaded < 0) return REF_NULL;
            if (overloaded) {
                Ref result = slot_call(vm, right_names[op], reflected, 2, SLOT_NOT_IMPLEMENTED);
                if (!result || !is_not_implemented(vm, result)) return result;
                heap_decref(heap, result);
                do_other = false;
            }
        }
        Ref result = slot_call(vm, left_names[op], forward, 2, SLOT_NOT_IMPLEMENTED);
        if (!result || !is_not_implemented(vm, result) ||
            heap_type(heap, other) == heap_type(heap, self)) {
            return result;
        }
        heap_decref(heap, result);
    }
    if (do_other) return slot_call(vm, right_names[op], reflected, 2, SLOT_NOT_IMPLEMENTED);
    return new_not_implemented(vm);
}

static Ref call_slot(Vm *vm, BinarySlot slot, Ref a, Ref b, BinaryOp op) {
    return slot.python ? call_python_binary(vm, a, b, op) : slot.call(vm, a, b);
}

/* binary_op1: NotImplemented when nothing applies. */
static Ref try_binary(Vm *vm, Ref a, Ref b, BinaryOp op) {
    Heap *heap = &vm->heap;
    Ref type_a = heap_type(heap, a), type_b = heap_type(heap, b);
    BinarySlot left = binary_slot(vm, type_a, op), right = {false, NULL};
    if (type_a != type_b) {
        right = binary_slot(vm, type_b, op);
        if (right.python == left.python && right.call == left.call) {
            right = (BinarySlot){false, NULL};
        }
    }
    if (has_slot(left)) {
        Ref result;
        if (has_slot(right) && type_is_subtype(vm, type_b, type_a)) {
            result = call_slot(vm, right, a, b, op);
            if (!result || !is_not_implemented(vm, result)) return result;
            heap_decref(heap, result);
            right = (BinarySlot){false, NULL};
        }
        result = call_slot(vm, left, a, b, op);
        if (!result || !is_not_implemented(vm, result)) return result;
        heap_decref(heap, result);
    }
    if (has_slot(right)) {
        Ref result = call_slot(vm, right, a, b, op);
        if (!result || !is_not_implemented(vm, result)) return result;
        heap_decref(heap, result);
    }
    return new_not_implemented(vm);
}

static Ref raise_operands(Vm *vm, Ref a, Ref b, BinaryOp op, const char *symbol) {
    char left[TYPE_NAME_MAX], right[TYPE_NAME_MAX];
    object_type_name(vm, a, left, sizeof left);
    object_type_name(vm, b, right, sizeof right);
    if (op == BINARY_RSHIFT && symbol == symbols[op] && heap_kind(&vm->heap, a) == KIND_CFUNCTION &&
        strcmp(native_function(heap_at(&vm->heap, CFunction, a)->native)->name, "print") == 0) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "unsupported operand type(s) for %s: '%s' and '%s'. Did you mean "
                        "\"print(<message>, file=<output_stream>)\"?",
                        symbol, left, right);
    }
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "unsupported operand type(s) for %s: '%s' and '%s'",
                    symbol, left, right);
}

/* sq_concat and sq_repeat of a type; a class that defines + or * itself has none. */
static Ref (*concat_of(const Vm *vm, Ref object))(Vm *, Ref, Ref) {
    Ref type = heap_type(&vm->heap, object);
    return type_overrides(vm, type, DUNDER_ADD) ? NULL : type_slots(vm, type)->concat;
}

static Ref (*repeat_of(const Vm *vm, Ref object))(Vm *, Ref, int64_t) {
    Ref type = heap_type(&vm->heap, object);
    return type_overrides(vm, type, DUNDER_MUL) ? NULL : type_slots(vm, type)->repeat;
}

static bool has_index(const Vm *vm, Ref object) {
    Ref type = heap_type(&vm->heap, object);
    return type_overrides(vm, type, DUNDER_INDEX) || type_slots(vm, type)->index;
}

static Ref repeat_sequence(Vm *vm, Ref (*repeat)(Vm *, Ref, int64_t), Ref sequence, Ref count) {
    int64_t times;
    if (!has_index(vm, count)) {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "can't multiply sequence by non-int of type '%s'",
                        object_type_name(vm, count, name, sizeof name));
    }
    if (!object_as_i64(vm, count, TYPE_ID_OVERFLOW_ERROR, &times)) return REF_NULL;
    return repeat(vm, sequence, times);
}

Ref object_binary(Vm *vm, Ref a, Ref b, BinaryOp op) {
    Ref result = try_binary(vm, a, b, op);
    if (!result || !is_not_implemented(vm, result)) return result;
    heap_decref(&vm->heap, result);
    if (op == BINARY_ADD) {
        Ref (*concat)(Vm *, Ref, Ref) = concat_of(vm, a);
        if (concat) return concat(vm, a, b);
    } else if (op == BINARY_MULTIPLY) {
        Ref (*repeat)(Vm *, Ref, int64_t) = repeat_of(vm, a);
        if (repeat) return repeat_sequence(vm, repeat, a, b);
        repeat = repeat_of(vm, b);
        if (repeat) return repeat_sequence(vm, repeat, b, a);
    }
    return raise_operands(vm, a, b, op, symbols[op]);
}

/* nb_inplace_xxx, then nb_xxx. */
static Ref try_inplace(Vm *vm, Ref a, Ref b, BinaryOp op) {
    Ref type = heap_type(&vm->heap, a);
    Ref result = REF_NULL;
    bool called = true;
    if (type_overrides(vm, type, inplace_names[op])) {
        Ref values[] = {a, b};
        result = slot_call(vm, inplace_names[op], values, 2, SLOT_RAISE);
    } else if (type_slots(vm, type)->inplace[op]) {
        result = type_slots(vm, type)->inplace[op](vm, a, b);
    } else {
        called = false;
    }
    if (called) {
        if (!result || !is_not_implemented(vm, result)) return result;
        heap_decref(&vm->heap, result);
    }
    return try_binary(vm, a, b, op);
}

Ref object_inplace(Vm *vm, Ref a, Ref b, BinaryOp op) {
    Ref result = try_inplace(vm, a, b, op);
    if (!result || !is_not_implemented(vm, result)) return result;
    heap_decref(&vm->heap, result);
    Ref type = heap_type(&vm->heap, a);
    const TypeSlots *slots = type_slots(vm, type);
    if (op == BINARY_ADD) {
        if (slots->inplace_concat && !type_overrides(vm, type, DUNDER_IADD)) {
            return slots->inplace_concat(vm, a, b);
        }
        Ref (*concat)(Vm *, Ref, Ref) = concat_of(vm, a);
        if (concat) return concat(vm, a, b);
    } else if (op == BINARY_MULTIPLY) {
        if (slots->inplace_repeat && !type_overrides(vm, type, DUNDER_IMUL)) {
            return repeat_sequence(vm, slots->inplace_repeat, a, b);
        }
        Ref (*repeat)(Vm *, Ref, int64_t) = repeat_of(vm, a);
        if (repeat) return repeat_sequence(vm, repeat, a, b);
        repeat = repeat_of(vm, b);
        if (repeat) return repeat_sequence(vm, repeat, b, a);
    }
    return raise_operands(vm, a, b, op, inplace_symbols[op]);
}

Ref object_unary(Vm *vm, Ref object, UnaryOp op) {
    static const Dunder names[] = {DUNDER_NEG, DUNDER_POS, DUNDER_INVERT, DUNDER_ABS};
    static const char *const words[] = {"unary -", "unary +", "unary ~", "abs()"};
    Ref type = heap_type(&vm->heap, object);
    if (type_overrides(vm, type, names[op])) {
        return slot_call(vm, names[op], &object, 1, SLOT_RAISE);
    }
    const TypeSlots *slots = type_slots(vm, type);
    if (slots->unary[op]) return slots->unary[op](vm, object);
    char name[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "bad operand type for %s: '%s'", words[op],
                    type_name(vm, type, name, sizeof name));
}

/* ---- __index__ ---- */

/* _PyNumber_Index: an int or an instance of a subclass. */
static Ref index_of(Vm *vm, Ref object) {
    char name[TYPE_NAME_MAX];
    if (is_instance_flag(&vm->heap, object, TYPE_INT)) return new_ref(vm, object);
    Ref type = heap_type(&vm->heap, object);
    Ref result;
    if (type_overrides(vm, type, DUNDER_INDEX)) {
        result = slot_call(vm, DUNDER_INDEX, &object, 1, SLOT_RAISE);
    } else if (type_slots(vm, type)->index) {
        result = type_slots(vm, type)->index(vm, object);
    } else {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "'%s' object cannot be interpreted as an integer",
                        type_name(vm, type, name, sizeof name));
    }
    if (!result || is_exact(&vm->heap, result, TYPE_ID_INT)) return result;
    bool is_int = is_instance_flag(&vm->heap, result, TYPE_INT);
    if (!is_int) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__index__ returned non-int (type %s)",
                 object_type_name(vm, result, name, sizeof name));
    } else {
        vm_unsupported(vm, "the DeprecationWarning of an __index__ that returns a subclass of int");
    }
    heap_decref(&vm->heap, result);
    return REF_NULL;
}

Ref object_index(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    Ref found = index_of(vm, object);
    if (!found || is_exact(heap, found, TYPE_ID_INT)) return found;
    const Int *value = heap_at(heap, Int, found);
    Ref exact = int_new_digits(heap, value->negative, value->digits, value->size);
    heap_decref(heap, found);
    return exact;
}

bool object_as_i64(Vm *vm, Ref object, TypeId overflow, int64_t *out) {
    Heap *heap = &vm->heap;
    Ref value = index_of(vm, object);
    if (!value) return false;
    bool fits = int_to_i64(heap, value, out);
    bool negative = int_is_negative(heap, value);
    heap_decref(heap, value);
    if (fits) return true;
    if (overflow == TYPE_ID_COUNT) {
        *out = negative ? INT64_MIN : INT64_MAX;
        return true;
    }
    char name[TYPE_NAME_MAX];
    vm_raise(vm, overflow, "cannot fit '%s' into an index-sized integer",
             object_type_name(vm, object, name, sizeof name));
    return false;
}

bool object_as_size(Vm *vm, Ref object, int64_t *out) {
    Ref value = object_index(vm, object);
    if (!value) return false;
    bool fits = int_to_i64(&vm->heap, value, out);
    heap_decref(&vm->heap, value);
    if (!fits) {
        vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    }
    return fits;
}
