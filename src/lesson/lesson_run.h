/* A script's run as lessons see it: which line runs at each stop and how deep, each call from its
 * first stop to its last, what was printed when; and the moments of it that can be looked at.
 *
 * Made once, when the script has run and nothing was executed in it yet. It describes that history:
 * statements executed later do not change it, and once they are undone it is true again. */
#ifndef LASTREF_LESSON_LESSON_RUN_H
#define LASTREF_LESSON_LESSON_RUN_H

#include "base/array.h"
#include "base/error.h"
#include "timeline/inside.h"
#include "timeline/name_log.h"
#include "timeline/timeline.h"

enum {
    LESSON_STOPS_MAX = 100000,         /* of a lesson's script */
    LESSON_INSTRUCTIONS_MAX = 5000000, /* of it, or of a statement */
    LESSON_SCRIPT_BYTES_MAX = 1 << 20
};

/* A moment's place: a stop, or inside the step that leads to it. */
typedef struct LessonStop {
    uint32_t stop; /* from 1; 0: none */
    bool inside;
    InsideStop at; /* inside */
} LessonStop;

/* Whether `a` comes before `b`: -1, 0 or 1. What is inside a step comes before its stop. */
int lesson_stop_compare(LessonStop a, LessonStop b);

typedef struct LessonRunStop {
    uint32_t line;        /* of the script, about to run; 0: none */
    uint32_t depth;       /* frames of user code, the module's among them */
    uint32_t output_from; /* of the output, what the step to it printed begins here */
} LessonRunStop;

typedef struct LessonCall {
    Text name, qualname; /* of the function, in the arena */
    uint32_t first;      /* its first stop */
    uint32_t last;       /* the last stop at which it was the innermost */
    uint32_t ended;      /* the first stop after it; 0: it never ended */
} LessonCall;

typedef struct LessonRun {
    Timeline *timeline; /* borrowed */
    Text source;        /* borrowed: of the script */
    Arena arena;
    NameLog names;
    Array(LessonRunStop) stops; /* by stop - 1 */
    Array(LessonCall) calls;    /* in the order of their beginnings */
    Array(uint32_t) ends;       /* calls in the order of their ends */
    TextBuffer output;          /* all of it */
    uint64_t *work;             /* for all its moments together; null: each has its own */
} LessonRun;

/* Walks the history; the shown stop stays. False with a message when it has more than
 * LESSON_STOPS_MAX stops; then there is nothing to deinit. */
bool lesson_run_build(LessonRun *run, Timeline *timeline, Text source, Error *error);
void lesson_run_deinit(LessonRun *run);

/* The first stop after `stop` at which the line that was about to run there has run, with the calls
 * that it made; the last stop when there is no such. */
uint32_t lesson_run_after(const LessonRun *run, uint32_t stop);

/* ---- moments ---- */

/* How much is looked at, in objects, events and bytes, before an expression cannot be told: hostile
 * lessons end, too. Some tenths of a second. */
#define MOMENT_WORK_MAX ((uint64_t)100000000)

/* One moment as it is asked about. All is borrowed; whoever shows a stop anyway can fill it in. */
typedef struct Moment {
    const Timeline *timeline; /* whose history it is in, statements executed since included; null:
                                 that is not there any more, and what happened cannot be told */
    LessonStop stop;
    const Snapshot *now;
    const Inside *inside; /* of a moment inside a step; null otherwise */
    const NameLog *names; /* of the history up to now */
    uint64_t *work;       /* what may still be looked at; null: MOMENT_WORK_MAX an expression */
    uint32_t since;       /* a stop at which what `it` stands for was there; 0: the start */
    const struct Moment *before; /* the moment that `before(...)` speaks of; null: none */
} Moment;

/* A moment with what it needs; not to be moved. */
typedef struct MomentLook {
    Moment moment;
    uint64_t work; /* for all that is asked about it */
    Snapshot snapshot;
    Inside inside;
} MomentLook;

/* Looks at a moment of the run; its timeline is then as it was. False when the step
 * cannot be run again; then there is nothing to close. */
bool moment_open(MomentLook *look, const LessonRun *run, LessonStop stop);
/* The same at the shown stop, after statements were executed: `names` is of the history as it is
 * now. */
bool moment_open_now(MomentLook *look, const LessonRun *run, const NameLog *names);
void moment_close(MomentLook *look);

/* Takes so much of what may still be looked at. False when there is not enough: then nothing can be
 * told any more. */
bool moment_spend(const Moment *moment, uint64_t amount);

/* Whether the object with this birth serial has been freed between the stop `since`, at which it
 * was there, and the moment. */
bool moment_is_freed(const Moment *moment, uint32_t serial, uint32_t since);

#endif
