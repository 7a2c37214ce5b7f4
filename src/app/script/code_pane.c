#include "app/script/code_pane.h"

#include "app/app_state.h"
#include "app/script/left_pane.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>

static const float CODE_SIZE = 13; /* em of the code font */

static Color code_hue(const Theme *theme, CodeColor color) {
    switch (color) {
    case CODE_KEYWORD: return theme->code_keyword;
    case CODE_STRING: return theme->code_string;
    case CODE_NUMBER: return theme->code_number;
    case CODE_COMMENT: return theme->code_comment;
    case CODE_PLAIN: break;
    }
    return theme->code_text;
}

/* The line of the script that the picture stands before; 0: none. */
static uint32_t current_line(const App *app) {
    if (!app->timeline) return 0;
    return timeline_script_line(app->timeline, timeline_position(app->timeline));
}

/* The line whose step led to the picture: what it changed there is marked alike; 0: none. */
static uint32_t ran_line(const App *app) {
    uint32_t stop = app_step(app);
    if (app->inside.at) return current_line(app);
    return stop < 2 || app_at_edit(app) ? 0 : timeline_script_line(app->timeline, stop - 1);
}

/* The current line, or at the end of the script the one that ran last. */
static uint32_t last_line(const App *app) {
    uint32_t stop = app_step(app);
    if (!stop) return 0;
    uint32_t line = timeline_script_line(app->timeline, stop);
    if (line || stop == 1 || app_at_edit(app)) return line;
    return timeline_script_line(app->timeline, stop - 1);
}

float code_pane_width(const App *app) {
    return pane_text_width(app, CODE_SIZE, (Text){text_cstr(&app->source), app->source.length});
}

static void draw_runs(App *app, const CodeLines *code, Text source, size_t number, Point at,
                      float size) {
    Ui *ui = &app->ui;
    if (number >= code->lines.count) return;
    const CodeLine *line = &code->lines.items[number];
    for (uint32_t i = 0; i < line->run_count; i++) {
        const CodeRun *run = &code->runs.items[line->first_run + i];
        Text before = {source.bytes + line->start, run->start - line->start};
        if (before.length > PANE_LINE_SHOWN || run->start + run->length > source.length) return;
        Text text = {source.bytes + run->start,
                     run->length < PANE_LINE_SHOWN ? run->length : PANE_LINE_SHOWN};
        float left = at.x + pane_line_width(app, size, before);
        draw_text(ui->list, (Point){left, at.y},
                  (TextStyle){.face = FONT_MONO,
                              .size = size,
                              .color = code_hue(app->theme, run->color),
                              .line = TEXT_MIDDLE},
                  text);
    }
}

void code_line_draw(App *app, const CodeLines *code, Text source, size_t number, float x, float y) {
    draw_runs(app, code, source, number, (Point){x, y}, CODE_SIZE);
}

/* Height of a line of the script, which is larger in a presentation. */
float code_pane_line(const App *app) {
    return floorf(present_text_size(app, CODE_LINE));
}

float code_text_height(Text source) {
    size_t lines = 1;
    for (size_t i = 0; i < source.length; i++) lines += source.bytes[i] == '\n';
    return (float)lines * CODE_LINE;
}

void code_text_draw(App *app, Text source, Rect area) {
    CodeLines code = {0};
    code_color(&code, source);
    draw_clip_push(app->ui.list, area);
    for (size_t i = 0; i < code.lines.count; i++) {
        code_line_draw(app, &code, source, i, area.x, area.y + ((float)i + 0.5f) * CODE_LINE);
    }
    draw_clip_pop(app->ui.list);
    code_lines_deinit(&code);
}

/* Scrolls so that the line stands inside, with some lines around it. */
static void follow_line(App *app, Rect inner, uint32_t line) {
    const float high = code_pane_line(app);
    float top = (float)(line - 1) * high, around = fminf(3 * high, inner.h / 3);
    if (top - around < app->code_scroll) app->code_scroll = floorf((top - around) / high) * high;
    if (top + high + around > app->code_scroll + inner.h) {
        app->code_scroll = ceilf((top + high + around - inner.h) / high) * high;
    }
}

/* Whether the line that ran or runs is in view, in a pane of this height. */
static bool shows_line(const App *app, float height) {
    const float high = code_pane_line(app), line = (float)last_line(app);
    return line > 0 && (line - 1) * high >= app->code_scroll - 1 &&
           line * high <= app->code_scroll + height + 1;
}

/* The line that runs next; the one that ran last, with the accent of what it touched. */
static void draw_line_marks(App *app, Rect row, bool next, bool ran) {
    const Theme *theme = app->theme;
    if (next || ran) draw_fill(app->ui.list, row, next ? theme->code_line : theme->accent_soft);
    if (next) draw_fill(app->ui.list, (Rect){row.x, row.y, 4, row.h}, theme->code_line_mark);
    if (ran) {
        float x = row.x + (next ? 4 : 0);
        draw_fill(app->ui.list, (Rect){x, row.y, 4, row.h}, theme->accent);
    }
}

void code_pane(App *app, Rect rect) {
    Ui *ui = &app->ui;
    ui_note(ui, "pane.code", rect);
    pane_inset(app, rect);
    Rect inner = {rect.x + 1, rect.y + 8, rect.w - 2, rect.h - 16};
    size_t count = app->code.lines.count;
    const float high = code_pane_line(app), size = present_text_size(app, CODE_SIZE);
    const float small = size * 11.5f / CODE_SIZE; /* of the numbers */
    float content = (float)count * high;
    uint32_t line = current_line(app), ran = ran_line(app);
    /* a line that was in view stays there when the pane becomes lower */
    bool lost = inner.h != app->code_height && shows_line(app, app->code_height) &&
                !shows_line(app, inner.h);
    bool resized = lost || (app->present.on && inner.h != app->code_height);
    app->code_height = inner.h;
    if ((app->code_follows || resized) && last_line(app)) follow_line(app, inner, last_line(app));
    app->code_follows = false;
    char widest[24];
    snprintf(widest, sizeof widest, "%zu", count < 10 ? (size_t)10 : count);
    float gutter = 14 + ui_width(ui, FONT_MONO, small, widest);
    UiAnswer numbers = ui_area(ui, "code", (Rect){inner.x, inner.y, gutter + 10, inner.h}, true,
                               true, _("Runs to this line; with Shift to the time before"));
    Rect text = {inner.x + gutter + 10, inner.y, inner.w - gutter - 10, inner.h};
    ui_scroll_across(ui, "code.across", text, app->code_width * size / CODE_SIZE + 24,
                     &app->code_scroll_x);
    ui_scroll(ui, "code.scroll", inner, content, &app->code_scroll);
    float row = (ui->mouse.y - inner.y + app->code_scroll) / high;
    bool on_line = row >= 0 && row < (float)count;
    if (numbers.hot && on_line) ui->cursor = CURSOR_HAND;
    if (numbers.clicked && numbers.hot && on_line) {
        app->wish.line = (uint32_t)row + 1;
        app->wish.line_back = ui->modifiers & MODIFIER_SHIFT;
    }
    draw_clip_push(ui->list, inner);
    size_t first = (size_t)fmaxf(app->code_scroll / high, 0);
    for (size_t i = first; i < count; i++) {
        float y = inner.y + (float)i * high - app->code_scroll;
        if (y > rect_bottom(inner)) break;
        Rect whole = {inner.x, y, inner.w, high};
        if (i + 1 == app->problem_line && left_pane_shows_problem(app)) {
            draw_fill(ui->list, whole, app->theme->code_error);
        }
        if (i + 1 == last_line(app)) ui_note(ui, "code.line", rect_intersection(whole, inner));
        draw_line_marks(app, whole, i + 1 == line, i + 1 == ran && i + 1 != app->problem_line);
        char number[24];
        snprintf(number, sizeof number, "%zu", i + 1);
        bool hot = numbers.hot && on_line && (size_t)row == i;
        ui_text_right(ui, (Point){inner.x + gutter, y + high / 2}, FONT_MONO, small,
                      hot ? app->theme->text : app->theme->code_gutter, number);
        draw_clip_push(ui->list, text);
        draw_runs(app, &app->code, (Text){text_cstr(&app->source), app->source.length}, i,
                  (Point){text.x + 6 - app->code_scroll_x, y + high / 2}, size);
        draw_clip_pop(ui->list);
    }
    draw_clip_pop(ui->list);
    if (numbers.focused && ui->focus_shown) ui_draw_focus(ui, rect, THEME_RADIUS_PANEL);
}
