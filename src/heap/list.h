/* Lists: growth, shrinking and free list of CPython 3.11 (Objects/listobject.c).
 *
 * An item stored is stolen. Functions that return bool return false only with heap->failure set. */
#ifndef LASTREF_HEAP_LIST_H
#define LASTREF_HEAP_LIST_H

#include "heap/heap.h"

/* List.allocated while list.sort has the items: the list looks empty, and whoever changes it
 * changes this. */
#define LIST_SORTING UINT32_MAX

enum { LIST_FREE_MAX = 80 /* PyList_MAXFREELIST */ };

/* list() and subclasses: empty, tracked, not from the free list (PyType_GenericNew). */
Ref list_new_of_type(Heap *heap, Ref type);
/* A tracked list of `size` items, all null, with exactly that many places; fill with list_init_item
 * before anything else can see it. New reference. */
Ref list_new(Heap *heap, uint32_t size);
void list_init_item(Heap *heap, Ref list, uint32_t index, Ref item);

static inline uint32_t list_size(const Heap *heap, Ref list) {
    return heap_at(heap, List, list)->size;
}

/* Borrowed. Index must be in range. */
static inline Ref list_get(const Heap *heap, Ref list, uint32_t index) {
    const List *self = heap_at(heap, List, list);
    assert(index < self->size);
    return heap_at(heap, Ref, self->items)[index];
}

/* Replaces an item; the old one is decref'd last. */
void list_set(Heap *heap, Ref list, uint32_t index, Ref item);
/* list.append: over-allocates as list_resize does. */
bool list_append(Heap *heap, Ref list, Ref item);
bool list_insert(Heap *heap, Ref list, uint32_t index, Ref item);
/* list_resize of 3.11: new size and capacity; items beyond the old size are null, items cut off
 * must have been taken out by the caller. */
bool list_resize(Heap *heap, Ref list, uint32_t size);
/* list_ass_slice: replaces items [low, high) by `count` items (stolen); the old ones are decref'd
 * last to first, at the end. */
bool list_replace_slice(Heap *heap, Ref list, uint32_t low, uint32_t high, const Ref *items,
                        uint32_t count);
/* A new list of items [low, high), of exact capacity. New reference. */
Ref list_slice(Heap *heap, Ref list, uint32_t low, uint32_t high);
void list_clear(Heap *heap, Ref list);
/* list_preallocate: capacity rounded up to even, as list(sequence) has it. */
bool list_preallocate(Heap *heap, Ref list, uint32_t size);

/* Takes an item out and closes the gap (list.pop): the reference is the caller's; null with
 * heap->failure. */
Ref list_take(Heap *heap, Ref list, uint32_t index);
/* For list.sort: takes the block of items out, leaving the list in state LIST_SORTING, and puts it
 * back; what the list was given meanwhile is dropped last to first. */
Ref list_take_block(Heap *heap, Ref list, uint32_t *size, uint32_t *allocated);
void list_give_block(Heap *heap, Ref list, Ref block, uint32_t size, uint32_t allocated);
/* Gives the free list's memory back, as a full collection does. */
void list_clear_free_list(Heap *heap);

#endif
