/* A snapshot: what one stop holds, in the terms of the person who looks: frames with variables,
 * objects with their true refcounts, every reference to them either as a visible reference or
 * counted under a named hidden holder. Dumps, pictures and the inspector are all made from this one
 * structure.
 *
 * Which objects: all that the variables of the script's frames lead to, what is being freed, and
 * what only the collector can still find; not what belongs to the interpreter itself (modules,
 * built-in types and functions, code objects, a class's mro). For each object: refcount == visible
 * references to it (frames' and objects') + sum of its hidden counts. Objects that the interpreter
 * shares (small ints, None, interned names ...) are marked; their count means nothing to a reader.
 *
 * Everything is owned by the snapshot (its arena) and valid until snapshot_deinit. Indices are into
 * its arrays. Order is deterministic. */
#ifndef LASTREF_TIMELINE_SNAPSHOT_H
#define LASTREF_TIMELINE_SNAPSHOT_H

#include "base/arena.h"
#include "base/array.h"
#include "base/text.h"
#include "heap/heap.h"
#include "python/vm.h"

#define SNAPSHOT_NONE 0xFFFFFFFFu

/* What kind of card an object gets. */
typedef enum ObjectClass {
    OBJECT_NUMBER,   /* int, float, bool */
    OBJECT_NONE,     /* None, Ellipsis, NotImplemented */
    OBJECT_TEXT,     /* str, bytes */
    OBJECT_SEQUENCE, /* list, tuple: indexed cells */
    OBJECT_MAPPING,  /* dict: rows */
    OBJECT_SET,      /* set, frozenset: cells without index */
    OBJECT_INSTANCE, /* of a user class: attribute rows */
    OBJECT_CLASS,
    OBJECT_FUNCTION, /* function, bound method, generator function */
    OBJECT_ITERATOR, /* generators, too */
    OBJECT_CELL,
    OBJECT_WEAKREF, /* weakref.ref, weakref.proxy and what is made from them */
    OBJECT_MODULE,
    OBJECT_EXCEPTION, /* tracebacks, too */
    OBJECT_OTHER
} ObjectClass;

typedef struct SnapVariable {
    Text name;
    uint32_t object; /* SNAPSHOT_NONE: unbound */
    uint32_t
        cell; /* the cell object that holds it, or SNAPSHOT_NONE; then `object` is its content */
} SnapVariable;

typedef struct SnapFrame {
    Ref frame;     /* identity while it runs */
    Text name;     /* co_name: "<module>", "f" */
    Text qualname; /* "Node.__init__" */
    uint32_t line; /* about to run or waiting in, from 1 */
    bool module;
    bool running; /* the innermost of user code */
    bool below;   /* a statement runs above it: see timeline_is_frozen */
    uint32_t first_variable, variable_count;
    uint32_t first_temporary, temporary_count; /* with internals: its evaluation stack */
    Handle function;                           /* key for places across steps */
    uint32_t depth;                            /* 0 for the module */
} SnapFrame;

/* How a reference is labelled in the card of its holder. */
typedef enum SnapSlot {
    SNAP_INDEX,  /* list, tuple: `number` */
    SNAP_MEMBER, /* of a set */
    SNAP_KEY, /* `label` is the key's short repr; `key_object` where the key is an object of its own
               */
    SNAP_NAME /* attribute or field: `label` */
} SnapSlot;

typedef struct SnapReference {
    SnapSlot slot;
    uint32_t number;
    Text label;          /* as shown: "[0]"-less; attribute name, key repr */
    uint32_t target;     /* object index */
    uint32_t key_object; /* SNAP_KEY: the key as object index, also a reference of the dict */
    bool attribute;      /* SNAP_NAME of a Python attribute: can be assigned (obj.label = ...) */
    bool weak;           /* a weak reference: it counts nowhere */
} SnapReference;

typedef struct SnapHidden {
    Text holder;
    uint32_t count;
    uint32_t object; /* that it belongs to, as far as that is in the snapshot; SNAPSHOT_NONE */
    uint32_t frame;  /* the same */
} SnapHidden;

typedef struct SnapObject {
    Handle handle;
    ObjectClass class;
    Text type;  /* "list", "Node", "class", "function" ... as type(x).__name__ */
    Text title; /* what its card says: type, or "class Node", "function f" */
    Text repr;  /* short: at most 60 characters, never runs Python code of the user */
    Text state; /* "paused at line 7", "dead", "next: [2]": what its references do not say, or empty
                 */
    uint32_t refcount;
    bool shared;  /* by the interpreter: the count is not meaningful */
    bool library; /* made when a module of the library was imported */
    bool tracked;
    bool reachable;   /* from the stack; false: only the collector can find it */
    bool dying;       /* its deallocation is under way */
    bool apart;       /* drawn although no frame leads to it: gc.garbage with something in it */
    bool small;       /* number, bool, None or short string: stands inline in its holders */
    bool frozen;      /* its items stay: a tuple, a frozenset or one of a class derived from them */
    int generation;   /* 0 .. 3, -1 */
    uint32_t size;    /* sys.getsizeof, bytes */
    uint64_t address; /* as id() gives it */
    uint32_t first_reference, reference_count;
    uint32_t first_hidden, hidden_count;
    uint32_t incoming; /* visible references to it */
    uint32_t length;   /* of containers and strings */
    uint32_t more; /* references not listed because there are too many (SNAPSHOT_REFERENCES_MAX) */
} SnapObject;

/* The collector's books: gc.get_count(), gc.get_threshold(), gc.isenabled(). */
typedef struct SnapCollector {
    uint32_t counts[HEAP_GENERATIONS], thresholds[HEAP_GENERATIONS];
    bool enabled;
    bool counts_known; /* false: about what CPython's would be; see import_books.h */
} SnapCollector;

enum {
    SNAPSHOT_OBJECTS_MAX = 200000,
    SNAPSHOT_INLINE_TEXT = 20 /* characters: longer strings are nodes */
};

typedef struct Snapshot {
    Arena arena;
    Array(SnapFrame) frames; /* outermost first */
    Array(SnapVariable) variables;
    Array(uint32_t) temporaries; /* object indices */
    Array(SnapObject) objects;   /* in order of discovery from the frames */
    Array(SnapReference) references;
    Array(SnapHidden) hidden;
    SnapCollector collector;
    uint32_t *index; /* object number + 1 by handle: open addressing; see snapshot_index */
    uint32_t index_mask;
} Snapshot;

typedef enum SnapshotDetail {
    SNAPSHOT_PLAIN,
    /* Evaluation stacks, and what a class is made of (__mro__, descriptors, its dict), are visible
     * references, too, and no longer hidden holders. */
    SNAPSHOT_INTERNALS
} SnapshotDetail;

/* Describes the machine as it stands. Never runs Python, never changes the image. */
void snapshot_build(Snapshot *snapshot, const Vm *vm, SnapshotDetail detail);
void snapshot_deinit(Snapshot *snapshot);

/* Makes the table behind snapshot_find; snapshot_build has done it. For snapshots made by hand. */
void snapshot_index(Snapshot *snapshot);

/* The module's frame; null when there is none. */
const SnapFrame *snapshot_module(const Snapshot *snapshot);

/* Index of the variable of that name in the module's frame, or SNAPSHOT_NONE. */
uint32_t snapshot_find_global(const Snapshot *snapshot, const char *name);

/* Index of the object, or SNAPSHOT_NONE. */
uint32_t snapshot_find(const Snapshot *snapshot, Handle handle);

/* Appends how a reference, or its key, is written after its holder: "[0]", ".peer", "['k']", "key
 * 'k'", "member". */
void snapshot_append_slot(const SnapReference *reference, bool key, TextBuffer *out);

/* For each object: refcount against visible and hidden references. False with a message. */
bool snapshot_check(const Snapshot *snapshot, Error *error);

#endif
