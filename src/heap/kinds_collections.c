/* Rows of the records of collections: CPython 3.11's Modules/_collectionsmodule.c. */
#include "heap/deque.h"
#include "heap/kind.h"

/* ---- deque ---- */

static void deque_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    DequePlace place = deque_first(heap, object);
    if (!place.block) return; /* while it is made, or dead */
    for (uint32_t i = 0; i < deque_size(heap, object); ++i) {
        visit_item(visitor, i, deque_item_at(heap, place));
        place = deque_next(heap, place);
    }
}

/* deque_dealloc: the items from the left, then the blocks. */
static Ref deque_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const Deque *self = deque_at(heap, object);
    if (!self->left) return REF_NULL;
    if (self->size) return deque_pop_left(heap, object);
    heap_free(heap, self->left);
    heap_set(heap, self->left, REF_NULL);
    heap_set(heap, self->right, REF_NULL);
    for (uint32_t i = 0; i < self->kept_count; ++i) heap_free(heap, self->kept[i]);
    heap_set(heap, self->kept_count, 0u);
    return REF_NULL;
}

/* deque_sizeof: the blocks that its items lie in. */
static size_t deque_extra_size(const Heap *heap, Ref object) {
    const Deque *self = deque_at(heap, object);
    size_t blocks = (self->left_index + self->size + DEQUE_BLOCK - 1) / DEQUE_BLOCK;
    return blocks * (DEQUE_BLOCK + 2) * 8;
}

const KindRow kind_deque = {.name = "deque",
                            .traverse = deque_traverse,
                            .clear = deque_clear,
                            .take = deque_take,
                            .extra_size = deque_extra_size};

/* ---- defaultdict ---- */

static void default_dict_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    visit_field(visitor, SLOT_FIELD_FACTORY, heap_at(heap, DefaultDict, object)->factory);
    kind_dict.traverse(heap, object, visitor);
}

static void default_dict_clear(Heap *heap, Ref object) {
    heap_xdecref(heap, take_slot(heap, &heap_at(heap, DefaultDict, object)->factory));
    kind_dict.clear(heap, object);
}

static Ref default_dict_take(Heap *heap, Ref object, uint32_t *cursor) {
    Ref factory = take_slot(heap, &heap_at(heap, DefaultDict, object)->factory);
    return factory ? factory : kind_dict.take(heap, object, cursor);
}

static size_t default_dict_extra_size(const Heap *heap, Ref object) {
    return kind_dict.extra_size(heap, object);
}

const KindRow kind_default_dict = {.name = "defaultdict",
                                   .traverse = default_dict_traverse,
                                   .clear = default_dict_clear,
                                   .take = default_dict_take,
                                   .extra_size = default_dict_extra_size};

/* ---- the descriptors of a named tuple ---- */

static void tuple_getter_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    visit_field(visitor, SLOT_FIELD_DOC, heap_at(heap, TupleGetter, object)->doc);
}

static Ref tuple_getter_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    return take_slot(heap, &heap_at(heap, TupleGetter, object)->doc);
}

static void tuple_getter_clear(Heap *heap, Ref object) {
    heap_xdecref(heap, tuple_getter_take(heap, object, NULL));
}

const KindRow kind_tuple_getter = {.name = "field of a named tuple",
                                   .traverse = tuple_getter_traverse,
                                   .clear = tuple_getter_clear,
                                   .take = tuple_getter_take};
