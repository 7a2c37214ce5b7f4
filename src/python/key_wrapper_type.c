/* functools.KeyWrapper: what cmp_to_key makes (Modules/_functoolsmodule.c of CPython 3.11). */
#include "python/key_wrapper_type.h"

#include "python/abstract.h"
#include "python/error.h"
#include "python/native.h"
#include "python/number_convert.h"
#include "python/type.h"

static const KeyWrapper *wrapper_at(const Vm *vm, Ref wrapper) {
    return heap_at(&vm->heap, KeyWrapper, wrapper);
}

Ref key_wrapper_new(Vm *vm, Ref compare, Ref object) {
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_KEY_WRAPPER), 0);
    if (!made) return error_no_memory(vm);
    heap_set(heap, wrapper_at(vm, made)->compare, new_ref(vm, compare));
    heap_set(heap, wrapper_at(vm, made)->object, heap_xincref(heap, object));
    heap_track(heap, made);
    return made;
}

static Ref call(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"obj", NULL};
    static const char *const slots[] = {"the arguments", "the keyword arguments"};
    static const NativeFrame description = {"K()", slots, 2};
    Ref frame = call_push_arguments(vm, &description, args), object, made = REF_NULL;
    if (!frame) return REF_NULL;
    if (args_parse(vm, "K", args, names, 1, 1, &object)) {
        made = key_wrapper_new(vm, wrapper_at(vm, self)->compare, object);
    }
    native_pop(vm, frame);
    return made;
}

/* keyobject_richcompare: what the function says, compared with 0. */
static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    static const char *const slots[] = {"the result", "zero"};
    static const NativeFrame description = {"a comparison", slots, 2};
    if (heap_kind(&vm->heap, b) != KIND_KEY_WRAPPER) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "other argument must be K instance");
    }
    Ref left = wrapper_at(vm, a)->object, right = wrapper_at(vm, b)->object;
    if (!left || !right) return vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "object");
    Ref said = vm_call_values(vm, wrapper_at(vm, a)->compare, left, right, REF_NULL);
    if (!said) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, said);
    Ref zero = new_int(vm, 0), result = REF_NULL;
    if (zero) {
        native_put(vm, frame, 1, zero);
        result = object_compare(vm, said, zero, op);
    }
    native_pop(vm, frame);
    return result;
}

static Ref get_object(Vm *vm, Ref self) {
    Ref object = wrapper_at(vm, self)->object;
    return object ? new_ref(vm, object) : new_none(vm);
}

static bool set_object(Vm *vm, Ref self, Ref value) {
    heap_replace(&vm->heap, &wrapper_at(vm, self)->object, heap_xincref(&vm->heap, value));
    return !vm->halt;
}

static const NativeGetSet getsets[] = {
    {"obj", get_object, set_object, true},
    {0},
};

const TypeSpec type_spec_KEY_WRAPPER = {
    .module = "functools",
    .slots = {.call = call, .compare = compare, .hash = hash_not_implemented},
    .getsets = getsets,
    .unhashable = true,
};
