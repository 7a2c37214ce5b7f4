/* What the person has seen and done in lessons, kept in a file of their own. */
#include "app/app_state.h"
#include "app/lesson/guide.h"
#include "base/translate.h"

#include <string.h>

void learned_read(App *app) {
    TextBuffer text = {0};
    Error error;
    const AppConfig *config = &app->config;
    bool there = config->progress_path && config->read_file &&
                 config->read_file(config->context, config->progress_path, &text, &error);
    /* a file that is no progress is left as it is */
    app->learned.kept =
        config->progress_path && config->write_file &&
        (!there || progress_read(&app->learned.progress, (Text){text_cstr(&text), text.length}));
    text_deinit(&text);
}

static void write(App *app) {
    TextBuffer text = {0};
    Error error;
    if (!app->learned.kept) return;
    progress_write(&app->learned.progress, &text);
    if (!app->config.write_file(app->config.context, app->config.progress_path,
                                (Text){text_cstr(&text), text.length}, &error)) {
        app->learned.kept = false; /* said once */
        app_say(app, true, _("Your progress cannot be kept: %s"), error.message);
    }
    text_deinit(&text);
}

/* What a class is shown is nobody's progress. */
static bool is_own(const App *app) {
    return !app->present.on;
}

void learned_saw(App *app, const char *lesson, const char *beat) {
    if (!is_own(app)) return;
    const ProgressRow *row = progress_find(&app->learned.progress, lesson, beat);
    if (row && row->seen) return;
    progress_see(&app->learned.progress, lesson, beat);
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

/* The first card that was not seen yet; the first of all when all were. */
uint32_t learned_place(const App *app, const Guide *guide) {
    if (!is_own(app)) return 0;
    for (uint32_t i = 0; i < guide->file.beat_count; i++) {
        const ProgressRow *row =
            progress_find(&app->learned.progress, guide->name, guide->file.beats[i].name);
        if (!row || !row->seen) return i;
    }
    return 0;
}
