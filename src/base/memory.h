/* Host memory that cannot fail: when the system has no more, the program says so and ends with
 * status 70. All inputs are bounded before they get here, so this is the last resort. */
#ifndef LASTREF_BASE_MEMORY_H
#define LASTREF_BASE_MEMORY_H

#include <stddef.h>

/* Zeroed memory, owned by the caller, released with memory_free. `size` 0 gives a valid pointer. */
void *memory_alloc(size_t size);

/* As realloc; the new part is not zeroed. */
void *memory_resize(void *block, size_t size);

/* Null is allowed. */
void memory_free(void *block);

#endif
