/* What a person has done, kept as text that may be damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fuzz/chance.h"
#include "lesson/progress.h"

#include <stdio.h>
#include <string.h>

static void expect_written(const Progress *progress, const char *wanted) {
    TextBuffer text = {0};
    progress_write(progress, &text);
    assert_string_equal(text_cstr(&text), wanted);
    text_deinit(&text);
}

static void test_there_and_back(void **state) {
    (void)state;
    static const char text[] = "lastref progress 1\n"
                               "seen 01_x alias\n"
                               "answer 01_x alias wrong\n"
                               "seen 01_x go\n"
                               "done 01_x go\n"
                               "answer 02_y pick right\n";
    Progress progress = {0}, again = {0};
    uint32_t seen, right, done;
    progress_see(&progress, "01_x", "alias");
    progress_answer(&progress, "01_x", "alias", ANSWERED_WRONG);
    progress_answer(&progress, "01_x", "alias", ANSWERED_RIGHT); /* the first one counts */
    progress_see(&progress, "01_x", "go");
    progress_finish(&progress, "01_x", "go");
    progress_answer(&progress, "02_y", "pick", ANSWERED_RIGHT);
    progress_see(&progress, "01_x", "a name with spaces");
    progress_see(&progress, "", "b");
    expect_written(&progress, text);
    assert_true(progress_read(&again, text_of(text)));
    expect_written(&again, text);
    progress_count(&again, "01_x", &seen, &right, &done);
    assert_int_equal(seen, 2);
    assert_int_equal(right, 0);
    assert_int_equal(done, 1);
    assert_true(progress_find(&again, "01_x", "alias")->answered);
    assert_null(progress_find(&again, "01_x", "nothing"));
    progress_reset(&again, "01_x");
    expect_written(&again, "lastref progress 1\nanswer 02_y pick right\n");
    progress_deinit(&progress);
    progress_deinit(&again);
}

static void test_places(void **state) {
    (void)state;
    Progress progress = {0}, again = {0};
    TextBuffer text = {0};
    progress_be_at(&progress, "01_x", "alias");
    progress_be_at(&progress, "02_y", "pick");
    progress_be_at(&progress, "01_x", "go");
    progress_be_at(&progress, "01_x", "a name with spaces");
    progress_be_at(&progress, "03_z", NULL);
    expect_written(&progress, "lastref progress 1\nat 02_y pick\nat 01_x go\nat 03_z\n");
    progress_write(&progress, &text);
    text_append_string(&text, "at\nat 01_x go on\nat 04_w 1 2 3\nin 01_x go\n");
    assert_true(progress_read(&again, text_view(&text)));
    expect_written(&again, "lastref progress 1\nat 02_y pick\nat 01_x go\nat 03_z\n");
    assert_string_equal(progress_find_place(&again, "01_x")->beat, "go");
    assert_string_equal(progress_find_place(&again, "03_z")->beat, "");
    assert_null(progress_find_place(&again, "04_w"));
    progress_reset(&again, "01_x");
    assert_null(progress_find_place(&again, "01_x"));
    for (int i = 0; i < PROGRESS_PLACES_MAX; i++) {
        char name[20];
        snprintf(name, sizeof name, "lesson-%d", i);
        progress_be_at(&again, name, "first");
    }
    assert_int_equal(again.places.count, PROGRESS_PLACES_MAX);
    assert_null(progress_find_place(&again, "03_z"));
    assert_string_equal(array_last(&again.places).lesson, "lesson-499");
    text_deinit(&text);
    progress_deinit(&progress);
    progress_deinit(&again);
}

static void test_damaged_lines_are_left_out(void **state) {
    (void)state;
    Progress progress = {0};
    assert_true(progress_read(&progress, text_of("lastref progress 1\r\n"
                                                 "seen 01_x\n"
                                                 "seen 01_x a b\n"
                                                 "answer 01_x a perhaps\n"
                                                 "answer 01_x a\n"
                                                 "\x01\x02\xFF\n"
                                                 "done 01_x ../a\n"
                                                 "  seen   01_x   good  \r\n"
                                                 "done 01_x last")));
    expect_written(&progress, "lastref progress 1\nseen 01_x good\ndone 01_x last\n");
    progress_deinit(&progress);
    assert_true(progress_read(&progress, text_of("")));
    assert_false(progress_read(&progress, text_of("something else\n")));
    progress_deinit(&progress);
}

static void test_random_damage(void **state) {
    (void)state;
    static const char text[] = "lastref progress 1\nseen 01_x alias\nanswer 01_x alias wrong\n"
                               "at 01_x alias\nat 02_y\n";
    Chance chance = {7};
    for (int i = 0; i < 5000; i++) {
        char copy[sizeof text];
        memcpy(copy, text, sizeof text);
        for (uint32_t j = chance_below(&chance, 6); j-- > 0;) {
            copy[chance_below(&chance, sizeof text - 1)] = (char)chance_next(&chance);
        }
        Progress progress = {0}, again = {0};
        TextBuffer first = {0}, second = {0};
        progress_read(&progress, (Text){copy, chance_below(&chance, sizeof text)});
        progress_write(&progress, &first);
        assert_true(progress_read(&again, text_view(&first)));
        progress_write(&again, &second);
        assert_string_equal(text_cstr(&first), text_cstr(&second));
        progress_deinit(&progress);
        progress_deinit(&again);
        text_deinit(&first);
        text_deinit(&second);
    }
}

static void test_names_of_lessons(void **state) {
    (void)state;
    TextBuffer name = {0};
    progress_lesson_name("a.b/01_x.lesson", &name);
    assert_string_equal(text_cstr(&name), "01_x");
    text_clear(&name);
    progress_lesson_name(".hidden", &name);
    assert_string_equal(text_cstr(&name), ".hidden");
    text_deinit(&name);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_damaged_lines_are_left_out),
        cmocka_unit_test(test_random_damage),
        cmocka_unit_test(test_names_of_lessons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
