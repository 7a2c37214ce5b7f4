/* What the export sheet does after a frame: the figure that it shows, files, the clipboard. */
#include "app/app_state.h"
#include "app/files/picture_names.h"
#include "base/hash.h"
#include "base/translate.h"
#include "draw/draw_compose.h"
#include "export/dot.h"

#include <stdio.h>
#include <string.h>

/* Pieces of the figure in the sheet that are made in a frame: all of a strip, which is no wait. */
enum { PIECES = 2 * FIGURE_STRIP_MAX };

bool export_sheet_is_working(const App *app) {
    return app->export_sheet.sequence != NULL;
}

bool export_sheet_stands_in(App *app) {
    if (!export_sheet_is_working(app) || app->named) return false;
    ui_note(&app->ui, "export.behind", app->panes.window);
    draw_list_append(app->ui.list, &app->export_sheet.behind);
    return true;
}

static void end_looking(ExportSheet *self) {
    picture_series_end(self->looking);
    self->looking = NULL;
}

static void end_sequence(ExportSheet *self) {
    sequence_end(self->sequence);
    memory_free(self->target);
    memory_free(self->written);
    self->sequence = NULL;
    self->target = self->written = NULL;
}

static void close_sheet(App *app) {
    end_looking(&app->export_sheet);
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
    end_looking(sheet);
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
    seen->choices.selection = choices.selection;
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
        Text last = edit_text(&app->export_sheet.last.edit);
        seen->first = (uint32_t)hash_bytes(first.bytes, first.length);
        seen->last = (uint32_t)hash_bytes(last.bytes, last.length);
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

static void begin_looking(App *app) {
    ExportSheet *self = &app->export_sheet;
    Error error;
    PictureWish wish;
    end_looking(self);
    text_clear(&self->graph);
    if (self->choices.format == EXPORT_DOT) {
        make_graph(app);
    } else if (export_wish(app, &wish, &error)) {
        if (self->choices.format == EXPORT_HTML) wish.style.transparent = true;
        self->looking = picture_series_begin(app, NULL, &wish);
        return;
    } else {
        refuse(self, &error);
    }
    figure_deinit(&self->figure);
    self->figure = (Figure){0};
}

/* Some pieces of the figure. Until it is there, the one before is shown. */
static void look_on(App *app) {
    ExportSheet *self = &app->export_sheet;
    Error error;
    SeriesState state = SERIES_MORE;
    for (int i = 0; i < PIECES && state == SERIES_MORE; i++) {
        state = picture_series_work(self->looking, &error);
    }
    picture_series_rest(self->looking);
    if (state == SERIES_MORE) return;
    if (state == SERIES_DONE) {
        picture_series_first(self->looking, &self->figure);
    } else {
        figure_deinit(&self->figure);
        self->figure = (Figure){0};
        refuse(self, &error);
    }
    end_looking(self);
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

static SequenceFormat sequence_format(ExportFormat format) {
    switch (format) {
    case EXPORT_GIF: return SEQUENCE_GIF;
    case EXPORT_HTML: return SEQUENCE_HTML;
    case EXPORT_DOT: return SEQUENCE_DOT;
    default: return SEQUENCE_PICTURES;
    }
}

/* What is told when it is done: the first file, and how many there are. */
static void foretell(ExportSheet *self, const PictureWish *wish, bool series, const char *path) {
    bool each = series && !wish->strip && wish->format != PICTURE_PDF && wish->step_count > 1;
    self->files = each ? wish->step_count : 1;
    if (series && wish->worksheet) self->files *= 2;
    if (series && wish->describe) self->files *= 2;
    self->written =
        each ? picture_file_path(path, wish, wish->steps[0], false) : text_copy(text_of(path));
}

static void begin_sequence(App *app, const PictureWish *wish, const char *path) {
    ExportSheet *self = &app->export_sheet;
    SequenceFormat format = sequence_format(self->choices.format);
    self->target = text_copy(text_of(path));
    foretell(self, wish, format == SEQUENCE_PICTURES, path);
    SequenceWish sequence = {format, *wish, self->target};
    keep_window(app);
    self->told[0] = '\0';
    self->sequence = sequence_begin(app, &sequence);
}

static void save(App *app) {
    ExportSheet *self = &app->export_sheet;
    Error error;
    PictureWish wish;
    TextBuffer path = {0};
    const char *ending = export_ending(self->choices.format);
    text_append_string(&path, ui_text_field_text(&self->path));
    if (!text_ends_with(text_view(&path), ending)) text_append_string(&path, ending);
    end_looking(self);
    self->seen_once = false; /* what was being looked at is looked at again */
    if (!export_wish(app, &wish, &error)) {
        refuse(self, &error);
    } else {
        PictureWish files = wish;
        if (sequence_format(self->choices.format) != SEQUENCE_PICTURES) files.step_count = 0;
        if (!is_in_the_way(app, text_cstr(&path), &files)) {
            begin_sequence(app, &wish, text_cstr(&path));
        }
    }
    text_deinit(&path);
}

/* Done in one go: a figure. */
static bool is_short(const ExportSheet *self) {
    return self->steps.count < 2 || self->choices.steps == EXPORT_STRIP;
}

/* A piece, or all of what is short. */
static void work_on(App *app) {
    ExportSheet *self = &app->export_sheet;
    Error error;
    SequenceState state;
    do state = sequence_work(self->sequence, &error);
    while (state == SEQUENCE_MORE && is_short(self));
    if (state == SEQUENCE_MORE) return;
    if (state == SEQUENCE_DONE) {
        TextBuffer path = {0};
        text_append_string(&path, self->written);
        tell_written(app, text_cstr(&path), self->files);
        text_deinit(&path);
    } else {
        end_sequence(self);
        refuse(self, &error);
        ui_set_focus(&app->ui, "export.path");
    }
}

/* What the sheet shows, as a PNG. */
static void copy(App *app) {
    ExportSheet *self = &app->export_sheet;
    Error error;
    TextBuffer png = {0};
    char step[32];
    ExportChoices choices = export_effective(app);
    uint32_t shown = self->steps.count ? self->steps.items[0] : app_step(app);
    snprintf(step, sizeof step, "%u of %u", shown, app_step_count(app));
    PictureFile file = {PICTURE_PNG, export_scale(&choices), app_base_name(app), step, {"", 0}};
    bool ok = self->figure.size.x > 0
                  ? picture_file_write(&file, &self->figure, app->config.measure, &png, &error)
                  : error_set(&error, _("there is nothing to be seen"));
    ok = ok && app->config.copy_picture(app->config.context, text_view(&png), &error);
    if (ok) {
        snprintf(self->told, sizeof self->told, "%s", _("The picture is on the clipboard."));
        self->bad = false;
    } else {
        refuse(self, &error);
    }
    text_deinit(&png);
}

/* What has been chosen since the figure was begun, is looked at anew. */
static bool renew(App *app) {
    ExportSheet *self = &app->export_sheet;
    ExportSeen now;
    look(app, &now);
    if (self->seen_once && memcmp(&now, &self->seen, sizeof now) == 0) return false;
    bool moved = self->seen_once && now.step != self->seen.step;
    self->seen = now;
    self->seen_once = true;
    if (moved) export_offer_path(app);
    begin_looking(app);
    return true;
}

bool export_sheet_work(App *app) {
    ExportSheet *self = &app->export_sheet;
    if (!self->open || !app->timeline) return false;
    if (self->due == EXPORT_SAVE && !export_sheet_is_working(app)) {
        self->due = EXPORT_NOTHING;
        save(app);
        if (export_sheet_is_working(app) && !is_short(self)) return true;
    }
    if (export_sheet_is_working(app)) {
        work_on(app);
        return true;
    }
    bool changed = renew(app) || self->due != EXPORT_NOTHING;
    if (self->looking) {
        look_on(app);
        changed = true;
    }
    /* what is copied is what the sheet shows */
    if (self->due == EXPORT_COPY && !self->looking) {
        self->due = EXPORT_NOTHING;
        copy(app);
    }
    return changed;
}
