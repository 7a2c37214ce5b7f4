/* Tuples, with CPython's free lists of 2,000 for each length 1 to 20. () is shared. A tuple of 20
 * items goes to its free list, but none is ever taken from there (tuple_alloc of 3.11). */
#ifndef LASTREF_HEAP_TUPLE_H
#define LASTREF_HEAP_TUPLE_H

#include "heap/heap.h"

enum {
    TUPLE_FREE_MAX = 2000, /* PyTuple_MAXFREELIST */
    TUPLE_REUSE_MAX = 19   /* PyTuple_MAXSAVESIZE - 1 */
};

void tuple_init_shared(Heap *heap, Ref type);
/* `size` null items, tracked; the shared () for 0. Fill with tuple_init_item. New reference. */
Ref tuple_new(Heap *heap, uint32_t size);
/* The items are borrowed from the caller (increfed). */
Ref tuple_pack(Heap *heap, uint32_t size, const Ref *items);
void tuple_init_item(Heap *heap, Ref tuple, uint32_t index, Ref item);

static inline uint32_t tuple_size(const Heap *heap, Ref tuple) {
    return heap_at(heap, Tuple, tuple)->size;
}

/* Borrowed. Index must be in range. */
static inline Ref tuple_get(const Heap *heap, Ref tuple, uint32_t index) {
    const Tuple *self = heap_at(heap, Tuple, tuple);
    assert(index < self->size);
    return self->items[index];
}

/* A new tuple of items [low, high); the tuple itself for the whole of an exact tuple. */
Ref tuple_slice(Heap *heap, Ref tuple, uint32_t low, uint32_t high);

/* Gives the free lists' memory back, as a full collection does. */
void tuple_clear_free_lists(Heap *heap);

#endif
