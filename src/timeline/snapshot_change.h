/* What differs between two snapshots that follow each other: names, attributes, items and keys that
 * were bound, rebound or unbound, in a person's terms. Narration, the marks on rows, the arrows
 * that travel and the causes beside a refcount are made from it.
 *
 * Only visible references are compared: a count that changed for another reason (a value stack, a
 * hidden holder) has no change here. The texts belong to the two snapshots, which must outlive the
 * list. */
#ifndef LASTREF_TIMELINE_SNAPSHOT_CHANGE_H
#define LASTREF_TIMELINE_SNAPSHOT_CHANGE_H

#include "timeline/snapshot.h"

typedef enum SnapChangeKind {
    CHANGE_BOUND,   /* a name or slot that was not there, or was unbound */
    CHANGE_REBOUND, /* it refers to something else */
    CHANGE_UNBOUND, /* it is gone, or unbound */
    CHANGE_CALLED,  /* a variable of a frame that was pushed */
    CHANGE_ENDED,   /* a variable of a frame that is gone */
    CHANGE_MADE,    /* a slot of an object that is new */
    CHANGE_FREED    /* a slot of an object that is gone */
} SnapChangeKind;

typedef struct SnapChange {
    SnapChangeKind kind;
    uint32_t was;       /* object index in `before`, or SNAPSHOT_NONE */
    uint32_t is;        /* object index in `now`, or SNAPSHOT_NONE */
    uint32_t frame;     /* of a variable: index into the frames of `now`, of `before` when the
                           frame or the name is gone; else SNAPSHOT_NONE */
    uint32_t variable;  /* in `now`; SNAPSHOT_NONE: it is not there */
    uint32_t holder;    /* of a reference: object index, as `frame`; else SNAPSHOT_NONE */
    uint32_t reference; /* in `now`; SNAPSHOT_NONE: it is not there */
    SnapSlot slot;      /* of a reference */
    uint32_t number;    /* SNAP_INDEX */
    Text label;         /* the variable's name, the attribute's, the key's repr */
    Text scope;         /* of a variable: name of its frame; of a reference: title of holder */
    bool weak;          /* a weak reference: no refcount changed by it */
} SnapChange;

typedef struct SnapChanges {
    Array(SnapChange) items; /* in the order of `now`'s frames and objects, then what is gone */
} SnapChanges;

/* Both snapshots are borrowed. */
void snapshot_changes(const Snapshot *before, const Snapshot *now, SnapChanges *out);
void snapshot_changes_deinit(SnapChanges *changes);

/* Why the change takes a reference from `was` or gives one to `is`, in a few words: "del b",
 * "walk ended", "[1] replaced", "b = ". */
void snapshot_change_loss(const SnapChange *change, TextBuffer *out);
void snapshot_change_gain(const SnapChange *change, TextBuffer *out);

#endif
