#include "heap/list.h"

#include "heap/builtin_type.h"
#include "heap/held.h"
#include "heap/referents.h"

enum {
    LIST_SIZE_MAX = 1 << 28,
    POINTER = 8,          /* bytes of a reference in CPython: what capacities cost */
    RECYCLE_ON_STACK = 8, /* list_ass_slice keeps up to so many removed items without a block */
};

static const List *list_at(const Heap *heap, Ref list) {
    return heap_at(heap, List, list);
}

static const Ref *items_of(const Heap *heap, const List *self) {
    return heap_at(heap, Ref, self->items);
}

static void set_item(Heap *heap, const List *self, uint32_t index, Ref item) {
    image_set32(&heap->image, &items_of(heap, self)[index], item);
}

static void move_items(Heap *heap, const List *self, uint32_t to, uint32_t from, uint32_t count) {
    const Ref *items = items_of(heap, self);
    if (count && to != from)
        image_move(&heap->image, items + to, items + from, count * sizeof(Ref));
}

/* A list being sorted has no block and the capacity LIST_SORTING. */
static uint32_t capacity(const List *self) {
    return self->allocated == LIST_SORTING ? 0 : self->allocated;
}

static void set_block(Heap *heap, const List *self, Ref block, uint32_t size, uint32_t allocated) {
    heap_set(heap, self->items, block);
    heap_set(heap, self->size, size);
    heap_set(heap, self->allocated, allocated);
}

static bool is_too_large(Heap *heap, uint64_t size) {
    if (size <= LIST_SIZE_MAX) return false;
    heap->failure = HEAP_FULL;
    return true;
}

Ref list_new(Heap *heap, uint32_t size) {
    if (is_too_large(heap, size)) return REF_NULL;
    const HeapRoot *root = heap_root(heap);
    Ref type = builtin_type(heap, BUILTIN_TYPE_LIST);
    Ref list = root->free_lists;
    if (list) {
        /* The link lies where the items block is named in a live list. */
        heap_set(heap, root->free_lists, list_at(heap, list)->items);
        heap_set(heap, root->free_list_count, root->free_list_count - 1);
        heap_revive(heap, list, type, KIND_LIST, OBJECT_GC);
    } else {
        list = heap_new(heap, type, 0);
        if (!list) return REF_NULL;
    }
    const List *self = list_at(heap, list);
    set_block(heap, self, REF_NULL, 0, 0);
    if (size) {
        Ref block = heap_malloc(heap, (size_t)size * POINTER);
        if (!block) {
            heap_free_object(heap, list);
            return REF_NULL;
        }
        set_block(heap, self, block, size, size);
        image_zero(&heap->image, items_of(heap, self), size * sizeof(Ref));
    }
    heap_track(heap, list);
    return list;
}

Ref list_new_of_type(Heap *heap, Ref type) {
    Ref list = heap_new(heap, type, 0);
    if (list) heap_track(heap, list);
    return list;
}

void list_init_item(Heap *heap, Ref list, uint32_t index, Ref item) {
    const List *self = list_at(heap, list);
    assert(index < self->size && !items_of(heap, self)[index]);
    set_item(heap, self, index, item);
}

void list_set(Heap *heap, Ref list, uint32_t index, Ref item) {
    const List *self = list_at(heap, list);
    assert(index < self->size);
    heap_replace(heap, &items_of(heap, self)[index], item);
}

static bool reallocate(Heap *heap, const List *self, uint32_t allocated) {
    Ref block = self->items ? heap_realloc(heap, self->items, (size_t)allocated * POINTER)
                            : heap_malloc(heap, (size_t)allocated * POINTER);
    if (!block) return false;
    heap_set(heap, self->items, block);
    heap_set(heap, self->allocated, allocated);
    return true;
}

bool list_resize(Heap *heap, Ref list, uint32_t size) {
    const List *self = list_at(heap, list);
    uint32_t old = self->size;
    if (capacity(self) < size || size < capacity(self) >> 1) {
        if (is_too_large(heap, size)) return false;
        uint32_t allocated = (size + (size >> 3) + 6) & ~UINT32_C(3);
        /* A large jump is not followed by more of its kind (list_resize, bpo-38373). */
        if ((int64_t)size - old > (int64_t)allocated - size) allocated = (size + 3) & ~UINT32_C(3);
        if (size == 0) allocated = 0;
        if (!reallocate(heap, self, allocated)) return false;
    }
    if (size > old)
        image_zero(&heap->image, items_of(heap, self) + old, (size - old) * sizeof(Ref));
    heap_set(heap, self->size, size);
    return true;
}

bool list_append(Heap *heap, Ref list, Ref item) {
    const List *self = list_at(heap, list);
    uint32_t size = self->size;
    if (size < capacity(self)) {
        set_item(heap, self, size, item);
        heap_set(heap, self->size, size + 1);
        return true;
    }
    if (!list_resize(heap, list, size + 1)) {
        heap_decref(heap, item);
        return false;
    }
    set_item(heap, self, size, item);
    return true;
}

bool list_insert(Heap *heap, Ref list, uint32_t index, Ref item) {
    const List *self = list_at(heap, list);
    uint32_t size = self->size;
    if (index > size) index = size;
    if (!list_resize(heap, list, size + 1)) {
        heap_decref(heap, item);
        return false;
    }
    move_items(heap, self, index + 1, index, size - index);
    set_item(heap, self, index, item);
    return true;
}

void list_clear(Heap *heap, Ref list) {
    const List *self = list_at(heap, list);
    Ref block = self->items;
    uint32_t size = self->size;
    if (!block) return;
    set_block(heap, self, REF_NULL, 0, 0);
    if (size && held_push_block(heap, block, 0, size, sizeof(Ref), 1)) held_drop(heap, true);
    heap_free(heap, block);
}

Ref list_take(Heap *heap, Ref list, uint32_t index) {
    const List *self = list_at(heap, list);
    assert(index < self->size);
    uint32_t left = self->size - 1;
    Ref item = items_of(heap, self)[index];
    move_items(heap, self, index, index + 1, left - index);
    return list_resize(heap, list, left) ? item : REF_NULL;
}

bool list_replace_slice(Heap *heap, Ref list, uint32_t low, uint32_t high, const Ref *items,
                        uint32_t count) {
    const List *self = list_at(heap, list);
    uint32_t size = self->size;
    if (high > size) high = size;
    if (low > high) low = high;
    uint32_t removed = high - low;
    if (size - removed + count == 0) {
        list_clear(heap, list);
        return true;
    }
    if (is_too_large(heap, (uint64_t)size - removed + count)) return false;
    Ref block = REF_NULL; /* holds the removed items */
    Ref only = REF_NULL;  /* or there is one */
    if (removed == 1) {
        only = items_of(heap, self)[low];
    } else if (removed) {
        const Ref *held;
        if (removed > RECYCLE_ON_STACK) {
            block = heap_malloc(heap, (size_t)removed * POINTER);
            if (!block || !held_push_block(heap, block, 0, removed, sizeof(Ref), 1)) return false;
            held = heap_at(heap, Ref, block);
        } else {
            held = held_push(heap, removed);
            if (!held) return false;
        }
        image_write(&heap->image, held, items_of(heap, self) + low, removed * sizeof(Ref));
    }
    if (count < removed) {
        move_items(heap, self, low + count, high, size - high);
        if (!list_resize(heap, list, size - removed + count)) return false;
    } else if (count > removed) {
        if (!list_resize(heap, list, size - removed + count)) return false;
        move_items(heap, self, low + count, high, size - high);
    }
    if (count) image_write(&heap->image, items_of(heap, self) + low, items, count * sizeof(Ref));
    if (only) {
        heap_decref(heap, only);
    } else if (removed) {
        held_drop(heap, true);
        if (block) heap_free(heap, block);
    }
    return true;
}

Ref list_slice(Heap *heap, Ref list, uint32_t low, uint32_t high) {
    uint32_t size = list_size(heap, list);
    if (high > size) high = size;
    if (low > high) low = high;
    Ref copy = list_new(heap, high - low);
    if (!copy) return REF_NULL;
    const List *from = list_at(heap, list);
    const List *to = list_at(heap, copy);
    /* The allocation may have run a collection, and with it finalizers that cut the list. */
    for (uint32_t i = low; i < high && i < from->size; i++)
        set_item(heap, to, i - low, heap_incref(heap, items_of(heap, from)[i]));
    if (from->size < high) heap_set(heap, to->size, from->size > low ? from->size - low : 0);
    return copy;
}

bool list_preallocate(Heap *heap, Ref list, uint32_t size) {
    const List *self = list_at(heap, list);
    assert(!self->items && self->size == 0);
    if (is_too_large(heap, size)) return false;
    return reallocate(heap, self, (size + 1) & ~UINT32_C(1));
}

void list_give_block(Heap *heap, Ref list, Ref block, uint32_t size, uint32_t allocated) {
    const List *self = list_at(heap, list);
    Ref meanwhile = self->items;
    uint32_t count = self->size;
    set_block(heap, self, block, size, allocated);
    if (!meanwhile) return;
    if (count && held_push_block(heap, meanwhile, 0, count, sizeof(Ref), 1)) held_drop(heap, true);
    heap_free(heap, meanwhile);
}

Ref list_take_block(Heap *heap, Ref list, uint32_t *size, uint32_t *allocated) {
    const List *self = list_at(heap, list);
    Ref block = self->items;
    *size = self->size;
    *allocated = self->allocated;
    set_block(heap, self, REF_NULL, 0, LIST_SORTING);
    return block;
}

void list_clear_free_list(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    while (root->free_lists) {
        Ref list = root->free_lists;
        heap_set(heap, root->free_lists, list_at(heap, list)->items);
        heap_free_object(heap, list);
    }
    heap_set(heap, root->free_list_count, 0);
}

/* ---- the row ---- */

static void traverse(const Heap *heap, Ref object, Visitor *visitor) {
    list_walk(heap, object, visit_by_visitor, visitor);
}

/* list_dealloc: the items, then the block. */
static Ref take(Heap *heap, Ref object, uint32_t *cursor) {
    const List *self = list_at(heap, object);
    if (!self->items) return REF_NULL;
    Ref item = list_take_item(heap, object, cursor);
    if (item) return item;
    heap_free(heap, self->items);
    set_block(heap, self, REF_NULL, 0, 0);
    return REF_NULL;
}

static void free_list_object(Heap *heap, Ref object) {
    const HeapRoot *root = heap_root(heap);
    if (root->free_list_count >= LIST_FREE_MAX ||
        !is_builtin_exact(heap, object, BUILTIN_TYPE_LIST)) {
        heap_free_object(heap, object);
        return;
    }
    const List *self = list_at(heap, object);
    heap_set(heap, self->items, root->free_lists);
    heap_set(heap, root->free_lists, object);
    heap_set(heap, root->free_list_count, root->free_list_count + 1);
}

static size_t extra_size(const Heap *heap, Ref object) {
    const List *self = list_at(heap, object);
    /* CPython marks a list that is being sorted by a capacity of -1, and multiplies it. */
    return self->allocated == LIST_SORTING ? (size_t)-POINTER : (size_t)self->allocated * POINTER;
}

const KindRow kind_list = {
    .name = "list",
    .traverse = traverse,
    .clear = list_clear,
    .take = take,
    .free = free_list_object,
    .extra_size = extra_size,
    .trashcan = true,
};
