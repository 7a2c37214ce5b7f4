#include "app/app.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "base/path.h"
#include "base/translate.h"
#include "heap/gc.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NOTE_MS = 5000,
    FREE_MS = 110,                 /* one free of a cascade */
    CASCADE_MOST = 8,              /* of them at that pace; longer ones go faster */
    PLACED_BEFORE_MAX = 5000,      /* objects: a second layout must not be felt */
    WINDOW_INSTRUCTIONS = 20000000 /* a run with history: about a second */
};

#define WINDOW_HISTORY ((uint64_t)512 << 20) /* bytes */

/* Lines a second at 1x; the speeds are multiples of it. */
static const float PLAY_RATE = 1.25f;
static const float play_speeds[] = {1, 2, 4, 8};

/* ---- lifecycle ---- */

App *app_create(const AppConfig *config) {
    App *app = memory_alloc(sizeof *app);
    app->config = *config;
    app->theme = config->theme;
    app->options.level = SCENE_COUNTS;
    app->left_width = 408;
    app->inspector_width = 288;
    app->interface_scale = 1;
    app->view.zoom = 1;
    app->scene = scene_create(app->config.measure);
    app->ui.clipboard = app->config.clipboard;
    app->present.notes.apart = config->notes_window;
    learned_read(app);
    settings_open(app);
    return app;
}

static void close_script(App *app) {
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

void app_destroy(App *app) {
    if (!app) return;
    if (app->quit) journal_end(app);
    settings_deinit(app);
    close_script(app);
    scene_destroy(app->scene);
    text_deinit(&app->source);
    text_deinit(&app->problem);
    text_deinit(&app->errors);
    output_deinit(&app->output);
    text_deinit(&app->checking.told);
    statements_deinit(app);
    ui_text_field_deinit(&app->question.field);
    ui_text_field_deinit(&app->making.field);
    ui_text_field_deinit(&app->statement.field);
    search_deinit(&app->search);
    class_form_deinit(&app->class_form);
    gc_panel_deinit(&app->gc_panel);
    text_deinit(&app->making.of);
    text_deinit(&app->gesture.text);
    text_deinit(&app->gesture.effect);
    code_lines_deinit(&app->code);
    array_deinit(&app->marks);
    array_deinit(&app->effects);
    array_deinit(&app->selected);
    array_deinit(&app->possible);
    inspection_deinit(&app->inspection);
    prompt_deinit(&app->prompt);
    path_sheet_deinit(&app->path_sheet);
    export_sheet_deinit(&app->export_sheet);
    text_deinit(&app->file.window_title);
    editor_deinit(app);
    learned_deinit(&app->learned);
    start_deinit(&app->start);
    text_deinit(&app->lesson_path);
    text_deinit(&app->lesson_script);
    present_deinit(app);
    ui_deinit(&app->ui);
    memory_free(app);
}

/* ---- notes and wishes ---- */

void app_focus_canvas(App *app) {
    ui_set_focus(&app->ui, "canvas");
    app->ui.focus_shown = false;
}

void app_say(App *app, bool bad, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(app->note.text, sizeof app->note.text, format, args);
    va_end(args);
    app->note.bad = bad;
    app->note.until = app->now + NOTE_MS;
    if (bad) app_log(app, "told: %s", app->note.text);
}

void app_log(App *app, const char *format, ...) {
    if (!app->config.log) return;
    TextBuffer line = {0};
    va_list args;
    va_start(args, format);
    text_appendv(&line, format, args);
    va_end(args);
    app->config.log(app->config.context, text_cstr(&line));
    text_deinit(&line);
}

void app_wish_stop(App *app, uint32_t stop) {
    app_wish_inside(app, stop, 0);
}

void app_wish_inside(App *app, uint32_t stop, uint32_t inside) {
    app->wish.stop = stop;
    app->wish.inside = inside;
}

/* ---- opening ---- */

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

/* Which steps changed what lives: containers born and not freed in the same step, and freed. */
static uint8_t mark_of(const Timeline *timeline, uint32_t stop) {
    uint32_t count;
    const TimelineEvent *events = timeline_events(timeline, stop, &count);
    uint32_t born = 0, freed = 0;
    uint8_t mark = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].kind == HEAP_COLLECTION_BEGAN) {
            bool by_itself = events[i].detail & GC_BEGAN_BY_ITSELF;
            mark |= by_itself ? MARK_COLLECT_BY_ITSELF : MARK_COLLECT;
        }
        if (!events[i].container) continue;
        if (events[i].kind == HEAP_BORN) {
            born++;
            continue;
        }
        if (events[i].kind != HEAP_FREED) continue;
        bool passing = false; /* born in this very step */
        for (uint32_t j = i; j-- > 0 && i - j < 64 && !passing;) {
            passing =
                events[j].kind == HEAP_BORN && events[j].object.serial == events[i].object.serial;
        }
        if (passing) {
            born--;
        } else {
            freed++;
        }
    }
    if (stop > 1 && born) mark |= MARK_BIRTH;
    if (freed) mark |= MARK_DEATH;
    return mark;
}

static void make_marks(App *app) {
    array_clear(&app->marks);
    array_push(&app->marks, 0); /* stops count from 1 */
    for (uint32_t stop = 1; stop <= timeline_count(app->timeline); stop++) {
        array_push(&app->marks, mark_of(app->timeline, stop));
    }
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

/* Both are the app's from now on. */
static void take_script(App *app, char *path, TextBuffer source) {
    close_script(app);
    start_close(app);
    app->path = path;
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

void app_opened(App *app, Timeline *timeline) {
    app->timeline = timeline;
    tell_history(app);
    app->file.saved_mark = app->file.mark;
    timeline_seek(app->timeline, 1);
    if (app->config.guide) guide_open(app);
    scene_foresee(app->scene, app->timeline, app->options, false);
    app_refresh(app);
    if (question_is_asked(app)) question_begin(app);
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

/* ---- what is shown ---- */

/* Whether anything on the canvas differs from the stop before. */
static bool has_changes(const App *app) {
    if (!app->has_before) return false;
    if (app->now_shown.objects.count != app->before_shown.objects.count) return true;
    for (size_t i = 0; i < app->now_shown.objects.count; i++) {
        const SnapObject *object = &app->now_shown.objects.items[i];
        uint32_t old = snapshot_find(&app->before_shown, object->handle);
        if (old == SNAPSHOT_NONE) return true;
        if (app->before_shown.objects.items[old].refcount != object->refcount) return true;
    }
    return false;
}

/* The frees of the step that led to the shown stop. Inside a step each has a stop of its own. */
static void set_deaths(App *app) {
    Handle freed[SCENE_DEATHS_MAX];
    size_t count = 0;
    uint32_t events = 0;
    const TimelineEvent *event =
        timeline_events(app->timeline, timeline_position(app->timeline), &events);
    for (uint32_t i = 0; !app->inside.at && i < events && count < SCENE_DEATHS_MAX; i++) {
        if (event[i].kind == HEAP_FREED && event[i].container) freed[count++] = event[i].object;
    }
    scene_set_deaths(app->scene, freed, count);
}

void app_set_scene(App *app) {
    scene_set_inside(app->scene,
                     app->inside.at || app->inside.look.collecting ? &app->inside.look : NULL);
    scene_set_names(app->scene, &app->names, timeline_position(app->timeline));
    scene_set_frozen(app->scene,
                     timeline_is_frozen(app->timeline, timeline_position(app->timeline)));
    set_deaths(app);
    scene_set(app->scene, &app->now_shown, app->has_before ? &app->before_shown : NULL,
              app->options);
    app->row_selected = false;
    app->hover = (ScenePart){0};
    hand_cancel(app);
    inspection_shown(app, false);
}

const char *app_level_name(SceneLevel level) {
    static const char *const names[] = {N_("basic"), N_("counts"), N_("internals")};
    return names[level];
}

SnapshotDetail app_detail(const App *app) {
    return app->options.level == SCENE_INTERNALS ? SNAPSHOT_INTERNALS : SNAPSHOT_PLAIN;
}

/* After a jump the stop before is placed first: what the step freed leaves ghosts where it stood,
 * and the picture is the one that a step from there gives. */
static void place_before(App *app, uint32_t stop) {
    uint32_t shown = app->shown_stop;
    app->shown_stop = stop;
    bool jumped = shown + 1 != stop && shown != stop && shown != stop + 1;
    if (!jumped || !app->has_before || app->before_shown.objects.count > PLACED_BEFORE_MAX) return;
    scene_set_inside(app->scene, NULL);
    scene_set_names(app->scene, &app->names, stop - 1);
    scene_set_frozen(app->scene, timeline_is_frozen(app->timeline, stop - 1));
    scene_set(app->scene, &app->before_shown, NULL, app->options);
}

void app_refresh(App *app) {
    uint32_t stop = timeline_position(app->timeline);
    snapshot_deinit(&app->now_shown);
    if (app->has_before) snapshot_deinit(&app->before_shown);
    app->has_before = stop > 1;
    if (app->has_before) {
        timeline_seek(app->timeline, stop - 1);
        snapshot_build(&app->before_shown, timeline_vm(app->timeline), app_detail(app));
        timeline_seek(app->timeline, stop);
    }
    snapshot_build(&app->now_shown, timeline_vm(app->timeline), app_detail(app));
    step_inside_list(app);
    place_before(app, stop);
    app_set_scene(app);
    output_gather(app);
    narrate(app);
    app_shown(app, has_changes(app));
}

static void show_again(App *app) {
    uint32_t inside = app->inside.at;
    app_refresh(app);
    if (inside) step_inside_show(app, inside);
}

void app_set_level(App *app, const char *name) {
    for (int level = SCENE_BASIC; level <= SCENE_INTERNALS; level++) {
        if (strcmp(name, app_level_name((SceneLevel)level)) == 0) {
            app->options.level = (SceneLevel)level;
        }
    }
    if (app->timeline) show_again(app);
}

void app_shown(App *app, bool changed) {
    app->code_follows = true;
    app->shown_since = app->now;
    app->changes = !app->config.reduced_motion && changed;
    uint32_t ghosts = scene_ghosts(app->scene);
    app->cascade_ms = ghosts > 1 ? (ghosts < CASCADE_MOST ? ghosts : CASCADE_MOST) * FREE_MS : 0;
    camera_follow(app);
}

void app_refresh_history(App *app) {
    tell_history(app);
    app_refresh(app);
    guide_shown(app);
}

void app_show_step(App *app, uint32_t step) {
    if (!app->timeline || timeline_count(app->timeline) == 0) return;
    if (step == 0 || step > timeline_count(app->timeline)) step = timeline_count(app->timeline);
    timeline_seek(app->timeline, step);
    app_refresh(app);
    app->changes = false;
    app->camera.fit_due = true;
}

uint32_t app_step(const App *app) {
    return app->timeline ? timeline_position(app->timeline) : 0;
}

uint32_t app_step_count(const App *app) {
    return app->timeline ? timeline_count(app->timeline) : 0;
}

bool app_at_edit(const App *app) {
    return app->timeline && timeline_is_edit(app->timeline, timeline_position(app->timeline));
}

/* ---- selection ---- */

void app_select_none(App *app) {
    array_clear(&app->selected);
    app->row_selected = false;
    app->inspection.frame.chosen = false;
    inspection_selected(app);
}

void app_select(App *app, Handle object, bool toggle) {
    if (!object.serial) return;
    app->inspection.frame.chosen = false;
    inspection_selected(app);
    if (!toggle) {
        array_clear(&app->selected);
        app->inspector_scroll = 0;
    }
    for (size_t i = 0; i < app->selected.count; i++) {
        if (!handle_equal(app->selected.items[i], object)) continue;
        memmove(&app->selected.items[i], &app->selected.items[i + 1],
                (app->selected.count - i - 1) * sizeof object);
        app->selected.count--;
        return;
    }
    array_push(&app->selected, object);
}

uint32_t app_selected(const App *app) {
    if (!app->selected.count || !app->timeline) return SNAPSHOT_NONE;
    return snapshot_find(&app->now_shown, array_last(&app->selected));
}

ReferencePlace app_row_place(const App *app, uint32_t row) {
    const SceneRow *self = scene_row(app->scene, row);
    return (ReferencePlace){.variable = self->variable,
                            .holder = scene_row_holder(app->scene, row),
                            .reference = self->reference,
                            .key = self->key};
}

/* A frame's name for the object, the module's first, and another one than `known` if there is. */
static Text name_of(const Snapshot *snapshot, uint32_t object, Text known) {
    Text found = {"", 0};
    for (size_t i = 0; i < snapshot->variables.count; i++) {
        if (snapshot->variables.items[i].object != object) continue;
        Text name = snapshot->variables.items[i].name;
        if (!text_equal(name, known)) return name;
        found = name;
    }
    return found;
}

void app_object_label(const App *app, const Snapshot *snapshot, uint32_t object, TextBuffer *out) {
    app_other_label(app, snapshot, object, (Text){"", 0}, out);
}

void app_other_label(const App *app, const Snapshot *snapshot, uint32_t object, Text known,
                     TextBuffer *out) {
    const SnapObject *self = &snapshot->objects.items[object];
    Text name = name_of(snapshot, object, known);
    text_append(out, self->title.bytes, self->title.length);
    if (self->class == OBJECT_CLASS || self->class == OBJECT_FUNCTION) return;
    if (name.length) {
        text_appendf(out, " %.*s", (int)name.length, name.bytes);
        return;
    }
    Error error;
    TextBuffer path = {0};
    bool found = object_path_append(snapshot, object, &path, &error);
    if (found) text_appendf(out, " %s", text_cstr(&path));
    text_deinit(&path);
    if (found) return;
    Text lost = scene_last_name(app->scene, self->handle);
    if (lost.length) text_appendf(out, _(" (was %.*s)"), (int)lost.length, lost.bytes);
}

void app_resume(App *app) {
    if (!app->timeline || !timeline_can_resume(app->timeline)) return;
    timeline_resume(app->timeline);
    tell_history(app);
}

/* ---- one frame ---- */

bool app_is_lesson(const App *app, const char *path) {
    for (size_t i = 0; path && i < app->config.lesson_count; i++) {
        if (strcmp(app->config.lesson_paths[i], path) == 0) return true;
    }
    return path && app->config.welcome_path && strcmp(app->config.welcome_path, path) == 0;
}

const char *app_base_name(const App *app) {
    return app->path ? path_base(app->path) : "";
}

bool app_may_leave(App *app, const char *again) {
    bool text = app->editor.unsaved, done = files_unsaved(app) && !guide_sets_task(app);
    bool free = (!text || app->editor.warned) && (!done || app->file.warned);
    app->editor.warned = !free && text;
    app->file.warned = !free && done;
    if (!free) {
        app_say(app, true, "%s %s",
                text ? _("The script in the editor is not saved (Ctrl+S).")
                     : _("What you did is not saved (Ctrl+S)."),
                again);
    }
    return free;
}

void app_quit(App *app) {
    if (app_may_leave(app, _("Quit once more to drop it."))) app->quit = true;
}

/* The next stop at this line after the shown one and then from the start, or the one before it and
 * then from the end; 0: it is never run. */
static uint32_t stop_at_line(const App *app, uint32_t line, bool back) {
    uint32_t count = timeline_count(app->timeline), from = timeline_position(app->timeline);
    for (uint32_t i = 1; i <= count; i++) {
        uint32_t away = back ? count - i : i;
        uint32_t stop = (from + away - 1) % count + 1;
        if (timeline_line(app->timeline, stop) == line && !timeline_is_edit(app->timeline, stop)) {
            return stop;
        }
    }
    return 0;
}

static void run_to_line(App *app, uint32_t line, bool back) {
    if (!back) app_resume(app);
    uint32_t stop = stop_at_line(app, line, back), from = timeline_position(app->timeline);
    if (!stop) {
        app_say(app, false, _("Line %u is never run."), line);
        return;
    }
    app->playing = app->inside.playing = false;
    app_wish_stop(app, stop);
    if (stop == from) {
        app_say(app, false, _("Line %u is reached at this step only."), line);
    } else if (!back && stop < from) {
        app_say(app, false, _("Line %u is not reached again: this is the first time."), line);
    } else if (back && stop > from) {
        app_say(app, false, _("Line %u was not reached before: this is the last time."), line);
    }
}

/* Shows a stop, or one inside the step that follows it. */
void app_show_stop(App *app, uint32_t stop, uint32_t inside) {
    if (!guide_may_show(app, stop, inside)) {
        if (app->present.on) {
            app_say(app, false, "%s", _("The answer is held back. Show it first (PgDn)."));
            return;
        }
        app_say(app, false,
                _("Answer first: what comes next is the answer. Or say that you are not sure."));
        return;
    }
    if (!inside || timeline_position(app->timeline) != stop) {
        timeline_seek(app->timeline, stop);
        app_refresh(app);
    }
    if (inside) step_inside_show(app, inside);
}

static void grant_wishes(App *app) {
    Wish wish = app->wish;
    app->wish = (Wish){.statements = wish.statements, .answer = wish.answer, .walk = wish.walk};
    if (wish.open) {
        files_open_told(app, wish.open);
        return;
    }
    if (wish.action && action_is_enabled(app, wish.action)) {
        present_tell(app, wish.action);
        wish.action->run(app);
    }
    if (app->timeline && guide_has_wish(app)) guide_grant(app);
    if (app->timeline && wish.line) run_to_line(app, wish.line, wish.line_back);
    if (app->wish.stop) {
        wish.stop = app->wish.stop;
        wish.inside = app->wish.inside;
    }
    if (app->timeline && wish.redo_to) arrange_redo_to(app, wish.redo_to);
    if (app->timeline && wish.stop) app_show_stop(app, wish.stop, wish.inside);
    if (app->timeline) statements_check(app);
    if (app->timeline && app->wish.statements.count) statements_execute(app);
    if (app->timeline && app->question.replied) question_reply(app);
    if (app->timeline && (wish.again || app->wish.again)) show_again(app);
    if (app->timeline && (wish.scene || app->wish.scene)) app_set_scene(app);
    notes_update(app);
    app->wish.action = NULL;
    app->wish.stop = app->wish.inside = 0;
    app->wish.scene = app->wish.again = false;
}

static bool has_wishes(const App *app) {
    return app->wish.action || app->wish.stop || app->wish.line || app->wish.statements.count ||
           guide_has_wish(app) || app->wish.redo_to || app->question.replied || app->wish.scene ||
           app->wish.again || app->wish.open;
}

/* Space pans while a drag is made with it, and plays when it is let go without one. */
static void take_space(App *app, const InputEvent *event) {
    if (event->kind == INPUT_KEY_DOWN && !app->space_held) {
        app->space_held = true;
        app->space_used = false;
    }
    if (event->kind != INPUT_KEY_UP) return;
    if (app->space_held && !app->space_used) {
        app->wish.action = action_of_key(app, KEY_SPACE, 0);
        app->present.key = KEY_SPACE;
        app->present.modifiers = 0;
    }
    app->space_held = false;
}

static void open_dropped(App *app, Text path) {
    TextBuffer name = {0};
    text_append(&name, path.bytes, path.length);
    files_open_told(app, text_cstr(&name));
    text_deinit(&name);
}

static void take_event(App *app, const InputEvent *event, bool editing) {
    bool key = event->kind == INPUT_KEY_DOWN || event->kind == INPUT_KEY_UP;
    bool taken = editing || (app->ui.modal && !app->space_held);
    if (key && !taken && event->key == KEY_SPACE && event->modifiers == 0) {
        take_space(app, event);
        return;
    }
    switch (event->kind) {
    case INPUT_QUIT: app_quit(app); break;
    case INPUT_DROP_FILE: open_dropped(app, event->text); break;
    case INPUT_FOCUS_GAINED: app->reload.next = 0; break;
    case INPUT_FOCUS_LOST:
        app->space_held = false;
        hand_cancel(app);
        break;
    default: break;
    }
}

/* Keys that a text field leaves alone: chords, function keys, Escape, stepping by page. */
static bool passes_field(const InputEvent *event) {
    return event->modifiers & (MODIFIER_CTRL | MODIFIER_ALT) || event->key == KEY_ESCAPE ||
           event->key == KEY_PAGE_UP || event->key == KEY_PAGE_DOWN ||
           (event->key >= KEY_F1 && event->key <= KEY_F12);
}

/* A sheet or panel stands over the room, or over the start page. */
bool app_is_covered(const App *app) {
    return app->help_open || app->checking.open || app->view_open || app->path_sheet.wish ||
           app->making.asking || app->menu.open || app->statement.open || app->search.open ||
           app->class_form.open || app->gc_panel.open || app->restore.open ||
           app->settings.sheet.open || app->export_sheet.open || loading_is_document(app);
}

static void take_keys(App *app, bool editing, bool chords) {
    Ui *ui = &app->ui;
    for (size_t i = 0; i < ui->keys.count && !app->wish.action; i++) {
        const InputEvent *event = &ui->keys.items[i];
        if (editing && !passes_field(event)) continue;
        if (question_takes(app, event->key, event->modifiers)) continue;
        if (!ui->modal && guide_takes_key(app, event->key, event->modifiers)) continue;
        if (!app_is_covered(app) && start_takes_key(app, event->key, event->modifiers)) continue;
        bool left = prompt_leaves(app, event->key, event->modifiers);
        if (chords && !left && ui_text_area_takes(event->key, event->modifiers)) continue;
        const Action *action = action_of_key(app, event->key, event->modifiers);
        if (action && start_allows(app, action)) app->wish.action = action;
        app->present.key = app->wish.action ? event->key : KEY_NONE;
        app->present.modifiers = event->modifiers;
    }
}

/* The widths that leave the canvas room; panes fold away where there is too little. */
static void arrange(App *app, Point size) {
    const float sides_least = 640, sides_roomy = 900;
    bool sides = side_by_side_is_shown(app);
    /* of a presentation no bar is left, and at the foot at most the notes */
    bool presented = present_is_on(app);
    const float top = presented || app->top_hidden ? 0 : 52, canvas_least = presented ? 240 : 400;
    const float bottom = presented ? notes_height(app, size) : app->timeline_hidden ? 0 : 58;
    float wanted = sides ? fminf(sides_least, size.x * 0.6f) : canvas_least;
    Panes *panes = &app->panes;
    float wished = presented ? present_left_width(app, size.x) : app->left_width;
    float left = app->left_hidden ? 0 : wished;
    float right = app->inspector_hidden ? 0 : app->inspector_width;
    /* two pictures need room, and with nothing selected the inspector has little to tell */
    if (sides && !app->selected.count && left + right + sides_roomy > size.x) right = 0;
    float over = left + right + wanted - size.x;
    if (over > 0 && left > 300) {
        float less = fminf(over, left - 300);
        left -= less;
        over -= less;
    }
    if (over > 0 && right > 230) {
        float less = fminf(over, right - 230);
        right -= less;
        over -= less;
    }
    if (over > 0 && right > 0) {
        over -= right;
        right = 0;
    }
    if (over > wanted - canvas_least) left = 0;
    float height = fmaxf(size.y - top - bottom, 0);
    panes->window = (Rect){0, 0, size.x, size.y};
    panes->top = (Rect){0, 0, size.x, top};
    panes->bottom = (Rect){0, top + height, size.x, bottom};
    panes->left = (Rect){0, top, floorf(left), height};
    panes->inspector = (Rect){size.x - floorf(right), top, floorf(right), height};
    panes->canvas = (Rect){panes->left.w, top, panes->inspector.x - panes->left.w, height};
    float bytes = floorf(bytes_panel_height(app, height));
    panes->canvas.h -= bytes;
    panes->bytes = (Rect){panes->canvas.x, rect_bottom(panes->canvas), panes->canvas.w, bytes};
}

static void split_panes(App *app) {
    Panes *panes = &app->panes;
    if (panes->left.w > 0) {
        float x = rect_right(panes->left);
        if (ui_splitter(&app->ui, "splitter.left", &x, panes->left.y, panes->left.h)) {
            if (app->present.on) {
                present_set_left_width(app, x, panes->window.w);
            } else {
                app->left_width = fminf(fmaxf(x, 240), panes->window.w * 0.6f);
            }
        }
    }
    if (panes->inspector.w > 0) {
        float x = panes->inspector.x;
        if (ui_splitter(&app->ui, "splitter.inspector", &x, panes->left.y, panes->left.h)) {
            app->inspector_width = fminf(fmaxf(panes->window.w - x, 220), panes->window.w * 0.5f);
        }
    }
}

static void draw_note(App *app) {
    if (!app->note.text[0] || app->now >= app->note.until || app->named) return;
    Ui *ui = &app->ui;
    Rect area = app->start.open ? app->panes.window : app->panes.canvas;
    float room = fminf(area.w - 64, 640);
    float width = fminf(ui_width(ui, FONT_UI_MEDIUM, 13, app->note.text) + 2, room);
    Text text = text_of(app->note.text);
    float height = ui_paragraph(ui, (Rect){0, 0, width, 0}, FONT_UI_MEDIUM, 13, 0, text);
    float foot = fmaxf(phase_bar_height(app), 24);
    if (app->present.on) foot += 44; /* above the key that is shown */
    Rect rect = {area.x + (area.w - width) / 2 - 16, rect_bottom(area) - height - 20 - foot,
                 width + 32, height + 20};
    draw_box(ui->list, rect,
             (BoxStyle){.fill = app->theme->tooltip,
                        .radius = 8,
                        .shadow = app->theme->shadow,
                        .shadow_blur = 10,
                        .shadow_y = 3});
    if (app->note.bad) {
        draw_box(ui->list, (Rect){rect.x, rect.y, 5, rect.h},
                 (BoxStyle){.fill = app->theme->death, .radius = 2.5f});
    }
    ui_paragraph(ui, (Rect){rect.x + 16, rect.y + 10, width, height}, FONT_UI_MEDIUM, 13,
                 app->theme->tooltip_text, text);
}

/* What is open, in its panes. */
static void room(App *app) {
    bool sides = side_by_side_is_shown(app);
    if (sides) {
        side_by_side(app);
    } else {
        canvas(app);
    }
    app->guide_lit = (Handle){0}; /* the card says it again, in each frame */
    if (!sides) {
        empty_canvas(app);
        minimap(app);
        phase_bar(app);
    }
    bytes_panel(app);
    if (!loading_is_document(app)) loading_card(app);
    reload_card(app);
    left_pane(app);
    inspector(app);
    if (app->present.on) {
        notes_strip(app);
    } else {
        if (!app->top_hidden) top_bar(app);
        if (!app->timeline_hidden) timeline_bar(app);
    }
    split_panes(app);
}

/* One pass over all widgets, with at most one press or key. */
static void pass(App *app, const InputEvent *events, size_t count, Point size, DrawList *list) {
    Ui *ui = &app->ui;
    draw_list_clear(list);
    inspection_update(app);
    guide_update_answer(app);
    bool editing = ui->editing != 0, chords = ui->chords;
    for (size_t i = 0; i < count; i++) take_event(app, &events[i], editing);
    ui_begin(ui, list, app->theme, app->config.measure, events, count, app->now);
    ui_take_key(ui, KEY_SPACE, 0);
    take_keys(app, editing, chords);
    arrange(app, size);
    present_take_wheel(app);
    bool covered = app_is_covered(app), inside = ui->mouse_inside;
    if (covered) ui->mouse_inside = false;
    ui_note(ui, "window", app->panes.window);
    if (app->start.open) {
        start_page(app);
        top_bar(app);
    } else if (!export_sheet_stands_in(app)) {
        room(app);
    }
    draw_note(app);
    ui->mouse_inside = inside;
    palette_over(app);
    search_over(app);
    class_form(app);
    gc_panel(app);
    making_over(app);
    prompt_over(app);
    editor_over(app);
    if (app->menu.open) menu_panel(app);
    if (app->statement.open) statement_field_panel(app);
    if (app->view_open) view_panel(app);
    if (app->checking.open) check_sheet(app);
    if (app->export_sheet.open && !app->named) export_sheet(app);
    if (app->path_sheet.wish) path_sheet(app);
    if (app->settings.sheet.open) settings_sheet(app);
    if (app->restore.open) restore_sheet(app);
    if (loading_is_document(app)) loading_card(app);
    if (app->help_open) help_sheet(app);
    ui_end(ui, app->panes.window);
    present_over(app);
}

/* While a document is being opened, or steps are written, what is open stays as it is: the hand can
 * only wait, end it, or leave. */
static bool is_for_now(const App *app, const InputEvent *event) {
    if (!loading_is_document(app) && !export_sheet_is_working(app)) return true;
    switch (event->kind) {
    case INPUT_KEY_DOWN:
    case INPUT_KEY_UP: return event->key == KEY_ESCAPE;
    case INPUT_TEXT:
    case INPUT_WHEEL:
    case INPUT_DROP_FILE: return false;
    default: return true;
    }
}

static bool is_press(const InputEvent *event) {
    return event->kind == INPUT_KEY_DOWN || event->kind == INPUT_KEY_UP ||
           event->kind == INPUT_MOUSE_DOWN || event->kind == INPUT_MOUSE_UP;
}

static void pass_and_grant(App *app, const InputEvent *events, size_t count, Point size,
                           DrawList *list) {
    pass(app, events, count, size, list);
    if (has_wishes(app)) grant_wishes(app);
}

/* Feeds the events in passes: all up to a press, then the press by itself. */
static void feed(App *app, const InputEvent *events, size_t count, Point size, DrawList *list) {
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_for_now(app, &events[i]) || present_takes_event(app, &events[i])) {
            if (i > from) pass_and_grant(app, events + from, i - from, size, list);
            from = i + 1;
            continue;
        }
        if (!is_press(&events[i])) continue;
        bool mouse = events[i].kind == INPUT_MOUSE_DOWN || events[i].kind == INPUT_MOUSE_UP;
        if (i > from) pass_and_grant(app, events + from, i - from, size, list);
        if (mouse) {
            InputEvent move = events[i];
            move.kind = INPUT_MOUSE_MOVE;
            pass_and_grant(app, &move, 1, size, list);
        }
        pass_and_grant(app, &events[i], 1, size, list);
        from = i + 1;
    }
    if (from < count) pass_and_grant(app, events + from, count - from, size, list);
}

static void play_on(App *app) {
    step_inside_tick(app);
    if (!app->playing || app->now < app->next_play) return;
    app_resume(app);
    uint32_t stop = timeline_position(app->timeline);
    float rate = PLAY_RATE * play_speeds[app->speed];
    app->next_play = app->now + (uint64_t)(1000 / rate);
    if (stop < timeline_count(app->timeline)) {
        timeline_seek(app->timeline, stop + 1);
        app_refresh(app);
    }
    if (stop + 1 >= timeline_count(app->timeline)) app->playing = false;
}

/* The least of two waits, where -1 is for ever. */
static int sooner(int wait, uint64_t at, uint64_t now) {
    int left = at <= now ? 0 : at - now > 60000 ? 60000 : (int)(at - now);
    return wait < 0 || left < wait ? left : wait;
}

static int next_wait(const App *app) {
    const int frame = 16; /* ms */
    int wait = -1;
    uint64_t shown = app->now - app->shown_since;
    bool pulsing = app->changes && (shown < CHANGE_MS || shown < app->cascade_ms);
    if (app->journal.due) wait = sooner(wait, app->journal.due, app->now);
    const int ask = 50; /* ms between two questions how far a check is */
    if (app->ui.animating || export_sheet_is_working(app) || inspection_is_searching(app)) return 0;
    if (loading_is_under_way(app) || side_by_side_is_running(app)) wait = frame;
    if (check_is_waiting(app)) wait = app->checking.open ? frame : ask;
    bool moving = pulsing || app->camera.gliding || scene_is_gliding(app->scene);
    if (moving && !app->start.open) wait = frame; /* else it goes on when the page is left */
    if (app->start.open && app->start.forget_until > app->now) {
        wait = sooner(wait, app->start.forget_until, app->now);
    }
    if (app->playing || app->inside.playing) wait = sooner(wait, app->next_play, app->now);
    if (app->note.until > app->now) wait = sooner(wait, app->note.until, app->now);
    if (!app->start.open && reload_due(app) != UINT64_MAX)
        wait = sooner(wait, reload_due(app), app->now);
    int presented = present_wait(app);
    if (presented >= 0) wait = sooner(wait, app->now + (uint64_t)presented, app->now);
    if (app->ui.tip_pending) wait = sooner(wait, app->ui.tip_since + 400, app->now);
    return wait;
}

/* What happens by itself. Not while pictures are made: what is open stays until they are. */
static void go_on(App *app) {
    loading_tick(app);
    play_on(app);
    check_tick(app);
    if (!app->start.open) reload_tick(app); /* else it would close the page */
    restore_offer(app);
    settings_tell(app);
}

int app_frame(App *app, const InputEvent *events, size_t count, uint64_t now_ms, Point size,
              DrawList *list) {
    app->now = now_ms;
    inspection_tick(app);
    if (!app->named && !export_sheet_is_working(app)) go_on(app);
    app->unseen = true;
    feed(app, events, count, size, list);
    settings_keep(app);
    app->unseen = false;
    pass(app, NULL, 0, size, list);
    for (int round = 0; has_wishes(app) && round < 4; round++) {
        grant_wishes(app);
        pass(app, NULL, 0, size, list);
    }
    draw_list_check(list);
    if (!app->named && export_sheet_work(app)) pass(app, NULL, 0, size, list);
    journal_tick(app);
    files_title(app);
    return next_wait(app);
}

/* ---- what the window should be like ---- */

Cursor app_cursor(const App *app) {
    return app->ui.cursor;
}

const char *app_title(const App *app) {
    return app->file.window_title.length ? text_cstr(&app->file.window_title) : "Lastref";
}

const Theme *app_theme(const App *app) {
    return app->theme;
}

float app_interface_scale(const App *app) {
    const float most = 4; /* what a window can have */
    return fminf(app->interface_scale * present_scale(app), most);
}

bool app_wants_fullscreen(const App *app) {
    return app->present.on;
}

bool app_wants_text(const App *app, Rect *caret) {
    if (!app->ui.editing) return false;
    *caret = app->ui.caret;
    return true;
}

bool app_quit_requested(const App *app) {
    return app->quit;
}
