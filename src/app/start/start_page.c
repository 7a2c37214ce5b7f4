/* The start page as a whole: its head, what to go on with, the sandbox and files; lessons are in
 * start_lessons.c. */
#include "app/actions.h"
#include "app/app_state.h"
#include "app/code_words.h"
#include "app/start/start.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float MARGIN = 32, WIDEST = 1180, GAP = 28; /* between columns, and parts */
static const float TWO_COLUMNS = 1000;                   /* from this width on */
static const float BUTTON = 34, LINE = 52, PAD = 20;

/* ---- parts that all share ---- */

void start_follow(const StartColumn *column, const char *name, Rect rect) {
    const float around = 16;
    Ui *ui = &column->app->ui;
    StartPage *page = &column->app->start;
    UiId id = ui_id(name);
    if (!column->drawn || ui->focus != id || !ui->focus_shown || page->followed == id) return;
    ui_scroll_to(ui, column->shown, rect, around, &page->scroll);
}

void start_put_heading(StartColumn *column, const char *text) {
    if (column->drawn) {
        ui_text(&column->app->ui, (Point){column->x, column->y + 10}, FONT_UI_BOLD, 15,
                column->app->theme->text, text);
    }
    column->y += 32;
}

void start_bar(const StartColumn *column, Rect rect, float part) {
    const Theme *theme = column->app->theme;
    DrawList *list = column->app->ui.list;
    draw_box(list, rect, (BoxStyle){.fill = theme->track, .radius = rect.h / 2});
    if (part <= 0) return;
    rect.w = fmaxf(rect.w * fminf(part, 1), rect.h);
    draw_box(list, rect, (BoxStyle){.fill = theme->accent, .radius = rect.h / 2});
}

static void put_paragraph(StartColumn *column, Color color, const char *text) {
    Rect area = {column->x, column->y, column->width, 0};
    column->y +=
        ui_paragraph(&column->app->ui, area, FONT_UI, 13, column->drawn ? color : 0, text_of(text));
}

/* A button of the table's row, its left edge at `x`; returns its right one. */
static float put_button(StartColumn *column, const char *name, const char *label, UiButtonLook look,
                        float x, float y) {
    App *app = column->app;
    float width = ui_button_width(&app->ui, label);
    Rect rect = {x, y, width, BUTTON};
    if (column->drawn) {
        start_follow(column, name, rect);
        action_button(app, name, rect, label, look, ACTION_TELLS_HELP);
    }
    return rect_right(rect);
}

/* ---- the head ---- */

/* What is open is a click away; `room` is what the heading leaves. */
static void put_back(StartColumn *column, float room) {
    App *app = column->app;
    char label[160];
    if (!start_can_leave(app)) return;
    snprintf(label, sizeof label, _("Back to %.100s"), app->heading);
    float width = ui_button_width(&app->ui, label);
    const char *fitting = width <= room ? label : action_title(action_get("start.back"));
    width = ui_button_width(&app->ui, fitting);
    put_button(column, "start.back", fitting, UI_PLAIN, column->x + column->width - width,
               column->y);
}

/* Whose progress it is, at the right of a line; returns its left edge. */
static float put_profile(StartColumn *column, float right, float y) {
    App *app = column->app;
    Ui *ui = &app->ui;
    const char *forget = start_is_forgetting(app, FORGET_ALL) ? _("Press once more to forget all")
                                                              : _("Forget all results");
    const char *guest = _("Guest: nothing is kept");
    float width = ui_button_width(ui, forget);
    Rect button = {right - width, y, width, 30};
    start_follow(column, "start.forget", button);
    float room = 28 + ui_width(ui, FONT_UI, 13.5f, guest) + 4;
    Rect choice = {button.x - 18 - room, y, room, 30};
    start_follow(column, "start.guest", choice);
    const Action *action = action_get("start.guest");
    if (ui_choice(ui, "start.guest", choice, guest, UI_CHECK, app->learned.guest, true,
                  action_help(action))) {
        app->wish.action = action;
    }
    action_button(app, "start.forget", button, forget, UI_FLAT, ACTION_TELLS_HELP);
    return choice.x;
}

static void put_head(StartColumn *column) {
    App *app = column->app;
    Ui *ui = &app->ui;
    if (column->drawn) {
        const char *title = _("How Python manages memory");
        ui_text(ui, (Point){column->x, column->y + 16}, FONT_UI_BOLD, 24, app->theme->text, title);
        put_back(column, column->width - ui_width(ui, FONT_UI_BOLD, 24, title) - 24);
        float left = put_profile(column, column->x + column->width, column->y + 40);
        draw_string(ui->list, (Point){column->x, column->y + 54},
                    (TextStyle){.face = FONT_UI,
                                .size = 13.5f,
                                .color = app->theme->text_muted,
                                .line = TEXT_MIDDLE,
                                .max_width = left - 20 - column->x},
                    _("Each refcount that Lastref shows is the one that CPython 3.11 has."));
    }
    column->y += 78 + 14;
}

/* ---- what to go on with ---- */

static const char *offer_label(StartOffer offer) {
    switch (offer) {
    case START_FIRST: return _("Start");
    case START_CONTINUE: return _("Continue");
    default: return _("Next lesson");
    }
}

/* The lesson, its card, and the button; the bar at the left says that this is the way. */
static void put_offered(StartColumn *column, Rect card) {
    App *app = column->app;
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    const StartLesson *lesson = &app->start.lessons.items[app->start.offered];
    const char *label = offer_label(app->start.offer);
    TextBuffer title = {0}, line = {0};
    if (lesson->number[0]) text_appendf(&title, "%s  ", lesson->number);
    text_append_string(&title, lesson->title);
    start_append_offer(&app->start, &line);
    float left = card.x + 26, width = ui_button_width(ui, label) + 20;
    Rect button = {rect_right(card) - PAD - width, card.y + (card.h - 40) / 2, width, 40};
    float room = button.x - 20 - left;
    ui_text(ui, (Point){left, card.y + 22}, FONT_UI_MEDIUM, 12.5f, theme->accent,
            app->start.offer == START_FIRST      ? _("Begin here")
            : app->start.offer == START_CONTINUE ? _("Where you were")
                                                 : _("What comes next"));
    draw_string(ui->list, (Point){left, card.y + 48},
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = 18,
                            .color = theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = room},
                text_cstr(&title));
    draw_string(ui->list, (Point){left, card.y + 74},
                (TextStyle){.face = FONT_UI,
                            .size = 13.5f,
                            .color = theme->text_muted,
                            .line = TEXT_MIDDLE,
                            .max_width = room},
                line.length ? text_cstr(&line) : lesson->goal);
    start_follow(column, "start.continue", button);
    action_button(app, "start.continue", button, label, UI_PRIMARY, ACTION_TELLS_HELP);
    text_deinit(&title);
    text_deinit(&line);
}

static void put_all_done(StartColumn *column, Rect card) {
    Ui *ui = &column->app->ui;
    const Theme *theme = column->app->theme;
    ui_text(ui, (Point){card.x + 26, card.y + 32}, FONT_UI_BOLD, 18, theme->text,
            _("You have been through all lessons"));
    Rect area = {card.x + 26, card.y + 48, card.w - 52, 0};
    ui_paragraph(ui, area, FONT_UI, 13.5f, theme->text_muted,
                 text_of(_("Build something of your own now: start from a scene, or with an empty "
                           "sandbox.")));
}

static void put_offer(StartColumn *column) {
    App *app = column->app;
    Rect card = {column->x, column->y, column->width, 96};
    if (app->start.offer == START_NOTHING) return;
    if (column->drawn) {
        draw_box(app->ui.list, card,
                 (BoxStyle){.fill = app->theme->panel,
                            .radius = THEME_RADIUS_PANEL,
                            .stroke = {.color = app->theme->border, .width = 1}});
        draw_box(app->ui.list, (Rect){card.x, card.y + 14, 4, card.h - 28},
                 (BoxStyle){.fill = app->theme->accent, .radius = 2});
        if (app->start.offer == START_ALL_DONE) {
            put_all_done(column, card);
        } else {
            put_offered(column, card);
        }
    }
    column->y += card.h + GAP;
}

/* ---- the sandbox and files ---- */

static void put_file(StartColumn *column, const char *name, const FileRow *row, Rect rect) {
    App *app = column->app;
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    start_follow(column, name, rect);
    TextStyle about = {.face = FONT_UI,
                       .size = 12.5f,
                       .color = theme->text_muted,
                       .line = TEXT_MIDDLE,
                       .max_width = rect.w - 32};
    TextBuffer tip = {0};
    if (code_words_width(ui, about, row->about) > about.max_width) {
        code_words_append_plain(row->about, &tip);
    }
    UiAnswer answer = ui_area(ui, name, rect, true, true, tip.length ? text_cstr(&tip) : NULL);
    text_deinit(&tip);
    if (answer.hot) {
        ui->cursor = CURSOR_HAND;
        draw_box(ui->list, rect_inset(rect, 4),
                 (BoxStyle){.fill = theme->panel_inset, .radius = THEME_RADIUS_CONTROL});
    }
    TextStyle style = {.face = FONT_UI_MEDIUM,
                       .size = 13.5f,
                       .color = theme->text,
                       .line = TEXT_MIDDLE,
                       .max_width = rect.w - 32};
    draw_string(ui->list, (Point){rect.x + 16, rect.y + 17}, style, row->title);
    code_words_draw(ui, (Point){rect.x + 16, rect.y + 36}, about, row->about);
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect_inset(rect, 4), 5);
    if (answer.clicked) app->wish.open = row->path;
}

/* Rows on one ground. */
static void put_files(StartColumn *column, const char *kind, const FileRows *rows) {
    App *app = column->app;
    Rect ground = {column->x, column->y, column->width, (float)rows->count * LINE + 8};
    if (column->drawn) {
        draw_box(app->ui.list, ground,
                 (BoxStyle){.fill = app->theme->panel,
                            .radius = THEME_RADIUS_PANEL,
                            .stroke = {.color = app->theme->border, .width = 1}});
    }
    for (size_t i = 0; column->drawn && i < rows->count; i++) {
        char name[40];
        snprintf(name, sizeof name, "start.%s.%zu", kind, i);
        Rect rect = {ground.x + 2, ground.y + 4 + (float)i * LINE, ground.w - 4, LINE};
        put_file(column, name, &rows->items[i], rect);
    }
    column->y += ground.h + GAP;
}

static void put_sandbox(StartColumn *column) {
    App *app = column->app;
    start_put_heading(column, _("Sandbox"));
    float x =
        put_button(column, "start.sandbox", _("Empty sandbox"), UI_PLAIN, column->x, column->y);
    if (app->config.read_file) {
        put_button(column, "file.open", _("Open a file"), UI_PLAIN, x + 8, column->y);
    }
    column->y += BUTTON + 14;
    if (app->start.recent.count) {
        put_paragraph(column, app->theme->text_muted, _("Opened last:"));
        column->y += 8;
        put_files(column, "recent", &app->start.recent);
        column->y -= GAP - 14;
    }
    if (app->start.scenes.count) {
        put_paragraph(column, app->theme->text_muted, _("Or start from a scene:"));
        column->y += 8;
        put_files(column, "scene", &app->start.scenes);
    } else {
        column->y += GAP - 14;
    }
}

/* ---- lessons ---- */

static void put_own(StartColumn *column) {
    App *app = column->app;
    const char *folder = app->config.own_lesson_folder;
    start_put_heading(column, _("Your lessons"));
    if (app->config.own_lesson_count) {
        start_put_lessons(column, true);
    } else if (folder) {
        char line[1000];
        snprintf(line, sizeof line,
                 _("For a lesson of your own, put its .lesson and .py file into %.600s; it stands "
                   "here from the next start on."),
                 folder);
        put_paragraph(column, app->theme->text_muted, line);
    } else {
        put_paragraph(column, app->theme->text_muted,
                      _("There is no folder that they could be kept in."));
    }
    column->y += GAP;
}

static void put_lessons(StartColumn *column) {
    start_put_heading(column, _("Lessons"));
    start_put_lessons(column, false);
    if (column->app->start.offer == START_NOTHING) {
        put_paragraph(column, column->app->theme->text_muted,
                      _("The lessons that come with Lastref were not found."));
    }
    column->y += GAP - 8;
    put_own(column);
}

/* ---- the whole ---- */

/* Returns where it ends. */
static float put_page(App *app, Rect area, float top, bool drawn) {
    float room = area.w - 2 * MARGIN, width = floorf(fminf(room, WIDEST));
    StartColumn whole = {.app = app,
                         .x = area.x + floorf((area.w - width) / 2),
                         .y = top + 28,
                         .width = width,
                         .drawn = drawn,
                         .shown = area};
    put_head(&whole);
    put_offer(&whole);
    StartColumn left = whole, right = whole;
    bool two = width >= TWO_COLUMNS;
    if (two) {
        left.width = floorf((width - GAP) * 0.62f);
        right.x = left.x + left.width + GAP;
        right.width = width - left.width - GAP;
    }
    put_lessons(&left);
    if (!two) right.y = left.y;
    put_sandbox(&right);
    return fmaxf(left.y, right.y);
}

void start_page(App *app) {
    Ui *ui = &app->ui;
    StartPage *page = &app->start;
    Rect window = app->panes.window;
    float top = rect_bottom(app->panes.top);
    Rect area = {0, top, window.w, fmaxf(window.h - top, 0)};
    ui_area(ui, "start.page", area, true, false, NULL);
    ui_begin_modal(ui);
    draw_fill(ui->list, area, app->theme->canvas);
    float content = put_page(app, area, 0, false);
    ui_scroll(ui, "start.scroll", area, content, &page->scroll);
    draw_clip_push(ui->list, area);
    put_page(app, area, area.y - floorf(page->scroll), true);
    draw_clip_pop(ui->list);
    page->followed = ui->focus;
    page->fold = 0;
}
