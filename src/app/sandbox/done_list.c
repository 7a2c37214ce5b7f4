#include "app/sandbox/done_list.h"

#include "app/app_state.h"
#include "app/script/code_pane.h"
#include "base/hash.h"
#include "base/translate.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const float LINE = 23, SIZE = 11.5f;

enum {
    TOLD_MOST = 300,    /* statements: the effects of older ones are not told */
    OBJECTS_MOST = 2000 /* in a snapshot: larger heaps would be felt */
};

/* ---- what it did to refcounts ---- */

static const char *name_of(const App *app, const Snapshot *snapshot, uint32_t object,
                           TextBuffer *out) {
    text_clear(out);
    app_object_label(app, snapshot, object, out);
    return text_cstr(out);
}

/* Those that the picture counts, and not what is made and used up by every statement. */
static bool is_of_interest(const SnapObject *object) {
    return !object->small && !object->shared && object->class != OBJECT_MODULE;
}

static void append_effect(DoneEffect *effect, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void append_effect(DoneEffect *effect, const char *format, ...) {
    char part[80];
    va_list args;
    va_start(args, format);
    vsnprintf(part, sizeof part, format, args);
    va_end(args);
    size_t used = strlen(effect->text);
    snprintf(effect->text + used, sizeof effect->text - used, "%s%s", used ? ", " : "", part);
}

/* "list a 1 -> 2, Node freed" */
static void tell_effect(const App *app, const Snapshot *before, const Snapshot *now,
                        DoneEffect *effect) {
    enum { PARTS_MOST = 3 };
    TextBuffer name = {0};
    int parts = 0;
    for (uint32_t i = 0; i < now->objects.count && parts < PARTS_MOST; i++) {
        const SnapObject *object = &now->objects.items[i];
        uint32_t old = snapshot_find(before, object->handle);
        if (old == SNAPSHOT_NONE || !is_of_interest(object)) continue;
        uint32_t was = before->objects.items[old].refcount;
        if (was == object->refcount) continue;
        append_effect(effect, "%.40s %u\xE2\x86\x92%u", name_of(app, now, i, &name), was,
                      object->refcount);
        parts++;
    }
    for (uint32_t i = 0; i < before->objects.count && parts < PARTS_MOST; i++) {
        const SnapObject *object = &before->objects.items[i];
        bool gone = snapshot_find(now, object->handle) == SNAPSHOT_NONE;
        if (!gone || !is_of_interest(object)) continue;
        append_effect(effect, _("%.40s freed"), name_of(app, before, i, &name));
        parts++;
    }
    text_deinit(&name);
}

/* Describes the state at both ends of the statement's steps; another stop is shown then. */
static void find_effect(App *app, const TimelineRecord *record, DoneEffect *effect) {
    Snapshot before = {0}, now = {0};
    timeline_seek(app->timeline, record->at);
    snapshot_build(&before, timeline_vm(app->timeline), SNAPSHOT_PLAIN);
    if (before.objects.count <= OBJECTS_MOST) {
        timeline_seek(app->timeline, record->at + record->made);
        snapshot_build(&now, timeline_vm(app->timeline), SNAPSHOT_PLAIN);
        tell_effect(app, &before, &now, effect);
        snapshot_deinit(&now);
    }
    snapshot_deinit(&before);
}

static uint32_t lines_of(const char *text) {
    uint32_t lines = 1;
    for (; *text; text++) lines += *text == '\n';
    return lines;
}

static uint64_t hash_of(const char *text) {
    return hash_bytes(text, strlen(text));
}

/* The same statement at the same place: it did the same. */
static bool is_known(const DoneEffect *effect, const TimelineRecord *record) {
    return effect->at == record->at && effect->made == record->made &&
           effect->hash == hash_of(record->text);
}

void done_list_update(App *app) {
    uint32_t count = timeline_record_count(app->timeline);
    uint32_t shown = timeline_position(app->timeline), done = timeline_done_count(app->timeline);
    bool same = true; /* as before, up to here: what follows a change differs, too */
    for (uint32_t i = 0; i < count; i++) {
        TimelineRecord record = timeline_record(app->timeline, i);
        if (i == app->effects.count) array_push(&app->effects, (DoneEffect){0});
        DoneEffect *effect = &app->effects.items[i];
        effect->lines = i >= done || record.in_effect ? lines_of(record.text) : 0;
        if (!record.in_effect) continue;
        same = same && is_known(effect, &record);
        if (same) continue;
        *effect = (DoneEffect){.hash = hash_of(record.text),
                               .at = record.at,
                               .made = record.made,
                               .lines = effect->lines};
        if (i + TOLD_MOST >= count) find_effect(app, &record, effect);
    }
    app->effects.count = count;
    timeline_seek(app->timeline, shown);
}

/* ---- the list ---- */

uint32_t done_list_lines(const App *app) {
    uint32_t lines = 0;
    for (size_t i = 0; i < app->effects.count; i++) lines += app->effects.items[i].lines;
    return lines;
}

/* Done: to where it has been executed. Undone: all up to it are done again. */
static void go_to(App *app, uint32_t number) {
    TimelineRecord record = timeline_record(app->timeline, number);
    if (number < timeline_done_count(app->timeline)) {
        app_wish_stop(app, record.at + record.made);
    } else {
        app->wish.redo_to = number + 1;
    }
}

/* Whether the shown stop lies in the statement's steps. */
static bool is_shown(const App *app, uint32_t number) {
    TimelineRecord record = timeline_record(app->timeline, number);
    uint32_t stop = timeline_position(app->timeline);
    return number < timeline_done_count(app->timeline) && stop > record.at &&
           stop <= record.at + record.made;
}

static void draw_effect(App *app, Rect row, float code, const char *effect) {
    float width = ui_width(&app->ui, FONT_UI, SIZE, effect);
    if (!effect[0] || code + width + 24 > row.w) return; /* the tooltip has it */
    ui_text_right(&app->ui, (Point){rect_right(row) - 10, row.y + LINE / 2}, FONT_UI, SIZE,
                  app->theme->text_muted, effect);
}

/* A statement in its colours; `row` is all of its lines, of which those in `shown` are drawn. */
static void draw_statement(App *app, Rect row, Rect shown, float gutter, uint32_t number,
                           uint32_t label) {
    Ui *ui = &app->ui;
    TimelineRecord record = timeline_record(app->timeline, number);
    Text text = text_of(record.text);
    bool undone = number >= timeline_done_count(app->timeline);
    const char *effect = app->effects.items[number].text;
    char name[32], digits[24], tip[400];
    snprintf(name, sizeof name, "done.%u", label);
    snprintf(digits, sizeof digits, "%u", label + 1);
    snprintf(tip, sizeof tip, "%.200s\n%s", record.text,
             undone ? _("Taken back: a click does it again") : effect);
    UiAnswer answer = ui_area(ui, name, row, true, true, tip);
    if (answer.hot) ui->cursor = CURSOR_HAND;
    if (answer.clicked) go_to(app, number);
    if (is_shown(app, number)) {
        draw_fill(ui->list, row, app->theme->code_line);
        draw_fill(ui->list, (Rect){row.x, row.y, 4, row.h}, app->theme->code_line_mark);
    } else if (answer.hot) {
        draw_fill(ui->list, row, app->theme->accent_soft);
    }
    ui_text_right(ui, (Point){row.x + gutter, row.y + LINE / 2}, FONT_MONO, SIZE,
                  app->theme->code_gutter, digits);
    Rect clip = {row.x + gutter + 10, row.y, row.w - gutter - 14, row.h};
    CodeLines code = {0};
    code_color(&code, text);
    draw_opacity_push(ui->list, undone ? 0.5f : 1);
    draw_clip_push(ui->list, clip);
    for (uint32_t i = 0; i < code.lines.count; i++) {
        float y = row.y + ((float)i + 0.5f) * LINE;
        if (y < shown.y - LINE || y > rect_bottom(shown) + LINE) continue;
        code_line_draw(app, &code, text, i, clip.x, y);
    }
    draw_clip_pop(ui->list);
    if (code.lines.count == 1) draw_effect(app, clip, pane_line_width(app, 13, text), effect);
    draw_opacity_pop(ui->list);
    if (answer.focused && ui->focus_shown) ui_draw_focus(ui, row, 3);
    code_lines_deinit(&code);
}

/* The shown statement stays in view, also where the list becomes lower. */
static void follow_shown(App *app, Rect inner) {
    uint32_t count = (uint32_t)app->effects.count, stop = timeline_position(app->timeline);
    float top = 0;
    bool lower = inner.h < app->done_height;
    app->done_height = inner.h;
    if (app->done_followed == stop && app->done_count == count && !lower) return;
    app->done_followed = stop;
    app->done_count = count;
    for (uint32_t i = 0; i < count; i++) {
        float height = (float)app->effects.items[i].lines * LINE;
        if (height > 0 && is_shown(app, i)) {
            app->edits_scroll = fminf(app->edits_scroll, top);
            app->edits_scroll = fmaxf(app->edits_scroll, top + height - inner.h);
        }
        top += height;
    }
}

void done_list(App *app, Rect rect) {
    Ui *ui = &app->ui;
    uint32_t count = (uint32_t)app->effects.count, label = 0;
    ui_note(ui, "pane.done", rect);
    pane_inset(app, rect);
    Rect inner = {rect.x + 1, rect.y + 8, rect.w - 2, floorf((rect.h - 12) / LINE) * LINE};
    float content = (float)done_list_lines(app) * LINE;
    follow_shown(app, inner);
    ui_scroll(ui, "edits.scroll", inner, content, &app->edits_scroll);
    char widest[24];
    snprintf(widest, sizeof widest, "%u", count < 10 ? 10 : count);
    float gutter = 14 + ui_width(ui, FONT_MONO, SIZE, widest);
    draw_clip_push(ui->list, inner);
    float y = inner.y - app->edits_scroll;
    for (uint32_t i = 0; i < count && y < rect_bottom(inner); i++) {
        float height = (float)app->effects.items[i].lines * LINE;
        if (height <= 0) continue;
        Rect row = {inner.x, y, inner.w, height};
        if (y + height > inner.y) draw_statement(app, row, inner, gutter, i, label);
        y += height;
        label++;
    }
    draw_clip_pop(ui->list);
}
