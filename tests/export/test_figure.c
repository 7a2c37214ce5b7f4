/* Figures: their sizes, what a series has in common, and the scene that a file carries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"
#include "draw/draw_compose.h"
#include "export/picture_file.h"
#include "small_scene.h"

#include <string.h>

static void presets_have_their_sizes(void **state) {
    (void)state;
    static const struct {
        const char *name;
        float width, height; /* 0: as needed */
    } presets[] = {{"slide", 1600, 900}, {"social", 1200, 630}, {"column", 900, 0}};
    SmallScene small;
    small_scene_open(&small, "a");
    for (size_t i = 0; i < 3; i++) {
        Figure figure = {0};
        FigureStyle style = small_style(&small);
        style.caption = style.legend = true;
        assert_true(figure_preset(presets[i].name, &style.fit, &style.size));
        small_figure(&small, &style, (SceneStill){0}, &figure);
        assert_float_equal(figure.size.x, presets[i].width, 0.01);
        if (presets[i].height > 0) assert_float_equal(figure.size.y, presets[i].height, 0.01);
        /* nothing is cut off */
        Rect drawn = draw_list_bounds(&figure.list, &small.measure);
        assert_true(drawn.x >= 0 && rect_right(drawn) <= figure.size.x);
        assert_true(drawn.y >= 0 && rect_bottom(drawn) <= figure.size.y);
        figure_deinit(&figure);
    }
    FigureFit fit;
    Point size;
    assert_false(figure_preset("poster", &fit, &size));
    small_scene_close(&small);
}

static void large_text_has_18_points(void **state) {
    (void)state;
    SmallScene small;
    Figure figure = {0};
    small_scene_open(&small, "a");
    FigureStyle style = small_style(&small);
    style.fit = FIGURE_PRINT;
    small_figure(&small, &style, (SceneStill){0}, &figure);
    assert_float_equal(figure.smallest_text, 24, 0.01);
    figure_deinit(&figure);
    small_scene_close(&small);
}

/* The same scale and size for panels of different extent; a card lies at the same place. */
static void a_series_does_not_jump(void **state) {
    (void)state;
    SmallScene small;
    FigurePanel panels[2];
    Figure figures[2];
    Point at[2] = {{0, 0}, {0, 0}};
    memset(figures, 0, sizeof figures);
    small_scene_open(&small, "a");
    FigureStyle style = small_style(&small);
    for (int i = 0; i < 2; i++) small_panel(&small, &style, (SceneStill){0}, &panels[i]);
    draw_fill(&panels[1].list, (Rect){-300, -200, 10, 10}, 0xFF000000);
    panels[1].bounds = draw_list_bounds(&panels[1].list, &small.measure);
    text_append_string(&panels[1].text, " And a second line, and a third one, and more of it.");
    style.caption = true;
    FigureFrame frame = figure_frame(&style, panels, 2, 1);
    for (int i = 0; i < 2; i++) {
        figure_make(&figures[i], &style, &frame, &panels[i], 1);
        for (size_t j = 0; j < figures[i].list.commands.count; j++) {
            const DrawCommand *command = &figures[i].list.commands.items[j];
            if (command->kind == DRAW_TEXT && text_is(command->text.text, "STACK")) {
                at[i] = command->text.at;
            }
        }
    }
    assert_float_equal(figures[0].size.x, figures[1].size.x, 0.001);
    assert_float_equal(figures[0].size.y, figures[1].size.y, 0.001);
    assert_true(at[0].x > 0);
    assert_float_equal(at[0].x, at[1].x, 0.001);
    assert_float_equal(at[0].y, at[1].y, 0.001);
    for (int i = 0; i < 2; i++) {
        figure_deinit(&figures[i]);
        figure_panel_deinit(&panels[i]);
    }
    small_scene_close(&small);
}

/* ---- files that carry a scene ---- */

static const char DOCUMENT[] = "{\"lastref\": 1, \"script\": {\"name\": \"x.py\", \"stops\": 3, "
                               "\"source\": [\n\"a = ['<&>', '\xC3\xA9']\", \"b = a\", \"\"]}, "
                               "\"statements\": [], \"done\": 0, \"shown\": 2,\n"
                               "\"hash\": \"0000000000000000\"}";

static void write_picture(PictureFormat format, const char *document, TextBuffer *out) {
    SmallScene small;
    Figure figure = {0};
    Error error;
    small_scene_open(&small, "a");
    FigureStyle style = small_style(&small);
    small_figure(&small, &style, (SceneStill){0}, &figure);
    PictureFile file = {format, 1, "x.py", "2 of 3", text_of(document)};
    assert_true(picture_file_write(&file, &figure, &small.measure, out, &error));
    figure_deinit(&figure);
    small_scene_close(&small);
}

static void pictures_carry_their_scene(void **state) {
    (void)state;
    for (PictureFormat format = PICTURE_PNG; format <= PICTURE_SVG; format++) {
        TextBuffer picture = {0}, scene = {0};
        Error error = {""};
        write_picture(format, DOCUMENT, &picture);
        Text bytes = {picture.bytes, picture.length};
        assert_true(picture_file_is(bytes));
        if (!picture_file_find_scene(bytes, 10000, &scene, &error)) fail_msg("%s", error.message);
        assert_string_equal(text_cstr(&scene), DOCUMENT);
        text_clear(&scene);
        assert_false(picture_file_find_scene(bytes, 20, &scene, &error)); /* too large */
        assert_int_equal(scene.length, 0);
        text_deinit(&picture);
        text_deinit(&scene);
    }
}

/* Cut short anywhere, or with a byte changed, a picture gives its scene or a message. */
static void damaged_pictures_are_told(void **state) {
    (void)state;
    for (PictureFormat format = PICTURE_PNG; format <= PICTURE_SVG; format++) {
        TextBuffer picture = {0}, scene = {0};
        Error error;
        write_picture(format, DOCUMENT, &picture);
        int refused = 0;
        for (size_t at = 0; at < picture.length && at < 3000; at += 7) {
            error.message[0] = '\0';
            text_clear(&scene);
            bool found = picture_file_find_scene((Text){picture.bytes, at}, 10000, &scene, &error);
            assert_true(found || (error.message[0] && !scene.length));
            refused += !found;
            char was = picture.bytes[at];
            picture.bytes[at] = (char)(was ^ 0x15);
            text_clear(&scene);
            found = picture_file_find_scene((Text){picture.bytes, picture.length}, 10000, &scene,
                                            &error);
            assert_true(found || !scene.length);
            picture.bytes[at] = was;
        }
        assert_true(refused > 10);
        text_deinit(&picture);
        text_deinit(&scene);
    }
    TextBuffer scene = {0};
    Error error = {""};
    TextBuffer bare = {0};
    write_picture(PICTURE_SVG, "", &bare);
    assert_false(picture_file_find_scene((Text){bare.bytes, bare.length}, 10000, &scene, &error));
    assert_string_equal(error.message, "the picture carries no scene");
    assert_false(picture_file_is(text_of("a = 1\n")));
    assert_false(picture_file_is(text_of(DOCUMENT)));
    text_deinit(&bare);
}

/* Opening the picture opens the scene at its step; it is no file to be saved to. */
static void a_picture_is_opened(void **state) {
    (void)state;
    TextMeasure measure = text_measure_fixed();
    for (PictureFormat format = PICTURE_PNG; format <= PICTURE_SVG; format++) {
        TextBuffer picture = {0}, told = {0};
        Error error = {""};
        App *app = app_create(&(AppConfig){.measure = &measure, .theme = theme_light()});
        write_picture(format, DOCUMENT, &picture);
        bool ok = app_open_bytes(app, format == PICTURE_PNG ? "x.png" : "x.svg",
                                 (Text){picture.bytes, picture.length}, &error);
        if (!ok) fail_msg("%s", error.message);
        assert_int_equal(app_step(app), 2);
        assert_true(app_state(app, "heap", &told));
        assert_non_null(strstr(text_cstr(&told), "a = "));
        text_clear(&told);
        assert_true(app_state(app, "document", &told));
        assert_int_equal(told.length, 0);
        app_destroy(app);
        text_deinit(&picture);
        text_deinit(&told);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(presets_have_their_sizes),  cmocka_unit_test(large_text_has_18_points),
        cmocka_unit_test(a_series_does_not_jump),    cmocka_unit_test(pictures_carry_their_scene),
        cmocka_unit_test(damaged_pictures_are_told), cmocka_unit_test(a_picture_is_opened)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
