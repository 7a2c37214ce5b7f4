#include "base/hash.h"
#include "draw/many_nodes.h"
#include "draw/raster.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct Setup {
    Raster *one, *two;
    TextMeasure measure;
    DrawList list;
    PixelBuffer buffer;
} Setup;

static const Color BLACK = 0xFF000000, WHITE = 0xFFFFFFFF;

static int start(void **state) {
    static Setup setup;
    setup = (Setup){.one = raster_create(1), .two = raster_create(2)};
    setup.measure = text_measure_fixed();
    *state = &setup;
    return 0;
}

static int stop(void **state) {
    Setup *s = *state;
    raster_destroy(s->one);
    raster_destroy(s->two);
    draw_list_deinit(&s->list);
    pixel_buffer_deinit(&s->buffer);
    return 0;
}

/* Draws the list in white on black, clears it, and leaves the pixels in s->buffer. */
static void draw(Setup *s, int width, int height, float scale) {
    pixel_buffer_resize(&s->buffer, width, height);
    raster_draw(s->one, &s->buffer, &s->list, scale, BLACK, &s->measure,
                pixel_rect_all(&s->buffer));
    draw_list_clear(&s->list);
}

static int level(const Setup *s, int x, int y) {
    return (int)(s->buffer.pixels[y * s->buffer.width + x] & 255);
}

/* Covered area in pixels. */
static double area(const Setup *s) {
    double sum = 0;
    for (int i = 0; i < s->buffer.width * s->buffer.height; i++)
        sum += (double)(s->buffer.pixels[i] & 255) / 255;
    return sum;
}

static void boxes_lie_on_whole_pixels(void **state) {
    Setup *s = *state;
    draw_fill(&s->list, (Rect){2, 3, 5, 4}, WHITE);
    draw(s, 12, 12, 1);
    assert_float_equal(area(s), 20, 0.001);
    assert_int_equal(level(s, 2, 3), 255);
    assert_int_equal(level(s, 6, 6), 255);
    assert_int_equal(level(s, 7, 6), 0);
    draw_fill(&s->list, (Rect){2.3f, 3.4f, 5, 4}, WHITE);
    draw(s, 12, 12, 1);
    assert_float_equal(area(s), 20, 0.001);
    draw_fill(&s->list, (Rect){2, 2, 5, 0.25f}, WHITE); /* thinner than a pixel: paler */
    draw(s, 12, 12, 1);
    assert_in_range(level(s, 3, 2), 60, 68);
}

static void a_border_is_exactly_one_pixel(void **state) {
    Setup *s = *state;
    draw_box(&s->list, (Rect){1, 1, 10, 8}, (BoxStyle){.stroke = {WHITE, 1, 0, 0}});
    draw(s, 16, 12, 1);
    assert_float_equal(area(s), 2 * 10 + 2 * 6, 0.001);
    assert_int_equal(level(s, 1, 1), 255);
    assert_int_equal(level(s, 2, 2), 0);
    draw_box(&s->list, (Rect){1, 1, 10, 8}, (BoxStyle){.stroke = {WHITE, 1, 0, 0}});
    draw(s, 32, 24, 2);
    assert_float_equal(area(s), 20 * 16 - 16 * 12, 0.001);
}

static void round_corners_have_the_area_of_circles(void **state) {
    Setup *s = *state;
    const double pi = 3.14159265;
    for (int radius = 2; radius <= 20; radius += 3) {
        draw_box(&s->list, (Rect){4, 4, 50, 44},
                 (BoxStyle){.fill = WHITE, .radius = (float)radius});
        draw(s, 60, 52, 1);
        assert_float_equal(area(s), 50 * 44 - (4 - pi) * radius * radius, 1.2);
        for (int i = 0; i < 26; i++) { /* the four corners are mirror images */
            assert_int_equal(level(s, 4 + i, 4), level(s, 53 - i, 4));
            assert_int_equal(level(s, 4 + i, 5), level(s, 4 + i, 46));
            assert_int_equal(level(s, 4, 4 + i % 22), level(s, 4 + i % 22, 4));
        }
    }
    draw_box(&s->list, (Rect){4, 4, 50, 44},
             (BoxStyle){.fill = WHITE, .radius = 10, .square = CORNERS_TOP});
    draw(s, 60, 52, 1);
    assert_int_equal(level(s, 4, 4), 255);
    assert_int_equal(level(s, 4, 47), 0);
}

static void circles_have_their_area(void **state) {
    Setup *s = *state;
    const double pi = 3.14159265;
    static const float radii[] = {2, 3.5f, 7.25f, 15};
    for (size_t i = 0; i < 4; i++) {
        double r = radii[i];
        draw_circle(&s->list, (Point){20.3f, 19.6f}, radii[i], WHITE, (Stroke){0});
        draw(s, 40, 40, 1);
        assert_float_equal(area(s), pi * r * r, 0.03 * pi * r * r + 0.3);
        draw_circle(&s->list, (Point){20.3f, 19.6f}, radii[i], 0, (Stroke){WHITE, 1.5f, 0, 0});
        draw(s, 40, 40, 1);
        assert_float_equal(area(s), pi * (r * r - (r - 1.5) * (r - 1.5)), 0.04 * pi * r * r + 0.5);
    }
}

static void lines_have_their_width(void **state) {
    Setup *s = *state;
    draw_line(&s->list, (Point){2, 5}, (Point){22, 5}, (Stroke){WHITE, 1, 0, 0});
    draw(s, 30, 12, 1);
    assert_float_equal(area(s), 20, 0.001); /* level: one row of pixels */
    static const float widths[] = {0.5f, 1, 1.5f, 2, 4};
    for (size_t i = 0; i < 5; i++) {
        draw_line(&s->list, (Point){10, 12}, (Point){70, 57}, (Stroke){WHITE, widths[i], 0, 0});
        draw(s, 80, 70, 1);
        double w = widths[i], expected = 75 * w + 3.14159 * w * w / 4;
        assert_float_equal(area(s), expected, 0.03 * expected + 0.6);
    }
}

static void joints_are_not_counted_twice(void **state) {
    Setup *s = *state;
    Point zigzag[5] = {{5, 5}, {25, 8}, {6, 11}, {25, 14}, {5, 30}};
    draw_polyline(&s->list, zigzag, 5, (Stroke){0x80FFFFFF, 4, 0, 0}, (ArrowHead){0});
    draw(s, 36, 36, 1);
    for (int i = 0; i < 36 * 36; i++) assert_true((s->buffer.pixels[i] & 255) <= 128);
}

static void curves_have_their_length_and_head(void **state) {
    Setup *s = *state;
    draw_curve(&s->list, (Point){10, 20}, (Point){30, 20}, (Point){50, 20}, (Point){70, 20},
               (Stroke){WHITE, 2, 0, 0}, (ArrowHead){0});
    draw(s, 80, 40, 1);
    assert_float_equal(area(s), 60 * 2 + 3.14, 1);
    draw_curve(&s->list, (Point){10, 20}, (Point){30, 20}, (Point){50, 20}, (Point){70, 20},
               (Stroke){WHITE, 2, 0, 0}, (ArrowHead){10, 8});
    draw(s, 80, 40, 1);
    assert_float_equal(area(s), 50 * 2 + 1.57 + 40, 3);
    assert_int_equal(level(s, 72, 20), 0); /* nothing beyond the tip */
    assert_true(level(s, 61, 17) > 128);   /* the base is wide */
    /* A curve much shorter than its head draws a head and nothing strange. */
    draw_curve(&s->list, (Point){30, 20}, (Point){30, 20}, (Point){32, 20}, (Point){32, 20},
               (Stroke){WHITE, 2, 0, 0}, (ArrowHead){10, 8});
    draw(s, 80, 40, 1);
    assert_true(area(s) > 30 && area(s) < 60);
}

static void dashes_cover_their_share(void **state) {
    Setup *s = *state;
    draw_line(&s->list, (Point){4, 10}, (Point){104, 10}, (Stroke){WHITE, 2, 6, 4});
    draw(s, 110, 20, 1);
    assert_float_equal(area(s), 10 * (4 * 2 + 3.14), 6);
    draw_box(&s->list, (Rect){10, 10, 80, 60},
             (BoxStyle){.radius = 12, .stroke = {WHITE, 1, 6, 4}});
    draw(s, 100, 80, 1);
    assert_true(area(s) > 120 && area(s) < 190);
    assert_int_equal(level(s, 9, 40), 0);
    assert_int_equal(level(s, 11, 40), 0);
}

static void polygons_have_exact_area(void **state) {
    Setup *s = *state;
    draw_triangle(&s->list, (Point){3.3f, 2.1f}, (Point){25.7f, 9.2f}, (Point){8.4f, 27.9f}, WHITE);
    draw(s, 30, 30, 1);
    double twice = (25.7 - 3.3) * (27.9 - 2.1) - (9.2 - 2.1) * (8.4 - 3.3);
    assert_float_equal(area(s), twice / 2, 0.3);
    Point far[4] = {{-1000, 10}, {1000, 10}, {1000, 20.5f}, {-1000, 20.5f}};
    draw_polygon(&s->list, far, 4, WHITE);
    draw(s, 30, 30, 1);
    assert_float_equal(area(s), 30 * 10.5, 0.2);
    Point slanted[3] = {{-500, 15}, {15, 5}, {15, 25}}; /* crosses the left edge */
    draw_polygon(&s->list, slanted, 3, WHITE);
    draw(s, 30, 30, 1);
    double at_edge = 20.0 * 500 / 515;
    assert_float_equal(area(s), (at_edge + 20) / 2 * 15, 0.3);
    Point nested[8] = {{2, 2}, {20, 2}, {20, 20}, {2, 20}, {2, 2}, {8, 8}, {8, 14}, {14, 8}};
    draw_polygon(&s->list, nested, 8, WHITE); /* wound the other way: a hole */
    draw(s, 30, 30, 1);
    assert_int_equal(level(s, 9, 9), 0);
    assert_int_equal(level(s, 4, 12), 255);
}

static void shadows_are_soft_and_outside(void **state) {
    Setup *s = *state;
    draw_box(&s->list, (Rect){20, 20, 40, 30},
             (BoxStyle){.shadow = WHITE, .shadow_blur = 8, .radius = 6});
    draw(s, 80, 70, 1);
    assert_int_equal(level(s, 40, 35), 0); /* the box hides its own shadow */
    assert_int_equal(level(s, 11, 35), 0);
    for (int x = 12; x < 19; x++) assert_true(level(s, x, 35) <= level(s, x + 1, 35));
    assert_true(level(s, 19, 35) > 90);
    assert_int_equal(level(s, 15, 35), level(s, 64, 35));
}

static void hatches_repeat(void **state) {
    Setup *s = *state;
    draw_box(&s->list, (Rect){0, 0, 40, 40},
             (BoxStyle){.hatch = WHITE, .hatch_spacing = 10, .hatch_width = 1.5f});
    draw(s, 40, 40, 1);
    double lines = area(s);
    assert_float_equal(lines, 1600 * 1.5 * 1.41421356 / 10, 40);
    for (int i = 0; i < 30; i++) {
        assert_int_equal(level(s, i, 5), level(s, i + 10, 5));
        if (i) assert_int_equal(level(s, i, 5), level(s, i - 1, 6));
    }
}

static void blending_keeps_opaque_pixels_opaque(void **state) {
    Setup *s = *state;
    for (uint32_t alpha = 0; alpha < 256; alpha += 5)
        draw_circle(&s->list, (Point){10, 10}, 8.3f, alpha << 24 | 0xFFFFFF,
                    (Stroke){(255 - alpha) << 24 | 0xFF8000, 2, 0, 0});
    draw(s, 20, 20, 1);
    for (int i = 0; i < 400; i++) assert_int_equal(s->buffer.pixels[i] >> 24, 255);
    pixel_buffer_resize(&s->buffer, 20, 20); /* a transparent ground stays premultiplied */
    draw_circle(&s->list, (Point){10, 10}, 8.3f, 0x80FFFFFF, (Stroke){0});
    raster_draw(s->one, &s->buffer, &s->list, 1, 0, &s->measure, pixel_rect_all(&s->buffer));
    draw_list_clear(&s->list);
    assert_int_equal(s->buffer.pixels[0], 0);
    assert_int_equal(s->buffer.pixels[10 * 20 + 10], 0x80808080);
}

static void clips_cut(void **state) {
    Setup *s = *state;
    draw_clip_push(&s->list, (Rect){5, 5, 10, 10});
    draw_clip_push(&s->list, (Rect){8, 0, 100, 100});
    draw_fill(&s->list, (Rect){0, 0, 30, 30}, WHITE);
    draw_clip_pop(&s->list);
    draw_clip_pop(&s->list);
    draw_fill(&s->list, (Rect){0, 0, 2, 2}, WHITE);
    draw(s, 30, 30, 1);
    assert_float_equal(area(s), 7 * 10 + 4, 0.001);
}

static void text_is_placed_by_its_anchor(void **state) {
    Setup *s = *state;
    TextStyle style = {.face = FONT_MONO, .size = 10, .color = WHITE};
    for (int align = 0; align < 3; align++) {
        style.align = (TextAlign)align;
        draw_string(&s->list, (Point){30, 20}, style, "abcd"); /* 24 px wide, 7 px high */
        draw(s, 60, 30, 1);
        int left = 30 - 12 * align;
        assert_int_equal(level(s, left - 1, 15), 0);
        assert_true(level(s, left, 15) > 100);
        assert_true(level(s, left + 23, 15) > 100);
        assert_int_equal(level(s, left + 24, 15), 0);
        assert_true(level(s, left, 13) > 100);
        assert_int_equal(level(s, left, 12), 0);
        assert_int_equal(level(s, left, 20), 0);
    }
    style.align = TEXT_LEFT;
    style.max_width = 20; /* room for "ab…" */
    draw_string(&s->list, (Point){0, 20}, style, "abcdef");
    draw(s, 60, 30, 1);
    assert_true(level(s, 17, 15) > 100);
    assert_int_equal(level(s, 18, 15), 0);
}

/* A picture with everything in it, some of it outside. */
static void busy_list(DrawList *list, uint64_t seed) {
    draw_dot_grid(list, (Rect){0, 0, 400, 300}, (Point){3.3f, 7}, 17.5f, 1.2f, 0xFFE3E6EB);
    draw_clip_push(list, (Rect){10, 12, 370, 280});
    for (int i = 0; i < 150; i++) {
        float v[9];
        for (int k = 0; k < 9; k++) {
            seed = hash_mix(seed + 0x9E3779B97F4A7C15u);
            v[k] = (float)(seed % 5000) / 10 - 50;
        }
        Color color = (Color)(seed >> 20) | 0x40000000;
        Stroke stroke = {color, v[8] / 100 + 1, i % 3 ? 0 : 6, 4};
        switch (i % 7) {
        case 0:
            draw_box(list, (Rect){v[0], v[1], v[2] / 4, v[3] / 4},
                     (BoxStyle){.fill = color,
                                .radius = v[4] / 20,
                                .stroke = stroke,
                                .hatch = ~color,
                                .square = (unsigned)i & 15,
                                .shadow = 0x60000000,
                                .shadow_blur = v[5] / 20,
                                .shadow_y = v[6] / 60});
            break;
        case 1: draw_line(list, (Point){v[0], v[1]}, (Point){v[0], v[3]}, stroke); break;
        case 2: draw_circle(list, (Point){v[0], v[1]}, v[2] / 20, color, stroke); break;
        case 3:
            draw_curve(list, (Point){v[0], v[1]}, (Point){v[2], v[3]}, (Point){v[4], v[5]},
                       (Point){v[6], v[7]}, stroke, (ArrowHead){10, 9});
            break;
        case 4: draw_polygon(list, (const Point *)v, 4, color); break;
        case 5:
            draw_string(list, (Point){v[0], v[1]},
                        (TextStyle){.size = 6 + v[2] / 20, .color = color, .max_width = v[3] / 4},
                        "some text");
            break;
        default: draw_polyline(list, (const Point *)v, 4, stroke, (ArrowHead){8, 8}); break;
        }
    }
    draw_clip_pop(list);
}

static void threads_and_damage_change_nothing(void **state) {
    Setup *s = *state;
    const float scales[] = {1, 1.25f, 2};
    for (int round = 0; round < 3; round++) {
        float scale = scales[round];
        int width = (int)(400 * scale), height = (int)(300 * scale);
        size_t bytes = (size_t)width * (size_t)height * 4;
        PixelBuffer one = {0}, two = {0}, parts = {0};
        pixel_buffer_resize(&one, width, height);
        pixel_buffer_resize(&two, width, height);
        pixel_buffer_resize(&parts, width, height);
        draw_list_clear(&s->list);
        busy_list(&s->list, (uint64_t)round);
        raster_draw(s->one, &one, &s->list, scale, WHITE, &s->measure, pixel_rect_all(&one));
        raster_draw(s->two, &two, &s->list, scale, WHITE, &s->measure, pixel_rect_all(&two));
        assert_memory_equal(one.pixels, two.pixels, bytes);
        for (int y = 0; y < height; y += 37) {
            for (int x = 0; x < width; x += 53)
                raster_draw(s->two, &parts, &s->list, scale, WHITE, &s->measure,
                            (PixelRect){x, y, x + 53, y + 37});
        }
        assert_memory_equal(one.pixels, parts.pixels, bytes);
        pixel_buffer_deinit(&one);
        pixel_buffer_deinit(&two);
        pixel_buffer_deinit(&parts);
    }
    draw_list_clear(&s->list);
}

static void many_nodes_are_the_same_for_any_threads(void **state) {
    Setup *s = *state;
    PixelBuffer two = {0};
    pixel_buffer_resize(&s->buffer, 1600, 900);
    pixel_buffer_resize(&two, 1600, 900);
    draw_list_clear(&s->list);
    many_nodes(&s->list, theme_light(), 2000, 1600, 900);
    draw_list_check(&s->list);
    assert_true(s->list.commands.count > 20000);
    raster_draw(s->one, &s->buffer, &s->list, 1, theme_light()->canvas, &s->measure,
                pixel_rect_all(&s->buffer));
    for (int round = 0; round < 5; round++) {
        raster_draw(s->two, &two, &s->list, 1, theme_light()->canvas, &s->measure,
                    pixel_rect_all(&two));
        assert_memory_equal(s->buffer.pixels, two.pixels, 1600 * 900 * 4);
    }
    pixel_buffer_deinit(&two);
    draw_list_clear(&s->list);
}

static void nothing_outside_the_damage_is_touched(void **state) {
    Setup *s = *state;
    busy_list(&s->list, 5);
    pixel_buffer_resize(&s->buffer, 400, 300);
    memset(s->buffer.pixels, 0x5A, 400 * 300 * 4);
    raster_draw(s->two, &s->buffer, &s->list, 1, WHITE, &s->measure, (PixelRect){50, 60, 200, 190});
    draw_list_clear(&s->list);
    for (int y = 0; y < 300; y++) {
        for (int x = 0; x < 400; x++) {
            bool inside = x >= 50 && x < 200 && y >= 60 && y < 190;
            if (!inside) assert_int_equal(s->buffer.pixels[y * 400 + x], 0x5A5A5A5A);
        }
    }
}

/* Whatever numbers come in, it ends soon and stays inside. */
static void wild_numbers_do_no_harm(void **state) {
    Setup *s = *state;
    const float wild[] = {0,      -1,   1e-30f,     1e9f,     -1e9f,     3e38f,
                          -3e38f, 0.5f, (float)NAN, INFINITY, -INFINITY, 100};
    enum { COUNT = sizeof wild / sizeof wild[0] };
    uint64_t seed = 1;
    for (int i = 0; i < 1500; i++) {
        float v[10];
        for (int k = 0; k < 10; k++) {
            seed = hash_mix(seed + 0x9E3779B97F4A7C15u);
            v[k] = wild[seed % COUNT];
        }
        Stroke stroke = {0xFF112233, v[8], v[9], v[7]};
        draw_box(&s->list, (Rect){v[0], v[1], v[2], v[3]},
                 (BoxStyle){.fill = WHITE,
                            .radius = v[4],
                            .stroke = stroke,
                            .hatch = WHITE,
                            .hatch_spacing = v[5],
                            .hatch_width = v[6],
                            .shadow = WHITE,
                            .shadow_blur = v[7],
                            .shadow_y = v[8]});
        draw_circle(&s->list, (Point){v[0], v[1]}, v[2], WHITE, stroke);
        draw_curve(&s->list, (Point){v[0], v[1]}, (Point){v[2], v[3]}, (Point){v[4], v[5]},
                   (Point){v[6], v[7]}, stroke, (ArrowHead){v[8], v[9]});
        draw_polyline(&s->list, (const Point *)v, 5, stroke, (ArrowHead){v[3], v[4]});
        draw_line(&s->list, (Point){v[0], v[1]}, (Point){v[0], v[3]}, stroke);
        draw_polygon(&s->list, (const Point *)v, 5, WHITE);
        draw_dot_grid(&s->list, (Rect){v[0], v[1], v[2], v[3]}, (Point){v[4], v[5]}, v[6], v[7],
                      WHITE);
        draw_string(&s->list, (Point){v[0], v[1]},
                    (TextStyle){.size = v[2],
                                .color = WHITE,
                                .max_width = v[3],
                                .align = (TextAlign)(i % 3),
                                .line = (TextLine)(i / 3 % 3)},
                    "wild");
        draw_clip_push(&s->list, (Rect){v[9], v[8], v[7], v[6]});
        draw_fill(&s->list, (Rect){v[5], v[4], v[3], v[2]}, WHITE);
        draw_clip_pop(&s->list);
        if (i % 10 == 9) draw(s, 64, 64, i % 20 == 9 ? 1 : 2);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_lie_on_whole_pixels),
        cmocka_unit_test(a_border_is_exactly_one_pixel),
        cmocka_unit_test(round_corners_have_the_area_of_circles),
        cmocka_unit_test(circles_have_their_area),
        cmocka_unit_test(lines_have_their_width),
        cmocka_unit_test(joints_are_not_counted_twice),
        cmocka_unit_test(curves_have_their_length_and_head),
        cmocka_unit_test(dashes_cover_their_share),
        cmocka_unit_test(polygons_have_exact_area),
        cmocka_unit_test(shadows_are_soft_and_outside),
        cmocka_unit_test(hatches_repeat),
        cmocka_unit_test(blending_keeps_opaque_pixels_opaque),
        cmocka_unit_test(clips_cut),
        cmocka_unit_test(text_is_placed_by_its_anchor),
        cmocka_unit_test(threads_and_damage_change_nothing),
        cmocka_unit_test(many_nodes_are_the_same_for_any_threads),
        cmocka_unit_test(nothing_outside_the_damage_is_touched),
        cmocka_unit_test(wild_numbers_do_no_harm),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
