#include "heap/tuple.h"

#include "heap/builtin_type.h"
#include "heap/referents.h"

enum { TUPLE_SIZE_MAX = 1 << 27 };

void tuple_init_shared(Heap *heap, Ref type) {
    const HeapRoot *root = heap_root(heap);
    Ref empty =
        heap_new_static(heap, type, KIND_TUPLE, sizeof(Tuple), OBJECT_SHARED | OBJECT_STATIC);
    heap_set(heap, root->empty_tuple, empty);
}

Ref tuple_new(Heap *heap, uint32_t size) {
    const HeapRoot *root = heap_root(heap);
    if (size == 0) return heap_incref(heap, root->empty_tuple);
    Ref type = builtin_type(heap, BUILTIN_TYPE_TUPLE);
    Ref tuple;
    if (size <= TUPLE_REUSE_MAX && root->free_tuples[size]) {
        tuple = root->free_tuples[size];
        const Tuple *self = heap_at(heap, Tuple, tuple);
        heap_set(heap, root->free_tuples[size], self->items[0]);
        heap_set(heap, root->free_tuple_counts[size], root->free_tuple_counts[size] - 1);
        heap_set(heap, self->items[0], REF_NULL);
        heap_revive(heap, tuple, type, KIND_TUPLE, OBJECT_GC);
    } else {
        if (size > TUPLE_SIZE_MAX) {
            heap->failure = HEAP_FULL;
            return REF_NULL;
        }
        tuple = heap_new(heap, type, size);
        if (!tuple) return REF_NULL;
    }
    const Tuple *self = heap_at(heap, Tuple, tuple);
    heap_set(heap, self->size, size);
    heap_track(heap, tuple);
    return tuple;
}

void tuple_init_item(Heap *heap, Ref tuple, uint32_t index, Ref item) {
    const Tuple *self = heap_at(heap, Tuple, tuple);
    assert(index < self->size);
    heap_set(heap, self->items[index], item);
}

Ref tuple_pack(Heap *heap, uint32_t size, const Ref *items) {
    Ref tuple = tuple_new(heap, size);
    if (!tuple) return REF_NULL;
    for (uint32_t i = 0; i < size; i++)
        tuple_init_item(heap, tuple, i, heap_incref(heap, items[i]));
    return tuple;
}

Ref tuple_slice(Heap *heap, Ref tuple, uint32_t low, uint32_t high) {
    const Tuple *self = heap_at(heap, Tuple, tuple);
    if (high > self->size) high = self->size;
    if (low > high) low = high;
    if (low == 0 && high == self->size && is_builtin_exact(heap, tuple, BUILTIN_TYPE_TUPLE))
        return heap_incref(heap, tuple);
    return tuple_pack(heap, high - low, self->items + low);
}

void tuple_clear_free_lists(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    for (uint32_t size = 1; size < FREE_TUPLE_SIZES; size++) {
        while (root->free_tuples[size]) {
            Ref tuple = root->free_tuples[size];
            heap_set(heap, root->free_tuples[size], heap_at(heap, Tuple, tuple)->items[0]);
            heap_free_object(heap, tuple);
        }
        heap_set(heap, root->free_tuple_counts[size], 0);
    }
}

/* ---- the row ---- */

static void traverse(const Heap *heap, Ref object, Visitor *visitor) {
    tuple_walk(heap, object, visit_by_visitor, visitor);
}

/* tupledealloc: last to first. */
static Ref take(Heap *heap, Ref object, uint32_t *cursor) {
    const Tuple *self = heap_at(heap, Tuple, object);
    while (*cursor < self->size) {
        Ref item = take_slot(heap, &self->items[self->size - 1 - (*cursor)++]);
        if (item) return item;
    }
    return REF_NULL;
}

static void free_tuple(Heap *heap, Ref object) {
    const HeapRoot *root = heap_root(heap);
    const Tuple *self = heap_at(heap, Tuple, object);
    uint32_t size = self->size;
    if (size == 0 || size >= FREE_TUPLE_SIZES || root->free_tuple_counts[size] >= TUPLE_FREE_MAX ||
        !is_builtin_exact(heap, object, BUILTIN_TYPE_TUPLE)) {
        heap_free_object(heap, object);
        return;
    }
    heap_set(heap, self->items[0], root->free_tuples[size]);
    heap_set(heap, root->free_tuples[size], object);
    heap_set(heap, root->free_tuple_counts[size], root->free_tuple_counts[size] + 1);
}

static uint32_t items(const Heap *heap, Ref object) {
    return heap_at(heap, Tuple, object)->size;
}

const KindRow kind_tuple = {
    .name = "tuple",
    .traverse = traverse,
    .take = take,
    .free = free_tuple,
    .items = items,
    .trashcan = true,
};
