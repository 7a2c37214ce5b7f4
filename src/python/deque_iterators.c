/* The iterators of deques (Modules/_collectionsmodule.c of CPython 3.11). An exhausted one keeps
 * its deque. */
#include "heap/int.h"
#include "python/container.h"
#include "python/deque_type.h"
#include "python/error.h"

static Ref itself(Vm *vm, Ref self) {
    return new_ref(vm, self);
}

static Ref make(Vm *vm, TypeId type, uint16_t which, Ref deque) {
    Heap *heap = &vm->heap;
    Ref made = iterator_new(vm, type, which, deque, REF_NULL);
    if (!made) return REF_NULL;
    /* the allocation may have run finalizers that changed the deque: CPython reads it afterwards */
    const Iterator *self = iterator_at(vm, made);
    DequePlace place = which == ITER_DEQUE ? deque_first(heap, deque) : deque_last(heap, deque);
    heap_set(heap, self->spare, place.block);
    heap_set(heap, self->index, place.index);
    heap_set(heap, self->length, deque_size(heap, deque));
    heap_set(heap, self->wide_index, deque_at(heap, deque)->state);
    return made;
}

Ref deque_iter(Vm *vm, Ref self) {
    return make(vm, TYPE_ID_DEQUE_ITERATOR, ITER_DEQUE, self);
}

Ref deque_reversed(Vm *vm, Ref self, Args args) {
    (void)args;
    return make(vm, TYPE_ID_DEQUE_REVERSE_ITERATOR, ITER_DEQUE_REVERSE, self);
}

static Ref next(Vm *vm, Ref iterator) {
    Heap *heap = &vm->heap;
    const Iterator *self = iterator_at(vm, iterator);
    bool forward = self->head.which == ITER_DEQUE;
    bool same = deque_at(heap, self->a)->state == self->wide_index;
    /* one that goes backwards asks first whether it has ended */
    if (!self->length && (same || !forward)) return REF_NULL;
    if (!same) {
        heap_set(heap, self->length, 0u);
        return vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "deque mutated during iteration");
    }
    DequePlace place = {self->spare, self->index};
    Ref item = deque_item_at(heap, place);
    heap_set(heap, self->length, self->length - 1);
    if (self->length) {
        place = forward ? deque_next(heap, place) : deque_previous(heap, place);
        heap_set(heap, self->spare, place.block);
        heap_set(heap, self->index, place.index);
    }
    return new_ref(vm, item);
}

static Ref length_hint(Vm *vm, Ref self, Args args) {
    (void)args;
    return int_new(&vm->heap, iterator_at(vm, self)->length);
}

static Ref create(Vm *vm, Ref type, Args args) {
    (void)args;
    char name[TYPE_NAME_MAX];
    return vm_unsupported(vm, "%s()", type_name(vm, type, name, sizeof name));
}

static const NativeFunction methods[] = {
    {"__length_hint__", length_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_DEQUE_ITERATOR = {
    .module = "_collections",
    .slots = {.iter = itself, .next = next, .create = create},
    .methods = methods,
};
const TypeSpec type_spec_DEQUE_REVERSE_ITERATOR = {
    .module = "_collections",
    .slots = {.iter = itself, .next = next, .create = create},
    .methods = methods,
};
