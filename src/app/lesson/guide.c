#include "app/lesson/guide.h"

#include "app/app_state.h"
#include "base/translate.h"
#include "lesson/lesson_language.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const LessonBeat *beat_of(const Guide *guide) {
    return &guide->file.beats[guide->beat];
}

/* ---- opening ---- */

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

static void forget_card(App *app) {
    Guide *guide = &app->guide;
    side_by_side_forget(app);
    rich_text_deinit(&guide->say);
    rich_text_deinit(&guide->note);
    rich_text_deinit(&guide->ask);
    rich_text_deinit(&guide->told);
    rich_text_deinit(&guide->why);
    for (int i = 0; i < LESSON_HINTS_MAX; i++) rich_text_deinit(&guide->hints[i]);
    if (guide->revealed) answer_deinit(&guide->right);
    if (guide->has_begun) moment_close(&guide->begun);
    guide->has_begun = false;
    guide->hint_count = 0;
    app->present.played = 0; /* of this card's solution */
    guide->side = 0;
    guide->chosen = guide->revealed = false;
    guide->answer = (Answer){0};
    guide->scroll = 0;
}

/* The panel of bytes of this card; what the person has opened stays. */
static void apply_bytes(App *app, const LessonShow *show) {
    Guide *guide = &app->guide;
    if (show->bytes_count || guide->shows_bytes) {
        app->inspection.bytes_open = show->bytes_count > 0;
    }
    guide->shows_bytes = show->bytes_count > 0;
}

void guide_close(App *app) {
    Guide *guide = &app->guide;
    if (!guide->there) return;
    forget_card(app);
    side_by_side_close(app);
    text_deinit(&guide->path);
    apply_bytes(app, &(LessonShow){0});
    ui_text_field_deinit(&guide->number);
    anchors_deinit(&guide->stops);
    lesson_run_deinit(&guide->run);
    lesson_file_deinit(&guide->file);
    *guide = (Guide){0};
}

/* The first mistake of a lesson that cannot be used; the script runs without it. */
static void tell_mistakes(App *app, const char *path, LessonMistakes *mistakes) {
    const LessonMistake *first = lesson_mistakes_first(mistakes);
    app_say(app, true, "%s:%u:%u: %s", path, first->line, first->column, first->text);
}

static bool read_lesson(App *app, const char *path) {
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
static bool find_lesson(const App *app, TextBuffer *out) {
    bool asked = app->lesson_script.length && app->path &&
                 strcmp(app->path, text_cstr(&app->lesson_script)) == 0;
    if (!asked) return guide_lesson_path(app, app->path, out);
    text_append_string(out, text_cstr(&app->lesson_path));
    return true;
}

void guide_open(App *app) {
    Guide *guide = &app->guide;
    TextBuffer path = {0}, name = {0};
    guide_close(app);
    if (find_lesson(app, &path) && read_lesson(app, text_cstr(&path))) {
        guide->there = true;
        text_append_string(&guide->path, text_cstr(&path));
        progress_lesson_name(text_cstr(&path), &name);
        snprintf(guide->name, sizeof guide->name, "%s", text_cstr(&name));
        uint32_t asked;
        bool jump = start_takes_beat(app, guide->name, &asked);
        guide_go_to(app, jump ? asked : learned_place(app, guide->name, &guide->file));
    }
    text_deinit(&path);
    text_deinit(&name);
}

/* ---- where it is ---- */

/* The side of a comparison that is shown as the canvas, alone; null: none. */
static const CompareSide *side_alone(const Guide *guide) {
    if (guide->side != 1 && guide->side != 2) return NULL;
    return guide->sides[guide->side - 1].stop ? &beat_of(guide)->compare->sides[guide->side - 1]
                                              : NULL;
}

/* The moment that the card is about: the answer's own, once it is told. */
static LessonStop moment_of_card(const Guide *guide) {
    if (side_alone(guide)) return guide->sides[guide->side - 1];
    return guide->part == GUIDE_TELLS ? guide->stops.reveal[guide->beat]
                                      : guide->stops.at[guide->beat];
}

/* The app shows the stop before the step that a moment lies in. */
static uint32_t stop_shown_for(LessonStop at) {
    return at.inside ? at.stop - 1 : at.stop;
}

/* What is shown, as lessons ask about it. */
static Moment moment_shown(const App *app) {
    uint32_t stop = timeline_position(app->timeline);
    Moment moment = {.timeline = app->timeline,
                     .stop = {.stop = stop},
                     .now = &app->now_shown,
                     .inside = &app->inside.look,
                     .names = &app->names};
    if (app->inside.at) {
        moment.stop = (LessonStop){.stop = stop + 1, .inside = true, .at = app->inside.look.stop};
    }
    return moment;
}

static bool is_shown(const App *app, LessonStop at) {
    return lesson_stop_compare(moment_shown(app).stop, at) == 0;
}

/* Statements are what the person is there for. */
static bool is_free(const Guide *guide) {
    return guide->part == GUIDE_TASK || guide->part == GUIDE_DONE || guide->part == GUIDE_ENDED;
}

bool guide_is_free(const App *app) {
    return app->guide.there && is_free(&app->guide);
}

bool guide_is_astray(const App *app) {
    const Guide *guide = &app->guide;
    return guide->there && !is_free(guide) && timeline_done_count(app->timeline) > 0;
}

bool guide_is_at_card(const App *app) {
    const Guide *guide = &app->guide;
    if (!guide->there || guide_is_astray(app)) return false;
    return is_free(guide) || is_shown(app, moment_of_card(guide));
}

bool guide_holds(const App *app) {
    return app->guide.there && app->guide.part == GUIDE_ASKS && !guide_is_astray(app);
}

bool guide_asks_for_object(const App *app) {
    if (!guide_holds(app)) return false;
    PredictKind kind = beat_of(&app->guide)->predict->kind;
    return kind == PREDICT_PICK || kind == PREDICT_REFERENCE;
}

bool guide_hides_future(const App *app) {
    return guide_holds(app) || (guide_is_at_card(app) && app->guide.part != GUIDE_ENDED);
}

bool guide_may_show(const App *app, uint32_t stop, uint32_t inside) {
    const Guide *guide = &app->guide;
    if (!guide_holds(app) || guide->show_due) return true;
    LessonStop at = guide->stops.at[guide->beat], asked = {.stop = stop};
    if (inside) {
        /* which moment it is can be told of the shown step only */
        bool listed = timeline_position(app->timeline) == stop && inside <= app->inside.stops.count;
        if (!listed) return stop + 1 < at.stop;
        asked = (LessonStop){stop + 1, true, app->inside.stops.items[inside - 1]};
    }
    return lesson_stop_compare(asked, at) <= 0;
}

/* ---- showing a card ---- */

static void apply_options(App *app, const LessonShow *show) {
    SceneOptions *options = &app->options;
    options->level = (SceneLevel)show->level;
    options->values_as_nodes = show->values_as_nodes;
    options->chains_whole = show->chains_whole;
    options->without_functions = show->without_functions;
    options->without_classes = show->without_classes;
    options->without_modules = show->without_modules;
    options->only_from = (Handle){0};
}

static bool find_object(const App *app, const Goal *goal, Handle *object) {
    Arena arena = {0};
    Moment moment = moment_shown(app);
    GoalValue value;
    bool found = goal->root && goal_value(goal, &moment, (Handle){0}, &arena, &value, NULL) &&
                 value.type == GOAL_OBJECT && value.object.serial;
    if (found) *object = value.object;
    arena_deinit(&arena);
    return found;
}

/* Of the beat, whichever of its moments is shown. */
static void apply_only_from(App *app, const LessonShow *show) {
    if (!find_object(app, &show->only_from, &app->options.only_from)) return;
    app_set_scene(app);
}

/* The first one is on top: it is the one selected last. */
static void select_bytes(App *app, const LessonShow *show) {
    Handle object;
    app_select_none(app);
    for (uint32_t i = show->bytes_count; i-- > 0;) {
        if (find_object(app, &show->bytes[i], &object)) app_select(app, object, true);
    }
}

static void focus(App *app, const LessonShow *show) {
    Handle object;
    app_select_none(app);
    for (uint32_t i = 0; i < show->focus_count; i++) {
        if (!find_object(app, &show->focus[i], &object)) continue;
        app_select(app, object, i > 0);
    }
    camera_fly_to_all(app, app->selected.items, app->selected.count);
    const Guide *guide = &app->guide;
    bool picks = guide->part == GUIDE_ASKS && beat_of(guide)->predict->kind == PREDICT_PICK;
    if (picks) app_select_none(app); /* the person's own choice is asked for */
    if (show->bytes_count) select_bytes(app, show);
}

static void focus_side(App *app, const CompareSide *side) {
    Handle object;
    app_select_none(app);
    if (!find_object(app, &side->focus, &object)) return;
    app_select(app, object, false);
    camera_fly_to(app, object);
}

static void show_moment(App *app, LessonStop at) {
    app_show_stop(app, stop_shown_for(at), 0);
    if (!at.inside) return;
    for (uint32_t i = 0; i < app->inside.stops.count; i++) {
        LessonStop listed = {at.stop, true, app->inside.stops.items[i]};
        if (lesson_stop_compare(listed, at) != 0) continue;
        step_inside_show(app, i + 1);
        return;
    }
}

static void make_texts(App *app) {
    Guide *guide = &app->guide;
    const LessonBeat *beat = beat_of(guide);
    Moment moment = moment_shown(app);
    if (guide->part == GUIDE_TELLS) return;
    rich_text_make(&guide->say, &beat->say, &moment);
    rich_text_make(&guide->note, &beat->note, &moment);
    const Narration *ask = guide->part == GUIDE_ASKS   ? &beat->predict->ask
                           : guide->part == GUIDE_TASK ? &beat->task->ask
                                                       : NULL;
    rich_text_make(&guide->ask, ask, &moment);
    for (uint32_t i = 0; guide->part == GUIDE_TASK && i < beat->task->hint_count; i++) {
        rich_text_make(&guide->hints[i], &beat->task->hints[i], &moment);
    }
}

/* What the goal of a task calls `before`: once, before anything is done. */
static void begin_task(App *app) {
    Guide *guide = &app->guide;
    if (guide->part != GUIDE_TASK || guide->has_begun) return;
    guide->has_begun = moment_open(&guide->begun, &guide->run, guide->stops.at[guide->beat]);
}

/* Whether a statement was executed further back than the task began. */
static bool is_done_before(const App *app, uint32_t stop) {
    for (uint32_t i = 0; i < timeline_done_count(app->timeline); i++) {
        TimelineRecord record = timeline_record(app->timeline, i);
        if (record.in_effect && record.at < stop) return true;
    }
    return false;
}

/* What is shown, while a task is done; `begun` is filled and has to stay as long. */
static Moment moment_of_task(const App *app, Moment *begun) {
    const Guide *guide = &app->guide;
    Moment moment = moment_shown(app);
    if (!guide->has_begun) return moment;
    *begun = guide->begun.moment;
    if (is_done_before(app, begun->stop.stop)) begun->timeline = NULL;
    moment.before = begun;
    return moment;
}

/* What follows a task or a stray statement begins with the lesson's own history. */
static void take_back(App *app) {
    if (!timeline_done_count(app->timeline)) return;
    while (timeline_done_count(app->timeline) > 0 && arrange_can_undo(app)) arrange_undo(app);
    app->note.until = 0; /* of what was undone */
}

static void show_card(App *app) {
    Guide *guide = &app->guide;
    const LessonBeat *beat = beat_of(guide);
    const CompareSide *alone = side_alone(guide);
    take_back(app);
    apply_options(app, &beat->show);
    apply_bytes(app, &beat->show);
    show_moment(app, moment_of_card(guide));
    apply_only_from(app, &beat->show);
    if (guide->part != GUIDE_ASKS) side_by_side_look(app);
    if (alone) {
        focus_side(app, alone);
    } else if (guide->part != GUIDE_TELLS) {
        focus(app, &beat->show);
    }
    if (!alone) make_texts(app);
    begin_task(app);
    learned_saw(app, guide->name, beat->name);
    /* a presentation's keys lead on, until someone clicks the field */
    bool asks =
        guide->part == GUIDE_ASKS && beat->predict->kind == PREDICT_NUMBER && !app->present.on;
    ui_set_focus(&app->ui, asks ? "guide.number" : "canvas");
    app->ui.focus_shown = false;
}

/* ---- from card to card ---- */

static void begin_part(Guide *guide, GuidePart part) {
    bool told = part == GUIDE_SAYS || part == GUIDE_TELLS;
    guide->part = part;
    guide->side = told && beat_of(guide)->compare ? GUIDE_BOTH : 0;
    guide->show_due = true;
}

/* The moments of the card's comparison, as far as they are in this script. */
static void find_sides(Guide *guide) {
    const Comparison *compare = beat_of(guide)->compare;
    for (int i = 0; i < 2; i++) {
        Error error;
        guide->sides[i] = (LessonStop){0};
        if (!compare || compare->sides[i].script.length) continue;
        bool found = anchor_find(&guide->run, &compare->sides[i].at, guide->stops.at[guide->beat],
                                 &guide->sides[i], &error);
        if (!found) guide->sides[i] = (LessonStop){0};
    }
}

bool guide_has_comparison(const App *app) {
    const Guide *guide = &app->guide;
    bool told =
        guide->part == GUIDE_SAYS || guide->part == GUIDE_TELLS || guide->part == GUIDE_DONE;
    return guide->there && told && beat_of(guide)->compare;
}

void guide_compare(App *app, int side) {
    Guide *guide = &app->guide;
    bool again = guide->side == side;
    guide->side = !again ? side : side == GUIDE_BOTH ? 0 : GUIDE_BOTH;
    /* what was done in a task stays as it is */
    if (guide->part != GUIDE_DONE) guide->show_due = true;
}

void guide_go_to(App *app, uint32_t beat) {
    Guide *guide = &app->guide;
    forget_card(app);
    if (beat >= guide->file.beat_count) {
        begin_part(guide, GUIDE_ENDED);
        return;
    }
    guide->beat = beat;
    find_sides(guide);
    const LessonBeat *shown = beat_of(guide);
    begin_part(guide, shown->predict ? GUIDE_ASKS : shown->task ? GUIDE_TASK : GUIDE_SAYS);
    if (shown->predict && shown->predict->kind == PREDICT_NUMBER) {
        ui_text_field_set(&guide->number, "");
    }
}

static void tell_verdict(App *app, Verdict verdict) {
    Guide *guide = &app->guide;
    Moment moment = moment_shown(app);
    MomentLook asked;
    bool open = moment_open(&asked, &guide->run, guide->stops.at[guide->beat]);
    if (open) moment.before = &asked.moment;
    rich_text_make(&guide->told, verdict.feedback, &moment);
    rich_text_make(&guide->why, verdict.why, &moment);
    if (open) moment_close(&asked);
}

static void submit(App *app) {
    Guide *guide = &app->guide;
    const LessonBeat *beat = beat_of(guide);
    GoalFault fault = {.text = ""};
    LessonStop at = guide->stops.at[guide->beat], reveal = guide->stops.reveal[guide->beat];
    take_back(app);
    if (guide->revealed) answer_deinit(&guide->right); /* another answer to the same question */
    guide->revealed = true;
    if (!answer_reveal(&guide->right, &guide->run, beat->predict, at, reveal, &fault)) {
        app_say(app, true, _("The answer cannot be told: %s"), fault.text);
        guide_go_to(app, guide->beat + 1);
        return;
    }
    Verdict verdict = answer_judge(&guide->right, &guide->answer);
    guide->outcome = verdict.outcome;
    begin_part(guide, GUIDE_TELLS);
    guide->show_due = false;
    show_card(app);
    tell_verdict(app, verdict);
    if (app->present.on) guide->scroll = INFINITY; /* a clicker cannot scroll to what is told */
    learned_answered(app, guide->name, beat->name, verdict.outcome);
}

bool guide_can_go_on(const App *app) {
    const Guide *guide = &app->guide;
    if (!guide->there || guide_is_astray(app)) return false;
    switch (guide->part) {
    case GUIDE_ASKS: return guide->chosen;
    case GUIDE_TASK:
    case GUIDE_ENDED: return false;
    default: return true;
    }
}

bool guide_can_go_back(const App *app) {
    return app->guide.there && (app->guide.beat > 0 || app->guide.part == GUIDE_ENDED);
}

/* The next card, or the task of this one after its prediction. */
static void next(App *app) {
    Guide *guide = &app->guide;
    const LessonBeat *beat = beat_of(guide);
    if (guide->part == GUIDE_TELLS && beat->task) {
        forget_card(app);
        begin_part(guide, GUIDE_TASK);
    } else {
        guide_go_to(app, guide->beat + 1);
    }
}

void guide_go_on(App *app) {
    if (app->guide.part == GUIDE_ASKS) {
        app->guide.submit_due = true;
    } else {
        next(app);
    }
}

void guide_start_over(App *app) {
    learned_forget(app, app->guide.name);
    guide_go_to(app, 0);
}

bool guide_sets_task(const App *app) {
    GuidePart part = app->guide.part;
    return app->guide.there && (part == GUIDE_TASK || part == GUIDE_DONE);
}

bool guide_is_welcome(const App *app) {
    const char *welcome = app->config.welcome_path;
    return app->guide.there && welcome && app->path && strcmp(app->path, welcome) == 0;
}

/* The first task of all leads on to what there is, done or not. */
void guide_skip(App *app) {
    bool welcome = guide_is_welcome(app);
    next(app);
    if (!welcome || app->guide.part != GUIDE_ENDED) return;
    learned_be_welcomed(app);
    start_open(app);
}

void guide_go_back(App *app) {
    Guide *guide = &app->guide;
    guide_go_to(app, guide->part == GUIDE_ENDED ? guide->file.beat_count - 1 : guide->beat - 1);
}

void guide_return(App *app) {
    app->guide.show_due = true;
    if (app->guide.part != GUIDE_DONE) return;
    app->guide.part = GUIDE_TASK;
    app->guide.side = 0;
}

void guide_answer_unsure(App *app) {
    app->guide.answer = (Answer){.kind = ANSWER_UNSURE};
    app->guide.submit_due = true;
}

void guide_hint(App *app) {
    Guide *guide = &app->guide;
    const LessonBeat *beat = beat_of(guide);
    bool more = guide->part == GUIDE_TASK && guide->hint_count < beat->task->hint_count;
    guide->hint_count += more;
    guide->scroll = INFINITY; /* it is seen */
}

/* ---- after the frame ---- */

bool guide_has_wish(const App *app) {
    const Guide *guide = &app->guide;
    return guide->there && (guide->show_due || guide->submit_due || side_by_side_is_due(app));
}

void guide_grant(App *app) {
    Guide *guide = &app->guide;
    if (guide->submit_due) {
        guide->submit_due = false;
        submit(app);
    }
    if (guide->show_due && guide->part == GUIDE_ENDED) {
        take_back(app);
        learned_ended(app, guide->name);
        apply_bytes(app, &(LessonShow){0});
    } else if (guide->show_due) {
        show_card(app);
    }
    guide->show_due = false;
    if (side_by_side_is_due(app)) side_by_side_look(app);
}

/* A number that was typed, a picked object, are answers as soon as they are there. */
void guide_update_answer(App *app) {
    Guide *guide = &app->guide;
    if (!guide->there || guide->part != GUIDE_ASKS) return;
    const Prediction *predict = beat_of(guide)->predict;
    if (predict->kind == PREDICT_NUMBER) {
        const char *text = ui_text_field_text(&guide->number);
        char *end;
        double number = strtod(text, &end);
        guide->chosen = end > text && !*end && isfinite(number);
        guide->answer = (Answer){.kind = ANSWER_NUMBER, .number = number};
    } else if (predict->kind == PREDICT_PICK) {
        guide->chosen = app_selected(app) != SNAPSHOT_NONE;
        if (!guide->chosen) return;
        guide->answer = (Answer){.kind = ANSWER_OBJECT, .object = array_last(&app->selected)};
    }
}

void guide_shown(App *app) {
    Guide *guide = &app->guide;
    if (!guide->there || guide->part != GUIDE_TASK || guide->show_due) return;
    const LessonBeat *beat = beat_of(guide);
    Moment begun, moment = moment_of_task(app, &begun);
    if (!timeline_done_count(app->timeline) || !goal_holds(&beat->task->goal, &moment)) return;
    guide->part = GUIDE_DONE;
    guide->scroll = INFINITY; /* what is said of it is seen */
    rich_text_make(&guide->told, &beat->task->done, &moment);
    learned_did(app, guide->name, beat->name);
}

/* ---- a drawn reference ---- */

/* Whether the place is the one whose reference is to be drawn: by its path, or a name of the
 * running call. */
static bool is_asked_place(const App *app, const Prediction *predict, ReferencePlace place) {
    ReferencePlace asked;
    Text path = predict->answer.source;
    if (object_path_find(&app->now_shown, path, &asked)) {
        return asked.variable == place.variable &&
               (place.variable != SNAPSHOT_NONE || asked.reference == place.reference);
    }
    return place.variable != SNAPSHOT_NONE &&
           text_equal(app->now_shown.variables.items[place.variable].name, path);
}

bool guide_takes_reference(App *app, ReferencePlace place, Handle target) {
    Guide *guide = &app->guide;
    if (!guide_holds(app)) return false;
    const Prediction *predict = beat_of(guide)->predict;
    if (predict->kind != PREDICT_REFERENCE) return false;
    if (!is_asked_place(app, predict, place)) {
        app_say(app, false, _("Draw it from %.*s."), (int)predict->answer.source.length,
                predict->answer.source.bytes);
        return true;
    }
    guide->chosen = true;
    guide->answer = (Answer){.kind = ANSWER_OBJECT, .object = target};
    return true;
}
