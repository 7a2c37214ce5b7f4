/* What only the teacher sees: where the lesson is and what comes, the author's note, the answer
 * that is held back, a task's hints and solution, the time. In a window of their own, or at the
 * foot of this one. */
#include "app/app_state.h"
#include "app/present/present.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void notes_forget(App *app) {
    PresentNotes *notes = &app->present.notes;
    notes->known = false;
    text_deinit(&notes->answer);
}

/* ---- the answer ---- */

static const LessonBeat *beat_of(const App *app) {
    return &app->guide.file.beats[app->guide.beat];
}

static void append_answer(const Revelation *right, TextBuffer *out) {
    if (right->prediction->kind == PREDICT_CHOICE) {
        text_appendf(out, "%c  ", (char)('A' + right->option));
    }
    text_append(out, right->told.bytes, right->told.length);
}

/* Computed without showing it: the timeline is put back to where it was. */
static void compute_answer(App *app, TextBuffer *out) {
    const Guide *guide = &app->guide;
    GoalFault fault = {.text = ""};
    Revelation right;
    uint32_t shown = timeline_position(app->timeline);
    /* a statement has cut off what comes next */
    if (timeline_done_count(app->timeline)) return;
    if (answer_reveal(&right, &guide->run, beat_of(app)->predict, guide->stops.at[guide->beat],
                      guide->stops.reveal[guide->beat], &fault)) {
        append_answer(&right, out);
    }
    answer_deinit(&right);
    timeline_seek(app->timeline, shown);
}

void notes_update(App *app) {
    const Guide *guide = &app->guide;
    PresentNotes *notes = &app->present.notes;
    if (!app->present.on || !notes->open || !guide->there || !app->timeline) return;
    if (notes->known && notes->beat == guide->beat && notes->part == guide->part) return;
    notes->known = true;
    notes->beat = guide->beat;
    notes->part = guide->part;
    text_clear(&notes->answer);
    if (guide->part == GUIDE_ASKS) compute_answer(app, &notes->answer);
    if (guide->part == GUIDE_TELLS) append_answer(&guide->right, &notes->answer);
}

/* ---- what they say ---- */

enum { LINE_MOST = 300 };

static bool is_on_card(const App *app) {
    return app->guide.there && app->guide.part != GUIDE_ENDED;
}

static void put_where(const App *app, char *line) {
    const Guide *guide = &app->guide;
    if (guide->there) {
        uint32_t number = guide->part == GUIDE_ENDED ? guide->file.beat_count : guide->beat + 1;
        snprintf(line, LINE_MOST, _("Card %u of %u"), number, guide->file.beat_count);
    } else {
        snprintf(line, LINE_MOST, _("Step %u of %u"), app_step(app), app_step_count(app));
    }
}

static void put_title(const App *app, char *line) {
    Text title = is_on_card(app) ? lesson_beat_title(beat_of(app)) : text_of(app->heading);
    snprintf(line, LINE_MOST, "%.*s", (int)title.length, title.bytes);
}

static void put_next(const App *app, char *line) {
    const Guide *guide = &app->guide;
    line[0] = '\0';
    if (!is_on_card(app)) return;
    if (guide->beat + 1 == guide->file.beat_count) {
        snprintf(line, LINE_MOST, "%s", _("Then the lesson ends"));
    } else {
        Text title = lesson_beat_title(&guide->file.beats[guide->beat + 1]);
        snprintf(line, LINE_MOST, _("Next: %.*s"), (int)title.length, title.bytes);
    }
}

static void put_time(const App *app, char *line) {
    uint64_t seconds = (app->now - app->present.since) / 1000;
    unsigned hours = (unsigned)(seconds / 3600), minutes = (unsigned)(seconds / 60 % 60);
    if (hours) {
        snprintf(line, LINE_MOST, "%u:%02u:%02u", hours, minutes, (unsigned)(seconds % 60));
    } else {
        snprintf(line, LINE_MOST, "%u:%02u", minutes, (unsigned)(seconds % 60));
    }
}

static const LessonTask *task_of(const App *app) {
    return is_on_card(app) ? beat_of(app)->task : NULL;
}

void notes_append(const App *app, TextBuffer *out) {
    const PresentNotes *notes = &app->present.notes;
    char line[LINE_MOST];
    if (!app->present.on || !notes->open) return;
    put_where(app, line);
    text_appendf(out, "%s\n", line);
    put_title(app, line);
    text_appendf(out, "%s\n", line);
    put_next(app, line);
    if (line[0]) text_appendf(out, "%s\n", line);
    put_time(app, line);
    text_appendf(out, "%s\n", line);
    const RichText *note = &app->guide.note;
    for (size_t i = 0; is_on_card(app) && i < note->spans.count; i++) {
        text_append_string(out, note->spans.items[i].text);
        if (i + 1 == note->spans.count) text_append_char(out, '\n');
    }
    if (notes->answer.length) text_appendf(out, "%s\n", text_cstr(&notes->answer));
    const LessonTask *task = task_of(app);
    if (task) text_append(out, task->solution.bytes, task->solution.length);
}

/* ---- drawing ---- */

/* From the top down. */
typedef struct Sheet {
    const App *app;
    Ui *ui; /* of the window that it is drawn in: it takes no input */
    Rect shown;
    float x, y, width, size;
} Sheet;

static void put_line(Sheet *sheet, FontFace face, float size, Color color, Text text) {
    if (!text.length) return;
    Rect area = {sheet->x, sheet->y, sheet->width, 0};
    sheet->y += ui_paragraph(sheet->ui, area, face, size, color, text) + sheet->size * 0.3f;
}

static void put_heading(Sheet *sheet, const char *text) {
    put_line(sheet, FONT_UI_MEDIUM, sheet->size * 0.9f, sheet->ui->theme->text_muted,
             text_of(text));
}

static void put_rich(Sheet *sheet, const char *name, const RichText *text) {
    if (!text->paragraphs.count) return;
    float height = rich_text_height(sheet->ui, text, sheet->width, sheet->size);
    rich_text_draw(sheet->ui, name, (Rect){sheet->x, sheet->y, sheet->width, height}, sheet->shown,
                   text, sheet->size);
    sheet->y += height + sheet->size * 0.5f;
}

/* Time and place. */
static void put_head(Sheet *sheet) {
    const Theme *theme = sheet->ui->theme;
    char line[LINE_MOST], time[LINE_MOST];
    put_time(sheet->app, time);
    put_where(sheet->app, line);
    float big = sheet->size * 1.5f, y = sheet->y + big * 0.6f;
    ui_text(sheet->ui, (Point){sheet->x, y}, FONT_UI_BOLD, big, theme->text, time);
    ui_text_right(sheet->ui, (Point){sheet->x + sheet->width, y}, FONT_UI_MEDIUM, sheet->size,
                  theme->text_muted, line);
    sheet->y += big * 1.5f;
    put_title(sheet->app, line);
    put_line(sheet, FONT_UI_BOLD, sheet->size * 1.15f, theme->text, text_of(line));
    put_next(sheet->app, line);
    put_line(sheet, FONT_UI, sheet->size, theme->text_muted, text_of(line));
}

/* What the lesson's author says to who teaches. */
static void put_note(Sheet *sheet) {
    const RichText *note = &sheet->app->guide.note;
    if (!is_on_card(sheet->app) || !note->paragraphs.count) return;
    put_rich(sheet, "notes.note", note);
    sheet->y += sheet->size * 0.4f;
}

static void put_answer(Sheet *sheet) {
    const TextBuffer *answer = &sheet->app->present.notes.answer;
    if (!answer->length) return;
    put_heading(sheet, _("The answer"));
    put_line(sheet, FONT_UI_BOLD, sheet->size * 1.15f, sheet->ui->theme->accent,
             (Text){text_cstr(answer), answer->length});
    sheet->y += sheet->size * 0.4f;
}

static void put_solution(Sheet *sheet) {
    const LessonTask *task = task_of(sheet->app);
    const Guide *guide = &sheet->app->guide;
    if (!task || guide->part == GUIDE_DONE) return;
    put_heading(sheet, _("The solution"));
    for (Text rest = task->solution, line; text_next_line(&rest, &line);) {
        draw_text(sheet->ui->list, (Point){sheet->x, sheet->y + sheet->size * 0.7f},
                  (TextStyle){.face = FONT_MONO,
                              .size = sheet->size,
                              .color = sheet->ui->theme->code_text,
                              .line = TEXT_MIDDLE,
                              .max_width = sheet->width},
                  line);
        sheet->y += sheet->size * 1.5f;
    }
    sheet->y += sheet->size * 0.4f;
}

static void put_hints(Sheet *sheet) {
    const LessonTask *task = task_of(sheet->app);
    const Guide *guide = &sheet->app->guide;
    if (!task || guide->part != GUIDE_TASK || !task->hint_count) return;
    put_heading(sheet, _("Hints"));
    for (uint32_t i = 0; i < task->hint_count; i++) {
        put_rich(sheet, "notes.hint", &guide->hints[i]);
    }
}

/* ---- at the foot ---- */

float notes_height(const App *app, Point window) {
    const PresentNotes *notes = &app->present.notes;
    if (!app->present.on || !notes->open || notes->apart) return 0;
    return floorf(fminf(fmaxf(window.y * 0.27f, 112), 190));
}

/* Where the lesson is, the answer, the solution: side by side. */
void notes_strip(App *app) {
    const float pad = 16;
    Rect rect = app->panes.bottom;
    if (rect.h <= 0) return;
    Ui *ui = &app->ui;
    ui_area(ui, "notes", rect, true, false, NULL);
    draw_fill(ui->list, rect, app->theme->panel_card);
    draw_fill(ui->list, (Rect){rect.x, rect.y, rect.w, 1}, app->theme->border);
    draw_clip_push(ui->list, rect);
    float column = (rect.w - 4 * pad) / 3;
    Sheet sheet = {app, ui, rect, rect.x + pad, rect.y + 10, column, 12};
    put_head(&sheet);
    sheet.x += column + pad;
    sheet.y = rect.y + 14;
    put_answer(&sheet);
    put_solution(&sheet);
    sheet.x += column + pad;
    sheet.y = rect.y + 14;
    put_note(&sheet);
    put_hints(&sheet);
    draw_clip_pop(ui->list);
}

/* ---- in a window of their own ---- */

bool app_notes_frame(App *app, Point size, DrawList *list) {
    const PresentNotes *notes = &app->present.notes;
    const float pad = 18, wide = 560; /* of lines that are still easy to read */
    draw_list_clear(list);
    if (!app->present.on || !notes->open || !notes->apart) return false;
    Ui ui = {.list = list, .theme = app->theme, .measure = app->config.measure, .now = app->now};
    Rect window = {0, 0, size.x, size.y};
    draw_fill(list, window, app->theme->window);
    draw_clip_push(list, window);
    Sheet sheet = {app, &ui, window, pad, pad, fminf(size.x - 2 * pad, wide), 12.5f};
    put_head(&sheet);
    sheet.y += 12;
    put_note(&sheet);
    put_answer(&sheet);
    put_solution(&sheet);
    put_hints(&sheet);
    draw_clip_pop(list);
    ui_deinit(&ui);
    return true;
}

void app_open_notes(App *app) {
    if (!app->present.on) return;
    app->present.notes.open = true;
    notes_update(app);
}

void app_notes_closed(App *app, bool refused) {
    app->present.notes.open = refused && app->present.notes.open;
    app->present.notes.apart = app->present.notes.apart && !refused;
}
