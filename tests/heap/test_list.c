#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/bare_heap.h"

/* Lengths at which sys.getsizeof changes in CPython 3.11.2, by append and by pop from 199. */
static const size_t grown[][2] = {
    {0, 56},   {1, 88},   {5, 120},  {9, 184},  {17, 248},   {25, 312},   {33, 376},   {41, 472},
    {53, 568}, {65, 664}, {77, 792}, {93, 920}, {109, 1080}, {129, 1240}, {149, 1432}, {173, 1656}};
static const size_t shrunk[][2] = {{99, 984}, {57, 600}, {33, 376}, {19, 248}, {11, 184},
                                   {7, 152},  {5, 120},  {1, 88},   {0, 56}};

static size_t expected_size(const size_t (*table)[2], size_t rows, size_t length) {
    size_t size = 0;
    for (size_t i = 0; i < rows; i++) {
        if (table[i][0] <= length) size = table[i][1];
    }
    return size;
}

static void sizes_follow_append_and_pop(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref list = list_new(heap, 0);
    for (size_t n = 0; n < 200; n++) {
        assert_int_equal(heap_sizeof(heap, list), expected_size(grown, 16, n));
        assert_true(list_append(heap, list, bare_int(bare, 1000 + (int64_t)n)));
    }
    size_t next = 0;
    heap_decref(heap, list_take(heap, list, 199));
    for (size_t n = 199; n > 0; n--) {
        heap_decref(heap, list_take(heap, list, (uint32_t)n - 1));
        if (next < 9 && shrunk[next][0] == n - 1) {
            assert_int_equal(heap_sizeof(heap, list), shrunk[next][1]);
            next++;
        }
    }
    assert_int_equal(next, 9);
    heap_decref(heap, list);
}

static void preallocation_is_even(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    for (uint32_t n = 1; n < 9; n++) {
        Ref list = list_new(heap, 0);
        assert_true(list_preallocate(heap, list, n));
        assert_int_equal(heap_at(heap, List, list)->allocated, (n + 1) / 2 * 2);
        heap_decref(heap, list);
    }
}

static void expect_items(Heap *heap, Ref list, const int64_t *values, uint32_t count) {
    assert_int_equal(list_size(heap, list), count);
    for (uint32_t i = 0; i < count; i++) {
        int64_t value;
        assert_true(int_to_i64(heap, list_get(heap, list, i), &value));
        assert_int_equal(value, values[i]);
    }
}

static Ref list_of(BareHeap *bare, const int64_t *values, uint32_t count) {
    Ref list = list_new(&bare->heap, count);
    for (uint32_t i = 0; i < count; i++)
        list_init_item(&bare->heap, list, i, bare_int(bare, values[i]));
    return list;
}

static void slices_are_replaced(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    const int64_t start[] = {500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 511};
    Ref list = list_of(bare, start, 12);
    /* more than eight removed items go through a block of their own */
    Ref fresh[] = {bare_int(bare, 700), bare_int(bare, 701)};
    assert_true(list_replace_slice(heap, list, 1, 11, fresh, 2));
    expect_items(heap, list, (const int64_t[]){500, 700, 701, 511}, 4);
    assert_true(list_replace_slice(heap, list, 1, 2, NULL, 0));
    assert_true(list_insert(heap, list, 0, bare_int(bare, 1)));
    expect_items(heap, list, (const int64_t[]){1, 500, 701, 511}, 4);
    Ref part = list_slice(heap, list, 1, 3);
    expect_items(heap, part, (const int64_t[]){500, 701}, 2);
    assert_int_equal(heap_sizeof(heap, part), 56 + 16);
    assert_int_equal(heap_refcount(heap, list_get(heap, part, 1)), 2);
    list_clear(heap, list);
    assert_int_equal(heap_sizeof(heap, list), 56);
    assert_int_equal(heap_refcount(heap, list_get(heap, part, 1)), 1);
    heap_decref(heap, part);
    heap_decref(heap, list);
}

static void dead_lists_are_used_again(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref lists[90];
    for (int i = 0; i < 90; i++) lists[i] = list_new(heap, 1);
    uint32_t count = heap_root(heap)->generations[0].count;
    for (int i = 0; i < 90; i++) heap_decref(heap, lists[i]);
    /* 80 wait; the other ten are uncounted */
    assert_int_equal(heap_root(heap)->free_list_count, 80);
    assert_int_equal(heap_root(heap)->generations[0].count, count - 10);
    assert_int_equal(list_new(heap, 0), lists[79]);
    assert_int_equal(list_new(heap, 0), lists[78]);
    assert_int_equal(heap_root(heap)->generations[0].count, count - 10);
    list_clear_free_list(heap);
    assert_int_equal(heap_root(heap)->free_list_count, 0);
    assert_int_equal(heap_root(heap)->generations[0].count, count - 88);
    heap_decref(heap, lists[79]);
    heap_decref(heap, lists[78]);
}

static void a_list_being_sorted_looks_empty(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref list = list_of(bare, (const int64_t[]){300, 301, 302}, 3);
    uint32_t size, allocated;
    Ref block = list_take_block(heap, list, &size, &allocated);
    assert_int_equal(size, 3);
    assert_int_equal(list_size(heap, list), 0);
    assert_int_equal(heap_sizeof(heap, list), 48); /* as CPython shows it: a capacity of -1 */
    list_clear(heap, list);
    assert_int_equal(heap_at(heap, List, list)->allocated, LIST_SORTING);
    assert_true(list_append(heap, list, bare_int(bare, 1)));
    assert_int_not_equal(heap_at(heap, List, list)->allocated, LIST_SORTING);
    list_give_block(heap, list, block, size, allocated);
    expect_items(heap, list, (const int64_t[]){300, 301, 302}, 3);
    heap_decref(heap, list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sizes_follow_append_and_pop, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(preallocation_is_even, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(slices_are_replaced, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(dead_lists_are_used_again, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(a_list_being_sorted_looks_empty, bare_begin, bare_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
