#include "app/sheets/sheet.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>
#include <string.h>

static const float PAD = 28;

bool popover(App *app, Rect panel, Stroke edge) {
    Ui *ui = &app->ui;
    UiAnswer behind = ui_area(ui, "popover.behind", app->panes.window, true, false, NULL);
    ui_area(ui, "popover.inside", panel, true, false, NULL);
    ui_begin_modal(ui);
    draw_box(ui->list, panel,
             (BoxStyle){.fill = app->theme->panel,
                        .radius = 12,
                        .stroke = edge,
                        .shadow = app->theme->shadow,
                        .shadow_blur = 18,
                        .shadow_y = 5});
    return !behind.clicked || rect_contains(panel, ui->mouse);
}

Rect sheet_panel(App *app, const char *heading, Point size, bool *open) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    Rect window = app->panes.window;
    float width = fminf(size.x, window.w - 40), height = fminf(size.y, window.h - 24);
    Rect sheet = {floorf((window.w - width) / 2), floorf((window.h - height) / 2), width, height};
    UiAnswer behind = ui_area(ui, "sheet.behind", window, true, false, NULL);
    UiAnswer inside = ui_area(ui, "sheet.inside", sheet, true, false, NULL);
    ui_begin_modal(ui);
    if (behind.clicked && !inside.clicked) *open = false;
    draw_fill(ui->list, window, theme->overlay);
    draw_box(ui->list, sheet,
             (BoxStyle){.fill = theme->panel,
                        .radius = 14,
                        .stroke = {.color = theme->border, .width = 1},
                        .shadow = theme->shadow,
                        .shadow_blur = 24,
                        .shadow_y = 8});
    ui_text(ui, (Point){sheet.x + PAD, sheet.y + 34}, FONT_UI_BOLD, 17, theme->text, heading);
    ui_text_right(ui, (Point){rect_right(sheet) - PAD, sheet.y + 34}, FONT_UI, 13,
                  theme->text_muted, _("Esc closes"));
    return sheet;
}

/* Of the page that is on top; null: there is none. */
static float *scroll_of_page(App *app) {
    if (app->about.open) return &app->about.scroll;
    if (app->help_open) return &app->help_scroll;
    return app->settings.sheet.open ? &app->settings.sheet.scroll : NULL;
}

bool sheet_takes_key(App *app, InputKey key, unsigned modifiers) {
    static const float LINE = 40, WHOLE = 1e6f; /* ui_scroll keeps it within what there is */
    float *scroll = scroll_of_page(app), page = app->panes.window.h * 0.7f;
    if (!scroll || modifiers) return false;
    switch (key) {
    case KEY_UP: *scroll -= LINE; return true;
    case KEY_DOWN: *scroll += LINE; return true;
    case KEY_PAGE_UP: *scroll -= page; return true;
    case KEY_PAGE_DOWN: *scroll += page; return true;
    case KEY_HOME: *scroll = 0; return true;
    case KEY_END: *scroll = WHOLE; return true;
    case KEY_LEFT:
    case KEY_RIGHT: return true;
    default: return false;
    }
}

static bool is_open(const App *app) {
    return app->help_open || app->about.open || app->checking.open || app->path_sheet.wish ||
           app->restore.open || app->settings.sheet.open || app->export_sheet.open ||
           app->menu.open || loading_is_document(app);
}

static bool is_one_of(const char *name, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) return true;
    }
    return false;
}

bool sheet_allows(const App *app, const Action *action) {
    static const char *const window[] = {"view.cancel", "view.theme", "view.larger", "view.smaller",
                                         "view.reset",  "help.keys",  "help.about",  "file.quit"};
    if (!is_open(app)) return true;
    if (is_one_of(action->name, window, sizeof window / sizeof window[0])) return true;
    /* the key that opened it closes it again */
    return app->settings.sheet.open && strcmp(action->name, "view.settings") == 0;
}
