#include "export/figure.h"

#include "base/translate.h"
#include "draw/draw_compose.h"
#include "export/figure_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Of a figure at a unit of 1. */
static const float MARGIN = 32, GAP = 22, PANEL_GAP = 48, FOOT_GAP = 14;
/* What its words need at least. */
static const float CAPTION_LEAST = 460, STRIP_CAPTION_LEAST = 300;
/* Around what is drawn: cards do not touch the edge of a panel. */
static const float AROUND = 4;
/* More than that, and a few cards look like a poster. */
static const float SCALE_MOST = 2;
static const float PRINT_TEXT = 24; /* 18 pt */

bool figure_preset(const char *name, FigureFit *fit, Point *size) {
    static const struct {
        const char *name;
        FigureFit fit;
        Point size;
    } presets[] = {{"natural", FIGURE_NATURAL, {0, 0}},
                   {"slide", FIGURE_BOX, {1600, 900}},
                   {"column", FIGURE_COLUMN, {900, 0}},
                   {"social", FIGURE_BOX, {1200, 630}},
                   {"print", FIGURE_PRINT, {0, 0}}};
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++) {
        if (strcmp(presets[i].name, name) != 0) continue;
        *fit = presets[i].fit;
        *size = presets[i].size;
        return true;
    }
    return false;
}

/* ---- panels ---- */

void figure_panel_deinit(FigurePanel *panel) {
    draw_list_deinit(&panel->list);
    text_deinit(&panel->file);
    text_deinit(&panel->title);
    text_deinit(&panel->text);
    text_deinit(&panel->description);
}

/* So that at natural size edges lie between pixels. */
static Rect whole_pixels(Rect rect) {
    float x = floorf(rect.x), y = floorf(rect.y);
    return (Rect){x, y, ceilf(rect_right(rect)) - x, ceilf(rect_bottom(rect)) - y};
}

void figure_panel_of_scene(FigurePanel *panel, const Scene *scene, const FigureStyle *style,
                           SceneStill still, const SceneFocus *focus) {
    draw_list_clear(&panel->list);
    scene_draw_still(scene, &panel->list, style->theme, still, focus);
    panel->bounds =
        whole_pixels(rect_inset(draw_list_bounds(&panel->list, style->measure), -AROUND));
    panel->marks = scene_marks(scene);
    if (still.without_changes) panel->marks &= ~(1u << SCENE_MARK_DELTA);
    if (still.blank_badges) panel->marks &= ~(1u << SCENE_MARK_BADGE);
    panel->worksheet = still.blank_badges || still.blank_arrows;
}

/* ---- frame ---- */

static float margin_of(const FigureStyle *style, const FigureFrame *frame) {
    return style->bare ? 0 : MARGIN * frame->unit;
}

static float gaps_of(const FigureFrame *frame, size_t strip) {
    return (float)(strip - 1) * PANEL_GAP * frame->unit;
}

static float foot_height(const FigureStyle *style, const FigureFrame *frame) {
    FigureWriter writer = {NULL, style, frame->unit};
    return style->bare ? 0
                       : figure_foot(&writer, NULL, 1, (Point){0, 0}, 0) + FOOT_GAP * frame->unit;
}

/* Captions at the width that they have, the legend at its own. */
static void measure_words(const FigureStyle *style, FigureFrame *frame, const FigurePanel *panels,
                          size_t count, size_t strip) {
    FigureWriter writer = {NULL, style, frame->unit};
    float whole = frame->beside ? frame->words_width
                                : frame->panel_width * (float)strip + gaps_of(frame, strip);
    frame->caption_height = frame->legend_height = 0;
    if (style->legend) {
        frame->legend_height = figure_legend(&writer, frame->marks, (Point){0, 0}, whole);
    }
    for (size_t i = 0; i < count && (style->caption || strip > 1); i++) {
        float height =
            figure_caption(&writer, &panels[i], (Point){0, 0}, frame->words_width, strip > 1);
        frame->caption_height = fmaxf(frame->caption_height, height);
    }
}

/* Captions and legend with the gaps over them. */
static float words_height(const FigureFrame *frame) {
    float gap = GAP * frame->unit, height = 0;
    if (frame->caption_height > 0) height += frame->caption_height + gap;
    if (frame->legend_height > 0) height += frame->legend_height + gap;
    return height;
}

/* What the panels leave under them, of the space within the margins. */
static float under_height(const FigureStyle *style, const FigureFrame *frame) {
    return foot_height(style, frame) + (frame->beside ? 0 : words_height(frame));
}

static void gather(FigureFrame *frame, const FigurePanel *panels, size_t count) {
    frame->crop = panels[0].bounds;
    for (size_t i = 0; i < count; i++) {
        frame->crop = rect_union(frame->crop, panels[i].bounds);
        frame->marks |= panels[i].marks;
    }
    frame->crop.w = fmaxf(frame->crop.w, 1);
    frame->crop.h = fmaxf(frame->crop.h, 1);
}

static float smallest_text(const FigurePanel *panels, size_t count) {
    float smallest = 12; /* of the foot line */
    for (size_t i = 0; i < count; i++) {
        float size = draw_list_smallest_text(&panels[i].list);
        if (size > 0 && size < smallest) smallest = size;
    }
    return smallest;
}

static void frame_natural(const FigureStyle *style, FigureFrame *frame, const FigurePanel *panels,
                          size_t count, size_t strip) {
    bool words = style->caption || style->legend;
    float least = strip > 1 ? STRIP_CAPTION_LEAST : words ? CAPTION_LEAST : 0;
    frame->scale = frame->unit;
    frame->panel_width = ceilf(fmaxf(frame->crop.w, style->bare ? 0 : least) * frame->scale);
    frame->words_width = frame->panel_width;
    measure_words(style, frame, panels, count, strip);
    float margin = margin_of(style, frame);
    frame->size.x = frame->panel_width * (float)strip + gaps_of(frame, strip) + 2 * margin;
    frame->size.y = frame->crop.h * frame->scale + under_height(style, frame) + 2 * margin;
}

static void frame_column(const FigureStyle *style, FigureFrame *frame, const FigurePanel *panels,
                         size_t count, size_t strip) {
    float margin = margin_of(style, frame);
    float inner = style->size.x - 2 * margin - gaps_of(frame, strip);
    frame->panel_width = frame->words_width = floorf(fmaxf(inner / (float)strip, 1));
    measure_words(style, frame, panels, count, strip);
    frame->scale = fminf(frame->panel_width / frame->crop.w, 1);
    frame->size.x = style->size.x;
    frame->size.y = frame->crop.h * frame->scale + under_height(style, frame) + 2 * margin;
}

/* Fits panels into a box, with their words under or beside them. */
static void fit_box(const FigureStyle *style, FigureFrame *frame, const FigurePanel *panels,
                    size_t count, size_t strip) {
    float margin = margin_of(style, frame);
    float inner = style->size.x - 2 * margin - gaps_of(frame, strip);
    float column = fminf(fmaxf(inner * 0.3f, 250 * frame->unit), inner / 2);
    frame->panel_width = floorf(fmaxf(inner / (float)strip, 1));
    if (frame->beside) frame->panel_width = floorf(inner - column - PANEL_GAP * frame->unit);
    frame->words_width = frame->beside ? column : frame->panel_width;
    measure_words(style, frame, panels, count, strip);
    float room = fmaxf(style->size.y - 2 * margin - under_height(style, frame), 1);
    frame->scale =
        fminf(fminf(frame->panel_width / frame->crop.w, room / frame->crop.h), SCALE_MOST);
    if (frame->beside && words_height(frame) > room) frame->scale = 0;
    frame->size = style->size;
}

static void frame_box(const FigureStyle *style, FigureFrame *frame, const FigurePanel *panels,
                      size_t count, size_t strip) {
    FigureFrame beside = *frame;
    fit_box(style, frame, panels, count, strip);
    bool words = style->caption || style->legend;
    if (strip > 1 || !words) return;
    beside.beside = true;
    fit_box(style, &beside, panels, count, strip);
    if (beside.scale > frame->scale) *frame = beside;
}

FigureFrame figure_frame(const FigureStyle *style, const FigurePanel *panels, size_t count,
                         size_t strip) {
    FigureFrame frame = {.unit = 1};
    gather(&frame, panels, count);
    if (style->fit == FIGURE_PRINT) frame.unit = PRINT_TEXT / smallest_text(panels, count);
    if (style->fit == FIGURE_BOX) {
        frame.unit = fminf(style->size.x / 1100, style->size.y / 600);
        frame.unit = fminf(fmaxf(frame.unit, 0.9f), 2);
    }
    switch (style->fit) {
    case FIGURE_NATURAL:
    case FIGURE_PRINT: frame_natural(style, &frame, panels, count, strip); break;
    case FIGURE_COLUMN: frame_column(style, &frame, panels, count, strip); break;
    case FIGURE_BOX: frame_box(style, &frame, panels, count, strip); break;
    }
    frame.size = (Point){ceilf(frame.size.x), ceilf(frame.size.y)};
    return frame;
}

bool figure_frame_has_room(const FigureFrame *frame) {
    const float least = 40; /* pixels of the longer side */
    float longer = fmaxf(frame->crop.w, frame->crop.h);
    return longer * frame->scale >= fminf(longer, least);
}

/* ---- figures ---- */

void figure_deinit(Figure *figure) {
    draw_list_deinit(&figure->list);
    text_deinit(&figure->title);
    text_deinit(&figure->description);
}

static void make_title(Figure *figure, const FigurePanel *panels, size_t count) {
    TextBuffer *out = &figure->title;
    const FigurePanel *first = &panels[0], *last = &panels[count - 1];
    text_clear(out);
    if (count > 1) {
        text_appendf(out, _("%s, steps %u to %u of %u"), text_cstr(&first->file), first->step,
                     last->step, first->steps);
        return;
    }
    text_appendf(out, _("%s, step %u of %u"), text_cstr(&first->file), first->step, first->steps);
    if (first->title.length) text_appendf(out, ": %s", text_cstr(&first->title));
}

static void make_description(Figure *figure, const FigurePanel *panels, size_t count) {
    TextBuffer *out = &figure->description;
    text_clear(out);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) text_append_char(out, '\n');
        if (count > 1) text_appendf(out, _("Step %u: "), panels[i].step);
        if (panels[i].worksheet) {
            text_append_string(out, _("A worksheet, to be filled in."));
        } else {
            text_append(out, text_cstr(&panels[i].description), panels[i].description.length);
        }
    }
}

static void draw_panel(Figure *figure, const FigureFrame *frame, const FigurePanel *panel,
                       size_t number, bool strip, Point at) {
    DrawList *list = &figure->list;
    char id[24], title[64];
    float x = floorf(at.x + (frame->panel_width - frame->crop.w * frame->scale) / 2);
    Point offset = {x - frame->crop.x * frame->scale, at.y - frame->crop.y * frame->scale};
    if (strip) {
        snprintf(id, sizeof id, "panel-%zu", number + 1);
        snprintf(title, sizeof title, _("Step %u of %u"), panel->step, panel->steps);
        draw_group_begin(list, id, "panel", title);
    }
    draw_transform_push(list, offset, frame->scale);
    draw_list_append(list, &panel->list);
    draw_transform_pop(list);
    if (strip) draw_group_end(list);
}

/* Captions and legend: under the panels from `y` on, or beside the panel from its top on. */
static void draw_words(const FigureWriter *writer, const FigureFrame *frame,
                       const FigurePanel *panels, size_t count, Point at, float width) {
    float gap = GAP * frame->unit, step = frame->panel_width + PANEL_GAP * frame->unit;
    for (size_t i = 0; i < count && frame->caption_height > 0; i++) {
        Point place = {at.x + (float)i * step, at.y};
        figure_caption(writer, &panels[i], place, frame->words_width, count > 1);
    }
    if (frame->caption_height > 0) at.y += frame->caption_height + gap;
    if (frame->legend_height > 0) figure_legend(writer, frame->marks, at, width);
}

void figure_make(Figure *figure, const FigureStyle *style, const FigureFrame *frame,
                 const FigurePanel *panels, size_t count) {
    DrawList *list = &figure->list;
    FigureWriter writer = {list, style, frame->unit};
    float margin = margin_of(style, frame), step = frame->panel_width + PANEL_GAP * frame->unit;
    draw_list_clear(list);
    figure->size = frame->size;
    figure->background = style->transparent ? 0
                         : style->bare      ? style->theme->window
                                            : style->theme->canvas;
    float room = frame->size.y - 2 * margin - under_height(style, frame);
    float width = frame->panel_width * (float)count + gaps_of(frame, count);
    float whole = frame->beside ? width + PANEL_GAP * frame->unit + frame->words_width : width;
    float left = floorf((frame->size.x - whole) / 2);
    float top = margin + fmaxf(floorf((room - frame->crop.h * frame->scale) / 2), 0);
    for (size_t i = 0; i < count; i++) {
        draw_panel(figure, frame, &panels[i], i, count > 1, (Point){left + (float)i * step, top});
    }
    Point words = {left, margin + room + GAP * frame->unit};
    if (frame->beside) {
        float over = (room - words_height(frame)) / 2;
        words = (Point){left + step, margin + fmaxf(fminf(over, top - margin), 0)};
    }
    draw_words(&writer, frame, panels, count, words, frame->beside ? frame->words_width : width);
    float foot = frame->size.y - margin - foot_height(style, frame) + FOOT_GAP * frame->unit;
    if (!style->bare) figure_foot(&writer, panels, count, (Point){left, foot}, whole);
    make_title(figure, panels, count);
    make_description(figure, panels, count);
    figure->smallest_text = draw_list_smallest_text(list);
    draw_list_check(list);
}
