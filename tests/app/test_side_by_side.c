/* Comparisons with other scripts on threads of their own: the window goes on meanwhile, and what
 * they run is kept while the lesson is open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/hand.h"

#include <stdio.h>
#include <string.h>

typedef struct Bench {
    TextMeasure measure;
    Hand hand;
    int read; /* how often the other script was read */
} Bench;

static const char source[] =
    "here = [list('abcdefghijklmnopqrstuvwxyz') for i in range(9)]\nprint('end')\n";

/* Near the bound of steps. */
static const char slow[] = "for i in range(49000):\n    n = [i]\nprint('end')\n";

static const char lesson[] = "title: T\ngoal: G\nminutes: 1\n"
                             "beat one\n"
                             "  at finish\n"
                             "  say W\n"
                             "  compare\n"
                             "    side 'Here' focus here at finish\n"
                             "    side 'There' script 'slow.py' focus n at finish\n"
                             "beat two\n"
                             "  at finish\n"
                             "  show values\n"
                             "  show focus here\n"
                             "  say W\n"
                             "  compare\n"
                             "    side 'First' script 'slow.py' focus n at line 'n = ' pass 2\n"
                             "    side 'Last' script 'slow.py' focus n at finish\n";

enum { MANY = 9 /* scripts: one more than are kept */ };

/* A card for each other script, and a last one that has the first and the last of them. */
static void write_many(TextBuffer *out) {
    text_append_string(out, "title: T\ngoal: G\nminutes: 1\n");
    for (int i = 1; i <= MANY; i++) {
        bool last = i == MANY;
        text_appendf(out, "beat c%d\n  at finish\n  say W\n  compare\n", i);
        text_appendf(out, "    side 'Left' %s at finish\n",
                     last ? "script 's1.py' focus n" : "focus here");
        text_appendf(out, "    side 'Right' script 's%d.py' focus n at finish\n", i);
    }
}

static bool read_file(void *context, const char *path, TextBuffer *out, Error *error) {
    Bench *bench = context;
    bool other = strcmp(path, "a/slow.py") == 0;
    if (strcmp(path, "a/many.lesson") == 0) {
        write_many(out);
        return true;
    }
    if (strncmp(path, "a/s", 3) == 0 && strlen(path) == strlen("a/s1.py")) {
        text_appendf(out, "n = %c00\n", path[3]);
        bench->read++;
        return true;
    }
    bench->read += other;
    if (!other && strcmp(path, "a/x.lesson") != 0) return error_set(error, "%s: missing", path);
    text_append_string(out, other ? slow : lesson);
    return true;
}

static int open_bench(void **state) {
    Bench *bench = memory_alloc(sizeof *bench);
    *bench = (Bench){.hand = {.window = {1440, 900}, .pace = 16}};
    bench->measure = text_measure_fixed();
    AppConfig config = {.measure = &bench->measure,
                        .theme = theme_light(),
                        .background = true,
                        .guide = true,
                        .read_file = read_file,
                        .context = bench};
    bench->hand.app = app_create(&config);
    app_open_script(bench->hand.app, "a/x.py", text_of(source));
    *state = bench;
    return 0;
}

static int close_bench(void **state) {
    Bench *bench = *state;
    hand_deinit(&bench->hand);
    memory_free(bench);
    return 0;
}

static void the_window_goes_on_meanwhile(void **state) {
    Bench *bench = *state;
    hand_wait_for(&bench->hand, "guide", "says one");
    int wait = hand_frame(&bench->hand, NULL, 0);
    assert_true(hand_sees(&bench->hand, "sides",
                          "Here | At the end of the script | refcount 1, sys.getsizeof "));
    if (hand_sees(&bench->hand, "sides", "There | running")) assert_true(wait >= 0 && wait <= 16);
    hand_press(&bench->hand, "t");
    assert_true(hand_sees(&bench->hand, "theme", "dark"));
    hand_wait_for(&bench->hand, "sides", "There | At the end of the script | refcount 1");
    /* the hidden canvas is as it was */
    assert_true(hand_sees(&bench->hand, "line", "0"));
}

static void it_runs_once(void **state) {
    Bench *bench = *state;
    hand_wait_for(&bench->hand, "sides", "There | At the end");
    hand_press(&bench->hand, "alt+right");
    hand_wait_for(&bench->hand, "guide", "says two");
    hand_frame(&bench->hand, NULL, 0);
    assert_true(hand_sees(&bench->hand, "sides", "First | Before line 2: n = [i] | refcount 1"));
    assert_true(hand_sees(&bench->hand, "sides", "Last | At the end of the script | refcount 1"));
    assert_int_equal(bench->read, 1);
    /* it comes to rest, and then nothing is drawn any more */
    int wait = 0;
    for (int i = 0; i < 60; i++) wait = hand_frame(&bench->hand, NULL, 0);
    assert_int_equal(wait, -1);
}

/* The first one is kept the longest without being asked for, until it is asked for again. */
static void a_script_that_is_shown_is_kept(void **state) {
    Bench *bench = *state;
    app_open_script(bench->hand.app, "a/many.py", text_of(source));
    for (int i = 1; i <= MANY; i++) {
        char beat[16];
        snprintf(beat, sizeof beat, "says c%d", i);
        hand_wait_for(&bench->hand, "guide", beat);
        hand_wait_for(&bench->hand, "sides", "Right | At the end");
        if (i < MANY) hand_press(&bench->hand, "alt+right");
    }
    assert_true(hand_sees(&bench->hand, "sides", "Left | At the end of the script"));
    hand_press(&bench->hand,
               "l"); /* another level of detail: both are placed anew, from their runs */
    hand_rest(&bench->hand, 4);
    assert_true(hand_sees(&bench->hand, "sides", "Left | At the end of the script"));
    assert_int_equal(bench->read, MANY);
}

static void the_lesson_can_be_left_meanwhile(void **state) {
    Bench *bench = *state;
    hand_wait_for(&bench->hand, "guide", "says one");
    hand_frame(&bench->hand, NULL, 0);
    app_open_script(bench->hand.app, "a/y.py", text_of("a = 1\n"));
    hand_wait_for(&bench->hand, "loading", "no");
    hand_frame(&bench->hand, NULL, 0);
    assert_true(hand_sees(&bench->hand, "steps", "2"));
    assert_false(hand_sees(&bench->hand, "sides", "There"));
}

static void the_window_can_be_closed_meanwhile(void **state) {
    Bench *bench = *state;
    hand_wait_for(&bench->hand, "guide", "says one");
    hand_frame(&bench->hand, NULL, 0);
    assert_int_equal(bench->read, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_window_goes_on_meanwhile),       TEST(it_runs_once),
        TEST(a_script_that_is_shown_is_kept),     TEST(the_lesson_can_be_left_meanwhile),
        TEST(the_window_can_be_closed_meanwhile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
