/* Scripts with damage: what a person may hand to the lexer, the parser and the runner by mistake or
 * in spite.
 *
 * Most damage keeps to the grammar, so that the runner gets something to run: a token for another
 * of its kind, an expression for another, statements of other scripts. The rest is for the lexer
 * and the parser: bytes, brackets, deep nesting, huge literals, long lines. */
#ifndef LASTREF_TESTS_FUZZ_MUTATE_H
#define LASTREF_TESTS_FUZZ_MUTATE_H

#include "base/array.h"
#include "base/text.h"
#include "chance.h"

typedef Array(TextBuffer) Sources;

/* Writes a new script into `out` (cleared first). `sources` has at least one. */
void mutate(const Sources *sources, Chance *chance, TextBuffer *out);

#endif
