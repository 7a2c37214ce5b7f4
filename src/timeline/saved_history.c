#include "timeline/saved_history.h"

#include "base/hash.h"
#include "base/translate.h"

#include <string.h>

/* Bytes of history, with what was cut and undone: a file that asks for more is refused. */
#define KEPT_MAX ((uint64_t)1 << 30)

static void take_lines(SavedLines *out, TimelineLines lines) {
    for (uint32_t i = 0; i < lines.count; i++) {
        array_push(out, lines.items[i] ? text_copy(text_of(lines.items[i])) : NULL);
    }
}

static void free_lines(SavedLines *lines) {
    for (size_t i = 0; i < lines->count; i++) memory_free(lines->items[i]);
    array_deinit(lines);
}

void saved_statement_deinit(SavedStatement *statement) {
    memory_free(statement->text);
    free_lines(&statement->answers);
    free_lines(&statement->later_answers);
}

void saved_history_deinit(SavedHistory *saved) {
    memory_free(saved->name);
    free_lines(&saved->answers);
    text_deinit(&saved->source);
    for (size_t i = 0; i < saved->statements.count; i++) {
        saved_statement_deinit(&saved->statements.items[i]);
    }
    array_deinit(&saved->statements);
    *saved = (SavedHistory){0};
}

void saved_history_take(SavedHistory *saved, const Timeline *timeline, const char *name,
                        Text source) {
    TimelineScript script = timeline_script(timeline);
    *saved = (SavedHistory){.name = text_copy(text_of(name)),
                            .stops = script.stops,
                            .cut = script.cut,
                            .done = timeline_done_count(timeline),
                            .shown = timeline_position(timeline),
                            .hash = timeline_hash(timeline)};
    take_lines(&saved->answers, script.answers);
    text_append(&saved->source, source.bytes, source.length);
    for (uint32_t i = 0; i < timeline_record_count(timeline); i++) {
        TimelineRecord record = timeline_record(timeline, i);
        SavedStatement statement = {.text = text_copy(text_of(record.text)),
                                    .at = record.at,
                                    .resumed = record.resumed,
                                    .cut = record.cut};
        take_lines(&statement.answers, record.answers);
        take_lines(&statement.later_answers, record.later_answers);
        array_push(&saved->statements, statement);
    }
}

static uint64_t mark_lines(uint64_t mark, TimelineLines lines) {
    for (uint32_t i = 0; i < lines.count; i++) {
        const char *line = lines.items[i];
        mark = hash_mix(mark + 1 + (line ? hash_bytes(line, strlen(line)) : 0));
    }
    return mark;
}

uint64_t saved_history_mark(const Timeline *timeline) {
    uint32_t count = timeline_done_count(timeline);
    uint64_t mark = hash_mix(count);
    mark = mark_lines(mark, timeline_script(timeline).answers);
    for (uint32_t i = 0; i < count; i++) {
        TimelineRecord record = timeline_record(timeline, i);
        mark = hash_mix(mark ^ hash_bytes(record.text, strlen(record.text)) ^ record.at);
        mark = hash_mix(mark ^ record.resumed ^ (uint64_t)record.cut << 32);
        mark = mark_lines(mark_lines(mark, record.answers), record.later_answers);
    }
    return mark;
}

/* ---- making it again ---- */

typedef struct Replay {
    const SavedHistory *saved;
    Timeline *timeline;
    const atomic_bool *cancel;
    Error *error;
} Replay;

static bool is_cancelled(const Replay *replay) {
    return replay->cancel && atomic_load(replay->cancel);
}

/* After a run that is expected to end with the stop `end`; it is said what else happened. */
static bool ran(const Replay *replay, const TimelineOutcome *outcome, bool cut, uint32_t end) {
    if (is_cancelled(replay)) return error_set(replay->error, _("it was not opened"));
    bool as_saved = timeline_count(replay->timeline) == end && outcome->cut == cut;
    if (as_saved || outcome->result != RUN_HALTED) return true;
    return error_set(replay->error, _("its script cannot be run to where it was: %s"),
                     outcome->message);
}

/* Types the lines again, while they are asked for. */
static void answer(const Replay *replay, const SavedLines *lines, TimelineOutcome *outcome) {
    for (size_t i = 0; i < lines->count && outcome->waiting && !is_cancelled(replay); i++) {
        *outcome = timeline_answer(replay->timeline, lines->items[i]);
    }
}

static bool run_script(const Replay *replay) {
    const SavedHistory *saved = replay->saved;
    if (saved->cut) timeline_limit_stops(replay->timeline, saved->stops);
    TimelineOutcome outcome =
        timeline_run(replay->timeline, saved->name, text_view(&saved->source));
    answer(replay, &saved->answers, &outcome);
    timeline_limit_stops(replay->timeline, 0);
    return ran(replay, &outcome, saved->cut, saved->stops);
}

static bool resume(const Replay *replay, size_t number) {
    const SavedStatement *statement = &replay->saved->statements.items[number];
    if (!statement->resumed && !statement->later_answers.count) return true;
    if (!timeline_can_resume(replay->timeline)) {
        return error_set(replay->error, _("the script cannot go on after statement %zu"),
                         number + 1);
    }
    uint32_t end = timeline_count(replay->timeline) + statement->resumed;
    if (statement->cut) timeline_limit_stops(replay->timeline, end);
    TimelineOutcome outcome = timeline_resume(replay->timeline);
    answer(replay, &statement->later_answers, &outcome);
    timeline_limit_stops(replay->timeline, 0);
    return ran(replay, &outcome, statement->cut, end);
}

static bool execute(const Replay *replay, size_t number) {
    const SavedStatement *statement = &replay->saved->statements.items[number];
    Timeline *timeline = replay->timeline;
    if (statement->at < 1 || statement->at > timeline_count(timeline)) {
        return error_set(replay->error,
                         _("statement %zu was executed at step %u, which is not there"), number + 1,
                         statement->at);
    }
    timeline_seek(timeline, statement->at);
    TimelineOutcome outcome = timeline_execute(timeline, text_of(statement->text));
    answer(replay, &statement->answers, &outcome);
    if (is_cancelled(replay)) return error_set(replay->error, _("it was not opened"));
    if (outcome.result == RUN_HALTED) {
        return error_set(replay->error, _("statement %zu: %s"), number + 1, outcome.message);
    }
    if (outcome.result == RUN_SYNTAX) {
        return error_set(replay->error, _("statement %zu is no Python: %.100s"), number + 1,
                         statement->text);
    }
    if (!resume(replay, number)) return false;
    if (timeline_kept_bytes(timeline) > KEPT_MAX) {
        return error_set(replay->error, _("its history is too large"));
    }
    return true;
}

SavedResult saved_history_replay(const SavedHistory *saved, Timeline *timeline,
                                 const atomic_bool *cancel, Error *error) {
    Replay replay = {saved, timeline, cancel, error};
    if (!run_script(&replay)) return SAVED_REFUSED;
    for (size_t i = 0; i < saved->statements.count; i++) {
        if (!execute(&replay, i)) return SAVED_REFUSED;
    }
    for (size_t i = saved->done; i < saved->statements.count; i++) timeline_undo(timeline);
    timeline_seek(timeline, saved->shown);
    bool same =
        timeline_position(timeline) == saved->shown && timeline_hash(timeline) == saved->hash;
    return same ? SAVED_SAME : SAVED_DIFFERS;
}
