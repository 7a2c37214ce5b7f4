/* A script on the stage: its timeline, and a scene that shows a stop of it. */
#ifndef TESTS_SCENE_STAGE_H
#define TESTS_SCENE_STAGE_H

#include "scene/scene.h"
#include "timeline/timeline.h"

typedef struct Stage {
    TextMeasure measure;
    Timeline *timeline;
    Scene *scene;
    Snapshot now;
} Stage;

static void open_stage(Stage *stage, const char *source) {
    Error error;
    *stage = (Stage){.measure = text_measure_fixed()};
    stage->timeline = timeline_create(&(TimelineConfig){0}, &error);
    assert_non_null(stage->timeline);
    timeline_run(stage->timeline, "stage.py", text_of(source));
    stage->scene = scene_create(&stage->measure);
}

static void close_stage(Stage *stage) {
    scene_destroy(stage->scene);
    snapshot_deinit(&stage->now);
    timeline_destroy(stage->timeline);
}

/* Shows a stop, and checks the picture. */
static void show_stop(Stage *stage, uint32_t stop, SceneOptions options) {
    snapshot_deinit(&stage->now);
    timeline_seek(stage->timeline, stop);
    snapshot_build(&stage->now, timeline_vm(stage->timeline), SNAPSHOT_PLAIN);
    scene_set(stage->scene, &stage->now, NULL, options);
    TextBuffer wrong = {0};
    if (!scene_check(stage->scene, &wrong)) fail_msg("stop %u: %s", stop, text_cstr(&wrong));
    text_deinit(&wrong);
}

#endif
