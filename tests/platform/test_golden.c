/* One picture with every kind of command, in both themes, with DejaVu. */
#include "draw/raster.h"
#include "draw/theme.h"
#include "platform/fonts.h"
#include "platform/golden_png.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { WIDTH = 460, HEIGHT = 300 };

static void label(DrawList *list, const Theme *theme, float x, float y, FontFace face,
                  const char *text) {
    draw_string(list, (Point){x, y},
                (TextStyle){.face = face, .size = 13, .color = theme->text, .line = TEXT_MIDDLE},
                text);
}

static void node(DrawList *list, const Theme *theme, Rect r, bool suspected) {
    draw_box(list, r,
             (BoxStyle){
                 .fill = suspected ? theme->suspect : theme->node,
                 .radius = THEME_RADIUS_NODE,
                 .stroke = {suspected ? theme->death : theme->node_border, suspected ? 2 : 1, 0, 0},
                 .hatch = suspected ? theme->suspect_hatch : 0,
                 .hatch_spacing = 12,
                 .shadow = suspected ? 0 : theme->shadow,
                 .shadow_blur = 8,
                 .shadow_y = 2});
    if (suspected)
        draw_box(list, rect_inset(r, -4),
                 (BoxStyle){.radius = 14, .stroke = {theme->death, 1, 0, 0}});
    draw_box(list, (Rect){r.x + 10, r.y + 10, 4, 15},
             (BoxStyle){.fill = theme->hue_instance, .radius = 2});
    draw_string(
        list, (Point){r.x + 21, r.y + 18},
        (TextStyle){
            .face = FONT_UI_BOLD, .size = 13.5f, .color = theme->hue_instance, .line = TEXT_MIDDLE},
        "Node");
    draw_line(list, (Point){r.x + 1, r.y + 32}, (Point){r.x + r.w - 1, r.y + 32},
              (Stroke){theme->node_line, 1, 0, 0});
    label(list, theme, r.x + 14, r.y + 50, FONT_MONO, "'first'");
    draw_circle(list, (Point){r.x + r.w - 16, r.y + 50}, 3.8f, 0,
                (Stroke){theme->port, 1.4f, 0, 0});
    Rect badge = {r.x + r.w - 40, r.y - 11, 34, 22};
    draw_box(list, badge, (BoxStyle){.fill = theme->badge, .radius = 11});
    draw_string(list, rect_center(badge),
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = 12,
                            .color = theme->badge_text,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                "1");
}

static void specimen(DrawList *list, const Theme *theme) {
    draw_dot_grid(list, (Rect){0, 0, WIDTH, HEIGHT}, (Point){10, 10}, 22, 1, theme->grid);
    draw_box(list, (Rect){12, 14, 436, 150},
             (BoxStyle){.radius = 14, .stroke = {theme->region, 1, 6, 5}});
    node(list, theme, (Rect){30, 40, 130, 74}, false);
    node(list, theme, (Rect){290, 60, 130, 74}, true);
    draw_curve(list, (Point){144, 90}, (Point){210, 90}, (Point){230, 80}, (Point){290, 80},
               (Stroke){theme->reference_frame, 2, 0, 0}, (ArrowHead){10, 9});
    draw_curve(list, (Point){404, 110}, (Point){450, 150}, (Point){60, 190}, (Point){60, 114},
               (Stroke){theme->reference_weak, 2, 6, 4}, (ArrowHead){10, 9});
    draw_triangle(list, (Point){30, 190}, (Point){42, 190}, (Point){36, 202}, theme->death);
    label(list, theme, 52, 196, FONT_UI, "refcount 2 \xE2\x86\x92 1, caf\xC3\xA9");
    label(list, theme, 30, 222, FONT_MONO_BOLD, "gc.collect() != None");
    draw_string(list, (Point){30, 246},
                (TextStyle){.face = FONT_UI_MEDIUM,
                            .size = 13,
                            .color = theme->text_muted,
                            .line = TEXT_MIDDLE,
                            .max_width = 150},
                "much too long for its column");
    draw_clip_push(list, (Rect){260, 190, 100, 80});
    draw_circle(list, (Point){260, 230}, 36, theme->accent, (Stroke){theme->highlight, 5, 0, 0});
    draw_clip_pop(list);
    draw_opacity_push(list, 0.4f);
    draw_fill(list, (Rect){320, 180, 100, 40}, theme->ok);
    draw_opacity_pop(list);
    Point steps[4] = {{320, 280}, {350, 240}, {380, 262}, {430, 236}};
    draw_polyline(list, steps, 4, (Stroke){theme->danger, 3, 0, 0}, (ArrowHead){0});
    draw_line(list, (Point){30, 276}, (Point){230, 276}, (Stroke){theme->track, 4, 0, 0});
    draw_line(list, (Point){30, 276}, (Point){150, 276}, (Stroke){theme->accent, 4, 0, 0});
}

static void picture_is_as_stored(void **state) {
    (void)state;
    Error error = {""};
    Fonts *fonts = fonts_create(true, &error);
    if (!fonts) fail_msg("%s", error.message);
    TextMeasure measure = fonts_measure(fonts);
    Raster *raster = raster_create(2);
    PixelBuffer buffer = {0};
    DrawList list = {0};
    pixel_buffer_resize(&buffer, WIDTH, HEIGHT);
    const Theme *themes[] = {theme_light(), theme_dark()};
    for (int i = 0; i < 2; i++) {
        char path[512], failed[64];
        snprintf(path, sizeof path, "%s/tests/platform/golden/specimen-%s.png", LASTREF_SOURCE_DIR,
                 themes[i]->name);
        snprintf(failed, sizeof failed, P_tmpdir "/lastref-specimen-%s.png", themes[i]->name);
        draw_list_clear(&list);
        specimen(&list, themes[i]);
        draw_list_check(&list);
        raster_draw(raster, &buffer, &list, 1, themes[i]->canvas, &measure,
                    pixel_rect_all(&buffer));
        assert_true(golden_png_matches(path, &buffer, failed));
    }
    draw_list_deinit(&list);
    pixel_buffer_deinit(&buffer);
    raster_destroy(raster);
    fonts_destroy(fonts);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(picture_is_as_stored)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
