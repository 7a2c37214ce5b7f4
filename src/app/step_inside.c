#include "app/step_inside.h"

#include "app/app_state.h"
#include "app/narrate_inside.h"
#include "base/translate.h"

#include <string.h>

enum { PLAY_MS = 1400 }; /* for each phase: there is something to read */

static void leave(App *app) {
    bool playing = app->inside.playing;
    inside_deinit(&app->inside.look);
    app->inside.at = 0;
    app->inside.playing = playing;
}

void step_inside_list(App *app) {
    leave(app);
    array_clear(&app->inside.stops);
    uint32_t stop = timeline_position(app->timeline);
    inside_look_at_line(app->timeline, &app->inside.look);
    if (stop >= timeline_count(app->timeline)) return;
    inside_list(app->timeline, stop + 1, &app->now_shown, &app->inside.stops);
}

/* The machine at the shown stop becomes what is compared with. */
static void take_before(App *app) {
    if (app->has_before) snapshot_deinit(&app->before_shown);
    snapshot_build(&app->before_shown, timeline_vm(app->timeline), app_detail(app));
    app->has_before = true;
}

void step_inside_show(App *app, uint32_t at) {
    InsideView *view = &app->inside;
    uint32_t count = (uint32_t)view->stops.count;
    if (at > count) at = count;
    if (at == 0) return;
    Inside look;
    uint32_t stop = timeline_position(app->timeline) + 1;
    if (!inside_look(app->timeline, stop, view->stops.items[at - 1], app_detail(app), &look)) {
        app_say(app, true, _("This step cannot be looked into."));
        return;
    }
    leave(app);
    take_before(app);
    snapshot_deinit(&app->now_shown);
    app->now_shown = look.now;
    look.now = (Snapshot){0};
    view->look = look;
    view->at = at;
    app_set_scene(app);
    narrate_inside(app);
    app_shown(app, true);
}

const char *step_inside_name(InsideKind kind) {
    static const char *const names[] = {"listed",   "copy",  "subtract", "reach",
                                        "finalize", "clear", "freed",    "line"};
    return names[kind];
}

bool app_show_phase(App *app, const char *name) {
    for (uint32_t i = 0; i < app->inside.stops.count; i++) {
        if (strcmp(step_inside_name(app->inside.stops.items[i].kind), name) != 0) continue;
        step_inside_show(app, i + 1);
        app->changes = false;
        return true;
    }
    return false;
}

bool step_inside_can_go_on(const App *app) {
    return app->timeline && (timeline_position(app->timeline) < timeline_count(app->timeline) ||
                             timeline_can_resume(app->timeline));
}

bool step_inside_can_go_back(const App *app) {
    return app->timeline && (app->inside.at > 0 || timeline_position(app->timeline) > 1);
}

void step_inside_on(App *app) {
    uint32_t stop = timeline_position(app->timeline);
    if (timeline_can_resume(app->timeline)) {
        app_resume(app);
        step_inside_list(app);
    }
    app->playing = false;
    if (app->inside.at < app->inside.stops.count) {
        app_wish_inside(app, stop, app->inside.at + 1);
    } else {
        app_wish_stop(app, stop + 1);
    }
}

void step_inside_back(App *app) {
    uint32_t stop = timeline_position(app->timeline);
    app->playing = app->inside.playing = false;
    if (app->inside.at > 0) {
        app_wish_inside(app, stop, app->inside.at - 1);
    } else {
        app_wish_inside(app, stop - 1, INSIDE_LAST);
    }
}

void step_inside_play(App *app) {
    app->inside.playing = !app->inside.playing;
    app->next_play = app->now;
    app->playing = false;
}

/* Goes on until the stop after the collection, or after the cascade. */
void step_inside_tick(App *app) {
    InsideView *view = &app->inside;
    if (!view->playing || app->now < app->next_play) return;
    uint32_t stop = timeline_position(app->timeline);
    app->next_play = app->now + PLAY_MS;
    if (view->at < view->stops.count) {
        step_inside_show(app, view->at + 1);
    } else if (stop < timeline_count(app->timeline)) {
        timeline_seek(app->timeline, stop + 1);
        app_refresh(app);
        view->playing = timeline_is_collecting(app->timeline, stop + 1);
    } else {
        view->playing = false;
    }
}

bool step_inside_collecting(const App *app) {
    return app->timeline && app->inside.look.collecting;
}

int step_inside_phase(const App *app) {
    const Inside *look = &app->inside.look;
    switch (look->stop.kind) {
    case INSIDE_LISTED: return 0;
    case INSIDE_COPY: return 1;
    case INSIDE_SUBTRACT: return 2;
    case INSIDE_REACH: return 3;
    case INSIDE_FINALIZE: return 4;
    case INSIDE_CLEAR: return 5;
    /* weak references and finalizers free, too */
    case INSIDE_FREED:
    case INSIDE_LINE: return look->found ? 5 : 4;
    }
    return 0;
}
