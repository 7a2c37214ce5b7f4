/* A text under the hand. In what is expected, | is the caret and [ ... ] or ] ... [ the selection,
 * whose caret end is at the ] side of [ ... ] and at the left of ] ... [. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/edit_buffer.h"
#include "ui/edit_lines.h"

#include <stdlib.h>
#include <string.h>

static void put(EditBuffer *edit, const char *text) {
    edit_insert(edit, text_of(text), false);
}

static void type(EditBuffer *edit, const char *text) {
    for (const char *c = text; *c; c++) {
        if (*c == '\n') {
            edit_newline(edit);
        } else {
            edit_insert(edit, (Text){c, 1}, true);
        }
    }
}

static void shown(const EditBuffer *edit, TextBuffer *out) {
    Text text = edit_text(edit);
    for (size_t i = 0; i <= text.length; i++) {
        bool caret = i == edit->caret, anchor = i == edit->anchor;
        if (caret && anchor) {
            text_append_char(out, '|');
        } else if (caret) {
            text_append_char(out, ']');
        } else if (anchor) {
            text_append_char(out, '[');
        }
        if (i < text.length) text_append_char(out, text.bytes[i]);
    }
}

static void expect(const EditBuffer *edit, const char *wanted) {
    TextBuffer text = {0};
    shown(edit, &text);
    assert_string_equal(text_cstr(&text), wanted);
    text_deinit(&text);
}

static void indentation_as_python_wants_it(void **state) {
    (void)state;
    EditBuffer edit = {0};
    type(&edit, "class A:  # a class\ndef f(self):\nx = ':'\nreturn x\n");
    expect(&edit,
           "class A:  # a class\n    def f(self):\n        x = ':'\n        return x\n    |");
    edit_backspace(&edit);
    type(&edit, "a");
    expect(&edit, "class A:  # a class\n    def f(self):\n        x = ':'\n        return x\na|");
    edit_indent(&edit);
    expect(&edit,
           "class A:  # a class\n    def f(self):\n        x = ':'\n        return x\na   |");
    edit_deinit(&edit);
}

static void lines_go_in_and_out(void **state) {
    (void)state;
    EditBuffer edit = {0};
    put(&edit, "a\n\n  b\nc");
    edit_place(&edit, 0, false);
    edit_move_lines(&edit, 2, true);
    edit_move(&edit, EDIT_LINE_END, true);
    edit_indent(&edit);
    expect(&edit, "[    a\n\n      b]\nc");
    edit_dedent(&edit);
    edit_dedent(&edit);
    expect(&edit, "[a\n\nb]\nc");
    edit_undo(&edit);
    edit_undo(&edit);
    edit_undo(&edit);
    expect(&edit, "[a\n\n  b]\nc");
    edit_deinit(&edit);
}

static void undo_takes_words_back(void **state) {
    (void)state;
    EditBuffer edit = {0};
    type(&edit, "one two");
    edit_undo(&edit);
    expect(&edit, "one|");
    edit_undo(&edit);
    expect(&edit, "|");
    assert_false(edit_can_undo(&edit));
    edit_redo(&edit);
    edit_redo(&edit);
    expect(&edit, "one two|");
    edit_undo(&edit);
    type(&edit, "!");
    assert_false(edit_can_redo(&edit));
    expect(&edit, "one!|");
    edit_deinit(&edit);
}

static void moving_and_selecting(void **state) {
    (void)state;
    EditBuffer edit = {0};
    put(&edit, "long line\n\xC3\xA4\n  third");
    edit_place(&edit, 9, false);
    edit_move(&edit, EDIT_DOWN, false);
    expect(&edit, "long line\n\xC3\xA4|\n  third");
    edit_move(&edit, EDIT_DOWN, false);
    expect(&edit, "long line\n\xC3\xA4\n  third|");
    edit_move(&edit, EDIT_LINE_START, false);
    expect(&edit, "long line\n\xC3\xA4\n  |third");
    edit_move(&edit, EDIT_LINE_START, false);
    expect(&edit, "long line\n\xC3\xA4\n|  third");
    edit_move(&edit, EDIT_WORD_LEFT, true);
    expect(&edit, "long line\n]\xC3\xA4\n[  third");
    edit_delete(&edit);
    expect(&edit, "long line\n|  third");
    edit_move(&edit, EDIT_TEXT_START, false);
    edit_move(&edit, EDIT_WORD_RIGHT, true);
    put(&edit, "short");
    expect(&edit, "short| line\n  third");
    edit_place(&edit, 8, false);
    edit_select_word(&edit);
    expect(&edit, "short [line]\n  third");
    edit_select_line(&edit);
    expect(&edit, "[short line\n]  third");
    edit_deinit(&edit);
}

static void what_is_put_in_is_made_text(void **state) {
    (void)state;
    EditBuffer edit = {0};
    edit_set(&edit, (Text){"a\r\nb\rc\0d\x1B\xFF\te", 13});
    assert_string_equal(text_cstr(&edit.text), "a\nb\ncd\xEF\xBF\xBD\te");
    edit_deinit(&edit);
    char *large = malloc(EDIT_TEXT_MAX + 10);
    memset(large, 'x', EDIT_TEXT_MAX + 10);
    edit_set(&edit, (Text){large, EDIT_TEXT_MAX + 10});
    assert_int_equal(edit.text.length, EDIT_TEXT_MAX);
    put(&edit, "more");
    assert_int_equal(edit.text.length, EDIT_TEXT_MAX);
    free(large);
    edit_deinit(&edit);
}

/* By chance: offsets stay at code points, and undoing all gives the first text. */
static void anything_can_be_undone(void **state) {
    (void)state;
    EditBuffer edit = {0};
    uint32_t chance = 7;
    edit_set(&edit, text_of("def f():\n    \xE2\x82\xAC = 1\n"));
    TextBuffer first = {0};
    text_append_string(&first, text_cstr(&edit.text));
    for (int i = 0; i < 3000; i++) {
        chance = chance * 1664525u + 1013904223u;
        bool select = chance >> 30 & 1;
        switch (chance >> 24 & 15) {
        case 0: edit_newline(&edit); break;
        case 1: edit_backspace(&edit); break;
        case 2: edit_delete(&edit); break;
        case 3: edit_indent(&edit); break;
        case 4: edit_dedent(&edit); break;
        case 5: edit_undo(&edit); break;
        case 6: edit_redo(&edit); break;
        case 7: edit_place(&edit, chance >> 8 & 127, select); break;
        case 8: edit_select_word(&edit); break;
        case 9: put(&edit, "\xF0\x9F\x90\x8D\n"); break;
        case 10: type(&edit, "x:"); break;
        default: edit_move(&edit, (EditMove)(chance >> 16 & 7), select);
        }
        assert_true(edit.caret <= edit.text.length && edit.anchor <= edit.text.length);
        assert_int_equal(utf8_invalid_at(text_cstr(&edit.text), edit.text.length),
                         edit.text.length);
        assert_false(((unsigned char)text_cstr(&edit.text)[edit.caret] & 0xC0) == 0x80);
        assert_false(((unsigned char)text_cstr(&edit.text)[edit.anchor] & 0xC0) == 0x80);
    }
    while (edit_can_undo(&edit)) edit_undo(&edit);
    assert_string_equal(text_cstr(&edit.text), text_cstr(&first));
    text_deinit(&first);
    edit_deinit(&edit);
}

/* The text with the selection between `from` and `to`. */
static void begin(EditBuffer *edit, const char *text, size_t from, size_t to) {
    edit_set(edit, text_of(text));
    edit_place(edit, from, false);
    edit_place(edit, to, true);
}

static void whole_lines(void **state) {
    (void)state;
    EditBuffer edit = {0};
    begin(&edit, "if a:\n    b = 1\n\n    c\nd", 8, 23);
    edit_toggle_comment(&edit);
    expect(&edit, "if a:\n[    # b = 1\n\n    # c]\nd");
    edit_toggle_comment(&edit);
    expect(&edit, "if a:\n[    b = 1\n\n    c]\nd");
    edit_undo(&edit);
    edit_undo(&edit);
    expect(&edit, "if a:\n  [  b = 1\n\n    c\n]d");
    begin(&edit, "  ab", 3, 3);
    edit_toggle_comment(&edit);
    expect(&edit, "  # a|b");
    edit_toggle_comment(&edit);
    expect(&edit, "  a|b");
    begin(&edit, "#a", 0, 0);
    edit_toggle_comment(&edit);
    expect(&edit, "|a");
    begin(&edit, "", 0, 0);
    edit_toggle_comment(&edit);
    expect(&edit, "|");
    begin(&edit, "a\nbc\nd", 3, 3);
    edit_duplicate_lines(&edit);
    expect(&edit, "a\nbc\nb|c\nd");
    edit_lines_down(&edit);
    expect(&edit, "a\nbc\nd\nb|c");
    edit_lines_down(&edit);
    expect(&edit, "a\nbc\nd\nb|c");
    edit_lines_up(&edit);
    edit_lines_up(&edit);
    edit_lines_up(&edit);
    edit_lines_up(&edit);
    expect(&edit, "b|c\na\nbc\nd");
    begin(&edit, "a\nb\nc", 0, 4);
    edit_lines_down(&edit);
    expect(&edit, "c\n[a\nb]");
    edit_deinit(&edit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indentation_as_python_wants_it),
        cmocka_unit_test(lines_go_in_and_out),
        cmocka_unit_test(undo_takes_words_back),
        cmocka_unit_test(moving_and_selecting),
        cmocka_unit_test(whole_lines),
        cmocka_unit_test(what_is_put_in_is_made_text),
        cmocka_unit_test(anything_can_be_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
