/* The private heap: objects with reference counts in an image.
 *
 * References. A function that returns a `Ref` says whether it is new (the caller owns one
 * reference) or borrowed. A mutator stores first and decrefs last, and touches nothing after a
 * decref: a decref may free objects, call finalizers, and so run any Python code. An allocation of
 * an object with a GC head may run the collector and so finalizers too. A C function that owns
 * references while either may happen keeps them in the slots of a native frame (python/), never in
 * locals alone.
 *
 * Nothing in here calls Python by itself: finalizers, weak reference callbacks, comparison of keys
 * and events go through the host hooks.
 *
 * All state is in the image; the struct holds no cache that could outlive an undo. */
#ifndef LASTREF_HEAP_HEAP_H
#define LASTREF_HEAP_HEAP_H

#include "heap/image.h"
#include "heap/object.h"

typedef struct Heap Heap;

/* What happened, for narration and animation; not part of the machine's state. */
typedef enum HeapEvent {
    HEAP_BORN,
    HEAP_FREED,
    HEAP_PASSING,          /* heap_tell_passing */
    HEAP_COLLECTION_BEGAN, /* detail: generation, and GC_BEGAN_BY_ITSELF */
    HEAP_COLLECTION_AT,    /* detail: gc_moment, gc_found */
    HEAP_COLLECTION_ENDED  /* detail: generation */
} HeapEvent;

/* How one reference is held: for labels in pictures and dumps. */
typedef enum SlotKind {
    SLOT_ITEM,  /* index: list, tuple, set */
    SLOT_KEY,   /* the key of entry `value` (index) of a dict */
    SLOT_VALUE, /* a dict value; value: the key (Ref) */
    SLOT_ATTR,  /* an attribute in inline values or a slot; value: the name (Ref) */
    SLOT_FIELD  /* a field of the record; value: index into slot_field_names */
} SlotKind;

typedef struct Slot {
    SlotKind kind;
    uint32_t value;
} Slot;

/* X(ENUM, text): the fields that kinds report. */
#define SLOT_FIELDS(X)                                                                             \
    X(CLASS, "__class__")                                                                          \
    X(DICT, "__dict__")                                                                            \
    X(NAME, "__name__")                                                                            \
    X(QUALNAME, "__qualname__")                                                                    \
    X(MODULE, "__module__")                                                                        \
    X(BASE, "__base__")                                                                            \
    X(BASES, "__bases__")                                                                          \
    X(MRO, "__mro__")                                                                              \
    X(SLOTS, "__slots__")                                                                          \
    X(SUBCLASSES, "subclasses")                                                                    \
    X(KEYS, "shared keys")                                                                         \
    X(GLOBALS, "__globals__")                                                                      \
    X(BUILTINS, "__builtins__")                                                                    \
    X(CODE, "__code__")                                                                            \
    X(DEFAULTS, "__defaults__")                                                                    \
    X(KWDEFAULTS, "__kwdefaults__")                                                                \
    X(DOC, "__doc__")                                                                              \
    X(CLOSURE, "__closure__")                                                                      \
    X(ANNOTATIONS, "__annotations__")                                                              \
    X(CONSTS, "co_consts")                                                                         \
    X(NAMES, "co_names")                                                                           \
    X(LOCALSPLUSNAMES, "co_localsplusnames")                                                       \
    X(LOCALSPLUSKINDS, "co_localspluskinds")                                                       \
    X(FILENAME, "co_filename")                                                                     \
    X(CODE_NAME, "co_name")                                                                        \
    X(CODE_QUALNAME, "co_qualname")                                                                \
    X(CELL_CONTENTS, "cell_contents")                                                              \
    X(FUNC, "__func__")                                                                            \
    X(SELF, "__self__")                                                                            \
    X(START, "start")                                                                              \
    X(STOP, "stop")                                                                                \
    X(STEP, "step")                                                                                \
    X(LENGTH, "length")                                                                            \
    X(ITERATED, "iterated")                                                                        \
    X(ITERATORS, "iterators")                                                                      \
    X(RESULT, "result tuple")                                                                      \
    X(CALLABLE, "callable")                                                                        \
    X(SENTINEL, "sentinel")                                                                        \
    X(INDEX, "index")                                                                              \
    X(MAPPING, "mapping")                                                                          \
    X(HANDLED, "handled exception")                                                                \
    X(ARGS, "args")                                                                                \
    X(NOTES, "__notes__")                                                                          \
    X(TRACEBACK, "__traceback__")                                                                  \
    X(CONTEXT, "__context__")                                                                      \
    X(CAUSE, "__cause__")                                                                          \
    X(EXTRA, "extra")                                                                              \
    X(NEXT, "tb_next")                                                                             \
    X(FRAME, "tb_frame")                                                                           \
    X(BACK, "f_back")                                                                              \
    X(TRACE, "f_trace")                                                                            \
    X(FRAME_FUNCTION, "frame function")                                                            \
    X(FRAME_CODE, "frame code")                                                                    \
    X(FRAME_LOCALS, "f_locals")                                                                    \
    X(FRAME_OBJECT, "frame object")                                                                \
    X(LOCAL, "local")                                                                              \
    X(STACK, "value stack")                                                                        \
    X(GET, "fget")                                                                                 \
    X(SET, "fset")                                                                                 \
    X(DEL, "fdel")                                                                                 \
    X(OWNER, "__objclass__")                                                                       \
    X(DESCRIPTOR, "descriptor")                                                                    \
    X(SUPER_TYPE, "__thisclass__")                                                                 \
    X(SUPER_SELF_TYPE, "__self_class__")                                                           \
    X(CALLBACK, "__callback__")                                                                    \
    X(BUFFER, "buffer")                                                                            \
    X(BUFFER_OF, "obj")                                                                            \
    X(ORIGIN, "__origin__")                                                                        \
    X(PARAMETERS, "__parameters__")                                                                \
    X(PARTIAL_FUNC, "func")                                                                        \
    X(KEYWORDS, "keywords")                                                                        \
    X(CACHE, "cache")                                                                              \
    X(WRAPPED, "the function")                                                                     \
    X(MARK, "mark of keywords")                                                                    \
    X(INFO_TYPE, "CacheInfo")                                                                      \
    X(LINK, "link")                                                                                \
    X(KEY, "key")                                                                                  \
    X(CACHED, "result")                                                                            \
    X(COMPARE, "cmp")                                                                              \
    X(WRAPPED_OBJECT, "obj")                                                                       \
    X(FACTORY, "default_factory")                                                                  \
    X(SELECTORS, "selectors")                                                                      \
    X(TOTAL, "total")                                                                              \
    X(INITIAL, "initial")                                                                          \
    X(SAVED, "saved items")                                                                        \
    X(ELEMENT, "element")                                                                          \
    X(LAST_ITEM, "last item")                                                                      \
    X(FILL_VALUE, "fillvalue")                                                                     \
    X(POOL, "pool")                                                                                \
    X(TARGET_KEY, "target key")                                                                    \
    X(CURRENT_KEY, "current key")                                                                  \
    X(CURRENT_VALUE, "current value")                                                              \
    X(PARENT, "parent")                                                                            \
    X(TEE_DATA, "shared items")                                                                    \
    X(NEXT_DATA, "next items")                                                                     \
    X(MACHINE, "the interpreter")

typedef enum SlotField {
#define X(name, text) SLOT_FIELD_##name,
    SLOT_FIELDS(X)
#undef X
        SLOT_FIELD_COUNT
} SlotField;

extern const char *const slot_field_names[SLOT_FIELD_COUNT];

/* Visits references held. `all` false: what tp_traverse of CPython 3.11 visits, in its order, for
 * the collector. `all` true: every owned reference, also those that tp_traverse leaves out, for
 * heap_check and who-holds-it. A block that several objects share (dict keys) is entered through
 * enter_block, which returns whether its references should be reported by this holder; null means
 * always. */
typedef struct Visitor Visitor;
struct Visitor {
    void (*visit)(Visitor *visitor, Slot slot, Ref target);
    bool (*enter_block)(Visitor *visitor, Ref block);
    bool all;
};

/* The host: what the interpreter does for the heap. Every hook may be null. */
typedef struct HeapHost {
    void *context;
    /* Calls __del__ (or closes a generator): the object has refcount 1 during the call. Exceptions
     * are the hook's to report. */
    void (*finalize)(void *context, Ref object);
    /* Clears the weak references of an object that dies and calls their callbacks. */
    void (*clear_weakrefs)(void *context, Ref object);
    /* Calls the callback of a weak reference that the collector has cleared. */
    void (*call_weakref)(void *context, Ref weak);
    /* A collection begins or has ended: gc.callbacks, and what gc.set_debug prints. */
    void (*collection)(void *context, bool ended, unsigned generation, uint64_t collected);
    /* 1 equal, 0 not, -1 exception pending; may run Python. Never called with identical objects. */
    int (*equal)(void *context, Ref a, Ref b);
    void (*event)(void *context, HeapEvent event, Ref object, uint32_t detail);
    /* True while an exception is pending (the collector then does not start by itself). */
    bool (*is_raising)(void *context);
    /* Reports every reference that the machine itself owns: frames, value stacks, native slots,
     * pending exceptions. */
    void (*visit_machine)(void *context, Visitor *visitor);
} HeapHost;

enum {
    HEAP_GENERATIONS = 3,
    SMALL_INT_MIN = -5,
    SMALL_INT_MAX = 256,
    LATIN1_COUNT = 256,
    FREE_TUPLE_SIZES = 21, /* free lists for tuples of 1 to 20 items */
    POOL_CLASSES = 32,
    LARGE_BINS = 26 * 8,
    HEAP_ARENAS_MAX = 4096
};

typedef struct Generation {
    GcHead list; /* circular; the head itself is granule-aligned in the root */
    uint32_t threshold;
    uint32_t count;
    uint32_t spare[2];
} Generation;

/* Why the machine cannot go on: the host asks after each operation that may allocate. */
typedef enum HeapFailure {
    HEAP_OK,
    HEAP_FULL,      /* the byte budget is used up */
    HEAP_TOO_DEEP,  /* deallocation nested deeper than the worklist holds */
    HEAP_UNDEFINED, /* a finalizer did what CPython 3.11 reads or writes freed memory after */
    HEAP_STOPPED    /* the host has halted: heap_stop */
} HeapFailure;

/* At IMAGE_ROOT in the image. */
typedef struct HeapRoot {
    Generation generations[HEAP_GENERATIONS]; /* first: aligned */
    GcHead permanent;                         /* gc.freeze */
    GcHead trash, still_trash, weak_calls;    /* of a collection under way; see gc.h */
    uint32_t gc_enabled, gc_collecting, gc_debug, gc_books_closed;
    uint64_t long_lived_total, long_lived_pending;
    uint64_t long_lived_lacking; /* of the interpreter's start-up, not in this heap */
    uint64_t collections[HEAP_GENERATIONS], collected[HEAP_GENERATIONS],
        uncollectable[HEAP_GENERATIONS];
    /* touched by every allocation: one granule */
    uint64_t bytes_live; /* of blocks handed out */
    uint32_t next_serial;
    uint32_t objects_live; /* not static */

    uint64_t bytes_budget;
    Ref garbage, gc_callbacks; /* lists, owned; 0 before the gc module exists */
    uint32_t static_next;      /* bump granule of the static region */
    Ref static_holders;        /* see heap_note_static_holder */

    /* deallocation */
    uint32_t dying_count;   /* entries in IMAGE_DYING, as the last Python code under way saw them */
    uint32_t trash_nesting; /* CPython's trash_delete_nesting */
    Ref trash_later;        /* objects put off, linked by GcHead.prev */

    /* well-known objects: static, borrowed */
    Ref none, true_, false_, not_implemented, ellipsis;
    Ref empty_tuple, empty_str, empty_bytes;
    Ref small_ints[SMALL_INT_MAX - SMALL_INT_MIN + 1];
    Ref latin1[LATIN1_COUNT];
    Ref byte_chars[256];
    Ref empty_keys; /* DictKeys block shared by all {} */

    /* static types by index: python/ assigns meaning (types.h) */
    Ref types[192];

    /* interned strings: open addressing table of borrowed refs; a block */
    Ref interned;
    uint32_t interned_log2, interned_used, interned_fill;

    /* free lists (CPython 3.11): LIFO, linked through the first 4 bytes of the block */
    Ref free_lists, free_dicts, free_keys, free_floats, free_slice;
    uint32_t free_list_count, free_dict_count, free_keys_count, free_float_count;
    Ref free_tuples[FREE_TUPLE_SIZES];
    uint32_t free_tuple_counts[FREE_TUPLE_SIZES];

    /* pymalloc's books */
    Ref used_pools[POOL_CLASSES];     /* doubly linked list of pools with room, or 0 */
    Ref usable_arenas, unused_arenas; /* arena numbers + 1 */
    uint32_t arenas_made;
    uint32_t last_arena_with[66]; /* nfp2lasta: arena number + 1 by free pools */
    /* large blocks */
    uint32_t large_end; /* first granule never used */
    Ref large_last;     /* header of the last block below it, or 0 */
    uint32_t large_bitmap[8];
    Ref large_bins[LARGE_BINS];
} HeapRoot;

/* An entry of the deallocation worklist (dealloc.c). */
typedef struct Dying {
    Ref object;      /* 0 once its memory is given back */
    uint32_t cursor; /* of the row's take */
    uint32_t phase;  /* DYING_... first; the others are dealloc.c's own */
    Ref type;
} Dying;

enum {
    DYING_FINALIZE = 0 /* its finalizer has not run, or is running */
};

/* The deaths under way; empty when none is. Whenever Python may run, they are shown in the image,
 * at IMAGE_DYING. */
typedef struct Cascade {
    Array(Dying) dying;
    /* What was dying already in an image that was taken then is frozen: nobody goes on with it. */
    uint32_t bottom;  /* its entries in the image, below these */
    Ref later_bottom; /* what it had put off, under what these put off */
    size_t shown;     /* the first so many stand in the image as they are */
    uint32_t nesting; /* CPython's trash_delete_nesting */
    /* What was freed and has not been entered in the books yet. */
    uint32_t freed;         /* objects */
    uint32_t freed_counted; /* of them with a GcHead */
    size_t freed_bytes;
} Cascade;

struct Heap {
    Image image;
    HeapHost host;
    Cascade cascade;
    struct GcBulk *bulk; /* while a collection's trash dies in bulk (gc_bulk.h) */
    HeapFailure failure; /* sticky; the host ends the run and rolls the step back */
};

/* With a failure nothing dies any more, nothing is collected and no hook is called: the calls under
 * way return with what they own half done, and a finalizer that ran on such a state could free
 * what one of them is about to drop. What they leave is for heap_rollback. */
static inline void heap_stop(Heap *heap) {
    if (heap->failure == HEAP_OK) heap->failure = HEAP_STOPPED;
}

/* Back to the end of the last step, the failure forgotten. Only when no call into the heap is under
 * way. */
void heap_rollback(Heap *heap);

/* Reserves the image and makes the books; no objects yet. */
bool heap_init(Heap *heap, Error *error);
void heap_deinit(Heap *heap);

#define heap_at(heap, T, ref) ((const T *)image_at(&(heap)->image, (ref)))
/* heap_set(heap, object->field, value): the only way to write a field. */
#define heap_set(heap, field, value) image_set(&(heap)->image, &(field), (value))

static inline const HeapRoot *heap_root(const Heap *heap) {
    return (const HeapRoot *)image_at(&heap->image, IMAGE_ROOT);
}

static inline const Object *heap_object(const Heap *heap, Ref object) {
    return (const Object *)image_at(&heap->image, object);
}

static inline Kind heap_kind(const Heap *heap, Ref object) {
    return (Kind)heap_object(heap, object)->kind;
}

static inline Ref heap_type(const Heap *heap, Ref object) {
    return heap_object(heap, object)->type;
}

static inline const Type *heap_type_of(const Heap *heap, Ref object) {
    return (const Type *)image_at(&heap->image, heap_object(heap, object)->type);
}

static inline uint32_t heap_refcount(const Heap *heap, Ref object) {
    return heap_object(heap, object)->refcount;
}

/* ---- references ---- */

/* An object's header begins its granule, so this need not find the granule. */
static inline void heap_set_refcount(Heap *heap, Ref object, uint32_t count) {
    image_touch_granule(&heap->image, object);
    *(uint32_t *)(uintptr_t)&heap_object(heap, object)->refcount = count;
}

static inline Ref heap_incref(Heap *heap, Ref object) {
    heap_set_refcount(heap, object, heap_refcount(heap, object) + 1);
    return object;
}

/* The count has reached 0: frees the object and what only it held, as CPython would, finalizers and
 * weak reference callbacks included. */
void heap_dealloc(Heap *heap, Ref object);

/* Writes what is known of the deaths under way into the image, as is done before Python may run:
 * for a host that looks at the image when an event tells of it. */
void heap_show_deaths(Heap *heap);

static inline void heap_decref(Heap *heap, Ref object) {
    uint32_t count = heap_refcount(heap, object);
    assert(count > 0);
    heap_set_refcount(heap, object, count - 1);
    if (count == 1) heap_dealloc(heap, object);
}

/* Null is allowed. */
static inline Ref heap_xincref(Heap *heap, Ref object) {
    return object ? heap_incref(heap, object) : REF_NULL;
}

static inline void heap_xdecref(Heap *heap, Ref object) {
    if (object) heap_decref(heap, object);
}

/* Py_XSETREF: stores `value` (steals it, may be null), then drops what was there. */
static inline void heap_replace(Heap *heap, const Ref *slot, Ref value) {
    Ref old = *slot;
    image_set32(&heap->image, slot, value);
    if (old) heap_decref(heap, old);
}

/* Tells that a call or class statement has made the object for its own use: it goes with it. */
static inline void heap_tell_passing(const Heap *heap, Ref object) {
    if (heap->host.event) heap->host.event(heap->host.context, HEAP_PASSING, object, 0);
}

/* ---- a name for an object that outlives its address ---- */

typedef struct Handle {
    Ref ref;
    uint32_t serial; /* 0: no object */
} Handle;

static inline bool handle_equal(Handle a, Handle b) {
    return a.serial == b.serial && a.ref == b.ref;
}

static inline Handle heap_handle(const Heap *heap, Ref object) {
    return (Handle){object, object ? heap_object(heap, object)->serial : 0};
}

/* The object, or null when it is not alive at the shown step. Safe for any handle. */
Ref heap_resolve(const Heap *heap, Handle handle);

/* ---- objects ---- */

/* A new object of a type (PyType_GenericAlloc without tracking): header set, refcount 1, the rest
 * of the block zero, the type increfed when it is a heap type. `items` multiplies the type's
 * itemsize. Counts toward generation 0 and may run the collector when the type has a GC head.
 * Returns null after setting heap->failure when the budget is used up. The caller fills the record,
 * then tracks. */
Ref heap_new(Heap *heap, Ref type, uint32_t items);

/* As heap_new but at an exact size in bytes (without GC head), for sizes that no itemsize tells. */
Ref heap_new_sized(Heap *heap, Ref type, size_t size);

/* An object in the static region, immortal in practice: for types, small ints and other things that
 * exist before a script starts. Never collected, never freed; flags get OBJECT_STATIC and `flags`.
 */
Ref heap_new_static(Heap *heap, Ref type, Kind kind, size_t size, uint8_t flags);

/* A static object that owns references to objects that are not static holds them also when nothing
 * leads to it any more. Such objects have a GC head; they are linked by GcHead.prev. */
void heap_note_static_holder(Heap *heap, Ref object);

/* Sets the header of an object whose memory came from a free list: new serial, refcount 1, a
 * HEAP_BORN event. The block's other bytes are the caller's. */
void heap_revive(Heap *heap, Ref object, Ref type, Kind kind, uint8_t flags);

/* Gives an object's memory back (tp_free): PyObject_GC_Del or PyObject_Free, uncounting as CPython
 * does. Called by the worklist, and by kinds with free lists when those are full. */
void heap_free_object(Heap *heap, Ref object);

void heap_track(Heap *heap, Ref object);
void heap_untrack(Heap *heap, Ref object);

static inline const GcHead *heap_gc_head(const Heap *heap, Ref object) {
    return (const GcHead *)image_at(&heap->image, object - 1);
}

static inline const Preheader *heap_preheader(const Heap *heap, Ref object) {
    return (const Preheader *)image_at(&heap->image, object - 2);
}

/* Granules of GcHead and Preheader before an object with these flags. */
static inline uint32_t heap_granules_before(uint32_t flags) {
    return (flags & OBJECT_GC ? 1 : 0) + (flags & OBJECT_PREHEADER ? 1 : 0);
}

static inline bool heap_is_gc(const Heap *heap, Ref object) {
    return heap_object(heap, object)->flags & OBJECT_GC;
}

static inline bool heap_is_tracked(const Heap *heap, Ref object) {
    return heap_is_gc(heap, object) && heap_gc_head(heap, object)->next != 0;
}

/* 0, 1, 2, 3 for permanent, -1 when untracked. Walks lists: for display only. */
int heap_generation(const Heap *heap, Ref object);

/* Bytes as sys.getsizeof gives without a Python-level __sizeof__: object, its own blocks (items
 * array, dict table ...), GC head and preheader. */
size_t heap_sizeof(const Heap *heap, Ref object);

/* The address that id() gives and reprs show: where the image would lie in a process. */
static inline uint64_t heap_address(Ref object) {
    return UINT64_C(0x7f0000000000) + (uint64_t)object * GRANULE;
}

/* ---- blocks: memory that belongs to an object ---- */

/* CPython's PyMem/PyObject allocators: `size` bytes, at least; not zeroed. Null after setting
 * heap->failure when the budget is used up. size 0 is taken as 1. */
Ref heap_malloc(Heap *heap, size_t size);
Ref heap_realloc(Heap *heap, Ref block, size_t size);
void heap_free(Heap *heap, Ref block);
/* Usable bytes of the block: its size class, or what a large block was asked for, rounded to 16. */
size_t heap_block_size(const Heap *heap, Ref block);

/* ---- small integers, interned strings ---- see int.h, str.h */

#endif
