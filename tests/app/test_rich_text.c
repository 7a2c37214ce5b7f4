/* Words of a card flow into lines; what is put to a word without a blank stays with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/lesson/rich_text.h"

#include <string.h>

typedef struct Bench {
    TextMeasure measure;
    DrawList list;
    Ui ui;
    RichText text;
} Bench;

static void open_bench(Bench *bench) {
    *bench = (Bench){.measure = text_measure_fixed()};
    bench->ui = (Ui){.measure = &bench->measure, .theme = theme_light(), .list = &bench->list};
}

static void close_bench(Bench *bench) {
    rich_text_deinit(&bench->text);
    draw_list_deinit(&bench->list);
}

static void add(Bench *bench, SpanKind kind, const char *words) {
    RichText *text = &bench->text;
    if (!text->paragraphs.count) array_push(&text->paragraphs, (NarrationParagraph){0});
    RichSpan span = {.kind = kind, .text = text_copy(text_of(words))};
    array_push(&text->spans, span);
    text->paragraphs.items[0].count++;
}

/* The lines as they are read, words of one line joined by blanks where there is room for one. */
static void expect_lines(Bench *bench, float width, const char *wanted) {
    TextBuffer told = {0};
    float y = -1, end = 0;
    Rect area = {0, 0, width, 100};
    draw_list_deinit(&bench->list);
    rich_text_draw(&bench->ui, "say", area, area, &bench->text, 10);
    for (size_t i = 0; i < bench->list.commands.count; i++) {
        const DrawCommand *command = &bench->list.commands.items[i];
        if (command->kind != DRAW_TEXT) continue;
        Point at = command->text.at;
        if (told.length) text_append_string(&told, at.y > y ? "|" : at.x > end + 1 ? " " : "");
        text_append(&told, command->text.text.bytes, command->text.text.length);
        y = at.y;
        end = at.x + text_width(&bench->measure, command->text.style.face, command->text.style.size,
                                command->text.text);
        assert_true(end <= width + 0.01f);
    }
    assert_string_equal(text_cstr(&told), wanted);
    text_deinit(&told);
}

static float width_of(const Bench *bench, const char *words) {
    return text_width(&bench->measure, FONT_UI, 10, text_of(words));
}

static void test_no_line_begins_with_a_comma(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench);
    add(&bench, SPAN_PLAIN, "this list has ");
    add(&bench, SPAN_VALUE, "1");
    add(&bench, SPAN_PLAIN, ", from ");
    add(&bench, SPAN_CODE, "p");
    add(&bench, SPAN_PLAIN, ".");
    expect_lines(&bench, width_of(&bench, "this list has 1, from p.") + 1,
                 "this list has 1, from p.");
    /* room for the number, not for the comma */
    expect_lines(&bench, width_of(&bench, "this list has 1") + 0.5f, "this list has|1, from p.");
    /* over two spans */
    expect_lines(&bench, width_of(&bench, "this list has 1, from p") + 0.5f,
                 "this list has 1, from|p.");
    close_bench(&bench);
}

static void test_what_no_line_holds_is_broken(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench);
    add(&bench, SPAN_PLAIN, "a");
    add(&bench, SPAN_BOLD, "bbbbbbbb");
    add(&bench, SPAN_PLAIN, "cccccccc");
    expect_lines(&bench, width_of(&bench, "abbbbbbbb") + 2, "abbbbbbbb|cccccccc");
    close_bench(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_line_begins_with_a_comma),
        cmocka_unit_test(test_what_no_line_holds_is_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
