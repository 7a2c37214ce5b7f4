/* A sandbox as a script that python3 runs: the script's own source, and the statements that are in
 * effect, each where the script was when it was executed. With checks it also asserts what the
 * sandbox showed (python_checks.h).
 *
 * Names of its own it has none: what it needs it reaches by __import__. */
#ifndef LASTREF_EXPORT_PYTHON_SCRIPT_H
#define LASTREF_EXPORT_PYTHON_SCRIPT_H

#include "export/python_statement.h"
#include "timeline/timeline.h"

/* What the script is for. */
typedef enum PythonScriptUse {
    PYTHON_SCRIPT_PLAIN,   /* it prints what the sandbox printed */
    PYTHON_SCRIPT_CHECKED, /* and asserts what the sandbox showed */
    PYTHON_SCRIPT_READ     /* people read it: the value of an expression is not printed */
} PythonScriptUse;

/* A statement that is in effect. */
typedef struct PythonStep {
    uint32_t record; /* of the timeline (timeline_record) */
    PythonPart part; /* where it is in the script */
} PythonStep;

typedef Array(PythonStep) PythonSteps;

typedef struct PythonScript {
    TextBuffer text;   /* owned */
    PythonSteps steps; /* owned; in their order */
    uint32_t checks;   /* asserts in it */
    bool raises;       /* the script of the sandbox ends by an exception, and so will this one */
} PythonScript;

/* Fills a zeroed one. `source` is that of timeline_run. False with the reason, and nothing is
 * filled, when the history is not one program: a statement in the middle of a call, loop or other
 * statement; after an exception of the script. Seeks, and leaves the timeline where it was. */
bool python_script_make(Timeline *timeline, Text source, PythonScriptUse use, PythonScript *script,
                        Error *error);
void python_script_deinit(PythonScript *script);

#endif
