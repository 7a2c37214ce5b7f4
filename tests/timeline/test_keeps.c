/* Why an object is alive, in words: from a name, or round a cycle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "timeline/keeps.h"
#include "timeline/scripts.h"

static const char nodes[] = "class Node:\n"
                            "    def __init__(self, name):\n"
                            "        self.name = name\n"
                            "        self.peer = None\n";

/* The last stop of a script after the class. */
static Timeline *run(const char *rest, Snapshot *now) {
    TextBuffer source = {0};
    text_append_string(&source, nodes);
    text_append_string(&source, rest);
    Text text = text_view(&source);
    Timeline *timeline = timeline_of("keeps.py", text, (TimelineConfig){.check = true}, NULL);
    text_deinit(&source);
    snapshot_build(now, timeline_vm(timeline), SNAPSHOT_PLAIN);
    return timeline;
}

/* The Node whose name is this. */
static uint32_t find(const Snapshot *now, const char *name) {
    for (uint32_t i = 0; i < now->objects.count; i++) {
        const SnapObject *object = &now->objects.items[i];
        if (!text_is(object->type, "Node")) continue;
        for (uint32_t j = 0; j < object->reference_count; j++) {
            const SnapReference *reference = &now->references.items[object->first_reference + j];
            if (!text_is(reference->label, "name")) continue;
            Text repr = now->objects.items[reference->target].repr;
            if (repr.length == strlen(name) + 2 && memcmp(repr.bytes + 1, name, strlen(name)) == 0)
                return i;
        }
    }
    fail_msg("no Node %s", name);
    return 0;
}

static void append_path(const Snapshot *now, const KeepPath *path, TextBuffer *out) {
    for (uint32_t i = 0; i < path->steps.count; i++) {
        if (i) text_append_string(out, i == path->cycle ? " | " : " ");
        keeps_append_step(now, &path->steps.items[i], out);
    }
}

static void assert_alive(const Snapshot *now, uint32_t object, const char *expected) {
    KeepPath path;
    TextBuffer text = {0};
    assert_int_equal(keeps_alive(now, object, &path), expected[0] != '\0');
    append_path(now, &path, &text);
    assert_string_equal(text_cstr(&text), expected);
    if (path.steps.count) assert_int_equal(array_last(&path.steps).object, object);
    keeps_deinit(&path);
    text_deinit(&text);
}

static void assert_cycle(const Snapshot *now, uint32_t object, const char *expected) {
    KeepPath path;
    TextBuffer text = {0};
    assert_int_equal(keeps_cycle(now, object, &path), expected[0] != '\0');
    append_path(now, &path, &text);
    assert_string_equal(text_cstr(&text), expected);
    for (uint32_t i = 1; i < path.steps.count; i++) {
        bool leaves = i == path.cycle;
        uint32_t from = path.steps.items[i].holder;
        if (!leaves) assert_int_equal(from, path.steps.items[i - 1].object);
    }
    keeps_deinit(&path);
    text_deinit(&text);
}

static void the_shortest_way_is_found(void **state) {
    (void)state;
    Snapshot now;
    Timeline *timeline = run("a, b, c = Node('a'), Node('b'), Node('c')\n"
                             "a.peer = b\n"
                             "b.peer = c\n"
                             "crew = [1, c, {'who': Node('d'), (c, Node('e')): 0}]\n"
                             "del b, c\n",
                             &now);
    assert_alive(&now, find(&now, "a"), "<module> a");
    assert_alive(&now, find(&now, "b"), "<module> a .peer");
    assert_alive(&now, find(&now, "c"), "<module> crew [1]");
    assert_alive(&now, find(&now, "d"), "<module> crew [2] ['who']");
    assert_alive(&now, find(&now, "e"), "<module> crew [2] key (Node object, Node object) [1]");
    assert_cycle(&now, find(&now, "a"), "");
    snapshot_deinit(&now);
    timeline_destroy(timeline);
}

static void cells_and_value_stacks_are_named(void **state) {
    (void)state;
    Snapshot now;
    Timeline *timeline = run("def make(node):\n"
                             "    def inner(): return node\n"
                             "    return inner\n"
                             "get = make(Node('held'))\n"
                             "def stop(): pass\n"
                             "[Node('passing'), stop()]\n",
                             &now);
    assert_alive(&now, find(&now, "held"), "<module> get .node .cell_contents");
    snapshot_deinit(&now);
    bool found = false;
    for (uint32_t stop = timeline_count(timeline); stop > 1 && !found; stop--) {
        timeline_seek(timeline, stop);
        snapshot_build(&now, timeline_vm(timeline), SNAPSHOT_PLAIN);
        found = text_is(array_last(&now.frames).name, "stop");
        if (found) {
            for (uint32_t i = 0; i < now.objects.count; i++) {
                assert_false(text_is(now.objects.items[i].type, "Node") &&
                             now.objects.items[i].incoming == 0);
            }
        }
        snapshot_deinit(&now);
    }
    timeline_destroy(timeline);
}

static void cycles_are_found(void **state) {
    (void)state;
    Snapshot now;
    Timeline *timeline = run("import gc\n"
                             "gc.disable()\n"
                             "a, b, c = Node('a'), Node('b'), Node('c')\n"
                             "a.peer, b.peer = b, a\n"
                             "a.extra = [c]\n"
                             "c.peer = Node('d')\n"
                             "s = Node('self')\n"
                             "s.peer = s\n"
                             "s.other = [s]\n"
                             "k = Node('kept')\n"
                             "k.peer = k\n"
                             "del a, b, c, s\n",
                             &now);
    assert_cycle(&now, find(&now, "a"), ".peer .peer");
    assert_cycle(&now, find(&now, "self"), ".peer");
    assert_cycle(&now, find(&now, "c"), ".peer .peer | .extra [0]");
    assert_cycle(&now, find(&now, "d"), ".peer .peer | .extra [0] .peer");
    assert_cycle(&now, find(&now, "kept"), "");
    assert_alive(&now, find(&now, "a"), "");
    assert_alive(&now, find(&now, "kept"), "<module> k");
    snapshot_deinit(&now);
    timeline_destroy(timeline);
}

/* Both questions have an answer where they should, for all objects of all stops of the lessons. */
static void check_script(const char *path) {
    if (!strstr(path, "/lessons/")) return;
    Timeline *timeline = timeline_of_script(path, false);
    for (uint32_t stop = 1; stop <= timeline_count(timeline); stop++) {
        Snapshot now;
        timeline_seek(timeline, stop);
        snapshot_build(&now, timeline_vm(timeline), SNAPSHOT_PLAIN);
        for (uint32_t i = 0; i < now.objects.count; i++) {
            KeepPath way;
            bool alive = keeps_alive(&now, i, &way);
            const SnapObject *object = &now.objects.items[i];
            if (alive != object->reachable && !object->shared && !object->dying) {
                fail_msg("%s, stop %u: %.*s is %sreachable", path, stop, (int)object->title.length,
                         object->title.bytes, object->reachable ? "" : "not ");
            }
            keeps_deinit(&way);
        }
        snapshot_deinit(&now);
    }
    timeline_destroy(timeline);
}

static void what_is_reachable_has_a_way(void **state) {
    (void)state;
    scripts_for_each(check_script);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shortest_way_is_found),
        cmocka_unit_test(cells_and_value_stacks_are_named),
        cmocka_unit_test(cycles_are_found),
        cmocka_unit_test(what_is_reachable_has_a_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
