#include "draw/raster_parts.h"

/* Runs smaller than this cannot be read and are left out, in pixels. */
static const float LEAST_SIZE = 1.5f;

/* Blending happens in sRGB values, where partly covered pixels of light text on a dark ground come
 * out too dark, so that the text looks thin; a curve lifts them. Dark text needs very little. */
void text_tones_make(uint8_t tones[2][256]) {
    static const uint32_t lift[2] = {20, 52}; /* in 255ths of c * (1 - c) */
    for (uint32_t tone = 0; tone < 2; tone++) {
        for (uint32_t c = 0; c < 256; c++) {
            uint32_t lifted = c + (c * (255 - c) * lift[tone] + 32512) / 65025;
            tones[tone][c] = (uint8_t)(lifted > 255 ? 255 : lifted);
        }
    }
}

static bool is_light(Color color) {
    uint32_t red = color >> 16 & 255, green = color >> 8 & 255, blue = color & 255;
    return red * 54 + green * 183 + blue * 19 > 256 * 140;
}

/* The part that fits, with its ellipsis; in the arena. */
static Text fitted(Arena *arena, const TextStyle *style, Text text, const TextMeasure *measure) {
    bool ellipsis;
    size_t length = text_fit(measure, style->face, style->size, text, style->max_width, &ellipsis);
    if (!ellipsis) return text;
    static const char dots[] = "\xE2\x80\xA6";
    char *copy = arena_alloc(arena, length + sizeof dots);
    memcpy(copy, text.bytes, length);
    memcpy(copy + length, dots, sizeof dots);
    return (Text){copy, length + sizeof dots - 1};
}

TextItem *text_item(Arena *arena, const DrawCommand *command, float scale,
                    const TextMeasure *measure, uint8_t tones[2][256]) {
    const TextStyle *style = &command->text.style;
    float pixel_size = style->size * scale;
    if (!(pixel_size >= LEAST_SIZE) || !(style->color >> 24)) return NULL;
    Text text = command->text.text;
    if (style->max_width > 0) text = fitted(arena, style, text, measure);
    Point at = command->text.at;
    if (style->align != TEXT_LEFT) {
        float width = text_width(measure, style->face, style->size, text);
        at.x -= style->align == TEXT_CENTER ? width / 2 : width;
    }
    if (style->line != TEXT_BASELINE) {
        FontMetrics metrics = text_metrics(measure, style->face, style->size);
        at.y += style->line == TEXT_TOP ? metrics.ascent : metrics.cap_height / 2;
    }
    TextItem *item = arena_new(arena, TextItem);
    item->bitmap = measure->render(measure->context, style->face, pixel_size, text);
    if (item->bitmap.width <= 0 || item->bitmap.height <= 0) return NULL;
    item->x = pixel_round(at.x * scale) + item->bitmap.left;
    item->y = pixel_round(at.y * scale) + item->bitmap.top;
    item->pixel = pixel_of(style->color);
    item->tone = tones[is_light(style->color)];
    return item;
}

void raster_text(const Band *band, const RasterItem *item) {
    const TextItem *text = item->text;
    PixelRect area = pixel_rect_intersection(item->area, band->rect);
    bool opaque = text->pixel >> 24 == 255;
    for (int y = area.y0; y < area.y1; y++) {
        const uint8_t *coverage =
            text->bitmap.coverage + (ptrdiff_t)(y - text->y) * text->bitmap.stride - text->x;
        uint32_t *row = band_row(band, y);
        for (int x = area.x0; x < area.x1; x++) {
            uint32_t c = coverage[x];
            if (c == 0) continue;
            if (c == 255) {
                row[x] = opaque ? text->pixel : pixel_over(row[x], text->pixel);
            } else {
                row[x] = pixel_over(row[x], pixel_scaled(text->pixel, text->tone[c]));
            }
        }
    }
}
