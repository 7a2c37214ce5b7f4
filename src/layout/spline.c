#include "layout/spline.h"

#include <assert.h>
#include <math.h>

/* Chords a segment is measured by; at 24 the length of a half circle is within 0.3 %. */
#define CHORDS 24

static float distance_between(Point a, Point b) {
    return sqrtf((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

static Point mix(Point a, Point b, float u) {
    return (Point){a.x + (b.x - a.x) * u, a.y + (b.y - a.y) * u};
}

/* Widens [low, high] by the extremes of one coordinate of a segment. */
static void widen(float a, float b, float c, float d, float *low, float *high) {
    *low = fminf(*low, fminf(a, d));
    *high = fmaxf(*high, fmaxf(a, d));
    if (b >= *low && b <= *high && c >= *low && c <= *high) return;
    /* Roots of the derivative: q2 u^2 + q1 u + q0. */
    float q0 = b - a, q1 = 2 * (a - 2 * b + c), q2 = d - 3 * c + 3 * b - a;
    float roots[2];
    int count = 0;
    if (fabsf(q2) < 1e-6f) {
        if (fabsf(q1) > 1e-6f) roots[count++] = -q0 / q1;
    } else {
        float inner = q1 * q1 - 4 * q2 * q0;
        if (inner >= 0) {
            float root = sqrtf(inner);
            roots[count++] = (-q1 + root) / (2 * q2);
            roots[count++] = (-q1 - root) / (2 * q2);
        }
    }
    for (int i = 0; i < count; i++) {
        float u = roots[i], v = 1 - u;
        if (u <= 0 || u >= 1) continue;
        float x = v * v * v * a + 3 * v * v * u * b + 3 * v * u * u * c + u * u * u * d;
        *low = fminf(*low, x);
        *high = fmaxf(*high, x);
    }
}

void spline_begin(Spline *curve, Point start) {
    curve->points[0] = start;
    curve->bounds = (Rect){start.x, start.y, 0, 0};
    curve->head = (Point){1, 0};
    curve->count = 0;
}

void spline_push(Spline *curve, Point control1, Point control2, Point end) {
    assert(curve->count < SPLINE_SEGMENTS_MAX);
    Point *p = &curve->points[3 * curve->count];
    p[1] = control1;
    p[2] = control2;
    p[3] = end;
    curve->count++;
    float left = curve->bounds.x, right = rect_right(curve->bounds);
    float top = curve->bounds.y, bottom = rect_bottom(curve->bounds);
    widen(p[0].x, p[1].x, p[2].x, p[3].x, &left, &right);
    widen(p[0].y, p[1].y, p[2].y, p[3].y, &top, &bottom);
    curve->bounds = (Rect){left, top, right - left, bottom - top};
    for (int back = 2; back >= 0; back--) { /* the last control that is not the end itself */
        float length = distance_between(p[back], end);
        if (length > 0.01f) {
            curve->head = (Point){(end.x - p[back].x) / length, (end.y - p[back].y) / length};
            break;
        }
    }
}

Point spline_segment_point(const Spline *curve, int segment, float u) {
    const Point *p = &curve->points[3 * segment];
    float v = 1 - u;
    float a = v * v * v, b = 3 * v * v * u, c = 3 * v * u * u, d = u * u * u;
    return (Point){a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                   a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
}

float spline_length(const Spline *curve) {
    float length = 0;
    Point last = curve->points[0];
    for (int s = 0; s < curve->count; s++)
        for (int i = 1; i <= CHORDS; i++) {
            Point p = spline_segment_point(curve, s, (float)i / CHORDS);
            length += distance_between(last, p);
            last = p;
        }
    return length;
}

/* The segment and its own parameter at part `t` of the length. */
static int locate(const Spline *curve, float t, float *u) {
    assert(curve->count > 0);
    float left = t * spline_length(curve);
    Point last = curve->points[0];
    if (t <= 0) {
        *u = 0;
        return 0;
    }
    for (int s = 0; s < curve->count && t < 1; s++)
        for (int i = 1; i <= CHORDS; i++) {
            Point p = spline_segment_point(curve, s, (float)i / CHORDS);
            float step = distance_between(last, p);
            if (step >= left && step > 0) {
                *u = ((float)(i - 1) + left / step) / CHORDS;
                return s;
            }
            left -= step;
            last = p;
        }
    *u = 1;
    return curve->count - 1;
}

Point spline_point(const Spline *curve, float t) {
    float u;
    int s = locate(curve, t, &u);
    return spline_segment_point(curve, s, u);
}

Point spline_direction(const Spline *curve, float t) {
    float u;
    int s = locate(curve, t, &u);
    Point a = spline_segment_point(curve, s, u > 0.01f ? u - 0.01f : 0);
    Point b = spline_segment_point(curve, s, u < 0.99f ? u + 0.01f : 1);
    float length = distance_between(a, b);
    return length > 0 ? (Point){(b.x - a.x) / length, (b.y - a.y) / length} : curve->head;
}

Spline spline_cut(const Spline *curve, float t) {
    float u;
    int segment = locate(curve, t, &u);
    Spline part;
    spline_begin(&part, curve->points[0]);
    for (int s = 0; s <= segment; s++) {
        const Point *p = &curve->points[3 * s];
        if (s < segment || u >= 1) {
            spline_push(&part, p[1], p[2], p[3]);
            continue;
        }
        Point ab = mix(p[0], p[1], u), bc = mix(p[1], p[2], u), cd = mix(p[2], p[3], u);
        Point abc = mix(ab, bc, u), bcd = mix(bc, cd, u);
        spline_push(&part, ab, abc, mix(abc, bcd, u));
    }
    return part;
}

/* Squared distance from p to the chord a-b; `*part` is where along it. */
static float chord_distance(Point a, Point b, Point p, float *part) {
    float dx = b.x - a.x, dy = b.y - a.y;
    float square = dx * dx + dy * dy;
    float u = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0;
    u = u < 0 ? 0 : u > 1 ? 1 : u;
    Point q = {a.x + dx * u, a.y + dy * u};
    *part = u;
    return (p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y);
}

float spline_distance(const Spline *curve, Point p, float *t) {
    float best = INFINITY, behind = 0, at = 0;
    Point last = curve->points[0];
    for (int s = 0; s < curve->count; s++)
        for (int i = 1; i <= CHORDS; i++) {
            Point next = spline_segment_point(curve, s, (float)i / CHORDS);
            float part, square = chord_distance(last, next, p, &part);
            float step = distance_between(last, next);
            if (square < best) {
                best = square;
                at = behind + part * step;
            }
            behind += step;
            last = next;
        }
    if (t) *t = behind > 0 ? at / behind : 0;
    return sqrtf(best);
}

int spline_nearest(const Spline *const *curves, size_t count, Point p, float reach, float *t) {
    int found = -1;
    float best = reach;
    for (size_t i = 0; i < count; i++) {
        const Spline *curve = curves[i];
        if (!curve->count || !rect_contains(rect_inset(curve->bounds, -best - 1), p)) continue;
        float at, distance = spline_distance(curve, p, &at);
        if (distance <= best) {
            best = distance;
            found = (int)i;
            if (t) *t = at;
        }
    }
    return found;
}
