/* The iterators of str, bytes, bytearray and memoryview (Objects/unicodeobject.c, bytesobject.c of
 * CPython 3.11). An exhausted iterator lets go of what it iterated. */
#include "heap/bytes.h"
#include "python/buffer.h"
#include "python/container.h"

static Ref itself(Vm *vm, Ref self) {
    return new_ref(vm, self);
}

static uint32_t length_of(const Vm *vm, Ref sequence) {
    const Heap *heap = &vm->heap;
    switch (heap_kind(heap, sequence)) {
    case KIND_BYTES: return bytes_length(heap, sequence);
    case KIND_BYTEARRAY: return bytearray_at(heap, sequence)->length;
    case KIND_MEMORYVIEW: return heap_at(heap, MemoryView, sequence)->length;
    default: return str_length(heap, sequence);
    }
}

static Ref next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Iterator *iterator = iterator_at(vm, self);
    Ref sequence = iterator->a;
    uint32_t index = iterator->index;
    if (!sequence) return REF_NULL;
    if (is_memoryview(vm, sequence) && !memoryview_check(vm, sequence)) return REF_NULL;
    if (index >= length_of(vm, sequence)) {
        heap_set(heap, iterator->a, REF_NULL);
        heap_decref(heap, sequence);
        return REF_NULL;
    }
    heap_set(heap, iterator->index, index + 1);
    if (is_bytes(vm, sequence)) return new_int(vm, heap_at(heap, Bytes, sequence)->bytes[index]);
    if (is_bytearray(vm, sequence)) return new_int(vm, bytearray_bytes(heap, sequence)[index]);
    if (is_memoryview(vm, sequence)) {
        int32_t step = (int32_t)heap_at(heap, MemoryView, sequence)->step;
        return new_int(vm, memoryview_bytes(vm, sequence)[(int64_t)index * step]);
    }
    uint32_t point = str_at(heap, sequence, index);
    return vm_made(vm, str_new_points(heap, &point, 1));
}

static Ref length_hint(Vm *vm, Ref self, Args args) {
    (void)args;
    const Iterator *iterator = iterator_at(vm, self);
    return new_int(vm, iterator->a ? (int64_t)length_of(vm, iterator->a) - iterator->index : 0);
}

static const NativeFunction methods[] = {
    {"__length_hint__", length_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};

const TypeSpec type_spec_STR_ITERATOR = {.slots = {.iter = itself, .next = next},
                                         .methods = methods};
const TypeSpec type_spec_STR_ASCII_ITERATOR = {.slots = {.iter = itself, .next = next},
                                               .methods = methods};
const TypeSpec type_spec_BYTES_ITERATOR = {.slots = {.iter = itself, .next = next},
                                           .methods = methods};
const TypeSpec type_spec_BYTEARRAY_ITERATOR = {.slots = {.iter = itself, .next = next},
                                               .methods = methods};
const TypeSpec type_spec_MEMORY_ITERATOR = {.slots = {.iter = itself, .next = next}};
