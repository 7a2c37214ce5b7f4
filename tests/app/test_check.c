/* The button "Check with python3": what it asks, that the window goes on, what it tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"

#include <string.h>

/* A python3 that takes as many polls as the test wants. */
typedef struct Fake {
    int started, polls_left, cancelled;
    AppCheck answer;
    const char *told;
} Fake;

static bool fake_start(void *context, const char *path, Error *error) {
    Fake *fake = context;
    if (strstr(path, "missing")) return error_set(error, "%s is missing", path);
    fake->started++;
    return true;
}

static AppCheck fake_poll(void *context, TextBuffer *told) {
    Fake *fake = context;
    if (fake->cancelled) {
        fake->cancelled = 0;
        text_append_string(told, "cancelled");
        return APP_CHECK_FAILED;
    }
    if (fake->polls_left-- > 0) return APP_CHECK_RUNNING;
    text_append_string(told, fake->told);
    return fake->answer;
}

static void fake_cancel(void *context) {
    ((Fake *)context)->cancelled = 1;
}

typedef struct Bench {
    Fake fake;
    TextMeasure measure;
    App *app;
    DrawList list;
    uint64_t now;
} Bench;

static const char *const lessons[] = {"/lessons/a.py"};

static int open_bench(void **state) {
    Bench *bench = memory_alloc(sizeof *bench);
    bench->measure = text_measure_fixed();
    AppConfig config = {.measure = &bench->measure,
                        .theme = theme_light(),
                        .check = true,
                        .lesson_paths = lessons,
                        .lesson_count = 1,
                        .checker = {&bench->fake, fake_start, fake_poll, fake_cancel}};
    bench->fake = (Fake){.polls_left = 3, .answer = APP_CHECK_IDENTICAL, .told = "identical\n"};
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

static void open_script(Bench *bench, const char *path) {
    app_open_script(bench->app, path, text_of("a = 1\nb = 2\n"));
    frame(bench, NULL, 0);
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

static void press(Bench *bench, InputKey key) {
    InputEvent event = {.kind = INPUT_KEY_DOWN, .key = key};
    frame(bench, &event, 1);
}

static void assert_state(Bench *bench, const char *name, const char *wanted) {
    TextBuffer value = {0};
    assert_true(app_state(bench->app, name, &value));
    assert_string_equal(text_cstr(&value), wanted);
    text_deinit(&value);
}

static bool is_drawn(const Bench *bench, const char *text) {
    TextBuffer dump = {0};
    draw_list_dump(&bench->list, &dump);
    bool found = strstr(text_cstr(&dump), text) != NULL;
    text_deinit(&dump);
    return found;
}

static void a_lesson_is_checked_at_once(void **state) {
    Bench *bench = *state;
    open_script(bench, "/lessons/a.py");
    bench->fake.polls_left = 20;
    click(bench, "file.verify");
    assert_state(bench, "check", "running");
    assert_int_equal(bench->fake.started, 1);
    /* meanwhile the window goes on, once the sheet is out of the way */
    assert_true(frame(bench, NULL, 0) >= 0);
    press(bench, KEY_ESCAPE);
    press(bench, KEY_RIGHT);
    assert_state(bench, "step", "2");
    assert_state(bench, "check", "running");
    for (int i = 0; i < 20; i++) frame(bench, NULL, 0);
    assert_state(bench, "check", "identical");
    assert_state(bench, "message", "python3 prints the same: identical.");
    assert_int_equal(bench->fake.started, 1);
}

static void any_other_file_needs_leave(void **state) {
    Bench *bench = *state;
    open_script(bench, "/home/b.py");
    click(bench, "file.verify");
    assert_state(bench, "check", "asking");
    assert_true(is_drawn(bench, "b.py"));
    click(bench, "check.close");
    assert_state(bench, "check", "");
    assert_int_equal(bench->fake.started, 0);
    click(bench, "file.verify");
    press(bench, KEY_ESCAPE);
    assert_int_equal(bench->fake.started, 0);
    click(bench, "file.verify");
    bench->fake.polls_left = 10;
    click(bench, "check.go");
    assert_state(bench, "check", "running");
    assert_int_equal(bench->fake.started, 1);
    for (int i = 0; i < 12; i++) frame(bench, NULL, 0);
    assert_state(bench, "check", "identical");
    click(bench, "check.close");
    Rect rect;
    assert_false(app_find_place(bench->app, "check.close", &rect));
}

static void the_first_difference_is_shown(void **state) {
    Bench *bench = *state;
    bench->fake.answer = APP_CHECK_DIFFERENT;
    bench->fake.told = "stdout differs at line 7\n";
    open_script(bench, "/lessons/a.py");
    click(bench, "file.verify");
    press(bench, KEY_ESCAPE); /* the answer opens the sheet again */
    for (int i = 0; i < 5; i++) frame(bench, NULL, 0);
    assert_state(bench, "check", "different");
    assert_true(is_drawn(bench, "stdout differs at line 7"));
}

static void why_there_is_no_answer(void **state) {
    Bench *bench = *state;
    bench->fake.answer = APP_CHECK_FAILED;
    bench->fake.told = "found: 3.9";
    open_script(bench, "/lessons/a.py");
    click(bench, "file.verify");
    for (int i = 0; i < 5; i++) frame(bench, NULL, 0);
    assert_state(bench, "check", "failed");
    assert_true(is_drawn(bench, "found: 3.9"));
    bench->fake.polls_left = 1000;
    click(bench, "check.again");
    assert_state(bench, "check", "running");
    click(bench, "check.cancel");
    frame(bench, NULL, 0);
    assert_state(bench, "check", "failed");
    assert_true(is_drawn(bench, "cancelled"));
    open_script(bench, "/missing.py");
    click(bench, "file.verify");
    click(bench, "check.go");
    assert_state(bench, "check", "failed");
    assert_true(is_drawn(bench, "/missing.py is missing"));
}

/* What a check says of a script that is no longer open is not told. */
static void another_script_is_opened_meanwhile(void **state) {
    Bench *bench = *state;
    open_script(bench, "/lessons/a.py");
    bench->fake.polls_left = 1000;
    click(bench, "file.verify");
    open_script(bench, "/home/b.py");
    assert_state(bench, "check", "");
    for (int i = 0; i < 5; i++) frame(bench, NULL, 0);
    assert_state(bench, "check", "");
    assert_state(bench, "message", "");
    InputEvent away = {.kind = INPUT_MOUSE_LEAVE}; /* no tooltip is waited for either */
    frame(bench, &away, 1);
    assert_int_equal(frame(bench, NULL, 0), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_lesson_is_checked_at_once),        TEST(any_other_file_needs_leave),
        TEST(the_first_difference_is_shown),      TEST(why_there_is_no_answer),
        TEST(another_script_is_opened_meanwhile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
