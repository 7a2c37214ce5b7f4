#include "platform/fonts.h"

#include "platform/run_cache.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static Fonts *fonts, *plain;
static TextMeasure measure, reproducible;

static int start(void **state) {
    (void)state;
    Error error = {""};
    fonts = fonts_create(false, &error);
    plain = fonts_create(true, &error);
    if (!fonts || !plain) {
        print_error("%s\n", error.message);
        return -1;
    }
    measure = fonts_measure(fonts);
    reproducible = fonts_measure(plain);
    return 0;
}

static int stop(void **state) {
    (void)state;
    fonts_destroy(fonts);
    fonts_destroy(plain);
    return 0;
}

static float width(FontFace face, float size, const char *text) {
    return text_width(&measure, face, size, text_of(text));
}

static TextBitmap rendered(FontFace face, float size, const char *text) {
    return measure.render(measure.context, face, size, text_of(text));
}

static void faces_are_found(void **state) {
    (void)state;
    assert_string_equal(fonts_family(plain, FONT_UI), "DejaVu Sans");
    assert_string_equal(fonts_family(plain, FONT_MONO_BOLD), "DejaVu Sans Mono");
    for (int face = 0; face < FONT_FACE_COUNT; face++) {
        FontMetrics m = text_metrics(&measure, (FontFace)face, 20);
        assert_true(m.ascent > 12 && m.ascent < 28);
        assert_true(m.descent > 2 && m.descent < 12);
        assert_true(m.cap_height > 10 && m.cap_height < m.ascent);
        assert_true(m.line_height >= m.ascent);
    }
}

/* The first letter stands at the right; quotes around it stay where they are. */
static void hebrew_runs_from_right_to_left(void **state) {
    (void)state;
    TextBitmap both = rendered(FONT_UI, 24, "\u05E9\u05D5"), last = rendered(FONT_UI, 24, "\u05D5");
    assert_true(both.width > last.width && both.height >= last.height);
    int columns = last.width - 1; /* the last one touches the next letter */
    for (int y = 0; y < last.height; y++) {
        const uint8_t *row = both.coverage + (y + last.top - both.top) * both.stride;
        assert_memory_equal(row, last.coverage + y * last.stride, (size_t)columns);
    }
    assert_float_equal(width(FONT_UI, 24, "'\u05E9\u05D5'"), width(FONT_UI, 24, "'\u05D5\u05E9'"),
                       0.01f);
}

/* Letters in the middle of a word have another form than alone. */
static void arabic_is_joined(void **state) {
    (void)state;
    float joined = width(FONT_UI, 24, "\u0639\u0639\u0639"), alone = width(FONT_UI, 24, "\u0639");
    assert_true(joined < 3 * alone - 1);
}

/* A family that a person has chosen; one that is not there is passed over. */
static void families_are_chosen(void **state) {
    (void)state;
    Error error = {""};
    assert_true(fonts_has_family(plain, "DejaVu Sans"));
    assert_true(fonts_has_family(plain, "dejavu sans mono"));
    assert_false(fonts_has_family(plain, "No Such Family"));
    assert_false(fonts_has_family(plain, ""));
    FontChoice choice = {"DejaVu Sans Mono", "No Such Family"};
    Fonts *chosen = fonts_create_chosen(choice, &error);
    assert_non_null(chosen);
    assert_string_equal(fonts_family(chosen, FONT_UI), "DejaVu Sans Mono");
    assert_string_equal(fonts_family(chosen, FONT_UI_BOLD), "DejaVu Sans Mono");
    assert_string_equal(fonts_family(chosen, FONT_MONO), fonts_family(fonts, FONT_MONO));
    fonts_destroy(chosen);
}

/* All that measures with them has the others from then on. */
static void families_are_exchanged(void **state) {
    (void)state;
    Error error = {""};
    Fonts *own = fonts_create(false, &error);
    TextMeasure same = fonts_measure(own);
    float before = text_width(&same, FONT_UI, 20, text_of("iiii"));
    assert_true(fonts_choose(own, (FontChoice){"DejaVu Sans Mono", ""}, &error));
    assert_string_equal(fonts_family(own, FONT_UI), "DejaVu Sans Mono");
    float mono = text_width(&same, FONT_UI, 20, text_of("iiii"));
    assert_true(mono > before * 1.5f);
    assert_true(same.render(same.context, FONT_UI, 20, text_of("i")).height > 0);
    assert_true(fonts_choose(own, (FontChoice){"No Such Family", NULL}, &error));
    assert_string_equal(fonts_family(own, FONT_UI), fonts_family(fonts, FONT_UI));
    assert_float_equal(text_width(&same, FONT_UI, 20, text_of("iiii")), before, 0.001);
    fonts_destroy(own);
}

static void widths_scale_with_the_size(void **state) {
    (void)state;
    float ten = width(FONT_UI, 10, "references");
    assert_float_equal(width(FONT_UI, 25, "references"), 2.5f * ten, 0.001);
    assert_true(width(FONT_UI_BOLD, 10, "references") > ten);
    assert_float_equal(width(FONT_UI, 10, ""), 0, 0);
    /* A code font is even, and signs that could be a ligature keep their places. */
    float m = width(FONT_MONO, 100, "m");
    assert_float_equal(width(FONT_MONO, 100, "iiii"), 4 * m, 0.2);
    assert_float_equal(width(FONT_MONO, 100, "->!=>=>>>"), 9 * m, 0.4);
}

static void bitmaps_agree_with_widths(void **state) {
    (void)state;
    const char *const samples[] = {"Hamburgefonstiv", "a.peer = b", ">>> gc.collect()", "jjj"};
    for (size_t i = 0; i < 4; i++) {
        for (int face = 0; face < FONT_FACE_COUNT; face++) {
            for (float size = 9; size < 30; size += 4.5f) {
                TextBitmap bitmap = rendered((FontFace)face, size, samples[i]);
                float w = width((FontFace)face, size, samples[i]);
                assert_true(bitmap.height > 0 && bitmap.height < 2 * size);
                assert_true(bitmap.top < 0);
                assert_float_equal((float)(bitmap.width + bitmap.left), w, 2.5);
            }
        }
    }
}

static void capitals_stand_on_the_baseline(void **state) {
    (void)state;
    TextBitmap bitmap = reproducible.render(reproducible.context, FONT_UI, 20, text_of("H"));
    FontMetrics m = text_metrics(&reproducible, FONT_UI, 20);
    assert_int_equal(bitmap.top + bitmap.height, 0);
    assert_float_equal((float)bitmap.height, m.cap_height, 1.1);
    int most = 0;
    for (int i = 0; i < bitmap.width * bitmap.height; i++) {
        if (bitmap.coverage[i] > most) most = bitmap.coverage[i];
    }
    assert_int_equal(most, 255);
}

static void blank_runs_have_no_bitmap(void **state) {
    (void)state;
    assert_int_equal(rendered(FONT_UI, 13, "   ").height, 0);
    assert_int_equal(rendered(FONT_MONO, 13, "\t\n").height, 0);
    assert_int_equal(rendered(FONT_UI, 0, "x").height, 0);
    assert_int_equal(rendered(FONT_UI, NAN, "x").height, 0);
    assert_true(width(FONT_UI, 13, "   ") > 5);
}

static void any_bytes_can_be_drawn(void **state) {
    (void)state;
    const char *const odd[] = {"\xFF\xFE",
                               "a\x80z",
                               "\x01\x02\x7F",
                               "\xF0\x9F\x99\x82\xEF\xB8\x8F",         /* emoji + selector */
                               "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81",    /* stacked accents */
                               "\xE4\xBD\xA0\xE5\xA5\xBD",             /* CJK */
                               "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D abc", /* right to left */
                               "\xE2\x80\xAE\xE2\x80\x8B\xEF\xBB\xBF", /* marks without ink */
                               "\xF4\x8F\xBF\xBF"};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        for (int face = 0; face < FONT_FACE_COUNT; face++) {
            TextBitmap bitmap = rendered((FontFace)face, 15, odd[i]);
            assert_true(bitmap.width >= 0 && bitmap.width < 400);
            assert_true(width((FontFace)face, 15, odd[i]) >= 0);
        }
    }
    char bytes[256];
    uint32_t seed = 7;
    for (int round = 0; round < 300; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525 + 1013904223;
            bytes[i] = (char)(seed >> 24);
        }
        Text text = {bytes, seed % sizeof bytes};
        (void)measure.width(measure.context, FONT_UI, 12, text);
        (void)measure.render(measure.context, FONT_MONO, 12, text);
        measure.frame(measure.context);
    }
}

static void long_runs_are_cut(void **state) {
    (void)state;
    static char large[200000];
    memset(large, 'W', sizeof large);
    Text text = {large, sizeof large};
    TextBitmap bitmap = measure.render(measure.context, FONT_UI, 60, text);
    assert_true(bitmap.width > 1000 && bitmap.width <= 8192);
    assert_true(measure.width(measure.context, FONT_UI, 60, text) > 0);
}

static void bitmaps_live_through_a_frame(void **state) {
    (void)state;
    TextBitmap first = rendered(FONT_UI, 14, "kept");
    uint8_t copy[4096];
    size_t bytes = (size_t)first.width * (size_t)first.height;
    assert_true(bytes <= sizeof copy);
    memcpy(copy, first.coverage, bytes);
    for (int i = 0; i < 20000; i++) { /* far more than the cache is meant to hold */
        char text[32];
        snprintf(text, sizeof text, "another %d", i);
        (void)rendered(FONT_UI_BOLD, 24, text);
    }
    assert_memory_equal(copy, first.coverage, bytes);
    measure.frame(measure.context);
    measure.frame(measure.context);
    TextBitmap again = rendered(FONT_UI, 14, "kept");
    assert_memory_equal(copy, again.coverage, bytes);
}

static void the_cache_forgets_what_is_old(void **state) {
    (void)state;
    RunCache cache = {.bound = 20000};
    for (int i = 0; i < 5000; i++) {
        char text[32];
        snprintf(text, sizeof text, "run %d", i);
        assert_null(run_cache_find(&cache, 1, 2, text_of(text)));
        unsigned char *data;
        run_cache_add(&cache, 1, 2, text_of(text), 100, &data);
        memset(data, i & 255, 100);
        if (i == 0) continue;
        assert_non_null(run_cache_find(&cache, 1, 2, text_of("run 0"))); /* asked for: kept */
        assert_null(run_cache_find(&cache, 1, 3, text_of("run 0")));
        run_cache_trim(&cache);
        assert_true(cache.young.bytes + cache.old.bytes < 3 * cache.bound);
    }
    assert_null(run_cache_find(&cache, 1, 2, text_of("run 1")));
    run_cache_deinit(&cache);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faces_are_found),
        cmocka_unit_test(hebrew_runs_from_right_to_left),
        cmocka_unit_test(arabic_is_joined),
        cmocka_unit_test(families_are_chosen),
        cmocka_unit_test(families_are_exchanged),
        cmocka_unit_test(widths_scale_with_the_size),
        cmocka_unit_test(bitmaps_agree_with_widths),
        cmocka_unit_test(capitals_stand_on_the_baseline),
        cmocka_unit_test(blank_runs_have_no_bitmap),
        cmocka_unit_test(any_bytes_can_be_drawn),
        cmocka_unit_test(long_runs_are_cut),
        cmocka_unit_test(bitmaps_live_through_a_frame),
        cmocka_unit_test(the_cache_forgets_what_is_old),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
