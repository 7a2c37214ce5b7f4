#include "draw/draw_list.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* To 1/100 px, without trailing zeros and without a negative zero. */
static void append_number(TextBuffer *out, float value) {
    char digits[64];
    double rounded = floor((double)value * 100 + 0.5) / 100;
    if (!(fabs(rounded) < 1e15)) {
        text_append_string(out, isnan(value) ? "nan" : value < 0 ? "-huge" : "huge");
        return;
    }
    snprintf(digits, sizeof digits, "%.2f", rounded == 0 ? 0.0 : rounded);
    size_t length = strlen(digits);
    while (digits[length - 1] == '0') length--;
    if (digits[length - 1] == '.') length--;
    text_append(out, digits, length);
}

static void append_field(TextBuffer *out, const char *name, float value) {
    if (value == 0) return;
    text_appendf(out, " %s=", name);
    append_number(out, value);
}

static void append_point(TextBuffer *out, Point p) {
    text_append_char(out, ' ');
    append_number(out, p.x);
    text_append_char(out, ',');
    append_number(out, p.y);
}

static void append_rect(TextBuffer *out, Rect r) {
    append_point(out, (Point){r.x, r.y});
    text_append_char(out, ' ');
    append_number(out, r.w);
    text_append_char(out, 'x');
    append_number(out, r.h);
}

static void append_color(TextBuffer *out, const char *name, Color color) {
    if (!(color >> 24)) return;
    if (color >> 24 == 255) {
        text_appendf(out, " %s=#%06x", name, color & 0xFFFFFF);
    } else {
        text_appendf(out, " %s=#%06x/%u", name, color & 0xFFFFFF, color >> 24);
    }
}

static void append_stroke(TextBuffer *out, Stroke stroke) {
    if (!(stroke.color >> 24) || stroke.width == 0) return;
    append_color(out, "stroke", stroke.color);
    append_field(out, "width", stroke.width);
    append_field(out, "dash", stroke.dash);
    append_field(out, "gap", stroke.gap);
}

static void append_head(TextBuffer *out, ArrowHead head) {
    if (head.length == 0) return;
    text_append_string(out, " head=");
    append_number(out, head.length);
    text_append_char(out, 'x');
    append_number(out, head.width);
}

static void append_box(TextBuffer *out, const DrawCommand *command) {
    const BoxStyle *style = &command->box.style;
    text_append_string(out, "box");
    append_rect(out, command->box.rect);
    append_color(out, "fill", style->fill);
    append_field(out, "radius", style->radius);
    if (style->square) text_appendf(out, " square=%u", style->square);
    append_stroke(out, style->stroke);
    if (style->hatch >> 24) {
        append_color(out, "hatch", style->hatch);
        append_field(out, "every", style->hatch_spacing);
        append_field(out, "line", style->hatch_width);
    }
    if (style->shadow >> 24) {
        append_color(out, "shadow", style->shadow);
        append_field(out, "blur", style->shadow_blur);
        append_field(out, "down", style->shadow_y);
    }
}

static void append_text(TextBuffer *out, const DrawCommand *command) {
    static const char *const aligns[] = {"", " center", " right"};
    static const char *const lines[] = {"", " top", " middle"};
    const TextStyle *style = &command->text.style;
    text_append_string(out, "text");
    append_point(out, command->text.at);
    text_append_char(out, ' ');
    text_append_json(out, command->text.text);
    text_appendf(out, " %s", font_face_name(style->face));
    append_field(out, "size", style->size);
    append_color(out, "color", style->color);
    text_append_string(out, aligns[style->align]);
    text_append_string(out, lines[style->line]);
    append_field(out, "max", style->max_width);
}

static void append_group(TextBuffer *out, const DrawCommand *command) {
    text_append_string(out, "group");
    if (command->group.id.length) {
        text_append_char(out, ' ');
        text_append(out, command->group.id.bytes, command->group.id.length);
    }
    if (command->group.class.length) {
        text_append_string(out, " class=");
        text_append_json(out, command->group.class);
    }
    if (command->group.title.length) {
        text_append_string(out, " title=");
        text_append_json(out, command->group.title);
    }
}

static void append_command(TextBuffer *out, const DrawCommand *command) {
    switch (command->kind) {
    case DRAW_BOX: append_box(out, command); break;
    case DRAW_LINE:
        text_append_string(out, "line");
        for (uint32_t i = 0; i < command->line.count; i++)
            append_point(out, command->line.points[i]);
        append_stroke(out, command->line.stroke);
        append_head(out, command->line.head);
        break;
    case DRAW_CIRCLE:
        text_append_string(out, "circle");
        append_point(out, command->circle.center);
        append_field(out, "radius", command->circle.radius);
        append_color(out, "fill", command->circle.fill);
        append_stroke(out, command->circle.stroke);
        break;
    case DRAW_CURVE:
        text_append_string(out, "curve");
        append_point(out, command->curve.from);
        append_point(out, command->curve.control_from);
        append_point(out, command->curve.control_to);
        append_point(out, command->curve.to);
        append_stroke(out, command->curve.stroke);
        append_head(out, command->curve.head);
        break;
    case DRAW_POLYGON:
        text_append_string(out, "polygon");
        for (uint32_t i = 0; i < command->polygon.count; i++)
            append_point(out, command->polygon.points[i]);
        append_color(out, "fill", command->polygon.fill);
        break;
    case DRAW_TEXT: append_text(out, command); break;
    case DRAW_DOT_GRID:
        text_append_string(out, "dots");
        append_rect(out, command->dot_grid.area);
        append_point(out, command->dot_grid.origin);
        append_field(out, "every", command->dot_grid.spacing);
        append_field(out, "radius", command->dot_grid.radius);
        append_color(out, "fill", command->dot_grid.color);
        break;
    case DRAW_CLIP_PUSH:
        text_append_string(out, "clip");
        append_rect(out, command->clip.rect);
        break;
    case DRAW_GROUP_BEGIN: append_group(out, command); break;
    case DRAW_CLIP_POP:
    case DRAW_GROUP_END: break; /* told by the indentation */
    }
}

void draw_list_dump(const DrawList *list, TextBuffer *out) {
    int depth = 0;
    for (size_t i = 0; i < list->commands.count; i++) {
        const DrawCommand *command = &list->commands.items[i];
        if (command->kind == DRAW_CLIP_POP || command->kind == DRAW_GROUP_END) {
            depth--;
            continue;
        }
        for (int level = 0; level < depth; level++) text_append_string(out, "  ");
        append_command(out, command);
        text_append_char(out, '\n');
        if (command->kind == DRAW_CLIP_PUSH || command->kind == DRAW_GROUP_BEGIN) depth++;
    }
}
