/* Shows what a card is about: its moment, options, selection and texts. */
#include "app/app_state.h"
#include "app/lesson/guide_parts.h"

const LessonBeat *guide_beat(const Guide *guide) {
    return &guide->file.beats[guide->beat];
}

/* The side of a comparison that is shown as the canvas, alone; null: none. */
static const CompareSide *side_alone(const Guide *guide) {
    if (guide->side != 1 && guide->side != 2) return NULL;
    return guide->sides[guide->side - 1].stop ? &guide_beat(guide)->compare->sides[guide->side - 1]
                                              : NULL;
}

/* The moment that the card is about: the answer's own, once it is told. */
LessonStop guide_card_moment(const Guide *guide) {
    if (side_alone(guide)) return guide->sides[guide->side - 1];
    return guide->part == GUIDE_TELLS ? guide->stops.reveal[guide->beat]
                                      : guide->stops.at[guide->beat];
}

/* The app shows the stop before the step that a moment lies in. */
static uint32_t stop_shown_for(LessonStop at) {
    return at.inside ? at.stop - 1 : at.stop;
}

/* What is shown, as lessons ask about it. */
Moment guide_moment_shown(const App *app) {
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

/* ---- showing it ---- */

/* The panel of bytes of this card; what the person has opened stays. */
void guide_apply_bytes(App *app, const LessonShow *show) {
    Guide *guide = &app->guide;
    if (show->bytes_count || guide->shows_bytes) {
        app->inspection.bytes_open = show->bytes_count > 0;
    }
    guide->shows_bytes = show->bytes_count > 0;
}

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
    Moment moment = guide_moment_shown(app);
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
    bool picks = guide->part == GUIDE_ASKS && guide_beat(guide)->predict->kind == PREDICT_PICK;
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
    const LessonBeat *beat = guide_beat(guide);
    Moment moment = guide_moment_shown(app);
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

/* What follows a task or a stray statement begins with the lesson's own history. */
void guide_take_back(App *app) {
    if (!timeline_done_count(app->timeline)) return;
    while (timeline_done_count(app->timeline) > 0 && arrange_can_undo(app)) arrange_undo(app);
    app->note.until = 0; /* of what was undone */
}

void guide_show_card(App *app) {
    Guide *guide = &app->guide;
    const LessonBeat *beat = guide_beat(guide);
    const CompareSide *alone = side_alone(guide);
    guide_take_back(app);
    apply_options(app, &beat->show);
    guide_apply_bytes(app, &beat->show);
    show_moment(app, guide_card_moment(guide));
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
