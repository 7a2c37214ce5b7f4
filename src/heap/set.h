/* Sets as in CPython 3.11 (Objects/setobject.c): open addressing with linear probes of 9, table
 * sizes and resize rules included. Results as dict.h: 1, 0, -1. */
#ifndef LASTREF_HEAP_SET_H
#define LASTREF_HEAP_SET_H

#include "heap/heap.h"

/* `type` is set, frozenset or a subclass. New reference, tracked. */
Ref set_new(Heap *heap, Ref type);
/* Adds a key (increfed): 1 added, 0 was there, -1. */
int set_add(Heap *heap, Ref set, Ref key, uint64_t hash);
int set_find(Heap *heap, Ref set, Ref key, uint64_t hash);
/* 1 removed (the key decref'd last), 0 absent, -1. */
int set_remove(Heap *heap, Ref set, Ref key, uint64_t hash);
void set_clear(Heap *heap, Ref set);
/* Steps over keys in table order; borrowed. *position starts at 0. */
bool set_next(const Heap *heap, Ref set, uint32_t *position, Ref *key, uint64_t *hash);
/* set_merge of a set or dict: sizes as CPython's. 0 or -1. */
int set_merge(Heap *heap, Ref set, Ref other);
/* Exchanges the content of two sets (set_swap_bodies). */
void set_swap_bodies(Heap *heap, Ref a, Ref b);
/* Rebuilds the table when more than a quarter of it is dummies, as a difference update ends. */
void set_compact(Heap *heap, Ref set);
/* The hash of a frozenset's content, remembered in the object. */
uint64_t set_hash(Heap *heap, Ref set);
/* pop: new reference, or null when empty. */
Ref set_pop(Heap *heap, Ref set);

static inline uint32_t set_used(const Heap *heap, Ref set) {
    return heap_at(heap, Set, set)->used;
}

#endif
