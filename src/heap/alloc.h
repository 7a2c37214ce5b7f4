/* The allocator: CPython 3.11's pymalloc (Objects/obmalloc.c) for blocks up to 512 bytes, with
 * arenas of 1 MiB, pools of 16 KiB and 32 size classes; above that a two-level segregated fit in a
 * region of its own stands in for the C library's malloc.
 *
 * All books are in the image. heap_malloc, heap_realloc, heap_free and heap_block_size (heap.h) are
 * the public face; this header adds what the checker needs. */
#ifndef LASTREF_HEAP_ALLOC_H
#define LASTREF_HEAP_ALLOC_H

#include "heap/heap.h"

enum {
    ARENA_BYTES = 1 << 20,
    POOL_BYTES = 16 << 10,
    POOL_OVERHEAD = 48, /* bytes of a pool's header */
    SMALL_MAX = 512,    /* largest pymalloc request, bytes */
    POOL_GRANULES = POOL_BYTES / GRANULE,
    ARENA_GRANULES = ARENA_BYTES / GRANULE,
    ARENA_POOLS = ARENA_BYTES / POOL_BYTES
};

/* At the start of each pool. */
typedef struct Pool {
    uint32_t count;       /* blocks in use; `free` stands beside it (image_set_pair) */
    Ref free;             /* first free block, linked through the first 4 bytes; 0 when full */
    Ref next, prev;       /* pools of the class with room; next also links an arena's free pools */
    uint32_t arena;       /* arena number + 1 */
    uint32_t class;       /* blocks of 16 * (class + 1) bytes; POOL_FRESH before the first use */
    uint32_t next_offset; /* bytes to the first block never handed out */
    uint32_t max_next_offset; /* bytes: largest offset at which a block fits */
} Pool;

/* Whether an address lies in pymalloc's arenas. */
static inline bool alloc_is_small(Ref block) {
    return block >= IMAGE_ARENAS && block < IMAGE_LARGE;
}

static inline const Pool *alloc_pool(const Heap *heap, Ref block) {
    return heap_at(heap, Pool, block & ~(Ref)(POOL_GRANULES - 1));
}

/* Puts a block in front of its pool's free ones. */
static inline void alloc_link_free(Heap *heap, const Pool *pool, Ref block) {
    image_touch_granule(&heap->image, block);
    *(Ref *)(uintptr_t)heap_at(heap, Ref, block) = pool->free;
    image_set_pair(&heap->image, &pool->count, pool->count - 1, block);
}

/* Gives a block back without entering it in the books; returns its bytes, for
 * alloc_account_freed. */
size_t alloc_release_any(Heap *heap, Ref block);
static inline size_t alloc_release(Heap *heap, Ref block) {
    const Pool *pool = alloc_pool(heap, block);
    /* neither the pool's first free block nor its last one in use */
    if (!alloc_is_small(block) || !pool->free || pool->count == 1) {
        return alloc_release_any(heap, block);
    }
    alloc_link_free(heap, pool, block);
    return (size_t)(pool->class + 1) * GRANULE;
}
void alloc_account_freed(Heap *heap, size_t bytes);

/* Walks all books: pool counts against free chains, list links, arena counts, large blocks. On
 * failure false with a message that names the place. */
bool alloc_check(const Heap *heap, Error *error);

#endif
