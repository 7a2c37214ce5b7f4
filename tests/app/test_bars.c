/* The bars above and below: what stands in them does not overlap, in narrow windows neither. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/hand.h"

static bool write_file(void *context, const char *path, Text bytes, Error *error) {
    (void)context;
    (void)bytes;
    return error_set(error, "%s: refused", path);
}

static void expect_apart(const Hand *hand, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Rect a, b;
        if (!app_find_place(hand->app, names[i], &a)) continue;
        if (a.x < 0 || rect_right(a) > hand->window.x) {
            fail_msg("%g: %s sticks out", (double)hand->window.x, names[i]);
        }
        for (size_t j = 0; j < i; j++) {
            if (!app_find_place(hand->app, names[j], &b) || !rect_overlaps(a, b)) continue;
            fail_msg("%g: %s stands on %s", (double)hand->window.x, names[i], names[j]);
        }
    }
}

static void test_nothing_overlaps(void **state) {
    (void)state;
    static const char *const above[] = {"view.lesson", "view.sandbox", "edit.undo",
                                        "edit.redo",   "edit.collect", "view.present",
                                        "file.verify", "file.export"};
    static const char *const below[] = {"timeline.first", "timeline.back",  "timeline.play",
                                        "timeline.next",  "timeline.last",  "timeline.inside",
                                        "timeline.step",  "timeline.speed", "view.shown",
                                        "view.theme",     "help.keys",      "timeline.scrubber"};
    TextMeasure measure = text_measure_fixed();
    AppConfig config = {.measure = &measure, .theme = theme_light(), .write_file = write_file};
    Hand hand = {.window = {1440, 900}, .pace = 16};
    hand.app = app_create(&config);
    app_open_script(hand.app, "a.py", text_of("a = 1\nb = 2\n"));
    for (float width = 1440; width >= 480; width -= 40) {
        hand.window = (Point){width, 600};
        hand_rest(&hand, 3);
        expect_apart(&hand, above, sizeof above / sizeof *above);
        expect_apart(&hand, below, sizeof below / sizeof *below);
        assert_true(hand_finds(&hand, "file.export") && hand_finds(&hand, "help.keys"));
        if (width >= 960) assert_true(hand_finds(&hand, "edit.redo"));
        if (width >= 960) assert_true(hand_finds(&hand, "view.theme"));
    }
    hand_deinit(&hand);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_nothing_overlaps)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
