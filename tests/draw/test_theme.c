#include "draw/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void every_pair_has_its_contrast(void **state) {
    (void)state;
    const Theme *themes[] = {theme_light(), theme_dark(), theme_contrasting(), theme_grey()};
    size_t count;
    const ThemePair *pairs = theme_pairs(&count);
    assert_true(count > 100);
    int missed = 0;
    for (size_t t = 0; t < 4; t++) {
        float factor = themes[t] == theme_contrasting() ? 1.5f : 1;
        for (size_t i = 0; i < count; i++) {
            float contrast = theme_contrast(theme_at(themes[t], pairs[i].front),
                                            theme_at(themes[t], pairs[i].ground));
            if (contrast >= factor * pairs[i].least) continue;
            print_error("%s: %s on %s is %.2f, needs %.1f\n", themes[t]->name, pairs[i].front_name,
                        pairs[i].ground_name, (double)contrast, (double)(factor * pairs[i].least));
            missed++;
        }
    }
    assert_int_equal(missed, 0);
}

/* Examples from the definition in WCAG and its commonly cited limit grey. */
static void contrast_is_that_of_wcag(void **state) {
    (void)state;
    assert_float_equal(theme_contrast(0xFF000000, 0xFFFFFFFF), 21, 0.01);
    assert_float_equal(theme_contrast(0xFFFFFFFF, 0xFFFFFFFF), 1, 0.001);
    assert_float_equal(theme_contrast(0xFF767676, 0xFFFFFFFF), 4.54, 0.01);
    assert_float_equal(theme_contrast(0x00000000, 0xFF123456), 1, 0.001);
}

static void every_color_is_set(void **state) {
    (void)state;
#define CHECK(name)                                                                                \
    assert_true(theme_light()->name >> 24);                                                        \
    assert_true(theme_dark()->name >> 24);                                                         \
    assert_true(theme_grey()->name >> 24);
    THEME_COLORS(CHECK)
#undef CHECK
}

/* Nothing rests on hue; and what matters most differs in lightness. */
static void grey_is_grey(void **state) {
    (void)state;
    const Theme *grey = theme_grey();
#define GREY(name)                                                                                 \
    assert_int_equal(grey->name & 255, grey->name >> 8 & 255);                                     \
    assert_int_equal(grey->name & 255, grey->name >> 16 & 255);
    THEME_COLORS(GREY)
#undef GREY
    assert_true(theme_contrast(grey->reference, grey->reference_frame) > 2);
    assert_true(theme_contrast(grey->reference, grey->death) > 2);
}

static void themes_are_found_by_name(void **state) {
    (void)state;
    assert_ptr_equal(theme_find("light"), theme_light());
    assert_ptr_equal(theme_find("dark"), theme_dark());
    assert_ptr_equal(theme_find("contrast"), theme_contrasting());
    assert_ptr_equal(theme_find("grey"), theme_grey());
    assert_ptr_equal(theme_after(theme_grey()), theme_light());
    assert_ptr_equal(theme_after(theme_light()), theme_dark());
    assert_ptr_equal(theme_after(theme_contrasting()), theme_light());
    assert_null(theme_find("sepia"));
    assert_true(theme_dark()->dark && !theme_light()->dark);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_has_its_contrast), cmocka_unit_test(contrast_is_that_of_wcag),
        cmocka_unit_test(every_color_is_set),          cmocka_unit_test(grey_is_grey),
        cmocka_unit_test(themes_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
