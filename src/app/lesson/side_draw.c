#include "app/lesson/side_draw.h"

#include "app/app_state.h"
#include "app/lesson/side_words.h"
#include "base/translate.h"

#include <math.h>

/* The rows that lead to an object. */
static size_t rows_to(const SidePicture *half, Handle object, uint32_t rows[NAMES_LIT]) {
    uint32_t index = snapshot_find(&half->now, object);
    size_t count = 0;
    for (uint32_t i = 0; i < scene_row_count(half->scene) && index != SNAPSHOT_NONE; i++) {
        if (scene_row(half->scene, i)->target == index && count < NAMES_LIT) rows[count++] = i;
    }
    return count;
}

static void draw_scene(App *app, const SidePicture *half, ScenePart hover) {
    enum { SELECTED_MOST = 8 };
    const SideBySide *sides = &app->guide.sides_shown;
    bool own = half->run == &app->guide.run;
    Handle selected[1 + SELECTED_MOST];
    size_t count = 0;
    uint32_t rows[NAMES_LIT];
    SceneFocus focus = {.hover = hover, .change = 1};
    if (half->focus.serial) selected[count++] = half->focus;
    for (size_t i = 0; own && i < app->selected.count && i < SELECTED_MOST; i++) {
        selected[count++] = app->selected.items[i];
    }
    focus.selected = selected;
    focus.selected_count = count;
    if (sides->lit.serial && sides->lit_run == half->run) {
        focus.lit[0] = (SceneLit){rows, rows_to(half, sides->lit, rows), &sides->lit, 1};
    }
    if (own) {
        focus.lit[1] =
            (SceneLit){.objects = &app->guide_lit, .object_count = app->guide_lit.serial != 0};
        focus.lit[2] = (SceneLit){.objects = app->inspection.hover.objects,
                                  .object_count = app->inspection.hover.object_count};
    }
    scene_draw(half->scene, app->ui.list, app->theme, half->view, &focus);
}

static void draw_message(App *app, const SidePicture *half, Rect area) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    draw_fill(ui->list, area, theme->canvas);
    Rect room = {area.x + 24, area.y + 20, fmaxf(area.w - 48, 40), 0};
    if (half->state == SIDE_RUNNING) {
        ui_paragraph(ui, room, FONT_UI_MEDIUM, 13.5f, theme->text_muted,
                     text_of(_("The script is running.")));
    } else if (half->state == SIDE_WRONG) {
        Text wrong = text_view(&half->wrong);
        Text head = text_of(_("This side cannot be shown."));
        room.y += ui_paragraph(ui, room, FONT_UI_BOLD, 13.5f, theme->danger, head) + 8;
        ui_paragraph(ui, room, FONT_UI, 13, theme->text, wrong);
    }
}

static float put_words(App *app, Point at, FontFace face, Color color, float room, Text text) {
    const float size = 12;
    if (room <= 0 || !text.length) return 0;
    draw_text(
        app->ui.list, at,
        (TextStyle){
            .face = face, .size = size, .color = color, .line = TEXT_MIDDLE, .max_width = room},
        text);
    return fminf(text_width(app->ui.measure, face, size, text), room);
}

/* Title; the moment, and that line's code; the file of another script. */
static void draw_head(App *app, const SidePicture *half, const SidePlace *place) {
    const Theme *theme = app->theme;
    const float pad = 14, size = 13.5f;
    bool low = place->low;
    Rect head = place->head;
    Text title = half->side->title, file = half->side->script;
    Text words = text_view(&half->words);
    Text code = text_view(&half->code);
    draw_fill(app->ui.list, head, theme->panel);
    draw_fill(app->ui.list, (Rect){head.x, rect_bottom(head) - 1, head.w, 1}, theme->border);
    Point at = {head.x + pad, head.y + (low ? head.h / 2 : 16)};
    float right = rect_right(head) - pad;
    if (file.length) {
        float width = fminf(text_width(app->ui.measure, FONT_MONO, 12, file), head.w * 0.35f);
        put_words(app, (Point){right - width, at.y}, FONT_MONO, theme->text_muted, width + 1, file);
        right -= width + 12;
    }
    float width = text_width(app->ui.measure, FONT_UI_BOLD, size, title);
    draw_text(app->ui.list, at,
              (TextStyle){.face = FONT_UI_BOLD,
                          .size = size,
                          .color = theme->text,
                          .line = TEXT_MIDDLE,
                          .max_width = right - at.x},
              title);
    if (low) {
        at.x += width + 14;
    } else {
        at.y += 19;
        right = rect_right(head) - pad;
    }
    at.x += put_words(app, at, FONT_UI, theme->text_muted, right - at.x, words) + 6;
    put_words(app, at, FONT_MONO, theme->text, right - at.x, code);
}

/* ---- what is told of the object ---- */

static const float FACT_SIZE = 12.5f, FACT_GAP = 6;

/* The width of each figure, in whichever half it is wider; the columns of both stand at one place.
 */
static void measure_facts(const App *app, float widths[SIDE_FIGURES_MAX]) {
    const SidePicture *halves = app->guide.sides_shown.halves;
    for (int i = 0; i < 2; i++) {
        SideFigure figures[SIDE_FIGURES_MAX];
        size_t count = side_figures(&halves[i], &halves[1 - i], app->options.level, figures);
        for (size_t j = 0; j < count; j++) {
            float width = ui_width(&app->ui, FONT_UI, FACT_SIZE, figures[j].name) + FACT_GAP +
                          ui_width(&app->ui, FONT_UI_BOLD, FACT_SIZE, figures[j].value);
            widths[j] = fmaxf(widths[j], width);
        }
    }
}

static void draw_value(App *app, const SideFigure *figure, Point at, bool right) {
    FontFace face = figure->differs ? FONT_UI_BOLD : FONT_UI;
    Color color = figure->differs ? app->theme->text : app->theme->text_muted;
    if (right) {
        ui_text_right(&app->ui, at, face, FACT_SIZE, color, figure->value);
    } else {
        ui_text(&app->ui, at, face, FACT_SIZE, color, figure->value);
    }
}

static const float OBJECT_SIZE = 12;

static float object_width(const App *app) {
    float width = 0;
    for (int i = 0; i < 2; i++) {
        TextBuffer object = {0};
        side_append_focus(&app->guide.sides_shown.halves[i], &object);
        width = fmaxf(width, ui_width(&app->ui, FONT_MONO_BOLD, OBJECT_SIZE, text_cstr(&object)));
        text_deinit(&object);
    }
    return width + 1;
}

static void draw_object(App *app, const SidePicture *half, Point at, float room) {
    TextBuffer object = {0};
    side_append_focus(half, &object);
    draw_string(app->ui.list, at,
                (TextStyle){.face = FONT_MONO_BOLD,
                            .size = OBJECT_SIZE,
                            .color = app->theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = fmaxf(room, 1)},
                text_cstr(&object));
    text_deinit(&object);
}

/* "refcount 3": in one line from left to right, or a line each. */
static void draw_facts(App *app, const SidePicture *half, const SidePicture *other,
                       const SidePlace *place) {
    SideFigure figures[SIDE_FIGURES_MAX];
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    const float pad = 14, gap_least = 12, gap_most = 40;
    Rect area = place->facts;
    size_t count = side_figures(half, other, app->options.level, figures);
    if (area.h <= 0) return;
    draw_fill(ui->list, area, theme->panel);
    draw_fill(ui->list, (Rect){area.x, area.y, area.w, 1}, theme->border);
    if (!count) return;
    float widths[SIDE_FIGURES_MAX] = {0}, room = area.w - 2 * pad, gap = 0;
    Point at = {area.x + pad, area.y + SIDE_FACTS_PAD + SIDE_FACT_HEIGHT / 2};
    if (place->low) {
        measure_facts(app, widths);
        for (size_t i = 0; i < count; i++) room -= widths[i];
        gap = fminf(fmaxf((room - object_width(app)) / (float)count, gap_least), gap_most);
        room -= (float)count * gap;
        at.y = area.y + area.h / 2;
    }
    draw_object(app, half, at, room);
    if (place->low) at.x += room + gap;
    for (size_t i = 0; i < count; i++) {
        if (!place->low) at.y += SIDE_FACT_HEIGHT;
        ui_text(ui, at, FONT_UI, FACT_SIZE, theme->text_muted, figures[i].name);
        Point value = {rect_right(area) - pad, at.y};
        if (place->low) {
            value.x = at.x + ui_width(ui, FONT_UI, FACT_SIZE, figures[i].name) + FACT_GAP;
            at.x += widths[i] + gap;
        }
        draw_value(app, &figures[i], value, !place->low);
    }
}

/* ---- the whole ---- */

void side_draw(App *app, int number, const SidePlace *place, ScenePart hover, const char *name) {
    const SidePicture *halves = app->guide.sides_shown.halves, *half = &halves[number];
    Ui *ui = &app->ui;
    draw_group_begin(ui->list, name, "side", NULL);
    draw_clip_push(ui->list, place->whole);
    if (half->scene) {
        draw_scene(app, half, hover);
    } else {
        draw_message(app, half, place->picture);
    }
    draw_head(app, half, place);
    draw_facts(app, half, &halves[1 - number], place);
    if (ui->focus == ui_id(name) && ui->focus_shown) {
        ui_draw_focus(ui, rect_inset(place->picture, 4), 4);
    }
    draw_clip_pop(ui->list);
    draw_group_end(ui->list);
}
