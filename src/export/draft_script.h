/* The script of a lesson to begin with: what was done in a sandbox, run as lessons see it, with
 * comments where lines are so alike that no words lead to a step. */
#ifndef LASTREF_EXPORT_DRAFT_SCRIPT_H
#define LASTREF_EXPORT_DRAFT_SCRIPT_H

#include "export/python_script.h"
#include "lesson/lesson_run.h"

typedef struct DraftScript {
    TextBuffer text;
    PythonSteps steps; /* in the text */
    Timeline *timeline;
    LessonRun run;
    bool has_run;
} DraftScript;

typedef struct DraftScriptConfig {
    const char *name; /* in tracebacks */
    bool check_heap;
} DraftScriptConfig;

/* Fills a zeroed one; not to be moved. `source` is that of timeline_run of the sandbox. False with
 * the reason, and nothing is filled, when it is no script, is empty, or may be none of a lesson. */
bool draft_script_make(Timeline *sandbox, Text source, const DraftScriptConfig *config,
                       DraftScript *script, Error *error);
void draft_script_deinit(DraftScript *script);

#endif
