/* Pixels as the bytes of a PNG file: RGBA, 8 bits, sRGB, with texts about them. */
#ifndef LASTREF_EXPORT_PNG_H
#define LASTREF_EXPORT_PNG_H

#include "base/error.h"
#include "base/text.h"
#include "draw/raster.h"

typedef struct PngText {
    const char *keyword; /* 1 .. 79 characters of Latin-1, as PNG wants it */
    const char *text;    /* UTF-8 */
    bool compressed;
} PngText;

/* Appends the file's bytes. `texts` may be null if `text_count` is 0. `scale` is pixels a logical
 * pixel (1/96 inch), which says how large it is on paper; 0: that is not said. False with a
 * message, and nothing appended, when there is no picture or libpng cannot make it. */
bool png_encode(const PixelBuffer *buffer, float scale, const PngText *texts, size_t text_count,
                TextBuffer *out, Error *error);

/* The same, some rows at a time, from the first to the last. */
typedef struct PngWriter PngWriter;

/* Null with a message when libpng cannot make it. */
PngWriter *png_writer_create(int width, int height, float scale, const PngText *texts,
                             size_t text_count, Error *error);
/* `pixels` is `count` rows, premultiplied as in a PixelBuffer. False with a message; then only
 * png_writer_destroy is left. */
bool png_writer_rows(PngWriter *writer, const uint32_t *pixels, int count, Error *error);
/* Appends the file's bytes and destroys the writer. False with a message, and nothing appended. */
bool png_writer_finish(PngWriter *writer, TextBuffer *out, Error *error);
/* Gives it up; may be null. */
void png_writer_destroy(PngWriter *writer);

/* Appends the text that a PNG file carries under a keyword, compressed or not, before its pixels.
 * False, and nothing appended, when there is none, or when it has more than `most` bytes; the
 * message says which. Takes nothing in the file on trust. */
bool png_find_text(Text file, const char *keyword, size_t most, TextBuffer *out, Error *error);

#endif
