/* The sheet of lessons: what there is to learn, one row each; a click opens it. */
#include "app/app_state.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float WIDTH = 640, ROW = 82, HEAD = 64, PAD = 28;

void lesson_sheet_read(App *app) {
    array_clear(&app->lessons);
    for (size_t i = 0; i < app->config.lesson_count; i++) {
        const char *path = app->config.lesson_paths[i];
        LessonRow row = {.path = path};
        TextBuffer source = {0};
        Error error;
        bool read = app->config.read_file(app->config.context, path, &source, &error);
        Text text = {text_cstr(&source), source.length};
        if (read && lesson_read(path, text, &row.lesson)) array_push(&app->lessons, row);
        text_deinit(&source);
    }
}

/* True when it was clicked. */
static bool draw_row(App *app, Rect rect, const LessonRow *row, bool current) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    char name[32];
    snprintf(name, sizeof name, "lesson.%s", row->lesson.number);
    UiAnswer answer = ui_area(ui, name, rect, true, true, NULL);
    if (answer.hot) ui->cursor = CURSOR_HAND;
    draw_box(ui->list, rect,
             (BoxStyle){.fill = answer.hot ? theme->panel_inset : theme->panel,
                        .radius = THEME_RADIUS_PANEL,
                        .stroke = {.color = current ? theme->accent : theme->border,
                                   .width = current ? 1.5f : 1}});
    ui_text(ui, (Point){rect.x + 20, rect.y + rect.h / 2}, FONT_UI_BOLD, 20,
            current ? theme->accent : theme->text_muted, row->lesson.number);
    ui_text(ui, (Point){rect.x + 56, rect.y + 22}, FONT_UI_BOLD, 14, theme->text,
            row->lesson.title);
    ui_paragraph(ui, (Rect){rect.x + 56, rect.y + 34, rect.w - 76, 0}, FONT_UI, 13,
                 theme->text_muted, text_of(row->lesson.about));
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect, THEME_RADIUS_PANEL);
    return answer.clicked;
}

void lesson_sheet(App *app) {
    Ui *ui = &app->ui;
    float content = (float)app->lessons.count * (ROW + 8);
    Rect sheet =
        sheet_panel(app, "Lessons", (Point){WIDTH, HEAD + content + PAD}, &app->lessons_open);
    Rect list = {sheet.x + PAD, sheet.y + HEAD, sheet.w - 2 * PAD, sheet.h - HEAD - 12};
    ui_scroll(ui, "lessons.scroll", list, content, &app->lessons_scroll);
    draw_clip_push(ui->list, list);
    const LessonRow *chosen = NULL;
    for (size_t i = 0; i < app->lessons.count; i++) {
        const LessonRow *row = &app->lessons.items[i];
        Rect rect = {list.x + 1, list.y + 1 + (float)i * (ROW + 8) - app->lessons_scroll,
                     list.w - 2, ROW};
        if (rect_bottom(rect) < list.y || rect.y > rect_bottom(list)) continue;
        bool current = app->path && strcmp(app->path, row->path) == 0;
        if (draw_row(app, rect, row, current)) chosen = row;
    }
    draw_clip_pop(ui->list);
    if (!chosen) return;
    app->wish.open = chosen->path;
    app->lessons_open = false;
}
