/* Statements at stops inside of calls: at module level, above frames that are frozen from then on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/graph.h"
#include "timeline/scripts.h"
#include "timeline/snapshot.h"

static void check_heap(const Timeline *timeline, const char *where) {
    Error error = {""};
    if (!heap_check(&timeline_vm(timeline)->heap, &error)) {
        fail_msg("%s, stop %u: %s", where, timeline_position(timeline), error.message);
    }
}

static TimelineOutcome execute(Timeline *timeline, const char *statement) {
    return timeline_execute(timeline, text_of(statement));
}

static Timeline *run(const char *script) {
    TimelineOutcome outcome;
    Timeline *timeline =
        timeline_of("script.py", text_of(script), (TimelineConfig){.check = true}, &outcome);
    assert_int_equal(outcome.result, RUN_OK);
    return timeline;
}

/* Shows the stop at which the line is about to run for the n-th time, from 1. */
static void go_to_line(Timeline *timeline, uint32_t line, uint32_t times) {
    for (uint32_t stop = 1; stop <= timeline_count(timeline); stop++) {
        if (timeline_line(timeline, stop) != line || --times > 0) continue;
        timeline_seek(timeline, stop);
        return;
    }
    fail_msg("line %u does not run as often", line);
}

/* What the statement prints at the shown stop. It is taken back. */
static void expect(Timeline *timeline, const char *statement, const char *printed) {
    TextBuffer before = {0}, after = {0};
    uint64_t hash = timeline_hash(timeline);
    timeline_output(timeline, &before);
    TimelineOutcome outcome = execute(timeline, statement);
    if (outcome.result == RUN_HALTED) fail_msg("%s: %s", statement, outcome.message);
    timeline_output(timeline, &after);
    assert_string_equal(text_cstr(&after) + before.length, printed);
    check_heap(timeline, statement);
    timeline_discard(timeline);
    assert_int_equal(timeline_hash(timeline), hash);
    text_deinit(&before);
    text_deinit(&after);
}

static const char calls[] = "import sys\n"
                            "top = [1]\n"
                            "def inner(items, depth):\n"
                            "    own = [items]\n"
                            "    if depth:\n"
                            "        return inner(own, depth - 1)\n"
                            "    try:\n"
                            "        raise KeyError('inner')\n"
                            "    except KeyError:\n"
                            "        own.append(depth)\n"
                            "    return own\n"
                            "result = inner(top, 3)\n";

static void a_statement_sees_the_module_only(void **state) {
    (void)state;
    Timeline *timeline = run(calls);
    go_to_line(timeline, 7, 1);
    expect(timeline, "top, __name__", "([1], '__main__')\n");
    expect(timeline, "sorted(n for n in locals() if n[0] != '_')", "['inner', 'sys', 'top']\n");
    expect(timeline, "own",
           "Traceback (most recent call last):\n"
           "  File \"<stdin>\", line 1, in <module>\n"
           "NameError: name 'own' is not defined\n");
    expect(timeline, "sys._getframe().f_back, sys._getframe().f_code.co_name",
           "(None, '<module>')\n");
    expect(timeline, "sys._getframe(1)",
           "Traceback (most recent call last):\n"
           "  File \"<stdin>\", line 1, in <module>\n"
           "ValueError: call stack is not deep enough\n");
    expect(timeline, "type('C', (), {}).__module__", "'__main__'\n");
    expect(timeline, "inner(top, 1)", "[[[1]], 0]\n");
    timeline_destroy(timeline);
}

static void a_traceback_shows_no_frozen_frame(void **state) {
    (void)state;
    Timeline *timeline = run(calls);
    go_to_line(timeline, 10, 1); /* a KeyError is handled there */
    expect(timeline, "sys.exc_info()", "(None, None, None)\n");
    expect(timeline, "inner(1, 'x')",
           "Traceback (most recent call last):\n"
           "  File \"<stdin>\", line 1, in <module>\n"
           "  File \"script.py\", line 6, in inner\n"
           "    return inner(own, depth - 1)\n"
           "                      ~~~~~~^~~\n"
           "TypeError: unsupported operand type(s) for -: 'str' and 'int'\n");
    expect(timeline, "raise",
           "Traceback (most recent call last):\n"
           "  File \"<stdin>\", line 1, in <module>\n"
           "RuntimeError: No active exception to reraise\n");
    timeline_destroy(timeline);
}

static void recursion_begins_at_the_module(void **state) {
    (void)state;
    Timeline *timeline = run("import sys\n"
                             "def down(n):\n"
                             "    return n and 1 + down(n - 1)\n"
                             "sys.setrecursionlimit(200)\n"
                             "down(150)\n");
    go_to_line(timeline, 3, 150);
    expect(timeline, "down(150)", "150\n");
    expect(timeline, "down(196)", "196\n");
    timeline_destroy(timeline);
}

/* Several statements, with stops of their own, one after the other and one within the other. */
static void frozen_frames_hold_and_never_go_on(void **state) {
    (void)state;
    Timeline *timeline = run(calls);
    go_to_line(timeline, 4, 4);
    uint32_t at = timeline_position(timeline);
    uint64_t before = timeline_hash(timeline);
    Snapshot paused, now;
    snapshot_build(&paused, timeline_vm(timeline), SNAPSHOT_PLAIN);
    assert_int_equal(paused.frames.count, 5);
    assert_false(timeline_is_frozen(timeline, at));
    assert_int_equal(execute(timeline, "top.append(2); new = [top]").result, RUN_OK);
    uint32_t first = timeline_position(timeline);
    assert_true(timeline_is_frozen(timeline, first));
    assert_false(timeline_can_resume(timeline));
    assert_int_equal(timeline_script_line(timeline, first), 0);
    snapshot_build(&now, timeline_vm(timeline), SNAPSHOT_PLAIN);
    assert_int_equal(now.frames.count, 5);
    for (size_t i = 1; i < 5; i++) {
        const SnapFrame *was = &paused.frames.items[i], *is = &now.frames.items[i];
        assert_int_equal(was->frame, is->frame);
        assert_int_equal(was->line, is->line);
        assert_int_equal(was->variable_count, is->variable_count);
    }
    snapshot_deinit(&now);
    snapshot_deinit(&paused);

    assert_int_equal(execute(timeline, "again = inner(new, 1)").result, RUN_OK);
    uint32_t second = timeline_position(timeline);
    assert_int_equal(timeline_returned_from(timeline, second), first);
    for (uint32_t stop = first; stop <= second; stop++) {
        timeline_seek(timeline, stop);
        assert_true(timeline_is_frozen(timeline, stop));
        Error error;
        snapshot_build(&now, timeline_vm(timeline), SNAPSHOT_PLAIN);
        assert_true(now.frames.items[0].module);
        if (!snapshot_check(&now, &error)) fail_msg("stop %u: %s", stop, error.message);
        uint32_t running = 0;
        for (size_t i = 0; i < now.frames.count; i++) running += now.frames.items[i].running;
        assert_int_equal(running, 1);
        snapshot_deinit(&now);
        check_heap(timeline, "a statement's own stops");
    }
    /* a statement inside the call that another statement made */
    timeline_seek(timeline, first + 3);
    assert_int_equal(execute(timeline, "within = [again] if 'again' in globals() else []").result,
                     RUN_OK);
    check_heap(timeline, "a statement within a statement");
    assert_false(timeline_can_resume(timeline));
    while (timeline_undo(timeline)) check_heap(timeline, "undone");
    assert_int_equal(timeline_position(timeline), at);
    assert_int_equal(timeline_hash(timeline), before);
    while (timeline_redo(timeline)) check_heap(timeline, "done again");
    timeline_destroy(timeline);
}

/* Each waits at `here(...)`, called from what the name says. */
typedef struct Place {
    const char *name, *script;
} Place;

#define HERE                                                                                       \
    "def here(value=None):\n"                                                                      \
    "    return value\n"                                                                           \
    "class Item:\n"                                                                                \
    "    def __init__(self, n): self.n = n\n"                                                      \
    "shared = [1, 2]\n"

static const Place places[] = {
    {"a generator", HERE "def gen(items):\n"
                         "    for item in items:\n"
                         "        here(item)\n"
                         "        yield item\n"
                         "kept = gen(shared)\n"
                         "list(kept)\n"},
    {"yield from", HERE "def gen():\n"
                        "    yield here(1)\n"
                        "def outer():\n"
                        "    yield from gen()\n"
                        "for x in outer(): pass\n"},
    {"a comprehension", HERE "made = [[here(a) for a in shared] for b in shared]\n"},
    {"a class body", HERE "class Made(Item):\n"
                          "    one = here([])\n"
                          "    two = [here(i) for i in shared]\n"},
    {"a finalizer", HERE "class Last(Item):\n"
                         "    def __del__(self):\n"
                         "        here(self)\n"
                         "last = Last(1)\n"
                         "last = Last(last)\n"
                         "last = None\n"},
    {"deep finalizers", HERE "class Last(Item):\n"
                             "    def __del__(self):\n"
                             "        here(self.n)\n"
                             "last = None\n"
                             "for i in range(120):\n"
                             "    last = Last([last])\n"
                             "last = None\n"},
    {"a callback of a weak reference", HERE "import weakref\n"
                                            "item = Item(1)\n"
                                            "ref = weakref.ref(item, here)\n"
                                            "item = None\n"},
    {"sorted()", HERE "mixed = [3, 1, 2]\n"
                      "mixed.sort(key=here)\n"
                      "sorted(mixed, key=lambda n: -here(n))\n"},
    {"keys of dicts and sets", HERE "class Key(Item):\n"
                                    "    def __hash__(self): return here(1)\n"
                                    "    def __eq__(self, other):\n"
                                    "        return here(self.n == other.n)\n"
                                    "table = {Key(1): 1, Key(2): 2}\n"
                                    "table.update({Key(1): 3})\n"
                                    "{Key(1), Key(2)} | {Key(1)}\n"},
    {"exec() and eval()", HERE "exec('x = 5\\nhere([x])\\nfor i in [1]: here(i)')\n"
                               "eval('here([7, 8])')\n"},
    {"map, filter, sum", HERE "sum(map(here, filter(here, shared)))\n"},
    {"a copy", HERE "import copy\n"
                    "class Copied(Item):\n"
                    "    def __deepcopy__(self, memo):\n"
                    "        return here(Copied(2))\n"
                    "copy.deepcopy([Copied(1), shared, {'a': Copied(3)}])\n"},
    {"__getattr__ and __iter__", HERE "class Lazy:\n"
                                      "    def __getattr__(self, name): return here(name)\n"
                                      "    def __iter__(self): return iter(here([1, 2]))\n"
                                      "a, b = Lazy()\n"
                                      "[*Lazy(), Lazy().x]\n"},
    {"__repr__ within repr", HERE "class Shown(Item):\n"
                                  "    def __repr__(self): return here('shown')\n"
                                  "print([Shown(1), {1: Shown(2)}])\n"},
    {"with and except", HERE "class Guard:\n"
                             "    def __enter__(self): return here(self)\n"
                             "    def __exit__(self, *error): return here(True)\n"
                             "with Guard():\n"
                             "    raise ValueError(Item(1))\n"
                             "try:\n"
                             "    raise KeyError(Item(2))\n"
                             "except KeyError as error:\n"
                             "    here(error)\n"},
    {"decorators and descriptors", HERE "import functools\n"
                                        "class D:\n"
                                        "    def __set_name__(self, owner, name): here(owner)\n"
                                        "    def __get__(self, item, owner): return here(3)\n"
                                        "class Made:\n"
                                        "    d = D()\n"
                                        "    @functools.lru_cache\n"
                                        "    def f(self): return here(self)\n"
                                        "Made().d\n"
                                        "Made().f()\n"},
};

static const char *const statements[] = {
    "shared.append([shared])",
    "shared[:] = [Item(i) for i in range(60)]",
    "for i in range(20): shared = [shared, Item(shared)]\n",
    "import gc; gc.collect()",
    "del Item",
    "deep = None\nfor i in range(200):\n    deep = Item([deep])\ndeep = None\n",
    "mine = iter([1, 2]); next(mine); other = list(map(here, shared))",
    "1 / 0",
    "globals().clear()",
};

static void try_statements(const Place *place, Timeline *timeline, uint32_t stop) {
    timeline_seek(timeline, stop);
    uint64_t before = timeline_hash(timeline);
    if (timeline_is_collecting(timeline, stop)) return;
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        TimelineOutcome outcome = execute(timeline, statements[i]);
        /* after functools a collection has to be a statement by itself */
        if (outcome.result == RUN_HALTED && !strstr(outcome.message, "gc.collect()")) {
            fail_msg("%s: %s", place->name, outcome.message);
        }
        check_heap(timeline, place->name);
    }
    bool module = timeline_script_line(timeline, timeline_position(timeline)) != 0;
    assert_int_equal(timeline_can_resume(timeline), module);
    uint64_t after = timeline_hash(timeline);
    while (timeline_undo(timeline)) check_heap(timeline, place->name);
    assert_int_equal(timeline_hash(timeline), before);
    while (timeline_redo(timeline)) continue;
    assert_int_equal(timeline_hash(timeline), after);
    while (timeline_can_undo(timeline)) timeline_discard(timeline);
}

static void statements_at_every_stop_of_many_places(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        Timeline *timeline = run(places[i].script);
        uint32_t count = timeline_count(timeline), every = count / 60 + 1;
        for (uint32_t stop = 1; stop <= count; stop += every) {
            try_statements(&places[i], timeline, stop);
        }
        timeline_seek(timeline, count);
        check_heap(timeline, places[i].name);
        timeline_destroy(timeline);
    }
}

static void within_a_collection_it_is_refused(void **state) {
    (void)state;
    Timeline *timeline = run("import gc\n"
                             "class Node:\n"
                             "    def __del__(self):\n"
                             "        x = 1\n"
                             "node = Node()\n"
                             "node.itself = node\n"
                             "node = None\n"
                             "gc.collect()\n");
    go_to_line(timeline, 4, 1);
    uint32_t count = timeline_count(timeline), at = timeline_position(timeline);
    uint64_t before = timeline_hash(timeline);
    assert_true(timeline_is_collecting(timeline, at));
    TimelineOutcome outcome = execute(timeline, "x = 1");
    assert_int_equal(outcome.result, RUN_HALTED);
    assert_non_null(strstr(outcome.message, "collection"));
    assert_int_equal(timeline_count(timeline), count);
    assert_int_equal(timeline_position(timeline), at);
    assert_int_equal(timeline_hash(timeline), before);
    assert_false(timeline_can_undo(timeline));
    timeline_destroy(timeline);
}

/* The constants of a script that goes on are held as before. */
static void an_interrupted_script_keeps_its_parser(void **state) {
    (void)state;
    const char *const script = "import sys\n"
                               "number = 123456\n"
                               "print(sys.getrefcount(number))\n"
                               "print(sys.getrefcount(number))\n";
    Timeline *timeline = run(script);
    go_to_line(timeline, 4, 1);
    assert_int_equal(execute(timeline, "other = 1").result, RUN_OK);
    assert_true(timeline_can_resume(timeline));
    timeline_resume(timeline);
    timeline_seek(timeline, timeline_count(timeline));
    TextBuffer out = {0};
    timeline_output(timeline, &out);
    assert_int_equal(out.length, 4);
    assert_int_equal(text_cstr(&out)[0], text_cstr(&out)[2]);
    text_deinit(&out);
    timeline_destroy(timeline);
}

/* ---- every script ---- */

static void probe_everywhere(const char *path) {
    enum { PROBES = 5 };
    Timeline *timeline = timeline_of_script(path, false);
    uint32_t count = timeline_count(timeline), every = count / PROBES + 1;
    for (uint32_t stop = count; stop >= 1; stop = stop > every ? stop - every : 0) {
        timeline_seek(timeline, stop);
        uint64_t before = timeline_hash(timeline);
        TimelineOutcome outcome = execute(timeline, "probe = [1]; del probe");
        if (timeline_is_collecting(timeline, stop) || strstr(outcome.message, "stopped after")) {
            assert_int_equal(outcome.result, RUN_HALTED);
            assert_int_equal(timeline_hash(timeline), before);
            continue;
        }
        if (outcome.result != RUN_OK) fail_msg("%s, stop %u: %s", path, stop, outcome.message);
        check_heap(timeline, path);
        uint64_t after = timeline_hash(timeline);
        assert_true(timeline_undo(timeline));
        if (timeline_hash(timeline) != before) fail_msg("%s, stop %u: undone", path, stop);
        assert_true(timeline_redo(timeline));
        if (timeline_hash(timeline) != after) fail_msg("%s, stop %u: done again", path, stop);
        timeline_discard(timeline);
        assert_int_equal(timeline_count(timeline), count);
    }
    timeline_destroy(timeline);
}

static void a_probe_in_every_script(void **state) {
    (void)state;
    scripts_for_each(probe_everywhere);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_statement_sees_the_module_only),
        cmocka_unit_test(a_traceback_shows_no_frozen_frame),
        cmocka_unit_test(recursion_begins_at_the_module),
        cmocka_unit_test(frozen_frames_hold_and_never_go_on),
        cmocka_unit_test(statements_at_every_stop_of_many_places),
        cmocka_unit_test(within_a_collection_it_is_refused),
        cmocka_unit_test(an_interrupted_script_keeps_its_parser),
        cmocka_unit_test(a_probe_in_every_script),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
