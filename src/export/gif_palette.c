#include "export/gif_palette.h"

#include "base/array.h"
#include "draw/draw_list.h"

#include <string.h>

enum { BLEND_STEPS = 8 };

/* A colour that could get a place, and how far it is from those that have one. */
typedef struct Candidate {
    Color color;
    uint32_t distance;
} Candidate;

typedef Array(Candidate) Candidates;

/* Squared, with weights of how well differences of the channels are seen. */
static uint32_t distance(Color a, Color b) {
    int red = (int)(a >> 16 & 255) - (int)(b >> 16 & 255);
    int green = (int)(a >> 8 & 255) - (int)(b >> 8 & 255);
    int blue = (int)(a & 255) - (int)(b & 255);
    return (uint32_t)(3 * red * red + 5 * green * green + 2 * blue * blue);
}

static uint32_t nearest(const GifPalette *palette, Color color, int *place) {
    uint32_t least = UINT32_MAX;
    for (int i = 0; i < palette->count && least; i++) {
        uint32_t found = distance(palette->colors[i], color);
        if (found >= least) continue;
        least = found;
        *place = i;
    }
    return least;
}

static void add_color(GifPalette *palette, Color color) {
    int place = 0;
    if (palette->count == GIF_COLORS || nearest(palette, color, &place) == 0) return;
    palette->colors[palette->count++] = color;
}

static bool is_opaque(Color color) {
    return color >> 24 == 255;
}

/* All between two colours that meet; a translucent one is laid over the other first. */
static void add_blends(Candidates *candidates, Color front, Color ground) {
    if (!is_opaque(ground)) return;
    float most = (float)(front >> 24) / 255;
    for (int i = 1; i <= BLEND_STEPS; i++) {
        float part = most * (float)i / BLEND_STEPS;
        Candidate candidate = {color_mix(ground, front | 0xFF000000u, part), UINT32_MAX};
        array_push(candidates, candidate);
    }
}

static void find_candidates(const Theme *theme, Candidates *candidates) {
    const Color grounds[] = {theme->window, theme->panel, theme->canvas, theme->node, theme->frame};
    const Color translucent[] = {theme->shadow, theme->scrollbar, theme->overlay};
    size_t count;
    const ThemePair *pairs = theme_pairs(&count);
    for (size_t i = 0; i < count; i++) {
        add_blends(candidates, theme_at(theme, pairs[i].front), theme_at(theme, pairs[i].ground));
    }
    for (size_t i = 0; i < sizeof grounds / sizeof *grounds; i++) {
        add_blends(candidates, theme->border, grounds[i]);
        add_blends(candidates, theme->node_border, grounds[i]);
        add_blends(candidates, theme->text_disabled, grounds[i]);
        for (size_t j = 0; j < sizeof translucent / sizeof *translucent; j++) {
            add_blends(candidates, translucent[j], grounds[i]);
        }
    }
}

/* Gives places to the candidates that are farthest from all that have one, so that the worst
 * difference of a blend gets as small as it can be this way. */
static void place_candidates(GifPalette *palette, const Candidates *candidates) {
    int place;
    for (size_t i = 0; i < candidates->count; i++) {
        Candidate *candidate = &candidates->items[i];
        candidate->distance = nearest(palette, candidate->color, &place);
    }
    while (palette->count < GIF_COLORS) {
        const Candidate *farthest = &candidates->items[0];
        for (size_t i = 1; i < candidates->count; i++) {
            if (candidates->items[i].distance > farthest->distance)
                farthest = &candidates->items[i];
        }
        if (farthest->distance == 0) return;
        Color color = farthest->color;
        palette->colors[palette->count++] = color;
        for (size_t i = 0; i < candidates->count; i++) {
            Candidate *candidate = &candidates->items[i];
            uint32_t now = distance(candidate->color, color);
            if (now < candidate->distance) candidate->distance = now;
        }
    }
}

void gif_palette_init(GifPalette *palette, const Theme *theme) {
    Candidates candidates = {0};
    memset(palette, 0, sizeof *palette);
#define ADD_COLOR(name)                                                                            \
    if (is_opaque(theme->name)) add_color(palette, theme->name);
    THEME_COLORS(ADD_COLOR)
#undef ADD_COLOR
    find_candidates(theme, &candidates);
    place_candidates(palette, &candidates);
    array_deinit(&candidates);
}

uint8_t gif_palette_find(GifPalette *palette, uint32_t pixel) {
    uint32_t color = pixel | 0xFF000000u;
    SeenColor *seen = &palette->seen[color * 2654435761u >> (32 - GIF_SEEN_BITS)];
    if (seen->color == color) return seen->place;
    int place = 0;
    nearest(palette, color, &place);
    *seen = (SeenColor){color, (uint8_t)place};
    return seen->place;
}
