/* The blocks of memory that an object is made of, by words of the person's language. */
#ifndef LASTREF_APP_BLOCK_WORD_H
#define LASTREF_APP_BLOCK_WORD_H

#include "heap/object_bytes.h"

/* "object", "shared keys"; static. What is in a block is called as in CPython: that stays. */
const char *block_word(const ByteBlock *block);

#endif
