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

#include <stdio.h>
#include <string.h>

typedef struct Picture {
    const char *name, *file; /* from the root of the tree */
    const Theme *theme;
    Point size;
    uint32_t step;      /* 0: the last */
    const char *phase;  /* of the collection of the step's line, or null */
    const char *select; /* what this name of the module refers to, or null */
    const char *action; /* a key pressed at the end, or null */
} Picture;

static void press(App *app, const Picture *picture, InputEvent down, DrawList *list) {
    InputEvent up = down;
    up.kind = down.kind == INPUT_MOUSE_DOWN ? INPUT_MOUSE_UP : INPUT_KEY_UP;
    app_frame(app, (InputEvent[]){down, up}, 2, 1000, picture->size, list);
}

/* The card is clicked, the key pressed, and all that moves has come to rest. */
static void act(App *app, const Picture *picture, DrawList *list) {
    app_frame(app, NULL, 0, 0, picture->size, list);
    if (picture->select) {
        char place[64];
        Rect node;
        snprintf(place, sizeof place, "node:%s", picture->select);
        assert_true(app_find_place(app, place, &node));
        press(app, picture,
              (InputEvent){.kind = INPUT_MOUSE_DOWN,
                           .button = BUTTON_LEFT,
                           .clicks = 1,
                           .at = {node.x + 20, node.y + 6}},
              list);
    }
    if (picture->action) {
        unsigned modifiers;
        InputKey key = input_combo_read(text_of(picture->action), &modifiers);
        press(app, picture,
              (InputEvent){.kind = INPUT_KEY_DOWN, .key = key, .modifiers = modifiers}, list);
    }
    app_frame(app, &(InputEvent){.kind = INPUT_MOUSE_LEAVE}, 1, 2000, picture->size, list);
    for (uint64_t now = 2400; now < 4000; now += 400) {
        app_frame(app, NULL, 0, now, picture->size, list);
    }
}

static void compare(const Picture *picture, const DrawList *list, const TextMeasure *measure) {
    PixelBuffer pixels = {0};
    pixel_buffer_resize(&pixels, (int)picture->size.x, (int)picture->size.y);
    Raster *raster = raster_create(1);
    raster_draw(raster, &pixels, list, 1, picture->theme->window, measure, pixel_rect_all(&pixels));
    char path[1024], failed[1024];
    snprintf(path, sizeof path, "%s/tests/goldens/%s.png", LASTREF_SOURCE_DIR, picture->name);
    snprintf(failed, sizeof failed, "%s-failed.png", picture->name);
    assert_true(golden_png_matches(path, &pixels, failed));
    raster_destroy(raster);
    pixel_buffer_deinit(&pixels);
}

static void draw_picture(const Picture *picture) {
    Error error = {""};
    TextBuffer source = {0};
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", LASTREF_SOURCE_DIR, picture->file);
    if (!platform_file_read_text(path, 1 << 20, &source, &error)) fail_msg("%s", error.message);
    Fonts *fonts = fonts_create(true, &error);
    if (!fonts) fail_msg("%s", error.message);
    TextMeasure measure = fonts_measure(fonts);
    App *app =
        app_create(&(AppConfig){.measure = &measure, .theme = picture->theme, .check = true});
    app_open_script(app, strrchr(picture->file, '/') + 1, text_view(&source));
    app_show_step(app, picture->step);
    if (picture->phase) assert_true(app_show_phase(app, picture->phase));
    DrawList list = {0};
    act(app, picture, &list);
    compare(picture, &list, &measure);
    draw_list_deinit(&list);
    app_destroy(app);
    fonts_destroy(fonts);
    text_deinit(&source);
}

static void the_window(void **state) {
    (void)state;
    Picture picture = {.name = "app-light",
                       .file = "tests/goldens/picture.py",
                       .theme = theme_light(),
                       .size = {1280, 800},
                       .select = "keep"};
    draw_picture(&picture);
    picture.name = "app-dark";
    picture.theme = theme_dark();
    picture.size = (Point){960, 600};
    draw_picture(&picture);
}

/* Each lesson at a step that tells what it is about. */
static void lessons(void **state) {
    (void)state;
    static const Picture telling[] = {
        {.file = "assets/lessons/00_stack_and_heap.py", .step = 51},
        {.file = "assets/lessons/01_ref_counting.py", .step = 40, .select = "ada"},
        {.file = "assets/lessons/02_garbage_collection.py", .step = 31, .phase = "reach"},
        {.file = "assets/lessons/03_shallow_vs_deep_copy.py", .step = 36},
        {.file = "assets/lessons/04_slots_optimization.py",
         .step = 16,
         .select = "slim",
         .action = "b"},
    };
    const Theme *const themes[] = {theme_light(), theme_dark()};
    for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++) {
        for (int j = 0; j < 2; j++) {
            Picture picture = telling[i];
            char name[64];
            snprintf(name, sizeof name, "lesson-%zu-%s", i, themes[j]->name);
            picture.name = name;
            picture.theme = themes[j];
            picture.size = j ? (Point){960, 600} : (Point){1280, 800};
            draw_picture(&picture);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_window), cmocka_unit_test(lessons)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
