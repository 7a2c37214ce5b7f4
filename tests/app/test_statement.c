/* Gestures as Python source, over snapshots of real scripts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/statement.h"
#include "timeline/timeline.h"

#include <string.h>

typedef struct Fixture {
    Timeline *timeline;
    Snapshot snapshot;
    TextBuffer text;
    Error error;
} Fixture;

/* Runs the script and looks at its last stop. */
static void look(Fixture *fixture, const char *source) {
    Error error = {""};
    *fixture = (Fixture){.timeline = timeline_create(&(TimelineConfig){.check = true}, &error)};
    assert_non_null(fixture->timeline);
    TimelineOutcome outcome = timeline_run(fixture->timeline, "script.py", text_of(source));
    assert_int_equal(outcome.result, RUN_OK);
    snapshot_build(&fixture->snapshot, timeline_vm(fixture->timeline), SNAPSHOT_PLAIN);
}

static void leave(Fixture *fixture) {
    snapshot_deinit(&fixture->snapshot);
    timeline_destroy(fixture->timeline);
    text_deinit(&fixture->text);
}

static ReferencePlace variable(const Fixture *fixture, const char *name) {
    for (uint32_t i = 0; i < fixture->snapshot.variables.count; i++) {
        if (text_is(fixture->snapshot.variables.items[i].name, name)) {
            return (ReferencePlace){
                .variable = i, .holder = SNAPSHOT_NONE, .reference = SNAPSHOT_NONE};
        }
    }
    fail_msg("no variable %s", name);
    return (ReferencePlace){0};
}

static uint32_t named(const Fixture *fixture, const char *name) {
    return fixture->snapshot.variables.items[variable(fixture, name).variable].object;
}

/* The n-th reference of the object that a name leads to. */
static ReferencePlace item(const Fixture *fixture, uint32_t holder, uint32_t number) {
    const SnapObject *object = &fixture->snapshot.objects.items[holder];
    assert_true(number < object->reference_count);
    return (ReferencePlace){
        .variable = SNAPSHOT_NONE, .holder = holder, .reference = object->first_reference + number};
}

static uint32_t held(const Fixture *fixture, ReferencePlace place) {
    return object_path_held(&fixture->snapshot, place);
}

static void expect_path(Fixture *fixture, uint32_t object, const char *wanted) {
    text_clear(&fixture->text);
    assert_true(object_path_append(&fixture->snapshot, object, &fixture->text, &fixture->error));
    assert_string_equal(text_cstr(&fixture->text), wanted);
}

static void expect_assign(Fixture *fixture, ReferencePlace place, uint32_t target,
                          const char *wanted) {
    text_clear(&fixture->text);
    if (!statement_assign(&fixture->snapshot, place, target, &fixture->text, &fixture->error)) {
        fail_msg("%s", fixture->error.message);
    }
    assert_string_equal(text_cstr(&fixture->text), wanted);
}

static void expect_refusal(Fixture *fixture, ReferencePlace place, const char *word) {
    text_clear(&fixture->text);
    assert_false(statement_place(&fixture->snapshot, place, &fixture->text, &fixture->error));
    if (!strstr(fixture->error.message, word)) fail_msg("%s", fixture->error.message);
    assert_int_equal(fixture->text.length, 0);
}

static void test_names_and_items(void **state) {
    (void)state;
    Fixture fixture;
    look(&fixture, "a = [[1], [2]]\nb = {'k': [3], 7: [4], None: [5]}\n");
    uint32_t a = named(&fixture, "a"), b = named(&fixture, "b");
    expect_path(&fixture, a, "a");
    expect_path(&fixture, held(&fixture, item(&fixture, a, 1)), "a[1]");
    expect_path(&fixture, held(&fixture, item(&fixture, b, 0)), "b['k']");
    expect_path(&fixture, held(&fixture, item(&fixture, b, 1)), "b[7]");
    expect_path(&fixture, held(&fixture, item(&fixture, b, 2)), "b[None]");
    expect_assign(&fixture, variable(&fixture, "b"), a, "b = a");
    expect_assign(&fixture, item(&fixture, a, 0), held(&fixture, item(&fixture, b, 0)),
                  "a[0] = b['k']");
    expect_assign(&fixture, item(&fixture, b, 1), a, "b[7] = a");
    assert_true(
        statement_delete(&fixture.snapshot, item(&fixture, a, 1), &fixture.text, &fixture.error));
    assert_string_equal(text_cstr(&fixture.text), "b[7] = adel a[1]");
    leave(&fixture);
}

static void test_attributes(void **state) {
    (void)state;
    Fixture fixture;
    look(&fixture, "class C:\n    pass\nc = C()\nc.peer = C()\nc.peer.deep = [[0]]\n"
                   "setattr(c, 'not a name', [9])\nsetattr(c, 'class', [8])\n");
    uint32_t c = named(&fixture, "c");
    uint32_t peer = held(&fixture, item(&fixture, c, 0));
    expect_path(&fixture, peer, "c.peer");
    uint32_t deep = held(&fixture, item(&fixture, peer, 0));
    expect_path(&fixture, held(&fixture, item(&fixture, deep, 0)), "c.peer.deep[0]");
    expect_assign(&fixture, item(&fixture, peer, 0), c, "c.peer.deep = c");
    expect_refusal(&fixture, item(&fixture, c, 1), "cannot be written");
    expect_refusal(&fixture, item(&fixture, c, 2), "cannot be written");
    leave(&fixture);
}

static void test_refusals(void **state) {
    (void)state;
    Fixture fixture;
    look(&fixture, "t = ([1], [2])\ns = {(1, 2)}\ndef f(x=[1]): pass\n"
                   "d = {(1, 2): [3]}\n");
    expect_refusal(&fixture, item(&fixture, named(&fixture, "t"), 0), "tuple");
    expect_refusal(&fixture, item(&fixture, named(&fixture, "s"), 0), "set");
    expect_refusal(&fixture, item(&fixture, named(&fixture, "f"), 0), "interpreter");
    ReferencePlace entry = item(&fixture, named(&fixture, "d"), 0);
    expect_refusal(&fixture, entry, "constant");
    entry.key = true;
    expect_refusal(&fixture, entry, "key");
    leave(&fixture);
}

static void test_no_path(void **state) {
    (void)state;
    Fixture fixture;
    look(&fixture, "a = []\na.append(a)\nkept = {1.5: [2]}\nb = []\nb.append(b)\ndel b\n");
    uint32_t lost = held(&fixture, item(&fixture, named(&fixture, "kept"), 0));
    assert_false(object_path_append(&fixture.snapshot, lost, &fixture.text, &fixture.error));
    expect_assign(&fixture, item(&fixture, named(&fixture, "a"), 0), named(&fixture, "a"),
                  "a[0] = a");
    for (uint32_t i = 0; i < fixture.snapshot.objects.count; i++) {
        if (fixture.snapshot.objects.items[i].reachable) continue;
        assert_false(object_path_append(&fixture.snapshot, i, &fixture.text, &fixture.error));
    }
    assert_int_equal(fixture.text.length, strlen("a[0] = a"));
    leave(&fixture);
}

static void test_constants_need_no_name(void **state) {
    (void)state;
    Fixture fixture;
    look(&fixture, "a = [None, True]\nb = 1\n");
    uint32_t a = named(&fixture, "a");
    expect_assign(&fixture, variable(&fixture, "b"), held(&fixture, item(&fixture, a, 0)),
                  "b = a[0]");
    leave(&fixture);
}

static void test_inside_a_call(void **state) {
    (void)state;
    Fixture fixture;
    look(&fixture, "g = [1]\ndef f(x):\n    y = x\n    return y\nf(g)\n");
    for (uint32_t stop = 1; stop <= timeline_count(fixture.timeline); stop++) {
        timeline_seek(fixture.timeline, stop);
        if (timeline_at_module_level(fixture.timeline)) continue;
        snapshot_deinit(&fixture.snapshot);
        snapshot_build(&fixture.snapshot, timeline_vm(fixture.timeline), SNAPSHOT_PLAIN);
        expect_assign(&fixture, variable(&fixture, "g"), named(&fixture, "f"), "g = f");
        expect_refusal(&fixture, variable(&fixture, "x"), "module level");
    }
    leave(&fixture);
}

static void test_on_the_evaluation_stack(void **state) {
    (void)state;
    Fixture fixture;
    look(&fixture, "a = [1]\n");
    ReferencePlace nowhere = {
        .variable = SNAPSHOT_NONE, .holder = SNAPSHOT_NONE, .reference = SNAPSHOT_NONE};
    expect_refusal(&fixture, nowhere, "evaluation stack");
    assert_int_equal(held(&fixture, nowhere), SNAPSHOT_NONE);
    assert_false(object_path_is_item(&fixture.snapshot, nowhere));
    leave(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names_and_items),
                                       cmocka_unit_test(test_attributes),
                                       cmocka_unit_test(test_refusals),
                                       cmocka_unit_test(test_no_path),
                                       cmocka_unit_test(test_constants_need_no_name),
                                       cmocka_unit_test(test_inside_a_call),
                                       cmocka_unit_test(test_on_the_evaluation_stack)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
