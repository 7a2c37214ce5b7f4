/* Source as coloured runs: every byte of a line is in exactly one run, in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "python/code_color.h"

#include <string.h>

/* One letter a byte: p plain, k keyword, s string, n number, c comment; lines joined by '|'. */
static void paint(const char *source, TextBuffer *out) {
    CodeLines code = {0};
    code_color(&code, text_of(source));
    for (size_t i = 0; i < code.lines.count; i++) {
        const CodeLine *line = &code.lines.items[i];
        uint32_t at = line->start;
        if (i) text_append_char(out, '|');
        for (uint32_t j = 0; j < line->run_count; j++) {
            const CodeRun *run = &code.runs.items[line->first_run + j];
            assert_int_equal(run->start, at);
            at += run->length;
            for (uint32_t k = 0; k < run->length; k++) {
                text_append_char(out, "pksnc"[run->color]);
            }
        }
        assert_true(at >= line->start + line->length);
    }
    code_lines_deinit(&code);
}

static void expect(const char *source, const char *wanted) {
    TextBuffer painted = {0};
    paint(source, &painted);
    assert_string_equal(text_cstr(&painted), wanted);
    text_deinit(&painted);
}

static void test_runs(void **state) {
    (void)state;
    expect("if x: # no\n", "kkpppp"
                           "cccc");
    expect("a = 12.5\nb", "ppppnnnn|p");
    expect("f'a' rb\"b\" x'c'", "sssspssssspp"
                                "sss");
    expect("'''a\nb''' c", "ssss|sssspp");
    expect("'open\nx", "sssss|p");
    expect("", "");
    expect("\n\n", "|");
    expect("def f(self): pass", "kkkpppppppppp"
                                "kkkk");
}

static void test_any_bytes(void **state) {
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 300; round++) {
        char bytes[65];
        for (int i = 0; i < 64; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = (char)(seed >> 24);
            if (bytes[i] == 0) bytes[i] = '\'';
        }
        bytes[64] = '\0';
        TextBuffer painted = {0};
        paint(bytes, &painted);
        text_deinit(&painted);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_runs),
                                       cmocka_unit_test(test_any_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
