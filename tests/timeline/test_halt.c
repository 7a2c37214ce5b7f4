/* A run may be ended anywhere: within finalizers of finalizers, callbacks, collections. What is
 * left is the last stop, as a run that goes on has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/graph.h"
#include "timeline/scripts.h"

#include <stdlib.h>

static const char *const scripts[] = {
    /* generators that hold each other: each is closed by the death of the next */
    "class N:\n"
    "    def __init__(self, name):\n"
    "        self.name = name\n"
    "    def __del__(self):\n"
    "        print(self.name, end=' ')\n"
    "def gen(inner, name):\n"
    "    own = N(name)\n"
    "    try:\n"
    "        yield inner\n"
    "    finally:\n"
    "        own = [own]\n"
    "t = None\n"
    "for i in range(55):\n"
    "    t = gen(t, i)\n"
    "    next(t)\n"
    "t = None\n"
    "print('generators')\n",
    /* finalizers that make what dies in them, while the collector is due */
    "import gc\n"
    "class Node:\n"
    "    def __init__(self, depth):\n"
    "        self.depth = depth\n"
    "        self.ring = [self, {}]\n"
    "    def __del__(self):\n"
    "        def local():\n"
    "            return local\n"
    "        if self.depth:\n"
    "            Node(self.depth - 1)\n"
    "gc.set_threshold(7, 2, 2)\n"
    "for i in range(3):\n"
    "    Node(3)\n"
    "gc.collect()\n",
    /* weak references, their callbacks, gc.callbacks */
    "import gc, weakref\n"
    "class Node: pass\n"
    "def gone(ref):\n"
    "    Node().itself = [ref]\n"
    "def watch(phase, info):\n"
    "    kept.append((phase, Node()))\n"
    "kept = []\n"
    "gc.callbacks.append(watch)\n"
    "refs = []\n"
    "for i in range(3):\n"
    "    node = Node()\n"
    "    node.other = Node()\n"
    "    node.other.other = node\n"
    "    refs.append(weakref.ref(node, gone))\n"
    "    refs.append(weakref.ref(node.other, gone))\n"
    "node = None\n"
    "gc.collect()\n"
    "kept.clear()\n"
    "gc.callbacks.clear()\n",
    /* built-ins that wait for Python code, and what they hold meanwhile */
    "class Key:\n"
    "    def __init__(self, n):\n"
    "        self.n = n\n"
    "    def __hash__(self):\n"
    "        return self.n % 2\n"
    "    def __eq__(self, other):\n"
    "        mine = [self.n]\n"
    "        return mine == [other.n]\n"
    "    def __lt__(self, other):\n"
    "        return self.n < other.n\n"
    "    def __del__(self):\n"
    "        dead.append(self.n)\n"
    "dead = []\n"
    "table = {Key(i): [Key(i + 10)] for i in range(4)}\n"
    "keys = sorted(table, reverse=True)\n"
    "table.update({Key(1): Key(50)})\n"
    "try:\n"
    "    sum(map(lambda key: key.n / 0, keys))\n"
    "except ZeroDivisionError as error:\n"
    "    keys.clear()\n"
    "table.clear()\n",
};

enum { SCRIPTS = sizeof scripts / sizeof *scripts };

typedef struct Whole {
    uint64_t *hashes; /* by stop */
    uint32_t count;
    uint64_t instructions;
} Whole;

static Whole run_whole(const char *script) {
    TimelineOutcome outcome;
    Timeline *timeline =
        timeline_of("script.py", text_of(script), (TimelineConfig){.check = true}, &outcome);
    assert_int_equal(outcome.result, RUN_OK);
    Whole whole = {.count = timeline_count(timeline),
                   .instructions = vm_machine(timeline_vm(timeline))->instructions};
    whole.hashes = calloc(whole.count + 1, sizeof *whole.hashes);
    for (uint32_t stop = 1; stop <= whole.count; stop++) {
        timeline_seek(timeline, stop);
        whole.hashes[stop] = timeline_hash(timeline);
    }
    timeline_destroy(timeline);
    return whole;
}

/* The run ends before its end; returns at which stop. */
static uint32_t expect_stop(const Whole *whole, const char *script, TimelineConfig config) {
    Error error = {""};
    TimelineOutcome outcome;
    Timeline *timeline = timeline_of("script.py", text_of(script), config, &outcome);
    uint32_t count = timeline_count(timeline);
    assert_int_equal(outcome.result, RUN_HALTED);
    assert_in_range(count, 1, whole->count);
    if (!heap_check(&timeline_vm(timeline)->heap, &error)) fail_msg("%u: %s", count, error.message);
    if (timeline_hash(timeline) != whole->hashes[count]) fail_msg("stop %u differs", count);
    assert_int_equal(timeline_hash(timeline), image_hash_slow(&timeline_vm(timeline)->heap.image));
    /* and the machine is fit for more */
    timeline_execute(timeline, text_of("x = [1, 2]"));
    assert_true(heap_check(&timeline_vm(timeline)->heap, &error));
    timeline_destroy(timeline);
    return count;
}

static void a_run_may_end_at_any_stop(void **state) {
    (void)state;
    for (int i = 0; i < SCRIPTS; i++) {
        Whole whole = run_whole(scripts[i]);
        for (uint32_t stop = 1; stop < whole.count; stop++) {
            TimelineConfig config = {.stop_budget = stop};
            assert_int_equal(expect_stop(&whole, scripts[i], config), stop);
        }
        free(whole.hashes);
    }
}

static void a_run_may_end_between_stops(void **state) {
    (void)state;
    enum { TRIES = 60 };
    for (int i = 0; i < SCRIPTS; i++) {
        Whole whole = run_whole(scripts[i]);
        uint64_t every = whole.instructions / TRIES + 1;
        for (uint64_t budget = 1; budget < whole.instructions - every; budget += every) {
            expect_stop(&whole, scripts[i], (TimelineConfig){.instruction_budget = budget});
        }
        free(whole.hashes);
    }
}

/* The last thing that a script does may be what the machine cannot bear. */
static void a_syntax_error_may_be_too_much_to_print(void **state) {
    (void)state;
    TimelineOutcome outcome;
    Timeline *timeline = timeline_of("script.py", text_of("x = = 1\n"),
                                     (TimelineConfig){.output_budget = 10}, &outcome);
    assert_int_equal(outcome.result, RUN_HALTED);
    timeline_destroy(timeline);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_may_end_at_any_stop),
        cmocka_unit_test(a_run_may_end_between_stops),
        cmocka_unit_test(a_syntax_error_may_be_too_much_to_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
