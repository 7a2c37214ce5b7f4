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

/* How a statement calls a module: `before` it, and by what `name`. Where no name of the module
 * leads to it, it is imported; a name of the person's own is left alone. */
typedef struct ModuleWords {
    char before[40]; /* "import copy; ", or empty */
    char name[40];   /* "copy", or "__import__('copy')" */
} ModuleWords;

ModuleWords statement_module(const Snapshot *snapshot, const char *module);

/* `del bob.peer`. */
bool statement_delete(const Snapshot *snapshot, ReferencePlace place, TextBuffer *out,
                      Error *error);

#endif
