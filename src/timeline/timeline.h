/* The timeline: a machine and everything that happened to it, in stops that can be gone to both
 * ways.
 *
 * A stop is a moment at which a line is about to run in user code (CPython's `line` event), or the
 * end of a script or statement. Between two stops lies a step: how it changed the image (delta.h),
 * what it printed, and which objects were born and freed. The same delta leads back and forth: one
 * mechanism, nothing is run twice.
 *
 * The future may be replaced: a statement executed at a stop cuts what came after. What was cut is
 * kept with the edit, so that undo brings it back and redo cuts it again.
 *
 * What input() reads are answers, a part of the history as the stops are: they are cut with the
 * stops after which they were read, and come back with them. Where none is left the script waits.
 *
 * Stops are numbered from 1 to timeline_count. The timeline owns its Vm; the image is at the shown
 * stop whenever none of these functions is running. */
#ifndef LASTREF_TIMELINE_TIMELINE_H
#define LASTREF_TIMELINE_TIMELINE_H

#include "base/error.h"
#include "base/text.h"
#include "python/stream.h"
#include "python/vm.h"

enum { TIMELINE_CALL_STEPS = 2000 };

typedef struct Timeline Timeline;

typedef struct TimelineConfig {
    uint64_t memory_budget;      /* bytes of the private heap; 0: 1 GiB */
    uint64_t instruction_budget; /* per script or statement; 0: none */
    uint64_t history_budget; /* bytes of undo log; 0: 1 GiB. Beyond it the run ends as limited */
    uint32_t stop_budget;    /* stops; 0: 2,000,000 */
    uint64_t output_budget;  /* bytes printed; 0: 64 MiB. Beyond it the run ends as limited */
    bool check;  /* run heap_check at stops, in long runs at fewer; a fault ends the program */
    bool forget; /* only run: no history is kept, one stop is there at the end */
    const char *argument; /* sys.argv[0], as the script is named to python3; null: "" */
    StreamMode stream;    /* what sys.stdout is to the program; 0: a terminal */
    /* Appends a line of stdin with its end, nothing at the end. Null: input() waits for
     * timeline_answer, and with `forget` it is refused. */
    void (*read_line)(void *context, TextBuffer *line);
    void *read_context;
} TimelineConfig;

/* What happened to an object in the step that led to a stop. */
typedef struct TimelineEvent {
    uint32_t kind : 8;      /* HeapEvent */
    uint32_t container : 1; /* the object can hold others (it has a collector's head) */
    uint32_t detail : 8;    /* of a collection: as heap.h says */
    Handle object;          /* null for a collection */
} TimelineEvent;

/* Who watches a step run again: told each event of the stops on the way, with the stop that the
 * step leads to and the event's number in timeline_events, while the machine stands in the middle
 * of the step. Must not change anything. */
typedef struct TimelineWatch {
    void *context;
    void (*event)(void *context, uint32_t stop, uint32_t number, HeapEvent event, uint32_t detail);
} TimelineWatch;

/* How a run or statement ended, for the person. */
typedef struct TimelineOutcome {
    RunResult result;
    uint32_t stop;     /* the last one when it ended; 0: it has not ended */
    bool cut;          /* a limit or an interruption ended it, not the program */
    char message[600]; /* of a halt or limit: one line; empty otherwise */
    bool waiting;      /* RUN_HALTED, since input() has nothing to read: see timeline_answer */
} TimelineOutcome;

/* Null with a message when the machine cannot be made. */
Timeline *timeline_create(const TimelineConfig *config, Error *error);
void timeline_destroy(Timeline *timeline);

/* Runs a script from the start to its end, recording; then shows the last stop. Once a timeline.
 * Both texts are borrowed as long as the timeline lives: tracebacks quote them. */
TimelineOutcome timeline_run(Timeline *timeline, const char *name, Text source);

/* Executes a statement at the shown stop, at module level; the stops after it are cut and kept with
 * the edit. Shows the last new stop. When it halts or is a syntax error nothing changes.
 *
 * Inside calls the statement sees none of them: not their variables, not in sys._getframe or a
 * traceback, not the exception handled there; its recursion begins at 0. They are frozen from then
 * on: they hold what they hold and never go on (timeline_is_frozen), but at module level the script
 * can (timeline_can_resume). Within a collection the statement is refused: RUN_HALTED, since the
 * collection would never end and no other could begin. */
TimelineOutcome timeline_execute(Timeline *timeline, Text statement);

/* Whether the shown stop is the last, made by a statement that interrupted the script at module
 * level, so that the script can go on from there. */
bool timeline_can_resume(const Timeline *timeline);
/* Runs the interrupted script to its end, recording; the shown stop stays. The new stops are undone
 * with the statement. Only when timeline_can_resume. */
TimelineOutcome timeline_resume(Timeline *timeline);
/* How the script ended in the history that is there; `stop` 0: a statement interrupted it, and it
 * was not resumed. */
const TimelineOutcome *timeline_outcome(const Timeline *timeline);

/* Whether the script stands at the last stop because its next step reads what was not typed yet; or
 * a statement does, which has changed nothing so far. A statement that waits is given up by any
 * other edit, undo and redo included. */
bool timeline_is_waiting(const Timeline *timeline);
/* Appends what has been printed and typed and belongs to no stop yet: the end of it is the prompt.
 */
void timeline_question(const Timeline *timeline, TextBuffer *out);
/* Gives the line that is waited for, without its end; null: the end of the input (EOFError). The
 * script goes on from the last stop from which it can, or the statement runs again; both read again
 * what they were answered before, so the stops that were there come out the same. The shown stop
 * stays where a script went on; the last new one is shown after a statement. What was typed appears
 * in the output as a terminal shows it. Only while waiting. */
TimelineOutcome timeline_answer(Timeline *timeline, const char *line);
/* Gives up the statement that waits, if one does. */
void timeline_give_up(Timeline *timeline);
/* The lines that were typed in the history that is there, in order; null: the end of the input.
 * Borrowed. */
uint32_t timeline_answer_count(const Timeline *timeline);
const char *timeline_answer_text(const Timeline *timeline, uint32_t answer);
/* How many of them had been read at a stop. */
uint32_t timeline_answers_read(const Timeline *timeline, uint32_t stop);

/* Interpreter shutdown after the last stop, as steps of their own; used by `lastref run`. */
TimelineOutcome timeline_shutdown(Timeline *timeline);

/* Takes the last edit back, or does it again. False when there is none. */
bool timeline_undo(Timeline *timeline);
bool timeline_redo(Timeline *timeline);
/* Takes the last edit back for good, as if it had not been tried. */
void timeline_discard(Timeline *timeline);
bool timeline_can_undo(const Timeline *timeline);
bool timeline_can_redo(const Timeline *timeline);

/* Statements that led to the last stop: executed, not undone, not cut by a later one that was
 * executed further back. Borrowed text. */
uint32_t timeline_edit_count(const Timeline *timeline);
const char *timeline_edit_text(const Timeline *timeline, uint32_t edit);

/* ---- the history as it can be made again; see saved_history.h ---- */

/* Lines that were typed, without their ends; null: the end of the input. Borrowed. */
typedef struct TimelineLines {
    const char *const *items;
    uint32_t count;
} TimelineLines;

/* How the script ran before any statement. */
typedef struct TimelineScript {
    uint32_t stops;
    bool cut;              /* a limit or an interruption ended it after them */
    TimelineLines answers; /* that it has read */
} TimelineScript;

/* A statement, done or undone. */
typedef struct TimelineRecord {
    const char *text; /* borrowed until the next edit */
    uint32_t at;      /* the stop at which it was executed */
    uint32_t made;    /* stops of its own */
    uint32_t resumed; /* stops that the script made when it went on from there; 0: it did not */
    bool cut;         /* a limit or an interruption ended the script after them */
    TimelineLines answers;       /* that it has read */
    TimelineLines later_answers; /* that the script has read when it went on */
    bool in_effect; /* done, and not cut by a later one that was executed further back */
} TimelineRecord;

TimelineScript timeline_script(const Timeline *timeline);
/* All statements in their order, the first timeline_done_count of them done, the others undone. */
uint32_t timeline_record_count(const Timeline *timeline);
uint32_t timeline_done_count(const Timeline *timeline);
TimelineRecord timeline_record(const Timeline *timeline, uint32_t number);
/* Runs to come end after this stop, as when they are interrupted there; 0: none does. */
void timeline_limit_stops(Timeline *timeline, uint32_t stops);
/* Bytes of history kept, with what was cut and what was undone. */
uint64_t timeline_kept_bytes(const Timeline *timeline);

/* Shows another stop, clipped to 1 .. count. */
void timeline_seek(Timeline *timeline, uint32_t stop);
uint32_t timeline_position(const Timeline *timeline);
uint32_t timeline_count(const Timeline *timeline);

/* The line about to run at a stop, of the script or of the statement under way, from 1; 0 when
 * nothing is. */
uint32_t timeline_line(const Timeline *timeline, uint32_t stop);
/* The line of the script about to run at a stop, also after a statement that interrupted it there;
 * 0 within a statement and after the script's end. */
uint32_t timeline_script_line(const Timeline *timeline, uint32_t stop);
/* Whether the stop belongs to a statement typed or dragged, not to the script. */
bool timeline_is_edit(const Timeline *timeline, uint32_t stop);
/* The statement that the step to `stop` is of; null: it is the script's. Borrowed. */
const char *timeline_statement(const Timeline *timeline, uint32_t stop);
/* How many calls are under way at a stop, the module's code and a statement's own included. */
uint32_t timeline_depth(const Timeline *timeline, uint32_t stop);
/* When a call ended in the step that led to the stop: the stop before the line that made it, as far
 * as that is not further back than TIMELINE_CALL_STEPS; else 0. */
uint32_t timeline_returned_from(const Timeline *timeline, uint32_t stop);
/* Whether no call is under way in user code at the shown stop. */
bool timeline_at_module_level(const Timeline *timeline);

/* Whether calls wait at the stop that will never go on: a statement was executed inside of them. */
bool timeline_is_frozen(const Timeline *timeline, uint32_t stop);

/* Whether a collection was under way at the stop: it lies in a finalizer or callback. No statement
 * is executed there. */
bool timeline_is_collecting(const Timeline *timeline, uint32_t stop);

/* Runs the step that led to `stop` once more, from the last stop before it at which no built-in
 * waits for Python (then the steps between run, too). Afterwards all is as it was: the shown stop,
 * the history, the image. False when the step cannot be run again: the one to the first stop, and
 * those of the shutdown. */
bool timeline_rerun(Timeline *timeline, uint32_t stop, const TimelineWatch *watch);

/* Events of the step that led to the stop; `count` is set. Borrowed until the next run, edit, undo.
 */
const TimelineEvent *timeline_events(const Timeline *timeline, uint32_t stop, uint32_t *count);

/* How the step that led to `stop` changed the image: a delta (delta.h) of so many bytes. Borrowed
 * until the next run, edit, undo. */
const uint8_t *timeline_log(const Timeline *timeline, uint32_t stop, uint32_t *bytes);

/* Appends what was printed (stdout and stderr, in order) up to the shown stop. */
void timeline_output(const Timeline *timeline, TextBuffer *out);
/* Appends what the step that led to the stop printed. */
void timeline_step_output(const Timeline *timeline, uint32_t stop, TextBuffer *out);
/* How many bytes that is. */
uint32_t timeline_step_output_bytes(const Timeline *timeline, uint32_t stop);

/* State hash at the shown stop; equal states give equal hashes. */
uint64_t timeline_hash(const Timeline *timeline);
/* Bytes of history kept. */
uint64_t timeline_bytes(const Timeline *timeline);

/* The machine, at the shown stop. */
const Vm *timeline_vm(const Timeline *timeline);

/* Stops recorded so far; may be called from another thread while a run is under way, as nothing
 * else but timeline_interrupt may. */
uint32_t timeline_progress(Timeline *timeline);

/* Ends a run under way soon; may be called from another thread. */
void timeline_interrupt(Timeline *timeline);

/* Text written by the program also goes here as it comes, when set: fd 1 or 2. */
void timeline_set_writer(Timeline *timeline,
                         void (*write)(void *context, int fd, const char *bytes, size_t length),
                         void *context);

#endif
