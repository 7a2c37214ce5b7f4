/* Single arrows, and columns from scratch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "layout/rank.h"
#include "layout/route.h"

#include <math.h>

enum { FROM, TO, OTHER };

typedef struct Scene {
    Space space;
    RouteEnds ends;
    Spline curve;
    RouteSeen seen;
} Scene;

static void scene_init(Scene *s, Rect from, Rect to) {
    space_init(&s->space);
    space_insert(&s->space, FROM, from);
    space_insert(&s->space, TO, to);
    s->ends = (RouteEnds){.from = from,
                          .to = to,
                          .from_id = FROM,
                          .to_id = TO,
                          .start = {rect_right(from) - 14, from.y + 50},
                          .end = {to.x, to.y + 16},
                          .out_count = 1,
                          .in_count = 1};
}

static void scene_route(Scene *s) {
    route_make(&s->space, &s->ends, &s->curve, &s->seen);
    Point start = spline_start(&s->curve), end = spline_end(&s->curve);
    assert_true(start.x == s->ends.start.x && start.y == s->ends.start.y);
    assert_true(end.x == s->ends.end.x && end.y == s->ends.end.y);
    assert_true(s->curve.head.x > 0.99f);
    for (int i = 1; i < s->curve.count; i++) { /* no kink where segments join */
        const Point *p = &s->curve.points[3 * i];
        float ax = p[0].x - p[-1].x, ay = p[0].y - p[-1].y, bx = p[1].x - p[0].x,
              by = p[1].y - p[0].y;
        float cosine = (ax * bx + ay * by) / (hypotf(ax, ay) * hypotf(bx, by));
        assert_true(cosine > 0.99f);
    }
}

/* Pixels of the curve inside a rectangle. */
static float inside(const Spline *curve, Rect rect) {
    float sum = 0, length = spline_length(curve);
    for (int i = 0; i < 400; i++)
        if (rect_contains(rect, spline_point(curve, (float)i / 400))) sum += length / 400;
    return sum;
}

static void test_forward_is_one_level_s(void **state) {
    (void)state;
    Scene s;
    scene_init(&s, (Rect){0, 0, 160, 80}, (Rect){260, 120, 160, 80});
    scene_route(&s);
    assert_int_equal(s.curve.count, 1);
    assert_true(s.curve.points[1].y == s.curve.points[0].y);
    assert_true(s.curve.points[2].y == s.curve.points[3].y);
    assert_true(inside(&s.curve, s.ends.to) < 1);
    space_deinit(&s.space);
}

static void test_forward_goes_around_a_box(void **state) {
    (void)state;
    Scene s;
    scene_init(&s, (Rect){0, 0, 160, 80}, (Rect){560, 0, 160, 80});
    Rect wall = {270, -20, 160, 110};
    scene_route(&s);
    assert_true(inside(&s.curve, wall) > 100);
    assert_true(route_has_seen(&s.seen, wall));
    assert_false(route_has_seen(&s.seen, (Rect){270, 800, 160, 110}));
    space_insert(&s.space, OTHER, wall);
    scene_route(&s);
    assert_true(inside(&s.curve, wall) < 1);
    space_deinit(&s.space);
}

static void test_backward_and_self_go_around(void **state) {
    (void)state;
    const Rect from = {540, 300, 196, 96};
    const Rect targets[] = {{260, 300, 196, 96}, {260, 0, 196, 96},   {540, 0, 196, 96},
                            {540, 500, 196, 96}, {260, 700, 196, 96}, {600, 150, 196, 96}};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        Scene s;
        scene_init(&s, from, targets[i]);
        scene_route(&s);
        assert_true(inside(&s.curve, targets[i]) < 1);
        assert_true(inside(&s.curve, from) < 20); /* from the port to the edge */
        assert_true(s.curve.bounds.x < targets[i].x);
        space_deinit(&s.space);
    }
    Scene s;
    scene_init(&s, from, (Rect){0, 0, 1, 1});
    s.ends.to = from;
    s.ends.to_id = FROM;
    s.ends.end = (Point){from.x, from.y + 16};
    scene_route(&s);
    assert_true(inside(&s.curve, from) < 20);
    space_deinit(&s.space);
}

/* Back to a box that can be reached over the topmost ones only: not through the words there. */
static void test_headings_are_not_crossed(void **state) {
    (void)state;
    Scene s;
    scene_init(&s, (Rect){840, 0, 160, 80}, (Rect){260, 130, 160, 80});
    space_insert(&s.space, OTHER, (Rect){260, 0, 160, 96});
    space_insert(&s.space, OTHER + 1, (Rect){480, 0, 300, 600});
    space_insert(&s.space, OTHER + 2, (Rect){800, 100, 200, 500});
    scene_route(&s);
    assert_true(s.curve.bounds.y < -40);
    assert_true(inside(&s.curve, (Rect){260, -36, 120, 14}) < 1);
    space_deinit(&s.space);
}

static void test_ports_of_one_box_do_not_share_a_lane(void **state) {
    (void)state;
    Scene s;
    scene_init(&s, (Rect){540, 0, 196, 120}, (Rect){260, 0, 196, 120});
    float lowest[2];
    for (int rank = 0; rank < 2; rank++) {
        s.ends.start.y = 90 - 28 * (float)rank;
        s.ends.out_rank = rank;
        s.ends.out_count = 2;
        scene_route(&s);
        lowest[rank] = rect_bottom(s.curve.bounds);
    }
    assert_true(lowest[1] > lowest[0] + 3);
    space_deinit(&s.space);
}

static void test_columns_by_distance_without_crossings(void **state) {
    (void)state;
    /* A frame with two names; the second name's box was born first. */
    RankBox boxes[6] = {{.rect = {0, 0, 168, 110}, .fixed = true, .lane = true}};
    for (uint32_t i = 1; i < 6; i++)
        boxes[i] = (RankBox){.rect = {0, 0, 150, 80}, .entry = 16, .order = i};
    RankArrow arrows[] = {{0, 2, 50}, {0, 1, 80}, {2, 3, 50}, {1, 4, 50}, {5, 3, 50}};
    RankRules rules = {.origin = {260, 0}, .gap_x = 84, .gap_y = 52};
    Arena scratch = {0};
    rank_place(boxes, 6, arrows, 5, &rules, &scratch);
    assert_true(boxes[1].rect.x == 260 && boxes[2].rect.x == 260);
    assert_true(boxes[3].rect.x == 494 && boxes[4].rect.x == 494);
    assert_true(boxes[2].rect.y < boxes[1].rect.y && boxes[3].rect.y < boxes[4].rect.y);
    /* What nothing leads to is below all the rest. */
    for (int i = 1; i < 5; i++) assert_true(boxes[5].rect.y >= rect_bottom(boxes[i].rect) + 52);
    arena_deinit(&scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forward_is_one_level_s),
        cmocka_unit_test(test_forward_goes_around_a_box),
        cmocka_unit_test(test_backward_and_self_go_around),
        cmocka_unit_test(test_headings_are_not_crossed),
        cmocka_unit_test(test_ports_of_one_box_do_not_share_a_lane),
        cmocka_unit_test(test_columns_by_distance_without_crossings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
