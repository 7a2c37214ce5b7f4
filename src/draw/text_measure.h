/* Fonts as draw/, scene/ and ui/ see them: measuring and rendering of text runs behind a row of
 * callbacks, so that nothing above platform/ knows a font library.
 *
 * A run is one line of UTF-8 in one face and size. Invalid bytes and control characters are drawn
 * as U+FFFD or a blank; a tab is a blank; newlines are the caller's business. Runs are shaped
 * whole: the width of a run is not the sum of the widths of its parts.
 *
 * Sizes are the font's em size. Widths and metrics are logical pixels at the given logical size and
 * do not depend on the scale of the screen; only rendered bitmaps are in screen pixels. */
#ifndef LASTREF_DRAW_TEXT_MEASURE_H
#define LASTREF_DRAW_TEXT_MEASURE_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum FontFace {
    FONT_UI,        /* regular */
    FONT_UI_MEDIUM, /* medium */
    FONT_UI_BOLD,   /* semi-bold or bold */
    FONT_MONO,
    FONT_MONO_BOLD,
    FONT_FACE_COUNT
} FontFace;

/* Distances from the baseline, all positive, in logical pixels. */
typedef struct FontMetrics {
    float ascent;
    float descent;
    float line_height; /* advised distance of two baselines */
    float cap_height;  /* height of a capital letter: what "middle" is reckoned from */
} FontMetrics;

/* A rendered run. 255 is full cover. Borrowed: valid until the next call of `frame`. */
typedef struct TextBitmap {
    int width, height; /* screen pixels; 0 for a blank run */
    int left, top;     /* of its first pixel from the pen on the baseline; top is mostly negative */
    int stride;        /* bytes from row to row */
    const uint8_t *coverage;
} TextBitmap;

typedef struct TextMeasure {
    void *context;
    float (*width)(void *context, FontFace face, float size, Text text);
    FontMetrics (*metrics)(void *context, FontFace face, float size);
    /* `pixel_size` is the em in screen pixels. A run too long for one bitmap is cut. */
    TextBitmap (*render)(void *context, FontFace face, float pixel_size, Text text);
    /* A new picture begins: bitmaps rendered before may be released. May be null. */
    void (*frame)(void *context);
} TextMeasure;

/* Shorthands. */
float text_width(const TextMeasure *measure, FontFace face, float size, Text text);
FontMetrics text_metrics(const TextMeasure *measure, FontFace face, float size);

/* The longest prefix, at a code point boundary, whose width together with a closing "…" fits into
 * `max_width`; `text` whole where it fits without one. Returns the length of the prefix in bytes
 * and says whether the ellipsis is needed. */
size_t text_fit(const TextMeasure *measure, FontFace face, float size, Text text, float max_width,
                bool *ellipsis);

/* The byte offset of the code point boundary nearest to `x` logical pixels from the run's start. */
size_t text_offset_at(const TextMeasure *measure, FontFace face, float size, Text text, float x);

/* A measure without fonts: each code point is 0.6 em wide in mono and 0.55 em in UI faces, and is
 * rendered as a box. The same numbers on every machine: for tests that need sizes only. */
TextMeasure text_measure_fixed(void);

/* "ui", "ui-medium", "ui-bold", "mono", "mono-bold". */
const char *font_face_name(FontFace face);

#endif
