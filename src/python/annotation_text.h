/* The text of an annotation, as `from __future__ import annotations` keeps it (Python/ast_unparse.c
 * of CPython 3.11). */
#ifndef LASTREF_PYTHON_ANNOTATION_TEXT_H
#define LASTREF_PYTHON_ANNOTATION_TEXT_H

#include "python/ast.h"

/* Appends the text. False for what is not turned back into text: lambdas, comprehensions, f-strings
 * and other expressions that no annotation needs. */
bool annotation_append_text(const Expr *annotation, TextBuffer *out);

#endif
