/* weakref.proxy: an object that passes on what is asked of it to the one that it names
 * (Objects/weakrefobject.c, proxy_*). The named object is held while it answers. */
#include "heap/str.h"
#include "heap/weakref.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/type.h"

static const char *const held_slots[] = {"the object", "the other operand"};
static const NativeFrame held_frame = {"a weak proxy", held_slots, 2};

static bool is_proxy(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_WEAKREF &&
           heap_object(&vm->heap, object)->which != WEAKREF_REF;
}

/* Replaces a proxy by its object. False with ReferenceError. */
static bool live(Vm *vm, Ref *object) {
    if (!is_proxy(vm, *object)) return true;
    *object = weakref_target(&vm->heap, *object);
    if (*object) return true;
    vm_raise(vm, TYPE_ID_REFERENCE_ERROR, "weakly-referenced object no longer exists");
    return false;
}

/* The same, and holds the object in a slot. */
static bool unwrap(Vm *vm, Ref frame, uint32_t slot, Ref *object) {
    if (!live(vm, object)) return false;
    native_put(vm, frame, slot, new_ref(vm, *object));
    return true;
}

/* Opens a frame that holds the object of a proxy; 0 with an exception. */
static Ref begin(Vm *vm, Ref *self) {
    Ref frame = native_push(vm, &held_frame);
    if (!frame) return REF_NULL;
    if (unwrap(vm, frame, 0, self)) return frame;
    native_pop(vm, frame);
    return REF_NULL;
}

/* The result waits in a slot while the object is dropped. */
static Ref end(Vm *vm, Ref frame, Ref result) {
    if (!result) {
        native_pop(vm, frame);
        return REF_NULL;
    }
    Ref held = native_take(vm, frame, 0);
    native_put(vm, frame, 0, result);
    heap_decref(&vm->heap, held);
    result = native_take(vm, frame, 0);
    native_pop(vm, frame);
    return result;
}

static Ref proxy_getattr(Vm *vm, Ref self, Ref name) {
    Ref frame = begin(vm, &self);
    return frame ? end(vm, frame, object_getattr(vm, self, name)) : REF_NULL;
}

static bool proxy_setattr(Vm *vm, Ref self, Ref name, Ref value) {
    Ref frame = begin(vm, &self);
    if (!frame) return false;
    bool ok = object_setattr(vm, self, name, value);
    native_pop(vm, frame);
    return ok;
}

static Ref proxy_str(Vm *vm, Ref self) {
    Ref frame = begin(vm, &self);
    return frame ? end(vm, frame, object_str(vm, self)) : REF_NULL;
}

static Ref proxy_repr(Vm *vm, Ref self) {
    char name[TYPE_NAME_MAX];
    Ref object = weakref_target(&vm->heap, self);
    if (!object) object = heap_root(&vm->heap)->none;
    Ref made = str_newf(&vm->heap, "<weakproxy at 0x%llx to %s at 0x%llx>",
                        (unsigned long long)object_address(self),
                        object_type_name(vm, object, name, sizeof name),
                        (unsigned long long)object_address(object));
    return made ? made : error_no_memory(vm);
}

/* Runs an operation on two operands, either of which may be the proxy. */
typedef Ref (*Operation)(Vm *vm, Ref a, Ref b, int which);

static Ref on_both(Vm *vm, Ref a, Ref b, Operation operation, int which) {
    Ref frame = native_push(vm, &held_frame);
    if (!frame) return REF_NULL;
    if (!unwrap(vm, frame, 0, &a) || !unwrap(vm, frame, 1, &b)) {
        native_pop(vm, frame);
        return REF_NULL;
    }
    return end(vm, frame, operation(vm, a, b, which));
}

static Ref binary_them(Vm *vm, Ref a, Ref b, int which) {
    return object_binary(vm, a, b, (BinaryOp)which);
}

static Ref inplace_them(Vm *vm, Ref a, Ref b, int which) {
    return object_inplace(vm, a, b, (BinaryOp)which);
}

/* proxy_richcompare: the only operation that does not hold the objects. */
static Ref proxy_compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    return live(vm, &a) && live(vm, &b) ? object_compare(vm, a, b, op) : REF_NULL;
}

/* X(function, operator) */
#define OPERATORS(X)                                                                               \
    X(add, ADD)                                                                                    \
    X(and, AND)                                                                                    \
    X(floor_divide, FLOOR_DIVIDE)                                                                  \
    X(lshift, LSHIFT)                                                                              \
    X(matrix_multiply, MATRIX_MULTIPLY)                                                            \
    X(multiply, MULTIPLY)                                                                          \
    X(remainder, REMAINDER)                                                                        \
    X(or, OR)                                                                                      \
    X(power, POWER)                                                                                \
    X(rshift, RSHIFT)                                                                              \
    X(subtract, SUBTRACT)                                                                          \
    X(true_divide, TRUE_DIVIDE)                                                                    \
    X(xor, XOR)

#define X(function, op)                                                                            \
    static Ref proxy_##function(Vm *vm, Ref a, Ref b) {                                            \
        return on_both(vm, a, b, binary_them, BINARY_##op);                                        \
    }                                                                                              \
    static Ref proxy_inplace_##function(Vm *vm, Ref a, Ref b) {                                    \
        return on_both(vm, a, b, inplace_them, BINARY_##op);                                       \
    }
OPERATORS(X)
#undef X

/* X(function, operator) */
#define UNARIES(X)                                                                                 \
    X(negative, UNARY_NEGATIVE_OP)                                                                 \
    X(positive, UNARY_POSITIVE_OP)                                                                 \
    X(invert, UNARY_INVERT_OP)                                                                     \
    X(abs, UNARY_ABS_OP)

#define X(function, op)                                                                            \
    static Ref proxy_##function(Vm *vm, Ref self) {                                                \
        Ref frame = begin(vm, &self);                                                              \
        return frame ? end(vm, frame, object_unary(vm, self, op)) : REF_NULL;                      \
    }
UNARIES(X)
#undef X

static Ref proxy_iter(Vm *vm, Ref self) {
    Ref frame = begin(vm, &self);
    return frame ? end(vm, frame, object_iter(vm, self)) : REF_NULL;
}

static Ref proxy_next(Vm *vm, Ref self) {
    Ref frame = begin(vm, &self);
    if (!frame) return REF_NULL;
    if (!type_find(vm, heap_type(&vm->heap, self), dunder_name(vm, DUNDER_NEXT))) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "Weakref proxy referenced a non-iterator '%s' object",
                 object_type_name(vm, self, name, sizeof name));
        native_pop(vm, frame);
        return REF_NULL;
    }
    return end(vm, frame, object_next(vm, self));
}

static Ref proxy_call(Vm *vm, Ref self, Args args) {
    Ref frame = begin(vm, &self);
    return frame ? end(vm, frame, vm_call(vm, self, args)) : REF_NULL;
}

static int proxy_truth(Vm *vm, Ref self) {
    Ref frame = begin(vm, &self);
    if (!frame) return -1;
    int truth = object_is_true(vm, self);
    native_pop(vm, frame);
    return truth;
}

static Ref proxy_index(Vm *vm, Ref self) {
    Ref frame = begin(vm, &self);
    return frame ? end(vm, frame, object_index(vm, self)) : REF_NULL;
}

static Ref convert(Vm *vm, Ref self, TypeId type) {
    Ref frame = begin(vm, &self);
    if (!frame) return REF_NULL;
    Args args = {&self, 1, REF_NULL};
    return end(vm, frame, vm_call(vm, type_ref(&vm->heap, type), args));
}

static Ref proxy_int(Vm *vm, Ref self) {
    return convert(vm, self, TYPE_ID_INT);
}

static Ref proxy_float(Vm *vm, Ref self) {
    return convert(vm, self, TYPE_ID_FLOAT);
}

static int64_t proxy_length(Vm *vm, Ref self) {
    Ref frame = begin(vm, &self);
    if (!frame) return -1;
    int64_t length = object_length(vm, self);
    native_pop(vm, frame);
    return length;
}

static int proxy_contains(Vm *vm, Ref self, Ref value) {
    Ref frame = begin(vm, &self);
    if (!frame) return -1;
    int found = object_contains(vm, self, value);
    native_pop(vm, frame);
    return found;
}

static Ref proxy_subscript(Vm *vm, Ref self, Ref key) {
    Ref frame = begin(vm, &self);
    return frame ? end(vm, frame, object_getitem(vm, self, key)) : REF_NULL;
}

static bool proxy_set_subscript(Vm *vm, Ref self, Ref key, Ref value) {
    Ref frame = begin(vm, &self);
    if (!frame) return false;
    bool ok = value ? object_setitem(vm, self, key, value) : object_delitem(vm, self, key);
    native_pop(vm, frame);
    return ok;
}

#define BINARY_ROW(function, op)  [BINARY_##op] = proxy_##function,
#define INPLACE_ROW(function, op) [BINARY_##op] = proxy_inplace_##function,
#define UNARY_ROW(function, op)   [op] = proxy_##function,

/* What both proxy types have; `call_slot` only those of callable objects. */
#define PROXY_SPEC(call_slot)                                                                      \
    {                                                                                              \
        .module = "weakref",                                                                       \
        .slots = {.repr = proxy_repr,                                                              \
                  .str = proxy_str,                                                                \
                  .compare = proxy_compare,                                                        \
                  .iter = proxy_iter,                                                              \
                  .next = proxy_next,                                                              \
                  .call = call_slot,                                                               \
                  .getattr = proxy_getattr,                                                        \
                  .setattr = proxy_setattr,                                                        \
                  .binary = {OPERATORS(BINARY_ROW)},                                               \
                  .inplace = {OPERATORS(INPLACE_ROW)},                                             \
                  .unary = {UNARIES(UNARY_ROW)},                                                   \
                  .truth = proxy_truth,                                                            \
                  .index = proxy_index,                                                            \
                  .as_int = proxy_int,                                                             \
                  .as_float = proxy_float,                                                         \
                  .length = proxy_length,                                                          \
                  .contains = proxy_contains,                                                      \
                  .subscript = proxy_subscript,                                                    \
                  .set_subscript = proxy_set_subscript},                                           \
        .unbuilt = "__bytes__ __reversed__ __divmod__ __rdivmod__", .unhashable = true,            \
    }

const TypeSpec type_spec_WEAK_PROXY = PROXY_SPEC(NULL);
const TypeSpec type_spec_CALLABLE_PROXY = PROXY_SPEC(proxy_call);
