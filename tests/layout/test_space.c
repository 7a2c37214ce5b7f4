/* The grid against a plain list, and the nearest free place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "layout/place.h"

#include <string.h>

static uint64_t seed;

static uint32_t pick(uint32_t n) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

static Rect any_rect(void) {
    float size = pick(20) == 0 ? 5000.0f : 200.0f; /* some wider than the grid takes */
    return (Rect){(float)pick(4000) - 2000, (float)pick(4000) - 2000,
                  1 + (float)pick((uint32_t)size), 1 + (float)pick((uint32_t)size)};
}

static void test_grid_finds_what_a_list_finds(void **state) {
    (void)state;
    enum { COUNT = 200 };
    seed = 3;
    Space space;
    space_init(&space);
    Rect rects[COUNT];
    bool there[COUNT] = {false};
    for (int step = 0; step < 4000; step++) {
        uint32_t id = pick(COUNT);
        if (there[id]) {
            space_remove(&space, id);
            there[id] = false;
        } else {
            rects[id] = any_rect();
            space_insert(&space, id, rects[id]);
            there[id] = true;
        }
        Rect area = any_rect(), hits = {0}, expected = {0};
        uint32_t except = pick(COUNT);
        bool any = false;
        for (uint32_t i = 0; i < COUNT; i++) {
            assert_int_equal(space_has(&space, i), there[i]);
            if (!there[i] || i == except || !rect_overlaps(rects[i], area)) continue;
            expected = any ? rect_union(expected, rects[i]) : rects[i];
            any = true;
        }
        assert_int_equal(space_find(&space, area, except, &hits), any);
        assert_int_equal(space_find(&space, area, except, NULL), any);
        if (!any) continue;
        assert_true(hits.x == expected.x && hits.y == expected.y);
        assert_true(rect_right(hits) - rect_right(expected) < 0.01f);
    }
    space_deinit(&space);
}

static void test_touching_is_not_overlapping(void **state) {
    (void)state;
    Space space;
    space_init(&space);
    assert_false(space_find(&space, (Rect){0, 0, 10, 10}, SPACE_NONE, NULL));
    space_insert(&space, 0, (Rect){0, 0, 256, 128});
    assert_false(space_find(&space, (Rect){256, 0, 10, 10}, SPACE_NONE, NULL));
    assert_true(space_find(&space, (Rect){255, 127, 10, 10}, SPACE_NONE, NULL));
    assert_false(space_find(&space, (Rect){0, -10, 10, 10}, SPACE_NONE, NULL));
    space_deinit(&space);
}

static const PlaceRules rules = {.gap_x = 20, .gap_y = 10, .left = 0, .top = 0, .sideways = 2};

static void test_nearest_free_place(void **state) {
    (void)state;
    Space space;
    space_init(&space);
    Rect wanted = {100, 100, 80, 40};
    Rect free = place_nearest(&space, wanted, SPACE_NONE, &rules);
    assert_memory_equal(&free, &wanted, sizeof free);
    space_insert(&space, 1, wanted);
    free = place_nearest(&space, wanted, SPACE_NONE, &rules); /* down before up */
    assert_true(free.x == 100 && free.y == 150);
    assert_true(place_nearest(&space, wanted, 1, &rules).y == 100); /* not in its own way */
    space_insert(&space, 2, free);
    free = place_nearest(&space, wanted, SPACE_NONE, &rules);
    assert_true(free.x == 100 && free.y == 50);
    /* Left of the border there is nothing. */
    free = place_nearest(&space, (Rect){-500, -500, 10, 10}, SPACE_NONE, &rules);
    assert_true(free.x == 0 && free.y == 0);
    space_deinit(&space);
}

static void test_places_are_free_and_repeatable(void **state) {
    (void)state;
    seed = 11;
    Space space;
    space_init(&space);
    for (uint32_t id = 0; id < 600; id++) {
        Rect wanted = {(float)pick(500), (float)pick(500), 30 + (float)pick(100),
                       20 + (float)pick(60)};
        Rect place = place_nearest(&space, wanted, SPACE_NONE, &rules);
        Rect again = place_nearest(&space, wanted, SPACE_NONE, &rules);
        assert_memory_equal(&place, &again, sizeof place);
        assert_true(place.w == wanted.w && place.h == wanted.h);
        assert_true(place_is_free(&space, place, SPACE_NONE, &rules));
        space_insert(&space, id, place);
    }
    space_deinit(&space);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grid_finds_what_a_list_finds),
        cmocka_unit_test(test_touching_is_not_overlapping),
        cmocka_unit_test(test_nearest_free_place),
        cmocka_unit_test(test_places_are_free_and_repeatable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
