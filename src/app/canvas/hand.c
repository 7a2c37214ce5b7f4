#include "app/canvas/hand.h"

#include "app/app_state.h"
#include "app/canvas/canvas.h"
#include "app/canvas/card_mark.h"
#include "app/canvas/reference_drag.h"
#include "app/canvas/thing_menu.h"

#include <math.h>

static const float DRAG_SLOP = 4; /* pixels that a press may move and still be a click */

void hand_cancel(App *app) {
    TextBuffer text = app->gesture.text, effect = app->gesture.effect;
    text_clear(&text);
    text_clear(&effect);
    app->gesture = (Gesture){.text = text, .effect = effect};
    array_clear(&app->possible);
}

void hand_find_targets(App *app) {
    ObjectPaths paths = object_paths_find(&app->now_shown);
    array_clear(&app->possible);
    for (size_t i = 0; i < app->now_shown.objects.count; i++) {
        array_push(&app->possible, paths.reached[i]);
    }
    object_paths_deinit(&paths);
}

static bool holds_reference(ScenePartKind kind) {
    return kind == SCENE_PORT || kind == SCENE_VALUE || kind == SCENE_ARROW;
}

static void begin_press(App *app, InputButton button) {
    hand_cancel(app);
    app->gesture.kind = GESTURE_PRESS;
    app->gesture.button = button;
    app->gesture.clicks = app->ui.clicks;
    app->gesture.from = app->ui.mouse;
    app->gesture.pan = app->view.pan;
    app->gesture.part = app->timeline
                            ? scene_hit(app->scene, scene_to_canvas(app->view, app->ui.mouse),
                                        CANVAS_REACH / app->view.zoom)
                            : (ScenePart){0};
    Handle marked;
    Rect mark;
    if (button != BUTTON_LEFT || !card_mark_find(app, &marked, &mark)) return;
    if (!rect_contains(mark, app->ui.mouse)) return;
    app->gesture.part = (ScenePart){.kind = SCENE_NODE, .object = marked};
    app->gesture.on_mark = true;
}

static void begin_move(App *app) {
    Rect rect;
    Gesture *gesture = &app->gesture;
    if (!scene_find(app->scene, gesture->part.object, &rect)) {
        gesture->kind = GESTURE_BAND;
        return;
    }
    Point at = scene_to_canvas(app->view, gesture->from);
    gesture->kind = GESTURE_MOVE;
    gesture->grab = (Point){at.x - rect.x, at.y - rect.y};
}

/* The press has become a drag: of what, its first point tells. */
static void begin_drag(App *app) {
    Gesture *gesture = &app->gesture;
    ScenePart part = gesture->part;
    if (gesture->button != BUTTON_LEFT || app->space_held) {
        app->space_used = app->space_held;
        gesture->kind = GESTURE_PAN;
        return;
    }
    if (gesture->on_mark) {
        gesture->kind = GESTURE_MARK;
        hand_find_targets(app);
        return;
    }
    switch (part.kind) {
    case SCENE_PORT:
    case SCENE_VALUE: gesture->kind = GESTURE_REFERENCE; break;
    case SCENE_ARROW: gesture->kind = part.head ? GESTURE_REFERENCE : GESTURE_BAND; break;
    case SCENE_NODE:
    case SCENE_BADGE:
    case SCENE_STUB:
    case SCENE_MORE: begin_move(app); break;
    default: gesture->kind = GESTURE_BAND;
    }
    if (gesture->kind == GESTURE_REFERENCE) hand_find_targets(app);
}

Rect hand_band(const App *app) {
    Point a = scene_to_canvas(app->view, app->gesture.from);
    Point b = scene_to_canvas(app->view, app->ui.mouse);
    return (Rect){fminf(a.x, b.x), fminf(a.y, b.y), fabsf(a.x - b.x), fabsf(a.y - b.y)};
}

static void select_band(App *app) {
    Rect band = hand_band(app);
    if (!(app->ui.modifiers & MODIFIER_SHIFT)) app_select_none(app);
    for (size_t i = 0; i < app->now_shown.objects.count; i++) {
        Handle object = app->now_shown.objects.items[i].handle;
        Rect rect;
        if (!scene_find(app->scene, object, &rect) || !rect_overlaps(rect, band)) continue;
        bool known = false;
        for (size_t j = 0; j < app->selected.count; j++) {
            known = known || app->selected.items[j].serial == object.serial;
        }
        if (!known) app_select(app, object, true);
    }
}

/* In a frame the object that the row leads to is selected, in a node the node. */
void hand_select_row(App *app, uint32_t row, bool toggle) {
    const SceneRow *self = scene_row(app->scene, row);
    uint32_t holder = scene_row_holder(app->scene, row);
    uint32_t object = self->variable != SNAPSHOT_NONE ? self->target : holder;
    if (!toggle) app_select_none(app);
    if (object != SNAPSHOT_NONE) {
        app_select(app, app->now_shown.objects.items[object].handle, toggle);
    }
    app->row_selected = true;
    app->selected_row = row;
}

/* Whether the pointer was on the port itself, not beside it on the value, which comes closer to it
 * in a small picture. */
static bool on_port(const App *app, uint32_t row) {
    Point port = scene_to_window(app->view, scene_row_port(app->scene, row));
    Point from = app->gesture.from;
    float reach = fmaxf((CANVAS_REACH + 2) * fminf(app->view.zoom, 1), 5);
    return hypotf(port.x - from.x, port.y - from.y) <= reach;
}

/* A row was clicked: it is what Del removes and Enter edits. A value's hollow dot pulls it out. */
static void click_row(App *app, ScenePart part, bool toggle) {
    if (part.kind == SCENE_VALUE && app->gesture.clicks < 2 && on_port(app, part.row)) {
        scene_toggle_value(app->scene, part.object);
        app->wish.scene = true;
        return;
    }
    hand_select_row(app, part.row, toggle);
    bool edits = app->gesture.clicks == 2 && !on_port(app, part.row);
    if (edits) statement_field_edit_value(app, NULL);
}

/* A value that was pulled out goes back into the rows that hold it. */
static bool put_back(App *app, Handle object) {
    uint32_t index = snapshot_find(&app->now_shown, object);
    if (index == SNAPSHOT_NONE || !app->now_shown.objects.items[index].small) return false;
    scene_toggle_value(app->scene, object);
    app_select_none(app);
    app->wish.scene = true;
    return true;
}

static void click(App *app) {
    ScenePart part = app->gesture.part;
    bool toggle = app->ui.modifiers & MODIFIER_SHIFT;
    if (app->gesture.button == BUTTON_RIGHT) thing_menu_open(app, part, app->ui.mouse);
    if (app->gesture.button != BUTTON_LEFT) return;
    if (app->gesture.on_mark) {
        card_mark_drop(app);
        return;
    }
    app->row_selected = false;
    switch (part.kind) {
    case SCENE_PORT:
    case SCENE_VALUE: click_row(app, part, toggle); break;
    case SCENE_ARROW:
        app_select(app, part.object, toggle);
        app->row_selected = true;
        app->selected_row = part.row;
        break;
    case SCENE_NODE:
        if (app->gesture.clicks == 2 && put_back(app, part.object)) break;
        app_select(app, part.object, toggle);
        break;
    case SCENE_BADGE:
    case SCENE_STUB: app_select(app, part.object, toggle); break;
    case SCENE_MORE:
        scene_toggle_more(app->scene, part.object);
        app->wish.scene = true;
        break;
    case SCENE_FRAME: app_select_frame(app, part.frame); break;
    default:
        if (!toggle) app_select_none(app);
        if (app->gesture.clicks == 2 && search_is_possible(app)) search_open_at(app, app->ui.mouse);
    }
}

static void release(App *app) {
    Gesture *gesture = &app->gesture;
    Point at = scene_to_canvas(app->view, app->ui.mouse);
    switch (gesture->kind) {
    case GESTURE_PRESS: click(app); break;
    case GESTURE_BAND: select_band(app); break;
    case GESTURE_REFERENCE: reference_drag_drop(app); break;
    case GESTURE_MARK: card_mark_drop(app); break;
    case GESTURE_MOVE:
        arrange_move(app, gesture->part.object,
                     (Point){at.x - gesture->grab.x, at.y - gesture->grab.y});
        break;
    default: break;
    }
    hand_cancel(app);
}

static void move(App *app) {
    Gesture *gesture = &app->gesture;
    Point mouse = app->ui.mouse;
    if (gesture->kind == GESTURE_PRESS &&
        hypotf(mouse.x - gesture->from.x, mouse.y - gesture->from.y) > DRAG_SLOP) {
        begin_drag(app);
    }
    if (gesture->kind == GESTURE_PAN) {
        app->view.pan.x = gesture->pan.x + mouse.x - gesture->from.x;
        app->view.pan.y = gesture->pan.y + mouse.y - gesture->from.y;
        app->camera.gliding = false;
        app->camera.follow = false;
    }
    if (gesture->kind == GESTURE_REFERENCE) reference_drag_aim_pointer(app);
    if (gesture->kind == GESTURE_MARK) card_mark_aim(app);
}

void hand_update(App *app, bool over) {
    Ui *ui = &app->ui;
    for (int button = BUTTON_LEFT; button <= BUTTON_RIGHT; button++) {
        bool free = app->gesture.kind == GESTURE_NONE || app->gesture.by_keys;
        if (over && ui->pressed[button] && free) {
            begin_press(app, (InputButton)button);
        }
    }
    if (app->gesture.kind == GESTURE_NONE || app->gesture.by_keys) return;
    move(app);
    if (ui->released[app->gesture.button]) release(app);
}

void hand_hover(App *app, bool over) {
    app->hover = (ScenePart){0};
    if (!over || app->gesture.kind != GESTURE_NONE || !app->timeline) return;
    app->hover = scene_hit(app->scene, scene_to_canvas(app->view, app->ui.mouse),
                           CANVAS_REACH / app->view.zoom);
    if (holds_reference(app->hover.kind) || app->hover.kind == SCENE_MORE ||
        app->hover.kind == SCENE_STUB) {
        app->ui.cursor = CURSOR_HAND;
    }
}
