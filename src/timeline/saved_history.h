/* A history as data: what it takes to make it again. The script with its name, each statement in
 * order with the stop at which it was executed, how many of them are done, which stop is shown.
 *
 * A timeline is deterministic, so running the script and executing the statements at their stops
 * gives the same stops, the same undo and redo, and the same state hash; `hash` proves it. Where it
 * differs the file was made by another version of the model. What is here was read from a file, or
 * is to be written to one (app/files/document.h), and is no more than text and numbers: making the
 * history again runs nothing outside the model. */
#ifndef LASTREF_TIMELINE_SAVED_HISTORY_H
#define LASTREF_TIMELINE_SAVED_HISTORY_H

#include "base/array.h"
#include "timeline/timeline.h"

#include <stdatomic.h>

/* Bytes of the private heap. How much there may be is a part of the state, so it is the same
 * wherever a history is made that is saved or made again. */
#define SAVED_MEMORY ((uint64_t)512 << 20)

enum { SAVED_STATEMENTS_MAX = 20000, SAVED_ANSWERS_MAX = 20000 /* of one run */ };

/* Lines that input() has read; null: the end of the input. */
typedef Array(char *) SavedLines;

typedef struct SavedStatement {
    char *text;         /* owned */
    uint32_t at;        /* the stop at which it was executed, from 1 */
    uint32_t resumed;   /* stops that the script made when it went on from there; 0: it did not */
    bool cut;           /* a limit or the person ended it after them */
    SavedLines answers; /* that it has read */
    SavedLines later_answers; /* that the script has read when it went on */
} SavedStatement;

/* A zeroed one is empty. */
typedef struct SavedHistory {
    char *name;         /* of the script, as Python is told it; owned */
    TextBuffer source;  /* of the script */
    uint32_t stops;     /* of its run before any statement */
    bool cut;           /* a limit or the person ended it after them */
    SavedLines answers; /* that it has read then */
    Array(SavedStatement) statements;
    uint32_t done;  /* so many of them; the rest are undone */
    uint32_t shown; /* stop */
    uint64_t hash;  /* of the state there */
} SavedHistory;

void saved_history_deinit(SavedHistory *saved);
void saved_statement_deinit(SavedStatement *statement);

/* Fills an empty one; all texts are copied. `name` and `source` are those of timeline_run. */
void saved_history_take(SavedHistory *saved, const Timeline *timeline, const char *name,
                        Text source);

/* A number that changes with what is done: equal ones have, as far as a hash can tell, the same
 * statements at the same stops, after which the script went on as far. What is undone does not
 * count. */
uint64_t saved_history_mark(const Timeline *timeline);

typedef enum SavedResult {
    SAVED_SAME,    /* the state is the one that was saved */
    SAVED_DIFFERS, /* it was made again, and is another: the model has changed since */
    SAVED_REFUSED  /* it cannot be made again; the message tells why */
} SavedResult;

/* Makes the history again in a timeline that has run nothing and was created with SAVED_MEMORY, the
 * name as its argument and the default stream; name and source are borrowed as long
 * as that lives. `cancel` may be set from another thread (with timeline_interrupt) and ends it as
 * refused; null: it cannot be. A timeline that refused is only good for timeline_destroy. */
SavedResult saved_history_replay(const SavedHistory *saved, Timeline *timeline,
                                 const atomic_bool *cancel, Error *error);

#endif
