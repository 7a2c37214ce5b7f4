/* Expressions for objects: the shortest that leads to one from a global name (`ada`, `crew[0]`,
 * `roles['captain'].peer`), and back from such an expression to the place that it reads.
 *
 * A path reads only names, indices, plain keys and attributes: evaluating it gives the very object
 * and runs no code of the user. Texts are appended. */
#ifndef LASTREF_TIMELINE_OBJECT_PATH_H
#define LASTREF_TIMELINE_OBJECT_PATH_H

#include "base/error.h"
#include "timeline/snapshot.h"

/* Where a reference is held: a variable, or a reference of an object; neither: on the evaluation
 * stack of a frame, which no path leads to. */
typedef struct ReferencePlace {
    uint32_t variable;  /* index into the snapshot's variables, or SNAPSHOT_NONE */
    uint32_t holder;    /* object index; with `reference` */
    uint32_t reference; /* index into the snapshot's references, or SNAPSHOT_NONE */
    bool key;           /* the key of a dict's entry, not its value */
} ReferencePlace;

/* `crew[0]`: the shortest path to the object. False, and nothing appended, where none leads to it.
 */
bool object_path_append(const Snapshot *snapshot, uint32_t object, TextBuffer *out, Error *error);

/* The paths to all objects of a snapshot, found at once. */
typedef struct ObjectPaths {
    const Snapshot *snapshot;     /* borrowed */
    struct ObjectPathStep *steps; /* one an object: the last of its path */
    bool *reached;                /* one an object: whether a path leads to it */
} ObjectPaths;

ObjectPaths object_paths_find(const Snapshot *snapshot);
void object_paths_deinit(ObjectPaths *paths);
/* Appends the path of an object that is reached. */
void object_paths_append(const ObjectPaths *paths, uint32_t object, TextBuffer *out);

/* `[0]`, `['captain']`, `.peer`: how the reference is written after its holder. */
void object_path_append_step(const SnapReference *reference, TextBuffer *out);

/* The place that a path reads, written as object_path_append writes it; false when there is none.
 */
bool object_path_find(const Snapshot *snapshot, Text path, ReferencePlace *place);

/* The index of the object that a place holds, or SNAPSHOT_NONE. */
uint32_t object_path_held(const Snapshot *snapshot, ReferencePlace place);

/* Whether the place is an item of a list or tuple. */
bool object_path_is_item(const Snapshot *snapshot, ReferencePlace place);

/* Whether the text is a name that Python can read, and no keyword. Names beyond ASCII are taken as
 * they are: they came from a program that the lexer accepted, or are refused by it. */
bool object_path_is_name(Text name);
/* Whether a key's short repr is its whole source: a string, an int, True, False, None. */
bool object_path_is_plain_key(Text key);

#endif
