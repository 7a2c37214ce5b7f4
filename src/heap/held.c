#include "heap/held.h"

_Static_assert((IMAGE_ROOT * GRANULE) + sizeof(HeapRoot) <= HELD_STACK * GRANULE,
               "the root must end before the stack of holders");

/* At HELD_STACK. An entry is a Granule of HeldLink, then a Holder, then its own places if any. */
typedef struct HeldTop {
    uint32_t top; /* granule of the last entry's HeldLink, or 0 */
    uint32_t end; /* first free granule; 0 is taken as HELD_STACK + 1 */
    uint32_t spare[2];
} HeldTop;

typedef struct HeldLink {
    uint32_t previous;
    uint32_t spare[3];
} HeldLink;

static const HeldTop *held_top(const Heap *heap) {
    return heap_at(heap, HeldTop, HELD_STACK);
}

static const Holder *holder_at(const Heap *heap, uint32_t entry) {
    return heap_at(heap, Holder, entry + 1);
}

static const Holder *push_entry(Heap *heap, uint32_t granules) {
    const HeldTop *top = held_top(heap);
    uint32_t at = top->end ? top->end : HELD_STACK + 1;
    if (at + 2 + granules > HELD_END) {
        heap->failure = HEAP_TOO_DEEP;
        return NULL;
    }
    const HeldLink *link = heap_at(heap, HeldLink, at);
    heap_set(heap, link->previous, top->top);
    heap_set(heap, top->top, at);
    heap_set(heap, top->end, at + 2 + granules);
    return holder_at(heap, at);
}

static void fill(Heap *heap, const Holder *holder, Ref block, uint32_t offset, uint32_t count,
                 uint16_t stride, uint16_t per) {
    heap_set(heap, holder->block, block);
    heap_set(heap, holder->offset, offset);
    heap_set(heap, holder->count, count);
    heap_set(heap, holder->stride, stride);
    heap_set(heap, holder->per, per);
}

bool held_push_block(Heap *heap, Ref block, uint32_t offset, uint32_t count, uint16_t stride,
                     uint16_t per) {
    const Holder *holder = push_entry(heap, 0);
    if (!holder) return false;
    fill(heap, holder, block, offset, count, stride, per);
    return true;
}

const Ref *held_push(Heap *heap, uint32_t count) {
    uint32_t granules = (uint32_t)((count * sizeof(Ref) + GRANULE - 1) / GRANULE);
    const Holder *holder = push_entry(heap, granules);
    if (!holder) return NULL;
    const Ref *places = (const Ref *)(holder + 1);
    image_zero(&heap->image, places, (size_t)granules * GRANULE);
    fill(heap, holder, image_ref(&heap->image, places), 0, count, sizeof(Ref), 1);
    return places;
}

void held_pop(Heap *heap) {
    const HeldTop *top = held_top(heap);
    uint32_t entry = top->top;
    assert(entry);
    heap_set(heap, top->end, entry);
    heap_set(heap, top->top, heap_at(heap, HeldLink, entry)->previous);
}

/* The place of reference `i` of a holder. */
static const Ref *place(const Heap *heap, const Holder *holder, uint32_t i) {
    const uint8_t *bytes = heap_at(heap, uint8_t, holder->block);
    return (const Ref *)(bytes + holder->offset + (size_t)(i / holder->per) * holder->stride) +
           i % holder->per;
}

const Ref *held_places(const Heap *heap) {
    return place(heap, holder_at(heap, held_top(heap)->top), 0);
}

void held_drop(Heap *heap, bool from_end) {
    uint32_t entry = held_top(heap)->top;
    const Holder *holder = holder_at(heap, entry);
    uint32_t count = holder->count * holder->per;
    for (uint32_t i = 0; i < count; i++) {
        const Ref *at = place(heap, holder, from_end ? count - 1 - i : i);
        Ref object = *at;
        if (!object || object == SET_DUMMY) continue;
        image_set32(&heap->image, at, REF_NULL);
        heap_decref(heap, object);
        assert(held_top(heap)->top == entry);
    }
    held_pop(heap);
}

void held_decref(Heap *heap, Ref object, Ref kept) {
    if (!kept || heap_refcount(heap, object) > 1) {
        heap_decref(heap, object);
        return;
    }
    const Ref *places = held_push(heap, 1);
    if (places) image_set32(&heap->image, places, kept);
    heap_decref(heap, object);
    if (places) held_pop(heap);
}

void held_traverse(const Heap *heap, Visitor *visitor) {
    for (uint32_t entry = held_top(heap)->top; entry;
         entry = heap_at(heap, HeldLink, entry)->previous) {
        const Holder *holder = holder_at(heap, entry);
        for (uint32_t i = 0; i < holder->count * holder->per; i++) {
            Ref object = *place(heap, holder, i);
            if (object && object != SET_DUMMY)
                visitor->visit(visitor, (Slot){SLOT_ITEM, i}, object);
        }
    }
}
