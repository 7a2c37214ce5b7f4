#include "app/sandbox/pick_list.h"

#include "app/app_state.h"

#include <math.h>
#include <stdio.h>

static const float ROW = 25, SIZE = 13, PAD = 5;

static size_t shown_rows(size_t count) {
    return count < PICK_ROWS ? count : PICK_ROWS;
}

float pick_list_height(size_t count) {
    return (float)shown_rows(count) * ROW + 2 * PAD;
}

/* The chosen one is among those that are shown. */
static void follow(const PickList *list) {
    size_t shown = shown_rows(list->count);
    if (*list->chosen < *list->first) *list->first = *list->chosen;
    if (*list->chosen >= *list->first + shown) *list->first = *list->chosen - shown + 1;
    if (*list->first + shown > list->count) *list->first = list->count - shown;
}

static void draw_row(App *app, const PickList *list, PickRow row, Rect rect, bool chosen,
                     bool hot) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    if (chosen || hot) {
        draw_box(ui->list, rect,
                 (BoxStyle){.fill = chosen ? theme->selection : theme->button_hover, .radius = 5});
    }
    float y = rect.y + rect.h / 2, left = rect.x + 10;
    float right = row.what ? ui_width(ui, FONT_UI, 11.5f, row.what) + 20 : 10;
    if (row.mark) {
        draw_box(ui->list, (Rect){left, y - 6, 4, 12}, (BoxStyle){.fill = row.mark, .radius = 2});
        left += 12;
    }
    draw_string(ui->list, (Point){left, y},
                (TextStyle){.face = list->face,
                            .size = SIZE,
                            .color = row.disabled ? theme->text_disabled : theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = rect_right(rect) - right - left},
                row.text);
    if (!row.what) return;
    ui_text_right(ui, (Point){rect_right(rect) - 10, y}, FONT_UI, 11.5f, theme->text_muted,
                  row.what);
}

static void draw_bar(App *app, const PickList *list, Rect panel) {
    size_t shown = shown_rows(list->count);
    if (list->count == shown) return;
    float track = panel.h - 2 * PAD, all = (float)list->count;
    Rect bar = {rect_right(panel) - 5, panel.y + PAD + track * (float)*list->first / all, 3,
                fmaxf(track * (float)shown / all, 12)};
    draw_box(app->ui.list, bar, (BoxStyle){.fill = app->theme->track, .radius = 1.5f});
}

bool pick_list(App *app, const PickList *list, Rect place) {
    Ui *ui = &app->ui;
    if (!list->count) return false;
    follow(list);
    Rect panel = {place.x, place.y, place.w, pick_list_height(list->count)};
    char id[64];
    snprintf(id, sizeof id, "%s.list", list->name);
    ui_area(ui, id, panel, true, false, NULL);
    draw_box(ui->list, panel,
             (BoxStyle){.fill = app->theme->panel,
                        .radius = 9,
                        .stroke = {.color = app->theme->border, .width = 1},
                        .shadow = app->theme->shadow,
                        .shadow_blur = 14,
                        .shadow_y = 4});
    if (rect_contains(panel, ui->mouse) && ui->wheel.y != 0 && !ui->wheel_taken) {
        ui->wheel_taken = true;
        size_t last = list->count - 1;
        if (ui->wheel.y > 0 && *list->chosen > 0) --*list->chosen;
        if (ui->wheel.y < 0 && *list->chosen < last) ++*list->chosen;
        follow(list);
    }
    bool clicked = false;
    size_t first = *list->first;
    for (size_t i = first; i < first + shown_rows(list->count); i++) {
        PickRow row = list->row(list->context, i);
        Rect rect = {panel.x + PAD, panel.y + PAD + (float)(i - first) * ROW, panel.w - 2 * PAD,
                     ROW};
        snprintf(id, sizeof id, "%s.%zu", list->name, i);
        UiAnswer answer = ui_area(ui, id, rect, !row.disabled, false, NULL);
        if (answer.hot) ui->cursor = CURSOR_HAND;
        draw_row(app, list, row, rect, i == *list->chosen, answer.hot);
        if (!answer.clicked) continue;
        *list->chosen = i;
        clicked = true;
    }
    draw_bar(app, list, panel);
    return clicked;
}
