#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/graph.h"
#include "timeline/scripts.h"

#include <stdlib.h>

static void check_heap(const Timeline *timeline, const char *where) {
    Error error = {""};
    if (!heap_check(&timeline_vm(timeline)->heap, &error)) {
        fail_msg("%s, stop %u: %s", where, timeline_position(timeline), error.message);
    }
}

/* The hash that is kept agrees with the bytes. */
static void check_hash(const Timeline *timeline) {
    assert_int_equal(timeline_hash(timeline), image_hash_slow(&timeline_vm(timeline)->heap.image));
}

static void assert_output(const Timeline *timeline, const char *expected) {
    TextBuffer out = {0};
    timeline_output(timeline, &out);
    assert_string_equal(text_cstr(&out), expected);
    text_deinit(&out);
}

static TimelineOutcome execute(Timeline *timeline, const char *statement) {
    return timeline_execute(timeline, text_of(statement));
}

/* ---- going on from the past ---- */

static const char counting[] = "total = 0\n"
                               "for i in range(3):\n"
                               "    total += i\n"
                               "print(total)\n"
                               "print('end' + 1 if total > 99 else 'end')\n";

static void the_script_goes_on_after_an_edit(void **state) {
    (void)state;
    Timeline *timeline =
        timeline_of("script.py", text_of(counting), (TimelineConfig){.check = true}, NULL);
    uint32_t count = timeline_count(timeline);
    timeline_seek(timeline, 4); /* the second round, before line 2 */
    assert_false(timeline_can_resume(timeline));
    uint32_t line = timeline_line(timeline, 4);
    uint64_t before = timeline_hash(timeline);
    assert_int_equal(execute(timeline, "total = 40").result, RUN_OK);
    uint32_t edited = timeline_position(timeline);
    assert_true(timeline_can_resume(timeline));
    assert_int_equal(timeline_script_line(timeline, edited), line);
    assert_int_equal(timeline_script_line(timeline, edited - 1), 0);
    assert_int_equal(timeline_outcome(timeline)->stop, 0);
    assert_int_equal(timeline_resume(timeline).result, RUN_OK);
    assert_int_equal(timeline_position(timeline), edited);
    assert_false(timeline_can_resume(timeline));
    assert_int_equal(timeline_count(timeline) - edited, count - 4);
    assert_false(timeline_is_edit(timeline, edited + 1));
    timeline_seek(timeline, timeline_count(timeline));
    assert_output(timeline, "43\nend\n");
    check_heap(timeline, "resumed");
    uint64_t resumed = timeline_hash(timeline);

    /* a second edit in the resumed part, which makes the script fail */
    timeline_seek(timeline, timeline_count(timeline) - 2);
    assert_int_equal(execute(timeline, "total = 100").result, RUN_OK);
    assert_int_equal(timeline_resume(timeline).result, RUN_EXCEPTION);
    assert_int_equal(timeline_outcome(timeline)->stop, timeline_count(timeline));
    assert_true(timeline_undo(timeline));
    assert_int_equal(timeline_outcome(timeline)->result, RUN_OK);
    timeline_seek(timeline, timeline_count(timeline));
    assert_int_equal(timeline_hash(timeline), resumed);

    /* undone and done again with all that followed */
    assert_true(timeline_undo(timeline));
    assert_int_equal(timeline_position(timeline), 4);
    assert_int_equal(timeline_hash(timeline), before);
    assert_int_equal(timeline_count(timeline), count);
    assert_true(timeline_redo(timeline));
    assert_int_equal(timeline_position(timeline), edited);
    assert_false(timeline_can_resume(timeline));
    timeline_seek(timeline, timeline_count(timeline));
    assert_int_equal(timeline_hash(timeline), resumed);
    timeline_destroy(timeline);
}

static void a_call_under_way_is_not_resumed(void **state) {
    (void)state;
    Timeline *timeline =
        timeline_of("script.py", text_of("x = 1\ndef f():\n    y = 2\n    return y\nf()\n"),
                    (TimelineConfig){.check = true}, NULL);
    timeline_seek(timeline, 4);
    assert_false(timeline_at_module_level(timeline));
    assert_int_equal(execute(timeline, "x = 2").result, RUN_OK);
    assert_false(timeline_can_resume(timeline));
    timeline_seek(timeline, 1);
    assert_false(timeline_can_resume(timeline));
    timeline_destroy(timeline);
}

/* ---- every script, both ways ---- */

static void go_both_ways(const char *path) {
    enum { CHECKED = 400, SLOW = 3 };
    Timeline *timeline = timeline_of_script(path, true);
    uint32_t count = timeline_count(timeline);
    uint64_t *hashes = calloc(count + 1, sizeof *hashes);
    uint32_t every = count / CHECKED + 1, slow = count / SLOW + 1;
    for (uint32_t stop = count; stop >= 1; stop--) {
        timeline_seek(timeline, stop);
        hashes[stop] = timeline_hash(timeline);
        if (stop % every == 0) check_heap(timeline, path);
        if (stop % slow == 0 || stop == 1) check_hash(timeline);
    }
    for (uint32_t stop = 1; stop <= count; stop++) {
        timeline_seek(timeline, stop);
        assert_int_equal(timeline_position(timeline), stop);
        if (timeline_hash(timeline) != hashes[stop]) fail_msg("%s: stop %u differs", path, stop);
        if (stop % slow == 0 || stop == count) check_hash(timeline);
    }
    /* and across any distance */
    uint32_t seed = 1;
    for (int i = 0; i < 50; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t stop = 1 + (seed >> 8) % count;
        timeline_seek(timeline, stop);
        assert_int_equal(timeline_hash(timeline), hashes[stop]);
    }
    check_hash(timeline);
    check_heap(timeline, path);
    free(hashes);
    timeline_destroy(timeline);
}

static void every_script_goes_both_ways(void **state) {
    (void)state;
    scripts_for_each(go_both_ways);
}

/* Far enough for leaps of both lengths, with a future that is cut and put back on the way. */
static void long_runs_are_crossed_both_ways(void **state) {
    (void)state;
    enum { LATER = 20001, JUMPS = 60 };
    TimelineOutcome outcome;
    Timeline *timeline = timeline_of("long.py",
                                     text_of("kept = [None] * 50\n"
                                             "for i in range(12000):\n"
                                             "    kept[i % 50] = [i]\n"
                                             "    last = kept[i % 7]\n"),
                                     (TimelineConfig){0}, &outcome);
    assert_int_equal(outcome.result, RUN_OK);
    uint32_t count = timeline_count(timeline);
    assert_true(count > 36000);
    uint64_t *hashes = calloc(count + 1, sizeof *hashes);
    for (uint32_t stop = count; stop >= 1; stop--) {
        timeline_seek(timeline, stop);
        hashes[stop] = timeline_hash(timeline);
    }
    uint32_t seed = 5;
    for (int i = 0; i < JUMPS; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t stop = i % 3 == 0 ? 1 : i % 3 == 1 ? count : 1 + (seed >> 8) % count;
        timeline_seek(timeline, stop);
        assert_int_equal(timeline_hash(timeline), hashes[stop]);
        if (i % 20 == 0) check_hash(timeline);
    }
    timeline_seek(timeline, LATER);
    assert_int_equal(execute(timeline, "for i in range(9000):\n    kept[0] = [i]\n").result,
                     RUN_OK);
    uint64_t after = timeline_hash(timeline);
    timeline_seek(timeline, 1);
    assert_int_equal(timeline_hash(timeline), hashes[1]);
    timeline_seek(timeline, timeline_count(timeline));
    assert_int_equal(timeline_hash(timeline), after);
    assert_true(timeline_undo(timeline));
    timeline_seek(timeline, count);
    assert_int_equal(timeline_hash(timeline), hashes[count]);
    timeline_seek(timeline, 2);
    assert_int_equal(timeline_hash(timeline), hashes[2]);
    check_hash(timeline);
    check_heap(timeline, "after a long run");
    free(hashes);
    timeline_destroy(timeline);
}

/* ---- one run, looked at closely ---- */

static const char script[] = "def add(items, item):\n"
                             "    items.append(item)\n"
                             "    return items\n"
                             "a = []\n"
                             "b = a\n"
                             "add(a, 'first')\n"
                             "print('one')\n"
                             "add(b, [a])\n"
                             "print('two', len(a))\n"
                             "del b\n";

/* Lines that run: def, a, b, add(1), its two lines, print, add(2), its two, print, del; the end. */
enum { STOPS = 13 };

static int begin(void **state) {
    TimelineOutcome outcome;
    *state = timeline_of("script.py", text_of(script), (TimelineConfig){0}, &outcome);
    return outcome.result != RUN_OK;
}

static int end(void **state) {
    check_heap(*state, "at the end of a test");
    timeline_destroy(*state);
    return 0;
}

static void stops_are_lines_and_the_end(void **state) {
    static const uint32_t lines[STOPS] = {1, 4, 5, 6, 2, 3, 7, 8, 2, 3, 9, 10, 0};
    Timeline *timeline = *state;
    assert_int_equal(timeline_count(timeline), STOPS);
    assert_int_equal(timeline_position(timeline), STOPS);
    for (uint32_t stop = 1; stop <= STOPS; stop++) {
        assert_int_equal(timeline_line(timeline, stop), lines[stop - 1]);
        assert_false(timeline_is_edit(timeline, stop));
        timeline_seek(timeline, stop);
        bool inside = lines[stop - 1] == 2 || lines[stop - 1] == 3;
        assert_int_equal(timeline_at_module_level(timeline), !inside);
    }
}

static void a_seek_is_clipped(void **state) {
    Timeline *timeline = *state;
    timeline_seek(timeline, 0);
    assert_int_equal(timeline_position(timeline), 1);
    timeline_seek(timeline, 1000);
    assert_int_equal(timeline_position(timeline), STOPS);
}

static void output_is_that_of_the_shown_stop(void **state) {
    Timeline *timeline = *state;
    assert_output(timeline, "one\ntwo 2\n");
    timeline_seek(timeline, 8);
    assert_output(timeline, "one\n");
    timeline_seek(timeline, 7);
    assert_output(timeline, "");
    TextBuffer out = {0};
    timeline_step_output(timeline, 8, &out);
    assert_string_equal(text_cstr(&out), "one\n");
    text_deinit(&out);
}

static uint32_t events_of(const Timeline *timeline, uint32_t stop, HeapEvent kind) {
    uint32_t count, found = 0;
    const TimelineEvent *events = timeline_events(timeline, stop, &count);
    for (uint32_t i = 0; i < count; i++) found += events[i].kind == kind;
    return found;
}

static void events_tell_births_and_deaths(void **state) {
    Timeline *timeline = *state;
    /* the step of `a = []` leads to the stop before line 5 */
    assert_int_equal(events_of(timeline, 3, HEAP_BORN), 1);
    assert_int_equal(events_of(timeline, 3, HEAP_FREED), 0);
    uint32_t count;
    const TimelineEvent *events = timeline_events(timeline, 3, &count);
    Handle list = events[0].object;
    timeline_seek(timeline, 2);
    assert_int_equal(heap_resolve(&timeline_vm(timeline)->heap, list), REF_NULL);
    timeline_seek(timeline, 3);
    Ref found = heap_resolve(&timeline_vm(timeline)->heap, list);
    assert_int_not_equal(found, REF_NULL);
    assert_int_equal(heap_kind(&timeline_vm(timeline)->heap, found), KIND_LIST);
    timeline_seek(timeline, STOPS);
    assert_int_equal(heap_resolve(&timeline_vm(timeline)->heap, list), found);
    execute(timeline, "a.clear(); a = None");
    assert_int_equal(heap_resolve(&timeline_vm(timeline)->heap, list), REF_NULL);
    assert_true(events_of(timeline, timeline_count(timeline), HEAP_FREED) >= 1);
}

/* ---- statements ---- */

static void statements_are_undone_and_done_again(void **state) {
    static const char *const statements[] = {"c = [1, a]", "del a", "c = a = {}",
                                             "for i in range(3): a[i] = str(i)\n", "1 / 0"};
    enum { COUNT = sizeof statements / sizeof *statements };
    uint64_t hashes[COUNT + 1];
    uint32_t counts[COUNT + 1];
    Timeline *timeline = *state;
    hashes[0] = timeline_hash(timeline);
    counts[0] = timeline_count(timeline);
    for (size_t i = 0; i < COUNT; i++) {
        TimelineOutcome outcome = execute(timeline, statements[i]);
        assert_int_equal(outcome.result, i == COUNT - 1 ? RUN_EXCEPTION : RUN_OK);
        check_heap(timeline, statements[i]);
        hashes[i + 1] = timeline_hash(timeline);
        counts[i + 1] = timeline_count(timeline);
        assert_int_equal(timeline_edit_count(timeline), i + 1);
        assert_string_equal(timeline_edit_text(timeline, (uint32_t)i), statements[i]);
        assert_true(timeline_is_edit(timeline, counts[i + 1]));
        assert_int_equal(timeline_line(timeline, counts[i + 1]), 0);
    }
    assert_false(timeline_can_redo(timeline));
    for (size_t round = 0; round < 2; round++) {
        for (size_t i = COUNT; i-- > 0;) {
            assert_true(timeline_undo(timeline));
            assert_int_equal(timeline_count(timeline), counts[i]);
            assert_int_equal(timeline_position(timeline), counts[i]);
            assert_int_equal(timeline_hash(timeline), hashes[i]);
            assert_int_equal(timeline_edit_count(timeline), i);
            check_heap(timeline, "after undo");
        }
        assert_false(timeline_undo(timeline));
        for (size_t i = 0; i < COUNT; i++) {
            assert_true(timeline_redo(timeline));
            assert_int_equal(timeline_count(timeline), counts[i + 1]);
            assert_int_equal(timeline_position(timeline), counts[i + 1]);
            assert_int_equal(timeline_hash(timeline), hashes[i + 1]);
            check_heap(timeline, "after redo");
        }
        assert_false(timeline_redo(timeline));
    }
    check_hash(timeline);
}

static void an_expression_shows_its_value(void **state) {
    Timeline *timeline = *state;
    execute(timeline, "len(a)");
    assert_output(timeline, "one\ntwo 2\n2\n");
    timeline_undo(timeline);
    assert_output(timeline, "one\ntwo 2\n");
}

static void an_exception_is_told_and_can_be_undone(void **state) {
    Timeline *timeline = *state;
    uint64_t before = timeline_hash(timeline);
    assert_int_equal(execute(timeline, "nothing_of_that_name").result, RUN_EXCEPTION);
    TextBuffer out = {0};
    timeline_step_output(timeline, timeline_count(timeline), &out);
    assert_non_null(strstr(text_cstr(&out), "NameError"));
    text_deinit(&out);
    assert_int_equal(execute(timeline, "a = 5").result, RUN_OK);
    assert_true(timeline_undo(timeline));
    assert_true(timeline_undo(timeline));
    assert_int_equal(timeline_hash(timeline), before);
}

static void what_is_refused_changes_nothing(void **state) {
    static const char *const refused[] = {
        "a = = 1",           "async def f(): await g()",  "import socket", "a = [", "print('x', )(",
        "import os; a = os", "with a as b, async c: pass"};
    Timeline *timeline = *state;
    execute(timeline, "c = 1");
    execute(timeline, "d = 2");
    timeline_undo(timeline);
    for (uint32_t stop = STOPS; stop >= STOPS - 1; stop--) {
        timeline_seek(timeline, stop);
        uint64_t hash = timeline_hash(timeline), bytes = timeline_bytes(timeline);
        uint32_t count = timeline_count(timeline);
        for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
            TimelineOutcome outcome = execute(timeline, refused[i]);
            if (outcome.result != RUN_HALTED && outcome.result != RUN_SYNTAX) {
                fail_msg("%s was not refused: %d", refused[i], (int)outcome.result);
            }
            if (outcome.result == RUN_HALTED) assert_true(outcome.message[0]);
            assert_int_equal(timeline_position(timeline), stop);
            assert_int_equal(timeline_hash(timeline), hash);
            assert_int_equal(timeline_bytes(timeline), bytes);
            assert_int_equal(timeline_count(timeline), count);
            assert_int_equal(timeline_edit_count(timeline), 1);
            assert_true(timeline_can_redo(timeline));
            check_heap(timeline, refused[i]);
            check_hash(timeline);
        }
    }
    assert_true(timeline_redo(timeline));
}

static void a_statement_that_is_refused_half_way_changes_nothing(void **state) {
    Timeline *timeline = *state;
    uint64_t hash = timeline_hash(timeline);
    assert_int_equal(execute(timeline, "for i in range(5):\n"
                                       "    a.append(i)\n"
                                       "    print(i)\n"
                                       "    if i == 3: import socket\n")
                         .result,
                     RUN_HALTED);
    assert_int_equal(timeline_hash(timeline), hash);
    assert_int_equal(timeline_count(timeline), STOPS);
    assert_output(timeline, "one\ntwo 2\n");
    check_heap(timeline, "refused half way");
}

static void continuing_from_the_past_and_taking_it_back(void **state) {
    Timeline *timeline = *state;
    /* the line from which the script can go on; 0 within a call and at the end */
    static const uint32_t between_calls[STOPS] = {1, 4, 5, 6, 0, 0, 7, 8, 0, 0, 9, 10, 0};
    uint64_t hashes[STOPS + 1];
    for (uint32_t stop = 1; stop <= STOPS; stop++) {
        timeline_seek(timeline, stop);
        hashes[stop] = timeline_hash(timeline);
    }
    for (uint32_t past = 1; past <= STOPS; past++) {
        timeline_seek(timeline, past);
        TimelineOutcome outcome = execute(timeline, "new = [1, 2]");
        if (outcome.result != RUN_OK) fail_msg("at stop %u: %s", past, outcome.message);
        assert_int_equal(timeline_can_resume(timeline), between_calls[past - 1] != 0);
        assert_int_equal(timeline_line(timeline, timeline_count(timeline)),
                         between_calls[past - 1]);
        uint32_t count = timeline_count(timeline);
        assert_true(count > past);
        uint64_t new_hash = timeline_hash(timeline);
        timeline_seek(timeline, past);
        assert_int_equal(timeline_hash(timeline), hashes[past]);
        timeline_seek(timeline, count);
        assert_int_equal(timeline_hash(timeline), new_hash);
        check_heap(timeline, "after continuing from the past");
        assert_true(timeline_undo(timeline));
        assert_int_equal(timeline_position(timeline), past);
        assert_int_equal(timeline_count(timeline), STOPS);
        for (uint32_t stop = 1; stop <= STOPS; stop++) {
            timeline_seek(timeline, stop);
            assert_int_equal(timeline_hash(timeline), hashes[stop]);
        }
        assert_true(timeline_redo(timeline));
        assert_int_equal(timeline_hash(timeline), new_hash);
        assert_true(timeline_undo(timeline));
    }
    check_hash(timeline);
}

static void an_edit_in_the_past_takes_later_ones_out_of_the_list(void **state) {
    Timeline *timeline = *state;
    execute(timeline, "c = 1");
    uint32_t middle = timeline_count(timeline);
    execute(timeline, "d = 2");
    execute(timeline, "e = 3");
    timeline_seek(timeline, middle);
    execute(timeline, "f = 4");
    assert_int_equal(timeline_edit_count(timeline), 2);
    assert_string_equal(timeline_edit_text(timeline, 0), "c = 1");
    assert_string_equal(timeline_edit_text(timeline, 1), "f = 4");
    timeline_undo(timeline);
    assert_int_equal(timeline_edit_count(timeline), 3);
    assert_string_equal(timeline_edit_text(timeline, 2), "e = 3");
}

/* ---- random histories against a model ---- */

typedef Array(uint64_t) Hashes;

typedef struct ModelEdit {
    uint32_t at;
    Hashes other;
} ModelEdit;

/* What the timeline should be: the hash of each stop, and the futures that edits have cut. */
typedef struct Model {
    Hashes stops; /* of stop i at i - 1 */
    Array(ModelEdit) edits;
    size_t done;
    uint32_t position;
} Model;

static void model_swap(Model *model, ModelEdit *edit) {
    Hashes cut = {0};
    for (size_t i = edit->at; i < model->stops.count; i++) {
        array_push(&cut, model->stops.items[i]);
    }
    model->stops.count = edit->at;
    for (size_t i = 0; i < edit->other.count; i++) {
        array_push(&model->stops, edit->other.items[i]);
    }
    array_deinit(&edit->other);
    edit->other = cut;
}

static void model_execute(Model *model, Timeline *timeline) {
    while (model->edits.count > model->done) {
        ModelEdit undone = array_pop(&model->edits);
        array_deinit(&undone.other);
    }
    ModelEdit edit = {.at = model->position};
    model_swap(model, &edit);
    array_push(&model->edits, edit);
    model->done++;
    for (uint32_t stop = edit.at + 1; stop <= timeline_count(timeline); stop++) {
        timeline_seek(timeline, stop);
        array_push(&model->stops, timeline_hash(timeline));
    }
    model->position = (uint32_t)model->stops.count;
}

static void model_deinit(Model *model) {
    for (size_t i = 0; i < model->edits.count; i++) array_deinit(&model->edits.items[i].other);
    array_deinit(&model->edits);
    array_deinit(&model->stops);
}

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void random_action(Timeline *timeline, Model *model, uint32_t *seed) {
    static const char *const statements[] = {"a = [1]",
                                             "a.append(a)",
                                             "del a",
                                             "b = a; a = None",
                                             "x = y = {}",
                                             "add(a, 'new')",
                                             "for i in 'ab': x = [i]\n",
                                             "1 / 0",
                                             "b.append([b])",
                                             "import socket",
                                             "syntax error",
                                             "print('hello')",
                                             "a = b = x = None"};
    uint32_t count = timeline_count(timeline);
    switch (next_random(seed) % 6) {
    case 0:
    case 1:
        model->position = 1 + next_random(seed) % count;
        timeline_seek(timeline, model->position);
        break;
    case 2:
    case 3: {
        const char *statement =
            statements[next_random(seed) % (sizeof statements / sizeof *statements)];
        TimelineOutcome outcome = execute(timeline, statement);
        if (outcome.result == RUN_OK || outcome.result == RUN_EXCEPTION) {
            model_execute(model, timeline);
        }
        break;
    }
    case 4:
        assert_int_equal(timeline_undo(timeline), model->done > 0);
        if (!model->done) break;
        ModelEdit *undone = &model->edits.items[--model->done];
        model_swap(model, undone);
        model->position = undone->at;
        break;
    case 5:
        assert_int_equal(timeline_redo(timeline), model->done < model->edits.count);
        if (model->done == model->edits.count) break;
        model_swap(model, &model->edits.items[model->done++]);
        model->position = (uint32_t)model->stops.count;
        break;
    default: break;
    }
}

static void random_histories_agree_with_a_model(void **state) {
    enum { HISTORIES = 12, ACTIONS = 150, SLOW = 50 };
    (void)state;
    for (uint32_t history = 1; history <= HISTORIES; history++) {
        Timeline *timeline = timeline_of("script.py", text_of(script), (TimelineConfig){0}, NULL);
        Model model = {0};
        for (uint32_t stop = 1; stop <= timeline_count(timeline); stop++) {
            timeline_seek(timeline, stop);
            array_push(&model.stops, timeline_hash(timeline));
        }
        model.position = timeline_position(timeline);
        uint32_t seed = history * 7919;
        for (int i = 0; i < ACTIONS; i++) {
            random_action(timeline, &model, &seed);
            assert_int_equal(timeline_count(timeline), model.stops.count);
            assert_int_equal(timeline_position(timeline), model.position);
            assert_int_equal(timeline_hash(timeline), model.stops.items[model.position - 1]);
            check_heap(timeline, "in a random history");
            if (i % SLOW == 0) check_hash(timeline);
        }
        check_hash(timeline);
        model_deinit(&model);
        timeline_destroy(timeline);
    }
}

/* ---- bounds ---- */

/* A run that is too much ends, says why, and leaves a timeline that works. */
static void expect_halt(const char *source, TimelineConfig config, const char *words) {
    TimelineOutcome outcome;
    Timeline *timeline = timeline_of("big.py", text_of(source), config, &outcome);
    if (outcome.result != RUN_HALTED) fail_msg("%s\nended with %d", source, (int)outcome.result);
    if (!strstr(outcome.message, words)) {
        fail_msg("\"%s\" does not say \"%s\"", outcome.message, words);
    }
    check_heap(timeline, words);
    uint32_t count = timeline_count(timeline);
    uint64_t hash = timeline_hash(timeline);
    timeline_seek(timeline, 1);
    check_heap(timeline, words);
    TimelineOutcome after = execute(timeline, "x = 1");
    assert_int_equal(after.result, RUN_OK);
    assert_true(timeline_undo(timeline));
    timeline_seek(timeline, count);
    assert_int_equal(timeline_hash(timeline), hash);
    check_hash(timeline);
    timeline_destroy(timeline);
}

static void runs_are_bounded(void **state) {
    (void)state;
    expect_halt("while True: pass\n", (TimelineConfig){.instruction_budget = 10000}, "");
    expect_halt("while True:\n    x = 1\n", (TimelineConfig){.stop_budget = 500}, "500 steps");
    expect_halt("while True:\n    x = [1]\n", (TimelineConfig){.history_budget = 1 << 20},
                "history");
    expect_halt("x = []\nwhile True:\n    x.append([1] * 1000)\n",
                (TimelineConfig){.memory_budget = 1 << 22}, "memory");
    expect_halt("x = [0] * 1000000\n", (TimelineConfig){.memory_budget = 1 << 22}, "memory");
    expect_halt("while True: print('x' * 1000)\n", (TimelineConfig){.output_budget = 1 << 16},
                "output");
}

static void a_statement_is_bounded_too(void **state) {
    (void)state;
    Timeline *timeline =
        timeline_of("script.py", text_of(script),
                    (TimelineConfig){.memory_budget = 1 << 23, .instruction_budget = 100000}, NULL);
    uint64_t hash = timeline_hash(timeline);
    const char *const big[] = {"while True: pass\n", "x = [0] * 10000000", "x = 'a' * 10000000",
                               "while True: a.append([1] * 100)\n"};
    for (size_t i = 0; i < sizeof big / sizeof *big; i++) {
        TimelineOutcome outcome = execute(timeline, big[i]);
        assert_int_equal(outcome.result, RUN_HALTED);
        assert_int_equal(timeline_hash(timeline), hash);
        assert_int_equal(timeline_count(timeline), STOPS);
        check_heap(timeline, big[i]);
    }
    assert_int_equal(execute(timeline, "x = 1").result, RUN_OK);
    timeline_destroy(timeline);
}

static void interrupt_at_first_word(void *context, int fd, const char *bytes, size_t length) {
    (void)fd, (void)bytes, (void)length;
    timeline_interrupt(context);
}

static void a_run_can_be_interrupted(void **state) {
    (void)state;
    Error error;
    Timeline *timeline = timeline_create(&(TimelineConfig){.check = true}, &error);
    assert_non_null(timeline);
    timeline_set_writer(timeline, interrupt_at_first_word, timeline);
    TimelineOutcome outcome =
        timeline_run(timeline, "loop.py", text_of("x = 1\nwhile True: print(x)\n"));
    assert_int_equal(outcome.result, RUN_HALTED);
    assert_true(timeline_count(timeline) >= 2);
    check_heap(timeline, "after an interruption");
    timeline_set_writer(timeline, NULL, NULL);
    assert_int_equal(execute(timeline, "x = 2").result, RUN_OK);
    timeline_destroy(timeline);
}

static void a_script_that_does_not_compile_is_one_stop(void **state) {
    (void)state;
    TimelineOutcome outcome;
    Timeline *timeline = timeline_of("bad.py", text_of("x = = 1\n"), (TimelineConfig){0}, &outcome);
    assert_int_equal(outcome.result, RUN_SYNTAX);
    assert_int_equal(timeline_count(timeline), 1);
    check_heap(timeline, "a syntax error");
    assert_int_equal(execute(timeline, "x = 1").result, RUN_OK);
    timeline_destroy(timeline);
}

static void an_empty_script_has_an_end(void **state) {
    (void)state;
    TimelineOutcome outcome;
    Timeline *timeline = timeline_of("empty.py", text_of(""), (TimelineConfig){0}, &outcome);
    assert_int_equal(outcome.result, RUN_OK);
    assert_true(timeline_count(timeline) >= 1);
    check_hash(timeline);
    timeline_destroy(timeline);
}

static void shutdown_is_a_step_that_can_be_taken_back(void **state) {
    (void)state;
    TimelineOutcome outcome;
    Timeline *timeline = timeline_of("last.py",
                                     text_of("class N:\n"
                                             "    def __del__(self): print('bye')\n"
                                             "n = N()\n"),
                                     (TimelineConfig){0}, &outcome);
    assert_int_equal(outcome.result, RUN_OK);
    uint64_t before = timeline_hash(timeline);
    uint32_t count = timeline_count(timeline);
    assert_int_equal(timeline_shutdown(timeline).result, RUN_OK);
    assert_output(timeline, "bye\n");
    uint64_t after = timeline_hash(timeline);
    timeline_seek(timeline, count);
    assert_output(timeline, "");
    assert_int_equal(timeline_hash(timeline), before);
    check_heap(timeline, "before shutdown");
    timeline_seek(timeline, timeline_count(timeline));
    assert_int_equal(timeline_hash(timeline), after);
    check_hash(timeline);
    timeline_destroy(timeline);
}

static void a_run_without_history_prints_the_same(void **state) {
    (void)state;
    TimelineOutcome outcome;
    Timeline *timeline =
        timeline_of("script.py", text_of(script), (TimelineConfig){.forget = true}, &outcome);
    assert_int_equal(outcome.result, RUN_OK);
    assert_int_equal(timeline_count(timeline), 1);
    check_heap(timeline, "without history");
    timeline_destroy(timeline);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(stops_are_lines_and_the_end),
        TEST(a_seek_is_clipped),
        TEST(output_is_that_of_the_shown_stop),
        TEST(events_tell_births_and_deaths),
        TEST(statements_are_undone_and_done_again),
        TEST(an_expression_shows_its_value),
        TEST(an_exception_is_told_and_can_be_undone),
        TEST(what_is_refused_changes_nothing),
        TEST(a_statement_that_is_refused_half_way_changes_nothing),
        TEST(continuing_from_the_past_and_taking_it_back),
        TEST(an_edit_in_the_past_takes_later_ones_out_of_the_list),
        cmocka_unit_test(random_histories_agree_with_a_model),
        cmocka_unit_test(runs_are_bounded),
        cmocka_unit_test(a_statement_is_bounded_too),
        cmocka_unit_test(a_run_can_be_interrupted),
        cmocka_unit_test(a_script_that_does_not_compile_is_one_stop),
        cmocka_unit_test(an_empty_script_has_an_end),
        cmocka_unit_test(shutdown_is_a_step_that_can_be_taken_back),
        cmocka_unit_test(the_script_goes_on_after_an_edit),
        cmocka_unit_test(a_call_under_way_is_not_resumed),
        cmocka_unit_test(a_run_without_history_prints_the_same),
        cmocka_unit_test(long_runs_are_crossed_both_ways),
        cmocka_unit_test(every_script_goes_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
