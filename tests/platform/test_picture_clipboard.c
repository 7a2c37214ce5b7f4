/* Pictures on the clipboard: which program gets them, and what is told when none does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/clock.h"
#include "platform/files.h"
#include "platform/picture_clipboard.h"
#include "platform/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char folder[64];

static int set_up(void **state) {
    (void)state;
    char path[128];
    snprintf(folder, sizeof folder, "/tmp/lastref-clip-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s:/usr/bin:/bin", folder);
    unsetenv("WAYLAND_DISPLAY");
    return setenv("PATH", path, 1);
}

static int tear_down(void **state) {
    (void)state;
    char command[128];
    setenv("PATH", "/usr/bin:/bin", 1);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) == 0 ? 0 : -1;
}

/* A program of this name that keeps its words and its input in files, and then does this. */
static void install(const char *name, const char *then) {
    char path[128], script[512];
    Error error;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(script, sizeof script,
             "#!/bin/sh\necho \"$(basename $0) $*\" > %s/words\ncat > %s/input\n%s\n", folder,
             folder, then);
    if (!platform_file_write(path, text_of(script), &error)) fail_msg("%s", error.message);
    assert_int_equal(chmod(path, 0755), 0);
}

static void expect_file(const char *name, Text expected) {
    char path[128];
    Error error;
    TextBuffer got = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (!platform_file_read(path, 1 << 22, &got, &error)) fail_msg("%s", error.message);
    assert_int_equal(got.length, expected.length);
    assert_memory_equal(got.bytes, expected.bytes, expected.length);
    text_deinit(&got);
}

static void test_all_bytes_arrive(void **state) {
    (void)state;
    enum { LENGTH = 300000 }; /* more than a pipe holds */
    Error error;
    char *bytes = malloc(LENGTH);
    for (int i = 0; i < LENGTH; i++) bytes[i] = (char)(i * 7 % 256);
    install("xclip", "");
    assert_true(platform_clipboard_set_png((Text){bytes, LENGTH}, &error));
    expect_file("input", (Text){bytes, LENGTH});
    expect_file("words", text_of("xclip -selection clipboard -target image/png -in\n"));
    free(bytes);
}

static void test_wayland_first(void **state) {
    (void)state;
    Error error;
    install("xclip", "");
    install("wl-copy", "");
    setenv("WAYLAND_DISPLAY", "wayland-0", 1);
    assert_true(platform_clipboard_set_png(text_of("png"), &error));
    expect_file("words", text_of("wl-copy --type image/png\n"));
}

/* The program leaves one behind that hands the picture out: nobody waits for that. */
static void test_what_stays_is_not_waited_for(void **state) {
    (void)state;
    Error error;
    install("xclip", "sleep 3 &");
    uint64_t before = platform_clock_ms();
    assert_true(platform_clipboard_set_png(text_of("png"), &error));
    assert_true(platform_clock_ms() - before < 2500);
}

static void test_refusals(void **state) {
    (void)state;
    Error error;
    install("xclip", "exit 3");
    assert_false(platform_clipboard_set_png(text_of("png"), &error));
    assert_string_equal(error.message, "xclip: ended with status 3");
    setenv("PATH", "/nowhere", 1);
    assert_false(platform_clipboard_set_png(text_of("png"), &error));
    assert_non_null(strstr(error.message, "xclip"));
    assert_non_null(strstr(error.message, "wl-copy"));
}

static void test_too_slow(void **state) {
    (void)state;
    static const char *const slow[] = {"sleep", "20", NULL};
    static const char *const missing[] = {"lastref-is-no-such-program", NULL};
    Error error;
    assert_false(platform_process_feed(slow, text_of("x"), 1, &error));
    assert_string_equal(error.message, "sleep: still running after 1 seconds");
    assert_false(platform_process_feed(missing, text_of("x"), 1, &error));
    assert_string_equal(error.message, "lastref-is-no-such-program: cannot be started");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all_bytes_arrive, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wayland_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_stays_is_not_waited_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_too_slow, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
