/* A snapshot in the making: what its parts share. Internal to timeline/.
 *
 * snapshot_build walks the object graph of the moment once; objects are shown as something visible
 * leads to them, each edge that becomes a visible reference is marked as drawn, and what is left
 * over is counted under the names of hidden holders. */
#ifndef LASTREF_TIMELINE_SNAPSHOT_PARTS_H
#define LASTREF_TIMELINE_SNAPSHOT_PARTS_H

#include "heap/graph.h"
#include "heap/kind.h"
#include "timeline/snapshot.h"

typedef struct SnapshotBuild {
    Snapshot *out;
    const Vm *vm;
    const Heap *heap;
    bool internals;
    Graph graph;
    uint32_t *shown;         /* object index + 1 by graph number */
    uint8_t *drawn;          /* by edge: it is a visible reference */
    uint32_t *first_in;      /* by graph number: an edge that leads to it, + 1 */
    Array(uint32_t) numbers; /* graph number by object index */
} SnapshotBuild;

/* ---- texts in the snapshot's arena ---- */

Text snapshot_keep_str(SnapshotBuild *build, Ref string);
Text snapshot_keep_repr(SnapshotBuild *build, Ref object);
/* `format` with one %s. */
Text snapshot_keep_format(SnapshotBuild *build, const char *format, const char *text);
Text snapshot_type_text(SnapshotBuild *build, Ref object);
/* `format` with the string as its %s. */
Text snapshot_named(SnapshotBuild *build, const char *format, Ref name);

/* ---- snapshot_object.c: what an object is ---- */

bool snapshot_is_static(const Heap *heap, Ref object);
/* Part of the interpreter's own bookkeeping: no card unless internals are shown. */
bool snapshot_is_internal(const SnapshotBuild *build, Ref object);
/* The object's index; a new one is added, and its references are looked at later. */
uint32_t snapshot_show(SnapshotBuild *build, uint32_t number);
bool snapshot_is_full(const SnapshotBuild *build);

/* ---- snapshot_reference.c: what it holds ---- */

/* Adds the visible references of an object of the snapshot. */
void snapshot_add_references(SnapshotBuild *build, uint32_t index);

/* ---- snapshot_frame.c ---- */

void snapshot_add_frames(SnapshotBuild *build);
/* Whether the frame's slots are the variables that its card shows. A class body's are not: its
 * names live in a dict, and its slots hold cells such as __class__. */
bool snapshot_has_local_variables(const SnapshotBuild *build, const Frame *frame);

/* ---- snapshot_holder.c ---- */

/* Counts all references that are not visible under the names of their holders. */
void snapshot_name_hidden(SnapshotBuild *build);

#endif
