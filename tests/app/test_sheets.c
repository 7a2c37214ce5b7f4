/* Sheets in windows that have no room for all of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/hand.h"

typedef struct Bench {
    TextMeasure measure;
    Hand hand;
} Bench;

static bool refuse_file(void *context, const char *path, Text bytes, Error *error) {
    (void)context;
    (void)bytes;
    return error_set(error, "%s: refused", path);
}

static int open_bench(void **state) {
    Bench *bench = memory_alloc(sizeof *bench);
    *bench = (Bench){.hand = {.window = {1440, 900}, .pace = 16}};
    bench->measure = text_measure_fixed();
    AppConfig config = {
        .measure = &bench->measure, .theme = theme_light(), .write_file = refuse_file};
    bench->hand.app = app_create(&config);
    app_open_script(bench->hand.app, "a.py", text_of("a = [1]\nb = a\n"));
    *state = bench;
    return 0;
}

static int close_bench(void **state) {
    Bench *bench = *state;
    hand_deinit(&bench->hand);
    memory_free(bench);
    return 0;
}

static bool is_inside(Rect rect, Rect area) {
    return rect.y >= area.y - 0.5f && rect_bottom(rect) <= rect_bottom(area) + 0.5f &&
           rect.x >= area.x - 0.5f && rect_right(rect) <= rect_right(area) + 0.5f;
}

/* Whether Tab brings a row's button between the heading and the path's field. */
static bool tab_reveals(Hand *hand, const char *place) {
    bool seen = false;
    for (int i = 0; i < 60 && !seen; i++) {
        hand_press(hand, "tab");
        hand_rest(hand, 2);
        Rect rect = hand_place(hand, place), path = hand_place(hand, "export.path");
        seen = rect.y >= hand_place(hand, "sheet.inside").y + 40 && rect_bottom(rect) <= path.y;
    }
    return seen;
}

static void test_export_is_reached_in_any_window(void **state) {
    Hand *hand = &((Bench *)*state)->hand;
    const Point sizes[] = {{1440, 900}, {960, 600}, {720, 450}, {480, 300}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        hand->window = sizes[i];
        hand_rest(hand, 3);
        hand_press(hand, "ctrl+e");
        hand_rest(hand, 5);
        Rect window = {0, 0, sizes[i].x, sizes[i].y}, sheet = hand_place(hand, "sheet.inside");
        assert_true(is_inside(sheet, window));
        assert_true(is_inside(hand_place(hand, "export.path"), sheet));
        assert_true(is_inside(hand_place(hand, "export.save"), sheet));
        assert_true(tab_reveals(hand, "export.legend"));
        assert_true(tab_reveals(hand, "export.format.png"));
        hand_press(hand, "escape");
        assert_false(hand_finds(hand, "export.save"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_export_is_reached_in_any_window, open_bench,
                                        close_bench),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
