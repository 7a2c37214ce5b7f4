#include "app/script/reload.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>

enum { PERIOD_MS = 2000 };

bool reload_is_possible(const App *app) {
    return app->config.read_file && editor_is_own_file(app) && !loading_is_under_way(app);
}

static bool is_watching(const App *app) {
    return app->config.file_stamp && reload_is_possible(app);
}

uint64_t reload_due(const App *app) {
    return is_watching(app) ? app->reload.next : UINT64_MAX;
}

void reload_forget(App *app) {
    app->reload = (Reload){0};
}

bool reload_is_asking(const App *app) {
    return app->reload.asking;
}

void reload_keep(App *app) {
    bool changed = app->reload.changed;
    app->reload.asking = app->reload.changed = false;
    if (app->editor.open) ui_set_focus(&app->ui, "editor");
    if (changed) app->editor.unsaved = app->editor.filled;
}

/* ---- opening it again ---- */

/* The script's text as it is known here. */
static Text known_text(const App *app) {
    if (app->editor.filled) return edit_text(&app->editor.area.edit);
    return (Text){text_cstr(&app->source), app->source.length};
}

static void open_again(App *app, Text text) {
    uint32_t step = app_step(app);
    editor_reopen(app, text);
    if (app->timeline && step <= app_step_count(app)) app_show_step(app, step);
    app_say(app, false, _("Reloaded from the disk: %s"), app_base_name(app));
}

static bool would_lose(const App *app) {
    return app->editor.unsaved || (app->timeline && timeline_done_count(app->timeline) > 0);
}

void reload_file(App *app) {
    TextBuffer text = {0};
    Error error;
    if (!app->reload.asking && would_lose(app)) {
        app->reload.asking = true;
        return;
    }
    app->reload.asking = false;
    if (app->editor.open) ui_set_focus(&app->ui, "editor");
    if (app->config.read_file(app->config.context, app->path, &text, &error)) {
        open_again(app, (Text){text_cstr(&text), text.length});
    } else {
        app_say(app, true, "%s", error.message);
    }
    text_deinit(&text);
}

/* ---- watching ---- */

static void changed(App *app) {
    TextBuffer text = {0};
    Error error;
    bool read = app->config.read_file(app->config.context, app->path, &text, &error);
    Text fresh = {text_cstr(&text), text.length};
    if (read && text_equal(fresh, known_text(app))) {
        app->editor.unsaved = app->reload.asking = app->reload.changed = false;
    } else if (read && would_lose(app)) {
        app->reload.asking = app->reload.changed = true;
    } else if (read) {
        open_again(app, fresh);
    }
    text_deinit(&text);
}

void reload_tick(App *app) {
    Reload *reload = &app->reload;
    if (!is_watching(app) || app->now < reload->next) return;
    reload->next = app->now + PERIOD_MS;
    uint64_t stamp = 0;
    /* a file that is gone for the moment is being written, or stays as it is here */
    if (!app->config.file_stamp(app->config.context, app->path, &stamp)) return;
    bool same = reload->known && reload->stamp == stamp, first = !reload->known;
    reload->known = true;
    reload->stamp = stamp;
    if (!same && !first) changed(app);
}

/* ---- the question ---- */

void reload_card(App *app) {
    if (!app->reload.asking) return;
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    Rect area = app->panes.canvas;
    char text[600];
    snprintf(text, sizeof text,
             app->reload.changed ? _("%s has changed on the disk.") : _("%s is open."),
             app_base_name(app));
    size_t length = strlen(text);
    snprintf(text + length, sizeof text - length, " %s",
             app->editor.unsaved ? _("Reloading drops what is not saved here.")
                                 : _("Reloading drops what you did by hand."));
    float again = ui_button_width(ui, _("Reload")), keep = ui_button_width(ui, _("Keep this"));
    float width = fminf(area.w - 32, 460), inner = width - 32;
    float told = ui_paragraph(ui, (Rect){0, 0, inner, 0}, FONT_UI_MEDIUM, 13, 0, text_of(text));
    Rect card = {floorf(area.x + (area.w - width) / 2), area.y + 14, width, told + 66};
    ui_area(ui, "reload.card", card, true, false, NULL);
    draw_box(ui->list, card,
             (BoxStyle){.fill = theme->panel,
                        .radius = 10,
                        .stroke = {.color = theme->accent, .width = 1.5f},
                        .shadow = theme->shadow,
                        .shadow_blur = 14,
                        .shadow_y = 4});
    ui_paragraph(ui, (Rect){card.x + 16, card.y + 13, inner, told}, FONT_UI_MEDIUM, 13, theme->text,
                 text_of(text));
    float right = rect_right(card) - 14, y = rect_bottom(card) - 42;
    action_button(app, "script.keep", (Rect){right - keep, y, keep, 30}, _("Keep this"), UI_PLAIN,
                  ACTION_TELLS_HELP);
    action_button(app, "script.reload", (Rect){right - keep - 8 - again, y, again, 30}, _("Reload"),
                  UI_PRIMARY, ACTION_TELLS_HELP);
}
