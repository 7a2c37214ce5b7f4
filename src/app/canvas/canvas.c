/* The canvas: the scene, its camera, and the hand on it. */
#include "app/app_state.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { GLIDE_MS = 220 };

static const float DRAG_SLOP = 4; /* pixels that a press may move and still be a click */
static const float SNAP = 24;     /* pixels at which a reference catches an object */
static const float REACH = 8;     /* pixels at which ports and arrows catch the pointer */
/* Following zooms out no further for height: rows are still easy to read, and the view moves. For
 * width it goes further, since stack and heap belong side by side. */
static const float FOLLOW_HEIGHT = 0.7f, FOLLOW_WIDTH = 0.5f;
static const float ZOOM_LEAST = 0.15f, ZOOM_MOST = 4; /* further out only as far as all needs */

/* Room around all that is drawn, in canvas pixels: badges, lane titles. */
static Rect padded(Rect bounds) {
    return (Rect){bounds.x - 20, bounds.y - 44, bounds.w + 48, bounds.h + 76};
}

/* Where the picture may stand: not under the bar of the phases. */
static Rect free_area(const App *app) {
    Rect area = app->panes.canvas;
    area.h = fmaxf(area.h - phase_bar_height(app), 1);
    return area;
}

/* ---- camera ---- */

static void glide_to(App *app, Point pan, float zoom, bool glide) {
    Camera *camera = &app->camera;
    camera->from_pan = app->view.pan;
    camera->from_zoom = app->view.zoom;
    camera->to_pan = pan;
    camera->to_zoom = zoom;
    camera->since = app->now;
    camera->gliding = glide && !app->config.reduced_motion;
    if (!camera->gliding) {
        app->view.pan = pan;
        app->view.zoom = zoom;
    }
}

static void advance_camera(App *app) {
    Camera *camera = &app->camera;
    if (!camera->gliding) return;
    float t = (float)(app->now - camera->since) / GLIDE_MS;
    if (t >= 1) {
        camera->gliding = false;
        t = 1;
    }
    t = 1 - (1 - t) * (1 - t) * (1 - t);
    app->view.zoom = camera->from_zoom + (camera->to_zoom - camera->from_zoom) * t;
    app->view.pan.x = camera->from_pan.x + (camera->to_pan.x - camera->from_pan.x) * t;
    app->view.pan.y = camera->from_pan.y + (camera->to_pan.y - camera->from_pan.y) * t;
}

static float fitting_zoom(const App *app, Rect bounds) {
    Rect area = free_area(app);
    float zoom = 1;
    if (bounds.w > 0) zoom = fminf(zoom, area.w / bounds.w);
    if (bounds.h > 0) zoom = fminf(zoom, area.h / bounds.h);
    return zoom;
}

void canvas_fit(App *app, bool glide) {
    Rect bounds = padded(scene_bounds(app->scene));
    float zoom = fitting_zoom(app, bounds);
    glide_to(app, (Point){-bounds.x * zoom, -bounds.y * zoom}, zoom, glide);
    app->camera.follow = true;
}

/* Moves one axis of the pan as little as brings `from .. to` (canvas pixels) into `room`. */
static float pan_to_show(float pan, float zoom, float room, float from, float to) {
    const float margin = 28; /* badges, arrow heads */
    float first = from * zoom + pan - margin, last = to * zoom + pan + margin;
    if (last > room) pan -= last - room;
    first = from * zoom + pan - margin;
    return first < 0 ? pan - first : pan;
}

static float following_zoom(const App *app, Rect bounds) {
    Rect area = free_area(app);
    float zoom = 1;
    if (bounds.h > 0) zoom = fminf(zoom, fmaxf(area.h / bounds.h, FOLLOW_HEIGHT));
    if (bounds.w > 0) zoom = fminf(zoom, area.w / bounds.w);
    return fmaxf(zoom, FOLLOW_WIDTH);
}

/* The view in which the step can be seen: all if it fits; else what the step changed. */
static void choose_view(const App *app, float zoom, Point pan, Point *chosen) {
    Rect bounds = padded(scene_bounds(app->scene)), area = free_area(app), changed;
    Point origin = {-bounds.x * zoom, -bounds.y * zoom};
    bool wide = bounds.w * zoom > area.w + 1, high = bounds.h * zoom > area.h + 1;
    *chosen =
        (Point){wide ? fminf(pan.x, origin.x) : origin.x, high ? fminf(pan.y, origin.y) : origin.y};
    if (!scene_changed(app->scene, area.w / zoom - 60, area.h / zoom - 60, &changed)) return;
    if (wide) {
        chosen->x = pan_to_show(chosen->x, zoom, area.w, changed.x, rect_right(changed));
        chosen->x = fmaxf(fminf(chosen->x, origin.x), area.w - rect_right(bounds) * zoom);
    }
    if (high) {
        chosen->y = pan_to_show(chosen->y, zoom, area.h, changed.y, rect_bottom(changed));
        chosen->y = fmaxf(fminf(chosen->y, origin.y), area.h - rect_bottom(bounds) * zoom);
    }
}

void canvas_follow(App *app) {
    if (!app->camera.follow || app->panes.canvas.w <= 0) return;
    Rect bounds = padded(scene_bounds(app->scene));
    float now = app->camera.gliding ? app->camera.to_zoom : app->view.zoom;
    float zoom = fminf(now, following_zoom(app, bounds));
    Point at = app->camera.gliding ? app->camera.to_pan : app->view.pan, pan;
    choose_view(app, zoom, at, &pan);
    bool there = fabsf(pan.x - at.x) < 0.5f && fabsf(pan.y - at.y) < 0.5f;
    if (!there || fabsf(zoom - now) > 0.001f) glide_to(app, pan, zoom, true);
}

void canvas_reset(App *app) {
    Rect bounds = padded(scene_bounds(app->scene));
    glide_to(app, (Point){-bounds.x, -bounds.y}, 1, true);
}

/* Zooms so that the window point `about` stays where it is. */
void canvas_zoom(App *app, float factor, Point about) {
    SceneView *view = &app->view;
    float least = fminf(ZOOM_LEAST, fitting_zoom(app, padded(scene_bounds(app->scene))));
    float zoom = fminf(fmaxf(view->zoom * factor, least), ZOOM_MOST);
    Point at = scene_to_canvas(*view, about);
    view->zoom = zoom;
    view->pan.x = about.x - view->area.x - at.x * zoom;
    view->pan.y = about.y - view->area.y - at.y * zoom;
    app->camera.gliding = false;
    app->camera.follow = false;
}

static void fly_to(App *app, Rect rect) {
    Point corner = scene_to_window(app->view, (Point){rect.x, rect.y});
    Rect shown = {corner.x, corner.y, rect.w * app->view.zoom, rect.h * app->view.zoom};
    Rect area = rect_inset(app->panes.canvas, 20);
    bool inside = shown.x >= area.x && shown.y >= area.y && rect_right(shown) <= rect_right(area) &&
                  rect_bottom(shown) <= rect_bottom(area);
    if (inside) return;
    Point center = rect_center(rect);
    float zoom = fmaxf(app->view.zoom, 0.7f);
    Point pan = {app->panes.canvas.w / 2 - center.x * zoom,
                 app->panes.canvas.h / 2 - center.y * zoom};
    glide_to(app, pan, zoom, true);
    app->camera.follow = false;
}

void canvas_fly_to(App *app, Handle object) {
    Rect rect;
    if (scene_find(app->scene, object, &rect)) fly_to(app, rect);
}

void canvas_fly_to_frame(App *app, uint32_t frame) {
    Rect rect;
    if (scene_find_frame(app->scene, frame, &rect)) fly_to(app, rect);
}

/* ---- gestures ---- */

void canvas_cancel(App *app) {
    TextBuffer text = app->gesture.text, effect = app->gesture.effect;
    text_clear(&text);
    text_clear(&effect);
    app->gesture = (Gesture){.text = text, .effect = effect};
}

static bool holds_reference(ScenePartKind kind) {
    return kind == SCENE_PORT || kind == SCENE_VALUE || kind == SCENE_ARROW;
}

static void begin_press(App *app, InputButton button) {
    canvas_cancel(app);
    app->gesture.kind = GESTURE_PRESS;
    app->gesture.button = button;
    app->gesture.clicks = app->ui.clicks;
    app->gesture.from = app->ui.mouse;
    app->gesture.pan = app->view.pan;
    app->gesture.part = app->timeline
                            ? scene_hit(app->scene, scene_to_canvas(app->view, app->ui.mouse),
                                        REACH / app->view.zoom)
                            : (ScenePart){0};
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
}

/* "that list 2 -> 3" and what the old value loses. */
static void tell_effect(App *app, ReferencePlace place, uint32_t target) {
    const Snapshot *now = &app->now_shown;
    TextBuffer *out = &app->gesture.effect;
    uint32_t old = object_path_held(now, place);
    const SnapObject *gains = &now->objects.items[target];
    text_clear(out);
    if (old == target) {
        text_append_string(out, "it holds that already: no refcount changes");
        return;
    }
    if (!gains->shared) {
        text_appendf(out, "that %.*s %u \xE2\x86\x92 %u", (int)gains->type.length,
                     gains->type.bytes, gains->refcount, gains->refcount + 1);
    }
    if (old == SNAPSHOT_NONE || now->objects.items[old].shared) return;
    const SnapObject *loses = &now->objects.items[old];
    text_appendf(out, "%sthe %s%.*s %u \xE2\x86\x92 %u%s", out->length ? ", " : "",
                 text_equal(gains->type, loses->type) ? "old " : "", (int)loses->type.length,
                 loses->type.bytes, loses->refcount, loses->refcount - 1,
                 loses->refcount == 1 ? ": it will be freed" : "");
}

static void aim_reference(App *app) {
    Gesture *gesture = &app->gesture;
    Point at = scene_to_canvas(app->view, app->ui.mouse);
    Handle target = scene_snap(app->scene, at, SNAP / app->view.zoom);
    if (handle_equal(target, gesture->target)) return;
    gesture->target = target;
    text_clear(&gesture->text);
    text_clear(&gesture->effect);
    gesture->possible = false;
    uint32_t object = snapshot_find(&app->now_shown, target);
    if (object == SNAPSHOT_NONE) return;
    Error error;
    ReferencePlace place = app_row_place(app, gesture->part.row);
    gesture->possible = statement_assign(&app->now_shown, place, object, &gesture->text, &error);
    if (gesture->possible) {
        tell_effect(app, place, object);
    } else {
        text_append_string(&gesture->text, error.message);
    }
}

static Rect band_rect(const App *app) {
    Point a = scene_to_canvas(app->view, app->gesture.from);
    Point b = scene_to_canvas(app->view, app->ui.mouse);
    return (Rect){fminf(a.x, b.x), fminf(a.y, b.y), fabsf(a.x - b.x), fabsf(a.y - b.y)};
}

static void select_band(App *app) {
    Rect band = band_rect(app);
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

static void select_row(App *app, uint32_t row) {
    app->row_selected = true;
    app->selected_row = row;
}

/* A row was clicked: it is what Del removes. In a frame the object that it leads to is selected,
 * in a node the node. */
static void click_row(App *app, ScenePart part, bool toggle) {
    const SceneRow *row = scene_row(app->scene, part.row);
    Handle object = part.object;
    if (row->variable != SNAPSHOT_NONE && row->target != SNAPSHOT_NONE) {
        object = app->now_shown.objects.items[row->target].handle;
    }
    if (part.kind == SCENE_VALUE) {
        Point port = scene_to_window(app->view, scene_row_port(app->scene, part.row));
        if (hypotf(port.x - app->gesture.from.x, port.y - app->gesture.from.y) <= REACH + 2) {
            scene_toggle_value(app->scene, object);
            app->wish.scene = true;
            return;
        }
        uint32_t holder = scene_row_holder(app->scene, part.row);
        if (holder != SNAPSHOT_NONE) object = app->now_shown.objects.items[holder].handle;
    }
    app_select(app, object, toggle);
    select_row(app, part.row);
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
    if (app->gesture.button == BUTTON_RIGHT) menu_open(app, part, app->ui.mouse);
    if (app->gesture.button != BUTTON_LEFT) return;
    app->row_selected = false;
    switch (part.kind) {
    case SCENE_PORT:
    case SCENE_VALUE: click_row(app, part, toggle); break;
    case SCENE_ARROW:
        app_select(app, part.object, toggle);
        select_row(app, part.row);
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
    }
}

static void drop_reference(App *app) {
    Gesture *gesture = &app->gesture;
    if (gesture->possible) {
        app_wish_statement(app, text_cstr(&gesture->text));
    } else if (gesture->text.length) {
        app_say(app, true, "%s", text_cstr(&gesture->text));
    } else {
        app_say(app, false, "Drop a reference on an object. Del removes the selected one.");
    }
}

static void release(App *app) {
    Gesture *gesture = &app->gesture;
    Point at = scene_to_canvas(app->view, app->ui.mouse);
    switch (gesture->kind) {
    case GESTURE_PRESS: click(app); break;
    case GESTURE_BAND: select_band(app); break;
    case GESTURE_REFERENCE: drop_reference(app); break;
    case GESTURE_MOVE:
        arrange_move(app, gesture->part.object,
                     (Point){at.x - gesture->grab.x, at.y - gesture->grab.y});
        break;
    default: break;
    }
    canvas_cancel(app);
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
    if (gesture->kind == GESTURE_REFERENCE) aim_reference(app);
}

static void update_gesture(App *app, bool over) {
    Ui *ui = &app->ui;
    for (int button = BUTTON_LEFT; button <= BUTTON_RIGHT; button++) {
        if (over && ui->pressed[button] && app->gesture.kind == GESTURE_NONE) {
            begin_press(app, (InputButton)button);
        }
    }
    if (app->gesture.kind == GESTURE_NONE) return;
    move(app);
    if (ui->released[app->gesture.button]) release(app);
}

static void update_hover(App *app, bool over) {
    app->hover = (ScenePart){0};
    if (!over || app->gesture.kind != GESTURE_NONE || !app->timeline) return;
    app->hover =
        scene_hit(app->scene, scene_to_canvas(app->view, app->ui.mouse), REACH / app->view.zoom);
    if (holds_reference(app->hover.kind) || app->hover.kind == SCENE_MORE ||
        app->hover.kind == SCENE_STUB) {
        app->ui.cursor = CURSOR_HAND;
    }
}

static void choose_cursor(App *app) {
    switch (app->gesture.kind) {
    case GESTURE_PAN:
    case GESTURE_MOVE: app->ui.cursor = CURSOR_GRAB; break;
    case GESTURE_REFERENCE:
        app->ui.cursor =
            app->gesture.target.serial && !app->gesture.possible ? CURSOR_REFUSED : CURSOR_CROSS;
        break;
    default: break;
    }
}

/* ---- drawing ---- */

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
                        .change = 1};
    focus.lit[0] = (SceneLit){path->rows, path->row_count, path->objects, path->object_count};
    focus.lit[1] = (SceneLit){hover->rows, hover->row_count, hover->objects, hover->object_count};
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
        focus.drag_to = at;
        focus.drag_target = gesture->possible ? gesture->target : (Handle){0};
    }
    if (gesture->kind == GESTURE_MOVE) {
        focus.moved = gesture->part.object;
        focus.moved_to = (Point){at.x - gesture->grab.x, at.y - gesture->grab.y};
    }
    if (gesture->kind == GESTURE_BAND) focus.band = band_rect(app);
    return focus;
}

/* The statement that a drop would run, beside the pointer. */
static void draw_preview(App *app) {
    Gesture *gesture = &app->gesture;
    if (gesture->kind != GESTURE_REFERENCE || !gesture->text.length) return;
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
    Rect box = {ui->mouse.x + 18, ui->mouse.y + 22, width + 28, first + second + 20};
    if (rect_right(box) > rect_right(area) - 8) box.x = ui->mouse.x - box.w - 18;
    if (rect_bottom(box) > rect_bottom(area) - 8) box.y = ui->mouse.y - box.h - 18;
    draw_box(ui->list, box, (BoxStyle){.fill = app->theme->tooltip, .radius = 8});
    Rect inner = {box.x + 14, box.y + 10, width, first};
    ui_paragraph(ui, inner, face, 14, app->theme->tooltip_text, text);
    inner.y += first + 4;
    ui_paragraph(ui, inner, FONT_UI, 12.5f, app->theme->tooltip_muted, effect);
}

static void draw_empty(App *app) {
    const Snapshot *now = &app->now_shown;
    bool empty = !app->timeline || (now->frames.count <= 1 && scene_row_count(app->scene) == 0);
    if (!empty || app->problem.length || loading_is_under_way(app)) return;
    Rect area = app->panes.canvas;
    const char *text = app->editor.open ? "Type or paste Python; Ctrl+Enter runs it."
                       : app->timeline  ? "Press \xE2\x86\x92 to run the first line."
                                        : "Drop a Python file here.";
    draw_string(app->ui.list, (Point){area.x + area.w / 2, area.y + area.h * 0.45f},
                (TextStyle){.face = FONT_UI_MEDIUM,
                            .size = 16,
                            .color = app->theme->text_muted,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                text);
}

void canvas(App *app) {
    Ui *ui = &app->ui;
    Rect area = app->panes.canvas, old = app->view.area;
    app->view.area = area;
    bool resized = old.w > 0 && (old.w != area.w || old.h != area.h);
    if (resized && app->camera.follow) app->camera.fit_due = true;
    if (app->camera.fit_due && area.w > 0) {
        app->camera.fit_due = false;
        app->camera.gliding = false;
        app->view.zoom = 1;
        app->camera.to_zoom = 1;
        Rect bounds = padded(scene_bounds(app->scene));
        float zoom = following_zoom(app, bounds);
        Point pan = {-bounds.x * zoom, -bounds.y * zoom};
        choose_view(app, zoom, pan, &pan);
        glide_to(app, pan, zoom, false);
        app->camera.follow = true;
    }
    advance_camera(app);
    arrange_tick(app);
    UiAnswer answer = ui_area(ui, "canvas", area, true, true, NULL);
    bool over = ui->mouse_inside && rect_contains(area, ui->mouse) && ui->hot == ui_id("canvas");
    if (over && ui->wheel.y != 0 && !ui->wheel_taken) {
        ui->wheel_taken = true;
        canvas_zoom(app, powf(1.15f, ui->wheel.y), ui->mouse);
    }
    update_gesture(app, over);
    update_hover(app, over);
    choose_cursor(app);
    canvas_tip(app);
    SceneFocus focus = canvas_focus(app);
    if (!app->unseen) scene_draw(app->scene, ui->list, app->theme, app->view, &focus);
    draw_clip_push(ui->list, area);
    draw_empty(app);
    draw_preview(app);
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect_inset(area, 5), 4);
    draw_clip_pop(ui->list);
}
