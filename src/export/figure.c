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

void figure_panel_of_scene(FigurePanel *panel, const Scene *scene, const FigureStyle *style,
                           SceneStill still, const SceneFocus *focus) {
    draw_list_clear(&panel->list);
    scene_draw_still(scene, &panel->list, style->theme, still, focus);
    panel->bounds = rect_inset(draw_list_bounds(&panel->list, style->measure), -AROUND);
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

/* What stands under the panels, foot line included. */
static void measure_words(const FigureStyle *style, FigureFrame *frame, const FigurePanel *panels,
                          size_t count, size_t strip) {
    FigureWriter writer = {NULL, style, frame->unit};
    float whole = frame->panel_width * (float)strip + gaps_of(frame, strip);
    frame->caption_height = frame->legend_height = 0;
    if (style->legend) {
        frame->legend_height = figure_legend(&writer, frame->marks, (Point){0, 0}, whole);
    }
    for (size_t i = 0; i < count && (style->caption || strip > 1); i++) {
        float height =
            figure_caption(&writer, &panels[i], (Point){0, 0}, frame->panel_width, strip > 1);
        frame->caption_height = fmaxf(frame->caption_height, height);
    }
}

/* The height that words take with the gaps over them. */
static float words_height(const FigureStyle *style, const FigureFrame *frame) {
    float gap = GAP * frame->unit, height = foot_height(style, frame);
    if (frame->caption_height > 0) height += frame->caption_height + gap;
    if (frame->legend_height > 0) height += frame->legend_height + gap;
    return height;
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
    measure_words(style, frame, panels, count, strip);
    float margin = margin_of(style, frame);
    frame->size.x = frame->panel_width * (float)strip + gaps_of(frame, strip) + 2 * margin;
    frame->size.y = frame->crop.h * frame->scale + words_height(style, frame) + 2 * margin;
}

static void frame_fitted(const FigureStyle *style, FigureFrame *frame, const FigurePanel *panels,
                         size_t count, size_t strip) {
    float margin = margin_of(style, frame);
    float inner = style->size.x - 2 * margin - gaps_of(frame, strip);
    frame->panel_width = floorf(fmaxf(inner / (float)strip, 1));
    measure_words(style, frame, panels, count, strip);
    float words = words_height(style, frame);
    frame->scale =
        fminf(frame->panel_width / frame->crop.w, style->fit == FIGURE_BOX ? SCALE_MOST : 1);
    frame->size = style->size;
    if (style->fit == FIGURE_BOX) {
        float room = fmaxf(style->size.y - 2 * margin - words, 1);
        frame->scale = fminf(frame->scale, room / frame->crop.h);
    } else {
        frame->size.y = frame->crop.h * frame->scale + words + 2 * margin;
    }
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
    if (style->fit == FIGURE_NATURAL || style->fit == FIGURE_PRINT) {
        frame_natural(style, &frame, panels, count, strip);
    } else {
        frame_fitted(style, &frame, panels, count, strip);
    }
    frame.size = (Point){ceilf(frame.size.x), ceilf(frame.size.y)};
    return frame;
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
    float x = at.x + (frame->panel_width - frame->crop.w * frame->scale) / 2;
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

void figure_make(Figure *figure, const FigureStyle *style, const FigureFrame *frame,
                 const FigurePanel *panels, size_t count) {
    DrawList *list = &figure->list;
    FigureWriter writer = {list, style, frame->unit};
    float margin = margin_of(style, frame), gap = GAP * frame->unit;
    bool strip = count > 1;
    draw_list_clear(list);
    figure->size = frame->size;
    figure->background = style->transparent ? 0
                         : style->bare      ? style->theme->window
                                            : style->theme->canvas;
    float room = frame->size.y - 2 * margin - words_height(style, frame);
    float width = frame->panel_width * (float)count + gaps_of(frame, count);
    float left = floorf((frame->size.x - width) / 2);
    float top = margin + fmaxf(floorf((room - frame->crop.h * frame->scale) / 2), 0);
    for (size_t i = 0; i < count; i++) {
        float x = left + (float)i * (frame->panel_width + PANEL_GAP * frame->unit);
        draw_panel(figure, frame, &panels[i], i, strip, (Point){x, top});
    }
    float y = margin + room;
    if (frame->caption_height > 0) y += gap;
    for (size_t i = 0; i < count && frame->caption_height > 0; i++) {
        float x = left + (float)i * (frame->panel_width + PANEL_GAP * frame->unit);
        figure_caption(&writer, &panels[i], (Point){x, y}, frame->panel_width, strip);
    }
    y += frame->caption_height;
    if (frame->legend_height > 0) {
        figure_legend(&writer, frame->marks, (Point){left, y + gap}, width);
        y += frame->legend_height + gap;
    }
    if (!style->bare) {
        figure_foot(&writer, panels, count, (Point){left, y + FOOT_GAP * frame->unit}, width);
    }
    make_title(figure, panels, count);
    make_description(figure, panels, count);
    figure->smallest_text = draw_list_smallest_text(list);
    draw_list_check(list);
}
