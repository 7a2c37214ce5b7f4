#include "both_ways.h"

#include "base/memory.h"
#include "heap/graph.h"

#include <stdio.h>

static bool check_heap(const Timeline *timeline, Error *error) {
    Error found;
    if (heap_check(&timeline_vm(timeline)->heap, &found)) return true;
    return error_set(error, "heap_check at stop %u: %s", timeline_position(timeline),
                     found.message);
}

static bool check_hash(const Timeline *timeline, uint64_t wanted, const char *where, Error *error) {
    if (timeline_hash(timeline) == wanted) return true;
    return error_set(error, "%s, stop %u of %u: the hash is another than before", where,
                     timeline_position(timeline), timeline_count(timeline));
}

/* From the last stop to the first and back, then across by chance. */
static bool walk(Timeline *timeline, const BothWays *plan, Chance *chance, Error *error) {
    enum { JUMPS = 10 };
    uint32_t count = timeline_count(timeline);
    uint64_t *hashes = memory_alloc((count + 1) * sizeof *hashes);
    timeline_seek(timeline, count);
    bool good = true;
    for (uint32_t stop = count; stop >= 1 && good; stop--) {
        timeline_seek(timeline, stop);
        hashes[stop] = timeline_hash(timeline);
        if (chance_below(chance, count) < plan->checked_stops) good = check_heap(timeline, error);
    }
    for (uint32_t stop = 1; stop <= count && good; stop++) {
        timeline_seek(timeline, stop);
        good = check_hash(timeline, hashes[stop], "forwards", error);
    }
    for (int i = 0; i < JUMPS && good; i++) {
        uint32_t stop = 1 + chance_below(chance, count);
        timeline_seek(timeline, stop);
        good = check_hash(timeline, hashes[stop], "across", error);
    }
    memory_free(hashes);
    return good;
}

/* A statement that halts or does not parse has changed nothing. */
static bool nothing_changed(const Timeline *timeline, uint32_t at, uint32_t count, uint64_t hash,
                            const char *what, Error *error) {
    if (timeline_position(timeline) != at || timeline_count(timeline) != count) {
        return error_set(error, "%s: at stop %u of %u, was at %u of %u", what,
                         timeline_position(timeline), timeline_count(timeline), at, count);
    }
    return check_hash(timeline, hash, what, error);
}

static bool edit(Timeline *timeline, const BothWays *plan, const char *text, Chance *chance,
                 Error *error) {
    uint32_t count = timeline_count(timeline);
    /* an edit that is in effect has cut the shutdown off */
    uint32_t closed = timeline_edit_count(timeline) ? 0 : plan->shutdown_stops;
    uint32_t at = 1 + chance_below(chance, count - closed);
    timeline_seek(timeline, at);
    uint64_t before = timeline_hash(timeline);
    TimelineOutcome outcome = timeline_execute(timeline, text_of(text));
    if (outcome.result == RUN_HALTED || outcome.result == RUN_SYNTAX) {
        return nothing_changed(timeline, at, count, before, "a statement that did not run", error);
    }
    if (!check_heap(timeline, error)) return false;
    if (timeline_can_resume(timeline) && chance_percent(chance, 40)) timeline_resume(timeline);
    timeline_seek(timeline, timeline_count(timeline));
    if (!check_heap(timeline, error)) return false;
    uint64_t after = timeline_hash(timeline);
    uint32_t made = timeline_count(timeline);
    timeline_seek(timeline, 1 + chance_below(chance, made));
    if (!timeline_undo(timeline)) return error_set(error, "an edit cannot be undone");
    if (!nothing_changed(timeline, at, count, before, "undo", error)) return false;
    timeline_seek(timeline, 1 + chance_below(chance, count));
    if (!timeline_redo(timeline)) return error_set(error, "an edit cannot be redone");
    timeline_seek(timeline, timeline_count(timeline));
    if (!nothing_changed(timeline, made, made, after, "redo", error)) return false;
    switch (chance_below(chance, 3)) {
    case 0: return true;
    case 1: timeline_undo(timeline); break;
    default: timeline_discard(timeline);
    }
    return nothing_changed(timeline, at, count, before, "taken back", error);
}

bool both_ways(Timeline *timeline, const BothWays *plan, Chance *chance, Error *error) {
    Error found = {""};
    bool good = check_heap(timeline, &found) && walk(timeline, plan, chance, &found);
    for (uint32_t i = 0; i < plan->edits && good; i++) {
        const char *text = plan->statement(plan->context, chance);
        good = edit(timeline, plan, text, chance, &found);
        if (!good) return error_set(error, "%s, at the statement %s", found.message, text);
    }
    if (good && plan->edits) good = walk(timeline, plan, chance, &found);
    return good || error_set(error, "%s", found.message);
}
