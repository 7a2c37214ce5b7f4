#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/bare_heap.h"
#include "heap/float.h"

#include <math.h>
#include <stdlib.h>

static int begin(void **state) {
    if (bare_begin(state) != 0) return 1;
    Heap *heap = &((BareHeap *)*state)->heap;
    Ref type = bare_type(heap, KIND_FLOAT, 24, 0, TYPE_FLOAT);
    heap_set(heap, heap_root(heap)->types[BUILTIN_TYPE_FLOAT], type);
    return 0;
}

static void expect_repr(double value, const char *text) {
    char got[FLOAT_REPR_MAX];
    float_repr(value, got);
    assert_string_equal(got, text);
}

static void repr_is_shortest(void **state) {
    (void)state;
    expect_repr(0.0, "0.0");
    expect_repr(-0.0, "-0.0");
    expect_repr(1.0, "1.0");
    expect_repr(0.1 + 0.2, "0.30000000000000004");
    expect_repr(1e15, "1000000000000000.0");
    expect_repr(1e16, "1e+16");
    expect_repr(0.0001, "0.0001");
    expect_repr(0.00001, "1e-05");
    expect_repr(123456789012345680.0, "1.2345678901234568e+17");
    expect_repr(5e-324, "5e-324");
    expect_repr(-1.7976931348623157e308, "-1.7976931348623157e+308");
    expect_repr(INFINITY, "inf");
    expect_repr(-INFINITY, "-inf");
    expect_repr(NAN, "nan");
    /* The nearest 16 digits read back as another double; the next ones do not. */
    expect_repr(0x1p89, "6.189700196426902e+26");
    expect_repr(0x1p-44, "5.684341886080802e-14");
}

static void repr_reads_back(void **state) {
    (void)state;
    for (int exponent = -1074; exponent < 1024; exponent++) {
        for (int step = -1; step <= 1; step++) {
            double value = ldexp(1.0, exponent);
            if (step) value = nextafter(value, step * INFINITY);
            char text[FLOAT_REPR_MAX];
            float_repr(value, text);
            assert_true(strtod(text, NULL) == value);
        }
    }
}

static void freed_floats_are_used_again(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref a = float_new(heap, 1.5);
    Handle handle = heap_handle(heap, a);
    assert_true(float_value(heap, a) == 1.5);
    heap_decref(heap, a);
    assert_int_equal(heap_resolve(heap, handle), REF_NULL);
    Ref b = float_new(heap, 2.5);
    assert_int_equal(a, b);
    assert_int_equal(heap_refcount(heap, b), 1);
    assert_int_equal(heap_sizeof(heap, b), 24);
    heap_decref(heap, b);
}

static void free_list_holds_100(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref all[150];
    uint32_t live = heap_root(heap)->objects_live;
    for (int i = 0; i < 150; i++) all[i] = float_new(heap, i);
    for (int i = 0; i < 150; i++) heap_decref(heap, all[i]);
    assert_int_equal(heap_root(heap)->free_float_count, 100);
    assert_int_equal(heap_root(heap)->objects_live, live);
    float_clear_free_list(heap);
    assert_int_equal(heap_root(heap)->free_float_count, 0);
    assert_int_equal(heap_root(heap)->free_floats, REF_NULL);
}

/* What hash() of CPython 3.11.2 gives. */
static void hashes(void **state) {
    (void)state;
    assert_int_equal(float_hash_value(0.0), 0);
    assert_int_equal(float_hash_value(1.0), 1);
    assert_int_equal(float_hash_value(-1.0), UINT64_MAX - 1);
    assert_int_equal(float_hash_value(0.5), UINT64_C(1152921504606846976));
    assert_int_equal(float_hash_value(1e300), UINT64_C(1224995262755759164));
    assert_int_equal(float_hash_value(-1.5), UINT64_C(17293822569102704639));
    assert_int_equal(float_hash_value(5e-324), UINT64_C(16777216));
    assert_int_equal(float_hash_value(INFINITY), 314159);
    assert_int_equal(float_hash_value(-INFINITY), (uint64_t)-314159);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repr_is_shortest),
        cmocka_unit_test(repr_reads_back),
        cmocka_unit_test_setup_teardown(freed_floats_are_used_again, begin, bare_end),
        cmocka_unit_test_setup_teardown(free_list_holds_100, begin, bare_end),
        cmocka_unit_test(hashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
