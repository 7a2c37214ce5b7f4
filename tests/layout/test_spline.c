#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "layout/spline.h"

#include <math.h>

#define assert_near(a, b, by) assert_true(fabsf((a) - (b)) <= (by))

static Spline line(float x1, float y1, float x2, float y2) {
    Spline s;
    spline_begin(&s, (Point){x1, y1});
    spline_push(&s, (Point){x1 + (x2 - x1) / 3, y1 + (y2 - y1) / 3},
                (Point){x2 - (x2 - x1) / 3, y2 - (y2 - y1) / 3}, (Point){x2, y2});
    return s;
}

/* A half circle of radius 100 around (0, 0) from the top by the right to the bottom, then left. */
static Spline hook(void) {
    const float k = 55.22847f;
    Spline s;
    spline_begin(&s, (Point){0, -100});
    spline_push(&s, (Point){k, -100}, (Point){100, -k}, (Point){100, 0});
    spline_push(&s, (Point){100, k}, (Point){k, 100}, (Point){0, 100});
    spline_push(&s, (Point){-100, 100}, (Point){-200, 100}, (Point){-300, 100});
    return s;
}

static void test_length_and_points(void **state) {
    (void)state;
    Spline s = line(10, 20, 310, 420);
    assert_near(spline_length(&s), 500, 0.5f);
    Point middle = spline_point(&s, 0.5f);
    assert_near(middle.x, 160, 1);
    assert_near(middle.y, 220, 1);
    Spline h = hook();
    assert_near(spline_length(&h), 3.14159f * 100 + 300, 2);
    Point at = spline_point(&h, 157.08f / 614.16f); /* a quarter of the circle */
    assert_near(at.x, 100, 1);
    assert_near(at.y, 0, 1);
    assert_true(spline_point(&h, 0).y == -100 && spline_point(&h, 1).x == -300);
    assert_near(spline_direction(&h, 1).x, -1, 0.001f);
    assert_near(spline_direction(&h, 0).x, 1, 0.01f);
    assert_near(h.head.x, -1, 0.001f);
}

static void test_bounds_are_exact(void **state) {
    (void)state;
    Spline h = hook();
    assert_near(h.bounds.x, -300, 0.1f);
    assert_near(rect_right(h.bounds), 100, 0.1f);
    assert_near(h.bounds.y, -100, 0.1f);
    assert_near(rect_bottom(h.bounds), 100, 0.1f);
    Spline s; /* controls far outside of the curve */
    spline_begin(&s, (Point){0, 0});
    spline_push(&s, (Point){0, 400}, (Point){100, -400}, (Point){100, 0});
    float top = 0, bottom = 0;
    for (int i = 0; i <= 1000; i++) {
        Point p = spline_segment_point(&s, 0, (float)i / 1000);
        top = fminf(top, p.y);
        bottom = fmaxf(bottom, p.y);
    }
    assert_near(s.bounds.y, top, 0.1f);
    assert_near(rect_bottom(s.bounds), bottom, 0.1f);
}

static void test_nearest(void **state) {
    (void)state;
    Spline a = line(0, 0, 100, 0), b = line(0, 10, 100, 10), none = {.count = 0};
    const Spline *all[] = {&a, &none, &b};
    float t;
    assert_int_equal(spline_nearest(all, 3, (Point){25, 2}, 6, &t), 0);
    assert_near(t, 0.25f, 0.01f);
    assert_int_equal(spline_nearest(all, 3, (Point){75, 9}, 6, &t), 2);
    assert_int_equal(spline_nearest(all, 3, (Point){50, 5}, 6, NULL), 2); /* the later of equals */
    assert_int_equal(spline_nearest(all, 3, (Point){50, 30}, 6, &t), -1);
    assert_int_equal(spline_nearest(all, 3, (Point){104, 0}, 6, &t), 0);
    assert_near(t, 1, 0.001f);
    Spline h = hook();
    assert_near(spline_distance(&h, (Point){0, 0}, NULL), 100, 0.5f);
}

static void test_cut(void **state) {
    (void)state;
    Spline h = hook();
    for (int i = 1; i <= 10; i++) {
        float t = (float)i / 10;
        Spline part = spline_cut(&h, t);
        Point a = spline_end(&part), b = spline_point(&h, t);
        assert_near(a.x, b.x, 0.01f);
        assert_near(a.y, b.y, 0.01f);
        assert_near(spline_length(&part), t * spline_length(&h), 2);
    }
    assert_int_equal(spline_cut(&h, 0.1f).count, 1);
    assert_int_equal(spline_cut(&h, 1).count, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_length_and_points),
        cmocka_unit_test(test_bounds_are_exact),
        cmocka_unit_test(test_nearest),
        cmocka_unit_test(test_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
