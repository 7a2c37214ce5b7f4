#include "export/python_script.h"

#include "base/translate.h"
#include "export/python_checks.h"
#include "export/python_statement.h"
#include "timeline/snapshot.h"

#include <stdlib.h>
#include <string.h>

#define AT_END UINT32_MAX /* a place after the last part of the script */

typedef struct Export {
    Timeline *timeline;
    Text source; /* each line ends with a line feed */
    PythonParts parts;
    Array(TimelineRecord) records; /* in effect, in their order */
    PythonSteps steps;             /* the same, as far as they are written */
    Array(uint32_t) places;        /* before which part each was executed */
    PythonChecks checks;
    bool checked;
    bool displayed;    /* values of expressions are printed */
    uint32_t followed; /* the last stop that the checks have seen */
    uint32_t line;     /* the first of the source that is not written yet, from 1 */
    TextBuffer out;
    size_t counted;     /* bytes of `out` whose lines are known: */
    uint32_t out_lines; /* so many */
    bool raises;
    Error *error;
} Export;

/* ---- where the script was ---- */

/* The part that a line of the script is in; AT_END: none. */
static uint32_t part_of(const Export *self, uint32_t line) {
    for (uint32_t i = 0; i < self->parts.count; i++) {
        if (line >= self->parts.items[i].first && line <= self->parts.items[i].last) return i;
    }
    return AT_END;
}

/* Whether the script has been in a part before a stop. */
static bool has_begun(const Export *self, uint32_t part, uint32_t stop) {
    PythonPart lines = self->parts.items[part];
    for (uint32_t i = 1; i < stop; i++) {
        uint32_t line = timeline_script_line(self->timeline, i);
        bool own = !timeline_is_edit(self->timeline, i);
        if (own && line >= lines.first && line <= lines.last) return true;
    }
    return false;
}

/* Before which part a statement was executed. */
static bool find_place(const Export *self, size_t number, uint32_t before, uint32_t *place) {
    const TimelineRecord *record = &self->records.items[number];
    const TimelineRecord *last = number ? &self->records.items[number - 1] : NULL;
    if (last && record->at < last->at + last->made) {
        return error_set(self->error, _("statement %zu was executed in the middle of another one"),
                         number + 1);
    }
    *place = before;
    if (last && record->at == last->at + last->made) return true; /* where that was */
    uint32_t line = timeline_script_line(self->timeline, record->at);
    *place = line ? part_of(self, line) : AT_END;
    if (!line) return true;
    timeline_seek(self->timeline, record->at);
    bool within = *place == AT_END || !timeline_at_module_level(self->timeline) ||
                  has_begun(self, *place, record->at);
    if (!within) return true;
    return error_set(self->error,
                     _("statement %zu was executed while line %u of the script was under way: a "
                       "script cannot say that"),
                     number + 1, line);
}

/* ---- writing ---- */

/* The source from where it was left up to before a line. */
static void put_source(Export *self, uint32_t before) {
    Text rest = self->source, line;
    for (uint32_t number = 1; number < before && text_next_line(&rest, &line); number++) {
        if (number < self->line) continue;
        text_append(&self->out, line.bytes, line.length);
        text_append_char(&self->out, '\n');
    }
    if (before > self->line) self->line = before;
}

static void put_rest(Export *self) {
    put_source(self, UINT32_MAX);
}

static void follow(Export *self, uint32_t stop) {
    while (self->checked && self->followed < stop) {
        python_checks_follow(&self->checks, self->timeline, ++self->followed);
    }
}

static void put_checks(Export *self, uint32_t stop, int64_t returned) {
    if (!self->checked) return;
    follow(self, stop);
    timeline_seek(self->timeline, stop);
    python_checks_append(&self->checks, self->timeline, returned, &self->out);
}

/* The number on the last line that the steps from one stop to another printed; -1: none. */
static int64_t displayed_number(const Export *self, uint32_t from, uint32_t to) {
    TextBuffer printed = {0};
    for (uint32_t stop = from + 1; stop <= to; stop++) {
        timeline_step_output(self->timeline, stop, &printed);
    }
    const char *text = text_cstr(&printed);
    size_t end = printed.length && text[printed.length - 1] == '\n' ? printed.length - 1 : 0;
    size_t begin = end;
    while (begin > 0 && text[begin - 1] >= '0' && text[begin - 1] <= '9') begin--;
    bool whole = begin < end && end - begin < 10 && (begin == 0 || text[begin - 1] == '\n');
    int64_t number = whole ? strtoll(text + begin, NULL, 10) : -1;
    text_deinit(&printed);
    return number;
}

/* How many lines are written. */
static uint32_t count_lines(Export *self) {
    for (; self->counted < self->out.length; self->counted++) {
        self->out_lines += self->out.bytes[self->counted] == '\n';
    }
    return self->out_lines;
}

static bool put_statement(Export *self, size_t number) {
    const TimelineRecord *record = &self->records.items[number];
    PythonStatement statement = {0};
    Error why;
    uint32_t end = record->at + record->made;
    bool ok = python_statement_make(text_of(record->text), self->displayed, &statement, &why);
    if (!ok) error_set(self->error, "statement %zu: %s", number + 1, why.message);
    uint32_t first = count_lines(self) + 1;
    if (ok) text_append(&self->out, text_cstr(&statement.text), statement.text.length);
    self->steps.items[number].part = (PythonPart){first, count_lines(self)};
    int64_t returned = -1;
    if (ok && self->checked && statement.collects) {
        timeline_seek(self->timeline, record->at);
        bool certain = !python_checks_finds_constants(self->timeline);
        if (certain) returned = displayed_number(self, record->at, end);
    }
    text_deinit(&statement.text);
    if (ok) put_checks(self, end, returned);
    return ok;
}

/* Whether there is anything in the script that could be collected. */
static bool is_blank(const Export *self) {
    return self->parts.count == 0;
}

static bool find_places(Export *self) {
    uint32_t place = AT_END;
    for (size_t i = 0; i < self->records.count; i++) {
        if (!find_place(self, i, place, &place)) return false;
        array_push(&self->places, place);
    }
    return true;
}

static bool put_statements(Export *self) {
    for (size_t i = 0; i < self->records.count; i++) {
        const TimelineRecord *record = &self->records.items[i];
        uint32_t place = self->places.items[i];
        if (place == AT_END)
            put_rest(self);
        else
            put_source(self, self->parts.items[place].first);
        if (i == 0) {
            follow(self, record->at);
            if (self->checked && is_blank(self)) {
                text_append_string(&self->out, "__import__('gc').collect()\n");
                python_checks_begin_collected(&self->checks);
            } else {
                put_checks(self, record->at, -1);
            }
        }
        if (!put_statement(self, i)) return false;
    }
    return true;
}

/* What follows the last statement: the rest of the script, where that was run. */
static bool put_end(Export *self) {
    const TimelineOutcome *outcome = timeline_outcome(self->timeline);
    bool went_on = outcome->stop != 0;
    if (went_on && outcome->result == RUN_HALTED) {
        return error_set(self->error, _("the script was not run to its end: %s"), outcome->message);
    }
    if (!went_on) return true;
    const TimelineRecord *last = self->records.count ? &array_last(&self->records) : NULL;
    bool ended_before = last && outcome->stop <= last->at;
    if (ended_before && outcome->result != RUN_OK) {
        return error_set(self->error, _("the script ends before the statements: by an exception"));
    }
    if (ended_before) return true;
    put_rest(self);
    if (outcome->result == RUN_OK) put_checks(self, outcome->stop, -1);
    self->raises = outcome->result == RUN_EXCEPTION;
    return true;
}

static bool write_script(Export *self) {
    Error why;
    if (timeline_answer_count(self->timeline) > 0) {
        return error_set(self->error,
                         _("it has read what was typed, which a script would ask again"));
    }
    if (!python_parts_read(self->source, &self->parts, &why)) {
        return error_set(self->error, _("the script is no Python: %s"), why.message);
    }
    if (!find_places(self) || !put_statements(self) || !put_end(self)) return false;
    Text made = text_view(&self->out);
    if (python_script_is_valid(made, &why)) return true;
    return error_set(self->error, _("as one script the statements are no Python: %s"), why.message);
}

/* Whether the module has a name of its own for what the checks are made with. */
static bool hides_import(Export *self) {
    Snapshot now = {0};
    timeline_seek(self->timeline, timeline_count(self->timeline));
    snapshot_build(&now, timeline_vm(self->timeline), SNAPSHOT_PLAIN);
    bool hidden = snapshot_find_global(&now, "__import__") != SNAPSHOT_NONE;
    snapshot_deinit(&now);
    return hidden;
}

static void read_source(Text source, TextBuffer *out) {
    for (size_t i = 0; i < source.length; i++) {
        bool with_return = source.bytes[i] == '\r';
        if (with_return && i + 1 < source.length && source.bytes[i + 1] == '\n') continue;
        text_append_char(out, with_return ? '\n' : source.bytes[i]);
    }
    if (out->length && out->bytes[out->length - 1] != '\n') text_append_char(out, '\n');
}

bool python_script_make(Timeline *timeline, Text source, PythonScriptUse use, PythonScript *script,
                        Error *error) {
    TextBuffer text = {0};
    read_source(source, &text);
    Export self = {.timeline = timeline,
                   .source = text_view(&text),
                   .checked = use == PYTHON_SCRIPT_CHECKED,
                   .displayed = use != PYTHON_SCRIPT_READ,
                   .line = 1,
                   .error = error};
    for (uint32_t i = 0; i < timeline_done_count(timeline); i++) {
        TimelineRecord record = timeline_record(timeline, i);
        if (!record.in_effect) continue;
        array_push(&self.records, record);
        array_push(&self.steps, ((PythonStep){.record = i}));
    }
    uint32_t shown = timeline_position(timeline);
    bool ok = hides_import(&self)
                  ? error_set(error, _("the name __import__ has another meaning in it"))
                  : write_script(&self);
    timeline_seek(timeline, shown);
    if (ok) {
        *script = (PythonScript){self.out, self.steps, self.checks.count, self.raises};
    } else {
        text_deinit(&self.out);
        array_deinit(&self.steps);
    }
    python_checks_deinit(&self.checks);
    array_deinit(&self.parts);
    array_deinit(&self.records);
    array_deinit(&self.places);
    text_deinit(&text);
    return ok;
}

void python_script_deinit(PythonScript *script) {
    text_deinit(&script->text);
    array_deinit(&script->steps);
    *script = (PythonScript){0};
}
