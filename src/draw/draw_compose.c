#include "draw/draw_compose.h"

#include <math.h>

/* ---- size ---- */

static Rect text_bounds(const DrawCommand *command, const TextMeasure *measure) {
    const TextStyle *style = &command->text.style;
    FontMetrics metrics = text_metrics(measure, style->face, style->size);
    float width = text_width(measure, style->face, style->size, command->text.text);
    if (style->max_width > 0) width = fminf(width, style->max_width);
    Point at = command->text.at;
    if (style->align == TEXT_CENTER) at.x -= width / 2;
    if (style->align == TEXT_RIGHT) at.x -= width;
    if (style->line == TEXT_TOP) at.y += metrics.ascent;
    if (style->line == TEXT_MIDDLE) at.y += metrics.cap_height / 2;
    return (Rect){at.x, at.y - metrics.ascent, width, metrics.ascent + metrics.descent};
}

Rect draw_list_bounds(const DrawList *list, const TextMeasure *measure) {
    Array(Rect) clips = {0};
    Rect all = {0};
    bool any = false;
    for (size_t i = 0; i < list->commands.count; i++) {
        const DrawCommand *command = &list->commands.items[i];
        if (command->kind == DRAW_CLIP_PUSH) array_push(&clips, command->clip.rect);
        if (command->kind == DRAW_CLIP_POP) (void)array_pop(&clips);
        Rect rect = command->kind == DRAW_TEXT ? text_bounds(command, measure)
                                               : draw_command_bounds(command);
        if (clips.count) rect = rect_intersection(rect, array_last(&clips));
        if (rect.w <= 0 || rect.h <= 0) continue;
        all = any ? rect_union(all, rect) : rect;
        any = true;
    }
    array_deinit(&clips);
    return all;
}

float draw_list_smallest_text(const DrawList *list) {
    float smallest = 0;
    for (size_t i = 0; i < list->commands.count; i++) {
        const DrawCommand *command = &list->commands.items[i];
        if (command->kind != DRAW_TEXT || !(command->text.style.color >> 24)) continue;
        float size = command->text.style.size;
        if (smallest == 0 || size < smallest) smallest = size;
    }
    return smallest;
}

/* ---- putting together ---- */

static void append_group(DrawList *list, const DrawCommand *command) {
    TextBuffer id = {0}, class = {0}, title = {0};
    text_append(&id, command->group.id.bytes, command->group.id.length);
    text_append(&class, command->group.class.bytes, command->group.class.length);
    text_append(&title, command->group.title.bytes, command->group.title.length);
    draw_group_begin(list, text_cstr(&id), text_cstr(&class), text_cstr(&title));
    text_deinit(&id);
    text_deinit(&class);
    text_deinit(&title);
}

void draw_list_append(DrawList *list, const DrawList *part) {
    for (size_t i = 0; i < part->commands.count; i++) {
        const DrawCommand *c = &part->commands.items[i];
        switch (c->kind) {
        case DRAW_BOX: draw_box(list, c->box.rect, c->box.style); break;
        case DRAW_LINE:
            draw_polyline(list, c->line.points, c->line.count, c->line.stroke, c->line.head);
            break;
        case DRAW_CIRCLE:
            draw_circle(list, c->circle.center, c->circle.radius, c->circle.fill, c->circle.stroke);
            break;
        case DRAW_CURVE:
            draw_curve(list, c->curve.from, c->curve.control_from, c->curve.control_to, c->curve.to,
                       c->curve.stroke, c->curve.head);
            break;
        case DRAW_POLYGON:
            draw_polygon(list, c->polygon.points, c->polygon.count, c->polygon.fill);
            break;
        case DRAW_TEXT: draw_text(list, c->text.at, c->text.style, c->text.text); break;
        case DRAW_DOT_GRID:
            draw_dot_grid(list, c->dot_grid.area, c->dot_grid.origin, c->dot_grid.spacing,
                          c->dot_grid.radius, c->dot_grid.color);
            break;
        case DRAW_CLIP_PUSH: draw_clip_push(list, c->clip.rect); break;
        case DRAW_CLIP_POP: draw_clip_pop(list); break;
        case DRAW_GROUP_BEGIN: append_group(list, c); break;
        case DRAW_GROUP_END: draw_group_end(list); break;
        }
    }
}
