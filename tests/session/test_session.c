/* The player of recorded sessions. The sessions themselves are tests of the program: tests/sandbox.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "session/session.h"

#include <stdio.h>
#include <string.h>

static bool play(const char *text, Error *error) {
    TextMeasure measure = text_measure_fixed();
    SessionConfig config = {.app = {.measure = &measure, .theme = theme_light(), .check = true}};
    return session_play(&config, "some.txt", text_of(text), error);
}

static void expect_held(const char *text) {
    Error error;
    if (!play(text, &error)) fail_msg("%s", error.message);
}

/* The session ends with this message. */
static void expect_failed(const char *text, const char *message) {
    Error error;
    assert_false(play(text, &error));
    assert_string_equal(error.message, message);
}

#define PAIR "script\na = [1]\nb = [2]\nend\nkey end\n"

static void test_what_holds(void **state) {
    (void)state;
    expect_held("");
    expect_held("# nothing\n\n");
    expect_held(PAIR "expect steps 3\nexpect-in output \"\"\n");
    expect_held(PAIR "drag port:a node:b\nexpect statement a = b\n");
    expect_held(PAIR "drag port:a node:b\nexpect-lines heap\na = #1\nb = #1\n"
                     "#1 list, refcount 2: [0] = 2\nend\n");
    expect_held(PAIR "click node:a\nexpect-place node:a\nexpect-no-place node:c\n");
}

static void test_what_does_not_hold(void **state) {
    (void)state;
    expect_failed("expect step 3\n", "some.txt:1: step is \"0\", not \"3\"");
    expect_failed("\nexpect-in theme dark\n", "some.txt:2: theme is \"light\", not \"dark\"");
    expect_failed(PAIR "expect-place node:c\n", "some.txt:6: there is no place node:c");
    expect_failed(PAIR "expect-no-place node:a\n", "some.txt:6: the place node:a is there");
    expect_failed(PAIR "expect-lines statements\na = b\nend\n", "some.txt:8: statements is\n");
}

static void test_bad_lines(void **state) {
    (void)state;
    expect_failed("dance\n", "some.txt:1: there is no command dance");
    expect_failed("key middle\n", "some.txt:1: there is no key middle");
    expect_failed("expect mood good\n", "some.txt:1: there is no state mood");
    expect_failed("click node:a\n", "some.txt:1: there is no place node:a");
    expect_failed("open nowhere.py\n", "some.txt:1: nowhere.py is missing");
    expect_failed("size 1 1\n", "some.txt:1: a size is two numbers from 64 to 16000");
    expect_failed("picture ../../x\n", "some.txt:1: a picture needs a plain name");
    char line[5000];
    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = '\0';
    expect_failed(line, "some.txt:1: a line has at most 4000 bytes");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_holds),
                                       cmocka_unit_test(test_what_does_not_hold),
                                       cmocka_unit_test(test_bad_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
