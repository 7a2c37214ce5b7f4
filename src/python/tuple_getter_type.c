/* The descriptors of a named tuple's fields (_tuplegetter in Modules/_collectionsmodule.c of
 * CPython 3.11). */
#include "heap/int.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/container.h"
#include "python/error.h"
#include "python/type.h"

static const TupleGetter *getter_at(const Vm *vm, Ref getter) {
    return heap_at(&vm->heap, TupleGetter, getter);
}

static Ref create(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    int64_t index;
    if (!args_no_keywords(vm, "_tuplegetter", args)) return REF_NULL;
    if (!args_count(vm, "_tuplegetter", args, 2, 2)) return REF_NULL;
    if (!object_as_size(vm, args.values[0], &index)) return REF_NULL;
    Ref made = type_alloc(vm, type, 0);
    if (!made) return error_no_memory(vm);
    heap_set(heap, getter_at(vm, made)->index, (uint64_t)index);
    heap_set(heap, getter_at(vm, made)->doc, new_ref(vm, args.values[1]));
    return made;
}

static Ref descr_get(Vm *vm, Ref self, Ref object, Ref type) {
    (void)type;
    const Heap *heap = &vm->heap;
    if (!object || object == heap_root(heap)->none) return new_ref(vm, self);
    int64_t index = (int64_t)getter_at(vm, self)->index;
    if (!is_instance_flag(heap, object, TYPE_TUPLE)) {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "descriptor for index '%lld' for tuple subclasses doesn't apply to '%s' "
                        "object",
                        (long long)index, object_type_name(vm, object, name, sizeof name));
    }
    if (index < 0 || index >= tuple_size(heap, object)) {
        return vm_raise(vm, TYPE_ID_INDEX_ERROR, "tuple index out of range");
    }
    return new_ref(vm, tuple_get(heap, object, (uint32_t)index));
}

static bool descr_set(Vm *vm, Ref self, Ref object, Ref value) {
    (void)self, (void)object;
    vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "can't %s attribute", value ? "set" : "delete");
    return false;
}

static Ref repr(Vm *vm, Ref self) {
    TextBuffer text = {0};
    text_appendf(&text, "_tuplegetter(%lld, ", (long long)(int64_t)getter_at(vm, self)->index);
    bool done = append_repr(vm, &text, getter_at(vm, self)->doc);
    text_append_char(&text, ')');
    if (done) return str_of_buffer(vm, &text);
    text_deinit(&text);
    return REF_NULL;
}

static const char *const reduce_slots[] = {"the index", "the arguments"};
static const NativeFrame reduce_frame = {"_tuplegetter.__reduce__", reduce_slots, 2};

/* (type, (index, doc)) */
static Ref reduce(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &reduce_frame);
    if (!frame) return REF_NULL;
    Ref index = int_new(heap, (int64_t)getter_at(vm, self)->index);
    if (!index) return error_no_memory(vm);
    native_put(vm, frame, 0, index);
    Ref pair[] = {index, getter_at(vm, self)->doc};
    Ref arguments = tuple_pack(heap, 2, pair);
    if (!arguments) return error_no_memory(vm);
    native_put(vm, frame, 1, arguments);
    Ref parts[] = {heap_type(heap, self), arguments};
    Ref result = tuple_pack(heap, 2, parts);
    if (!result) return error_no_memory(vm);
    native_pop(vm, frame);
    return result;
}

static Ref get_doc(Vm *vm, Ref self) {
    Ref doc = getter_at(vm, self)->doc;
    return doc ? new_ref(vm, doc) : new_none(vm);
}

static const NativeFunction methods[] = {
    {"__reduce__", reduce, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

static const NativeGetSet getsets[] = {
    {"__doc__", get_doc, NULL, true},
    {0},
};

const TypeSpec type_spec_TUPLE_GETTER = {
    .module = "_collections",
    .slots = {.repr = repr, .create = create, .descr_get = descr_get, .descr_set = descr_set},
    .methods = methods,
    .getsets = getsets,
};
