#include "ui/text_field.h"

#include "ui/text_area.h"

#include <math.h>
#include <string.h>

enum {
    TEXT_MAX = 4000 /* bytes */
};

static const float SIZE = 13; /* em */

void ui_text_field_deinit(UiTextField *field) {
    edit_deinit(&field->edit);
}

void ui_text_field_set(UiTextField *field, const char *text) {
    edit_set(&field->edit, text_of(text));
    edit_move(&field->edit, EDIT_TEXT_END, false);
    field->scroll = 0;
}

void ui_text_field_select(UiTextField *field, size_t from, size_t to) {
    edit_place(&field->edit, from, false);
    edit_place(&field->edit, to, true);
}

/* ---- keys ---- */

/* Of the keys that edit, those of a single line that the application has no use for. */
static bool is_of_field(const InputEvent *event) {
    switch (event->key) {
    case KEY_ENTER:
    case KEY_TAB:
    case KEY_UP:
    case KEY_DOWN:
    case KEY_D:
    case KEY_SLASH:
    case KEY_Z:
    case KEY_Y: return false;
    default: return true;
    }
}

/* Lines are joined by blanks. */
static void join_lines(EditBuffer *edit) {
    if (!memchr(text_cstr(&edit->text), '\n', edit->text.length)) return;
    TextBuffer joined = {0};
    size_t caret = edit->caret;
    text_append(&joined, text_cstr(&edit->text), edit->text.length);
    for (size_t i = 0; i < joined.length; i++) {
        if (joined.bytes[i] == '\n') joined.bytes[i] = ' ';
    }
    edit_set(edit, text_view(&joined));
    edit_place(edit, caret, false);
    text_deinit(&joined);
}

/* Typed text and the keys of an editor; true on Enter. */
static bool edit_by_keys(Ui *ui, UiTextField *field) {
    EditBuffer *edit = &field->edit;
    size_t kept = 0;
    for (size_t i = 0; i < ui->keys.count; i++) {
        InputEvent event = ui->keys.items[i];
        bool used = is_of_field(&event) && ui_edit_press(ui, edit, &event);
        if (!used) ui->keys.items[kept++] = event;
    }
    ui->keys.count = kept;
    if (ui_take_key(ui, KEY_U, MODIFIER_CTRL)) {
        edit_move(edit, EDIT_TEXT_START, true);
        edit_backspace(edit);
    }
    if (ui->typed.length && edit->text.length + ui->typed.length <= TEXT_MAX) {
        edit_insert(edit, text_view(&ui->typed), false);
    }
    text_clear(&ui->typed);
    if (edit->text.length > TEXT_MAX) edit_undo(edit); /* a paste that no line holds */
    join_lines(edit);
    return ui_take_key(ui, KEY_ENTER, 0);
}

/* ---- pointer ---- */

static void edit_by_pointer(Ui *ui, UiTextField *field, UiAnswer answer, float x) {
    EditBuffer *edit = &field->edit;
    if (!answer.active && !answer.pressed) return;
    size_t offset = text_offset_at(ui->measure, FONT_MONO, SIZE, edit_text(edit),
                                   ui->mouse.x - x + field->scroll);
    if (answer.pressed) {
        edit_place(edit, offset, ui->modifiers & MODIFIER_SHIFT);
        if (ui->clicks == 2) edit_select_word(edit);
        if (ui->clicks > 2) edit_select_all(edit);
        field->dragging = ui->clicks < 2;
    } else if (field->dragging && offset != edit->caret) {
        edit_place(edit, offset, true);
    }
}

/* ---- drawing ---- */

static float width_to(Ui *ui, const EditBuffer *edit, size_t offset) {
    return text_width(ui->measure, FONT_MONO, SIZE, (Text){text_cstr(&edit->text), offset});
}

/* Scrolls so that the caret is in view; returns its place from the text's start. */
static float follow_caret(Ui *ui, UiTextField *field, float room) {
    float caret = width_to(ui, &field->edit, field->edit.caret);
    if (caret - field->scroll > room) field->scroll = caret - room;
    if (caret < field->scroll) field->scroll = caret;
    return caret;
}

static void draw_selection(Ui *ui, const UiTextField *field, float x, float y) {
    Text selected = edit_selection(&field->edit);
    if (!selected.length) return;
    size_t from = (size_t)(selected.bytes - text_cstr(&field->edit.text));
    float left = width_to(ui, &field->edit, from);
    float right = width_to(ui, &field->edit, from + selected.length);
    draw_fill(ui->list, (Rect){x + left - field->scroll, y - 9, right - left, 18},
              ui->theme->selection);
}

bool ui_text_field(Ui *ui, const char *name, Rect rect, UiTextField *field, const char *prefix,
                   const char *hint) {
    const Theme *theme = ui->theme;
    UiAnswer answer = ui_area(ui, name, rect, true, true, NULL);
    bool entered = false;
    if (answer.hot) ui->cursor = CURSOR_TEXT;
    if (answer.focused) {
        ui->editing = ui_id(name);
        entered = edit_by_keys(ui, field);
    }
    draw_box(ui->list, rect,
             (BoxStyle){.fill = theme->panel_inset,
                        .radius = THEME_RADIUS_PANEL,
                        .stroke = {.color = answer.focused ? theme->focus : theme->control_border,
                                   .width = answer.focused ? 2 : 1}});
    float y = rect.y + rect.h / 2, x = rect.x + 16;
    ui_text(ui, (Point){x, y}, FONT_MONO_BOLD, SIZE, theme->accent, prefix);
    x += prefix[0] ? ui_width(ui, FONT_MONO_BOLD, SIZE, prefix) + 10 : 0;
    Rect inner = {x, rect.y + 4, rect_right(rect) - x - 12, rect.h - 8};
    edit_by_pointer(ui, field, answer, x);
    float caret = follow_caret(ui, field, inner.w - 4);
    draw_clip_push(ui->list, inner);
    if (answer.focused) draw_selection(ui, field, x, y);
    if (field->edit.text.length) {
        ui_text(ui, (Point){x - field->scroll, y}, FONT_MONO, SIZE, theme->text,
                ui_text_field_text(field));
    } else if (!answer.focused) {
        draw_string(ui->list, (Point){x, y},
                    (TextStyle){.face = FONT_UI,
                                .size = SIZE,
                                .color = theme->text_muted,
                                .line = TEXT_MIDDLE,
                                .max_width = inner.w},
                    hint);
    }
    if (answer.focused) {
        ui->caret = (Rect){floorf(x + caret - field->scroll), y - 9, 2, 18};
        draw_fill(ui->list, ui->caret, theme->accent);
    }
    draw_clip_pop(ui->list);
    return entered;
}
