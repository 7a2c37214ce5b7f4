/* What was typed at a prompt, as statements: whether it is whole, needs more lines or is wrong, as
 * CPython's own prompt (codeop) decides. Nothing is run here. */
#ifndef LASTREF_APP_TYPED_CODE_H
#define LASTREF_APP_TYPED_CODE_H

#include "base/array.h"
#include "base/text.h"

#include <stdbool.h>

typedef enum TypedState {
    TYPED_EMPTY, /* blanks and comments */
    TYPED_WHOLE,
    TYPED_OPEN,     /* a block without a body, a decorator without a def: more lines are needed */
    TYPED_UNCLOSED, /* a bracket, a string, a backslash: the next line belongs to this one */
    TYPED_WRONG
} TypedState;

/* Statements that share a line are one. */
typedef struct TypedStatement {
    size_t start, length; /* bytes of the text: whole lines, without the last line end */
} TypedStatement;

/* A zeroed struct is empty and ready. */
typedef struct TypedCode {
    TypedState state;
    Array(TypedStatement) statements; /* TYPED_WHOLE: in order */
    bool block;                       /* the last one is a block that more lines can belong to */
    bool one_line_def;  /* the last one is a def or class on one line: nothing can follow in it */
    TextBuffer message; /* not TYPED_WHOLE: "SyntaxError: ..." in CPython's words */
    size_t wrong_from, wrong_to; /* of the problem, bytes of the text */
} TypedCode;

void typed_code_read(Text text, TypedCode *out);
void typed_code_deinit(TypedCode *typed);

/* Where a line of the text begins; lines count from 1. */
size_t typed_line_start(Text text, size_t line);

/* Whether the text is a copy of a session, its first line with `>>> `; appends what was typed in
 * it, without the prompts and without what was printed. */
bool typed_is_session(Text text);
void typed_append_session(Text text, TextBuffer *out);

#endif
