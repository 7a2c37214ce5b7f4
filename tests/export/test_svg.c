/* SVG as text: a small scene against tests/goldens/svg-*.txt, and what must hold for any list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "export/svg.h"
#include "export/vector.h"
#include "golden_text.h"
#include "small_scene.h"

#include <math.h>

static void write_figure(const SmallScene *small, const Figure *figure, TextBuffer *out) {
    SvgPicture picture = {
        .list = &figure->list,
        .measure = &small->measure,
        .size = figure->size,
        .background = figure->background,
        .title = {text_cstr(&figure->title), figure->title.length},
        .description = {text_cstr(&figure->description), figure->description.length}};
    svg_write(&picture, out);
}

static void a_small_scene(void **state) {
    (void)state;
    SmallScene small;
    Figure figure = {0};
    TextBuffer svg = {0};
    small_scene_open(&small, "a");
    FigureStyle style = small_style(&small);
    style.caption = style.legend = true;
    small_figure(&small, &style, (SceneStill){0}, &figure);
    write_figure(&small, &figure, &svg);
    golden_text_compare("svg-small", text_cstr(&svg));
    text_deinit(&svg);
    figure_deinit(&figure);
    small_scene_close(&small);
}

static void a_worksheet(void **state) {
    (void)state;
    SmallScene small;
    Figure figure = {0};
    TextBuffer svg = {0};
    small_scene_open(&small, "a");
    FigureStyle style = small_style(&small);
    small_figure(&small, &style, (SceneStill){.blank_badges = true}, &figure);
    write_figure(&small, &figure, &svg);
    /* no count, neither drawn nor told: only the stub's */
    assert_null(strstr(text_cstr(&svg), ">3</text>"));
    assert_null(strstr(text_cstr(&svg), "refcount 3"));
    assert_null(strstr(text_cstr(&svg), "a refers to list a."));
    assert_non_null(strstr(text_cstr(&svg), ">+2</text>"));
    assert_non_null(strstr(text_cstr(&svg), "refcount, to be filled in"));
    assert_non_null(strstr(text_cstr(&svg), "class=\"reference\""));
    text_clear(&svg);
    small_figure(&small, &style, (SceneStill){.blank_arrows = true}, &figure);
    write_figure(&small, &figure, &svg);
    assert_null(strstr(text_cstr(&svg), "class=\"reference\""));
    assert_non_null(strstr(text_cstr(&svg), ">3</text>"));
    text_deinit(&svg);
    figure_deinit(&figure);
    small_scene_close(&small);
}

/* Each kind of command, as text of its own. */
static void every_command(void **state) {
    (void)state;
    TextMeasure measure = text_measure_fixed();
    DrawList list = {0};
    TextBuffer svg = {0};
    draw_group_begin(&list, "part", "one two", "A part");
    draw_box(&list, (Rect){10, 10, 100, 50},
             (BoxStyle){.fill = 0xFFFFFFFF,
                        .radius = 8,
                        .square = CORNERS_BOTTOM,
                        .stroke = {0xFF102030, 2, 0, 0},
                        .shadow = 0x40000000,
                        .shadow_blur = 5,
                        .shadow_y = 2});
    draw_box(
        &list, (Rect){10, 80, 60, 20},
        (BoxStyle){.fill = 0x80FF0000, .hatch = 0xFF00FF00, .stroke = {0xFF0000FF, 1.5f, 5, 4}});
    draw_group_end(&list);
    draw_clip_push(&list, (Rect){0, 0, 150, 90});
    draw_line(&list, (Point){0, 0}, (Point){50.123f, 20.456f}, (Stroke){0xFF000000, 1, 0, 0});
    draw_polyline(&list, (Point[]){{0, 0}, {20, 0}, {20, 30}}, 3, (Stroke){0xFF000000, 2, 0, 0},
                  (ArrowHead){9, 8});
    draw_curve(&list, (Point){0, 0}, (Point){40, 0}, (Point){60, 50}, (Point){100, 50},
               (Stroke){0xFF112233, 1.75f, 6, 4}, (ArrowHead){9, 8});
    draw_circle(&list, (Point){30, 30}, 4, 0, (Stroke){0xFF445566, 1.5f, 0, 0});
    draw_triangle(&list, (Point){1, 1}, (Point){2, 1}, (Point){1, 2}, 0xFF778899);
    draw_dot_grid(&list, (Rect){0, 0, 100, 100}, (Point){3, 4}, 24, 0.8f, 0xFFE3E6EB);
    draw_clip_pop(&list);
    draw_string(&list, (Point){5, 20},
                (TextStyle){.face = FONT_MONO_BOLD,
                            .size = 12,
                            .color = 0xFF000000,
                            .align = TEXT_RIGHT,
                            .line = TEXT_MIDDLE},
                "  two blanks");
    draw_string(&list, (Point){5, 40},
                (TextStyle){.face = FONT_UI, .size = 12, .color = 0xFF000000, .max_width = 60},
                "too long for its room");
    draw_group_begin(&list, "part", NULL, NULL);
    draw_group_end(&list);
    SvgPicture picture = {.list = &list,
                          .measure = &measure,
                          .size = {200, 120.5f},
                          .title = text_of("Every command"),
                          .prefix = "p1-",
                          .inside = true};
    svg_write(&picture, &svg);
    golden_text_compare("svg-commands", text_cstr(&svg));
    text_deinit(&svg);
    draw_list_deinit(&list);
}

/* What XML 1.0 allows, and no markup that the strings made. */
static void check_characters(const TextBuffer *svg) {
    const char *at = svg->bytes, *end = at + svg->length;
    while (at < end) {
        int32_t c = utf8_next(&at, end);
        if (c < 0 || (c < 0x20 && c != '\n') || c == 0xFFFE || c == 0xFFFF) {
            fail_msg("character %d at %td", c, at - svg->bytes);
        }
    }
}

static void hostile_names(void **state) {
    (void)state;
    static const char *const names[] = {"<script>alert(1)</script>",
                                        "]]>&amp;\"'",
                                        "\x01\x02\x1b[0m",
                                        "\xFF\xFE\x80",
                                        "\xED\xA0\x80",
                                        "\xEF\xBF\xBF",
                                        "a\nb\tc",
                                        "\xE2\x80\xAEright"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        SmallScene small;
        Figure figure = {0};
        TextBuffer svg = {0};
        small_scene_open(&small, names[i]);
        FigureStyle style = small_style(&small);
        small_figure(&small, &style, (SceneStill){0}, &figure);
        draw_group_begin(&figure.list, names[i], names[i], names[i]);
        draw_group_end(&figure.list);
        write_figure(&small, &figure, &svg);
        check_characters(&svg);
        assert_null(strstr(text_cstr(&svg), "<script"));
        text_deinit(&svg);
        figure_deinit(&figure);
        small_scene_close(&small);
    }
}

/* Two panels have the same objects. */
static void ids_are_unique(void **state) {
    (void)state;
    SmallScene small;
    FigurePanel panels[2];
    Figure figure = {0};
    TextBuffer svg = {0};
    small_scene_open(&small, "a");
    FigureStyle style = small_style(&small);
    for (int i = 0; i < 2; i++) small_panel(&small, &style, (SceneStill){0}, &panels[i]);
    FigureFrame frame = figure_frame(&style, panels, 2, 2);
    figure_make(&figure, &style, &frame, panels, 2);
    write_figure(&small, &figure, &svg);
    int found = 0;
    for (const char *at = strstr(svg.bytes, " id=\""); at; at = strstr(at + 1, " id=\"")) {
        char name[80];
        size_t length = strcspn(at + 5, "\"") + 6;
        assert_in_range(length, 7, sizeof name - 1);
        memcpy(name, at, length);
        name[length] = '\0';
        if (strstr(at + 1, name)) fail_msg("%s is there twice", name);
        found++;
    }
    assert_true(found > 10);
    for (int i = 0; i < 2; i++) figure_panel_deinit(&panels[i]);
    text_deinit(&svg);
    figure_deinit(&figure);
    small_scene_close(&small);
}

/* The stroke ends inside the head, and the head's tip is the curve's end. */
static void arrows_end_in_their_heads(void **state) {
    (void)state;
    const Point whole[4] = {{0, 0}, {60, 0}, {40, 80}, {100, 80}};
    Point cut[4], corners[3];
    memcpy(cut, whole, sizeof cut);
    vector_arrow(cut, (ArrowHead){9, 8}, corners);
    assert_float_equal(corners[0].x, 100, 0.001);
    assert_float_equal(corners[0].y, 80, 0.001);
    float left = hypotf(cut[3].x - 100, cut[3].y - 80);
    assert_float_equal(left, 9 * 0.7f, 0.05);
    assert_float_equal(hypotf(corners[1].x - corners[2].x, corners[1].y - corners[2].y), 8, 0.01);
    /* the rest is the same curve */
    float t;
    for (int i = 0; i <= 10; i++) {
        assert_true(curve_distance(whole, curve_point(cut, (float)i / 10), &t) < 0.05f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_scene),  cmocka_unit_test(a_worksheet),
        cmocka_unit_test(every_command),  cmocka_unit_test(hostile_names),
        cmocka_unit_test(ids_are_unique), cmocka_unit_test(arrows_end_in_their_heads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
