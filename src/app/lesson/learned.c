#include "app/lesson/learned.h"

#include "app/app_state.h"
#include "app/lesson/guide.h"
#include "base/translate.h"

#include <stdio.h>
#include <string.h>

void learned_read(App *app) {
    TextBuffer text = {0};
    Error error;
    const AppConfig *config = &app->config;
    Learned *learned = &app->learned;
    bool there = config->progress_path && config->read_file &&
                 config->read_file(config->context, config->progress_path, &text, &error);
    learned->foreign = there && !progress_read(&learned->progress, text_view(&text));
    /* a file that is no progress is left as it is */
    learned->kept = config->progress_path && config->write_file && !learned->foreign;
    text_deinit(&text);
}

void learned_deinit(Learned *learned) {
    progress_deinit(&learned->progress);
    progress_deinit(&learned->own);
}

static void write(App *app) {
    TextBuffer text = {0};
    Error error;
    if (!app->learned.kept || app->learned.guest) return;
    progress_write(&app->learned.progress, &text);
    if (!app->config.write_file(app->config.context, app->config.progress_path, text_view(&text),
                                &error)) {
        app->learned.kept = false; /* said once */
        app_say(app, true, _("Your progress cannot be kept: %s"), error.message);
    }
    text_deinit(&text);
}

/* What a class is shown is nobody's progress. */
static bool is_own(const App *app) {
    return !app->present.on;
}

/* Whether that is known already; a null beat is the lesson's end. */
static bool is_last_place(const Progress *progress, const char *lesson, const char *beat) {
    if (!progress->places.count) return false;
    const ProgressPlace *last = &array_last(&progress->places);
    return strcmp(last->lesson, lesson) == 0 && strcmp(last->beat, beat ? beat : "") == 0;
}

void learned_saw(App *app, const char *lesson, const char *beat) {
    if (!is_own(app)) return;
    Progress *progress = &app->learned.progress;
    const ProgressRow *row = progress_find(progress, lesson, beat);
    if (row && row->seen && is_last_place(progress, lesson, beat)) return;
    progress_see(progress, lesson, beat);
    progress_be_at(progress, lesson, beat);
    write(app);
}

void learned_ended(App *app, const char *lesson) {
    if (!is_own(app)) return;
    if (is_last_place(&app->learned.progress, lesson, NULL)) return;
    progress_be_at(&app->learned.progress, lesson, NULL);
    write(app);
}

void learned_answered(App *app, const char *lesson, const char *beat, AnswerOutcome outcome) {
    if (!is_own(app)) return;
    progress_answer(&app->learned.progress, lesson, beat, outcome);
    write(app);
}

void learned_did(App *app, const char *lesson, const char *beat) {
    if (!is_own(app)) return;
    progress_finish(&app->learned.progress, lesson, beat);
    write(app);
}

void learned_forget(App *app, const char *lesson) {
    if (!is_own(app)) return;
    progress_reset(&app->learned.progress, lesson);
    write(app);
}

void learned_forget_all(App *app) {
    if (!is_own(app)) return;
    bool welcomed = learned_is_welcomed(app);
    progress_deinit(&app->learned.progress);
    if (welcomed) learned_be_welcomed(app);
    write(app);
}

void learned_set_guest(App *app, bool guest) {
    Learned *learned = &app->learned;
    if (learned->guest == guest) return;
    if (guest) {
        learned->own = learned->progress;
        learned->progress = (Progress){0};
    } else {
        progress_deinit(&learned->progress);
        learned->progress = learned->own;
        learned->own = (Progress){0};
    }
    learned->guest = guest;
}

/* ---- the first start ---- */

static void welcome_name(const App *app, char *name, size_t size) {
    TextBuffer text = {0};
    if (app->config.welcome_path) progress_lesson_name(app->config.welcome_path, &text);
    snprintf(name, size, "%s", text_cstr(&text));
    text_deinit(&text);
}

bool learned_is_welcomed(const App *app) {
    const Progress *progress = &app->learned.progress;
    char name[PROGRESS_NAME_MAX + 1];
    welcome_name(app, name, sizeof name);
    const ProgressPlace *place = progress_find_place(progress, name);
    if (app->learned.foreign || (place && !place->beat[0])) return true;
    for (size_t i = 0; i < progress->rows.count; i++) {
        const ProgressRow *row = &progress->rows.items[i];
        if (row->done || strcmp(row->lesson, name) != 0) return true;
    }
    return false;
}

void learned_be_welcomed(App *app) {
    char name[PROGRESS_NAME_MAX + 1];
    welcome_name(app, name, sizeof name);
    if (name[0]) learned_ended(app, name);
}

/* ---- where to go on ---- */

uint32_t learned_place(const App *app, const char *lesson, const LessonFile *file) {
    if (!is_own(app)) return 0; /* a presentation begins at the beginning */
    const Progress *progress = &app->learned.progress;
    const ProgressPlace *place = progress_find_place(progress, lesson);
    if (place && !place->beat[0]) return 0;
    const LessonBeat *beat = place ? lesson_file_find(file, place->beat) : NULL;
    if (beat) return (uint32_t)(beat - file->beats);
    for (uint32_t i = 0; i < file->beat_count; i++) {
        const ProgressRow *row = progress_find(progress, lesson, file->beats[i].name);
        if (!row || !row->seen) return i;
    }
    return 0;
}
