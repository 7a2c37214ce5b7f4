/* `lastref dump`: one stop as one line of JSON, for tests and other tools.
 *
 * {"step": k, "steps": n, "line": l,
 *  "frames": [{"name", "vars": [{"name", "to"}]}],             outermost first; "to" null when
 * unbound "objects": [{"id", "address", "type", "repr", "refcount", "shared", "size", "tracked",
 *               "generation", "refs": [{"slot", "to"}], "hidden": [{"holder", "count"}]}],
 *  "output": "what was printed so far"}
 *
 * "id" is the birth serial, the same through all steps. For every object refcount equals the number
 * of "to" that lead to it from frames and objects plus its hidden counts; a variable that lives in
 * a cell leads to the cell ("cell": true), and the cell to the value. A dict reports its keys as
 * refs of the slot "key of ...". */
#ifndef LASTREF_TIMELINE_DUMP_H
#define LASTREF_TIMELINE_DUMP_H

#include "timeline/snapshot.h"
#include "timeline/timeline.h"

/* Appends the line, with its newline, of the shown stop. */
void dump_stop(const Timeline *timeline, TextBuffer *out);

/* `--variables`: frames and what their variables are bound to, no other object; its length and time
 * depend on the variables alone, however large the heap is.
 *
 * {"step": k, "steps": n, "line": l,
 *  "frames": [{"name", "vars": [{"name", "to", "type", "refcount", "shared", "size", "tracked"}]}]}
 *
 * Of a variable that lives in a cell ("cell": true) the fields are its content's; "to" null and no
 * fields when it is unbound. */
void dump_variables(const Timeline *timeline, TextBuffer *out);

#endif
