#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/verify.h"

static VerifyRun run_of(const char *out, const char *err, int status) {
    return (VerifyRun){text_of(out), text_of(err), status};
}

/* Standard output of Lastref and of two runs of python3. */
static void assert_told(const char *ours, const char *first, const char *second, bool identical,
                        const char *expected) {
    TextBuffer told = {0};
    bool got =
        verify_compare(run_of(ours, "", 0), run_of(first, "", 0), run_of(second, "", 0), &told);
    assert_string_equal(text_cstr(&told), expected);
    assert_int_equal(got, identical);
    text_deinit(&told);
}

static void test_lines(void **state) {
    (void)state;
    assert_told("a\nb\n", "a\nb\n", "a\nb\n", true, "identical\n");
    assert_told("", "", "", true, "identical\n");
    assert_told("a\nc\n", "a\nb\n", "a\nb\n", false,
                "stdout differs at line 2\n  python3: b\n  lastref: c\n");
    assert_told("a\n", "a\nb\n", "a\nb\n", false,
                "stdout differs at line 2\n  python3: b\n  lastref: nothing more\n");
    assert_told("a\nb\n", "a\n", "a\n", false,
                "stdout differs at line 2\n  python3: nothing more\n  lastref: b\n");
}

static void test_addresses_are_compared_by_their_first_appearance(void **state) {
    (void)state;
    assert_told("at 0x100010 0x100020 0x100010\n", "at 0x7f0010 0x7f0020 0x7f0010\n",
                "at 0x7e0010 0x7e0020 0x7e0010\n", true, "identical\n");
    assert_told("at 0x100010 0x100020\n", "at 0x7f0010 0x7f0010\n", "at 0x7e0010 0x7e0010\n", false,
                "stdout differs at line 1\n  python3: at 0x#1 0x#1\n  lastref: at 0x#1 0x#2\n");
    assert_told("0xff\n", "0xfe\n", "0xfe\n", false,
                "stdout differs at line 1\n  python3: 0xfe\n  lastref: 0xff\n");
}

static void test_what_two_runs_differ_in_is_left_out(void **state) {
    (void)state;
    assert_told("1\nx\n", "2\nx\n", "3\nx\n", true,
                "identical\n1 line left out: python3 prints it differently each time\n");
    assert_told("1\ny\n", "2\nx\n", "3\nx\n", false,
                "stdout differs at line 2\n  python3: x\n  lastref: y\n"
                "1 line left out: python3 prints it differently each time\n");
}

static void test_errors_and_status(void **state) {
    (void)state;
    TextBuffer told = {0};
    VerifyRun python = run_of("a\n", "bad\n", 1);
    assert_false(verify_compare(run_of("a\n", "worse\n", 1), python, python, &told));
    assert_string_equal(text_cstr(&told),
                        "stderr differs at line 1\n  python3: bad\n  lastref: worse\n");
    text_clear(&told);
    assert_false(verify_compare(run_of("a\n", "bad\n", 0), python, python, &told));
    assert_string_equal(text_cstr(&told), "the exit status differs\n  python3: 1\n  lastref: 0\n");
    text_deinit(&told);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_addresses_are_compared_by_their_first_appearance),
        cmocka_unit_test(test_what_two_runs_differ_in_is_left_out),
        cmocka_unit_test(test_errors_and_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
