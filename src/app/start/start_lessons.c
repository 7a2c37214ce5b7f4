/* The rows of lessons on the start page. A row unfolds to its cards. */
#include "app/app_state.h"
#include "app/start/start.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float GAP = 8, PAD = 16, NUMBERED_LEFT = 72, OWN_LEFT = 44, CARD = 28, FOOT = 40;
static const float TWO_COLUMNS = 520; /* of cards, from this width on */

typedef struct Row {
    StartColumn *column;
    size_t number; /* of the lesson on the page */
    StartLesson *lesson;
    char name[24];     /* its place */
    float left, width; /* of its text */
} Row;

/* "lesson.2", "own.0". */
static void name_row(const StartPage *page, Row *row) {
    size_t first = 0;
    while (row->lesson->own && !page->lessons.items[first].own) first++;
    if (row->lesson->own) {
        snprintf(row->name, sizeof row->name, "own.%zu", row->number - first);
    } else {
        snprintf(row->name, sizeof row->name, "lesson.%s", row->lesson->number);
    }
}

/* ---- its cards ---- */

static void draw_cross(Ui *ui, Point at, Stroke stroke) {
    const float half = 4;
    draw_line(ui->list, (Point){at.x - half, at.y - half}, (Point){at.x + half, at.y + half},
              stroke);
    draw_line(ui->list, (Point){at.x - half, at.y + half}, (Point){at.x + half, at.y - half},
              stroke);
}

static void draw_tick(Ui *ui, Point at, Stroke stroke) {
    draw_line(ui->list, (Point){at.x - 5, at.y}, (Point){at.x - 1.5f, at.y + 4}, stroke);
    draw_line(ui->list, (Point){at.x - 1.5f, at.y + 4}, (Point){at.x + 5.5f, at.y - 4.5f}, stroke);
}

/* Not seen: a ring. Seen: a disc. A first answer, or a task: a tick, a cross; a question mark for
 * "not sure". */
static void draw_mark(Ui *ui, Point at, const LessonBeat *beat, const ProgressRow *known) {
    const Theme *theme = ui->theme;
    bool answered = known && beat->predict && known->answered;
    Stroke good = {.color = theme->accent, .width = 2}, bad = {.color = theme->danger, .width = 2};
    if (answered && known->first == ANSWERED_UNSURE) {
        draw_string(ui->list, at,
                    (TextStyle){.face = FONT_UI_BOLD,
                                .size = 13,
                                .color = theme->text_muted,
                                .align = TEXT_CENTER,
                                .line = TEXT_MIDDLE},
                    "?");
    } else if (answered && known->first == ANSWERED_WRONG) {
        draw_cross(ui, at, bad);
    } else if (answered || (known && !beat->predict && beat->task && known->done)) {
        draw_tick(ui, at, good);
    } else if (known && known->seen) {
        draw_circle(ui->list, at, 4.5f, theme->accent, (Stroke){0});
    } else {
        draw_circle(ui->list, at, 4.5f, 0, (Stroke){.color = theme->control_border, .width = 1.5f});
    }
}

/* What is known of a card, a line each. */
static void append_tip(const LessonBeat *beat, const ProgressRow *known, TextBuffer *out) {
    if (beat->title.length) text_appendf(out, "%.*s\n", (int)beat->title.length, beat->title.bytes);
    text_append_string(out, known && known->seen ? _("Seen.") : _("Not seen yet."));
    if (known && beat->predict && known->answered) {
        const char *words[] = {_("Your first answer was right."), _("Your first answer was wrong."),
                               _("You were not sure at first.")};
        text_appendf(out, "\n%s", words[known->first]);
    }
    if (beat->task) {
        text_appendf(out, "\n%s",
                     known && known->done ? _("The task is done.")
                                          : _("The task is not done yet."));
    }
}

static void put_card(const Row *row, uint32_t number, Rect rect) {
    App *app = row->column->app;
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    const LessonBeat *beat = &row->lesson->file.beats[number];
    const ProgressRow *known = progress_find(&app->learned.progress, row->lesson->name, beat->name);
    char name[48];
    TextBuffer tip = {0};
    snprintf(name, sizeof name, "%s.beat.%u", row->name, number);
    append_tip(beat, known, &tip);
    start_follow(row->column, name, rect);
    UiAnswer answer = ui_area(ui, name, rect, true, true, text_cstr(&tip));
    if (answer.hot) {
        ui->cursor = CURSOR_HAND;
        draw_box(ui->list, rect,
                 (BoxStyle){.fill = theme->panel_card, .radius = THEME_RADIUS_CONTROL});
    }
    float middle = rect.y + rect.h / 2;
    const char *kind = beat->task ? _("task") : beat->predict ? _("question") : "";
    draw_mark(ui, (Point){rect.x + 14, middle}, beat, known);
    ui_text_right(ui, (Point){rect_right(rect) - 8, middle}, FONT_UI, 12, theme->text_muted, kind);
    draw_text(ui->list, (Point){rect.x + 30, middle},
              (TextStyle){.face = FONT_UI,
                          .size = 13,
                          .color = theme->text,
                          .line = TEXT_MIDDLE,
                          .max_width = rect.w - 46 - ui_width(ui, FONT_UI, 12, kind)},
              lesson_beat_title(beat));
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect_inset(rect, 2), 4);
    if (answer.clicked) start_go_to_beat(app, row->number, number);
    text_deinit(&tip);
}

static void put_forget(const Row *row, float right, float y) {
    App *app = row->column->app;
    char name[48];
    bool asked = start_is_forgetting(app, row->lesson->name);
    const char *label = asked ? _("Press once more to forget it") : _("Forget this lesson");
    float width = ui_button_width(&app->ui, label);
    Rect rect = {right - width, y, width, 30};
    snprintf(name, sizeof name, "%s.forget", row->name);
    start_follow(row->column, name, rect);
    if (ui_button(&app->ui, name, rect, label, UI_FLAT, true,
                  _("What you saw, answered and did in it"))) {
        start_forget(app, row->lesson->name);
    }
}

/* Returns the height that they take. */
static float put_cards(const Row *row, float y) {
    uint32_t count = row->lesson->file.beat_count, columns = row->width >= TWO_COLUMNS ? 2 : 1;
    uint32_t lines = (count + columns - 1) / columns;
    bool known = row->lesson->seen > 0;
    float width = floorf((row->width - 12) / (float)columns);
    for (uint32_t i = 0; row->column->drawn && i < count; i++) {
        float x = row->left - 14 + (float)(i / lines) * (width + 12);
        put_card(row, i, (Rect){x, y + (float)(i % lines) * CARD, width, CARD});
    }
    float height = (float)lines * CARD + 8;
    if (row->column->drawn && known) put_forget(row, row->left + row->width + 4, y + height);
    return height + (known ? FOOT : 4);
}

/* ---- the row ---- */

/* The triangle that unfolds it; a click on it is no click on the row. */
static void put_triangle(const Row *row, Rect rect) {
    Ui *ui = &row->column->app->ui;
    char name[32];
    snprintf(name, sizeof name, "%s.fold", row->name);
    UiAnswer answer =
        ui_area(ui, name, rect, true, false,
                row->lesson->unfolded ? _("Folds its cards away") : _("Shows its cards"));
    Color color = answer.hot ? ui->theme->text : ui->theme->text_muted;
    Point at = rect_center(rect);
    if (row->lesson->unfolded) {
        draw_triangle(ui->list, (Point){at.x - 5.5f, at.y - 3.5f},
                      (Point){at.x + 5.5f, at.y - 3.5f}, (Point){at.x, at.y + 4}, color);
    } else {
        draw_triangle(ui->list, (Point){at.x - 3.5f, at.y - 5.5f},
                      (Point){at.x - 3.5f, at.y + 5.5f}, (Point){at.x + 4, at.y}, color);
    }
    if (answer.hot) ui->cursor = CURSOR_HAND;
    if (answer.clicked) row->lesson->unfolded = !row->lesson->unfolded;
}

static bool is_next(const App *app, size_t number) {
    return start_can_continue(app) && app->start.offered == number;
}

/* Goal or mistake; returns the height. */
static float put_about(const Row *row, float y) {
    App *app = row->column->app;
    const Theme *theme = app->theme;
    bool wrong = row->lesson->mistake[0];
    const char *text = wrong                    ? row->lesson->mistake
                       : row->lesson->goal[0]   ? row->lesson->goal
                       : !row->lesson->has_file ? _("A script, without cards.")
                                                : "";
    Rect area = {row->left, y, row->width, 0};
    if (!text[0]) return 0;
    Color color = wrong ? theme->danger : theme->text_muted;
    return ui_paragraph(&app->ui, area, FONT_UI, 13, row->column->drawn ? color : 0, text_of(text));
}

static void put_progress(const Row *row, float y) {
    App *app = row->column->app;
    const float bar = 120;
    float part = (float)row->lesson->seen / (float)row->lesson->file.beat_count;
    TextBuffer told = {0};
    start_append_progress(row->lesson, &told);
    start_bar(row->column, (Rect){row->left, y - 2.5f, bar, 5}, part);
    draw_string(app->ui.list, (Point){row->left + bar + 14, y},
                (TextStyle){.face = FONT_UI_MEDIUM,
                            .size = 12,
                            .color = app->theme->text_muted,
                            .line = TEXT_MIDDLE,
                            .max_width = row->width - bar - 14},
                text_cstr(&told));
    text_deinit(&told);
}

/* True when it was clicked. */
static bool put_ground(const Row *row, Rect whole, Rect head, bool next) {
    App *app = row->column->app;
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    start_follow(row->column, row->name, head);
    bool cards = row->lesson->has_file && !row->lesson->mistake[0];
    /* for the keyboard: a hand on the mouse sees the triangle */
    bool keys = ui->focus == ui_id(row->name) && ui->focus_shown && cards;
    const char *tip = keys ? _("Enter opens it where you were; Right shows its cards") : NULL;
    UiAnswer answer = ui_area(ui, row->name, head, true, true, tip);
    if (answer.focused && cards && app->start.fold) row->lesson->unfolded = app->start.fold > 0;
    if (answer.hot) ui->cursor = CURSOR_HAND;
    draw_box(ui->list, whole,
             (BoxStyle){.fill = answer.hot ? theme->panel_inset : theme->panel,
                        .radius = THEME_RADIUS_PANEL,
                        .stroke = {.color = next ? theme->accent : theme->border,
                                   .width = next ? 1.5f : 1}});
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, whole, THEME_RADIUS_PANEL);
    return answer.clicked;
}

static void put_title(const Row *row, Rect rect, bool next) {
    App *app = row->column->app;
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    float y = rect.y + 24, room = row->width;
    if (next) {
        const char *word = _("next");
        float width = ui_width(ui, FONT_UI_BOLD, 12, word);
        ui_text_right(ui, (Point){row->left + row->width, y}, FONT_UI_BOLD, 12, theme->accent,
                      word);
        room -= width + 12;
    }
    if (row->lesson->mistake[0]) {
        ui_text(ui, (Point){rect.x + 20, y}, FONT_UI_BOLD, 17, theme->danger, "!");
    } else if (row->lesson->number[0]) {
        ui_text(ui, (Point){rect.x + 42, y}, FONT_UI_BOLD, 17,
                next ? theme->accent : theme->text_muted, row->lesson->number);
    }
    draw_string(ui->list, (Point){row->left, y},
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = 14.5f,
                            .color = theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = room},
                row->lesson->title);
}

static void put_row(Row *row) {
    StartColumn *column = row->column;
    App *app = column->app;
    bool cards = row->lesson->has_file && !row->lesson->mistake[0];
    bool unfolded = cards && row->lesson->unfolded, next = is_next(app, row->number);
    float top = column->y;
    StartColumn dry = *column;
    Row measured = *row;
    dry.drawn = false;
    measured.column = &dry;
    float about = put_about(&measured, 0);
    float head = 38 + about + (cards ? 30 : 14);
    float below = unfolded ? put_cards(&measured, 0) : 0;
    Rect whole = {column->x, top, column->width, head + below};
    column->y += whole.h + GAP;
    if (!column->drawn) return;
    Rect touched = {whole.x, whole.y, whole.w, head};
    bool clicked = put_ground(row, whole, touched, next);
    put_title(row, whole, next);
    put_about(row, top + 36);
    if (cards) put_progress(row, top + head - 17);
    if (cards) put_triangle(row, (Rect){whole.x + 8, top + 10, 28, 28});
    if (unfolded) put_cards(row, top + head);
    if (clicked) start_go(app, row->number);
}

void start_put_lessons(StartColumn *column, bool own) {
    StartPage *page = &column->app->start;
    for (size_t i = 0; i < page->lessons.count; i++) {
        StartLesson *lesson = &page->lessons.items[i];
        if (lesson->own != own) continue;
        Row row = {.column = column, .number = i, .lesson = lesson};
        float left = own ? OWN_LEFT : NUMBERED_LEFT;
        row.left = column->x + left;
        row.width = column->width - left - PAD;
        name_row(page, &row);
        put_row(&row);
    }
}
