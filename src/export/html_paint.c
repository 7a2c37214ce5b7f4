#include "export/html_paint.h"

#include <stdlib.h>
#include <string.h>

/* The attributes that give a shape its colour: ` fill="#rrggbb"`, and after it, where it is not
 * opaque, ` fill-opacity="0.5"`. */
typedef struct Paint {
    size_t start, end; /* of the attributes in the text */
    Text name;         /* "fill" */
    bool plain;        /* a colour; else "none" or a pattern */
    Color color;
} Paint;

void paint_table_deinit(PaintTable *table) {
    array_deinit(&table->pairs);
}

static bool starts(Text text, size_t at, const char *with) {
    size_t length = strlen(with);
    return text.length - at >= length && memcmp(text.bytes + at, with, length) == 0;
}

/* Where the quote that ends a value is, or what no value has. */
static size_t end_of_value(Text text, size_t at) {
    while (at < text.length && !strchr("\"<>", text.bytes[at])) at++;
    return at;
}

static bool read_color(Text text, size_t at, size_t end, Color *color) {
    if (end - at != 7 || text.bytes[at] != '#') return false;
    char digits[7] = {0};
    memcpy(digits, text.bytes + at + 1, 6);
    char *last;
    unsigned long value = strtoul(digits, &last, 16);
    *color = 0xFF000000u | (Color)value;
    return !*last;
}

/* The opacity attribute that may follow. */
static void read_opacity(Text text, const char *attribute, Paint *paint) {
    if (!starts(text, paint->end, attribute)) return;
    size_t from = paint->end + strlen(attribute), end = end_of_value(text, from);
    char digits[16] = {0};
    size_t length = end - from < sizeof digits - 1 ? end - from : sizeof digits - 1;
    memcpy(digits, text.bytes + from, length);
    float part = strtof(digits, NULL);
    part = part < 0 ? 0 : part > 1 ? 1 : part;
    paint->color = (paint->color & 0x00FFFFFFu) | (Color)(part * 255 + 0.5f) << 24;
    paint->end = end < text.length ? end + 1 : end;
}

/* The next colour from a place on; false when there is none. What only looks like one, in a text
 * of the picture, is the same in both versions. */
static bool next_paint(Text text, size_t at, Paint *paint) {
    static const struct {
        const char *name, *attribute, *opacity;
    } kinds[] = {{"fill", " fill=\"", " fill-opacity=\""},
                 {"stroke", " stroke=\"", " stroke-opacity=\""}};
    for (; at < text.length; at++) {
        if (text.bytes[at] != ' ') continue;
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            if (!starts(text, at, kinds[i].attribute)) continue;
            size_t from = at + strlen(kinds[i].attribute), end = end_of_value(text, from);
            if (end == text.length || text.bytes[end] != '"') continue;
            *paint = (Paint){.start = at, .end = end + 1, .name = text_of(kinds[i].name)};
            paint->plain = read_color(text, from, end, &paint->color);
            if (paint->plain) read_opacity(text, kinds[i].opacity, paint);
            return true;
        }
    }
    return false;
}

static size_t place_of(PaintTable *table, PaintPair pair) {
    for (size_t i = 0; i < table->pairs.count; i++) {
        PaintPair known = table->pairs.items[i];
        if (known.light == pair.light && known.dark == pair.dark) return i;
    }
    array_push(&table->pairs, pair);
    return table->pairs.count - 1;
}

static bool same(Text a, size_t a_start, size_t a_end, Text b, size_t b_start, size_t b_end) {
    return text_equal((Text){a.bytes + a_start, a_end - a_start},
                      (Text){b.bytes + b_start, b_end - b_start});
}

bool paint_merge(PaintTable *table, Text light, Text dark, TextBuffer *out) {
    size_t start = out->length, l = 0, d = 0;
    Paint one, other;
    bool more = true, ok = true;
    while (ok && more) {
        more = next_paint(light, l, &one);
        ok = next_paint(dark, d, &other) == more;
        if (!more) one.start = light.length, other.start = dark.length;
        ok = ok && same(light, l, one.start, dark, d, other.start);
        if (!ok) break;
        text_append(out, light.bytes + l, one.start - l);
        if (!more) break;
        if (same(light, one.start, one.end, dark, other.start, other.end)) {
            text_append(out, light.bytes + one.start, one.end - one.start);
        } else if (one.plain && other.plain && text_equal(one.name, other.name)) {
            size_t place = place_of(table, (PaintPair){one.color, other.color});
            text_appendf(out, " %s=\"var(--p%zu)\"", one.name.bytes, place);
        } else {
            ok = false;
        }
        l = one.end;
        d = other.end;
    }
    if (ok) return true;
    out->length = start;
    if (out->bytes) out->bytes[start] = '\0';
    return false;
}

void paint_table_append(const PaintTable *table, bool dark, TextBuffer *out) {
    for (size_t i = 0; i < table->pairs.count; i++) {
        Color color = dark ? table->pairs.items[i].dark : table->pairs.items[i].light;
        text_appendf(out, "--p%zu:#%06x", i, color & 0xFFFFFF);
        if (color >> 24 < 255) text_appendf(out, "%02x", color >> 24);
        text_append_char(out, ';');
    }
}
