#include "app/sheets/export_sheet.h"

#include "app/app_state.h"
#include "app/sheets/export_parts.h"
#include "app/sheets/sheet.h"
#include "base/translate.h"
#include "draw/draw_compose.h"

#include <math.h>

static const float NARROW = 900, WIDE = 1120, PAD = 28, HEAD = 60, GAP = 28, FIELD = 40, FOOT = 34;
static const float EDGE = 6; /* above the rows, for what is drawn around the first one */

/* ---- the foot ---- */

static float put_button(App *app, float right, float y, const char *name, const char *label,
                        UiButtonLook look, const char *why, bool *used) {
    float width = ui_button_width(&app->ui, label);
    Rect rect = {right - width, y, width, FOOT};
    *used = ui_button(&app->ui, name, rect, label, look, !why, NULL);
    if (why) export_refuse(app, name, rect, true, why);
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
    ExportColumn column = {.x = left, .y = top, .w = wide, .area = area};
    draw_clip_push(ui->list, area);
    export_rows(app, &column);
    draw_clip_pop(ui->list);
    float content = EDGE + column.y - top;
    if (content != self->content) ui->animating = true; /* the sheet fits it in the next frame */
    self->content = content;
    self->followed = ui->focus;
    float height = fminf(content, area.h) - EDGE - EXPORT_ROW_GAP;
    export_preview(app, (Rect){sheet.x + PAD, area.y + EDGE, left - sheet.x - PAD - GAP, height});
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
    export_append_size(app, out);
    text_appendf(out, "\n%s of the %s, steps: %s, size: %s, colours: %s",
                 export_ending(choices.format) + 1, choices.content ? "content" : "window",
                 steps[choices.steps], export_preset_names[choices.preset].name,
                 export_theme_names[choices.theme].name);
    if (choices.caption) text_append_string(out, ", caption");
    if (choices.legend) text_append_string(out, ", legend");
    if (choices.transparent) text_append_string(out, ", transparent");
    if (choices.selection) text_append_string(out, ", selection");
    if (choices.describe) text_append_string(out, ", words");
    text_appendf(out, ", worksheet: %s", worksheets[choices.worksheet]);
    if (self->told[0]) text_appendf(out, "\n%s", self->told);
}
