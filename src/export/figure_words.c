/* Captions and the foot line of figures. */
#include "export/figure_parts.h"

#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float TITLE = 15, BODY = 14, NOTE = 12; /* em sizes */
static const float LINE = 1.45f;                     /* of the em size, from line to line */
static const float LINE_WIDTH = 760;                 /* longer lines are hard to read */

enum { LINES_IN_BOX = 8, LINES_MAX = 16 };

/* The first part of the text that fits a line, broken at a blank where there is one; at least one
 * character. */
static size_t line_length(const FigureWriter *writer, FontFace face, float size, Text text,
                          float width) {
    const TextMeasure *measure = writer->style->measure;
    if (text_width(measure, face, size, text) <= width) return text.length;
    size_t at = 0, fits = 0;
    while (at < text.length) {
        size_t next = at + 1;
        while (next < text.length && text.bytes[next] != ' ') next++;
        if (text_width(measure, face, size, (Text){text.bytes, next}) > width) break;
        fits = at = next;
    }
    if (fits) return fits;
    fits = text_offset_at(measure, face, size, text, width);
    const char *from = text.bytes;
    utf8_next(&from, text.bytes + text.length);
    size_t first = (size_t)(from - text.bytes);
    return fits > first ? fits : first;
}

static void draw_line_of(const FigureWriter *writer, FontFace face, float size, Color color,
                         Text text, Point at, float most) {
    if (!writer->list) return;
    draw_text(
        writer->list, at,
        (TextStyle){
            .face = face, .size = size, .color = color, .line = TEXT_MIDDLE, .max_width = most},
        text);
}

/* Lines of a text from `at.y` down; returns their height. What is beyond `lines` is cut. */
static float paragraph(const FigureWriter *writer, FontFace face, float size, Color color,
                       Text text, Point at, float width, int lines) {
    float line = ceilf(size * LINE), y = at.y;
    Text part;
    while (lines > 0 && text_next_line(&text, &part)) {
        if (!part.length) y += floorf(line * 0.4f);
        while (part.length && lines > 0) {
            size_t length = line_length(writer, face, size, part, width);
            bool last = lines == 1;
            Text shown = {part.bytes, last ? part.length : length};
            draw_line_of(writer, face, size, color, shown, (Point){at.x, y + line / 2},
                         last ? width : 0);
            y += line;
            lines--;
            while (length < part.length && part.bytes[length] == ' ') length++;
            part.bytes += length;
            part.length -= length;
        }
    }
    return y - at.y;
}

float figure_caption(const FigureWriter *writer, const FigurePanel *panel, Point at, float width,
                     bool strip) {
    const Theme *theme = writer->style->theme;
    float unit = writer->unit, y = at.y;
    int lines = writer->style->fit == FIGURE_BOX ? LINES_IN_BOX : LINES_MAX;
    width = fminf(width, LINE_WIDTH * unit);
    if (writer->list) draw_group_begin(writer->list, NULL, "caption", NULL);
    if (strip || (writer->style->caption && !panel->title.length)) {
        char step[64];
        snprintf(step, sizeof step, _("Step %u of %u"), panel->step, panel->steps);
        y += paragraph(writer, FONT_UI_BOLD, (strip ? NOTE : TITLE) * unit,
                       strip ? theme->text_muted : theme->text, text_of(step), (Point){at.x, y},
                       width, 1);
    }
    if (writer->style->caption) {
        y += paragraph(writer, FONT_UI_BOLD, TITLE * unit, theme->text, text_view(&panel->title),
                       (Point){at.x, y}, width, 2);
        y += panel->text.length ? 3 * unit : 0;
        y += paragraph(writer, FONT_UI, BODY * unit, theme->text, text_view(&panel->text),
                       (Point){at.x, y}, width, lines);
    }
    if (writer->list) draw_group_end(writer->list);
    return y - at.y;
}

float figure_foot(const FigureWriter *writer, const FigurePanel *panel, size_t count, Point at,
                  float width) {
    float size = NOTE * writer->unit, line = ceilf(size * LINE);
    if (!writer->list) return line;
    TextStyle style = {.face = FONT_UI,
                       .size = size,
                       .color = writer->style->theme->text_muted,
                       .line = TEXT_MIDDLE};
    Point left = {at.x, at.y + line / 2}, right = {at.x + width, at.y + line / 2};
    const char *python = "CPython 3.11";
    float room = width - text_width(writer->style->measure, FONT_UI, size, text_of(python)) - size;
    draw_group_begin(writer->list, NULL, "foot", NULL);
    if (writer->style->caption && room > 4 * size) {
        style.max_width = room;
        if (count > 1) {
            draw_string(writer->list, left, style, text_cstr(&panel->file));
        } else {
            draw_textf(writer->list, left, style, _("%s, step %u of %u"), text_cstr(&panel->file),
                       panel->step, panel->steps);
        }
    }
    style.max_width = 0;
    style.align = TEXT_RIGHT;
    draw_string(writer->list, right, style, python);
    draw_group_end(writer->list);
    return line;
}
