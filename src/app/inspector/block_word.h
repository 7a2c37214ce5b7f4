/* The blocks of memory that an object is made of, by words of the person's language. */
#ifndef LASTREF_APP_BLOCK_WORD_H
#define LASTREF_APP_BLOCK_WORD_H

#include "heap/object_bytes.h"

/* "object", "shared keys"; static. */
const char *block_word(const ByteBlock *block);
/* "refs", "collector"; the fields of CPython's records and a class's slots keep their names. Lives
 * as long as the segment. */
const char *segment_word(const ByteBlock *block, const ByteSegment *segment);

#endif
