/* The deaths of a collection in bulk.
 *
 * While trash is cleared, most of it dies in cascades that nobody can look into. Taking each object
 * out of the trash list, as a death does otherwise, would write and save its neighbours for
 * nothing: in bulk the list is left as it is, the members are gone through by number, and the list
 * is made anew at the end, or as soon as somebody may look (gc_bulk_break). The members are marked
 * in the image's scratch words meanwhile. */
#ifndef LASTREF_HEAP_GC_BULK_H
#define LASTREF_HEAP_GC_BULK_H

#include "heap/gc_pass.h"

typedef struct GcBulk {
    GcPass *pass; /* whose members are the trash */
    size_t next;  /* the next member to be cleared; those before it have been */
    Ref trash;    /* list of the trash */
    Ref old;      /* list where survivors go */
} GcBulk;

/* From now on the pass's members, all on the list `trash`, may be left linked when they die. */
void gc_bulk_begin(GcBulk *bulk, Heap *heap, GcPass *pass, Ref trash, Ref old);

/* The next member that is alive, or null at the end: the list of trash is empty then, what survived
 * is on the old one, and bulk is over. */
Ref gc_bulk_next(Heap *heap);

/* Somebody may look: the lists are made what they would be by now, and bulk is over. */
void gc_bulk_break(Heap *heap);

static inline bool gc_bulk_has(const Heap *heap, Ref object) {
    return heap->bulk && *gc_pass_mark(heap->bulk->pass, object);
}

/* A member's memory is given back. */
static inline void gc_bulk_forget(const Heap *heap, Ref object) {
    if (heap->bulk) *gc_pass_mark(heap->bulk->pass, object) = 0;
}

#endif
