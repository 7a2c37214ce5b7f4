/* Cards on their way from where they were to where they were put: by tidying, by the hand, by undo.
 * While they glide, the cards' rectangles and the arrows' curves are those of the way, so that what
 * is drawn is what is hit. A curve is bent with its ends: each of its points moves by a part of
 * what the two cards move. */
#include "scene/cards.h"

#include <math.h>
#include <stdlib.h>

static int by_key(const void *a, const void *b) {
    const GlideFrom *x = a, *y = b;
    return x->key < y->key ? -1 : x->key > y->key;
}

void scene_glide_begin(Scene *scene) {
    Glide *glide = &scene->glide;
    array_clear(&glide->from);
    for (size_t i = 0; i < scene->cards.count; i++) {
        const Card *card = &scene->cards.items[i];
        array_push(&glide->from, ((GlideFrom){card->key, {card->rect.x, card->rect.y}}));
    }
    if (glide->from.count) {
        qsort(glide->from.items, glide->from.count, sizeof *glide->from.items, by_key);
    }
}

void glide_aim(Scene *scene) {
    Glide *glide = &scene->glide;
    glide->active = false;
    if (!glide->from.count) return;
    array_clear(&glide->shifts);
    for (size_t i = 0; i < scene->cards.count; i++) {
        const Card *card = &scene->cards.items[i];
        GlideFrom wanted = {.key = card->key};
        const GlideFrom *from = bsearch(&wanted, glide->from.items, glide->from.count,
                                        sizeof *glide->from.items, by_key);
        Point shift = {0, 0};
        if (from) shift = (Point){from->at.x - card->rect.x, from->at.y - card->rect.y};
        glide->active = glide->active || shift.x != 0 || shift.y != 0;
        array_push(&glide->shifts, ((GlideShift){{card->rect.x, card->rect.y}, shift}));
    }
    array_clear(&glide->from);
    array_clear(&glide->routes);
    array_clear(&glide->bent);
    for (size_t i = 0; i < scene->arrows.count; i++) {
        array_push(&glide->routes, scene->arrows.items[i].route);
        array_push(&glide->bent, *scene->arrows.items[i].route);
    }
    if (glide->active) scene_glide_to(scene, 0);
}

static void bend(Spline *curve, const Spline *home, Point from, Point to) {
    int last = 3 * home->count;
    Point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (int i = 0; i <= last; i++) {
        float part = last ? (float)i / (float)last : 0;
        Point p = home->points[i];
        p.x += from.x + (to.x - from.x) * part;
        p.y += from.y + (to.y - from.y) * part;
        curve->points[i] = p;
        low = (Point){fminf(low.x, p.x), fminf(low.y, p.y)};
        high = (Point){fmaxf(high.x, p.x), fmaxf(high.y, p.y)};
    }
    curve->bounds = (Rect){low.x, low.y, high.x - low.x, high.y - low.y};
}

static Point left_of(Point shift, float part) {
    return (Point){shift.x * (1 - part), shift.y * (1 - part)};
}

void scene_glide_to(Scene *scene, float part) {
    Glide *glide = &scene->glide;
    if (!glide->active) return;
    if (part >= 1) part = 1;
    for (size_t i = 0; i < scene->cards.count; i++) {
        const GlideShift *shift = &glide->shifts.items[i];
        Point left = left_of(shift->shift, part);
        scene->cards.items[i].rect.x = shift->home.x + left.x;
        scene->cards.items[i].rect.y = shift->home.y + left.y;
    }
    for (size_t i = 0; i < scene->arrows.count; i++) {
        Arrow *arrow = &scene->arrows.items[i];
        arrow->route = glide->routes.items[i];
        if (part >= 1 || !arrow->route->count) continue;
        uint32_t from = scene->rows.items[arrow->row].card;
        bend(&glide->bent.items[i], arrow->route, left_of(glide->shifts.items[from].shift, part),
             left_of(glide->shifts.items[arrow->to].shift, part));
        arrow->route = &glide->bent.items[i];
    }
    if (part >= 1) glide->active = false;
}

bool scene_is_gliding(const Scene *scene) {
    return scene->glide.active;
}

void glide_deinit(Glide *glide) {
    array_deinit(&glide->from);
    array_deinit(&glide->shifts);
    array_deinit(&glide->routes);
    array_deinit(&glide->bent);
}
