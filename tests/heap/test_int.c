#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/bare_heap.h"

static Ref from_text(Heap *heap, const char *decimal) {
    mpz_t value;
    assert_int_equal(mpz_init_set_str(value, decimal, 10), 0);
    Ref made = int_new_mpz(heap, value);
    mpz_clear(value);
    return made;
}

static void expect_text(const Heap *heap, Ref value, const char *decimal) {
    char text[128];
    mpz_t number;
    mpz_init(number);
    int_to_mpz(heap, value, number);
    assert_true(mpz_sizeinbase(number, 10) + 2 < sizeof text);
    mpz_get_str(text, 10, number);
    assert_string_equal(text, decimal);
    mpz_clear(number);
}

static void small_ints_are_shared(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    for (int64_t value = -10; value <= 300; value++) {
        Ref a = int_new(heap, value), b = int_new(heap, value);
        int64_t back;
        assert_int_equal(a == b, value >= SMALL_INT_MIN && value <= SMALL_INT_MAX);
        assert_true(int_to_i64(heap, a, &back));
        assert_int_equal(back, value);
        heap_decref(heap, a);
        heap_decref(heap, b);
    }
}

static void text_goes_round(void **state) {
    static const char *const numbers[] = {"0",
                                          "1",
                                          "-1",
                                          "1073741823",
                                          "1073741824",
                                          "-1073741824",
                                          "9223372036854775807",
                                          "-9223372036854775808",
                                          "9223372036854775808",
                                          "-9223372036854775809",
                                          "18446744073709551616",
                                          "123456789012345678901234567890",
                                          "-99999999999999999999999999"};
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref all[sizeof numbers / sizeof *numbers];
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        all[i] = from_text(heap, numbers[i]);
        expect_text(heap, all[i], numbers[i]);
        int64_t small;
        assert_int_equal(int_to_i64(heap, all[i], &small), i < 8);
    }
    assert_int_equal(int_compare(heap, all[1], all[2]), 1);
    assert_int_equal(int_compare(heap, all[4], all[3]), 1);
    assert_int_equal(int_compare(heap, all[5], all[2]), -1);
    assert_int_equal(int_compare(heap, all[11], all[11]), 0);
    assert_int_equal(int_compare(heap, all[12], all[11]), -1);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) heap_decref(heap, all[i]);
}

/* What hash() and sys.getsizeof of CPython 3.11.2 give. */
static void hashes_and_sizes(void **state) {
    static const struct {
        const char *number;
        uint64_t hash;
        size_t size, bits;
    } rows[] = {
        {"0", 0, 28, 0},
        {"-1", UINT64_MAX - 1, 28, 1},
        {"2305843009213693951", 0, 36, 61},
        {"2305843009213693952", 1, 36, 62},
        {"-2305843009213693952", UINT64_MAX - 1, 36, 62},
        {"1073741823", 1073741823, 28, 30},
        {"1073741824", 1073741824, 32, 31},
        {"10000000000000000000000000000000000000000", UINT64_C(1388497483929617590), 44, 133},
    };
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Ref value = from_text(heap, rows[i].number);
        assert_int_equal(int_hash(heap, value), rows[i].hash);
        assert_int_equal(heap_sizeof(heap, value), rows[i].size);
        assert_int_equal(int_bits(heap, value), rows[i].bits);
        heap_decref(heap, value);
    }
}

static void doubles_round_to_even(void **state) {
    static const struct {
        const char *number;
        double value;
    } rows[] = {
        {"9007199254740993", 9007199254740992.0},   {"9007199254740995", 9007199254740996.0},
        {"-9007199254740993", -9007199254740992.0}, {"36893488147419107329", 0x1.0000000000001p65},
        {"36893488147419107328", 0x1p65},           {"100000000000000000000000", 1e23}};
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Ref value = from_text(heap, rows[i].number);
        double got;
        assert_true(int_to_double(heap, value, &got));
        assert_true(got == rows[i].value);
        heap_decref(heap, value);
    }
    mpz_t big;
    double out;
    mpz_init(big);
    mpz_setbit(big, 1024);
    mpz_sub_ui(big, big, 1);
    assert_false(int_mpz_to_double(big, &out));
    mpz_clrbit(big, 970);
    mpz_fdiv_q_2exp(big, big, 970);
    mpz_mul_2exp(big, big, 970);
    assert_true(int_mpz_to_double(big, &out));
    mpz_clear(big);
}

static void too_large_is_refused(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    mpz_t big;
    mpz_init(big);
    mpz_setbit(big, (mp_bitcnt_t)INT_DIGITS_MAX * INT_DIGIT_BITS);
    assert_false(int_fits_mpz(big));
    assert_int_equal(int_new_mpz(heap, big), REF_NULL);
    assert_int_equal(heap->failure, HEAP_FULL);
    heap->failure = HEAP_OK;
    mpz_clear(big);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(small_ints_are_shared, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(text_goes_round, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(hashes_and_sizes, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(doubles_round_to_even, bare_begin, bare_end),
        cmocka_unit_test_setup_teardown(too_large_is_refused, bare_begin, bare_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
