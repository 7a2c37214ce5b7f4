#include "app/history.h"

#include "app/app_state.h"
#include "app/script/code_pane.h"
#include "base/translate.h"
#include "heap/gc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW_INSTRUCTIONS = 20000000 /* a run with history: about a second */ };

#define WINDOW_HISTORY ((uint64_t)512 << 20) /* bytes */

void app_close(App *app) {
    export_sheet_forget(app);
    present_forget(app);
    guide_close(app);
    editor_forget(app);
    check_abandon(app);
    statements_forget(app);
    loading_drop(app);
    hand_cancel(app);
    app_select_none(app);
    snapshot_deinit(&app->now_shown);
    if (app->has_before) snapshot_deinit(&app->before_shown);
    app->has_before = false;
    app->shown_stop = 0;
    app->menu.open = app->statement.open = false;
    app->arrival.due = false;
    name_log_deinit(&app->names);
    app->options.only_from = (Handle){0};
    inside_deinit(&app->inside.look);
    array_deinit(&app->inside.stops);
    app->inside = (InsideView){0};
    arrange_forget(app);
    scene_destroy(app->scene);
    app->scene = scene_create(app->config.measure);
    timeline_destroy(app->timeline);
    app->timeline = NULL;
    text_clear(&app->source);
    text_clear(&app->problem);
    output_forget(app);
    array_clear(&app->marks);
    array_clear(&app->effects);
    memory_free(app->path);
    app->path = NULL;
    app->playing = false;
    files_reset(app);
}

/* ---- what is said of it ---- */

/* A lesson is headed "1  Reference counting", any other script by its file name. */
static void make_heading(App *app) {
    const char *base = app_base_name(app);
    Lesson lesson;
    Text source = {text_cstr(&app->source), app->source.length};
    snprintf(app->heading, sizeof app->heading, "%s", base);
    if (lesson_read(app->path, source, &lesson)) {
        snprintf(app->heading, sizeof app->heading, "%s  %s", lesson.number, lesson.title);
    }
}

/* What was born in a step has serials of its own: from `first` to `last`; 0: nothing was. */
typedef struct Births {
    uint32_t first, last;
} Births;

static Births births_of(const Timeline *timeline, uint32_t stop) {
    uint32_t count;
    const TimelineEvent *events = timeline_events(timeline, stop, &count);
    Births births = {0};
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].kind != HEAP_BORN) continue;
        if (!births.first) births.first = events[i].object.serial;
        births.last = events[i].object.serial;
    }
    return births;
}

static bool is_among(Births births, Handle object) {
    return births.first && object.serial >= births.first && object.serial <= births.last;
}

typedef Array(uint32_t) Serials;

static int compare_serials(const void *a, const void *b) {
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    return (one > other) - (one < other);
}

/* Of all that calls and class statements made for themselves, ascending: no picture shows it. */
static void find_passing(const Timeline *timeline, Serials *out) {
    for (uint32_t stop = 1; stop <= timeline_count(timeline); stop++) {
        uint32_t count;
        const TimelineEvent *events = timeline_events(timeline, stop, &count);
        for (uint32_t i = 0; i < count; i++) {
            if (events[i].kind == HEAP_PASSING) array_push(out, events[i].object.serial);
        }
    }
    if (out->count) qsort(out->items, out->count, sizeof *out->items, compare_serials);
}

static bool is_passing(const Serials *passing, Handle object) {
    return passing->count && bsearch(&object.serial, passing->items, passing->count,
                                     sizeof *passing->items, compare_serials);
}

/* What the step to a stop changed of what lives: containers born and not freed in the same step,
 * and freed. `own`: what was born before the first line of the script or statement that the step
 * is of: it is there to run it (its code, its frame's parts), and no work of it. */
static uint8_t mark_of(const Timeline *timeline, uint32_t stop, Births own,
                       const Serials *passing) {
    uint32_t count, born = 0, freed = 0;
    const TimelineEvent *events = timeline_events(timeline, stop, &count);
    Births births = births_of(timeline, stop);
    uint8_t mark = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].kind == HEAP_COLLECTION_BEGAN) {
            bool by_itself = events[i].detail & GC_BEGAN_BY_ITSELF;
            mark |= by_itself ? MARK_COLLECT_BY_ITSELF : MARK_COLLECT;
        }
        if (!events[i].container || is_among(own, events[i].object)) continue;
        if (is_passing(passing, events[i].object)) continue;
        if (events[i].kind == HEAP_BORN) {
            born++;
        } else if (events[i].kind == HEAP_FREED && is_among(births, events[i].object)) {
            born--;
        } else if (events[i].kind == HEAP_FREED) {
            freed++;
        }
    }
    if (born) mark |= MARK_BIRTH;
    if (freed) mark |= MARK_DEATH;
    return mark;
}

static void make_marks(App *app) {
    const Timeline *timeline = app->timeline;
    const Births script = births_of(timeline, 1);
    const char *statement = NULL;
    Births own = script;
    Serials passing = {0};
    find_passing(timeline, &passing);
    array_clear(&app->marks);
    array_push(&app->marks, 0); /* stops count from 1 */
    for (uint32_t stop = 1; stop <= timeline_count(timeline); stop++) {
        bool edit = timeline_is_edit(timeline, stop);
        const char *of = edit ? timeline_statement(timeline, stop) : NULL;
        if (of != statement) own = of ? births_of(timeline, stop) : script;
        statement = of;
        array_push(&app->marks, mark_of(timeline, stop, own, &passing));
    }
    array_deinit(&passing);
}

/* The number after the last "line " of a traceback, or between the first colons of a refusal. */
static uint32_t line_told(const App *app, const char *told) {
    const char *found = NULL;
    for (const char *at = strstr(told, "line "); at; at = strstr(at + 1, "line ")) found = at + 5;
    size_t length = app->path ? strlen(app->path) : 0;
    if (!found && length && strncmp(told, app->path, length) == 0 && told[length] == ':') {
        found = told + length + 1;
    }
    return found ? (uint32_t)strtoul(found, NULL, 10) : 0;
}

/* How the script of this history ended; a traceback is the last that it printed. */
static void tell_outcome(App *app) {
    const TimelineOutcome *outcome = timeline_outcome(app->timeline);
    text_clear(&app->problem);
    app->problem_line = 0;
    if (outcome->waiting) return; /* the question is told where it is answered */
    if (!outcome->stop || outcome->result == RUN_OK || outcome->result == RUN_EXIT) return;
    if (outcome->result == RUN_HALTED) {
        text_append_string(&app->problem, outcome->message);
        app->problem_line = line_told(app, outcome->message);
        return;
    }
    TextBuffer printed = {0};
    timeline_step_output(app->timeline, outcome->stop, &printed);
    Text told = {text_cstr(&printed), printed.length};
    app->problem_line = outcome->result == RUN_EXCEPTION
                            ? timeline_script_line(app->timeline, outcome->stop - 1)
                            : line_told(app, text_cstr(&printed));
    if (outcome->result == RUN_EXCEPTION) told = text_last_line(told);
    text_append(&app->problem, told.bytes, told.length);
    text_deinit(&printed);
}

/* What is said of a history, after it was recorded, cut or exchanged. */
static void tell_history(App *app) {
    files_noted(app);
    tell_outcome(app);
    make_marks(app);
    name_log_build(&app->names, app->timeline);
    done_list_update(app);
    inspection_shown(app, true);
}

/* ---- opening ---- */

/* Both are the app's from now on. */
static void take_script(App *app, char *path, TextBuffer source) {
    app_close(app);
    start_close(app);
    app->path = path;
    app->note.text[0] = '\0'; /* it was about another one */
    text_deinit(&app->source);
    app->source = source;
    code_color(&app->code, (Text){text_cstr(&app->source), app->source.length});
    make_heading(app);
    app->code_width = code_pane_width(app);
    app->code_scroll = app->code_scroll_x = app->inspector_scroll = app->edits_scroll = 0;
}

void app_take_history(App *app, char *path, TextBuffer source, Timeline *timeline) {
    take_script(app, path, source);
    app->timeline = timeline;
    tell_history(app);
}

Timeline *app_make_timeline(const App *app, const char *name, Error *error) {
    TimelineConfig config = {.instruction_budget = WINDOW_INSTRUCTIONS,
                             .memory_budget = SAVED_MEMORY,
                             .history_budget = WINDOW_HISTORY,
                             .argument = name,
                             .check = app->config.check};
    return timeline_create(&config, error);
}

void app_open_script(App *app, const char *path, Text source) {
    char *name = text_copy(text_of(path));
    TextBuffer text = {0};
    text_append(&text, source.bytes, source.length);
    take_script(app, name, text);
    Error error = {""};
    Timeline *timeline = app_make_timeline(app, app->path, &error);
    if (!timeline) {
        text_append_string(&app->problem, error.message);
    } else {
        loading_start(app, timeline);
    }
}

/* What Lastref does not have is told at once, not only where the run ends. */
static void tell_early_end(App *app) {
    const TimelineOutcome *outcome = timeline_outcome(app->timeline);
    if (outcome->result != RUN_HALTED || outcome->waiting || outcome->stop < 2) return;
    app_say(app, true, _("The run ends at step %u. %s"), outcome->stop, outcome->message);
}

void app_opened(App *app, Timeline *timeline) {
    app->timeline = timeline;
    tell_history(app);
    app->file.saved_mark = app->file.mark;
    timeline_seek(app->timeline, 1);
    if (app->config.guide) guide_open(app);
    scene_foresee(app->scene, app->timeline, app->options, false);
    app_refresh(app);
    if (question_is_asked(app)) question_begin(app);
    tell_early_end(app);
    app->camera = (Camera){.follow = true, .fit_due = true};
    app->view.pan = (Point){20, 44};
    app->view.zoom = 1;
}

int app_outcome(const App *app, const char **message) {
    *message = text_cstr(&app->problem);
    if (!app->timeline) return 3;
    switch (timeline_outcome(app->timeline)->result) {
    case RUN_HALTED: return 3;
    case RUN_EXCEPTION:
    case RUN_SYNTAX: return 1;
    default: *message = ""; return 0;
    }
}

void app_resume(App *app) {
    if (!app->timeline || !timeline_can_resume(app->timeline)) return;
    timeline_resume(app->timeline);
    tell_history(app);
}

void app_refresh_history(App *app) {
    tell_history(app);
    app_refresh(app);
    guide_shown(app);
}
