#include "heap/gc_books.h"

#include "heap/builtin_type.h"
#include "heap/dict.h"
#include "heap/gc.h"
#include "heap/list.h"
#include "heap/tuple.h"

/* A free list: where its first block and its length are noted. */
typedef struct FreeList {
    const Ref *first;
    const uint32_t *count;
    uint32_t max;
    int type;
    uint32_t items;
} FreeList;

static FreeList free_list(const Heap *heap, unsigned kind) {
    const HeapRoot *root = heap_root(heap);
    if (kind == GC_BOOK_LIST) {
        return (FreeList){&root->free_lists, &root->free_list_count, LIST_FREE_MAX,
                          BUILTIN_TYPE_LIST, 0};
    }
    if (kind == GC_BOOK_DICT) {
        return (FreeList){&root->free_dicts, &root->free_dict_count, DICT_FREE_MAX,
                          BUILTIN_TYPE_DICT, 0};
    }
    uint32_t size = kind - GC_BOOK_TUPLE;
    return (FreeList){&root->free_tuples[size], &root->free_tuple_counts[size], TUPLE_FREE_MAX,
                      BUILTIN_TYPE_TUPLE, size};
}

/* Where a free object of the kind names the next one. */
static const Ref *next_place(const Heap *heap, unsigned kind, Ref object) {
    if (kind == GC_BOOK_LIST) return &heap_at(heap, List, object)->items;
    if (kind == GC_BOOK_DICT) return &heap_at(heap, Dict, object)->keys;
    return &heap_at(heap, Tuple, object)->items[0];
}

void gc_books_allocate(Heap *heap, unsigned kind) {
    assert(kind < GC_BOOK_KINDS);
    FreeList list = {0};
    if (kind != GC_BOOK_OTHER) list = free_list(heap, kind);
    bool reused = list.count && *list.count && list.items <= TUPLE_REUSE_MAX;
    if (!reused) {
        gc_count_allocation(heap);
        return;
    }
    Ref object = *list.first;
    image_set32(&heap->image, list.first, *next_place(heap, kind, object));
    image_set32(&heap->image, list.count, *list.count - 1);
    heap_free(heap, object - 1);
}

/* A block for an object that never lived. */
static Ref new_block(Heap *heap, const FreeList *list) {
    Ref type = builtin_type(heap, list->type);
    const Type *self = heap_at(heap, Type, type);
    size_t size = GRANULE + self->basicsize + (size_t)list->items * self->itemsize;
    Ref block = heap_malloc(heap, size);
    if (!block) return REF_NULL;
    image_zero(&heap->image, heap_at(heap, uint8_t, block), size);
    const Object *head = heap_object(heap, block + 1);
    heap_set(heap, head->type, type);
    heap_set(heap, head->kind, (uint8_t)self->kind);
    heap_set(heap, head->flags, (uint8_t)OBJECT_GC);
    return block + 1;
}

void gc_books_free(Heap *heap, unsigned kind) {
    assert(kind < GC_BOOK_KINDS);
    FreeList list = {0};
    if (kind != GC_BOOK_OTHER) list = free_list(heap, kind);
    if (!list.count || *list.count >= list.max) {
        gc_count_freed(heap, 1);
        return;
    }
    Ref object = new_block(heap, &list);
    if (!object) return;
    image_set32(&heap->image, next_place(heap, kind, object), *list.first);
    image_set32(&heap->image, list.first, object);
    image_set32(&heap->image, list.count, *list.count + 1);
}

void gc_books_close(Heap *heap, GcBooks *books) {
    const HeapRoot *root = heap_root(heap);
    books->count = root->generations[0].count;
    books->collecting = root->gc_collecting;
    books->lists = root->free_lists;
    books->list_count = root->free_list_count;
    books->dicts = root->free_dicts;
    books->dict_count = root->free_dict_count;
    heap_set(heap, root->gc_collecting, 1u);
    heap_set(heap, root->gc_books_closed, 1u);
    heap_set(heap, root->free_lists, REF_NULL);
    heap_set(heap, root->free_list_count, 0u);
    heap_set(heap, root->free_dicts, REF_NULL);
    heap_set(heap, root->free_dict_count, 0u);
    for (uint32_t size = 0; size < FREE_TUPLE_SIZES; size++) {
        books->tuples[size] = root->free_tuples[size];
        books->tuple_counts[size] = root->free_tuple_counts[size];
        heap_set(heap, root->free_tuples[size], REF_NULL);
        heap_set(heap, root->free_tuple_counts[size], 0u);
    }
}

void gc_books_reopen(Heap *heap, const GcBooks *books) {
    const HeapRoot *root = heap_root(heap);
    list_clear_free_list(heap);
    dict_clear_free_lists(heap);
    tuple_clear_free_lists(heap);
    heap_set(heap, root->free_lists, books->lists);
    heap_set(heap, root->free_list_count, books->list_count);
    heap_set(heap, root->free_dicts, books->dicts);
    heap_set(heap, root->free_dict_count, books->dict_count);
    for (uint32_t size = 0; size < FREE_TUPLE_SIZES; size++) {
        heap_set(heap, root->free_tuples[size], books->tuples[size]);
        heap_set(heap, root->free_tuple_counts[size], books->tuple_counts[size]);
    }
    heap_set(heap, root->generations[0].count, books->count);
    heap_set(heap, root->gc_collecting, books->collecting);
    heap_set(heap, root->gc_books_closed, 0u);
}
