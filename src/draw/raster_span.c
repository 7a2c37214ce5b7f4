#include "draw/raster_parts.h"

void span_fill(uint32_t *pixels, int count, uint32_t pixel) {
    uint32_t alpha = pixel >> 24;
    if (alpha == 255) {
        for (int i = 0; i < count; i++) pixels[i] = pixel;
    } else if (alpha) {
        for (int i = 0; i < count; i++) pixels[i] = pixel + pixel_scaled(pixels[i], 255 - alpha);
    }
}

void span_cover(uint32_t *pixels, const uint8_t *coverage, int count, uint32_t pixel) {
    bool opaque = pixel >> 24 == 255;
    int i = 0;
    while (i < count) {
        uint64_t eight;
        while (i + 8 <= count && (memcpy(&eight, coverage + i, 8), eight == 0)) i += 8;
        int end = i + 8 < count ? i + 8 : count;
        for (; i < end; i++) {
            uint32_t c = coverage[i];
            if (c == 0) continue;
            if (c == 255) {
                pixels[i] = opaque ? pixel : pixel_over(pixels[i], pixel);
            } else {
                pixels[i] = pixel_over(pixels[i], pixel_scaled(pixel, c));
            }
        }
    }
}
