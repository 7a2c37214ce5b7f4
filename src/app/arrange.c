#include "app/arrange.h"

#include "app/app_state.h"
#include "base/translate.h"

#include <stdio.h>

enum { PLACES_KEPT = 64 /* changes of places that can be taken back */ };

static void drop_step(UndoList *list, size_t at) {
    layout_snapshot_destroy(list->items[at].places);
    for (size_t i = at + 1; i < list->count; i++) list->items[i - 1] = list->items[i];
    list->count--;
}

static void drop_places(UndoList *list) {
    for (size_t i = list->count; i-- > 0;) {
        if (list->items[i].places) drop_step(list, i);
    }
}

/* Beyond a number, the oldest places are forgotten. */
static void drop_oldest(UndoList *list) {
    size_t places = 0;
    for (size_t i = list->count; i-- > 0;) {
        if (list->items[i].places && ++places > PLACES_KEPT) drop_step(list, i);
    }
}

static void glide(App *app) {
    if (app->config.reduced_motion) return;
    scene_glide_begin(app->scene);
    app->arranged_since = app->now;
}

/* Before places change by the person's will. */
static void note_places(App *app) {
    app->file.places++;
    app->file.warned = false;
    drop_places(&app->undone);
    array_push(&app->done, ((UndoStep){layout_snapshot_create(scene_layout(app->scene))}));
    drop_oldest(&app->done);
    glide(app);
    app->wish.scene = true;
}

void arrange_tidy(App *app) {
    note_places(app);
    scene_tidy(app->scene);
    scene_set_inside(app->scene, NULL);
    scene_foresee(app->scene, app->timeline, app->options, true);
}

void arrange_move(App *app, Handle object, Point at) {
    note_places(app);
    scene_move(app->scene, object, at);
}

void arrange_tick(App *app) {
    if (!scene_is_gliding(app->scene)) return;
    float t = (float)(app->now - app->arranged_since) / ARRANGE_MS;
    if (t > 1) t = 1;
    scene_glide_to(app->scene, t < 0.5f ? 4 * t * t * t : 1 - 4 * (1 - t) * (1 - t) * (1 - t));
}

/* ---- where new objects go ---- */

void arrange_expect(App *app, const char *path, Point at) {
    Arrival *arrival = &app->arrival;
    int length = snprintf(arrival->path, sizeof arrival->path, "%s", path);
    arrival->due = length >= 0 && (size_t)length < sizeof arrival->path;
    arrival->at = at;
}

void arrange_arrived(App *app, bool done) {
    bool due = app->arrival.due && done;
    app->arrival.due = false;
    ReferencePlace place;
    Rect rect;
    if (!due || !object_path_find(&app->now_shown, text_of(app->arrival.path), &place)) return;
    uint32_t made = object_path_held(&app->now_shown, place);
    if (made == SNAPSHOT_NONE) return;
    Handle object = app->now_shown.objects.items[made].handle;
    if (!scene_find(app->scene, object, &rect)) return;
    scene_move(app->scene, object, app->arrival.at);
    app_set_scene(app);
    camera_follow(app);
}

/* ---- undo ---- */

void arrange_statement_done(App *app) {
    for (size_t i = app->undone.count; i-- > 0;) drop_step(&app->undone, i);
    array_push(&app->done, ((UndoStep){NULL}));
}

static bool has_last(const UndoList *list, bool statement_possible) {
    return list->count ? array_last(list).places || statement_possible : statement_possible;
}

bool arrange_can_undo(const App *app) {
    return app->timeline && has_last(&app->done, timeline_can_undo(app->timeline));
}

bool arrange_can_redo(const App *app) {
    return app->timeline && has_last(&app->undone, timeline_can_redo(app->timeline));
}

/* Takes the last step of one list over to the other. True when it was one of places, which are put
 * back then. */
static bool take_over(App *app, UndoList *from, UndoList *to) {
    UndoStep step = from->count ? array_pop(from) : (UndoStep){NULL};
    if (!step.places) {
        array_push(to, step);
        return false;
    }
    Layout *layout = scene_layout(app->scene);
    app->file.places++;
    array_push(to, ((UndoStep){layout_snapshot_create(layout)}));
    glide(app);
    layout_restore(layout, step.places);
    layout_snapshot_destroy(step.places);
    app->wish.scene = true;
    return true;
}

void arrange_undo(App *app) {
    if (take_over(app, &app->done, &app->undone)) {
        app_say(app, false, _("The cards are back where they were"));
        return;
    }
    timeline_undo(app->timeline);
    app_refresh_history(app);
    app_say(app, false, _("Undone"));
}

void arrange_redo(App *app) {
    if (take_over(app, &app->undone, &app->done)) {
        app_say(app, false, _("The cards are moved again"));
        return;
    }
    timeline_redo(app->timeline);
    app_refresh_history(app);
    app_say(app, false, _("Done again: %s"),
            timeline_edit_text(app->timeline, timeline_edit_count(app->timeline) - 1));
}

void arrange_redo_to(App *app, uint32_t done) {
    while (timeline_done_count(app->timeline) < done && arrange_can_redo(app)) arrange_redo(app);
}

void arrange_forget(App *app) {
    for (size_t i = app->done.count; i-- > 0;) drop_step(&app->done, i);
    for (size_t i = app->undone.count; i-- > 0;) drop_step(&app->undone, i);
    array_deinit(&app->done);
    array_deinit(&app->undone);
}
