#include "draw/text_measure.h"

#include <math.h>
#include <string.h>

float text_width(const TextMeasure *measure, FontFace face, float size, Text text) {
    return text.length ? measure->width(measure->context, face, size, text) : 0;
}

FontMetrics text_metrics(const TextMeasure *measure, FontFace face, float size) {
    return measure->metrics(measure->context, face, size);
}

static bool is_boundary(Text text, size_t offset) {
    return offset >= text.length || ((unsigned char)text.bytes[offset] & 0xC0) != 0x80;
}

/* Back to the nearest code point boundary at or before `offset`. */
static size_t boundary(Text text, size_t offset) {
    while (offset > 0 && !is_boundary(text, offset)) offset--;
    return offset;
}

static float prefix_width(const TextMeasure *measure, FontFace face, float size, Text text,
                          size_t length) {
    return text_width(measure, face, size, (Text){text.bytes, length});
}

size_t text_fit(const TextMeasure *measure, FontFace face, float size, Text text, float max_width,
                bool *ellipsis) {
    *ellipsis = false;
    /* No readable font is narrower than an eighth of its em on average: beyond that bound the run
     * is too long, and measuring all of it would cost time in proportion to its length. */
    size_t bound = (size_t)(fmaxf(max_width, 0) / fmaxf(size, 1) * 8 * 4) + 16;
    bool bounded = text.length > bound;
    if (!bounded && text_width(measure, face, size, text) <= max_width) return text.length;
    *ellipsis = true;
    float room = max_width - text_width(measure, face, size, text_of("\xE2\x80\xA6"));
    size_t low = 0, high = bounded ? boundary(text, bound) : text.length;
    while (low < high) {
        size_t middle = boundary(text, low + (high - low + 1) / 2);
        if (middle <= low) { /* one code point lies between: try its end */
            middle = low + 1;
            while (!is_boundary(text, middle)) middle++;
            if (middle > high) break;
        }
        if (prefix_width(measure, face, size, text, middle) <= room) {
            low = middle;
        } else {
            high = boundary(text, middle - 1);
        }
    }
    while (low > 0 && text.bytes[low - 1] == ' ') low--;
    return low;
}

size_t text_offset_at(const TextMeasure *measure, FontFace face, float size, Text text, float x) {
    size_t low = 0, high = text.length;
    while (low < high) { /* the last boundary that lies left of x */
        size_t middle = boundary(text, low + (high - low + 1) / 2);
        if (middle <= low) {
            middle = low + 1;
            while (!is_boundary(text, middle)) middle++;
            if (middle > high) break;
        }
        if (prefix_width(measure, face, size, text, middle) <= x) {
            low = middle;
        } else {
            high = boundary(text, middle - 1);
        }
    }
    if (low >= text.length) return text.length;
    size_t next = low + 1;
    while (!is_boundary(text, next)) next++;
    float before = prefix_width(measure, face, size, text, low);
    float after = prefix_width(measure, face, size, text, next);
    return x - before > after - x ? next : low;
}

static float fixed_advance(FontFace face) {
    return face >= FONT_MONO ? 0.6f : 0.55f;
}

static size_t code_points(Text text) {
    const char *at = text.bytes, *end = text.bytes + text.length;
    size_t count = 0;
    while (at < end) {
        utf8_next(&at, end);
        count++;
    }
    return count;
}

static float fixed_width(void *context, FontFace face, float size, Text text) {
    (void)context;
    return (float)code_points(text) * fixed_advance(face) * size;
}

static FontMetrics fixed_metrics(void *context, FontFace face, float size) {
    (void)context, (void)face;
    return (FontMetrics){.ascent = 0.95f * size,
                         .descent = 0.25f * size,
                         .line_height = 1.2f * size,
                         .cap_height = 0.72f * size};
}

#define HALF_16 "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"
#define HALF_64 HALF_16 HALF_16 HALF_16 HALF_16

/* Half covered, so that tests can tell it from a filled box; all rows are the same bytes. */
static TextBitmap fixed_render(void *context, FontFace face, float pixel_size, Text text) {
    static const char row[] = HALF_64 HALF_64 HALF_64 HALF_64 HALF_64 HALF_64 HALF_64 HALF_64;
    float width = fixed_width(context, face, pixel_size, text);
    int pixels = (int)fminf(width, sizeof row - 1), height = (int)(0.72f * pixel_size);
    if (height < 1) height = 1;
    return (TextBitmap){
        .width = pixels, .height = height, .top = -height, .coverage = (const uint8_t *)row};
}

TextMeasure text_measure_fixed(void) {
    return (TextMeasure){NULL, fixed_width, fixed_metrics, fixed_render, NULL};
}

const char *font_face_name(FontFace face) {
    static const char *const names[FONT_FACE_COUNT] = {"ui", "ui-medium", "ui-bold", "mono",
                                                       "mono-bold"};
    return (unsigned)face < FONT_FACE_COUNT ? names[face] : "?";
}
