/* frame.N: one frame of N nodes, 1600 x 900 pixels, two threads: the drawing of a scene that is
 * laid out, as while panning. 200 and 2,000 with all their labels; 20,000 as the canvas shows them
 * when all is brought into view. frame.hover.2000: the pointer goes from one reference to another:
 * what lies under it, the list of commands, what has changed, and the pixels of that.
 * frame.pulse.2000: the same while one badge pulses. export.png.1000: a picture from the scene to
 * the file; export.svg.1000: the same as an SVG, with its words. */
#include "bench.h"

#include "draw/draw_compose.h"
#include "draw/draw_damage.h"
#include "export/png.h"
#include "export/svg.h"
#include "platform/files.h"
#include "platform/fonts.h"
#include "scene/scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 1600, HEIGHT = 900, THREADS = 2, FIRST_SERIAL = 1000 };

/* What the canvas does at this zoom: rows are drawn, the grid's dots are too dense and left out. */
static const float DETAIL = 0.4f;

/* ---- the snapshot: linked lists of nodes, side by side, with references across ---- */

static uint32_t add_object(Snapshot *snapshot, SnapObject object) {
    uint32_t number = (uint32_t)snapshot->objects.count;
    object.handle = (Handle){0x10000 + number * 4, FIRST_SERIAL + number};
    object.reachable = true;
    object.address = 0x7f0000000000u + (uint64_t)object.handle.ref * 16;
    array_push(&snapshot->objects, object);
    return number;
}

static void add_reference(Snapshot *snapshot, const char *name, uint32_t target) {
    SnapReference reference = {.slot = SNAP_NAME,
                               .label = text_of(name),
                               .target = target,
                               .key_object = SNAPSHOT_NONE,
                               .attribute = true};
    array_push(&snapshot->references, reference);
}

/* Nodes have the even numbers, their names the odd ones. */
static void add_node(Snapshot *snapshot, uint32_t number, uint32_t count, uint32_t length) {
    Text repr = text_of(arena_format(&snapshot->arena, "'n%u'", number));
    uint32_t node = add_object(snapshot, (SnapObject){.class = OBJECT_INSTANCE,
                                                      .type = text_of("Node"),
                                                      .title = text_of("Node"),
                                                      .repr = text_of("Node object"),
                                                      .refcount = 1 + (number % 3 == 0),
                                                      .tracked = true,
                                                      .size = 48});
    uint32_t name = add_object(snapshot, (SnapObject){.class = OBJECT_TEXT,
                                                      .type = text_of("str"),
                                                      .title = text_of("str"),
                                                      .repr = repr,
                                                      .refcount = 1,
                                                      .small = true,
                                                      .size = 52});
    uint32_t first = (uint32_t)snapshot->references.count;
    add_reference(snapshot, "name", name);
    bool last = (number + 1) % length == 0 || number + 1 == count;
    if (!last) add_reference(snapshot, "next", (number + 1) * 2);
    if (number % 3 == 0) add_reference(snapshot, "peer", (number + length + 1) % count * 2);
    SnapObject *self = &snapshot->objects.items[node];
    self->first_reference = first;
    self->reference_count = (uint32_t)snapshot->references.count - first;
    self->incoming = self->refcount;
}

/* As many lists of such a length as make about the window's shape. */
static void make_snapshot(Snapshot *snapshot, uint32_t count) {
    *snapshot = (Snapshot){0};
    uint32_t length = (uint32_t)sqrt((double)count * WIDTH / HEIGHT * 0.55);
    for (uint32_t i = 0; i < count; i++) add_node(snapshot, i, count, length);
    SnapFrame frame = {
        .frame = 1, .name = text_of("<module>"), .line = 1, .module = true, .running = true};
    for (uint32_t i = 0; i < count; i += length) {
        SnapVariable variable = {.name =
                                     text_of(arena_format(&snapshot->arena, "list_%u", i / length)),
                                 .object = i * 2,
                                 .cell = SNAPSHOT_NONE};
        array_push(&snapshot->variables, variable);
        frame.variable_count++;
    }
    array_push(&snapshot->frames, frame);
    snapshot_index(snapshot);
}

/* ---- drawing ---- */

typedef struct Picture {
    Snapshot snapshot;
    Fonts *fonts;
    TextMeasure measure;
    Scene *scene;
    Raster *raster;
    const Theme *theme;
    DrawList list, next;
    bool labels; /* all of them, however small */
    PixelBuffer buffer;
} Picture;

static bool picture_init(Picture *picture, uint32_t count) {
    *picture = (Picture){.labels = count < 20000};
    Error error;
    picture->fonts = fonts_create(false, &error);
    if (!picture->fonts) {
        bench_note("no pictures are measured: %s", error.message);
        return false;
    }
    picture->measure = fonts_measure(picture->fonts);
    make_snapshot(&picture->snapshot, count);
    picture->scene = scene_create(&picture->measure);
    double before = bench_now();
    scene_set(picture->scene, &picture->snapshot, NULL,
              (SceneOptions){.level = SCENE_COUNTS, .chains_whole = true});
    bench_note("%u nodes: first scene_set %.1f ms", count, bench_now() - before);
    picture->raster = raster_create(THREADS);
    picture->theme = theme_light();
    pixel_buffer_resize(&picture->buffer, WIDTH, HEIGHT);
    return true;
}

static void picture_deinit(Picture *picture) {
    raster_destroy(picture->raster);
    scene_destroy(picture->scene);
    snapshot_deinit(&picture->snapshot);
    fonts_destroy(picture->fonts);
    draw_list_deinit(&picture->list);
    draw_list_deinit(&picture->next);
    pixel_buffer_deinit(&picture->buffer);
}

static void list_picture(Picture *picture, float zoom, const SceneFocus *focus, DrawList *list) {
    Rect bounds = scene_bounds(picture->scene);
    float fit = fminf(WIDTH / bounds.w, HEIGHT / bounds.h);
    SceneView view = {.area = {0, 0, bounds.w * zoom, bounds.h * zoom},
                      .pan = {-bounds.x * zoom, -bounds.y * zoom},
                      .zoom = zoom};
    draw_list_clear(list);
    draw_transform_push(list, (Point){0, 0}, fit / zoom);
    scene_draw(picture->scene, list, picture->theme, view, focus);
    draw_transform_pop(list);
}

/* All of the scene in the window. For labels, the zoom that fits is put around the drawing, so that
 * the scene itself leaves none out. */
static void draw_picture(Picture *picture) {
    Rect bounds = scene_bounds(picture->scene);
    float fit = fminf(WIDTH / bounds.w, HEIGHT / bounds.h);
    list_picture(picture, picture->labels ? DETAIL : fit, NULL, &picture->list);
    raster_draw(picture->raster, &picture->buffer, &picture->list, 1, picture->theme->canvas,
                &picture->measure, pixel_rect_all(&picture->buffer));
}

static void measure_frame(const char *name, uint32_t count) {
    enum { RUNS = 15 };
    Picture picture;
    if (!picture_init(&picture, count)) return;
    double times[RUNS];
    draw_picture(&picture); /* fills the cache of texts */
    for (int i = 0; i < RUNS; i++) {
        double before = bench_now();
        draw_picture(&picture);
        times[i] = bench_now() - before;
    }
    bench_report(name, bench_median(times, RUNS), "ms");
    picture_deinit(&picture);
}

/* Draws what differs from the picture before. */
static void draw_change(Picture *picture, const SceneFocus *focus) {
    Rect all = {0, 0, WIDTH, HEIGHT};
    list_picture(picture, DETAIL, focus, &picture->next);
    Rect damage = draw_damage(&picture->list, &picture->next, &picture->measure, all);
    raster_draw(
        picture->raster, &picture->buffer, &picture->next, 1, picture->theme->canvas,
        &picture->measure,
        pixel_rect_intersection(pixel_rect_around(damage, 1), pixel_rect_all(&picture->buffer)));
    DrawList swap = picture->list;
    picture->list = picture->next;
    picture->next = swap;
}

/* The pointer's part of a frame; returns ms. */
static double hover(Picture *picture, uint32_t row) {
    Point at = scene_row_port(picture->scene, row);
    double before = bench_now();
    SceneFocus focus = {.hover = scene_hit(picture->scene, at, 8), .change = 1};
    draw_change(picture, &focus);
    return bench_now() - before;
}

/* The pulse of one badge after a step: the frames of its animation. */
static void measure_pulse(const char *name, uint32_t count) {
    enum { RUNS = 31 };
    Picture picture;
    Snapshot before;
    if (!picture_init(&picture, count)) return;
    make_snapshot(&before, count);
    before.objects.items[count].refcount++; /* an instance: they have the even numbers */
    scene_set(picture.scene, &picture.snapshot, &before,
              (SceneOptions){.level = SCENE_COUNTS, .chains_whole = true});
    double times[RUNS];
    draw_picture(&picture);
    for (int i = 0; i < RUNS; i++) {
        double start = bench_now();
        draw_change(&picture, &(SceneFocus){.change = (float)(i + 1) / (RUNS + 1)});
        times[i] = bench_now() - start;
    }
    bench_report(name, bench_median(times, RUNS), "ms");
    picture_deinit(&picture);
    snapshot_deinit(&before);
}

static void measure_hover(const char *name, uint32_t count) {
    enum { RUNS = 31 };
    Picture picture;
    if (!picture_init(&picture, count)) return;
    double times[RUNS];
    uint32_t rows = (uint32_t)scene_row_count(picture.scene);
    draw_picture(&picture);
    for (int i = 0; i < RUNS; i++) times[i] = hover(&picture, rows / 2 + (uint32_t)i % 8);
    bench_report(name, bench_median(times, RUNS), "ms");
    picture_deinit(&picture);
}

static void measure_png(const char *name) {
    enum { NODES = 1000, RUNS = 7 };
    Picture picture;
    if (!picture_init(&picture, NODES)) return;
    const char *folder = getenv("TMPDIR");
    char path[512];
    snprintf(path, sizeof path, "%s/lastref-bench-%ld.png", folder ? folder : "/tmp",
             (long)getpid());
    double times[RUNS];
    Error error;
    bool good = true;
    for (int i = 0; i < RUNS && good; i++) {
        double before = bench_now();
        draw_picture(&picture);
        TextBuffer bytes = {0};
        good = png_encode(&picture.buffer, 0, NULL, 0, &bytes, &error) &&
               platform_file_write(path, text_view(&bytes), &error);
        text_deinit(&bytes);
        times[i] = bench_now() - before;
    }
    if (good) {
        bench_report(name, bench_median(times, RUNS), "ms");
    } else {
        bench_note("%s is not measured: %s", name, error.message);
    }
    remove(path);
    picture_deinit(&picture);
}

static void measure_svg(const char *name) {
    enum { NODES = 1000, RUNS = 7 };
    Picture picture;
    if (!picture_init(&picture, NODES)) return;
    double times[RUNS];
    size_t bytes = 0;
    for (int i = 0; i < RUNS; i++) {
        TextBuffer svg = {0};
        double before = bench_now();
        draw_list_clear(&picture.list);
        scene_draw_still(picture.scene, &picture.list, picture.theme, (SceneStill){0}, NULL);
        Rect bounds = draw_list_bounds(&picture.list, &picture.measure);
        SvgPicture file = {.list = &picture.list,
                           .measure = &picture.measure,
                           .size = {bounds.w, bounds.h},
                           .title = text_of("1,000 nodes")};
        svg_write(&file, &svg);
        times[i] = bench_now() - before;
        bytes = svg.length;
        text_deinit(&svg);
    }
    bench_note("an SVG of %d nodes has %zu bytes", NODES, bytes);
    bench_report(name, bench_median(times, RUNS), "ms");
    picture_deinit(&picture);
}

void bench_picture(const Bench *bench) {
    static const uint32_t counts[] = {200, 2000, 20000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        char name[32];
        snprintf(name, sizeof name, "frame.%u", counts[i]);
        if (bench_wants(bench, name)) measure_frame(name, counts[i]);
    }
    if (bench_wants(bench, "frame.hover.2000")) measure_hover("frame.hover.2000", 2000);
    if (bench_wants(bench, "frame.pulse.2000")) measure_pulse("frame.pulse.2000", 2000);
    if (bench_wants(bench, "export.png.1000")) measure_png("export.png.1000");
    if (bench_wants(bench, "export.svg.1000")) measure_svg("export.svg.1000");
}
