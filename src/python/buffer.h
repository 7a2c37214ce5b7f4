/* The bytes of an object that has a buffer: bytes, bytearray, and memoryview of either. */
#ifndef LASTREF_PYTHON_BUFFER_H
#define LASTREF_PYTHON_BUFFER_H

#include "heap/bytearray.h"
#include "python/number_convert.h"

static inline bool is_bytearray(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_BYTEARRAY;
}
static inline bool is_memoryview(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_MEMORYVIEW;
}
static inline bool has_buffer(const Vm *vm, Ref object) {
    return is_bytes(vm, object) || is_bytearray(vm, object) || is_memoryview(vm, object);
}

/* A copy of the bytes as an exact bytes object; null with TypeError "a bytes-like object is
 * required, not 'int'". New reference. */
Ref buffer_to_bytes(Vm *vm, Ref object);

/* Bytes of the object a memoryview shows; the view is not released. */
const uint8_t *memoryview_bytes(const Vm *vm, Ref view);
/* "operation forbidden on released memoryview object": false with ValueError. */
bool memoryview_check(Vm *vm, Ref view);

#endif
