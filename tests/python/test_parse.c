#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disk.h"
#include "python/parse.h"

static void read_whole(const char *name, TextBuffer *out) {
    char path[1024];
    snprintf(path, sizeof path, "%s/tests/python/%s", LASTREF_SOURCE_DIR, name);
    Error error;
    if (!disk_read_file(NULL, path, out, &error)) fail_msg("%s", error.message);
}

/* One parse and what it needs. */
typedef struct Parsed {
    Arena arena;
    Module *module; /* null after a problem */
    SyntaxProblem problem;
    TextBuffer out; /* the tree, or the problem as python3 prints it */
} Parsed;

static void parse_bytes(Parsed *parsed, Text source, ParseMode mode) {
    *parsed = (Parsed){0};
    if (parse_module(&parsed->arena, source, "x.py", mode, &parsed->module, &parsed->problem)) {
        ast_dump(parsed->module, &parsed->out);
    } else {
        parsed->module = NULL;
        syntax_problem_format(&parsed->problem, "x.py", &parsed->out);
    }
}

static void parse(Parsed *parsed, const char *source) {
    parse_bytes(parsed, text_of(source), PARSE_FILE);
}

static void done(Parsed *parsed) {
    if (parsed->module) module_deinit(parsed->module);
    text_deinit(&parsed->out);
    arena_deinit(&parsed->arena);
}

static void expect_message(const char *source, ProblemKind kind, const char *message) {
    Parsed parsed;
    parse(&parsed, source);
    assert_null(parsed.module);
    assert_int_equal(parsed.problem.kind, kind);
    assert_string_equal(parsed.problem.message, message);
    done(&parsed);
}

/* grammar.ast is CPython's tree of grammar.py. */
static void test_tree_of_every_construct(void **state) {
    (void)state;
    TextBuffer source = {0}, wanted = {0};
    read_whole("grammar.py", &source);
    read_whole("grammar.ast", &wanted);
    Parsed parsed;
    parse_bytes(&parsed, (Text){source.bytes, source.length}, PARSE_FILE);
    assert_string_equal(text_cstr(&parsed.out), text_cstr(&wanted));
    done(&parsed);
    text_deinit(&source);
    text_deinit(&wanted);
}

/* syntax_errors.txt holds sources, each with what python3 prints about it. */
static void test_messages_of_python3(void **state) {
    (void)state;
    TextBuffer file = {0};
    read_whole("syntax_errors.txt", &file);
    static const char source_mark[] = "=== source\n", stderr_mark[] = "=== stderr\n";
    int count = 0, wrong = 0;
    char *at = strstr(file.bytes, source_mark);
    while (at) {
        char *source = at + strlen(source_mark);
        char *middle = strstr(source, stderr_mark);
        assert_non_null(middle);
        char *wanted = middle + strlen(stderr_mark);
        at = strstr(wanted, source_mark);
        size_t wanted_length = at ? (size_t)(at - wanted) : strlen(wanted);
        Parsed parsed;
        parse_bytes(&parsed, (Text){source, (size_t)(middle - source)}, PARSE_FILE);
        count++;
        if (!text_equal((Text){parsed.out.bytes, parsed.out.length},
                        (Text){wanted, wanted_length})) {
            wrong++;
            print_error("for:\n%.*spython3 prints:\n%.*swe print:\n%s\n", (int)(middle - source),
                        source, (int)wanted_length, wanted, text_cstr(&parsed.out));
        }
        done(&parsed);
    }
    text_deinit(&file);
    assert_true(count > 200);
    assert_int_equal(wrong, 0);
}

static Constant *value_of(Parsed *parsed, size_t index) {
    return parsed->module->body.items[index]->expr.value->constant.value;
}

static void test_constants_have_identity(void **state) {
    (void)state;
    Parsed parsed;
    parse(&parsed, "1000\n1000\n'a' 'b'\nNone\nx = {5: (6, -7)}\n");
    assert_ptr_not_equal(value_of(&parsed, 0), value_of(&parsed, 1));
    /* In the order of the source; None is nobody's. */
    assert_int_equal(parsed.module->constants.count, 6);
    assert_ptr_equal(parsed.module->constants.items[0], value_of(&parsed, 0));
    assert_ptr_equal(parsed.module->constants.items[1], value_of(&parsed, 1));
    assert_ptr_equal(parsed.module->constants.items[2], value_of(&parsed, 2));
    assert_int_equal(value_of(&parsed, 2)->text.length, 2);
    done(&parsed);
}

static void test_names_are_interned(void **state) {
    (void)state;
    Parsed parsed;
    parse(&parsed, "name\nother.name\n");
    Expr *first = parsed.module->body.items[0]->expr.value;
    Expr *second = parsed.module->body.items[1]->expr.value;
    assert_ptr_equal(first->name.id, second->attribute.attr);
    done(&parsed);
}

static void test_integers(void **state) {
    (void)state;
    Parsed parsed;
    parse(&parsed, "0\n1073741824\n0xFFFFFFFFFFFFFFFF\n1152921504606846976\n");
    assert_int_equal(value_of(&parsed, 0)->integer.count, 0);
    Constant *two = value_of(&parsed, 1);
    assert_int_equal(two->integer.count, 2);
    assert_int_equal(two->integer.digits[0], 0);
    assert_int_equal(two->integer.digits[1], 1);
    Constant *three = value_of(&parsed, 2);
    assert_int_equal(three->integer.count, 3);
    assert_int_equal(three->integer.digits[0], 0x3FFFFFFF);
    assert_int_equal(three->integer.digits[2], 0xF);
    assert_int_equal(value_of(&parsed, 3)->integer.count, 3);
    done(&parsed);
}

static char *repeated(const char *part, int count, const char *end) {
    size_t length = strlen(part);
    char *text = malloc(length * (size_t)count + strlen(end) + 1);
    for (int i = 0; i < count; i++) memcpy(text + length * (size_t)i, part, length);
    strcpy(text + length * (size_t)count, end);
    return text;
}

static void expect_repeated(const char *part, int count, const char *end, ProblemKind kind,
                            const char *message) {
    char *source = repeated(part, count, end);
    expect_message(source, kind, message);
    free(source);
}

static void test_bounds(void **state) {
    (void)state;
    static const char deep[] = "maximum recursion depth exceeded during compilation";
    static const char *const parts[] = {"-",  "not ",     "a + ",        "a.b[0]() ** ",
                                        "~ ", "lambda: ", "x if y else "};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        expect_repeated(parts[i], 5000, "x\n", PROBLEM_RECURSION, deep);
    }
    expect_repeated("(", 201, "\n", PROBLEM_SYNTAX_ERROR, "too many nested parentheses");
    expect_repeated("1", 4301, "\n", PROBLEM_SYNTAX_ERROR,
                    "Exceeds the limit (4300 digits) for integer string conversion: value has 4301 "
                    "digits; use sys.set_int_max_str_digits() to increase the limit - Consider "
                    "hexadecimal for huge integer literals to avoid decimal conversion limits.");
    char *hexadecimal = repeated("f", PARSE_MAX_DIGITS + 1, "\n");
    char *source = repeated("0x", 1, hexadecimal);
    expect_message(source, PROBLEM_UNSUPPORTED, "integer literal of more than 100000 digits");
    free(source);
    free(hexadecimal);
    expect_repeated("x = 1\n", PARSE_MAX_SOURCE / 6 + 1, "", PROBLEM_TOO_LARGE,
                    "source is larger than 8 MiB");
    /* Search for mistakes must not be exponential in the nesting. */
    expect_repeated("{1: [f(a=", 60, "1 2\n", PROBLEM_SYNTAX_ERROR, "'(' was never closed");
}

static void test_what_is_not_text(void **state) {
    (void)state;
    Parsed parsed;
    parse_bytes(&parsed, (Text){"x\0y", 3}, PARSE_FILE);
    assert_int_equal(parsed.problem.kind, PROBLEM_NOT_TEXT);
    assert_string_equal(parsed.problem.message, "source code cannot contain null bytes");
    done(&parsed);
    expect_message("a = 1\n'\xFF'\n", PROBLEM_NOT_TEXT,
                   "Non-UTF-8 code starting with '\\xff' in file x.py on line 2, but no encoding "
                   "declared; see https://peps.python.org/pep-0263/ for details");
    expect_message("# -*- coding: koi8-r -*-\n", PROBLEM_UNSUPPORTED,
                   "encoding 'koi8-r' is not supported: save the file as UTF-8");
    static const char *const valid[] = {"", "\xEF\xBB\xBFx = 1\n", "# -*- coding: utf-8 -*-\nx",
                                        "#!a\n# vim: set fileencoding=UTF_8 :\nx", "x = 1\r\ny\r"};
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++) {
        parse(&parsed, valid[i]);
        assert_non_null(parsed.module);
        done(&parsed);
    }
}

static void test_unsupported(void **state) {
    (void)state;
    expect_message("'\\N{DASH}'\n", PROBLEM_UNSUPPORTED, "\\N{...} in a string");
    expect_message("\xC2\xB5 = 1\n", PROBLEM_UNSUPPORTED,
                   "character '\xC2\xB5' (U+00B5) in a name");
}

static void expect_single(const char *source, size_t statements) {
    Parsed parsed;
    parse_bytes(&parsed, text_of(source), PARSE_SINGLE);
    assert_non_null(parsed.module);
    assert_int_equal(parsed.module->body.count, statements);
    done(&parsed);
}

static void test_single_statement(void **state) {
    (void)state;
    expect_single("a = 1", 1);
    expect_single("a = 1; b = 2\n", 2);
    expect_single("if a:\n  b\n  c\n", 1);
    expect_single("if a: b\n\n", 1);
    expect_single("", 0);
    expect_single("# only a comment", 0);
    Parsed parsed;
    parse_bytes(&parsed, text_of("a\nb\n"), PARSE_SINGLE);
    assert_null(parsed.module);
    assert_string_equal(parsed.problem.message,
                        "multiple statements found while compiling a single statement");
    done(&parsed);
}

static void test_incomplete_input(void **state) {
    (void)state;
    static const char *const incomplete[] = {"f(1,",     "'''abc\n", "if x:\n",
                                             "x = \\\n", "@d\n",     "try:\n  a\n"};
    static const char *const wrong[] = {"x = \n", "1 +\n", "f(]\n", "if x:\na\n", "'abc\n"};
    Parsed parsed;
    for (size_t i = 0; i < sizeof incomplete / sizeof *incomplete; i++) {
        parse_bytes(&parsed, text_of(incomplete[i]), PARSE_SINGLE);
        assert_null(parsed.module);
        assert_true(parsed.problem.incomplete);
        done(&parsed);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        parse_bytes(&parsed, text_of(wrong[i]), PARSE_SINGLE);
        assert_null(parsed.module);
        assert_false(parsed.problem.incomplete);
        done(&parsed);
    }
}

/* Random damage to a text that holds every construct: a tree or a problem, never a crash. */
static void test_damaged_texts(void **state) {
    (void)state;
    static const char spice[] = "()[]{}'\"\\\n\t :=,.fFbru0xje_*@!#";
    TextBuffer source = {0};
    read_whole("grammar.py", &source);
    uint64_t seed = 12345;
    for (int round = 0; round < 1500; round++) {
        char *copy = malloc(source.length);
        memcpy(copy, source.bytes, source.length);
        size_t start = 0, length = source.length;
        for (int change = 0; change < 1 + round % 7; change++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t at = (size_t)(seed >> 33) % source.length;
            copy[at] = round % 3 ? spice[(seed >> 20) % (sizeof spice - 1)] : (char)(seed >> 24);
            start = round % 2 ? at / 2 : 0;
        }
        Parsed parsed;
        parse_bytes(&parsed, (Text){copy + start, length - start}, PARSE_FILE);
        assert_true(parsed.module || parsed.problem.message);
        done(&parsed);
        free(copy);
    }
    text_deinit(&source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree_of_every_construct),
        cmocka_unit_test(test_messages_of_python3),
        cmocka_unit_test(test_constants_have_identity),
        cmocka_unit_test(test_names_are_interned),
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_what_is_not_text),
        cmocka_unit_test(test_unsupported),
        cmocka_unit_test(test_single_statement),
        cmocka_unit_test(test_incomplete_input),
        cmocka_unit_test(test_damaged_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
