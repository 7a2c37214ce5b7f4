#include "export/draft_script.h"

#include "base/translate.h"
#include "export/draft_moments.h"
#include "lesson/lesson_check.h"

#include <string.h>

typedef struct Making {
    const DraftScriptConfig *config;
    DraftScript *out;
    bool raises; /* the sandbox's script ends by an exception */
    Error *error;
} Making;

/* ---- the script's run ---- */

static void forget_run(DraftScript *script) {
    if (script->has_run) lesson_run_deinit(&script->run);
    timeline_destroy(script->timeline);
    script->timeline = NULL;
    script->has_run = false;
}

static bool run_script(Making *self) {
    Error why;
    TimelineConfig config = lesson_timeline_config();
    config.check = self->config->check_heap;
    config.argument = self->config->name;
    forget_run(self->out);
    self->out->timeline = timeline_create(&config, self->error);
    if (!self->out->timeline) return false;
    Text text = text_view(&self->out->text);
    TimelineOutcome outcome = timeline_run(self->out->timeline, self->config->name, text);
    if (outcome.result == RUN_HALTED) {
        return error_set(self->error, _("a lesson's script may not do that: %s"), outcome.message);
    }
    if (outcome.result == RUN_EXCEPTION && !self->raises) {
        return error_set(self->error, _("as a script it ends by an exception"));
    }
    if (!lesson_run_build(&self->out->run, self->out->timeline, text, &why)) {
        return error_set(self->error, _("it is no script for a lesson: %s"), why.message);
    }
    self->out->has_run = true;
    return true;
}

/* ---- lines that are alike ---- */

static bool is_in(const TextBuffer *text, const char *piece) {
    return strstr(text_cstr(text), piece) != NULL;
}

/* Whether a step has run and no words lead to the moment after it. */
static bool needs_mark(const Making *self, const PythonStep *step) {
    TextBuffer words = {0};
    DraftStops stops = draft_stops(&self->out->run, step->part);
    bool named = !stops.before || (draft_append_before(&self->out->run, stops, &words) &&
                                   draft_append_after(&self->out->run, step->part, stops, &words));
    text_deinit(&words);
    return !named;
}

/* Puts a comment above each step that needs one. The full stop tells `step 1.` from `step 12.` */
static bool mark_steps(Making *self) {
    TextBuffer marked = {0}, mark = {0};
    Text rest = text_view(&self->out->text), line;
    uint32_t number = 1, added = 0;
    size_t next = 0;
    text_append_string(&mark, "# step ");
    while (is_in(&self->out->text, text_cstr(&mark))) text_append_string(&mark, "# ");
    for (; text_next_line(&rest, &line); number++) {
        PythonStep *step = next < self->out->steps.count ? &self->out->steps.items[next] : NULL;
        if (step && step->part.first == number) {
            next++;
            if (needs_mark(self, step)) {
                added++;
                text_appendf(&marked, "%s%zu.\n", text_cstr(&mark), next);
            }
            step->part.first += added;
            step->part.last += added;
        }
        text_append(&marked, line.bytes, line.length);
        text_append_char(&marked, '\n');
    }
    text_deinit(&mark);
    if (added) {
        forget_run(self->out); /* it borrows the text */
        text_deinit(&self->out->text);
        self->out->text = marked;
    } else {
        text_deinit(&marked);
    }
    return added > 0;
}

/* ---- the whole ---- */

static bool has_statement(const DraftScript *script) {
    PythonParts parts = {0};
    Error ignored;
    Text text = text_view(&script->text);
    bool read = python_parts_read(text, &parts, &ignored);
    bool has = !read || parts.count > 0; /* what is no Python is told by its run */
    array_deinit(&parts);
    return has;
}

static bool make(Making *self) {
    const TextBuffer *text = &self->out->text;
    if (utf8_invalid_at(text_cstr(text), text->length) < text->length) {
        return error_set(self->error, _("the script is no text in UTF-8"));
    }
    if (!has_statement(self->out)) return error_set(self->error, _("there is nothing in it yet"));
    return run_script(self) && (!mark_steps(self) || run_script(self));
}

bool draft_script_make(Timeline *sandbox, Text source, const DraftScriptConfig *config,
                       DraftScript *script, Error *error) {
    PythonScript made = {0};
    if (!python_script_make(sandbox, source, PYTHON_SCRIPT_READ, &made, error)) return false;
    *script = (DraftScript){.text = made.text, .steps = made.steps};
    Making self = {.config = config, .out = script, .raises = made.raises, .error = error};
    if (make(&self)) return true;
    draft_script_deinit(script);
    return false;
}

void draft_script_deinit(DraftScript *script) {
    forget_run(script);
    text_deinit(&script->text);
    array_deinit(&script->steps);
}
