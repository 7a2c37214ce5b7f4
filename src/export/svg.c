#include "export/svg.h"

#include "base/hash.h"
#include "export/vector.h"
#include "export/xml_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char UI_FONTS[] = "Inter, 'DejaVu Sans', sans-serif";
static const char MONO_FONTS[] = "'JetBrains Mono', 'DejaVu Sans Mono', monospace";

/* Hatches and dot grids that are alike share a pattern. */
typedef struct Pattern {
    bool dots;
    float spacing, width; /* of a hatch: of its lines; of dots: their radius */
    float x, y;           /* of the first dot */
    Color color;
} Pattern;

/* An id that was given, and how often. */
typedef struct UsedName {
    uint64_t hash; /* 0: none */
    uint32_t count;
} UsedName;

typedef struct Writer {
    const SvgPicture *picture;
    TextBuffer *out;
    TextBuffer cut;
    Array(Pattern) patterns;
    UsedName *names; /* open addressing, `name_slots` of them: a power of two */
    size_t name_slots, name_count;
    TextBuffer name;
    uint32_t clips;
} Writer;

/* ---- words and numbers ---- */

static void put(Writer *writer, const char *text) {
    text_append_string(writer->out, text);
}

/* At most two decimals, no zero at the end, no negative zero. */
static void put_number(Writer *writer, float value) {
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

static void put_attribute(Writer *writer, const char *name, float value) {
    text_appendf(writer->out, " %s=\"", name);
    put_number(writer, value);
    text_append_char(writer->out, '"');
}

static void put_point(Writer *writer, Point p) {
    put_number(writer, p.x);
    text_append_char(writer->out, ' ');
    put_number(writer, p.y);
}

/* ` fill="#ffffff" fill-opacity="0.5"`; none where nothing is seen. */
static void put_color(Writer *writer, const char *name, Color color) {
    if (!(color >> 24)) {
        text_appendf(writer->out, " %s=\"none\"", name);
        return;
    }
    text_appendf(writer->out, " %s=\"#%06x\"", name, color & 0xFFFFFF);
    if (color >> 24 == 255) return;
    text_appendf(writer->out, " %s-opacity=\"", name);
    put_number(writer, (float)(color >> 24) / 255);
    text_append_char(writer->out, '"');
}

static bool is_seen(Stroke stroke) {
    return stroke.color >> 24 && stroke.width > 0;
}

static void put_stroke(Writer *writer, Stroke stroke) {
    float on, off, start;
    put_color(writer, "stroke", stroke.color);
    put_attribute(writer, "stroke-width", stroke.width);
    if (!vector_dash(stroke, &on, &off, &start)) return;
    put(writer, " stroke-linecap=\"round\" stroke-dasharray=\"");
    put_number(writer, on);
    text_append_char(writer->out, ' ');
    put_number(writer, off);
    text_append_char(writer->out, '"');
    put_attribute(writer, "stroke-dashoffset", -start);
}

static void put_prefix(Writer *writer) {
    if (writer->picture->prefix) put(writer, writer->picture->prefix);
}

static void put_rect(Writer *writer, Rect rect) {
    put_attribute(writer, "x", rect.x);
    put_attribute(writer, "y", rect.y);
    put_attribute(writer, "width", fmaxf(rect.w, 0));
    put_attribute(writer, "height", fmaxf(rect.h, 0));
}

/* ---- shapes ---- */

static void put_corner(Writer *writer, float radius, Point to) {
    if (radius <= 0) return;
    put(writer, "A");
    put_number(writer, radius);
    text_append_char(writer->out, ' ');
    put_number(writer, radius);
    put(writer, " 0 0 1 ");
    put_point(writer, to);
}

/* `<rect ...` or `<path ...`, without its end. */
static void begin_box(Writer *writer, const VectorBox *box) {
    Rect r = box->rect;
    const float *c = box->radius;
    if (c[0] == c[1] && c[1] == c[2] && c[2] == c[3]) {
        put(writer, "<rect");
        put_rect(writer, r);
        if (c[0] > 0) put_attribute(writer, "rx", c[0]);
        return;
    }
    put(writer, "<path d=\"M");
    put_point(writer, (Point){r.x + c[0], r.y});
    put(writer, "L");
    put_point(writer, (Point){rect_right(r) - c[1], r.y});
    put_corner(writer, c[1], (Point){rect_right(r), r.y + c[1]});
    put(writer, "L");
    put_point(writer, (Point){rect_right(r), rect_bottom(r) - c[2]});
    put_corner(writer, c[2], (Point){rect_right(r) - c[2], rect_bottom(r)});
    put(writer, "L");
    put_point(writer, (Point){r.x + c[3], rect_bottom(r)});
    put_corner(writer, c[3], (Point){r.x, rect_bottom(r) - c[3]});
    put(writer, "L");
    put_point(writer, (Point){r.x, r.y + c[0]});
    put_corner(writer, c[0], (Point){r.x + c[0], r.y});
    put(writer, "Z\"");
}

static void filled_box(Writer *writer, const VectorBox *box, Color color) {
    begin_box(writer, box);
    put_color(writer, "fill", color);
    put(writer, "/>\n");
}

static size_t pattern_of(Writer *writer, Pattern wanted) {
    for (size_t i = 0; i < writer->patterns.count; i++) {
        const Pattern *known = &writer->patterns.items[i];
        bool same = known->dots == wanted.dots && known->spacing == wanted.spacing &&
                    known->width == wanted.width && known->x == wanted.x && known->y == wanted.y &&
                    known->color == wanted.color;
        if (same) return i + 1;
    }
    array_push(&writer->patterns, wanted);
    size_t number = writer->patterns.count;
    float s = wanted.spacing;
    put(writer, "<pattern id=\"");
    put_prefix(writer);
    text_appendf(writer->out, "pattern-%zu\" patternUnits=\"userSpaceOnUse\"", number);
    put_rect(writer, (Rect){wanted.x, wanted.y, s, s});
    put(writer, ">");
    if (wanted.dots) {
        put(writer, "<circle");
        put_attribute(writer, "cx", s / 2);
        put_attribute(writer, "cy", s / 2);
        put_attribute(writer, "r", wanted.width);
        put_color(writer, "fill", wanted.color);
    } else {
        /* the lines of a tile, and the corners of those beside it */
        put(writer, "<path d=\"M");
        put_point(writer, (Point){0, s});
        put(writer, "L");
        put_point(writer, (Point){s, 0});
        put(writer, "M-1 1L1 -1M");
        put_point(writer, (Point){s - 1, s + 1});
        put(writer, "L");
        put_point(writer, (Point){s + 1, s - 1});
        text_append_char(writer->out, '"');
        put_stroke(writer, (Stroke){.color = wanted.color, .width = wanted.width});
    }
    put(writer, "/></pattern>\n");
    return number;
}

static void put_pattern_fill(Writer *writer, size_t number) {
    put(writer, " fill=\"url(#");
    put_prefix(writer);
    text_appendf(writer->out, "pattern-%zu)\"/>\n", number);
}

static void write_box(Writer *writer, const DrawCommand *command) {
    const BoxStyle *style = &command->box.style;
    Rect rect = command->box.rect;
    if (!(rect.w > 0) || !(rect.h > 0)) return;
    VectorBox box = vector_box(rect, style->radius, style->square);
    bool shadow = style->shadow >> 24 && style->shadow_blur > 0.25f;
    bool stroked = is_seen(style->stroke), hatched = style->hatch >> 24;
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
        Pattern hatch = {
            .spacing = style->hatch_spacing, .width = style->hatch_width, .color = style->hatch};
        size_t number = pattern_of(writer, hatch);
        begin_box(writer, &box);
        put_pattern_fill(writer, number);
    }
    if (!stroked) return;
    VectorBox middle = vector_box_inset(box, style->stroke.width / 2);
    if (middle.rect.w <= 0 || middle.rect.h <= 0) return;
    begin_box(writer, &middle);
    put_color(writer, "fill", together ? style->fill : 0);
    put_stroke(writer, style->stroke);
    put(writer, "/>\n");
}

static void write_circle(Writer *writer, const DrawCommand *command) {
    Stroke stroke = command->circle.stroke;
    bool stroked = is_seen(stroke);
    float radius = command->circle.radius - (stroked ? stroke.width / 2 : 0);
    if (!(radius > 0)) return;
    put(writer, "<circle");
    put_attribute(writer, "cx", command->circle.center.x);
    put_attribute(writer, "cy", command->circle.center.y);
    put_attribute(writer, "r", radius);
    put_color(writer, "fill", command->circle.fill);
    if (stroked) put_stroke(writer, stroke);
    put(writer, "/>\n");
}

static void put_points(Writer *writer, const Point *points, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        put(writer, i ? "L" : "M");
        put_point(writer, points[i]);
    }
}

static void write_head(Writer *writer, const Point corners[3], Color color) {
    put(writer, "<path d=\"");
    put_points(writer, corners, 3);
    put(writer, "Z\"");
    put_color(writer, "fill", color);
    put(writer, "/>\n");
}

static void end_path(Writer *writer, Stroke stroke) {
    float on, off, start;
    put(writer, "\" fill=\"none\"");
    put_stroke(writer, stroke);
    if (!vector_dash(stroke, &on, &off, &start)) put(writer, " stroke-linecap=\"round\"");
    put(writer, " stroke-linejoin=\"round\"/>\n");
}

static void write_curve(Writer *writer, const DrawCommand *command) {
    Point c[4] = {command->curve.from, command->curve.control_from, command->curve.control_to,
                  command->curve.to};
    Point corners[3];
    bool head = command->curve.head.length > 0;
    if (!is_seen(command->curve.stroke)) return;
    if (head) vector_arrow(c, command->curve.head, corners);
    put(writer, "<path d=\"M");
    put_point(writer, c[0]);
    put(writer, "C");
    for (int i = 1; i < 4; i++) {
        if (i > 1) text_append_char(writer->out, ' ');
        put_point(writer, c[i]);
    }
    end_path(writer, command->curve.stroke);
    if (head) write_head(writer, corners, command->curve.stroke.color);
}

static void write_line(Writer *writer, const DrawCommand *command) {
    uint32_t count = command->line.count;
    bool head = command->line.head.length > 0 && count > 1;
    if (count == 0 || !is_seen(command->line.stroke)) return;
    Point corners[3], last[4];
    put(writer, "<path d=\"");
    put_points(writer, command->line.points, head ? count - 1 : count);
    if (count == 1) put(writer, "h0");
    if (head) {
        const Point *end = &command->line.points[count - 2];
        Point third = {(end[1].x - end[0].x) / 3, (end[1].y - end[0].y) / 3};
        last[0] = end[0];
        last[1] = (Point){end[0].x + third.x, end[0].y + third.y};
        last[2] = (Point){end[1].x - third.x, end[1].y - third.y};
        last[3] = end[1];
        vector_arrow(last, command->line.head, corners);
        put(writer, "L");
        put_point(writer, last[3]);
    }
    end_path(writer, command->line.stroke);
    if (head) write_head(writer, corners, command->line.stroke.color);
}

static void write_polygon(Writer *writer, const DrawCommand *command) {
    if (!command->polygon.count || !(command->polygon.fill >> 24)) return;
    put(writer, "<path d=\"");
    put_points(writer, command->polygon.points, command->polygon.count);
    put(writer, "Z\" fill-rule=\"evenodd\"");
    put_color(writer, "fill", command->polygon.fill);
    put(writer, "/>\n");
}

static void write_dots(Writer *writer, const DrawCommand *command) {
    float spacing = command->dot_grid.spacing;
    if (!(spacing >= 2) || !(command->dot_grid.color >> 24)) return;
    Pattern dots = {.dots = true,
                    .spacing = spacing,
                    .width = command->dot_grid.radius,
                    .x = command->dot_grid.origin.x - spacing / 2,
                    .y = command->dot_grid.origin.y - spacing / 2,
                    .color = command->dot_grid.color};
    size_t number = pattern_of(writer, dots);
    put(writer, "<rect");
    put_rect(writer, command->dot_grid.area);
    put_pattern_fill(writer, number);
}

/* ---- text ---- */

/* Blanks that XML would take for one. */
static bool needs_blanks(Text text) {
    for (size_t i = 0; i < text.length; i++) {
        bool blank = (unsigned char)text.bytes[i] <= ' ';
        bool end = i == 0 || i + 1 == text.length;
        if (blank && (end || (unsigned char)text.bytes[i + 1] <= ' ')) return true;
    }
    return false;
}

static void write_text(Writer *writer, const DrawCommand *command) {
    static const char *const weights[FONT_FACE_COUNT] = {
        [FONT_UI_MEDIUM] = "500", [FONT_UI_BOLD] = "600", [FONT_MONO_BOLD] = "700"};
    const TextStyle *style = &command->text.style;
    if (!(style->color >> 24) || !(style->size > 0)) return;
    VectorText run = vector_text(command, writer->picture->measure, &writer->cut);
    put(writer, "<text");
    put_attribute(writer, "x", run.at.x);
    put_attribute(writer, "y", run.at.y);
    put_attribute(writer, "font-size", style->size);
    put_color(writer, "fill", style->color);
    if (style->align == TEXT_CENTER) put(writer, " text-anchor=\"middle\"");
    if (style->align == TEXT_RIGHT) put(writer, " text-anchor=\"end\"");
    if (weights[style->face])
        text_appendf(writer->out, " font-weight=\"%s\"", weights[style->face]);
    if (style->face >= FONT_MONO) text_appendf(writer->out, " font-family=\"%s\"", MONO_FONTS);
    if (run.tight) {
        put_attribute(writer, "textLength", run.width);
        put(writer, " lengthAdjust=\"spacingAndGlyphs\"");
    }
    if (needs_blanks(run.text)) put(writer, " xml:space=\"preserve\"");
    put(writer, ">");
    xml_append(writer->out, run.text, XML_CONTENT);
    put(writer, "</text>\n");
}

/* ---- groups ---- */

/* As an XML name that CSS can select: other signs become "-". */
static void make_name(Text id, TextBuffer *name) {
    text_clear(name);
    for (size_t i = 0; i < id.length; i++) {
        char c = id.bytes[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        bool other = (c >= '0' && c <= '9') || c == '-';
        if (i == 0 && !letter) text_append_char(name, '_');
        text_append_char(name, letter || other ? c : '-');
    }
}

static UsedName *slot_of(UsedName *names, size_t slots, uint64_t hash) {
    size_t at = (size_t)hash & (slots - 1);
    while (names[at].hash && names[at].hash != hash) at = (at + 1) & (slots - 1);
    return &names[at];
}

/* How often the name was used before. */
static uint32_t note_name(Writer *writer) {
    if (2 * writer->name_count >= writer->name_slots) {
        size_t slots = writer->name_slots ? 2 * writer->name_slots : 256;
        UsedName *names = memory_alloc(slots * sizeof *names);
        for (size_t i = 0; i < writer->name_slots; i++) {
            const UsedName *old = &writer->names[i];
            if (old->hash) *slot_of(names, slots, old->hash) = *old;
        }
        memory_free(writer->names);
        writer->names = names;
        writer->name_slots = slots;
    }
    uint64_t hash = hash_bytes(text_cstr(&writer->name), writer->name.length) | 1;
    UsedName *used = slot_of(writer->names, writer->name_slots, hash);
    if (!used->hash) writer->name_count++;
    used->hash = hash;
    return used->count++;
}

/* A second one of the same name gets a number; the point before it is in no name. */
static void put_id(Writer *writer, Text id) {
    make_name(id, &writer->name);
    uint32_t before = note_name(writer);
    put(writer, " id=\"");
    put_prefix(writer);
    put(writer, text_cstr(&writer->name));
    if (before) text_appendf(writer->out, ".%u", before + 1);
    text_append_char(writer->out, '"');
}

/* Whether a group with a title lies in the commands from `at` to the end of the group there. */
static bool has_titles(const DrawList *list, size_t at) {
    int depth = 0;
    for (; at < list->commands.count; at++) {
        const DrawCommand *command = &list->commands.items[at];
        if (command->kind == DRAW_GROUP_END && --depth < 0) return false;
        if (command->kind != DRAW_GROUP_BEGIN) continue;
        if (command->group.title.length) return true;
        depth++;
    }
    return false;
}

static void begin_group(Writer *writer, size_t at) {
    const DrawCommand *command = &writer->picture->list->commands.items[at];
    put(writer, "<g");
    if (command->group.id.length) put_id(writer, command->group.id);
    if (command->group.class.length) {
        put(writer, " class=\"");
        xml_append(writer->out, command->group.class, XML_ATTRIBUTE);
        text_append_char(writer->out, '"');
    }
    if (!command->group.title.length) {
        put(writer, ">\n");
        return;
    }
    bool holds = has_titles(writer->picture->list, at + 1);
    text_appendf(writer->out, " role=\"%s\" aria-label=\"", holds ? "group" : "img");
    xml_append(writer->out, command->group.title, XML_ATTRIBUTE);
    put(writer, "\"><title>");
    xml_append(writer->out, command->group.title, XML_CONTENT);
    put(writer, "</title>\n");
}

static void begin_clip(Writer *writer, Rect rect) {
    uint32_t number = ++writer->clips;
    put(writer, "<clipPath id=\"");
    put_prefix(writer);
    text_appendf(writer->out, "clip-%u\"><rect", number);
    put_rect(writer, rect);
    put(writer, "/></clipPath>\n<g clip-path=\"url(#");
    put_prefix(writer);
    text_appendf(writer->out, "clip-%u)\">\n", number);
}

static void write_command(Writer *writer, size_t at) {
    const DrawCommand *command = &writer->picture->list->commands.items[at];
    switch (command->kind) {
    case DRAW_BOX: write_box(writer, command); break;
    case DRAW_LINE: write_line(writer, command); break;
    case DRAW_CIRCLE: write_circle(writer, command); break;
    case DRAW_CURVE: write_curve(writer, command); break;
    case DRAW_POLYGON: write_polygon(writer, command); break;
    case DRAW_TEXT: write_text(writer, command); break;
    case DRAW_DOT_GRID: write_dots(writer, command); break;
    case DRAW_CLIP_PUSH: begin_clip(writer, command->clip.rect); break;
    case DRAW_GROUP_BEGIN: begin_group(writer, at); break;
    /* clips and groups are balanced, each for itself: both are closed alike */
    case DRAW_CLIP_POP:
    case DRAW_GROUP_END: put(writer, "</g>\n"); break;
    }
}

/* ---- the whole ---- */

static void write_head_of_file(Writer *writer) {
    const SvgPicture *picture = writer->picture;
    bool parts = has_titles(picture->list, 0);
    if (!picture->inside) put(writer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    put(writer, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    put_attribute(writer, "width", picture->size.x);
    put_attribute(writer, "height", picture->size.y);
    put(writer, " viewBox=\"0 0 ");
    put_point(writer, picture->size);
    text_appendf(writer->out, "\" role=\"%s\" aria-labelledby=\"", parts ? "group" : "img");
    put_prefix(writer);
    put(writer, "title\"");
    if (picture->description.length) {
        put(writer, " aria-describedby=\"");
        put_prefix(writer);
        put(writer, "desc\"");
    }
    text_appendf(writer->out, " font-family=\"%s\">\n<title id=\"", UI_FONTS);
    put_prefix(writer);
    put(writer, "title\">");
    xml_append(writer->out, picture->title, XML_CONTENT);
    put(writer, "</title>\n");
    if (picture->description.length) {
        put(writer, "<desc id=\"");
        put_prefix(writer);
        put(writer, "desc\">");
        xml_append(writer->out, picture->description, XML_LINES);
        put(writer, "</desc>\n");
    }
    if (picture->document.length) {
        put(writer, "<metadata><lastref:document xmlns:lastref=\"urn:lastref:document\">");
        xml_append(writer->out, picture->document, XML_LINES);
        put(writer, "</lastref:document></metadata>\n");
    }
}

void svg_write(const SvgPicture *picture, TextBuffer *out) {
    Writer writer = {.picture = picture, .out = out};
    write_head_of_file(&writer);
    if (picture->background >> 24) {
        put(&writer, "<rect width=\"100%\" height=\"100%\"");
        put_color(&writer, "fill", picture->background);
        put(&writer, "/>\n");
    }
    for (size_t i = 0; i < picture->list->commands.count; i++) write_command(&writer, i);
    put(&writer, "</svg>\n");
    text_deinit(&writer.cut);
    array_deinit(&writer.patterns);
    memory_free(writer.names);
    text_deinit(&writer.name);
}
