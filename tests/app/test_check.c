/* The button "Check with python3": what it asks, that the window goes on, what it tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/hand.h"

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
    Hand hand;
} Bench;

static const char *const lessons[] = {"/lessons/a.py"};

static int open_bench(void **state) {
    Bench *bench = memory_alloc(sizeof *bench);
    *bench = (Bench){.hand = {.window = {1440, 900}, .pace = 16}};
    bench->measure = text_measure_fixed();
    AppConfig config = {.measure = &bench->measure,
                        .theme = theme_light(),
                        .check = true,
                        .lesson_paths = lessons,
                        .lesson_count = 1,
                        .checker = {&bench->fake, fake_start, fake_poll, fake_cancel}};
    bench->fake = (Fake){.polls_left = 3, .answer = APP_CHECK_IDENTICAL, .told = "identical\n"};
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

static void open_script(Bench *bench, const char *path) {
    app_open_script(bench->hand.app, path, text_of("a = 1\nb = 2\n"));
    hand_frame(&bench->hand, NULL, 0);
}

static bool is_drawn(const Bench *bench, const char *text) {
    TextBuffer dump = {0};
    draw_list_dump(&bench->hand.list, &dump);
    bool found = strstr(text_cstr(&dump), text) != NULL;
    text_deinit(&dump);
    return found;
}

static void a_lesson_is_checked_at_once(void **state) {
    Bench *bench = *state;
    open_script(bench, "/lessons/a.py");
    bench->fake.polls_left = 20;
    hand_click(&bench->hand, "file.verify");
    hand_expect(&bench->hand, "check", "running");
    assert_int_equal(bench->fake.started, 1);
    /* meanwhile the window goes on, once the sheet is out of the way */
    assert_true(hand_frame(&bench->hand, NULL, 0) >= 0);
    hand_press(&bench->hand, "escape");
    hand_press(&bench->hand, "right");
    hand_expect(&bench->hand, "step", "2");
    hand_expect(&bench->hand, "check", "running");
    hand_rest(&bench->hand, 20);
    hand_expect(&bench->hand, "check", "identical");
    hand_expect(&bench->hand, "message", "python3 prints the same: identical.");
    assert_int_equal(bench->fake.started, 1);
}

static void any_other_file_needs_leave(void **state) {
    Bench *bench = *state;
    open_script(bench, "/home/b.py");
    hand_click(&bench->hand, "file.verify");
    hand_expect(&bench->hand, "check", "asking");
    assert_true(is_drawn(bench, "b.py"));
    hand_click(&bench->hand, "check.close");
    hand_expect(&bench->hand, "check", "");
    assert_int_equal(bench->fake.started, 0);
    hand_click(&bench->hand, "file.verify");
    hand_press(&bench->hand, "escape");
    assert_int_equal(bench->fake.started, 0);
    hand_click(&bench->hand, "file.verify");
    bench->fake.polls_left = 10;
    hand_click(&bench->hand, "check.go");
    hand_expect(&bench->hand, "check", "running");
    assert_int_equal(bench->fake.started, 1);
    hand_rest(&bench->hand, 12);
    hand_expect(&bench->hand, "check", "identical");
    hand_click(&bench->hand, "check.close");
    assert_false(hand_finds(&bench->hand, "check.close"));
}

static void the_first_difference_is_shown(void **state) {
    Bench *bench = *state;
    bench->fake.answer = APP_CHECK_DIFFERENT;
    bench->fake.told = "stdout differs at line 7\n";
    open_script(bench, "/lessons/a.py");
    hand_click(&bench->hand, "file.verify");
    hand_press(&bench->hand, "escape"); /* the answer opens the sheet again */
    hand_rest(&bench->hand, 5);
    hand_expect(&bench->hand, "check", "different");
    assert_true(is_drawn(bench, "stdout differs at line 7"));
}

static void why_there_is_no_answer(void **state) {
    Bench *bench = *state;
    bench->fake.answer = APP_CHECK_FAILED;
    bench->fake.told = "found: 3.9";
    open_script(bench, "/lessons/a.py");
    hand_click(&bench->hand, "file.verify");
    hand_rest(&bench->hand, 5);
    hand_expect(&bench->hand, "check", "failed");
    assert_true(is_drawn(bench, "found: 3.9"));
    bench->fake.polls_left = 1000;
    hand_click(&bench->hand, "check.again");
    hand_expect(&bench->hand, "check", "running");
    hand_click(&bench->hand, "check.cancel");
    hand_frame(&bench->hand, NULL, 0);
    hand_expect(&bench->hand, "check", "failed");
    assert_true(is_drawn(bench, "cancelled"));
    open_script(bench, "/missing.py");
    hand_click(&bench->hand, "file.verify");
    hand_click(&bench->hand, "check.go");
    hand_expect(&bench->hand, "check", "failed");
    assert_true(is_drawn(bench, "/missing.py is missing"));
}

/* What a check says of a script that is no longer open is not told. */
static void another_script_is_opened_meanwhile(void **state) {
    Bench *bench = *state;
    open_script(bench, "/lessons/a.py");
    bench->fake.polls_left = 1000;
    hand_click(&bench->hand, "file.verify");
    open_script(bench, "/home/b.py");
    hand_expect(&bench->hand, "check", "");
    hand_rest(&bench->hand, 5);
    hand_expect(&bench->hand, "check", "");
    hand_expect(&bench->hand, "message", "");
    InputEvent away = {.kind = INPUT_MOUSE_LEAVE}; /* no tooltip is waited for either */
    hand_frame(&bench->hand, &away, 1);
    assert_int_equal(hand_frame(&bench->hand, NULL, 0), -1);
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
