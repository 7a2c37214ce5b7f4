#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "timeline/dump.h"
#include "timeline/scripts.h"

static Snapshot build(const Timeline *timeline) {
    Snapshot snapshot;
    snapshot_build(&snapshot, timeline_vm(timeline), SNAPSHOT_PLAIN);
    return snapshot;
}

static void check(const Snapshot *snapshot, const char *where, uint32_t stop) {
    Error error = {""};
    if (!snapshot_check(snapshot, &error)) fail_msg("%s, stop %u: %s", where, stop, error.message);
}

/* Indices lie in the arrays, and each object is found by its handle. */
static void check_indices(const Snapshot *snapshot) {
    size_t objects = snapshot->objects.count;
    for (size_t i = 0; i < snapshot->frames.count; i++) {
        const SnapFrame *frame = &snapshot->frames.items[i];
        assert_int_equal(frame->depth, i);
        assert_true(frame->first_variable + frame->variable_count <= snapshot->variables.count);
        assert_true(frame->first_temporary + frame->temporary_count <= snapshot->temporaries.count);
    }
    for (size_t i = 0; i < snapshot->variables.count; i++) {
        const SnapVariable *variable = &snapshot->variables.items[i];
        assert_true(variable->object == SNAPSHOT_NONE || variable->object < objects);
        assert_true(variable->cell == SNAPSHOT_NONE || variable->cell < objects);
    }
    for (size_t i = 0; i < snapshot->references.count; i++) {
        assert_true(snapshot->references.items[i].target < objects);
    }
    for (size_t i = 0; i < objects; i++) {
        const SnapObject *object = &snapshot->objects.items[i];
        assert_true(object->first_reference + object->reference_count <=
                    snapshot->references.count);
        assert_true(object->first_hidden + object->hidden_count <= snapshot->hidden.count);
        assert_int_equal(snapshot_find(snapshot, object->handle), i);
    }
}

static void look_at_every_stop(const char *path) {
    enum { LOOKED_AT = 300 };
    Timeline *timeline = timeline_of_script(path, false);
    uint32_t count = timeline_count(timeline), every = count / LOOKED_AT + 1;
    for (uint32_t stop = 1; stop <= count; stop++) {
        if (stop % every && stop != count) continue;
        timeline_seek(timeline, stop);
        uint64_t hash = timeline_hash(timeline);
        Snapshot snapshot = build(timeline);
        check(&snapshot, path, stop);
        check_indices(&snapshot);
        snapshot_deinit(&snapshot);
        if (stop % 4 == 0) {
            snapshot_build(&snapshot, timeline_vm(timeline), SNAPSHOT_INTERNALS);
            check(&snapshot, path, stop);
            check_indices(&snapshot);
            snapshot_deinit(&snapshot);
        }
        assert_int_equal(timeline_hash(timeline), hash);
    }
    timeline_destroy(timeline);
}

static void counts_add_up_at_every_stop_of_every_script(void **state) {
    (void)state;
    scripts_for_each(look_at_every_stop);
}

/* ---- one picture, looked at closely ---- */

static const char script[] = "class Node:\n"
                             "    def __init__(self, name):\n"
                             "        self.name = name\n"
                             "        self.peer = None\n"
                             "def twice(items):\n"
                             "    more = [items, items]\n"
                             "    return more\n"
                             "a = Node('left')\n"
                             "b = Node('right')\n"
                             "a.peer = b\n"
                             "b.peer = a\n"
                             "d = {'a': a, 7: (a, b)}\n"
                             "t = twice(d)\n"
                             "s = {1, 2}\n"
                             "del a, b\n";

static int begin(void **state) {
    TimelineOutcome outcome;
    *state = timeline_of("script.py", text_of(script), (TimelineConfig){0}, &outcome);
    return outcome.result != RUN_OK;
}

static int end(void **state) {
    timeline_destroy(*state);
    return 0;
}

/* Goes to the last stop before this line. */
static void go_to_line(Timeline *timeline, uint32_t line) {
    for (uint32_t stop = timeline_count(timeline); stop >= 1; stop--) {
        if (timeline_line(timeline, stop) == line) {
            timeline_seek(timeline, stop);
            return;
        }
    }
    fail_msg("no stop at line %u", line);
}

static const SnapVariable *variable(const Snapshot *snapshot, uint32_t frame, const char *name) {
    const SnapFrame *in = &snapshot->frames.items[frame];
    for (uint32_t i = 0; i < in->variable_count; i++) {
        const SnapVariable *at = &snapshot->variables.items[in->first_variable + i];
        if (text_is(at->name, name)) return at;
    }
    return NULL;
}

static const SnapObject *object_named(const Snapshot *snapshot, uint32_t frame, const char *name) {
    const SnapVariable *found = variable(snapshot, frame, name);
    if (!found || found->object == SNAPSHOT_NONE) fail_msg("no variable %s", name);
    return &snapshot->objects.items[found->object];
}

/* The target of a reference by its label. */
static const SnapObject *referred(const Snapshot *snapshot, const SnapObject *from,
                                  const char *label) {
    for (uint32_t i = 0; i < from->reference_count; i++) {
        const SnapReference *at = &snapshot->references.items[from->first_reference + i];
        if (text_is(at->label, label)) return &snapshot->objects.items[at->target];
    }
    fail_msg("no reference %s", label);
    return NULL;
}

static void frames_have_their_variables(void **state) {
    Timeline *timeline = *state;
    go_to_line(timeline, 7);
    Snapshot snapshot = build(timeline);
    assert_int_equal(snapshot.frames.count, 2);
    assert_true(text_is(snapshot.frames.items[0].name, "<module>"));
    assert_true(snapshot.frames.items[0].module);
    assert_false(snapshot.frames.items[0].running);
    assert_true(text_is(snapshot.frames.items[1].name, "twice"));
    assert_true(snapshot.frames.items[1].running);
    assert_int_equal(snapshot.frames.items[0].line, 13);
    assert_int_equal(snapshot.frames.items[1].line, 7);
    const SnapObject *d = object_named(&snapshot, 0, "d");
    assert_ptr_equal(object_named(&snapshot, 1, "items"), d);
    const SnapObject *more = object_named(&snapshot, 1, "more");
    assert_int_equal(more->reference_count, 2);
    assert_int_equal(more->refcount, 1);
    assert_null(variable(&snapshot, 0, "t"));
    check(&snapshot, "line 7", 0);
    snapshot_deinit(&snapshot);
}

static void an_unbound_local_is_shown_as_such(void **state) {
    Timeline *timeline = *state;
    go_to_line(timeline, 6);
    Snapshot snapshot = build(timeline);
    const SnapVariable *more = variable(&snapshot, 1, "more");
    if (more) assert_int_equal(more->object, SNAPSHOT_NONE);
    snapshot_deinit(&snapshot);
}

static void references_have_labels_and_counts(void **state) {
    Timeline *timeline = *state;
    go_to_line(timeline, 15);
    Snapshot snapshot = build(timeline);
    const SnapObject *a = object_named(&snapshot, 0, "a"), *b = object_named(&snapshot, 0, "b");
    assert_ptr_equal(referred(&snapshot, a, "peer"), b);
    assert_ptr_equal(referred(&snapshot, b, "peer"), a);
    assert_int_equal(a->class, OBJECT_INSTANCE);
    assert_true(text_is(a->type, "Node"));
    /* the name, d's value, the tuple's item, b.peer */
    assert_int_equal(a->refcount, 4);
    assert_int_equal(a->incoming, 4);
    assert_int_equal(a->hidden_count, 0);
    const SnapObject *name = referred(&snapshot, a, "name");
    assert_true(text_is(name->repr, "'left'"));
    assert_true(name->small);
    const SnapObject *d = object_named(&snapshot, 0, "d");
    assert_int_equal(d->class, OBJECT_MAPPING);
    assert_int_equal(d->length, 2);
    assert_ptr_equal(referred(&snapshot, d, "'a'"), a);
    const SnapObject *pair = referred(&snapshot, d, "7");
    assert_int_equal(pair->class, OBJECT_SEQUENCE);
    const SnapReference *first = &snapshot.references.items[pair->first_reference];
    assert_int_equal(first[0].slot, SNAP_INDEX);
    assert_int_equal(first[1].number, 1);
    const SnapObject *s = object_named(&snapshot, 0, "s");
    assert_int_equal(s->class, OBJECT_SET);
    assert_int_equal(s->reference_count, 2);
    assert_int_equal(object_named(&snapshot, 0, "Node")->class, OBJECT_CLASS);
    assert_int_equal(object_named(&snapshot, 0, "twice")->class, OBJECT_FUNCTION);
    snapshot_deinit(&snapshot);
}

static void constants_have_named_holders(void **state) {
    Timeline *timeline = *state;
    go_to_line(timeline, 15);
    Snapshot snapshot = build(timeline);
    const SnapObject *name = referred(&snapshot, object_named(&snapshot, 0, "a"), "name");
    uint32_t hidden = 0;
    for (uint32_t i = 0; i < name->hidden_count; i++) {
        const SnapHidden *holder = &snapshot.hidden.items[name->first_hidden + i];
        assert_true(holder->holder.length > 0);
        assert_true(holder->count > 0);
        hidden += holder->count;
    }
    /* the string is a constant of the module's code */
    assert_true(hidden >= 1);
    assert_int_equal(name->refcount, name->incoming + hidden);
    snapshot_deinit(&snapshot);
}

static void garbage_is_shown_as_not_reachable(void **state) {
    Timeline *timeline = *state;
    timeline_seek(timeline, timeline_count(timeline));
    timeline_execute(timeline, text_of("lost = [1]; lost.append(lost); del lost"));
    Snapshot snapshot = build(timeline);
    uint32_t lost = 0;
    for (size_t i = 0; i < snapshot.objects.count; i++) {
        const SnapObject *object = &snapshot.objects.items[i];
        lost += !object->reachable && object->class == OBJECT_SEQUENCE;
    }
    assert_int_equal(lost, 1);
    check(&snapshot, "garbage", 0);
    snapshot_deinit(&snapshot);
}

static void a_fault_is_found(void **state) {
    Timeline *timeline = *state;
    Snapshot snapshot = build(timeline);
    check(&snapshot, "the end", 0);
    const SnapObject *d = object_named(&snapshot, 0, "d");
    snapshot.objects.items[d - snapshot.objects.items].refcount++;
    Error error = {""};
    assert_false(snapshot_check(&snapshot, &error));
    assert_true(error.message[0]);
    snapshot_deinit(&snapshot);
}

static void what_is_not_there_is_not_found(void **state) {
    Timeline *timeline = *state;
    Snapshot snapshot = build(timeline);
    assert_int_equal(snapshot_find(&snapshot, (Handle){0}), SNAPSHOT_NONE);
    Handle none = snapshot.objects.items[0].handle;
    none.serial += 1000000;
    assert_int_equal(snapshot_find(&snapshot, none), SNAPSHOT_NONE);
    snapshot_deinit(&snapshot);
}

/* ---- as JSON ---- */

static void dumps_are_one_line_and_the_same_each_time(void **state) {
    Timeline *timeline = *state;
    uint32_t count = timeline_count(timeline);
    for (uint32_t stop = 1; stop <= count; stop++) {
        TextBuffer first = {0}, second = {0};
        timeline_seek(timeline, stop);
        dump_stop(timeline, &first);
        timeline_seek(timeline, count);
        timeline_seek(timeline, stop);
        dump_stop(timeline, &second);
        assert_string_equal(text_cstr(&first), text_cstr(&second));
        assert_ptr_equal(strchr(text_cstr(&first), '\n'), text_cstr(&first) + first.length - 1);
        char begins[64];
        snprintf(begins, sizeof begins, "{\"step\":%u,\"steps\":%u,\"line\":", stop, count);
        TextBuffer packed = {0};
        for (size_t i = 0; i < first.length; i++) {
            if (first.bytes[i] != ' ') text_append_char(&packed, first.bytes[i]);
        }
        assert_int_equal(strncmp(text_cstr(&packed), begins, strlen(begins)), 0);
        text_deinit(&first);
        text_deinit(&second);
        text_deinit(&packed);
    }
}

static void a_large_container_is_cut_and_adds_up(void **state) {
    (void)state;
    TimelineOutcome outcome;
    Timeline *timeline = timeline_of("large.py",
                                     text_of("l = [[i] for i in range(5000)]\n"
                                             "t = [l] * 3000\n"
                                             "d = {i: l for i in range(2000)}\n"),
                                     (TimelineConfig){.stop_budget = 20000}, &outcome);
    assert_int_equal(outcome.result, RUN_OK);
    Snapshot snapshot = build(timeline);
    check(&snapshot, "large", 0);
    assert_int_equal(object_named(&snapshot, 0, "l")->refcount, 1 + 3000 + 2000);
    assert_int_equal(object_named(&snapshot, 0, "l")->length, 5000);
    snapshot_deinit(&snapshot);
    timeline_destroy(timeline);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(frames_have_their_variables),
        TEST(an_unbound_local_is_shown_as_such),
        TEST(references_have_labels_and_counts),
        TEST(constants_have_named_holders),
        TEST(garbage_is_shown_as_not_reachable),
        TEST(a_fault_is_found),
        TEST(what_is_not_there_is_not_found),
        TEST(dumps_are_one_line_and_the_same_each_time),
        cmocka_unit_test(a_large_container_is_cut_and_adds_up),
        cmocka_unit_test(counts_add_up_at_every_stop_of_every_script),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
