#include "ui/text_field.h"

#include <math.h>
#include <string.h>

enum {
    TEXT_MAX = 4000 /* bytes */
};

static const float SIZE = 13; /* em */

void ui_text_field_deinit(UiTextField *field) {
    text_deinit(&field->text);
}

void ui_text_field_set(UiTextField *field, const char *text) {
    text_clear(&field->text);
    text_append_string(&field->text, text);
    field->caret = field->text.length;
    field->scroll = 0;
}

static bool continues(const UiTextField *field, size_t at) {
    return at < field->text.length && ((unsigned char)field->text.bytes[at] & 0xC0) == 0x80;
}

static size_t before(const UiTextField *field, size_t at) {
    if (at > 0) at--;
    while (at > 0 && continues(field, at)) at--;
    return at;
}

static size_t after(const UiTextField *field, size_t at) {
    if (at < field->text.length) at++;
    while (continues(field, at)) at++;
    return at;
}

static void insert(UiTextField *field, const char *bytes, size_t length) {
    if (field->text.length + length > TEXT_MAX) return;
    TextBuffer joined = {0};
    text_append(&joined, text_cstr(&field->text), field->caret);
    text_append(&joined, bytes, length);
    text_append(&joined, text_cstr(&field->text) + field->caret, field->text.length - field->caret);
    text_deinit(&field->text);
    field->text = joined;
    field->caret += length;
}

static void erase(UiTextField *field, size_t from, size_t to) {
    if (from == to) return;
    memmove(field->text.bytes + from, field->text.bytes + to, field->text.length - to + 1);
    field->text.length -= to - from;
    field->caret = from;
}

/* The clipboard's text; its lines are joined by blanks. */
static void paste(Ui *ui, UiTextField *field) {
    TextBuffer text = {0};
    if (ui->clipboard.get && ui->clipboard.get(ui->clipboard.context, &text)) {
        while (text.length && text.bytes[text.length - 1] == '\n') text.length--;
        for (size_t i = 0; i < text.length; i++) {
            if ((unsigned char)text.bytes[i] < ' ') text.bytes[i] = ' ';
        }
        insert(field, text_cstr(&text), text.length);
    }
    text_deinit(&text);
}

/* Typed text and the keys of an editor; true on Enter. */
static bool edit(Ui *ui, UiTextField *field) {
    if (ui->typed.length) insert(field, text_cstr(&ui->typed), ui->typed.length);
    text_clear(&ui->typed);
    if (ui_take_key(ui, KEY_LEFT, 0)) field->caret = before(field, field->caret);
    if (ui_take_key(ui, KEY_RIGHT, 0)) field->caret = after(field, field->caret);
    if (ui_take_key(ui, KEY_HOME, 0)) field->caret = 0;
    if (ui_take_key(ui, KEY_END, 0)) field->caret = field->text.length;
    if (ui_take_key(ui, KEY_BACKSPACE, 0)) erase(field, before(field, field->caret), field->caret);
    if (ui_take_key(ui, KEY_DELETE, 0)) erase(field, field->caret, after(field, field->caret));
    if (ui_take_key(ui, KEY_U, MODIFIER_CTRL)) erase(field, 0, field->caret);
    if (ui_take_key(ui, KEY_V, MODIFIER_CTRL)) paste(ui, field);
    return ui_take_key(ui, KEY_ENTER, 0);
}

/* Scrolls so that the caret is in view; returns its place from the text's start. */
static float follow_caret(Ui *ui, UiTextField *field, float room) {
    Text left = {text_cstr(&field->text), field->caret};
    float caret = text_width(ui->measure, FONT_MONO, SIZE, left);
    if (caret - field->scroll > room) field->scroll = caret - room;
    if (caret < field->scroll) field->scroll = caret;
    return caret;
}

bool ui_text_field(Ui *ui, const char *name, Rect rect, UiTextField *field, const char *prefix,
                   const char *hint) {
    const Theme *theme = ui->theme;
    UiAnswer answer = ui_area(ui, name, rect, true, true, NULL);
    bool entered = false;
    if (answer.hot) ui->cursor = CURSOR_TEXT;
    if (answer.focused) {
        ui->editing = ui_id(name);
        entered = edit(ui, field);
    }
    draw_box(ui->list, rect,
             (BoxStyle){.fill = theme->panel_inset,
                        .radius = THEME_RADIUS_PANEL,
                        .stroke = {.color = answer.focused ? theme->focus : theme->control_border,
                                   .width = answer.focused ? 2 : 1}});
    float y = rect.y + rect.h / 2, x = rect.x + 16;
    ui_text(ui, (Point){x, y}, FONT_MONO_BOLD, SIZE, theme->accent, prefix);
    x += ui_width(ui, FONT_MONO_BOLD, SIZE, prefix) + 10;
    Rect inner = {x, rect.y + 4, rect_right(rect) - x - 12, rect.h - 8};
    float caret = follow_caret(ui, field, inner.w - 4);
    if (answer.pressed) {
        Text text = {text_cstr(&field->text), field->text.length};
        field->caret =
            text_offset_at(ui->measure, FONT_MONO, SIZE, text, ui->mouse.x - x + field->scroll);
    }
    draw_clip_push(ui->list, inner);
    if (field->text.length) {
        ui_text(ui, (Point){x - field->scroll, y}, FONT_MONO, SIZE, theme->text,
                text_cstr(&field->text));
    } else if (!answer.focused) {
        ui_text(ui, (Point){x, y}, FONT_UI, SIZE, theme->text_muted, hint);
    }
    if (answer.focused) {
        ui->caret = (Rect){floorf(x + caret - field->scroll), y - 9, 2, 18};
        draw_fill(ui->list, ui->caret, theme->accent);
    }
    draw_clip_pop(ui->list);
    return entered;
}
