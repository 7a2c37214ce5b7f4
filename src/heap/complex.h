/* Complex numbers: two doubles, no free list. */
#ifndef LASTREF_HEAP_COMPLEX_H
#define LASTREF_HEAP_COMPLEX_H

#include "heap/heap.h"

/* `type` is complex or a subclass. New reference. */
Ref complex_new(Heap *heap, Ref type, double real, double imag);

static inline const Complex *complex_at(const Heap *heap, Ref object) {
    return heap_at(heap, Complex, object);
}

/* CPython's hash; a part that is NaN hashes by the object's address. */
uint64_t complex_hash(const Heap *heap, Ref object);

enum { COMPLEX_REPR_MAX = 72 /* bytes that hold any complex_repr, with the closing zero */ };

/* What complex.__repr__ gives. */
void complex_repr(const Heap *heap, Ref object, char out[COMPLEX_REPR_MAX]);

#endif
