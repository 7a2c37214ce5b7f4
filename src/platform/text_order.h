/* In which order the parts of a text stand from left to right, where it has characters of scripts
 * that are written from right to left (the Unicode bidirectional algorithm, by FriBidi). */
#ifndef LASTREF_PLATFORM_TEXT_ORDER_H
#define LASTREF_PLATFORM_TEXT_ORDER_H

#include "base/array.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Characters of one direction and, from right to left, of one script; in the order in which they
 * are read. */
typedef struct TextPart {
    size_t first, count;
    bool right_to_left;
    char script[5]; /* "Hebr", as ISO 15924 has it; "" from left to right */
} TextPart;

typedef Array(TextPart) TextParts;

/* Appends them, the leftmost first. A line as a whole runs from left to right, as code does. */
void text_order(const uint32_t *characters, size_t count, TextParts *parts);

#endif
