/* What happened to the selected object: the steps that changed its refcount, each with the line or
 * statement that ran, and what the collection under way does to it. */
#include "app/inspector/inspector_sheet.h"
#include "base/translate.h"

#include <stdio.h>
#include <string.h>

enum { EVENTS_AROUND = 8 /* before and after the shown stop */ };

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* The line of the script, without its indentation and comment. */
static Text source_line(const App *app, uint32_t line) {
    if (line == 0 || line > app->code.lines.count) return (Text){"", 0};
    const CodeLine *self = &app->code.lines.items[line - 1];
    uint32_t start = self->start, end = start + self->length;
    for (uint32_t i = 0; i < self->run_count; i++) {
        const CodeRun *run = &app->code.runs.items[self->first_run + i];
        if (run->color == CODE_COMMENT && run->start < end) end = run->start;
    }
    const char *bytes = text_cstr(&app->source);
    while (start < end && is_blank(bytes[start])) start++;
    while (start < end && is_blank(bytes[end - 1])) end--;
    return (Text){bytes + start, end - start};
}

/* The line that the step to a stop ran, or, where a call ended in it, the line that made the call:
 * it goes on with what the call has returned. 0: none. */
static uint32_t line_of(const App *app, uint32_t stop) {
    if (stop < 2) return 0;
    uint32_t call = timeline_returned_from(app->timeline, stop);
    return timeline_line(app->timeline, call ? call : stop - 1);
}

static void append_statement(const App *app, uint32_t stop, TextBuffer *out) {
    const char *statement = timeline_statement(app->timeline, stop);
    if (statement) {
        text_append_string(out, statement);
        return;
    }
    uint32_t line = line_of(app, stop);
    Text text = line ? source_line(app, line) : text_of(_("start"));
    text_append(out, text.bytes, text.length);
    bool block = text.length && text.bytes[text.length - 1] == ':';
    if (line && timeline_line(app->timeline, stop) == 0) {
        text_append_string(out, _(", end of the script"));
    } else if (!block && timeline_returned_from(app->timeline, stop)) {
        text_append_string(out, _(", return"));
    }
}

/* The stop that what is shown has come to: inside a step, not yet the next. */
static uint32_t shown_stop(const App *app) {
    return timeline_position(app->timeline);
}

/* "1 -> 2", or what it holds, where the refcount has not changed. */
static void append_counts(const ObjectChange *change, TextBuffer *out) {
    static const char arrow[] = " \xE2\x86\x92 ";
    if (change->freed) {
        text_appendf(out, "%u%s%s", change->before, arrow, _("freed"));
    } else if (change->before != change->after) {
        text_appendf(out, "%u%s%u", change->before, arrow, change->after);
    } else if (change->old_length != change->new_length) {
        text_appendf(out, "len %u%s%u", change->old_length, arrow, change->new_length);
    } else {
        text_append_string(out, _("changed"));
    }
}

static Color change_color(const Theme *theme, const ObjectChange *change, bool collected) {
    if (collected) return theme->collect;
    if (change->before == change->after) return theme->reference;
    return change->after > change->before ? theme->birth : theme->death;
}

static void append_tip(const App *app, const ObjectChange *change, bool collected,
                       TextBuffer *out) {
    uint32_t line = line_of(app, change->stop);
    const char *what = change->born                      ? _("Born")
                       : collected                       ? _("Freed by the collector")
                       : change->freed                   ? _("Freed")
                       : change->before != change->after ? _("Refcount changed")
                                                         : _("What it holds changed");
    if (!line || timeline_statement(app->timeline, change->stop)) {
        /* Translators: what happened to an object, such as "Freed". */
        text_appendf(out, _("%s; goes to step %u"), what, change->stop);
    } else if (timeline_returned_from(app->timeline, change->stop)) {
        text_appendf(out, _("%s as a call of line %u returns; goes to step %u"), what, line,
                     change->stop);
    } else {
        text_appendf(out, _("%s by line %u; goes to step %u"), what, line, change->stop);
    }
}

static void put_change(Sheet *sheet, uint32_t number, const ObjectChange *change) {
    App *app = sheet->app;
    bool collected = change->freed && change->stop < app->marks.count &&
                     app->marks.items[change->stop] & (MARK_COLLECT | MARK_COLLECT_BY_ITSELF);
    bool now = change->stop == shown_stop(app) && !app->inside.at;
    TextBuffer text = {0}, counts = {0}, tip = {0};
    append_statement(app, change->stop, &text);
    append_counts(change, &counts);
    append_tip(app, change, collected, &tip);
    SheetLink link = {.name = "event",
                      .number = number,
                      .mark = LINK_BAR,
                      .color = change_color(app->theme, change, collected),
                      .face = FONT_MONO,
                      .text = text_cstr(&text),
                      .right = text_cstr(&counts),
                      .muted = change->stop > shown_stop(app),
                      .current = now,
                      .enabled = true,
                      .tip = text_cstr(&tip)};
    if (sheet_link(sheet, link).clicked) app_wish_stop(app, change->stop);
    text_deinit(&text);
    text_deinit(&counts);
    text_deinit(&tip);
}

/* What lies further away than is listed; a click goes to the nearest of it. */
static void put_more(Sheet *sheet, const char *name, size_t count, bool later, uint32_t stop) {
    char text[64];
    if (!count) return;
    snprintf(text, sizeof text,
             later ? translate_many("%zu later", "%zu later", count)
                   : translate_many("%zu earlier", "%zu earlier", count),
             count);
    LinkAnswer answer = sheet_link(sheet, (SheetLink){.name = name,
                                                      .face = FONT_UI,
                                                      .text = text,
                                                      .muted = true,
                                                      .enabled = true,
                                                      .tip = _("Goes to the nearest of them")});
    if (answer.clicked) app_wish_stop(sheet->app, stop);
}

/* The phase of the collection that is looked at. */
static void put_collection(Sheet *sheet) {
    static const char *const phases[] = {N_("listed"), N_("copy"),     N_("subtract"),
                                         N_("reach"),  N_("finalize"), N_("clear"),
                                         N_("clear"),  N_("finalize")};
    static const char *const verdicts[] = {"", N_("reached"), N_("rescued"), N_("suspected")};
    App *app = sheet->app;
    const Inside *look = &app->inside.look;
    if (!step_inside_collecting(app)) return;
    for (size_t i = 0; i < look->objects.count; i++) {
        const InsideObject *object = &look->objects.items[i];
        if (object->handle.serial != app->inspection.changes.object.serial) continue;
        char text[48], right[48] = "";
        InsideKind kind = look->stop.kind;
        snprintf(text, sizeof text, "gc: %s", _(phases[kind]));
        if (kind == INSIDE_COPY || kind == INSIDE_SUBTRACT) {
            snprintf(right, sizeof right, "gc_refs %u", object->gc_refs);
        } else if (kind != INSIDE_LISTED) {
            snprintf(right, sizeof right, "%s", _(verdicts[object->verdict]));
        }
        sheet_link(sheet, (SheetLink){.name = "event.gc",
                                      .mark = LINK_BAR,
                                      .color = app->theme->collect,
                                      .face = FONT_MONO,
                                      .text = text,
                                      .right = right,
                                      .current = true});
        return;
    }
}

void inspector_events(Sheet *sheet) {
    App *app = sheet->app;
    const ObjectHistory *changes = &app->inspection.changes;
    size_t count = object_history_count(changes), now = 0;
    if (!app->timeline || !changes->object.serial) return;
    bool searching = inspection_is_searching(app);
    if (!count && !searching && !step_inside_collecting(app)) return;
    if (!sheet_section(sheet, SHEET_EVENTS, _("Events"), searching ? _("searching") : "N")) return;
    while (now < count && object_history_at(changes, now)->stop <= shown_stop(app)) now++;
    size_t first = now > EVENTS_AROUND ? now - EVENTS_AROUND : 0;
    size_t last = count - now > EVENTS_AROUND ? now + EVENTS_AROUND : count;
    if (guide_hides_future(app)) last = count = now;
    if (first) {
        put_more(sheet, "event.earlier", first, false, object_history_at(changes, first - 1)->stop);
    }
    for (size_t i = first; i < now; i++) {
        put_change(sheet, (uint32_t)(i - first), object_history_at(changes, i));
    }
    put_collection(sheet);
    for (size_t i = now; i < last; i++) {
        put_change(sheet, (uint32_t)(i - first), object_history_at(changes, i));
    }
    if (last < count) {
        put_more(sheet, "event.later", count - last, true, object_history_at(changes, last)->stop);
    }
}
