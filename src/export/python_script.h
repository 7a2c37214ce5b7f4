/* A sandbox as a script that python3 runs: the script's own source, and the statements that are in
 * effect, each where the script was when it was executed. With checks it also asserts what the
 * sandbox showed (python_checks.h).
 *
 * Names of its own it has none: what it needs it reaches by __import__. */
#ifndef LASTREF_EXPORT_PYTHON_SCRIPT_H
#define LASTREF_EXPORT_PYTHON_SCRIPT_H

#include "base/error.h"
#include "timeline/timeline.h"

typedef struct PythonScript {
    TextBuffer text; /* owned */
    uint32_t checks; /* asserts in it */
    bool raises;     /* the script of the sandbox ends by an exception, and so will this one */
} PythonScript;

/* Fills a zeroed one. `source` is that of timeline_run. False with the reason, and nothing is
 * filled, when the history is not one program: a statement in the middle of a call, loop or other
 * statement; after an exception of the script. Seeks, and leaves the timeline where it was. */
bool python_script_make(Timeline *timeline, Text source, bool checked, PythonScript *script,
                        Error *error);

#endif
