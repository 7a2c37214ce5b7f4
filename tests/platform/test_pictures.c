/* The whole program as pictures: tests/goldens/app-*.png, compared with the tolerance of
 * golden_png.h, drawn with the fonts that every machine has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"
#include "platform/files.h"
#include "platform/fonts.h"
#include "platform/golden_png.h"

static void picture(const char *name, const Theme *theme, uint32_t step, Point size) {
    Error error = {""};
    TextBuffer source = {0};
    static const char lesson[] = LASTREF_SOURCE_DIR "/tests/goldens/picture.py";
    if (!platform_file_read_text(lesson, 1 << 20, &source, &error)) fail_msg("%s", error.message);
    Fonts *fonts = fonts_create(true, &error);
    if (!fonts) fail_msg("%s", error.message);
    TextMeasure measure = fonts_measure(fonts);
    App *app = app_create(&(AppConfig){.measure = &measure, .theme = theme, .check = true});
    app_open_script(app, "picture.py", (Text){text_cstr(&source), source.length});
    app_show_step(app, step);
    DrawList list = {0};
    app_frame(app, NULL, 0, 0, size, &list);
    Rect node;
    assert_true(app_find_place(app, "node:keep", &node));
    InputEvent press = {.kind = INPUT_MOUSE_DOWN, .button = BUTTON_LEFT, .clicks = 1};
    press.at = (Point){node.x + 20, node.y + 6};
    InputEvent release = press;
    release.kind = INPUT_MOUSE_UP;
    app_frame(app, (InputEvent[]){press, release}, 2, 1000, size, &list);
    app_frame(app, &(InputEvent){.kind = INPUT_MOUSE_LEAVE}, 1, 2000, size, &list);
    PixelBuffer pixels = {0};
    pixel_buffer_resize(&pixels, (int)size.x, (int)size.y);
    Raster *raster = raster_create(1);
    raster_draw(raster, &pixels, &list, 1, app_theme(app)->window, &measure,
                pixel_rect_all(&pixels));
    char path[1024], failed[1024];
    snprintf(path, sizeof path, "%s/tests/goldens/%s.png", LASTREF_SOURCE_DIR, name);
    snprintf(failed, sizeof failed, "%s-failed.png", name);
    assert_true(golden_png_matches(path, &pixels, failed));
    raster_destroy(raster);
    pixel_buffer_deinit(&pixels);
    draw_list_deinit(&list);
    app_destroy(app);
    fonts_destroy(fonts);
    text_deinit(&source);
}

static void test_light(void **state) {
    (void)state;
    picture("app-light", theme_light(), 0, (Point){1280, 800});
}

static void test_dark_small(void **state) {
    (void)state;
    picture("app-dark", theme_dark(), 0, (Point){960, 600});
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_light),
                                       cmocka_unit_test(test_dark_small)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
