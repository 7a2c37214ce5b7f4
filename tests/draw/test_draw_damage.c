/* What has changed between two pictures: never less than the pixels that differ. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "draw/draw_damage.h"
#include "draw/raster.h"

#include <string.h>

static const Rect all = {0, 0, 200, 150};

/* Shapes from a seed; `changed` moves a few of them, `missing` is left out. */
static void draw_some(DrawList *list, uint32_t seed, uint32_t changed, uint32_t missing) {
    draw_list_clear(list);
    for (uint32_t i = 0; i < 24; i++) {
        if (i == missing) continue;
        uint32_t r = (seed + i) * 2654435761u;
        if (i >= changed && i < changed + 2) r ^= 0x5A5A5A5A;
        Point at = {(float)(r >> 8 & 127) + 20, (float)(r >> 16 & 63) + 30};
        Color color = 0xFF000000u | r;
        switch (i % 5) {
        case 0:
            draw_box(list, (Rect){at.x, at.y, 30, 20},
                     (BoxStyle){.fill = color,
                                .radius = 4,
                                .shadow = 0x80000000,
                                .shadow_blur = 6,
                                .shadow_y = 2});
            break;
        case 1: draw_circle(list, at, 9, 0, (Stroke){.color = color, .width = 2}); break;
        case 2:
            draw_curve(list, at, (Point){at.x + 40, at.y}, (Point){at.x - 40, at.y + 30},
                       (Point){at.x + 20, at.y + 30}, (Stroke){.color = color, .width = 2},
                       (ArrowHead){8, 7});
            break;
        case 3:
            draw_textf(list, at, (TextStyle){.face = FONT_MONO, .size = 12, .color = color}, "%u",
                       r & 0xFFFF);
            break;
        default:
            draw_line(list, at, (Point){at.x + 25, at.y + 5}, (Stroke){.color = color, .width = 3});
        }
    }
}

static void draw(DrawList *list, uint32_t seed, uint32_t changed) {
    draw_some(list, seed, changed, 100);
}

static void test_same_is_nothing(void **state) {
    (void)state;
    TextMeasure measure = text_measure_fixed();
    DrawList a = {0}, b = {0};
    draw(&a, 1, 100);
    draw(&b, 1, 100);
    Rect damage = draw_damage(&a, &b, &measure, all);
    assert_true(damage.w <= 0 && damage.h <= 0);
    draw_list_deinit(&a);
    draw_list_deinit(&b);
}

/* Redrawing the damage alone gives the pixels of redrawing everything. */
static void test_damage_is_enough(void **state) {
    (void)state;
    TextMeasure measure = text_measure_fixed();
    Raster *raster = raster_create(1);
    DrawList a = {0}, b = {0};
    PixelBuffer kept = {0}, fresh = {0};
    pixel_buffer_resize(&kept, 200, 150);
    pixel_buffer_resize(&fresh, 200, 150);
    uint32_t narrow = 0;
    for (uint32_t seed = 0; seed < 300; seed++) {
        draw_some(&a, seed, 100, seed % 3 == 0 ? (seed * 7 + 12) % 24 : 100);
        draw_some(&b, seed, seed % 24, seed % 5 == 0 ? (seed * 5 + 3) % 24 : 100);
        Rect damage = draw_damage(&a, &b, &measure, all);
        narrow += damage.w * damage.h < 0.7f * all.w * all.h;
        raster_draw(raster, &kept, &a, 1, 0xFFFFFFFF, &measure, pixel_rect_all(&kept));
        PixelRect part =
            pixel_rect_intersection(pixel_rect_around(damage, 1), pixel_rect_all(&kept));
        raster_draw(raster, &kept, &b, 1, 0xFFFFFFFF, &measure, part);
        raster_draw(raster, &fresh, &b, 1, 0xFFFFFFFF, &measure, pixel_rect_all(&fresh));
        assert_memory_equal(kept.pixels, fresh.pixels, 200 * 150 * 4);
    }
    assert_true(narrow > 150);
    raster_destroy(raster);
    pixel_buffer_deinit(&kept);
    pixel_buffer_deinit(&fresh);
    draw_list_deinit(&a);
    draw_list_deinit(&b);
}

/* Two changes far apart in the list do not damage what is drawn between them. */
static void test_between_changes_is_left(void **state) {
    (void)state;
    TextMeasure measure = text_measure_fixed();
    DrawList lists[2] = {0};
    for (int i = 0; i < 2; i++) {
        if (i) draw_fill(&lists[i], (Rect){100, 100, 8, 8}, 0xFF102030);
        draw_fill(&lists[i], (Rect){100, 100, 20, 20}, 0xFF112233);
        for (uint32_t k = 0; k < 60; k++) {
            draw_fill(&lists[i], (Rect){(float)k, 10, 3, 3}, 0xFF000000u | k * 77);
        }
        draw_fill(&lists[i], (Rect){100, 120, 20, 20}, i ? 0xFF334455 : 0xFF112233);
        draw_fill(&lists[i], (Rect){0, 0, 5, 5}, 0xFF112233);
    }
    Rect damage = draw_damage(&lists[0], &lists[1], &measure, all);
    assert_true(damage.x >= 97 && damage.y >= 97 && damage.w <= 30 && damage.h <= 50);
    draw_list_deinit(&lists[0]);
    draw_list_deinit(&lists[1]);
}

static void test_clips_damage_all(void **state) {
    (void)state;
    TextMeasure measure = text_measure_fixed();
    DrawList a = {0}, b = {0};
    draw_clip_push(&a, (Rect){0, 0, 50, 50});
    draw_fill(&a, all, 0xFF112233);
    draw_clip_pop(&a);
    draw_clip_push(&b, (Rect){0, 0, 60, 50});
    draw_fill(&b, all, 0xFF112233);
    draw_clip_pop(&b);
    Rect damage = draw_damage(&a, &b, &measure, all);
    assert_true(damage.w == all.w && damage.h == all.h);
    draw_list_deinit(&a);
    draw_list_deinit(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_is_nothing), cmocka_unit_test(test_damage_is_enough),
        cmocka_unit_test(test_between_changes_is_left), cmocka_unit_test(test_clips_damage_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
