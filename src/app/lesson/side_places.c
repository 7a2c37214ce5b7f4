#include "app/lesson/side_places.h"

#include "app/app_state.h"
#include "app/lesson/side_words.h"

#include <math.h>

/* ---- where everything stands ---- */

static const float HEAD_LOW = 34, HEAD_HIGH = 50; /* title and moment in one line, or in two */
static const float FACTS_LOW = 32;
static const float ONE_LINE = 500; /* pixels: a narrower half has its words in several lines */

static size_t figure_count(const App *app) {
    const SidePicture *halves = app->guide.sides_shown.halves;
    SideFigure figures[SIDE_FIGURES_MAX];
    size_t left = side_figures(&halves[0], &halves[1], app->options.level, figures);
    size_t right = side_figures(&halves[1], &halves[0], app->options.level, figures);
    return left > right ? left : right;
}

/* `figures`: how many are told of each object. */
static SidePlace place_half(Rect whole, size_t figures) {
    bool low = whole.w >= ONE_LINE;
    float head = low ? HEAD_LOW : HEAD_HIGH;
    float facts = !figures ? 0
                  : low    ? FACTS_LOW
                           : (float)(figures + 1) * SIDE_FACT_HEIGHT + 2 * SIDE_FACTS_PAD;
    return (SidePlace){
        .whole = whole,
        .low = low,
        .head = {whole.x, whole.y, whole.w, head},
        .picture = {whole.x, whole.y + head, whole.w, fmaxf(whole.h - head - facts, 1)},
        .facts = {whole.x, rect_bottom(whole) - facts, whole.w, facts}};
}

static SidePlaces split(Rect area, size_t figures, int alone, bool stacked) {
    Rect first = area, second = area;
    SidePlaces places = {.stacked = stacked};
    if (stacked) {
        first.h = floorf(area.h / 2);
        second.y += first.h;
        second.h -= first.h;
    } else {
        first.w = floorf(area.w / 2);
        second.x += first.w;
        second.w -= first.w;
    }
    if (alone) first = second = area;
    if (alone != 2) places.halves[0] = place_half(first, figures);
    if (alone != 1) places.halves[1] = place_half(second, figures);
    return places;
}

/* ---- fitting ---- */

/* Room around all that is drawn, in canvas pixels: badges, lane titles. */
static Rect padded(Rect bounds) {
    return (Rect){bounds.x - 24, bounds.y - 44, bounds.w + 58, bounds.h + 68};
}

/* What is to be seen of each; the same where the same things stand at the same places. */
static void find_bounds(const App *app, bool shared, Rect bounds[2]) {
    const SidePicture *halves = app->guide.sides_shown.halves;
    for (int i = 0; i < 2; i++) {
        bounds[i] = (Rect){0};
        if (halves[i].scene) bounds[i] = padded(scene_bounds(halves[i].scene));
    }
    if (shared) bounds[0] = bounds[1] = rect_union(bounds[0], bounds[1]);
}

/* One zoom for both, so that sizes can be compared. */
static float fitting_zoom(const SidePlaces *places, const Rect bounds[2]) {
    float zoom = 1;
    for (int i = 0; i < 2; i++) {
        Rect area = places->halves[i].picture;
        if (area.w <= 0 || bounds[i].w <= 0 || bounds[i].h <= 0) continue;
        zoom = fminf(zoom, fminf(area.w / bounds[i].w, area.h / bounds[i].h));
    }
    return zoom;
}

/* Along one axis: what has the size `most`, of this picture or the other, is in the middle where it
 * fits, so that both begin at the same place; else `at` is, as far as there is more. */
static float pan_for(float room, float from, float size, float most, float zoom, float at) {
    if (most * zoom <= room) return (room - most * zoom) / 2 - from * zoom;
    if (size * zoom <= room) return -from * zoom;
    float pan = room / 2 - at * zoom;
    return fminf(fmaxf(pan, room - (from + size) * zoom), -from * zoom);
}

static void fit_half(SidePicture *half, Rect area, Rect bounds, Point most, float zoom) {
    Rect card;
    Point at = {bounds.x, bounds.y};
    if (scene_find(half->scene, half->focus, &card)) at = rect_center(card);
    half->view = (SceneView){.area = area,
                             .pan = {pan_for(area.w, bounds.x, bounds.w, most.x, zoom, at.x),
                                     pan_for(area.h, bounds.y, bounds.h, most.y, zoom, at.y)},
                             .zoom = zoom};
}

/* Left and right, or one above the other: as they can be seen larger. */
SidePlaces side_places(App *app, int alone, bool shared) {
    const float legible = 0.45f, close = 0.6f;
    SidePicture *halves = app->guide.sides_shown.halves;
    Rect bounds[2];
    find_bounds(app, shared && !alone, bounds);
    Rect area = app->panes.canvas;
    size_t figures = figure_count(app);
    SidePlaces places = split(area, figures, alone, false);
    SidePlaces stacked = split(area, figures, alone, true);
    float zoom = fitting_zoom(&places, bounds), other = fitting_zoom(&stacked, bounds);
    if (other > zoom * 1.02f) {
        places = stacked;
        zoom = other;
    }
    if (zoom < legible) zoom = close; /* then only what is around the object in focus */
    Point most = {fmaxf(bounds[0].w, bounds[1].w), fmaxf(bounds[0].h, bounds[1].h)};
    for (int i = 0; i < 2; i++) {
        if (alone) most = (Point){bounds[i].w, bounds[i].h};
        halves[i].view.area = places.halves[i].picture;
        if (!halves[i].scene || places.halves[i].picture.w <= 0 || halves[i].moved) continue;
        fit_half(&halves[i], places.halves[i].picture, bounds[i], most, zoom);
    }
    return places;
}
