/* `lastref export`: files made of a script, a document or a lesson. */
#include "command/command.h"

#include "app/files/document.h"
#include "app/files/export_command.h"
#include "app/files/export_lesson.h"
#include "base/path.h"
#include "base/translate.h"
#include "command/assets.h"
#include "command/saved.h"
#include "command/source_file.h"
#include "command/surroundings.h"
#include "platform/files.h"
#include "platform/fonts.h"

#include <stdio.h>
#include <string.h>

/* ---- as a script, as a lesson ---- */

int command_export_python(const Options *options, Text bytes) {
    Error error;
    PythonScript script = {0};
    PythonScriptUse use = options->no_checks ? PYTHON_SCRIPT_PLAIN : PYTHON_SCRIPT_CHECKED;
    bool ok = saved_make_python(options, bytes, use, &script, &error) &&
              platform_file_write(options->output, text_view(&script.text), &error);
    python_script_deinit(&script);
    return ok ? 0 : command_fail(&error);
}

static bool make_draft(const Options *options, Text bytes, LessonDraft *draft, Error *error) {
    Document document = {0};
    Error why;
    if (!document_is_meant(options->file, bytes)) {
        return error_set(error, _("%s is no document: only those become a lesson"), options->file);
    }
    Timeline *timeline = saved_replay(options, bytes, &document, error);
    Text source = text_view(&document.history.source);
    bool ok = timeline && export_lesson_make(timeline, source, document.title, options->output,
                                             LASTREF_CHECK_HEAP, draft, &why);
    if (timeline && !ok) {
        error_set(error, _("%s cannot become a lesson: %s"), options->file, why.message);
    }
    timeline_destroy(timeline);
    document_deinit(&document);
    return ok;
}

int command_export_lesson(const Options *options, Text bytes) {
    Error error;
    LessonDraft draft = {0};
    TextBuffer there = {0};
    const AppConfig files = surroundings_files();
    if (!options->yes) export_lesson_in_the_way(&files, options->output, &there);
    bool ok = !there.length ||
              error_set(&error, _("%s is there already; --yes replaces it"), text_cstr(&there));
    ok = ok && make_draft(options, bytes, &draft, &error) &&
         export_lesson_write(&files, &draft, options->output, &error);
    lesson_draft_deinit(&draft);
    text_deinit(&there);
    return ok ? 0 : command_fail(&error);
}

/* ---- pictures ---- */

static int export_opened(const Options *options, App *app) {
    Error error;
    TextBuffer told = {0};
    const char *message;
    if (!app_step_count(app)) {
        /* a document that could not be run again: the app has told why */
        app_state(app, "message", &told);
        error_set(&error, "%s", text_cstr(&told));
        text_deinit(&told);
        if (error.message[0]) return command_fail(&error);
    }
    int status = app_outcome(app, &message);
    if (status == EXIT_HALTED) fprintf(stderr, "lastref: %s\n", message);
    bool ok = export_pictures(app, options, &told, &error);
    if (told.length) fprintf(stderr, "lastref: %s\n", text_cstr(&told));
    text_deinit(&told);
    if (!ok) return command_fail(&error);
    return status == EXIT_HALTED ? EXIT_HALTED : 0;
}

int command_export_picture(const Options *options, Text source) {
    Error error;
    Fonts *fonts = fonts_create(false, &error);
    if (!fonts) return command_fail(&error);
    TextMeasure measure = fonts_measure(fonts);
    Surroundings none = {0};
    App *app = surroundings_open_app(options, &measure, &none, options->script, source, &error);
    int status = app ? export_opened(options, app) : command_fail(&error);
    app_destroy(app);
    fonts_destroy(fonts);
    return status;
}

static bool has_cards(const App *app, const char *path, Error *error) {
    return pictures_beat_count(app) ||
           error_set(error, _("no lesson leads through %s"), path_base(path));
}

/* The cards of one lesson, in a folder of its own. */
static bool export_cards_of(const Options *options, const TextMeasure *measure, const char *path,
                            Error *error) {
    Surroundings guided = {.guide = true};
    TextBuffer source = {0}, folder = {0};
    Text stem = path_stem(text_of(path_base(path)));
    App *app = NULL;
    text_appendf(&folder, "%s/%.*s", options->output, (int)stem.length, stem.bytes);
    bool ok = source_read(path, &source, error);
    if (ok) {
        Text bytes = text_view(&source);
        app = surroundings_open_app(options, measure, &guided, path, bytes, error);
    }
    ok = app && has_cards(app, path, error) && platform_folder_make(options->output, error) &&
         platform_folder_make(text_cstr(&folder), error) &&
         export_cards(app, options, text_cstr(&folder), error);
    app_destroy(app);
    text_deinit(&source);
    text_deinit(&folder);
    return ok;
}

int command_export_cards(const Options *options) {
    Error error;
    FileNames lessons = {0};
    Fonts *fonts = fonts_create(false, &error);
    if (!fonts) return command_fail(&error);
    TextMeasure measure = fonts_measure(fonts);
    if (options->file) {
        array_push(&lessons.paths, text_copy(text_of(options->script)));
    } else {
        assets_list("lessons", ".py", &lessons);
    }
    bool ok = lessons.paths.count > 0;
    if (!ok) error_set(&error, _("no lessons were found"));
    for (size_t i = 0; i < lessons.paths.count && ok; i++) {
        ok = export_cards_of(options, &measure, lessons.paths.items[i], &error);
    }
    platform_names_deinit(&lessons);
    fonts_destroy(fonts);
    return ok ? 0 : command_fail(&error);
}
