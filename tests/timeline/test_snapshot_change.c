/* What differs between two stops, one line a change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "timeline/scripts.h"
#include "timeline/snapshot_change.h"

static void put_side(TextBuffer *out, const Snapshot *snapshot, uint32_t object) {
    Text repr = object == SNAPSHOT_NONE ? text_of("nothing") : snapshot->objects.items[object].repr;
    text_append(out, repr.bytes, repr.length);
}

static void put_change(TextBuffer *out, const Snapshot *before, const Snapshot *now,
                       const SnapChange *change) {
    text_appendf(out, "%.*s: ", (int)change->scope.length, change->scope.bytes);
    put_side(out, before, change->was);
    text_append_string(out, " -> ");
    put_side(out, now, change->is);
    text_append_string(out, " | ");
    if (change->was != SNAPSHOT_NONE) snapshot_change_loss(change, out);
    text_append_string(out, " | ");
    if (change->is != SNAPSHOT_NONE) snapshot_change_gain(change, out);
    text_append_char(out, '\n');
}

/* The changes that the line makes, the first time it runs; of functions and classes none. */
static void expect_changes(const char *source, uint32_t line, const char *wanted) {
    Timeline *timeline =
        timeline_of("changes.py", text_of(source), (TimelineConfig){.check = true}, NULL);
    uint32_t stop = 1;
    while (timeline_line(timeline, stop) != line) stop++;
    Snapshot before, now;
    timeline_seek(timeline, stop);
    snapshot_build(&before, timeline_vm(timeline), SNAPSHOT_PLAIN);
    timeline_seek(timeline, stop + 1);
    snapshot_build(&now, timeline_vm(timeline), SNAPSHOT_PLAIN);
    SnapChanges changes;
    snapshot_changes(&before, &now, &changes);
    TextBuffer text = {0};
    for (size_t i = 0; i < changes.items.count; i++) {
        put_change(&text, &before, &now, &changes.items.items[i]);
    }
    assert_string_equal(text_cstr(&text), wanted);
    text_deinit(&text);
    snapshot_changes_deinit(&changes);
    snapshot_deinit(&before);
    snapshot_deinit(&now);
    timeline_destroy(timeline);
}

static void names(void **state) {
    (void)state;
    static const char source[] = "a = [1]\nb = a\nb = 'x'\ndel a\nb = 'x'\n";
    expect_changes(source, 1,
                   "<module>: nothing -> [1] |  | a =\n"
                   "list: nothing -> 1 |  | in the new list\n");
    expect_changes(source, 2, "<module>: nothing -> [1] |  | b =\n");
    expect_changes(source, 3, "<module>: [1] -> 'x' | b rebound | b =\n");
    expect_changes(source, 4,
                   "<module>: [1] -> nothing | del a | \n"
                   "list: 1 -> nothing | list freed | \n");
    expect_changes(source, 5, "");
}

static void items_and_attributes(void **state) {
    (void)state;
    static const char source[] = "class Node: pass\n"
                                 "n = Node()\nl = [n, 2, 3]\nd = {'k': 1, 'j': 2}\n"
                                 "n.peer = l\n"
                                 "l[1] = 'two'\n"
                                 "del l[0]\n"
                                 "del d['k']\n"
                                 "d['j'] = 5\n"
                                 "n.peer = None\n"
                                 "del n.peer\n";
    expect_changes(source, 5, "Node: nothing -> [Node object, 2, 3] |  | .peer =\n");
    expect_changes(source, 6, "list: 2 -> 'two' | [1] replaced | [1] =\n");
    expect_changes(source, 7,
                   "list: Node object -> 'two' | [0] replaced | [0] =\n"
                   "list: 'two' -> 3 | [1] replaced | [1] =\n"
                   "list: 3 -> nothing | [2] removed | \n");
    expect_changes(source, 8, "dict: 1 -> nothing | ['k'] removed | \n");
    expect_changes(source, 9, "dict: 2 -> 5 | ['j'] replaced | ['j'] =\n");
    expect_changes(source, 11, "Node: None -> nothing | .peer removed | \n");
}

static void frames(void **state) {
    (void)state;
    static const char source[] = "def f(x):\n    y = x\n    return None\na = [1]\nf(a)\nf(2)\n";
    expect_changes(source, 5, "f: nothing -> [1] |  | parameter x\n");
    expect_changes(source, 2, "f: nothing -> [1] |  | y =\n");
    expect_changes(source, 3,
                   "f: [1] -> nothing | f ended | \n"
                   "f: [1] -> nothing | f ended | \n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(items_and_attributes),
        cmocka_unit_test(frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
