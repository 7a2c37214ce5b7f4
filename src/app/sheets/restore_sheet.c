#include "app/sheets/restore_sheet.h"

#include "app/app_state.h"
#include "app/sheets/sheet.h"
#include "base/path.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float WIDTH = 560, HEAD = 64, PAD = 28, FOOT = 64, BUTTON = 34;

static const char *orphan(const App *app) {
    const RestoreSheet *self = &app->restore;
    return self->at < app->config.orphan_count ? app->config.orphan_paths[self->at] : NULL;
}

/* What was open, with so many statements. */
static void tell_open(char *told, size_t size, const char *name, uint32_t count, bool has_editor) {
    if (count && has_editor) {
        snprintf(told, size,
                 translate_many("%.120s was open, with %u statement of yours, and a changed script "
                                "in the editor. It was not saved.",
                                "%.120s was open, with %u statements of yours, and a changed "
                                "script in the editor. It was not saved.",
                                count),
                 name, count);
    } else if (count) {
        snprintf(told, size,
                 translate_many("%.120s was open, with %u statement of yours. It was not saved.",
                                "%.120s was open, with %u statements of yours. It was not saved.",
                                count),
                 name, count);
    } else {
        snprintf(told, size,
                 has_editor
                     ? _("%.120s was open, and a changed script in the editor. It was not saved.")
                     : _("%.120s was open. It was not saved."),
                 name);
    }
}

/* In words; false when it cannot be read: then it is left where it is. */
static bool describe(const App *app, const char *path, char *told, size_t size) {
    TextBuffer bytes = {0};
    Document document = {0};
    Error error;
    bool ok = app->config.read_file(app->config.context, path, &bytes, &error) &&
              document_read((Text){text_cstr(&bytes), bytes.length}, &document, &error);
    if (ok) {
        const char *name = document.file.length ? text_cstr(&document.file) : document.history.name;
        uint32_t count = document.history.done;
        tell_open(told, size, path_base(name), count, document.has_editor);
    }
    document_deinit(&document);
    text_deinit(&bytes);
    return ok;
}

/* Once a start: what is offered first tells of it, or where nothing is, a note. */
static void tell_crash(App *app) {
    const char *signal = app->config.crash;
    if (!signal) return;
    app->config.crash = NULL;
    if (app->restore.open) {
        snprintf(app->restore.crash, sizeof app->restore.crash,
                 _("A fault of its own ended it (%.20s). What you did is kept."), signal);
    } else {
        app_say(app, false,
                _("Lastref ended unexpectedly the last time (%.20s). Nothing was left unsaved."),
                signal);
    }
}

static void offer_next(App *app) {
    RestoreSheet *self = &app->restore;
    bool possible = app->config.read_file && app->config.remove_file;
    if (self->open || loading_is_under_way(app) || !possible) return;
    for (; orphan(app); self->at++) {
        if (!describe(app, orphan(app), self->told, sizeof self->told)) continue;
        self->open = true;
        ui_set_focus(&app->ui, "restore.restore");
        return;
    }
}

void restore_offer(App *app) {
    offer_next(app);
    if (!loading_is_under_way(app)) tell_crash(app);
}

static void next(App *app) {
    app->restore.open = false;
    app->restore.crash[0] = '\0';
    app->restore.at++;
}

/* It is offered again at the next start. */
void restore_later(App *app) {
    next(app);
}

static void restore(App *app) {
    Error error;
    const char *path = orphan(app);
    if (!app_may_leave(app, _("Restore it once more to drop it."))) return;
    next(app);
    if (!files_restore(app, path, &error)) app_say(app, true, _("Not restored: %s"), error.message);
}

static void discard(App *app) {
    app->config.remove_file(app->config.context, orphan(app));
    next(app);
}

static bool button(App *app, Rect sheet, float *right, const char *name, const char *label,
                   UiButtonLook look, const char *tip) {
    float width = ui_button_width(&app->ui, label);
    Rect rect = {*right - width, rect_bottom(sheet) - FOOT / 2 - BUTTON / 2 - 4, width, BUTTON};
    *right = rect.x - 8;
    return ui_button(&app->ui, name, rect, label, look, true, tip);
}

void restore_sheet(App *app) {
    const char *question = _("Restore what was open?");
    RestoreSheet *self = &app->restore;
    Ui *ui = &app->ui;
    Rect inner = {0, 0, WIDTH - 2 * PAD, 0};
    Text crash = text_of(self->crash);
    float fault = crash.length ? ui_paragraph(ui, inner, FONT_UI, 13.5f, 0, crash) + 12 : 0;
    float height = fault + ui_paragraph(ui, inner, FONT_UI, 13.5f, 0, text_of(self->told)) + 12 +
                   ui_paragraph(ui, inner, FONT_UI_MEDIUM, 13.5f, 0, text_of(question));
    bool open = true;
    Rect sheet = sheet_panel(app, _("Lastref ended unexpectedly"),
                             (Point){WIDTH, HEAD + height + 20 + FOOT}, &open);
    inner = (Rect){sheet.x + PAD, sheet.y + HEAD, sheet.w - 2 * PAD, 0};
    if (fault > 0) {
        ui_paragraph(ui, inner, FONT_UI, 13.5f, app->theme->text, crash);
        inner.y += fault;
    }
    inner.y += ui_paragraph(ui, inner, FONT_UI, 13.5f, app->theme->text, text_of(self->told)) + 12;
    ui_paragraph(ui, inner, FONT_UI_MEDIUM, 13.5f, app->theme->text, text_of(question));
    float right = rect_right(sheet) - PAD;
    if (button(app, sheet, &right, "restore.restore", _("Restore"), UI_PRIMARY,
               _("Opens it as it was; it is not saved yet"))) {
        restore(app);
    } else if (button(app, sheet, &right, "restore.discard", _("Discard"), UI_PLAIN,
                      _("Removes it for good"))) {
        discard(app);
    } else if (!open) {
        restore_later(app);
    }
}
