/* Expressions for objects, there and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "timeline/object_path.h"
#include "timeline/timeline.h"

#include <stdlib.h>

#include "timeline/scripts.h"

/* Each object that has a path is what its path leads to; the others are not reached. */
static void check_snapshot(const Snapshot *snapshot, const char *name) {
    ObjectPaths paths = object_paths_find(snapshot);
    TextBuffer path = {0}, at_once = {0};
    size_t found = 0;
    for (uint32_t i = 0; i < snapshot->objects.count && found < 300; i++) {
        ReferencePlace place;
        Error error;
        text_clear(&path);
        if (!paths.reached[i]) continue; /* a constant, or no path */
        assert_true(object_path_append(snapshot, i, &path, &error));
        text_clear(&at_once);
        object_paths_append(&paths, i, &at_once);
        assert_string_equal(text_cstr(&at_once), text_cstr(&path));
        if (!object_path_find(snapshot, text_view(&path), &place)) {
            fail_msg("%s: %s is not found", name, text_cstr(&path));
        }
        if (object_path_held(snapshot, place) != i) {
            fail_msg("%s: %s leads elsewhere", name, text_cstr(&path));
        }
        found++;
    }
    text_deinit(&path);
    text_deinit(&at_once);
    object_paths_deinit(&paths);
}

static void check_stop(const Snapshot *snapshot, const char *path) {
    if (snapshot->objects.count < 3000) check_snapshot(snapshot, path);
}

static void check_script(const char *path) {
    script_look_thrice(path, 3000000, check_stop);
}

static void test_all_scripts(void **state) {
    (void)state;
    scripts_for_each(check_script);
}

/* What stands between the brackets of a key may be anything. */
static void test_keys(void **state) {
    (void)state;
    static const char source[] = "d = {'a.b': [1], ']': [2], '\\'': [3], '\"': [4], -5: [6],\n"
                                 "     True: [7], None: [8], 2.5: [9], (1, 2): [10], 'é': [11]}\n"
                                 "class N: pass\n"
                                 "n = N(); n.next = N(); n.next.next = n\n";
    Timeline *timeline = timeline_of("keys.py", text_of(source), (TimelineConfig){0}, NULL);
    Snapshot snapshot;
    snapshot_build(&snapshot, timeline_vm(timeline), SNAPSHOT_PLAIN);
    check_snapshot(&snapshot, "keys.py");
    ReferencePlace place;
    assert_true(object_path_find(&snapshot, text_of("d['a.b']"), &place));
    assert_true(object_path_find(&snapshot, text_of("d[']'][0]"), &place));
    assert_true(object_path_is_item(&snapshot, place));
    assert_true(object_path_find(&snapshot, text_of("d[-5]"), &place));
    assert_false(object_path_is_item(&snapshot, place));
    assert_true(object_path_find(&snapshot, text_of("n.next.next.next"), &place));
    static const char *const nowhere[] = {"",        "x",           "d.",       "d[",
                                          "d['a",    "n.prev",      "d[99]",    "n..next",
                                          "n.next[", "d['a.b'][7]", "d['a.b']x"};
    for (size_t i = 0; i < sizeof nowhere / sizeof nowhere[0]; i++) {
        assert_false(object_path_find(&snapshot, text_of(nowhere[i]), &place));
    }
    snapshot_deinit(&snapshot);
    timeline_destroy(timeline);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_keys),
                                       cmocka_unit_test(test_all_scripts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
