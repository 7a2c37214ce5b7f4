#include "app/inspector/inspector_sheet.h"

#include "base/translate.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

static const float SMALL_PANE = 560; /* pixels: in a lower one the longer parts begin folded */

bool sheet_is_seen(const Sheet *sheet, float height) {
    return sheet->y + height > sheet->seen.y && sheet->y < rect_bottom(sheet->seen);
}

void sheet_title(Sheet *sheet, const char *text) {
    draw_string(sheet->app->ui.list, (Point){sheet->area.x, sheet->y + 14},
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = 16,
                            .color = sheet->app->theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = sheet->area.w},
                text);
    sheet->y += 32;
}

void sheet_value(Sheet *sheet, const char *name, const char *value) {
    Ui *ui = &sheet->app->ui;
    float y = sheet->y + SHEET_LINE / 2;
    bool seen = sheet_is_seen(sheet, SHEET_LINE);
    sheet->y += SHEET_LINE;
    if (!seen) return;
    ui_text(ui, (Point){sheet->area.x, y}, FONT_UI, 13, sheet->app->theme->text_muted, name);
    float room = sheet->area.w - ui_width(ui, FONT_UI, 13, name) - 12;
    draw_string(ui->list, (Point){rect_right(sheet->area), y},
                (TextStyle){.face = FONT_MONO,
                            .size = 12.5f,
                            .color = sheet->app->theme->text,
                            .align = TEXT_RIGHT,
                            .line = TEXT_MIDDLE,
                            .max_width = room},
                value);
}

void sheet_valuef(Sheet *sheet, const char *name, const char *format, ...) {
    char text[160];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sheet_value(sheet, name, text);
}

void sheet_bytes(Sheet *sheet, const char *name, uint32_t bytes) {
    sheet_valuef(sheet, name, translate_many("%u bytes", "%u bytes", bytes), bytes);
}

static bool is_open(const Sheet *sheet, SheetSection section) {
    const Inspection *self = &sheet->app->inspection;
    unsigned bit = 1u << section;
    bool longer = section == SHEET_REFERS || section == SHEET_MEMORY;
    bool folded = longer && sheet->app->panes.inspector.h < SMALL_PANE;
    if (self->folded & bit) folded = true;
    if (self->unfolded & bit) folded = false;
    return !folded;
}

static void fold(Sheet *sheet, SheetSection section, bool folded) {
    Inspection *self = &sheet->app->inspection;
    unsigned bit = 1u << section;
    self->folded = folded ? self->folded | bit : self->folded & ~bit;
    self->unfolded = folded ? self->unfolded & ~bit : self->unfolded | bit;
}

static void draw_fold_mark(const Sheet *sheet, Point at, bool open) {
    Color color = sheet->app->theme->text_muted;
    DrawList *list = sheet->app->ui.list;
    if (open) {
        draw_triangle(list, (Point){at.x - 4, at.y - 2}, (Point){at.x + 4, at.y - 2},
                      (Point){at.x, at.y + 3}, color);
    } else {
        draw_triangle(list, (Point){at.x - 2, at.y - 4}, (Point){at.x + 3, at.y},
                      (Point){at.x - 2, at.y + 4}, color);
    }
}

bool sheet_section(Sheet *sheet, SheetSection section, const char *title, const char *note) {
    App *app = sheet->app;
    Ui *ui = &app->ui;
    bool open = is_open(sheet, section);
    sheet->y += 9;
    if (sheet_is_seen(sheet, SHEET_LINE + 6)) {
        char name[32];
        snprintf(name, sizeof name, "section.%u", (unsigned)section);
        Rect line = {sheet->area.x - 6, sheet->y + 5, sheet->area.w + 12, SHEET_LINE};
        float y = sheet->y + 6 + SHEET_LINE / 2;
        UiAnswer answer =
            ui_area(ui, name, line, true, true, open ? _("Folds this away") : _("Shows this"));
        draw_fill(ui->list, (Rect){sheet->area.x, sheet->y, sheet->area.w, 1}, app->theme->border);
        ui_text(ui, (Point){sheet->area.x, y}, FONT_UI_MEDIUM, 13, app->theme->text_muted, title);
        float width = ui_width(ui, FONT_UI_MEDIUM, 13, title);
        if (answer.hot || !open || answer.focused) {
            draw_fold_mark(sheet, (Point){sheet->area.x + width + 13, y}, open);
        }
        if (note) {
            draw_string(ui->list, (Point){rect_right(sheet->area), y},
                        (TextStyle){.face = FONT_UI,
                                    .size = 12,
                                    .color = app->theme->text_muted,
                                    .align = TEXT_RIGHT,
                                    .line = TEXT_MIDDLE,
                                    .max_width = sheet->area.w - width - 34},
                        note);
        }
        if (answer.hot) ui->cursor = CURSOR_HAND;
        if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect_inset(line, 2), 5);
        if (answer.clicked) fold(sheet, section, open);
    }
    sheet->y += 6 + SHEET_LINE;
    return open;
}

void sheet_words(Sheet *sheet, const char *text) {
    Ui *ui = &sheet->app->ui;
    Rect area = {sheet->area.x, sheet->y, sheet->area.w, 0};
    float height = ui_paragraph(ui, area, FONT_UI, 13, 0, text_of(text));
    if (sheet_is_seen(sheet, height)) {
        ui_paragraph(ui, area, FONT_UI, 13, sheet->app->theme->text_muted, text_of(text));
    }
    sheet->y += height + 6;
}

/* ---- links ---- */

static float draw_mark(const Sheet *sheet, const SheetLink *link) {
    const Theme *theme = sheet->app->theme;
    DrawList *list = sheet->app->ui.list;
    Point dot = {sheet->area.x + 6, sheet->y + SHEET_LINE / 2};
    switch (link->mark) {
    case LINK_DOT: draw_circle(list, dot, 4, theme->reference_frame, (Stroke){0}); return 20;
    case LINK_RING:
        draw_circle(list, dot, 4, 0, (Stroke){.color = theme->stub_border, .width = 1.5f});
        return 20;
    case LINK_BAR: {
        Rect bar = {sheet->area.x, sheet->y + 5, 3, SHEET_LINE - 10};
        draw_box(list, bar, (BoxStyle){.fill = link->color, .radius = 1.5f});
        return 13;
    }
    default: return 0;
    }
}

LinkAnswer sheet_link(Sheet *sheet, SheetLink link) {
    App *app = sheet->app;
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    LinkAnswer told = {0};
    bool seen = sheet_is_seen(sheet, SHEET_LINE);
    float top = sheet->y, y = top + SHEET_LINE / 2;
    if (!seen) {
        sheet->y += SHEET_LINE;
        return told;
    }
    char name[48];
    snprintf(name, sizeof name, "%s.%u", link.name, link.number);
    Rect line = {sheet->area.x - 6, top, sheet->area.w + 12, SHEET_LINE};
    UiAnswer answer = ui_area(ui, name, line, link.enabled, link.enabled, link.tip);
    told.hot = answer.hot;
    told.clicked = link.enabled && answer.clicked;
    if (link.current) {
        draw_box(ui->list, line, (BoxStyle){.fill = theme->accent_soft, .radius = 5});
    }
    if (answer.hot && link.enabled) {
        draw_box(ui->list, line, (BoxStyle){.fill = theme->button_hover, .radius = 5});
        ui->cursor = CURSOR_HAND;
    }
    float left = draw_mark(sheet, &link);
    float room = sheet->area.w - left, right = 0;
    if (link.right) {
        right = ui_width(ui, FONT_MONO, 12.5f, link.right);
        float text = ui_width(ui, link.face, 12.5f, link.text);
        float least = link.wide_right ? fminf(text, room * 0.45f) : 0;
        right = fminf(right, fmaxf(room - least - 12, 0));
    }
    Color color = link.mark == LINK_WORDS ? theme->link
                  : link.muted            ? theme->text_muted
                                          : theme->text;
    draw_string(ui->list, (Point){sheet->area.x + left, y},
                (TextStyle){.face = link.face,
                            .size = 12.5f,
                            .color = color,
                            .line = TEXT_MIDDLE,
                            .max_width = room - (right > 0 ? right + 12 : 0)},
                link.text);
    if (right > 0) {
        draw_string(
            ui->list, (Point){rect_right(sheet->area), y},
            (TextStyle){.face = FONT_MONO,
                        .size = 12.5f,
                        .color = link.wide_right && !link.muted ? theme->text : theme->text_muted,
                        .align = TEXT_RIGHT,
                        .line = TEXT_MIDDLE,
                        .max_width = right + 1},
            link.right);
    }
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect_inset(line, 2), 5);
    sheet->y += SHEET_LINE;
    return told;
}

void sheet_object_link(Sheet *sheet, SheetLink link, uint32_t object, uint32_t variable,
                       uint32_t reference, bool key) {
    App *app = sheet->app;
    Handle handle = app->now_shown.objects.items[object].handle;
    link.enabled = true;
    if (!link.tip) link.tip = _("Shows it on the canvas");
    LinkAnswer answer = sheet_link(sheet, link);
    if (answer.hot) inspection_light(app, &app->inspection.hover, variable, reference, key, handle);
    if (!answer.clicked) return;
    app_select(app, handle, false);
    camera_fly_to(app, handle);
    app->ui.animating = true;
}
