/* Layout as a whole: properties over random edits, and a few pictures as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "layout/layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- a graph that is edited ---------------------------------------------------------------- */

typedef struct Graph {
    Array(LayoutBox) boxes;
    Array(LayoutArrow) arrows;
    uint64_t next_key;
    uint64_t next_id;
    uint64_t random;
} Graph;

static uint32_t pick(Graph *g, uint32_t n) {
    g->random = g->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(g->random >> 33) % n;
}

static void graph_deinit(Graph *g) {
    array_deinit(&g->boxes);
    array_deinit(&g->arrows);
}

static void graph_copy(Graph *to, const Graph *from) {
    array_clear(&to->boxes);
    array_clear(&to->arrows);
    for (size_t i = 0; i < from->boxes.count; i++) array_push(&to->boxes, from->boxes.items[i]);
    for (size_t i = 0; i < from->arrows.count; i++) array_push(&to->arrows, from->arrows.items[i]);
    to->next_key = from->next_key;
    to->next_id = from->next_id;
    to->random = from->random;
}

static size_t add_box(Graph *g, LayoutKind kind, float width, float height) {
    LayoutBox box = {.key = ++g->next_key,
                     .kind = kind,
                     .width = width,
                     .height = height,
                     .entry = 16,
                     .order = (uint32_t)g->next_key};
    array_push(&g->boxes, box);
    return g->boxes.count - 1;
}

static void add_arrow(Graph *g, uint64_t from, uint64_t to, float x, float y) {
    LayoutArrow arrow = {.id = ++g->next_id, .from = from, .to = to, .port = {x, y}};
    array_push(&g->arrows, arrow);
}

static void add_any_arrow(Graph *g, size_t from, size_t to) {
    const LayoutBox *box = &g->boxes.items[from];
    add_arrow(g, box->key, g->boxes.items[to].key, box->width - (float)pick(g, 60),
              30 + (float)pick(g, (uint32_t)box->height - 30));
}

static void drop_box(Graph *g, size_t i) {
    uint64_t key = g->boxes.items[i].key;
    memmove(&g->boxes.items[i], &g->boxes.items[i + 1],
            (g->boxes.count - i - 1) * sizeof *g->boxes.items);
    g->boxes.count--;
    size_t kept = 0;
    for (size_t k = 0; k < g->arrows.count; k++)
        if (g->arrows.items[k].from != key && g->arrows.items[k].to != key)
            g->arrows.items[kept++] = g->arrows.items[k];
    g->arrows.count = kept;
}

/* Ghosts of the last step go. */
static void drop_ghosts(Graph *g) {
    for (size_t i = g->boxes.count; i-- > 0;)
        if (g->boxes.items[i].ghost) drop_box(g, i);
}

static void graph_start(Graph *g, uint64_t seed) {
    *g = (Graph){.random = seed};
    add_box(g, LAYOUT_FRAME, 168, 200);
}

/* One edit. `resize` allows what may move a box: growth. */
static void edit(Graph *g, bool resize) {
    drop_ghosts(g);
    uint32_t what = pick(g, 100);
    size_t any = pick(g, (uint32_t)g->boxes.count);
    if (what < 40) {
        size_t from = pick(g, 3) ? any : 0;
        size_t box = add_box(g, LAYOUT_NODE, 90 + (float)pick(g, 150), 50 + (float)pick(g, 120));
        if (pick(g, 8)) add_any_arrow(g, from, box);
        if (pick(g, 3) == 0) add_any_arrow(g, box, pick(g, (uint32_t)g->boxes.count));
    } else if (what < 60) {
        add_any_arrow(g, any, pick(g, (uint32_t)g->boxes.count));
    } else if (what < 70) {
        if (g->arrows.count) {
            size_t i = pick(g, (uint32_t)g->arrows.count);
            g->arrows.items[i] = array_pop(&g->arrows);
        }
    } else if (what < 80) {
        if (any > 0) g->boxes.items[any].ghost = true;
    } else if (what < 84) {
        if (any > 0) drop_box(g, any);
    } else if (what < 88) {
        add_box(g, LAYOUT_FRAME, 168, 60 + (float)pick(g, 100));
    } else if (resize) {
        LayoutBox *box = &g->boxes.items[any];
        box->height = fmaxf(40, box->height + (pick(g, 3) ? 28.0f : -28.0f));
        if (pick(g, 4) == 0) box->width += 40;
    }
}

static const LayoutView *update(Layout *layout, const Graph *g) {
    return layout_update(layout, g->boxes.items, g->boxes.count, g->arrows.items, g->arrows.count);
}

static void assert_sound(const Layout *layout) {
    size_t at = 0;
    const char *wrong = layout_check(layout, &at);
    if (wrong) fail_msg("%s (%zu)", wrong, at);
}

static void assert_same_curve(const Spline *a, const Spline *b) {
    assert_int_equal(a->count, b->count);
    if (a->count)
        assert_memory_equal(a->points, b->points, (size_t)(3 * a->count + 1) * sizeof(Point));
}

static void assert_same_view(const LayoutView *a, const LayoutView *b) {
    assert_int_equal(a->place_count, b->place_count);
    assert_int_equal(a->route_count, b->route_count);
    for (size_t i = 0; i < a->place_count; i++) {
        assert_memory_equal(&a->places[i].rect, &b->places[i].rect, sizeof(Rect));
        assert_int_equal(a->places[i].hidden, b->places[i].hidden);
    }
    for (size_t i = 0; i < a->route_count; i++) assert_same_curve(a->routes[i], b->routes[i]);
    assert_memory_equal(&a->bounds, &b->bounds, sizeof(Rect));
}

/* --- properties ---------------------------------------------------------------------------- */

typedef struct Was {
    uint64_t key;
    Rect rect;
    bool ghost;
} Was;

static const Was *was_find(const Was *was, size_t count, uint64_t key) {
    for (size_t i = 0; i < count; i++)
        if (was[i].key == key) return &was[i];
    return NULL;
}

static void test_survivors_stay_and_nothing_overlaps(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        Graph g;
        graph_start(&g, seed);
        Layout *layout = layout_create();
        Array(Was) was = {0};
        for (int step = 0; step < 120; step++) {
            edit(&g, true);
            uint64_t dragged = 0;
            if (pick(&g, 15) == 0) {
                size_t i = pick(&g, (uint32_t)g.boxes.count);
                Point at = {(float)pick(&g, 1500) - 200, (float)pick(&g, 1500) - 200};
                bool moved = layout_move(layout, g.boxes.items[i].key, at);
                if (step > 0 && was_find(was.items, was.count, g.boxes.items[i].key))
                    assert_int_equal(moved, g.boxes.items[i].kind == LAYOUT_NODE);
                if (g.boxes.items[i].kind == LAYOUT_NODE) dragged = g.boxes.items[i].key;
            }
            const LayoutView *view = update(layout, &g);
            assert_sound(layout);
            for (size_t i = 0; i < g.boxes.count; i++) {
                const LayoutBox *box = &g.boxes.items[i];
                const Was *old = was_find(was.items, was.count, box->key);
                Rect now = view->places[i].rect;
                assert_true(now.w == box->width && now.h == box->height);
                assert_true(now.x == floorf(now.x) && now.y == floorf(now.y));
                if (!old || box->kind == LAYOUT_FRAME || box->key == dragged) continue;
                bool grew = box->width > old->rect.w || box->height > old->rect.h;
                if (!grew) assert_true(now.x == old->rect.x && now.y == old->rect.y);
                if (!old->ghost && !view->places[i].fresh)
                    assert_int_equal(view->places[i].moved,
                                     now.x != old->rect.x || now.y != old->rect.y);
            }
            array_clear(&was);
            for (size_t i = 0; i < g.boxes.count; i++)
                if (!view->places[i].hidden)
                    array_push(&was, ((Was){g.boxes.items[i].key, view->places[i].rect,
                                            g.boxes.items[i].ghost}));
        }
        array_deinit(&was);
        layout_destroy(layout);
        graph_deinit(&g);
    }
}

static void test_same_input_same_output(void **state) {
    (void)state;
    Graph g;
    graph_start(&g, 77);
    Layout *a = layout_create(), *b = layout_create();
    for (int step = 0; step < 200; step++) {
        edit(&g, true);
        assert_same_view(update(a, &g), update(b, &g));
        if (step % 50 == 49) {
            layout_tidy(a);
            layout_tidy(b);
        }
    }
    layout_destroy(a);
    layout_destroy(b);
    graph_deinit(&g);
}

/* The cache of curves only saves time: a layout that never saw the way here draws the same. */
static void test_curves_depend_on_places_only(void **state) {
    (void)state;
    for (uint64_t seed = 100; seed < 110; seed++) {
        Graph g;
        graph_start(&g, seed);
        Layout *layout = layout_create();
        for (int step = 0; step < 150; step++) {
            edit(&g, true);
            const LayoutView *view = update(layout, &g);
            if (step % 3) continue;
            Layout *fresh = layout_create();
            LayoutSnapshot *snapshot = layout_snapshot_create(layout);
            layout_restore(fresh, snapshot);
            assert_same_view(view, update(fresh, &g));
            layout_snapshot_destroy(snapshot);
            layout_destroy(fresh);
        }
        layout_destroy(layout);
        graph_deinit(&g);
    }
}

enum { HISTORY = 60 };

static void test_a_step_looks_the_same_when_shown_again(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        Graph g;
        graph_start(&g, seed * 1000);
        Layout *layout = layout_create();
        Graph *history = memory_alloc(HISTORY * sizeof *history);
        Rect **rects = memory_alloc(HISTORY * sizeof *rects);
        for (int step = 0; step < HISTORY; step++) {
            edit(&g, false);
            graph_copy(&history[step], &g);
            const LayoutView *view = update(layout, &g);
            rects[step] = memory_alloc((view->place_count + 1) * sizeof(Rect));
            for (size_t i = 0; i < view->place_count; i++) rects[step][i] = view->places[i].rect;
        }
        for (int visit = 0; visit < 2 * HISTORY; visit++) {
            int step = visit < HISTORY ? HISTORY - 1 - visit : (int)pick(&g, HISTORY);
            const LayoutView *view = update(layout, &history[step]);
            assert_sound(layout);
            for (size_t i = 0; i < view->place_count; i++)
                assert_memory_equal(&rects[step][i], &view->places[i].rect, sizeof(Rect));
        }
        for (int step = 0; step < HISTORY; step++) {
            memory_free(rects[step]);
            graph_deinit(&history[step]);
        }
        memory_free(rects);
        memory_free(history);
        layout_destroy(layout);
        graph_deinit(&g);
    }
}

static void test_jumping_into_a_large_unseen_step(void **state) {
    (void)state;
    Graph g;
    graph_start(&g, 5);
    Layout *layout = layout_create();
    size_t first = add_box(&g, LAYOUT_NODE, 160, 80);
    add_any_arrow(&g, 0, first);
    Rect before = update(layout, &g)->places[first].rect;
    for (int i = 0; i < 3000; i++) {
        size_t box = add_box(&g, LAYOUT_NODE, 100 + (float)pick(&g, 100), 80);
        add_any_arrow(&g, pick(&g, (uint32_t)box), box);
        if (i % 3 == 0) add_any_arrow(&g, box, pick(&g, (uint32_t)box));
    }
    const LayoutView *view = update(layout, &g);
    assert_sound(layout);
    assert_memory_equal(&before, &view->places[first].rect, sizeof before);
    layout_destroy(layout);
    graph_deinit(&g);
}

static void test_what_is_remembered_is_bounded(void **state) {
    (void)state;
    Layout *layout = layout_create();
    LayoutBox boxes[64];
    uint64_t key = 0;
    for (int call = 0; call < 1200; call++) {
        for (int i = 0; i < 64; i++)
            boxes[i] = (LayoutBox){.key = ++key, .width = 80, .height = 40, .entry = 10};
        boxes[0].key = UINT64_MAX; /* one that is always there */
        layout_update(layout, boxes, 64, NULL, 0);
    }
    assert_sound(layout);
    Rect rect;
    assert_false(layout_find(layout, 2, &rect));
    assert_true(layout_find(layout, key - 70, &rect));
    assert_true(layout_find(layout, UINT64_MAX, &rect));
    layout_destroy(layout);
}

/* --- single rules -------------------------------------------------------------------------- */

static void test_growth_uses_the_reserve_then_moves_the_grown_one(void **state) {
    (void)state;
    Graph g;
    graph_start(&g, 1);
    size_t upper = add_box(&g, LAYOUT_NODE, 160, 80), lower = add_box(&g, LAYOUT_NODE, 160, 80);
    add_arrow(&g, 1, g.boxes.items[upper].key, 150, 50);
    add_arrow(&g, 1, g.boxes.items[lower].key, 150, 80);
    Layout *layout = layout_create();
    const LayoutView *view = update(layout, &g);
    Rect a = view->places[upper].rect, b = view->places[lower].rect;
    assert_true(b.y - rect_bottom(a) == LAYOUT_GAP_Y + LAYOUT_RESERVE_Y);
    g.boxes.items[upper].height += LAYOUT_RESERVE_Y;
    view = update(layout, &g);
    assert_false(view->places[upper].moved);
    assert_true(view->places[upper].rect.y == a.y);
    g.boxes.items[upper].height += 40;
    view = update(layout, &g);
    assert_true(view->places[upper].moved);
    assert_false(view->places[lower].moved);
    assert_sound(layout);
    layout_destroy(layout);
    graph_deinit(&g);
}

/* A new box keeps off what its neighbours may grow to; who grows within that stays. */
static void test_claims_are_left_free(void **state) {
    (void)state;
    Graph g;
    graph_start(&g, 1);
    size_t upper = add_box(&g, LAYOUT_NODE, 160, 40);
    g.boxes.items[upper].full_height = 150;
    g.boxes.items[upper].full_width = 160;
    add_arrow(&g, 1, g.boxes.items[upper].key, 150, 50);
    Layout *layout = layout_create();
    update(layout, &g);
    size_t lower = add_box(&g, LAYOUT_NODE, 160, 40);
    add_arrow(&g, 1, g.boxes.items[lower].key, 150, 60);
    const LayoutView *view = update(layout, &g);
    assert_true(view->places[lower].rect.y == view->places[upper].rect.y + 150 + LAYOUT_GAP_Y);
    layout_destroy(layout);
    graph_deinit(&g);
}

/* Random edits in which everything grows as far as it is granted: nothing ever moves. */
static void test_what_keeps_to_its_grant_stays(void **state) {
    (void)state;
    bool limited = false; /* that there was no room did happen */
    for (uint64_t seed = 1; seed <= 20; seed++) {
        Graph g;
        graph_start(&g, seed);
        Layout *layout = layout_create();
        for (int step = 0; step < 150; step++) {
            edit(&g, true);
            Point granted[400];
            assert_true(g.boxes.count < 400);
            layout_grant(layout, g.boxes.items, g.boxes.count, granted);
            for (size_t i = 0; i < g.boxes.count; i++) {
                LayoutBox *box = &g.boxes.items[i];
                assert_true(granted[i].x <= box->width && granted[i].y <= box->height);
                limited = limited || granted[i].x < box->width || granted[i].y < box->height;
                box->width = granted[i].x;
                box->height = granted[i].y;
            }
            const LayoutView *view = update(layout, &g);
            assert_sound(layout);
            for (size_t i = 0; i < g.boxes.count; i++)
                assert_true(!view->places[i].moved || g.boxes.items[i].kind == LAYOUT_FRAME);
        }
        layout_destroy(layout);
        graph_deinit(&g);
    }
    assert_true(limited);
}

static void test_frames_stack_and_a_ghost_frame_gives_way(void **state) {
    (void)state;
    LayoutBox boxes[3] = {{.key = 1, .kind = LAYOUT_FRAME, .width = 168, .height = 100},
                          {.key = 2, .kind = LAYOUT_FRAME, .width = 168, .height = 70},
                          {.key = 3, .kind = LAYOUT_FRAME, .width = 260, .height = 50}};
    Layout *layout = layout_create();
    const LayoutView *view = layout_update(layout, boxes, 2, NULL, 0);
    assert_true(view->places[0].rect.y == 0 && view->places[1].rect.y == 100 + LAYOUT_GAP_Y);
    boxes[0].height = 130;
    view = layout_update(layout, boxes, 2, NULL, 0);
    assert_true(view->places[1].rect.y == 130 + LAYOUT_GAP_Y && view->places[1].moved);
    boxes[1].ghost = true; /* returns while another call begins */
    view = layout_update(layout, boxes, 3, NULL, 0);
    assert_true(view->places[1].hidden && view->places[2].rect.y == 130 + LAYOUT_GAP_Y);
    /* Wider than the lane: it sticks out to the left. */
    assert_true(rect_right(view->places[2].rect) == LAYOUT_LANE_MIN);
    assert_sound(layout);
    view = layout_update(layout, boxes, 2, NULL, 0);
    assert_false(view->places[1].hidden);
    layout_destroy(layout);
}

static void test_a_drop_finds_the_nearest_free_place(void **state) {
    (void)state;
    Graph g;
    graph_start(&g, 1);
    for (int i = 0; i < 6; i++) {
        size_t box = add_box(&g, LAYOUT_NODE, 160, 80);
        add_arrow(&g, 1, g.boxes.items[box].key, 150, 40 + 20 * (float)i);
    }
    Layout *layout = layout_create();
    const LayoutView *view = update(layout, &g);
    Rect target = view->places[3].rect;
    assert_false(layout_move(layout, 1, (Point){0, 0}));
    Rect shown = layout_drop_rect(layout, 2, (Point){target.x + 5, target.y + 5}, 160, 80);
    assert_true(layout_move(layout, 2, (Point){target.x + 5, target.y + 5}));
    view = update(layout, &g);
    assert_memory_equal(&shown, &view->places[1].rect, sizeof shown);
    assert_true(view->places[1].pinned && view->places[1].moved);
    assert_false(view->places[3].moved);
    assert_sound(layout);
    /* Free: exactly there. A key that is yet to come: there as well. */
    assert_true(layout_move(layout, 2, (Point){900, 700}));
    assert_true(layout_move(layout, 8, (Point){1200, -300}));
    add_box(&g, LAYOUT_NODE, 90, 40);
    assert_int_equal(g.boxes.items[7].key, 8);
    view = update(layout, &g);
    assert_true(view->places[1].rect.x == 900 && view->places[1].rect.y == 700);
    assert_true(view->places[7].rect.x == 1200 && view->places[7].rect.y == -300);
    /* Not into the stack lane. */
    assert_true(layout_move(layout, 2, (Point){-50, 10}));
    view = update(layout, &g);
    assert_sound(layout);
    layout_destroy(layout);
    graph_deinit(&g);
}

static void test_tidy_and_back(void **state) {
    (void)state;
    Graph g;
    graph_start(&g, 9);
    Layout *layout = layout_create(), *anew = layout_create();
    for (int i = 0; i < 80; i++) {
        edit(&g, true);
        update(layout, &g);
    }
    drop_ghosts(&g);
    const LayoutView *view = update(layout, &g);
    Rect *before = memory_alloc(view->place_count * sizeof *before);
    for (size_t i = 0; i < view->place_count; i++) before[i] = view->places[i].rect;
    LayoutSnapshot *snapshot = layout_snapshot_create(layout);
    layout_tidy(layout);
    assert_same_view(update(layout, &g), update(anew, &g));
    layout_restore(layout, snapshot);
    view = update(layout, &g);
    for (size_t i = 0; i < view->place_count; i++)
        assert_memory_equal(&before[i], &view->places[i].rect, sizeof(Rect));
    layout_snapshot_destroy(snapshot);
    memory_free(before);
    layout_destroy(layout);
    layout_destroy(anew);
    graph_deinit(&g);
}

/* Another layout that remembers the same nodes shows the same; what a file may say is survived. */
static void test_remembered_in_a_file(void **state) {
    (void)state;
    Graph g;
    graph_start(&g, 9);
    Layout *layout = layout_create(), *anew = layout_create(), *wild = layout_create();
    for (int i = 0; i < 80; i++) {
        edit(&g, false);
        update(layout, &g);
    }
    drop_ghosts(&g);
    const LayoutView *view = update(layout, &g), *again;
    LayoutSpot *spots = memory_alloc(1000 * sizeof *spots);
    size_t count = layout_spots(layout, spots, 1000);
    assert_true(count > 0);
    layout_remember(anew, spots, count, layout_lane_right(layout));
    again = update(anew, &g);
    for (size_t i = 0; i < view->place_count; i++) {
        if (g.boxes.items[i].kind == LAYOUT_FRAME) continue;
        assert_memory_equal(&view->places[i].rect, &again->places[i].rect, sizeof(Rect));
    }
    const float odd[] = {0, -1e9f, 1e9f, NAN, INFINITY, 300, 301};
    for (size_t i = 0; i < count; i++) {
        float *fields[] = {&spots[i].rect.x, &spots[i].rect.y, &spots[i].rect.w, &spots[i].rect.h};
        for (int j = 0; j < 4; j++) {
            if (pick(&g, 2)) *fields[j] = odd[pick(&g, sizeof odd / sizeof odd[0])];
        }
        if (!pick(&g, 8)) spots[i].key = 0;
    }
    layout_remember(wild, spots, count, 200);
    update(wild, &g);
    assert_sound(wild);
    layout_remember(wild, spots, count, NAN);
    update(wild, &g);
    assert_sound(wild);
    memory_free(spots);
    layout_destroy(layout);
    layout_destroy(anew);
    layout_destroy(wild);
    graph_deinit(&g);
}

static void test_strange_input_is_survived(void **state) {
    (void)state;
    Layout *layout = layout_create();
    const LayoutView *view = layout_update(layout, NULL, 0, NULL, 0);
    assert_int_equal(view->place_count, 0);
    assert_true(view->bounds.w == 0);
    LayoutBox boxes[] = {{.key = 1, .width = NAN, .height = INFINITY, .entry = NAN},
                         {.key = 2, .width = 1e9f, .height = 1e9f, .entry = -5},
                         {.key = 3, .width = 0, .height = -3, .entry = 1e9f}};
    LayoutArrow arrows[] = {{.id = 1, .from = 1, .to = 3, .port = {NAN, NAN}},
                            {.id = 2, .from = 2, .to = 1, .port = {1e9f, 1e9f}},
                            {.id = 3, .from = 3, .to = 99},
                            {.id = 4, .from = 99, .to = 1},
                            {.id = 5, .from = 3, .to = 3},
                            {.id = 5, .from = 2, .to = 2}};
    for (int i = 0; i < 3; i++) {
        view = layout_update(layout, boxes, 3, arrows, 6);
        assert_sound(layout);
        assert_int_equal(view->routes[2]->count, 0);
        assert_int_equal(view->routes[3]->count, 0);
        assert_true(view->routes[4]->count > 0);
        layout_move(layout, 3, (Point){NAN, -INFINITY});
    }
    layout_destroy(layout);
}

/* --- pictures as text ---------------------------------------------------------------------- */

static void assert_places(const LayoutView *view, const Graph *g, const char *expected) {
    char text[2048] = "";
    size_t used = 0;
    for (size_t i = 0; i < g->boxes.count; i++) {
        Rect r = view->places[i].rect;
        used += (size_t)snprintf(text + used, sizeof text - used, "%d: %g %g\n",
                                 (int)g->boxes.items[i].key, r.x, r.y);
    }
    assert_string_equal(text, expected);
}

/* keep -> third, and two that hold each other. */
static void test_golden_cycle(void **state) {
    (void)state;
    Graph g = {0};
    add_box(&g, LAYOUT_FRAME, 168, 102);
    for (int i = 0; i < 4; i++) add_box(&g, LAYOUT_NODE, 196, i == 0 ? 68 : 96);
    add_arrow(&g, 1, 2, 152, 52);
    add_arrow(&g, 1, 3, 152, 82);
    add_arrow(&g, 4, 5, 182, 77);
    add_arrow(&g, 5, 4, 182, 77);
    Layout *layout = layout_create();
    const LayoutView *view = update(layout, &g);
    assert_places(view, &g, "1: 0 0\n2: 260 0\n3: 260 120\n4: 260 268\n5: 540 268\n");
    /* Forth in one S, back around below. */
    assert_int_equal(view->routes[2]->count, 1);
    assert_true(view->routes[3]->count >= 4);
    assert_true(rect_bottom(view->routes[3]->bounds) > 268 + 96);
    assert_true(view->routes[3]->bounds.x < 260);
    assert_true(view->routes[3]->head.x > 0.99f);
    layout_destroy(layout);
    graph_deinit(&g);
}

static void test_golden_grown_step_by_step(void **state) {
    (void)state;
    Graph g = {0};
    Layout *layout = layout_create();
    add_box(&g, LAYOUT_FRAME, 168, 132);
    update(layout, &g);
    for (int i = 0; i < 4; i++) { /* head -> node -> node ..., each bound at birth */
        size_t box = add_box(&g, LAYOUT_NODE, 196, 96);
        uint64_t from = i == 0 ? 1 : g.boxes.items[box - 1].key;
        add_arrow(&g, from, g.boxes.items[box].key, i == 0 ? 152 : 182, i == 0 ? 52 : 77);
        update(layout, &g);
    }
    add_box(&g, LAYOUT_NODE, 140, 80); /* a second name */
    add_arrow(&g, 1, 6, 152, 82);
    const LayoutView *view = update(layout, &g);
    assert_places(view, &g, "1: 0 0\n2: 260 36\n3: 540 36\n4: 820 36\n5: 1100 36\n6: 260 184\n");
    assert_sound(layout);
    layout_destroy(layout);
    graph_deinit(&g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_survivors_stay_and_nothing_overlaps),
        cmocka_unit_test(test_same_input_same_output),
        cmocka_unit_test(test_curves_depend_on_places_only),
        cmocka_unit_test(test_a_step_looks_the_same_when_shown_again),
        cmocka_unit_test(test_jumping_into_a_large_unseen_step),
        cmocka_unit_test(test_what_is_remembered_is_bounded),
        cmocka_unit_test(test_growth_uses_the_reserve_then_moves_the_grown_one),
        cmocka_unit_test(test_claims_are_left_free),
        cmocka_unit_test(test_what_keeps_to_its_grant_stays),
        cmocka_unit_test(test_frames_stack_and_a_ghost_frame_gives_way),
        cmocka_unit_test(test_a_drop_finds_the_nearest_free_place),
        cmocka_unit_test(test_tidy_and_back),
        cmocka_unit_test(test_remembered_in_a_file),
        cmocka_unit_test(test_strange_input_is_survived),
        cmocka_unit_test(test_golden_cycle),
        cmocka_unit_test(test_golden_grown_step_by_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
