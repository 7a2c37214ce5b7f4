#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/bare_heap.h"

static Ref new_set(BareHeap *bare) {
    return set_new(&bare->heap, builtin_type(&bare->heap, BUILTIN_TYPE_SET));
}

static int add(BareHeap *bare, Ref set, int64_t value) {
    Ref key = bare_int(bare, value);
    int added = set_add(&bare->heap, set, key, (uint64_t)value);
    heap_decref(&bare->heap, key);
    return added;
}

static int take_out(BareHeap *bare, Ref set, int64_t value) {
    Ref key = bare_int(bare, value);
    int removed = set_remove(&bare->heap, set, key, (uint64_t)value);
    heap_decref(&bare->heap, key);
    return removed;
}

static void expect_order(BareHeap *bare, Ref set, const int64_t *values, uint32_t count) {
    uint32_t position = 0, i = 0;
    Ref key;
    while (set_next(&bare->heap, set, &position, &key, NULL)) {
        int64_t value;
        assert_true(int_to_i64(&bare->heap, key, &value));
        assert_true(i < count);
        assert_int_equal(value, values[i++]);
    }
    assert_int_equal(i, count);
}

static void sizes_follow_add(void **state) {
    BareHeap *bare = *state;
    const size_t sizes[][2] = {{0, 216}, {5, 728}, {19, 2264}, {77, 8408}, {307, 32984}};
    Ref set = new_set(bare);
    for (int64_t n = 0; n < 400; n++) {
        size_t expected = 0;
        for (int i = 0; i < 5; i++) {
            if ((int64_t)sizes[i][0] <= n) expected = sizes[i][1];
        }
        assert_int_equal(heap_sizeof(&bare->heap, set), expected);
        assert_int_equal(add(bare, set, n), 1);
        assert_int_equal(add(bare, set, n), 0);
    }
    heap_decref(&bare->heap, set);
}

static void a_literal_of_five_is_merged(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref constant = set_new(heap, builtin_type(heap, BUILTIN_TYPE_FROZENSET));
    for (int64_t i = 1; i <= 5; i++) add(bare, constant, i);
    Ref set = new_set(bare);
    assert_int_equal(set_merge(heap, set, constant), 0);
    assert_int_equal(heap_sizeof(heap, set), 472);
    assert_int_equal(heap_sizeof(heap, constant), 728);
    heap_decref(heap, set);
    heap_decref(heap, constant);
}

/* {0, 1, 2} without 0 and 1, then 8 and 16: CPython 3.11.2 puts each at the last dummy it met, 8 in
 * slot 1 and 16 in slot 0. */
static void dummies_are_used_again(void **state) {
    BareHeap *bare = *state;
    Ref set = new_set(bare);
    for (int64_t i = 0; i < 3; i++) add(bare, set, i);
    assert_int_equal(take_out(bare, set, 0), 1);
    assert_int_equal(take_out(bare, set, 1), 1);
    assert_int_equal(take_out(bare, set, 1), 0);
    add(bare, set, 8);
    add(bare, set, 16);
    expect_order(bare, set, (const int64_t[]){16, 8, 2}, 3);
    Ref key = set_pop(&bare->heap, set);
    int64_t value;
    assert_true(int_to_i64(&bare->heap, key, &value));
    assert_int_equal(value, 16);
    heap_decref(&bare->heap, key);
    set_clear(&bare->heap, set);
    assert_int_equal(set_used(&bare->heap, set), 0);
    heap_decref(&bare->heap, set);
}

/* The key that is being added is visible while the equal hook runs, with one more reference. */
static int look_at_holders(void *context, Ref a, Ref b);

typedef struct Look {
    Visitor visitor;
    Ref wanted;
    uint32_t found;
} Look;

static void count_wanted(Visitor *visitor, Slot slot, Ref target) {
    (void)slot;
    Look *look = (Look *)visitor;
    look->found += target == look->wanted;
}

static int look_at_holders(void *context, Ref a, Ref b) {
    BareHeap *bare = context;
    (void)a;
    Look look = {.visitor = {.visit = count_wanted}, .wanted = b};
    held_traverse(&bare->heap, &look.visitor);
    bare->compared += look.found;
    if (look.found) assert_int_equal(heap_refcount(&bare->heap, b), 2);
    return 0;
}

static void the_new_key_is_held(void **state) {
    BareHeap *bare = *state;
    Ref set = new_set(bare);
    bare->heap.host.equal = look_at_holders;
    Ref first = bare_int(bare, 1000), second = bare_int(bare, 2000);
    set_add(&bare->heap, set, first, 7);
    set_add(&bare->heap, set, second, 7);
    assert_int_equal(bare->compared, 1);
    assert_int_equal(set_find(&bare->heap, set, second, 7), 1);
    heap_decref(&bare->heap, set);
    heap_decref(&bare->heap, first);
    heap_decref(&bare->heap, second);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sizes_follow_add, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(a_literal_of_five_is_merged, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(dummies_are_used_again, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(the_new_key_is_held, bare_begin, bare_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
