/* The scripts of this tree, for tests that go through all of them. */
#ifndef LASTREF_TESTS_TIMELINE_SCRIPTS_H
#define LASTREF_TESTS_TIMELINE_SCRIPTS_H

#include "base/array.h"
#include "base/text.h"
#include "disk.h"
#include "timeline/snapshot.h"
#include "timeline/timeline.h"

#include <glob.h>
#include <string.h>

/* The whole file; the caller's to deinit. */
static inline TextBuffer script_read(const char *path) {
    TextBuffer source = {0};
    Error error;
    if (!disk_read_file(NULL, path, &source, &error)) fail_msg("%s", error.message);
    return source;
}

/* Calls the function with the path of each lesson and each script of tests/scripts. */
static inline void scripts_for_each(void (*use)(const char *path)) {
    glob_t found = {0};
    glob(LASTREF_SOURCE_DIR "/assets/lessons/*.py", 0, NULL, &found);
    glob(LASTREF_SOURCE_DIR "/tests/scripts/*.py", GLOB_APPEND, NULL, &found);
    assert_true(found.gl_pathc > 50);
    for (size_t i = 0; i < found.gl_pathc; i++) use(found.gl_pathv[i]);
    globfree(&found);
}

/* A timeline that has run the source. The outcome may be null. */
static inline Timeline *timeline_of(const char *name, Text source, TimelineConfig config,
                                    TimelineOutcome *outcome) {
    Error error = {""};
    Timeline *timeline = timeline_create(&config, &error);
    if (!timeline) fail_msg("%s", error.message);
    TimelineOutcome ended = timeline_run(timeline, name, source);
    if (outcome) *outcome = ended;
    return timeline;
}

/* Looks at a script at three stops: after a third, two thirds and all of its run. */
static inline void script_look_thrice(const char *path, uint64_t instructions,
                                      void (*look)(const Snapshot *snapshot, const char *path)) {
    TextBuffer source = script_read(path);
    Timeline *timeline = timeline_of(path, text_view(&source),
                                     (TimelineConfig){.instruction_budget = instructions}, NULL);
    uint32_t count = timeline_count(timeline);
    for (uint32_t i = 1; i <= 3; i++) {
        Snapshot snapshot;
        timeline_seek(timeline, count * i / 3);
        snapshot_build(&snapshot, timeline_vm(timeline), SNAPSHOT_PLAIN);
        look(&snapshot, path);
        snapshot_deinit(&snapshot);
    }
    timeline_destroy(timeline);
    text_deinit(&source);
}

/* The timeline of a script in a file. One that the interpreter refuses or that runs too long for a
 * test of every stop is null: what it prints is another test's subject. `check`: heap_check at each
 * stop of the run, which one test of every script does for all. */
static inline Timeline *timeline_of_script(const char *path, bool check) {
    enum { STOPS_MAX = 6000 };
    TextBuffer source = script_read(path);
    TimelineOutcome outcome;
    Timeline *timeline =
        timeline_of(path, text_view(&source),
                    (TimelineConfig){.stop_budget = STOPS_MAX, .check = check}, &outcome);
    text_deinit(&source);
    if (outcome.result == RUN_HALTED) {
        print_message("%s: %s\n", strrchr(path, '/') + 1, outcome.message);
    }
    return timeline;
}

#endif
