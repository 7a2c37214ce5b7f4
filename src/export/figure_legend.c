/* The legend of a figure: the marks that occur in it, drawn as they are there, with their words. */
#include "export/figure_parts.h"

#include "base/translate.h"

#include <math.h>

static const float SAMPLE = 38, SAMPLE_GAP = 9, ENTRY_GAP = 28, ROW = 26, WORDS = 12;

typedef struct Sample {
    DrawList *list;
    const Theme *theme;
    float unit;
    Point center;
} Sample;

static const char *const words[SCENE_MARK_COUNT] = {
    [SCENE_MARK_NAME] = N_("a name refers to an object"),
    [SCENE_MARK_REFERENCE] = N_("an object refers to another"),
    [SCENE_MARK_WEAK] = N_("a weak reference: it counts nowhere"),
    [SCENE_MARK_TEMPORARY] = N_("from the evaluation stack, for a moment"),
    [SCENE_MARK_INLINE] = N_("a small value, drawn in its holder"),
    [SCENE_MARK_BADGE] = N_("refcount"),
    [SCENE_MARK_STUB] = N_("references to it that are not drawn"),
    [SCENE_MARK_SHARED] = N_("the interpreter's own: not counted here"),
    [SCENE_MARK_DELTA] = N_("what the step changed in a refcount"),
    [SCENE_MARK_GHOST] = N_("freed or ended in this step"),
    [SCENE_MARK_GARBAGE] = N_("no path from the stack leads to it"),
    [SCENE_MARK_SUSPECT] = N_("the collector suspects it"),
    [SCENE_MARK_GC_REFS] = N_("the collector's own count"),
};

static void draw_reference(const Sample *s, Color color, float dash, float gap) {
    float u = s->unit;
    Point from = {s->center.x - 16 * u, s->center.y + 3 * u};
    Point to = {s->center.x + 17 * u, s->center.y - 2 * u};
    draw_curve(s->list, from, (Point){from.x + 12 * u, from.y}, (Point){to.x - 14 * u, to.y}, to,
               (Stroke){.color = color, .width = 1.75f * u, .dash = dash * u, .gap = gap * u},
               (ArrowHead){9 * u, 8 * u});
    draw_circle(s->list, from, 3.5f * u, color, (Stroke){0});
}

static void draw_pill(const Sample *s, float width, BoxStyle style, FontFace face, Color color,
                      const char *text) {
    float u = s->unit, height = 19 * u;
    Rect rect = {s->center.x - width * u / 2, s->center.y - height / 2, width * u, height};
    style.radius = height / 2;
    style.stroke.width *= u, style.stroke.dash *= u, style.stroke.gap *= u;
    draw_box(s->list, rect, style);
    draw_string(s->list, s->center,
                (TextStyle){.face = face,
                            .size = 11.5f * u,
                            .color = color,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                text);
}

static void draw_outline(const Sample *s, BoxStyle style, float grown) {
    float u = s->unit;
    Rect rect = {s->center.x - 15 * u, s->center.y - 8 * u, 30 * u, 16 * u};
    style.stroke.width *= u, style.stroke.dash *= u, style.stroke.gap *= u;
    style.radius = (4 + grown) * u;
    style.hatch_spacing = 6 * u, style.hatch_width = u;
    draw_box(s->list, rect_inset(rect, -grown * u), style);
}

static void draw_delta(const Sample *s) {
    float u = s->unit, x = s->center.x - 12 * u, y = s->center.y;
    draw_triangle(s->list, (Point){x, y + 4 * u}, (Point){x + 9 * u, y + 4 * u},
                  (Point){x + 4.5f * u, y - 4 * u}, s->theme->birth);
    draw_string(
        s->list, (Point){x + 13 * u, y},
        (TextStyle){
            .face = FONT_UI_BOLD, .size = 12 * u, .color = s->theme->birth, .line = TEXT_MIDDLE},
        "1");
}

static void draw_sample(const Sample *s, SceneMark mark) {
    const Theme *theme = s->theme;
    Stroke dashed = {.color = theme->stub_border, .width = 1, .dash = 3, .gap = 2};
    switch (mark) {
    case SCENE_MARK_NAME: draw_reference(s, theme->reference_frame, 0, 0); break;
    case SCENE_MARK_REFERENCE: draw_reference(s, theme->reference, 0, 0); break;
    case SCENE_MARK_WEAK: draw_reference(s, theme->reference_weak, 6, 4); break;
    case SCENE_MARK_TEMPORARY: draw_reference(s, theme->reference_frame, 1.75f, 3); break;
    case SCENE_MARK_INLINE:
        draw_circle(s->list, s->center, 4 * s->unit, 0,
                    (Stroke){.color = theme->port, .width = 1.5f * s->unit});
        break;
    case SCENE_MARK_BADGE:
        draw_pill(s, 22, (BoxStyle){.fill = theme->badge}, FONT_UI_BOLD, theme->badge_text, "2");
        break;
    case SCENE_MARK_STUB:
        draw_pill(s, 28, (BoxStyle){.fill = theme->stub, .stroke = dashed}, FONT_UI_MEDIUM,
                  theme->stub_text, "+1");
        break;
    case SCENE_MARK_SHARED:
        draw_pill(s, 38, (BoxStyle){0}, FONT_UI, theme->text_muted, "shared");
        break;
    case SCENE_MARK_DELTA: draw_delta(s); break;
    case SCENE_MARK_GHOST:
        draw_outline(s, (BoxStyle){.stroke = {theme->ghost, 1.5f, 5, 4}}, 0);
        break;
    case SCENE_MARK_GARBAGE:
        draw_outline(s, (BoxStyle){.stroke = {theme->region, 1.5f, 7, 5}}, 1);
        break;
    case SCENE_MARK_SUSPECT:
        draw_outline(s,
                     (BoxStyle){.fill = theme->suspect,
                                .hatch = theme->suspect_hatch,
                                .stroke = {theme->death, 1.5f, 0, 0}},
                     -2);
        draw_outline(s, (BoxStyle){.stroke = {theme->death, 1, 0, 0}}, 1);
        break;
    case SCENE_MARK_GC_REFS:
        draw_pill(s, 22, (BoxStyle){.fill = theme->canvas, .stroke = {theme->collect, 1.5f, 0, 0}},
                  FONT_UI_BOLD, theme->text, "1");
        break;
    case SCENE_MARK_COUNT: break;
    }
}

/* The widest entry: entries stand in columns. */
static float column_width(const FigureWriter *writer, unsigned marks) {
    float u = writer->unit, widest = 0;
    for (int mark = 0; mark < SCENE_MARK_COUNT; mark++) {
        if (!(marks & 1u << mark)) continue;
        float width =
            text_width(writer->style->measure, FONT_UI, WORDS * u, text_of(_(words[mark])));
        widest = fmaxf(widest, width);
    }
    return ceilf(widest) + (SAMPLE + SAMPLE_GAP) * u;
}

static void draw_entry(const FigureWriter *writer, SceneMark mark, Point at) {
    float u = writer->unit;
    Sample sample = {
        writer->list, writer->style->theme, u, {at.x + SAMPLE * u / 2, at.y + ROW * u / 2}};
    draw_sample(&sample, mark);
    draw_string(writer->list, (Point){at.x + (SAMPLE + SAMPLE_GAP) * u, sample.center.y},
                (TextStyle){.face = FONT_UI,
                            .size = WORDS * u,
                            .color = writer->style->theme->text_muted,
                            .line = TEXT_MIDDLE},
                _(words[mark]));
}

float figure_legend(const FigureWriter *writer, unsigned marks, Point at, float width) {
    float u = writer->unit, column = column_width(writer, marks), gap = ENTRY_GAP * u;
    int columns = (int)((width + gap) / (column + gap)), number = 0;
    if (!marks) return 0;
    if (columns < 1) columns = 1;
    if (writer->list) draw_group_begin(writer->list, "legend", "legend", NULL);
    for (int mark = 0; mark < SCENE_MARK_COUNT; mark++) {
        if (!(marks & 1u << mark)) continue;
        Point place = {at.x + (float)(number % columns) * (column + gap),
                       at.y + (float)(number / columns) * ROW * u};
        if (writer->list) draw_entry(writer, (SceneMark)mark, place);
        number++;
    }
    if (writer->list) draw_group_end(writer->list);
    return (float)((number + columns - 1) / columns) * ROW * u;
}
