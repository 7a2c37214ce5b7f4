/* A gesture is a Python statement: from a place that holds a reference, and an object, to source.
 *
 * An object is named by the shortest expression that leads to it from a global name: `ada`,
 * `crew[0]`, `roles['captain'].peer`. Such an expression reads only names, indices, plain keys and
 * attributes; evaluating it gives the very object, or the object is said to have no such path.
 * Statements act at module level. Texts are appended to `out`; on failure the reason is in `error`
 * and `out` is as before. */
#ifndef LASTREF_APP_STATEMENT_H
#define LASTREF_APP_STATEMENT_H

#include "base/error.h"
#include "timeline/snapshot.h"

/* Where a reference is held: a variable, or a reference of an object. */
typedef struct ReferencePlace {
    uint32_t variable;  /* index into the snapshot's variables, or SNAPSHOT_NONE */
    uint32_t holder;    /* object index; with `reference` */
    uint32_t reference; /* index into the snapshot's references, or SNAPSHOT_NONE */
    bool key;           /* the key of a dict's entry, not its value */
} ReferencePlace;

/* `crew[0]`: an expression for the object. */
bool statement_path(const Snapshot *snapshot, uint32_t object, TextBuffer *out, Error *error);

/* `bob.peer`: an expression for the place, that can be assigned to or deleted. */
bool statement_place(const Snapshot *snapshot, ReferencePlace place, TextBuffer *out, Error *error);

/* `bob.peer = crew[0]`. */
bool statement_assign(const Snapshot *snapshot, ReferencePlace place, uint32_t target,
                      TextBuffer *out, Error *error);

/* `del bob.peer`. */
bool statement_delete(const Snapshot *snapshot, ReferencePlace place, TextBuffer *out,
                      Error *error);

/* For a place: the index of the object that is held there, or SNAPSHOT_NONE. */
uint32_t statement_held(const Snapshot *snapshot, ReferencePlace place);

#endif
