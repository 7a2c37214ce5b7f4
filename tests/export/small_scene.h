/* A stop made by hand, with the same serials for ever: a name, a list with a number and a node that
 * refers back weakly, a node that nothing leads to. */
#ifndef TESTS_EXPORT_SMALL_SCENE_H
#define TESTS_EXPORT_SMALL_SCENE_H

#include "export/figure.h"

typedef struct SmallScene {
    TextMeasure measure;
    Snapshot snapshot;
    Scene *scene;
} SmallScene;

static uint32_t small_object(Snapshot *snapshot, SnapObject object) {
    uint32_t number = (uint32_t)snapshot->objects.count;
    object.handle = (Handle){0x10000 + number * 4, 100 + number};
    object.first_reference = (uint32_t)snapshot->references.count;
    array_push(&snapshot->objects, object);
    return number;
}

static void small_reference(Snapshot *snapshot, SnapReference reference) {
    reference.key_object = SNAPSHOT_NONE;
    array_push(&snapshot->references, reference);
    array_last(&snapshot->objects).reference_count++;
}

/* `name` is what the variable is called. */
static void small_scene_open(SmallScene *small, const char *name) {
    *small = (SmallScene){.measure = text_measure_fixed()};
    Snapshot *snapshot = &small->snapshot;
    SnapVariable variable = {.name = text_of(name), .object = 0, .cell = SNAPSHOT_NONE};
    array_push(&snapshot->variables, variable);
    SnapFrame frame = {.frame = 1,
                       .name = text_of("<module>"),
                       .line = 1,
                       .module = true,
                       .running = true,
                       .variable_count = 1};
    array_push(&snapshot->frames, frame);
    SnapObject list = {.class = OBJECT_SEQUENCE,
                       .type = text_of("list"),
                       .title = text_of("list"),
                       .refcount = 3,
                       .reachable = true,
                       .incoming = 1};
    SnapObject node = {.class = OBJECT_INSTANCE,
                       .type = text_of("Node"),
                       .title = text_of("Node"),
                       .refcount = 1,
                       .reachable = true,
                       .incoming = 1};
    small_object(snapshot, list);
    small_reference(snapshot, (SnapReference){.slot = SNAP_INDEX, .number = 0, .target = 2});
    small_reference(snapshot, (SnapReference){.slot = SNAP_INDEX, .number = 1, .target = 1});
    small_object(snapshot, node);
    small_reference(
        snapshot,
        (SnapReference){.slot = SNAP_NAME, .label = text_of("owner"), .target = 0, .weak = true});
    small_object(snapshot, (SnapObject){.class = OBJECT_NUMBER,
                                        .type = text_of("int"),
                                        .title = text_of("int"),
                                        .repr = text_of("1000"),
                                        .refcount = 1,
                                        .reachable = true,
                                        .small = true});
    node.reachable = false;
    small_object(snapshot, node);
    small_reference(snapshot,
                    (SnapReference){.slot = SNAP_NAME, .label = text_of("self"), .target = 3});
    snapshot_index(snapshot);
    small->scene = scene_create(&small->measure);
    scene_set(small->scene, snapshot, NULL, (SceneOptions){.level = SCENE_COUNTS});
}

static void small_scene_close(SmallScene *small) {
    scene_destroy(small->scene);
    snapshot_deinit(&small->snapshot);
}

static FigureStyle small_style(const SmallScene *small) {
    return (FigureStyle){.theme = theme_light(), .measure = &small->measure};
}

static void small_panel(const SmallScene *small, const FigureStyle *style, SceneStill still,
                        FigurePanel *panel) {
    *panel = (FigurePanel){.step = 2, .steps = 5};
    figure_panel_of_scene(panel, small->scene, style, still, NULL);
    text_append_string(&panel->file, "small.py");
    text_append_string(&panel->title, "Who holds it?");
    text_append_string(&panel->text, "The list is held by a name, and by two that are not drawn.");
    text_append_string(&panel->description, "a refers to list a.");
}

/* A figure of one panel. */
static void small_figure(const SmallScene *small, const FigureStyle *style, SceneStill still,
                         Figure *figure) {
    FigurePanel panel;
    small_panel(small, style, still, &panel);
    FigureFrame frame = figure_frame(style, &panel, 1, 1);
    figure_make(figure, style, &frame, &panel, 1);
    figure_panel_deinit(&panel);
}

#endif
