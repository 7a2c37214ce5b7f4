#include "export/lesson_draft.h"

#include "base/translate.h"
#include "export/draft_moments.h"
#include "export/draft_script.h"
#include "export/draft_words.h"
#include "lesson/lesson_check.h"

#include <string.h>

enum {
    WORDS_MOST = 340,    /* characters of a card for what a step has changed */
    NAMED_MOST = 3,      /* statements that are named on one card */
    BEATS_MOST = 150,    /* besides the first and the last */
    EXAMPLES_MOST = 200, /* with the task */
    TITLE_MOST = 60      /* characters */
};

/* An example in comments: lines [from, to) of the lesson. */
typedef struct Example {
    uint32_t from, to;
    bool wrong; /* it is left out */
} Example;

typedef struct Drafting {
    Timeline *sandbox;
    const LessonDraftConfig *config;
    DraftScript script;
    TextBuffer lesson;
    uint32_t lines; /* of it */
    Array(Example) examples;
    Array(bool) left_out; /* by number: those that were wrong the last time */
} Drafting;

/* ---- rows ---- */

/* Lines of the lesson; how many there are is counted. */
static void put(Drafting *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(Drafting *self, const char *format, ...) {
    va_list args;
    size_t from = self->lesson.length;
    va_start(args, format);
    text_appendv(&self->lesson, format, args);
    va_end(args);
    for (; from < self->lesson.length; from++) self->lines += self->lesson.bytes[from] == '\n';
}

/* The lines of an example, each behind a `# `. */
static void put_example(Drafting *self, const TextBuffer *rows) {
    Text rest = text_view(rows), line;
    size_t number = self->examples.count;
    if (number >= EXAMPLES_MOST) return;
    Example example = {.from = self->lines + 1};
    bool left_out = number < self->left_out.count && self->left_out.items[number];
    while (!left_out && text_next_line(&rest, &line)) {
        put(self, "# %.*s\n", (int)line.length, line.bytes);
    }
    example.to = self->lines + 1;
    array_push(&self->examples, example);
    if (!left_out) put(self, "\n");
}

static void put_head(Drafting *self, size_t beats) {
    TextBuffer title = {0};
    const char *bytes = self->config->title, *end = bytes + strlen(bytes);
    for (int i = 0; bytes < end && i < TITLE_MOST; i++) {
        const char *start = bytes;
        int32_t code_point = utf8_next(&bytes, end);
        bool plain = code_point >= ' ' && code_point != 0x7F;
        text_append(&title, plain ? start : " ", plain ? (size_t)(bytes - start) : 1);
    }
    bool blank = strspn(text_cstr(&title), " ") == title.length;
    size_t minutes = 1 + beats / 2;
    put(self, "title: %s\n", blank ? _("A lesson") : text_cstr(&title));
    put(self, "goal: %s\n", _("Say what each statement does to names, objects and refcounts."));
    put(self, "minutes: %zu\n\n", minutes < 120 ? minutes : 120);
    put(self, "## %s\n", _("A draft, made from a sandbox. All numbers in its texts are computed."));
    put(self, "## %s\n",
        _("Lines that begin with a single # are examples: take the # and the blank behind it away "
          "to use one."));
    put(self, "## lastref lesson check %s.lesson\n\n", self->config->name);
    text_deinit(&title);
}

/* ---- steps ---- */

static Text statement_of(const Drafting *self, const PythonStep *step) {
    return text_of(timeline_record(self->sandbox, step->record).text);
}

/* "`a = 1`, `b = a`" */
static void append_statements(const Drafting *self, size_t first, size_t last, TextBuffer *out) {
    size_t from = last - first < NAMED_MOST ? first : last + 1 - NAMED_MOST;
    if (from > first) text_append_string(out, "\xE2\x80\xA6 ");
    for (size_t i = from; i <= last; i++) {
        if (i > from) text_append_string(out, ", ");
        draft_append_code(statement_of(self, &self->script.steps.items[i]), out);
    }
}

/* A prediction of a refcount, asked before the step runs. */
static void put_question(Drafting *self, size_t number, DraftStops stops, const char *path,
                         const Moment *before) {
    const PythonStep *step = &self->script.steps.items[number];
    TextBuffer rows = {0}, asked = {0}, code = {0};
    size_t length;
    text_appendf(&rows, "beat ask-%zu: %s\n    at ", number + 1, _("What will it be?"));
    bool known = path[0] && draft_append_before(&self->script.run, stops, &rows);
    text_appendf(&rows, "\n    predict number refcount(%s)\n        ask ", path);
    draft_append_code(statement_of(self, step), &code);
    text_appendf(&rows, _("%s is about to run. What will the badge of `%s` say once it has?"),
                 text_cstr(&code), path);
    text_append_char(&rows, '\n');
    if (lesson_run_after(&self->script.run, stops.before) != stops.after) {
        text_append_string(&rows, "        reveal ");
        known = known && draft_append_after(&self->script.run, step->part, stops, &rows);
        text_append_char(&rows, '\n');
    }
    text_appendf(&asked, "{refcount(%s)}", path);
    if (draft_can_be_told(text_view(&asked), before, &length)) {
        text_appendf(&rows, "        wrong before(refcount(%s)) because %s\n", path,
                     _("So it says now. What does this statement add or take away?"));
    }
    text_appendf(&rows, "        wrong because %s\n",
                 _("Count the arrows that will end at it, and what is not drawn."));
    text_append_string(&rows, "        right ");
    text_appendf(&rows, _("{refcount(%s)}: one for each reference."), path);
    text_append_char(&rows, '\n');
    if (known) put_example(self, &rows);
    text_deinit(&rows);
    text_deinit(&asked);
    text_deinit(&code);
}

/* What has changed between two stops; the question about it comes first. */
static void put_changes(Drafting *self, size_t first, size_t last, DraftStops stops,
                        DraftWords *words) {
    MomentLook before, after;
    if (!moment_open(&before, &self->script.run, (LessonStop){.stop = stops.before})) return;
    if (moment_open(&after, &self->script.run, (LessonStop){.stop = stops.after})) {
        after.moment.before = &before.moment;
        draft_words_make(&before.moment, &after.moment, WORDS_MOST, words);
        bool asks = first == last && stops.after > stops.before;
        if (asks) put_question(self, first, stops, text_cstr(&words->path), &before.moment);
        moment_close(&after);
    }
    moment_close(&before);
}

static void put_said(Drafting *self, size_t first, size_t last, const DraftWords *words) {
    TextBuffer code = {0};
    append_statements(self, first, last, &code);
    put(self, "    say\n        ");
    put(self, first == last ? _("%s has run.") : _("%s have run."), text_cstr(&code));
    put(self, "\n");
    Text rest = text_view(&words->lines), line;
    if (rest.length) put(self, "\n");
    while (text_next_line(&rest, &line)) put(self, "        %.*s\n", (int)line.length, line.bytes);
    put(self, "\n");
    text_deinit(&code);
}

/* A card for the steps first .. last, at the moment after the last; `at` says that. */
static void put_beat(Drafting *self, size_t first, size_t last, DraftStops stops, const char *at) {
    DraftWords words = {0};
    put_changes(self, first, last, stops, &words);
    put(self, "beat step-%zu: ", last + 1);
    if (first == last)
        put(self, _("Step %zu"), last + 1);
    else
        put(self, _("Steps %zu to %zu"), first + 1, last + 1);
    put(self, "\n    at %s\n", at);
    put_said(self, first, last, &words);
    draft_words_deinit(&words);
}

/* Steps that no words lead to, or that are too many, share the card of the next one. */
static void put_steps(Drafting *self) {
    size_t count = self->script.steps.count, group = 1 + count / BEATS_MOST, first = 0;
    DraftStops stops = {0};
    for (size_t i = 0; i < count; i++) {
        TextBuffer at = {0};
        const PythonStep *step = &self->script.steps.items[i];
        DraftStops own = draft_stops(&self->script.run, step->part);
        if (!stops.before) stops.before = own.before;
        if (own.after) stops.after = own.after;
        bool last = i + 1 == count, full = i + 1 - first >= group;
        bool named = full && draft_append_after(&self->script.run, step->part, own, &at);
        if (!named && last) {
            text_append_string(&at, "finish");
            stops.after = (uint32_t)self->script.run.stops.count;
            if (!stops.before) stops.before = stops.after;
        }
        if (named || last) {
            put_beat(self, first, i, stops, text_cstr(&at));
            first = i + 1;
            stops = (DraftStops){0};
        }
        text_deinit(&at);
    }
}

/* ---- the task ---- */

/* A name of the module whose object has a refcount to speak of; empty: there is none. */
static void find_named(const Moment *end, TextBuffer *name) {
    const Snapshot *now = end->now;
    const SnapFrame *module = snapshot_module(now);
    for (uint32_t i = 0; module && i < module->variable_count; i++) {
        const SnapVariable *variable = &now->variables.items[module->first_variable + i];
        if (variable->object == SNAPSHOT_NONE) continue;
        bool counts = draft_counts(&now->objects.items[variable->object]);
        if (!counts || variable->name.length > 60) continue;
        text_clear(name);
        text_append(name, variable->name.bytes, variable->name.length);
        return;
    }
}

static void put_task(Drafting *self, const Moment *end) {
    TextBuffer rows = {0}, name = {0}, fresh = {0};
    find_named(end, &name);
    text_append_string(&fresh, "another");
    while (strstr(text_cstr(&self->script.text), text_cstr(&fresh))) text_append_char(&fresh, '_');
    const char *old = text_cstr(&name), *new = text_cstr(&fresh);
    text_appendf(&rows, "beat try: %s\n    at finish\n", _("Your turn"));
    if (name.length) {
        text_appendf(&rows, "    task refcount(%s) == before(refcount(%s)) + 1\n        ask ", old,
                     old);
        text_appendf(&rows, _("Make one more reference to the object that `%s` leads to."), old);
        text_appendf(&rows, "\n        hint %s\n", _("A second name is one."));
        text_appendf(&rows, "        solution\n            %s = %s\n        done ", new, old);
        text_appendf(&rows,
                     _("Its badge said {before(refcount(%s))}, and says {refcount(%s)} now."), old,
                     old);
    } else {
        text_appendf(&rows, "    task exists(%s)\n        ask ", new);
        text_appendf(&rows, _("Make a list, and let the name `%s` lead to it."), new);
        text_appendf(&rows, "\n        solution\n            %s = [1]\n        done ", new);
        text_appendf(&rows, _("Its badge says {refcount(%s)}."), new);
    }
    text_append_char(&rows, '\n');
    put_example(self, &rows);
    text_deinit(&rows);
    text_deinit(&name);
    text_deinit(&fresh);
}

/* ---- the whole ---- */

static void put_start(Drafting *self) {
    put(self, "beat start: %s\n    at start\n    say ", _("The script"));
    put(self, "%s\n\n", _("Nothing has run yet. What will each line do?"));
}

static void put_end(Drafting *self) {
    MomentLook end;
    put(self, "beat end: %s\n    at finish\n    say ", _("The end"));
    put(self, "%s\n\n",
        _("The script has run. Objects without a way from the stack: {garbage()}."));
    if (!moment_open(&end, &self->script.run,
                     (LessonStop){.stop = (uint32_t)self->script.run.stops.count}))
        return;
    put_task(self, &end.moment);
    moment_close(&end);
}

static void write_lesson(Drafting *self) {
    text_clear(&self->lesson);
    array_clear(&self->examples);
    self->lines = 0;
    put_head(self, self->script.steps.count + 2);
    put_start(self);
    put_steps(self);
    put_end(self);
}

void lesson_draft_uncomment(Text lesson, TextBuffer *out) {
    for (Text line; text_next_line(&lesson, &line);) {
        bool example = line.length > 1 && line.bytes[0] == '#' && line.bytes[1] == ' ';
        size_t from = example ? 2 : 0;
        text_append(out, line.bytes + from, line.length - from);
        text_append_char(out, '\n');
    }
}

static bool read_own_script(void *context, const char *path, TextBuffer *out, Error *error) {
    const Drafting *self = context;
    (void)path;
    (void)error;
    text_append(out, text_cstr(&self->script.text), self->script.text.length);
    return true;
}

static bool check(Drafting *self, Text lesson, LessonMistakes *mistakes) {
    TextBuffer path = {0};
    text_appendf(&path, "%s.lesson", self->config->name);
    LessonCheck config = {.path = text_cstr(&path),
                          .read_file = read_own_script,
                          .context = self,
                          .check_heap = self->config->check_heap};
    bool fine = lesson_check(&config, lesson, mistakes);
    text_deinit(&path);
    return fine;
}

/* Leaves out the examples that are not valid as they stand. */
static void drop_wrong_examples(Drafting *self) {
    TextBuffer open = {0};
    LessonMistakes mistakes = {0};
    lesson_draft_uncomment(text_view(&self->lesson), &open);
    bool fine = check(self, text_view(&open), &mistakes);
    for (size_t i = 0; i < self->examples.count && !fine; i++) {
        Example *example = &self->examples.items[i];
        example->wrong = mistakes.more > 0;
        for (size_t j = 0; j < mistakes.items.count; j++) {
            uint32_t line = mistakes.items.items[j].line;
            example->wrong = example->wrong || (line >= example->from && line < example->to);
        }
    }
    for (size_t i = 0; i < self->examples.count; i++) {
        array_push(&self->left_out, self->examples.items[i].wrong);
    }
    lesson_mistakes_deinit(&mistakes);
    text_deinit(&open);
    if (!fine) write_lesson(self);
}

bool lesson_draft_make(Timeline *timeline, Text source, const LessonDraftConfig *config,
                       LessonDraft *draft, Error *error) {
    Drafting self = {.sandbox = timeline, .config = config};
    DraftScriptConfig script = {.name = config->name, .check_heap = config->check_heap};
    if (!draft_script_make(timeline, source, &script, &self.script, error)) return false;
    write_lesson(&self);
    drop_wrong_examples(&self);
    LessonMistakes mistakes = {0};
    bool fine = check(&self, text_view(&self.lesson), &mistakes);
    if (fine) {
        *draft = (LessonDraft){.lesson = self.lesson};
        text_append(&draft->script, text_cstr(&self.script.text), self.script.text.length);
    } else {
        const LessonMistake *first = &mistakes.items.items[0];
        error_set(error, _("it cannot be a lesson: %s (line %u of the lesson)"), first->text,
                  first->line);
        text_deinit(&self.lesson);
    }
    lesson_mistakes_deinit(&mistakes);
    draft_script_deinit(&self.script);
    array_deinit(&self.examples);
    array_deinit(&self.left_out);
    return fine;
}

void lesson_draft_deinit(LessonDraft *draft) {
    text_deinit(&draft->script);
    text_deinit(&draft->lesson);
}
