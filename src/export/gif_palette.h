/* The fixed palette of a theme, and the colour of it that is nearest to a pixel. */
#ifndef LASTREF_EXPORT_GIF_PALETTE_H
#define LASTREF_EXPORT_GIF_PALETTE_H

#include "draw/theme.h"

enum {
    GIF_COLORS = 255, /* 0 .. 254; the last place is for what does not change */
    GIF_SEEN_BITS = 16
};

/* A pixel's colour that was looked up before. */
typedef struct SeenColor {
    uint32_t color; /* 0xFFRRGGBB; 0: none */
    uint8_t place;
} SeenColor;

typedef struct GifPalette {
    Color colors[GIF_COLORS]; /* opaque */
    int count;
    SeenColor seen[1 << GIF_SEEN_BITS]; /* by a hash of the colour: the last one with that hash */
} GifPalette;

/* The theme's opaque colours first, then blends of pairs that meet on screen, far apart ones first.
 */
void gif_palette_init(GifPalette *palette, const Theme *theme);

/* The place of the nearest colour; the lowest of several. The alpha of the pixel is not looked at.
 */
uint8_t gif_palette_find(GifPalette *palette, uint32_t pixel);

#endif
