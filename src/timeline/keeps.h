/* Why an object is alive: the shortest way to it from the stack, or, for what only the collector
 * can find, the cycle of references that keeps it. Questions to a snapshot; the answers are
 * deterministic: of ways of the same length the one whose first difference stands earlier in the
 * snapshot. */
#ifndef LASTREF_TIMELINE_KEEPS_H
#define LASTREF_TIMELINE_KEEPS_H

#include "timeline/snapshot.h"

typedef struct KeepStep {
    uint32_t frame, variable; /* a name that leads to `object`; SNAPSHOT_NONE: not a name */
    uint32_t hidden;          /* a holder that is not drawn; SNAPSHOT_NONE: not that */
    uint32_t holder;          /* the object that leads to it; SNAPSHOT_NONE: a name or hidden */
    uint32_t reference;       /* of the holder, with it */
    bool key;                 /* the reference's key leads to it */
    uint32_t object;
} KeepStep;

typedef struct KeepPath {
    Array(KeepStep) steps; /* in the direction of the references */
    uint32_t cycle;        /* the first so many go round and end where they began; 0: from a root */
} KeepPath;

/* The way to an object from a name of a frame; where there is none, from a hidden holder (a value
 * stack, a constant, the interpreter). False when nothing alive leads to it: the path is empty. */
bool keeps_alive(const Snapshot *snapshot, uint32_t object, KeepPath *path);

/* For an object without a path from the stack: the shortest cycle through it, or the nearest one
 * that leads to it and the way from there. False when no cycle of drawn references does. */
bool keeps_cycle(const Snapshot *snapshot, uint32_t object, KeepPath *path);

void keeps_deinit(KeepPath *path);

/* Appends "<module> crew", "[0]", ".peer", "key", "constants of f": what one step follows. */
void keeps_append_step(const Snapshot *snapshot, const KeepStep *step, TextBuffer *out);

#endif
