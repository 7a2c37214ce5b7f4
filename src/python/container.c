#include "python/container.h"

#include "heap/builtin_type.h"
#include "heap/str.h"
#include "python/dunder.h"
#include "python/error.h"

_Static_assert((int)BUILTIN_TYPE_INT == (int)TYPE_ID_INT &&
                   (int)BUILTIN_TYPE_STR == (int)TYPE_ID_STR &&
                   (int)BUILTIN_TYPE_LIST == (int)TYPE_ID_LIST &&
                   (int)BUILTIN_TYPE_TUPLE == (int)TYPE_ID_TUPLE &&
                   (int)BUILTIN_TYPE_DICT == (int)TYPE_ID_DICT &&
                   (int)BUILTIN_TYPE_SET == (int)TYPE_ID_SET &&
                   (int)BUILTIN_TYPE_FROZENSET == (int)TYPE_ID_FROZENSET,
               "heap/builtin_type.h must agree with python/types.h");

bool is_plain(const Vm *vm, Ref object) {
    switch (heap_kind(&vm->heap, object)) {
    case KIND_SINGLETON:
    case KIND_BOOL:
    case KIND_INT:
    case KIND_FLOAT:
    case KIND_COMPLEX:
    case KIND_STR:
    case KIND_BYTES: return !(heap_type_of(&vm->heap, object)->flags & TYPE_HEAP);
    default: return false;
    }
}

static const char *const compared_slots[] = {"item", "the other item"};
static const NativeFrame compared_frame = {"comparison of items", compared_slots, 2};

int compare_holding(Vm *vm, Ref a, Ref b, CompareOp op, bool hold_b) {
    if (a == b && op == COMPARE_EQ) return 1;
    if (is_plain(vm, a) && is_plain(vm, b)) return object_compare_bool(vm, a, b, op);
    Ref frame = native_push(vm, &compared_frame);
    if (!frame) return -1;
    native_put(vm, frame, 0, new_ref(vm, a));
    if (hold_b) native_put(vm, frame, 1, new_ref(vm, b));
    int result = object_compare_bool(vm, a, b, op);
    native_pop(vm, frame);
    return vm->halt ? -1 : result;
}

bool has_index(Vm *vm, Ref object) {
    return is_instance_flag(&vm->heap, object, TYPE_INT) ||
           object_overrides(vm, object, DUNDER_INDEX) ||
           type_slots(vm, heap_type(&vm->heap, object))->index;
}

bool append_repr(Vm *vm, TextBuffer *buffer, Ref object) {
    Ref text = object_repr(vm, object);
    if (!text) return false;
    str_append_to(&vm->heap, text, buffer);
    heap_decref(&vm->heap, text);
    return true;
}

Ref str_of_buffer(Vm *vm, TextBuffer *buffer) {
    Ref text = str_new(&vm->heap, (Text){text_cstr(buffer), buffer->length});
    text_deinit(buffer);
    return text ? text : error_no_memory(vm);
}

Ref compare_sizes(Vm *vm, uint64_t a, uint64_t b, CompareOp op) {
    switch (op) {
    case COMPARE_LT: return new_bool(vm, a < b);
    case COMPARE_LE: return new_bool(vm, a <= b);
    case COMPARE_EQ: return new_bool(vm, a == b);
    case COMPARE_NE: return new_bool(vm, a != b);
    case COMPARE_GT: return new_bool(vm, a > b);
    case COMPARE_GE: return new_bool(vm, a >= b);
    }
    return REF_NULL;
}

Ref iterator_new(Vm *vm, TypeId type, uint16_t which, Ref a, Ref b) {
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type_ref(heap, type), 0);
    if (!made) return error_no_memory(vm);
    const Iterator *self = iterator_at(vm, made);
    heap_set(heap, self->head.which, which);
    heap_set(heap, self->a, heap_xincref(heap, a));
    heap_set(heap, self->b, heap_xincref(heap, b));
    if (heap_is_gc(heap, made)) heap_track(heap, made);
    return made;
}
