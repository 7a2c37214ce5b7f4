#include "heap/deque.h"

#include "heap/held.h"
#include "heap/kind.h"

enum {
    CENTER = (DEQUE_BLOCK - 1) / 2,
    BLOCK_BYTES = (DEQUE_BLOCK + 2) * 8 /* CPython's: two links and the items */
};

static const DequeBlock *block_at(const Heap *heap, Ref block) {
    return heap_at(heap, DequeBlock, block);
}

/* ---- places ---- */

DequePlace deque_first(const Heap *heap, Ref deque) {
    const Deque *self = deque_at(heap, deque);
    return (DequePlace){self->left, self->left_index};
}

DequePlace deque_last(const Heap *heap, Ref deque) {
    const Deque *self = deque_at(heap, deque);
    return (DequePlace){self->right, self->right_end - 1};
}

DequePlace deque_next(const Heap *heap, DequePlace place) {
    if (++place.index < DEQUE_BLOCK) return place;
    return (DequePlace){block_at(heap, place.block)->after, 0};
}

DequePlace deque_previous(const Heap *heap, DequePlace place) {
    if (place.index-- > 0) return place;
    return (DequePlace){block_at(heap, place.block)->before, DEQUE_BLOCK - 1};
}

static const Ref *slot_at(const Heap *heap, DequePlace place) {
    return &block_at(heap, place.block)->items[place.index];
}

Ref deque_item_at(const Heap *heap, DequePlace place) {
    return *slot_at(heap, place);
}

static DequePlace place_of(const Heap *heap, Ref deque, uint32_t number) {
    const Deque *self = deque_at(heap, deque);
    assert(number < self->size);
    uint32_t at = self->left_index + number;
    Ref block = self->left;
    for (; at >= DEQUE_BLOCK; at -= DEQUE_BLOCK) block = block_at(heap, block)->after;
    return (DequePlace){block, at};
}

Ref deque_get(const Heap *heap, Ref deque, uint32_t number) {
    return deque_item_at(heap, place_of(heap, deque, number));
}

/* ---- blocks ---- */

/* newblock. The items of a block that is not full are what was there. */
static Ref take_block(Heap *heap, const Deque *self) {
    Ref block;
    if (self->kept_count) {
        block = self->kept[self->kept_count - 1];
        heap_set(heap, self->kept_count, self->kept_count - 1);
    } else {
        block = heap_malloc(heap, BLOCK_BYTES);
        if (!block) return REF_NULL;
    }
    heap_set(heap, block_at(heap, block)->before, REF_NULL);
    heap_set(heap, block_at(heap, block)->after, REF_NULL);
    return block;
}

/* freeblock. */
static void give_block(Heap *heap, const Deque *self, Ref block) {
    if (self->kept_count == DEQUE_KEPT) {
        heap_free(heap, block);
        return;
    }
    heap_set(heap, self->kept[self->kept_count], block);
    heap_set(heap, self->kept_count, self->kept_count + 1);
}

static bool grow_right(Heap *heap, const Deque *self) {
    Ref block = take_block(heap, self);
    if (!block) return false;
    heap_set(heap, block_at(heap, block)->before, self->right);
    heap_set(heap, block_at(heap, self->right)->after, block);
    heap_set(heap, self->right, block);
    heap_set(heap, self->right_end, 0u);
    return true;
}

static bool grow_left(Heap *heap, const Deque *self) {
    Ref block = take_block(heap, self);
    if (!block) return false;
    heap_set(heap, block_at(heap, block)->after, self->left);
    heap_set(heap, block_at(heap, self->left)->before, block);
    heap_set(heap, self->left, block);
    heap_set(heap, self->left_index, (uint32_t)DEQUE_BLOCK);
    return true;
}

/* The right block has no items left; there is another one. Returns it, out of the chain. */
static Ref cut_right(Heap *heap, const Deque *self) {
    Ref block = self->right, before = block_at(heap, block)->before;
    heap_set(heap, block_at(heap, before)->after, REF_NULL);
    heap_set(heap, self->right, before);
    heap_set(heap, self->right_end, (uint32_t)DEQUE_BLOCK);
    return block;
}

static Ref cut_left(Heap *heap, const Deque *self) {
    Ref block = self->left, after = block_at(heap, block)->after;
    heap_set(heap, block_at(heap, after)->before, REF_NULL);
    heap_set(heap, self->left, after);
    heap_set(heap, self->left_index, 0u);
    return block;
}

static void center(Heap *heap, const Deque *self) {
    heap_set(heap, self->left_index, (uint32_t)CENTER + 1);
    heap_set(heap, self->right_end, (uint32_t)CENTER + 1);
}

static void set_size(Heap *heap, const Deque *self, uint32_t size) {
    heap_set(heap, self->size, size);
}

static void note_change(Heap *heap, const Deque *self) {
    heap_set(heap, self->state, self->state + 1);
}

/* ---- making ---- */

Ref deque_new(Heap *heap, Ref type) {
    Ref deque = heap_new(heap, type, 0);
    if (!deque) return REF_NULL;
    const Deque *self = deque_at(heap, deque);
    heap_set(heap, self->maxlen, DEQUE_UNBOUNDED);
    heap_track(heap, deque);
    Ref block = take_block(heap, self);
    if (!block) return REF_NULL;
    heap_set(heap, self->left, block);
    heap_set(heap, self->right, block);
    center(heap, self);
    return deque;
}

/* ---- the ends ---- */

Ref deque_pop(Heap *heap, Ref deque) {
    const Deque *self = deque_at(heap, deque);
    assert(self->size);
    Ref item = take_slot(heap, slot_at(heap, deque_last(heap, deque)));
    heap_set(heap, self->right_end, self->right_end - 1);
    set_size(heap, self, self->size - 1);
    note_change(heap, self);
    if (self->right_end == 0) {
        if (self->size) {
            give_block(heap, self, cut_right(heap, self));
        } else {
            center(heap, self);
        }
    }
    return item;
}

Ref deque_pop_left(Heap *heap, Ref deque) {
    const Deque *self = deque_at(heap, deque);
    assert(self->size);
    Ref item = take_slot(heap, slot_at(heap, deque_first(heap, deque)));
    heap_set(heap, self->left_index, self->left_index + 1);
    set_size(heap, self, self->size - 1);
    note_change(heap, self);
    if (self->left_index == DEQUE_BLOCK) {
        if (self->size) {
            give_block(heap, self, cut_left(heap, self));
        } else {
            center(heap, self);
        }
    }
    return item;
}

bool deque_append(Heap *heap, Ref deque, Ref item, uint64_t maxlen) {
    const Deque *self = deque_at(heap, deque);
    if (self->right_end == DEQUE_BLOCK && !grow_right(heap, self)) return false;
    set_size(heap, self, self->size + 1);
    heap_set(heap, self->right_end, self->right_end + 1);
    image_set32(&heap->image, slot_at(heap, deque_last(heap, deque)), item);
    if (maxlen < self->size) {
        heap_decref(heap, deque_pop_left(heap, deque));
    } else {
        note_change(heap, self);
    }
    return true;
}

bool deque_append_left(Heap *heap, Ref deque, Ref item, uint64_t maxlen) {
    const Deque *self = deque_at(heap, deque);
    if (self->left_index == 0 && !grow_left(heap, self)) return false;
    set_size(heap, self, self->size + 1);
    heap_set(heap, self->left_index, self->left_index - 1);
    image_set32(&heap->image, slot_at(heap, deque_first(heap, deque)), item);
    if (maxlen < self->size) {
        heap_decref(heap, deque_pop(heap, deque));
    } else {
        note_change(heap, self);
    }
    return true;
}

void deque_start_at(Heap *heap, Ref deque, bool left) {
    const Deque *self = deque_at(heap, deque);
    uint32_t index = left ? 1 : DEQUE_BLOCK - 1;
    assert(!self->size);
    heap_set(heap, self->left_index, index);
    heap_set(heap, self->right_end, index);
}

/* ---- the whole ---- */

Ref deque_exchange(Heap *heap, Ref deque, uint32_t number, Ref item) {
    const Ref *slot = slot_at(heap, place_of(heap, deque, number));
    Ref old = *slot;
    image_set32(&heap->image, slot, item);
    return old;
}

/* Moves items between blocks or within one: what is left behind is cleared, so that a block holds
 * nothing beyond its items. */
static void move_items(Heap *heap, const Ref *to, const Ref *from, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
        Ref item = from[i];
        image_set32(&heap->image, &from[i], REF_NULL);
        image_set32(&heap->image, &to[i], item);
    }
}

static uint32_t least(uint64_t a, uint32_t b, uint32_t c) {
    uint32_t least = b < c ? b : c;
    return a < least ? (uint32_t)a : least;
}

/* A block that ran empty at one end is the next one at the other: `*spare`. */
static Ref spare_or_new(Heap *heap, const Deque *self, Ref *spare) {
    Ref block = *spare ? *spare : take_block(heap, self);
    *spare = REF_NULL;
    return block;
}

static bool rotate_right(Heap *heap, const Deque *self, uint64_t steps, Ref *spare) {
    while (steps) {
        if (self->left_index == 0) {
            Ref block = spare_or_new(heap, self, spare);
            if (!block) return false;
            heap_set(heap, block_at(heap, block)->before, REF_NULL);
            heap_set(heap, block_at(heap, block)->after, self->left);
            heap_set(heap, block_at(heap, self->left)->before, block);
            heap_set(heap, self->left, block);
            heap_set(heap, self->left_index, (uint32_t)DEQUE_BLOCK);
        }
        uint32_t count = least(steps, self->right_end, self->left_index);
        heap_set(heap, self->right_end, self->right_end - count);
        heap_set(heap, self->left_index, self->left_index - count);
        move_items(heap, &block_at(heap, self->left)->items[self->left_index],
                   &block_at(heap, self->right)->items[self->right_end], count);
        steps -= count;
        if (self->right_end == 0) *spare = cut_right(heap, self);
    }
    return true;
}

static bool rotate_left(Heap *heap, const Deque *self, uint64_t steps, Ref *spare) {
    while (steps) {
        if (self->right_end == DEQUE_BLOCK) {
            Ref block = spare_or_new(heap, self, spare);
            if (!block) return false;
            heap_set(heap, block_at(heap, block)->after, REF_NULL);
            heap_set(heap, block_at(heap, block)->before, self->right);
            heap_set(heap, block_at(heap, self->right)->after, block);
            heap_set(heap, self->right, block);
            heap_set(heap, self->right_end, 0u);
        }
        uint32_t count =
            least(steps, DEQUE_BLOCK - self->left_index, DEQUE_BLOCK - self->right_end);
        move_items(heap, &block_at(heap, self->right)->items[self->right_end],
                   &block_at(heap, self->left)->items[self->left_index], count);
        heap_set(heap, self->left_index, self->left_index + count);
        heap_set(heap, self->right_end, self->right_end + count);
        steps -= count;
        if (self->left_index == DEQUE_BLOCK) *spare = cut_left(heap, self);
    }
    return true;
}

bool deque_rotate(Heap *heap, Ref deque, int64_t steps) {
    const Deque *self = deque_at(heap, deque);
    int64_t size = self->size, half = size >> 1;
    if (size <= 1) return true;
    if (steps > half || steps < -half) {
        steps %= size;
        if (steps > half) {
            steps -= size;
        } else if (steps < -half) {
            steps += size;
        }
    }
    note_change(heap, self);
    Ref spare = REF_NULL;
    bool done = steps > 0 ? rotate_right(heap, self, (uint64_t)steps, &spare)
                          : rotate_left(heap, self, (uint64_t)-steps, &spare);
    if (spare) give_block(heap, self, spare);
    return done;
}

void deque_reverse(Heap *heap, Ref deque) {
    DequePlace left = deque_first(heap, deque), right = deque_last(heap, deque);
    for (uint32_t pairs = deque_size(heap, deque) / 2; pairs; --pairs) {
        Ref first = deque_item_at(heap, left);
        image_set32(&heap->image, slot_at(heap, left), deque_item_at(heap, right));
        image_set32(&heap->image, slot_at(heap, right), first);
        left = deque_next(heap, left);
        right = deque_previous(heap, right);
    }
}

/* Opens a holder for each block of a chain that no deque has any more, the first block's on top. */
static bool hold_chain(Heap *heap, Ref right, uint32_t right_end, Ref left, uint32_t left_index) {
    for (Ref at = right;; at = block_at(heap, at)->before) {
        uint32_t from = at == left ? left_index : 0;
        uint32_t to = at == right ? right_end : DEQUE_BLOCK;
        uint32_t offset = (uint32_t)(offsetof(DequeBlock, items) + from * sizeof(Ref));
        if (!held_push_block(heap, at, offset, to - from, sizeof(Ref), 1)) return false;
        if (at == left) return true;
    }
}

void deque_clear(Heap *heap, Ref deque) {
    const Deque *self = deque_at(heap, deque);
    if (!self->size) return;
    Ref left = self->left, right = self->right;
    uint32_t left_index = self->left_index, right_end = self->right_end;
    Ref block = take_block(heap, self);
    if (!block) return;
    set_size(heap, self, 0);
    heap_set(heap, self->left, block);
    heap_set(heap, self->right, block);
    center(heap, self);
    note_change(heap, self);
    if (!hold_chain(heap, right, right_end, left, left_index)) return;
    for (Ref at = left; at && heap->failure == HEAP_OK;) {
        Ref next = at == right ? REF_NULL : block_at(heap, at)->after;
        held_drop(heap, false);
        give_block(heap, self, at);
        at = next;
    }
}

bool deque_repeat_item(Heap *heap, Ref deque, uint64_t count) {
    const Deque *self = deque_at(heap, deque);
    Ref item = deque_item_at(heap, deque_first(heap, deque));
    note_change(heap, self);
    for (uint64_t i = 1; i < count; ++i) {
        if (self->right_end == DEQUE_BLOCK && !grow_right(heap, self)) return false;
        image_set32(&heap->image, &block_at(heap, self->right)->items[self->right_end],
                    heap_incref(heap, item));
        heap_set(heap, self->right_end, self->right_end + 1);
        set_size(heap, self, self->size + 1);
    }
    return true;
}
