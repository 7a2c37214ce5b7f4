#include "app/canvas/reference_drag.h"

#include "app/app_state.h"
#include "app/canvas/thing_menu.h"
#include "base/translate.h"

#include <math.h>

static const float SNAP = 24; /* pixels at which a reference catches an object */

/* ---- what it would do ---- */

/* "the old list 2 -> 1" */
static void tell_loss(App *app, uint32_t old, bool same_type) {
    const SnapObject *loses = &app->now_shown.objects.items[old];
    TextBuffer *out = &app->gesture.effect;
    if (loses->shared) return;
    bool dies = loses->refcount == 1;
    if (out->length) text_append_string(out, _(", "));
    /* Translators: a type and the refcount of its object. */
    text_appendf(out,
                 same_type && dies ? _("the old %.*s %u \xE2\x86\x92 %u: it will be freed")
                 : same_type       ? _("the old %.*s %u \xE2\x86\x92 %u")
                 : dies            ? _("the %.*s %u \xE2\x86\x92 %u: it will be freed")
                                   : _("the %.*s %u \xE2\x86\x92 %u"),
                 (int)loses->type.length, loses->type.bytes, loses->refcount, loses->refcount - 1);
}

/* "that list 2 -> 3" and what the old value loses. */
static void tell_assignment(App *app, ReferencePlace place, uint32_t target) {
    const Snapshot *now = &app->now_shown;
    TextBuffer *out = &app->gesture.effect;
    uint32_t old = object_path_held(now, place);
    const SnapObject *gains = &now->objects.items[target];
    if (old == target) {
        text_append_string(out, _("it holds that already: no refcount changes"));
        return;
    }
    if (!gains->shared) {
        text_appendf(out, _("that %.*s %u \xE2\x86\x92 %u"), (int)gains->type.length,
                     gains->type.bytes, gains->refcount, gains->refcount + 1);
    }
    if (old == SNAPSHOT_NONE) return;
    tell_loss(app, old, text_equal(gains->type, now->objects.items[old].type));
}

/* What comes after the shown stop is lost to a statement executed here. */
static void tell_cut(App *app) {
    uint32_t later = timeline_count(app->timeline) - timeline_position(app->timeline);
    TextBuffer *out = &app->gesture.effect;
    if (!later || !app->gesture.possible) return;
    if (out->length) text_append_string(out, _("; "));
    text_appendf(out,
                 translate_many("goes on from here instead of the %u step that follows",
                                "goes on from here instead of the %u steps that follow", later),
                 later);
}

/* ---- aiming ---- */

static void aim_at_object(App *app, ReferencePlace place, uint32_t object) {
    Gesture *gesture = &app->gesture;
    Error error;
    gesture->possible = statement_assign(&app->now_shown, place, object, &gesture->text, &error);
    if (gesture->possible) {
        tell_assignment(app, place, object);
    } else {
        text_append_string(&gesture->text, error.message);
    }
}

/* Only a reference that was taken by its head is removed by letting go; an item of a list asks,
 * since its removal shifts the rest. */
static bool removes(const App *app, ReferencePlace place) {
    return app->gesture.part.kind == SCENE_ARROW && !object_path_is_item(&app->now_shown, place);
}

static void aim_at_nothing(App *app, ReferencePlace place) {
    Gesture *gesture = &app->gesture;
    Error error;
    bool far = hypotf(app->ui.mouse.x - gesture->from.x, app->ui.mouse.y - gesture->from.y) > SNAP;
    if (!far || !removes(app, place)) return;
    gesture->possible = statement_delete(&app->now_shown, place, &gesture->text, &error);
    if (gesture->possible) {
        tell_loss(app, object_path_held(&app->now_shown, place), false);
    } else {
        text_append_string(&gesture->text, error.message);
    }
}

void reference_drag_aim(App *app, Handle target) {
    Gesture *gesture = &app->gesture;
    gesture->target = target;
    gesture->possible = false;
    text_clear(&gesture->text);
    text_clear(&gesture->effect);
    uint32_t object = snapshot_find(&app->now_shown, target);
    ReferencePlace place = app_row_place(app, gesture->part.row);
    if (object != SNAPSHOT_NONE) {
        aim_at_object(app, place, object);
    } else {
        aim_at_nothing(app, place);
    }
    tell_cut(app);
}

void reference_drag_aim_pointer(App *app) {
    Point at = scene_to_canvas(app->view, app->ui.mouse);
    Handle target = scene_snap(app->scene, at, SNAP / app->view.zoom);
    bool aimed = target.serial && handle_equal(target, app->gesture.target);
    if (!aimed) reference_drag_aim(app, target);
}

/* ---- letting go ---- */

void reference_drag_drop(App *app) {
    Gesture *gesture = &app->gesture;
    ReferencePlace place = app_row_place(app, gesture->part.row);
    if (guide_takes_reference(app, place, gesture->target)) return;
    if (gesture->possible) {
        app_wish_statement(app, text_cstr(&gesture->text));
    } else if (gesture->text.length) {
        app_say(app, true, "%s", text_cstr(&gesture->text));
    } else if (!gesture->by_keys) {
        thing_menu_drop(app, place, app->ui.mouse);
    }
}

/* ---- on the screen ---- */

/* Beside the pointer, or beside the target that the keyboard has chosen. */
static Point preview_point(const App *app) {
    Rect rect;
    if (!app->gesture.by_keys) return app->ui.mouse;
    if (!scene_find(app->scene, app->gesture.target, &rect)) {
        return rect_center(app->panes.canvas);
    }
    return scene_to_window(app->view, (Point){rect.x + rect.w / 2, rect_bottom(rect)});
}

void reference_drag_preview(App *app) {
    Gesture *gesture = &app->gesture;
    bool drawn = gesture->kind == GESTURE_REFERENCE || gesture->kind == GESTURE_MARK;
    if (!drawn || !gesture->text.length) return;
    Ui *ui = &app->ui;
    Rect area = app->panes.canvas;
    FontFace face = gesture->possible ? FONT_MONO : FONT_UI;
    Text text = {text_cstr(&gesture->text), gesture->text.length};
    float room = fminf(420, area.w - 40);
    float width = fminf(text_width(ui->measure, face, 14, text) + 2, room);
    width =
        fmaxf(width, fminf(ui_width(ui, FONT_UI, 12.5f, text_cstr(&gesture->effect)) + 2, room));
    float first = ui_paragraph(ui, (Rect){0, 0, width, 0}, face, 14, 0, text);
    Text effect = {text_cstr(&gesture->effect), gesture->effect.length};
    float second =
        effect.length ? 4 + ui_paragraph(ui, (Rect){0, 0, width, 0}, FONT_UI, 12.5f, 0, effect) : 0;
    Point at = preview_point(app);
    Rect box = {at.x + 18, at.y + 22, width + 28, first + second + 20};
    if (rect_right(box) > rect_right(area) - 8) box.x = at.x - box.w - 18;
    if (rect_bottom(box) > rect_bottom(area) - 8) box.y = at.y - box.h - 18;
    draw_box(ui->list, box, (BoxStyle){.fill = app->theme->tooltip, .radius = 8});
    Rect inner = {box.x + 14, box.y + 10, width, first};
    ui_paragraph(ui, inner, face, 14, app->theme->tooltip_text, text);
    inner.y += first + 4;
    ui_paragraph(ui, inner, FONT_UI, 12.5f, app->theme->tooltip_muted, effect);
}
