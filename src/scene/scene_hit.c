/* What lies under the pointer. */
#include "scene/cards.h"

#include <math.h>
#include <stdio.h>

Rect card_badge(const Scene *scene, const Card *card) {
    char digits[16];
    snprintf(digits, sizeof digits, "%u", card->badge);
    float width = text_width(scene->measure, FONT_UI_BOLD, SMALL_SIZE + 2, text_of(digits)) + 24;
    if (width < 34) width = 34;
    return (Rect){card->rect.x + card->rect.w - width - 6, card->rect.y - BADGE_HEIGHT / 2, width,
                  BADGE_HEIGHT};
}

Rect card_stub(const Scene *scene, const Card *card) {
    char digits[16];
    snprintf(digits, sizeof digits, "+%u", card->stub);
    Rect badge = card_badge(scene, card);
    float width = text_width(scene->measure, FONT_UI_MEDIUM, SMALL_SIZE, text_of(digits)) + 18;
    return (Rect){badge.x - width - 8, badge.y, width, BADGE_HEIGHT};
}

static float distance(Point a, Point b) {
    return hypotf(a.x - b.x, a.y - b.y);
}

static ScenePart part(const Scene *scene, ScenePartKind kind, const Card *card, uint32_t row) {
    ScenePart found = {.kind = kind, .frame = card->frame, .row = row};
    if (card->kind == CARD_NODE) {
        found.object = scene->now->objects.items[card->object].handle;
    }
    return found;
}

static bool hit_badge(const Scene *scene, const Card *card, Point at, ScenePart *found) {
    if (card->kind != CARD_NODE || scene->options.level == SCENE_BASIC || card->shared)
        return false;
    if (fabsf(at.y - card->rect.y) > BADGE_HEIGHT || at.x > rect_right(card->rect)) return false;
    if (rect_contains(card_badge(scene, card), at)) {
        *found = part(scene, SCENE_BADGE, card, 0);
        return true;
    }
    if (card->stub && rect_contains(card_stub(scene, card), at)) {
        *found = part(scene, SCENE_STUB, card, 0);
        return true;
    }
    return false;
}

/* Within a card: its ports and inline values, then the card itself. */
static ScenePart hit_card(const Scene *scene, const Card *card, Point at, float reach) {
    if (card->kind == CARD_CHAIN) {
        return (ScenePart){.kind = SCENE_MORE,
                           .object = scene->now->objects.items[card->object].handle};
    }
    for (uint32_t i = card->first_row; i < card->first_row + card->row_count; i++) {
        const SceneRow *row = &scene->rows.items[i];
        bool holds = row->variable != SNAPSHOT_NONE || row->reference != SNAPSHOT_NONE;
        Rect rect = scene_row_rect(scene, i);
        if (!holds || !rect_contains(rect, at)) continue;
        bool near = distance(scene_row_port(scene, i), at) <= reach;
        bool whole = card->cells || card->kind == CARD_FRAME; /* the row is all of the reference */
        if (row->target == SNAPSHOT_NONE) {
            if (near || whole) return part(scene, SCENE_PORT, card, i);
        } else if (row->arrow) {
            bool right = at.x > rect.x + rect.w * 0.6f;
            if (near || whole || right) return part(scene, SCENE_PORT, card, i);
        } else {
            float width = text_width(scene->measure, FONT_MONO, ROW_SIZE, row->value);
            bool on_text = at.x > scene_row_port(scene, i).x - width - 12;
            if (!near && !whole && !on_text) continue;
            ScenePart value = part(scene, SCENE_VALUE, card, i);
            value.object = scene->now->objects.items[row->target].handle;
            return value;
        }
    }
    Rect more = {card->rect.x + card->more.x, card->rect.y + card->more.y, card->more.w,
                 card->more.h};
    if (card->hidden_rows && rect_contains(more, at)) return part(scene, SCENE_MORE, card, 0);
    return part(scene, card->kind == CARD_FRAME ? SCENE_FRAME : SCENE_NODE, card, 0);
}

/* From afar: a whole card. */
static ScenePart hit_block(const Scene *scene, Point at) {
    for (size_t i = scene->cards.count; i-- > 0;) {
        const Card *card = &scene->cards.items[i];
        if (card->kind == CARD_GHOST || !rect_contains(card->rect, at)) continue;
        if (card->kind == CARD_CHAIN) return hit_card(scene, card, at, 0);
        return part(scene, card->kind == CARD_FRAME ? SCENE_FRAME : SCENE_NODE, card, 0);
    }
    return (ScenePart){0};
}

ScenePart scene_hit(const Scene *scene, Point at, float reach) {
    ScenePart found = {0};
    if (reach > SCENE_REACH_MOST) return hit_block(scene, at);
    for (size_t i = scene->cards.count; i-- > 0;) {
        if (hit_badge(scene, &scene->cards.items[i], at, &found)) return found;
    }
    for (size_t i = scene->cards.count; i-- > 0;) {
        const Card *card = &scene->cards.items[i];
        if (card->kind == CARD_GHOST || !rect_contains(card->rect, at)) continue;
        return hit_card(scene, card, at, reach);
    }
    float nearest = reach;
    for (size_t i = 0; i < scene->arrows.count; i++) {
        const Arrow *arrow = &scene->arrows.items[i];
        float t;
        if (arrow->route->count == 0) continue;
        /* which object of a chain holds it is not told: no gesture acts on it */
        if (scene->cards.items[scene->rows.items[arrow->row].card].kind == CARD_CHAIN) continue;
        Rect near = rect_inset(arrow->route->bounds, -reach);
        if (!rect_contains(near, at)) continue;
        float away = spline_distance(arrow->route, at, &t);
        if (away > nearest) continue;
        nearest = away;
        found = part(scene, SCENE_ARROW, &scene->cards.items[arrow->to], arrow->row);
        found.head = t > 2.0f / 3;
    }
    return found;
}

/* In the part of an arrow that takes it by its head. */
bool scene_row_head(const Scene *scene, uint32_t row, Point *at) {
    for (size_t i = 0; i < scene->arrows.count; i++) {
        const Arrow *arrow = &scene->arrows.items[i];
        if (arrow->row != row || !arrow->route->count) continue;
        *at = spline_point(arrow->route, 0.85f);
        return true;
    }
    return false;
}

static float distance_to_rect(Rect rect, Point at) {
    float dx = fmaxf(fmaxf(rect.x - at.x, 0), at.x - rect_right(rect));
    float dy = fmaxf(fmaxf(rect.y - at.y, 0), at.y - rect_bottom(rect));
    return hypotf(dx, dy);
}

Handle scene_snap(const Scene *scene, Point at, float reach) {
    Handle best = {0};
    float nearest = reach;
    for (size_t i = 0; i < scene->cards.count; i++) {
        const Card *card = &scene->cards.items[i];
        if (card->kind != CARD_NODE) continue;
        float away = distance_to_rect(card->rect, at);
        if (away > nearest) continue;
        nearest = away;
        best = scene->now->objects.items[card->object].handle;
    }
    return best;
}
