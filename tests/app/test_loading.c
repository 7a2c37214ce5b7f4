/* A script that runs for long: the window goes on meanwhile, and the person can end it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/hand.h"

#include <stdlib.h>

typedef struct Bench {
    TextMeasure measure;
    Hand hand;
} Bench;

/* Would take minutes; the budget of instructions would end it after seconds. */
static const char endless[] = "n = 0\nwhile True:\n    n += 1\n";

static int open_bench(void **state) {
    Bench *bench = memory_alloc(sizeof *bench);
    *bench = (Bench){.hand = {.window = {1440, 900}, .pace = 16}};
    bench->measure = text_measure_fixed();
    AppConfig config = {.measure = &bench->measure, .theme = theme_light(), .background = true};
    bench->hand.app = app_create(&config);
    *state = bench;
    return 0;
}

static int close_bench(void **state) {
    Bench *bench = *state;
    hand_deinit(&bench->hand);
    memory_free(bench);
    return 0;
}

static void a_short_script_is_there_at_once(void **state) {
    Bench *bench = *state;
    app_open_script(bench->hand.app, "short.py", text_of("a = 1\nb = 2\n"));
    /* on a busy machine the thread may need its time */
    hand_wait_for(&bench->hand, "loading", "no");
    hand_frame(&bench->hand, NULL, 0);
    hand_expect(&bench->hand, "steps", "3");
    hand_expect(&bench->hand, "step", "1");
}

static void a_long_one_can_be_stopped(void **state) {
    Bench *bench = *state;
    app_open_script(bench->hand.app, "endless.py", text_of(endless));
    hand_expect(&bench->hand, "loading", "yes");
    /* frames go on, keys do no harm, a next frame is wanted */
    InputEvent key = {.kind = INPUT_KEY_DOWN, .key = KEY_RIGHT};
    assert_true(hand_frame(&bench->hand, &key, 1) > 0);
    key.key = KEY_T;
    hand_frame(&bench->hand, &key, 1);
    hand_expect(&bench->hand, "theme", "dark");
    hand_expect(&bench->hand, "step", "0");
    hand_click(&bench->hand, "loading.cancel");
    hand_wait_for(&bench->hand, "loading", "no");
    /* what was recorded is there */
    TextBuffer steps = {0};
    app_state(bench->hand.app, "steps", &steps);
    assert_true(strtoul(text_cstr(&steps), NULL, 10) > 10);
    text_deinit(&steps);
    const char *message;
    assert_int_equal(app_outcome(bench->hand.app, &message), 3);
    assert_non_null(strstr(message, "interrupted"));
    key.key = KEY_RIGHT;
    hand_frame(&bench->hand, &key, 1);
    hand_expect(&bench->hand, "step", "2");
}

static void another_script_ends_it(void **state) {
    Bench *bench = *state;
    app_open_script(bench->hand.app, "endless.py", text_of(endless));
    hand_expect(&bench->hand, "loading", "yes");
    app_open_script(bench->hand.app, "short.py", text_of("a = 1\n"));
    hand_wait_for(&bench->hand, "loading", "no");
    hand_frame(&bench->hand, NULL, 0);
    hand_expect(&bench->hand, "steps", "2");
}

static void the_window_can_be_closed_meanwhile(void **state) {
    Bench *bench = *state;
    app_open_script(bench->hand.app, "endless.py", text_of(endless));
    hand_frame(&bench->hand, NULL, 0);
    hand_expect(&bench->hand, "loading", "yes");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_short_script_is_there_at_once),
        TEST(a_long_one_can_be_stopped),
        TEST(another_script_ends_it),
        TEST(the_window_can_be_closed_meanwhile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
