/* The parser: Python 3.11 source -> the tree of ast.h, or one problem in CPython's words.
 *
 * The whole grammar is accepted, `match` and `async` included; what the compiler cannot do, it
 * refuses itself. As in CPython a text that fails is parsed a second time, with the rules that
 * recognise usual mistakes; those give the messages better than "invalid syntax".
 *
 * Bounds: source of PARSE_MAX_SOURCE bytes, PARSE_MAX_DEPTH nested constructs, 200 open brackets,
 * 100 levels of indentation, decimal integers of 4300 digits (CPython's own limit), other integers
 * of PARSE_MAX_DIGITS digits. */
#ifndef LASTREF_PYTHON_PARSE_H
#define LASTREF_PYTHON_PARSE_H

#include "python/ast.h"

enum {
    PARSE_MAX_SOURCE = 8 * 1024 * 1024,
    PARSE_MAX_DIGITS = 100000,
    /* Levels of the tree. CPython gives up at about 3000 (RecursionError while compiling). */
    PARSE_MAX_DEPTH = 1000,
};

typedef enum ParseMode {
    PARSE_FILE,   /* a script */
    PARSE_SINGLE, /* one statement, as typed at the prompt */
    PARSE_VALUE,  /* an expression alone, as eval() reads it: the tree is that one statement */
} ParseMode;

typedef enum ProblemKind {
    PROBLEM_SYNTAX_ERROR,
    PROBLEM_INDENTATION_ERROR,
    PROBLEM_TAB_ERROR,
    PROBLEM_RECURSION,   /* RecursionError while compiling: nested deeper than PARSE_MAX_DEPTH */
    PROBLEM_NOT_TEXT,    /* NUL bytes or not UTF-8: SyntaxError in CPython's words */
    PROBLEM_TOO_LARGE,   /* more than PARSE_MAX_SOURCE bytes */
    PROBLEM_UNSUPPORTED, /* valid Python that this parser refuses */
} ProblemKind;

typedef struct SyntaxProblem {
    ProblemKind kind;
    const char *message; /* as str(exception.msg); in the arena, or constant */
    int line;            /* from 1; 0 if it has no place */
    int column;          /* from 1; 0 or -1 if unknown. In bytes where CPython 3.11 counts so: in
                          * parser errors of a file without a coding line; else in characters */
    int end_line;
    int end_column;  /* 0 or -1 if unknown */
    Text text;       /* the source line as CPython shows it; in the arena */
    bool has_text;   /* false: no source line is shown */
    bool incomplete; /* more input could complete it: an open bracket, string or block */
} SyntaxProblem;

/* Parses `source`. On success true, and `*out` is in `arena` (call module_deinit on it). On failure
 * false and `problem` is filled. `filename` is used by messages only. In PARSE_SINGLE the source is
 * one simple statement line or one compound statement; a second one is the SyntaxError "multiple
 * statements found while compiling a single statement". */
bool parse_module(Arena *arena, Text source, const char *filename, ParseMode mode, Module **out,
                  SyntaxProblem *problem);

/* Appends the problem exactly as python3 prints it on stderr: `  File "x.py", line 3`, the line,
 * carets, `SyntaxError: ...`, each with its newline. */
void syntax_problem_format(const SyntaxProblem *problem, const char *filename, TextBuffer *out);

/* "SyntaxError" and so on; "Unsupported" for PROBLEM_UNSUPPORTED. */
const char *syntax_problem_type(ProblemKind kind);

#endif
