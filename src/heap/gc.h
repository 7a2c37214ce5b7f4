/* The cyclic collector's books: generations, counts, tracking lists (Modules/gcmodule.c,
 * CPython 3.11).
 *
 * A tracked object's GcHead is linked into the list of its generation, in CPython's order. Counting
 * is separate from tracking: every allocation with a GcHead that does not come from a free list
 * counts toward generation 0, and every such memory given back uncounts, never below 0. */
#ifndef LASTREF_HEAP_GC_H
#define LASTREF_HEAP_GC_H

#include "heap/heap.h"

enum {
    GC_PERMANENT = HEAP_GENERATIONS,
    GC_TRASH,       /* what the collection under way found unreachable */
    GC_STILL_TRASH, /* and what of it finalizers did not bring back */
    GC_WEAK_CALLS,  /* live weak references whose callbacks are to be called */
    GC_LISTS
};

void gc_init(Heap *heap);

/* Collects a generation, 0 to 2, and returns what gc.collect() does: the number of unreachable
 * objects found after resurrected ones were taken out, finalizers and tp_clear called on the way.
 * Nothing while a collection is under way: 0. */
uint64_t gc_collect(Heap *heap, unsigned generation);
/* The same without gc.callbacks, as the shutdown does it. */
uint64_t gc_collect_silently(Heap *heap, unsigned generation);
/* The same as an allocation begins it. */
uint64_t gc_collect_by_itself(Heap *heap, unsigned generation);

/* Detail of HEAP_COLLECTION_BEGAN, beside the generation: an allocation began it, no call. */
enum { GC_BEGAN_BY_ITSELF = 4 };

/* The moments of a collection at which it can be looked at (HEAP_COLLECTION_AT; gc_moment of the
 * detail). Between LISTED and JUDGED the image does not change but for the order of lists: copy,
 * subtract and reach work beside it, and gc_look computes them again. */
typedef enum GcMoment {
    GC_AT_LISTED,    /* the younger generations are on the list of the collected one */
    GC_AT_JUDGED,    /* what cannot be reached is on the list GC_TRASH */
    GC_AT_FINALIZED, /* weak references are cleared, finalizers were called; what is still trash is
                     on GC_STILL_TRASH, what they brought back on GC_TRASH */
    GC_AT_CLEARED    /* cycles are broken, and what that freed is gone */
} GcMoment;

static inline GcMoment gc_moment(uint32_t detail) {
    return (GcMoment)(detail & 0xFF);
}

/* Of GC_AT_CLEARED: what gc.collect() returns, cut to 24 bits. */
static inline uint32_t gc_found(uint32_t detail) {
    return detail >> 8;
}

/* gc.set_debug */
enum {
    GC_DEBUG_STATS = 1,
    GC_DEBUG_COLLECTABLE = 2,
    GC_DEBUG_UNCOLLECTABLE = 4,
    GC_DEBUG_SAVEALL = 32 /* what is found goes to gc.garbage instead of being freed */
};

/* What gc.is_tracked says. A static object of a GC type stands for one that CPython tracked before
 * the script began; static types themselves are never tracked. */
bool gc_is_tracked(const Heap *heap, Ref object);

/* Called for each allocation and free of memory with a GcHead. The first may start a collection,
 * inside the allocation, as 3.11 does. */
void gc_count_allocation(Heap *heap);
void gc_count_freed(Heap *heap, uint32_t count);

/* List operations on GcHead granules. */
bool gc_list_is_empty(const Heap *heap, Ref head);
void gc_list_append(Heap *heap, Ref head, Ref node);
void gc_list_remove(Heap *heap, Ref node);
/* `after` follows `before` in a list; written only where it did not, so that what stays costs no
 * history. Returns `after`. */
Ref gc_list_link(Heap *heap, Ref before, Ref after);
/* Moves all of `from` to the end of `to`. */
void gc_list_merge(Heap *heap, Ref from, Ref to);

/* Granule of a generation's list head, or of one of the lists above. */
Ref gc_generation_head(const Heap *heap, unsigned generation);

static inline Ref gc_object(Ref node) {
    return node + 1;
}

#endif
