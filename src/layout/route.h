/* Route: the way of one arrow among boxes.
 *
 * An arrow leaves its port to the right and comes into its target through the left edge, at the
 * header. To a target on the right it is one S, out through the bottom edge where it would run over
 * other cells; where that would pass through boxes and a detour is
 * short, it bends earlier or later or takes a lane above or below them. To a target on the left, in
 * the same column, or to its own box it goes around: out at the right, along a lane below or above,
 * in from the left. Of several ways the one of least length plus penalties is taken.
 *
 * A route is a function of its arguments and of what stands where it looked, `*seen`. */
#ifndef LASTREF_LAYOUT_ROUTE_H
#define LASTREF_LAYOUT_ROUTE_H

#include "layout/space.h"
#include "layout/spline.h"

/* Pixels that an arrow keeps to the boxes it goes around. */
#define ROUTE_MARGIN 6.0f

typedef struct RouteEnds {
    Rect from, to;
    uint32_t from_id, to_id; /* in the Space */
    Point start;             /* in `from` */
    Point end;               /* on the left edge of `to` */
    bool inner;              /* there is something to read at the right of the start */
    int out_rank;            /* 0.. : how many ports of `from` are lower; the lowest turns inmost */
    int out_count;           /* ports of `from` that are told apart */
    int in_rank;             /* 0.. : how many ends on `to` are lower */
    int in_count;            /* ends on `to` that are spread */
} RouteEnds;

/* Where a routing looked for boxes: an area, and which squares of it (folded into 64 bits: never
 * says no where it looked, may say yes where it did not). */
typedef struct RouteSeen {
    Rect area;
    uint64_t squares;
} RouteSeen;

/* Whether a box that comes, goes or changes here may change the route. */
bool route_has_seen(const RouteSeen *seen, Rect box);

void route_make(const Space *space, const RouteEnds *ends, Spline *curve, RouteSeen *seen);

#endif
