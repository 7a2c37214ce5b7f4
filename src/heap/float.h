/* Floats, with CPython's free list of 100. */
#ifndef LASTREF_HEAP_FLOAT_H
#define LASTREF_HEAP_FLOAT_H

#include "heap/heap.h"

/* New reference. */
Ref float_new(Heap *heap, double value);

static inline double float_value(const Heap *heap, Ref object) {
    return heap_at(heap, Float, object)->value;
}

/* CPython's hash of a finite float, infinity; a NaN hashes by its object's address. */
uint64_t float_hash(const Heap *heap, Ref object);

/* An object of a subclass of float. */
Ref float_new_of_type(Heap *heap, Ref type, double value);
/* CPython's _Py_HashDouble for anything but NaN. */
uint64_t float_hash_value(double value);
/* Gives the free list's memory back, as a full collection does. */
void float_clear_free_list(Heap *heap);

enum { FLOAT_REPR_MAX = 32 /* bytes that hold any float_repr, with the closing zero */ };

/* What float.__repr__ gives: the shortest decimal that reads back as the same double. */
void float_repr(double value, char out[FLOAT_REPR_MAX]);
/* The digits alone: up to 17 of them, without sign and trailing zeros ("0" for zero); the value is
 * 0.DIGITS * 10 ** *point. Not for infinities and NaN. */
void float_shortest_digits(double value, char digits[18], int *point);

#endif
