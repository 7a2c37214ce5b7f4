#include "heap/bytes.h"

#include "base/hash.h"
#include "heap/builtin_type.h"
#include "heap/kind.h"

enum { BYTES_LENGTH_MAX = 1 << 28 };

static void fill(Heap *heap, Ref made, const void *bytes, size_t length) {
    const Bytes *self = heap_at(heap, Bytes, made);
    heap_set(heap, self->length, (uint32_t)length);
    if (length) image_write(&heap->image, self->bytes, bytes, length);
}

void bytes_init_shared(Heap *heap, Ref type) {
    const HeapRoot *root = heap_root(heap);
    Ref empty = heap_new_static(heap, type, KIND_BYTES, 33, OBJECT_SHARED);
    heap_set(heap, root->empty_bytes, empty);
    for (int i = 0; i < 256; i++) {
        uint8_t byte = (uint8_t)i;
        Ref made = heap_new_static(heap, type, KIND_BYTES, 34, OBJECT_SHARED);
        fill(heap, made, &byte, 1);
        heap_set(heap, root->byte_chars[i], made);
    }
}

Ref bytes_new_of_type(Heap *heap, Ref type, const void *bytes, size_t length) {
    if (length > BYTES_LENGTH_MAX) {
        heap->failure = HEAP_FULL;
        return REF_NULL;
    }
    Ref made = heap_new(heap, type, (uint32_t)length);
    if (!made) return REF_NULL;
    fill(heap, made, bytes, length);
    if (heap_is_gc(heap, made)) heap_track(heap, made);
    return made;
}

Ref bytes_new(Heap *heap, const void *bytes, size_t length) {
    const HeapRoot *root = heap_root(heap);
    if (length == 0) return heap_incref(heap, root->empty_bytes);
    if (length == 1) return heap_incref(heap, root->byte_chars[*(const uint8_t *)bytes]);
    return bytes_new_of_type(heap, builtin_type(heap, BUILTIN_TYPE_BYTES), bytes, length);
}

uint64_t bytes_hash(Heap *heap, Ref object) {
    const Bytes *self = heap_at(heap, Bytes, object);
    if (self->hashed) return self->hash;
    uint64_t hash = self->length ? hash_siphash13(self->bytes, self->length) : 0;
    if (hash == UINT64_MAX) hash--;
    heap_set(heap, self->hash, hash);
    heap_set(heap, self->hashed, 1);
    return hash;
}

/* ---- the row ---- */

static uint32_t items(const Heap *heap, Ref object) {
    return heap_at(heap, Bytes, object)->length;
}

const KindRow kind_bytes = {.name = "bytes", .items = items, .leaf = true};
