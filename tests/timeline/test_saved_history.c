/* A history as data, and made again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "timeline/saved_history.h"

#include <string.h>

static const char NAME[] = "sandbox.py";

static Timeline *create(uint32_t stop_budget) {
    TimelineConfig config = {.argument = NAME, .check = true, .stop_budget = stop_budget};
    Error error;
    Timeline *timeline = timeline_create(&config, &error);
    assert_non_null(timeline);
    return timeline;
}

static Timeline *run(const char *source) {
    Timeline *timeline = create(0);
    timeline_run(timeline, NAME, text_of(source));
    return timeline;
}

static void execute(Timeline *timeline, uint32_t at, const char *statement) {
    if (at) timeline_seek(timeline, at);
    assert_int_equal(timeline_execute(timeline, text_of(statement)).result, RUN_OK);
}

/* Saved and made again it is the same, also after all is undone and done again. */
static void expect_same(const Timeline *timeline, const char *source, uint32_t stop_budget) {
    SavedHistory saved;
    Error error;
    saved_history_take(&saved, timeline, NAME, text_of(source));
    Timeline *again = create(stop_budget);
    SavedResult result = saved_history_replay(&saved, again, NULL, &error);
    if (result == SAVED_REFUSED) fail_msg("%s", error.message);
    assert_int_equal(result, SAVED_SAME);
    assert_true(timeline_hash(again) == timeline_hash(timeline));
    assert_int_equal(timeline_count(again), timeline_count(timeline));
    assert_int_equal(timeline_position(again), timeline_position(timeline));
    assert_int_equal(timeline_done_count(again), timeline_done_count(timeline));
    assert_int_equal(timeline_record_count(again), timeline_record_count(timeline));
    assert_true(saved_history_mark(again) == saved_history_mark(timeline));
    uint32_t done = timeline_done_count(again);
    while (timeline_undo(again)) {
    }
    for (uint32_t i = 0; i < done; i++) assert_true(timeline_redo(again));
    timeline_seek(again, saved.shown);
    assert_true(timeline_hash(again) == saved.hash);
    timeline_destroy(again);
    saved_history_deinit(&saved);
}

static void test_statements(void **state) {
    (void)state;
    const char *source = "a = [1]\n";
    Timeline *timeline = run(source);
    expect_same(timeline, source, 0);
    execute(timeline, 0, "b = a");
    execute(timeline, 0, "b.append(b)");
    expect_same(timeline, source, 0);
    timeline_seek(timeline, 2);
    expect_same(timeline, source, 0);
    timeline_destroy(timeline);
}

static void test_what_is_undone_survives(void **state) {
    (void)state;
    Timeline *timeline = run("");
    execute(timeline, 0, "a = []");
    execute(timeline, 0, "b = [a]");
    execute(timeline, 0, "del a");
    timeline_undo(timeline);
    timeline_undo(timeline);
    expect_same(timeline, "", 0);
    timeline_destroy(timeline);
}

static void test_in_the_past_and_on(void **state) {
    (void)state;
    const char *source = "a = []\nb = [a]\nc = [b]\n";
    Timeline *timeline = run(source);
    execute(timeline, 2, "a.append(1)");
    expect_same(timeline, source, 0);
    timeline_resume(timeline);
    expect_same(timeline, source, 0);
    execute(timeline, 5, "d = a");
    timeline_resume(timeline);
    timeline_seek(timeline, timeline_count(timeline));
    execute(timeline, 0, "e = d");
    expect_same(timeline, source, 0);
    timeline_undo(timeline);
    timeline_undo(timeline);
    expect_same(timeline, source, 0);
    /* further back than both: they are cut, and come back by undo */
    execute(timeline, 1, "z = 0");
    expect_same(timeline, source, 0);
    timeline_undo(timeline);
    expect_same(timeline, source, 0);
    timeline_destroy(timeline);
}

/* A run that was ended before its time is ended there again, whatever the bounds are now. */
static void test_cut_runs(void **state) {
    (void)state;
    const char *source = "a = []\nwhile True:\n    a.append([])\n";
    Timeline *timeline = create(40);
    TimelineOutcome outcome = timeline_run(timeline, NAME, text_of(source));
    assert_int_equal(outcome.result, RUN_HALTED);
    assert_true(outcome.cut);
    expect_same(timeline, source, 0);
    execute(timeline, 2, "b = a");
    timeline_resume(timeline);
    expect_same(timeline, source, 0);
    timeline_destroy(timeline);
}

static void expect_refused(SavedHistory *saved, const char *message) {
    Error error;
    Timeline *timeline = create(0);
    assert_int_equal(saved_history_replay(saved, timeline, NULL, &error), SAVED_REFUSED);
    if (!strstr(error.message, message)) fail_msg("%s", error.message);
    timeline_destroy(timeline);
}

static void test_what_cannot_be_made_again(void **state) {
    (void)state;
    SavedStatement one = {.text = (char *)"a = 1", .at = 9};
    SavedHistory saved = {.name = (char *)NAME, .stops = 1, .done = 1, .shown = 1};
    array_push(&saved.statements, one);
    expect_refused(&saved, "statement 1 was executed at step 9, which is not there");
    saved.statements.items[0].at = 1;
    saved.statements.items[0].text = (char *)"a = (";
    expect_refused(&saved, "statement 1 is no Python");
    saved.statements.items[0].text = (char *)"import socket";
    expect_refused(&saved, "statement 1: ");
    saved.statements.items[0].text = (char *)"a = 1";
    saved.statements.items[0].resumed = 3;
    expect_refused(&saved, "cannot go on after statement 1");
    array_deinit(&saved.statements);
}

static void test_another_model(void **state) {
    (void)state;
    SavedHistory saved;
    Error error;
    Timeline *timeline = run("a = []\n"), *again = create(0);
    saved_history_take(&saved, timeline, NAME, text_of("a = []\n"));
    saved.hash ^= 1;
    assert_int_equal(saved_history_replay(&saved, again, NULL, &error), SAVED_DIFFERS);
    timeline_destroy(timeline);
    timeline_destroy(again);
    saved_history_deinit(&saved);
}

static void test_cancel(void **state) {
    (void)state;
    SavedHistory saved = {.name = (char *)NAME, .stops = 1, .shown = 1};
    atomic_bool cancel = true;
    Error error;
    Timeline *timeline = create(0);
    assert_int_equal(saved_history_replay(&saved, timeline, &cancel, &error), SAVED_REFUSED);
    timeline_destroy(timeline);
}

/* What was typed is typed again, to the script and to statements. */
static void test_answers(void **state) {
    (void)state;
    const char *source = "a = input('first ')\nb = [input('second ')]\nc = 1\n";
    Timeline *timeline = run(source);
    assert_true(timeline_is_waiting(timeline));
    expect_same(timeline, source, 0);
    timeline_answer(timeline, "one");
    expect_same(timeline, source, 0);
    timeline_answer(timeline, "two");
    assert_false(timeline_is_waiting(timeline));
    expect_same(timeline, source, 0);
    timeline_seek(timeline, timeline_count(timeline));
    assert_true(timeline_execute(timeline, text_of("d = input()")).waiting);
    timeline_answer(timeline, "three");
    expect_same(timeline, source, 0);
    /* in the past: the script asks anew when it goes on */
    execute(timeline, 2, "z = a");
    timeline_resume(timeline);
    expect_same(timeline, source, 0);
    timeline_answer(timeline, "other");
    expect_same(timeline, source, 0);
    timeline_undo(timeline);
    expect_same(timeline, source, 0);
    timeline_destroy(timeline);
}

static void test_inside_a_call(void **state) {
    (void)state;
    const char *source = "def f(x):\n    y = [x]\n    return y\na = f(1)\n";
    Timeline *timeline = run(source);
    execute(timeline, 3, "b = [2]");
    expect_same(timeline, source, 0);
    execute(timeline, 0, "c = b");
    expect_same(timeline, source, 0);
    timeline_undo(timeline);
    expect_same(timeline, source, 0);
    timeline_destroy(timeline);
}

/* Two machines that run the same are the same to the last byte: a saved history rests on it. */
static void test_determinism(void **state) {
    (void)state;
    const char *source = "import weakref, copy, functools\nclass A:\n    x = (1, 2)\n"
                         "    def f(self, a=[1], *b, c=3): return {1: a, 'x': (self, b)}\n"
                         "a = A().f(1, 2)\nb = weakref.ref(A)\n";
    Timeline *x = run(source), *y = run(source);
    for (uint32_t stop = 1; stop <= timeline_count(x); stop++) {
        timeline_seek(x, stop);
        timeline_seek(y, stop);
        assert_true(timeline_hash(x) == timeline_hash(y));
    }
    timeline_destroy(x);
    timeline_destroy(y);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_statements),
                                       cmocka_unit_test(test_what_is_undone_survives),
                                       cmocka_unit_test(test_in_the_past_and_on),
                                       cmocka_unit_test(test_cut_runs),
                                       cmocka_unit_test(test_what_cannot_be_made_again),
                                       cmocka_unit_test(test_another_model),
                                       cmocka_unit_test(test_cancel),
                                       cmocka_unit_test(test_answers),
                                       cmocka_unit_test(test_inside_a_call),
                                       cmocka_unit_test(test_determinism)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
