#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "python/lex.h"

static const char *kind_name(TokenKind kind) {
    switch (kind) {
    case TOKEN_ERROR: return "ERROR";
    case TOKEN_ENDMARKER: return "END";
    case TOKEN_NEWLINE: return "NEWLINE";
    case TOKEN_INDENT: return "INDENT";
    case TOKEN_DEDENT: return "DEDENT";
    case TOKEN_NAME: return "NAME";
    case TOKEN_NUMBER: return "NUMBER";
    case TOKEN_STRING: return "STRING";
    case TOKEN_STRAY: return "STRAY";
    default: return lex_spelling(kind);
    }
}

/* The kinds of all tokens, with a blank between. */
static void kinds_of(const char *source, TextBuffer *out) {
    Lexer lexer;
    lex_init(&lexer, text_of(source), 1, 0);
    Token token;
    text_clear(out);
    do {
        lex_next(&lexer, &token);
        if (out->length) text_append_char(out, ' ');
        text_append_string(out, kind_name(token.kind));
    } while (token.kind != TOKEN_ENDMARKER && token.kind != TOKEN_ERROR);
    if (lexer.status == LEX_FAULT) text_appendf(out, ": %s", lexer.fault.message);
}

static void expect(const char *source, const char *kinds) {
    TextBuffer out = {0};
    kinds_of(source, &out);
    assert_string_equal(text_cstr(&out), kinds);
    text_deinit(&out);
}

static void test_lines_and_indentation(void **state) {
    (void)state;
    expect("", "END");
    expect("\n\n", "END");
    expect("a\n", "NAME NEWLINE END");
    expect("  # only a comment\na\n", "NAME NEWLINE END");
    expect("if a:\n  b\n\n  # c\n  d\ne\n",
           "if NAME : NEWLINE INDENT NAME NEWLINE NAME NEWLINE DEDENT NAME NEWLINE END");
    expect("if a:\n\tb\n        c\n", "if NAME : NEWLINE INDENT NAME NEWLINE ERROR");
    expect("if a:\n    b\n  c\n", "if NAME : NEWLINE INDENT NAME NEWLINE ERROR");
    expect("(a,\n  b\n)\n", "( NAME , NAME ) NEWLINE END");
    expect("a = \\\n  1\n", "NAME = NUMBER NEWLINE END");
    expect("a \\ b\n", "NAME ERROR");
    expect("(", "( ERROR");
}

static void test_numbers(void **state) {
    (void)state;
    static const char *const valid[] = {"0",    "00",    "0_0",  "1",   "1_000", "0x1F", "0X_ff",
                                        "0o17", "0b1_0", "1.",   ".5",  "1.5e3", "1E-3", "1_0.0_1",
                                        "1j",   "1.5J",  "1e3j", "09.", "09e1",  "09j",  "0e0"};
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++) {
        char source[32];
        snprintf(source, sizeof source, "%s\n", valid[i]);
        expect(source, "NUMBER NEWLINE END");
    }
    expect("1if x else 2\n", "NUMBER if NAME else NUMBER NEWLINE END");
    expect("1..real\n", "NUMBER . NAME NEWLINE END");
    expect("1_\n", "ERROR: invalid decimal literal");
    expect("1__0\n", "ERROR: invalid decimal literal");
    expect("1abc\n", "ERROR: invalid decimal literal");
    expect("1e+\n", "ERROR: invalid decimal literal");
    expect("0x\n", "ERROR: invalid hexadecimal literal");
    expect("0b2\n", "ERROR: invalid digit '2' in binary literal");
    expect("0o8\n", "ERROR: invalid digit '8' in octal literal");
    expect("1jx\n", "ERROR: invalid imaginary literal");
    expect("007\n", "ERROR: leading zeros in decimal integer literals are not permitted; use an 0o "
                    "prefix for octal integers");
}

static void test_strings_and_names(void **state) {
    (void)state;
    static const char *const prefixes[] = {"",   "r",  "R",  "b",  "B",  "u",  "U",  "f", "F",
                                           "rb", "bR", "Rb", "BR", "fr", "rF", "Fr", "RF"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        char source[64];
        snprintf(source, sizeof source, "%s'a\\'b' %s\"\"\"x\n\"y\"\\\"\"\"\"\n", prefixes[i],
                 prefixes[i]);
        expect(source, "STRING STRING NEWLINE END");
    }
    expect("ub'a'\n", "NAME STRING NEWLINE END");
    expect("''\n", "STRING NEWLINE END");
    expect("'abc\n", "ERROR: unterminated string literal (detected at line 1)");
    expect("'''abc\n\n", "ERROR: unterminated triple-quoted string literal (detected at line 2)");
    expect("match case _ if\n", "NAME NAME NAME if NEWLINE END");
    expect("\xC3\xA9t\xC3\xA9 = \xD0\xB6\n", "NAME = NAME NEWLINE END");
    expect("a\xE2\x82\xAC\n", "ERROR: invalid character '\xE2\x82\xAC' (U+20AC)");
    expect("\xC2\xB5\n", "ERROR: character '\xC2\xB5' (U+00B5) in a name");
}

static void test_operators(void **state) {
    (void)state;
#define TOKEN(kind, spelling) spelling " "
    static const char spellings[] = LEX_OPERATORS(TOKEN);
#undef TOKEN
    char source[sizeof spellings + 1], expected[sizeof spellings + 16];
    snprintf(source, sizeof source, "%s\n", spellings);
    snprintf(expected, sizeof expected, "%sNEWLINE END", spellings);
    expect(source, expected);
    expect("a.. ...b\n", "NAME . . ... NAME NEWLINE END");
    expect("$ ! <>\n", "STRAY STRAY STRAY NEWLINE END");
    expect(")\n", "ERROR: unmatched ')'");
    expect("(]\n", "( ERROR: closing parenthesis ']' does not match opening parenthesis '('");
    expect("(\n]\n",
           "( ERROR: closing parenthesis ']' does not match opening parenthesis '(' on line 1");
}

static void test_bounds(void **state) {
    (void)state;
    char source[2 * LEX_MAX_BRACKETS + 8];
    memset(source, '(', LEX_MAX_BRACKETS + 1);
    strcpy(source + LEX_MAX_BRACKETS + 1, "\n");
    TextBuffer out = {0};
    kinds_of(source, &out);
    assert_non_null(strstr(text_cstr(&out), "too many nested parentheses"));
    text_deinit(&out);
}

static void test_places(void **state) {
    (void)state;
    Lexer lexer;
    lex_init(&lexer, text_of("\xC3\xA9 = '''a\nb''' \n"), 5, 0);
    Token token;
    lex_next(&lexer, &token);
    assert_int_equal(token.line, 5);
    assert_int_equal(token.end_column, 2);
    lex_next(&lexer, &token);
    assert_int_equal(token.column, 3);
    lex_next(&lexer, &token);
    assert_int_equal(token.kind, TOKEN_STRING);
    assert_int_equal(token.line, 5);
    assert_int_equal(token.column, 5);
    assert_int_equal(token.end_line, 6);
    assert_int_equal(token.end_column, 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_and_indentation),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_strings_and_names),
        cmocka_unit_test(test_operators),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
