/* The page that the window opens on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/hand.h"
#include "disk.h"

static const char scene[] = "assets/scenes/01_two_names_one_list.lastref";

static bool read_file(void *context, const char *path, TextBuffer *out, Error *error) {
    if (strcmp(path, "recent") != 0) return disk_read_file(context, path, out, error);
    text_append_string(out, "own.py\n");
    return true;
}

/* One's own files are nearer than the scenes that come with Lastref. */
static void test_own_files_stand_above_scenes(void **state) {
    (void)state;
    const char *const scenes[] = {scene};
    TextMeasure measure = text_measure_fixed();
    AppConfig config = {.measure = &measure,
                        .theme = theme_light(),
                        .read_file = read_file,
                        .recent_path = "recent",
                        .scene_paths = scenes,
                        .scene_count = 1,
                        .guide = true};
    Hand hand = {.window = {1440, 900}, .pace = 16};
    hand.app = app_create(&config);
    app_open_script(hand.app, "a.py", text_of("a = 1\n"));
    hand_rest(&hand, 3);
    hand_press(&hand, "ctrl+1");
    hand_rest(&hand, 3);
    Rect own = hand_place(&hand, "start.recent.0"), first = hand_place(&hand, "start.scene.0");
    assert_true(rect_bottom(own) < first.y);
    assert_true(own.y > rect_bottom(hand_place(&hand, "start.sandbox")));
    hand_deinit(&hand);
}

/* Code in what a scene says of itself is drawn as code, on the page and in the list of Ctrl+O. */
static void test_code_in_a_description(void **state) {
    (void)state;
    const char *const scenes[] = {"assets/scenes/06_tree.lastref"};
    TextMeasure measure = text_measure_fixed();
    AppConfig config = {.measure = &measure,
                        .theme = theme_light(),
                        .read_file = read_file,
                        .scene_paths = scenes,
                        .scene_count = 1,
                        .guide = true};
    Hand hand = {.window = {1440, 900}, .pace = 16};
    hand.app = app_create(&config);
    app_begin(hand.app);
    hand_rest(&hand, 3);
    hand_place(&hand, "start.scene.0");
    assert_true(hand_draws(&hand, "One name holds the root"));
    assert_false(hand_draws(&hand, "`"));
    hand_press(&hand, "ctrl+o");
    hand_rest(&hand, 3);
    hand_place(&hand, "path.row.0");
    assert_true(hand_draws(&hand, "del root"));
    assert_false(hand_draws(&hand, "`"));
    hand_deinit(&hand);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_own_files_stand_above_scenes),
                                       cmocka_unit_test(test_code_in_a_description)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
