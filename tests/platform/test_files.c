#include "platform/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];

static int make_folder(void **state) {
    (void)state;
    strcpy(folder, P_tmpdir "/lastref-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    return rmdir(folder); /* fails if something half written was left */
}

static const char *path_of(const char *name) {
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void expect_failure(const char *name, size_t limit, const char *words) {
    Error error = {""};
    TextBuffer out = {0};
    text_append_string(&out, "before");
    assert_false(platform_file_read_text(path_of(name), limit, &out, &error));
    assert_non_null(strstr(error.message, words));
    assert_non_null(strstr(error.message, name));
    assert_string_equal(text_cstr(&out), "before");
    text_deinit(&out);
}

static void write_then_read(void **state) {
    (void)state;
    Error error = {""};
    TextBuffer out = {0};
    const char *path = path_of("a.txt");
    assert_true(platform_file_write(path, text_of("h\xC3\xA9llo\n"), &error));
    assert_true(platform_file_write(path, text_of("h\xC3\xA9\n"), &error));
    assert_true(platform_file_read_text(path, 100, &out, &error));
    assert_string_equal(text_cstr(&out), "h\xC3\xA9\n");
    assert_string_equal(error.message, "");
    text_clear(&out);
    assert_true(platform_file_write(path, text_of("\xEF\xBB\xBFx"), &error));
    assert_true(platform_file_read_text(path, 100, &out, &error));
    assert_string_equal(text_cstr(&out), "x");
    text_clear(&out);
    assert_true(platform_file_write(path, (Text){"", 0}, &error));
    assert_true(platform_file_read_text(path, 100, &out, &error));
    assert_int_equal(out.length, 0);
    text_deinit(&out);
    unlink(path);
}

static void what_is_no_text_is_refused(void **state) {
    (void)state;
    Error error = {""};
    expect_failure("absent", 100, "No such file");
    assert_true(platform_file_write(path_of("bad"), (Text){"a\xFF", 2}, &error));
    expect_failure("bad", 100, "not UTF-8");
    assert_true(platform_file_write(path_of("bad"), (Text){"a\0b", 3}, &error));
    expect_failure("bad", 100, "zero byte");
    assert_true(platform_file_write(path_of("bad"), text_of("0123456789"), &error));
    expect_failure("bad", 9, "too large");
    unlink(path_of("bad"));
    assert_int_equal(mkdir(path_of("sub"), 0700), 0);
    expect_failure("sub", 100, "is a folder");
    rmdir(path_of("sub"));
    assert_int_equal(mkfifo(path_of("pipe"), 0600), 0);
    expect_failure("pipe", 100, "not a regular file");
    unlink(path_of("pipe"));
}

static void a_failed_write_leaves_nothing(void **state) {
    (void)state;
    Error error = {""};
    assert_false(platform_file_write(path_of("no/such/folder"), text_of("x"), &error));
    assert_non_null(strstr(error.message, "cannot be written"));
    assert_int_equal(mkdir(path_of("sub"), 0700), 0); /* a folder cannot be replaced by a file */
    assert_false(platform_file_write(path_of("sub"), text_of("x"), &error));
    rmdir(path_of("sub"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(write_then_read),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(a_failed_write_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
