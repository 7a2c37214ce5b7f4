/* The sheet of lessons: what there is to learn, one row each; a click opens it. */
#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float WIDTH = 640, ROW = 92, HEAD = 64, PAD = 28;

/* The cards beside the script, and how far the person is in them. */
static void read_cards(App *app, LessonRow *row) {
    TextBuffer path = {0}, text = {0}, name = {0};
    Error error;
    LessonFile file;
    LessonMistakes mistakes = {0};
    uint32_t done;
    if (guide_lesson_path(row->path, &path) &&
        app->config.read_file(app->config.context, text_cstr(&path), &text, &error)) {
        if (lesson_file_read(&file, (Text){text_cstr(&text), text.length}, &mistakes)) {
            row->minutes = file.minutes;
            row->cards = file.beat_count;
            for (uint32_t i = 0; i < file.beat_count; i++)
                row->asked += file.beats[i].predict != NULL;
        }
        progress_lesson_name(text_cstr(&path), &name);
        progress_count(&app->learned.progress, text_cstr(&name), &row->seen, &row->right, &done);
        lesson_file_deinit(&file);
    }
    lesson_mistakes_deinit(&mistakes);
    text_deinit(&path);
    text_deinit(&text);
    text_deinit(&name);
}

void lesson_sheet_read(App *app) {
    array_clear(&app->lessons);
    for (size_t i = 0; i < app->config.lesson_count; i++) {
        const char *path = app->config.lesson_paths[i];
        LessonRow row = {.path = path};
        TextBuffer source = {0};
        Error error;
        bool read = app->config.read_file(app->config.context, path, &source, &error);
        Text text = {text_cstr(&source), source.length};
        bool lesson = read && lesson_read(path, text, &row.lesson);
        if (lesson && app->config.guide) read_cards(app, &row);
        if (lesson) array_push(&app->lessons, row);
        text_deinit(&source);
    }
}

/* "8 min", and how many of the cards were seen. */
static void draw_progress(App *app, Rect rect, const LessonRow *row) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    if (!row->cards) return;
    char told[160];
    float right = rect_right(rect) - 16, y = rect.y + 22;
    if (row->seen >= row->cards) {
        snprintf(told, sizeof told, _("%u of %u right at first"), row->right, row->asked);
    } else if (row->seen) {
        snprintf(told, sizeof told, _("%u of %u cards"), row->seen, row->cards);
    } else {
        snprintf(told, sizeof told, _("%u min"), row->minutes);
    }
    ui_text_right(ui, (Point){right, y}, FONT_UI_MEDIUM, 12, theme->text_muted, told);
    Rect bar = {rect.x + 56, rect_bottom(rect) - 10, rect.w - 76, 4};
    float part = fminf((float)row->seen / (float)row->cards, 1);
    draw_box(ui->list, bar, (BoxStyle){.fill = theme->border, .radius = 2});
    if (part > 0) {
        draw_box(ui->list, (Rect){bar.x, bar.y, fmaxf(bar.w * part, 4), bar.h},
                 (BoxStyle){.fill = theme->accent, .radius = 2});
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
    draw_progress(app, rect, row);
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect, THEME_RADIUS_PANEL);
    return answer.clicked;
}

void lesson_sheet(App *app) {
    Ui *ui = &app->ui;
    float content = (float)app->lessons.count * (ROW + 8);
    Rect sheet =
        sheet_panel(app, _("Lessons"), (Point){WIDTH, HEAD + content + PAD}, &app->lessons_open);
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
