#include "ui/text_area.h"

#include "base/memory.h"
#include "ui/edit_lines.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float PAD = 8;

void ui_text_area_deinit(UiTextArea *area) {
    edit_deinit(&area->edit);
    *area = (UiTextArea){0};
}

/* ---- keys ---- */

typedef struct MoveKey {
    InputKey key;
    unsigned modifiers;
    EditMove move;
} MoveKey;

static const MoveKey move_keys[] = {
    {KEY_LEFT, 0, EDIT_LEFT},
    {KEY_RIGHT, 0, EDIT_RIGHT},
    {KEY_UP, 0, EDIT_UP},
    {KEY_DOWN, 0, EDIT_DOWN},
    {KEY_HOME, 0, EDIT_LINE_START},
    {KEY_END, 0, EDIT_LINE_END},
    {KEY_LEFT, MODIFIER_CTRL, EDIT_WORD_LEFT},
    {KEY_RIGHT, MODIFIER_CTRL, EDIT_WORD_RIGHT},
    {KEY_HOME, MODIFIER_CTRL, EDIT_TEXT_START},
    {KEY_END, MODIFIER_CTRL, EDIT_TEXT_END},
};

static void copy(Ui *ui, EditBuffer *edit) {
    Text selected = edit_selection(edit);
    if (!selected.length || !ui->clipboard.set) return;
    TextBuffer text = {0};
    text_append(&text, selected.bytes, selected.length);
    ui->clipboard.set(ui->clipboard.context, text_cstr(&text));
    text_deinit(&text);
}

/* Without a selection, the line. */
static void cut(Ui *ui, EditBuffer *edit) {
    if (edit->caret == edit->anchor) edit_select_line(edit);
    copy(ui, edit);
    edit_delete(edit);
}

static void paste(Ui *ui, EditBuffer *edit) {
    TextBuffer text = {0};
    if (ui->clipboard.get && ui->clipboard.get(ui->clipboard.context, &text)) {
        edit_insert(edit, text_view(&text), false);
    }
    text_deinit(&text);
}

static void erase_word_left(EditBuffer *edit) {
    if (edit->caret == edit->anchor) edit_move(edit, EDIT_WORD_LEFT, true);
    edit_backspace(edit);
}

static void erase_word_right(EditBuffer *edit) {
    if (edit->caret == edit->anchor) edit_move(edit, EDIT_WORD_RIGHT, true);
    edit_delete(edit);
}

/* One of the two. */
typedef struct EditKey {
    InputKey key;
    unsigned modifiers;
    void (*edit)(EditBuffer *edit);
    void (*exchange)(Ui *ui, EditBuffer *edit); /* with the clipboard */
} EditKey;

static const EditKey edit_keys[] = {
    {KEY_ENTER, 0, edit_newline, NULL},
    {KEY_ENTER, MODIFIER_SHIFT, edit_newline, NULL},
    {KEY_BACKSPACE, 0, edit_backspace, NULL},
    {KEY_BACKSPACE, MODIFIER_SHIFT, edit_backspace, NULL},
    {KEY_BACKSPACE, MODIFIER_CTRL, erase_word_left, NULL},
    {KEY_DELETE, 0, edit_delete, NULL},
    {KEY_DELETE, MODIFIER_CTRL, erase_word_right, NULL},
    {KEY_TAB, 0, edit_indent, NULL},
    {KEY_TAB, MODIFIER_SHIFT, edit_dedent, NULL},
    {KEY_SLASH, MODIFIER_CTRL, edit_toggle_comment, NULL},
    {KEY_UP, MODIFIER_ALT, edit_lines_up, NULL},
    {KEY_DOWN, MODIFIER_ALT, edit_lines_down, NULL},
    {KEY_D, MODIFIER_CTRL, edit_duplicate_lines, NULL},
    {KEY_A, MODIFIER_CTRL, edit_select_all, NULL},
    {KEY_Z, MODIFIER_CTRL, edit_undo, NULL},
    {KEY_Z, MODIFIER_CTRL | MODIFIER_SHIFT, edit_redo, NULL},
    {KEY_Y, MODIFIER_CTRL, edit_redo, NULL},
    {KEY_C, MODIFIER_CTRL, NULL, copy},
    {KEY_INSERT, MODIFIER_CTRL, NULL, copy},
    {KEY_X, MODIFIER_CTRL, NULL, cut},
    {KEY_V, MODIFIER_CTRL, NULL, paste},
    {KEY_INSERT, MODIFIER_SHIFT, NULL, paste},
};

enum {
    MOVE_KEYS = sizeof move_keys / sizeof move_keys[0],
    EDIT_KEYS = sizeof edit_keys / sizeof edit_keys[0]
};

static bool is_page(InputKey key, unsigned modifiers) {
    bool page = key == KEY_PAGE_UP || key == KEY_PAGE_DOWN;
    return page && (modifiers & ~(unsigned)MODIFIER_SHIFT) == 0;
}

static const EditKey *find_edit_key(InputKey key, unsigned modifiers) {
    for (size_t i = 0; i < EDIT_KEYS; i++) {
        if (edit_keys[i].key == key && edit_keys[i].modifiers == modifiers) return &edit_keys[i];
    }
    return NULL;
}

/* With Shift it selects. */
static const MoveKey *find_move_key(InputKey key, unsigned modifiers) {
    modifiers &= ~(unsigned)MODIFIER_SHIFT;
    for (size_t i = 0; i < MOVE_KEYS; i++) {
        if (move_keys[i].key == key && move_keys[i].modifiers == modifiers) return &move_keys[i];
    }
    return NULL;
}

bool ui_text_area_takes(InputKey key, unsigned modifiers) {
    return is_page(key, modifiers) || find_edit_key(key, modifiers) ||
           find_move_key(key, modifiers);
}

bool ui_edit_press(Ui *ui, EditBuffer *edit, const InputEvent *event) {
    const EditKey *key = find_edit_key(event->key, event->modifiers);
    const MoveKey *move = find_move_key(event->key, event->modifiers);
    if (key && key->edit) {
        key->edit(edit);
    } else if (key) {
        key->exchange(ui, edit);
    } else if (move) {
        edit_move(edit, move->move, event->modifiers & MODIFIER_SHIFT);
    } else {
        return false;
    }
    return true;
}

/* One key; false when it is not the editor's. */
static bool press(Ui *ui, UiTextArea *area, const InputEvent *event, int page) {
    if (!is_page(event->key, event->modifiers)) return ui_edit_press(ui, &area->edit, event);
    edit_move_lines(&area->edit, event->key == KEY_PAGE_UP ? -page : page,
                    event->modifiers & MODIFIER_SHIFT);
    return true;
}

/* Keys and typed text, in the order in which they came as far as that is known: a frame has at most
 * one press. */
static void type(Ui *ui, UiTextArea *area, int page) {
    size_t kept = 0;
    bool used = false;
    for (size_t i = 0; i < ui->keys.count; i++) {
        if (press(ui, area, &ui->keys.items[i], page)) {
            used = true;
        } else {
            ui->keys.items[kept++] = ui->keys.items[i];
        }
    }
    ui->keys.count = kept;
    if (ui->typed.length) {
        bool one = utf8_count(text_view(&ui->typed)) == 1;
        edit_insert(&area->edit, text_view(&ui->typed), one);
        used = true;
    }
    text_clear(&ui->typed);
    area->follow = area->follow || used;
}

/* ---- places ---- */

static Text line_text(const EditBuffer *edit, size_t start, size_t until) {
    return (Text){text_cstr(&edit->text) + start, until - start};
}

static float width_to(Ui *ui, const UiTextArea *area, const UiTextPaint *paint, size_t offset) {
    size_t start = edit_line_start(&area->edit, edit_line_of(&area->edit, offset));
    return text_width(ui->measure, FONT_MONO, paint->size, line_text(&area->edit, start, offset));
}

static size_t offset_at(Ui *ui, const UiTextArea *area, const UiTextPaint *paint, Rect inner,
                        Point at) {
    const EditBuffer *edit = &area->edit;
    float row = floorf((at.y - inner.y + area->scroll) / paint->line);
    size_t count = edit_line_count(edit);
    size_t line = row < 0 ? 0 : (size_t)row;
    if (line >= count) return edit->text.length;
    size_t start = edit_line_start(edit, line);
    Text text = line_text(edit, start, start + edit_line_length(edit, start));
    return start + text_offset_at(ui->measure, FONT_MONO, paint->size, text,
                                  at.x - inner.x + area->scroll_x);
}

static void point(Ui *ui, UiTextArea *area, const UiTextPaint *paint, Rect inner, UiAnswer answer) {
    if (!answer.active && !answer.pressed) return;
    size_t offset = offset_at(ui, area, paint, inner, ui->mouse);
    if (answer.pressed && ui->clicks < 2) {
        edit_place(&area->edit, offset, ui->modifiers & MODIFIER_SHIFT);
    } else if (answer.pressed) {
        edit_place(&area->edit, offset, false);
        if (ui->clicks == 2) edit_select_word(&area->edit);
        if (ui->clicks > 2) edit_select_line(&area->edit);
    } else if (offset != area->edit.caret && area->dragging) {
        edit_place(&area->edit, offset, true);
        area->follow = true;
    }
    area->dragging = answer.active && (area->dragging || (answer.pressed && ui->clicks < 2));
}

/* Scrolls as little as brings the offset into view. */
static void follow(Ui *ui, UiTextArea *area, const UiTextPaint *paint, Rect inner, size_t offset) {
    float y = (float)edit_line_of(&area->edit, offset) * paint->line;
    float x = width_to(ui, area, paint, offset);
    const float side = 24;
    area->scroll = fminf(area->scroll, y);
    area->scroll = fmaxf(area->scroll, y + paint->line - inner.h);
    area->scroll_x = fminf(area->scroll_x, fmaxf(x - side, 0));
    area->scroll_x = fmaxf(area->scroll_x, x + side - inner.w);
    area->follow = area->reveal = false;
}

/* ---- drawing ---- */

static void draw_selection(Ui *ui, const UiTextArea *area, const UiTextPaint *paint, Rect inner,
                           size_t start, float y) {
    const EditBuffer *edit = &area->edit;
    size_t length = edit_line_length(edit, start);
    Text selected = edit_selection(edit);
    size_t from = (size_t)(selected.bytes - text_cstr(&edit->text)), to = from + selected.length;
    if (!selected.length || to <= start || from > start + length) return;
    bool on = to > start + length; /* its line end is selected, too */
    size_t first = from > start ? from : start, last = on ? start + length : to;
    float x = text_width(ui->measure, FONT_MONO, paint->size, line_text(edit, start, first));
    float end = text_width(ui->measure, FONT_MONO, paint->size, line_text(edit, start, last));
    draw_fill(ui->list,
              (Rect){inner.x + x - area->scroll_x, y, end - x + (on ? 6 : 0), paint->line},
              ui->theme->selection);
}

static void draw_wave(Ui *ui, float x, float end, float y, Color color) {
    const float half = 2.5f, height = 2;
    for (bool up = true; x < end; x += half, up = !up) {
        draw_line(ui->list, (Point){x, y + (up ? height : 0)},
                  (Point){x + half, y + (up ? 0 : height)},
                  (Stroke){.color = color, .width = 1.2f});
    }
}

/* The part of a mark that lies on the line. */
static void draw_mark(Ui *ui, const UiTextArea *area, const UiTextPaint *paint, Rect inner,
                      size_t start, float y, const UiTextMark *mark) {
    const EditBuffer *edit = &area->edit;
    size_t end = start + edit_line_length(edit, start);
    if (mark->from > end || (mark->to <= start && mark->from < start)) return;
    size_t first = mark->from > start ? mark->from : start, last = mark->to < end ? mark->to : end;
    float x = text_width(ui->measure, FONT_MONO, paint->size, line_text(edit, start, first));
    float to = last > first
                   ? text_width(ui->measure, FONT_MONO, paint->size, line_text(edit, start, last))
                   : x + 8;
    x += inner.x - area->scroll_x;
    to += inner.x - area->scroll_x;
    if (mark->underlined) {
        draw_wave(ui, x, to, y + paint->line - 5, mark->color);
    } else {
        draw_box(ui->list, (Rect){x, y + 2, to - x, paint->line - 4},
                 (BoxStyle){.fill = mark->color, .radius = 3});
    }
}

/* What stands before a line. */
static void draw_line_head(Ui *ui, const UiTextPaint *paint, Rect inner, size_t line, float y) {
    Point at = {inner.x - 12, y + paint->line / 2};
    char number[24];
    if (paint->prompt) {
        ui_text_right(ui, (Point){at.x + 2, at.y}, FONT_MONO_BOLD, paint->size, paint->number,
                      line ? paint->prompt_on : paint->prompt);
        return;
    }
    snprintf(number, sizeof number, "%zu", line + 1);
    ui_text_right(ui, at, FONT_MONO, 11.5f, paint->number, number);
}

static void draw_lines(Ui *ui, const UiTextArea *area, const UiTextPaint *paint, Rect rect,
                       Rect inner) {
    const EditBuffer *edit = &area->edit;
    size_t count = edit_line_count(edit), line = (size_t)fmaxf(area->scroll / paint->line, 0);
    size_t start = edit_line_start(edit, line);
    for (; line < count; line++) {
        float y = inner.y + (float)line * paint->line - area->scroll;
        if (y > rect_bottom(inner)) break;
        Color ground = paint->ground ? paint->ground(paint->context, line) : 0;
        if (ground) draw_fill(ui->list, (Rect){rect.x + 1, y, rect.w - 2, paint->line}, ground);
        draw_line_head(ui, paint, inner, line, y);
        draw_clip_push(ui->list, inner);
        for (size_t i = 0; i < paint->mark_count; i++) {
            draw_mark(ui, area, paint, inner, start, y, &paint->marks[i]);
        }
        draw_selection(ui, area, paint, inner, start, y);
        paint->draw_line(paint->context, line, inner.x - area->scroll_x, y + paint->line / 2);
        draw_clip_pop(ui->list);
        start += edit_line_length(edit, start) + 1;
    }
}

static void draw_caret(Ui *ui, const UiTextArea *area, const UiTextPaint *paint, Rect inner) {
    float x = inner.x + width_to(ui, area, paint, area->edit.caret) - area->scroll_x;
    float y =
        inner.y + (float)edit_line_of(&area->edit, area->edit.caret) * paint->line - area->scroll;
    draw_clip_push(ui->list, (Rect){inner.x - 2, inner.y, inner.w + 2, inner.h});
    ui->caret = (Rect){floorf(x) - 1, y + 2, 2, paint->line - 4};
    draw_fill(ui->list, ui->caret, ui->theme->accent);
    draw_clip_pop(ui->list);
}

static float widest(Ui *ui, const EditBuffer *edit, float size) {
    Text text = edit_text(edit), line, longest = {"", 0};
    while (text_next_line(&text, &line)) {
        if (line.length > longest.length) longest = line;
    }
    if (longest.length > 2000) longest.length = 2000;
    return text_width(ui->measure, FONT_MONO, size, longest);
}

bool ui_text_area(Ui *ui, const char *name, Rect rect, UiTextArea *area, const UiTextPaint *paint) {
    const Theme *theme = ui->theme;
    EditBuffer *edit = &area->edit;
    uint32_t version = edit->version;
    char digits[24], across[64], down[64];
    snprintf(digits, sizeof digits, "%zu", edit_line_count(edit) + 9);
    float gutter = paint->prompt ? 26 + ui_width(ui, FONT_MONO_BOLD, paint->size, paint->prompt)
                                 : 24 + ui_width(ui, FONT_MONO, 11.5f, digits);
    Rect inner = {rect.x + gutter, rect.y + PAD, rect.w - gutter - 4, rect.h - 2 * PAD};
    UiAnswer answer = ui_area(ui, name, rect, true, true, NULL);
    if (answer.hot) ui->cursor = CURSOR_TEXT;
    point(ui, area, paint, inner, answer);
    if (answer.focused) {
        ui->editing = ui_id(name);
        ui->chords = true;
        type(ui, area, (int)fmaxf(floorf(inner.h / paint->line) - 1, 1));
    }
    if (area->follow) follow(ui, area, paint, inner, edit->caret);
    if (area->reveal) follow(ui, area, paint, inner, area->revealed);
    float content = (float)edit_line_count(edit) * paint->line;
    snprintf(across, sizeof across, "%s.across", name);
    snprintf(down, sizeof down, "%s.scroll", name);
    draw_box(ui->list, rect,
             (BoxStyle){.fill = theme->panel_inset,
                        .radius = THEME_RADIUS_PANEL,
                        .stroke = {.color = answer.focused ? theme->focus : theme->control_border,
                                   .width = answer.focused ? 2 : 1}});
    ui_scroll_across(ui, across, inner, widest(ui, edit, paint->size) + 32, &area->scroll_x);
    ui_scroll(ui, down, (Rect){rect.x, inner.y, rect.w - 2, inner.h}, content, &area->scroll);
    draw_clip_push(ui->list, rect_inset(rect, 2));
    draw_clip_push(ui->list, (Rect){rect.x, inner.y, rect.w, inner.h});
    draw_lines(ui, area, paint, rect, inner);
    if (answer.focused) draw_caret(ui, area, paint, inner);
    if (!answer.focused && !edit->text.length && paint->hint) {
        ui_text(ui, (Point){inner.x, inner.y + paint->line / 2}, FONT_UI, paint->size,
                theme->text_muted, paint->hint);
    }
    draw_clip_pop(ui->list);
    draw_clip_pop(ui->list);
    return edit->version != version;
}
