#include "app/canvas/hand_keys.h"

#include "app/app_state.h"
#include "app/canvas/reference_drag.h"
#include "base/translate.h"

#include <math.h>

/* In a lesson, and before the canvas has the keyboard, the arrow keys step through time; but not
 * while it asks for an object. In a presentation they lead from card to card. */
bool hand_keys_can_walk(const App *app) {
    bool here = app->sandbox || (guide_asks_for_object(app) && !app->present.on);
    return here && app->timeline && app->ui.focus == ui_id("canvas");
}

/* ---- from card to card ---- */

typedef enum Way { WAY_LEFT, WAY_RIGHT, WAY_UP, WAY_DOWN } Way;

/* How far a card lies that way: distance, with what lies aside counting double; negative: it does
 * not lie there. Cards of a column have one left edge. */
static float distance_on_way(Rect from, Rect to, Way way) {
    float x = to.x - from.x, y = rect_center(to).y - rect_center(from).y;
    float along = way == WAY_LEFT ? -x : way == WAY_RIGHT ? x : way == WAY_UP ? -y : y;
    float aside = way == WAY_LEFT || way == WAY_RIGHT ? fabsf(y) : fabsf(x);
    return along < 1 ? -1 : along + 2 * aside;
}

/* The nearest object's card that way; the null handle where there is none. */
static Handle nearest_object(const App *app, Rect from, Way way) {
    Handle found = {0};
    float least = INFINITY;
    for (size_t i = 0; i < app->now_shown.objects.count; i++) {
        Handle object = app->now_shown.objects.items[i].handle;
        Rect card;
        if (!scene_find(app->scene, object, &card)) continue;
        float away = distance_on_way(from, card, way);
        if (away < 0 || away >= least) continue;
        least = away;
        found = object;
    }
    return found;
}

/* Where the way begins: the target of the connection, the selected card, else the running frame. */
static Rect start_of_way(const App *app) {
    Rect rect;
    uint32_t frame = app_selected_frame(app);
    if (app->gesture.by_keys && scene_find(app->scene, app->gesture.target, &rect)) return rect;
    if (app->row_selected) {
        const SceneRow *row = scene_row(app->scene, app->selected_row);
        if (row->variable == SNAPSHOT_NONE) return scene_row_rect(app->scene, app->selected_row);
    } else if (app->selected.count && scene_find(app->scene, array_last(&app->selected), &rect)) {
        return rect;
    }
    if (frame == SNAPSHOT_NONE) frame = 0;
    if (scene_find_frame(app->scene, frame, &rect)) return rect;
    return (Rect){0};
}

static void walk(App *app, Way way) {
    Handle next = nearest_object(app, start_of_way(app), way);
    if (app->gesture.by_keys) {
        if (next.serial) reference_drag_aim(app, next);
        camera_fly_to(app, next);
        return;
    }
    app->row_selected = false;
    if (next.serial) {
        app_select(app, next, false);
        camera_fly_to(app, next);
    } else if (way == WAY_LEFT && app->now_shown.frames.count) {
        app_select_frame(app, (uint32_t)app->now_shown.frames.count - 1);
    }
}

void hand_keys_left(App *app) {
    walk(app, WAY_LEFT);
}

void hand_keys_right(App *app) {
    walk(app, WAY_RIGHT);
}

void hand_keys_up(App *app) {
    walk(app, WAY_UP);
}

void hand_keys_down(App *app) {
    walk(app, WAY_DOWN);
}

/* ---- along references ---- */

/* Whether the row stands in what is selected: the object's card, or the frame's. */
static bool is_of_selection(const App *app, uint32_t row) {
    const SceneRow *self = scene_row(app->scene, row);
    uint32_t object = app_selected(app), frame = app_selected_frame(app);
    if (self->variable == SNAPSHOT_NONE && self->reference == SNAPSHOT_NONE) return false;
    if (app->row_selected) return self->card == scene_row(app->scene, app->selected_row)->card;
    if (object != SNAPSHOT_NONE) return scene_row_holder(app->scene, row) == object;
    if (frame == SNAPSHOT_NONE) frame = 0;
    const SnapFrame *shown = &app->now_shown.frames.items[frame];
    return self->variable >= shown->first_variable &&
           self->variable < shown->first_variable + shown->variable_count;
}

/* The next row of the selection after the selected one, round and round. */
static void step_port(App *app, int by) {
    uint32_t count = (uint32_t)scene_row_count(app->scene), from = app->selected_row;
    if (!count || !app->now_shown.frames.count) return;
    if (!app->row_selected) from = by > 0 ? count - 1 : 0;
    for (uint32_t i = 1; i <= count; i++) {
        uint32_t row = by > 0 ? (from + i) % count : (from + count - i) % count;
        if (!is_of_selection(app, row)) continue;
        hand_select_row(app, row, false);
        return;
    }
}

void hand_keys_next_port(App *app) {
    step_port(app, 1);
}

void hand_keys_previous_port(App *app) {
    step_port(app, -1);
}

void hand_keys_follow(App *app) {
    if (!app->row_selected) step_port(app, 1);
    if (!app->row_selected) return;
    uint32_t target = scene_row(app->scene, app->selected_row)->target;
    if (target == SNAPSHOT_NONE) return;
    Handle object = app->now_shown.objects.items[target].handle;
    app->row_selected = false;
    app_select(app, object, false);
    camera_fly_to(app, object);
}

void hand_keys_holder(App *app) {
    uint32_t object = app_selected(app);
    for (uint32_t row = 0; object != SNAPSHOT_NONE && row < scene_row_count(app->scene); row++) {
        if (scene_row(app->scene, row)->target != object) continue;
        hand_select_row(app, row, false);
        uint32_t holder = scene_row_holder(app->scene, row);
        if (holder != SNAPSHOT_NONE) {
            app_select(app, app->now_shown.objects.items[holder].handle, false);
            camera_fly_to(app, app->now_shown.objects.items[holder].handle);
        }
        return;
    }
}

/* ---- connecting ---- */

/* The nearest object to the right of the card that the row stands in, else below, above, left. */
static Handle first_target(const App *app) {
    uint32_t holder = scene_row_holder(app->scene, app->selected_row);
    Rect from = scene_row_rect(app->scene, app->selected_row);
    Handle found = {0};
    if (holder != SNAPSHOT_NONE) {
        scene_find(app->scene, app->now_shown.objects.items[holder].handle, &from);
    }
    static const Way ways[] = {WAY_RIGHT, WAY_DOWN, WAY_UP, WAY_LEFT};
    for (int i = 0; i < 4 && !found.serial; i++) found = nearest_object(app, from, ways[i]);
    return found;
}

void hand_keys_connect(App *app) {
    if (!app->row_selected) {
        app_say(app, false,
                _("Choose the name or item that shall refer: [ and ] go from one to the "
                  "next."));
        return;
    }
    hand_cancel(app);
    app->gesture.kind = GESTURE_REFERENCE;
    app->gesture.by_keys = true;
    app->gesture.part = (ScenePart){.kind = SCENE_PORT, .row = app->selected_row};
    hand_find_targets(app);
    reference_drag_aim(app, first_target(app));
    app_say(app, false, _("Arrow keys choose the object, Enter refers to it, Esc ends."));
}

void hand_keys_enter(App *app) {
    if (app->gesture.by_keys) {
        reference_drag_drop(app);
        hand_cancel(app);
    } else if (app->row_selected) {
        statement_field_edit_value(app, NULL);
    }
}
