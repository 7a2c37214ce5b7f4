#include "app/sheets/export_sheet.h"

#include "app/app_state.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"
#include "draw/draw_compose.h"

#include <math.h>
#include <stdio.h>

static const float NARROW = 900, WIDE = 1120, PAD = 28, HEAD = 60, GAP = 28;
static const float ROW = 30, ROW_GAP = 10, LABEL = 92, FIELD = 40, FOOT = 34, NUMBER = 58;
static const float EDGE = 6; /* above the rows, for what is drawn around the first one */

/* One of several, or a thing by itself. */
typedef struct Item {
    const char *name, *label;
    bool on;
    const char *why; /* it cannot be chosen; null: it can */
} Item;

/* Where the next row stands. */
typedef struct Column {
    float x, y, w;
    Rect area; /* that is seen of the rows */
} Column;

/* ---- rows ---- */

/* What cannot be used says why. */
static void tell_why(App *app, const char *name, Rect rect, const char *why) {
    Ui *ui = &app->ui;
    bool over = ui->mouse_inside && rect_contains(rect, ui->mouse) && ui->hot == ui_id(name);
    if (why && over && ui_tip(ui, ui_id(name), rect)) ui_tell_tip(ui, why);
}

/* What has the keyboard by a key is scrolled into view, once. */
static void follow(App *app, const Column *column, const char *name, Rect rect) {
    const Ui *ui = &app->ui;
    ExportSheet *self = &app->export_sheet;
    if (ui->focus != ui_id(name) || !ui->focus_shown || self->followed == ui->focus) return;
    ui_scroll_to(&app->ui, column->area, rect, ROW_GAP, &self->scroll);
}

static void heading(App *app, const Column *column, const char *text) {
    ui_text(&app->ui, (Point){column->x, column->y + ROW / 2}, FONT_UI_MEDIUM, 13,
            app->theme->text_muted, text);
}

/* Buttons beside each other, on another line where there is no room. Returns which was used, or
 * `count`; *end is the right end of the last one. */
static size_t put_segments(App *app, Column *column, const Item *items, size_t count, float *end) {
    Ui *ui = &app->ui;
    float left = column->x + LABEL, right = column->x + column->w, x = left;
    size_t used = count;
    for (size_t i = 0; i < count; i++) {
        float width = ui_button_width(ui, items[i].label);
        if (x > left && x + width > right) {
            x = left;
            column->y += ROW + 4;
        }
        Rect rect = {x, column->y, width, ROW};
        bool on = items[i].on;
        draw_box(ui->list, rect,
                 (BoxStyle){.fill = app->theme->panel_inset, .radius = THEME_RADIUS_CONTROL});
        if (ui_button(ui, items[i].name, rect, items[i].label, on ? UI_TAB_ON : UI_TAB,
                      !items[i].why && !export_sheet_is_working(app), NULL)) {
            used = i;
        }
        if (on) {
            Color edge = items[i].why ? app->theme->text_disabled : app->theme->accent;
            draw_box(ui->list, rect,
                     (BoxStyle){.radius = THEME_RADIUS_CONTROL,
                                .stroke = {.color = edge, .width = 1.5f}});
        }
        tell_why(app, items[i].name, rect, items[i].why);
        follow(app, column, items[i].name, rect);
        x += width + 6;
    }
    *end = x;
    return used;
}

static size_t put_row(App *app, Column *column, const char *title, const Item *items,
                      size_t count) {
    float end;
    heading(app, column, title);
    size_t used = put_segments(app, column, items, count, &end);
    column->y += ROW + ROW_GAP;
    return used;
}

/* A row of names from a table. */
static size_t put_names(App *app, Column *column, const char *title, const char *row,
                        const ExportName *names, size_t count, size_t on, const char *why) {
    Item items[8];
    char places[8][40];
    for (size_t i = 0; i < count; i++) {
        snprintf(places[i], sizeof places[i], "export.%s.%s", row, names[i].name);
        items[i] = (Item){places[i], _(names[i].label), i == on, why};
    }
    return put_row(app, column, title, items, count);
}

static void format_row(App *app, Column *column) {
    ExportFormat chosen = app->export_sheet.choices.format;
    size_t on = 0;
    while (export_formats[on] != chosen) on++;
    size_t used = put_names(app, column, _("Format"), "format", export_format_names, EXPORT_FORMATS,
                            on, NULL);
    if (used < EXPORT_FORMATS) export_choose_format(app, export_formats[used]);
}

static void crop_row(App *app, Column *column) {
    const char *why = export_why_not(app, PICTURE_CROP);
    bool content = export_effective(app).content, graph = why && !content;
    const Item items[] = {{"export.crop.window", _("The window"), !content && !graph, why},
                          {"export.crop.content", _("The content"), content, why}};
    size_t used = put_row(app, column, _("Picture"), items, 2);
    if (used == 2) return;
    app->export_sheet.choices.content = used == 1;
    export_offer_path(app);
}

/* "From 3 to 9", on a line of its own where there is no room. True when it was chosen, by its
 * button or by typing. */
static bool put_range(App *app, Column *column, float x, bool on) {
    ExportSheet *self = &app->export_sheet;
    Ui *ui = &app->ui;
    const Item from = {"export.steps.range", _("From"), on, NULL};
    const char *to = _("to");
    float between = ui_width(ui, FONT_UI, 13, to) + 16;
    float width = ui_button_width(ui, from.label) + 6 + 2 * NUMBER + between;
    if (x + width > column->x + column->w) {
        x = column->x + LABEL;
        column->y += ROW + 4;
    }
    Column rest = {x - LABEL, column->y, column->x + column->w - x + LABEL, column->area};
    bool used = put_segments(app, &rest, &from, 1, &x) == 0;
    uint32_t before = self->first.edit.version + self->last.edit.version;
    Rect field = {x, column->y, NUMBER, ROW};
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

static void steps_row(App *app, Column *column) {
    ExportSteps on = export_effective(app).steps;
    const Item items[] = {{"export.steps.shown", _("This one"), on == EXPORT_SHOWN_STEP, NULL},
                          {"export.steps.strip", _("Before and after"), on == EXPORT_STRIP,
                           export_why_not(app, PICTURE_STRIP)},
                          {"export.steps.all", _("All"), on == EXPORT_ALL_STEPS, NULL}};
    float x;
    heading(app, column, _("Steps"));
    size_t used = put_segments(app, column, items, 3, &x);
    bool range = put_range(app, column, x, on == EXPORT_RANGE);
    column->y += ROW + ROW_GAP;
    if (export_sheet_is_working(app) || (used == 3 && !range)) return;
    app->export_sheet.choices.steps = range ? EXPORT_RANGE : (ExportSteps)used;
    export_offer_path(app);
}

static void preset_row(App *app, Column *column) {
    const char *why = export_why_not(app, PICTURE_PRESET);
    uint32_t on = export_effective(app).preset;
    size_t used =
        put_names(app, column, _("Size"), "preset", export_preset_names, EXPORT_PRESETS, on, why);
    if (used == EXPORT_PRESETS) return;
    app->export_sheet.choices.preset = (uint32_t)used;
    export_offer_path(app);
}

static void theme_row(App *app, Column *column) {
    const char *why = export_why_not(app, PICTURE_THEME);
    uint32_t on = export_effective(app).theme;
    size_t used =
        put_names(app, column, _("Colours"), "theme", export_theme_names, EXPORT_THEMES, on, why);
    if (used == EXPORT_THEMES) return;
    app->export_sheet.choices.theme = (uint32_t)used;
    export_offer_path(app);
}

static void worksheet_row(App *app, Column *column) {
    const char *why = export_why_not(app, PICTURE_WORKSHEET);
    Worksheet on = export_effective(app).worksheet;
    const Item items[] = {
        {"export.worksheet.none", _("None"), on == WORKSHEET_NONE, why},
        {"export.worksheet.badges", _("Without counts"), on == WORKSHEET_BADGES, why},
        {"export.worksheet.arrows", _("Without arrows"), on == WORKSHEET_ARROWS, why}};
    size_t used = put_row(app, column, _("Worksheet"), items, 3);
    if (used == 3) return;
    app->export_sheet.choices.worksheet = (Worksheet)used;
    export_offer_path(app);
}

static void with_row(App *app, Column *column) {
    ExportChoices *choices = &app->export_sheet.choices, now = export_effective(app);
    const struct {
        const char *name, *label;
        PicturePart part;
        bool on, *flag;
    } checks[] = {{"export.caption", _("Caption"), PICTURE_CAPTION, now.caption, &choices->caption},
                  {"export.legend", _("Legend"), PICTURE_LEGEND, now.legend, &choices->legend},
                  {"export.transparent", _("Transparent"), PICTURE_TRANSPARENT, now.transparent,
                   &choices->transparent}};
    float x = column->x + LABEL;
    heading(app, column, _("With"));
    for (size_t i = 0; i < 3; i++) {
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
            export_offer_path(app);
        }
        tell_why(app, checks[i].name, rect, why);
        follow(app, column, checks[i].name, rect);
        x += width + 24;
    }
    column->y += ROW + ROW_GAP;
}

/* ---- the figure ---- */

static void draw_graph(App *app, Rect area) {
    Text rest = {text_cstr(&app->export_sheet.graph), app->export_sheet.graph.length}, line;
    float y = area.y + 18;
    while (y + 10 < rect_bottom(area) && text_next_line(&rest, &line)) {
        draw_text(app->ui.list, (Point){area.x + 12, y},
                  (TextStyle){.face = FONT_MONO,
                              .size = 11,
                              .color = app->theme->text_muted,
                              .line = TEXT_MIDDLE,
                              .max_width = area.w - 24},
                  line);
        y += 16;
    }
}

static void draw_figure(App *app, Rect area) {
    const Figure *figure = &app->export_sheet.figure;
    DrawList *list = app->ui.list;
    if (!(figure->size.x > 0 && figure->size.y > 0)) return;
    float zoom = fminf(fminf((area.w - 16) / figure->size.x, (area.h - 16) / figure->size.y), 1);
    float width = figure->size.x * zoom, height = figure->size.y * zoom;
    Rect sheet = {floorf(area.x + (area.w - width) / 2), floorf(area.y + (area.h - height) / 2),
                  width, height};
    bool ground = figure->background >> 24;
    draw_box(list, sheet,
             (BoxStyle){.fill = ground ? figure->background : app->theme->panel_card,
                        .shadow = app->theme->shadow,
                        .shadow_blur = 10,
                        .shadow_y = 2});
    draw_clip_push(list, sheet);
    draw_transform_push(list, (Point){sheet.x, sheet.y}, zoom);
    draw_list_append(list, &figure->list);
    draw_transform_pop(list);
    draw_clip_pop(list);
}

/* "2880 x 1800 pixels" */
static void append_size(const App *app, TextBuffer *out) {
    const ExportSheet *self = &app->export_sheet;
    ExportChoices choices = export_effective(app);
    const Figure *figure = &self->figure;
    if (choices.format == EXPORT_DOT) {
        text_append_string(out, _("The text of a graph for Graphviz"));
        return;
    }
    double scale = (double)export_scale(&choices);
    text_appendf(out, _("%.0f x %.0f pixels"), (double)figure->size.x * scale,
                 (double)figure->size.y * scale);
}

static void preview(App *app, Rect area) {
    Ui *ui = &app->ui;
    TextBuffer size = {0};
    Rect ground = {area.x, area.y, area.w, area.h - 26};
    ui_note(ui, "export.figure", ground);
    draw_box(ui->list, ground,
             (BoxStyle){.fill = app->theme->panel_inset, .radius = THEME_RADIUS_PANEL});
    draw_clip_push(ui->list, ground);
    if (app->export_sheet.choices.format == EXPORT_DOT) {
        draw_graph(app, ground);
    } else {
        draw_figure(app, ground);
    }
    draw_clip_pop(ui->list);
    append_size(app, &size);
    draw_string(ui->list, (Point){area.x + area.w / 2, rect_bottom(area) - 9},
                (TextStyle){.face = FONT_UI,
                            .size = 12.5f,
                            .color = app->theme->text_muted,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE,
                            .max_width = area.w},
                text_cstr(&size));
    text_deinit(&size);
}

/* ---- the foot ---- */

static float put_button(App *app, float right, float y, const char *name, const char *label,
                        UiButtonLook look, const char *why, bool *used) {
    float width = ui_button_width(&app->ui, label);
    Rect rect = {right - width, y, width, FOOT};
    *used = ui_button(&app->ui, name, rect, label, look, !why, NULL);
    tell_why(app, name, rect, why);
    return rect.x - 8;
}

static void progress(App *app, Rect row) {
    float done = sequence_progress(app->export_sheet.sequence);
    Rect track = {row.x, row.y + row.h / 2 - 2, row.w, 4};
    draw_box(app->ui.list, track, (BoxStyle){.fill = app->theme->track, .radius = 2});
    track.w *= done;
    draw_box(app->ui.list, track, (BoxStyle){.fill = app->theme->accent, .radius = 2});
}

static void foot(App *app, Rect row) {
    ExportSheet *self = &app->export_sheet;
    bool used;
    float right = rect_right(row);
    if (export_sheet_is_working(app)) {
        right = put_button(app, right, row.y, "export.cancel", _("Cancel"), UI_PLAIN, NULL, &used);
        if (used) export_sheet_cancel(app);
        progress(app, (Rect){row.x, row.y, right - row.x - 12, row.h});
        return;
    }
    const char *save = _("Save");
    const char *why = !app->config.copy_picture            ? _("Pictures cannot be copied here.")
                      : self->choices.format == EXPORT_DOT ? _("A graph for Graphviz is no picture "
                                                               "yet.")
                                                           : NULL;
    /* Tab goes from left to right */
    put_button(app, right - ui_button_width(&app->ui, save) - 8, row.y, "export.copy",
               _("Copy picture"), UI_PLAIN, why, &used);
    if (used) self->due = EXPORT_COPY;
    put_button(app, right, row.y, "export.save", save, UI_PRIMARY, NULL, &used);
    if (used) self->due = EXPORT_SAVE;
}

/* ---- the sheet ---- */

static void rows(App *app, Column *column) {
    format_row(app, column);
    crop_row(app, column);
    steps_row(app, column);
    preset_row(app, column);
    theme_row(app, column);
    with_row(app, column);
    worksheet_row(app, column);
}

/* Rows that are scrolled out of the area have their places all the same, so that Tab leads to them;
 * a click there is not theirs. False when it was beside the sheet. */
static bool cover_hidden(App *app, Rect sheet, Rect area) {
    Ui *ui = &app->ui;
    Rect window = app->panes.window;
    Rect above = {0, 0, window.w, area.y};
    Rect below = {0, rect_bottom(area), window.w, window.h - rect_bottom(area)};
    bool clicked = ui_area(ui, "export.above", above, true, false, NULL).clicked;
    clicked = ui_area(ui, "export.below", below, true, false, NULL).clicked || clicked;
    return !clicked || rect_contains(sheet, ui->mouse);
}

/* What is chosen, beside its figure. False when the person clicked beside the sheet. */
static bool choices(App *app, Rect sheet, Rect area) {
    ExportSheet *self = &app->export_sheet;
    Ui *ui = &app->ui;
    float wide = fminf(sheet.w * 0.56f, 600);
    float left = rect_right(sheet) - PAD - wide;
    bool scrolls = self->content > area.h + 0.5f;
    if (scrolls) ui_scroll(ui, "export.scroll", area, self->content, &self->scroll);
    if (!scrolls) self->scroll = 0;
    float top = area.y + EDGE - floorf(self->scroll);
    Column column = {left, top, wide, area};
    draw_clip_push(ui->list, area);
    rows(app, &column);
    draw_clip_pop(ui->list);
    float content = EDGE + column.y - top;
    if (content != self->content) ui->animating = true; /* the sheet fits it in the next frame */
    self->content = content;
    self->followed = ui->focus;
    float height = fminf(content, area.h) - EDGE - ROW_GAP;
    preview(app, (Rect){sheet.x + PAD, area.y + EDGE, left - sheet.x - PAD - GAP, height});
    return !scrolls || cover_hidden(app, sheet, area);
}

void export_sheet(App *app) {
    ExportSheet *self = &app->export_sheet;
    Ui *ui = &app->ui;
    bool open = true;
    float width = fmaxf(fminf(app->panes.window.w - 120, WIDE), NARROW);
    float foot_height = self->foot > 0 ? self->foot : 120;
    float height = HEAD - EDGE + (self->content > 0 ? self->content : 380) + foot_height;
    Rect sheet = sheet_panel(app, _("Export"), (Point){width, height}, &open);
    Rect area = {sheet.x, sheet.y + HEAD - EDGE, sheet.w, sheet.h - HEAD + EDGE - foot_height};
    open = choices(app, sheet, area) && open;
    if (!open && !export_sheet_is_working(app)) {
        export_sheet_cancel(app);
        return;
    }
    float top = rect_bottom(area);
    Rect field = {sheet.x + PAD, top + 8, sheet.w - 2 * PAD, FIELD};
    bool entered = ui_text_field(ui, "export.path", field, &self->path, _("to"),
                                 _("a path, such as notes/cycle.png"));
    if (entered && self->path.edit.text.length) self->due = EXPORT_SAVE;
    Rect told = {field.x, rect_bottom(field) + 10, field.w, 0};
    float said = self->told[0] ? ui_paragraph(ui, told, FONT_UI, 13,
                                              self->bad ? app->theme->danger : app->theme->text,
                                              text_of(self->told)) +
                                     8
                               : 0;
    foot(app, (Rect){field.x, told.y + said + 2, field.w, FOOT});
    float needed = told.y + said + FOOT + 22 - top;
    if (needed != self->foot) ui->animating = true;
    self->foot = needed;
}

/* ---- told to tests ---- */

void export_sheet_append_path(const App *app, TextBuffer *out) {
    if (app->export_sheet.open)
        text_append_string(out, ui_text_field_text(&app->export_sheet.path));
}

void export_sheet_append_state(const App *app, TextBuffer *out) {
    static const char *const steps[] = {"shown", "strip", "all", "range"};
    static const char *const worksheets[] = {"none", "badges", "arrows"};
    const ExportSheet *self = &app->export_sheet;
    if (!self->open) return;
    ExportChoices choices = export_effective(app);
    append_size(app, out);
    text_appendf(out, "\n%s of the %s, steps: %s, size: %s, colours: %s",
                 export_ending(choices.format) + 1, choices.content ? "content" : "window",
                 steps[choices.steps], export_preset_names[choices.preset].name,
                 export_theme_names[choices.theme].name);
    if (choices.caption) text_append_string(out, ", caption");
    if (choices.legend) text_append_string(out, ", legend");
    if (choices.transparent) text_append_string(out, ", transparent");
    text_appendf(out, ", worksheet: %s", worksheets[choices.worksheet]);
    if (self->told[0]) text_appendf(out, "\n%s", self->told);
}
