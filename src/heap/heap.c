#include "heap/heap.h"

#include "heap/gc.h"
#include "heap/kind.h"

const char *const slot_field_names[SLOT_FIELD_COUNT] = {
#define X(name, text) text,
    SLOT_FIELDS(X)
#undef X
};

bool heap_init(Heap *heap, Error *error) {
    *heap = (Heap){0};
    if (!image_init(&heap->image, error)) return false;
    const HeapRoot *root = heap_root(heap);
    heap_set(heap, root->next_serial, 1);
    heap_set(heap, root->static_next, IMAGE_STATIC);
    heap_set(heap, root->large_end, IMAGE_LARGE);
    heap_set(heap, root->bytes_budget, (uint64_t)1 << 30);
    gc_init(heap);
    return true;
}

void heap_rollback(Heap *heap) {
    assert(!heap->cascade.dying.count && !heap->bulk);
    image_rollback(&heap->image);
    heap->failure = HEAP_OK;
}

void heap_deinit(Heap *heap) {
    array_deinit(&heap->cascade.dying);
    image_deinit(&heap->image);
}

Ref heap_resolve(const Heap *heap, Handle handle) {
    if (!handle.serial || handle.ref == 0 || handle.ref >= IMAGE_END) return REF_NULL;
    const Object *object = heap_object(heap, handle.ref);
    if (object->serial != handle.serial || object->kind == KIND_NULL ||
        object->kind >= KIND_COUNT) {
        return REF_NULL;
    }
    bool typed = object->type && object->type < IMAGE_END &&
                 heap_object(heap, object->type)->kind == KIND_TYPE;
    return typed ? handle.ref : REF_NULL;
}

/* The header of a new object; `before` are the granules of GcHead and Preheader. */
static void init_header(Heap *heap, Ref object, Ref type, Kind kind, uint8_t flags) {
    const HeapRoot *root = heap_root(heap);
    Object head = {.refcount = 1,
                   .type = type,
                   .serial = root->next_serial,
                   .kind = (uint8_t)kind,
                   .flags = flags,
                   .which = heap_object(heap, object)->which};
    image_write_granule(&heap->image, heap_object(heap, object), &head);
    bool counts = !(flags & OBJECT_STATIC);
    image_set_pair(&heap->image, &root->next_serial, root->next_serial + 1,
                   root->objects_live + counts);
    if (counts && heap->host.event) {
        heap->host.event(heap->host.context, HEAP_BORN, object, 0);
    }
}

_Static_assert(offsetof(HeapRoot, objects_live) == offsetof(HeapRoot, next_serial) + 4 &&
                   offsetof(HeapRoot, next_serial) % GRANULE == 8,
               "both are set together");
_Static_assert(sizeof(Object) == GRANULE, "a header is a granule");

/* What stands before an instance of the type (_PyType_PreHeaderSize). */
static uint8_t header_flags(const Type *type) {
    return (uint8_t)((type->flags & TYPE_GC ? OBJECT_GC : 0) |
                     (type->flags & TYPE_MANAGED_DICT ? OBJECT_PREHEADER : 0));
}

Ref heap_new_sized(Heap *heap, Ref type, size_t size) {
    const Type *self = heap_at(heap, Type, type);
    uint8_t flags = header_flags(self);
    uint32_t before = heap_granules_before(flags);
    size_t whole = size + (size_t)before * GRANULE;
    Ref block = heap_malloc(heap, whole);
    if (!block) return REF_NULL;
    image_clear(&heap->image, block, block + (Ref)((whole + GRANULE - 1) / GRANULE));
    /* A collection that starts here sees the block, but no object in it yet, as in
     * _PyObject_GC_Alloc. */
    if (flags & OBJECT_GC) gc_count_allocation(heap);
    Ref object = block + before;
    init_header(heap, object, type, (Kind)self->kind, flags);
    if (self->flags & TYPE_HEAP) heap_incref(heap, type);
    return object;
}

Ref heap_new(Heap *heap, Ref type, uint32_t items) {
    const Type *self = heap_at(heap, Type, type);
    return heap_new_sized(heap, type, self->basicsize + (size_t)items * self->itemsize);
}

Ref heap_new_static(Heap *heap, Ref type, Kind kind, size_t size, uint8_t flags) {
    const HeapRoot *root = heap_root(heap);
    uint32_t before = heap_granules_before(flags);
    Ref object = root->static_next + before;
    Ref next = object + (Ref)((size + GRANULE - 1) / GRANULE);
    assert(next <= IMAGE_FRAMES);
    heap_set(heap, root->static_next, next);
    init_header(heap, object, type, kind, (uint8_t)(flags | OBJECT_STATIC));
    return object;
}

void heap_note_static_holder(Heap *heap, Ref object) {
    const HeapRoot *root = heap_root(heap);
    assert(heap_object(heap, object)->flags & OBJECT_STATIC && heap_is_gc(heap, object));
    heap_set(heap, heap_gc_head(heap, object)->prev, root->static_holders);
    heap_set(heap, root->static_holders, object);
}

void heap_revive(Heap *heap, Ref object, Ref type, Kind kind, uint8_t flags) {
    /* What died in bulk was not taken out of its list. */
    if (flags & OBJECT_GC) {
        image_set_pair(&heap->image, &heap_gc_head(heap, object)->next, REF_NULL, REF_NULL);
    }
    init_header(heap, object, type, kind, flags);
}

void heap_free_object(Heap *heap, Ref object) {
    const Object *head = heap_object(heap, object);
    assert(!(head->flags & OBJECT_STATIC));
    if (head->flags & OBJECT_GC) gc_count_freed(heap, 1);
    heap_free(heap, object - heap_granules_before(head->flags));
}

void heap_track(Heap *heap, Ref object) {
    assert(heap_is_gc(heap, object) && !heap_is_tracked(heap, object));
    gc_list_append(heap, gc_generation_head(heap, 0), object - 1);
}

void heap_untrack(Heap *heap, Ref object) {
    if (heap_is_tracked(heap, object)) gc_list_remove(heap, object - 1);
}

int heap_generation(const Heap *heap, Ref object) {
    if (!heap_is_tracked(heap, object)) return -1;
    for (unsigned i = 0; i < GC_LISTS; i++) {
        Ref head = gc_generation_head(heap, i);
        for (Ref node = heap_at(heap, GcHead, head)->next; node != head;
             node = heap_at(heap, GcHead, node)->next) {
            if (gc_object(node) == object) return (int)i;
        }
    }
    return -1;
}

size_t heap_sizeof(const Heap *heap, Ref object) {
    const Type *type = heap_type_of(heap, object);
    const KindRow *row = kind_row(heap_kind(heap, object));
    size_t size = type->basicsize;
    if (type->itemsize && row->items) size += (size_t)row->items(heap, object) * type->itemsize;
    if (row->extra_size) size += row->extra_size(heap, object);
    return size + (size_t)heap_granules_before(header_flags(type)) * GRANULE;
}
