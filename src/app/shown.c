#include "app/shown.h"

#include "app/app_state.h"
#include "base/translate.h"

#include <string.h>

enum {
    FREE_MS = 110,           /* one free of a cascade */
    CASCADE_MOST = 8,        /* of them at that pace; longer ones go faster */
    PLACED_BEFORE_MAX = 5000 /* objects: a second layout must not be felt */
};

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

void app_show_again(App *app) {
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
    if (app->timeline) app_show_again(app);
}

void app_shown(App *app, bool changed) {
    app->code_follows = true;
    app->shown_since = app->now;
    app->changes = !app->config.reduced_motion && changed;
    uint32_t ghosts = scene_ghosts(app->scene);
    app->cascade_ms = ghosts > 1 ? (ghosts < CASCADE_MOST ? ghosts : CASCADE_MOST) * FREE_MS : 0;
    camera_follow(app);
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
