#include "app/canvas/camera.h"

#include "app/app_state.h"
#include "app/canvas/phase_bar.h"

#include <math.h>

enum { GLIDE_MS = 220 };

/* Following zooms out no further for height: rows are still easy to read, and the view moves. For
 * width it goes further, since stack and heap belong side by side. */
static const float FOLLOW_HEIGHT = 0.7f, FOLLOW_WIDTH = 0.5f;
/* The same where all is larger. */
static const float PRESENTED_HEIGHT = 0.55f, PRESENTED_WIDTH = 0.38f;
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

static void glide_to(App *app, Point pan, float zoom, bool glide) {
    Camera *camera = &app->camera;
    camera->from_pan = app->view.pan;
    camera->from_zoom = app->view.zoom;
    camera->to_pan = pan;
    camera->to_zoom = zoom;
    camera->since = app->now;
    camera->room = (Point){app->panes.canvas.w, app->panes.canvas.h};
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

static float least_for_height(const App *app) {
    return app->present.on ? PRESENTED_HEIGHT : FOLLOW_HEIGHT;
}

/* A small picture is no larger than its cards' own size, but for a class. */
static float own_zoom(const App *app) {
    return app->present.on ? 1.4f : 1;
}

static float fitting_zoom(const App *app, Rect bounds) {
    Rect area = free_area(app);
    float zoom = own_zoom(app);
    if (bounds.w > 0) zoom = fminf(zoom, area.w / bounds.w);
    if (bounds.h > 0) zoom = fminf(zoom, area.h / bounds.h);
    return zoom;
}

void camera_fit(App *app, bool glide) {
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
    float zoom = own_zoom(app);
    if (bounds.h > 0) zoom = fminf(zoom, fmaxf(area.h / bounds.h, least_for_height(app)));
    if (bounds.w > 0) zoom = fminf(zoom, area.w / bounds.w);
    return fmaxf(zoom, app->present.on ? PRESENTED_WIDTH : FOLLOW_WIDTH);
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

void camera_follow(App *app) {
    if (!app->camera.follow || app->panes.canvas.w <= 0) return;
    Rect bounds = padded(scene_bounds(app->scene));
    float now = app->camera.gliding ? app->camera.to_zoom : app->view.zoom;
    float zoom = fminf(now, following_zoom(app, bounds));
    Point at = app->camera.gliding ? app->camera.to_pan : app->view.pan, pan;
    choose_view(app, zoom, at, &pan);
    bool there = fabsf(pan.x - at.x) < 0.5f && fabsf(pan.y - at.y) < 0.5f;
    if (!there || fabsf(zoom - now) > 0.001f) glide_to(app, pan, zoom, true);
}

void camera_reset(App *app) {
    Rect bounds = padded(scene_bounds(app->scene));
    glide_to(app, (Point){-bounds.x, -bounds.y}, 1, true);
}

/* Zooms so that the window point `about` stays where it is. */
void camera_zoom(App *app, float factor, Point about) {
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
    float zoom = fminf(fmaxf(app->view.zoom, 0.7f), fitting_zoom(app, rect_inset(rect, -40)));
    Point pan = {app->panes.canvas.w / 2 - center.x * zoom,
                 app->panes.canvas.h / 2 - center.y * zoom};
    glide_to(app, pan, zoom, true);
    app->camera.follow = false;
}

void camera_fly_to(App *app, Handle object) {
    Rect rect;
    if (scene_find(app->scene, object, &rect)) fly_to(app, rect);
}

void camera_fly_to_all(App *app, const Handle *objects, size_t count) {
    Rect all = {0}, rect;
    for (size_t i = 0; i < count; i++) {
        if (!scene_find(app->scene, objects[i], &rect)) continue;
        all = all.w > 0 ? rect_union(all, rect) : rect;
    }
    Rect bounds = padded(scene_bounds(app->scene));
    if (all.w <= 0 && !app->present.on) return;
    if (fitting_zoom(app, bounds) >= least_for_height(app)) {
        camera_fit(app, true); /* with the stack, and all that holds them */
    } else if (all.w > 0) {
        fly_to(app, all);
    }
}

void camera_fly_to_frame(App *app, uint32_t frame) {
    Rect rect;
    if (scene_find_frame(app->scene, frame, &rect)) fly_to(app, rect);
}

void camera_update(App *app) {
    Rect area = app->view.area;
    Point room = app->camera.room;
    bool resized = room.x > 0 && (room.x != area.w || room.y != area.h);
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
}
