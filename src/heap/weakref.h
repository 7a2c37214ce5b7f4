/* Weak references (Objects/weakrefobject.c of CPython 3.11): records that name an object and do not
 * hold it.
 *
 * An object whose type has a weak_offset keeps the first of its weak references there; they are
 * linked by Weakref.next and prev and own nothing of each other. Order: the reference without a
 * callback that all callers share, then the shared proxy, then the others, newest first. A dead
 * weak reference is in no list and names nothing.
 *
 * Nothing in here calls Python: the host clears the list of an object that dies and calls what
 * callbacks there are. */
#ifndef LASTREF_HEAP_WEAKREF_H
#define LASTREF_HEAP_WEAKREF_H

#include "heap/heap.h"

/* Object.which of a weak reference */
enum { WEAKREF_REF, WEAKREF_PROXY, WEAKREF_CALLABLE_PROXY };

static inline const Weakref *weakref_at(const Heap *heap, Ref weak) {
    return heap_at(heap, Weakref, weak);
}

/* Where an object keeps its first weak reference; null when its type allows none. */
static inline const Ref *weakref_list(const Heap *heap, Ref object) {
    uint32_t offset = heap_type_of(heap, object)->weak_offset;
    return offset ? (const Ref *)(heap_at(heap, uint8_t, object) + offset) : NULL;
}

/* The object named, borrowed; null once it is dead or while its memory is being given back. */
Ref weakref_target(const Heap *heap, Ref weak);

/* The shared reference and the shared proxy of an object, borrowed, null where there is none. The
 * object must allow weak references. */
void weakref_find_shared(const Heap *heap, Ref object, Ref *plain, Ref *proxy);

/* Enters a new weak reference into the object's list at the place that its class and callback give
 * it. `callback` is stolen and may be null. */
void weakref_link(Heap *heap, Ref weak, Ref object, Ref callback);

/* Takes a weak reference out of its list: it is dead then. The callback stays. */
void weakref_unlink(Heap *heap, Ref weak);

/* How many weak references an object has. */
uint32_t weakref_count(const Heap *heap, Ref object);

#endif
