/* Running another program and keeping what it prints. */
#ifndef LASTREF_PLATFORM_PROCESS_H
#define LASTREF_PLATFORM_PROCESS_H

#include "base/error.h"
#include "base/text.h"

#include <stdatomic.h>

/* A zeroed one is empty and ready. */
typedef struct ProcessOutput {
    TextBuffer out, err; /* owned */
    int status;          /* exit status; 128 + signal when a signal ended it */
} ProcessOutput;

typedef struct ProcessLimits {
    int seconds;
    size_t bytes;             /* of stdout, and of stderr */
    const atomic_int *cancel; /* may become 1 meanwhile, from another thread; null: never */
} ProcessLimits;

/* Runs `arguments` (ends with null; the first is looked up in PATH) with nothing on stdin, waits
 * for its end and appends what it printed. `settings` are "NAME=VALUE" for its environment, up to a
 * null; or null. False with a message when it cannot be started (also when there is no such
 * program) or passes a limit: then it was ended. */
bool platform_process_run(const char *const *arguments, const char *const *settings,
                          ProcessLimits limits, ProcessOutput *output, Error *error);
/* Runs it with these bytes on stdin and lets what it prints go; waits for its end, though not for
 * those that it leaves behind. False with a message when it cannot be started, ends with another
 * status than 0, or is still running after so many seconds: then it was ended. */
bool platform_process_feed(const char *const *arguments, Text bytes, int seconds, Error *error);
void platform_process_deinit(ProcessOutput *output);

#endif
