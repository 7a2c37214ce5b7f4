#include "layout/route.h"

#include <math.h>

/* Room that a turn at the side of a box takes, and between the turns of neighbouring ports. */
#define TURN      22.0f
#define TURN_STEP 7.0f
/* Lanes, in pixels from the box. In the usual gap between two boxes of a column these are four
 * different heights (12, 20, 28 and 36 below the upper one), so that arrows of different roles do
 * not run on top of each other. */
#define LANE_BELOW_TARGET 12.0f
#define LANE_ABOVE_SOURCE 32.0f
#define LANE_BELOW_SOURCE 28.0f
#define LANE_ABOVE_TARGET 16.0f
#define LANE_STEP         5.0f

/* What an arrow costs a pixel that runs over what is beside its port; and the way out below, from
 * ports that are this near to the bottom edge: its lanes, in pixels from the box. */
#define INNER_COST 1.6f
#define DROP_MAX   34.0f
#define DROP_LANE  7.0f
#define DROP_STEP  3.0f

/* What may stick out of the top edge of a box (its badge), pixels. */
#define BADGE 8.0f

/* Above the topmost boxes, which begin at 0, stand the headings of stack and heap: a lane there
 * would run through the words. */
#define HEADING_TOP    -44.0f
#define HEADING_BOTTOM -16.0f

/* Pixels between the steep parts of arrows from neighbouring ports. */
#define SKEW_STEP 9.0f

/* The last pixels run straight, under the arrow head. */
#define HEAD_RUN 13.0f

/* Arrows longer than this are not led around boxes: no detour is short, and each look is bounded.
 */
#define DETOUR_MAX 3000.0f

/* What a sloping lane of theirs costs a pixel of height: a level one stays between the rows. */
#define BLIND_SLOPE 3.0f

/* A lane above its source costs this many pixels more than one below: one habit reads calmer, and
 * the badges are above. */
#define ABOVE 90.0f

/* A pixel inside another box costs like this many pixels of way. */
#define CROSSING_COST 3.0f

/* The part of that where only a badge may be. */
#define SOFT 0.3f

/* A look-up each this many pixels, within these bounds a segment. */
#define SAMPLE_STEP 16.0f
#define SAMPLE_MIN  5
#define SAMPLE_MAX  48

typedef struct Search {
    const Space *space;
    const RouteEnds *ends;
    Spline best;
    float best_cost;
    Rect hits; /* what the candidates ran into */
    bool any_hit;
    RouteSeen seen;
    bool blind; /* too far to look at boxes */
} Search;

static float clampf(float x, float low, float high) {
    return x < low ? low : x > high ? high : x;
}

/* A lane that would run through the headings goes above them; lanes stay apart. */
static float off_headings(float lane) {
    bool through = lane > HEADING_TOP && lane < HEADING_BOTTOM;
    return through ? HEADING_TOP + 0.3f * (lane - HEADING_BOTTOM) : lane;
}

static bool inside(Rect r, Point p, float by) {
    return p.x > r.x - by && p.x < rect_right(r) + by && p.y > r.y - by &&
           p.y < rect_bottom(r) + by;
}

static Rect badge_room(Rect box) {
    return (Rect){box.x, box.y - BADGE - ROUTE_MARGIN, box.w, BADGE + ROUTE_MARGIN};
}

/* Squares of `seen`, in pixels; 8 by 8 of them are told apart. */
#define SQUARE_W 128.0f
#define SQUARE_H 64.0f

static int square(float x, float size) {
    float at = x / size;
    int i = (int)at;
    return i - (at < (float)i);
}

static void mark_seen(RouteSeen *seen, Rect area) {
    int left = square(area.x, SQUARE_W), right = square(rect_right(area), SQUARE_W);
    int top = square(area.y, SQUARE_H), bottom = square(rect_bottom(area), SQUARE_H);
    if (right > left + 7) right = left + 7;
    if (bottom > top + 7) bottom = top + 7;
    for (int y = top; y <= bottom; y++)
        for (int x = left; x <= right; x++) seen->squares |= (uint64_t)1 << (8 * (y & 7) + (x & 7));
}

bool route_has_seen(const RouteSeen *seen, Rect box) {
    float by = ROUTE_MARGIN + BADGE + 1;
    Rect area = rect_intersection(rect_inset(box, -by), rect_inset(seen->area, -1));
    if (!seen->squares || area.w <= 0 || area.h <= 0) return false;
    int left = square(area.x, SQUARE_W), right = square(rect_right(area), SQUARE_W);
    int top = square(area.y, SQUARE_H), bottom = square(rect_bottom(area), SQUARE_H);
    if (right > left + 7) right = left + 7;
    if (bottom > top + 7) bottom = top + 7;
    for (int y = top; y <= bottom; y++)
        for (int x = left; x <= right; x++)
            if (seen->squares >> (8 * (y & 7) + (x & 7)) & 1) return true;
    return false;
}

/* The length within some 2 %, not more than it is. */
static float rough_length(const Spline *curve) {
    float length = 0;
    Point last = curve->points[0];
    for (int k = 0; k < curve->count; k++)
        for (int i = 1; i <= 4; i++) {
            Point p = spline_segment_point(curve, k, (float)i / 4);
            length += sqrtf((p.x - last.x) * (p.x - last.x) + (p.y - last.y) * (p.y - last.y));
            last = p;
        }
    return length;
}

/* What a step of this many pixels to `p` costs for its own two boxes. */
static float crossing_ends(const RouteEnds *ends, Point p, float step, bool outside) {
    float crossed = 0;
    if (outside && inside(ends->from, p, 2)) crossed += step;
    if (ends->from_id != ends->to_id && p.x > ends->to.x + 1) {
        if (inside(ends->to, p, 0)) crossed += step;
        if (inside(badge_room(ends->to), p, 0)) crossed += SOFT * step;
    }
    return crossed;
}

/* And for the others. */
static float crossing_others(Search *s, Point p, float step) {
    Rect hits,
        area = {p.x - ROUTE_MARGIN, p.y - ROUTE_MARGIN, 2 * ROUTE_MARGIN, 2 * ROUTE_MARGIN + BADGE};
    if (!space_find_but(s->space, area, s->ends->from_id, s->ends->to_id, &hits)) return 0;
    s->hits = s->any_hit ? rect_union(s->hits, hits) : hits;
    s->any_hit = true;
    return p.y + ROUTE_MARGIN < hits.y ? SOFT * step : step;
}

/* The smallest rectangle that holds some controls. */
static Rect hull_of(const Point *points, int count) {
    float left = points[0].x, right = left, top = points[0].y, bottom = top;
    for (int i = 1; i < count; i++) {
        Point p = points[i];
        if (p.x < left) left = p.x;
        if (p.x > right) right = p.x;
        if (p.y < top) top = p.y;
        if (p.y > bottom) bottom = p.y;
    }
    return (Rect){left, top, right - left, bottom - top};
}

/* Whether there is any other box around a segment: if not, its points need no look. */
static bool is_crowded(Search *s, const Point *p) {
    Rect area = hull_of(p, 4);
    mark_seen(&s->seen, area);
    area = rect_inset(area, -ROUTE_MARGIN);
    area.h += BADGE;
    return space_find_but(s->space, area, s->ends->from_id, s->ends->to_id, NULL);
}

/* Weighs a candidate and keeps it if it is the best so far. True when it touches nothing. */
static bool consider(Search *s, const Spline *curve, float handicap) {
    const RouteEnds *ends = s->ends;
    float base = rough_length(curve) + handicap, crossed = 0;
    if (base >= s->best_cost) return false;
    if (!s->blind)
        s->seen.area = s->seen.squares
                           ? rect_union(s->seen.area, hull_of(curve->points, 3 * curve->count + 1))
                           : hull_of(curve->points, 3 * curve->count + 1);
    bool outside = false; /* has left its own box */
    Point last = curve->points[0];
    for (int k = 0; k < curve->count; k++) {
        Point a = curve->points[3 * k], b = curve->points[3 * k + 3];
        float span = fabsf(a.x - b.x) + fabsf(a.y - b.y);
        bool crowded = !s->blind && is_crowded(s, &curve->points[3 * k]);
        int samples = (int)clampf(span / SAMPLE_STEP, SAMPLE_MIN, SAMPLE_MAX);
        for (int i = 1; i <= samples; i++) {
            Point p = spline_segment_point(curve, k, (float)i / (float)samples);
            float step = sqrtf((p.x - last.x) * (p.x - last.x) + (p.y - last.y) * (p.y - last.y));
            last = p;
            if (!inside(ends->from, p, 3)) outside = true;
            crossed += crossing_ends(ends, p, step, outside);
            if (crowded) crossed += crossing_others(s, p, step);
        }
        if (base + crossed * CROSSING_COST >= s->best_cost) return false;
    }
    s->best_cost = base + crossed * CROSSING_COST;
    s->best = *curve;
    return crossed <= 0;
}

/* Adds an S from the current end, level at both ends; a skew moves its steep part along x. */
static void push_skewed(Spline *curve, Point to, float skew) {
    Point from = spline_end(curve);
    float dx = to.x - from.x, dy = to.y - from.y;
    float size = fabsf(dx), bend = fminf(0.5f * size + 0.08f * fabsf(dy), 0.85f * size);
    float first = clampf(bend + skew, 0.2f * size, 0.95f * size);
    float second = clampf(bend - skew, 0.2f * size, 0.95f * size);
    float sign = dx < 0 ? -1 : 1;
    spline_push(curve, (Point){from.x + sign * first, from.y}, (Point){to.x - sign * second, to.y},
                to);
}

static void push_s(Spline *curve, Point to) {
    push_skewed(curve, to, 0);
}

/* How far the steep part of an arrow from one of many ports is moved, so that the arrows to boxes
 * far below (or above) run beside each other and do not cross: going down the highest port bends
 * last, going up the lowest. */
static float skew_of(const RouteEnds *ends) {
    float dy = ends->end.y - ends->start.y, dx = ends->end.x - ends->start.x;
    float middle = (float)(ends->out_count - 1) / 2;
    float step = fminf(SKEW_STEP, 0.5f * dx / (float)ends->out_count);
    return ((float)ends->out_rank - middle) * step * clampf(dy / 120, -1, 1);
}

static void push_line(Spline *curve, Point to) {
    Point from = spline_end(curve);
    Point third = {(to.x - from.x) / 3, (to.y - from.y) / 3};
    spline_push(curve, (Point){from.x + third.x, from.y + third.y},
                (Point){to.x - third.x, to.y - third.y}, to);
}

/* A way to the right over the height `lane` between x1 and x2. */
static Spline by_lane(const RouteEnds *ends, float x1, float x2, float lane) {
    Spline curve;
    spline_begin(&curve, ends->start);
    push_s(&curve, (Point){x1, lane});
    push_line(&curve, (Point){x2, lane});
    push_s(&curve, ends->end);
    return curve;
}

/* Out through the bottom edge and along under the box: from a cell that has others at its right, so
 * that the arrow does not run over their ports. */
static void consider_drop(Search *s) {
    const RouteEnds *ends = s->ends;
    Point a = ends->start;
    float bottom = rect_bottom(ends->from), right = rect_right(ends->from);
    float lane = bottom + DROP_LANE + DROP_STEP * (float)(ends->out_rank % 4);
    if (bottom - a.y > DROP_MAX || ends->end.x < right + 30) return;
    Spline curve;
    spline_begin(&curve, a);
    Point b = {a.x + 20, lane};
    float drop = lane - a.y;
    spline_push(&curve, (Point){a.x, a.y + 0.6f * drop}, (Point){a.x + 3, lane}, b);
    Spline late = curve;
    if (b.x < right - 8) push_line(&curve, (Point){right - 8, lane});
    push_s(&curve, ends->end);
    if (consider(s, &curve, 0)) return;
    float turn = ends->end.x - 60 - LANE_STEP * (float)(ends->out_rank % 4);
    if (turn < right + 20) return;
    push_line(&late, (Point){turn, lane});
    push_s(&late, ends->end);
    consider(s, &late, 8);
}

static void route_forward(Search *s) {
    const RouteEnds *ends = s->ends;
    Point a = ends->start, z = ends->end;
    Spline curve;
    float right = rect_right(ends->from);
    float over_others = ends->inner ? INNER_COST * (right - a.x) : 0;
    if (over_others > 0 && !s->blind) consider_drop(s);
    spline_begin(&curve, a);
    push_skewed(&curve, z, skew_of(ends));
    if (consider(s, &curve, over_others) || s->blind) return;
    float shift = (float)(ends->out_rank % 4) * LANE_STEP;
    /* Bend at the source, or at the target. */
    float near_source = right + 60 + shift, near_target = z.x - 60 - shift;
    if (near_source < z.x - 20) {
        spline_begin(&curve, a);
        push_s(&curve, (Point){near_source, z.y});
        push_line(&curve, z);
        if (consider(s, &curve, over_others + 8)) return;
    }
    if (near_target > right + 20) {
        spline_begin(&curve, a);
        push_line(&curve, (Point){near_target, a.y});
        push_s(&curve, z);
        if (consider(s, &curve, over_others + 8)) return;
    }
    /* Over or under what is in the way; once more with what the first lanes met. */
    for (int round = 0; round < 2 && s->any_hit; round++) {
        Rect block = s->hits;
        float x1 = clampf(block.x - 26, right + 24, z.x - 48);
        float x2 = clampf(rect_right(block) + 26, x1 + 1, fmaxf(z.x - 24, x1 + 1));
        if (x2 >= z.x - 8) return;
        Spline over = by_lane(ends, x1, x2, off_headings(block.y - 16 - shift));
        Spline under = by_lane(ends, x1, x2, rect_bottom(block) + 16 + shift);
        bool clear = consider(s, &under, over_others + 24);
        clear = consider(s, &over, over_others + 24) || clear;
        if (clear) return;
    }
}

/* Around: out at the right of `from`, along `lane1` to the left (`lane2` at the target), in from
 * the left. `down` leaves through the bottom edge instead, for a port far from the right one. */
static bool around(const RouteEnds *ends, float lane1, float lane2, bool down, Spline *curve) {
    Point a = ends->start, z = ends->end;
    bool leaves_low = lane1 > a.y;
    int port = leaves_low ? ends->out_rank : ends->out_count - 1 - ends->out_rank;
    float turn = TURN + TURN_STEP * (float)(port % 5);
    bool from_below = lane2 > z.y;
    int nested = (from_below ? ends->in_rank : ends->in_count - 1 - ends->in_rank) % 5;
    /* A long way up or down runs further out than the turns of the boxes it passes. */
    float outer = clampf((fabsf(lane2 - z.y) - 120) * 0.03f, 0, 24);
    float left = z.x - TURN - LANE_STEP * (float)nested - outer;
    spline_begin(curve, a);
    Point b;
    if (down) {
        b = (Point){a.x - 26, lane1};
        float drop = lane1 - a.y;
        spline_push(curve, (Point){a.x, a.y + 0.6f * drop}, (Point){a.x - 4, lane1}, b);
    } else {
        float side = rect_right(ends->from) + turn;
        b = (Point){rect_right(ends->from) - 8, lane1};
        /* A half turn of a cubic reaches three quarters of the way to its controls. */
        spline_push(curve, (Point){a.x + (side - a.x) / 0.75f, a.y},
                    (Point){b.x + (side - b.x) / 0.75f, lane1}, b);
    }
    float height = fabsf(lane2 - z.y);
    if (b.x - left < 16 || height < 16) return false;
    float radius = clampf(0.3f * (b.x - left), 14, 48);
    float rise = clampf(height - 14, 8, 1.4f * radius);
    float toward = from_below ? -1 : 1; /* the way from the lane to the entry */
    if (b.x - left - radius < 100 && lane1 != lane2) return false; /* too short for a slope */
    Point d = {left + radius, lane2}, c = {left, lane2 + toward * rise};
    float slope = lane2 - lane1, clear_of = rect_right(ends->to) + 6;
    if (fabsf(slope) > 30 && clear_of + 40 < b.x) {
        /* The slope is between the two boxes: none of them is cut. */
        float size = b.x - clear_of;
        float first = clampf(b.x - ends->from.x, 0.3f * size, 0.95f * size);
        spline_push(curve, (Point){b.x - first, lane1},
                    (Point){clear_of + fmaxf(0.3f * size, size - first), lane2},
                    (Point){clear_of, lane2});
        push_line(curve, d);
    } else {
        push_s(curve, d);
    }
    spline_push(curve, (Point){d.x - 0.56f * radius, lane2},
                (Point){left, c.y - toward * 0.56f * rise}, c);
    float rest = fabsf(z.y - c.y);
    spline_push(curve, (Point){left, z.y - toward * fminf(0.3f * rest, 8)},
                (Point){z.x - HEAD_RUN, z.y}, z);
    return true;
}

typedef struct Candidate {
    Spline curve;
    float handicap;
    float base; /* what it costs if it is free: a bound that ends the search */
} Candidate;

/* Weighs the ways around over some pairs of lanes, the shortest first. */
static void consider_lanes(Search *s, float (*lanes)[2], int count) {
    const RouteEnds *ends = s->ends;
    bool middle = rect_right(ends->from) - ends->start.x > 40;
    Candidate candidates[16];
    int order[16], found = 0;
    for (int i = 0; i < count; i++) {
        float lane1 = off_headings(lanes[i][0]), lane2 = off_headings(lanes[i][1]);
        for (int down = 0; down <= (middle && lane1 > rect_bottom(ends->from)); down++) {
            Candidate *c = &candidates[found];
            if (!around(ends, lane1, lane2, down, &c->curve)) continue;
            /* Below before above, where the badges are; a level lane before a steep slope; a short
             * turn at the source before a long one. */
            c->handicap = (s->blind ? BLIND_SLOPE : 0.4f) * fmaxf(0, fabsf(lane1 - lane2) - 30) +
                          (lane1 < ends->from.y ? ABOVE : 0.0f) +
                          0.6f * fmaxf(0, fabsf(lane1 - ends->start.y) - 120);
            c->base = rough_length(&c->curve) + c->handicap;
            int k = found++;
            for (; k > 0 && candidates[order[k - 1]].base > c->base; k--) order[k] = order[k - 1];
            order[k] = (int)(c - candidates);
        }
    }
    for (int i = 0; i < found && candidates[order[i]].base < s->best_cost; i++)
        consider(s, &candidates[order[i]].curve, candidates[order[i]].handicap);
}

static void route_around(Search *s) {
    const RouteEnds *ends = s->ends;
    float out_low = LANE_STEP * (float)(ends->out_rank % 3);
    float out_high = LANE_STEP * (float)((ends->out_count - 1 - ends->out_rank) % 3);
    float in_low = LANE_STEP * (float)(ends->in_rank % 3);
    float in_high = LANE_STEP * (float)((ends->in_count - 1 - ends->in_rank) % 3);
    float low1 = rect_bottom(ends->from) + LANE_BELOW_SOURCE + out_low;
    float high1 = ends->from.y - LANE_ABOVE_SOURCE - out_high;
    float low2 = rect_bottom(ends->to) + LANE_BELOW_TARGET + in_low;
    float high2 = ends->to.y - LANE_ABOVE_TARGET - in_high;
    float under = rect_bottom(ends->to) + LANE_BELOW_SOURCE + out_low;
    float over = ends->to.y - LANE_ABOVE_SOURCE - out_high;
    float lanes[8][2] = {{low1, low2}, {low1, high2},  {high1, low2},  {high1, high2},
                         {low1, low1}, {high1, high1}, {under, under}, {over, over}};
    consider_lanes(s, lanes, 8);
    if (!s->any_hit) return;
    /* Beyond all that was met. */
    lanes[0][0] = lanes[0][1] = rect_bottom(s->hits) + LANE_BELOW_SOURCE + out_low;
    lanes[1][0] = lanes[1][1] = s->hits.y - LANE_ABOVE_SOURCE - out_high;
    consider_lanes(s, lanes, 2);
}

void route_make(const Space *space, const RouteEnds *ends, Spline *curve, RouteSeen *seen) {
    Search s = {.space = space, .ends = ends, .best_cost = INFINITY};
    s.blind = fabsf(ends->start.x - ends->end.x) + fabsf(ends->start.y - ends->end.y) > DETOUR_MAX;
    if (ends->end.x >= rect_right(ends->from) + 16) {
        route_forward(&s);
    } else {
        route_around(&s);
    }
    if (s.best_cost == INFINITY) { /* boxes too small for a turn */
        spline_begin(&s.best, ends->start);
        spline_push(&s.best, (Point){ends->start.x + 40, ends->start.y},
                    (Point){ends->end.x - 40, ends->end.y}, ends->end);
    }
    *curve = s.best;
    *seen = s.seen;
}
