/* Pixels as the bytes of a PNG file: RGBA, 8 bits, sRGB. */
#ifndef LASTREF_EXPORT_PNG_H
#define LASTREF_EXPORT_PNG_H

#include "base/error.h"
#include "base/text.h"
#include "draw/raster.h"

typedef struct PngText {
    const char *keyword; /* 1 .. 79 characters of Latin-1, as PNG wants it */
    const char *text;    /* UTF-8 */
} PngText;

/* Appends the file's bytes. `texts` may be null if `text_count` is 0. False with a message, and
 * nothing appended, when there is no picture or libpng cannot make it. */
bool png_encode(const PixelBuffer *buffer, const PngText *texts, size_t text_count, TextBuffer *out,
                Error *error);

#endif
