#include "app/script/output_pane.h"

#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 1 << 18 /* bytes kept for display */ };

static const float SIZE = 12.5f, LINE = 21;

/* ---- panes of text ---- */

void pane_inset(App *app, Rect rect) {
    draw_box(app->ui.list, rect,
             (BoxStyle){.fill = app->theme->panel_inset,
                        .radius = THEME_RADIUS_PANEL,
                        .stroke = {.color = app->theme->border, .width = 1}});
}

float pane_line_width(const App *app, float size, Text text) {
    if (text.length > PANE_LINE_SHOWN) text.length = PANE_LINE_SHOWN;
    return text_width(app->config.measure, FONT_MONO, size, text);
}

/* Width of the line with the most bytes. */
float pane_text_width(const App *app, float size, Text text) {
    Text longest = {"", 0}, line;
    while (text_next_line(&text, &line)) {
        if (line.length > longest.length) longest = line;
    }
    return pane_line_width(app, size, longest);
}

/* ---- what there is to read ---- */

static void append_echo(Output *output, const char *statement) {
    Text rest = text_of(statement), line;
    bool first = true;
    while (text_next_line(&rest, &line)) {
        array_push(&output->echoes, output->text.length);
        text_appendf(&output->text, "%s%.*s\n", first ? ">>> " : "... ", (int)line.length,
                     line.bytes);
        first = false;
    }
}

/* The first stop whose output may be shown: what is kept is the end. */
static uint32_t first_shown(const App *app) {
    uint32_t stop = timeline_position(app->timeline);
    size_t bytes = 0;
    for (; stop > 1 && bytes <= SHOWN; stop--) {
        bytes += timeline_step_output_bytes(app->timeline, stop);
    }
    return stop;
}

/* What the steps up to the shown stop printed, with the statements whose steps did. */
static void append_steps(App *app) {
    Output *output = &app->output;
    const char *echoed = NULL;
    for (uint32_t stop = first_shown(app); stop <= timeline_position(app->timeline); stop++) {
        output->fresh = output->text.length;
        if (!timeline_step_output_bytes(app->timeline, stop)) continue;
        const char *statement = timeline_statement(app->timeline, stop);
        if (statement && statement != echoed) append_echo(output, statement);
        if (statement) echoed = statement;
        output->fresh = output->text.length;
        timeline_step_output(app->timeline, stop, &output->text);
    }
}

/* Only the end is kept, from a line's start. */
static void cut(Output *output) {
    TextBuffer *text = &output->text;
    if (text->length <= SHOWN) return;
    size_t at = text->length - SHOWN, kept = 0;
    while (at < text->length && text->bytes[at - 1] != '\n') at++;
    memmove(text->bytes, text->bytes + at, text->length - at + 1);
    text->length -= at;
    output->fresh = output->fresh > at ? output->fresh - at : 0;
    for (size_t i = 0; i < output->echoes.count; i++) {
        if (output->echoes.items[i] >= at)
            output->echoes.items[kept++] = output->echoes.items[i] - at;
    }
    output->echoes.count = kept;
}

/* The source of the line that led to the shown stop. */
static Text line_that_ran(const App *app) {
    uint32_t stop = timeline_position(app->timeline);
    const char *statement = timeline_statement(app->timeline, stop);
    if (statement) return text_of(statement);
    uint32_t number = stop > 1 ? timeline_script_line(app->timeline, stop - 1) : 0;
    Text rest = {text_cstr(&app->source), app->source.length}, line = {"", 0};
    for (uint32_t i = 0; i < number; i++) {
        if (!text_next_line(&rest, &line)) return (Text){"", 0};
    }
    return line;
}

/* The argument of the only getrefcount() in the line; empty: there is none, or more than one. */
static Text find_question(Text line) {
    static const char call[] = "getrefcount(";
    const size_t length = sizeof call - 1;
    Text found = {"", 0};
    for (size_t i = 0; i + length <= line.length; i++) {
        if (memcmp(line.bytes + i, call, length) != 0) continue;
        if (found.length) return (Text){"", 0};
        size_t from = i + length, to = from;
        while (to < line.length && line.bytes[to] != ')') to++;
        found = (Text){line.bytes + from, to - from};
    }
    return found;
}

/* The last number of what the step printed, in its last line. */
static long last_number(const Output *output) {
    const char *text = text_cstr(&output->text);
    size_t end = output->text.length;
    while (end > output->fresh && text[end - 1] == '\n') end--;
    size_t from = end;
    while (from > output->fresh && text[from - 1] >= '0' && text[from - 1] <= '9') from--;
    return from < end ? strtol(text + from, NULL, 10) : -1;
}

/* "= 2 + 1 (its argument)" after a refcount that was printed. */
static void explain_refcount(App *app) {
    Output *output = &app->output;
    ReferencePlace place;
    output->note[0] = '\0';
    if (!app->has_before || app->inside.at || output->fresh == output->text.length) return;
    Text question = find_question(line_that_ran(app));
    if (!question.length || !object_path_find(&app->before_shown, question, &place)) return;
    uint32_t object = object_path_held(&app->before_shown, place);
    if (object == SNAPSHOT_NONE || app->before_shown.objects.items[object].shared) return;
    uint32_t refcount = app->before_shown.objects.items[object].refcount;
    if (last_number(output) != (long)refcount + 1) return;
    snprintf(output->note, sizeof output->note, _("= %u + 1 (its argument)"), refcount);
}

void output_gather(App *app) {
    Output *output = &app->output;
    text_clear(&output->text);
    array_clear(&output->echoes);
    output->fresh = 0;
    append_steps(app);
    bool here = timeline_position(app->timeline) == timeline_count(app->timeline);
    if (timeline_is_waiting(app->timeline) && (here || statements_wait(app))) {
        timeline_question(app->timeline, &output->text);
    }
    cut(output);
    explain_refcount(app);
    output->follows = true;
}

void output_forget(App *app) {
    text_clear(&app->output.text);
    array_clear(&app->output.echoes);
    app->output.note[0] = '\0';
    app->output.scroll = app->output.scroll_x = 0;
}

void output_deinit(Output *output) {
    text_deinit(&output->text);
    array_deinit(&output->echoes);
}

/* ---- on the screen ---- */

static size_t count_lines(Text text) {
    size_t lines = text.length && text.bytes[text.length - 1] != '\n';
    for (size_t i = 0; i < text.length; i++) lines += text.bytes[i] == '\n';
    return lines;
}

/* Whether a line that starts so is a statement's; `*echo` moves on through them. */
static bool is_echo(const Output *output, size_t start, size_t *echo) {
    while (*echo < output->echoes.count && output->echoes.items[*echo] < start) ++*echo;
    return *echo < output->echoes.count && output->echoes.items[*echo] == start;
}

static void draw_line_of(App *app, Rect across, Text line, float y, Color color, const char *note) {
    Ui *ui = &app->ui;
    float x = across.x - app->output.scroll_x;
    if (line.length > PANE_LINE_SHOWN) line.length = PANE_LINE_SHOWN;
    draw_clip_push(ui->list, across);
    draw_text(ui->list, (Point){x, y},
              (TextStyle){.face = FONT_MONO, .size = SIZE, .color = color, .line = TEXT_MIDDLE},
              line);
    x += pane_line_width(app, SIZE, line) + 14;
    if (note) ui_text(ui, (Point){x, y}, FONT_UI, 12, app->theme->text_muted, note);
    draw_clip_pop(ui->list);
}

void output_pane(App *app, Rect rect) {
    Ui *ui = &app->ui;
    Output *output = &app->output;
    const Theme *theme = app->theme;
    ui_note(ui, "pane.output", rect);
    pane_inset(app, rect);
    float lines = fmaxf(floorf((rect.h - 12) / LINE), 1);
    Rect inner = {rect.x + 1, rect.y + 6, rect.w - 2, lines * LINE};
    Text text = {text_cstr(&output->text), output->text.length};
    float content = (float)count_lines(text) * LINE;
    if (output->follows) output->scroll = content;
    Rect across = {inner.x + 14, inner.y, inner.w - 14, inner.h};
    float width = pane_text_width(app, SIZE, text) + 24;
    ui_scroll_across(ui, "output.across", across, width, &output->scroll_x);
    ui_scroll(ui, "output.scroll", inner, content, &output->scroll);
    output->follows = output->scroll + inner.h >= content - 1; /* also in a pane of another size */
    draw_clip_push(ui->list, inner);
    float y = inner.y + LINE / 2 - output->scroll;
    size_t echo = 0;
    Text rest = text, line;
    for (; text_next_line(&rest, &line); y += LINE) {
        size_t start = (size_t)(line.bytes - text.bytes), end = start + line.length;
        bool echoed = is_echo(output, start, &echo);
        bool fresh = !echoed && end >= output->fresh && output->fresh < text.length;
        if (y > rect_bottom(inner) + LINE) break;
        if (y < inner.y - LINE) continue;
        if (fresh) {
            draw_fill(ui->list, (Rect){inner.x, y - LINE / 2 + 2, 3, LINE - 4}, theme->accent);
        }
        bool last = end + 1 >= text.length;
        draw_line_of(app, across, line, y, fresh ? theme->text : theme->text_muted,
                     last && output->note[0] ? output->note : NULL);
    }
    draw_clip_pop(ui->list);
}
