/* Writes a buffer of pixels as a PNG file: RGBA, 8 bits, sRGB.
 *
 * The file appears whole or not at all: it is written beside its place under another name, flushed,
 * and then renamed. On failure nothing is left behind and an older file of that name is untouched.
 * A path that is no regular file (a device, a pipe, a folder) is refused.
 */
#ifndef LASTREF_EXPORT_PNG_H
#define LASTREF_EXPORT_PNG_H

#include "base/error.h"
#include "draw/raster.h"

typedef struct PngText {
    const char *keyword; /* 1 .. 79 characters of Latin-1, as PNG wants it */
    const char *text;    /* UTF-8 */
} PngText;

/* `texts` may be null if `text_count` is 0. Returns false with a message that names the path. */
bool png_write(const char *path, const PixelBuffer *buffer, const PngText *texts, size_t text_count,
               Error *error);

#endif
