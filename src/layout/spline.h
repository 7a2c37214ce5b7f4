/* Splines: an arrow's way as up to SPLINE_SEGMENTS_MAX joined cubic Bezier segments.
 *
 * Segment i has the points 3i, 3i+1, 3i+2, 3i+3; the last point of one is the first of the next and
 * the direction is the same there, so the whole has no kink. `t` is the part of the length that is
 * behind, 0 at the start and 1 at the head. */
#ifndef LASTREF_LAYOUT_SPLINE_H
#define LASTREF_LAYOUT_SPLINE_H

#include "base/geometry.h"

#include <stddef.h>

#define SPLINE_SEGMENTS_MAX 5

typedef struct Spline {
    Point points[3 * SPLINE_SEGMENTS_MAX + 1];
    Rect bounds; /* the smallest rectangle that holds it (exact, not that of the controls) */
    Point head;  /* unit vector: the way the arrow head points */
    int count;   /* segments; 0: there is no curve */
} Spline;

/* Starts at `start` with no segment. */
void spline_begin(Spline *curve, Point start);

/* Adds a segment; asserts that one more fits. */
void spline_push(Spline *curve, Point control1, Point control2, Point end);

static inline Point spline_start(const Spline *curve) {
    return curve->points[0];
}

static inline Point spline_end(const Spline *curve) {
    return curve->points[3 * curve->count];
}

/* The point of segment `segment` at its own Bezier parameter `u` in 0..1. */
Point spline_segment_point(const Spline *curve, int segment, float u);

/* Length in pixels, within about 1 %. */
float spline_length(const Spline *curve);

/* The point at `t`, and the unit direction there. */
Point spline_point(const Spline *curve, float t);
Point spline_direction(const Spline *curve, float t);

/* The part from 0 to `t` as a curve of its own: an arrow that grows. */
Spline spline_cut(const Spline *curve, float t);

/* The distance from `p` to the curve, and the `t` of the nearest point (null is allowed). */
float spline_distance(const Spline *curve, Point p, float *t);

/* The index of the curve nearest to `p` within `reach` pixels, -1 if there is none; of equally near
 * ones the later, which is drawn on top. */
int spline_nearest(const Spline *const *curves, size_t count, Point p, float reach, float *t);

#endif
