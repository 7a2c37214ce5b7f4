#include "ui/ui.h"

#include "base/hash.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    TIP_DELAY = 400 /* ms */
};

void ui_deinit(Ui *ui) {
    array_deinit(&ui->order);
    array_deinit(&ui->keys);
    array_deinit(&ui->places);
    text_deinit(&ui->typed);
}

UiId ui_id(const char *name) {
    UiId id = (UiId)hash_bytes(name, strlen(name));
    return id ? id : 1;
}

/* ---- input ---- */

static void take_event(Ui *ui, const InputEvent *event) {
    ui->modifiers = event->modifiers;
    switch (event->kind) {
    case INPUT_MOUSE_MOVE:
        ui->mouse = event->at;
        ui->mouse_inside = true;
        break;
    case INPUT_MOUSE_DOWN:
        ui->mouse = event->at;
        ui->mouse_inside = true;
        ui->down[event->button] = ui->pressed[event->button] = true;
        ui->clicks = event->clicks;
        ui->focus_shown = false;
        break;
    case INPUT_MOUSE_UP:
        ui->mouse = event->at;
        ui->down[event->button] = false;
        ui->released[event->button] = true;
        break;
    case INPUT_MOUSE_LEAVE: ui->mouse_inside = false; break;
    case INPUT_WHEEL:
        ui->mouse = event->at;
        ui->mouse_inside = true;
        ui->wheel.x += event->wheel.x;
        ui->wheel.y += event->wheel.y;
        break;
    case INPUT_FOCUS_LOST:
        memset(ui->down, 0, sizeof ui->down);
        ui->active = 0;
        break;
    case INPUT_KEY_DOWN: array_push(&ui->keys, *event); break;
    case INPUT_TEXT: text_append(&ui->typed, event->text.bytes, event->text.length); break;
    default: break;
    }
}

bool ui_take_key(Ui *ui, InputKey key, unsigned modifiers) {
    for (size_t i = 0; i < ui->keys.count; i++) {
        if (ui->keys.items[i].key != key || ui->keys.items[i].modifiers != modifiers) continue;
        memmove(&ui->keys.items[i], &ui->keys.items[i + 1],
                (ui->keys.count - i - 1) * sizeof *ui->keys.items);
        ui->keys.count--;
        return true;
    }
    return false;
}

void ui_begin(Ui *ui, DrawList *list, const Theme *theme, const TextMeasure *measure,
              const InputEvent *events, size_t count, uint64_t now) {
    bool editing = ui->editing != 0, chords = ui->chords;
    ui->list = list;
    ui->theme = theme;
    ui->measure = measure;
    memset(ui->pressed, 0, sizeof ui->pressed);
    memset(ui->released, 0, sizeof ui->released);
    ui->wheel = (Point){0};
    ui->wheel_taken = false;
    ui->clicks = 0;
    ui->now = now;
    ui->cursor = CURSOR_ARROW;
    ui->animating = false;
    ui->tip_pending = ui->tip_wanted = false;
    ui->tip[0] = '\0';
    array_clear(&ui->keys);
    text_clear(&ui->typed);
    ui->editing = 0;
    ui->chords = false;
    array_clear(&ui->order);
    array_clear(&ui->places);
    for (size_t i = 0; i < count; i++) take_event(ui, &events[i]);
    ui->hot = ui->next_hot;
    ui->next_hot = 0;
    ui->focus_next = !chords && ui_take_key(ui, KEY_TAB, 0);
    ui->focus_previous = !chords && ui_take_key(ui, KEY_TAB, MODIFIER_SHIFT);
    bool modal = ui->modal;
    ui->modal = false;
    ui->activate = ui->focus && !editing && ui->focus_shown &&
                   (ui_take_key(ui, KEY_ENTER, 0) || (modal && ui_take_key(ui, KEY_SPACE, 0)));
    if (!ui->down[BUTTON_LEFT] && !ui->released[BUTTON_LEFT]) ui->active = 0;
}

static void move_focus(Ui *ui) {
    if (ui->order.count == 0) return;
    size_t at = ui->order.count;
    for (size_t i = 0; i < ui->order.count; i++) {
        if (ui->order.items[i] == ui->focus) at = i;
    }
    size_t count = ui->order.count;
    if (ui->focus_next) at = at >= count ? 0 : (at + 1) % count;
    if (ui->focus_previous) at = at >= count ? count - 1 : (at + count - 1) % count;
    ui->focus = ui->order.items[at];
    ui->focus_shown = true;
    ui->animating = true;
}

static void draw_tip(Ui *ui, Rect window) {
    const float widest = 380;
    Text text = text_of(ui->tip);
    float room = 0;
    for (Text rest = text, line; text_next_line(&rest, &line);) {
        room = fmaxf(room, ceilf(text_width(ui->measure, FONT_UI, 12, line)) + 1);
    }
    room = fminf(room, widest);
    float height = ui_paragraph(ui, (Rect){0, 0, room, 0}, FONT_UI, 12, 0, text);
    Rect rect = {ui->tip_rect.x, rect_bottom(ui->tip_rect) + 8, room + 20, height + 12};
    if (rect_right(rect) > rect_right(window) - 8) rect.x = rect_right(window) - 8 - rect.w;
    if (rect.x < 8) rect.x = 8;
    if (rect_bottom(rect) > rect_bottom(window) - 8) rect.y = ui->tip_rect.y - rect.h - 8;
    draw_box(ui->list, rect, (BoxStyle){.fill = ui->theme->tooltip, .radius = 6});
    ui_paragraph(ui, (Rect){rect.x + 10, rect.y + 6, room, height}, FONT_UI, 12,
                 ui->theme->tooltip_text, text);
}

void ui_end(Ui *ui, Rect window) {
    if (ui->focus_next || ui->focus_previous) move_focus(ui);
    if (ui->tip[0]) draw_tip(ui, window);
    if (!ui->tip_wanted) ui->tip_id = 0;
    if (ui->next_hot != ui->hot) ui->animating = true;
}

void ui_note(Ui *ui, const char *name, Rect rect) {
    UiPlace place = {.rect = rect};
    snprintf(place.name, sizeof place.name, "%s", name);
    array_push(&ui->places, place);
}

/* ---- widgets ---- */

UiAnswer ui_area(Ui *ui, const char *name, Rect rect, bool enabled, bool focusable,
                 const char *tip) {
    UiId id = ui_id(name);
    UiAnswer answer = {0};
    ui_note(ui, name, rect);
    bool over = ui->mouse_inside && rect_contains(rect, ui->mouse);
    if (over) ui->next_hot = id;
    answer.hot = over && ui->hot == id && (!ui->active || ui->active == id) && enabled;
    if (answer.hot && ui->pressed[BUTTON_LEFT]) {
        ui->active = id;
        answer.pressed = true;
        if (focusable) ui->focus = id;
    }
    answer.active = ui->active == id && ui->down[BUTTON_LEFT];
    answer.released = ui->active == id && ui->released[BUTTON_LEFT];
    answer.clicked = answer.released && over && enabled;
    if (answer.released) ui->active = 0;
    if (focusable && enabled) {
        array_push(&ui->order, id);
        answer.focused = ui->focus == id;
        if (answer.focused && ui->activate) answer.clicked = true;
    }
    bool wanted = (answer.hot || (answer.focused && ui->focus_shown)) && tip;
    if (wanted && !answer.active && ui_tip(ui, id, rect)) ui_tell_tip(ui, tip);
    return answer;
}

bool ui_tip(Ui *ui, UiId id, Rect near) {
    bool another = ui->tip_id != id;
    if (another) ui->tip_since = ui->now;
    ui->tip_id = id;
    ui->tip_pending = ui->now - ui->tip_since < TIP_DELAY;
    if (another || ui->tip_pending) ui->tip_rect = near;
    ui->tip_wanted = true;
    return !ui->tip_pending;
}

void ui_tell_tip(Ui *ui, const char *text) {
    size_t length = strlen(text);
    if (length >= sizeof ui->tip) length = sizeof ui->tip - 1;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) length--;
    memcpy(ui->tip, text, length);
    ui->tip[length] = '\0';
}

bool ui_refused(Ui *ui, const char *name, Rect rect, bool stop, const char *why) {
    UiId id = ui_id(name);
    bool over = ui->mouse_inside && rect_contains(rect, ui->mouse) && ui->hot == id;
    bool focused = stop && ui->focus == id;
    if (stop) array_push(&ui->order, id);
    if (focused && ui->focus_shown) ui_draw_focus(ui, rect, THEME_RADIUS_CONTROL);
    if ((over || (focused && ui->focus_shown)) && ui_tip(ui, id, rect)) ui_tell_tip(ui, why);
    return (over && ui->pressed[BUTTON_LEFT]) || (focused && ui->activate);
}

bool ui_is_focusable(const Ui *ui, const char *name) {
    UiId id = ui_id(name);
    for (size_t i = 0; i < ui->order.count; i++) {
        if (ui->order.items[i] == id) return true;
    }
    return false;
}

void ui_set_focus(Ui *ui, const char *name) {
    ui->focus = ui_id(name);
    ui->focus_shown = true;
}

void ui_begin_modal(Ui *ui) {
    array_clear(&ui->order);
    ui->modal = true;
}

void ui_draw_focus(Ui *ui, Rect rect, float radius) {
    draw_box(ui->list, rect_inset(rect, -3),
             (BoxStyle){.radius = radius + 3, .stroke = {.color = ui->theme->focus, .width = 2}});
}

float ui_button_width(const Ui *ui, const char *label) {
    return ceilf(ui_width(ui, FONT_UI_MEDIUM, 13, label)) + 26;
}

bool ui_button(Ui *ui, const char *name, Rect rect, const char *label, UiButtonLook look,
               bool enabled, const char *tip) {
    UiAnswer answer = ui_area(ui, name, rect, enabled, true, tip);
    const Theme *theme = ui->theme;
    bool bare = look == UI_TAB || look == UI_FLAT;
    BoxStyle style = {.fill = bare ? 0 : theme->button,
                      .radius = THEME_RADIUS_CONTROL,
                      .stroke = {.color = bare ? 0 : theme->border, .width = 1}};
    Color text = look == UI_TAB ? theme->text_muted : theme->text;
    if (look == UI_TAB_ON)
        style = (BoxStyle){.fill = theme->panel_card, .radius = THEME_RADIUS_CONTROL};
    if (look == UI_PRIMARY) {
        style = (BoxStyle){.fill = theme->accent, .radius = THEME_RADIUS_CONTROL};
        text = theme->accent_text;
    }
    if (enabled && answer.hot) {
        style.fill = look == UI_PRIMARY ? theme->accent_hover : theme->button_hover;
        ui->cursor = CURSOR_HAND;
    }
    if (enabled && answer.active && look != UI_PRIMARY) style.fill = theme->button_active;
    if (!enabled) text = theme->text_disabled;
    draw_box(ui->list, rect, style);
    draw_string(
        ui->list, rect_center(rect),
        (TextStyle){.face = look == UI_TAB_ON || look == UI_PRIMARY ? FONT_UI_BOLD : FONT_UI_MEDIUM,
                    .size = 13,
                    .color = text,
                    .align = TEXT_CENTER,
                    .line = TEXT_MIDDLE,
                    .max_width = rect.w - 8},
        label);
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect, THEME_RADIUS_CONTROL);
    return enabled && answer.clicked;
}

static void draw_choice(Ui *ui, Point at, UiChoice kind, bool on, bool enabled) {
    const Theme *theme = ui->theme;
    Color mark = enabled ? theme->accent : theme->text_disabled;
    Stroke edge = {.color = on        ? mark
                            : enabled ? theme->control_border
                                      : theme->border,
                   .width = 1.5f};
    if (kind == UI_RADIO) {
        draw_circle(ui->list, at, 8, theme->button, edge);
        if (on) draw_circle(ui->list, at, 4, mark, (Stroke){0});
        return;
    }
    Rect box = {at.x - 8, at.y - 8, 16, 16};
    draw_box(ui->list, box,
             (BoxStyle){.fill = on ? mark : theme->button, .radius = 4, .stroke = edge});
    if (!on) return;
    Stroke tick = {.color = theme->accent_text, .width = 2};
    draw_line(ui->list, (Point){at.x - 4, at.y}, (Point){at.x - 1, at.y + 3.5f}, tick);
    draw_line(ui->list, (Point){at.x - 1, at.y + 3.5f}, (Point){at.x + 4.5f, at.y - 3.5f}, tick);
}

static const float CHOICE_MARK = 28, CHOICE_SIZE = 13.5f; /* its words begin there; their size */

float ui_choice_width(const Ui *ui, const char *label) {
    return CHOICE_MARK + ceilf(ui_width(ui, FONT_UI, CHOICE_SIZE, label));
}

bool ui_choice(Ui *ui, const char *name, Rect rect, const char *label, UiChoice kind, bool on,
               bool enabled, const char *tip) {
    UiAnswer answer = ui_area(ui, name, rect, enabled, true, tip);
    float y = rect.y + rect.h / 2;
    if (enabled && answer.hot) {
        Rect row = {rect.x - 6, rect.y + 1, rect.w + 12, rect.h - 2};
        draw_box(ui->list, row,
                 (BoxStyle){.fill = ui->theme->button_hover, .radius = THEME_RADIUS_CONTROL});
        ui->cursor = CURSOR_HAND;
    }
    draw_choice(ui, (Point){rect.x + 9, y}, kind, on, enabled);
    ui_text(ui, (Point){rect.x + CHOICE_MARK, y}, FONT_UI, CHOICE_SIZE,
            enabled ? ui->theme->text : ui->theme->text_disabled, label);
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect, THEME_RADIUS_CONTROL);
    return enabled && answer.clicked;
}

/* A triangle that points right (or left) with its middle at `at`. */
static void draw_pointer(Ui *ui, Point at, bool right, Color color) {
    float half = right ? 4.5f : -4.5f;
    draw_triangle(ui->list, (Point){at.x - half, at.y - 5.5f}, (Point){at.x - half, at.y + 5.5f},
                  (Point){at.x + half, at.y}, color);
}

static void draw_icon(Ui *ui, Point at, UiIcon icon, Color color) {
    BoxStyle bar = {.fill = color, .radius = 1};
    switch (icon) {
    case UI_ICON_FIRST:
        draw_box(ui->list, (Rect){at.x - 6, at.y - 6, 2.5f, 12}, bar);
        draw_pointer(ui, (Point){at.x + 2, at.y}, false, color);
        break;
    case UI_ICON_BACK: draw_pointer(ui, at, false, color); break;
    case UI_ICON_PLAY:
        draw_triangle(ui->list, (Point){at.x - 5, at.y - 7}, (Point){at.x - 5, at.y + 7},
                      (Point){at.x + 7, at.y}, color);
        break;
    case UI_ICON_PAUSE:
        draw_box(ui->list, (Rect){at.x - 5, at.y - 6, 3.5f, 12}, bar);
        draw_box(ui->list, (Rect){at.x + 1.5f, at.y - 6, 3.5f, 12}, bar);
        break;
    case UI_ICON_FORWARD: draw_pointer(ui, at, true, color); break;
    case UI_ICON_LAST:
        draw_pointer(ui, (Point){at.x - 2, at.y}, true, color);
        draw_box(ui->list, (Rect){at.x + 3.5f, at.y - 6, 2.5f, 12}, bar);
        break;
    case UI_ICON_INSIDE:
        draw_triangle(ui->list, (Point){at.x - 5, at.y - 3.5f}, (Point){at.x + 5, at.y - 3.5f},
                      (Point){at.x, at.y + 2}, color);
        draw_box(ui->list, (Rect){at.x - 1, at.y - 8, 2, 5}, bar);
        draw_circle(ui->list, (Point){at.x, at.y + 6}, 2.2f, color, (Stroke){0});
        break;
    }
}

bool ui_icon_button(Ui *ui, const char *name, Rect rect, UiIcon icon, bool enabled,
                    const char *tip) {
    bool used = ui_button(ui, name, rect, "", UI_PLAIN, enabled, tip);
    draw_icon(ui, rect_center(rect), icon, enabled ? ui->theme->text : ui->theme->text_disabled);
    return used;
}

bool ui_scrubber(Ui *ui, const char *name, Rect rect, uint32_t max, uint32_t *value,
                 const UiMark *marks, size_t mark_count, const char *tip) {
    UiAnswer answer = ui_area(ui, name, rect, max > 0, true, tip);
    const Theme *theme = ui->theme;
    float track = rect.w - 20, left = rect.x + 10, y = rect.y + rect.h / 2;
    bool changed = false;
    if (answer.active && max) {
        float at = (ui->mouse.x - left) / track;
        at = at < 0 ? 0 : at > 1 ? 1 : at;
        uint32_t wanted = (uint32_t)lroundf(at * (float)max);
        changed = wanted != *value;
        *value = wanted;
    }
    if (answer.hot) ui->cursor = CURSOR_HAND;
    float part = max ? (float)*value / (float)max : 0;
    draw_box(ui->list, (Rect){left, y - 2, track, 4},
             (BoxStyle){.fill = theme->track, .radius = 2});
    draw_box(ui->list, (Rect){left, y - 2, track * part, 4},
             (BoxStyle){.fill = theme->accent, .radius = 2});
    for (size_t i = 0; i < mark_count; i++) {
        Point at = {left + track * marks[i].at, y};
        if (marks[i].hollow) {
            draw_circle(ui->list, at, 4.5f, theme->window,
                        (Stroke){.color = marks[i].color, .width = 2});
        } else {
            draw_circle(ui->list, at, 4, marks[i].color,
                        (Stroke){.color = theme->window, .width = 1});
        }
    }
    Point knob = {left + track * part, y};
    draw_circle(ui->list, knob, answer.active ? 10 : 9, theme->window,
                (Stroke){.color = theme->accent, .width = 3});
    if (answer.focused && ui->focus_shown) {
        draw_circle(ui->list, knob, 13, 0, (Stroke){.color = theme->focus, .width = 2});
    }
    return changed;
}

bool ui_splitter(Ui *ui, const char *name, float *x, float top, float height) {
    UiAnswer answer = ui_area(ui, name, (Rect){*x - 4, top, 8, height}, true, false, NULL);
    if (answer.hot || answer.active) {
        ui->cursor = CURSOR_RESIZE_X;
        draw_fill(ui->list, (Rect){*x - 1, top, 2, height}, ui->theme->accent);
    }
    if (answer.active) *x = ui->mouse.x;
    return answer.active;
}

/* One axis of an area: how long it is, how far the pointer is from its start, what the wheel adds.
 */
typedef struct ScrollAxis {
    float length, pointer, turned;
} ScrollAxis;

/* Where the bar stands, from the start of its track; `bar` 0: everything is seen. */
typedef struct ScrollBar {
    float at, bar;
} ScrollBar;

static ScrollBar scroll(Ui *ui, const char *name, Rect area, Rect track, ScrollAxis axis,
                        float content, float *offset, UiAnswer *answer) {
    enum { NOTCH = 48, LEAST = 24 }; /* pixels */
    float most = content > axis.length ? content - axis.length : 0;
    bool over = ui->mouse_inside && rect_contains(area, ui->mouse);
    if (over && !ui->wheel_taken && axis.turned != 0 && most > 0) {
        *offset += axis.turned * NOTCH;
        ui->wheel_taken = true;
    }
    *offset = fmaxf(fminf(*offset, most), 0);
    if (most == 0) return (ScrollBar){0, 0};
    float bar = fmaxf(axis.length * axis.length / content, LEAST);
    *answer = ui_area(ui, name, track, true, false, NULL);
    if (answer->active) {
        float at = (axis.pointer - bar / 2) / (axis.length - bar);
        *offset = fminf(fmaxf(at, 0), 1) * most;
    }
    return (ScrollBar){(axis.length - bar) * (*offset / most), bar};
}

static void draw_bar(Ui *ui, Rect bar, UiAnswer answer) {
    draw_box(ui->list, bar,
             (BoxStyle){.fill = answer.hot ? ui->theme->scrollbar_hover : ui->theme->scrollbar,
                        .radius = 2.5f});
}

void ui_scroll(Ui *ui, const char *name, Rect area, float content, float *offset) {
    Rect track = {rect_right(area) - 10, area.y, 11, area.h};
    ScrollAxis axis = {area.h, ui->mouse.y - area.y, -ui->wheel.y};
    UiAnswer answer = {0};
    ScrollBar at = scroll(ui, name, area, track, axis, content, offset, &answer);
    if (at.bar > 0) draw_bar(ui, (Rect){track.x + 3, area.y + at.at, 5, at.bar}, answer);
}

void ui_scroll_to(Ui *ui, Rect shown, Rect rect, float around, float *offset) {
    float above = shown.y - (rect.y - around);
    float below = rect_bottom(rect) + around - rect_bottom(shown);
    if (above > 0) {
        *offset -= above;
    } else if (below > 0) {
        *offset += fminf(below, -above);
    }
    if (above > 0 || below > 0) ui->animating = true;
}

void ui_scroll_across(Ui *ui, const char *name, Rect area, float content, float *offset) {
    Rect track = {area.x, rect_bottom(area) - 4, area.w, 11};
    float turned = ui->modifiers & MODIFIER_SHIFT ? -ui->wheel.y : ui->wheel.x;
    ScrollAxis axis = {area.w, ui->mouse.x - area.x, turned};
    UiAnswer answer = {0};
    ScrollBar at = scroll(ui, name, area, track, axis, content, offset, &answer);
    if (at.bar > 0) draw_bar(ui, (Rect){area.x + at.at, track.y + 3, at.bar, 5}, answer);
}

/* ---- text ---- */

void ui_text(Ui *ui, Point at, FontFace face, float size, Color color, const char *text) {
    draw_string(ui->list, at,
                (TextStyle){.face = face, .size = size, .color = color, .line = TEXT_MIDDLE}, text);
}

void ui_text_right(Ui *ui, Point at, FontFace face, float size, Color color, const char *text) {
    draw_string(
        ui->list, at,
        (TextStyle){
            .face = face, .size = size, .color = color, .align = TEXT_RIGHT, .line = TEXT_MIDDLE},
        text);
}

float ui_width(const Ui *ui, FontFace face, float size, const char *text) {
    return text_width(ui->measure, face, size, text_of(text));
}

/* The length of the longest run of whole words that fits; at least one character. */
static size_t fitting(const Ui *ui, FontFace face, float size, Text text, float width) {
    size_t fits = 0;
    for (size_t i = 1; i <= text.length; i++) {
        bool boundary = i == text.length || text.bytes[i] == ' ';
        if (!boundary) continue;
        if (text_width(ui->measure, face, size, (Text){text.bytes, i}) > width) break;
        fits = i;
    }
    if (fits) return fits;
    bool cut;
    fits = text_fit(ui->measure, face, size, text, width, &cut);
    return fits ? fits : 1;
}

float ui_paragraph(Ui *ui, Rect area, FontFace face, float size, Color color, Text text) {
    FontMetrics metrics = text_metrics(ui->measure, face, size);
    float line = ceilf(metrics.line_height * 1.15f), y = area.y;
    while (text.length) {
        const char *newline = memchr(text.bytes, '\n', text.length);
        Text part = {text.bytes, newline ? (size_t)(newline - text.bytes) : text.length};
        size_t used = part.length ? fitting(ui, face, size, part, area.w) : 0;
        if (color && used) {
            draw_text(ui->list, (Point){area.x, y + line / 2},
                      (TextStyle){.face = face, .size = size, .color = color, .line = TEXT_MIDDLE},
                      (Text){text.bytes, used});
        }
        y += line;
        if (used < part.length) {
            while (used < text.length && text.bytes[used] == ' ') used++;
        } else if (newline) {
            used++;
        }
        text.bytes += used;
        text.length -= used;
    }
    return y - area.y;
}
