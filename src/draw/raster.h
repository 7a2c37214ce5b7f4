/* The draw list as pixels: a small anti-aliased rasteriser on the CPU.
 *
 * The same list, scale and text give the same pixels on every machine, for any number of threads
 * and for any damage rectangle: a pixel's value depends on its own position only, and nothing but
 * IEEE additions, multiplications, divisions and square roots is used.
 *
 * For crisp edges, boxes, box strokes and level or upright lines are moved to whole pixels; a
 * stroke that would be thinner than a pixel is a pixel wide and paler. Everything else is placed as
 * given.
 *
 * Pixels are 0xAARRGGBB, premultiplied. */
#ifndef LASTREF_DRAW_RASTER_H
#define LASTREF_DRAW_RASTER_H

#include "draw/draw_list.h"
#include "draw/text_measure.h"

#include <stdint.h>

/* In pixels; x1 and y1 are just outside. Empty where x1 <= x0 or y1 <= y0. */
typedef struct PixelRect {
    int x0, y0, x1, y1;
} PixelRect;

typedef struct PixelBuffer {
    uint32_t *pixels; /* owned; row after row, `width` pixels each */
    int width, height;
} PixelBuffer;

/* The largest width and height of a buffer, in pixels: beyond any screen, and 4 bytes times its
 * square still fit into 32 bits. */
enum { PIXEL_BUFFER_LIMIT = 16384 };

/* Gives the buffer this size, 1 .. PIXEL_BUFFER_LIMIT each. Old pixels are lost if it changes. A
 * zeroed buffer is valid and empty. Returns whether the size changed. */
bool pixel_buffer_resize(PixelBuffer *buffer, int width, int height);
void pixel_buffer_deinit(PixelBuffer *buffer);

static inline PixelRect pixel_rect_all(const PixelBuffer *buffer) {
    return (PixelRect){0, 0, buffer->width, buffer->height};
}

/* All pixels that a rectangle of logical pixels touches at this scale. */
PixelRect pixel_rect_around(Rect rect, float scale);
PixelRect pixel_rect_intersection(PixelRect a, PixelRect b);
PixelRect pixel_rect_union(PixelRect a, PixelRect b);
bool pixel_rect_is_empty(PixelRect rect);

/* Threads, masks and scratch memory, kept from picture to picture. */
typedef struct Raster Raster;

/* `threads` 1 .. 8, the caller's included; 0 takes one per processor, at most 4. Cannot fail: where
 * the system refuses a thread, fewer work. */
Raster *raster_create(int threads);
void raster_destroy(Raster *raster);

/* Fills `damage` with `background` and draws the part of `list` that lies in it; no pixel outside
 * is read or written. `scale` is pixels a logical pixel. Calls measure->frame once and then
 * measures and renders text, all on the calling thread. */
void raster_draw(Raster *raster, PixelBuffer *target, const DrawList *list, float scale,
                 Color background, const TextMeasure *measure, PixelRect damage);

#endif
