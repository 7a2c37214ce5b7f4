/* Inside the rasteriser: what its parts share. Included by raster*.c only.
 *
 * A picture is made in two passes. The first, on one thread, turns commands into items: the pixels
 * they touch, their text bitmaps and corner masks, and the bands of rows they lie in. The second
 * draws band after band, each on whatever thread is free; nothing is allocated from shared memory
 * and no item is changed. */
#ifndef LASTREF_DRAW_RASTER_PARTS_H
#define LASTREF_DRAW_RASTER_PARTS_H

#include "base/arena.h"
#include "base/array.h"
#include "draw/raster.h"

#include <math.h>
#include <string.h>

/* The coverage of one rounded corner, with the corner at (0, 0) and growing inwards. */
typedef struct CornerMask {
    int size;             /* cells are size x size pixels */
    const uint8_t *outer; /* coverage of the whole box */
    const uint8_t *inner; /* coverage of what is inside its stroke */
    const uint16_t *rows; /* two numbers a row: first pixel not empty, first pixel wholly inside */
} CornerMask;

/* The strength of a soft shadow around one corner, from its outermost pixel inwards. */
typedef struct ShadowMask {
    int size;
    int reach; /* pixels outside the box's edge */
    const uint8_t *strength;
} ShadowMask;

typedef struct BoxItem {
    PixelRect rect;
    int stroke; /* pixels; 0 where there is none or it is dashed */
    uint32_t fill_pixel, stroke_pixel, shadow_pixel;
    const CornerMask *corners[4]; /* top left, top right, bottom right, bottom left */
    const ShadowMask *shadow;
    int shadow_y;
    const uint32_t *hatch; /* hatch_period pixels; null where there is none */
    int hatch_period;
    bool dashed; /* the stroke is drawn as a path */
} BoxItem;

typedef struct TextItem {
    TextBitmap bitmap;
    int x, y; /* of the bitmap's first pixel */
    uint32_t pixel;
    const uint8_t *tone; /* coverage -> coverage */
} TextItem;

typedef struct RasterItem {
    const DrawCommand *command;
    PixelRect area; /* the only pixels to touch */
    union {
        const BoxItem *box;
        const TextItem *text;
    };
} RasterItem;

/* One thread's scratch memory. */
typedef struct Worker {
    uint8_t *coverage;     /* one byte a pixel of the band, all zero between items */
    int coverage_stride;   /* a multiple of 8 */
    int *row_first;        /* by row of the band: the part that may be not zero */
    int *row_last;         /* exclusive */
    float *accumulator;    /* of one row of a polygon, coverage_stride + 8 long */
    size_t capacity;       /* of coverage, bytes */
    size_t row_capacity;   /* of row_first and row_last */
    size_t float_capacity; /* of accumulator */
    Array(Point) points;   /* a flattened path, in pixels */
} Worker;

typedef struct Band {
    uint32_t *pixels; /* of the whole target */
    int stride;       /* pixels */
    int width;        /* of the target */
    PixelRect rect;
    float scale;
    Worker *worker;
} Band;

/* One channel pair at a time: p * a / 255, rounded, on four channels. */
static inline uint32_t pixel_scaled(uint32_t p, uint32_t a) {
    uint32_t rb = (p & 0x00FF00FFu) * a + 0x00800080u;
    uint32_t ag = (p >> 8 & 0x00FF00FFu) * a + 0x00800080u;
    rb = (rb + (rb >> 8 & 0x00FF00FFu)) >> 8 & 0x00FF00FFu;
    ag = (ag + (ag >> 8 & 0x00FF00FFu)) & 0xFF00FF00u;
    return rb | ag;
}

static inline uint32_t pixel_over(uint32_t below, uint32_t above) {
    return above + pixel_scaled(below, 255 - (above >> 24));
}

static inline uint32_t pixel_of(Color color) {
    uint32_t alpha = color >> 24;
    return (pixel_scaled(color, alpha) & 0x00FFFFFFu) | alpha << 24;
}

static inline uint32_t *band_row(const Band *band, int y) {
    return band->pixels + (size_t)y * (size_t)band->stride;
}

/* Rounded down, within +-1,000,000; not-a-number is the lower bound. */
static inline int pixel_floor(float value) {
    if (!(value > -1e6f)) return -1000000;
    if (value > 1e6f) return 1000000;
    int whole = (int)value;
    return (float)whole > value ? whole - 1 : whole;
}

static inline int pixel_round(float value) {
    return pixel_floor(value + 0.5f);
}

static inline int pixel_ceil(float value) {
    return -pixel_floor(-value);
}

/* As fminf and fmaxf, which are calls into the library because of not-a-number. */
static inline float smaller(float a, float b) {
    return a < b ? a : b;
}

static inline float larger(float a, float b) {
    return a > b ? a : b;
}

static inline float unit(float value) {
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

/* count may be 0 or less. */
void span_fill(uint32_t *pixels, int count, uint32_t pixel);
/* Each pixel with its own coverage. */
void span_cover(uint32_t *pixels, const uint8_t *coverage, int count, uint32_t pixel);

void raster_box(const Band *band, const RasterItem *item);
void raster_line(const Band *band, const RasterItem *item);
void raster_curve(const Band *band, const RasterItem *item);
void raster_circle(const Band *band, const RasterItem *item);
void raster_polygon(const Band *band, const RasterItem *item);
void raster_dots(const Band *band, const RasterItem *item);
void raster_text(const Band *band, const RasterItem *item);

/* A dashed stroke along the border of a rounded box, wholly inside `rect` (pixels). */
void raster_dashed_box(const Band *band, PixelRect area, Rect rect, float radius, Stroke stroke);

/* Corner and shadow masks are made once for each radius and kept. */
typedef struct MaskTable MaskTable;
MaskTable *mask_table_create(void);
void mask_table_destroy(MaskTable *table);
/* Between pictures: gives memory back if too much has been gathered. */
void mask_table_trim(MaskTable *table);

/* Resolves a box command to pixels. Borrowed parts live in `arena` and `table`. */
BoxItem *box_item(Arena *arena, MaskTable *table, const DrawCommand *command, float scale);
/* Coverage curves: [0] for dark text, [1] for light text on a dark ground. */
void text_tones_make(uint8_t tones[2][256]);
TextItem *text_item(Arena *arena, const DrawCommand *command, float scale,
                    const TextMeasure *measure, uint8_t tones[2][256]);

#endif
