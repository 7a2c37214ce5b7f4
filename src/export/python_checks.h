/* What a sandbox showed, as assert statements that python3 has to agree with.
 *
 * Checked are the refcounts of what can change: lists, dicts, sets, bytearrays, instances, the
 * script's own classes and functions, each by the shortest path to it from a global name, after the
 * statement that made or changed it; and what `gc.collect()` returned. Not checked are constants,
 * which are merged otherwise in a script than in statements typed one by one, and held until its
 * end; so a collection that finds a tuple which may be one returns another number there.
 *
 * Nor what depends on when the collector runs by itself, for its books differ, too: from the moment
 * at which it may run while there is garbage, up to the next full collection. */
#ifndef LASTREF_EXPORT_PYTHON_CHECKS_H
#define LASTREF_EXPORT_PYTHON_CHECKS_H

#include "timeline/snapshot.h"
#include "timeline/timeline.h"

/* A zeroed one has seen nothing. */
typedef struct PythonChecks {
    Snapshot told; /* the counts that were last asserted */
    bool has_told;
    uint64_t born;   /* containers since the youngest generation was last emptied, at most */
    bool uncertain;  /* the collector may have run, and decides what lives */
    uint32_t looked; /* stops that were searched for garbage */
    uint32_t count;  /* asserts so far */
} PythonChecks;

void python_checks_deinit(PythonChecks *checks);

/* The exported script begins with a collection: nothing has been made yet. */
void python_checks_begin_collected(PythonChecks *checks);

/* Follows the history up to a stop, one after the other. */
void python_checks_follow(PythonChecks *checks, Timeline *timeline, uint32_t stop);

/* Whether something at the shown stop is garbage that may be a constant. */
bool python_checks_finds_constants(const Timeline *timeline);

/* Appends asserts of what has changed at the shown stop since they were last appended. With
 * `returned` >= 0 what was displayed last is that number, returned by a collection that was made by
 * the step to the shown stop. */
void python_checks_append(PythonChecks *checks, const Timeline *timeline, int64_t returned,
                          TextBuffer *out);

#endif
