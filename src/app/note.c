#include "app/note.h"

#include "app/app_state.h"
#include "app/canvas/phase_bar.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

enum { NOTE_MS = 5000 };

void app_say(App *app, bool bad, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(app->note.text, sizeof app->note.text, format, args);
    va_end(args);
    app->note.bad = bad;
    app->note.until = app->now + NOTE_MS;
    if (bad) app_log(app, "told: %s", app->note.text);
}

void note_draw(App *app) {
    if (!app->note.text[0] || app->now >= app->note.until || app->named) return;
    Ui *ui = &app->ui;
    Rect area = app->start.open ? app->panes.window : app->panes.canvas;
    float room = fminf(area.w - 64, 640);
    float width = fminf(ui_width(ui, FONT_UI_MEDIUM, 13, app->note.text) + 2, room);
    Text text = text_of(app->note.text);
    float height = ui_paragraph(ui, (Rect){0, 0, width, 0}, FONT_UI_MEDIUM, 13, 0, text);
    float foot = fmaxf(phase_bar_height(app), 24);
    if (app->present.on) foot += 44; /* above the key that is shown */
    Rect rect = {area.x + (area.w - width) / 2 - 16, rect_bottom(area) - height - 20 - foot,
                 width + 32, height + 20};
    draw_box(ui->list, rect,
             (BoxStyle){.fill = app->theme->tooltip,
                        .radius = 8,
                        .shadow = app->theme->shadow,
                        .shadow_blur = 10,
                        .shadow_y = 3});
    if (app->note.bad) {
        draw_box(ui->list, (Rect){rect.x, rect.y, 5, rect.h},
                 (BoxStyle){.fill = app->theme->death, .radius = 2.5f});
    }
    ui_paragraph(ui, (Rect){rect.x + 16, rect.y + 10, width, height}, FONT_UI_MEDIUM, 13,
                 app->theme->tooltip_text, text);
}
