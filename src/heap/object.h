/* What objects look like in the image: the kinds and their records.
 *
 * Every object starts with the 16 bytes of `Object`, as CPython's start with ob_refcnt and ob_type.
 * Objects that the cyclic collector may track have a `GcHead` in the granule before; instances with
 * a managed dict have a `Preheader` in the granule before that (CPython 3.11, Include/internal/
 * pycore_object.h). An object is allocated at CPython's own size; since a reference takes 4 bytes
 * here and 8 there, records use the first part of their block only. sys.getsizeof therefore follows
 * from types' basicsize and itemsize, never from sizeof of these records.
 *
 * Records are read through pointers to const and written with heap_set (heap.h). `Ref` fields
 * marked "borrowed" own nothing; all others own one reference where not null. */
#ifndef LASTREF_HEAP_OBJECT_H
#define LASTREF_HEAP_OBJECT_H

#include "heap/image.h"

/* X(ENUM, row symbol): one row each in kind.c. A kind is a layout, not a Python type: `Kind` of an
 * instance of a user's subclass of list is KIND_LIST. */
#define KIND_LIST_OF(X)                                                                            \
    X(SINGLETON) /* None, NotImplemented, Ellipsis */                                              \
    X(BOOL)      /* laid out as INT */                                                             \
    X(INT)                                                                                         \
    X(FLOAT)                                                                                       \
    X(COMPLEX)                                                                                     \
    X(STR)                                                                                         \
    X(BYTES)                                                                                       \
    X(BYTEARRAY)                                                                                   \
    X(MANAGED_BUFFER) /* what memoryviews of one object share */                                   \
    X(MEMORYVIEW)                                                                                  \
    X(LIST)                                                                                        \
    X(TUPLE)                                                                                       \
    X(DICT)                                                                                        \
    X(SET) /* set and frozenset */                                                                 \
    X(TYPE)                                                                                        \
    X(INSTANCE) /* of a class whose layout base is object */                                       \
    X(FUNCTION)                                                                                    \
    X(CODE)                                                                                        \
    X(CELL)                                                                                        \
    X(METHOD) /* bound method */                                                                   \
    X(MODULE)                                                                                      \
    X(RANGE)                                                                                       \
    X(SLICE)                                                                                       \
    X(ITERATOR) /* all built-in iterators that hold up to 3 references and counters */             \
    X(DICT_VIEW)                                                                                   \
    X(GENERATOR)                                                                                   \
    X(EXCEPTION)                                                                                   \
    X(TRACEBACK)                                                                                   \
    X(FRAME_OBJECT)                                                                                \
    X(PROPERTY)                                                                                    \
    X(STATICMETHOD)                                                                                \
    X(CLASSMETHOD)                                                                                 \
    X(CFUNCTION)         /* built-in function, bound or of a module */                             \
    X(METHOD_DESCRIPTOR) /* list.append; also classmethod and wrapper (slot) descriptors */        \
    X(METHOD_WRAPPER)    /* [].__len__ */                                                          \
    X(GETSET)            /* getset_descriptor and member_descriptor */                             \
    X(SUPER)                                                                                       \
    X(MAPPING_PROXY)                                                                               \
    X(GENERIC_ALIAS) /* list[int] */                                                               \
    X(UNION)         /* int | str */                                                               \
    X(WEAKREF)                                                                                     \
    X(DEQUE)        /* collections.deque */                                                        \
    X(DEFAULT_DICT) /* collections.defaultdict: a Dict and its factory */                          \
    X(TUPLE_GETTER) /* the descriptor of a field of a named tuple */                               \
    X(ITERTOOL)     /* the iterators of itertools */                                               \
    X(TEE_DATA)     /* what the iterators of one itertools.tee() share */                          \
    X(PARTIAL)      /* functools.partial */                                                        \
    X(LRU_CACHE)    /* what functools.lru_cache makes of a function */                             \
    X(LRU_LINK)     /* an entry of one with a bound */                                             \
    X(KEY_WRAPPER)  /* functools.cmp_to_key */                                                     \
    X(RLOCK)                                                                                       \
    X(NAMESPACE) /* opaque objects of the interpreter itself (loader, spec, streams) */

typedef enum Kind {
    KIND_NULL,
#define X(name) KIND_##name,
    KIND_LIST_OF(X)
#undef X
        KIND_COUNT
} Kind;

/* Object.flags */
enum {
    OBJECT_GC = 1,        /* has a GcHead */
    OBJECT_PREHEADER = 2, /* has a Preheader (managed dict) */
    OBJECT_STATIC = 4,    /* in the static region: never freed */
    OBJECT_SHARED = 8,   /* the interpreter itself shares it: its count is never shown or printed */
    OBJECT_VISITED = 16, /* free for heap_check and queries between their begin and end */
    OBJECT_LIBRARY = 32  /* made by the import of a library module: no concern of a script's until
                            something of the script leads to it */
};

typedef struct Object {
    uint32_t refcount;
    Ref type;        /* owned when the type is a heap type, borrowed when static, as in 3.11 */
    uint32_t serial; /* birth serial: never used twice within a history; 0 is never used */
    uint8_t kind;    /* Kind */
    uint8_t flags;   /* OBJECT_... */
    uint16_t which;  /* variant within the kind: ITER_... of an iterator */
} Object;

/* gc_flags */
enum {
    GC_FINALIZED = 1, /* __del__ was called (PEP 442) */
    GC_COLLECTING = 2
};

typedef struct GcHead {
    Ref next; /* GcHead granule, 0 when not tracked */
    Ref prev;
    uint32_t gc_flags;
    uint32_t spare;
} GcHead;

/* At most one of the two is not null. */
typedef struct Preheader {
    Ref values; /* InlineValues block, or 0 */
    Ref dict;   /* the materialised dict, owned, or 0 */
    uint32_t spare[2];
} Preheader;

/* ---- numbers and text ---- */

/* 24 + 4 bytes a digit. */
typedef struct Int {
    Object head;
    uint32_t size; /* number of digits; 0 for zero */
    uint32_t negative;
    uint32_t digits[]; /* base 2**30, least significant first */
} Int;

typedef struct Float {
    Object head;
    double value;
} Float;

typedef struct Complex {
    Object head;
    double real;
    double imag;
} Complex;

/* Str.state */
enum {
    STR_ASCII = 1,
    STR_INTERNED = 2,
    STR_HASHED = 4, /* `hash` is valid */
    STR_BLOCK = 8   /* of a subclass: the characters are in the block that `data` names */
};

/* CPython's compact strings: characters of 1, 2 or 4 bytes after a header of 48 bytes (ASCII)
 * or 72; those of a subclass lie in a block. */
typedef struct Str {
    Object head;
    uint32_t length; /* code points */
    uint8_t width;   /* bytes a character: 1, 2, 4 */
    uint8_t state;
    uint16_t spare;
    uint64_t hash;
    Ref data; /* block, with STR_BLOCK only */
} Str;

typedef struct Bytes {
    Object head;
    uint32_t length;
    uint32_t hashed;
    uint64_t hash;
    uint8_t bytes[]; /* at 32, with a closing zero */
} Bytes;

typedef struct ByteArray {
    Object head;
    uint32_t length;
    uint32_t allocated; /* bytes asked for the block: CPython's ob_alloc */
    uint32_t start;     /* offset of the first byte in the block (ob_start) */
    uint32_t exports;   /* buffers that look at it: it cannot be resized meanwhile */
    Ref block;
} ByteArray;

typedef struct ManagedBuffer {
    Object head;
    Ref object; /* bytes or bytearray */
} ManagedBuffer;

/* One dimension of unsigned bytes. */
typedef struct MemoryView {
    Object head;
    Ref buffer; /* ManagedBuffer; 0 when released */
    uint32_t start, length;
    uint32_t step; /* an int32_t: bytes from one item to the next */
    uint32_t readonly;
} MemoryView;

/* ---- containers ---- */

typedef struct List {
    Object head;
    uint32_t size;
    uint32_t allocated; /* items the block has room for */
    Ref items;          /* block of 8 * allocated bytes holding Ref[allocated], or 0 */
} List;

typedef struct Tuple {
    Object head;
    uint32_t size;
    uint32_t spare;
    Ref items[];
} Tuple;

/* DictKeys.kind */
enum {
    KEYS_GENERAL, /* DictEntry */
    KEYS_UNICODE, /* all keys are exact str: UnicodeEntry */
    KEYS_SPLIT    /* shared by instances of a class; UnicodeEntry without values */
};

/* A keys block: header of 32 bytes, then index table (1, 2 or 4 bytes a slot: -1 empty, -2 dummy),
 * then entries. Allocated at CPython's size: 32 + (1 << log2_index_bytes) + usable * (24 or 16). */
typedef struct DictKeys {
    uint32_t refcount;
    uint8_t log2_size;
    uint8_t log2_index_bytes;
    uint8_t kind;
    uint8_t spare;
    uint32_t usable;  /* free entries left */
    uint32_t entries; /* entries used, dead ones included */
    uint32_t version; /* changes when a split keys object gets a key */
    uint32_t unused[3];
} DictKeys;

typedef struct DictEntry {
    uint64_t hash;
    Ref key;
    Ref value;
} DictEntry;

typedef struct UnicodeEntry {
    Ref key;
    Ref value; /* null in split keys */
} UnicodeEntry;

/* Values of a split dict or of an instance: room for `capacity` values, insertion order in `order`.
 * Allocated at CPython's size: round_up(capacity + 2, 8) + 8 * capacity. */
typedef struct InlineValues {
    uint8_t capacity;
    uint8_t size;    /* entries in `order` */
    uint8_t order[]; /* key indices in insertion order; the Ref[capacity] follow, 4-aligned */
} InlineValues;

typedef struct Dict {
    Object head;
    uint32_t used;
    uint32_t version; /* changes at each mutation (host-independent counter per dict) */
    Ref keys;         /* DictKeys block; the shared empty keys for {} */
    Ref values;       /* InlineValues block when split, else 0 */
} Dict;

typedef struct DefaultDict {
    Dict dict;
    Ref factory; /* or 0 */
} DefaultDict;

enum {
    DEQUE_BLOCK = 64, /* items of a block */
    DEQUE_KEPT = 16   /* blocks that a deque keeps for later */
};

/* 528 bytes in CPython. Places without an item are 0. */
typedef struct DequeBlock {
    Ref before, after; /* DequeBlock, or 0 */
    Ref items[DEQUE_BLOCK];
} DequeBlock;

/* 216 bytes; see deque.h. */
typedef struct Deque {
    Object head;
    uint32_t size;
    Ref left, right; /* blocks */
    uint32_t left_index;
    uint32_t right_end;
    uint32_t kept_count;
    Ref weaklist; /* borrowed */
    uint32_t spare;
    uint64_t state;
    uint64_t maxlen; /* DEQUE_UNBOUNDED for none */
    Ref kept[DEQUE_KEPT];
} Deque;

#define SET_DUMMY 0xFFFFFFFFu /* SetEntry.key of a deleted entry */

typedef struct SetEntry {
    uint64_t hash;
    Ref key; /* 0 never used, SET_DUMMY deleted */
    uint32_t spare;
} SetEntry;

enum {
    SET_SMALL = 8 /* entries of the table inside the object (CPython's PySet_MINSIZE) */
};

/* 200 bytes; `table` is 0 while the small table inside the object is in use. */
typedef struct Set {
    Object head;
    uint32_t fill; /* used and dummy entries */
    uint32_t used;
    uint32_t mask; /* table slots - 1 */
    Ref table;     /* block of 16 * (mask + 1) bytes holding SetEntry[], or 0 */
    uint64_t hash; /* of a frozenset */
    uint32_t hashed;
    uint32_t finger;
    uint64_t pad[2];
    SetEntry small[SET_SMALL]; /* at 64 */
} Set;

/* ---- classes and instances ---- */

/* Type.flags */
enum {
    TYPE_HEAP = 1,         /* made by a class statement or type(): its instances own it */
    TYPE_BASE = 2,         /* may be subclassed */
    TYPE_GC = 4,           /* instances have a GcHead */
    TYPE_MANAGED_DICT = 8, /* instances have a Preheader */
    TYPE_HAS_DICT = 16,    /* instances have a __dict__, managed or at dict_offset */
    TYPE_READY = 32,
    TYPE_FINALIZER = 64,  /* some class of the mro defines __del__ */
    TYPE_EXCEPTION = 128, /* subclass of BaseException */
    TYPE_UNBUILT = 256,   /* known by name only: any use is Unsupported */
    TYPE_INT = 512,       /* subclass flags for fast isinstance tests */
    TYPE_LIST = 1024,
    TYPE_TUPLE = 2048,
    TYPE_STR = 4096,
    TYPE_DICT = 8192,
    TYPE_TYPE = 16384,
    TYPE_BYTES = 32768,
    TYPE_FLOAT = 65536,
    TYPE_SET = 131072,
    TYPE_IMMUTABLE = 262144, /* attributes cannot be set: all static types */
    TYPE_TRASHCAN = 524288,  /* deallocation counts for the trashcan (Include/cpython/object.h) */
    TYPE_SLOTTED = 1048576,  /* the class or one that it is laid out after has __slots__ */
    TYPE_ABSTRACT = 2097152, /* its __abstractmethods__ are set and not empty */
    TYPE_ABC_CACHED =
        4194304 /* ABCs were asked for it: in CPython their caches refer to it weakly */
};

enum { TYPE_OVERRIDE_WORDS = 4 };

/* Type.dict_offset of subclasses of int, tuple, bytes: the dict lies in the last 8 bytes of the
 * block, whose size depends on the number of items (kind_dict_slot in kind.h finds it). */
#define TYPE_DICT_AT_END 0xFFFFFFFFu

typedef struct Type {
    Object head;
    Ref name;       /* str */
    Ref qualname;   /* str */
    Ref module;     /* str, or 0 */
    Ref base;       /* the layout parent; 0 for object. Owned */
    Ref bases;      /* tuple */
    Ref mro;        /* tuple, holds the type itself */
    Ref dict;       /* dict */
    Ref keys;       /* cached split DictKeys for instances, or 0: one refcount of the block */
    Ref subclasses; /* dict or list of weak references kept by python/, or 0 */
    Ref weaklist;   /* first weakref, borrowed */
    Ref slot_names; /* tuple of the names in __slots__ of this class itself, or 0 */
    uint32_t flags;
    uint32_t kind;         /* Kind of the instances */
    uint32_t basicsize;    /* CPython's tp_basicsize, bytes, without GC head and preheader */
    uint32_t itemsize;     /* bytes */
    uint32_t dict_offset;  /* bytes from the object to the Ref of its dict when not managed, or 0 */
    uint32_t weak_offset;  /* bytes from the object to the Ref of its first weakref, or 0 */
    uint32_t slots_offset; /* bytes to the first slot of this class itself */
    uint32_t slots_count;  /* slots of this class itself, 8 bytes apart, alphabetic order */
    uint32_t native;       /* index of the native behaviour (python/) */
    uint32_t version;      /* 0: none given yet, or the class or a base was modified since */
    uint32_t spare;
    uint64_t overrides[TYPE_OVERRIDE_WORDS]; /* bit a dunder: a Python-level definition wins */
} Type;

/* A plain instance: nothing but the header; weaklist and slots lie at offsets that its type tells.
 */
typedef struct Instance {
    Object head;
} Instance;

/* ---- code ---- */

typedef struct Function {
    Object head;
    Ref globals, builtins, name, qualname;
    Ref code, defaults, kwdefaults, doc;
    Ref closure, dict, weaklist /* borrowed */, module;
    Ref annotations;
    uint32_t version; /* 0: none given yet, or the function was modified since */
    uint32_t spare[2];
} Function;

/* An instruction as the stack machine runs it. */
typedef struct CodeWord {
    uint32_t word;  /* opcode in the low 8 bits, argument in the high 24 */
    uint32_t cache; /* number of its inline cache from 1, 0 for none */
} CodeWord;

/* What an instruction has learned of its operands (python/specialize.h). */
typedef struct InlineCache {
    uint32_t form;         /* Form */
    uint32_t counter;      /* adaptive: until the next try; with a form: misses left */
    uint32_t type_version; /* of the operand's class, where the form asks for it */
    uint32_t detail;       /* version of a function, or an entry of a dict */
} InlineCache;

/* Code.flags are CPython's CO_ values. */
typedef struct Code {
    Object head;
    Ref consts, names, localsplusnames, localspluskinds; /* tuple, tuple, tuple, bytes */
    Ref filename, name, qualname, docstring;             /* docstring borrowed from consts, or 0 */
    uint32_t flags, argcount, posonlyargcount, kwonlyargcount;
    uint32_t nlocalsplus, nlocals, ncells, nfrees;
    uint32_t stacksize, firstlineno, count /* instructions */, hidden /* 1: a library frame */;
    Ref instructions; /* block of CodeWord[count] */
    Ref locations;    /* block of CodePosition[count] */
    Ref exceptions;   /* block of CodeHandler[handlers], or 0 */
    uint32_t handlers;
    uint32_t size;   /* sys.getsizeof in CPython, bytes */
    Ref weaklist;    /* borrowed */
    Ref caches;      /* block of InlineCache, or 0 */
    uint32_t warmup; /* calls and jumps backwards so far; no more are counted once quickened */
} Code;

typedef struct CodePosition {
    uint32_t line, end_line;     /* from 1; 0 for none */
    uint16_t column, end_column; /* UTF-8 bytes from 0; 0xFFFF for none */
    uint32_t unit;               /* CPython's offset in 2-byte units */
} CodePosition;

typedef struct CodeHandler {
    uint32_t start, end, target; /* instruction indices, `end` exclusive */
    uint32_t depth_lasti;        /* depth << 1 | push lasti */
} CodeHandler;

typedef struct Cell {
    Object head;
    Ref content; /* or 0 */
} Cell;

typedef struct Method {
    Object head;
    Ref function;
    Ref self;
    Ref weaklist; /* borrowed */
} Method;

enum {
    MODULE_NATIVE = 1, /* built into the interpreter */
    MODULE_UNBUILT = 2 /* loaded for another module; Lastref has no text of it */
};

typedef struct Module {
    Object head;
    Ref dict;
    Ref name;
    Ref weaklist;    /* borrowed */
    uint32_t native; /* MODULE_NATIVE, MODULE_UNBUILT, or 0 */
} Module;

/* FrameOwner */
enum {
    FRAME_OWNED_BY_STACK = 0,
    FRAME_OWNED_BY_GENERATOR = 1,
    FRAME_OWNED_BY_OBJECT = 2,
    FRAME_NATIVE = 3 /* of a built-in that may call Python: named slots, no code */
};

/* An interpreter frame: on the frame stack, inside a generator, or inside a frame object. After the
 * 48 bytes come `nlocalsplus` references and then the value stack, 4 bytes each. */
typedef struct Frame {
    uint32_t lasti;    /* instruction being executed; FRAME_NOT_STARTED before the first. Free for
                          the owner of a native frame, as are globals and line */
    uint32_t stacktop; /* references in `slots` that are live: localsplus and value stack */
    Ref previous;      /* Frame that called, or 0. Borrowed */
    uint8_t owner;
    uint8_t entry; /* 1: returning leaves the C-level evaluation loop */
    uint8_t apart; /* of a native frame: what it calls sees no frame below (a typed statement) */
    uint8_t spare;
    Ref function, code, locals, frame_object;
    Ref globals, builtins; /* borrowed from the function */
    uint32_t native;       /* of FRAME_NATIVE: index of its description */
    uint32_t line;         /* last line traced */
} Frame;

static inline const Ref *frame_slots(const Frame *frame) {
    return (const Ref *)(frame + 1);
}

#define FRAME_NOT_STARTED 0xFFFFFFFFu

typedef struct Generator {
    Object head;
    Ref code, weaklist /* borrowed */, name, qualname;
    uint32_t state;   /* GENERATOR_... */
    Ref exc_value;    /* the handled exception saved with the generator, or 0 */
    Ref exc_previous; /* link of the handled-exception chain while running. Borrowed */
    uint32_t running;
    uint32_t spare[4];
    Frame frame; /* at 64, a granule boundary */
} Generator;

enum { GENERATOR_CREATED, GENERATOR_SUSPENDED, GENERATOR_EXECUTING, GENERATOR_COMPLETED };

typedef struct FrameObject {
    Object head;
    Ref back;  /* previous frame object, once the frame has ended; owned */
    Ref frame; /* Frame granule: elsewhere while it runs, &own when it owns it */
    Ref trace;
    uint32_t line;
    Frame own; /* at 32 */
} FrameObject;

/* ---- exceptions ---- */

enum { EXCEPTION_EXTRA = 4 };

typedef struct Exception {
    Object head;
    Ref dict, args, notes, traceback;
    Ref context, cause;
    uint32_t suppress_context;
    uint32_t spare;
    Ref extra[EXCEPTION_EXTRA]; /* StopIteration: value; NameError: name; AttributeError: obj, name;
                                   ImportError: msg, name, path; SystemExit: code; ... */
} Exception;

typedef struct Traceback {
    Object head;
    Ref next;
    Ref frame; /* FrameObject */
    uint32_t lasti;
    uint32_t line;
} Traceback;

/* ---- iterators, views, descriptors and the rest ---- */

/* Which iterator, in Object.which; what the fields hold is told beside. */
enum {
    ITER_LIST,         /* a: list; index */
    ITER_LIST_REVERSE, /* a: list; index */
    ITER_TUPLE,        /* a: tuple; index */
    ITER_STR,          /* a: str; index */
    ITER_BYTES,        /* a: bytes, bytearray or memoryview; index */
    ITER_RANGE,        /* a RangeIterator */
    ITER_LONG_RANGE,   /* a: start, b: step, c: length (ints); wide_index */
    ITER_DICT_KEYS,    /* a: dict; length: its used count at the start; index: entry */
    ITER_DICT_VALUES,
    ITER_DICT_ITEMS,   /* and b: the reused result tuple */
    ITER_DICT_REVERSE, /* the last three from the end */
    ITER_DICT_REVERSE_VALUES,
    ITER_DICT_REVERSE_ITEMS,
    ITER_SET,       /* a: set; length: its used count at the start; index: table slot */
    ITER_SEQUENCE,  /* a: object with __getitem__; index */
    ITER_CALLABLE,  /* a: callable, b: sentinel */
    ITER_ENUMERATE, /* a: iterator, b: reused result tuple, c: big index or 0; wide_index */
    ITER_ZIP,       /* a: tuple of iterators, b: reused result tuple; index: 1 when strict */
    ITER_MAP,       /* a: tuple of iterators, b: function */
    ITER_FILTER,    /* a: iterator, b: function */
    ITER_REVERSED,  /* a: sequence with __getitem__ and __len__; wide_index */
    ITER_DEQUE,     /* a: deque; index in the block `spare`, good as long as the deque's state is
                       wide_index; length: items left */
    ITER_DEQUE_REVERSE
};

/* Only the first four fields exist in the small ones (a list iterator has 32 bytes in CPython). */
typedef struct Iterator {
    Object head;
    Ref a, b; /* owned; 0 once exhausted, as in CPython */
    uint32_t index;
    uint32_t length;
    Ref c;
    uint32_t spare;
    uint64_t wide_index;
} Iterator;

/* Which iterator of itertools, in Object.which. Signed numbers where nothing else is said. */
enum {
    TOOL_COUNT,        /* number, or INT64_MAX: a is the next value; b: step */
    TOOL_REPEAT,       /* a: element; number: how often, -1 without an end */
    TOOL_CYCLE,        /* a: iterator, b: list of what it gave; number: index in that */
    TOOL_CHAIN,        /* a: iterator over iterables, b: iterator over one of them */
    TOOL_ISLICE,       /* a: iterator; number: next index; numbers: stop or -1, step, index */
    TOOL_TAKEWHILE,    /* a: iterator, b: function; number: 1 at the end */
    TOOL_DROPWHILE,    /* a: iterator, b: function; number: 1 after the start */
    TOOL_FILTERFALSE,  /* a: iterator, b: function */
    TOOL_STARMAP,      /* a: iterator over arguments, b: function */
    TOOL_COMPRESS,     /* a: iterator over data, b: iterator over selectors */
    TOOL_ACCUMULATE,   /* a: iterator, b: function or 0, more: total or 0, initial value */
    TOOL_PAIRWISE,     /* a: iterator, b: the last item */
    TOOL_ZIP_LONGEST,  /* a: tuple of iterators, b: result tuple, more: fill value; number: of those
                          that have not ended */
    TOOL_PRODUCT,      /* a: tuple of pools, b: result tuple or 0, more: a block of indices, not
                          owned as an object; number: 1 at the end */
    TOOL_COMBINATIONS, /* a: pool, and r in numbers[1]; the rest as above */
    TOOL_COMBINATIONS_AGAIN, /* with replacement */
    TOOL_PERMUTATIONS,       /* and a second block, of the cycles */
    TOOL_GROUPBY, /* a: iterator, b: key function, more: target key, current key, current value, and
                     a granule to compare with: the group that is being given */
    TOOL_GROUP,   /* a: groupby, b: its target key */
    TOOL_TEE      /* a: TeeData; number: index; more: borrowed weak list */
};

/* Only the fields before the union exist in the small ones (a chain has 32 bytes in CPython). */
typedef struct Itertool {
    Object head;
    Ref a, b; /* owned */
    uint64_t number;
    union {
        Ref more[6];
        uint64_t numbers[3];
    };
} Itertool;

enum { TEE_VALUES = 57 /* LINKCELLS */ };

/* 496 bytes in CPython. */
typedef struct TeeData {
    Object head;
    Ref iterator;
    Ref next; /* TeeData, or 0 */
    uint32_t size;
    uint32_t running;
    Ref values[TEE_VALUES];
} TeeData;

/* All four are signed 64-bit numbers. */
typedef struct RangeIterator {
    Object head;
    uint64_t index, start, step, length;
} RangeIterator;

typedef struct DictView {
    Object head;
    Ref dict;
    uint32_t which; /* 0 keys, 1 values, 2 items */
} DictView;

typedef struct Range {
    Object head;
    Ref start, stop, step, length; /* ints */
} Range;

typedef struct Slice {
    Object head;
    Ref start, stop, step;
} Slice;

typedef struct Property {
    Object head;
    Ref get, set, del, doc;
    uint32_t getter_doc;
    Ref name; /* set by __set_name__, for error texts */
} Property;

/* staticmethod, classmethod */
typedef struct Wrapper {
    Object head;
    Ref callable;
    Ref dict;
} Wrapper;

typedef struct CFunction {
    Object head;
    Ref self;        /* or 0 */
    Ref module;      /* name, or 0 */
    Ref weaklist;    /* borrowed */
    uint32_t native; /* index of the native function (python/) */
    Ref owner;       /* class of a method, or 0. Borrowed when static */
} CFunction;

typedef struct MethodDescriptor {
    Object head;
    Ref owner; /* type */
    Ref name;
    Ref qualname;
    uint32_t native;
    uint32_t which; /* 0 method, 1 classmethod, 2 slot wrapper */
} MethodDescriptor;

typedef struct MethodWrapper {
    Object head;
    Ref descriptor;
    Ref self;
} MethodWrapper;

/* GetSet.which */
enum {
    GETSET_NATIVE,  /* native: index of get and set functions */
    GETSET_DICT,    /* __dict__ of a class's instances */
    GETSET_WEAKREF, /* __weakref__ of a class's instances */
    GETSET_MEMBER   /* a slot of __slots__: at `offset` */
};

typedef struct GetSet {
    Object head;
    Ref owner; /* type */
    Ref name;
    Ref qualname;
    uint32_t which;
    uint32_t native;
    uint32_t offset; /* bytes */
} GetSet;

typedef struct Super {
    Object head;
    Ref type, object, object_type;
} Super;

typedef struct TupleGetter {
    Object head;
    Ref doc;
    uint32_t spare;
    uint64_t index; /* an int64_t */
} TupleGetter;

/* ---- functools ---- */

typedef struct Partial {
    Object head;
    Ref func;
    Ref args;        /* tuple */
    Ref keywords;    /* dict */
    Ref dict;        /* or 0 */
    Ref weaklist;    /* borrowed */
    uint32_t vector; /* called without a tuple of arguments */
} Partial;

/* LruCache.bound */
enum { LRU_UNBOUND, LRU_BOUNDED, LRU_UNCACHED };

/* The links are in a list from the one used longest ago to the newest; the list owns a reference to
 * each, and so does the dict. */
typedef struct LruCache {
    Object head;
    Ref oldest, newest; /* LruLink, or 0 */
    Ref cache;          /* dict: of results, or of links when bounded */
    Ref func;
    Ref mark;      /* the object that parts positional from keyword arguments in a key */
    Ref info_type; /* CacheInfo */
    Ref link_type; /* borrowed */
    Ref dict;      /* or 0 */
    Ref weaklist;  /* borrowed */
    uint64_t hits, misses, max;
    uint32_t bound, typed;
} LruCache;

typedef struct LruLink {
    Object head;
    Ref before, after; /* neighbours in the list, or 0. Borrowed */
    Ref key, result;
    uint64_t hash;
} LruLink;

typedef struct KeyWrapper {
    Object head;
    Ref compare;
    Ref object; /* or 0 */
} KeyWrapper;

typedef struct RLock {
    Object head;
    uint32_t count; /* how often it was acquired and not released */
    Ref weaklist;   /* borrowed */
} RLock;

typedef struct GenericAlias {
    Object head;
    Ref origin;
    Ref args;       /* tuple */
    Ref parameters; /* tuple, made when asked for */
} GenericAlias;

typedef struct UnionType {
    Object head;
    Ref args;       /* tuple */
    Ref parameters; /* tuple, made when asked for */
} UnionType;

typedef struct MappingProxy {
    Object head;
    Ref mapping;
} MappingProxy;

typedef struct Weakref {
    Object head;
    Ref referent;   /* borrowed, 0 once dead */
    Ref callback;   /* or 0 */
    Ref next, prev; /* the referent's list, borrowed */
    uint64_t hash;
    uint32_t hashed;
} Weakref;

#endif
