/* What happened to one object over the steps that were recorded: its birth, each change of its
 * refcount and of what it holds, its death.
 *
 * Read from the steps' logs, outwards from the stop at which the search began, so that the nearest
 * are known first; a search goes on in pieces, as far as its budget lets it. Neither the shown stop
 * nor the image is moved. What went up and down within one step has not changed.
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
    bool content;                    /* what a container, instance or cell holds has changed */
    uint32_t old_length, new_length; /* of a list, dict or set; equal where that did not change */
} ObjectChange;

enum { HISTORY_PLACES = 3 };

/* One end of what has been read: what the object's own granules held there. */
typedef struct HistoryEnd {
    uint32_t stop;
    uint8_t head[GRANULE];   /* its header */
    uint8_t record[GRANULE]; /* what follows: of a list its length and items */
    uint8_t before[GRANULE]; /* what stands before its collector's head: values or dict */
    struct {                 /* where else it keeps what it holds */
        Ref first;
        uint32_t count; /* granules */
    } places[HISTORY_PLACES];
    uint32_t place_count;
    Ref dict;   /* of an instance: its header is followed by a count of its changes; or 0 */
    bool ended; /* nothing more can be found on this side */
} HistoryEnd;

typedef struct ObjectHistory {
    Handle object;
    Array(ObjectChange) earlier; /* before the stop of the beginning, the nearest first */
    Array(ObjectChange) later;   /* after it, the nearest first */
    HistoryEnd from, to;         /* the steps between them have been read */
    /* of an instance, where it was alive at the beginning */
    uint32_t size;        /* bytes of its record; 0: it was not alive */
    uint32_t weak_offset; /* of the list of weak references, which it does not hold; 0: none */
    Ref values;           /* the block of its attributes' values, and its size in bytes */
    uint32_t values_bytes;
} ObjectHistory;

/* Of an object that need not be alive at the shown stop; then what it holds is not followed. A
 * zeroed history may begin, and one that has begun. */
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
