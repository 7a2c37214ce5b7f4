/* Shapes of an SVG: numbers, colours, strokes, patterns. */
#include "export/svg_parts.h"

#include "export/vector.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- words and numbers ---- */

void svg_put(SvgWriter *writer, const char *text) {
    text_append_string(writer->out, text);
}

void svg_put_number(SvgWriter *writer, float value) {
    char digits[48];
    double rounded = isfinite(value) ? floor((double)value * 100 + 0.5) / 100 : 0;
    if (fabs(rounded) > 1e9) rounded = rounded < 0 ? -1e9 : 1e9;
    if (rounded == 0) rounded = 0;
    snprintf(digits, sizeof digits, "%.2f", rounded);
    size_t length = strlen(digits);
    while (digits[length - 1] == '0') length--;
    if (digits[length - 1] == '.') length--;
    text_append(writer->out, digits, length);
}

void svg_put_attribute(SvgWriter *writer, const char *name, float value) {
    text_appendf(writer->out, " %s=\"", name);
    svg_put_number(writer, value);
    text_append_char(writer->out, '"');
}

void svg_put_point(SvgWriter *writer, Point p) {
    svg_put_number(writer, p.x);
    text_append_char(writer->out, ' ');
    svg_put_number(writer, p.y);
}

void svg_put_color(SvgWriter *writer, const char *name, Color color) {
    if (!(color >> 24)) {
        text_appendf(writer->out, " %s=\"none\"", name);
        return;
    }
    text_appendf(writer->out, " %s=\"#%06x\"", name, color & 0xFFFFFF);
    if (color >> 24 == 255) return;
    text_appendf(writer->out, " %s-opacity=\"", name);
    svg_put_number(writer, (float)(color >> 24) / 255);
    text_append_char(writer->out, '"');
}

static void put_stroke(SvgWriter *writer, Stroke stroke) {
    float on, off, start;
    svg_put_color(writer, "stroke", stroke.color);
    svg_put_attribute(writer, "stroke-width", stroke.width);
    if (!vector_dash(stroke, &on, &off, &start)) return;
    svg_put(writer, " stroke-linecap=\"round\" stroke-dasharray=\"");
    svg_put_number(writer, on);
    text_append_char(writer->out, ' ');
    svg_put_number(writer, off);
    text_append_char(writer->out, '"');
    svg_put_attribute(writer, "stroke-dashoffset", -start);
}

void svg_put_prefix(SvgWriter *writer) {
    if (writer->picture->prefix) svg_put(writer, writer->picture->prefix);
}

void svg_put_rect(SvgWriter *writer, Rect rect) {
    svg_put_attribute(writer, "x", rect.x);
    svg_put_attribute(writer, "y", rect.y);
    svg_put_attribute(writer, "width", fmaxf(rect.w, 0));
    svg_put_attribute(writer, "height", fmaxf(rect.h, 0));
}

/* ---- shapes ---- */

static void put_corner(SvgWriter *writer, float radius, Point to) {
    if (radius <= 0) return;
    svg_put(writer, "A");
    svg_put_number(writer, radius);
    text_append_char(writer->out, ' ');
    svg_put_number(writer, radius);
    svg_put(writer, " 0 0 1 ");
    svg_put_point(writer, to);
}

/* `<rect ...` or `<path ...`, without its end. */
static void begin_box(SvgWriter *writer, const VectorBox *box) {
    Rect r = box->rect;
    const float *c = box->radius;
    if (c[0] == c[1] && c[1] == c[2] && c[2] == c[3]) {
        svg_put(writer, "<rect");
        svg_put_rect(writer, r);
        if (c[0] > 0) svg_put_attribute(writer, "rx", c[0]);
        return;
    }
    svg_put(writer, "<path d=\"M");
    svg_put_point(writer, (Point){r.x + c[0], r.y});
    svg_put(writer, "L");
    svg_put_point(writer, (Point){rect_right(r) - c[1], r.y});
    put_corner(writer, c[1], (Point){rect_right(r), r.y + c[1]});
    svg_put(writer, "L");
    svg_put_point(writer, (Point){rect_right(r), rect_bottom(r) - c[2]});
    put_corner(writer, c[2], (Point){rect_right(r) - c[2], rect_bottom(r)});
    svg_put(writer, "L");
    svg_put_point(writer, (Point){r.x + c[3], rect_bottom(r)});
    put_corner(writer, c[3], (Point){r.x, rect_bottom(r) - c[3]});
    svg_put(writer, "L");
    svg_put_point(writer, (Point){r.x, r.y + c[0]});
    put_corner(writer, c[0], (Point){r.x + c[0], r.y});
    svg_put(writer, "Z\"");
}

static void filled_box(SvgWriter *writer, const VectorBox *box, Color color) {
    begin_box(writer, box);
    svg_put_color(writer, "fill", color);
    svg_put(writer, "/>\n");
}

static size_t pattern_of(SvgWriter *writer, SvgPattern wanted) {
    for (size_t i = 0; i < writer->patterns.count; i++) {
        const SvgPattern *known = &writer->patterns.items[i];
        bool same = known->dots == wanted.dots && known->spacing == wanted.spacing &&
                    known->width == wanted.width && known->x == wanted.x && known->y == wanted.y &&
                    known->color == wanted.color;
        if (same) return i + 1;
    }
    array_push(&writer->patterns, wanted);
    size_t number = writer->patterns.count;
    float s = wanted.spacing;
    svg_put(writer, "<pattern id=\"");
    svg_put_prefix(writer);
    text_appendf(writer->out, "pattern-%zu\" patternUnits=\"userSpaceOnUse\"", number);
    svg_put_rect(writer, (Rect){wanted.x, wanted.y, s, s});
    svg_put(writer, ">");
    if (wanted.dots) {
        svg_put(writer, "<circle");
        svg_put_attribute(writer, "cx", s / 2);
        svg_put_attribute(writer, "cy", s / 2);
        svg_put_attribute(writer, "r", wanted.width);
        svg_put_color(writer, "fill", wanted.color);
    } else {
        /* the lines of a tile, and the corners of those beside it */
        svg_put(writer, "<path d=\"M");
        svg_put_point(writer, (Point){0, s});
        svg_put(writer, "L");
        svg_put_point(writer, (Point){s, 0});
        svg_put(writer, "M-1 1L1 -1M");
        svg_put_point(writer, (Point){s - 1, s + 1});
        svg_put(writer, "L");
        svg_put_point(writer, (Point){s + 1, s - 1});
        text_append_char(writer->out, '"');
        put_stroke(writer, (Stroke){.color = wanted.color, .width = wanted.width});
    }
    svg_put(writer, "/></pattern>\n");
    return number;
}

static void put_pattern_fill(SvgWriter *writer, size_t number) {
    svg_put(writer, " fill=\"url(#");
    svg_put_prefix(writer);
    text_appendf(writer->out, "pattern-%zu)\"/>\n", number);
}

static void write_box(SvgWriter *writer, const DrawCommand *command) {
    const BoxStyle *style = &command->box.style;
    Rect rect = command->box.rect;
    if (!(rect.w > 0) || !(rect.h > 0)) return;
    VectorBox box = vector_box(rect, style->radius, style->square);
    bool shadow = style->shadow >> 24 && style->shadow_blur > 0.25f;
    bool stroked = vector_is_seen(style->stroke), hatched = style->hatch >> 24;
    VectorShadow layers[VECTOR_SHADOW_LAYERS];
    if (shadow) vector_shadow(rect, style, layers);
    for (int i = 0; shadow && i < VECTOR_SHADOW_LAYERS; i++) {
        filled_box(writer, &layers[i].box, layers[i].color);
    }
    /* one shape for both, where that looks the same */
    bool together = stroked && !hatched && style->stroke.dash <= 0 &&
                    style->stroke.color >> 24 == 255 && style->fill >> 24 == 255;
    if (style->fill >> 24 && !together) filled_box(writer, &box, style->fill);
    if (hatched) {
        SvgPattern hatch = {
            .spacing = style->hatch_spacing, .width = style->hatch_width, .color = style->hatch};
        size_t number = pattern_of(writer, hatch);
        begin_box(writer, &box);
        put_pattern_fill(writer, number);
    }
    if (!stroked) return;
    VectorBox middle = vector_box_inset(box, style->stroke.width / 2);
    if (middle.rect.w <= 0 || middle.rect.h <= 0) return;
    begin_box(writer, &middle);
    svg_put_color(writer, "fill", together ? style->fill : 0);
    put_stroke(writer, style->stroke);
    svg_put(writer, "/>\n");
}

static void write_circle(SvgWriter *writer, const DrawCommand *command) {
    Stroke stroke = command->circle.stroke;
    bool stroked = vector_is_seen(stroke);
    float radius = command->circle.radius - (stroked ? stroke.width / 2 : 0);
    if (!(radius > 0)) return;
    svg_put(writer, "<circle");
    svg_put_attribute(writer, "cx", command->circle.center.x);
    svg_put_attribute(writer, "cy", command->circle.center.y);
    svg_put_attribute(writer, "r", radius);
    svg_put_color(writer, "fill", command->circle.fill);
    if (stroked) put_stroke(writer, stroke);
    svg_put(writer, "/>\n");
}

static void put_points(SvgWriter *writer, const Point *points, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        svg_put(writer, i ? "L" : "M");
        svg_put_point(writer, points[i]);
    }
}

static void write_head(SvgWriter *writer, const Point corners[3], Color color) {
    svg_put(writer, "<path d=\"");
    put_points(writer, corners, 3);
    svg_put(writer, "Z\"");
    svg_put_color(writer, "fill", color);
    svg_put(writer, "/>\n");
}

static void end_path(SvgWriter *writer, Stroke stroke) {
    float on, off, start;
    svg_put(writer, "\" fill=\"none\"");
    put_stroke(writer, stroke);
    if (!vector_dash(stroke, &on, &off, &start)) svg_put(writer, " stroke-linecap=\"round\"");
    svg_put(writer, " stroke-linejoin=\"round\"/>\n");
}

static void write_curve(SvgWriter *writer, const DrawCommand *command) {
    Point c[4] = {command->curve.from, command->curve.control_from, command->curve.control_to,
                  command->curve.to};
    Point corners[3];
    bool head = command->curve.head.length > 0;
    if (!vector_is_seen(command->curve.stroke)) return;
    if (head) vector_arrow(c, command->curve.head, corners);
    svg_put(writer, "<path d=\"M");
    svg_put_point(writer, c[0]);
    svg_put(writer, "C");
    for (int i = 1; i < 4; i++) {
        if (i > 1) text_append_char(writer->out, ' ');
        svg_put_point(writer, c[i]);
    }
    end_path(writer, command->curve.stroke);
    if (head) write_head(writer, corners, command->curve.stroke.color);
}

static void write_line(SvgWriter *writer, const DrawCommand *command) {
    uint32_t count = command->line.count;
    bool head = command->line.head.length > 0 && count > 1;
    if (count == 0 || !vector_is_seen(command->line.stroke)) return;
    Point corners[3];
    svg_put(writer, "<path d=\"");
    put_points(writer, command->line.points, head ? count - 1 : count);
    if (count == 1) svg_put(writer, "h0");
    if (head) {
        svg_put(writer, "L");
        svg_put_point(writer, vector_line_arrow(&command->line.points[count - 2],
                                                command->line.head, corners));
    }
    end_path(writer, command->line.stroke);
    if (head) write_head(writer, corners, command->line.stroke.color);
}

static void write_polygon(SvgWriter *writer, const DrawCommand *command) {
    if (!command->polygon.count || !(command->polygon.fill >> 24)) return;
    svg_put(writer, "<path d=\"");
    put_points(writer, command->polygon.points, command->polygon.count);
    svg_put(writer, "Z\" fill-rule=\"evenodd\"");
    svg_put_color(writer, "fill", command->polygon.fill);
    svg_put(writer, "/>\n");
}

static void write_dots(SvgWriter *writer, const DrawCommand *command) {
    float spacing = command->dot_grid.spacing;
    if (!(spacing >= 2) || !(command->dot_grid.color >> 24)) return;
    SvgPattern dots = {.dots = true,
                       .spacing = spacing,
                       .width = command->dot_grid.radius,
                       .x = command->dot_grid.origin.x - spacing / 2,
                       .y = command->dot_grid.origin.y - spacing / 2,
                       .color = command->dot_grid.color};
    size_t number = pattern_of(writer, dots);
    svg_put(writer, "<rect");
    svg_put_rect(writer, command->dot_grid.area);
    put_pattern_fill(writer, number);
}

void svg_write_shape(SvgWriter *writer, const DrawCommand *command) {
    switch (command->kind) {
    case DRAW_BOX: write_box(writer, command); break;
    case DRAW_LINE: write_line(writer, command); break;
    case DRAW_CIRCLE: write_circle(writer, command); break;
    case DRAW_CURVE: write_curve(writer, command); break;
    case DRAW_POLYGON: write_polygon(writer, command); break;
    case DRAW_DOT_GRID: write_dots(writer, command); break;
    default: break;
    }
}
