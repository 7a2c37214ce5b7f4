#include "app/files/files.h"

#include "app/app_state.h"
#include "base/path.h"
#include "base/translate.h"
#include "export/picture_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The path from the root, so that it means the same from another working folder; owned by the
 * caller. */
static char *whole_path(const App *app, const char *path) {
    TextBuffer whole = {0};
    if (!app->config.absolute_path) return text_copy(text_of(path));
    app->config.absolute_path(app->config.context, path, &whole);
    char *made = text_copy(text_of(text_cstr(&whole)));
    text_deinit(&whole);
    return made;
}

/* ---- saved or not ---- */

bool files_unsaved(const App *app) {
    const OpenFile *file = &app->file;
    if (!app->timeline) return false;
    return file->mark != file->saved_mark || file->places != file->saved_places;
}

void files_noted(App *app) {
    uint64_t mark = saved_history_mark(app->timeline);
    if (mark != app->file.mark) app->file.warned = false;
    app->file.mark = mark;
}

static void note_saved(App *app) {
    app->file.saved_mark = app->file.mark;
    app->file.saved_places = app->file.places;
    app->file.warned = false;
}

void files_reset(App *app) {
    TextBuffer title = app->file.window_title;
    memory_free(app->file.path);
    app->file = (OpenFile){.window_title = title};
}

void files_title(App *app) {
    TextBuffer *title = &app->file.window_title;
    const char *name = app->file.path ? path_base(app->file.path) : app_base_name(app);
    bool unsaved = app->editor.unsaved || files_unsaved(app);
    text_clear(title);
    if (name[0]) text_appendf(title, "%s%s - ", unsaved ? "* " : "", name);
    text_append_string(title, "Lastref");
}

void files_picture_stem(const App *app, TextBuffer *out) {
    /* a document's script has a name and no place; that of the program's lessons is not the
     * person's: then it is the folder in which the program works */
    bool placeless = app->file.document || app_is_lesson(app, app->path);
    char *path = app->file.path ? text_copy(text_of(app->file.path))
                 : placeless    ? whole_path(app, path_base(app->path))
                                : text_copy(text_of(app->path));
    Text stem = path_stem(text_of(path));
    text_append(out, stem.bytes, stem.length);
    memory_free(path);
}

/* ---- what is open, as data ---- */

static void describe_history(const App *app, SavedHistory *history) {
    Text source = text_view(&app->source);
    const char *name = app->path ? app->path : APP_UNTITLED;
    if (app->timeline) {
        saved_history_take(history, app->timeline, name, source);
        return;
    }
    /* a script that did not come to run: its text is all there is */
    *history = (SavedHistory){.name = text_copy(text_of(name)), .stops = 1, .shown = 1};
    text_append(&history->source, source.bytes, source.length);
}

static void describe_view(const App *app, Document *document) {
    document->seen = true;
    document->pan = app->view.pan;
    document->zoom = app->view.zoom;
    document->options = app->options;
    document->sandbox = app->sandbox;
    SceneChoices choices = scene_choices(app->scene);
    for (size_t i = 0; i < choices.pulled_count && i < DOCUMENT_CHOICES_MAX; i++) {
        array_push(&document->pulled, choices.pulled[i]);
    }
    for (size_t i = 0; i < choices.opened_count && i < DOCUMENT_CHOICES_MAX; i++) {
        array_push(&document->opened, choices.opened[i]);
    }
    for (size_t i = 0; i < choices.inline_type_count && i < DOCUMENT_CHOICES_MAX; i++) {
        array_push(&document->inline_types, choices.inline_types[i]);
    }
}

void files_describe(const App *app, Document *document) {
    *document = (Document){0};
    describe_history(app, &document->history);
    snprintf(document->title, sizeof document->title, "%s", app->file.title);
    snprintf(document->about, sizeof document->about, "%s", app->file.about);
    Layout *layout = scene_layout(app->scene);
    document->lane_right = layout_lane_right(layout);
    array_reserve(&document->spots, DOCUMENT_SPOTS_MAX);
    document->spots.count = layout_spots(layout, document->spots.items, DOCUMENT_SPOTS_MAX);
    describe_view(app, document);
}

/* ---- opening ---- */

static bool is_scene(const App *app, const char *path) {
    for (size_t i = 0; path && i < app->config.scene_count; i++) {
        if (strcmp(app->config.scene_paths[i], path) == 0) return true;
    }
    return false;
}

/* A scene, or that of a picture, is fitted to this window; what the person left is as it was. */
static void show_view(App *app, const Document *document, bool scene) {
    app->options = document->seen ? document->options : app->options;
    scene_choose(app->scene,
                 (SceneChoices){document->pulled.items, document->pulled.count,
                                document->opened.items, document->opened.count,
                                document->inline_types.items, document->inline_types.count});
    layout_remember(scene_layout(app->scene), document->spots.items, document->spots.count,
                    document->lane_right);
    if (!document->spots.count) scene_foresee(app->scene, app->timeline, app->options, true);
    app_refresh(app);
    app->changes = false;
    app->camera = (Camera){.follow = true, .fit_due = !document->seen || scene};
    app->view.pan = document->seen ? document->pan : (Point){20, 44};
    app->view.zoom = document->seen ? document->zoom : 1;
    if (document->seen) app->sandbox = document->sandbox;
}

static void show_editor(App *app, const Document *document) {
    if (!document->has_editor) return;
    editor_toggle(app);
    edit_set(&app->editor.area.edit, text_view(&document->editor));
    app->editor.unsaved = true;
}

/* A scene is something to start from: it is saved elsewhere. */
static void name_file(App *app, const Document *document, const char *path) {
    OpenFile *file = &app->file;
    file->document = true;
    if (path && !is_scene(app, path)) file->path = whole_path(app, path);
    snprintf(file->title, sizeof file->title, "%s", document->title);
    snprintf(file->about, sizeof file->about, "%s", document->about);
    const char *name = document->title[0] ? document->title
                       : file->path       ? path_base(file->path)
                                          : app_base_name(app);
    snprintf(app->heading, sizeof app->heading, "%s", name);
}

void files_opened(App *app, Timeline *timeline, Opening *opening) {
    Document *document = opening->document;
    const char *path = opening->path;
    const char *called = path ? path_base(path) : _("What was open");
    if (opening->result == SAVED_REFUSED) {
        app_say(app, true, _("%s is not opened: %s"), called, opening->error.message);
        timeline_destroy(timeline);
        return;
    }
    char *name = document->history.name;
    TextBuffer source = document->history.source;
    document->history.name = NULL;
    document->history.source = (TextBuffer){0};
    app_take_history(app, name, source, timeline);
    name_file(app, document, opening->picture ? NULL : path);
    show_view(app, document, opening->picture || (path && is_scene(app, path)));
    note_saved(app);
    if (opening->journal) {
        app->file.saved_mark = ~app->file.mark;
        show_editor(app, document);
        /* not before this window keeps it, too */
        if (journal_write(app)) app->config.remove_file(app->config.context, opening->journal);
    } else if (path && is_scene(app, path)) {
        app_say(app, false, "%s", document->about);
    } else if (path) {
        recent_add(app, path);
    }
    if (opening->picture) app_say(app, false, _("This is the scene that %s carries."), called);
    if (opening->result == SAVED_DIFFERS) {
        app_say(app, true,
                _("%s was saved by another version of the model: some counts or addresses are not "
                  "those that it showed."),
                called);
    }
}

/* Runs it again. Takes what the document holds, and the paths of `opening`, which may be null. */
static bool open_document(App *app, Document *document, Opening opening, Error *error) {
    opening.document = memory_alloc(sizeof *opening.document);
    *opening.document = *document;
    *document = (Document){0};
    Timeline *timeline = app_make_timeline(app, opening.document->history.name, error);
    if (!timeline) {
        opening_deinit(&opening);
        return false;
    }
    loading_document(app, timeline, opening);
    return true;
}

/* Of a file that holds a document, or is a picture that carries one. */
static bool open_document_bytes(App *app, const char *path, Text bytes, bool picture,
                                Error *error) {
    Document document = {0};
    TextBuffer carried = {0};
    Error why;
    bool ok = !picture || picture_file_find_scene(bytes, DOCUMENT_BYTES_MAX, &carried, &why);
    if (picture) bytes = text_view(&carried);
    ok = ok && document_read(bytes, &document, &why);
    if (ok) {
        /* what a journal says of a window is of no use here */
        document.has_editor = false;
        Opening opening = {.path = text_copy(text_of(path)), .picture = picture};
        ok = open_document(app, &document, opening, &why);
    }
    text_deinit(&carried);
    return ok || error_set(error, _("%s is not opened: %s"), path_base(path), why.message);
}

bool app_open_bytes(App *app, const char *path, Text bytes, Error *error) {
    app_log(app, "opens %s", path);
    if (text_ends_with(text_of(path), ".lesson")) return guide_open_lesson(app, path, bytes, error);
    bool picture = picture_file_is(bytes);
    if (!picture && !document_is_meant(path, bytes)) {
        app_open_script(app, path, bytes);
        if (!app_is_lesson(app, path)) recent_add(app, path);
        return true;
    }
    return open_document_bytes(app, path, bytes, picture, error);
}

bool app_is_document(const App *app) {
    return app->file.document;
}

bool app_open_file(App *app, const char *path, Error *error) {
    if (!app->config.read_file) return error_set(error, _("files cannot be read here"));
    TextBuffer bytes = {0};
    bool ok = app->config.read_file(app->config.context, path, &bytes, error);
    if (ok) {
        char *name = text_copy(text_of(path)); /* may be one of what is closed */
        ok = app_open_bytes(app, name, text_view(&bytes), error);
        memory_free(name);
    }
    text_deinit(&bytes);
    return ok;
}

void files_open_told(App *app, const char *path) {
    Error error;
    if (!app_may_leave(app, _("Open it once more to drop it."))) return;
    if (!app_open_file(app, path, &error)) app_say(app, true, "%s", error.message);
}

bool files_restore(App *app, const char *journal, Error *error) {
    app_log(app, "restores %s", journal);
    TextBuffer bytes = {0};
    Document document = {0};
    bool ok = app->config.read_file(app->config.context, journal, &bytes, error) &&
              document_read(text_view(&bytes), &document, error);
    if (ok) {
        Opening opening = {.path =
                               document.file.length ? text_copy(text_view(&document.file)) : NULL,
                           .journal = text_copy(text_of(journal))};
        ok = open_document(app, &document, opening, error);
    }
    document_deinit(&document);
    text_deinit(&bytes);
    return ok;
}

void files_new(App *app) {
    if (!app_may_leave(app, _("Choose New once more to drop it."))) return;
    if (app->sandbox) {
        app_open_script(app, APP_UNTITLED, (Text){"", 0});
        ui_set_focus(&app->ui, "prompt");
    } else {
        editor_new(app);
    }
}

/* ---- saving ---- */

bool files_save_document(App *app, const char *path, Error *error) {
    Document document;
    TextBuffer json = {0};
    files_describe(app, &document);
    bool ok = document_write(&document, &json, error) &&
              app->config.write_file(app->config.context, path, text_view(&json), error);
    document_deinit(&document);
    text_deinit(&json);
    if (!ok) return false;
    char *name = whole_path(app, path);
    memory_free(app->file.path);
    app->file.path = name;
    app->file.document = true;
    if (!app->file.title[0]) snprintf(app->heading, sizeof app->heading, "%s", path_base(name));
    note_saved(app);
    Text edited = edit_text(&app->editor.area.edit);
    bool ran = text_equal(edited, text_view(&app->source));
    if (ran) app->editor.unsaved = false; /* it is in the document */
    recent_add(app, name);
    return true;
}

/* What Save is about: the script while it is edited, and as long as it is all that is not saved;
 * else the document. */
static bool saves_script(const App *app) {
    if (app->editor.open) return true;
    return app->editor.unsaved && !files_unsaved(app) && !app->file.document;
}

bool files_can_save(const App *app) {
    if (!app->config.write_file) return false;
    return saves_script(app) ? editor_can_save(app) : app->timeline != NULL;
}

void files_save(App *app) {
    Error error;
    if (saves_script(app)) {
        editor_save(app);
    } else if (!app->file.path) {
        path_sheet_open(app, PATH_SAVE_DOCUMENT);
    } else if (files_save_document(app, app->file.path, &error)) {
        app_say(app, false, _("Saved: %s"), app->file.path);
    } else {
        app_say(app, true, _("Not saved. %s"), error.message);
    }
}

void files_save_as(App *app) {
    path_sheet_open(app, saves_script(app) ? PATH_SAVE : PATH_SAVE_DOCUMENT);
}
