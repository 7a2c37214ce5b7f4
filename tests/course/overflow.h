/* Whether the texts of a frame have room: checked from its draw list.
 *
 * Outside of what is scrolled from side to side (canvas, code, output, fields) each text ends
 * before the edge that cuts it, no two texts lie on each other, and on a lesson's card none is
 * shortened. A text that a later filled box covers is not there. */
#ifndef LASTREF_TESTS_COURSE_OVERFLOW_H
#define LASTREF_TESTS_COURSE_OVERFLOW_H

#include "draw/draw_list.h"

#include <math.h>
#include <stdio.h>

typedef struct PlacedText {
    Rect rect;    /* from the top of its capitals to the baseline, whole */
    Rect clip;    /* what can be seen */
    bool cut;     /* shortened to its greatest width */
    bool covered; /* by what is drawn later */
    Text text;
} PlacedText;

typedef Array(PlacedText) PlacedTexts;

static inline PlacedText place_text(const DrawCommand *command, const TextMeasure *measure,
                                    Rect clip) {
    const TextStyle *style = &command->text.style;
    FontMetrics metrics = text_metrics(measure, style->face, style->size);
    float width = text_width(measure, style->face, style->size, command->text.text);
    PlacedText placed = {.clip = clip, .text = command->text.text};
    placed.cut = style->max_width > 0 && width > style->max_width + 0.5f;
    if (placed.cut) width = style->max_width;
    float x = command->text.at.x, y = command->text.at.y;
    if (style->align == TEXT_CENTER) x -= width / 2;
    if (style->align == TEXT_RIGHT) x -= width;
    if (style->line == TEXT_MIDDLE) y += metrics.cap_height / 2;
    if (style->line == TEXT_TOP) y += metrics.ascent;
    placed.rect = (Rect){x, y - metrics.cap_height, width, metrics.cap_height};
    return placed;
}

static inline void cover_texts(PlacedTexts *texts, const DrawCommand *box) {
    if (box->box.style.fill >> 24 < 255) return;
    for (size_t i = 0; i < texts->count; i++) {
        Rect seen = rect_intersection(texts->items[i].rect, texts->items[i].clip);
        Rect hidden = rect_intersection(seen, box->box.rect);
        if (hidden.w > 0 && hidden.h > 0) texts->items[i].covered = true;
    }
}

static inline void place_texts(const DrawList *list, const TextMeasure *measure, Rect window,
                               PlacedTexts *texts) {
    Array(Rect) clips = {0};
    array_push(&clips, window);
    for (size_t i = 0; i < list->commands.count; i++) {
        const DrawCommand *command = &list->commands.items[i];
        switch (command->kind) {
        case DRAW_CLIP_PUSH: array_push(&clips, command->clip.rect); break;
        case DRAW_CLIP_POP: clips.count--; break;
        case DRAW_BOX: cover_texts(texts, command); break;
        case DRAW_TEXT:
            if (!command->text.text.length) break;
            array_push(texts, place_text(command, measure, array_last(&clips)));
            break;
        default: break;
        }
    }
    array_deinit(&clips);
}

/* Whether the place, of those that are scrolled from side to side, has it. */
static inline bool is_scrolled(const PlacedText *text, const Rect *scrolled, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rect_contains(rect_inset(scrolled[i], -1), rect_center(text->clip)) &&
            text->clip.w <= scrolled[i].w + 2) {
            return true;
        }
    }
    return false;
}

static inline bool is_seen(const PlacedText *text) {
    Rect seen = rect_intersection(text->rect, text->clip);
    return !text->covered && seen.w > 0 && seen.h > text->rect.h / 2;
}

/* The first mistake, in words; empty: all have room. `card` may be empty. */
static inline void tell_overflow(const DrawList *list, const TextMeasure *measure, Rect window,
                                 Rect card, const Rect *scrolled, size_t count, char *told,
                                 size_t size) {
    PlacedTexts texts = {0};
    place_texts(list, measure, window, &texts);
    told[0] = '\0';
    for (size_t i = 0; i < texts.count && !told[0]; i++) {
        const PlacedText *one = &texts.items[i];
        if (!is_seen(one) || is_scrolled(one, scrolled, count)) continue;
        bool in_card = rect_contains(card, rect_center(one->rect));
        Rect edge = in_card ? rect_intersection(one->clip, card) : one->clip;
        bool over = one->rect.x < edge.x - 0.5f || rect_right(one->rect) > rect_right(edge) + 0.5f;
        if (over || (one->cut && in_card)) {
            snprintf(told, size, "%s: %.*s (%.0f to %.0f, edges %.0f and %.0f)",
                     over ? "over the edge" : "shortened", (int)one->text.length, one->text.bytes,
                     (double)one->rect.x, (double)rect_right(one->rect), (double)edge.x,
                     (double)rect_right(edge));
        }
        for (size_t j = i + 1; j < texts.count && !told[0]; j++) {
            const PlacedText *other = &texts.items[j];
            if (!is_seen(other) || is_scrolled(other, scrolled, count)) continue;
            Rect both = rect_intersection(rect_intersection(one->rect, one->clip),
                                          rect_intersection(other->rect, other->clip));
            if (both.w <= 1 || both.h <= 1) continue;
            snprintf(told, size, "on each other: %.*s | %.*s", (int)one->text.length,
                     one->text.bytes, (int)other->text.length, other->text.bytes);
        }
    }
    array_deinit(&texts);
}

#endif
