/* A document that takes long to make again, on a thread: what is open stays until it is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"

#include <string.h>
#include <time.h>

static const char SLOW[] =
    "{\"lastref\": 1, \"script\": {\"name\": \"slow.py\", \"stops\": 60003, \"source\": [\n"
    "\"slow = [1]\", \"for i in range(30000):\", \"    i\", \"\"]}, \"statements\": [\n"
    "{\"at\": 60003, \"text\": \"late = slow\"}], \"done\": 1, \"shown\": 60005,\n"
    "\"hash\": \"0000000000000000\"}";

static App *create(const TextMeasure *measure) {
    AppConfig config = {.measure = measure, .theme = theme_light(), .background = true};
    return app_create(&config);
}

static void frame(App *app, const InputEvent *events, size_t count) {
    DrawList list = {0};
    app_frame(app, events, count, 16, (Point){1200, 800}, &list);
    draw_list_deinit(&list);
}

static void expect(App *app, const char *state, const char *words) {
    TextBuffer is = {0};
    assert_true(app_state(app, state, &is));
    if (!strstr(text_cstr(&is), words)) fail_msg("%s is %s", state, text_cstr(&is));
    text_deinit(&is);
}

static bool is_loading(const App *app) {
    TextBuffer is = {0};
    app_state(app, "loading", &is);
    bool loading = strcmp(text_cstr(&is), "yes") == 0;
    text_deinit(&is);
    return loading;
}

static void wait(App *app) {
    while (is_loading(app)) {
        nanosleep(&(struct timespec){0, 5000000}, NULL);
        frame(app, NULL, 0);
    }
}

static void key(App *app, InputKey key) {
    InputEvent events[2] = {{.kind = INPUT_KEY_DOWN, .key = key},
                            {.kind = INPUT_KEY_UP, .key = key}};
    frame(app, events, 2);
}

static App *open_slow(const TextMeasure *measure) {
    Error error;
    App *app = create(measure);
    app_open_script(app, "before.py", text_of("before = [1]\n"));
    wait(app);
    app_show_step(app, 0);
    assert_true(app_open_bytes(app, "slow.lastref", text_of(SLOW), &error));
    return app;
}

static void test_it_comes(void **state) {
    (void)state;
    TextMeasure measure = text_measure_fixed();
    App *app = open_slow(&measure);
    if (is_loading(app)) {
        frame(app, NULL, 0);
        expect(app, "heap", "before = ");
        key(app, KEY_T); /* no key does anything meanwhile */
        expect(app, "theme", "light");
    }
    wait(app);
    expect(app, "heap", "late = ");
    expect(app, "step", "60005");
    app_destroy(app);
}

static void test_it_is_cancelled(void **state) {
    (void)state;
    TextMeasure measure = text_measure_fixed();
    App *app = open_slow(&measure);
    if (is_loading(app)) {
        key(app, KEY_ESCAPE);
        wait(app);
        expect(app, "message", "slow.lastref is not opened");
        expect(app, "heap", "before = ");
    }
    app_destroy(app);
}

static void test_it_is_left(void **state) {
    (void)state;
    TextMeasure measure = text_measure_fixed();
    App *app = open_slow(&measure);
    app_destroy(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_it_comes),
                                       cmocka_unit_test(test_it_is_cancelled),
                                       cmocka_unit_test(test_it_is_left)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
