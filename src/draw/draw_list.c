#include "draw/draw_list.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

void draw_list_deinit(DrawList *list) {
    array_deinit(&list->commands);
    array_deinit(&list->clips);
    array_deinit(&list->transforms);
    array_deinit(&list->opacities);
    arena_deinit(&list->arena);
}

void draw_list_clear(DrawList *list) {
    array_clear(&list->commands);
    array_clear(&list->clips);
    array_clear(&list->transforms);
    array_clear(&list->opacities);
    arena_reset(&list->arena);
    list->open_groups = 0;
}

void draw_list_check(const DrawList *list) {
    assert(list->clips.count == 0 && "a clip is still open");
    assert(list->transforms.count == 0 && "a transform is still open");
    assert(list->opacities.count == 0 && "an opacity is still open");
    assert(list->open_groups == 0 && "a group is still open");
    (void)list;
}

DrawTransform draw_transform(const DrawList *list) {
    return list->transforms.count ? array_last(&list->transforms) : (DrawTransform){.zoom = 1};
}

static Point placed(DrawTransform t, Point p) {
    return (Point){t.offset.x + t.zoom * p.x, t.offset.y + t.zoom * p.y};
}

static Rect placed_rect(DrawTransform t, Rect r) {
    return (Rect){t.offset.x + t.zoom * r.x, t.offset.y + t.zoom * r.y, t.zoom * r.w, t.zoom * r.h};
}

static Color shown(const DrawList *list, Color color) {
    return list->opacities.count ? color_with_alpha(color, array_last(&list->opacities)) : color;
}

static Stroke placed_stroke(const DrawList *list, float zoom, Stroke stroke) {
    stroke.color = shown(list, stroke.color);
    stroke.width *= zoom;
    stroke.dash *= zoom;
    stroke.gap *= zoom;
    return stroke;
}

static ArrowHead placed_head(float zoom, ArrowHead head) {
    return (ArrowHead){head.length * zoom, head.width * zoom};
}

static Text copied(DrawList *list, Text text) {
    if (text.length == 0) return (Text){"", 0};
    return (Text){arena_copy(&list->arena, text.bytes, text.length), text.length};
}

static Text copied_string(DrawList *list, const char *zero_terminated) {
    return copied(list, text_of(zero_terminated ? zero_terminated : ""));
}

static const Point *placed_points(DrawList *list, DrawTransform t, const Point *points,
                                  size_t count) {
    Point *copy = arena_array(&list->arena, Point, count ? count : 1);
    for (size_t i = 0; i < count; i++) copy[i] = placed(t, points[i]);
    return copy;
}

void draw_box(DrawList *list, Rect rect, BoxStyle style) {
    DrawTransform t = draw_transform(list);
    style.fill = shown(list, style.fill);
    style.hatch = shown(list, style.hatch);
    style.shadow = shown(list, style.shadow);
    style.stroke = placed_stroke(list, t.zoom, style.stroke);
    style.radius *= t.zoom;
    style.hatch_spacing = (style.hatch_spacing > 0 ? style.hatch_spacing : 8) * t.zoom;
    style.hatch_width = (style.hatch_width > 0 ? style.hatch_width : 1) * t.zoom;
    style.shadow_blur *= t.zoom;
    style.shadow_y *= t.zoom;
    array_push(
        &list->commands,
        ((DrawCommand){.kind = DRAW_BOX, .box = {.rect = placed_rect(t, rect), .style = style}}));
}

void draw_fill(DrawList *list, Rect rect, Color fill) {
    draw_box(list, rect, (BoxStyle){.fill = fill});
}

void draw_polyline(DrawList *list, const Point *points, size_t count, Stroke stroke,
                   ArrowHead head) {
    DrawTransform t = draw_transform(list);
    array_push(&list->commands,
               ((DrawCommand){.kind = DRAW_LINE,
                              .line = {.points = placed_points(list, t, points, count),
                                       .count = (uint32_t)count,
                                       .stroke = placed_stroke(list, t.zoom, stroke),
                                       .head = placed_head(t.zoom, head)}}));
}

void draw_line(DrawList *list, Point from, Point to, Stroke stroke) {
    draw_polyline(list, (Point[]){from, to}, 2, stroke, (ArrowHead){0});
}

void draw_circle(DrawList *list, Point center, float radius, Color fill, Stroke stroke) {
    DrawTransform t = draw_transform(list);
    array_push(&list->commands,
               ((DrawCommand){.kind = DRAW_CIRCLE,
                              .circle = {.center = placed(t, center),
                                         .radius = radius * t.zoom,
                                         .fill = shown(list, fill),
                                         .stroke = placed_stroke(list, t.zoom, stroke)}}));
}

void draw_curve(DrawList *list, Point from, Point control_from, Point control_to, Point to,
                Stroke stroke, ArrowHead head) {
    DrawTransform t = draw_transform(list);
    array_push(&list->commands,
               ((DrawCommand){.kind = DRAW_CURVE,
                              .curve = {.from = placed(t, from),
                                        .control_from = placed(t, control_from),
                                        .control_to = placed(t, control_to),
                                        .to = placed(t, to),
                                        .stroke = placed_stroke(list, t.zoom, stroke),
                                        .head = placed_head(t.zoom, head)}}));
}

void draw_polygon(DrawList *list, const Point *points, size_t count, Color fill) {
    DrawTransform t = draw_transform(list);
    array_push(&list->commands,
               ((DrawCommand){.kind = DRAW_POLYGON,
                              .polygon = {.points = placed_points(list, t, points, count),
                                          .count = (uint32_t)count,
                                          .fill = shown(list, fill)}}));
}

void draw_triangle(DrawList *list, Point a, Point b, Point c, Color fill) {
    draw_polygon(list, (Point[]){a, b, c}, 3, fill);
}

void draw_text(DrawList *list, Point at, TextStyle style, Text text) {
    if (text.length == 0) return;
    DrawTransform t = draw_transform(list);
    style.size *= t.zoom;
    style.max_width *= t.zoom;
    style.color = shown(list, style.color);
    array_push(
        &list->commands,
        ((DrawCommand){.kind = DRAW_TEXT,
                       .text = {.at = placed(t, at), .style = style, .text = copied(list, text)}}));
}

void draw_string(DrawList *list, Point at, TextStyle style, const char *zero_terminated) {
    draw_text(list, at, style, text_of(zero_terminated));
}

void draw_textf(DrawList *list, Point at, TextStyle style, const char *format, ...) {
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (length > 0 && (size_t)length < sizeof small) {
        draw_text(list, at, style, (Text){small, (size_t)length});
    } else if (length > 0) {
        TextBuffer buffer = {0};
        text_appendv(&buffer, format, again);
        draw_text(list, at, style, (Text){buffer.bytes, buffer.length});
        text_deinit(&buffer);
    }
    va_end(again);
}

void draw_dot_grid(DrawList *list, Rect area, Point origin, float spacing, float radius,
                   Color color) {
    DrawTransform t = draw_transform(list);
    array_push(&list->commands, ((DrawCommand){.kind = DRAW_DOT_GRID,
                                               .dot_grid = {.area = placed_rect(t, area),
                                                            .origin = placed(t, origin),
                                                            .spacing = spacing * t.zoom,
                                                            .radius = radius * t.zoom,
                                                            .color = shown(list, color)}}));
}

void draw_clip_push(DrawList *list, Rect rect) {
    rect = placed_rect(draw_transform(list), rect);
    if (list->clips.count) rect = rect_intersection(rect, array_last(&list->clips));
    array_push(&list->clips, rect);
    array_push(&list->commands, ((DrawCommand){.kind = DRAW_CLIP_PUSH, .clip = {.rect = rect}}));
}

void draw_clip_pop(DrawList *list) {
    assert(list->clips.count && "pop without a push");
    (void)array_pop(&list->clips);
    array_push(&list->commands, ((DrawCommand){.kind = DRAW_CLIP_POP}));
}

void draw_group_begin(DrawList *list, const char *id, const char *class, const char *title) {
    list->open_groups++;
    array_push(&list->commands, ((DrawCommand){.kind = DRAW_GROUP_BEGIN,
                                               .group = {.id = copied_string(list, id),
                                                         .class = copied_string(list, class),
                                                         .title = copied_string(list, title)}}));
}

void draw_group_end(DrawList *list) {
    assert(list->open_groups && "end without a begin");
    list->open_groups--;
    array_push(&list->commands, ((DrawCommand){.kind = DRAW_GROUP_END}));
}

void draw_transform_push(DrawList *list, Point offset, float zoom) {
    DrawTransform outer = draw_transform(list);
    DrawTransform inner = {.offset = placed(outer, offset), .zoom = outer.zoom * zoom};
    array_push(&list->transforms, inner);
}

void draw_transform_pop(DrawList *list) {
    assert(list->transforms.count && "pop without a push");
    (void)array_pop(&list->transforms);
}

void draw_opacity_push(DrawList *list, float opacity) {
    float outer = list->opacities.count ? array_last(&list->opacities) : 1;
    float inner = outer * fminf(fmaxf(opacity, 0), 1);
    array_push(&list->opacities, inner);
}

void draw_opacity_pop(DrawList *list) {
    assert(list->opacities.count && "pop without a push");
    (void)array_pop(&list->opacities);
}

Point curve_point(const Point c[4], float t) {
    float u = 1 - t;
    float w0 = u * u * u, w1 = 3 * u * u * t, w2 = 3 * u * t * t, w3 = t * t * t;
    return (Point){w0 * c[0].x + w1 * c[1].x + w2 * c[2].x + w3 * c[3].x,
                   w0 * c[0].y + w1 * c[1].y + w2 * c[2].y + w3 * c[3].y};
}

Point curve_direction(const Point c[4], float t) {
    float u = 1 - t;
    float w0 = u * u, w1 = 2 * u * t, w2 = t * t;
    Point d = {w0 * (c[1].x - c[0].x) + w1 * (c[2].x - c[1].x) + w2 * (c[3].x - c[2].x),
               w0 * (c[1].y - c[0].y) + w1 * (c[2].y - c[1].y) + w2 * (c[3].y - c[2].y)};
    if (d.x != 0 || d.y != 0) return d;
    return (Point){c[3].x - c[0].x, c[3].y - c[0].y}; /* a control point lies on its end */
}

float curve_distance(const Point curve[4], Point p, float *at) {
    /* Coarse samples, then halving around the best: good to well below a pixel for curves of the
     * size of a screen. */
    enum { SAMPLES = 24, HALVINGS = 12 };
    float best = INFINITY, best_t = 0;
    for (int i = 0; i <= SAMPLES; i++) {
        float t = (float)i / SAMPLES;
        Point q = curve_point(curve, t);
        float d = (q.x - p.x) * (q.x - p.x) + (q.y - p.y) * (q.y - p.y);
        if (d < best) best = d, best_t = t;
    }
    float step = 1.0f / SAMPLES;
    for (int i = 0; i < HALVINGS; i++) {
        step /= 2;
        float middle = best_t;
        for (int side = -1; side <= 1; side += 2) {
            float t = fminf(fmaxf(middle + (float)side * step, 0), 1);
            Point q = curve_point(curve, t);
            float d = (q.x - p.x) * (q.x - p.x) + (q.y - p.y) * (q.y - p.y);
            if (d < best) best = d, best_t = t;
        }
    }
    if (at) *at = best_t;
    return sqrtf(best);
}

static float smaller(float a, float b) {
    return a < b ? a : b;
}

static float larger(float a, float b) {
    return a > b ? a : b;
}

static Rect points_bounds(const Point *points, size_t count) {
    if (count == 0) return (Rect){0};
    float x0 = points[0].x, x1 = x0, y0 = points[0].y, y1 = y0;
    for (size_t i = 1; i < count; i++) {
        x0 = smaller(x0, points[i].x), x1 = larger(x1, points[i].x);
        y0 = smaller(y0, points[i].y), y1 = larger(y1, points[i].y);
    }
    return (Rect){x0, y0, x1 - x0, y1 - y0};
}

Rect draw_command_bounds(const DrawCommand *command) {
    switch (command->kind) {
    case DRAW_BOX: {
        const BoxStyle *style = &command->box.style;
        Rect rect = command->box.rect;
        if (!(style->shadow >> 24)) return rect_inset(rect, -1);
        Rect shadow = rect_inset(rect, -style->shadow_blur - 1);
        shadow.y += style->shadow_y;
        return rect_union(rect_inset(rect, -1), shadow);
    }
    case DRAW_LINE:
    case DRAW_CURVE: {
        bool curve = command->kind == DRAW_CURVE;
        Stroke stroke = curve ? command->curve.stroke : command->line.stroke;
        ArrowHead head = curve ? command->curve.head : command->line.head;
        Point hull[4] = {command->curve.from, command->curve.control_from,
                         command->curve.control_to, command->curve.to};
        Rect rect = curve ? points_bounds(hull, 4)
                          : points_bounds(command->line.points, command->line.count);
        return rect_inset(rect, -larger(stroke.width, head.length > 0 ? head.width : 0) / 2 - 1.5f);
    }
    case DRAW_CIRCLE: {
        float r = command->circle.radius + 1;
        Point c = command->circle.center;
        return (Rect){c.x - r, c.y - r, 2 * r, 2 * r};
    }
    case DRAW_POLYGON:
        return rect_inset(points_bounds(command->polygon.points, command->polygon.count), -1);
    case DRAW_TEXT: {
        const TextStyle *style = &command->text.style;
        float width = style->size * (float)utf8_count(command->text.text) + 2;
        if (style->max_width > 0) width = smaller(width, style->max_width + 2);
        Point at = command->text.at;
        float left = style->align == TEXT_LEFT     ? at.x
                     : style->align == TEXT_CENTER ? at.x - width / 2
                                                   : at.x - width;
        return (Rect){left - 2, at.y - 1.3f * style->size, width + 4, 2.7f * style->size};
    }
    case DRAW_DOT_GRID: return command->dot_grid.area;
    default: return (Rect){0};
    }
}

Color color_mix(Color a, Color b, float t) {
    Color mixed = 0;
    t = smaller(larger(t, 0), 1);
    for (int shift = 0; shift < 32; shift += 8) {
        float from = (float)(a >> shift & 255), to = (float)(b >> shift & 255);
        mixed |= (Color)(from + (to - from) * t + 0.5f) << shift;
    }
    return mixed;
}
