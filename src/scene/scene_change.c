/* What the step to this stop changed, on the cards: touched rows, causes, arrows on their way. */
#include "scene/cards.h"

#include <math.h>

void change_compare(Scene *scene) {
    const Snapshot *now = scene->now;
    snapshot_changes_deinit(&scene->changes);
    array_clear(&scene->change_of_variable);
    array_clear(&scene->change_of_reference);
    scene->changes = (SnapChanges){0};
    if (!scene->before) return;
    snapshot_changes(scene->before, now, &scene->changes);
    for (size_t i = 0; i < now->variables.count; i++) array_push(&scene->change_of_variable, 0);
    for (size_t i = 0; i < now->references.count; i++) array_push(&scene->change_of_reference, 0);
    for (uint32_t i = 0; i < scene->changes.items.count; i++) {
        const SnapChange *change = &scene->changes.items.items[i];
        if (change->variable != SNAPSHOT_NONE) {
            scene->change_of_variable.items[change->variable] = i + 1;
        }
        if (change->reference != SNAPSHOT_NONE) {
            scene->change_of_reference.items[change->reference] = i + 1;
        }
    }
}

const SnapChange *change_of_row(const Scene *scene, const SceneRow *row) {
    if (!scene->before || row->key) return NULL;
    uint32_t found = 0;
    if (row->variable != SNAPSHOT_NONE) {
        found = scene->change_of_variable.items[row->variable];
    } else if (row->reference != SNAPSHOT_NONE) {
        found = scene->change_of_reference.items[row->reference];
    }
    return found ? &scene->changes.items.items[found - 1] : NULL;
}

bool change_touches(const Scene *scene, const SceneRow *row) {
    const SnapChange *change = change_of_row(scene, row);
    return change && (change->kind == CHANGE_BOUND || change->kind == CHANGE_REBOUND ||
                      change->kind == CHANGE_UNBOUND);
}

/* ---- causes ---- */

static void give_cause(Scene *scene, uint32_t object, int sign, const SnapChange *change) {
    uint32_t number = object == SNAPSHOT_NONE ? 0 : scene->card_of.items[object];
    if (!number || change->weak) return;
    Card *card = &scene->cards.items[number - 1];
    if (card->delta * sign <= 0) return;
    if (card->causes++) return;
    TextBuffer text = {0};
    if (sign < 0) {
        snapshot_change_loss(change, &text);
    } else {
        snapshot_change_gain(change, &text);
    }
    card->cause = text_of(arena_format(&scene->arena, "%s", text_cstr(&text)));
    text_deinit(&text);
}

void change_tell_causes(Scene *scene) {
    for (size_t i = 0; i < scene->changes.items.count; i++) {
        const SnapChange *change = &scene->changes.items.items[i];
        give_cause(scene, change->is, 1, change);
        if (change->was == SNAPSHOT_NONE) continue;
        Handle lost = scene->before->objects.items[change->was].handle;
        give_cause(scene, snapshot_find(scene->now, lost), -1, change);
    }
}

/* ---- arrows on their way ---- */

/* Where an arrow to the object ended at the stop before, if its card still has a place. */
static bool old_end(const Scene *scene, const SnapChange *change, Point *end) {
    Rect rect;
    if (change->was == SNAPSHOT_NONE) return false;
    Handle handle = scene->before->objects.items[change->was].handle;
    if (!layout_find(scene->layout, card_key(handle), &rect)) return false;
    *end = (Point){rect.x, rect.y + CARD_HEADER / 2};
    return true;
}

/* The head travels from the old target to the new: the nearer a point is to the end, the more it
 * is still where the old arrow ended. */
static Spline travelled(const Spline *route, Point from, float progress) {
    Spline moved;
    Point end = spline_end(route);
    float left = 1 - progress;
    int last = 3 * route->count;
    spline_begin(&moved, spline_start(route));
    Point points[3 * SPLINE_SEGMENTS_MAX + 1];
    for (int i = 0; i <= last; i++) {
        float weight = left * (float)i / (float)last;
        points[i] = (Point){route->points[i].x + weight * (from.x - end.x),
                            route->points[i].y + weight * (from.y - end.y)};
    }
    /* a head comes in from the left */
    points[last - 1] = (Point){points[last].x + (route->points[last - 1].x - end.x),
                               points[last].y + (route->points[last - 1].y - end.y)};
    for (int i = 0; i < route->count; i++) {
        spline_push(&moved, points[3 * i + 1], points[3 * i + 2], points[3 * i + 3]);
    }
    return moved;
}

bool change_route(const Scene *scene, const Arrow *arrow, float progress, Spline *route) {
    const SnapChange *change = change_of_row(scene, &scene->rows.items[arrow->row]);
    Point from;
    if (!change || progress >= 1 || arrow->route->count == 0) return false;
    if (change->kind == CHANGE_REBOUND && old_end(scene, change, &from)) {
        *route = travelled(arrow->route, from, progress);
    } else {
        *route = spline_cut(arrow->route, fmaxf(progress, 0.02f));
    }
    return true;
}
