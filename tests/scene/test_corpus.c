/* Every step of every lesson and corpus script as a picture: no two cards overlap, each arrow ends
 * on its target's border, arrows and stub are the badge (scene_check), and no card that was there
 * at the stop before has moved. Forward through all steps, then back by twos, then in leaps.
 *
 * LASTREF_CORPUS_ONLY: only scripts with this in their path; all findings of a script are printed
 * then, not only the first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "disk.h"
#include "scene/scene.h"
#include "timeline/timeline.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    EVERY_STOP = 600, /* stops of a script that are all looked at; then every STRIDE-th */
    STOPS_LOOKED_AT = 900,
    INSTRUCTIONS = 3000000
};

typedef struct Was {
    Handle object;
    Rect rect;
} Was;

typedef struct Walk {
    const char *script;
    Timeline *timeline;
    TextMeasure measure;
    Scene *scene;
    Snapshot now, before;
    uint32_t shown; /* stop of `now` */
    Array(Was) was;
    uint32_t findings;
} Walk;

static void tell(Walk *walk, uint32_t stop, const char *what) {
    walk->findings++;
    bool verbose = getenv("LASTREF_CORPUS_ONLY") != NULL;
    if (verbose || walk->findings == 1) {
        const char *base = strrchr(walk->script, '/');
        print_error("%s, stop %u (line %u): %s\n", base ? base + 1 : walk->script, stop,
                    timeline_line(walk->timeline, stop), what);
    }
}

static void look_for_moves(Walk *walk, uint32_t stop) {
    for (size_t i = 0; i < walk->was.count; i++) {
        const Was *was = &walk->was.items[i];
        Rect rect;
        if (!scene_find(walk->scene, was->object, &rect)) continue;
        if (scene_is_folded(walk->scene, was->object)) continue;
        if (rect.x == was->rect.x && rect.y == was->rect.y) continue;
        const SnapObject *object = &walk->now.objects.items[snapshot_find(&walk->now, was->object)];
        char text[300];
        snprintf(text, sizeof text, "%.*s %.*s moved from %g,%g (%gx%g) to %g,%g (%gx%g)",
                 (int)object->title.length, object->title.bytes, (int)object->repr.length,
                 object->repr.bytes, (double)was->rect.x, (double)was->rect.y, (double)was->rect.w,
                 (double)was->rect.h, (double)rect.x, (double)rect.y, (double)rect.w,
                 (double)rect.h);
        tell(walk, stop, text);
    }
    array_clear(&walk->was);
    for (size_t i = 0; i < walk->now.objects.count; i++) {
        Was was = {.object = walk->now.objects.items[i].handle};
        if (scene_is_folded(walk->scene, was.object)) continue;
        if (scene_find(walk->scene, was.object, &was.rect)) array_push(&walk->was, was);
    }
}

static void show(Walk *walk, uint32_t stop, SceneLevel level) {
    snapshot_deinit(&walk->before);
    if (walk->shown && walk->shown == stop - 1) {
        walk->before = walk->now;
        walk->now = (Snapshot){0};
    } else if (stop > 1) {
        timeline_seek(walk->timeline, stop - 1);
        snapshot_build(&walk->before, timeline_vm(walk->timeline), SNAPSHOT_PLAIN);
    }
    snapshot_deinit(&walk->now);
    timeline_seek(walk->timeline, stop);
    walk->shown = stop;
    snapshot_build(&walk->now, timeline_vm(walk->timeline), SNAPSHOT_PLAIN);
    scene_set(walk->scene, &walk->now, stop > 1 ? &walk->before : NULL,
              (SceneOptions){.level = level});
    TextBuffer wrong = {0};
    if (!scene_check(walk->scene, &wrong)) tell(walk, stop, text_cstr(&wrong));
    text_deinit(&wrong);
    look_for_moves(walk, stop);
}

static void walk_script(const char *path, Walk *walk) {
    TextBuffer source = {0};
    Error error;
    if (!disk_read_file(NULL, path, &source, &error)) fail_msg("%s", error.message);
    TimelineConfig config = {.instruction_budget = INSTRUCTIONS};
    walk->script = path;
    walk->measure = text_measure_fixed();
    walk->timeline = timeline_create(&config, &error);
    assert_non_null(walk->timeline);
    timeline_run(walk->timeline, path, text_view(&source));
    walk->scene = scene_create(&walk->measure);
    scene_foresee(walk->scene, walk->timeline, (SceneOptions){.level = SCENE_COUNTS}, false);
    uint32_t count = timeline_count(walk->timeline), stride = 1;
    if (count > EVERY_STOP) stride = 1 + (count - EVERY_STOP) / (STOPS_LOOKED_AT - EVERY_STOP);
    for (uint32_t stop = 1; stop <= count; stop += stop < EVERY_STOP ? 1 : stride)
        show(walk, stop, SCENE_COUNTS);
    for (uint32_t stop = count < EVERY_STOP ? count : EVERY_STOP; stop > 2; stop -= 2)
        show(walk, stop, stop % 7 ? SCENE_COUNTS : SCENE_INTERNALS);
    for (uint32_t i = 0; i < 12 && count > 1; i++) show(walk, 1 + i * 7919 % count, SCENE_COUNTS);
    array_deinit(&walk->was);
    snapshot_deinit(&walk->now);
    snapshot_deinit(&walk->before);
    scene_destroy(walk->scene);
    timeline_destroy(walk->timeline);
    text_deinit(&source);
}

static void walk_folder(const char *pattern) {
    glob_t found = {0};
    if (glob(pattern, 0, NULL, &found) != 0) return; /* no such folder beside this checkout */
    const char *only = getenv("LASTREF_CORPUS_ONLY");
    uint32_t findings = 0;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        if (only && !strstr(found.gl_pathv[i], only)) continue;
        Walk walk = {0};
        walk_script(found.gl_pathv[i], &walk);
        findings += walk.findings;
    }
    globfree(&found);
    assert_int_equal(findings, 0);
}

static void test_lessons(void **state) {
    (void)state;
    walk_folder(LASTREF_SOURCE_DIR "/assets/lessons/*.py");
}

static void test_corpus(void **state) {
    (void)state;
    const char *shared = getenv("LASTREF_SHARED");
    char pattern[1024];
    snprintf(pattern, sizeof pattern, "%s/corpus/*.py",
             shared ? shared : LASTREF_SOURCE_DIR "/../shared");
    walk_folder(pattern);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lessons),
                                       cmocka_unit_test(test_corpus)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
