/* Points, rectangles and colours. Coordinates are logical pixels, x to the right, y down. */
#ifndef LASTREF_BASE_GEOMETRY_H
#define LASTREF_BASE_GEOMETRY_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Point {
    float x, y;
} Point;

typedef struct Rect {
    float x, y, w, h;
} Rect;

/* 0xAARRGGBB, not premultiplied. */
typedef uint32_t Color;

static inline float rect_right(Rect r) {
    return r.x + r.w;
}

static inline float rect_bottom(Rect r) {
    return r.y + r.h;
}

static inline Point rect_center(Rect r) {
    return (Point){r.x + r.w / 2, r.y + r.h / 2};
}

static inline bool rect_contains(Rect r, Point p) {
    return p.x >= r.x && p.y >= r.y && p.x < r.x + r.w && p.y < r.y + r.h;
}

static inline bool rect_overlaps(Rect a, Rect b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static inline Rect rect_inset(Rect r, float by) {
    return (Rect){r.x + by, r.y + by, r.w - 2 * by, r.h - 2 * by};
}

/* The smallest rectangle that holds both. */
static inline Rect rect_union(Rect a, Rect b) {
    float x = a.x < b.x ? a.x : b.x, y = a.y < b.y ? a.y : b.y;
    float right = rect_right(a) > rect_right(b) ? rect_right(a) : rect_right(b);
    float bottom = rect_bottom(a) > rect_bottom(b) ? rect_bottom(a) : rect_bottom(b);
    return (Rect){x, y, right - x, bottom - y};
}

/* The common part; width and height are 0 where there is none. */
static inline Rect rect_intersection(Rect a, Rect b) {
    float x = a.x > b.x ? a.x : b.x, y = a.y > b.y ? a.y : b.y;
    float right = rect_right(a) < rect_right(b) ? rect_right(a) : rect_right(b);
    float bottom = rect_bottom(a) < rect_bottom(b) ? rect_bottom(a) : rect_bottom(b);
    return (Rect){x, y, right > x ? right - x : 0, bottom > y ? bottom - y : 0};
}

#endif
