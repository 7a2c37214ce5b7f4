/* Settings in a window: what is written and when, and what the wheel does as it is set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/hand.h"

#include <math.h>
#include <string.h>

/* A disk with one file, in one window. */
typedef struct Desk {
    TextMeasure measure;
    AppConfig config;
    Hand hand;
    TextBuffer file;
    bool there, full;
    int written, tried;
} Desk;

static bool read_file(void *context, const char *path, TextBuffer *out, Error *error) {
    Desk *desk = context;
    if (!desk->there) return error_set(error, "%s is missing", path);
    text_append(out, text_cstr(&desk->file), desk->file.length);
    return true;
}

static bool write_file(void *context, const char *path, Text bytes, Error *error) {
    Desk *desk = context;
    assert_string_equal(path, "settings");
    desk->tried++;
    if (desk->full) return error_set(error, "the disk is full");
    desk->written++;
    desk->there = true;
    text_clear(&desk->file);
    text_append(&desk->file, bytes.bytes, bytes.length);
    return true;
}

static bool has_file(void *context, const char *path) {
    return strcmp(path, "settings") == 0 && ((Desk *)context)->there;
}

static void start(Desk *desk) {
    app_destroy(desk->hand.app);
    desk->hand.app = app_create(&desk->config);
    app_open_script(desk->hand.app, "a.py", text_of("a = [1]\n"));
    app_show_step(desk->hand.app, 0);
    hand_rest(&desk->hand, 4);
}

static int set_up(void **state) {
    Desk *desk = memory_alloc(sizeof *desk);
    /* at this pace what moves has arrived */
    *desk = (Desk){.hand = {.window = {1440, 900}, .pace = 400}};
    desk->measure = text_measure_fixed();
    desk->config = (AppConfig){.measure = &desk->measure,
                               .theme = theme_light(),
                               .read_file = read_file,
                               .write_file = write_file,
                               .has_file = has_file,
                               .context = desk,
                               .settings_path = "settings"};
    *state = desk;
    return 0;
}

static int tear_down(void **state) {
    Desk *desk = *state;
    hand_deinit(&desk->hand);
    text_deinit(&desk->file);
    memory_free(desk);
    return 0;
}

static void put_file(Desk *desk, const char *text) {
    desk->there = true;
    text_clear(&desk->file);
    text_append_string(&desk->file, text);
}

static void test_nothing_to_say(void **state) {
    Desk *desk = *state;
    start(desk);
    hand_press(&desk->hand, "ctrl+comma");
    hand_press(&desk->hand, "escape");
    hand_press(&desk->hand, "f5"); /* a presentation is larger, which nobody has set */
    hand_press(&desk->hand, "ctrl+plus");
    hand_press(&desk->hand, "f5");
    start(desk);
    assert_int_equal(desk->tried, 0);
    hand_press(&desk->hand, "t");
    assert_int_equal(desk->written, 1);
    hand_press(&desk->hand, "t");
    hand_press(&desk->hand, "t"); /* light again: the file is there, and says so */
    assert_string_equal(text_cstr(&desk->file), "lastref settings 1\n");
}

static void test_a_full_disk(void **state) {
    Desk *desk = *state;
    put_file(desk, "lastref settings 1\nspeed 2\n");
    desk->full = true;
    start(desk);
    hand_press(&desk->hand, "t");
    hand_expect(&desk->hand, "message", "Settings cannot be kept: the disk is full");
    assert_int_equal(desk->tried, 1);
    hand_rest(&desk->hand, 20);
    assert_int_equal(desk->tried, 1);
    hand_press(&desk->hand, "ctrl+plus"); /* told once */
    hand_expect(&desk->hand, "message", "Interface size 112 %");
    assert_string_equal(text_cstr(&desk->file), "lastref settings 1\nspeed 2\n");
    desk->full = false;
    hand_press(&desk->hand, "ctrl+minus"); /* nothing is lost */
    assert_string_equal(text_cstr(&desk->file), "lastref settings 1\ntheme dark\nspeed 2\n");
}

static void test_the_command_line_wins(void **state) {
    Desk *desk = *state;
    put_file(desk, "lastref settings 1\ntheme dark\n");
    desk->config.theme = theme_grey();
    desk->config.theme_chosen = true;
    start(desk);
    hand_expect(&desk->hand, "theme", "grey");
    hand_press(&desk->hand, "ctrl+plus");
    assert_string_equal(text_cstr(&desk->file), "lastref settings 1\ntheme dark\nsize 112.5\n");
    hand_press(&desk->hand, "t"); /* chosen by hand */
    hand_expect(&desk->hand, "theme", "light");
    assert_string_equal(text_cstr(&desk->file), "lastref settings 1\nsize 112.5\n");
}

static Rect card(Desk *desk) {
    return hand_place(&desk->hand, "node:a");
}

static void turn(Desk *desk, float x, float y, unsigned modifiers) {
    Rect empty = hand_place(&desk->hand, "canvas.empty");
    InputEvent event = {.kind = INPUT_MOUSE_MOVE, .at = rect_center(empty), .modifiers = modifiers};
    hand_frame(&desk->hand, &event, 1);
    event.kind = INPUT_WHEEL;
    event.wheel = (Point){x, y};
    hand_frame(&desk->hand, &event, 1);
}

static void test_the_wheel(void **state) {
    Desk *desk = *state;
    start(desk);
    Rect before = card(desk), after;
    turn(desk, 0, 1, 0);
    after = card(desk);
    assert_true(after.w > before.w);
    put_file(desk, "lastref settings 1\nwheel scrolls\n");
    start(desk);
    before = card(desk);
    turn(desk, 0, 1, 0); /* away from the hand: what is above comes down */
    after = card(desk);
    assert_true(after.w == before.w && after.x == before.x && after.y > before.y);
    before = after;
    turn(desk, 0, -1, MODIFIER_SHIFT);
    after = card(desk);
    assert_true(after.w == before.w && after.x < before.x && after.y == before.y);
    before = after;
    turn(desk, -1, 0, 0); /* to the left */
    after = card(desk);
    assert_true(after.w == before.w && after.x > before.x && after.y == before.y);
    turn(desk, 0, 1, MODIFIER_CTRL);
    assert_true(card(desk).w > after.w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_to_say, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_full_disk, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_command_line_wins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_wheel, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
