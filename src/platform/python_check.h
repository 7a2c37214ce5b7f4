/* The same script by Lastref and by python3: what `lastref verify` and the window's check do.
 *
 * python3 executes the script on this computer: the caller has asked the person. */
#ifndef LASTREF_PLATFORM_PYTHON_CHECK_H
#define LASTREF_PLATFORM_PYTHON_CHECK_H

#include "app/app.h"
#include "timeline/whole_run.h"

#include <stdatomic.h>

typedef struct PythonCheck {
    const char *file; /* as given to python3 */
    WholeRun run;     /* of Lastref; `stream`, `write` and `context` are set here */
    const char *const
        *places; /* where python3 is looked for, ends with null; null: the usual ones */
} PythonCheck;

/* Runs it all and waits. Appends "identical", or the first difference, as verify_compare does; or
 * why there is no answer, one line. `cancel` may be set by another thread, and may be null.
 * `status` is 0 identical, 1 different, WHOLE_RUN_IMPOSSIBLE no python3 3.11, or cancelled, or it
 * failed, WHOLE_RUN_HALTED refused by Lastref. */
int python_check(const PythonCheck *check, Text source, const atomic_int *cancel, TextBuffer *told);

/* The same in the background, for a window: one check at a time. */
typedef struct PythonChecker PythonChecker;
/* The check's limits are those of `model`; its file and script are set for each. */
PythonChecker *python_checker_create(const PythonCheck *model);
/* Ends a check under way. */
void python_checker_destroy(PythonChecker *checker);
AppChecker python_checker_interface(PythonChecker *checker);

/* Runs a script by python3 that asserts what it expects: 0 when python3 agrees, 1 when not, with
 * the end of what it said on stderr appended; WHOLE_RUN_IMPOSSIBLE with a message. `raises`: it has
 * to end by an exception of its own. */
int python_check_asserts(Text script, bool raises, TextBuffer *told);

#endif
