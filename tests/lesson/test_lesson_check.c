/* Right answers, a person's answers judged, and whole lessons checked against their scripts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lesson/answers.h"
#include "lesson/lesson_stage.h"

#include <math.h>
#include <stdio.h>

static const char script[] = "import copy\n"
                             "class Node:\n"
                             "    pass\n"
                             "plan = [[1], [2]]\n"
                             "alias = plan\n"
                             "half = copy.copy(plan)\n"
                             "whole = copy.deepcopy(plan)\n"
                             "a, b = Node(), Node()\n"
                             "a.peer = b\n"
                             "c = b\n"
                             "del c\n"
                             "b = None\n"
                             "del a\n"
                             "print('end')\n";

#define HEAD "title: T\ngoal: G\nminutes: 1\n"
#define ASK  "    ask Q\n    wrong because W\n"

static const char good[] =
    HEAD "beat count: How many\n"
         "  at line 'alias = plan'\n"
         "  predict number refcount(plan)\n"
         "    ask What will the badge of `plan` say?\n"
         "    wrong refcount(plan) // 3 because A copy? No.\n"
         "    wrong refcount(plan) + 1 because It is {refcount(plan)}, not more.\n"
         "    wrong before(refcount(plan)) because It was {before(refcount(plan))}.\n"
         "    wrong because Count.\n"
         "    right Two names, {refcount(plan) - before(refcount(plan))} more.\n"
         "  note Let them guess. It is {refcount(plan)} now.\n"
         "  show bytes plan, plan[0]\n"
         "  say {exists(__name__)}, {count(dict)}, {count(generator)}, {count(Node)}\n"
         "beat inner: What is shared\n"
         "  at line 'half = ' after\n"
         "  predict choice half[0] is plan[0]\n"
         "    reveal here\n"
         "    ask Is the inside shared?\n"
         "    option 'shared' = true\n"
         "    option 'copied' = false because A shallow copy copies the box.\n"
         "  compare\n"
         "    side 'Shallow' focus half[0] at line 'half = ' after\n"
         "    side 'Deep' script 'other.py' focus deep at finish\n"
         "beat draw\n"
         "  at line 'a.peer = b'\n"
         "  predict reference a.peer -> b\n"
         "    ask Where will it lead?\n"
         "    wrong a because To itself? No.\n"
         "    wrong because No.\n"
         "beat name\n"
         "  at line 'del c'\n"
         "  predict reference c\n"
         "    ask Where will it lead?\n"
         "    wrong because It is gone.\n"
         "beat which\n"
         "  at line 'del a'\n"
         "  predict pick freed(it)\n"
         "    ask Which object goes?\n"
         "    wrong plan because That one has names.\n"
         "    wrong because No.\n"
         "    unsure Follow the arrows.\n"
         "  task freed(a) and count(Node) == before(count(Node)) - 2\n"
         "    ask Make it go.\n"
         "    hint How many names hold [it](a)?\n"
         "    solution\n"
         "      for name in ('a',):\n"
         "          x = name\n"
         "      del a; x = 1\n"
         "    done Gone. `x` is {x}, of {before(count(Node))} are left {count(Node)}.\n";

static bool read_other(void *context, const char *path, TextBuffer *out, Error *error) {
    (void)error;
    (void)context;
    bool other = strcmp(path, "a/other.py") == 0;
    if (!other && strcmp(path, "a/01_x.py") != 0) return error_set(error, "%s is missing", path);
    text_append_string(out, other ? "deep = [1]\n" : script);
    return true;
}

static void check(const char *text, TextBuffer *told) {
    LessonCheck config = {.path = "a/01_x.lesson", .read_file = read_other, .check_heap = true};
    LessonMistakes mistakes = {0};
    text_clear(told);
    bool fine = lesson_check(&config, text_of(text), &mistakes);
    lesson_mistakes_append(&mistakes, "x", told);
    assert_int_equal(fine, told->length == 0);
    lesson_mistakes_deinit(&mistakes);
}

static void test_a_good_lesson(void **state) {
    (void)state;
    TextBuffer told = {0};
    check(good, &told);
    assert_string_equal(text_cstr(&told), "");
    text_deinit(&told);
}

static const struct {
    const char *beat, *mistake;
} wrong[] = {
    {"  at line 'no such line'\n  say W\n", "5:6: no line of the script contains"},
    {"  at finish\n  predict number 1\n" ASK, "6:3: nothing runs after the last stop"},
    {"  at finish\n  predict number 1\n" ASK "    reveal start\n",
     "9:12: the reveal, at step 1, comes before the beat"},
    {"  at finish\n  say W\nbeat c\n  at start\n  say W\n",
     "8:6: this beat, at step 1, comes before the beat b above it"},
    {"  at finish\n  say [x](nobody)\n", "6:11: nothing is called `nobody`"},
    {"  at finish\n  say [x](a)\n", "6:11: this link leads to nothing"},
    {"  at finish\n  say {refcount(nobody)}\n", "6:17: nothing is called `nobody`"},
    {"  at finish\n  say W\n  show focus plan, nobody\n", "7:20: nothing is called `nobody`"},
    {"  at finish\n  say W\n  show only a\n", "7:13: this object is not in the picture"},
    {"  at finish\n  say W\n  show bytes plan, nobody\n", "7:20: nothing is called `nobody`"},
    {"  at finish\n  say W\n  show bytes a\n", "7:14: this object is not in the picture"},
    {"  at finish\n  say W\n  note {refcount(nobody)}\n", "7:18: nothing is called `nobody`"},
    {"  at finish\n  say {len(plan) / 0}\n", "6:8: this is division by zero"},
    {"  at start\n  predict number before(1 % 0)\n" ASK, "6:25: this is division by zero"},
    {"  at start\n  predict number before(refcount(plan))\n" ASK,
     "6:34: nothing is called `plan` at this moment"},
    {"  at line 'alias = '\n  predict number refcount(plan)\n" ASK
     "    wrong before(refcount(plan)) + 1 because W\n",
     "9:5: this answer is right at the reveal"},
    {"  at finish\n  task before(len(plan)) == len(plan)\n    ask Q\n    solution\n      x = 1\n",
     "6:8: this goal holds already"},
    {"  at finish\n  task len(plan) == before(len(plan)) + 2\n    ask Q\n    solution\n"
     "      plan.append(1)\n",
     "6:8: the solution does not reach the goal"},
    /* what is not computed, or content with what is not there */
    {"  at finish\n  say {exists(nobdy)}\n", "6:15: `nobdy` is no name of the script"},
    {"  at finish\n  say {false and nobdy is plan}\n", "6:18: `nobdy` is no name of the script"},
    {"  at finish\n  say {count(Nodd)}\n", "6:14: there is no type `Nodd` in the script"},
    {"  at finish\n  say W\n  note {exists(nobdy.x)}\n", "7:16: `nobdy` is no name"},
    {"  at finish\n  say W\n  show focus w@gone\n", "7:14: no call of `gone` is under way"},
    {"  at finish\n  task exists(x) or exists(zz)\n    ask Q\n    solution\n      x = 1\n",
     "6:28: `zz` is no name of the script, nor of the solution"},
    {"  at finish\n  task exists(x)\n    ask {exists(x)}\n    solution\n      x = 1\n",
     "7:17: `x` is no name of the script"},
    {"  at start\n  predict choice 1\n    ask Q\n    option 'a' = 1\n"
     "    option 'b' = 2 because {exists(nobdy)}\n",
     "9:36: `nobdy` is no name"},
    {"  at start\n  predict number refcount(nobody)\n" ASK, "6:27: nothing is called `nobody`"},
    {"  at finish\n  predict number plan\n    reveal here\n" ASK, "6:18: `plan` is no number"},
    {"  at start\n  predict number 1\n" ASK "    wrong 1 because W\n",
     "9:5: this answer is right at the reveal"},
    {"  at start\n  predict number 1\n" ASK "    wrong nobody because W\n",
     "9:11: `nobody` has no value"},
    {"  at start\n  predict number 1\n" ASK "    right {nobody}\n", "9:12: nothing is called"},
    {"  at start\n  predict choice 1\n    ask Q\n    option 'a' = 2 because W\n    option 'b' = 3 "
     "because W\n",
     "6:3: no option is right: the answer is 1"},
    {"  at start\n  predict choice 1\n    ask Q\n    option 'a' = 1\n    option 'b' = 1\n",
     "9:5: this option is right, too"},
    {"  at start\n  predict choice 1\n    ask Q\n    option 'a' = 1\n    option 'b' = 2\n",
     "9:5: this option is wrong, and has no `because`"},
    {"  at line 'del a'\n  predict pick nobody\n" ASK, "6:16: nothing is called `nobody`"},
    {"  at line 'del a'\n  predict pick refcount(it) == 99\n" ASK,
     "6:16: for no object of the beat's picture"},
    {"  at line 'del a'\n  predict pick is(it, nobody)\n" ASK, "6:23: nothing is called `nobody`"},
    {"  at line 'a.peer = b'\n  predict reference a.peer -> a\n" ASK,
     "6:31: `a.peer` does not lead there at the reveal, but to Node object"},
    {"  at finish\n  task freed(a)\n    ask Q\n    solution\n      x = 1\n",
     "6:8: this goal holds already"},
    {"  at finish\n  task freed(plan)\n    ask Q\n    solution\n      del plan\n",
     "6:8: the solution does not reach the goal"},
    {"  at finish\n  task refcount(x) == 1\n    ask Q\n    solution\n      y = [1]\n",
     "6:17: the solution does not reach the goal: nothing is called `x`"},
    {"  at finish\n  task exists(x)\n    ask Q\n    solution\n      y = 1\n\n      x = nobody\n",
     "11:7: the solution fails: NameError: name 'nobody' is not defined"},
    {"  at finish\n  task exists(x)\n    ask Q\n    solution\n      y = 1\n      x = = 1\n",
     "10:11: the solution: SyntaxError"},
    {"  at finish\n  task exists(x)\n    ask Q\n    solution\n      x = input()\n",
     "9:7: the solution cannot be played"},
    {"  at finish\n  task exists(x.y)\n    ask Q\n    solution\n      while True: x = 1\n",
     "9:7: the solution cannot be played"},
    {"  at freed b inside\n  task exists(x)\n    ask Q\n    solution\n      x = 1\n",
     "6:3: a task cannot begin within a step"},
    {"  at finish\n  compare\n    side 'a' at start\n    side 'b' script 'none.py' at start\n",
     "8:5: the script: a/none.py is missing"},
    {"  at finish\n  compare\n    side 'a' at line 'never'\n    side 'b' at start\n",
     "7:17: no line of the script"},
    {"  at finish\n  compare\n    side 'a' focus nobody at start\n    side 'b' at start\n",
     "7:20: nothing is called `nobody`"},
    {"  at finish\n  compare\n    side 'a' only plan, nobody at finish\n    side 'b' at start\n",
     "7:25: nothing is called `nobody`"},
};

static void test_each_mistake_is_told(void **state) {
    (void)state;
    bool failed = false;
    TextBuffer told = {0}, text = {0};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char wanted[200];
        text_clear(&text);
        text_appendf(&text, HEAD "beat b\n%s", wrong[i].beat);
        check(text_cstr(&text), &told);
        snprintf(wanted, sizeof wanted, "x:%s", wrong[i].mistake);
        bool once =
            told.length && strchr(text_cstr(&told), '\n') == text_cstr(&told) + told.length - 1;
        if (once && strncmp(text_cstr(&told), wanted, strlen(wanted)) == 0) continue;
        print_error("--- %s\nwanted: %s\ntold: %s\n", wrong[i].beat, wanted, text_cstr(&told));
        failed = true;
    }
    assert_false(failed);
    text_deinit(&text);
    text_deinit(&told);
}

/* ---- answers ---- */

typedef struct Asking {
    LessonStage stage;
    LessonFile lesson;
    LessonStops stops;
} Asking;

static void open(Asking *asking) {
    asking->stage = stage_of(script);
    assert_true(lesson_file_read(&asking->lesson, text_of(good), &asking->stage.mistakes));
    anchors_find_all(&asking->stage.run, &asking->lesson, &asking->stops, NULL);
}

static void leave(Asking *asking) {
    anchors_deinit(&asking->stops);
    lesson_file_deinit(&asking->lesson);
    stage_leave(&asking->stage);
}

static void reveal(Asking *asking, const char *beat, Revelation *right) {
    GoalFault fault = {0};
    uint32_t i = (uint32_t)(lesson_file_find(&asking->lesson, beat) - asking->lesson.beats);
    const Prediction *prediction = asking->lesson.beats[i].predict;
    if (!answer_reveal(right, &asking->stage.run, prediction, asking->stops.at[i],
                       asking->stops.reveal[i], &fault)) {
        fail_msg("%s: %s", beat, fault.text);
    }
}

static void expect(const Revelation *right, Answer answer, AnswerOutcome outcome,
                   const char *feedback) {
    Verdict verdict = answer_judge(right, &answer);
    assert_int_equal(verdict.outcome, outcome);
    if (!feedback) {
        assert_null(verdict.feedback);
        return;
    }
    Text first = verdict.feedback->spans[0].text;
    if (!text_is(first, feedback)) fail_msg("%.*s", (int)first.length, first.bytes);
}

static Handle object_of(Asking *asking, const char *path, const char *line) {
    Goal goal = stage_goal(&asking->stage, path);
    MomentLook look;
    GoalValue value;
    LessonStop at = stage_line(&asking->stage, line);
    assert_true(moment_open(&look, &asking->stage.run, at));
    assert_true(goal_find(&goal, &look.moment, &value));
    moment_close(&look);
    return value.object;
}

static void test_answers(void **state) {
    (void)state;
    Asking asking;
    Revelation right;
    Answer unsure = {.kind = ANSWER_UNSURE};
    open(&asking);

    reveal(&asking, "count", &right);
    assert_true(text_is(right.told, "2"));
    expect(&right, (Answer){.kind = ANSWER_NUMBER, .number = 2}, ANSWERED_RIGHT, "Two names, ");
    expect(&right, (Answer){.kind = ANSWER_NUMBER, .number = 0}, ANSWERED_WRONG, "A copy? No.");
    expect(&right, (Answer){.kind = ANSWER_NUMBER, .number = 1}, ANSWERED_WRONG, "It was ");
    expect(&right, (Answer){.kind = ANSWER_NUMBER, .number = 3}, ANSWERED_WRONG, "It is ");
    expect(&right, (Answer){.kind = ANSWER_NUMBER, .number = 9}, ANSWERED_WRONG, "Count.");
    expect(&right, (Answer){.kind = ANSWER_OPTION}, ANSWERED_WRONG, "Count.");
    expect(&right, unsure, ANSWERED_UNSURE, "Two names, ");
    answer_deinit(&right);

    reveal(&asking, "inner", &right);
    assert_true(text_is(right.told, "shared"));
    expect(&right, (Answer){.kind = ANSWER_OPTION, .option = 0}, ANSWERED_RIGHT, NULL);
    expect(&right, (Answer){.kind = ANSWER_OPTION, .option = 1}, ANSWERED_WRONG,
           "A shallow copy copies the box.");
    expect(&right, (Answer){.kind = ANSWER_OPTION, .option = 77}, ANSWERED_WRONG, NULL);
    answer_deinit(&right);

    Handle a = object_of(&asking, "a", "a.peer = b"), b = object_of(&asking, "b", "a.peer = b");
    reveal(&asking, "draw", &right);
    expect(&right, (Answer){.kind = ANSWER_OBJECT, .object = b}, ANSWERED_RIGHT, NULL);
    expect(&right, (Answer){.kind = ANSWER_OBJECT, .object = a}, ANSWERED_WRONG, "To itself? No.");
    expect(&right, (Answer){.kind = ANSWER_OBJECT}, ANSWERED_WRONG, "No.");
    answer_deinit(&right);

    reveal(&asking, "name", &right);
    assert_true(text_is(right.told, "nothing"));
    expect(&right, (Answer){.kind = ANSWER_OBJECT}, ANSWERED_RIGHT, NULL);
    expect(&right, (Answer){.kind = ANSWER_OBJECT, .object = b}, ANSWERED_WRONG, "It is gone.");
    answer_deinit(&right);

    Handle plan = object_of(&asking, "plan", "del a");
    reveal(&asking, "which", &right);
    assert_int_equal(right.objects.count, 2); /* with its peer */
    expect(&right, (Answer){.kind = ANSWER_OBJECT, .object = a}, ANSWERED_RIGHT, NULL);
    expect(&right, (Answer){.kind = ANSWER_OBJECT, .object = b}, ANSWERED_RIGHT, NULL);
    expect(&right, (Answer){.kind = ANSWER_OBJECT, .object = plan}, ANSWERED_WRONG,
           "That one has names.");
    expect(&right, unsure, ANSWERED_UNSURE, "Follow the arrows.");
    answer_deinit(&right);
    leave(&asking);
}

/* Of a float the last digits do not matter; of an int all do. */
static void test_numbers_as_answers(void **state) {
    (void)state;
    static const struct {
        GoalNumber right;
        double answer;
        bool fits;
    } rows[] = {{{0.1 + 0.2, true}, 0.3, true}, {{1.0 / 3, true}, 0.33, false},
                {{2, false}, 2, true},          {{2, false}, 2.0000000000001, false},
                {{3, true}, 3, true},           {{0, true}, 0, true},
                {{0, true}, 1e-30, false},      {{HUGE_VAL, true}, 5, false},
                {{-0.5, true}, 0.5, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(goal_number_is_answer(rows[i].right, rows[i].answer), rows[i].fits);
    }
}

static void test_the_check_leaves_no_trace(void **state) {
    (void)state;
    Asking asking;
    open(&asking);
    Timeline *timeline = asking.stage.timeline;
    uint32_t count = timeline_count(timeline);
    LessonCheck config = {.path = "a/01_x.lesson", .read_file = read_other};
    for (uint32_t stop = 1; stop <= count; stop += count / 3) {
        timeline_seek(timeline, stop);
        uint64_t hash = timeline_hash(timeline);
        lesson_check_beats(&config, &asking.lesson, &asking.stage.run, &asking.stage.mistakes);
        assert_int_equal(asking.stage.mistakes.items.count, 0);
        assert_int_equal(timeline_hash(timeline), hash);
        assert_int_equal(timeline_position(timeline), stop);
        assert_int_equal(timeline_count(timeline), count);
        assert_false(timeline_can_undo(timeline) || timeline_can_redo(timeline));
    }
    leave(&asking);
}

/* Conditions that look at much, asked of many objects in many beats. */
static void test_a_hostile_lesson_ends(void **state) {
    (void)state;
    static const char many[] = "class N: pass\n"
                               "l = [N() for i in range(1500)]\n"
                               "print('a' * 200000)\n"
                               "del l\n"
                               "for i in range(5000): y = [i]\n";
    LessonStage stage = stage_of(many);
    LessonFile lesson;
    LessonCheck config = {.path = "a/01_x.lesson", .read_file = read_other};
    TextBuffer text = {0};
    text_append_string(&text, HEAD);
    for (int i = 0; i < LESSON_BEATS_MAX; i++) {
        text_appendf(&text,
                     "beat b%d\n  at line 'del l'\n  predict pick printed('aaaaaaaaaaab') or "
                     "freed(it)\n" ASK "    reveal finish\n",
                     i);
    }
    assert_true(lesson_file_read(&lesson, text_view(&text), &stage.mistakes));
    lesson_check_beats(&config, &lesson, &stage.run, &stage.mistakes);
    assert_int_equal(stage.mistakes.items.count, 2);
    assert_non_null(strstr(stage.mistakes.items.items[0].text, "takes too long to compute"));
    assert_non_null(strstr(stage.mistakes.items.items[1].text, "were not checked"));
    lesson_file_deinit(&lesson);
    text_deinit(&text);
    stage_leave(&stage);
}

typedef struct Asked {
    LessonAgreement answer;
    TextBuffer paths;
} Asked;

static bool read_for_python(void *context, const char *path, TextBuffer *out, Error *error) {
    (void)context;
    return read_other(NULL, path, out, error);
}

static LessonAgreement answer_as_told(void *context, const char *path, Text source,
                                      TextBuffer *told) {
    Asked *asked = context;
    text_appendf(&asked->paths, "%s %zu\n", path, source.length);
    text_append_string(told, asked->answer == LESSON_NOT_ASKED ? "it is not there."
                                                               : "line 1 differs\n  ours: 1\n");
    return asked->answer;
}

static void test_python3_is_asked(void **state) {
    (void)state;
    static const struct {
        LessonAgreement answer;
        const char *mistakes, *notes;
    } rows[] = {
        {LESSON_AGREES, "", ""},
        {LESSON_DIFFERS,
         "x:1:1: the script a/01_x.py differs from python3: line 1 differs; ours: 1\n"
         "x:25:5: the script a/other.py differs from python3: line 1 differs; ours: 1\n",
         ""},
        {LESSON_NOT_ASKED, "",
         "a/01_x.py was not compared with python3: it is not there.\n"
         "a/other.py was not compared with python3: it is not there.\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Asked asked = {.answer = rows[i].answer};
        TextBuffer notes = {0}, told = {0};
        LessonMistakes mistakes = {0};
        LessonCheck config = {.path = "a/01_x.lesson",
                              .read_file = read_for_python,
                              .python = answer_as_told,
                              .notes = &notes,
                              .context = &asked};
        bool fine = lesson_check(&config, text_of(good), &mistakes);
        assert_int_equal(fine, rows[i].answer != LESSON_DIFFERS);
        lesson_mistakes_append(&mistakes, "x", &told);
        assert_string_equal(text_cstr(&told), rows[i].mistakes);
        assert_string_equal(text_cstr(&notes), rows[i].notes);
        assert_string_equal(text_cstr(&asked.paths), "a/01_x.py 188\na/other.py 11\n");
        lesson_mistakes_deinit(&mistakes);
        text_deinit(&asked.paths);
        text_deinit(&notes);
        text_deinit(&told);
    }
}

static void test_scripts_that_cannot_run(void **state) {
    (void)state;
    static const struct {
        const char *lesson, *mistake;
    } rows[] = {
        {"title: T\ngoal: G\nminutes: 1\nscript: none.py\nbeat b\n  at start\n  say W\n",
         "x:1:1: the script: a/none.py is missing"},
    };
    TextBuffer told = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check(rows[i].lesson, &told);
        assert_true(strstr(text_cstr(&told), rows[i].mistake) != NULL);
    }
    text_deinit(&told);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_good_lesson),
        cmocka_unit_test(test_each_mistake_is_told),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_numbers_as_answers),
        cmocka_unit_test(test_the_check_leaves_no_trace),
        cmocka_unit_test(test_a_hostile_lesson_ends),
        cmocka_unit_test(test_python3_is_asked),
        cmocka_unit_test(test_scripts_that_cannot_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
