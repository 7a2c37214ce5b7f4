/* What a person has set, kept as text that may be damaged, or written by hand or a newer version.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/settings/settings_file.h"
#include "fuzz/chance.h"

#include <string.h>

static void expect_written(const SettingsFile *file, const char *wanted) {
    TextBuffer text = {0};
    settings_write(file, &text);
    assert_string_equal(text_cstr(&text), wanted);
    text_deinit(&text);
}

static void test_there_and_back(void **state) {
    (void)state;
    static const char text[] = "lastref settings 1\n"
                               "theme dark\n"
                               "motion reduced\n"
                               "size 112.5\n"
                               "wheel scrolls\n"
                               "speed 4\n"
                               "font Inter\n"
                               "code-font Fira Code\n"
                               "language pt_BR\n";
    SettingsFile file;
    assert_true(settings_read(text_of(text), &file));
    assert_int_equal(file.left_out, 0);
    const Settings *values = &file.values;
    assert_string_equal(values->theme, "dark");
    assert_true(values->reduced_motion && values->wheel_scrolls);
    assert_true(values->size == 112.5f);
    assert_int_equal(values->speed, 2);
    assert_string_equal(values->font, "Inter");
    assert_string_equal(values->code_font, "Fira Code");
    assert_string_equal(values->language, "pt_BR");
    expect_written(&file, text);
    settings_file_deinit(&file);
}

static void test_defaults_are_not_written(void **state) {
    (void)state;
    SettingsFile file;
    Settings by_default = settings_default();
    assert_true(settings_read(text_of(""), &file));
    assert_true(settings_equal(&file.values, &by_default));
    expect_written(&file, "lastref settings 1\n");
    settings_file_deinit(&file);
    assert_true(
        settings_read(text_of("lastref settings 1\r\ntheme light\r\nspeed 1\r\nfont\r\n"), &file));
    assert_int_equal(file.left_out, 0);
    expect_written(&file, "lastref settings 1\n");
    settings_file_deinit(&file);
}

/* Each of these lines is left out by itself; what stands around it holds. */
static void test_broken_lines(void **state) {
    (void)state;
    static const char *const broken[] = {
        "theme purple",  "theme grey",  "theme",     "motion",      "motion none",   "size 49",
        "size 301",      "size 1e2",    "size -100", "size 100.25", "size 99999999", "size nan",
        "wheel turns",   "speed 3",     "speed 16",  "speed 11",    "language x",    "language ../",
        "language de-1", "colour dark", "themedark", "font \x01",   "font \xFF"};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        SettingsFile file;
        TextBuffer text = {0};
        text_appendf(&text, "lastref settings 1\nsize 125\n%s\nspeed 2\n", broken[i]);
        assert_true(settings_read(text_view(&text), &file));
        assert_int_equal(file.left_out, 1);
        assert_int_equal(file.first, 3);
        expect_written(&file, "lastref settings 1\nsize 125\nspeed 2\n");
        settings_file_deinit(&file);
        text_deinit(&text);
    }
}

static void test_no_settings_file(void **state) {
    (void)state;
    static const char *const others[] = {"theme dark\n",
                                         "lastref progress 1\n",
                                         "lastref settings\n",
                                         "lastref settings one\n",
                                         "lastref settings 0\n",
                                         "\x7F"
                                         "ELF",
                                         "\n",
                                         "lastref settings -1\n",
                                         "lastref settings 99999999999\n"};
    Settings by_default = settings_default();
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        SettingsFile file;
        assert_false(settings_read(text_of(others[i]), &file));
        assert_true(settings_equal(&file.values, &by_default));
        settings_file_deinit(&file);
    }
}

static void test_a_newer_version(void **state) {
    (void)state;
    SettingsFile file;
    assert_true(settings_read(text_of("lastref settings 3\n"
                                      "# mine\n"
                                      "theme sepia\n"
                                      "sound on\n"
                                      "size 150\n"),
                              &file));
    assert_int_equal(file.left_out, 0);
    expect_written(&file, "lastref settings 3\nsize 150\n# mine\ntheme sepia\nsound on\n");
    strcpy(file.values.theme, "dark"); /* chosen here: the newer word is out of date */
    expect_written(&file, "lastref settings 3\ntheme dark\nsize 150\n# mine\nsound on\n");
    settings_file_deinit(&file);
}

static void test_comments_are_kept(void **state) {
    (void)state;
    SettingsFile file;
    assert_true(settings_read(text_of("lastref settings 1\n\n  # large\nsize 150\n"), &file));
    assert_int_equal(file.left_out, 0);
    expect_written(&file, "lastref settings 1\nsize 150\n# large\n");
    settings_file_deinit(&file);
}

/* Two windows: what each of them has changed is in the file. */
static void test_merge(void **state) {
    (void)state;
    Settings before = settings_default(), after = before, other = before;
    strcpy(before.font, "Inter");
    after.size = 150;
    strcpy(other.theme, "dark");
    strcpy(other.font, "Inter");
    settings_merge(&before, &after, &other);
    assert_string_equal(other.theme, "dark");
    assert_true(other.size == 150);
    assert_string_equal(other.font, ""); /* was taken away */
    assert_false(settings_equal(&before, &after));
    assert_true(settings_equal(&after, &after));
}

static void test_much_is_bounded(void **state) {
    (void)state;
    enum { LINES = 5000 };
    TextBuffer text = {0};
    SettingsFile file;
    text_append_string(&text, "lastref settings 2\n");
    for (int i = 0; i < LINES; i++) text_appendf(&text, "row-%d a value of some length\n", i);
    assert_true(settings_read(text_view(&text), &file));
    assert_true(file.kept.length <= SETTINGS_KEPT_MAX);
    assert_true(file.left_out > 0 && file.left_out < LINES);
    settings_file_deinit(&file);
    text_deinit(&text);
}

/* Whatever is read can be written, and read again as the same. */
static void test_damaged(void **state) {
    (void)state;
    enum { ROUNDS = 20000 };
    static const char good[] = "lastref settings 2\ntheme dark\nmotion reduced\nsize 112.5\n"
                               "wheel scrolls\nspeed 4\nfont Inter\ncode-font Fira Code\n"
                               "language de\n# a comment\nsound on\n";
    Chance chance = {7};
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
        char bytes[sizeof good];
        size_t length = sizeof good - 1 - chance_below(&chance, 20);
        memcpy(bytes, good, sizeof good);
        size_t from = chance_percent(&chance, 90) ? strlen("lastref settings 2\n") : 0;
        for (uint32_t i = chance_below(&chance, 8); i > 0; i--) {
            size_t at = from + chance_below(&chance, length - from);
            size_t other = from + chance_below(&chance, length - from);
            bytes[at] = chance_percent(&chance, 50) ? bytes[other] : (char)chance_next(&chance);
        }
        SettingsFile file, again;
        TextBuffer once = {0}, twice = {0};
        bool fine = settings_read((Text){bytes, length}, &file);
        read += fine;
        settings_write(&file, &once);
        assert_true(settings_read(text_view(&once), &again));
        assert_true(!fine || again.left_out == 0);
        assert_true(settings_equal(&file.values, &again.values));
        settings_write(&again, &twice);
        assert_int_equal(once.length, twice.length);
        assert_memory_equal(text_cstr(&once), text_cstr(&twice), once.length);
        settings_file_deinit(&file);
        settings_file_deinit(&again);
        text_deinit(&once);
        text_deinit(&twice);
    }
    assert_true(read > ROUNDS / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),  cmocka_unit_test(test_defaults_are_not_written),
        cmocka_unit_test(test_broken_lines),    cmocka_unit_test(test_no_settings_file),
        cmocka_unit_test(test_a_newer_version), cmocka_unit_test(test_comments_are_kept),
        cmocka_unit_test(test_merge),           cmocka_unit_test(test_much_is_bounded),
        cmocka_unit_test(test_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
