#include "app/lesson/guide.h"

#include "app/app_state.h"
#include "app/lesson/guide_parts.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- opening ---- */

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

void guide_close(App *app) {
    Guide *guide = &app->guide;
    if (!guide->there) return;
    forget_card(app);
    side_by_side_close(app);
    text_deinit(&guide->path);
    guide_apply_bytes(app, &(LessonShow){0});
    ui_text_field_deinit(&guide->number);
    anchors_deinit(&guide->stops);
    lesson_run_deinit(&guide->run);
    lesson_file_deinit(&guide->file);
    *guide = (Guide){0};
}

void guide_open(App *app) {
    Guide *guide = &app->guide;
    TextBuffer path = {0}, name = {0};
    guide_close(app);
    if (guide_find_lesson(app, &path) && guide_read(app, text_cstr(&path))) {
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

static bool is_shown(const App *app, LessonStop at) {
    return lesson_stop_compare(guide_moment_shown(app).stop, at) == 0;
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
    return is_free(guide) || is_shown(app, guide_card_moment(guide));
}

bool guide_holds(const App *app) {
    return app->guide.there && app->guide.part == GUIDE_ASKS && !guide_is_astray(app);
}

bool guide_asks_for_object(const App *app) {
    if (!guide_holds(app)) return false;
    PredictKind kind = guide_beat(&app->guide)->predict->kind;
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
    Moment moment = guide_moment_shown(app);
    if (!guide->has_begun) return moment;
    *begun = guide->begun.moment;
    if (is_done_before(app, begun->stop.stop)) begun->timeline = NULL;
    moment.before = begun;
    return moment;
}

/* ---- from card to card ---- */

static void begin_part(Guide *guide, GuidePart part) {
    bool told = part == GUIDE_SAYS || part == GUIDE_TELLS;
    guide->part = part;
    guide->side = told && guide_beat(guide)->compare ? GUIDE_BOTH : 0;
    guide->show_due = true;
}

/* The moments of the card's comparison, as far as they are in this script. */
static void find_sides(Guide *guide) {
    const Comparison *compare = guide_beat(guide)->compare;
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
    return guide->there && told && guide_beat(guide)->compare;
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
    const LessonBeat *shown = guide_beat(guide);
    begin_part(guide, shown->predict ? GUIDE_ASKS : shown->task ? GUIDE_TASK : GUIDE_SAYS);
    if (shown->predict && shown->predict->kind == PREDICT_NUMBER) {
        ui_text_field_set(&guide->number, "");
    }
}

static void tell_verdict(App *app, Verdict verdict) {
    Guide *guide = &app->guide;
    Moment moment = guide_moment_shown(app);
    MomentLook asked;
    bool open = moment_open(&asked, &guide->run, guide->stops.at[guide->beat]);
    if (open) moment.before = &asked.moment;
    rich_text_make(&guide->told, verdict.feedback, &moment);
    rich_text_make(&guide->why, verdict.why, &moment);
    if (open) moment_close(&asked);
}

static void submit(App *app) {
    Guide *guide = &app->guide;
    const LessonBeat *beat = guide_beat(guide);
    GoalFault fault = {.text = ""};
    LessonStop at = guide->stops.at[guide->beat], reveal = guide->stops.reveal[guide->beat];
    guide_take_back(app);
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
    guide_show_card(app);
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
    const LessonBeat *beat = guide_beat(guide);
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
    const LessonBeat *beat = guide_beat(guide);
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
        guide_take_back(app);
        learned_ended(app, guide->name);
        guide_apply_bytes(app, &(LessonShow){0});
    } else if (guide->show_due) {
        guide_show_card(app);
    }
    guide->show_due = false;
    if (side_by_side_is_due(app)) side_by_side_look(app);
}

/* A number that was typed, a picked object, are answers as soon as they are there. */
void guide_update_answer(App *app) {
    Guide *guide = &app->guide;
    if (!guide->there || guide->part != GUIDE_ASKS) return;
    const Prediction *predict = guide_beat(guide)->predict;
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
    const LessonBeat *beat = guide_beat(guide);
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
    const Prediction *predict = guide_beat(guide)->predict;
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
