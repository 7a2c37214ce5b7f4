/* Within describe_*.c: the sentences under way, what objects are called, cycles. */
#ifndef LASTREF_EXPORT_DESCRIBE_PARTS_H
#define LASTREF_EXPORT_DESCRIBE_PARTS_H

#include "timeline/object_path.h"

/* An object without a short path, as it was called when it was first told. */
typedef struct NumberedObject {
    uint32_t object;
    uint32_t number; /* from 1, among those of the same title */
} NumberedObject;

typedef struct Description {
    const Snapshot *now;
    ObjectPaths paths;
    Array(NumberedObject) numbered;
    TextBuffer *out;
    size_t start;        /* of `out` */
    TextBuffer sentence; /* under way */
} Description;

/* Appends what an object is called. */
void describe_name(Description *description, uint32_t object, TextBuffer *out);

/* Appends the sentence under way to the text unless that gets longer than so many characters, and
 * empties it. Returns whether it was told. */
bool describe_put(Description *description, size_t most);

/* Objects that refer to each other: members of a cycle stand together. */
typedef struct ObjectCycles {
    Array(uint32_t) members; /* object indices, cycle after cycle */
    Array(uint32_t) ends;    /* of each cycle: where the next one begins in `members` */
} ObjectCycles;

/* All groups of objects of which each leads to each other by strong references, and objects that
 * hold themselves; in the order of their first members. Classes, functions and modules alone make
 * none that is told. */
void describe_cycles_find(const Snapshot *now, ObjectCycles *cycles);
void describe_cycles_deinit(ObjectCycles *cycles);

#endif
