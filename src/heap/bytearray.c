#include "heap/bytearray.h"

#include "heap/kind.h"

#include <string.h>

enum { BYTEARRAY_MAX = 1 << 28 };

Ref bytearray_new(Heap *heap, Ref type) {
    Ref made = heap_new(heap, type, 0);
    if (made && heap_is_gc(heap, made)) heap_track(heap, made);
    return made;
}

/* The size of the block for so many bytes; 0: what there is will do. */
static size_t wanted_block(const ByteArray *self, size_t size) {
    size_t allocated = self->allocated;
    if (size + self->start + 1 <= allocated) return size < allocated / 2 ? size + 1 : 0;
    if ((double)size <= (double)allocated * 1.125) return size + (size >> 3) + (size < 9 ? 3 : 6);
    return size + 1;
}

bool bytearray_resize(Heap *heap, Ref object, uint32_t size) {
    const ByteArray *self = bytearray_at(heap, object);
    if (size == self->length) return true;
    if (size > BYTEARRAY_MAX) {
        heap->failure = HEAP_FULL;
        return false;
    }
    size_t wanted = wanted_block(self, size);
    if (wanted) {
        Ref block;
        if (self->start) {
            block = heap_malloc(heap, wanted);
            if (!block) return false;
            uint32_t kept = size < self->length ? size : self->length;
            image_write(&heap->image, heap_at(heap, uint8_t, block), bytearray_bytes(heap, object),
                        kept);
            heap_free(heap, self->block);
        } else {
            block = heap_realloc(heap, self->block, wanted);
            if (!block) return false;
        }
        heap_set(heap, self->block, block);
        heap_set(heap, self->start, 0);
        heap_set(heap, self->allocated, (uint32_t)wanted);
    }
    heap_set(heap, self->length, size);
    return true;
}

bool bytearray_replace(Heap *heap, Ref object, uint32_t low, uint32_t high, const uint8_t *bytes,
                       uint32_t count) {
    const ByteArray *self = bytearray_at(heap, object);
    uint32_t size = self->length, removed = high - low, left = size - high;
    const uint8_t *at = bytearray_bytes(heap, object);
    if (count < removed) {
        if (low == 0)
            heap_set(heap, self->start, self->start + (removed - count));
        else if (left)
            image_move(&heap->image, at + low + count, at + high, left);
        if (!bytearray_resize(heap, object, size - (removed - count))) return false;
    } else if (count > removed) {
        if (!bytearray_resize(heap, object, size + (count - removed))) return false;
        at = bytearray_bytes(heap, object);
        if (left) image_move(&heap->image, at + low + count, at + high, left);
    }
    if (count) image_write(&heap->image, bytearray_bytes(heap, object) + low, bytes, count);
    return true;
}

/* ---- the rows ---- */

static Ref take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const ByteArray *self = bytearray_at(heap, object);
    if (self->block) heap_free(heap, self->block);
    heap_set(heap, self->block, REF_NULL);
    return REF_NULL;
}

static size_t extra_size(const Heap *heap, Ref object) {
    return bytearray_at(heap, object)->allocated;
}

const KindRow kind_bytearray = {.name = "bytearray", .take = take, .extra_size = extra_size};

/* The buffer lets go of its object's bytes when the last view has gone. */
static void managed_buffer_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    visit_field(visitor, SLOT_FIELD_BUFFER_OF, heap_at(heap, ManagedBuffer, object)->object);
}

static Ref managed_buffer_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const ManagedBuffer *self = heap_at(heap, ManagedBuffer, object);
    if (self->object && heap_kind(heap, self->object) == KIND_BYTEARRAY) {
        const ByteArray *shared = bytearray_at(heap, self->object);
        heap_set(heap, shared->exports, shared->exports - 1);
    }
    return take_slot(heap, &self->object);
}

const KindRow kind_managed_buffer = {
    .name = "managed buffer", .traverse = managed_buffer_traverse, .take = managed_buffer_take};

static void memoryview_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    visit_field(visitor, SLOT_FIELD_BUFFER, heap_at(heap, MemoryView, object)->buffer);
}

static Ref memoryview_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    return take_slot(heap, &heap_at(heap, MemoryView, object)->buffer);
}

/* ob_array: shape, stride and suboffset of the one dimension. */
static uint32_t memoryview_items(const Heap *heap, Ref object) {
    (void)heap;
    (void)object;
    return MEMORYVIEW_ITEMS;
}

const KindRow kind_memoryview = {.name = "memoryview",
                                 .traverse = memoryview_traverse,
                                 .take = memoryview_take,
                                 .items = memoryview_items};
