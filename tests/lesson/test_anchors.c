/* From the words of a moment to a stop of the run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lesson/lesson_stage.h"

static const char script[] = "import gc\n"               /* 1 */
                             "class Node:\n"             /* 2 */
                             "    pass\n"                /* 3 */
                             "def inner(n):\n"           /* 4 */
                             "    m = n\n"               /* 5 */
                             "    return m\n"            /* 6 */
                             "def outer(n):\n"           /* 7 */
                             "    return inner(n)\n"     /* 8 */
                             "gc.disable()\n"            /* 9 */
                             "for i in range(3):\n"      /* 10 */
                             "    outer(i)\n"            /* 11 */
                             "x = inner(1) + inner(2)\n" /* 12 */
                             "print('one')\n"            /* 13 */
                             "print('one two')\n"        /* 14 */
                             "box = [Node()]\n"          /* 15 */
                             "del box\n"                 /* 16 */
                             "a = Node(); a.me = a\n"    /* 17 */
                             "del a\n"                   /* 18 */
                             "gc.collect()\n"            /* 19 */
                             "# a comment\n"             /* 20 */
                             "y = 1\n"                   /* 21 */
                             "gc.collect()\n"            /* 22 */
                             "y = 2\n";                  /* 23 */

/* The moment that the words after `at` name in a lesson, as "line L", "line L end", "LxP in step".
 */
static void tell_moment(LessonStage *stage, const char *words, TextBuffer *out) {
    LessonFile lesson;
    LessonMistakes mistakes = {0};
    LessonStops stops;
    TextBuffer text = {0};
    text_appendf(&text, "title: T\ngoal: G\nminutes: 1\nbeat b\n  at %s\n  say Words.\n", words);
    lesson_file_read(&lesson, text_view(&text), &mistakes);
    text_clear(out);
    if (lesson.beat_count) {
        anchors_find_all(&stage->run, &lesson, &stops, &mistakes);
        LessonStop at = stops.at[0];
        if (at.stop) {
            text_appendf(out, "line %u depth %u", stage->run.stops.items[at.stop - 1].line,
                         stage->run.stops.items[at.stop - 1].depth);
            if (at.inside) text_appendf(out, " inside %d", (int)at.at.kind);
        }
        anchors_deinit(&stops);
    }
    if (mistakes.items.count) {
        text_appendf(out, "%u:%u %s", mistakes.items.items[0].line, mistakes.items.items[0].column,
                     mistakes.items.items[0].text);
    }
    lesson_mistakes_deinit(&mistakes);
    lesson_file_deinit(&lesson);
    text_deinit(&text);
}

static void test_moments(void **state) {
    (void)state;
    static const struct {
        const char *words, *moment;
    } rows[] = {
        {"start", "line 1 depth 1"},
        {"finish", "line 0 depth 1"},
        {"line \"print('one')\"", "line 13 depth 1"},
        {"line 'm = n'", "line 5 depth 3"},
        {"line 'm = n' pass 4", "line 5 depth 2"},
        {"line 'outer(i)' after", "line 10 depth 1"},
        {"line 'outer(i)' pass 3 after", "line 10 depth 1"},
        {"line 'return inner' after", "line 10 depth 1"},
        {"line 'inner(1) +' after", "line 13 depth 1"},
        {"line 'gc.collect()' under 'y = 1'", "line 22 depth 1"},
        {"line 'gc.collect()' under 'a.me'", "line 19 depth 1"},
        {"output 'one'", "line 14 depth 1"},
        {"output \"one\" pass 2", "line 15 depth 1"},
        {"output 'one\\none'", "line 15 depth 1"},
        {"freed box", "line 17 depth 1"},
        {"freed a", "line 21 depth 1"},
        {"freed box inside", "line 17 depth 1 inside 6"},
        {"call of inner", "line 5 depth 3"},
        {"call of inner pass 5", "line 5 depth 2"},
        {"end of inner before", "line 6 depth 3"},
        {"end of inner", "line 10 depth 1"},
        {"end of inner pass 4", "line 5 depth 2"}, /* the next call has begun */
        {"end of inner pass 5", "line 13 depth 1"},
        {"end of outer before pass 2", "line 8 depth 2"},
        {"phase reach", "line 21 depth 1 inside 3"},
        {"phase reach pass 2", "line 23 depth 1 inside 3"},
        {"line 'gc.collect()' under 'y = 1' phase clear", "line 23 depth 1 inside 5"},
        {"line 'nothing like this'", "5:6 no line of the script contains \"nothing like this\""},
        {"line 'gc.collect()'", "5:6 \"gc.collect()\" is in the script's lines 19 and 22: name "
                                "more of the line, or say what it is `under`"},
        {"line '# a comment'",
         "5:6 line 20 never runs: it is not reached, or no statement begins in it"},
        {"line 'm = n' pass 9", "5:6 line 5 runs only 5 times"},
        {"line 'y = 2' under 'y = 2'", "5:6 no line below line 23 contains \"y = 2\""},
        {"line 'y = 1' phase reach", "5:6 line 21 makes no collection that comes to this phase"},
        {"output 'three'", "5:6 \"three\" is never printed"},
        {"output 'one' pass 3", "5:6 \"one\" is printed only 2 times"},
        {"freed nobody", "5:6 nothing of the script's own is ever called `nobody`"},
        {"freed inner", "5:6 what was called `inner` is never freed"},
        {"freed box pass 2", "5:6 only 1 that were called `box` are freed"},
        {"call of nobody", "5:6 no call of `nobody` ever begins"},
        {"end of outer pass 4", "5:6 only 3 calls of `outer` end"},
        {"phase reach pass 3", "5:6 no collection, or not so many, comes to this phase"},
        {"line", "5:10 a text in quotes is expected here"},
        {"line ''", "5:11 this text is empty"},
        {"noon", "5:6 a moment is start, finish, line, output, freed, call of, end of or phase"},
        {"start pass 2", "5:12 this does not belong to a moment of this kind"},
        {"line 'x' pass 0", "5:20 a number from 1 is expected after `pass`"},
        {"line 'x' after before", "5:21 one of before, after and phase is enough"},
        {"phase sweep", "5:12 a phase is copy, subtract, reach, finalize or clear"},
        {"end outer", "5:10 `of` and a function are expected here"},
    };
    LessonStage stage = stage_of(script);
    TextBuffer told = {0};
    bool failed = false;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tell_moment(&stage, rows[i].words, &told);
        if (strcmp(text_cstr(&told), rows[i].moment) != 0) {
            print_error("at %s: %s, not %s\n", rows[i].words, text_cstr(&told), rows[i].moment);
            failed = true;
        }
    }
    assert_false(failed);
    text_deinit(&told);
    stage_leave(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_moments)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
