#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/image.h"

#include <string.h>

static const uint32_t *word(const Image *image, Ref granule, unsigned index) {
    return (const uint32_t *)image_at(image, granule) + index;
}

static void setup(Image *image) {
    Error error;
    assert_true(image_init(image, &error));
    image->hashing = true;
}

static void first_write_of_a_step_saves_what_was_there(void **state) {
    (void)state;
    Image image;
    setup(&image);
    image_set(&image, word(&image, 100, 0), 7);
    image_commit(&image);
    image_begin(&image);
    image_set(&image, word(&image, 100, 0), 8);
    image_set(&image, word(&image, 100, 1), 9);
    assert_int_equal(image.saved.count, 1);
    uint32_t old;
    memcpy(&old, image.saved.items[0].old, sizeof old);
    assert_int_equal(old, 7);
    image_deinit(&image);
}

static void rollback_takes_back_the_step_and_no_more(void **state) {
    (void)state;
    Image image;
    setup(&image);
    image_set(&image, word(&image, 5, 0), 1);
    image_commit(&image);
    image_begin(&image);
    image_set(&image, word(&image, 5, 0), 2);
    image_set(&image, word(&image, 6, 3), 3);
    image_rollback(&image);
    assert_int_equal(*word(&image, 5, 0), 1);
    assert_int_equal(*word(&image, 6, 3), 0);
    image_set(&image, word(&image, 5, 0), 4);
    assert_int_equal(image.saved.count, 1);
    image_deinit(&image);
}

static void swapping_twice_gives_the_same_hash(void **state) {
    (void)state;
    Image image;
    setup(&image);
    image_set(&image, word(&image, 1000, 2), 42);
    image_commit(&image);
    image_begin(&image);
    uint64_t before = image_hash(&image);
    image_set(&image, word(&image, 1000, 2), 43);
    image_commit(&image);
    uint64_t after = image_hash(&image);
    assert_true(before != after);
    uint8_t content[GRANULE];
    memcpy(content, image.saved.items[0].old, GRANULE);
    image_swap(&image, 1000, content);
    assert_true(image_hash(&image) == before);
    image_swap(&image, 1000, content);
    assert_true(image_hash(&image) == after);
    assert_true(image_hash_slow(&image) == after);
    image_deinit(&image);
}

static void bulk_writes_are_saved_too(void **state) {
    (void)state;
    Image image;
    setup(&image);
    const uint8_t *at = image_at(&image, 50);
    image_write(&image, at + 5, "twenty bytes of text", 20);
    assert_int_equal(image.saved.count, 2);
    image_move(&image, at + 64, at + 5, 20);
    assert_memory_equal(at + 64, "twenty bytes of text", 20);
    image_zero(&image, at, 200);
    image_rollback(&image);
    for (int i = 0; i < 200; i++) assert_int_equal(at[i], 0);
    image_deinit(&image);
}

/* A span's granules are saved once a step, whether they are written or not, and each step anew. */
static void span_is_saved_as_a_whole_each_step(void **state) {
    (void)state;
    Image image;
    setup(&image);
    ImageSpan span = {0};
    image_include(&image, &span, 300, 304);
    assert_int_equal(image.saved.count, 4);
    image_set_in(&image, &span, word(&image, 301, 2), 5);
    image_include(&image, &span, 301, 303);
    assert_int_equal(image.saved.count, 4);
    image_commit(&image);
    image_begin(&image);
    image_set_in(&image, &span, word(&image, 303, 0), 6);
    assert_int_equal(image.saved.count, 4);
    image_rollback(&image);
    assert_int_equal(*word(&image, 301, 2), 5);
    assert_int_equal(*word(&image, 303, 0), 0);
    image_set_in(&image, &span, word(&image, 300, 0), 7);
    assert_int_equal(image.saved.count, 4);
    image_deinit(&image);
}

/* A span grows to both sides over what lies between; in another step it begins anew. */
static void span_grows_within_a_step(void **state) {
    (void)state;
    Image image;
    setup(&image);
    ImageSpan span = {0};
    image_include(&image, &span, 300, 302);
    image_include(&image, &span, 306, 308);
    image_include(&image, &span, 298, 301);
    assert_int_equal(span.first, 298);
    assert_int_equal(span.end, 308);
    assert_int_equal(image.saved.count, 10);
    image_commit(&image);
    image_begin(&image);
    image_include(&image, &span, 306, 308);
    assert_int_equal(span.first, 306);
    assert_int_equal(image.saved.count, 2);
    image_deinit(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_write_of_a_step_saves_what_was_there),
        cmocka_unit_test(rollback_takes_back_the_step_and_no_more),
        cmocka_unit_test(swapping_twice_gives_the_same_hash),
        cmocka_unit_test(bulk_writes_are_saved_too),
        cmocka_unit_test(span_is_saved_as_a_whole_each_step),
        cmocka_unit_test(span_grows_within_a_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
