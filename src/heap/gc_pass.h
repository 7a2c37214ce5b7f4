/* Which objects of a list nothing outside it leads to: CPython 3.11's deduce_unreachable
 * (Modules/gcmodule.c) as four steps, each of which may be stopped after.
 *
 *     gc_pass_copy      gc_refs of each member is its refcount
 *     gc_pass_subtract  less one for each reference that comes from a member
 *     gc_pass_reach     what is left above 0 is held from outside, and so is all that it reaches
 *     gc_pass_split     the suspected go to a list of their own, the rescued to the end of theirs
 *
 * Nothing runs Python meanwhile. gc_refs and state of a member stand in the image's scratch word of
 * the object, which is not part of the machine's state: a pass that finds nothing writes nothing.
 * CPython keeps them in the GC head; a word by granule lies closer to its neighbours. */
#ifndef LASTREF_HEAP_GC_PASS_H
#define LASTREF_HEAP_GC_PASS_H

#include "heap/gc.h"

typedef enum GcState {
    GC_NO_MEMBER,
    GC_UNKNOWN,
    GC_REACHED,
    GC_SUSPECTED, /* gc_refs was 0 when its turn came */
    GC_RESCUED    /* suspected, and reached later: stands at the end of the list afterwards */
} GcState;

/* A scratch word: gc_refs above, the state in the low bits. */
enum { GC_STATE_BITS = 3, GC_STATE_MASK = 7, GC_ONE_REF = 8 };

typedef struct GcPass {
    Heap *heap;
    uint32_t *marks;    /* the image's scratch words */
    Array(Ref) members; /* the list's objects in its order; after the split the unreachable ones */
    Array(Ref) rescued; /* in the order in which they were reached */
    uint64_t kinds;     /* a bit for each Kind that occurs in the list */
    size_t suspected;   /* members that are GC_SUSPECTED */
    size_t kept;        /* members that are reachable; known after the split */
} GcPass;

/* Begins a pass over a list and copies. The other steps follow in order; gc_pass_end after them. */
void gc_pass_copy(GcPass *pass, Heap *heap, Ref list);
void gc_pass_subtract(GcPass *pass);
void gc_pass_reach(GcPass *pass);
/* Moves the suspected to the end of `unreachable`, and leaves them as the pass's members. All
 * scratch words are zero again. */
void gc_pass_split(GcPass *pass, Ref list, Ref unreachable);
void gc_pass_end(GcPass *pass);

static inline uint32_t *gc_pass_mark(const GcPass *pass, Ref object) {
    return &pass->marks[object];
}

static inline GcState gc_pass_state(const GcPass *pass, Ref object) {
    return (GcState)(*gc_pass_mark(pass, object) & GC_STATE_MASK);
}

#endif
