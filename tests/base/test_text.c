#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

static void a_cut_leaves_characters_whole(void **state) {
    Text text = text_of("a\xC3\xA9\xE2\x82\xAC"); /* one, two and three bytes */
    static const size_t lengths[] = {0, 1, 1, 3, 3, 3, 6, 6};
    (void)state;
    for (size_t most = 0; most < sizeof lengths / sizeof *lengths; most++) {
        assert_int_equal(text_cut(text, most).length, lengths[most]);
    }
}

static void a_view_is_what_the_buffer_holds(void **state) {
    TextBuffer buffer = {0};
    (void)state;
    assert_true(text_is(text_view(&buffer), ""));
    text_append_string(&buffer, "ab");
    assert_true(text_is(text_view(&buffer), "ab"));
    text_deinit(&buffer);
}

static void the_last_line_is_not_empty(void **state) {
    (void)state;
    assert_true(text_is(text_last_line(text_of("a\nb c\n\n")), "b c"));
    assert_true(text_is(text_last_line(text_of("a\nb")), "b"));
    assert_true(text_is(text_last_line(text_of("a\n")), "a"));
    assert_true(text_is(text_last_line(text_of("\n\n")), ""));
    assert_true(text_is(text_last_line(text_of("")), ""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_leaves_characters_whole),
        cmocka_unit_test(a_view_is_what_the_buffer_holds),
        cmocka_unit_test(the_last_line_is_not_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
