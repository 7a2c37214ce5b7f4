/* A script that runs for long: the window goes on meanwhile, and the person can end it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct Bench {
    TextMeasure measure;
    App *app;
    DrawList list;
    uint64_t now;
} Bench;

/* Would take minutes; the budget of instructions would end it after seconds. */
static const char endless[] = "n = 0\nwhile True:\n    n += 1\n";

static int open_bench(void **state) {
    Bench *bench = memory_alloc(sizeof *bench);
    bench->measure = text_measure_fixed();
    AppConfig config = {.measure = &bench->measure, .theme = theme_light(), .background = true};
    bench->app = app_create(&config);
    *state = bench;
    return 0;
}

static int close_bench(void **state) {
    Bench *bench = *state;
    app_destroy(bench->app);
    draw_list_deinit(&bench->list);
    memory_free(bench);
    return 0;
}

static int frame(Bench *bench, const InputEvent *events, size_t count) {
    bench->now += 16;
    return app_frame(bench->app, events, count, bench->now, (Point){1440, 900}, &bench->list);
}

static void click(Bench *bench, const char *name) {
    Rect rect;
    if (!app_find_place(bench->app, name, &rect)) fail_msg("no place %s", name);
    InputEvent event = {.kind = INPUT_MOUSE_MOVE, .at = rect_center(rect)};
    frame(bench, &event, 1);
    event.button = BUTTON_LEFT;
    event.clicks = 1;
    event.kind = INPUT_MOUSE_DOWN;
    frame(bench, &event, 1);
    event.kind = INPUT_MOUSE_UP;
    frame(bench, &event, 1);
}

static bool state_is(Bench *bench, const char *name, const char *wanted) {
    TextBuffer value = {0};
    assert_true(app_state(bench->app, name, &value));
    bool same = strcmp(text_cstr(&value), wanted) == 0;
    text_deinit(&value);
    return same;
}

static void wait_until_loaded(Bench *bench) {
    for (int i = 0; i < 3000 && state_is(bench, "loading", "yes"); i++) {
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
        frame(bench, NULL, 0);
    }
    assert_true(state_is(bench, "loading", "no"));
}

static void a_short_script_is_there_at_once(void **state) {
    Bench *bench = *state;
    app_open_script(bench->app, "short.py", text_of("a = 1\nb = 2\n"));
    wait_until_loaded(bench); /* on a busy machine the thread may need its time */
    frame(bench, NULL, 0);
    assert_true(state_is(bench, "steps", "3"));
    assert_true(state_is(bench, "step", "1"));
}

static void a_long_one_can_be_stopped(void **state) {
    Bench *bench = *state;
    app_open_script(bench->app, "endless.py", text_of(endless));
    assert_true(state_is(bench, "loading", "yes"));
    /* frames go on, keys do no harm, a next frame is wanted */
    InputEvent key = {.kind = INPUT_KEY_DOWN, .key = KEY_RIGHT};
    assert_true(frame(bench, &key, 1) > 0);
    key.key = KEY_T;
    frame(bench, &key, 1);
    assert_true(state_is(bench, "theme", "dark"));
    assert_true(state_is(bench, "step", "0"));
    click(bench, "loading.cancel");
    wait_until_loaded(bench);
    /* what was recorded is there */
    TextBuffer steps = {0};
    app_state(bench->app, "steps", &steps);
    assert_true(strtoul(text_cstr(&steps), NULL, 10) > 10);
    text_deinit(&steps);
    const char *message;
    assert_int_equal(app_outcome(bench->app, &message), 3);
    assert_non_null(strstr(message, "interrupted"));
    key.key = KEY_RIGHT;
    frame(bench, &key, 1);
    assert_true(state_is(bench, "step", "2"));
}

static void another_script_ends_it(void **state) {
    Bench *bench = *state;
    app_open_script(bench->app, "endless.py", text_of(endless));
    assert_true(state_is(bench, "loading", "yes"));
    app_open_script(bench->app, "short.py", text_of("a = 1\n"));
    wait_until_loaded(bench);
    frame(bench, NULL, 0);
    assert_true(state_is(bench, "steps", "2"));
}

static void the_window_can_be_closed_meanwhile(void **state) {
    Bench *bench = *state;
    app_open_script(bench->app, "endless.py", text_of(endless));
    frame(bench, NULL, 0);
    assert_true(state_is(bench, "loading", "yes"));
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
