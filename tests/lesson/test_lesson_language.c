#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lesson/lesson_file.h"
#include "lesson/lesson_language.h"
#include "lesson/progress.h"

static void assert_parts(const char *path, const char *stem, const char *language) {
    Text is = lesson_stem(path), said = lesson_language(path);
    if (!text_is(is, stem) || !text_is(said, language)) {
        fail_msg("%s: \"%.*s\" in \"%.*s\"", path, (int)is.length, is.bytes, (int)said.length,
                 said.bytes);
    }
}

static void test_parts_of_a_path(void **state) {
    (void)state;
    assert_parts("a/01_x.lesson", "a/01_x", "");
    assert_parts("a/01_x.de.lesson", "a/01_x", "de");
    assert_parts("a/01_x.pt_BR.lesson", "a/01_x", "pt_BR");
    assert_parts("01_x.sr@latin.lesson", "01_x", "sr@latin");
    assert_parts("a/01_x.py", "a/01_x", "");
    assert_parts("a/01_x.de.py", "a/01_x.de", "");
    assert_parts("a.de/x", "a.de/x", "");
    assert_parts("a/01.notes.lesson", "a/01.notes", "");
    assert_parts("a/01.DE.lesson", "a/01.DE", "");
    assert_parts("a/.de.lesson", "a/.de", "");
    assert_parts(".lesson", ".lesson", "");
    assert_parts("", "", "");
}

static void test_what_is_looked_for(void **state) {
    (void)state;
    Text language = text_of("pt_BR");
    TextBuffer path = {0};
    lesson_language_path(lesson_stem("a/01_x.py"), language, &path);
    assert_string_equal(text_cstr(&path), "a/01_x.pt_BR.lesson");
    language = lesson_language_wider(language);
    assert_true(text_is(language, "pt"));
    language = lesson_language_wider(language);
    assert_true(text_is(language, ""));
    text_clear(&path);
    lesson_language_path(lesson_stem("a/01_x.py"), language, &path);
    assert_string_equal(text_cstr(&path), "a/01_x.lesson");
    text_deinit(&path);
}

/* Script and progress are those of the lesson, whatever its language. */
static void test_the_language_is_left_out(void **state) {
    (void)state;
    LessonFile lesson = {0};
    TextBuffer script = {0}, name = {0};
    lesson_file_script_path(&lesson, "a/01_x.de.lesson", &script);
    assert_string_equal(text_cstr(&script), "a/01_x.py");
    progress_lesson_name("a/01_x.de.lesson", &name);
    assert_string_equal(text_cstr(&name), "01_x");
    text_deinit(&script);
    text_deinit(&name);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_parts_of_a_path),
                                       cmocka_unit_test(test_what_is_looked_for),
                                       cmocka_unit_test(test_the_language_is_left_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
