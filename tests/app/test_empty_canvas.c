/* What the picture says while nothing is in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/hand.h"

static const char FIRST[] = "to run the first line", EDIT[] = "F2 edits";

static Hand open_script(const TextMeasure *measure, const char *source) {
    AppConfig config = {.measure = measure, .theme = theme_light()};
    Hand hand = {.window = {1440, 900}, .pace = 16};
    hand.app = app_create(&config);
    app_open_script(hand.app, "a.py", text_of(source));
    hand_rest(&hand, 3);
    return hand;
}

static void test_there_is_a_line(void **state) {
    (void)state;
    TextMeasure measure = text_measure_fixed();
    Hand hand = open_script(&measure, "a = 1\ndel a\n");
    assert_true(hand_draws(&hand, FIRST));
    hand_press(&hand, "end");
    hand_rest(&hand, 3);
    assert_false(hand_draws(&hand, FIRST));
    assert_true(hand_draws(&hand, EDIT));
    hand_deinit(&hand);
}

static void test_there_is_none(void **state) {
    (void)state;
    static const char *const sources[] = {"", "\n", "# nothing yet\n"};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        TextMeasure measure = text_measure_fixed();
        Hand hand = open_script(&measure, sources[i]);
        hand.about = sources[i];
        assert_false(hand_draws(&hand, FIRST));
        assert_true(hand_draws(&hand, EDIT));
        hand_deinit(&hand);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_there_is_a_line),
                                       cmocka_unit_test(test_there_is_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
