/* input() in a history: scripts and statements that wait for a line, go on with it, and read the
 * same again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/graph.h"
#include "timeline/scripts.h"

#include <stdlib.h>

static void check_heap(const Timeline *timeline) {
    Error error = {""};
    if (!heap_check(&timeline_vm(timeline)->heap, &error)) fail_msg("%s", error.message);
}

static void assert_question(const Timeline *timeline, const char *expected) {
    TextBuffer text = {0};
    timeline_question(timeline, &text);
    assert_string_equal(text_cstr(&text), expected);
    text_deinit(&text);
}

/* What is printed up to the last stop. */
static void assert_output(Timeline *timeline, const char *expected) {
    TextBuffer text = {0};
    uint32_t shown = timeline_position(timeline);
    timeline_seek(timeline, timeline_count(timeline));
    timeline_output(timeline, &text);
    assert_string_equal(text_cstr(&text), expected);
    timeline_seek(timeline, shown);
    text_deinit(&text);
}

static Timeline *run(const char *script, TimelineOutcome *outcome) {
    return timeline_of("script.py", text_of(script), (TimelineConfig){.check = true}, outcome);
}

static TimelineOutcome execute(Timeline *timeline, const char *statement) {
    return timeline_execute(timeline, text_of(statement));
}

/* The hashes of all stops; the caller's to free. */
static uint64_t *hashes_of(Timeline *timeline) {
    uint32_t count = timeline_count(timeline), shown = timeline_position(timeline);
    uint64_t *hashes = calloc(count + 1, sizeof *hashes);
    for (uint32_t stop = 1; stop <= count; stop++) {
        timeline_seek(timeline, stop);
        hashes[stop] = timeline_hash(timeline);
    }
    timeline_seek(timeline, shown);
    return hashes;
}

static const char greeting[] = "print('begin')\n"
                               "name = input('Name? ')\n"
                               "ages = int(input('Age? ')), int(input('Age? '))\n"
                               "print(name, sum(ages))\n";

static void a_script_waits_and_goes_on(void **state) {
    (void)state;
    TimelineOutcome outcome;
    Timeline *timeline = run(greeting, &outcome);
    assert_int_equal(outcome.result, RUN_HALTED);
    assert_true(outcome.waiting);
    assert_non_null(strstr(outcome.message, "script.py:2:8: input() waits for a line"));
    assert_true(timeline_is_waiting(timeline));
    assert_int_equal(timeline_line(timeline, timeline_count(timeline)), 2);
    assert_output(timeline, "begin\n");
    assert_question(timeline, "Name? ");
    check_heap(timeline);

    uint32_t first = timeline_count(timeline);
    uint64_t *hashes = hashes_of(timeline);
    timeline_seek(timeline, 1);
    outcome = timeline_answer(timeline, "Ann");
    assert_true(outcome.waiting);
    assert_int_equal(timeline_position(timeline), 1);
    assert_question(timeline, "Age? ");
    assert_output(timeline, "begin\nName? Ann\n");
    assert_true(timeline_answer(timeline, "30").waiting);
    assert_question(timeline, "Age? 30\nAge? "); /* both of one step */
    outcome = timeline_answer(timeline, "40");
    assert_int_equal(outcome.result, RUN_OK);
    assert_false(outcome.waiting);
    assert_false(timeline_is_waiting(timeline));
    assert_question(timeline, "");
    assert_output(timeline, "begin\nName? Ann\nAge? 30\nAge? 40\nAnn 70\n");
    for (uint32_t stop = 1; stop <= first; stop++) {
        timeline_seek(timeline, stop);
        assert_int_equal(timeline_hash(timeline), hashes[stop]);
        check_heap(timeline);
    }
    free(hashes);
    assert_int_equal(timeline_answer_count(timeline), 3);
    assert_string_equal(timeline_answer_text(timeline, 2), "40");
    assert_int_equal(timeline_answers_read(timeline, first), 0);
    assert_int_equal(timeline_answers_read(timeline, timeline_count(timeline)), 3);
    timeline_destroy(timeline);
}

/* Where a built-in waits for Python the script goes on from further back, and comes to the same. */
static void it_goes_on_from_further_back(void **state) {
    (void)state;
    static const char script[] = "class Node:\n"
                                 "    def __del__(self):\n"
                                 "        said = input('last words? ')\n"
                                 "        print(said)\n"
                                 "def key(n):\n"
                                 "    mine = [n]\n"
                                 "    return input(f'{n}? ')\n"
                                 "kept = [Node()]\n"
                                 "print(sorted([1, 2, 3], key=key))\n"
                                 "kept.clear()\n"
                                 "print('end')\n";
    static const char *const lines[] = {"c", "a", "b", "farewell"};
    TimelineOutcome outcome;
    Timeline *timeline = run(script, &outcome);
    for (size_t i = 0; i < 4; i++) {
        assert_true(outcome.waiting);
        uint32_t count = timeline_count(timeline);
        uint64_t *hashes = hashes_of(timeline);
        outcome = timeline_answer(timeline, lines[i]);
        assert_true(timeline_count(timeline) >= count);
        uint64_t *again = hashes_of(timeline);
        for (uint32_t stop = 1; stop <= count; stop++) {
            if (hashes[stop] != again[stop]) fail_msg("answer %zu: stop %u differs", i, stop);
        }
        free(hashes);
        free(again);
        check_heap(timeline);
    }
    assert_int_equal(outcome.result, RUN_OK);
    assert_output(timeline, "1? c\n2? a\n3? b\n[2, 3, 1]\nlast words? farewell\nfarewell\nend\n");
    timeline_destroy(timeline);
}

static void the_end_of_the_input_is_an_answer(void **state) {
    (void)state;
    TimelineOutcome outcome;
    Timeline *timeline = run("try:\n"
                             "    input('more? ')\n"
                             "except EOFError as problem:\n"
                             "    print(problem)\n"
                             "again = input()\n",
                             &outcome);
    assert_true(timeline_answer(timeline, NULL).waiting);
    assert_output(timeline, "more? EOF when reading a line\n");
    assert_int_equal(timeline_answer(timeline, "").result, RUN_OK);
    assert_int_equal(timeline_answer_count(timeline), 2);
    assert_null(timeline_answer_text(timeline, 0));
    assert_string_equal(timeline_answer_text(timeline, 1), "");
    timeline_destroy(timeline);
}

static void a_statement_waits_and_runs_again(void **state) {
    (void)state;
    TimelineOutcome outcome;
    Timeline *timeline = run("x = 1\ny = 2\n", &outcome);
    timeline_seek(timeline, 2);
    uint64_t before = timeline_hash(timeline);
    uint32_t count = timeline_count(timeline);
    const char *const statement = "print('hi'); x = input('a? ') + input('b? ')";
    outcome = execute(timeline, statement);
    assert_true(outcome.waiting);
    assert_true(timeline_is_waiting(timeline));
    assert_false(timeline_can_undo(timeline));
    assert_int_equal(timeline_hash(timeline), before);
    assert_int_equal(timeline_count(timeline), count);
    assert_question(timeline, "hi\na? ");
    assert_true(timeline_answer(timeline, "1").waiting);
    assert_question(timeline, "hi\na? 1\nb? ");
    timeline_seek(timeline, 1);
    outcome = timeline_answer(timeline, "2");
    assert_int_equal(outcome.result, RUN_OK);
    assert_int_equal(timeline_position(timeline), timeline_count(timeline));
    assert_output(timeline, "hi\na? 1\nb? 2\n");
    assert_int_equal(timeline_answer_count(timeline), 2);
    check_heap(timeline);
    uint64_t after = timeline_hash(timeline);
    assert_true(timeline_undo(timeline));
    assert_int_equal(timeline_hash(timeline), before);
    assert_int_equal(timeline_answer_count(timeline), 0);
    assert_true(timeline_redo(timeline));
    assert_int_equal(timeline_hash(timeline), after);
    assert_int_equal(timeline_answer_count(timeline), 2);

    /* given up: by request, and by another statement */
    assert_true(execute(timeline, "input()").waiting);
    timeline_give_up(timeline);
    assert_false(timeline_is_waiting(timeline));
    assert_int_equal(timeline_hash(timeline), after);
    assert_true(execute(timeline, "input()").waiting);
    assert_int_equal(execute(timeline, "z = 1").result, RUN_OK);
    assert_false(timeline_is_waiting(timeline));
    timeline_destroy(timeline);
}

/* Answers are cut with the stops that read them, and come back with them. */
static void answers_belong_to_their_future(void **state) {
    (void)state;
    TimelineOutcome outcome;
    Timeline *timeline = run(greeting, &outcome);
    timeline_answer(timeline, "Ann");
    timeline_answer(timeline, "1");
    uint32_t waiting = timeline_count(timeline);
    assert_question(timeline, "Age? 1\nAge? ");
    timeline_seek(timeline, 2); /* before the name is asked for */
    assert_true(execute(timeline, "first = input('first? ')").waiting);
    assert_int_equal(timeline_answer(timeline, "typed").result, RUN_OK);
    assert_false(timeline_is_waiting(timeline));
    assert_int_equal(timeline_answer_count(timeline), 1);
    outcome = timeline_resume(timeline);
    assert_true(outcome.waiting);
    assert_question(timeline, "Name? ");
    assert_true(timeline_answer(timeline, "Bob").waiting);
    assert_question(timeline, "Age? ");
    check_heap(timeline);
    assert_true(timeline_undo(timeline));
    assert_int_equal(timeline_count(timeline), waiting);
    assert_true(timeline_is_waiting(timeline));
    assert_question(timeline, "Age? 1\nAge? ");
    assert_int_equal(timeline_answer_count(timeline), 2);
    assert_true(timeline_redo(timeline));
    assert_int_equal(timeline_answer_count(timeline), 2);
    assert_string_equal(timeline_answer_text(timeline, 1), "Bob");
    assert_question(timeline, "Age? ");
    timeline_answer(timeline, "2");
    assert_int_equal(timeline_answer(timeline, "3").result, RUN_OK);
    assert_output(timeline, "begin\nfirst? typed\nName? Bob\nAge? 2\nAge? 3\nBob 5\n");
    timeline_destroy(timeline);
}

/* An edit where a script waits: it can go on, and then it waits again. */
static void an_edit_where_it_waits(void **state) {
    (void)state;
    TimelineOutcome outcome;
    Timeline *timeline = run("n = 1\nn += int(input())\nprint(n)\n", &outcome);
    timeline_seek(timeline, timeline_count(timeline));
    assert_int_equal(execute(timeline, "n = 10").result, RUN_OK);
    assert_false(timeline_is_waiting(timeline));
    assert_true(timeline_can_resume(timeline));
    assert_true(timeline_resume(timeline).waiting);
    assert_int_equal(timeline_answer(timeline, "5").result, RUN_OK);
    assert_output(timeline, "5\n15\n");
    assert_true(timeline_undo(timeline));
    assert_true(timeline_is_waiting(timeline));
    assert_int_equal(timeline_answer(timeline, "5").result, RUN_OK);
    assert_output(timeline, "5\n6\n");
    timeline_destroy(timeline);
}

/* ---- steps that run again ---- */

typedef struct Seen {
    uint32_t events;
} Seen;

static void on_event(void *context, uint32_t stop, uint32_t number, HeapEvent event,
                     uint32_t detail) {
    (void)stop, (void)number, (void)event, (void)detail;
    ((Seen *)context)->events++;
}

static void a_step_reads_the_same_again(void **state) {
    (void)state;
    TimelineOutcome outcome;
    Timeline *timeline = run(greeting, &outcome);
    timeline_answer(timeline, "Ann");
    timeline_answer(timeline, "30");
    timeline_answer(timeline, "40");
    execute(timeline, "more = [input() for i in range(3)]");
    for (int i = 0; i < 3; i++) outcome = timeline_answer(timeline, "line");
    assert_int_equal(outcome.result, RUN_OK);
    uint64_t hash = timeline_hash(timeline);
    TextBuffer before = {0}, after = {0};
    timeline_output(timeline, &before);
    for (uint32_t stop = 2; stop <= timeline_count(timeline); stop++) {
        Seen seen = {0};
        TimelineWatch watch = {.context = &seen, .event = on_event};
        uint32_t count;
        timeline_events(timeline, stop, &count);
        assert_true(timeline_rerun(timeline, stop, &watch));
        assert_int_equal(seen.events, count);
        assert_int_equal(timeline_hash(timeline), hash);
    }
    timeline_output(timeline, &after);
    assert_string_equal(text_cstr(&before), text_cstr(&after));
    text_deinit(&before);
    text_deinit(&after);
    timeline_destroy(timeline);
}

/* ---- lines from elsewhere ---- */

static void read_line(void *context, TextBuffer *line) {
    const char **rest = context;
    const char *end = strchr(*rest, '\n');
    size_t length = end ? (size_t)(end - *rest) + 1 : strlen(*rest);
    text_append(line, *rest, length);
    *rest += length;
}

static void a_history_may_read_a_file(void **state) {
    (void)state;
    const char *lines = "Ann\n30\n40";
    TimelineOutcome outcome;
    Timeline *timeline =
        timeline_of("script.py", text_of(greeting),
                    (TimelineConfig){.read_line = read_line, .read_context = &lines}, &outcome);
    assert_int_equal(outcome.result, RUN_OK);
    assert_output(timeline, "begin\nName? Age? Age? Ann 70\n"); /* no echo */
    assert_int_equal(timeline_answer_count(timeline), 3);
    assert_string_equal(timeline_answer_text(timeline, 2), "40");
    assert_int_equal(execute(timeline, "input()").result, RUN_EXCEPTION); /* EOFError */
    timeline_destroy(timeline);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_script_waits_and_goes_on),
        cmocka_unit_test(it_goes_on_from_further_back),
        cmocka_unit_test(the_end_of_the_input_is_an_answer),
        cmocka_unit_test(a_statement_waits_and_runs_again),
        cmocka_unit_test(answers_belong_to_their_future),
        cmocka_unit_test(an_edit_where_it_waits),
        cmocka_unit_test(a_step_reads_the_same_again),
        cmocka_unit_test(a_history_may_read_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
