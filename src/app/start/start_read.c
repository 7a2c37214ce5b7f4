/* What the start page knows: lessons from their files, what was learned in them, what comes next.
 */
#include "app/app_state.h"
#include "app/start/start.h"
#include "base/path.h"
#include "base/translate.h"
#include "lesson/lesson_language.h"

#include <stdio.h>
#include <string.h>

static bool read_text(const App *app, const char *path, TextBuffer *out, Error *error) {
    if (!app->config.read_file) return error_set(error, "%s", _("Files cannot be read here."));
    return app->config.read_file(app->config.context, path, out, error);
}

static void copy_text(char *out, size_t size, Text text) {
    snprintf(out, size, "%.*s", (int)text.length, text.bytes);
}

/* ---- lessons ---- */

static void name_lesson(StartLesson *row, const char *path) {
    TextBuffer name = {0};
    progress_lesson_name(path, &name);
    if (name.length < sizeof row->name) copy_text(row->name, sizeof row->name, text_view(&name));
    text_deinit(&name);
}

/* The first mistake, by the file's name alone: the folder is told below the list. */
static void tell_mistake(StartLesson *row, const char *path, LessonMistakes *mistakes) {
    if (!mistakes->items.count) return;
    const LessonMistake *first = lesson_mistakes_first(mistakes);
    snprintf(row->mistake, sizeof row->mistake, "%s:%u:%u: %s", path_base(path), first->line,
             first->column, first->text);
}

/* The cards of a lesson by its own path; false when they cannot be used. */
static bool read_cards(App *app, const char *path, StartLesson *row) {
    TextBuffer text = {0};
    Error error;
    LessonMistakes mistakes = {0};
    bool there = read_text(app, path, &text, &error);
    if (there) {
        row->has_file = lesson_file_read(&row->file, text_view(&text), &mistakes);
        tell_mistake(row, path, &mistakes);
        if (!row->has_file) lesson_file_deinit(&row->file);
    } else {
        snprintf(row->mistake, sizeof row->mistake, "%s", error.message);
    }
    if (row->has_file) {
        copy_text(row->title, sizeof row->title, row->file.title);
        copy_text(row->goal, sizeof row->goal, row->file.goal);
        name_lesson(row, path);
    }
    lesson_mistakes_deinit(&mistakes);
    text_deinit(&text);
    return row->has_file;
}

/* One of the program's: a script, and the lesson beside it. Without that the script's own words
 * tell what it is about. */
static void read_lesson(App *app, const char *path) {
    StartLesson row = {.path = path};
    TextBuffer source = {0}, beside = {0};
    Error error;
    Lesson lesson;
    bool fine =
        read_text(app, path, &source, &error) && lesson_read(path, text_view(&source), &lesson);
    if (fine) {
        snprintf(row.number, sizeof row.number, "%s", lesson.number);
        snprintf(row.title, sizeof row.title, "%s", lesson.title);
        snprintf(row.goal, sizeof row.goal, "%s", lesson.about);
        if (app->config.guide && guide_lesson_path(app, path, &beside)) {
            read_cards(app, text_cstr(&beside), &row);
            row.mistake[0] = '\0'; /* then its script can be opened none the less */
        }
        array_push(&app->start.lessons, row);
    }
    text_deinit(&source);
    text_deinit(&beside);
}

/* ---- the person's own ---- */

/* Whether the script is there that the lesson leads through. */
static void check_script(App *app, StartLesson *row) {
    TextBuffer path = {0}, source = {0};
    Error error;
    lesson_file_script_path(&row->file, row->path, &path);
    if (!read_text(app, text_cstr(&path), &source, &error)) {
        snprintf(row->mistake, sizeof row->mistake, "%.200s: %s", path_base(row->path),
                 error.message);
    }
    text_deinit(&path);
    text_deinit(&source);
}

static void read_own_lesson(App *app, const char *path) {
    StartLesson row = {.path = path, .own = true};
    snprintf(row.title, sizeof row.title, "%s", path_base(path));
    if (read_cards(app, path, &row)) check_script(app, &row);
    array_push(&app->start.lessons, row);
}

/* Whether a lesson has the script's name; that of one with mistakes is known by no more. */
static bool is_beside(const char *lesson, const char *script) {
    return text_equal(lesson_stem(lesson), lesson_stem(script));
}

/* Whether one of the person's lessons leads through the script. */
static bool is_led_through(const App *app, const char *script) {
    bool led = false;
    for (size_t i = 0; i < app->start.lessons.count && !led; i++) {
        const StartLesson *row = &app->start.lessons.items[i];
        TextBuffer path = {0};
        if (row->has_file) lesson_file_script_path(&row->file, row->path, &path);
        led = row->own && (row->has_file ? strcmp(text_cstr(&path), script) == 0
                                         : is_beside(row->path, script));
        text_deinit(&path);
    }
    return led;
}

static void read_own_script(App *app, const char *path) {
    StartLesson row = {.path = path, .own = true};
    TextBuffer source = {0};
    Error error;
    Lesson lesson;
    snprintf(row.title, sizeof row.title, "%s", path_base(path));
    if (!read_text(app, path, &source, &error)) {
        snprintf(row.mistake, sizeof row.mistake, "%s", error.message);
    } else if (lesson_read(path, text_view(&source), &lesson)) {
        snprintf(row.title, sizeof row.title, "%s", lesson.title);
        snprintf(row.goal, sizeof row.goal, "%s", lesson.about);
    }
    array_push(&app->start.lessons, row);
    text_deinit(&source);
}

/* The person's lesson of that name in a language; null: there is none. */
static const char *find_own(const AppConfig *config, Text stem, Text language) {
    for (size_t i = 0; i < config->own_lesson_count; i++) {
        const char *path = config->own_lesson_paths[i];
        if (text_ends_with(text_of(path), ".lesson") && text_equal(lesson_stem(path), stem) &&
            text_equal(lesson_language(path), language)) {
            return path;
        }
    }
    return NULL;
}

/* Of a lesson in several languages one: the person's, else that for everyone. */
static bool is_best(const AppConfig *config, const char *path) {
    Text stem = lesson_stem(path), language = text_of(config->language ? config->language : "");
    const char *best = find_own(config, stem, language);
    while (!best && language.length) {
        language = lesson_language_wider(language);
        best = find_own(config, stem, language);
    }
    return !best || best == path;
}

static void read_own(App *app) {
    const AppConfig *config = &app->config;
    for (size_t i = 0; i < config->own_lesson_count; i++) {
        const char *path = config->own_lesson_paths[i];
        bool lesson = text_ends_with(text_of(path), ".lesson");
        if (lesson && is_best(config, path)) read_own_lesson(app, path);
    }
    for (size_t i = 0; i < config->own_lesson_count; i++) {
        const char *path = config->own_lesson_paths[i];
        bool script = text_ends_with(text_of(path), ".py");
        if (script && !is_led_through(app, path)) read_own_script(app, path);
    }
}

/* ---- the whole ---- */

static void forget_lessons(StartPage *page) {
    for (size_t i = 0; i < page->lessons.count; i++) {
        if (page->lessons.items[i].has_file) lesson_file_deinit(&page->lessons.items[i].file);
    }
    array_clear(&page->lessons);
}

void start_deinit(StartPage *page) {
    forget_lessons(page);
    array_deinit(&page->lessons);
    file_rows_clear(&page->scenes);
    file_rows_clear(&page->recent);
}

void start_read(App *app) {
    forget_lessons(&app->start);
    file_rows_clear(&app->start.scenes);
    file_rows_clear(&app->start.recent);
    for (size_t i = 0; i < app->config.lesson_count; i++) {
        read_lesson(app, app->config.lesson_paths[i]);
    }
    read_own(app);
    scene_list(app, &app->start.scenes);
    recent_list(app, &app->start.recent);
    start_count(app);
}

/* ---- what was learned ---- */

static void count_lesson(const App *app, StartLesson *row) {
    const Progress *progress = &app->learned.progress;
    row->seen = row->asked = row->right = row->tasks = row->done = 0;
    for (uint32_t i = 0; row->has_file && i < row->file.beat_count; i++) {
        const LessonBeat *beat = &row->file.beats[i];
        const ProgressRow *known = progress_find(progress, row->name, beat->name);
        row->asked += beat->predict != NULL;
        row->tasks += beat->task != NULL;
        if (!known) continue;
        row->seen += known->seen;
        row->right += beat->predict && known->answered && known->first == ANSWERED_RIGHT;
        row->done += beat->task && known->done;
    }
}

static bool is_finished(const App *app, const StartLesson *row) {
    const ProgressPlace *place = progress_find_place(&app->learned.progress, row->name);
    if (place) return !place->beat[0];
    /* what was learned before places were kept */
    return row->has_file && row->seen >= row->file.beat_count;
}

/* The program's lessons come first. */
static size_t count_program(const StartPage *page) {
    size_t count = 0;
    while (count < page->lessons.count && !page->lessons.items[count].own) count++;
    return count;
}

/* The first of the program's lessons from `from` on, round and round, that was not led to its end.
 */
static bool find_unfinished(const App *app, size_t from, size_t *found) {
    size_t count = count_program(&app->start);
    for (size_t i = 0; i < count; i++) {
        size_t at = (from + i) % count;
        if (is_finished(app, &app->start.lessons.items[at])) continue;
        *found = at;
        return true;
    }
    return false;
}

/* The lesson that one was in last, of those that are listed. */
static bool find_last(const App *app, size_t *found, bool *ended) {
    const Progress *progress = &app->learned.progress;
    for (size_t i = progress->places.count; i-- > 0;) {
        const ProgressPlace *place = &progress->places.items[i];
        for (size_t j = 0; j < app->start.lessons.count; j++) {
            const StartLesson *row = &app->start.lessons.items[j];
            if (!row->has_file || row->mistake[0] || strcmp(row->name, place->lesson) != 0)
                continue;
            *found = j;
            *ended = !place->beat[0];
            return true;
        }
    }
    return false;
}

static void choose(App *app) {
    StartPage *page = &app->start;
    size_t last;
    bool ended = false;
    page->offer = count_program(page) ? START_ALL_DONE : START_NOTHING;
    page->beat = 0;
    if (find_last(app, &last, &ended)) {
        size_t after = page->lessons.items[last].own ? 0 : last + 1;
        if (!ended) {
            page->offer = START_CONTINUE;
            page->offered = last;
        } else if (find_unfinished(app, after, &page->offered)) {
            page->offer = START_NEXT;
        }
    } else if (find_unfinished(app, 0, &page->offered)) {
        bool begun = page->lessons.items[page->offered].seen > 0;
        page->offer = begun ? START_CONTINUE : page->offered ? START_NEXT : START_FIRST;
    }
    if (!start_can_continue(app)) return;
    const StartLesson *row = &page->lessons.items[page->offered];
    if (row->has_file) page->beat = learned_place(app, row->name, &row->file);
}

void start_count(App *app) {
    for (size_t i = 0; i < app->start.lessons.count; i++) {
        count_lesson(app, &app->start.lessons.items[i]);
    }
    choose(app);
}
