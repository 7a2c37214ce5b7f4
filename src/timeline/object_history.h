/* What happened to one object's refcount over the steps that were recorded: its birth, each change,
 * its death.
 *
 * Read from the steps' logs, outwards from the stop at which the search began, so that the nearest
 * are known first; a search goes on in pieces, as far as its budget lets it. Neither the shown stop
 * nor the image is moved. A count that went up and down within one step has not changed.
 *
 *     object_history_begin(&history, timeline, object);
 *     while (!object_history_search(&history, timeline, budget)) ... use what is there ...
 *
 * Valid as long as no statement cuts the history: begin again after that. */
#ifndef LASTREF_TIMELINE_OBJECT_HISTORY_H
#define LASTREF_TIMELINE_OBJECT_HISTORY_H

#include "timeline/timeline.h"

typedef struct ObjectChange {
    uint32_t stop;          /* the one that the step led to */
    uint32_t before, after; /* refcounts; 0 where the object was not alive */
    bool born, freed;
} ObjectChange;

typedef struct ObjectHistory {
    Handle object;
    Array(ObjectChange) earlier; /* before the stop of the beginning, the nearest first */
    Array(ObjectChange) later;   /* after it, the nearest first */
    uint32_t from, to;           /* stops: the steps between them have been read */
    uint8_t at_from[GRANULE];    /* the object's header at these stops */
    uint8_t at_to[GRANULE];
    bool ended_before, ended_after; /* nothing more can be found on that side */
} ObjectHistory;

/* Of an object that need not be alive at the shown stop. A zeroed history may begin, and one that
 * has begun. */
void object_history_begin(ObjectHistory *history, const Timeline *timeline, Handle object);
void object_history_deinit(ObjectHistory *history);

/* Reads on, on both sides in turn, until about `budget` bytes of logs have been read. True when
 * there is nothing left to read. */
bool object_history_search(ObjectHistory *history, const Timeline *timeline, uint64_t budget);

/* What has been found, in the order of the steps. */
size_t object_history_count(const ObjectHistory *history);
const ObjectChange *object_history_at(const ObjectHistory *history, size_t index);

/* The nearest change that led to a stop after `stop`, or before it (at `stop` itself: neither).
 * Null: there is none, or it has not been found; `known` says which. */
const ObjectChange *object_history_after(const ObjectHistory *history, uint32_t stop, bool *known);
const ObjectChange *object_history_before(const ObjectHistory *history, uint32_t stop, bool *known);

#endif
