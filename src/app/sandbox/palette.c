#include "app/sandbox/palette.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "app/sandbox/palette_items.h"
#include "base/translate.h"

#include <math.h>

static const float ROW = 34, GAP = 8, SLOP = 6;
static const float WIDE = 330; /* from this width on there are five in a row, else four */

/* ---- where they stand ---- */

/* In a low pane the rows are lower. */
static float row_height(bool compact) {
    return compact ? 26 : ROW;
}

static float row_gap(bool compact) {
    return compact ? 5 : GAP;
}

static int columns_of(float width) {
    return width >= WIDE ? 5 : 4;
}

/* The items, and the button that leads to all that can be made and done. */
static int cell_count(void) {
    size_t count;
    palette_items(&count);
    return (int)count + 1;
}

float palette_height(float width, bool compact) {
    int columns = columns_of(width), rows = (cell_count() + columns - 1) / columns;
    return 24 + (float)rows * (row_height(compact) + row_gap(compact)) + (compact ? 4 : 8);
}

/* ---- one item ---- */

static void draw_item(App *app, const PaletteItem *item, Rect rect, bool possible, bool hot) {
    const Theme *theme = app->theme;
    draw_box(app->ui.list, rect,
             (BoxStyle){.fill = hot ? theme->button_hover : theme->button,
                        .radius = THEME_RADIUS_CONTROL,
                        .stroke = {.color = theme->border, .width = 1}});
    bool narrow = rect.w < 80;
    float left = narrow ? 6 : 11, text = narrow ? 13 : 22;
    draw_box(app->ui.list, (Rect){rect.x + left, rect.y + rect.h / 2 - 6, 4, 12},
             (BoxStyle){.fill = possible ? scene_hue(theme, item->class) : theme->text_disabled,
                        .radius = 2});
    draw_string(app->ui.list, (Point){rect.x + text, rect.y + rect.h / 2},
                (TextStyle){.face = narrow ? FONT_UI_MEDIUM : FONT_UI_BOLD,
                            .size = narrow ? 11 : 12.5f,
                            .color = possible ? theme->text : theme->text_disabled,
                            .line = TEXT_MIDDLE,
                            .max_width = rect.w - text - 2},
                item->label);
}

static void take_item(App *app, int number, Rect rect) {
    size_t count;
    const PaletteItem *item = &palette_items(&count)[number];
    Ui *ui = &app->ui;
    bool possible = making_is_possible(app, number);
    UiAnswer answer = ui_area(ui, item->name, rect, possible, true, _(item->tip));
    if (possible && answer.hot) ui->cursor = CURSOR_HAND;
    draw_item(app, item, rect, possible, possible && (answer.hot || answer.active));
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect, THEME_RADIUS_CONTROL);
    if (!possible) return;
    bool outside = !rect_contains(rect_inset(rect, -SLOP), ui->mouse);
    if (answer.active && outside) {
        app->making.dragging = true;
        app->making.item = number;
    }
    if (answer.released && app->making.dragging) {
        app->making.dragging = false;
        if (rect_contains(app->panes.canvas, ui->mouse)) {
            making_ask(app, number, true, scene_to_canvas(app->view, ui->mouse));
        }
    } else if (answer.clicked) {
        making_ask(app, number, false, (Point){0});
    }
}

void palette(App *app, Rect rect, bool compact) {
    ui_text(&app->ui, (Point){rect.x, rect.y + 8}, FONT_UI_MEDIUM, 13, app->theme->text_muted,
            _("Drag onto the heap, or click"));
    int columns = columns_of(rect.w), count = cell_count();
    float width = floorf((rect.w - (float)(columns - 1) * GAP) / (float)columns);
    for (int i = 0; i < count; i++) {
        float x = rect.x + (float)(i % columns) * (width + GAP);
        float y = rect.y + 24 + (float)(i / columns) * (row_height(compact) + row_gap(compact));
        Rect cell = {x, y, width, row_height(compact)};
        if (i + 1 < count) {
            take_item(app, i, cell);
        } else {
            action_button(app, "sandbox.add", cell, _("More"), UI_PLAIN, ACTION_TELLS_HELP);
        }
    }
}

/* The card in the hand. */
void palette_over(App *app) {
    if (!app->making.dragging) return;
    size_t count;
    const PaletteItem *item = &palette_items(&count)[app->making.item];
    Rect rect = {app->ui.mouse.x, app->ui.mouse.y, 110, ROW};
    app->ui.cursor = CURSOR_GRAB;
    draw_opacity_push(app->ui.list, 0.85f);
    draw_item(app, item, rect, true, false);
    draw_opacity_pop(app->ui.list);
}
