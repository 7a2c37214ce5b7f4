/* What damage is made of: statements that are likely to hurt, and words of the language, some of
 * them misplaced or no words at all. Static text. */
#ifndef LASTREF_TESTS_FUZZ_MUTATE_WORDS_H
#define LASTREF_TESTS_FUZZ_MUTATE_WORDS_H

#include "chance.h"

/* A statement that changes an object under someone who uses it, collects, deletes ... It uses the
 * names a, b, f, g and A. */
const char *mutate_statement(Chance *chance);

const char *mutate_word(Chance *chance);

#endif
