#include "draw/draw_list.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_dump(const DrawList *list, const char *expected) {
    TextBuffer dump = {0};
    draw_list_dump(list, &dump);
    assert_string_equal(text_cstr(&dump), expected);
    text_deinit(&dump);
}

static void every_kind_is_dumped(void **state) {
    (void)state;
    DrawList list = {0};
    draw_group_begin(&list, "node-1", "node list", "list a, refcount 2");
    draw_box(&list, (Rect){1, 2, 30, 40},
             (BoxStyle){.fill = 0xFF102030,
                        .radius = 4.5f,
                        .square = CORNERS_TOP,
                        .stroke = {0xFFAABBCC, 1, 6, 4},
                        .hatch = 0x80112233,
                        .shadow = 0x40000000,
                        .shadow_blur = 6,
                        .shadow_y = 2});
    draw_line(&list, (Point){0, 0.5f}, (Point){10, 0.25f}, (Stroke){0xFF000000, 1.5f, 0, 0});
    draw_circle(&list, (Point){5, 5}, 3, 0, (Stroke){0xFF00FF00, 1, 0, 0});
    draw_clip_push(&list, (Rect){0, 0, 50, 50});
    draw_curve(&list, (Point){0, 0}, (Point){10, 0}, (Point){20, 30}, (Point){30, 30},
               (Stroke){0xFF0072B2, 2, 0, 0}, (ArrowHead){10, 9});
    draw_triangle(&list, (Point){0, 0}, (Point){4, 0}, (Point){2, -3}, 0xFF010203);
    draw_clip_pop(&list);
    draw_string(&list, (Point){7, 8},
                (TextStyle){.face = FONT_MONO,
                            .size = 13,
                            .color = 0xFF1C2430,
                            .align = TEXT_RIGHT,
                            .line = TEXT_MIDDLE,
                            .max_width = 90},
                "'a \"b\"'\n");
    draw_dot_grid(&list, (Rect){0, 0, 100, 80}, (Point){3, 4}, 20, 1, 0xFFE3E6EB);
    draw_group_end(&list);
    draw_list_check(&list);
    expect_dump(&list,
                "group node-1 class=\"node list\" title=\"list a, refcount 2\"\n"
                "  box 1,2 30x40 fill=#102030 radius=4.5 square=3 stroke=#aabbcc width=1 dash=6 "
                "gap=4 hatch=#112233/128 every=8 line=1 shadow=#000000/64 blur=6 down=2\n"
                "  line 0,0.5 10,0.25 stroke=#000000 width=1.5\n"
                "  circle 5,5 radius=3 stroke=#00ff00 width=1\n"
                "  clip 0,0 50x50\n"
                "    curve 0,0 10,0 20,30 30,30 stroke=#0072b2 width=2 head=10x9\n"
                "    polygon 0,0 4,0 2,-3 fill=#010203\n"
                "  text 7,8 \"'a \\\"b\\\"'\\n\" mono size=13 color=#1c2430 right middle max=90\n"
                "  dots 0,0 100x80 3,4 every=20 radius=1 fill=#e3e6eb\n");
    draw_list_deinit(&list);
}

static void strings_are_copied(void **state) {
    (void)state;
    DrawList list = {0};
    char text[8] = "one", id[8] = "id";
    Point points[3] = {{1, 1}, {2, 2}, {3, 1}};
    draw_group_begin(&list, id, NULL, NULL);
    draw_string(&list, (Point){0, 0}, (TextStyle){.size = 10, .color = 0xFF000000}, text);
    draw_polyline(&list, points, 3, (Stroke){0xFF000000, 1, 0, 0}, (ArrowHead){0});
    draw_textf(&list, (Point){0, 0}, (TextStyle){.size = 10, .color = 0xFF000000}, "%s %300d", text,
               7);
    draw_group_end(&list);
    strcpy(text, "two");
    strcpy(id, "xx");
    points[0].x = 99;
    assert_true(text_is(list.commands.items[0].group.id, "id"));
    assert_true(text_is(list.commands.items[1].text.text, "one"));
    assert_float_equal(list.commands.items[2].line.points[0].x, 1, 0);
    assert_int_equal(list.commands.items[3].text.text.length, 304);
    draw_list_deinit(&list);
}

static void transforms_and_opacities_nest(void **state) {
    (void)state;
    DrawList list = {0};
    draw_transform_push(&list, (Point){100, 10}, 2);
    draw_transform_push(&list, (Point){1, 1}, 0.5f);
    draw_opacity_push(&list, 0.5f);
    draw_opacity_push(&list, 0.5f);
    draw_box(&list, (Rect){10, 20, 4, 6},
             (BoxStyle){.fill = 0xFFFFFFFF, .stroke = {0xFF000000, 3, 0, 0}, .radius = 2});
    draw_opacity_pop(&list);
    draw_opacity_pop(&list);
    draw_transform_pop(&list);
    draw_string(&list, (Point){1, 2}, (TextStyle){.size = 10, .color = 0xFF000000}, "x");
    draw_transform_pop(&list);
    draw_list_check(&list);
    expect_dump(&list, "box 112,32 4x6 fill=#ffffff/64 radius=2 stroke=#000000/64 width=3\n"
                       "text 102,14 \"x\" ui size=20 color=#000000\n");
    draw_list_deinit(&list);
}

static void clips_are_cut_by_outer_clips(void **state) {
    (void)state;
    DrawList list = {0};
    draw_clip_push(&list, (Rect){0, 0, 10, 10});
    draw_clip_push(&list, (Rect){5, 5, 10, 10});
    draw_clip_push(&list, (Rect){50, 50, 10, 10});
    draw_clip_pop(&list);
    draw_clip_pop(&list);
    draw_clip_pop(&list);
    expect_dump(&list, "clip 0,0 10x10\n  clip 5,5 5x5\n    clip 50,50 0x0\n");
    draw_list_deinit(&list);
}

static void clear_starts_anew(void **state) {
    (void)state;
    DrawList list = {0};
    for (int round = 0; round < 3; round++) {
        draw_list_clear(&list);
        draw_fill(&list, (Rect){0, 0, 1, 1}, 0xFF000000);
        draw_string(&list, (Point){0, 0}, (TextStyle){.size = 10, .color = 0xFF000000}, "again");
        assert_int_equal(list.commands.count, 2);
    }
    draw_list_clear(&list);
    expect_dump(&list, "");
    draw_list_deinit(&list);
}

static void points_and_distances_of_a_curve(void **state) {
    (void)state;
    Point line[4] = {{0, 0}, {10, 0}, {20, 0}, {30, 0}};
    assert_float_equal(curve_point(line, 0.5f).x, 15, 0.001);
    float at;
    assert_float_equal(curve_distance(line, (Point){15, 4}, &at), 4, 0.01);
    assert_float_equal(at, 0.5, 0.01);
    assert_float_equal(curve_distance(line, (Point){-3, 4}, NULL), 5, 0.01);
    Point stub[4] = {{0, 0}, {0, 0}, {10, 0}, {10, 0}};
    assert_true(curve_direction(stub, 0).x > 0);
    assert_true(curve_direction(stub, 1).x > 0);
}

static void colors_mix(void **state) {
    (void)state;
    assert_int_equal(color_mix(0xFF000000, 0xFFFFFFFF, 0.5f), 0xFF808080);
    assert_int_equal(color_mix(0x00102030, 0xFF102030, 1), 0xFF102030);
    assert_int_equal(color_with_alpha(0xFF123456, 0.5f), 0x80123456);
}

static void text_is_cut_to_fit(void **state) {
    (void)state;
    TextMeasure fixed = text_measure_fixed(); /* mono: 0.6 em a code point */
    bool ellipsis;
    Text ten = text_of("abcdefghij");
    assert_int_equal(text_fit(&fixed, FONT_MONO, 10, ten, 60, &ellipsis), 10);
    assert_false(ellipsis);
    assert_int_equal(text_fit(&fixed, FONT_MONO, 10, ten, 59, &ellipsis), 8);
    assert_true(ellipsis);
    assert_int_equal(text_fit(&fixed, FONT_MONO, 10, ten, 0, &ellipsis), 0);
    assert_true(ellipsis);
    /* Not inside a character, and not after a blank. */
    assert_int_equal(
        text_fit(&fixed, FONT_MONO, 10, text_of("a\xC3\xA9\xC3\xA9\xC3\xA9"), 23, &ellipsis), 3);
    assert_int_equal(text_fit(&fixed, FONT_MONO, 10, text_of("ab cd"), 25, &ellipsis), 2);
    /* A very long run costs no more than what fits. */
    static char large[1 << 20];
    memset(large, 'x', sizeof large);
    assert_int_equal(text_fit(&fixed, FONT_MONO, 10, (Text){large, sizeof large}, 60, &ellipsis),
                     9);
    assert_true(ellipsis);
    /* Broken UTF-8 ends too. */
    static const char broken[] = {(char)0x80, (char)0x80, (char)0x80, (char)0x80, (char)0xFF, 'a'};
    (void)text_fit(&fixed, FONT_MONO, 10, (Text){broken, sizeof broken}, 20, &ellipsis);
}

static void offsets_of_a_click(void **state) {
    (void)state;
    TextMeasure fixed = text_measure_fixed();
    Text text = text_of("a\xC3\xA9z");
    assert_int_equal(text_offset_at(&fixed, FONT_MONO, 10, text, -5), 0);
    assert_int_equal(text_offset_at(&fixed, FONT_MONO, 10, text, 2.9f), 0);
    assert_int_equal(text_offset_at(&fixed, FONT_MONO, 10, text, 3.1f), 1);
    assert_int_equal(text_offset_at(&fixed, FONT_MONO, 10, text, 9.5f), 3);
    assert_int_equal(text_offset_at(&fixed, FONT_MONO, 10, text, 500), 4);
    assert_int_equal(text_offset_at(&fixed, FONT_MONO, 10, (Text){"", 0}, 3), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_dumped),
        cmocka_unit_test(strings_are_copied),
        cmocka_unit_test(transforms_and_opacities_nest),
        cmocka_unit_test(clips_are_cut_by_outer_clips),
        cmocka_unit_test(clear_starts_anew),
        cmocka_unit_test(points_and_distances_of_a_curve),
        cmocka_unit_test(colors_mix),
        cmocka_unit_test(text_is_cut_to_fit),
        cmocka_unit_test(offsets_of_a_click),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
