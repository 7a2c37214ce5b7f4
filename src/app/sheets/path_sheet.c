/* Asks for the path of a script: to open it, or to save to. */
#include "app/app_state.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float WIDTH = 560, HEAD = 60, PAD = 28;

void path_sheet_open(App *app, PathWish wish) {
    app->path_sheet.wish = wish;
    app->path_sheet.refusal[0] = '\0';
    ui_text_field_set(&app->path_sheet.field, wish == PATH_SAVE ? app_base_name(app) : "");
    ui_set_focus(&app->ui, "path.field");
}

void path_sheet_close(App *app) {
    app->path_sheet.wish = PATH_NONE;
    app->ui.focus = 0;
}

static void refuse(App *app, const Error *error) {
    snprintf(app->path_sheet.refusal, sizeof app->path_sheet.refusal, "%s", error->message);
}

static void save(App *app, const char *path) {
    Error error;
    Text text = edit_text(&app->editor.area.edit);
    if (!app->config.write_file(app->config.context, path, text, &error)) {
        refuse(app, &error);
        return;
    }
    path_sheet_close(app);
    editor_saved_as(app, path);
    app_say(app, false, "Saved: %s", path);
}

static void open_path(App *app, const char *path) {
    TextBuffer source = {0};
    Error error;
    if (app->config.read_file(app->config.context, path, &source, &error)) {
        path_sheet_close(app);
        app_open_script(app, path, (Text){text_cstr(&source), source.length});
    } else {
        refuse(app, &error);
    }
    text_deinit(&source);
}

void path_sheet(App *app) {
    PathSheet *self = &app->path_sheet;
    bool saving = self->wish == PATH_SAVE, open = true;
    Rect told = {0, 0, WIDTH - 2 * PAD, 0};
    float height = HEAD + 40 + 34;
    if (self->refusal[0]) {
        height += ui_paragraph(&app->ui, told, FONT_UI, 13, 0, text_of(self->refusal)) + 4;
    }
    Rect sheet = sheet_panel(app, saving ? "Save the script as" : "Open a script",
                             (Point){WIDTH, height}, &open);
    if (!open) {
        path_sheet_close(app);
        return;
    }
    Rect field = {sheet.x + PAD, sheet.y + HEAD, sheet.w - 2 * PAD, 40};
    bool entered = ui_text_field(&app->ui, "path.field", field, &self->field,
                                 saving ? "to" : "file", "a path, such as notes/cycle.py");
    told = (Rect){field.x, rect_bottom(field) + 12, field.w, 0};
    ui_paragraph(&app->ui, told, FONT_UI, 13, app->theme->danger, text_of(self->refusal));
    if (!entered || !self->field.edit.text.length) return;
    TextBuffer path = {0};
    text_append_string(&path, ui_text_field_text(&self->field));
    if (saving) {
        save(app, text_cstr(&path));
    } else {
        open_path(app, text_cstr(&path));
    }
    text_deinit(&path);
}
