#include "app/app.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/path.h"
#include "base/translate.h"
#include "heap/gc.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- lifecycle ---- */

App *app_create(const AppConfig *config) {
    App *app = memory_alloc(sizeof *app);
    app->config = *config;
    app->theme = config->theme;
    app->options.level = SCENE_COUNTS;
    app->left_width = 408;
    app->inspector_width = 288;
    app->interface_scale = 1;
    app->view.zoom = 1;
    app->scene = scene_create(app->config.measure);
    app->ui.clipboard = app->config.clipboard;
    app->present.notes.apart = config->notes_window;
    learned_read(app);
    settings_open(app);
    return app;
}

void app_destroy(App *app) {
    if (!app) return;
    if (app->quit) journal_end(app);
    settings_deinit(app);
    about_deinit(&app->about);
    app_close(app);
    scene_destroy(app->scene);
    text_deinit(&app->source);
    text_deinit(&app->problem);
    text_deinit(&app->errors);
    output_deinit(&app->output);
    text_deinit(&app->checking.told);
    statements_deinit(app);
    ui_text_field_deinit(&app->question.field);
    ui_text_field_deinit(&app->making.field);
    ui_text_field_deinit(&app->statement.field);
    search_deinit(&app->search);
    class_form_deinit(&app->class_form);
    gc_panel_deinit(&app->gc_panel);
    text_deinit(&app->making.of);
    text_deinit(&app->gesture.text);
    text_deinit(&app->gesture.effect);
    code_lines_deinit(&app->code);
    array_deinit(&app->marks);
    array_deinit(&app->effects);
    array_deinit(&app->selected);
    array_deinit(&app->possible);
    inspection_deinit(&app->inspection);
    prompt_deinit(&app->prompt);
    path_sheet_deinit(&app->path_sheet);
    export_sheet_deinit(&app->export_sheet);
    text_deinit(&app->file.window_title);
    editor_deinit(app);
    learned_deinit(&app->learned);
    start_deinit(&app->start);
    text_deinit(&app->lesson_path);
    text_deinit(&app->lesson_script);
    present_deinit(app);
    ui_deinit(&app->ui);
    memory_free(app);
}

void app_focus_canvas(App *app) {
    ui_set_focus(&app->ui, "canvas");
    app->ui.focus_shown = false;
}

void app_log(App *app, const char *format, ...) {
    if (!app->config.log) return;
    TextBuffer line = {0};
    va_list args;
    va_start(args, format);
    text_appendv(&line, format, args);
    va_end(args);
    app->config.log(app->config.context, text_cstr(&line));
    text_deinit(&line);
}

bool app_is_lesson(const App *app, const char *path) {
    for (size_t i = 0; path && i < app->config.lesson_count; i++) {
        if (strcmp(app->config.lesson_paths[i], path) == 0) return true;
    }
    return path && app->config.welcome_path && strcmp(app->config.welcome_path, path) == 0;
}

const char *app_base_name(const App *app) {
    return app->path ? path_base(app->path) : "";
}

bool app_may_leave(App *app, const char *again) {
    bool text = app->editor.unsaved, done = files_unsaved(app) && !guide_sets_task(app);
    bool free = (!text || app->editor.warned) && (!done || app->file.warned);
    app->editor.warned = !free && text;
    app->file.warned = !free && done;
    if (!free) {
        app_say(app, true, "%s %s",
                text ? _("The script in the editor is not saved (Ctrl+S).")
                     : _("What you did is not saved (Ctrl+S)."),
                again);
    }
    return free;
}

void app_quit(App *app) {
    if (app_may_leave(app, _("Quit once more to drop it."))) app->quit = true;
}

/* ---- what the window should be like ---- */

Cursor app_cursor(const App *app) {
    return app->ui.cursor;
}

const char *app_title(const App *app) {
    return app->file.window_title.length ? text_cstr(&app->file.window_title) : "Lastref";
}

const Theme *app_theme(const App *app) {
    return app->theme;
}

float app_interface_scale(const App *app) {
    const float most = 4; /* what a window can have */
    return fminf(app->interface_scale * present_scale(app), most);
}

bool app_wants_fullscreen(const App *app) {
    return app->present.on;
}

bool app_wants_text(const App *app, Rect *caret) {
    if (!app->ui.editing) return false;
    *caret = app->ui.caret;
    return true;
}

bool app_quit_requested(const App *app) {
    return app->quit;
}
