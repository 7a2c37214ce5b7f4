/* Stops inside a step: where they are, what they hold, and that looking changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/graph.h"
#include "timeline/inside.h"
#include "timeline/scripts.h"

#include <stdlib.h>

static Timeline *run(const char *source) {
    TimelineOutcome outcome;
    Timeline *timeline =
        timeline_of("inside.py", text_of(source), (TimelineConfig){.check = true}, &outcome);
    if (outcome.result != RUN_OK) fail_msg("result %d: %s", (int)outcome.result, outcome.message);
    return timeline;
}

static void list(Timeline *timeline, uint32_t stop, InsideStops *stops) {
    uint32_t shown = timeline_position(timeline);
    Snapshot before;
    timeline_seek(timeline, stop - 1);
    snapshot_build(&before, timeline_vm(timeline), SNAPSHOT_PLAIN);
    timeline_seek(timeline, shown);
    inside_list(timeline, stop, &before, stops);
    snapshot_deinit(&before);
}

/* "listed copy subtract reach freed clear" */
static void assert_kinds(Timeline *timeline, uint32_t stop, const char *expected) {
    static const char *const names[] = {"listed",   "copy",  "subtract", "reach",
                                        "finalize", "clear", "freed"};
    InsideStops stops = {0};
    TextBuffer text = {0};
    list(timeline, stop, &stops);
    for (size_t i = 0; i < stops.count; i++) {
        text_appendf(&text, "%s%s", i ? " " : "", names[stops.items[i].kind]);
    }
    assert_string_equal(text_cstr(&text), expected);
    array_deinit(&stops);
    text_deinit(&text);
}

/* The stop after the line has run (the last time), where it begins with these words. */
static uint32_t stop_after(const Timeline *timeline, const char *source, const char *words) {
    uint32_t line = 0, number = 0;
    Text rest = text_of(source), at;
    while (text_next_line(&rest, &at)) {
        number++;
        bool begins = at.length >= strlen(words) && memcmp(at.bytes, words, strlen(words)) == 0;
        if (begins) line = number;
    }
    assert_true(line > 0);
    for (uint32_t stop = timeline_count(timeline) - 1; stop >= 1; stop--) {
        if (timeline_line(timeline, stop) == line) return stop + 1;
    }
    fail_msg("line %u does not run", line);
    return 0;
}

static Inside look(Timeline *timeline, uint32_t stop, InsideKind kind) {
    InsideStops stops = {0};
    Inside inside;
    list(timeline, stop, &stops);
    for (uint32_t i = 0; i < stops.count; i++) {
        if (stops.items[i].kind != kind) continue;
        assert_true(inside_look(timeline, stop, stops.items[i], SNAPSHOT_PLAIN, &inside));
        array_deinit(&stops);
        Error error = {""};
        if (!snapshot_check(&inside.now, &error)) fail_msg("%s", error.message);
        return inside;
    }
    fail_msg("no such stop");
    return (Inside){0};
}

/* The object whose class is drawn so, in the order of the list. */
static const InsideObject *nth(const Inside *inside, const char *type, uint32_t n) {
    for (size_t i = 0; i < inside->objects.count; i++) {
        const InsideObject *object = &inside->objects.items[i];
        uint32_t index = snapshot_find(&inside->now, object->handle);
        if (index == SNAPSHOT_NONE) continue;
        if (text_is(inside->now.objects.items[index].type, type) && n-- == 0) return object;
    }
    fail_msg("no %s", type);
    return NULL;
}

static void assert_object(const Inside *inside, const char *type, uint32_t n, uint32_t refcount,
                          uint32_t gc_refs, InsideVerdict verdict) {
    const InsideObject *object = nth(inside, type, n);
    assert_int_equal(object->refcount, refcount);
    assert_int_equal(object->gc_refs, gc_refs);
    assert_int_equal(object->verdict, verdict);
}

static const char cycle[] = "import gc\n"
                            "class N: pass\n"
                            "a = N(); b = N(); keep = N()\n"
                            "a.peer = b; b.peer = a; keep.peer = keep\n"
                            "del a, b\n"
                            "print(gc.collect())\n"
                            "x = 1\n";

static void a_collection_stops_at_each_phase(void **state) {
    (void)state;
    Timeline *timeline = run(cycle);
    uint32_t stop = stop_after(timeline, cycle, "print");
    timeline_seek(timeline, stop - 1);
    uint64_t hash = timeline_hash(timeline);
    assert_kinds(timeline, stop, "listed copy subtract reach finalize freed freed clear");
    assert_kinds(timeline, stop - 1, "");

    Inside inside = look(timeline, stop, INSIDE_LISTED);
    assert_true(inside.collecting);
    assert_int_equal(inside.generation, 2);
    assert_false(inside.by_itself);
    assert_object(&inside, "N", 0, 1, 1, INSIDE_UNJUDGED);
    inside_deinit(&inside);

    inside = look(timeline, stop, INSIDE_COPY);
    assert_object(&inside, "N", 2, 2, 2, INSIDE_UNJUDGED);
    inside_deinit(&inside);

    inside = look(timeline, stop, INSIDE_SUBTRACT);
    assert_object(&inside, "N", 0, 1, 0, INSIDE_UNJUDGED);
    assert_object(&inside, "N", 1, 1, 0, INSIDE_UNJUDGED);
    /* the module's dict, which is older, lies outside of young collections only */
    assert_int_equal(inside.unreachable, 0);
    inside_deinit(&inside);

    inside = look(timeline, stop, INSIDE_REACH);
    assert_object(&inside, "N", 0, 1, 0, INSIDE_SUSPECTED);
    assert_object(&inside, "N", 1, 1, 0, INSIDE_SUSPECTED);
    const InsideObject *keep = nth(&inside, "N", 2);
    assert_int_not_equal(keep->verdict, INSIDE_SUSPECTED);
    assert_true(keep->gc_refs > 0);
    assert_int_equal(inside.unreachable, 2);
    inside_deinit(&inside);

    inside = look(timeline, stop, INSIDE_FREED);
    assert_int_equal(inside.freed, 0); /* it still lives at this moment, with refcount 0 */
    uint32_t dying = snapshot_find(&inside.now, inside.stop.freed);
    assert_int_not_equal(dying, SNAPSHOT_NONE);
    assert_int_equal(inside.now.objects.items[dying].refcount, 0);
    inside_deinit(&inside);

    inside = look(timeline, stop, INSIDE_CLEAR);
    assert_int_equal(inside.freed, 2);
    assert_int_equal(inside.found, 2);
    assert_int_equal(inside.brought_back, 0);
    inside_deinit(&inside);

    assert_int_equal(timeline_hash(timeline), hash);
    assert_int_equal(timeline_position(timeline), stop - 1);
    timeline_seek(timeline, stop);
    TextBuffer out = {0};
    timeline_output(timeline, &out);
    assert_string_equal(text_cstr(&out), "2\n");
    text_deinit(&out);
    timeline_destroy(timeline);
}

/* Younger generations are judged alone: what is older counts as outside. */
static void the_generation_is_told(void **state) {
    (void)state;
    static const char source[] = "import gc\n"
                                 "class N: pass\n"
                                 "old = N(); old.me = old\n"
                                 "gc.collect()\n"
                                 "del old\n"
                                 "young = N(); young.me = young\n"
                                 "del young\n"
                                 "n = gc.collect(0)\n"
                                 "m = gc.collect(1)\n"
                                 "k = gc.collect(2)\n";
    Timeline *timeline = run(source);
    Inside inside = look(timeline, stop_after(timeline, source, "n ="), INSIDE_REACH);
    assert_int_equal(inside.generation, 0);
    assert_false(inside.names_listed);
    assert_int_equal(inside.unreachable, 1);
    inside_deinit(&inside);
    inside = look(timeline, stop_after(timeline, source, "m ="), INSIDE_REACH);
    assert_int_equal(inside.generation, 1);
    assert_int_equal(inside.unreachable, 0);
    inside_deinit(&inside);
    inside = look(timeline, stop_after(timeline, source, "k ="), INSIDE_REACH);
    assert_int_equal(inside.generation, 2);
    assert_int_equal(inside.unreachable, 1);
    assert_true(inside.names_listed);
    inside_deinit(&inside);
    timeline_destroy(timeline);
}

static void an_automatic_collection_is_told_apart(void **state) {
    (void)state;
    static const char source[] = "import gc\n"
                                 "gc.collect()\n"
                                 "a = [[] for i in range(1500)]\n"
                                 "x = 1\n";
    Timeline *timeline = run(source);
    uint32_t found = 0;
    for (uint32_t at = 4; at <= timeline_count(timeline); at++) {
        InsideStops stops = {0};
        list(timeline, at, &stops);
        for (uint32_t i = 0; i < stops.count; i++) {
            Inside inside;
            if (stops.items[i].kind != INSIDE_LISTED) continue;
            assert_true(inside_look(timeline, at, stops.items[i], SNAPSHOT_PLAIN, &inside));
            assert_true(inside.by_itself);
            assert_int_equal(inside.generation, 0);
            assert_true(inside.objects.count > 600);
            inside_deinit(&inside);
            found++;
        }
        array_deinit(&stops);
    }
    assert_int_equal(found, 2);
    timeline_destroy(timeline);
}

/* Lines of a finalizer are stops; the moments of the collection lie on both sides of them. */
static void finalizers_divide_a_collection(void **state) {
    (void)state;
    static const char source[] = "import gc\n"
                                 "kept = []\n"
                                 "class Z:\n"
                                 "    def __del__(self):\n"
                                 "        kept.append(self)\n"
                                 "class N: pass\n"
                                 "z = Z(); z.me = z; n = N(); n.me = n\n"
                                 "del z, n\n"
                                 "got = gc.collect()\n"
                                 "x = 1\n";
    Timeline *timeline = run(source);
    uint32_t last = stop_after(timeline, source, "got =");
    uint32_t inner = stop_after(timeline, source, "        kept"); /* after the finalizer's line */
    assert_int_equal(timeline_line(timeline, last), 5);
    assert_kinds(timeline, last, "listed copy subtract reach");
    assert_true(timeline_is_collecting(timeline, last));
    assert_kinds(timeline, inner, "finalize freed clear");
    assert_false(timeline_is_collecting(timeline, inner));
    Inside inside = look(timeline, last, INSIDE_REACH);
    assert_int_equal(inside.unreachable, 2);
    inside_deinit(&inside);
    uint64_t hash = timeline_hash(timeline);
    /* at the finalizer's line, too, it is known what is suspected */
    timeline_seek(timeline, last);
    assert_true(inside_look_at_line(timeline, &inside));
    assert_int_equal(inside.stop.kind, INSIDE_LINE);
    assert_int_equal(inside.unreachable, 2);
    assert_int_equal(inside.freed, 0);
    inside_deinit(&inside);
    timeline_seek(timeline, last - 1);
    assert_false(inside_look_at_line(timeline, &inside));
    timeline_seek(timeline, timeline_count(timeline));
    inside = look(timeline, inner, INSIDE_FINALIZE);
    assert_int_equal(inside.generation, 2);
    assert_int_equal(inside.brought_back, 1);
    assert_object(&inside, "Z", 0, 1, 1, INSIDE_RESCUED);
    assert_object(&inside, "N", 0, 1, 0, INSIDE_SUSPECTED);
    inside_deinit(&inside);
    inside = look(timeline, inner, INSIDE_CLEAR);
    assert_int_equal(inside.freed, 1);
    inside_deinit(&inside);
    assert_int_equal(timeline_hash(timeline), hash);
    timeline_destroy(timeline);
}

static void saved_garbage_stays(void **state) {
    (void)state;
    static const char source[] = "import gc\n"
                                 "gc.set_debug(gc.DEBUG_SAVEALL)\n"
                                 "a = []\n"
                                 "a.append(a)\n"
                                 "del a\n"
                                 "print(gc.collect(), len(gc.garbage))\n"
                                 "x = 1\n";
    Timeline *timeline = run(source);
    uint32_t stop = stop_after(timeline, source, "print");
    assert_kinds(timeline, stop, "listed copy subtract reach finalize clear");
    Inside inside = look(timeline, stop, INSIDE_CLEAR);
    assert_int_equal(inside.unreachable, 1);
    assert_int_equal(inside.freed, 0);
    assert_object(&inside, "list", 0, 1, 0, INSIDE_SUSPECTED); /* gc.garbage is older */
    inside_deinit(&inside);
    timeline_destroy(timeline);
}

static void several_collections_in_one_step(void **state) {
    (void)state;
    static const char source[] = "import gc\n"
                                 "a = []\n"
                                 "a.append(a)\n"
                                 "del a\n"
                                 "got = [gc.collect(), gc.collect()]\n"
                                 "x = 1\n";
    Timeline *timeline = run(source);
    uint32_t stop = stop_after(timeline, source, "got");
    assert_kinds(timeline, stop,
                 "listed copy subtract reach finalize freed clear "
                 "listed copy subtract reach finalize clear");
    Inside inside;
    InsideStops stops = {0};
    list(timeline, stop, &stops);
    assert_true(inside_look(timeline, stop, stops.items[3], SNAPSHOT_PLAIN, &inside));
    assert_int_equal(inside.unreachable, 1);
    inside_deinit(&inside);
    assert_true(inside_look(timeline, stop, stops.items[10], SNAPSHOT_PLAIN, &inside));
    assert_int_equal(inside.unreachable, 0);
    inside_deinit(&inside);
    array_deinit(&stops);
    timeline_destroy(timeline);
}

/* In the order of the frees: the list, then what it held, from the last. */
static void a_cascade_stops_at_each_free(void **state) {
    (void)state;
    static const char source[] = "crew = [['a'], ['b'], {'c': []}]\n"
                                 "del crew\n"
                                 "x = 1\n";
    /* the shape that dies, and how many containers are left with it */
    static const struct {
        uint32_t length;
        const char *type;
        uint32_t left;
    } order[] = {{3, "list", 5}, {1, "dict", 5}, {0, "list", 5}, {1, "list", 3}, {1, "list", 2}};
    Timeline *timeline = run(source);
    uint32_t stop = stop_after(timeline, source, "del");
    InsideStops stops = {0};
    list(timeline, stop, &stops);
    assert_int_equal(stops.count, 5);
    for (uint32_t i = 0; i < 5; i++) {
        Inside inside;
        Error error = {""};
        uint32_t left = 0;
        assert_int_equal(stops.items[i].kind, INSIDE_FREED);
        assert_true(inside_look(timeline, stop, stops.items[i], SNAPSHOT_PLAIN, &inside));
        if (!snapshot_check(&inside.now, &error)) fail_msg("%s", error.message);
        for (size_t j = 0; j < inside.now.objects.count; j++) {
            ObjectClass class = inside.now.objects.items[j].class;
            left += class == OBJECT_SEQUENCE || class == OBJECT_MAPPING;
        }
        const SnapObject *dying =
            &inside.now.objects.items[snapshot_find(&inside.now, stops.items[i].freed)];
        assert_true(dying->dying);
        assert_int_equal(dying->refcount, 0);
        assert_int_equal(dying->length, order[i].length);
        assert_true(text_is(dying->type, order[i].type));
        assert_int_equal(left, order[i].left);
        assert_false(inside.collecting);
        inside_deinit(&inside);
    }
    array_deinit(&stops);
    timeline_destroy(timeline);
}

static void a_typed_statement_can_be_looked_into(void **state) {
    (void)state;
    Timeline *timeline = run(cycle);
    uint32_t stop = stop_after(timeline, cycle, "del");
    timeline_seek(timeline, stop);
    assert_int_equal(timeline_execute(timeline, text_of("gc.collect()")).result, RUN_OK);
    uint32_t shown = timeline_position(timeline);
    uint64_t hash = timeline_hash(timeline);
    assert_kinds(timeline, shown, "listed copy subtract reach finalize freed freed clear");
    Inside inside = look(timeline, shown, INSIDE_REACH);
    assert_int_equal(inside.unreachable, 2);
    inside_deinit(&inside);
    assert_int_equal(timeline_position(timeline), shown);
    assert_int_equal(timeline_hash(timeline), hash);
    assert_true(timeline_can_resume(timeline));
    assert_int_equal(timeline_resume(timeline).result, RUN_OK);
    TextBuffer out = {0};
    timeline_seek(timeline, timeline_count(timeline));
    timeline_output(timeline, &out);
    assert_string_equal(text_cstr(&out), "2\n0\n"); /* the statement's, then the script's */
    text_deinit(&out);
    timeline_destroy(timeline);
}

/* ---- many scripts ---- */

static uint64_t collected(const Timeline *timeline, unsigned generation) {
    return heap_root(&timeline_vm(timeline)->heap)->collected[generation];
}

/* What was shown is what gc.get_stats() counts, where the step has one collection. */
static void check_found(Timeline *timeline, const Inside *inside, uint32_t stop) {
    uint32_t shown = timeline_position(timeline), count, ended = 0;
    const TimelineEvent *events = timeline_events(timeline, stop, &count);
    for (uint32_t i = 0; i < count; i++) ended += events[i].kind == HEAP_COLLECTION_ENDED;
    if (ended != 1) return;
    timeline_seek(timeline, stop - 1);
    uint64_t before = collected(timeline, inside->generation);
    timeline_seek(timeline, stop);
    assert_int_equal(collected(timeline, inside->generation) - before, inside->found);
    timeline_seek(timeline, shown);
}

static void look_at_stop(Timeline *timeline, const char *path, uint32_t stop, InsideStop at) {
    Inside inside;
    uint64_t hash = timeline_hash(timeline);
    uint32_t position = timeline_position(timeline);
    Error error = {""};
    if (!inside_look(timeline, stop, at, SNAPSHOT_PLAIN, &inside)) {
        fail_msg("%s: stop %u cannot be run again", path, stop);
    }
    if (!snapshot_check(&inside.now, &error)) {
        fail_msg("%s, stop %u, inside at event %u: %s", path, stop, at.event, error.message);
    }
    if (inside.stop.kind != INSIDE_FREED) assert_true(inside.collecting);
    if (inside.stop.kind == INSIDE_CLEAR) check_found(timeline, &inside, stop);
    inside_deinit(&inside);
    assert_int_equal(timeline_hash(timeline), hash);
    assert_int_equal(timeline_position(timeline), position);
}

static void look_everywhere(const char *path) {
    enum { LOOKS_MAX = 40, STOPS_MAX = 3000 }; /* of one script */
    const char *name = strrchr(path, '/') + 1;
    static const char *const topics[] = {"0", "gc_", "weakref_", "class_", "exc_", "gen_"};
    bool wanted = false;
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
        wanted = wanted || strncmp(name, topics[i], strlen(topics[i])) == 0;
    }
    if (!wanted) return;
    TextBuffer source = script_read(path);
    Timeline *timeline =
        timeline_of(path, text_view(&source), (TimelineConfig){.stop_budget = STOPS_MAX}, NULL);
    uint32_t count = timeline_count(timeline);
    InsideStops stops = {0};
    Array(uint32_t) outer = {0}; /* the timeline's stop of each */
    for (uint32_t stop = 2; stop <= count; stop++) {
        timeline_seek(timeline, stop);
        list(timeline, stop, &stops);
        while (outer.count < stops.count) array_push(&outer, stop);
    }
    size_t every = stops.count / LOOKS_MAX + 1;
    uint64_t bytes = timeline_bytes(timeline);
    timeline_seek(timeline, count / 2 + 1);
    for (size_t i = 0; i < stops.count; i += every) {
        look_at_stop(timeline, path, outer.items[i], stops.items[i]);
    }
    assert_int_equal(timeline_bytes(timeline), bytes);
    assert_int_equal(timeline_count(timeline), count);
    array_deinit(&stops);
    array_deinit(&outer);
    timeline_destroy(timeline);
    text_deinit(&source);
}

static void looking_changes_nothing(void **state) {
    (void)state;
    scripts_for_each(look_everywhere);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_collection_stops_at_each_phase),
        cmocka_unit_test(the_generation_is_told),
        cmocka_unit_test(an_automatic_collection_is_told_apart),
        cmocka_unit_test(finalizers_divide_a_collection),
        cmocka_unit_test(saved_garbage_stays),
        cmocka_unit_test(several_collections_in_one_step),
        cmocka_unit_test(a_cascade_stops_at_each_free),
        cmocka_unit_test(a_typed_statement_can_be_looked_into),
        cmocka_unit_test(looking_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
