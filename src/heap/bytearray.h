/* Bytearrays: growth and shrinking of CPython 3.11 (Objects/bytearrayobject.c); and the buffer that
 * memoryviews of one object share (_PyManagedBuffer). */
#ifndef LASTREF_HEAP_BYTEARRAY_H
#define LASTREF_HEAP_BYTEARRAY_H

#include "heap/heap.h"

enum { MEMORYVIEW_ITEMS = 3 /* items that sys.getsizeof counts */ };

static inline const ByteArray *bytearray_at(const Heap *heap, Ref object) {
    return heap_at(heap, ByteArray, object);
}

/* Valid until the bytearray is resized; null when nothing was ever stored. */
static inline const uint8_t *bytearray_bytes(const Heap *heap, Ref object) {
    const ByteArray *self = bytearray_at(heap, object);
    return self->block ? heap_at(heap, uint8_t, self->block) + self->start : NULL;
}

/* Empty, of the type bytearray or a subclass. New reference. */
Ref bytearray_new(Heap *heap, Ref type);
/* PyByteArray_Resize: new places hold what was there. False when memory is used up. The caller has
 * made sure that no memoryview looks at it. */
bool bytearray_resize(Heap *heap, Ref object, uint32_t size);
/* Replaces bytes [low, high) by `count` others, which may not be the bytearray's own. */
bool bytearray_replace(Heap *heap, Ref object, uint32_t low, uint32_t high, const uint8_t *bytes,
                       uint32_t count);

#endif
