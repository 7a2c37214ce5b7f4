/* Bytes objects. b'' and one-byte objects are shared. */
#ifndef LASTREF_HEAP_BYTES_H
#define LASTREF_HEAP_BYTES_H

#include "heap/heap.h"

void bytes_init_shared(Heap *heap, Ref type);
/* New reference. */
Ref bytes_new(Heap *heap, const void *bytes, size_t length);

/* A new object of a subclass, or of bytes itself without looking at the shared ones. */
Ref bytes_new_of_type(Heap *heap, Ref type, const void *bytes, size_t length);
/* siphash13 of the bytes as under PYTHONHASHSEED=0, kept in the object. */
uint64_t bytes_hash(Heap *heap, Ref object);

static inline uint32_t bytes_length(const Heap *heap, Ref object) {
    return heap_at(heap, Bytes, object)->length;
}

#endif
