#include "app/files/export_lesson.h"

#include "app/app_state.h"
#include "app/files/file_pair.h"
#include "base/path.h"
#include "base/translate.h"

#include <string.h>

static const char ENDING[] = ".lesson";

bool export_lesson_paths(const char *path, TextBuffer *script) {
    Text whole = text_of(path);
    if (!text_ends_with(whole, ENDING) || strcmp(path_base(path), ENDING) == 0) return false;
    text_append(script, path, whole.length - strlen(ENDING));
    text_append_string(script, ".py");
    return true;
}

bool export_lesson_write(const AppConfig *files, const LessonDraft *draft, const char *path,
                         Error *error) {
    TextBuffer script = {0};
    bool ok = export_lesson_paths(path, &script) ||
              error_set(error, _("%s is no name of a lesson: NAME.lesson"), path);
    FilePair pair = {{text_cstr(&script), path},
                     {text_view(&draft->script), text_view(&draft->lesson)}};
    ok = ok && file_pair_write(files, &pair, error);
    text_deinit(&script);
    return ok;
}

void export_lesson_in_the_way(const AppConfig *files, const char *path, TextBuffer *out) {
    TextBuffer script = {0};
    if (export_lesson_paths(path, &script)) {
        FilePair pair = {.paths = {text_cstr(&script), path}};
        const char *there = file_pair_in_the_way(files, &pair);
        if (there) text_append_string(out, there);
    }
    text_deinit(&script);
}

bool export_lesson_make(Timeline *timeline, Text source, const char *title, const char *path,
                        bool check_heap, LessonDraft *draft, Error *error) {
    char *name = text_copy(path_stem(text_of(path_base(path))));
    LessonDraftConfig config = {
        .title = title[0] ? title : name, .name = name, .check_heap = check_heap};
    bool ok = lesson_draft_make(timeline, source, &config, draft, error);
    memory_free(name);
    return ok;
}

bool export_lesson_to(App *app, const char *path, Error *error) {
    LessonDraft draft = {0};
    bool ok = export_lesson_make(app->timeline, text_view(&app->source), app->file.title, path,
                                 app->config.check, &draft, error) &&
              export_lesson_write(&app->config, &draft, path, error);
    lesson_draft_deinit(&draft);
    return ok;
}
