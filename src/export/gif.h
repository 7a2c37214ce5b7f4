/* Pictures of one size as an animated GIF file, written frame after frame.
 *
 * All frames share one palette of the theme: its colours exactly, the rest of the 255 places for
 * blends of colours that meet on screen. A pixel takes the nearest colour, without dithering, so
 * that flat areas stay flat. Of each frame only the rectangle that has changed is stored, and in it
 * what has not is left out. Memory: two bytes a pixel, and the file. The same frames give the same
 * bytes.
 *
 *     Gif *gif = gif_create(&options, &bytes);
 *     for each picture: gif_add(gif, &pixels, gif_delay_ms(caption), &error)
 *     gif_finish(gif, &error);    also after a failure: frees it */
#ifndef LASTREF_EXPORT_GIF_H
#define LASTREF_EXPORT_GIF_H

#include "base/error.h"
#include "base/text.h"
#include "draw/raster.h"
#include "draw/theme.h"

typedef struct Gif Gif;

typedef struct GifOptions {
    const Theme *theme;  /* whose colours the pictures have */
    int width, height;   /* pixels of each picture, 1 .. PIXEL_BUFFER_LIMIT */
    uint32_t plays;      /* how often it is played; 0: for ever */
    const char *comment; /* what it shows, UTF-8; null: none */
} GifOptions;

/* `out` is borrowed until gif_finish; the file's bytes are appended to it. Cannot fail: what goes
 * wrong is told by the next call. */
Gif *gif_create(const GifOptions *options, TextBuffer *out);

/* Appends a picture of the size in the options, shown for so many milliseconds. Its pixels count as
 * opaque. False with a message when it cannot be written. */
bool gif_add(Gif *gif, const PixelBuffer *picture, uint32_t delay_ms, Error *error);

/* Ends the file and destroys the encoder. False with a message, and all that was appended is taken
 * back, when this or a call before has failed, or there was no picture. */
bool gif_finish(Gif *gif, Error *error);

enum {
    GIF_DELAY_LEAST = 1000, /* ms */
    GIF_DELAY_MOST = 8000
};

/* How long a picture with these words stays: as long as it takes to read them. */
uint32_t gif_delay_ms(Text caption);

#endif
