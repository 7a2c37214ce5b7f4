/* Iterators over sequences and callables (Objects/iterobject.c, and the iterators of list and tuple
 * objects, of CPython 3.11). An exhausted iterator lets go of what it iterated. */
#include "heap/int.h"
#include "heap/list.h"
#include "heap/tuple.h"
#include "python/container.h"
#include "python/dunder.h"
#include "python/error.h"

static Ref itself(Vm *vm, Ref self) {
    return new_ref(vm, self);
}

static Ref exhaust(Vm *vm, const Iterator *iterator) {
    Ref sequence = iterator->a;
    heap_set(&vm->heap, iterator->a, REF_NULL);
    if (sequence) heap_decref(&vm->heap, sequence);
    return REF_NULL;
}

static Ref int_of(Vm *vm, int64_t value) {
    Ref made = int_new(&vm->heap, value);
    return made ? made : error_no_memory(vm);
}

/* ---- list ---- */

static Ref list_iterator_next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Iterator *iterator = iterator_at(vm, self);
    if (!iterator->a) return REF_NULL;
    uint32_t index = iterator->index;
    if (index >= list_size(heap, iterator->a)) return exhaust(vm, iterator);
    heap_set(heap, iterator->index, index + 1);
    return new_ref(vm, list_get(heap, iterator->a, index));
}

static Ref list_length_hint(Vm *vm, Ref self, Args args) {
    (void)args;
    const Iterator *iterator = iterator_at(vm, self);
    int64_t left = iterator->a ? (int64_t)list_size(&vm->heap, iterator->a) - iterator->index : 0;
    return int_of(vm, left < 0 ? 0 : left);
}

/* Going down, `index` is one more than the index of the next item. */
static Ref list_reverse_next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Iterator *iterator = iterator_at(vm, self);
    uint32_t index = iterator->index;
    if (!iterator->a) return REF_NULL;
    if (index == 0 || index > list_size(heap, iterator->a)) {
        heap_set(heap, iterator->index, 0);
        return exhaust(vm, iterator);
    }
    heap_set(heap, iterator->index, index - 1);
    return new_ref(vm, list_get(heap, iterator->a, index - 1));
}

static Ref list_reverse_hint(Vm *vm, Ref self, Args args) {
    (void)args;
    const Iterator *iterator = iterator_at(vm, self);
    bool valid = iterator->a && iterator->index <= list_size(&vm->heap, iterator->a);
    return int_of(vm, valid ? iterator->index : 0);
}

static const NativeFunction list_methods[] = {
    {"__length_hint__", list_length_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};
static const NativeFunction list_reverse_methods[] = {
    {"__length_hint__", list_reverse_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};

const TypeSpec type_spec_LIST_ITERATOR = {
    .slots = {.iter = itself, .next = list_iterator_next},
    .methods = list_methods,
};
const TypeSpec type_spec_LIST_REVERSE_ITERATOR = {
    .slots = {.iter = itself, .next = list_reverse_next},
    .methods = list_reverse_methods,
};

/* ---- tuple ---- */

static Ref tuple_iterator_next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Iterator *iterator = iterator_at(vm, self);
    if (!iterator->a) return REF_NULL;
    uint32_t index = iterator->index;
    if (index >= tuple_size(heap, iterator->a)) return exhaust(vm, iterator);
    heap_set(heap, iterator->index, index + 1);
    return new_ref(vm, tuple_get(heap, iterator->a, index));
}

static Ref tuple_length_hint(Vm *vm, Ref self, Args args) {
    (void)args;
    const Iterator *iterator = iterator_at(vm, self);
    return int_of(vm,
                  iterator->a ? (int64_t)tuple_size(&vm->heap, iterator->a) - iterator->index : 0);
}

static const NativeFunction tuple_methods[] = {
    {"__length_hint__", tuple_length_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};

const TypeSpec type_spec_TUPLE_ITERATOR = {
    .slots = {.iter = itself, .next = tuple_iterator_next},
    .methods = tuple_methods,
};

/* ---- anything with __getitem__ ---- */

static const char *const index_slots[] = {"the index"};
static const NativeFrame index_frame = {"sequence iterator", index_slots, 1};

Ref sequence_item(Vm *vm, Ref sequence, int64_t index) {
    Ref type = heap_type(&vm->heap, sequence);
    if (!object_overrides(vm, sequence, DUNDER_GETITEM)) {
        Ref (*item)(Vm *, Ref, int64_t) = type_slots(vm, type)->item;
        char name[TYPE_NAME_MAX];
        if (item) return item(vm, sequence, index);
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "'%s' object does not support indexing",
                        object_type_name(vm, sequence, name, sizeof name));
    }
    Ref frame = native_push(vm, &index_frame);
    if (!frame) return REF_NULL;
    Ref key = int_of(vm, index);
    if (key) native_put(vm, frame, 0, key);
    Ref result = key ? object_getitem(vm, sequence, key) : REF_NULL;
    native_pop(vm, frame);
    return result;
}

bool is_end_of_sequence(Vm *vm) {
    if (vm->halt || !vm_failed(vm)) return false;
    if (!vm_error_is(vm, TYPE_ID_INDEX_ERROR) && !vm_error_is(vm, TYPE_ID_STOP_ITERATION))
        return false;
    vm_clear_error(vm);
    return true;
}

static Ref sequence_next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Iterator *iterator = iterator_at(vm, self);
    if (!iterator->a) return REF_NULL;
    Ref item = sequence_item(vm, iterator->a, iterator->index);
    if (item) {
        heap_set(heap, iterator->index, iterator->index + 1);
        return item;
    }
    return is_end_of_sequence(vm) ? exhaust(vm, iterator) : REF_NULL;
}

static Ref sequence_hint(Vm *vm, Ref self, Args args) {
    (void)args;
    const Iterator *iterator = iterator_at(vm, self);
    if (!iterator->a) return int_of(vm, 0);
    bool sized = object_overrides(vm, iterator->a, DUNDER_LEN) ||
                 type_slots(vm, heap_type(&vm->heap, iterator->a))->length;
    if (!sized) return new_not_implemented(vm);
    int64_t length = object_length(vm, iterator->a);
    if (length < 0) return REF_NULL;
    return int_of(vm, length > iterator->index ? length - iterator->index : 0);
}

static const NativeFunction sequence_methods[] = {
    {"__length_hint__", sequence_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};

const TypeSpec type_spec_SEQUENCE_ITERATOR = {
    .slots = {.iter = itself, .next = sequence_next},
    .methods = sequence_methods,
};

/* ---- iter(callable, sentinel) ---- */

static void drop_callable(Vm *vm, const Iterator *iterator) {
    heap_replace(&vm->heap, &iterator->a, REF_NULL);
    heap_replace(&vm->heap, &iterator->b, REF_NULL);
}

static const char *const called_slots[] = {"the result"};
static const NativeFrame called_frame = {"iter(callable, sentinel)", called_slots, 1};

static Ref callable_next(Vm *vm, Ref self) {
    const Iterator *iterator = iterator_at(vm, self);
    if (!iterator->a) return REF_NULL;
    Ref frame = native_push(vm, &called_frame);
    if (!frame) return REF_NULL;
    Ref result = vm_call_values(vm, iterator->a, REF_NULL, REF_NULL, REF_NULL);
    bool ended = false;
    if (result) {
        native_put(vm, frame, 0, result);
        int same = iterator->b ? object_compare_bool(vm, iterator->b, result, COMPARE_EQ) : 1;
        result = same == 0 ? native_take(vm, frame, 0) : REF_NULL;
        ended = same > 0;
    } else if (!vm->halt && vm_error_is(vm, TYPE_ID_STOP_ITERATION)) {
        vm_clear_error(vm);
        ended = true;
    }
    native_pop(vm, frame);
    if (ended) drop_callable(vm, iterator);
    return result;
}

static const NativeFunction callable_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_CALLABLE_ITERATOR = {
    .slots = {.iter = itself, .next = callable_next},
    .methods = callable_methods,
};
