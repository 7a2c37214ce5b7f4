/* layout.5000: one change in a scene of 5,000 nodes: an object comes and a reference to it, or it
 * goes again; no other node may move. */
#include "bench.h"

#include "base/array.h"
#include "layout/layout.h"

#include <stdint.h>
#include <stdlib.h>

enum { NODES = 5000, LISTS = 50, LENGTH = NODES / LISTS, RUNS = 31 };

typedef struct Boxes {
    Array(LayoutBox) boxes;
    Array(LayoutArrow) arrows;
} Boxes;

static void add_box(Boxes *all, uint64_t key, LayoutKind kind, float height) {
    LayoutBox box = {.key = key,
                     .kind = kind,
                     .width = 180,
                     .height = height,
                     .entry = 17,
                     .order = (uint32_t)key};
    array_push(&all->boxes, box);
}

static void add_arrow(Boxes *all, uint64_t from, uint64_t to, float y) {
    LayoutArrow arrow = {.id = from << 8 | (uint64_t)(y / 29), .from = from, .to = to};
    arrow.port = (Point){166, y};
    array_push(&all->arrows, arrow);
}

/* A frame with key 1, then lists of nodes with references across. */
static void make_boxes(Boxes *all) {
    add_box(all, 1, LAYOUT_FRAME, 40 + 29 * LISTS);
    for (uint32_t i = 0; i < NODES; i++) {
        uint64_t key = i + 2;
        add_box(all, key, LAYOUT_NODE, 92);
        if (i % LENGTH == 0) add_arrow(all, 1, key, 48 + 29 * (float)(i / LENGTH));
        if ((i + 1) % LENGTH) add_arrow(all, key, key + 1, 48);
        if (i % 3 == 0) add_arrow(all, key, (i * 7u + 3) % NODES + 2, 75);
    }
}

static uint32_t count_moved(const LayoutView *view) {
    uint32_t moved = 0;
    for (size_t i = 0; i < view->place_count; i++) moved += view->places[i].moved;
    return moved;
}

/* The change: one more object, held by a node in the middle. */
static double change(Layout *layout, Boxes *all, bool add, uint32_t *moved) {
    uint64_t holder = NODES / 2 + LENGTH / 2, key = NODES + 10;
    if (add) {
        add_box(all, key, LAYOUT_NODE, 92);
        add_arrow(all, holder, key, 87);
    } else {
        (void)array_pop(&all->boxes);
        (void)array_pop(&all->arrows);
    }
    double before = bench_now();
    const LayoutView *view = layout_update(layout, all->boxes.items, all->boxes.count,
                                           all->arrows.items, all->arrows.count);
    double after = bench_now();
    *moved += count_moved(view);
    return after - before;
}

void bench_layout(const Bench *bench) {
    if (!bench_wants(bench, "layout.5000")) return;
    Boxes all = {0};
    make_boxes(&all);
    Layout *layout = layout_create();
    double before = bench_now();
    layout_update(layout, all.boxes.items, all.boxes.count, all.arrows.items, all.arrows.count);
    bench_note("layout of %d nodes from nothing: %.1f ms", NODES, bench_now() - before);
    double times[RUNS];
    uint32_t moved = 0;
    for (int i = 0; i < RUNS; i++) times[i] = change(layout, &all, i % 2 == 0, &moved);
    if (moved) bench_note("layout.5000: %u nodes moved", moved);
    bench_report("layout.5000", bench_median(times, RUNS), "ms");
    layout_destroy(layout);
    array_deinit(&all.boxes);
    array_deinit(&all.arrows);
}
