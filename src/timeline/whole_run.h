/* A script from its start to the end of the interpreter, without history: what python3 SCRIPT does.
 */
#ifndef LASTREF_TIMELINE_WHOLE_RUN_H
#define LASTREF_TIMELINE_WHOLE_RUN_H

#include "timeline/timeline.h"

/* Exit statuses; others come from the script: 1 for an uncaught exception, what it exits with. */
enum { WHOLE_RUN_IMPOSSIBLE = 2, WHOLE_RUN_HALTED = 3 };

typedef struct WholeRun {
    const char *script;          /* absolute, as it is named in tracebacks */
    const char *argument;        /* sys.argv[0] */
    uint64_t instruction_budget; /* 0: none */
    uint64_t memory_budget;      /* 0: 1 GiB */
    bool check;                  /* heap_check at stops */
    StreamMode stream;
    void (*write)(void *context, int fd, const char *bytes, size_t length); /* what it prints */
    /* what input() reads: a line with its end, nothing at the end of the file; null: refused */
    void (*read_line)(void *context, TextBuffer *line);
    void *context;
} WholeRun;

/* The exit status; with a message in `error` when Lastref refused or ended the script, else the
 * message is empty. */
int whole_run(const WholeRun *run, Text source, Error *error);

/* The exit status of a run with history that has ended so. */
int whole_run_status(const Timeline *timeline, const TimelineOutcome *outcome);

#endif
