/* Built-in functions and types as tables.
 *
 * A module that implements a built-in type defines `const TypeSpec type_spec_<ID>`; a built-in
 * module (sys, gc) or the builtins table defines a NativeFunction array. Startup makes method
 * descriptors, getset descriptors and functions from them in the static region. `call` null marks a
 * name that CPython has and Lastref does not build: touching it halts as unsupported. */
#ifndef LASTREF_PYTHON_NATIVE_H
#define LASTREF_PYTHON_NATIVE_H

#include "python/opcode.h"
#include "python/vm.h"

/* How CPython passes the arguments, which decides error texts, allocations and references. */
typedef enum NativeKind {
    NATIVE_NOARGS,        /* METH_NOARGS */
    NATIVE_O,             /* METH_O: exactly one */
    NATIVE_FAST,          /* METH_FASTCALL: vector, min..max positional */
    NATIVE_FAST_KEYWORDS, /* METH_FASTCALL | METH_KEYWORDS: the function parses args.names itself */
    NATIVE_TUPLE, /* METH_VARARGS: a tuple is allocated and holds the arguments in the call */
    NATIVE_TUPLE_KEYWORDS /* METH_VARARGS | METH_KEYWORDS */
} NativeKind;

enum {
    NATIVE_STATIC = 1, /* METH_STATIC */
    NATIVE_CLASS = 2   /* METH_CLASS: self is the class */
};

typedef Ref (*NativeCall)(Vm *vm, Ref self, Args args);

typedef struct NativeFunction {
    const char *name;
    NativeCall call;
    NativeKind kind;
    int8_t min, max; /* positional arguments of NATIVE_FAST and NATIVE_TUPLE; max -1: any */
    uint8_t flags;
} NativeFunction;

typedef struct NativeGetSet {
    const char *name;
    Ref (*get)(Vm *vm, Ref self);             /* null: not built */
    bool (*set)(Vm *vm, Ref self, Ref value); /* null: readonly; value null: delete */
    bool member; /* a member_descriptor in CPython (PyMemberDef), else a getset_descriptor */
} NativeGetSet;

typedef enum UnaryOp {
    UNARY_NEGATIVE_OP,
    UNARY_POSITIVE_OP,
    UNARY_INVERT_OP,
    UNARY_ABS_OP
} UnaryOp;

/* The C slots of a built-in type (PyTypeObject). A null entry is inherited from the base, then
 * absent. Functions that may not apply return a new reference to NotImplemented. */
typedef struct TypeSlots {
    Ref (*repr)(Vm *vm, Ref self);
    Ref (*str)(Vm *vm, Ref self);
    bool (*hash)(Vm *vm, Ref self, uint64_t *hash); /* hash_not_implemented for unhashable types */
    Ref (*compare)(Vm *vm, Ref a, Ref b, CompareOp op);
    Ref (*iter)(Vm *vm, Ref self);
    Ref (*next)(Vm *vm, Ref self); /* null without exception: exhausted */
    Ref (*call)(Vm *vm, Ref self, Args args);
    Ref (*create)(Vm *vm, Ref type, Args args);             /* tp_new */
    bool (*init)(Vm *vm, Ref self, Args args);              /* tp_init */
    Ref (*getattr)(Vm *vm, Ref self, Ref name);             /* null: generic */
    bool (*setattr)(Vm *vm, Ref self, Ref name, Ref value); /* value null: delete; null: generic */
    Ref (*descr_get)(Vm *vm, Ref self, Ref object /* or null */, Ref type);
    bool (*descr_set)(Vm *vm, Ref self, Ref object, Ref value /* null: delete */);
    Ref (*binary[BINARY_INPLACE])(Vm *vm, Ref a,
                                  Ref b); /* by BinaryOp; either may be the type's own */
    Ref (*inplace[BINARY_INPLACE])(Vm *vm, Ref a, Ref b);
    Ref (*unary[4])(Vm *vm, Ref self);              /* by UnaryOp */
    int (*truth)(Vm *vm, Ref self);                 /* nb_bool: 1, 0, -1 */
    Ref (*index)(Vm *vm, Ref self);                 /* nb_index */
    Ref (*as_int)(Vm *vm, Ref self);                /* nb_int */
    Ref (*as_float)(Vm *vm, Ref self);              /* nb_float */
    int64_t (*length)(Vm *vm, Ref self);            /* -1 with exception */
    Ref (*item)(Vm *vm, Ref self, int64_t index);   /* sq_item: index already made >= 0 */
    Ref (*concat)(Vm *vm, Ref self, Ref other);     /* sq_concat */
    Ref (*repeat)(Vm *vm, Ref self, int64_t count); /* sq_repeat */
    Ref (*inplace_concat)(Vm *vm, Ref self, Ref other);
    Ref (*inplace_repeat)(Vm *vm, Ref self, int64_t count);
    int (*contains)(Vm *vm, Ref self, Ref value);                /* sq_contains: 1, 0, -1 */
    Ref (*subscript)(Vm *vm, Ref self, Ref key);                 /* mp_subscript */
    bool (*set_subscript)(Vm *vm, Ref self, Ref key, Ref value); /* value null: delete */
    /* sq_ass_item of a type without mp_ass_subscript: index and value as above */
    bool (*set_item)(Vm *vm, Ref self, int64_t index, Ref value);
} TypeSlots;

typedef struct TypeSpec {
    const char *doc;    /* __doc__, or null */
    const char *module; /* "builtins" when null */
    TypeSlots slots;
    const NativeFunction *methods; /* ended by a null name */
    const NativeGetSet *getsets;   /* ended by a null name */
    const char *unbuilt; /* space separated names of attributes CPython has and Lastref lacks */
    bool unhashable;
} TypeSpec;

/* ---- rows by index: native.c ---- */

/* CFunction.native and MethodDescriptor.native (which 0 and 1) are indices of rows. */
const NativeFunction *native_function(uint32_t index);
/* GetSet.native with GETSET_NATIVE. */
const NativeGetSet *native_getset(uint32_t index);

/* MethodDescriptor.which */
enum {
    METHOD_ORDINARY,
    METHOD_CLASS,
    METHOD_SLOT,   /* wrapper_descriptor; native is a Dunder */
    METHOD_UNBUILT /* stands for a name that CPython has and Lastref does not build */
};

/* Whether a value found in a namespace stands for something that is not built. Every operation that
 * fetches a name or attribute asks this and halts with native_touch_unbuilt, which returns null. */
static inline bool native_is_unbuilt(const Vm *vm, Ref value) {
    return heap_kind(&vm->heap, value) == KIND_METHOD_DESCRIPTOR &&
           heap_at(&vm->heap, MethodDescriptor, value)->which == METHOD_UNBUILT;
}
Ref native_touch_unbuilt(Vm *vm, Ref value);

/* Calls a row as CPython calls a method of its kind, keywords and counts checked with its texts;
 * `callable` (CFunction or MethodDescriptor) is what messages name. In call.c. */
Ref native_call(Vm *vm, const NativeFunction *function, Ref callable, Ref self, Args args);

/* The argument tuple of tp_new or tp_init: the one that the call made (exceptions keep it as their
 * args), else a new one. New reference. */
Ref args_tuple(Vm *vm, Args args);

/* tp_call of anything that is not a function, method or built-in function: classes, instances with
 * __call__, descriptors. The caller guards the recursion. "'int' object is not callable" otherwise.
 */
Ref object_call_slot(Vm *vm, Ref callable, Args args);
bool object_is_callable(const Vm *vm, Ref object);

/* The C slots that apply to an object's type: those of its nearest built-in base. */
const TypeSlots *type_slots(const Vm *vm, Ref type);

/* tp_hash of unhashable types: raises "unhashable type: 'list'". */
bool hash_not_implemented(Vm *vm, Ref self, uint64_t *hash);

/* Argument helpers: CPython's error texts. `function` is the name as CPython prints it. */
bool args_no_keywords(Vm *vm, const char *function, Args args);
/* "f expected at least 1 argument, got 0" and so on; max -1: any. */
bool args_count(Vm *vm, const char *function, Args args, int min, int max);
/* Parses positional and keyword arguments by parameter names (Argument Clinic): `names` ends in
 * null; a name "" is positional only. `out[i]` gets borrowed values or null. Required ones are the
 * first `required`; keyword-only ones begin at `keyword_only` (pass the total when none). */
bool args_parse(Vm *vm, const char *function, Args args, const char *const *names,
                uint32_t required, uint32_t keyword_only, Ref *out);

#endif
