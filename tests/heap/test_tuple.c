#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/bare_heap.h"

static void sizes_are_cpythons(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref empty = tuple_new(heap, 0);
    assert_int_equal(empty, heap_root(heap)->empty_tuple);
    const uint32_t lengths[] = {1, 2, 20, 21};
    for (int i = 0; i < 4; i++) {
        Ref tuple = tuple_new(heap, lengths[i]);
        assert_int_equal(heap_sizeof(heap, tuple), 40 + 8 * lengths[i]);
        assert_true(heap_is_tracked(heap, tuple));
        heap_decref(heap, tuple);
    }
}

static void a_whole_slice_is_the_tuple_itself(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref items[] = {bare_int(bare, 300), bare_int(bare, 301), bare_int(bare, 302)};
    Ref tuple = tuple_pack(heap, 3, items);
    for (int i = 0; i < 3; i++) heap_decref(heap, items[i]);
    Ref whole = tuple_slice(heap, tuple, 0, 3);
    assert_int_equal(whole, tuple);
    Ref part = tuple_slice(heap, tuple, 1, 9);
    assert_int_equal(tuple_size(heap, part), 2);
    assert_int_equal(tuple_get(heap, part, 0), items[1]);
    assert_int_equal(heap_refcount(heap, items[1]), 2);
    heap_decref(heap, whole);
    heap_decref(heap, tuple);
    assert_int_equal(heap_refcount(heap, items[1]), 1);
    heap_decref(heap, part);
}

static void dead_tuples_wait_by_length(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref three = tuple_new(heap, 3), two = tuple_new(heap, 2), long_one = tuple_new(heap, 21);
    uint32_t count = heap_root(heap)->generations[0].count;
    heap_decref(heap, three);
    heap_decref(heap, two);
    heap_decref(heap, long_one);
    assert_int_equal(heap_root(heap)->generations[0].count, count - 1);
    assert_int_equal(tuple_new(heap, 3), three);
    assert_int_equal(tuple_new(heap, 2), two);
    assert_int_equal(heap_root(heap)->generations[0].count, count - 1);
    heap_decref(heap, three);
    heap_decref(heap, two);
    tuple_clear_free_lists(heap);
    assert_int_equal(heap_root(heap)->free_tuple_counts[3], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sizes_are_cpythons, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(a_whole_slice_is_the_tuple_itself, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(dead_tuples_wait_by_length, bare_begin, bare_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
