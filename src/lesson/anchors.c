#include "lesson/anchors.h"

#include "base/translate.h"
#include "heap/gc.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN(text) (int)((text).length < 80 ? (text).length : 80), (text).bytes

static LessonStop at_stop(uint32_t stop) {
    return (LessonStop){.stop = stop};
}

/* ---- lines ---- */

static bool contains(Text line, Text piece) {
    for (size_t i = 0; i + piece.length <= line.length; i++) {
        if (memcmp(line.bytes + i, piece.bytes, piece.length) == 0) return true;
    }
    return false;
}

/* The first two lines below `from` that contain the piece; 0: none. */
static void find_lines(const LessonRun *run, Text piece, uint32_t from, uint32_t found[2]) {
    Text rest = run->source, line;
    uint32_t number = 0, count = 0;
    found[0] = found[1] = 0;
    while (count < 2 && text_next_line(&rest, &line)) {
        if (++number > from && contains(line, piece)) found[count++] = number;
    }
}

static bool find_unique(const LessonRun *run, Text piece, uint32_t *line, Error *error) {
    uint32_t found[2];
    find_lines(run, piece, 0, found);
    *line = found[0];
    if (!found[0]) {
        return error_set(error, _("no line of the script contains \"%.*s\""), SHOWN(piece));
    }
    if (!found[1]) return true;
    return error_set(error,
                     _("\"%.*s\" is in the script's lines %u and %u: name more of the line, or say "
                       "what it is `under`"),
                     SHOWN(piece), found[0], found[1]);
}

static bool find_line(const LessonRun *run, const Anchor *anchor, uint32_t *line, Error *error) {
    uint32_t under, found[2];
    if (!anchor->under.length) return find_unique(run, anchor->text, line, error);
    if (!find_unique(run, anchor->under, &under, error)) return false;
    find_lines(run, anchor->text, under, found);
    *line = found[0];
    if (found[0]) return true;
    return error_set(error, _("no line below line %u contains \"%.*s\""), under,
                     SHOWN(anchor->text));
}

uint32_t anchor_line(const LessonRun *run, const Anchor *anchor) {
    uint32_t line;
    Error error;
    bool named = anchor->kind == ANCHOR_LINE && find_line(run, anchor, &line, &error);
    return named ? line : 0;
}

/* ---- collections ---- */

static bool is_phase(const TimelineEvent *event, InsideKind phase) {
    if (event->kind != HEAP_COLLECTION_AT) return false;
    switch (gc_moment(event->detail)) {
    case GC_AT_LISTED:
        return phase == INSIDE_LISTED || phase == INSIDE_COPY || phase == INSIDE_SUBTRACT;
    case GC_AT_JUDGED: return phase == INSIDE_REACH;
    case GC_AT_FINALIZED: return phase == INSIDE_FINALIZE;
    case GC_AT_CLEARED: return phase == INSIDE_CLEAR;
    }
    return false;
}

/* The pass-th time that a collection comes to the phase, in the steps to first .. last. */
static bool find_phase(const LessonRun *run, InsideKind phase, uint32_t first, uint32_t last,
                       uint32_t pass, LessonStop *out) {
    for (uint32_t stop = first; stop <= last; stop++) {
        uint32_t count;
        const TimelineEvent *events = timeline_events(run->timeline, stop, &count);
        for (uint32_t i = 0; i < count; i++) {
            if (!is_phase(&events[i], phase) || --pass) continue;
            *out = (LessonStop){.stop = stop, .inside = true, .at = {.kind = phase, .event = i}};
            return true;
        }
    }
    return false;
}

static bool find_line_stop(const LessonRun *run, const Anchor *anchor, LessonStop *out,
                           Error *error) {
    uint32_t line, passes = 0;
    if (!find_line(run, anchor, &line, error)) return false;
    for (uint32_t stop = 1; stop <= run->stops.count; stop++) {
        if (run->stops.items[stop - 1].line != line || ++passes < anchor->pass) continue;
        uint32_t after = lesson_run_after(run, stop);
        if (!anchor->has_phase) {
            *out = at_stop(anchor->after ? after : stop);
            return true;
        }
        if (find_phase(run, anchor->phase, stop + 1, after, 1, out)) return true;
        return error_set(error, _("line %u makes no collection that comes to this phase"), line);
    }
    if (passes) {
        return error_set(
            error,
            translate_many("line %u runs only %u time", "line %u runs only %u times", passes), line,
            passes);
    }
    return error_set(
        error, _("line %u never runs: it is not reached, or no statement begins in it"), line);
}

/* ---- output ---- */

static bool find_output(const LessonRun *run, const Anchor *anchor, LessonStop *out, Error *error) {
    Text text = anchor->text;
    uint32_t passes = 0;
    size_t at = 0, end = 0;
    while (passes < anchor->pass && at + text.length <= run->output.length) {
        if (memcmp(run->output.bytes + at, text.bytes, text.length) != 0) {
            at++;
            continue;
        }
        passes++;
        end = at += text.length;
    }
    if (passes < anchor->pass) {
        if (!passes) return error_set(error, _("\"%.*s\" is never printed"), SHOWN(text));
        return error_set(error,
                         translate_many("\"%.*s\" is printed only %u time",
                                        "\"%.*s\" is printed only %u times", passes),
                         SHOWN(text), passes);
    }
    uint32_t stop = (uint32_t)run->stops.count;
    while (stop > 1 && run->stops.items[stop - 1].output_from >= end) stop--;
    *out = at_stop(stop);
    return true;
}

/* ---- deaths ---- */

static int compare_serials(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

typedef Array(uint32_t) Serials;

static Serials find_named(const LessonRun *run, Text name) {
    Serials serials = {0};
    for (size_t i = 0; i < run->names.spells.count; i++) {
        const NameSpell *spell = &run->names.spells.items[i];
        if (text_is(name, spell->name)) array_push(&serials, spell->serial);
    }
    if (serials.count) {
        qsort(serials.items, serials.count, sizeof *serials.items, compare_serials);
    }
    return serials;
}

/* The pass-th death of one of the objects; *passes: how many there were until then. */
static bool find_death(const LessonRun *run, const Serials *serials, uint32_t pass,
                       uint32_t *passes, uint32_t *stop, uint32_t *number) {
    for (*stop = 1; serials->count && *stop <= run->stops.count; ++*stop) {
        uint32_t count;
        const TimelineEvent *events = timeline_events(run->timeline, *stop, &count);
        for (*number = 0; *number < count; ++*number) {
            const TimelineEvent *event = &events[*number];
            if (event->kind != HEAP_FREED) continue;
            uint32_t serial = event->object.serial;
            bool named = bsearch(&serial, serials->items, serials->count, sizeof serial,
                                 compare_serials) != NULL;
            if (named && ++*passes == pass) return true;
        }
    }
    return false;
}

/* The stop inside the step at which an object is freed. */
static bool find_inside(const LessonRun *run, uint32_t stop, uint32_t number, LessonStop *out) {
    MomentLook before;
    InsideStops stops = {0};
    bool found = false;
    if (stop < 2 || !moment_open(&before, run, at_stop(stop - 1))) {
        return false;
    }
    inside_list(run->timeline, stop, before.moment.now, &stops);
    for (size_t i = 0; i < stops.count && !found; i++) {
        if (stops.items[i].kind != INSIDE_FREED || stops.items[i].event != number) continue;
        *out = (LessonStop){.stop = stop, .inside = true, .at = stops.items[i]};
        found = true;
    }
    array_deinit(&stops);
    moment_close(&before);
    return found;
}

static bool find_freed(const LessonRun *run, const Anchor *anchor, LessonStop *out, Error *error) {
    uint32_t passes = 0, stop, number;
    Serials serials = find_named(run, anchor->text);
    bool named = serials.count > 0;
    bool found = find_death(run, &serials, anchor->pass, &passes, &stop, &number);
    array_deinit(&serials);
    if (!named) {
        return error_set(error, _("nothing of the script's own is ever called `%.*s`"),
                         SHOWN(anchor->text));
    }
    if (!found && passes) {
        return error_set(error,
                         translate_many("only %u that were called `%.*s` are freed",
                                        "only %u that were called `%.*s` are freed", passes),
                         passes, SHOWN(anchor->text));
    }
    if (!found) {
        return error_set(error, _("what was called `%.*s` is never freed"), SHOWN(anchor->text));
    }
    *out = at_stop(stop);
    if (!anchor->inside || find_inside(run, stop, number, out)) return true;
    return error_set(error,
                     _("there is no stop inside the step that frees `%.*s`: leave out `inside`"),
                     SHOWN(anchor->text));
}

/* ---- calls ---- */

static bool is_of(const LessonCall *call, Text name) {
    return text_equal(call->name, name) || text_equal(call->qualname, name);
}

static bool fail_calls(Text name, uint32_t passes, bool end, Error *error) {
    if (!passes) {
        return error_set(
            error, end ? _("no call of `%.*s` ever ends") : _("no call of `%.*s` ever begins"),
            SHOWN(name));
    }
    return error_set(
        error,
        end ? translate_many("only %u call of `%.*s` ends", "only %u calls of `%.*s` end", passes)
            : translate_many("only %u call of `%.*s` begins", "only %u calls of `%.*s` begin",
                             passes),
        passes, SHOWN(name));
}

static bool find_call(const LessonRun *run, const Anchor *anchor, LessonStop *out, Error *error) {
    uint32_t passes = 0;
    for (size_t i = 0; i < run->calls.count; i++) {
        const LessonCall *call = &run->calls.items[i];
        if (!is_of(call, anchor->text) || ++passes < anchor->pass) continue;
        *out = at_stop(call->first);
        return true;
    }
    return fail_calls(anchor->text, passes, false, error);
}

static bool find_end(const LessonRun *run, const Anchor *anchor, LessonStop *out, Error *error) {
    uint32_t passes = 0;
    for (size_t i = 0; i < run->ends.count; i++) {
        const LessonCall *call = &run->calls.items[run->ends.items[i]];
        if (!is_of(call, anchor->text) || ++passes < anchor->pass) continue;
        *out = at_stop(anchor->before ? call->last : call->ended);
        return true;
    }
    return fail_calls(anchor->text, passes, true, error);
}

/* ---- all ---- */

bool anchor_find(const LessonRun *run, const Anchor *anchor, LessonStop beat, LessonStop *out,
                 Error *error) {
    uint32_t count = (uint32_t)run->stops.count;
    switch (anchor->kind) {
    case ANCHOR_NONE: break;
    case ANCHOR_START: *out = at_stop(1); return true;
    case ANCHOR_FINISH: *out = at_stop(count); return true;
    case ANCHOR_LINE: return find_line_stop(run, anchor, out, error);
    case ANCHOR_OUTPUT: return find_output(run, anchor, out, error);
    case ANCHOR_FREED: return find_freed(run, anchor, out, error);
    case ANCHOR_CALL: return find_call(run, anchor, out, error);
    case ANCHOR_END: return find_end(run, anchor, out, error);
    case ANCHOR_PHASE:
        if (find_phase(run, anchor->phase, 1, count, anchor->pass, out)) return true;
        return error_set(error, _("no collection, or not so many, comes to this phase"));
    case ANCHOR_HERE: *out = beat; return true;
    case ANCHOR_RUN:
        *out = at_stop(beat.inside ? beat.stop : lesson_run_after(run, beat.stop));
        if (lesson_stop_compare(*out, beat) > 0) return true;
        return error_set(error, _("nothing runs after the last stop: say `reveal here`"));
    }
    return error_set(error, _("it has no moment"));
}

static void find_beat(const LessonRun *run, const LessonFile *lesson, uint32_t i, LessonStops *out,
                      LessonMistakes *mistakes) {
    const LessonBeat *beat = &lesson->beats[i];
    Error error;
    if (!anchor_find(run, &beat->at, (LessonStop){0}, &out->at[i], &error)) {
        if (mistakes) lesson_mistake(mistakes, lesson->text, beat->at.offset, "%s", error.message);
        return;
    }
    if (!beat->predict) return;
    const Anchor *reveal = &beat->predict->reveal;
    LessonStop found;
    if (!anchor_find(run, reveal, out->at[i], &found, &error)) {
        if (mistakes) lesson_mistake(mistakes, lesson->text, reveal->offset, "%s", error.message);
    } else if (lesson_stop_compare(found, out->at[i]) < 0) {
        if (!mistakes) return;
        lesson_mistake(mistakes, lesson->text, reveal->offset,
                       _("the reveal, at step %u, comes before the beat, at step %u"), found.stop,
                       out->at[i].stop);
    } else {
        out->reveal[i] = found;
    }
}

void anchors_find_all(const LessonRun *run, const LessonFile *lesson, LessonStops *out,
                      LessonMistakes *mistakes) {
    uint32_t last = UINT32_MAX;
    *out = (LessonStops){.count = lesson->beat_count};
    out->at = memory_alloc(sizeof *out->at * out->count);
    out->reveal = memory_alloc(sizeof *out->reveal * out->count);
    for (uint32_t i = 0; i < out->count; i++) {
        find_beat(run, lesson, i, out, mistakes);
        if (!out->at[i].stop) continue;
        if (mistakes && last != UINT32_MAX && lesson_stop_compare(out->at[i], out->at[last]) < 0) {
            lesson_mistake(
                mistakes, lesson->text, lesson->beats[i].at.offset,
                _("this beat, at step %u, comes before the beat %s above it, at step %u"),
                out->at[i].stop, lesson->beats[last].name, out->at[last].stop);
        }
        last = i;
    }
}

void anchors_deinit(LessonStops *stops) {
    memory_free(stops->at);
    memory_free(stops->reveal);
    *stops = (LessonStops){0};
}
