/* Looking at a collection: what copy, subtract and reach say of each object of a list.
 *
 * The collector itself keeps none of it (gc_collect.c): who looks computes it here once more, in
 * arrays of his own, from the image alone. So a collection costs the same whether it will ever be
 * looked at or not, and looking changes nothing. The list must be as it was before it was judged
 * (GC_AT_LISTED), or joined again from the parts that it was split into. */
#ifndef LASTREF_HEAP_GC_LOOK_H
#define LASTREF_HEAP_GC_LOOK_H

#include "base/array.h"
#include "heap/heap.h"

typedef struct GcLookObject {
    Ref object;
    uint32_t copied;     /* gc_refs after copy: the refcount */
    uint32_t subtracted; /* less the references from inside the list */
    uint32_t reached;    /* after reach: what was 0 and was reached has 1 (visit_reachable) */
    bool unreachable;    /* nothing outside the list leads to it */
    bool rescued;        /* its turn came with gc_refs 0, and it was reached later */
} GcLookObject;

/* A zeroed one is empty. */
typedef struct GcLook {
    Array(GcLookObject) objects; /* in list order */
    uint32_t *slots;             /* hash table: number + 1 by reference */
    uint32_t slots_log2;
} GcLook;

/* Looks at the objects of the lists (granules of their heads), one after the other as one list. */
void gc_look(GcLook *look, const Heap *heap, const Ref *lists, size_t count);
void gc_look_deinit(GcLook *look);

/* Null when the object is not in the list. */
const GcLookObject *gc_look_find(const GcLook *look, Ref object);

#endif
