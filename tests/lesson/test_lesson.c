#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lesson/lesson.h"

#include <string.h>

static bool read_text(const char *path, const char *source, Lesson *lesson) {
    return lesson_read(path, text_of(source), lesson);
}

static void test_the_head_of_a_lesson(void **state) {
    (void)state;
    Lesson lesson;
    assert_true(read_text("a/b.d/01_ref.py",
                          "\"\"\"Counting refs: an object\n  lives. And\ndies.\n\"\"\"\n",
                          &lesson));
    assert_string_equal(lesson.number, "1");
    assert_string_equal(lesson.title, "Counting refs");
    assert_string_equal(lesson.about, "An object lives. And dies.");
    assert_true(read_text("12_x.py", "\"\"\"Title\"\"\"x = 1\n", &lesson));
    assert_string_equal(lesson.number, "12");
    assert_string_equal(lesson.title, "Title");
    assert_string_equal(lesson.about, "");
}

static void test_what_is_no_lesson(void **state) {
    (void)state;
    Lesson lesson;
    char longer[200];
    memset(longer, 'x', sizeof longer);
    memcpy(longer, "\"\"\"", 3);
    memcpy(longer + 190, "\"\"\"\n", 5);
    assert_false(read_text("x_01.py", "\"\"\"Title: about\"\"\"\n", &lesson));
    assert_false(read_text("1.py", "\"\"\"Title: about\"\"\"\n", &lesson));
    assert_false(read_text("01_x.py", "", &lesson));
    assert_false(read_text("01_x.py", "\"\"\"Title: without an end\n", &lesson));
    assert_false(read_text("01_x.py", "\"\"\": no title\"\"\"\n", &lesson));
    assert_false(read_text("01_x.py", "# \"\"\"Title: about\"\"\"\n", &lesson));
    assert_false(read_text("01_x.py", longer, &lesson));
}

static void test_a_long_text_is_cut_at_a_character(void **state) {
    (void)state;
    Lesson lesson;
    char source[1000] = "\"\"\"Long: ";
    while (strlen(source) < 900) strcat(source, "\xC3\xA9");
    strcat(source, "\"\"\"");
    assert_true(read_text("03_long.py", source, &lesson));
    assert_true(strlen(lesson.about) > 200 && strlen(lesson.about) < sizeof lesson.about);
    assert_int_equal(strlen(lesson.about) % 2, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_head_of_a_lesson),
        cmocka_unit_test(test_what_is_no_lesson),
        cmocka_unit_test(test_a_long_text_is_cut_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
