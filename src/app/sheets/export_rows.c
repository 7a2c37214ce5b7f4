/* The rows of the export sheet: what can be chosen. */
#include "app/app_state.h"
#include "app/sheets/export_parts.h"
#include "base/translate.h"

#include <stdio.h>

static const float LABEL = 92, NUMBER = 58, ROW = EXPORT_ROW, LINE_GAP = 4;

/* One of several. */
typedef struct Item {
    const char *name, *label;
    bool on;
    const char *why; /* it cannot be chosen; null: it can */
} Item;

void export_refuse(App *app, const char *name, Rect rect, bool stop, const char *why) {
    ExportSheet *self = &app->export_sheet;
    if (!ui_refused(&app->ui, name, rect, stop, why)) return;
    snprintf(self->told, sizeof self->told, "%s", why);
    self->bad = false;
}

/* What has the keyboard by a key is scrolled into view, once. */
static void follow(App *app, const ExportColumn *column, const char *name, Rect rect) {
    Ui *ui = &app->ui;
    ExportSheet *self = &app->export_sheet;
    if (ui->focus != ui_id(name) || !ui->focus_shown || self->followed == ui->focus) return;
    ui_scroll_to(ui, column->area, rect, EXPORT_ROW_GAP, &self->scroll);
}

static void heading(App *app, const ExportColumn *column, const char *text) {
    ui_text(&app->ui, (Point){column->x, column->y + ROW / 2}, FONT_UI_MEDIUM, 13,
            app->theme->text_muted, text);
}

static bool put_item(App *app, const ExportColumn *column, Rect rect, const Item *item, bool stop) {
    Ui *ui = &app->ui;
    draw_box(ui->list, rect,
             (BoxStyle){.fill = app->theme->panel_inset, .radius = THEME_RADIUS_CONTROL});
    bool used = ui_button(ui, item->name, rect, item->label, item->on ? UI_TAB_ON : UI_TAB,
                          !item->why && !export_sheet_is_working(app), NULL);
    if (item->on) {
        Color edge = item->why ? app->theme->text_disabled : app->theme->accent;
        draw_box(
            ui->list, rect,
            (BoxStyle){.radius = THEME_RADIUS_CONTROL, .stroke = {.color = edge, .width = 1.5f}});
    }
    if (item->why) export_refuse(app, item->name, rect, stop, item->why);
    follow(app, column, item->name, rect);
    return used;
}

/* Buttons beside each other, on another line where there is no room. Returns which was used, or
 * `count`; *end is the right end of the last one. */
static size_t put_segments(App *app, ExportColumn *column, const Item *items, size_t count,
                           float *end) {
    float left = column->x + LABEL, right = column->x + column->w, x = left;
    size_t used = count;
    for (size_t i = 0; i < count; i++) {
        float width = ui_button_width(&app->ui, items[i].label);
        if (x > left && x + width > right) {
            x = left;
            column->y += ROW + LINE_GAP;
        }
        /* Tab stops once where several have the same reason */
        bool stop = i == 0 || items[i].why != items[i - 1].why;
        if (put_item(app, column, (Rect){x, column->y, width, ROW}, &items[i], stop)) used = i;
        x += width + 6;
    }
    *end = x;
    return used;
}

static void end_row(ExportColumn *column) {
    column->y += ROW + EXPORT_ROW_GAP;
}

/* A row of names from a table, the one with the number `on` chosen. True with another number when
 * one was used. */
static bool name_row(App *app, ExportColumn *column, const char *title, const char *row,
                     const ExportName *names, size_t count, const char *why, size_t *on) {
    Item items[8];
    char places[8][40];
    float end;
    for (size_t i = 0; i < count; i++) {
        snprintf(places[i], sizeof places[i], "export.%s.%s", row, names[i].name);
        items[i] = (Item){places[i], _(names[i].label), i == *on, why};
    }
    heading(app, column, title);
    size_t used = put_segments(app, column, items, count, &end);
    end_row(column);
    if (used == count) return false;
    *on = used;
    column->chosen = true;
    return true;
}

static void format_row(App *app, ExportColumn *column) {
    ExportFormat chosen = app->export_sheet.choices.format;
    size_t on = 0;
    while (export_formats[on] != chosen) on++;
    bool used = name_row(app, column, _("Format"), "format", export_format_names, EXPORT_FORMATS,
                         NULL, &on);
    if (used) export_choose_format(app, export_formats[on]);
}

static void crop_row(App *app, ExportColumn *column) {
    static const ExportName names[] = {{"window", N_("The window")},
                                       {"content", N_("The content")}};
    const char *why = export_why_not(app, PICTURE_CROP);
    bool content = export_effective(app).content;
    size_t on = content ? 1 : why ? 2 : 0; /* a graph is of neither */
    if (name_row(app, column, _("Picture"), "crop", names, 2, why, &on)) {
        app->export_sheet.choices.content = on == 1;
    }
}

/* "From 3 to 9", on a line of its own where there is no room. True when it was chosen, by its
 * button or by typing. */
static bool put_range(App *app, ExportColumn *column, float x, bool on) {
    ExportSheet *self = &app->export_sheet;
    Ui *ui = &app->ui;
    const Item from = {"export.steps.range", _("From"), on, NULL};
    const char *to = _("to");
    float between = ui_width(ui, FONT_UI, 13, to) + 16;
    float width = ui_button_width(ui, from.label) + 6 + 2 * NUMBER + between;
    if (x + width > column->x + column->w) {
        x = column->x + LABEL;
        column->y += ROW + LINE_GAP;
    }
    Rect button = {x, column->y, ui_button_width(ui, from.label), ROW};
    bool used = put_item(app, column, button, &from, false);
    uint32_t before = self->first.edit.version + self->last.edit.version;
    Rect field = {rect_right(button) + 6, column->y, NUMBER, ROW};
    bool entered = ui_text_field(ui, "export.first", field, &self->first, "", "");
    follow(app, column, "export.first", field);
    ui_text(ui, (Point){rect_right(field) + 8, column->y + ROW / 2}, FONT_UI, 13,
            app->theme->text_muted, to);
    field.x += NUMBER + between;
    entered |= ui_text_field(ui, "export.last", field, &self->last, "", "");
    follow(app, column, "export.last", field);
    if (entered) self->due = EXPORT_SAVE;
    return used || before != self->first.edit.version + self->last.edit.version;
}

static void steps_row(App *app, ExportColumn *column) {
    ExportSteps on = export_effective(app).steps;
    const Item items[] = {{"export.steps.shown", _("This one"), on == EXPORT_SHOWN_STEP, NULL},
                          {"export.steps.strip", _("Before and after"), on == EXPORT_STRIP,
                           export_why_not(app, PICTURE_STRIP)},
                          {"export.steps.all", _("All"), on == EXPORT_ALL_STEPS, NULL}};
    float x;
    heading(app, column, _("Steps"));
    size_t used = put_segments(app, column, items, 3, &x);
    bool range = put_range(app, column, x, on == EXPORT_RANGE);
    end_row(column);
    if (export_sheet_is_working(app) || (used == 3 && !range)) return;
    app->export_sheet.choices.steps = range ? EXPORT_RANGE : (ExportSteps)used;
    column->chosen = true;
}

static void preset_row(App *app, ExportColumn *column) {
    size_t on = export_effective(app).preset;
    if (name_row(app, column, _("Size"), "preset", export_preset_names, EXPORT_PRESETS,
                 export_why_not(app, PICTURE_PRESET), &on)) {
        app->export_sheet.choices.preset = (uint32_t)on;
    }
}

static void theme_row(App *app, ExportColumn *column) {
    size_t on = export_effective(app).theme;
    if (name_row(app, column, _("Colours"), "theme", export_theme_names, EXPORT_THEMES,
                 export_why_not(app, PICTURE_THEME), &on)) {
        app->export_sheet.choices.theme = (uint32_t)on;
    }
}

static void worksheet_row(App *app, ExportColumn *column) {
    static const ExportName names[] = {
        {"none", N_("None")}, {"badges", N_("Without counts")}, {"arrows", N_("Without arrows")}};
    size_t on = export_effective(app).worksheet;
    if (name_row(app, column, _("Worksheet"), "worksheet", names, 3,
                 export_why_not(app, PICTURE_WORKSHEET), &on)) {
        app->export_sheet.choices.worksheet = (Worksheet)on;
    }
}

static void with_row(App *app, ExportColumn *column) {
    ExportChoices *choices = &app->export_sheet.choices, now = export_effective(app);
    const struct {
        const char *name, *label;
        PicturePart part;
        bool on, *flag;
    } checks[] = {{"export.caption", _("Caption"), PICTURE_CAPTION, now.caption, &choices->caption},
                  {"export.legend", _("Legend"), PICTURE_LEGEND, now.legend, &choices->legend},
                  {"export.transparent", _("Transparent"), PICTURE_TRANSPARENT, now.transparent,
                   &choices->transparent},
                  {"export.selection", _("Selection only"), PICTURE_SELECT, now.selection,
                   &choices->selection},
                  {"export.describe", _("Words beside (.txt)"), PICTURE_DESCRIBE, now.describe,
                   &choices->describe}};
    float x = column->x + LABEL;
    heading(app, column, _("With"));
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        float width = ui_choice_width(&app->ui, checks[i].label);
        if (i && x + width > column->x + column->w) {
            x = column->x + LABEL;
            column->y += ROW;
        }
        Rect rect = {x, column->y, width, ROW};
        const char *why = export_why_not(app, checks[i].part);
        if (ui_choice(&app->ui, checks[i].name, rect, checks[i].label, UI_CHECK, checks[i].on,
                      !why && !export_sheet_is_working(app), NULL)) {
            *checks[i].flag = !checks[i].on;
            column->chosen = true;
        }
        if (why) export_refuse(app, checks[i].name, rect, true, why);
        follow(app, column, checks[i].name, rect);
        x += width + 24;
    }
    end_row(column);
}

void export_rows(App *app, ExportColumn *column) {
    format_row(app, column);
    crop_row(app, column);
    steps_row(app, column);
    preset_row(app, column);
    theme_row(app, column);
    with_row(app, column);
    worksheet_row(app, column);
    if (column->chosen) export_offer_path(app);
}
