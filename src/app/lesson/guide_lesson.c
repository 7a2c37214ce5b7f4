/* Finds and reads the lesson of a script, or the script of a lesson. */
#include "app/app_state.h"
#include "app/lesson/guide_parts.h"
#include "base/translate.h"
#include "lesson/lesson_language.h"

#include <string.h>

static bool is_there(const App *app, const char *path) {
    TextBuffer text = {0};
    Error error;
    bool there =
        app->config.read_file && app->config.read_file(app->config.context, path, &text, &error);
    text_deinit(&text);
    return there;
}

bool guide_lesson_path(const App *app, const char *script, TextBuffer *out) {
    if (!script || !text_ends_with(text_of(script), ".py")) return false;
    Text language = text_of(app->config.language ? app->config.language : "");
    bool found = false;
    while (!found) {
        TextBuffer path = {0};
        lesson_language_path(lesson_stem(script), language, &path);
        found = !language.length || is_there(app, text_cstr(&path));
        if (found) text_append_string(out, text_cstr(&path));
        text_deinit(&path);
        language = lesson_language_wider(language);
    }
    return true;
}

/* The first mistake of a lesson that cannot be used; the script runs without it. */
static void tell_mistakes(App *app, const char *path, LessonMistakes *mistakes) {
    const LessonMistake *first = lesson_mistakes_first(mistakes);
    app_say(app, true, "%s:%u:%u: %s", path, first->line, first->column, first->text);
}

bool guide_read(App *app, const char *path) {
    Guide *guide = &app->guide;
    TextBuffer text = {0};
    Error error;
    LessonMistakes mistakes = {0};
    bool fine =
        app->config.read_file && app->config.read_file(app->config.context, path, &text, &error);
    if (!fine) {
        text_deinit(&text);
        return false;
    }
    fine = lesson_file_read(&guide->file, text_view(&text), &mistakes);
    text_deinit(&text);
    Text source = text_view(&app->source);
    bool run = fine && lesson_run_build(&guide->run, app->timeline, source, &error);
    if (fine && !run) app_say(app, true, "%s: %s", path, error.message);
    if (run) anchors_find_all(&guide->run, &guide->file, &guide->stops, &mistakes);
    fine = run && mistakes.items.count == 0;
    if (!fine) {
        if (mistakes.items.count) tell_mistakes(app, path, &mistakes);
        if (run) {
            anchors_deinit(&guide->stops);
            lesson_run_deinit(&guide->run);
        }
        lesson_file_deinit(&guide->file);
    }
    lesson_mistakes_deinit(&mistakes);
    return fine;
}

bool guide_open_lesson(App *app, const char *path, Text text, Error *error) {
    LessonFile file;
    LessonMistakes mistakes = {0};
    TextBuffer script = {0}, source = {0};
    bool fine = lesson_file_read(&file, text, &mistakes);
    if (!fine) {
        const LessonMistake *first = lesson_mistakes_first(&mistakes);
        error_set(error, "%s:%u:%u: %s", path, first->line, first->column, first->text);
    }
    if (fine) lesson_file_script_path(&file, path, &script);
    if (fine && !app->config.read_file) {
        fine = error_set(error, "%s", _("Files cannot be read here."));
    }
    fine = fine && app->config.read_file(app->config.context, text_cstr(&script), &source, error);
    if (fine) {
        text_clear(&app->lesson_path);
        text_clear(&app->lesson_script);
        text_append_string(&app->lesson_path, path);
        text_append_string(&app->lesson_script, text_cstr(&script));
        app_open_script(app, text_cstr(&script), text_view(&source));
        app->sandbox = false; /* its cards stand beside the script */
    }
    lesson_file_deinit(&file);
    lesson_mistakes_deinit(&mistakes);
    text_deinit(&script);
    text_deinit(&source);
    return fine;
}

/* The lesson that leads through what is open: the one that was opened by its file, else the one
 * beside the script. */
bool guide_find_lesson(const App *app, TextBuffer *out) {
    bool asked = app->lesson_script.length && app->path &&
                 strcmp(app->path, text_cstr(&app->lesson_script)) == 0;
    if (!asked) return guide_lesson_path(app, app->path, out);
    text_append_string(out, text_cstr(&app->lesson_path));
    return true;
}
