/* A gesture is a Python statement: from a place that holds a reference, and an object, to source.
 *
 * Objects are named by their paths (object_path.h). Statements act at module level. Texts are
 * appended to `out`; on failure the reason is in `error` and `out` is as before. */
#ifndef LASTREF_APP_STATEMENT_H
#define LASTREF_APP_STATEMENT_H

#include "base/error.h"
#include "timeline/object_path.h"

/* `bob.peer`: an expression for the place, that can be assigned to or deleted. */
bool statement_place(const Snapshot *snapshot, ReferencePlace place, TextBuffer *out, Error *error);

/* `bob.peer = crew[0]`. */
bool statement_assign(const Snapshot *snapshot, ReferencePlace place, uint32_t target,
                      TextBuffer *out, Error *error);

/* `del bob.peer`. */
bool statement_delete(const Snapshot *snapshot, ReferencePlace place, TextBuffer *out,
                      Error *error);

#endif
