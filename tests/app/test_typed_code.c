/* Typed text as statements: whole, open, unclosed or wrong, and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/sandbox/typed_code.h"

#include <string.h>

static TypedState state_of(const char *source) {
    TypedCode typed = {0};
    typed_code_read(text_of(source), &typed);
    TypedState state = typed.state;
    typed_code_deinit(&typed);
    return state;
}

static void test_states(void **state) {
    (void)state;
    assert_int_equal(state_of(""), TYPED_EMPTY);
    assert_int_equal(state_of("  \n# nothing\n"), TYPED_EMPTY);
    assert_int_equal(state_of("a = 1"), TYPED_WHOLE);
    assert_int_equal(state_of("a"), TYPED_WHOLE);
    assert_int_equal(state_of("def f():"), TYPED_OPEN);
    assert_int_equal(state_of("if a:\n    b = 1\nelse:\n"), TYPED_OPEN);
    assert_int_equal(state_of("@property"), TYPED_OPEN);
    assert_int_equal(state_of("a = ["), TYPED_UNCLOSED);
    assert_int_equal(state_of("a = {1: (2,\n"), TYPED_UNCLOSED);
    assert_int_equal(state_of("a = '''one\ntwo"), TYPED_UNCLOSED);
    assert_int_equal(state_of("a = 1 + \\\n"), TYPED_UNCLOSED);
    assert_int_equal(state_of("a b"), TYPED_WRONG);
    assert_int_equal(state_of("a ="), TYPED_WRONG);
    assert_int_equal(state_of("a = 'open"), TYPED_WRONG);
    assert_int_equal(state_of("    a = 1"), TYPED_WRONG);
    assert_int_equal(state_of("return"), TYPED_WRONG);
    assert_int_equal(state_of("a = 1\nbreak"), TYPED_WRONG);
}

/* The statements, joined by '|'. */
static void expect_statements(const char *source, const char *wanted) {
    TypedCode typed = {0};
    TextBuffer found = {0};
    typed_code_read(text_of(source), &typed);
    assert_int_equal(typed.state, TYPED_WHOLE);
    for (size_t i = 0; i < typed.statements.count; i++) {
        if (i) text_append_char(&found, '|');
        text_append(&found, source + typed.statements.items[i].start,
                    typed.statements.items[i].length);
    }
    assert_string_equal(text_cstr(&found), wanted);
    text_deinit(&found);
    typed_code_deinit(&typed);
}

static void test_statements(void **state) {
    (void)state;
    expect_statements("a = 1\nb = 2\n", "a = 1|b = 2");
    expect_statements("a = 1; b = 2", "a = 1; b = 2");
    expect_statements("# c\na = [\n1]  # d\n\n\nb", "a = [\n1]  # d|b");
    expect_statements("@d\n@e\nclass A:\n    x = 1\n\n    y = 2\na",
                      "@d\n@e\nclass A:\n    x = 1\n\n    y = 2|a");
    expect_statements("s = '''x\ny'''; t = 2\nu", "s = '''x\ny'''; t = 2|u");
    expect_statements("if a: b\nelse: c\nd", "if a: b\nelse: c|d");
}

static void expect_wrong(const char *source, const char *message, size_t from, size_t to) {
    TypedCode typed = {0};
    typed_code_read(text_of(source), &typed);
    assert_string_equal(text_cstr(&typed.message), message);
    assert_int_equal(typed.wrong_from, from);
    assert_int_equal(typed.wrong_to, to);
    typed_code_deinit(&typed);
}

static void test_places(void **state) {
    (void)state;
    expect_wrong("a b", "SyntaxError: invalid syntax", 2, 3);
    expect_wrong("x = 1\ny = )", "SyntaxError: unmatched ')'", 10, 10);
    expect_wrong("a = 1\nreturn a", "SyntaxError: 'return' outside function", 6, 14);
    /* columns count bytes */
    expect_wrong("'\xC3\xA4'; return", "SyntaxError: 'return' outside function", 6, 12);
}

static void test_blocks(void **state) {
    (void)state;
    TypedCode typed = {0};
    typed_code_read(text_of("class A: pass"), &typed);
    assert_true(typed.block && typed.one_line_def);
    typed_code_read(text_of("if a: b"), &typed);
    assert_true(typed.block && !typed.one_line_def);
    typed_code_read(text_of("def f():\n    pass"), &typed);
    assert_true(typed.block && !typed.one_line_def);
    typed_code_read(text_of("def f():\n    pass\na"), &typed);
    assert_false(typed.block);
    typed_code_deinit(&typed);
}

static void test_sessions(void **state) {
    (void)state;
    TextBuffer typed = {0};
    Text text = text_of(">>> for i in a:\n...     i\n... \n1\n2\n>>> b\n");
    assert_true(typed_is_session(text));
    assert_false(typed_is_session(text_of("a >>> b")));
    typed_append_session(text, &typed);
    assert_string_equal(text_cstr(&typed), "for i in a:\n    i\n\nb\n");
    text_deinit(&typed);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_states),
                                       cmocka_unit_test(test_statements),
                                       cmocka_unit_test(test_places), cmocka_unit_test(test_blocks),
                                       cmocka_unit_test(test_sessions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
