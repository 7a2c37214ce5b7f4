/* Held references: what a mutator has taken out of an object and not dropped yet.
 *
 * `list.clear()` first makes the list empty and then drops the items, one by one; each drop may run
 * a finalizer, and that may look at everything. CPython keeps the items in a C array meanwhile.
 * Here such an array is a *holder*: an entry of a stack in the image that says where the references
 * lie, so that undo, heap_check and who-holds-it see them. Holders nest as the calls do.
 *
 * A holder never owns the block it points into: the caller frees it after held_pop. */
#ifndef LASTREF_HEAP_HELD_H
#define LASTREF_HEAP_HELD_H

#include "heap/heap.h"

enum {
    HELD_STACK = 0x4000, /* first granule: 256 KiB, in the gap between root and machine record */
    HELD_END = IMAGE_MACHINE
};

/* Where the references of a holder lie: `count` groups of `per` references, `stride` bytes apart.
 * Null references and SET_DUMMY are skipped. */
typedef struct Holder {
    uint32_t block; /* granule where offset 0 is */
    uint32_t offset;
    uint32_t count; /* groups */
    uint16_t stride;
    uint16_t per;
} Holder;

/* Opens a holder of references in a block. False with HEAP_TOO_DEEP when holders nest too deeply.
 */
bool held_push_block(Heap *heap, Ref block, uint32_t offset, uint32_t count, uint16_t stride,
                     uint16_t per);
/* Opens a holder with places of its own for `count` references, all null; returns them, or null
 * with HEAP_TOO_DEEP. */
const Ref *held_push(Heap *heap, uint32_t count);
/* Closes the last holder; what it still holds is the caller's. */
void held_pop(Heap *heap);
/* The first place of the last holder. */
const Ref *held_places(const Heap *heap);
/* Decrefs what the last holder holds, first to last or last to first, each taken out first, and
 * closes it. Finalizers may run. */
void held_drop(Heap *heap, bool from_end);

/* Drops `object` while `kept`, which the caller owns and may be null, stays visible. */
void held_decref(Heap *heap, Ref object, Ref kept);

/* Visits every held reference; for heap_check and who-holds-it. */
void held_traverse(const Heap *heap, Visitor *visitor);

#endif
