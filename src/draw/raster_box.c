/* Rounded boxes: solid rows by fast fills, corners by masks made once for each radius. */
#include "base/hash.h"
#include "draw/raster_parts.h"

/* Radii are told apart to an eighth of a pixel; what the eye sees is coarser. */
enum { RADIUS_STEPS = 8 };

/* Beyond these no corner, border or shadow gains anything that can be seen. */
static const float MAX_RADIUS = 400, MAX_STROKE = 400, MAX_BLUR = 100;

typedef struct MaskKey {
    uint32_t shadow; /* 0 corner, 1 shadow */
    uint32_t radius; /* eighths of a pixel */
    uint32_t extent; /* corner: stroke in pixels; shadow: blur in eighths */
    uint32_t size;   /* corner: cell size wanted */
} MaskKey;

typedef struct MaskEntry {
    MaskKey key;
    union {
        CornerMask corner;
        ShadowMask shadow;
    };
} MaskEntry;

struct MaskTable {
    Arena arena;
    MaskEntry **slots; /* open addressing, capacity a power of two */
    size_t count, capacity;
};

enum { MASK_BYTES_LIMIT = 8 << 20 };

MaskTable *mask_table_create(void) {
    MaskTable *table = memory_alloc(sizeof *table);
    table->capacity = 256;
    table->slots = memory_alloc(table->capacity * sizeof *table->slots);
    return table;
}

void mask_table_destroy(MaskTable *table) {
    arena_deinit(&table->arena);
    memory_free(table->slots);
    memory_free(table);
}

void mask_table_trim(MaskTable *table) {
    if (table->arena.total < MASK_BYTES_LIMIT) return;
    arena_reset(&table->arena);
    memset(table->slots, 0, table->capacity * sizeof *table->slots);
    table->count = 0;
}

static size_t key_slot(const MaskTable *table, MaskKey key) {
    uint64_t a = (uint64_t)key.shadow << 63 | (uint64_t)key.radius << 32 | key.extent;
    return (size_t)hash_mix(a ^ hash_mix(key.size)) & (table->capacity - 1);
}

static bool key_equal(MaskKey a, MaskKey b) {
    return a.shadow == b.shadow && a.radius == b.radius && a.extent == b.extent && a.size == b.size;
}

static void grow(MaskTable *table) {
    MaskEntry **old = table->slots;
    size_t old_capacity = table->capacity;
    table->capacity *= 2;
    table->slots = memory_alloc(table->capacity * sizeof *table->slots);
    for (size_t i = 0; i < old_capacity; i++) {
        if (!old[i]) continue;
        size_t slot = key_slot(table, old[i]->key);
        while (table->slots[slot]) slot = (slot + 1) & (table->capacity - 1);
        table->slots[slot] = old[i];
    }
    memory_free(old);
}

/* A new entry has its key set and nothing else. */
static MaskEntry *entry_of(MaskTable *table, MaskKey key, bool *is_new) {
    size_t slot = key_slot(table, key);
    for (; table->slots[slot]; slot = (slot + 1) & (table->capacity - 1)) {
        if (key_equal(table->slots[slot]->key, key)) {
            *is_new = false;
            return table->slots[slot];
        }
    }
    if (table->count * 2 >= table->capacity) {
        grow(table);
        return entry_of(table, key, is_new);
    }
    table->slots[slot] = arena_new(&table->arena, MaskEntry);
    table->slots[slot]->key = key;
    table->count++;
    *is_new = true;
    return table->slots[slot];
}

static uint8_t byte_of(float coverage) {
    return (uint8_t)(unit(coverage) * 255 + 0.5f);
}

/* Coverage of a pixel by a shape whose border is `distance` away, positive outside. */
static float edge(float distance) {
    return unit(0.5f - distance);
}

/* From the middle of pixel (i, j), counted from the corner, to the border; negative inside. */
static float corner_distance(float radius, float i, float j) {
    float x = radius - i - 0.5f, y = radius - j - 0.5f, right = larger(x, 0), down = larger(y, 0);
    return sqrtf(right * right + down * down) + smaller(larger(x, y), 0) - radius;
}

static const CornerMask *corner_mask(MaskTable *table, float radius, int stroke, int size) {
    MaskKey key = {0, (uint32_t)(radius * RADIUS_STEPS + 0.5f), (uint32_t)stroke, (uint32_t)size};
    bool is_new;
    MaskEntry *entry = entry_of(table, key, &is_new);
    if (!is_new) return &entry->corner;
    size_t cells = (size_t)size * (size_t)size;
    uint8_t *outer = arena_alloc(&table->arena, cells + 1);
    uint8_t *inner = arena_alloc(&table->arena, cells + 1);
    uint16_t *rows = arena_array(&table->arena, uint16_t, 2 * (size_t)size + 1);
    radius = (float)key.radius / RADIUS_STEPS;
    for (int j = 0; j < size; j++) {
        int first = size, whole = size;
        for (int i = size - 1; i >= 0; i--) {
            float distance = corner_distance(radius, (float)i, (float)j);
            uint8_t o = byte_of(edge(distance));
            uint8_t n = stroke ? byte_of(edge(distance + (float)stroke)) : o;
            outer[j * size + i] = o;
            inner[j * size + i] = n;
            if (o) first = i;
            if (n == 255 && whole == i + 1) whole = i;
        }
        rows[2 * j] = (uint16_t)(first < whole ? first : whole);
        rows[2 * j + 1] = (uint16_t)whole;
    }
    entry->corner = (CornerMask){size, outer, inner, rows};
    return &entry->corner;
}

/* Half strength on the edge, nothing at `blur` outside, full at `blur` inside: a cubic in place of
 * the Gaussian, which it follows closely and which needs no exp. */
static float shadow_strength(float distance, float blur) {
    float u = unit(0.5f - distance / (2 * blur));
    return u * u * (3 - 2 * u);
}

static const ShadowMask *shadow_mask(MaskTable *table, float radius, float blur) {
    MaskKey key = {1, (uint32_t)(radius * RADIUS_STEPS + 0.5f),
                   (uint32_t)(blur * RADIUS_STEPS + 0.5f), 0};
    if (key.extent == 0) key.extent = 1;
    bool is_new;
    MaskEntry *entry = entry_of(table, key, &is_new);
    if (!is_new) return &entry->shadow;
    radius = (float)key.radius / RADIUS_STEPS;
    blur = (float)key.extent / RADIUS_STEPS;
    int reach = pixel_ceil(blur), size = reach + pixel_ceil(larger(radius, blur)) + 1;
    uint8_t *strength = arena_alloc(&table->arena, (size_t)size * (size_t)size);
    for (int j = 0; j < size; j++) {
        for (int i = 0; i < size; i++) {
            float distance = corner_distance(radius, (float)(i - reach), (float)(j - reach));
            strength[j * size + i] = byte_of(shadow_strength(distance, blur));
        }
    }
    entry->shadow = (ShadowMask){size, reach, strength};
    return &entry->shadow;
}

/* From `at` for `length` logical pixels: whole pixels, at least one. What is thinner than a pixel
 * tells how much of one it covers. */
static float snap(float at, float length, float scale, int *first, int *last) {
    float size = length * scale;
    *first = pixel_round(at * scale);
    *last = pixel_round((at + length) * scale);
    if (*last > *first) return 1;
    *last = *first + 1;
    return unit(size);
}

static Color paler(Color color, float factor) {
    return factor < 1 ? color_with_alpha(color, factor) : color;
}

static const uint32_t *hatch_pixels(Arena *arena, const BoxStyle *style, uint32_t fill, float scale,
                                    float paleness, int *period) {
    int across = pixel_round(style->hatch_spacing * scale);
    if (across < 3) across = 3;
    if (across > 256) across = 256;
    float half = style->hatch_width * scale / 2;
    uint32_t hatch = pixel_of(paler(style->hatch, paleness));
    uint32_t *pixels = arena_array(arena, uint32_t, (size_t)across);
    for (int i = 0; i < across; i++) {
        int away = i < across - i ? i : across - i;
        float distance = (float)away * 0.70710678f; /* the lines lie at 45 degrees */
        float coverage = smaller(unit(half + 0.5f - distance), smaller(1, 2 * half));
        pixels[i] = pixel_over(fill, pixel_scaled(hatch, byte_of(coverage)));
    }
    *period = across;
    return pixels;
}

BoxItem *box_item(Arena *arena, MaskTable *table, const DrawCommand *command, float scale) {
    const BoxStyle *style = &command->box.style;
    Rect rect = command->box.rect;
    if (!(rect.w > 0) || !(rect.h > 0)) return NULL;
    BoxItem *box = arena_new(arena, BoxItem);
    float pale = snap(rect.x, rect.w, scale, &box->rect.x0, &box->rect.x1);
    pale *= snap(rect.y, rect.h, scale, &box->rect.y0, &box->rect.y1);
    int width = box->rect.x1 - box->rect.x0, height = box->rect.y1 - box->rect.y0;
    float shorter = (float)(width < height ? width : height);
    float radius = smaller(smaller(larger(style->radius * scale, 0), shorter / 2), MAX_RADIUS);
    float stroke = style->stroke.color >> 24 ? style->stroke.width * scale : 0;
    box->fill_pixel = pixel_of(paler(style->fill, pale));
    if (stroke > 0 && style->stroke.dash > 0) {
        box->dashed = true;
    } else if (stroke > 0) {
        box->stroke = stroke < 1.5f ? 1 : pixel_round(smaller(stroke, MAX_STROKE));
        if (2 * box->stroke > (int)shorter) box->stroke = ((int)shorter + 1) / 2;
        box->stroke_pixel = pixel_of(paler(style->stroke.color, unit(stroke + 0.2f) * pale));
    }
    int size = pixel_ceil(radius);
    if (size < box->stroke) size = box->stroke;
    const CornerMask *round = corner_mask(table, radius, box->stroke, size);
    const CornerMask *square = style->square ? corner_mask(table, 0, box->stroke, size) : round;
    for (int i = 0; i < 4; i++) box->corners[i] = style->square & (1u << i) ? square : round;
    if (style->hatch >> 24)
        box->hatch = hatch_pixels(arena, style, box->fill_pixel, scale, pale, &box->hatch_period);
    float blur = smaller(style->shadow_blur * scale, MAX_BLUR);
    if (style->shadow >> 24 && blur > 0.25f) {
        box->shadow = shadow_mask(table, radius, blur);
        box->shadow_y = pixel_round(style->shadow_y * scale);
        box->shadow_pixel = pixel_of(style->shadow);
    }
    return box;
}

static int lesser(int a, int b) {
    return a < b ? a : b;
}

static int greater(int a, int b) {
    return a > b ? a : b;
}

/* The part [from, to) of one shadow row; `mask` is the row of the mask. */
static void shadow_part(uint32_t *row, const uint8_t *mask, int size, PixelRect outline, int from,
                        int to, uint32_t pixel) {
    int left_end = lesser(outline.x0 + size, (outline.x0 + outline.x1 + 1) / 2);
    int right_start = greater(outline.x1 - size, left_end);
    if (from < lesser(to, left_end))
        span_cover(row + from, mask + (from - outline.x0), lesser(to, left_end) - from, pixel);
    int middle = greater(from, left_end), middle_end = lesser(to, right_start);
    if (middle < middle_end)
        span_fill(row + middle, middle_end - middle, pixel_scaled(pixel, mask[size - 1]));
    for (int x = greater(from, right_start); x < to; x++) {
        uint32_t strength = mask[outline.x1 - 1 - x];
        if (strength) row[x] = pixel_over(row[x], pixel_scaled(pixel, strength));
    }
}

static void draw_shadow(const Band *band, const BoxItem *box, PixelRect area) {
    const ShadowMask *mask = box->shadow;
    PixelRect outline = {box->rect.x0 - mask->reach, box->rect.y0 - mask->reach + box->shadow_y,
                         box->rect.x1 + mask->reach, box->rect.y1 + mask->reach + box->shadow_y};
    int corner = box->corners[0]->size;
    area = pixel_rect_intersection(area, outline);
    for (int y = area.y0; y < area.y1; y++) {
        int from_edge = lesser(y - outline.y0, outline.y1 - 1 - y);
        const uint8_t *strength = mask->strength + lesser(from_edge, mask->size - 1) * mask->size;
        uint32_t *row = band_row(band, y);
        /* The box hides its own shadow. */
        int hidden = box->rect.x1, hidden_end = box->rect.x1;
        if (y >= box->rect.y0 && y < box->rect.y1) {
            bool in_corner = y < box->rect.y0 + corner || y >= box->rect.y1 - corner;
            hidden = box->rect.x0 + (in_corner ? corner : 0);
            hidden_end = box->rect.x1 - (in_corner ? corner : 0);
        }
        if (hidden < hidden_end) {
            shadow_part(row, strength, mask->size, outline, area.x0, lesser(hidden, area.x1),
                        box->shadow_pixel);
            shadow_part(row, strength, mask->size, outline, greater(hidden_end, area.x0), area.x1,
                        box->shadow_pixel);
        } else {
            shadow_part(row, strength, mask->size, outline, area.x0, area.x1, box->shadow_pixel);
        }
    }
}

/* What is inside the stroke, from x to `end` on row y: fill or hatch. */
static void inside_span(const Band *band, const BoxItem *box, PixelRect area, int y, int x,
                        int end) {
    x = greater(x, area.x0);
    end = lesser(end, area.x1);
    uint32_t *row = band_row(band, y);
    if (!box->hatch) {
        span_fill(row + x, end - x, box->fill_pixel);
        return;
    }
    if (x >= end) return;
    int phase = (x - box->rect.x0 + y - box->rect.y0) % box->hatch_period;
    for (; x < end; x++) {
        row[x] = pixel_over(row[x], box->hatch[phase]);
        if (++phase == box->hatch_period) phase = 0;
    }
}

static void stroke_span(const Band *band, const BoxItem *box, PixelRect area, int y, int x,
                        int end) {
    x = greater(x, area.x0);
    span_fill(band_row(band, y) + x, lesser(end, area.x1) - x, box->stroke_pixel);
}

/* The pixels first .. last of row j of a corner; `mirrored` counts them from the right edge. */
static void corner_pixels(const Band *band, const BoxItem *box, const CornerMask *mask,
                          PixelRect area, int y, int j, bool mirrored, int limit) {
    uint32_t *row = band_row(band, y);
    int first = mask->rows[2 * j], last = lesser(mask->rows[2 * j + 1], limit);
    for (int i = first; i < last; i++) {
        int x = mirrored ? box->rect.x1 - 1 - i : box->rect.x0 + i;
        if (x < area.x0 || x >= area.x1) continue;
        uint32_t outer = mask->outer[j * mask->size + i], inner = mask->inner[j * mask->size + i];
        uint32_t inside = box->fill_pixel;
        if (box->hatch)
            inside = box->hatch[(x - box->rect.x0 + y - box->rect.y0) % box->hatch_period];
        uint32_t pixel = pixel_scaled(inside, inner);
        if (box->stroke) pixel += pixel_scaled(box->stroke_pixel, outer - inner);
        row[x] = pixel_over(row[x], pixel);
    }
}

static void draw_corner_row(const Band *band, const BoxItem *box, PixelRect area, int y, int j,
                            bool top) {
    const CornerMask *left = box->corners[top ? 0 : 3], *right = box->corners[top ? 1 : 2];
    int width = box->rect.x1 - box->rect.x0, left_half = (width + 1) / 2;
    corner_pixels(band, box, left, area, y, j, false, left_half);
    corner_pixels(band, box, right, area, y, j, true, width - left_half);
    int from = box->rect.x0 + lesser(left->rows[2 * j + 1], left_half);
    int to = box->rect.x1 - lesser(right->rows[2 * j + 1], width - left_half);
    if (j < box->stroke) {
        stroke_span(band, box, area, y, from, to);
    } else {
        inside_span(band, box, area, y, from, to);
    }
}

void raster_box(const Band *band, const RasterItem *item) {
    const BoxItem *box = item->box;
    PixelRect area = pixel_rect_intersection(item->area, band->rect);
    if (box->shadow) draw_shadow(band, box, area);
    PixelRect part = pixel_rect_intersection(area, box->rect);
    int corner = box->corners[0]->size, stroke = box->stroke;
    bool visible = box->fill_pixel >> 24 || stroke || box->hatch;
    for (int y = part.y0; visible && y < part.y1; y++) {
        int from_top = y - box->rect.y0, from_bottom = box->rect.y1 - 1 - y;
        bool top = from_top <= from_bottom;
        int j = top ? from_top : from_bottom;
        if (j < corner) {
            draw_corner_row(band, box, part, y, j, top);
            continue;
        }
        if (stroke) {
            int inner = lesser(box->rect.x0 + stroke, box->rect.x1);
            int outer = greater(box->rect.x1 - stroke, inner);
            stroke_span(band, box, part, y, box->rect.x0, inner);
            inside_span(band, box, part, y, inner, outer);
            stroke_span(band, box, part, y, outer, box->rect.x1);
        } else {
            inside_span(band, box, part, y, box->rect.x0, box->rect.x1);
        }
    }
    if (box->dashed) {
        const BoxStyle *style = &item->command->box.style;
        Rect rect = {(float)box->rect.x0, (float)box->rect.y0, (float)(box->rect.x1 - box->rect.x0),
                     (float)(box->rect.y1 - box->rect.y0)};
        raster_dashed_box(band, area, rect, style->radius * band->scale, style->stroke);
    }
}
