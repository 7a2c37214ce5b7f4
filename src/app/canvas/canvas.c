#include "app/canvas/canvas.h"

#include "app/app_state.h"
#include "app/canvas/canvas_tip.h"
#include "app/canvas/card_mark.h"
#include "app/canvas/empty_canvas.h"
#include "app/canvas/reference_drag.h"

static void choose_cursor(App *app) {
    switch (app->gesture.kind) {
    case GESTURE_PAN:
    case GESTURE_MOVE: app->ui.cursor = CURSOR_GRAB; break;
    case GESTURE_REFERENCE:
    case GESTURE_MARK:
        app->ui.cursor =
            app->gesture.target.serial && !app->gesture.possible ? CURSOR_REFUSED : CURSOR_CROSS;
        break;
    default: break;
    }
}

/* Where a connection by keyboard leads, in canvas coordinates. */
static Point target_point(const App *app) {
    Rect card;
    if (scene_find(app->scene, app->gesture.target, &card)) return rect_center(card);
    return scene_row_port(app->scene, app->gesture.part.row);
}

SceneFocus canvas_focus(const App *app) {
    const Gesture *gesture = &app->gesture;
    const Lit *path = &app->inspection.lit, *hover = &app->inspection.hover;
    uint32_t frame = app_selected_frame(app);
    SceneFocus focus = {.hover = app->hover,
                        .selected = app->selected.items,
                        .selected_count = app->selected.count,
                        .row_selected = app->row_selected,
                        .selected_row = app->selected_row,
                        .frame_selected = frame != SNAPSHOT_NONE,
                        .selected_frame = frame,
                        .named = app->named,
                        .change = 1};
    focus.lit[0] = (SceneLit){path->rows, path->row_count, path->objects, path->object_count};
    focus.lit[1] = (SceneLit){hover->rows, hover->row_count, hover->objects, hover->object_count};
    focus.lit[2] =
        (SceneLit){.objects = &app->guide_lit, .object_count = app->guide_lit.serial != 0};
    Point at = scene_to_canvas(app->view, app->ui.mouse);
    if (app->changes) {
        float t = (float)(app->now - app->shown_since) / CHANGE_MS;
        focus.change = t >= 1 ? 1 : 1 - (1 - t) * (1 - t);
        uint64_t shown = app->now - app->shown_since;
        if (shown < app->cascade_ms) focus.alive = 1 - (float)shown / (float)app->cascade_ms;
    }
    if (gesture->kind == GESTURE_REFERENCE) {
        focus.dragging = true;
        focus.drag_row = gesture->part.row;
        focus.drag_to = gesture->by_keys ? target_point(app) : at;
        focus.drag_target = gesture->possible ? gesture->target : (Handle){0};
    }
    if (app->possible.count) focus.possible = app->possible.items;
    if (gesture->kind == GESTURE_MOVE) {
        focus.moved = gesture->part.object;
        focus.moved_to = (Point){at.x - gesture->grab.x, at.y - gesture->grab.y};
    }
    if (gesture->kind == GESTURE_BAND) focus.band = hand_band(app);
    return focus;
}

/* A digit typed while a value is selected begins a new one. */
static void take_digits(App *app) {
    if (!app->row_selected || app->ui.focus != ui_id("canvas")) return;
    for (int digit = 0; digit < 10; digit++) {
        char typed[2] = {(char)('0' + digit), '\0'};
        if (ui_take_key(&app->ui, (InputKey)(KEY_0 + digit), 0)) {
            statement_field_edit_value(app, typed);
        }
    }
}

void canvas(App *app) {
    Ui *ui = &app->ui;
    Rect area = app->panes.canvas;
    app->view.area = area;
    camera_update(app);
    arrange_tick(app);
    UiAnswer answer = ui_area(ui, "canvas", area, true, true, NULL);
    bool over = ui->mouse_inside && rect_contains(area, ui->mouse) && ui->hot == ui_id("canvas");
    WheelTurn turn;
    if (over && settings_take_wheel(app, &turn)) {
        camera_zoom(app, turn.factor, ui->mouse);
        app->view.pan.x += turn.move.x;
        app->view.pan.y += turn.move.y;
    }
    hand_update(app, over);
    hand_hover(app, over);
    take_digits(app);
    choose_cursor(app);
    canvas_tip(app);
    SceneFocus focus = canvas_focus(app);
    if (!app->unseen) scene_draw(app->scene, ui->list, app->theme, app->view, &focus);
    draw_clip_push(ui->list, area);
    empty_canvas_words(app);
    card_mark_draw(app);
    reference_drag_preview(app);
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect_inset(area, 5), 4);
    draw_clip_pop(ui->list);
}
