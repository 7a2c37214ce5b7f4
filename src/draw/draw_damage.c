#include "draw/draw_damage.h"

#include <string.h>

static bool same_points(const Point *a, uint32_t a_count, const Point *b, uint32_t b_count) {
    return a_count == b_count && memcmp(a, b, a_count * sizeof *a) == 0;
}

/* The structs compared byte by byte have no padding: they are made of 4-byte fields. */
static bool same_command(const DrawCommand *a, const DrawCommand *b) {
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case DRAW_BOX: return memcmp(&a->box, &b->box, sizeof a->box) == 0;
    case DRAW_CIRCLE: return memcmp(&a->circle, &b->circle, sizeof a->circle) == 0;
    case DRAW_CURVE: return memcmp(&a->curve, &b->curve, sizeof a->curve) == 0;
    case DRAW_DOT_GRID: return memcmp(&a->dot_grid, &b->dot_grid, sizeof a->dot_grid) == 0;
    case DRAW_LINE:
        return same_points(a->line.points, a->line.count, b->line.points, b->line.count) &&
               memcmp(&a->line.stroke, &b->line.stroke, sizeof a->line.stroke) == 0 &&
               memcmp(&a->line.head, &b->line.head, sizeof a->line.head) == 0;
    case DRAW_POLYGON:
        return a->polygon.fill == b->polygon.fill &&
               same_points(a->polygon.points, a->polygon.count, b->polygon.points,
                           b->polygon.count);
    case DRAW_TEXT:
        return memcmp(&a->text.at, &b->text.at, sizeof a->text.at) == 0 &&
               memcmp(&a->text.style, &b->text.style, sizeof a->text.style) == 0 &&
               text_equal(a->text.text, b->text.text);
    case DRAW_CLIP_PUSH: return memcmp(&a->clip, &b->clip, sizeof a->clip) == 0;
    case DRAW_CLIP_POP:
    case DRAW_GROUP_BEGIN:
    case DRAW_GROUP_END: return true;
    }
    return false;
}

/* Text by its measured width: where it ends is seen to the pixel. */
static Rect bounds_of(const DrawCommand *command, const TextMeasure *measure) {
    if (command->kind != DRAW_TEXT) return draw_command_bounds(command);
    TextStyle style = command->text.style;
    float width = text_width(measure, style.face, style.size, command->text.text);
    float x = command->text.at.x;
    if (style.align == TEXT_CENTER) x -= width / 2;
    if (style.align == TEXT_RIGHT) x -= width;
    return (Rect){x - style.size, command->text.at.y - 2 * style.size, width + 2 * style.size,
                  4 * style.size};
}

typedef struct Diff {
    const DrawList *before, *now;
    const TextMeasure *measure;
    Rect damage;
} Diff;

/* Unites the bounds of commands [from, to); false when a clip is among them. */
static bool gather(Diff *diff, const DrawList *list, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        const DrawCommand *command = &list->commands.items[i];
        if (command->kind == DRAW_CLIP_PUSH || command->kind == DRAW_CLIP_POP) return false;
        Rect bounds = bounds_of(command, diff->measure);
        if (bounds.w <= 0 && bounds.h <= 0) continue;
        bool any = diff->damage.w > 0 || diff->damage.h > 0;
        diff->damage = any ? rect_union(diff->damage, bounds) : bounds;
    }
    return true;
}

/* Whether the lists go on alike from here, for some commands or to their ends. */
static bool goes_on(const Diff *diff, size_t a, size_t b) {
    const size_t alike = 4;
    size_t ends = diff->before->commands.count, now_ends = diff->now->commands.count;
    for (size_t i = 0; i < alike; i++) {
        if (a + i == ends || b + i == now_ends) return a + i == ends && b + i == now_ends;
        if (!same_command(&diff->before->commands.items[a + i], &diff->now->commands.items[b + i]))
            return false;
    }
    return true;
}

/* Where they meet again after commands that came, went or changed: the nearest such place. */
static bool meet(const Diff *diff, size_t *a, size_t *b) {
    const size_t reach = 48; /* commands; a card has some thirty */
    size_t ends = diff->before->commands.count, now_ends = diff->now->commands.count;
    for (size_t away = 1; away <= reach; away++) {
        for (size_t gone = 0; gone <= away; gone++) {
            size_t came = away - gone;
            if (*a + gone > ends || *b + came > now_ends) continue;
            if (!goes_on(diff, *a + gone, *b + came)) continue;
            *a += gone;
            *b += came;
            return true;
        }
    }
    return false;
}

Rect draw_damage(const DrawList *before, const DrawList *now, const TextMeasure *measure,
                 Rect all) {
    Diff diff = {.before = before, .now = now, .measure = measure};
    size_t a_end = before->commands.count, b_end = now->commands.count, a = 0, b = 0;
    while (a_end > 0 && b_end > 0 &&
           same_command(&before->commands.items[a_end - 1], &now->commands.items[b_end - 1])) {
        a_end--;
        b_end--;
    }
    while (a < a_end || b < b_end) {
        if (a < a_end && b < b_end &&
            same_command(&before->commands.items[a], &now->commands.items[b])) {
            a++;
            b++;
            continue;
        }
        size_t from_a = a, from_b = b;
        if (!meet(&diff, &a, &b) || a > a_end || b > b_end) {
            a = a_end;
            b = b_end;
        }
        if (!gather(&diff, before, from_a, a) || !gather(&diff, now, from_b, b)) return all;
    }
    Rect damage = diff.damage;
    return damage.w > 0 ? rect_intersection(rect_inset(damage, -2), all) : (Rect){0};
}
