/* What the export sheet does after a frame: the figure that it shows, files, the clipboard. */
#include "app/app_state.h"
#include "app/files/picture_names.h"
#include "base/hash.h"
#include "base/translate.h"
#include "draw/draw_compose.h"
#include "export/dot.h"

#include <stdio.h>
#include <string.h>

bool export_sheet_is_working(const App *app) {
    return app->export_sheet.sequence != NULL;
}

bool export_sheet_stands_in(App *app) {
    if (!export_sheet_is_working(app) || app->named) return false;
    draw_list_append(app->ui.list, &app->export_sheet.behind);
    return true;
}

static void end_sequence(ExportSheet *self) {
    sequence_end(self->sequence);
    memory_free(self->target);
    self->sequence = NULL;
    self->target = NULL;
}

static void close_sheet(App *app) {
    end_sequence(&app->export_sheet);
    app->export_sheet.open = false;
    app->export_sheet.due = EXPORT_NOTHING;
    app->ui.focus = 0;
}

/* All steps, until another range is typed. */
static void offer_range(App *app) {
    ExportSheet *self = &app->export_sheet;
    char number[16];
    if (self->first.edit.text.length && self->last.edit.text.length) return;
    snprintf(number, sizeof number, "%u", app_step_count(app));
    ui_text_field_set(&self->first, "1");
    ui_text_field_set(&self->last, number);
}

void export_sheet_open(App *app) {
    ExportSheet *self = &app->export_sheet;
    app->playing = app->inside.playing = false;
    if (self->open) return;
    self->open = true;
    self->seen_once = false;
    self->due = EXPORT_NOTHING;
    offer_range(app);
    self->offered[0] = '\0';
    ui_text_field_set(&self->path, "");
    export_offer_path(app);
    ui_set_focus(&app->ui, "export.path");
}

void export_sheet_cancel(App *app) {
    ExportSheet *self = &app->export_sheet;
    if (!export_sheet_is_working(app)) {
        close_sheet(app);
        return;
    }
    end_sequence(self);
    snprintf(self->told, sizeof self->told, "%s", _("Cancelled: nothing was written."));
    self->bad = false;
    ui_set_focus(&app->ui, "export.path");
}

void export_sheet_forget(App *app) {
    if (app->export_sheet.open) close_sheet(app);
    ui_text_field_set(&app->export_sheet.first, "");
    ui_text_field_set(&app->export_sheet.last, "");
}

void export_sheet_deinit(ExportSheet *sheet) {
    end_sequence(sheet);
    ui_text_field_deinit(&sheet->path);
    ui_text_field_deinit(&sheet->first);
    ui_text_field_deinit(&sheet->last);
    array_deinit(&sheet->steps);
    draw_list_deinit(&sheet->behind);
    figure_deinit(&sheet->figure);
    text_deinit(&sheet->graph);
}

/* ---- words ---- */

static void refuse(ExportSheet *self, const Error *error) {
    snprintf(self->told, sizeof self->told, "%s", error->message);
    self->bad = true;
}

static void tell_written(App *app, const char *path, size_t files) {
    close_sheet(app);
    if (files > 1) {
        app_say(app, false, _("Saved %s and %zu more"), path, files - 1);
    } else {
        app_say(app, false, _("Saved %s"), path);
    }
}

/* ---- the figure ---- */

static void look(const App *app, ExportSeen *seen) {
    memset(seen, 0, sizeof *seen);
    ExportChoices choices = export_effective(app);
    seen->choices.format = choices.format;
    seen->choices.content = choices.content;
    seen->choices.steps = choices.steps;
    seen->choices.preset = choices.preset;
    seen->choices.theme = choices.theme;
    seen->choices.caption = choices.caption;
    seen->choices.legend = choices.legend;
    seen->choices.transparent = choices.transparent;
    seen->choices.worksheet = choices.worksheet;
    seen->step = app_step(app);
    seen->steps = app_step_count(app);
    seen->inside = app->inside.at;
    seen->mark = app->file.mark;
    seen->theme = app->theme;
    seen->level = app->options.level;
    seen->window = (Point){app->panes.window.w, app->panes.window.h};
    seen->pane_bits = app->left_hidden | app->inspector_hidden << 1 | (unsigned)app->sandbox << 2;
    if (choices.steps == EXPORT_RANGE) {
        Text first = edit_text(&app->export_sheet.first.edit);
        seen->first = (uint32_t)hash_bytes(first.bytes, first.length);
    }
}

static void make_graph(App *app) {
    ExportSheet *self = &app->export_sheet;
    Snapshot now;
    Text title = text_of(app_base_name(app));
    snapshot_build(&now, timeline_vm(app->timeline), SNAPSHOT_PLAIN);
    dot_write(&now, title, &self->graph);
    snapshot_deinit(&now);
}

static void make_figure(App *app) {
    ExportSheet *self = &app->export_sheet;
    Error error;
    PictureWish wish;
    figure_deinit(&self->figure);
    self->figure = (Figure){0};
    text_clear(&self->graph);
    if (self->choices.format == EXPORT_DOT) {
        make_graph(app);
    } else if (!export_wish(app, true, &wish, &error) ||
               !pictures_preview(app, &wish, &self->figure, &error)) {
        refuse(self, &error);
    }
}

/* ---- writing ---- */

/* A file is there, and this is not yet the second time that the person asks. */
static bool is_in_the_way(App *app, const char *path, const PictureWish *wish) {
    ExportSheet *self = &app->export_sheet;
    TextBuffer there = {0};
    picture_find_in_the_way(&app->config, path, wish, &there);
    bool asks = there.length && strcmp(self->replaced, path) != 0;
    if (asks) {
        snprintf(self->replaced, sizeof self->replaced, "%s", path);
        snprintf(self->told, sizeof self->told,
                 _("%.400s is there already. Enter once more replaces it."), text_cstr(&there));
        self->bad = true;
    }
    text_deinit(&there);
    return asks;
}

/* The window as it is, to stand behind the sheet meanwhile. */
static void keep_window(App *app) {
    ExportSheet *self = &app->export_sheet;
    Error error;
    Figure window = {0};
    PictureWish plain = {.scale = 1,
                         .window = {app->panes.window.w, app->panes.window.h},
                         .style = {.theme = app->theme, .bare = true}};
    draw_list_clear(&self->behind);
    if (pictures_preview(app, &plain, &window, &error)) {
        draw_list_append(&self->behind, &window.list);
    }
    figure_deinit(&window);
}

static void begin_sequence(App *app, const PictureWish *wish, ExportFormat format,
                           const char *path) {
    ExportSheet *self = &app->export_sheet;
    self->target = text_copy(text_of(path));
    SequenceWish sequence = {format == EXPORT_GIF    ? SEQUENCE_GIF
                             : format == EXPORT_HTML ? SEQUENCE_HTML
                                                     : SEQUENCE_DOT,
                             *wish, self->target};
    keep_window(app);
    self->told[0] = '\0';
    self->sequence = sequence_begin(app, &sequence);
}

static void save(App *app) {
    ExportSheet *self = &app->export_sheet;
    Error error;
    PictureWish wish;
    ExportFormat format = self->choices.format;
    TextBuffer path = {0};
    const char *ending = export_ending(format);
    text_append_string(&path, ui_text_field_text(&self->path));
    if (!text_ends_with((Text){text_cstr(&path), path.length}, ending)) {
        text_append_string(&path, ending);
    }
    bool sequence = format >= EXPORT_GIF;
    if (!export_wish(app, false, &wish, &error)) {
        refuse(self, &error);
    } else {
        PictureWish files = wish;
        if (sequence) files.step_count = 0; /* one file */
        if (is_in_the_way(app, text_cstr(&path), &files)) {
            /* told */
        } else if (sequence) {
            begin_sequence(app, &wish, format, text_cstr(&path));
        } else if (pictures_write(app, text_cstr(&path), &wish, NULL, &error)) {
            bool one = wish.strip || wish.format == PICTURE_PDF || wish.step_count < 2;
            size_t count = one ? 1 : wish.step_count;
            char *first =
                picture_file_path(text_cstr(&path), &wish, one ? 0 : wish.steps[0], false);
            tell_written(app, first, wish.worksheet ? 2 * count : count);
            memory_free(first);
        } else {
            refuse(self, &error);
        }
    }
    text_deinit(&path);
}

static void work_on(App *app) {
    ExportSheet *self = &app->export_sheet;
    Error error;
    SequenceState state = sequence_work(self->sequence, &error);
    if (state == SEQUENCE_MORE) return;
    char *path = text_copy(text_of(self->target));
    end_sequence(self);
    if (state == SEQUENCE_DONE) {
        tell_written(app, path, 1);
    } else {
        refuse(self, &error);
        ui_set_focus(&app->ui, "export.path");
    }
    memory_free(path);
}

/* What the sheet shows, as a PNG. */
static void copy(App *app) {
    ExportSheet *self = &app->export_sheet;
    Error error;
    PictureWish wish;
    TextBuffer png = {0};
    char step[32];
    snprintf(step, sizeof step, "%u of %u", app_step(app), app_step_count(app));
    bool ok = export_wish(app, true, &wish, &error);
    if (ok) {
        PictureFile file = {PICTURE_PNG, wish.scale, app_base_name(app), step, {"", 0}};
        ok = picture_file_write(&file, &self->figure, 1, app->config.measure, &png, &error) &&
             app->config.copy_picture(app->config.context, (Text){text_cstr(&png), png.length},
                                      &error);
    }
    if (ok) {
        snprintf(self->told, sizeof self->told, "%s", _("The picture is on the clipboard."));
        self->bad = false;
    } else {
        refuse(self, &error);
    }
    text_deinit(&png);
}

bool export_sheet_work(App *app) {
    ExportSheet *self = &app->export_sheet;
    ExportDue due = self->due;
    ExportSeen now;
    self->due = EXPORT_NOTHING;
    if (!self->open || !app->timeline) return false;
    if (export_sheet_is_working(app)) {
        work_on(app);
        return true;
    }
    if (due == EXPORT_SAVE) save(app);
    if (due == EXPORT_COPY) copy(app);
    if (!self->open || export_sheet_is_working(app)) return true;
    look(app, &now);
    bool stale = !self->seen_once || memcmp(&now, &self->seen, sizeof now) != 0;
    if (stale) {
        bool moved = self->seen_once && now.step != self->seen.step;
        self->seen = now;
        self->seen_once = true;
        if (moved) export_offer_path(app);
        make_figure(app);
    }
    return stale || due != EXPORT_NOTHING;
}
