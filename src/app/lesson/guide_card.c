#include "app/lesson/guide_card.h"

#include "app/actions.h"
#include "app/app_state.h"
#include "app/lesson/guide.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float PAD = 16, FOOT = 52, GAP = 10, OPTION = 34, DOT = 8;

/* From the top down; a first pass without drawing measures. */
typedef struct Column {
    App *app;
    float x, y, width;
    bool drawn;
    Rect shown; /* where what is drawn can be seen, and touched */
} Column;

/* Of all text in it. */
static float text_size(const App *app) {
    return present_text_size(app, 13);
}

static const LessonBeat *beat_of(const App *app) {
    return &app->guide.file.beats[app->guide.beat];
}

/* ---- texts ---- */

static void put_text(Column *column, const char *name, const RichText *text) {
    App *app = column->app;
    if (!text->paragraphs.count) return;
    float size = text_size(app), height = rich_text_height(&app->ui, text, column->width, size);
    if (column->drawn) {
        RichAnswer answer =
            rich_text_draw(&app->ui, name, (Rect){column->x, column->y, column->width, height},
                           column->shown, text, size);
        if (answer.hover.serial) app->guide_lit = answer.hover;
        if (answer.clicked.serial) {
            app_select(app, answer.clicked, false);
            camera_fly_to(app, answer.clicked);
        }
    }
    column->y += height + GAP;
}

/* In one style. */
static void put_line(Column *column, FontFace face, Color color, Text line) {
    Rect area = {column->x, column->y, column->width, 0};
    float height = ui_paragraph(&column->app->ui, area, face, text_size(column->app),
                                column->drawn ? color : 0, line);
    column->y += height + GAP;
}

/* ---- questions ---- */

/* In a presentation what is said to it is told at once. */
static void choose(App *app, uint32_t option) {
    app->guide.chosen = true;
    app->guide.answer = (Answer){.kind = ANSWER_OPTION, .option = option};
    app->guide.submit_due = app->present.on;
}

static const float LETTER = 38, MARK = 28; /* beside an option's text */

/* Where an option's text begins: behind its letter. */
static float option_indent(const App *app) {
    return app->present.on ? 46 : LETTER;
}

static float option_height(App *app, float width, Text text) {
    Rect room = {0, 0, width - option_indent(app) - MARK, 0};
    float least = app->present.on ? 40 : OPTION;
    return fmaxf(ui_paragraph(&app->ui, room, FONT_UI, text_size(app), 0, text) + 14, least);
}

/* For a show of hands it has to be read from the last row. */
static void draw_letter(App *app, Rect option, const char *letter, bool on) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    if (!app->present.on) {
        ui_text(ui, (Point){option.x + 14, option.y + OPTION / 2}, FONT_UI_BOLD, text_size(app),
                theme->text_muted, letter);
        return;
    }
    Point middle = {option.x + 24, option.y + option.h / 2};
    draw_circle(ui->list, middle, 14, on ? theme->accent : theme->panel_card, (Stroke){0});
    draw_string(ui->list, middle,
                (TextStyle){.face = FONT_UI_BOLD,
                            .size = 17,
                            .color = on ? theme->accent_text : theme->text,
                            .align = TEXT_CENTER,
                            .line = TEXT_MIDDLE},
                letter);
}

/* A to F, its text; the mark tells which was right, once that is told. */
static void put_option(Column *column, uint32_t number, bool told) {
    App *app = column->app;
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    const Guide *guide = &app->guide;
    Text text = beat_of(app)->predict->options[number].text;
    float height = option_height(app, column->width, text);
    Rect rect = {column->x, column->y, column->width, height};
    column->y += height + 6;
    if (!column->drawn) return;
    char name[32], letter[2] = {(char)('A' + number), '\0'};
    snprintf(name, sizeof name, "option.%u", number);
    Rect touched = rect_intersection(rect, column->shown);
    if (touched.h <= 0) return;
    bool open = !told || app->present.on; /* to be chosen */
    UiAnswer answer = ui_area(ui, name, touched, open, open, NULL);
    bool chosen =
        guide->chosen && guide->answer.kind == ANSWER_OPTION && guide->answer.option == number;
    bool right = told && guide->right.option == number;
    if (answer.clicked) choose(app, number);
    if (answer.hot && open) ui->cursor = CURSOR_HAND;
    draw_box(ui->list, rect,
             (BoxStyle){.fill = chosen || right      ? theme->accent_soft
                                : answer.hot && open ? theme->button_hover
                                                     : theme->panel,
                        .radius = THEME_RADIUS_CONTROL,
                        .stroke = {.color = chosen || right ? theme->accent : theme->control_border,
                                   .width = chosen || right ? 2 : 1}});
    draw_letter(app, rect, letter, app->present.on && (chosen || right));
    float indent = option_indent(app), size = text_size(app);
    Rect words = {rect.x + indent, rect.y + 7, rect.w - indent - MARK, 0};
    words.y += floorf((height - 14 - ui_paragraph(ui, words, FONT_UI, size, 0, text)) / 2);
    ui_paragraph(ui, words, FONT_UI, size, theme->text, text);
    if (right) {
        ui_text_right(ui, (Point){rect_right(rect) - 10, rect.y + height / 2}, FONT_UI_BOLD, size,
                      theme->accent, "\xE2\x9C\x93");
    }
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect, THEME_RADIUS_CONTROL);
}

static void put_number(Column *column) {
    App *app = column->app;
    Rect field = {column->x, column->y, fminf(column->width, 180), 38};
    column->y += 38 + GAP;
    if (!column->drawn) return;
    /* what is typed there is seen */
    if (app->ui.focus == ui_id("guide.number") && app->ui.typed.length)
        app->guide.scroll = INFINITY;
    if (ui_text_field(&app->ui, "guide.number", field, &app->guide.number, "", _("a number")) &&
        guide_can_go_on(app)) {
        guide_go_on(app);
    }
}

/* What was picked or drawn so far. */
static void put_object(Column *column, const char *wanted) {
    App *app = column->app;
    TextBuffer text = {0};
    uint32_t object = app->guide.chosen ? snapshot_find(&app->now_shown, app->guide.answer.object)
                                        : SNAPSHOT_NONE;
    if (object == SNAPSHOT_NONE) {
        text_append_string(&text, wanted);
    } else {
        TextBuffer label = {0};
        app_object_label(app, &app->now_shown, object, &label);
        text_appendf(&text, _("Your answer: %s"), text_cstr(&label));
        text_deinit(&label);
    }
    put_line(column, FONT_UI_MEDIUM, app->theme->text_muted, text_view(&text));
    text_deinit(&text);
}

bool guide_takes_key(App *app, InputKey key, unsigned modifiers) {
    if (!guide_holds(app) || beat_of(app)->predict->kind != PREDICT_CHOICE || modifiers)
        return false;
    if (key < KEY_1 || key >= (InputKey)(KEY_1 + beat_of(app)->predict->option_count)) return false;
    choose(app, (uint32_t)(key - KEY_1));
    app->guide.scroll = INFINITY; /* the options are seen */
    return true;
}

static void put_question(Column *column) {
    App *app = column->app;
    const Prediction *predict = beat_of(app)->predict;
    put_text(column, "guide.ask", &app->guide.ask);
    switch (predict->kind) {
    case PREDICT_CHOICE:
        for (uint32_t i = 0; i < predict->option_count; i++) put_option(column, i, false);
        break;
    case PREDICT_NUMBER: put_number(column); break;
    case PREDICT_PICK:
        put_object(column, app->present.on
                               ? _("Click an object on the heap.")
                               : _("Click an object on the heap, or go to it by the arrow keys."));
        break;
    case PREDICT_REFERENCE:
        put_object(column,
                   _("Draw it: drag from the port to an object. By keyboard: ] to the port, "
                     "C, arrows, Enter."));
        break;
    }
}

static void put_verdict(Column *column) {
    static const char *const words[] = {N_("Right."), N_("Not quite."), N_("Here is how it is.")};
    App *app = column->app;
    Guide *guide = &app->guide;
    const Prediction *predict = beat_of(app)->predict;
    const Theme *theme = app->theme;
    put_text(column, "guide.ask", &guide->ask);
    if (predict->kind == PREDICT_CHOICE) {
        for (uint32_t i = 0; i < predict->option_count; i++) put_option(column, i, true);
        column->y += 4;
    }
    TextBuffer line = {0};
    text_append_string(&line, _(words[guide->outcome]));
    if (predict->kind != PREDICT_CHOICE) {
        text_append_string(&line, "  ");
        text_appendf(&line, _("The answer: %.*s"), (int)guide->right.told.length,
                     guide->right.told.bytes);
    }
    put_line(column, FONT_UI_BOLD, guide->outcome == ANSWERED_WRONG ? theme->danger : theme->accent,
             text_view(&line));
    text_deinit(&line);
    put_text(column, "guide.told", &guide->told);
    put_text(column, "guide.why", &guide->why);
}

static void put_task(Column *column) {
    App *app = column->app;
    Guide *guide = &app->guide;
    put_line(column, FONT_UI_BOLD, app->theme->accent,
             text_of(guide->part == GUIDE_DONE ? _("Done.") : _("Your turn")));
    put_text(column, "guide.ask", &guide->ask);
    for (uint32_t i = 0; i < guide->hint_count && guide->part == GUIDE_TASK; i++) {
        char name[32];
        snprintf(name, sizeof name, "guide.hint%u", i);
        put_text(column, name, &guide->hints[i]);
    }
    if (guide->part == GUIDE_DONE) put_text(column, "guide.told", &guide->told);
}

/* The end: what was learned, and where first guesses went wrong. */
static void put_end(Column *column) {
    App *app = column->app;
    Guide *guide = &app->guide;
    uint32_t seen, right, done, asked = 0, tasks = 0;
    char line[600];
    for (uint32_t i = 0; i < guide->file.beat_count; i++) {
        asked += guide->file.beats[i].predict != NULL;
        tasks += guide->file.beats[i].task != NULL;
    }
    progress_count(&app->learned.progress, guide->name, &seen, &right, &done);
    put_line(column, FONT_UI_BOLD, app->theme->text, text_of(_("The end of this lesson")));
    put_line(column, FONT_UI, app->theme->text, guide->file.goal);
    if (app->present.on) return; /* a class has no first guesses */
    if (asked) {
        snprintf(line, sizeof line, _("First guesses that were right: %u of %u."), right, asked);
        put_line(column, FONT_UI, app->theme->text, text_of(line));
    }
    if (tasks) {
        snprintf(line, sizeof line, _("Tasks done: %u of %u."), done, tasks);
        put_line(column, FONT_UI, app->theme->text, text_of(line));
    }
    bool told = false;
    for (uint32_t i = 0; i < guide->file.beat_count; i++) {
        const LessonBeat *beat = &guide->file.beats[i];
        const ProgressRow *row = progress_find(&app->learned.progress, guide->name, beat->name);
        if (!row || !row->answered || row->first == ANSWERED_RIGHT) continue;
        if (!told) put_line(column, FONT_UI_MEDIUM, app->theme->text, text_of(_("Once more:")));
        told = true;
        char name[32];
        snprintf(name, sizeof name, "again.%u", i);
        Text title = lesson_beat_title(beat);
        snprintf(line, sizeof line, "%.*s", (int)title.length, title.bytes);
        Rect button = {column->x, column->y, column->width, 30};
        column->y += 34;
        bool whole = column->drawn && rect_intersection(button, column->shown).h > 20;
        if (whole && ui_button(&app->ui, name, button, line, UI_PLAIN, true, NULL)) {
            guide_go_to(app, i);
        }
    }
}

static void put_side(Column *column, Rect rect, int side, const char *label, const char *tip) {
    App *app = column->app;
    const Guide *guide = &app->guide;
    bool other = side != GUIDE_BOTH && beat_of(app)->compare->sides[side - 1].script.length;
    bool there = side == GUIDE_BOTH || other || guide->sides[side - 1].stop > 0;
    bool whole = column->drawn && rect_intersection(rect, column->shown).h > 20;
    char name[32];
    snprintf(name, sizeof name, side == GUIDE_BOTH ? "side.both" : "side.%d", side - 1);
    UiButtonLook look = guide->side == side ? UI_PRIMARY : UI_PLAIN;
    if (whole && ui_button(&app->ui, name, rect, label, look, there, tip)) {
        guide_compare(app, side);
    }
}

/* Two moments: side by side, and each alone. */
static void put_comparison(Column *column) {
    App *app = column->app;
    if (!guide_has_comparison(app)) return;
    const Comparison *compare = beat_of(app)->compare;
    const float gap = 8, height = 32;
    float width = (column->width - gap) / 2;
    put_side(column, (Rect){column->x, column->y, width, height}, GUIDE_BOTH, _("Side by side"),
             app->guide.side == GUIDE_BOTH ? _("Shows the card's own moment") : _("Shows both"));
    column->y += height + GAP;
    if (app->guide.part == GUIDE_DONE) return; /* what was done is on the canvas, and stays there */
    char labels[2][200];
    bool beside = true; /* each title has room in half of the column */
    column->y += gap - GAP;
    for (int i = 0; i < 2; i++) {
        Text title = compare->sides[i].title;
        snprintf(labels[i], sizeof labels[i], "%.*s", (int)title.length, title.bytes);
        beside = beside && ui_button_width(&app->ui, labels[i]) <= width;
    }
    if (!beside) width = column->width;
    for (int i = 0; i < 2; i++) {
        Rect rect = {column->x, column->y, width, height};
        if (i && beside) rect.x += width + gap;
        if (i && !beside) rect.y = column->y += height + 6;
        put_side(column, rect, i + 1, labels[i], _("Looks at this side alone"));
    }
    column->y += height + GAP;
}

static void put_body(Column *column) {
    Guide *guide = &column->app->guide;
    if (guide->part == GUIDE_ENDED) {
        put_end(column);
        return;
    }
    if (guide->part != GUIDE_TELLS) put_text(column, "guide.say", &guide->say);
    if (guide->part == GUIDE_ASKS) put_question(column);
    if (guide->part == GUIDE_TELLS) put_verdict(column);
    if (guide->part == GUIDE_TASK || guide->part == GUIDE_DONE) put_task(column);
    put_comparison(column);
}

/* ---- head and foot ---- */

/* Where the person is: a dot a card; a click goes there. */
static void draw_dots(App *app, Rect head) {
    Ui *ui = &app->ui;
    const Theme *theme = app->theme;
    uint32_t count = app->guide.file.beat_count;
    float step = fminf(DOT + 6, head.w / (float)count), x = head.x;
    for (uint32_t i = 0; i < count; i++, x += step) {
        char name[32], tip[300];
        const LessonBeat *beat = &app->guide.file.beats[i];
        const ProgressRow *row = progress_find(&app->learned.progress, app->guide.name, beat->name);
        bool here = i == app->guide.beat && app->guide.part != GUIDE_ENDED;
        bool ended = app->guide.part == GUIDE_ENDED;
        bool seen = app->present.on ? i < app->guide.beat || ended : row && row->seen;
        snprintf(name, sizeof name, "beat.%u", i);
        Text title = lesson_beat_title(beat);
        snprintf(tip, sizeof tip, _("%u of %u: %.*s"), i + 1, count, (int)title.length,
                 title.bytes);
        Rect dot = {x, head.y, step - 3, DOT};
        UiAnswer answer = ui_area(ui, name, rect_inset(dot, -2), true, true, tip);
        Color fill = here ? theme->accent : seen ? theme->accent_soft : theme->border;
        draw_box(ui->list, dot,
                 (BoxStyle){.fill = fill,
                            .radius = DOT / 2,
                            .stroke = {.color = seen || here ? theme->accent : theme->border,
                                       .width = 1}});
        if (answer.hot) ui->cursor = CURSOR_HAND;
        if (answer.clicked) guide_go_to(app, i);
        if (answer.focused && ui->focus_shown) ui_draw_focus(ui, rect_inset(dot, -2), 4);
    }
}

/* The title in as many lines as it needs: its height, and drawn unless `drawn` is false. */
static float put_title(App *app, Rect rect, bool drawn) {
    if (app->guide.part == GUIDE_ENDED) return 0;
    Rect area = {rect.x + PAD, rect.y + 27, rect.w - 2 * PAD, 0};
    return ui_paragraph(&app->ui, area, FONT_UI_BOLD, present_text_size(app, 13.5f),
                        drawn ? app->theme->text : 0, beat_of(app)->title);
}

static float head_height(App *app, float width) {
    return 27 + fmaxf(put_title(app, (Rect){0, 0, width, 0}, false), 12) + 5;
}

static void draw_head(App *app, Rect rect) {
    draw_dots(app, (Rect){rect.x + PAD, rect.y + 12, rect.w - 2 * PAD, DOT});
    put_title(app, rect, true);
}

/* Buttons from right to left, as far as there is room. */
typedef struct Foot {
    float left, right, y;
} Foot;

static void put_button(App *app, const char *action, const char *label, UiButtonLook look,
                       Foot *foot) {
    float width = ui_button_width(&app->ui, label);
    if (foot->right - width < foot->left) return;
    action_button(app, action, (Rect){foot->right - width, foot->y, width, 32}, label, look,
                  ACTION_TELLS_HELP);
    foot->right -= width + 6;
}

static void draw_foot(App *app, Rect rect) {
    const Guide *guide = &app->guide;
    Foot foot = {rect.x + 8, rect_right(rect) - PAD, rect_bottom(rect) - 32 - 10};
    if (!guide_is_at_card(app)) {
        put_button(app, "lesson.return", _("Back to the lesson"), UI_PRIMARY, &foot);
        return;
    }
    const char *on = present_on_label(app);
    if (app->present.on && guide->part != GUIDE_ENDED) {
        put_button(app, "present.on", on, UI_PRIMARY, &foot);
        if (guide_can_go_back(app)) put_button(app, "present.back", _("Back"), UI_PLAIN, &foot);
        bool task = guide->part == GUIDE_TASK;
        if (task) put_button(app, "lesson.hint", _("Hint"), UI_PLAIN, &foot);
        if (task) put_button(app, "lesson.skip", _("Skip"), UI_PLAIN, &foot);
        return;
    }
    switch (guide->part) {
    case GUIDE_ASKS:
        put_button(app, "lesson.next", _("Submit"), UI_PRIMARY, &foot);
        put_button(app, "lesson.unsure", _("Not sure"), UI_PLAIN, &foot);
        break;
    case GUIDE_TASK:
        put_button(app, "lesson.skip", _("Skip"), UI_PLAIN, &foot);
        put_button(app, "lesson.return", _("Start over"), UI_PLAIN, &foot);
        put_button(app, "lesson.hint", _("Hint"), UI_PLAIN, &foot);
        break;
    case GUIDE_DONE:
        if (guide_is_welcome(app)) {
            put_button(app, "lesson.list", _("All lessons"), UI_PRIMARY, &foot);
            return;
        }
        put_button(app, "lesson.next", _("Next"), UI_PRIMARY, &foot);
        break;
    case GUIDE_ENDED:
        put_button(app, "lesson.list", _("All lessons"), UI_PRIMARY, &foot);
        put_button(app, "lesson.again", _("Start over"), UI_PLAIN, &foot);
        break;
    default: put_button(app, "lesson.next", _("Next"), UI_PRIMARY, &foot);
    }
    put_button(app, "lesson.back", _("Back"), UI_PLAIN, &foot);
}

/* ---- the whole ---- */

static float body_height(App *app, float width) {
    Column column = {.app = app, .width = width - 2 * PAD};
    put_body(&column);
    return column.y;
}

float guide_card_height(App *app, float width, float room) {
    return fminf(head_height(app, width) + body_height(app, width) + FOOT + 6, room);
}

void guide_card(App *app, Rect rect) {
    Ui *ui = &app->ui;
    ui_note(ui, "guide.card", rect);
    draw_box(ui->list, rect,
             (BoxStyle){.fill = app->theme->panel_card, .radius = THEME_RADIUS_PANEL});
    const float least = 60; /* of the text: in less room it is told without its head */
    bool headed = rect.h - head_height(app, rect.w) - FOOT >= least;
    float head = headed ? head_height(app, rect.w) : 8;
    Rect inner = {rect.x, rect.y + head, rect.w, rect.h - head - FOOT};
    float content = body_height(app, rect.w);
    ui_scroll(ui, "guide.scroll", inner, content, &app->guide.scroll);
    draw_clip_push(ui->list, inner);
    Column column = {.app = app,
                     .x = rect.x + PAD,
                     .y = inner.y - app->guide.scroll,
                     .width = rect.w - 2 * PAD,
                     .drawn = true,
                     .shown = inner};
    put_body(&column);
    draw_clip_pop(ui->list);
    if (headed) draw_head(app, rect);
    draw_foot(app, rect);
}
