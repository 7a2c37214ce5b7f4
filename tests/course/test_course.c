/* Each lesson played to its end: answering all right, and all wrong, by mouse and by keyboard,
 * small and large, light and dark. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "course/player.h"
#include "platform/fonts.h"

#include <glob.h>

typedef enum Way { BY_MOUSE, BY_KEYS, BY_CLICKER } Way;

static void play_all(Way way, bool wrong, Point size, const Theme *theme) {
    Error error;
    glob_t found = {0};
    Fonts *fonts = fonts_create(true, &error);
    if (!fonts) fail_msg("%s", error.message);
    TextMeasure measure = fonts_measure(fonts);
    glob(LASTREF_SOURCE_DIR "/assets/lessons/*.lesson", 0, NULL, &found);
    glob(LASTREF_SOURCE_DIR "/assets/welcome/*.lesson", GLOB_APPEND, NULL, &found);
    assert_true(found.gl_pathc > 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        Player player = {.path = found.gl_pathv[i],
                         .size = size,
                         .theme = theme,
                         .measure = &measure,
                         .by_keys = way == BY_KEYS,
                         .wrong = wrong};
        if (way == BY_CLICKER) player_present(&player);
        if (way != BY_CLICKER) player_play(&player);
        print_message("%s: %d cards, %d right, %d wrong, %d tasks, %d inputs\n",
                      strrchr(player.path, '/') + 1, player.cards, player.right, player.mistaken,
                      player.tasks, player.inputs);
    }
    globfree(&found);
    fonts_destroy(fonts);
}

/* What the players look for is found. */
static void test_overflow_is_seen(void **unused) {
    (void)unused;
    TextMeasure measure = text_measure_fixed(); /* 0.55 em a character */
    DrawList list = {0};
    Rect window = {0, 0, 400, 300}, card = {0, 0, 400, 100}, none = {0};
    TextStyle style = {.size = 20, .color = 0xFF000000, .line = TEXT_MIDDLE};
    char told[200];
    draw_string(&list, (Point){10, 50}, style, "ten chars!"); /* to 120 */
    draw_string(&list, (Point){121, 50}, style, "beside it");
    tell_overflow(&list, &measure, window, card, NULL, 0, told, sizeof told);
    assert_string_equal(told, "");
    draw_string(&list, (Point){100, 55}, style, "upon it");
    tell_overflow(&list, &measure, window, card, NULL, 0, told, sizeof told);
    assert_string_equal(told, "on each other: ten chars! | upon it");
    draw_box(&list, (Rect){0, 0, 400, 300}, (BoxStyle){.fill = 0xFFFFFFFF});
    tell_overflow(&list, &measure, window, card, NULL, 0, told, sizeof told);
    assert_string_equal(told, "");
    draw_clip_push(&list, (Rect){0, 0, 90, 300});
    draw_string(&list, (Point){0, 50}, style, "ten chars!");
    draw_clip_pop(&list);
    tell_overflow(&list, &measure, window, none, NULL, 0, told, sizeof told);
    assert_non_null(strstr(told, "over the edge: ten chars!"));
    tell_overflow(&list, &measure, window, none, &(Rect){0, 0, 90, 300}, 1, told, sizeof told);
    assert_string_equal(told, "");
    style.max_width = 80;
    draw_string(&list, (Point){200, 50}, style, "ten chars!");
    tell_overflow(&list, &measure, window, card, &(Rect){0, 0, 90, 300}, 1, told, sizeof told);
    assert_non_null(strstr(told, "shortened: ten chars!"));
    draw_list_deinit(&list);
}

static const Point SMALL = {960, 600}, LARGE = {1440, 900};

static void test_right_by_mouse(void **unused) {
    (void)unused;
    play_all(BY_MOUSE, false, SMALL, theme_light());
    play_all(BY_MOUSE, false, LARGE, theme_dark());
}

static void test_right_by_keyboard(void **unused) {
    (void)unused;
    play_all(BY_KEYS, false, SMALL, theme_dark());
    play_all(BY_KEYS, false, LARGE, theme_light());
}

static void test_wrong_by_mouse(void **unused) {
    (void)unused;
    play_all(BY_MOUSE, true, SMALL, theme_dark());
    play_all(BY_MOUSE, true, LARGE, theme_light());
}

static void test_wrong_by_keyboard(void **unused) {
    (void)unused;
    play_all(BY_KEYS, true, SMALL, theme_light());
    play_all(BY_KEYS, true, LARGE, theme_dark());
}

static void test_presented(void **unused) {
    (void)unused;
    play_all(BY_CLICKER, false, (Point){1280, 720}, theme_light());
    play_all(BY_CLICKER, false, (Point){1920, 1080}, theme_dark());
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_overflow_is_seen),  cmocka_unit_test(test_right_by_mouse),
        cmocka_unit_test(test_right_by_keyboard), cmocka_unit_test(test_wrong_by_mouse),
        cmocka_unit_test(test_wrong_by_keyboard), cmocka_unit_test(test_presented)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
