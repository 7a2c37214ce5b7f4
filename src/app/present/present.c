/* Presenter mode: what begins and ends it, and where a clicker leads. */
#include "app/present/present.h"

#include "app/app_state.h"
#include "base/hash.h"
#include "base/translate.h"
#include "lesson/solution.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Times the person's own interface size. */
static const float SCALE = 1.5f;
/* What is kept for the picture beside the left pane, and the pane's widest, logical pixels. */
static const float LEFT_SHARE = 0.42f, LEFT_LEAST = 300, LEFT_MOST = 560;

float present_scale(const App *app) {
    return app->present.on ? SCALE : 1;
}

bool present_is_on(const App *app) {
    return app->present.on && !app->start.open;
}

/* The cards are what is shown. */
static bool is_guided(const App *app) {
    return app->guide.there && app->timeline && !app->sandbox && !app->editor.open;
}

bool present_leads(const App *app) {
    return present_is_on(app) && is_guided(app) && !app_is_covered(app);
}

float present_text_size(const App *app, float size) {
    const float usual = 380; /* width of a pane whose text has its usual size */
    if (!app->present.on) return size;
    return size * fminf(fmaxf(app->panes.left.w / usual, 1), 1.3f);
}

float present_left_width(const App *app, float window) {
    return fminf(fmaxf(window * app->present.share, LEFT_LEAST), fmaxf(LEFT_MOST, window / 2));
}

void present_set_left_width(App *app, float x, float window) {
    app->present.share = fminf(fmaxf(x / window, 0.2f), 0.7f);
}

void present_deinit(App *app) {
    notes_forget(app);
}

void present_forget(App *app) {
    app->present.before.there = app->present.left.there = false;
    notes_forget(app);
}

/* ---- where a person is ---- */

static uint64_t hash_done(const App *app) {
    uint64_t hash = 0;
    for (uint32_t i = 0; i < timeline_done_count(app->timeline); i++) {
        const char *text = timeline_record(app->timeline, i).text;
        hash = hash * 31 + hash_bytes(text, strlen(text));
    }
    return hash;
}

static PresentPlace place_of(const App *app) {
    const Guide *guide = &app->guide;
    if (!app->timeline) return (PresentPlace){0};
    return (PresentPlace){.there = true,
                          .guided = is_guided(app),
                          .beat = guide->beat,
                          .part = guide->part,
                          .answer = guide->answer,
                          .chosen = guide->chosen,
                          .hints = guide->hint_count,
                          .stop = timeline_position(app->timeline),
                          .inside = app->inside.at,
                          .done = timeline_done_count(app->timeline),
                          .done_hash = hash_done(app),
                          .options = app->options,
                          .view = app->view,
                          .follows = app->camera.follow};
}

static bool is_same_place(const PresentPlace *a, const PresentPlace *b) {
    return a->there && b->there && a->guided == b->guided && a->beat == b->beat &&
           a->part == b->part && a->stop == b->stop && a->done_hash == b->done_hash;
}

/* Its card, as it was: an answer that was given is given again. */
static void restore_card(App *app, const PresentPlace *place) {
    Guide *guide = &app->guide;
    guide_go_to(app, place->part == GUIDE_ENDED ? guide->file.beat_count : place->beat);
    if (place->part == GUIDE_TASK || place->part == GUIDE_DONE) guide->part = GUIDE_TASK;
    guide->answer = place->answer;
    guide->submit_due = place->part == GUIDE_TELLS;
    guide_grant(app);
    guide->chosen = place->chosen;
    guide->hint_count = place->hints;
    if (place->part == GUIDE_ASKS && place->chosen && place->answer.kind == ANSWER_NUMBER) {
        char number[40];
        snprintf(number, sizeof number, "%g", place->answer.number);
        ui_text_field_set(&guide->number, number);
    }
}

/* What was done stays done: statements that were taken back for a card are done again where no
 * others came between. */
static void restore_statements(App *app, const PresentPlace *place) {
    if (timeline_record_count(app->timeline) < place->done) return;
    arrange_redo_to(app, place->done);
    if (hash_done(app) == place->done_hash) return;
    while (timeline_done_count(app->timeline) > 0 && arrange_can_undo(app)) arrange_undo(app);
}

static void restore_place(App *app, const PresentPlace *place) {
    if (!place->there || !app->timeline) return;
    if (place->guided && app->guide.there) {
        restore_card(app, place);
        if (place->done) restore_statements(app, place);
    }
    app->options = place->options;
    if (hash_done(app) == place->done_hash) {
        app_show_stop(app, place->stop, place->inside);
        app->view = place->view;
        app->camera = (Camera){.follow = place->follows};
    } else {
        app->camera.fit_due = true; /* something was done meanwhile, and stays */
    }
    app->wish.again = true;
}

/* ---- begin and end ---- */

static void hold_back(App *app) {
    /* a card begins anew, with its answer held back */
    const Guide *guide = &app->guide;
    guide_go_to(app, guide->part == GUIDE_ENDED ? 0 : guide->beat);
}

static void begin(App *app) {
    Present *present = &app->present;
    PresentPlace here = place_of(app);
    bool again = is_same_place(&here, &present->before) && present->left.there;
    present->before = here;
    present->panes = (PresentPanes){.left_hidden = app->left_hidden,
                                    .inspector_hidden = app->inspector_hidden,
                                    .sandbox = app->sandbox,
                                    .editor = app->editor.open,
                                    .scale = app->interface_scale};
    if (app->editor.open) editor_toggle(app);
    present->on = true;
    present->blank = present->spotlight = false;
    if (!present->share) present->share = LEFT_SHARE;
    if (!present->radius) present->radius = 110;
    if (!again) present->since = app->now;
    app->left_hidden = false;
    app->inspector_hidden = true;
    app->playing = app->inside.playing = false;
    app->camera.fit_due = true;
    app_focus_canvas(app);
    if (is_guided(app)) {
        if (again) app->guide.beat = present->left.beat;
        if (again) app->guide.part = present->left.part;
        hold_back(app);
    } else if (again && app->timeline) {
        app_wish_inside(app, present->left.stop, present->left.inside);
    }
}

static void end(App *app) {
    Present *present = &app->present;
    const PresentPanes *panes = &present->panes;
    present->left = place_of(app);
    present->blank = present->spotlight = present->notes.open = false;
    notes_forget(app);
    app->sandbox = panes->sandbox;
    restore_place(app, &present->before); /* before it ends: none of it is recorded */
    present->before = place_of(app);
    present->on = false;
    app->left_hidden = panes->left_hidden;
    app->inspector_hidden = panes->inspector_hidden;
    app->interface_scale = panes->scale;
    app->playing = app->inside.playing = false;
    app_focus_canvas(app);
    if (panes->editor && !app->editor.open) editor_toggle(app);
}

void present_toggle(App *app) {
    if (app->present.on) {
        end(app);
    } else {
        begin(app);
    }
}

void present_cancel(App *app) {
    if (app->present.spotlight) {
        app->present.spotlight = false;
    } else {
        end(app);
    }
}

/* ---- on and back ---- */

static const LessonBeat *beat_of(const App *app) {
    return &app->guide.file.beats[app->guide.beat];
}

/* Whether the solution was begun, and nothing else was done. */
static bool is_played(const App *app) {
    return app->present.played > 0 && timeline_done_count(app->timeline) == app->present.played;
}

/* The next statement of the solution; from its first one where something else was done. Where there
 * is none left, the next card. */
static void play_statement(App *app) {
    Present *present = &app->present;
    Solution solution = {0};
    Error error;
    bool fine = solution_read(&solution, beat_of(app)->task->solution, &error);
    if (!is_played(app)) {
        present->played = 0;
        if (timeline_done_count(app->timeline)) guide_return(app);
    }
    if (fine && present->played < solution.statements.count) {
        Text text = solution.statements.items[present->played++].text;
        while (text.length && text.bytes[text.length - 1] == '\n') text.length--;
        app_wish_nothing(app);
        app_wish_further(app, text);
    } else {
        guide_skip(app);
    }
    solution_deinit(&solution);
}

void present_on(App *app) {
    switch (app->guide.part) {
    case GUIDE_ASKS:
        if (app->guide.chosen) {
            guide_go_on(app);
        } else {
            guide_answer_unsure(app);
        }
        break;
    case GUIDE_TASK: play_statement(app); break;
    case GUIDE_ENDED: break;
    default: guide_skip(app);
    }
}

void present_back(App *app) {
    if (guide_can_go_back(app)) guide_go_back(app);
}

const char *present_on_label(const App *app) {
    switch (app->guide.part) {
    case GUIDE_ASKS: return _("Show the answer");
    case GUIDE_TASK: return is_played(app) ? _("Play on") : _("Play the solution");
    default: return _("Next");
    }
}

void present_blank(App *app) {
    app->present.blank = true;
    app->playing = app->inside.playing = false;
}

void present_spotlight(App *app) {
    app->present.spotlight = !app->present.spotlight;
}

void present_notes(App *app) {
    app->present.notes.open = !app->present.notes.open;
}
