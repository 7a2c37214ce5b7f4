/* collections.deque (Modules/_collectionsmodule.c of CPython 3.11): a chain of blocks of 64 items.
 *
 * A deque has at least one block. The items go from `left_index` in the left block to just before
 * `right_end` in the right one; those of an empty deque stand in the middle, so that both ends can
 * grow. Blocks given up are kept for the deque's own later use, up to 16. `state` counts mutations
 * that move items, by which iterators know of them. Items may be of any kind; the functions that
 * store steal the reference. */
#ifndef LASTREF_HEAP_DEQUE_H
#define LASTREF_HEAP_DEQUE_H

#include "heap/heap.h"

#define DEQUE_UNBOUNDED UINT64_MAX /* Deque.maxlen of a deque without a bound */

static inline const Deque *deque_at(const Heap *heap, Ref deque) {
    return heap_at(heap, Deque, deque);
}

static inline uint32_t deque_size(const Heap *heap, Ref deque) {
    return deque_at(heap, deque)->size;
}

/* A place in the chain. */
typedef struct DequePlace {
    Ref block;
    uint32_t index;
} DequePlace;

/* The place of the first and of the last item; of an empty deque, where it would be. */
DequePlace deque_first(const Heap *heap, Ref deque);
DequePlace deque_last(const Heap *heap, Ref deque);
/* The next place to the right or to the left. Past an end it names no item. */
DequePlace deque_next(const Heap *heap, DequePlace place);
DequePlace deque_previous(const Heap *heap, DequePlace place);
/* The item at a place or number, borrowed. */
Ref deque_item_at(const Heap *heap, DequePlace place);
Ref deque_get(const Heap *heap, Ref deque, uint32_t number);

/* An empty deque of a class: tracked. Null with heap->failure. May run the collector. */
Ref deque_new(Heap *heap, Ref type);

/* Stores at an end; what `maxlen` no longer has room for is dropped from the other end. False with
 * heap->failure. */
bool deque_append(Heap *heap, Ref deque, Ref item, uint64_t maxlen);
bool deque_append_left(Heap *heap, Ref deque, Ref item, uint64_t maxlen);
/* Takes the item at an end out: the caller owns it. The deque is not empty. */
Ref deque_pop(Heap *heap, Ref deque);
Ref deque_pop_left(Heap *heap, Ref deque);
/* The caller owns what was there. */
Ref deque_exchange(Heap *heap, Ref deque, uint32_t number, Ref item);
/* Items move in from the other end, to the right when `steps` is positive. False with
 * heap->failure. */
bool deque_rotate(Heap *heap, Ref deque, int64_t steps);
void deque_reverse(Heap *heap, Ref deque);
/* Empties it, then drops the items from left to right. */
void deque_clear(Heap *heap, Ref deque);
/* Of an empty deque: items to come will fill the block from the left end, or from the right. */
void deque_start_at(Heap *heap, Ref deque, bool left);
/* Its only item again and again, `count` times in all. False with heap->failure. */
bool deque_repeat_item(Heap *heap, Ref deque, uint64_t count);

#endif
