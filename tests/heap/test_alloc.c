#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/alloc.h"

#include <string.h>

static int begin(void **state) {
    static Heap heap;
    Error error;
    if (!heap_init(&heap, &error)) return 1;
    *state = &heap;
    return 0;
}

static int end(void **state) {
    heap_deinit(*state);
    return 0;
}

static void check(const Heap *heap) {
    Error error = {""};
    if (!alloc_check(heap, &error)) fail_msg("%s", error.message);
}

static void a_freed_block_is_the_next_one(void **state) {
    Heap *heap = *state;
    Ref a = heap_malloc(heap, 56), b = heap_malloc(heap, 60);
    assert_int_equal(b - a, 64 / GRANULE);
    heap_free(heap, a);
    assert_int_equal(heap_malloc(heap, 50), a);
    check(heap);
}

/* facts: 340 blocks of 48 bytes in a pool of 16 KiB with a header of 48 */
static void a_pool_holds_as_many_as_cpython(void **state) {
    Heap *heap = *state;
    Ref first = heap_malloc(heap, 48), last = first;
    uint32_t count = 1;
    for (;; count++) {
        Ref next = heap_malloc(heap, 48);
        if (next / POOL_GRANULES != first / POOL_GRANULES) break;
        last = next;
    }
    assert_int_equal(count, 340);
    assert_int_equal((first % POOL_GRANULES) * GRANULE, POOL_OVERHEAD);
    assert_int_equal(last - first, 339 * 3);
    check(heap);
}

static void realloc_stays_while_three_quarters_are_used(void **state) {
    Heap *heap = *state;
    Ref block = heap_malloc(heap, 128);
    assert_int_equal(heap_realloc(heap, block, 97), block);
    Ref moved = heap_realloc(heap, block, 96);
    assert_int_not_equal(moved, block);
    Ref large = heap_realloc(heap, moved, 4000);
    assert_false(alloc_is_small(large));
    assert_int_equal(heap_realloc(heap, large, 100), large);
    check(heap);
}

static void the_budget_is_kept(void **state) {
    Heap *heap = *state;
    heap_set(heap, heap_root(heap)->bytes_budget, 100000);
    assert_int_not_equal(heap_malloc(heap, 90000), 0);
    assert_int_equal(heap_malloc(heap, 20000), 0);
    assert_int_equal(heap->failure, HEAP_FULL);
    check(heap);
}

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Each block is filled with its own byte, so that two that overlap are found. */
static void random_blocks_keep_their_bytes(void **state) {
    enum { BLOCKS = 400, ROUNDS = 20000 };
    Heap *heap = *state;
    Ref blocks[BLOCKS] = {0};
    size_t sizes[BLOCKS] = {0};
    uint32_t seed = 12345;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t i = next_random(&seed) % BLOCKS;
        size_t size = 1 + next_random(&seed) % (next_random(&seed) % 4 ? 600 : 20000);
        uint8_t fill[20000];
        memset(fill, (int)(i & 0xFF), sizeof fill);
        size_t kept = sizes[i] < size ? sizes[i] : size;
        const uint8_t *bytes = heap_at(heap, uint8_t, blocks[i]);
        if (blocks[i]) assert_memory_equal(bytes, fill, sizes[i]);
        if (next_random(&seed) % 3 == 0) {
            heap_free(heap, blocks[i]);
            blocks[i] = 0;
            sizes[i] = 0;
            continue;
        }
        blocks[i] = heap_realloc(heap, blocks[i], size);
        assert_int_not_equal(blocks[i], 0);
        assert_true(heap_block_size(heap, blocks[i]) >= size);
        bytes = heap_at(heap, uint8_t, blocks[i]);
        assert_memory_equal(bytes, fill, kept);
        image_write(&heap->image, bytes, fill, size);
        sizes[i] = size;
        if (round % 500 == 0) check(heap);
    }
    for (int i = 0; i < BLOCKS; i++) heap_free(heap, blocks[i]);
    check(heap);
    assert_int_equal(heap_root(heap)->bytes_live, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_freed_block_is_the_next_one, begin, end),
        cmocka_unit_test_setup_teardown(a_pool_holds_as_many_as_cpython, begin, end),
        cmocka_unit_test_setup_teardown(realloc_stays_while_three_quarters_are_used, begin, end),
        cmocka_unit_test_setup_teardown(the_budget_is_kept, begin, end),
        cmocka_unit_test_setup_teardown(random_blocks_keep_their_bytes, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
