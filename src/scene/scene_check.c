/* The invariants of a picture. */
#include "scene/cards.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_wrong(TextBuffer *wrong, const Scene *scene, const Card *card, const char *what) {
    text_appendf(wrong, "%s: %.*s", what, (int)card->title.length, card->title.bytes);
    if (card->kind != CARD_NODE) return false;
    const SnapObject *object = &scene->now->objects.items[card->object];
    text_appendf(wrong, " %.*s (badge %u, stub %u, %u visible references)",
                 (int)object->repr.length, object->repr.bytes, card->badge, card->stub,
                 object->incoming);
    return false;
}

/* References that the card does not show as arrows: those of the snapshot that are not drawn, and
 * those of hidden holders. */
static bool check_counts(const Scene *scene, TextBuffer *wrong) {
    uint32_t *drawn = memory_alloc((scene->cards.count + 1) * sizeof *drawn);
    for (size_t i = 0; i < scene->arrows.count; i++) {
        const Arrow *arrow = &scene->arrows.items[i];
        drawn[arrow->to] += !scene->rows.items[arrow->row].weak;
    }
    bool good = true;
    for (size_t i = 0; i < scene->cards.count && good; i++) {
        const Card *card = &scene->cards.items[i];
        if (card->kind != CARD_NODE || card->shared) continue;
        const SnapObject *object = &scene->now->objects.items[card->object];
        uint32_t hidden = 0;
        for (uint32_t k = 0; k < object->hidden_count; k++) {
            hidden += scene->now->hidden.items[object->first_hidden + k].count;
        }
        if (card->badge != object->refcount) {
            good = is_wrong(wrong, scene, card, "the badge is not the refcount");
        } else if (drawn[i] + card->stub != card->badge) {
            good = is_wrong(wrong, scene, card, "arrows and stub are not the badge");
        } else if (drawn[i] > object->incoming) {
            good = is_wrong(wrong, scene, card, "more arrows than references");
        } else if (card->stub != object->incoming - drawn[i] + hidden) {
            good = is_wrong(wrong, scene, card, "the stub is not what holds it unseen");
        }
    }
    memory_free(drawn);
    return good;
}

/* Each arrow leaves its row's port and reaches its target's border. */
static bool check_arrows(const Scene *scene, TextBuffer *wrong) {
    for (size_t i = 0; i < scene->arrows.count; i++) {
        const Arrow *arrow = &scene->arrows.items[i];
        const SceneRow *row = &scene->rows.items[arrow->row];
        const Card *to = &scene->cards.items[arrow->to];
        if (!row->arrow || scene->card_of.items[row->target] != arrow->to + 1)
            return is_wrong(wrong, scene, to, "an arrow is not its row's");
        if (!arrow->route->count) return is_wrong(wrong, scene, to, "an arrow is not drawn");
        Point port = scene_row_port(scene, arrow->row), start = spline_start(arrow->route);
        Point end = spline_end(arrow->route);
        if (hypotf(start.x - port.x, start.y - port.y) > 0.05f)
            return is_wrong(wrong, scene, to, "an arrow does not leave its port");
        if (fabsf(end.x - to->rect.x) > 0.05f || end.y < to->rect.y ||
            end.y > rect_bottom(to->rect))
            return is_wrong(wrong, scene, to, "an arrow does not reach its target");
    }
    return true;
}

/* Rows stand within their card. */
static bool check_rows(const Scene *scene, TextBuffer *wrong) {
    for (size_t i = 0; i < scene->rows.count; i++) {
        const SceneRow *row = &scene->rows.items[i];
        const Card *card = &scene->cards.items[row->card];
        if (row->rect.x < 0 || row->rect.y < 0 || rect_right(row->rect) > card->width + 0.05f ||
            rect_bottom(row->rect) > card->height + 0.05f)
            return is_wrong(wrong, scene, card, "a row sticks out of its card");
    }
    return true;
}

bool scene_check(const Scene *scene, TextBuffer *wrong) {
    size_t at = 0;
    const char *told = layout_check(scene->layout, &at);
    if (told) {
        text_appendf(wrong, "%s (%zu)", told, at);
        return false;
    }
    return check_counts(scene, wrong) && check_arrows(scene, wrong) && check_rows(scene, wrong);
}
