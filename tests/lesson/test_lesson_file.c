/* Lessons' texts: what a whole one gives, and each mistake with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lesson/lesson_file.h"

#include <stdio.h>
#include <string.h>

static const char whole[] =
    "title: One object,\n"
    "    two names\n"
    "goal: Say what a name is.\n"
    "minutes: 5\n"
    "script: other.py\n"
    "\n"
    "# for the author\n"
    "beat first: One name\n"
    "    at line \"plan = \" under 'x' pass 2 after\n"
    "    show level internals\n"
    "    show values\n"
    "    hide modules\n"
    "    show focus plan, plan[0]\n"
    "    show only plan\n"
    "    show bytes plan[0], plan\n"
    "    note Ask the class: **who** holds [it](plan)?\n"
    "    say\n"
    "        `plan` is a **name** for\n"
    "        [one object](plan), count {refcount(plan)}.\n"
    "        # not seen\n"
    "\n"
    "        - a point \\*\\*\n"
    "        - another\n"
    "beat second\n"
    "  at end of Node.__init__ before\n"
    "  predict choice alias is plan\n"
    "    reveal here\n"
    "    ask Are there two?\n"
    "    option \"One \\\"list\\\"\" = true\n"
    "    option 'Two lists' = false because Assignment copies\n"
    "       the reference.\n"
    "    right Yes.\n"
    "    unsure Look at the arrows.\n"
    "beat third\n"
    "  at finish\n"
    "  predict number refcount(plan) + 1\n"
    "    ask How many?\n"
    "    wrong 1 because One.\n"
    "    wrong because Others.\n"
    "    reveal output 'x'\n"
    "  task freed(plan) and not exists(alias) and count(list) < before(count(list))\n"
    "    ask Do it.\n"
    "    hint One.\n"
    "    hint Two.\n"
    "    solution\n"
    "       if True: # python's\n"
    "           del plan\n"
    "\n"
    "       del alias\n"
    "    done Well done.\n"
    "  compare\n"
    "    side \"Left\" focus a.b only a, b.c at start\n"
    "    side \"Right\" script \"b.py\" at finish\n"
    "beat fourth\n"
    "  at freed plan inside\n"
    "  predict pick freed(it)\n"
    "    ask Which?\n"
    "    wrong plan because No.\n"
    "    wrong because No, either.\n"
    "beat fifth\n"
    "  at phase reach\n"
    "  predict reference a.b -> c\n"
    "    ask Draw it.\n"
    "    wrong because No.\n";

static void expect_text(Text text, const char *wanted) {
    if (!text_is(text, wanted)) fail_msg("%.*s, not %s", (int)text.length, text.bytes, wanted);
}

static void check_first(const LessonBeat *beat) {
    expect_text(beat->title, "One name");
    assert_int_equal(beat->at.kind, ANCHOR_LINE);
    expect_text(beat->at.text, "plan = ");
    expect_text(beat->at.under, "x");
    assert_int_equal(beat->at.pass, 2);
    assert_true(beat->at.after);
    assert_int_equal(beat->show.level, LESSON_INTERNALS);
    assert_true(beat->show.values_as_nodes && beat->show.without_modules);
    assert_int_equal(beat->show.focus_count, 2);
    expect_text(beat->show.focus[1].source, "plan[0]");
    assert_non_null(beat->show.only_from.root);
    assert_int_equal(beat->show.bytes_count, 2);
    expect_text(beat->show.bytes[0].source, "plan[0]");
    assert_int_equal(beat->note.span_count, 5);
    expect_text(beat->note.spans[1].text, "who");
    assert_int_equal(beat->say.paragraph_count, 3);
    assert_false(beat->say.paragraphs[0].point);
    assert_true(beat->say.paragraphs[1].point && beat->say.paragraphs[2].point);
    static const struct {
        SpanKind kind;
        const char *text;
    } spans[] = {{SPAN_CODE, "plan"},
                 {SPAN_PLAIN, " is a "},
                 {SPAN_BOLD, "name"},
                 {SPAN_PLAIN, " for "},
                 {SPAN_LINK, "one object"},
                 {SPAN_PLAIN, ", count "},
                 {SPAN_VALUE, "refcount(plan)"},
                 {SPAN_PLAIN, "."},
                 {SPAN_PLAIN, "a point **"},
                 {SPAN_PLAIN, "another"}};
    assert_int_equal(beat->say.span_count, sizeof spans / sizeof spans[0]);
    for (uint32_t i = 0; i < beat->say.span_count; i++) {
        assert_int_equal(beat->say.spans[i].kind, spans[i].kind);
        expect_text(beat->say.spans[i].text, spans[i].text);
    }
}

static void check_second(const LessonBeat *beat) {
    /* what is shown stays; where the view goes does not */
    assert_int_equal(beat->show.level, LESSON_INTERNALS);
    assert_true(beat->show.values_as_nodes && beat->show.without_modules);
    assert_int_equal(beat->show.focus_count, 0);
    assert_null(beat->show.only_from.root);
    assert_int_equal(beat->show.bytes_count + beat->note.span_count, 0);
    assert_int_equal(beat->at.kind, ANCHOR_END);
    expect_text(beat->at.text, "Node.__init__");
    assert_true(beat->at.before);
    const Prediction *prediction = beat->predict;
    assert_int_equal(prediction->kind, PREDICT_CHOICE);
    assert_int_equal(prediction->reveal.kind, ANCHOR_HERE);
    assert_int_equal(prediction->option_count, 2);
    expect_text(prediction->options[0].text, "One \"list\"");
    assert_int_equal(prediction->options[0].because.paragraph_count, 0);
    expect_text(prediction->options[1].because.spans[0].text, "Assignment copies the reference.");
    assert_int_equal(prediction->unsure.paragraph_count, 1);
}

static void check_third(const LessonBeat *beat) {
    const Prediction *prediction = beat->predict;
    assert_int_equal(prediction->kind, PREDICT_NUMBER);
    assert_int_equal(prediction->wrong_count, 2);
    assert_non_null(prediction->wrongs[0].value.root);
    assert_null(prediction->wrongs[1].value.root);
    assert_int_equal(prediction->reveal.kind, ANCHOR_OUTPUT);
    const LessonTask *task = beat->task;
    expect_text(task->goal.source,
                "freed(plan) and not exists(alias) and count(list) < before(count(list))");
    assert_true(task->goal.uses_before);
    assert_int_equal(task->hint_count, 2);
    expect_text(task->solution, "if True: # python's\n    del plan\n\ndel alias\n");
    assert_int_equal(task->done.paragraph_count, 1);
    const Comparison *compare = beat->compare;
    expect_text(compare->sides[0].title, "Left");
    assert_non_null(compare->sides[0].focus.root);
    assert_int_equal(compare->sides[0].at.kind, ANCHOR_START);
    assert_int_equal(compare->sides[0].only_count, 2);
    expect_text(compare->sides[0].only[1].source, "b.c");
    expect_text(compare->sides[1].script, "b.py");
    assert_int_equal(compare->sides[1].only_count, 0);
}

static void test_a_whole_lesson(void **state) {
    (void)state;
    LessonFile lesson;
    LessonMistakes mistakes = {0};
    TextBuffer told = {0};
    bool fine = lesson_file_read(&lesson, text_of(whole), &mistakes);
    lesson_mistakes_append(&mistakes, "x", &told);
    if (!fine) fail_msg("%s", text_cstr(&told));
    expect_text(lesson.title, "One object, two names");
    expect_text(lesson.goal, "Say what a name is.");
    assert_int_equal(lesson.minutes, 5);
    assert_int_equal(lesson.beat_count, 5);
    check_first(&lesson.beats[0]);
    check_second(&lesson.beats[1]);
    check_third(&lesson.beats[2]);
    assert_true(lesson.beats[3].at.inside);
    assert_true(lesson.beats[3].predict->answer.uses_it);
    assert_int_equal(lesson.beats[4].at.phase, INSIDE_REACH);
    assert_non_null(lesson.beats[4].predict->target.root);
    assert_ptr_equal(lesson_file_find(&lesson, "third"), &lesson.beats[2]);
    assert_null(lesson_file_find(&lesson, "sixth"));
    lesson_file_script_path(&lesson, "a/b/01_x.lesson", &told);
    assert_string_equal(text_cstr(&told), "a/b/other.py");
    lesson_file_deinit(&lesson);
    lesson_mistakes_deinit(&mistakes);
    text_deinit(&told);
}

#define HEAD "title: T\ngoal: G\nminutes: 1\n"
#define BEAT HEAD "beat b\n  at start\n"
#define SAY  "  say Words.\n"
#define ASK  "    ask Q\n    wrong because W\n"
#define X50  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const struct {
    const char *text;
    const char *mistake;
} wrong[] = {
    {"", "1:1: the lesson has no row `title:`"},
    {HEAD, "4:1: the lesson has no beat"},
    {"  title: T\ngoal: G\n", "1:3: this row belongs to no other"},
    {"\ttitle: T\n", "1:1: indent with spaces"},
    {HEAD "colour: red\n", "4:1: a row at the left edge is"},
    {HEAD "title: again\n", "4:1: this row is there already"},
    {"title T\n", "1:7: `:` is expected"},
    {"title:\n", "1:1: this title has no text"},
    {"title: " X50 X50 "\n", "1:1: this title has 100 characters, its card holds 60"},
    {"minutes: many\n", "1:10: minutes are a number"},
    {"minutes: 121\n", "1:10: minutes are a number"},
    {"script: ../x.py\n", "1:1: a script is a file"},
    {HEAD "beat\n", "4:5: a beat's name"},
    {HEAD "beat caf\xC3\xA9\n  at start\n  say W\n", "4:6: a beat's name"},
    {HEAD "beat b\n" SAY, "4:1: this beat has no `at`"},
    {BEAT, "4:1: this beat does nothing"},
    {BEAT SAY "  at finish\n", "7:3: this beat has a row `at` already"},
    {BEAT SAY SAY, "7:3: this beat has a row `say` already"},
    {BEAT SAY "beat b\n  at start\n" SAY, "7:6: another beat is called b"},
    {BEAT "    say W\n", "6:5: nothing is expected below this row"},
    {BEAT SAY " show values\n", "7:2: this row begins at another column"},
    {BEAT "  note For who teaches.\n", "4:1: this beat does nothing"},
    {BEAT SAY "  note\n", "7:3: this note has no text"},
    {BEAT SAY "  note W\n  note W\n", "8:3: this beat has a row `note` already"},
    {BEAT SAY "  note {1 +}\n", "7:12: an expression is expected"},
    {BEAT SAY "  note\n    " X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 "1\n",
     "7:3: this note has 701 characters, its card holds 700"},
    {BEAT SAY "  show bytes\n", "7:13: an expression is expected"},
    {BEAT SAY "  show bytes 3\n", "7:14: an object is expected"},
    {BEAT SAY "  show bytes a, b, c\n", "7:19: the panel of bytes shows at most 2 objects"},
    {BEAT SAY "  hide bytes\n", "7:8: what is hidden"},
    {BEAT "  show bytes a\n  predict pick freed(it)\n" ASK, "6:14: `show bytes` selects"},
    {BEAT SAY "  show focus before(a)\n", "7:14: `before` belongs to"},
    {BEAT "  say {before(1)}\n", "6:8: `before` belongs to"},
    {BEAT SAY "  note {before(1)}\n", "7:9: `before` belongs to"},
    {BEAT "  predict number 1\n    ask {before(1)}\n    wrong because W\n",
     "7:10: `before` belongs to"},
    {BEAT "  predict reference before(a).b\n" ASK, "6:21: a name, attribute or item"},
    {BEAT "  task freed(a)\n    hint {before(1)}\n", "7:11: `before` belongs to"},
    {BEAT "  compare\n    side 'a' focus before(a) at start\n", "7:20: `before` belongs to"},
    {BEAT "  say\n    " X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 "1\n",
     "6:3: this narration has 701 characters, its card holds 700"},
    {BEAT "  predict number 1\n    ask " X50 X50 X50 X50 X50 X50 "1\n",
     "7:5: this ask has 301 characters, its card holds 300"},
    {BEAT "  predict number 1\n    right " X50 X50 X50 X50 X50 X50 "1\n",
     "7:5: this right has 301 characters, its card holds 300"},
    {BEAT "  predict number 1\n    wrong because " X50 X50 X50 X50 X50 X50 "1\n",
     "7:5: this feedback has 301 characters, its card holds 300"},
    {BEAT "  predict choice 1\n    ask Q\n    option '" X50 X50 "' = 1\n",
     "8:5: an option has 1 to 80 characters"},
    {BEAT "  task freed(a)\n    done " X50 X50 X50 X50 X50 X50 "1\n",
     "7:5: this done has 301 characters, its card holds 300"},
    {HEAD "beat b: " X50 X50 "\n  at start\n" SAY,
     "4:6: this title has 100 characters, its card holds 60"},
    {"goal: " X50 X50 X50 X50 X50 "\n", "1:1: this goal has 250 characters, its card holds 200"},
    {BEAT "  compare\n    side '" X50 "' at start\n", "7:5: a side's title has 1 to 40"},
    {BEAT "  shout\n", "6:3: in a beat a row is"},
    {BEAT SAY "  show level high\n", "7:14: a level is"},
    {BEAT SAY "  show nothing\n", "7:8: what is shown"},
    {BEAT SAY "  hide level\n", "7:8: what is hidden"},
    {BEAT SAY "  show focus 3\n", "7:14: an object is expected"},
    {BEAT SAY "  show values now\n", "7:15: nothing is expected here"},
    {BEAT "  say\n", "6:3: this narration has no text"},
    {BEAT "  say `open\n", "6:7: this ` begins code"},
    {BEAT "  say **open\n", "6:7: `**` begins bold text"},
    {BEAT "  say {1 +}\n", "6:11: an expression is expected"},
    {BEAT "  say {1 2}\n", "6:10: `}` is expected"},
    {BEAT "  say [x](3)\n", "6:11: a link leads to an object"},
    {BEAT "  say {it}\n", "6:8: `it` belongs to `predict pick`"},
    {BEAT "  predict\n", "6:10: a prediction is"},
    {BEAT "  predict number\n", "6:17: an expression is expected"},
    {BEAT "  predict number true\n" ASK, "6:18: a number is expected"},
    {BEAT "  predict number 1 1\n" ASK, "6:20: nothing is expected"},
    {BEAT "  predict number 1\n    wrong because W\n", "6:3: this prediction has no `ask`"},
    {BEAT "  predict number 1\n    ask Q\n", "6:3: this prediction has no `wrong because`"},
    {BEAT "  predict number 1\n" ASK "    wrong because Z\n",
     "9:5: there is a `wrong because` already"},
    {BEAT "  predict number 1\n" ASK "    wrong 'x' because Z\n", "9:11: a number is expected"},
    {BEAT "  predict number 1\n" ASK "    wrong 2\n", "9:12: `because` is expected"},
    {BEAT "  predict number 1\n" ASK "    ask Q\n", "9:5: there is a row `ask` already"},
    {BEAT "  predict number 1\n" ASK "    option 'a' = 1\n", "9:5: options belong to"},
    {BEAT "  predict number 1\n" ASK "    reveal never\n", "9:12: a moment is"},
    {BEAT "  predict number 1\n" ASK "    colour\n", "9:5: in `predict` a row is"},
    {BEAT "  predict choice 1\n    ask Q\n    option 'a' = 1\n",
     "6:3: a choice has at least two options"},
    {BEAT "  predict choice 1\n    ask Q\n    option 'a' 1\n", "8:16: `=` and the option's value"},
    {BEAT "  predict choice 1\n    ask Q\n    option a = 1\n", "8:12: a text in quotes"},
    {BEAT "  predict choice 1\n    ask Q\n    option '' = 1\n", "8:5: an option has 1 to"},
    {BEAT "  predict choice 1\n    ask Q\n    wrong 1 because W\n", "8:5: of a choice each option"},
    {BEAT "  predict pick 1\n" ASK, "6:16: an object, or a condition on `it`"},
    {BEAT "  predict reference a()\n" ASK, "6:21: a name, attribute or item"},
    {BEAT "  predict reference a - b\n" ASK, "6:21: an object is expected here"},
    {BEAT "  predict reference a -> 1\n" ASK, "6:26: an object is expected"},
    {BEAT "  task\n", "6:7: an expression is expected"},
    {BEAT "  task 3\n", "6:8: a goal is a condition"},
    {BEAT "  task freed(a)\n    ask Q\n", "6:3: this task has no `solution`"},
    {BEAT "  task freed(a)\n    solution\n      del a\n", "6:3: this task has no `ask`"},
    {BEAT "  task freed(a)\n    ask Q\n    solution del a\n", "8:14: nothing is expected"},
    {BEAT "  task freed(a)\n    colour\n", "7:5: in `task` a row is"},
    {BEAT "  task freed(a)\n    hint " X50 X50 X50 X50 X50 "\n",
     "7:5: this hint has 250 characters, its card holds 240"},
    {BEAT "  compare\n", "6:3: a comparison has two sides"},
    {BEAT "  compare\n    colour\n", "7:5: in `compare` a row is side"},
    {BEAT "  compare\n    side 'a'\n", "7:13: `at` and a moment"},
    {BEAT "  compare\n    side 'a' only a, b, c at start\n", "7:24: a side shows what at most 2"},
    {BEAT "  compare\n    side 'a' only 3 at start\n", "7:19: an object is expected"},
    {BEAT "  compare\n    side 'a' script 'b' at start\n", "7:21: a script is a file"},
    {BEAT "  say \xFF\n", "6:7: this is no text in UTF-8"},
};

static void test_each_mistake_has_its_place(void **state) {
    (void)state;
    bool failed = false;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        LessonFile lesson;
        LessonMistakes mistakes = {0};
        TextBuffer told = {0};
        assert_false(lesson_file_read(&lesson, text_of(wrong[i].text), &mistakes));
        lesson_mistakes_sort(&mistakes);
        lesson_mistakes_append(&mistakes, "x", &told);
        char wanted[200];
        snprintf(wanted, sizeof wanted, "x:%s", wrong[i].mistake);
        if (!strstr(text_cstr(&told), wanted)) {
            print_error("--- %s\nnot told: %s\ntold: %s\n", wrong[i].text, wanted,
                        text_cstr(&told));
            failed = true;
        }
        text_deinit(&told);
        lesson_mistakes_deinit(&mistakes);
        lesson_file_deinit(&lesson);
    }
    assert_false(failed);
}

static void test_mistakes_are_bounded(void **state) {
    (void)state;
    LessonFile lesson;
    LessonMistakes mistakes = {0};
    TextBuffer text = {0};
    for (int i = 0; i < 7000; i++) text_appendf(&text, "row %d\n", i);
    assert_false(lesson_file_read(&lesson, text_view(&text), &mistakes));
    assert_int_equal(mistakes.items.count, LESSON_MISTAKES_MAX);
    assert_int_equal(mistakes.more, 7000 + 4 - LESSON_MISTAKES_MAX);
    lesson_file_deinit(&lesson);
    lesson_mistakes_deinit(&mistakes);
    while (text.length <= LESSON_FILE_BYTES_MAX) text_append_string(&text, "# longer and longer\n");
    assert_false(lesson_file_read(&lesson, text_view(&text), &mistakes));
    assert_string_equal(mistakes.items.items[0].text, "a lesson has at most 256 KB");
    lesson_file_deinit(&lesson);
    lesson_mistakes_deinit(&mistakes);
    text_deinit(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_whole_lesson),
        cmocka_unit_test(test_each_mistake_has_its_place),
        cmocka_unit_test(test_mistakes_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
