#include "python/code_color.h"

#include "python/lex.h"

#include <string.h>

typedef struct Scanner {
    CodeLines *out;
    Text source;
    size_t at;
    char quote; /* inside a triple-quoted string: its quote character; 0 outside */
} Scanner;

static char peek(const Scanner *scanner, size_t ahead) {
    size_t at = scanner->at + ahead;
    return at < scanner->source.length ? scanner->source.bytes[at] : '\n';
}

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Runs of one colour that follow each other become one. */
static void add_run(Scanner *scanner, size_t start, CodeColor color) {
    CodeLine *line = &array_last(&scanner->out->lines);
    uint32_t length = (uint32_t)(scanner->at - start);
    if (length == 0) return;
    if (line->run_count && array_last(&scanner->out->runs).color == color) {
        array_last(&scanner->out->runs).length += length;
        return;
    }
    CodeRun run = {.start = (uint32_t)start, .length = length, .color = color};
    array_push(&scanner->out->runs, run);
    line->run_count++;
}

/* To the end of a triple-quoted string, or of the line. */
static void scan_long_string(Scanner *scanner, size_t start) {
    char quote = scanner->quote;
    while (peek(scanner, 0) != '\n') {
        if (peek(scanner, 0) == '\\' && peek(scanner, 1) != '\n') {
            scanner->at += 2;
            continue;
        }
        if (peek(scanner, 0) == quote && peek(scanner, 1) == quote && peek(scanner, 2) == quote) {
            scanner->at += 3;
            scanner->quote = 0;
            break;
        }
        scanner->at++;
    }
    add_run(scanner, start, CODE_STRING);
}

static void scan_string(Scanner *scanner, size_t start) {
    char quote = peek(scanner, 0);
    if (peek(scanner, 1) == quote && peek(scanner, 2) == quote) {
        scanner->at += 3;
        scanner->quote = quote;
        scan_long_string(scanner, start);
        return;
    }
    scanner->at++;
    while (peek(scanner, 0) != '\n') {
        char c = peek(scanner, 0);
        scanner->at += c == '\\' && peek(scanner, 1) != '\n' ? 2 : 1;
        if (c == quote) break;
    }
    add_run(scanner, start, CODE_STRING);
}

static void scan_word(Scanner *scanner) {
    size_t start = scanner->at;
    while (is_word(peek(scanner, 0)) || is_digit(peek(scanner, 0))) scanner->at++;
    Text word = {scanner->source.bytes + start, scanner->at - start};
    char next = peek(scanner, 0);
    if ((next == '"' || next == '\'') && word.length <= 2 &&
        strspn(word.bytes, "rRbBfFuU") >= word.length) {
        scan_string(scanner, start);
        return;
    }
    add_run(scanner, start, lex_keyword(word) == TOKEN_NAME ? CODE_PLAIN : CODE_KEYWORD);
}

static void scan_number(Scanner *scanner) {
    size_t start = scanner->at;
    while (is_word(peek(scanner, 0)) || is_digit(peek(scanner, 0)) || peek(scanner, 0) == '.') {
        scanner->at++;
    }
    add_run(scanner, start, CODE_NUMBER);
}

static void scan_line(Scanner *scanner) {
    if (scanner->quote) scan_long_string(scanner, scanner->at);
    while (peek(scanner, 0) != '\n') {
        char c = peek(scanner, 0);
        size_t start = scanner->at;
        if (c == '#') {
            while (peek(scanner, 0) != '\n') scanner->at++;
            add_run(scanner, start, CODE_COMMENT);
        } else if (c == '"' || c == '\'') {
            scan_string(scanner, start);
        } else if (is_word(c)) {
            scan_word(scanner);
        } else if (is_digit(c)) {
            scan_number(scanner);
        } else {
            scanner->at++;
            add_run(scanner, start, CODE_PLAIN);
        }
    }
}

void code_color(CodeLines *out, Text source) {
    array_clear(&out->lines);
    array_clear(&out->runs);
    Scanner scanner = {.out = out, .source = source};
    while (scanner.at < source.length) {
        CodeLine line = {.start = (uint32_t)scanner.at, .first_run = (uint32_t)out->runs.count};
        array_push(&out->lines, line);
        scan_line(&scanner);
        if (scanner.at > source.length) scanner.at = source.length;
        size_t end = scanner.at;
        if (end > line.start && source.bytes[end - 1] == '\r') end--;
        array_last(&out->lines).length = (uint32_t)(end - line.start);
        scanner.at++;
    }
}

void code_lines_deinit(CodeLines *out) {
    array_deinit(&out->lines);
    array_deinit(&out->runs);
}
