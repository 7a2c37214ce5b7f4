/* Stops inside a step: the moments of a collection, and each object that a cascade frees.
 *
 * Where they are is read from the step's events. What one holds is not kept: the step runs again
 * (timeline_rerun) and is described at that moment. Looking changes nothing.
 *
 * A collection that calls finalizers or callbacks written in Python spreads over several steps,
 * since their lines are stops; each of its moments lies inside the step in which it comes. */
#ifndef LASTREF_TIMELINE_INSIDE_H
#define LASTREF_TIMELINE_INSIDE_H

#include "timeline/snapshot.h"
#include "timeline/timeline.h"

typedef enum InsideKind {
    INSIDE_LISTED,   /* a collection has listed what it will judge */
    INSIDE_COPY,     /* gc_refs are the refcounts */
    INSIDE_SUBTRACT, /* references from inside the list are taken off */
    INSIDE_REACH,    /* what something outside leads to is known; the rest is suspected */
    INSIDE_FINALIZE, /* weak references are cleared, finalizers have run */
    INSIDE_CLEAR,    /* cycles are broken, and what that freed is gone */
    INSIDE_FREED,    /* an object is being freed, and has not yet let go of what it holds */
    INSIDE_LINE      /* no stop inside a step, but one of a finalizer or callback in a collection */
} InsideKind;

typedef struct InsideStop {
    InsideKind kind;
    uint32_t event; /* number in timeline_events */
    Handle freed;   /* INSIDE_FREED */
} InsideStop;

typedef Array(InsideStop) InsideStops;

enum {
    INSIDE_FREED_MAX = 100 /* frees of one step that are stops; of a longer cascade none is */
};

/* Appends the stops inside the step that led to `stop`, in order. `before` is the snapshot of the
 * stop before it: a free is a stop when it was in that picture, and can hold others (so numbers and
 * strings are none). */
void inside_list(const Timeline *timeline, uint32_t stop, const Snapshot *before, InsideStops *out);

/* What the collection under way thinks of an object. */
typedef enum InsideVerdict {
    INSIDE_UNJUDGED, /* in the list; reach has not been yet */
    INSIDE_REACHED,
    INSIDE_RESCUED, /* reached after it was suspected, or brought back by a finalizer */
    INSIDE_SUSPECTED
} InsideVerdict;

typedef struct InsideObject {
    Handle handle;
    uint32_t refcount; /* when the collection listed it */
    uint32_t gc_refs;  /* now; after the last phase that counts them */
    InsideVerdict verdict;
} InsideObject;

/* One stop inside a step. */
typedef struct Inside {
    InsideStop stop;
    Snapshot now;
    bool collecting;             /* the rest is set: a collection is under way */
    unsigned generation;         /* that is collected, with the younger ones */
    bool by_itself;              /* an allocation began it */
    Array(InsideObject) objects; /* of the collected list, in its order; dead ones too */
    bool names_listed;           /* the dict that holds the module\'s names is one of them */
    uint32_t unreachable;        /* found by reach; 0 before it */
    uint32_t brought_back;       /* of these, by finalizers; 0 before they ran */
    uint32_t found; /* still trash after them; at INSIDE_CLEAR what gc.collect() returns, which
                       is more by the weak references that died of their callbacks */
    uint32_t freed; /* of the unreachable, so far */
} Inside;

/* Describes a stop of inside_list. False when the step cannot be run again; then there is nothing
 * to deinit. */
bool inside_look(Timeline *timeline, uint32_t stop, InsideStop at, SnapshotDetail detail,
                 Inside *inside);
/* Shows the machine as it stands at a stop of inside_list to `visit`, which must not change it.
 * False when the step cannot be run again. */
bool inside_visit(Timeline *timeline, uint32_t stop, InsideStop at,
                  void (*visit)(void *context, const Vm *vm), void *context);
/* When the shown stop lies within a collection (timeline_is_collecting): what that thinks of the
 * objects. `now` is empty. False when no collection has judged anything there. */
bool inside_look_at_line(Timeline *timeline, Inside *inside);
void inside_deinit(Inside *inside);

#endif
