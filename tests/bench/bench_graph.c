/* export.graph.SHAPE.1000: a stop of a script with a thousand instances, from its snapshot to a PNG
 * of 1600 x 900 pixels: layout, pixels, file. export.graph.SHAPE.ratio: how many times as long
 * Graphviz's dot takes for a PNG of the same graph (export/dot.h), as a process of its own, in the
 * same run. It is ended after LIMIT seconds; the ratio is at least that then, and stderr says so.
 *
 *   tree  a binary tree
 *   mesh  forty lists of twenty-five, every third node with a reference to another list */
#include "bench.h"

#include "draw/raster.h"
#include "export/dot.h"
#include "export/png.h"
#include "platform/files.h"
#include "platform/fonts.h"
#include "platform/process.h"
#include "scene/scene.h"
#include "timeline/timeline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { WIDTH = 1600, HEIGHT = 900, THREADS = 2, LIMIT = 30 };

static const struct {
    const char *name, *source;
} shapes[] = {
    {"tree", "class Node:\n"
             "    def __init__(self, number):\n"
             "        self.number = number\n"
             "        self.left = self.right = None\n"
             "def tree(number):\n"
             "    node = Node(number)\n"
             "    if 2 * number <= 1000: node.left = tree(2 * number)\n"
             "    if 2 * number < 1000: node.right = tree(2 * number + 1)\n"
             "    return node\n"
             "root = tree(1)\n"},
    {"mesh", "class Node:\n"
             "    def __init__(self, number):\n"
             "        self.number = number\n"
             "        self.next = self.peer = None\n"
             "heads = []\n"
             "def mesh():\n"
             "    nodes = [Node(i) for i in range(1000)]\n"
             "    for i in range(0, 1000, 25): heads.append(nodes[i])\n"
             "    for i in range(1000):\n"
             "        if i % 25 < 24: nodes[i].next = nodes[i + 1]\n"
             "        if i % 3 == 0: nodes[i].peer = nodes[(i + 26) % 1000]\n"
             "mesh()\n"},
};

typedef struct Graph {
    Timeline *timeline; /* owned */
    Snapshot snapshot;  /* of its last stop */
    Fonts *fonts;
    TextMeasure measure;
    Raster *raster;
    char png[512], dot[512], dot_png[512]; /* paths */
} Graph;

static void name_files(Graph *graph) {
    const char *folder = getenv("TMPDIR");
    if (!folder) folder = "/tmp";
    long process = (long)getpid();
    snprintf(graph->png, sizeof graph->png, "%s/lastref-bench-%ld.png", folder, process);
    snprintf(graph->dot, sizeof graph->dot, "%s/lastref-bench-%ld.dot", folder, process);
    snprintf(graph->dot_png, sizeof graph->dot_png, "%s/lastref-bench-%ld-dot.png", folder,
             process);
}

static void graph_deinit(Graph *graph) {
    remove(graph->png);
    remove(graph->dot);
    remove(graph->dot_png);
    raster_destroy(graph->raster);
    fonts_destroy(graph->fonts);
    snapshot_deinit(&graph->snapshot);
    timeline_destroy(graph->timeline);
}

static bool graph_init(Graph *graph, const char *source) {
    Error error;
    *graph = (Graph){0};
    TimelineConfig config = {.memory_budget = (uint64_t)2 << 30};
    graph->timeline = timeline_create(&config, &error);
    graph->fonts = graph->timeline ? fonts_create(false, &error) : NULL;
    if (!graph->fonts) {
        bench_note("no graphs are measured: %s", error.message);
        timeline_destroy(graph->timeline);
        return false;
    }
    TimelineOutcome outcome = timeline_run(graph->timeline, "graph.py", text_of(source));
    if (outcome.result != RUN_OK) bench_note("the graph is not whole: %s", outcome.message);
    timeline_seek(graph->timeline, timeline_count(graph->timeline));
    snapshot_build(&graph->snapshot, timeline_vm(graph->timeline), SNAPSHOT_PLAIN);
    graph->measure = fonts_measure(graph->fonts);
    graph->raster = raster_create(THREADS);
    name_files(graph);
    return true;
}

/* The whole scene in the picture, every label as small as that makes it. */
static void draw(const Graph *graph, Scene *scene, PixelBuffer *buffer) {
    DrawList list = {0};
    Rect bounds = scene_bounds(scene);
    draw_transform_push(&list, (Point){0, 0}, fminf(WIDTH / bounds.w, HEIGHT / bounds.h));
    draw_transform_push(&list, (Point){-bounds.x, -bounds.y}, 1);
    scene_draw_still(scene, &list, theme_light(), (SceneStill){0}, NULL);
    draw_transform_pop(&list);
    draw_transform_pop(&list);
    raster_draw(graph->raster, buffer, &list, 1, theme_light()->canvas, &graph->measure,
                pixel_rect_all(buffer));
    draw_list_deinit(&list);
}

static bool export_once(const Graph *graph, Error *error) {
    Scene *scene = scene_create(&graph->measure);
    PixelBuffer buffer = {0};
    TextBuffer bytes = {0};
    pixel_buffer_resize(&buffer, WIDTH, HEIGHT);
    scene_set(scene, &graph->snapshot, NULL, (SceneOptions){.level = SCENE_COUNTS});
    draw(graph, scene, &buffer);
    bool good = png_encode(&buffer, 0, NULL, 0, &bytes, error) &&
                platform_file_write(graph->png, text_view(&bytes), error);
    text_deinit(&bytes);
    pixel_buffer_deinit(&buffer);
    scene_destroy(scene);
    return good;
}

/* Milliseconds; negative with a word when there is none to be told. */
static double time_export(const Graph *graph) {
    enum { RUNS = 5 };
    double times[RUNS];
    Error error;
    for (int i = 0; i < RUNS; i++) {
        double before = bench_now();
        if (!export_once(graph, &error)) {
            bench_note("no graph is measured: %s", error.message);
            return -1;
        }
        times[i] = bench_now() - before;
    }
    return bench_median(times, RUNS);
}

/* The same; the time until it was ended, where it was. */
static double time_dot(const Graph *graph, const char *shape) {
    Error error;
    TextBuffer text = {0};
    ProcessOutput output = {0};
    dot_write(&graph->snapshot, text_of(shape), &text);
    bool good = platform_file_write(graph->dot, text_view(&text), &error);
    const char *const call[] = {"dot", "-Tpng", "-o", graph->dot_png, graph->dot, NULL};
    double before = bench_now();
    good = good &&
           platform_process_run(call, NULL, (ProcessLimits){.seconds = LIMIT, .bytes = 1 << 20},
                                &output, &error);
    double took = bench_now() - before;
    bool ended = !good && took >= LIMIT * 1e3; /* it is slow, and no fault */
    if (ended) bench_note("%s: dot was ended after %d s: the ratio is higher", shape, LIMIT);
    if (!good && !ended) bench_note("%s: dot is not measured: %s", shape, error.message);
    if (good && output.status) bench_note("%s: dot ended with %d", shape, output.status);
    bool measured = ended || (good && !output.status);
    platform_process_deinit(&output);
    text_deinit(&text);
    return measured ? took : -1;
}

void bench_graph(const Bench *bench) {
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        char name[40], ratio[40];
        Graph graph;
        snprintf(name, sizeof name, "export.graph.%s.1000", shapes[i].name);
        snprintf(ratio, sizeof ratio, "export.graph.%s.ratio", shapes[i].name);
        bool compared = bench_wants(bench, ratio);
        if (!compared && !bench_wants(bench, name)) continue;
        if (!graph_init(&graph, shapes[i].source)) return;
        double ours = time_export(&graph);
        if (ours > 0) bench_report(name, ours, "ms");
        double other = ours > 0 && compared ? time_dot(&graph, shapes[i].name) : -1;
        if (other > 0) bench_report(ratio, other / ours, "ratio");
        graph_deinit(&graph);
    }
}
