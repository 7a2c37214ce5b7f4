#include "app/top_bar.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>

static const float BUTTON_HEIGHT = 32;

/* A ring with a dot in it and a handle: one reference, looked at. */
static void draw_logo(Ui *ui, Point at) {
    Color color = ui->theme->accent;
    draw_line(ui->list, (Point){at.x + 7, at.y + 7}, (Point){at.x + 12, at.y + 12},
              (Stroke){.color = color, .width = 3.6f});
    draw_circle(ui->list, at, 11, ui->theme->window, (Stroke){.color = color, .width = 3});
    draw_circle(ui->list, at, 3.4f, color, (Stroke){0});
}

typedef struct BarButton {
    const char *name, *label;
    UiButtonLook look;
    int dispensable; /* those with the most go first where there is no room; 0: never */
    float width;
} BarButton;

enum { BAR_BUTTONS = 6 };

static const float BETWEEN = 7;

/* From right to left. */
static size_t list_buttons(const App *app, BarButton *buttons) {
    const float roomy = 1180;   /* width of a window that has room for the whole words */
    const float present = 1280; /* and for this one, too */
    float width = app->panes.top.w;
    size_t count = 0;
    buttons[count++] = (BarButton){"file.export", _("Export"), UI_PRIMARY, 0, 0};
    if (app->config.checker.start) {
        const char *label = width >= roomy ? _("Check with python3") : _("Check");
        buttons[count++] = (BarButton){"file.verify", label, UI_PLAIN, 4, 0};
    }
    if (width >= present) {
        buttons[count++] = (BarButton){"view.present", _("Present"), UI_PLAIN, 5, 0};
    }
    buttons[count++] = (BarButton){"edit.collect", "gc.collect()", UI_PLAIN, 2, 0};
    buttons[count++] = (BarButton){"edit.redo", _("Redo"), UI_PLAIN, 3, 0};
    buttons[count++] = (BarButton){"edit.undo", _("Undo"), UI_PLAIN, 1, 0};
    return count;
}

/* Takes out what there is no room for; all of it can be done by keys, too. */
static size_t fit_buttons(const App *app, BarButton *buttons, size_t count, float room) {
    float needed = 0;
    for (size_t i = 0; i < count; i++) {
        buttons[i].width = ui_button_width(&app->ui, buttons[i].label);
        needed += buttons[i].width + BETWEEN;
    }
    while (needed > room) {
        size_t least = 0;
        for (size_t i = 1; i < count; i++) {
            if (buttons[i].dispensable > buttons[least].dispensable) least = i;
        }
        if (!buttons[least].dispensable) break;
        needed -= buttons[least].width + BETWEEN;
        count--;
        for (size_t i = least; i < count; i++) buttons[i] = buttons[i + 1];
    }
    return count;
}

/* Returns the left edge of all. */
static float draw_buttons(App *app, float left) {
    BarButton buttons[BAR_BUTTONS];
    Rect bar = app->panes.top;
    float right = bar.w - 16;
    size_t count = fit_buttons(app, buttons, list_buttons(app, buttons), right - left);
    for (size_t i = 0; i < count; i++) {
        float width = buttons[i].width;
        Rect rect = {right - width, bar.y + (bar.h - BUTTON_HEIGHT) / 2, width, BUTTON_HEIGHT};
        action_button(app, buttons[i].name, rect, buttons[i].label, buttons[i].look,
                      ACTION_TELLS_HELP);
        right = rect.x - BETWEEN;
    }
    return right;
}

/* A tab at `left`; returns its right edge. */
static float tab(App *app, const char *name, bool on, float left) {
    const char *title = action_title(action_get(name));
    Rect bar = app->panes.top;
    float width = ui_button_width(&app->ui, title) + 6;
    Rect rect = {left, bar.y + (bar.h - 30) / 2, width, 30};
    action_button(app, name, rect, title, on ? UI_TAB_ON : UI_TAB, ACTION_TELLS_HELP);
    return rect_right(rect);
}

/* Over the start page, which covers the bar at the bottom: the words of that one. */
static void draw_words(App *app) {
    static const char *const names[] = {"help.keys", "view.theme", "view.settings"};
    const char *labels[] = {"?", _(theme_after(app->theme)->name),
                            action_title(action_get("view.settings"))};
    Rect bar = app->panes.top;
    float right = rect_right(bar) - 12;
    for (int i = 0; i < 3; i++) {
        float width = ui_width(&app->ui, FONT_UI_MEDIUM, 13, labels[i]) + 16;
        Rect rect = {right - width, bar.y + (bar.h - 28) / 2, width, 28};
        action_button(app, names[i], rect, labels[i], UI_FLAT, ACTION_TELLS_TITLE);
        right = rect.x;
    }
}

void top_bar(App *app) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    Rect bar = app->panes.top;
    float middle = bar.y + bar.h / 2;
    draw_fill(ui->list, bar, theme->window);
    draw_fill(ui->list, (Rect){bar.x, rect_bottom(bar) - 1, bar.w, 1}, theme->border);
    draw_logo(ui, (Point){31, middle - 1});
    const float named = 640; /* width of a window that has room for the name */
    float left = 52;
    if (bar.w >= named) {
        ui_text(ui, (Point){left, middle}, FONT_UI_BOLD, 17, theme->text, "Lastref");
        left += ui_width(ui, FONT_UI_BOLD, 17, "Lastref") + 34;
    }
    bool page = app->start.open;
    if (page) ui_area(ui, "top.bar", bar, true, false, NULL); /* what is scrolled below it is out */
    left = tab(app, "view.lesson", page || !app->sandbox, left) + 4;
    left = tab(app, "view.sandbox", !page && app->sandbox, left);
    if (page) {
        draw_words(app);
        return;
    }
    float right = draw_buttons(app, left + 8) - 9;
    left += 24;
    /* of a document it is told whether it is saved, of a script whether it is as it was written */
    bool edited = app->file.document ? files_unsaved(app)
                                     : app->timeline && timeline_done_count(app->timeline) > 0;
    const char *word = app->file.document ? _("not saved") : _("edited");
    char heading[160];
    snprintf(heading, sizeof heading, "%.120s%s%s", app->heading, edited ? "  \xC2\xB7  " : "",
             edited ? word : "");
    float width = fminf(ui_width(ui, FONT_UI_MEDIUM, 14, heading), right - left);
    float x = fminf(fmaxf(bar.w / 2 - width / 2, left), right - width);
    if (width < fminf(ui_width(ui, FONT_UI_MEDIUM, 14, heading), 80)) return; /* a letter or two */
    draw_string(ui->list, (Point){x, middle},
                (TextStyle){.face = FONT_UI_MEDIUM,
                            .size = 14,
                            .color = theme->text_muted,
                            .line = TEXT_MIDDLE,
                            .max_width = right - left},
                heading);
}
