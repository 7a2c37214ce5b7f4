#include "layout/place.h"

#include <math.h>

/* Boxes looked past in one direction before it is given up. */
#define JUMPS_DOWN 96
#define JUMPS_UP   24
#define JUMPS_SIDE 12

/* Up costs more than down: the pictures grow downward, and equal choices need one answer. */
#define UP_COST 1.25f

typedef enum Way { WAY_DOWN, WAY_UP, WAY_RIGHT, WAY_LEFT } Way;

static Rect area_of(Rect rect, const PlaceRules *rules) {
    return (Rect){rect.x - rules->gap_x, rect.y - rules->gap_y, rect.w + 2 * rules->gap_x,
                  rect.h + 2 * rules->gap_y};
}

bool place_is_free(const Space *space, Rect rect, uint32_t self, const PlaceRules *rules) {
    return rect.x >= rules->left && rect.y >= rules->top &&
           !space_find(space, area_of(rect, rules), self, NULL);
}

/* Slides the box one way past all that is in its way. */
static bool slide(const Space *space, Rect *rect, uint32_t self, const PlaceRules *rules, Way way) {
    static const int jumps[] = {JUMPS_DOWN, JUMPS_UP, JUMPS_SIDE, JUMPS_SIDE};
    for (int i = 0; i < jumps[way]; i++) {
        Rect hits;
        if (!space_find(space, area_of(*rect, rules), self, &hits)) return true;
        switch (way) {
        case WAY_DOWN: rect->y = ceilf(rect_bottom(hits) + rules->gap_y); break;
        case WAY_UP: rect->y = floorf(hits.y - rules->gap_y - rect->h); break;
        case WAY_RIGHT: rect->x = ceilf(rect_right(hits) + rules->gap_x); break;
        case WAY_LEFT: rect->x = floorf(hits.x - rules->gap_x - rect->w); break;
        }
        if (rect->x < rules->left || rect->y < rules->top) return false;
    }
    return false;
}

Rect place_nearest(const Space *space, Rect wanted, uint32_t self, const PlaceRules *rules) {
    wanted.x = roundf(fmaxf(wanted.x, rules->left));
    wanted.y = roundf(fmaxf(wanted.y, rules->top));
    if (wanted.x < rules->left) wanted.x = ceilf(rules->left);
    if (wanted.y < rules->top) wanted.y = ceilf(rules->top);
    Rect best = wanted;
    float best_cost = INFINITY;
    for (int way = WAY_DOWN; way <= WAY_LEFT; way++) {
        Rect rect = wanted;
        if (!slide(space, &rect, self, rules, (Way)way)) continue;
        float dx = fabsf(rect.x - wanted.x), dy = rect.y - wanted.y;
        float cost = dx * rules->sideways + (dy < 0 ? -dy * UP_COST : dy);
        if (cost < best_cost) {
            best_cost = cost;
            best = rect;
        }
        if (cost <= 0) break;
    }
    if (best_cost < INFINITY) return best;
    best.y = ceilf(fmaxf(wanted.y, space_bottom(space) + rules->gap_y));
    return best;
}
