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

/* Unites the bounds of commands [from, to); false when a clip is among them. */
static bool gather(const DrawList *list, size_t from, size_t to, const TextMeasure *measure,
                   Rect *damage) {
    for (size_t i = from; i < to; i++) {
        const DrawCommand *command = &list->commands.items[i];
        if (command->kind == DRAW_CLIP_PUSH || command->kind == DRAW_CLIP_POP) return false;
        Rect bounds = bounds_of(command, measure);
        if (bounds.w <= 0 && bounds.h <= 0) continue;
        *damage = damage->w > 0 || damage->h > 0 ? rect_union(*damage, bounds) : bounds;
    }
    return true;
}

Rect draw_damage(const DrawList *before, const DrawList *now, const TextMeasure *measure,
                 Rect all) {
    size_t a = before->commands.count, b = now->commands.count, start = 0;
    while (start < a && start < b &&
           same_command(&before->commands.items[start], &now->commands.items[start])) {
        start++;
    }
    while (a > start && b > start &&
           same_command(&before->commands.items[a - 1], &now->commands.items[b - 1])) {
        a--;
        b--;
    }
    Rect damage = {0};
    if (!gather(before, start, a, measure, &damage) || !gather(now, start, b, measure, &damage)) {
        return all;
    }
    return damage.w > 0 ? rect_intersection(rect_inset(damage, -2), all) : (Rect){0};
}
