#include "app/canvas/minimap.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "app/canvas/phase_bar.h"
#include "base/translate.h"

#include <math.h>

static const float MAP_WIDTH = 184, MAP_HEIGHT = 124, MAP_PAD = 8, MAP_MARGIN = 14;
static const float CANVAS_LEAST = 460; /* a narrower canvas has no room to spare for it */

/* The part of the canvas that is in view, or will be when the camera has arrived. */
static Rect in_view(const App *app) {
    bool gliding = app->camera.gliding;
    Point pan = gliding ? app->camera.to_pan : app->view.pan;
    float zoom = gliding ? app->camera.to_zoom : app->view.zoom;
    Rect area = app->panes.canvas;
    return (Rect){-pan.x / zoom, -pan.y / zoom, area.w / zoom, area.h / zoom};
}

static bool is_larger(const App *app) {
    const float slack = 12; /* shadows, ends of curves */
    Rect all = rect_inset(scene_bounds(app->scene), slack), view = in_view(app);
    return all.x < view.x || all.y < view.y || rect_right(all) > rect_right(view) ||
           rect_bottom(all) > rect_bottom(view);
}

bool minimap_is_shown(const App *app) {
    Rect bounds = scene_bounds(app->scene);
    if (!app->timeline || app->map == MAP_HIDDEN || bounds.w <= 0 || bounds.h <= 0) return false;
    if (app->map == MAP_SHOWN) return true;
    return app->panes.canvas.w >= CANVAS_LEAST && is_larger(app);
}

void minimap_toggle(App *app) {
    app->map = minimap_is_shown(app) ? MAP_HIDDEN : MAP_SHOWN;
}

/* Where the pointer points to in the picture. */
static Point pointed(const App *app, Rect map, float zoom) {
    Rect bounds = scene_bounds(app->scene);
    return (Point){bounds.x + (app->ui.mouse.x - map.x) / zoom,
                   bounds.y + (app->ui.mouse.y - map.y) / zoom};
}

/* The view follows the pointer: by its middle, or by where its rectangle was taken. */
static void drag_view(App *app, Point at, bool pressed) {
    Rect view = in_view(app);
    if (pressed) {
        app->map_grab = (Point){view.w / 2, view.h / 2};
        if (rect_contains(view, at)) app->map_grab = (Point){at.x - view.x, at.y - view.y};
    }
    app->camera.gliding = app->camera.follow = false;
    app->view.pan.x = (app->map_grab.x - at.x) * app->view.zoom;
    app->view.pan.y = (app->map_grab.y - at.y) * app->view.zoom;
}

static void draw_ground(App *app, Rect box, bool hot) {
    const Theme *theme = app->theme;
    draw_box(app->ui.list, box,
             (BoxStyle){.fill = color_with_alpha(theme->panel, 0.94f),
                        .radius = 8,
                        .stroke = {.color = hot ? theme->select : theme->node_border, .width = 1},
                        .shadow = theme->shadow,
                        .shadow_blur = 8,
                        .shadow_y = 2});
}

static void draw_view(App *app, Rect map, float zoom) {
    Rect bounds = scene_bounds(app->scene), view = in_view(app);
    Rect shown = {map.x + (view.x - bounds.x) * zoom, map.y + (view.y - bounds.y) * zoom,
                  view.w * zoom, view.h * zoom};
    shown = rect_intersection(shown, rect_inset(map, -MAP_PAD / 2));
    if (shown.w <= 0 || shown.h <= 0) return;
    draw_box(app->ui.list, shown,
             (BoxStyle){.fill = color_with_alpha(app->theme->accent, 0.10f),
                        .radius = 3,
                        .stroke = {.color = app->theme->accent, .width = 1.5f}});
}

void minimap(App *app) {
    if (!minimap_is_shown(app)) return;
    Rect area = app->panes.canvas, bounds = scene_bounds(app->scene);
    float width = fminf(MAP_WIDTH, area.w * 0.3f), height = fminf(MAP_HEIGHT, area.h * 0.25f);
    float zoom = fminf(width / bounds.w, height / bounds.h);
    Rect map = {0, 0, ceilf(bounds.w * zoom), ceilf(bounds.h * zoom)};
    float foot = fmaxf(phase_bar_height(app), MAP_MARGIN);
    Rect box = {rect_right(area) - map.w - 2 * MAP_PAD - MAP_MARGIN,
                rect_bottom(area) - map.h - 2 * MAP_PAD - foot, map.w + 2 * MAP_PAD,
                map.h + 2 * MAP_PAD};
    map.x = box.x + MAP_PAD;
    map.y = box.y + MAP_PAD;
    TextBuffer tip = {0};
    action_append_tip(action_get("view.map"), &tip);
    UiAnswer answer = ui_area(&app->ui, "minimap", box, true, false, text_cstr(&tip));
    text_deinit(&tip);
    if (answer.active) drag_view(app, pointed(app, map, zoom), answer.pressed);
    if (answer.hot || answer.active) app->ui.cursor = CURSOR_GRAB;
    if (app->unseen) return;
    draw_group_begin(app->ui.list, "minimap", "minimap", _("Map of the picture"));
    draw_ground(app, box, answer.hot || answer.active);
    draw_clip_push(app->ui.list, box);
    scene_draw_map(app->scene, app->ui.list, app->theme, map, zoom);
    draw_view(app, map, zoom);
    draw_clip_pop(app->ui.list);
    draw_group_end(app->ui.list);
}
