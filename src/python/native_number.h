/* Numbers for the descriptions of native frames. The image cannot hold an address of the program:
 * it holds a number that follows from what the description says, so that the state hash is the same
 * in every build. The table leads from description to number and back; it is no part of the state,
 * since each description gets its number before the first frame of its kind is pushed. */
#ifndef LASTREF_PYTHON_NATIVE_NUMBER_H
#define LASTREF_PYTHON_NATIVE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

struct NativeFrame;

enum { NATIVE_NUMBERS = 512 /* entries; there are some 150 descriptions */ };

/* A zeroed one knows none. */
typedef struct NativeNumbers {
    const struct NativeFrame *known[NATIVE_NUMBERS]; /* open addressing by address */
    uint32_t numbers[NATIVE_NUMBERS];
    uint32_t count;
} NativeNumbers;

/* The number of a description, which gets one when it is new. */
uint32_t native_number(NativeNumbers *table, const struct NativeFrame *description);
/* Whether the number is that of the description; no description without a frame has one. */
bool native_is_number(const NativeNumbers *table, const struct NativeFrame *description,
                      uint32_t number);
/* The description of a number that native_number gave. */
const struct NativeFrame *native_of_number(const NativeNumbers *table, uint32_t number);

#endif
