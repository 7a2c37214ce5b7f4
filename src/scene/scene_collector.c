/* What a collection under way thinks of the objects, on their cards: gc_refs chips, suspicion. */
#include "scene/cards.h"

#include <math.h>
#include <stdio.h>

static const float CHIP_HEIGHT = 18, CHIP_PAD = 9, RING = 4.5f;

/* How far it reaches into the card: not into the text of its last row. */
static const float CHIP_INSIDE = 6;

/* Whether the phase counts: chips are drawn. */
static bool counts(const Inside *inside) {
    return inside && inside->collecting && inside->stop.kind >= INSIDE_COPY &&
           inside->stop.kind <= INSIDE_FINALIZE;
}

void collector_judge(Scene *scene) {
    const Inside *inside = scene->inside;
    if (!inside || !inside->collecting) return;
    bool counted = counts(inside);
    for (size_t i = 0; i < inside->objects.count; i++) {
        const InsideObject *object = &inside->objects.items[i];
        uint32_t index = snapshot_find(scene->now, object->handle);
        if (index == SNAPSHOT_NONE || !scene->card_of.items[index]) continue;
        Card *card = &scene->cards.items[scene->card_of.items[index] - 1];
        card->verdict = object->verdict;
        card->listed = true;
        card->gc_refs = object->gc_refs;
        card->gc_refs_from =
            inside->stop.kind == INSIDE_SUBTRACT ? object->refcount : object->gc_refs;
        /* the second count is of the trash alone */
        card->chip = counted &&
                     (inside->stop.kind != INSIDE_FINALIZE || object->verdict == INSIDE_SUSPECTED);
        if (object->verdict == INSIDE_SUSPECTED) card->garbage = true;
    }
}

/* 1: under suspicion; a rescued card returns to 0 as the change is shown. */
static float suspicion(const Scene *scene, const Card *card, float change) {
    if (!card->listed) return 0;
    if (card->verdict == INSIDE_SUSPECTED) return 1;
    InsideKind kind = scene->inside->stop.kind;
    bool returns = kind == INSIDE_REACH || kind == INSIDE_FINALIZE;
    return card->verdict == INSIDE_RESCUED && returns ? 1 - change : 0;
}

void collector_style(const Scene *scene, const Card *card, const Theme *theme, float change,
                     BoxStyle *style) {
    float strength = suspicion(scene, card, change);
    bool reached = card->listed && scene->inside->stop.kind == INSIDE_REACH &&
                   card->verdict != INSIDE_SUSPECTED;
    if (reached) style->stroke = (Stroke){.color = theme->ok, .width = 2};
    if (strength > 0) {
        style->fill = color_mix(theme->node, theme->suspect, strength);
        style->hatch = color_with_alpha(theme->suspect_hatch, strength);
        style->stroke = (Stroke){.color = theme->death, .width = 2};
    }
    if (card->dying) {
        style->stroke = (Stroke){.color = theme->death, .width = 2, .dash = 5, .gap = 4};
        style->shadow = 0;
    }
}

void collector_ring(const Scene *scene, const Card *card, DrawList *list, const Theme *theme,
                    float change) {
    float strength = suspicion(scene, card, change);
    if (strength <= 0) return;
    draw_box(
        list, rect_inset(card->rect, -RING),
        (BoxStyle){.radius = THEME_RADIUS_NODE + RING,
                   .stroke = {.color = color_with_alpha(theme->death, strength), .width = 1.5f}});
}

bool collector_suspects(const Card *card) {
    return card->listed && card->verdict == INSIDE_SUSPECTED;
}

bool collector_subtracts(const Scene *scene, const Arrow *arrow) {
    const Inside *inside = scene->inside;
    if (!inside || !inside->collecting || inside->stop.kind != INSIDE_SUBTRACT) return false;
    const Card *from = &scene->cards.items[scene->rows.items[arrow->row].card];
    const Card *to = &scene->cards.items[arrow->to];
    bool names = from->kind == CARD_FRAME && scene->now->frames.items[from->frame].module;
    return to->listed && (from->listed || (names && inside->names_listed));
}

void collector_arrow(const Arrow *arrow, DrawList *list, const Theme *theme) {
    const Spline *route = arrow->route;
    if (route->count == 0) return;
    /* near the port: there references do not lie on each other yet */
    Point at = curve_point(route->points, 0.35f);
    Rect rect = {at.x - 11, at.y - 8, 22, 16};
    draw_box(list, rect, (BoxStyle){.fill = theme->canvas, .radius = 8});
    draw_string(list, at,
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = SMALL_SIZE,
                            .color = theme->text,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                "\xE2\x88\x92"
                "1");
}

void collector_chip(const Scene *scene, const Card *card, DrawList *list, const Theme *theme,
                    float change) {
    if (!card->chip) return;
    char text[32];
    float from = (float)card->gc_refs_from, to = (float)card->gc_refs;
    snprintf(text, sizeof text, "gc_refs %.0f", (double)roundf(from + (to - from) * change));
    float width = text_width(scene->measure, FONT_UI_BOLD, SMALL_SIZE, text_of(text));
    width = ceilf(width) + 2 * CHIP_PAD;
    /* at the left, where no badge of a card below is; the line of internals has that place */
    bool left = scene->options.level != SCENE_INTERNALS;
    Rect rect = {left ? card->rect.x + 12 : rect_right(card->rect) - 12 - width,
                 rect_bottom(card->rect) - CHIP_INSIDE, width, CHIP_HEIGHT};
    draw_box(list, rect,
             (BoxStyle){.fill = theme->canvas,
                        .radius = CHIP_HEIGHT / 2,
                        .stroke = {.color = theme->collect, .width = 1.5f}});
    draw_string(list, rect_center(rect),
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = SMALL_SIZE,
                            .color = theme->text,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                text);
}
