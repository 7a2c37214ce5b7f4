#include "heap/alloc.h"

enum {
    ARENA_TABLE = 0x2000, /* granule of the arena records, within the root's region */
    POOL_FRESH = 0xFFFF,
    LARGE_SPLIT_MIN = 2 /* granules: a smaller rest stays with the block */
};

#define LARGE_FREE (1u << 31) /* flag in LargeBlock.size */

/* One for each arena, as CPython's struct arena_object. Numbers are + 1; 0 is none. */
typedef struct ArenaRecord {
    uint32_t free_pools;  /* pools free or never used; 64 when the arena itself is unused */
    uint32_t fresh_pools; /* pools never used, carved from the end of the used ones */
    Ref free_list;        /* pools given back, linked by Pool.next */
    uint32_t next, prev;  /* in usable_arenas or (next only) unused_arenas */
    uint32_t in_use;
    uint32_t spare[2];
} ArenaRecord;

/* The header in the granule before each large block. */
typedef struct LargeBlock {
    uint32_t size;      /* granules with this header; LARGE_FREE when free */
    Ref before;         /* header of the block below, or 0 */
    Ref next, previous; /* in its bin, while free */
} LargeBlock;

static const ArenaRecord *arena_at(const Heap *heap, uint32_t number) {
    assert(number > 0);
    return heap_at(heap, ArenaRecord, ARENA_TABLE) + (number - 1);
}

static const Pool *pool_at(const Heap *heap, Ref pool) {
    return heap_at(heap, Pool, pool);
}

static Ref pool_of(Ref block) {
    return block & ~(Ref)(POOL_GRANULES - 1);
}

static uint32_t class_of(size_t size) {
    return (uint32_t)((size - 1) / GRANULE);
}

static size_t class_bytes(uint32_t class) {
    return (size_t)(class + 1) * GRANULE;
}

static const Ref *free_link(const Heap *heap, Ref block) {
    return heap_at(heap, Ref, block);
}

/* ---- pools with room: usedpools ---- */

static void used_pool_insert(Heap *heap, Ref pool) {
    const Pool *self = pool_at(heap, pool);
    const Ref *first = &heap_root(heap)->used_pools[self->class];
    heap_set(heap, self->next, *first);
    heap_set(heap, self->prev, REF_NULL);
    if (*first) heap_set(heap, pool_at(heap, *first)->prev, pool);
    heap_set(heap, *first, pool);
}

static void used_pool_remove(Heap *heap, Ref pool) {
    const Pool *self = pool_at(heap, pool);
    if (self->prev) {
        heap_set(heap, pool_at(heap, self->prev)->next, self->next);
    } else {
        heap_set(heap, heap_root(heap)->used_pools[self->class], self->next);
    }
    if (self->next) heap_set(heap, pool_at(heap, self->next)->prev, self->prev);
}

/* ---- arenas ---- */

static uint32_t arena_new(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    uint32_t number = root->unused_arenas;
    if (number) {
        heap_set(heap, root->unused_arenas, arena_at(heap, number)->next);
    } else {
        uint32_t limit = (IMAGE_LARGE - IMAGE_ARENAS) / ARENA_GRANULES;
        if (limit > HEAP_ARENAS_MAX) limit = HEAP_ARENAS_MAX;
        if (root->arenas_made == limit) return 0;
        number = root->arenas_made + 1;
        heap_set(heap, root->arenas_made, number);
    }
    const ArenaRecord *arena = arena_at(heap, number);
    heap_set(heap, arena->free_pools, ARENA_POOLS);
    heap_set(heap, arena->fresh_pools, ARENA_POOLS);
    heap_set(heap, arena->free_list, REF_NULL);
    heap_set(heap, arena->next, 0);
    heap_set(heap, arena->prev, 0);
    heap_set(heap, arena->in_use, 1);
    return number;
}

static void usable_remove(Heap *heap, uint32_t number) {
    const ArenaRecord *arena = arena_at(heap, number);
    if (arena->prev) {
        heap_set(heap, arena_at(heap, arena->prev)->next, arena->next);
    } else {
        heap_set(heap, heap_root(heap)->usable_arenas, arena->next);
    }
    if (arena->next) heap_set(heap, arena_at(heap, arena->next)->prev, arena->prev);
}

/* A pool from the usable arena with the fewest free pools, so that nearly empty ones drain. */
static Ref pool_take(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    if (!root->usable_arenas) {
        uint32_t made = arena_new(heap);
        if (!made) return REF_NULL;
        heap_set(heap, root->usable_arenas, made);
        heap_set(heap, root->last_arena_with[ARENA_POOLS], made);
    }
    uint32_t number = root->usable_arenas;
    const ArenaRecord *arena = arena_at(heap, number);
    if (root->last_arena_with[arena->free_pools] == number) {
        heap_set(heap, root->last_arena_with[arena->free_pools], 0);
    }
    if (arena->free_pools > 1) {
        heap_set(heap, root->last_arena_with[arena->free_pools - 1], number);
    }
    Ref pool = arena->free_list;
    if (pool) {
        heap_set(heap, arena->free_list, pool_at(heap, pool)->next);
    } else {
        pool = IMAGE_ARENAS + (number - 1) * ARENA_GRANULES +
               (ARENA_POOLS - arena->fresh_pools) * POOL_GRANULES;
        heap_set(heap, arena->fresh_pools, arena->fresh_pools - 1);
        heap_set(heap, pool_at(heap, pool)->arena, number);
        heap_set(heap, pool_at(heap, pool)->class, POOL_FRESH);
    }
    heap_set(heap, arena->free_pools, arena->free_pools - 1);
    if (arena->free_pools == 0) {
        heap_set(heap, root->usable_arenas, arena->next);
        if (arena->next) heap_set(heap, arena_at(heap, arena->next)->prev, 0);
    }
    return pool;
}

/* insert_to_freepool: the pool has no block in use any more. */
static void pool_give_back(Heap *heap, Ref pool) {
    const HeapRoot *root = heap_root(heap);
    used_pool_remove(heap, pool);
    uint32_t number = pool_at(heap, pool)->arena;
    const ArenaRecord *arena = arena_at(heap, number);
    heap_set(heap, pool_at(heap, pool)->next, arena->free_list);
    heap_set(heap, arena->free_list, pool);
    uint32_t count = arena->free_pools;
    uint32_t last = root->last_arena_with[count];
    if (last == number) {
        uint32_t before = arena->prev;
        bool same = before && arena_at(heap, before)->free_pools == count;
        heap_set(heap, root->last_arena_with[count], same ? before : 0);
    }
    count++;
    heap_set(heap, arena->free_pools, count);
    if (count == ARENA_POOLS && arena->next) {
        usable_remove(heap, number);
        heap_set(heap, arena->in_use, 0);
        heap_set(heap, arena->next, root->unused_arenas);
        heap_set(heap, root->unused_arenas, number);
        return;
    }
    if (count == 1) {
        heap_set(heap, arena->next, root->usable_arenas);
        heap_set(heap, arena->prev, 0);
        if (root->usable_arenas) heap_set(heap, arena_at(heap, root->usable_arenas)->prev, number);
        heap_set(heap, root->usable_arenas, number);
        if (!root->last_arena_with[1]) heap_set(heap, root->last_arena_with[1], number);
        return;
    }
    if (!root->last_arena_with[count]) heap_set(heap, root->last_arena_with[count], number);
    if (number == last || !last) return;
    usable_remove(heap, number);
    heap_set(heap, arena->prev, last);
    heap_set(heap, arena->next, arena_at(heap, last)->next);
    if (arena->next) heap_set(heap, arena_at(heap, arena->next)->prev, number);
    heap_set(heap, arena_at(heap, last)->next, number);
}

/* ---- small blocks ---- */

static Ref small_from_new_pool(Heap *heap, uint32_t class) {
    Ref pool = pool_take(heap);
    if (!pool) return REF_NULL;
    const Pool *self = pool_at(heap, pool);
    uint32_t old_class = self->class;
    heap_set(heap, self->class, class);
    used_pool_insert(heap, pool);
    heap_set(heap, self->count, 1);
    if (old_class == class) {
        Ref block = self->free;
        heap_set(heap, self->free, *free_link(heap, block));
        return block;
    }
    size_t size = class_bytes(class);
    Ref block = pool + POOL_OVERHEAD / GRANULE;
    Ref second = block + (Ref)(size / GRANULE);
    heap_set(heap, self->next_offset, (uint32_t)(POOL_OVERHEAD + 2 * size));
    heap_set(heap, self->max_next_offset, (uint32_t)(POOL_BYTES - size));
    heap_set(heap, self->free, second);
    heap_set(heap, *free_link(heap, second), REF_NULL);
    return block;
}

static Ref small_malloc(Heap *heap, uint32_t class) {
    Ref pool = heap_root(heap)->used_pools[class];
    if (!pool) return small_from_new_pool(heap, class);
    const Pool *self = pool_at(heap, pool);
    Ref block = self->free;
    Ref next = *free_link(heap, block);
    if (!next && self->next_offset <= self->max_next_offset) {
        next = pool + self->next_offset / GRANULE;
        heap_set(heap, self->next_offset, self->next_offset + (uint32_t)class_bytes(class));
        heap_set(heap, *free_link(heap, next), REF_NULL);
    }
    image_set_pair(&heap->image, &self->count, self->count + 1, next);
    if (!next) used_pool_remove(heap, pool);
    return block;
}

static void small_free(Heap *heap, Ref block) {
    Ref pool = pool_of(block);
    const Pool *self = pool_at(heap, pool);
    bool was_full = !self->free;
    alloc_link_free(heap, self, block);
    if (was_full) {
        used_pool_insert(heap, pool);
    } else if (self->count == 0) {
        pool_give_back(heap, pool);
    }
}

/* ---- large blocks ---- */

static const LargeBlock *large_at(const Heap *heap, Ref header) {
    return heap_at(heap, LargeBlock, header);
}

static uint32_t large_size(const Heap *heap, Ref header) {
    return large_at(heap, header)->size & ~LARGE_FREE;
}

static bool large_is_free(const Heap *heap, Ref header) {
    return large_at(heap, header)->size & LARGE_FREE;
}

/* Eight bins for each power of two from 32 granules up; smaller rests wait in bin 0. */
static uint32_t large_bin(uint32_t size) {
    if (size < 32) return 0;
    uint32_t log = 31 - (uint32_t)__builtin_clz(size);
    return (log - 5) * 8 + ((size >> (log - 3)) & 7);
}

static void large_bin_insert(Heap *heap, Ref header) {
    const HeapRoot *root = heap_root(heap);
    const LargeBlock *self = large_at(heap, header);
    uint32_t bin = large_bin(large_size(heap, header));
    heap_set(heap, self->next, root->large_bins[bin]);
    heap_set(heap, self->previous, REF_NULL);
    if (root->large_bins[bin]) {
        heap_set(heap, large_at(heap, root->large_bins[bin])->previous, header);
    }
    heap_set(heap, root->large_bins[bin], header);
    heap_set(heap, root->large_bitmap[bin / 32], root->large_bitmap[bin / 32] | 1u << bin % 32);
}

static void large_bin_remove(Heap *heap, Ref header) {
    const HeapRoot *root = heap_root(heap);
    const LargeBlock *self = large_at(heap, header);
    uint32_t bin = large_bin(large_size(heap, header));
    if (self->previous) {
        heap_set(heap, large_at(heap, self->previous)->next, self->next);
    } else {
        heap_set(heap, root->large_bins[bin], self->next);
        if (!self->next) {
            heap_set(heap, root->large_bitmap[bin / 32],
                     root->large_bitmap[bin / 32] & ~(1u << bin % 32));
        }
    }
    if (self->next) heap_set(heap, large_at(heap, self->next)->previous, self->previous);
}

/* The first free block that is surely large enough, or null. */
static Ref large_find(const Heap *heap, uint32_t size) {
    const HeapRoot *root = heap_root(heap);
    uint32_t log = 31 - (uint32_t)__builtin_clz(size);
    uint32_t bin = large_bin(size + (1u << (log - 3)) - 1);
    uint32_t word = bin / 32;
    uint32_t bits = root->large_bitmap[word] & (~0u << bin % 32);
    while (!bits && ++word < 8) bits = root->large_bitmap[word];
    return bits ? root->large_bins[word * 32 + (uint32_t)__builtin_ctz(bits)] : REF_NULL;
}

static void large_set_before(Heap *heap, Ref header, Ref before) {
    if (header < heap_root(heap)->large_end) {
        heap_set(heap, large_at(heap, header)->before, before);
    } else {
        heap_set(heap, heap_root(heap)->large_last, before);
    }
}

/* Cuts a block in use down to `size` granules; the rest becomes free and joins a free neighbour. */
static void large_cut(Heap *heap, Ref header, uint32_t size) {
    uint32_t whole = large_size(heap, header);
    if (whole - size < LARGE_SPLIT_MIN) return;
    Ref rest = header + size;
    Ref after = header + whole;
    uint32_t rest_size = whole - size;
    heap_set(heap, large_at(heap, header)->size, size);
    if (after < heap_root(heap)->large_end && large_is_free(heap, after)) {
        large_bin_remove(heap, after);
        rest_size += large_size(heap, after);
    }
    heap_set(heap, large_at(heap, rest)->size, rest_size | LARGE_FREE);
    heap_set(heap, large_at(heap, rest)->before, header);
    large_set_before(heap, rest + rest_size, rest);
    large_bin_insert(heap, rest);
}

static Ref large_malloc(Heap *heap, size_t bytes) {
    uint32_t size = (uint32_t)((bytes + GRANULE - 1) / GRANULE) + 1;
    const HeapRoot *root = heap_root(heap);
    Ref header = large_find(heap, size);
    if (header) {
        large_bin_remove(heap, header);
        heap_set(heap, large_at(heap, header)->size, large_size(heap, header));
        large_cut(heap, header, size);
    } else {
        header = root->large_end;
        if (size > IMAGE_END - header) return REF_NULL;
        heap_set(heap, large_at(heap, header)->size, size);
        heap_set(heap, large_at(heap, header)->before, root->large_last);
        heap_set(heap, root->large_last, header);
        heap_set(heap, root->large_end, header + size);
    }
    return header + 1;
}

static void large_free(Heap *heap, Ref block) {
    Ref header = block - 1;
    uint32_t size = large_size(heap, header);
    Ref before = large_at(heap, header)->before;
    Ref after = header + size;
    if (before && large_is_free(heap, before)) {
        large_bin_remove(heap, before);
        size += large_size(heap, before);
        header = before;
    }
    if (after < heap_root(heap)->large_end && large_is_free(heap, after)) {
        large_bin_remove(heap, after);
        size += large_size(heap, after);
        after = header + size;
    }
    heap_set(heap, large_at(heap, header)->size, size | LARGE_FREE);
    large_set_before(heap, after, header);
    large_bin_insert(heap, header);
}

/* Grows in place into a free block above or the unused end; false when there is no room. */
static bool large_extend(Heap *heap, Ref header, uint32_t size) {
    const HeapRoot *root = heap_root(heap);
    uint32_t have = large_size(heap, header);
    Ref after = header + have;
    if (after == root->large_end) {
        if (size > IMAGE_END - header) return false;
        heap_set(heap, large_at(heap, header)->size, size);
        heap_set(heap, root->large_end, header + size);
        return true;
    }
    if (!large_is_free(heap, after) || have + large_size(heap, after) < size) return false;
    large_bin_remove(heap, after);
    heap_set(heap, large_at(heap, header)->size, have + large_size(heap, after));
    large_set_before(heap, header + large_size(heap, header), header);
    large_cut(heap, header, size);
    return true;
}

/* ---- the public face ---- */

static Ref full(Heap *heap) {
    heap->failure = HEAP_FULL;
    return REF_NULL;
}

static void account(Heap *heap, size_t added, size_t removed) {
    const HeapRoot *root = heap_root(heap);
    heap_set(heap, root->bytes_live, root->bytes_live + added - removed);
}

static bool fits_budget(const Heap *heap, size_t added) {
    const HeapRoot *root = heap_root(heap);
    return added <= root->bytes_budget && root->bytes_live <= root->bytes_budget - added;
}

Ref heap_malloc(Heap *heap, size_t size) {
    if (size == 0) size = 1;
    if (!fits_budget(heap, size)) return full(heap);
    bool small = size <= SMALL_MAX;
    Ref block = small ? small_malloc(heap, class_of(size)) : large_malloc(heap, size);
    if (!block) return full(heap);
    account(heap, small ? class_bytes(class_of(size)) : heap_block_size(heap, block), 0);
    return block;
}

size_t alloc_release_any(Heap *heap, Ref block) {
    if (alloc_is_small(block)) {
        size_t size = class_bytes(pool_at(heap, pool_of(block))->class);
        small_free(heap, block);
        return size;
    }
    size_t size = heap_block_size(heap, block);
    large_free(heap, block);
    return size;
}

void alloc_account_freed(Heap *heap, size_t bytes) {
    account(heap, 0, bytes);
}

void heap_free(Heap *heap, Ref block) {
    if (block) account(heap, 0, alloc_release(heap, block));
}

size_t heap_block_size(const Heap *heap, Ref block) {
    if (alloc_is_small(block)) return class_bytes(pool_at(heap, pool_of(block))->class);
    return (size_t)(large_size(heap, block - 1) - 1) * GRANULE;
}

static Ref move_block(Heap *heap, Ref block, size_t old_size, size_t size) {
    Ref moved = heap_malloc(heap, size);
    if (!moved) return REF_NULL;
    image_move(&heap->image, heap_at(heap, uint8_t, moved), heap_at(heap, uint8_t, block),
               old_size < size ? old_size : size);
    heap_free(heap, block);
    return moved;
}

/* Small blocks stay where they are while at least three quarters are used (pymalloc_realloc); large
 * ones never return to pymalloc, as the C library's do not. */
Ref heap_realloc(Heap *heap, Ref block, size_t size) {
    if (!block) return heap_malloc(heap, size);
    if (size == 0) size = 1;
    size_t old_size = heap_block_size(heap, block);
    if (alloc_is_small(block)) {
        if (size <= old_size && 4 * size > 3 * old_size) return block;
        return move_block(heap, block, old_size, size);
    }
    if (size > old_size && !fits_budget(heap, size - old_size)) return full(heap);
    uint32_t granules = (uint32_t)((size + GRANULE - 1) / GRANULE) + 1;
    if (size <= old_size) {
        large_cut(heap, block - 1, granules);
    } else if (!large_extend(heap, block - 1, granules)) {
        return move_block(heap, block, old_size, size);
    }
    account(heap, heap_block_size(heap, block), old_size);
    return block;
}

/* ---- check ---- */

static bool check_pools(const Heap *heap, uint64_t *bytes, Error *error) {
    const HeapRoot *root = heap_root(heap);
    for (uint32_t number = 1; number <= root->arenas_made; number++) {
        const ArenaRecord *arena = arena_at(heap, number);
        if (!arena->in_use) continue;
        uint32_t made = ARENA_POOLS - arena->fresh_pools, empty = 0;
        for (Ref pool = arena->free_list; pool; pool = pool_at(heap, pool)->next) empty++;
        if (arena->fresh_pools + empty != arena->free_pools) {
            return error_set(error, "arena %u: %u pools free, its count says %u", number,
                             arena->fresh_pools + empty, arena->free_pools);
        }
        for (uint32_t i = 0; i < made; i++) {
            Ref pool = IMAGE_ARENAS + (number - 1) * ARENA_GRANULES + i * POOL_GRANULES;
            const Pool *self = pool_at(heap, pool);
            if (self->count == 0) continue;
            size_t size = class_bytes(self->class);
            uint32_t carved = (uint32_t)((self->next_offset - POOL_OVERHEAD) / size), unused = 0;
            for (Ref block = self->free; block; block = *free_link(heap, block)) {
                if (pool_of(block) != pool || unused++ > carved) {
                    return error_set(error, "pool %#x: broken chain of free blocks", pool);
                }
            }
            if (self->count + unused != carved) {
                return error_set(error, "pool %#x: %u blocks in use and %u free of %u", pool,
                                 self->count, unused, carved);
            }
            *bytes += self->count * size;
        }
    }
    return true;
}

static bool check_large(const Heap *heap, uint64_t *bytes, Error *error) {
    const HeapRoot *root = heap_root(heap);
    Ref before = 0;
    for (Ref header = IMAGE_LARGE; header < root->large_end;) {
        uint32_t size = large_size(heap, header);
        bool unused = large_is_free(heap, header);
        if (size == 0 || large_at(heap, header)->before != before) {
            return error_set(error, "large block %#x: broken chain", header);
        }
        if (unused && before && large_is_free(heap, before)) {
            return error_set(error, "large block %#x: two free neighbours", header);
        }
        if (!unused) *bytes += (uint64_t)(size - 1) * GRANULE;
        before = header;
        header += size;
    }
    return before == root->large_last || error_set(error, "large blocks: last one is wrong");
}

bool alloc_check(const Heap *heap, Error *error) {
    uint64_t bytes = 0;
    if (!check_pools(heap, &bytes, error) || !check_large(heap, &bytes, error)) return false;
    return bytes == heap_root(heap)->bytes_live ||
           error_set(error, "%llu bytes in blocks, the books say %llu", (unsigned long long)bytes,
                     (unsigned long long)heap_root(heap)->bytes_live);
}
