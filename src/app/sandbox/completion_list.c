/* The list of completions at the caret. */
#include "app/app_state.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN = 8 /* rows */ };

static const float ROW = 24, SIZE = 13, PAD = 5, LEAST = 170, MOST = 420;

static float width_of(const App *app, const Completion *completion) {
    float width = 0;
    for (size_t i = 0; i < completion->rows.count; i++) {
        const CompletionRow *row = &completion->rows.items[i];
        width = fmaxf(width, ui_width(&app->ui, FONT_MONO, SIZE, row->text) +
                                 ui_width(&app->ui, FONT_UI, 11.5f, row->what));
    }
    return fminf(fmaxf(width + 52, LEAST), MOST);
}

/* The chosen one is among those that are shown. */
static void follow(Completion *completion, size_t shown) {
    if (completion->chosen < completion->first) completion->first = completion->chosen;
    if (completion->chosen >= completion->first + shown) {
        completion->first = completion->chosen - shown + 1;
    }
}

static void draw_row(App *app, const CompletionRow *row, Rect rect, bool chosen, bool hot) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    if (chosen || hot) {
        draw_box(ui->list, rect,
                 (BoxStyle){.fill = chosen ? theme->selection : theme->button_hover, .radius = 5});
    }
    float y = rect.y + rect.h / 2, right = ui_width(ui, FONT_UI, 11.5f, row->what);
    draw_string(ui->list, (Point){rect.x + 10, y},
                (TextStyle){.face = FONT_MONO,
                            .size = SIZE,
                            .color = theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = rect.w - right - 30},
                row->text);
    ui_text_right(ui, (Point){rect_right(rect) - 10, y}, FONT_UI, 11.5f, theme->text_muted,
                  row->what);
}

bool completion_list(App *app, Completion *completion, const char *name, Rect caret) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    Rect window = app->panes.window;
    size_t shown = completion->rows.count < SHOWN ? completion->rows.count : SHOWN;
    follow(completion, shown);
    float height = (float)shown * ROW + 2 * PAD, width = width_of(app, completion);
    Rect panel = {fminf(caret.x - 12, rect_right(window) - width - 8), rect_bottom(caret) + 6,
                  width, height};
    if (rect_bottom(panel) > rect_bottom(window) - 8) panel.y = caret.y - 6 - height;
    char id[64];
    snprintf(id, sizeof id, "%s.list", name);
    ui_area(ui, id, panel, true, false, NULL);
    draw_box(ui->list, panel,
             (BoxStyle){.fill = theme->panel,
                        .radius = 9,
                        .stroke = {.color = theme->border, .width = 1},
                        .shadow = theme->shadow,
                        .shadow_blur = 14,
                        .shadow_y = 4});
    bool clicked = false;
    size_t first = completion->first;
    for (size_t i = first; i < first + shown; i++) {
        Rect row = {panel.x + PAD, panel.y + PAD + (float)(i - first) * ROW, width - 2 * PAD, ROW};
        snprintf(id, sizeof id, "%s.%zu", name, i);
        UiAnswer answer = ui_area(ui, id, row, true, false, NULL);
        if (answer.hot) ui->cursor = CURSOR_HAND;
        draw_row(app, &completion->rows.items[i], row, i == completion->chosen, answer.hot);
        if (!answer.clicked) continue;
        completion->chosen = i;
        clicked = true;
    }
    if (completion->rows.count > shown) {
        float track = height - 2 * PAD, part = (float)shown / (float)completion->rows.count;
        Rect bar = {rect_right(panel) - 5,
                    panel.y + PAD + track * (float)first / (float)completion->rows.count, 3,
                    fmaxf(track * part, 12)};
        draw_box(ui->list, bar, (BoxStyle){.fill = theme->track, .radius = 1.5f});
    }
    if (ui->pressed[BUTTON_LEFT] && !rect_contains(panel, ui->mouse)) completion_close(completion);
    return clicked;
}
