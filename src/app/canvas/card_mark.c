#include "app/canvas/card_mark.h"

#include "app/app_state.h"
#include "app/canvas/instance_room.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float WIDTH = 30, HEIGHT = 20, SNAP = 24, ZOOM_LEAST = 0.5f;

typedef enum MarkKind { MARK_NONE, MARK_CALL, MARK_ADD } MarkKind;

static MarkKind kind_of(const App *app, Handle object) {
    uint32_t index = snapshot_find(&app->now_shown, object);
    if (index == SNAPSHOT_NONE) return MARK_NONE;
    const SnapObject *self = &app->now_shown.objects.items[index];
    switch (self->class) {
    case OBJECT_FUNCTION:
    case OBJECT_CLASS: return MARK_CALL;
    case OBJECT_SEQUENCE:
    case OBJECT_SET: return self->frozen ? MARK_NONE : MARK_ADD;
    case OBJECT_MAPPING: return MARK_ADD;
    case OBJECT_INSTANCE: {
        InstanceRoom room = instance_room(app, object);
        return instance_room_name(&room) ? MARK_ADD : MARK_NONE;
    }
    default: return MARK_NONE;
    }
}

bool card_mark_find(const App *app, Handle *object, Rect *mark) {
    Rect card;
    Handle found = app->hover.object;
    if (!app->timeline || app->view.zoom < ZOOM_LEAST) return false;
    if (app->gesture.kind == GESTURE_MARK) found = app->gesture.part.object;
    if (!kind_of(app, found) && app->selected.count) found = array_last(&app->selected);
    if (!kind_of(app, found) || !scene_find(app->scene, found, &card)) return false;
    Point corner = scene_to_window(app->view, (Point){rect_right(card), card.y});
    float scale = fminf(app->view.zoom, 1), width = WIDTH * scale;
    *object = found;
    *mark =
        (Rect){corner.x - width - 8 * scale, corner.y + 13 * app->view.zoom, width, HEIGHT * scale};
    return true;
}

/* ---- on the screen ---- */

static void draw_thread(App *app, Rect mark) {
    Point from = rect_center(mark), to = app->ui.mouse;
    Rect target;
    if (scene_find(app->scene, app->gesture.target, &target)) {
        to = scene_to_window(app->view, (Point){target.x, target.y + 20});
    }
    float bend = fmaxf(fabsf(to.x - from.x) / 2, 40);
    draw_curve(app->ui.list, from, (Point){from.x + bend, from.y}, (Point){to.x - bend, to.y}, to,
               (Stroke){.color = app->theme->accent, .width = 2, .dash = 6, .gap = 4},
               (ArrowHead){9, 8});
}

void card_mark_draw(App *app) {
    Handle object;
    Rect mark;
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    if (!card_mark_find(app, &object, &mark)) return;
    bool call = kind_of(app, object) == MARK_CALL;
    bool hot = ui->mouse_inside && rect_contains(mark, ui->mouse);
    bool held = app->gesture.kind == GESTURE_MARK;
    ui_note(ui, "canvas.mark", mark);
    draw_box(ui->list, mark,
             (BoxStyle){.fill = hot || held ? theme->accent_soft : theme->panel,
                        .radius = mark.h / 2,
                        .stroke = {.color = hot || held ? theme->accent : theme->control_border,
                                   .width = 1}});
    draw_string(ui->list, rect_center(mark),
                (TextStyle){.face = FONT_MONO,
                            .size = 0.6f * mark.h,
                            .color = theme->text,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                call ? "( )" : "+");
    if (hot && app->gesture.kind == GESTURE_NONE) {
        ui->cursor = CURSOR_HAND;
        if (ui_tip(ui, ui_id("canvas.mark"), mark)) {
            ui_tell_tip(ui,
                        call ? _("Call it: drag to the argument, or click to write the call")
                             : _("Let it hold one more: drag to the object, or click to write it"));
        }
    }
    if (held) draw_thread(app, mark);
}

/* ---- the statement ---- */

/* A statement about the object of the mark, and the part of it to be typed over. */
typedef struct MarkStatement {
    TextBuffer text;
    size_t from, to; /* bytes of it */
    bool asks;       /* it cannot run before that part was looked at */
} MarkStatement;

static void append_call(const App *app, const char *callee, const char *argument,
                        MarkStatement *out) {
    char name[32];
    making_offer_name(app, NAME_VARIABLE, name, sizeof name);
    text_appendf(&out->text, "%s = %s(%s)", name, callee, argument);
    out->from = out->to = out->text.length - 1; /* before the last bracket */
    out->asks = !argument[0];
}

/* `before`, the part, `after`: the part is selected. */
static void append_parts(MarkStatement *out, const char *before, const char *part,
                         const char *after) {
    text_append_string(&out->text, before);
    out->from = out->text.length;
    text_append_string(&out->text, part);
    out->to = out->text.length;
    text_append_string(&out->text, after);
}

/* `value` is " = " and what it shall hold; of a slot the value is asked for, unless it is given. */
static void append_attribute(const App *app, const SnapObject *holder, const char *path,
                             const char *value, bool given, MarkStatement *out) {
    InstanceRoom room = instance_room(app, holder->handle);
    const char *attribute = instance_room_name(&room);
    char before[400];
    if (!attribute) attribute = "name";
    if (room.dict || given) {
        snprintf(before, sizeof before, "%s.", path);
        append_parts(out, before, attribute, value);
    } else {
        snprintf(before, sizeof before, "%s.%s = ", path, attribute);
        append_parts(out, before, value + strlen(" = "), "");
    }
}

static void append_addition(const App *app, const SnapObject *holder, const char *path,
                            const char *item, MarkStatement *out) {
    char before[300], after[300];
    bool given = item[0];
    out->asks = true;
    snprintf(after, sizeof after, "%s = %s", holder->class == OBJECT_MAPPING ? "']" : "",
             given ? item : "None");
    switch (holder->class) {
    case OBJECT_MAPPING:
        snprintf(before, sizeof before, "%s['", path);
        append_parts(out, before, "key", after);
        break;
    case OBJECT_INSTANCE: append_attribute(app, holder, path, after, given, out); break;
    default:
        snprintf(before, sizeof before, "%s.%s(", path,
                 holder->class == OBJECT_SET ? "add" : "append");
        append_parts(out, before, given ? item : "None", ")");
        out->asks = !given;
    }
}

static bool write_statement(const App *app, Handle object, Handle target, MarkStatement *out,
                            Error *error) {
    const Snapshot *now = &app->now_shown;
    TextBuffer path = {0}, item = {0};
    uint32_t index = snapshot_find(now, object), other = snapshot_find(now, target);
    bool fine = index != SNAPSHOT_NONE && object_path_append(now, index, &path, error) &&
                (other == SNAPSHOT_NONE || object_path_append(now, other, &item, error));
    fine = fine && path.length < 250 && item.length < 250;
    if (fine && kind_of(app, object) == MARK_CALL) {
        append_call(app, text_cstr(&path), text_cstr(&item), out);
    } else if (fine) {
        append_addition(app, &now->objects.items[index], text_cstr(&path), text_cstr(&item), out);
    }
    text_deinit(&path);
    text_deinit(&item);
    return fine;
}

static void tell_effect(const App *app, uint32_t target, TextBuffer *out) {
    if (kind_of(app, app->gesture.part.object) == MARK_CALL) {
        text_append_string(out, _("a new frame on the stack, while it runs"));
    } else if (target != SNAPSHOT_NONE && !app->now_shown.objects.items[target].shared) {
        const SnapObject *gains = &app->now_shown.objects.items[target];
        text_appendf(out, _("that %.*s %u \xE2\x86\x92 %u"), (int)gains->type.length,
                     gains->type.bytes, gains->refcount, gains->refcount + 1);
    }
}

void card_mark_aim(App *app) {
    Gesture *gesture = &app->gesture;
    Error error = {""};
    MarkStatement statement = {0};
    Handle own;
    Rect mark;
    Point at = scene_to_canvas(app->view, app->ui.mouse);
    gesture->target = scene_snap(app->scene, at, SNAP / app->view.zoom);
    /* still over the mark: not meant to be the object itself */
    bool near = card_mark_find(app, &own, &mark) && rect_contains(mark, app->ui.mouse);
    if (near) gesture->target = (Handle){0};
    text_clear(&gesture->text);
    text_clear(&gesture->effect);
    gesture->possible =
        write_statement(app, gesture->part.object, gesture->target, &statement, &error);
    text_append_string(&gesture->text,
                       gesture->possible ? text_cstr(&statement.text) : error.message);
    if (gesture->possible) {
        tell_effect(app, snapshot_find(&app->now_shown, gesture->target), &gesture->effect);
    }
    text_deinit(&statement.text);
}

void card_mark_drop(App *app) {
    Gesture *gesture = &app->gesture;
    Error error = {""};
    MarkStatement statement = {0};
    bool call = kind_of(app, gesture->part.object) == MARK_CALL;
    bool dragged = gesture->kind == GESTURE_MARK;
    Handle target = dragged ? gesture->target : (Handle){0};
    if (write_statement(app, gesture->part.object, target, &statement, &error)) {
        Point at = {app->ui.mouse.x - 40, app->ui.mouse.y + 14};
        statement_field_open(app, at, text_cstr(&statement.text), statement.from, statement.to);
        app->statement.walk = call;
        /* where Python says no, the field stays for more to be said */
        if (!statement.asks) statement_field_run(app);
    } else {
        app_say(app, true, "%s", error.message);
    }
    text_deinit(&statement.text);
}
