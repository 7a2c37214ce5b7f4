/* The figure in the export sheet: what will be written, and how large it is. */
#include "app/app_state.h"
#include "app/sheets/export_parts.h"
#include "base/translate.h"
#include "draw/draw_compose.h"

#include <math.h>

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
    ui_note(&app->ui, "export.drawn", sheet);
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

void export_append_size(const App *app, TextBuffer *out) {
    const ExportSheet *self = &app->export_sheet;
    ExportChoices choices = export_effective(app);
    const Figure *figure = &self->figure;
    if (choices.format == EXPORT_DOT) {
        text_append_string(out, _("The text of a graph for Graphviz"));
    } else if (self->looking) {
        text_appendf(out, _("Looking at %zu steps: %.0f %%"), self->steps.count,
                     100 * (double)picture_series_progress(self->looking));
    } else if (figure->size.x > 0) {
        double scale = (double)export_scale(&choices);
        text_appendf(out, _("%.0f x %.0f pixels"), (double)figure->size.x * scale,
                     (double)figure->size.y * scale);
        double small = (double)figure->smallest_text * scale;
        if (choices.content && small > 0 && small < FIGURE_LEGIBLE) {
            text_appendf(out, _(", text of %.1f: hard to read"), small);
        }
    }
}

void export_preview(App *app, Rect area) {
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
    export_append_size(app, &size);
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
