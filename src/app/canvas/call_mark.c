/* Calling what can be called, by hand: a mark on the card of a function or class, from which a drag
 * leads to the argument. What the call does is stepped through. */
#include "app/app_state.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float WIDTH = 30, HEIGHT = 20, SNAP = 24, ZOOM_LEAST = 0.5f;

static bool can_be_called(const App *app, Handle object) {
    uint32_t index = snapshot_find(&app->now_shown, object);
    if (index == SNAPSHOT_NONE) return false;
    ObjectClass class = app->now_shown.objects.items[index].class;
    return class == OBJECT_FUNCTION || class == OBJECT_CLASS;
}

bool call_mark_find(const App *app, Handle *callee, Rect *mark) {
    Rect card;
    Handle object = app->hover.object;
    if (!app->timeline || app->view.zoom < ZOOM_LEAST) return false;
    if (app->gesture.kind == GESTURE_CALL) object = app->gesture.part.object;
    if (!can_be_called(app, object) && app->selected.count) object = array_last(&app->selected);
    if (!can_be_called(app, object) || !scene_find(app->scene, object, &card)) return false;
    Point corner = scene_to_window(app->view, (Point){rect_right(card), card.y});
    *callee = object;
    *mark = (Rect){corner.x - WIDTH - 8, corner.y + 12 * app->view.zoom, WIDTH, HEIGHT};
    return true;
}

void call_mark_draw(App *app) {
    Handle callee;
    Rect mark;
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    if (!call_mark_find(app, &callee, &mark)) return;
    bool hot = ui->mouse_inside && rect_contains(mark, ui->mouse);
    bool held = app->gesture.kind == GESTURE_CALL;
    ui_note(ui, "canvas.call", mark);
    draw_box(ui->list, mark,
             (BoxStyle){.fill = hot || held ? theme->accent_soft : theme->panel,
                        .radius = HEIGHT / 2,
                        .stroke = {.color = hot || held ? theme->accent : theme->control_border,
                                   .width = 1}});
    draw_string(ui->list, rect_center(mark),
                (TextStyle){.face = FONT_MONO,
                            .size = 12,
                            .color = theme->text,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                "( )");
    if (hot && app->gesture.kind == GESTURE_NONE) {
        ui->cursor = CURSOR_HAND;
        if (ui_tip(ui, ui_id("canvas.call"), mark)) {
            ui_tell_tip(ui, "Call it: drag to the argument, or click to write the call");
        }
    }
    if (!held) return;
    Point from = rect_center(mark), to = ui->mouse;
    Rect target;
    if (scene_find(app->scene, app->gesture.target, &target)) {
        to = scene_to_window(app->view, (Point){target.x, target.y + 20});
    }
    float bend = fmaxf(fabsf(to.x - from.x) / 2, 40);
    draw_curve(ui->list, from, (Point){from.x + bend, from.y}, (Point){to.x - bend, to.y}, to,
               (Stroke){.color = theme->accent, .width = 2, .dash = 6, .gap = 4},
               (ArrowHead){9, 8});
}

/* `r = f(` and the argument. */
static bool write_call(const App *app, Handle argument, TextBuffer *out, Error *error) {
    char name[32];
    uint32_t callee = snapshot_find(&app->now_shown, app->gesture.part.object);
    uint32_t object = snapshot_find(&app->now_shown, argument);
    making_offer_name(app, NAME_VARIABLE, name, sizeof name);
    text_appendf(out, "%s = ", name);
    if (callee == SNAPSHOT_NONE || !object_path_append(&app->now_shown, callee, out, error)) {
        return false;
    }
    text_append_char(out, '(');
    if (object != SNAPSHOT_NONE && !object_path_append(&app->now_shown, object, out, error)) {
        return false;
    }
    text_append_char(out, ')');
    return true;
}

void call_mark_aim(App *app) {
    Gesture *gesture = &app->gesture;
    Error error = {""};
    Point at = scene_to_canvas(app->view, app->ui.mouse);
    gesture->target = scene_snap(app->scene, at, SNAP / app->view.zoom);
    if (handle_equal(gesture->target, gesture->part.object)) gesture->target = (Handle){0};
    text_clear(&gesture->text);
    text_clear(&gesture->effect);
    gesture->possible = write_call(app, gesture->target, &gesture->text, &error);
    if (gesture->possible) {
        text_append_string(&gesture->effect, "a new frame on the stack, while it runs");
    } else {
        text_clear(&gesture->text);
        text_append_string(&gesture->text, error.message);
    }
}

/* With an argument it is called at once, and asked for more where Python says so. */
void call_mark_drop(App *app) {
    Gesture *gesture = &app->gesture;
    if (gesture->kind != GESTURE_CALL) call_mark_aim(app); /* a click: no argument yet */
    if (!gesture->possible) {
        app_say(app, true, "%s", text_cstr(&gesture->text));
        return;
    }
    const char *text = text_cstr(&gesture->text);
    size_t inside = strlen(text) - 1; /* before the last bracket */
    Point at = {app->ui.mouse.x - 40, app->ui.mouse.y + 14};
    statement_field_open(app, at, text, inside, inside);
    app->statement.walk = true;
    if (gesture->kind == GESTURE_CALL && gesture->target.serial) statement_field_run(app);
}
