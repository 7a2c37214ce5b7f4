/* The instructions of CPython 3.11, as its `dis` names them: the one list that the compiler, the
 * stack machine and the dump program read.
 *
 * A row is OPCODE(NAME, number, caches, argument):
 *   number    CPython's own opcode number (Lib/opcode.py of 3.11);
 *   caches    how many 2-byte CACHE entries follow it in CPython. Our stream has none; the figure
 *             serves sys.getsizeof(code) only;
 *   argument  what `arg` means, an OpcodeArgument below.
 *
 * The comment of a row is its effect on the value stack, `before -- after`, top at the right, and
 * what `arg` says. NULL is the empty slot CPython pushes in front of callables. "exc" is an
 * exception instance. TOS is the top entry, TOS1 the one below.
 *
 * CACHE and EXTENDED_ARG never appear in our stream and have no row. Specialised (quickened)
 * forms have none either: the instruction stays, its inline cache says the form (specialize.h). */
#ifndef LASTREF_PYTHON_OPCODE_H
#define LASTREF_PYTHON_OPCODE_H

#include <stdbool.h>
#include <stdint.h>

typedef enum OpcodeArgument {
    OPARG_NONE,    /* unused, 0 */
    OPARG_NUMBER,  /* a count, a depth or flags: see the row */
    OPARG_CONST,   /* index into consts */
    OPARG_NAME,    /* index into names; LOAD_GLOBAL: index << 1 | (1 to push NULL first) */
    OPARG_LOCAL,   /* index into localsplus: a plain local, or a cell that is an argument */
    OPARG_CELL,    /* index into localsplus: a cell or free variable */
    OPARG_JUMP,    /* index of the target in the instruction array, absolute */
    OPARG_COMPARE, /* CompareOp */
    OPARG_BINARY,  /* BinaryOp */
} OpcodeArgument;

/* arg of COMPARE_OP */
typedef enum CompareOp {
    COMPARE_LT,
    COMPARE_LE,
    COMPARE_EQ,
    COMPARE_NE,
    COMPARE_GT,
    COMPARE_GE,
} CompareOp;

/* arg of BINARY_OP, CPython's NB_* numbers; the second half are the in-place forms. */
typedef enum BinaryOp {
    BINARY_ADD,
    BINARY_AND,
    BINARY_FLOOR_DIVIDE,
    BINARY_LSHIFT,
    BINARY_MATRIX_MULTIPLY,
    BINARY_MULTIPLY,
    BINARY_REMAINDER,
    BINARY_OR,
    BINARY_POWER,
    BINARY_RSHIFT,
    BINARY_SUBTRACT,
    BINARY_TRUE_DIVIDE,
    BINARY_XOR,
    BINARY_INPLACE, /* BINARY_ADD + BINARY_INPLACE is `+=`, and so on up to 25 */
} BinaryOp;

/* arg of MAKE_FUNCTION: which of these lie below the code object, first listed is lowest */
enum {
    MAKE_FUNCTION_DEFAULTS = 1,    /* a tuple */
    MAKE_FUNCTION_KWDEFAULTS = 2,  /* a dict */
    MAKE_FUNCTION_ANNOTATIONS = 4, /* a tuple: name, value, name, value, ... */
    MAKE_FUNCTION_CLOSURE = 8,     /* a tuple of cells */
};

/* arg of FORMAT_VALUE: conversion in the low two bits */
enum {
    FORMAT_CONVERT_NONE = 0,
    FORMAT_CONVERT_STR = 1,
    FORMAT_CONVERT_REPR = 2,
    FORMAT_CONVERT_ASCII = 3,
    FORMAT_HAS_SPEC = 4, /* the format specification lies on top of the value */
};

// clang-format off
#define OPCODE_LIST(OPCODE)                                                                        \
    /* general */                                                                                  \
    OPCODE(POP_TOP, 1, 0, NONE)                 /* x -- */                                         \
    OPCODE(PUSH_NULL, 2, 0, NONE)               /* -- NULL */                                      \
    OPCODE(NOP, 9, 0, NONE)                     /* kept only to carry a line */                    \
    OPCODE(SWAP, 99, 0, NUMBER)                 /* exchanges TOS and the arg-th entry, TOS is 1 */ \
    OPCODE(COPY, 120, 0, NUMBER)                /* pushes the arg-th entry again, TOS is 1 */      \
    OPCODE(RESUME, 151, 0, NUMBER)              /* start (0), after yield (1), yield from (2),     \
                                                   await (3); no effect. The line of RESUME 0 is   \
                                                   the def line: no `line` event of its own, the   \
                                                   `call` event happens here */                    \
    /* operators: `x -- result` or `x y -- result` */                                              \
    OPCODE(UNARY_POSITIVE, 10, 0, NONE)                                                            \
    OPCODE(UNARY_NEGATIVE, 11, 0, NONE)                                                            \
    OPCODE(UNARY_NOT, 12, 0, NONE)                                                                 \
    OPCODE(UNARY_INVERT, 15, 0, NONE)                                                              \
    OPCODE(BINARY_OP, 122, 1, BINARY)                                                              \
    OPCODE(BINARY_SUBSCR, 25, 4, NONE)          /* container key -- item */                        \
    OPCODE(COMPARE_OP, 107, 2, COMPARE)                                                            \
    OPCODE(IS_OP, 117, 0, NUMBER)               /* arg 1: `is not` */                              \
    OPCODE(CONTAINS_OP, 118, 0, NUMBER)         /* item container -- bool; arg 1: `not in` */      \
    /* names */                                                                                    \
    OPCODE(LOAD_CONST, 100, 0, CONST)                                                              \
    OPCODE(LOAD_NAME, 101, 0, NAME)             /* locals, globals, builtins */                    \
    OPCODE(STORE_NAME, 90, 0, NAME)                                                                \
    OPCODE(DELETE_NAME, 91, 0, NAME)                                                               \
    OPCODE(LOAD_GLOBAL, 116, 5, NAME)           /* arg >> 1 is the name; arg & 1: -- NULL value */ \
    OPCODE(STORE_GLOBAL, 97, 0, NAME)                                                              \
    OPCODE(DELETE_GLOBAL, 98, 0, NAME)                                                             \
    OPCODE(LOAD_FAST, 124, 0, LOCAL)            /* always checked: unbound raises */               \
    OPCODE(STORE_FAST, 125, 0, LOCAL)                                                              \
    OPCODE(DELETE_FAST, 126, 0, LOCAL)                                                             \
    OPCODE(MAKE_CELL, 135, 0, CELL)             /* wraps what the slot holds, if anything, in a    \
                                                   new cell; before RESUME */                      \
    OPCODE(COPY_FREE_VARS, 149, 0, NUMBER)      /* copies the function's arg closure cells to the  \
                                                   last arg slots of localsplus */                 \
    OPCODE(LOAD_CLOSURE, 136, 0, CELL)          /* -- the cell itself */                           \
    OPCODE(LOAD_DEREF, 137, 0, CELL)                                                               \
    OPCODE(STORE_DEREF, 138, 0, CELL)                                                              \
    OPCODE(DELETE_DEREF, 139, 0, CELL)                                                             \
    OPCODE(LOAD_CLASSDEREF, 148, 0, CELL)       /* the locals dict first, then the cell */         \
    /* attributes and items */                                                                     \
    OPCODE(LOAD_ATTR, 106, 4, NAME)             /* obj -- value */                                 \
    OPCODE(STORE_ATTR, 95, 4, NAME)             /* value obj -- */                                 \
    OPCODE(DELETE_ATTR, 96, 0, NAME)            /* obj -- */                                       \
    OPCODE(STORE_SUBSCR, 60, 1, NONE)           /* value container key -- */                       \
    OPCODE(DELETE_SUBSCR, 61, 0, NONE)          /* container key -- */                             \
    OPCODE(BUILD_SLICE, 133, 0, NUMBER)         /* start stop [step] -- slice; arg 2 or 3 */       \
    /* containers; arg is the number of items taken unless said otherwise */                       \
    OPCODE(BUILD_TUPLE, 102, 0, NUMBER)                                                            \
    OPCODE(BUILD_LIST, 103, 0, NUMBER)                                                             \
    OPCODE(BUILD_SET, 104, 0, NUMBER)                                                              \
    OPCODE(BUILD_MAP, 105, 0, NUMBER)           /* key value, arg times -- dict */                 \
    OPCODE(BUILD_CONST_KEY_MAP, 156, 0, NUMBER) /* values.. keytuple -- dict */                    \
    OPCODE(BUILD_STRING, 157, 0, NUMBER)                                                           \
    OPCODE(FORMAT_VALUE, 155, 0, NUMBER)        /* value [spec] -- str; FORMAT_* flags */          \
    OPCODE(LIST_TO_TUPLE, 82, 0, NONE)          /* list -- tuple */                                \
    OPCODE(LIST_EXTEND, 162, 0, NUMBER)         /* .. iterable --; into the list that is the arg-  \
                                                   th entry after the pop */                       \
    OPCODE(SET_UPDATE, 163, 0, NUMBER)          /* as LIST_EXTEND */                               \
    OPCODE(DICT_UPDATE, 165, 0, NUMBER)         /* as LIST_EXTEND, `{**x}` */                      \
    OPCODE(DICT_MERGE, 164, 0, NUMBER)          /* as DICT_UPDATE for a call's `**x`: a duplicate  \
                                                   key is an error. The callable, for its words,   \
                                                   is entry arg + 2 after the pop */               \
    OPCODE(LIST_APPEND, 145, 0, NUMBER)         /* .. item --; to the arg-th entry after the pop */\
    OPCODE(SET_ADD, 146, 0, NUMBER)                                                                \
    OPCODE(MAP_ADD, 147, 0, NUMBER)             /* .. key value -- */                              \
    OPCODE(UNPACK_SEQUENCE, 92, 1, NUMBER)      /* seq -- item(arg-1) .. item0, item0 on top */    \
    OPCODE(UNPACK_EX, 94, 0, NUMBER)            /* arg & 255 items before the star, arg >> 8       \
                                                   after; first item ends on top */                \
    /* jumps */                                                                                    \
    OPCODE(JUMP_FORWARD, 110, 0, JUMP)                                                             \
    OPCODE(JUMP_BACKWARD, 140, 0, JUMP)                                                            \
    OPCODE(JUMP_BACKWARD_NO_INTERRUPT, 134, 0, JUMP)                                               \
    OPCODE(JUMP_IF_FALSE_OR_POP, 111, 0, JUMP)  /* x -- x when jumping, x -- otherwise */          \
    OPCODE(JUMP_IF_TRUE_OR_POP, 112, 0, JUMP)                                                      \
    OPCODE(POP_JUMP_FORWARD_IF_FALSE, 114, 0, JUMP) /* x -- */                                     \
    OPCODE(POP_JUMP_FORWARD_IF_TRUE, 115, 0, JUMP)                                                 \
    OPCODE(POP_JUMP_FORWARD_IF_NOT_NONE, 128, 0, JUMP)                                             \
    OPCODE(POP_JUMP_FORWARD_IF_NONE, 129, 0, JUMP)                                                 \
    OPCODE(POP_JUMP_BACKWARD_IF_NOT_NONE, 173, 0, JUMP)                                            \
    OPCODE(POP_JUMP_BACKWARD_IF_NONE, 174, 0, JUMP)                                                \
    OPCODE(POP_JUMP_BACKWARD_IF_FALSE, 175, 0, JUMP)                                               \
    OPCODE(POP_JUMP_BACKWARD_IF_TRUE, 176, 0, JUMP)                                                \
    OPCODE(GET_ITER, 68, 0, NONE)               /* x -- iter(x) */                                 \
    OPCODE(FOR_ITER, 93, 0, JUMP)               /* it -- it next; exhausted: it -- and jump */     \
    /* calls. PRECALL and CALL take `NULL callable args..` or `method self args..` (the latter as  \
       LOAD_METHOD leaves it); arg counts args without self. KW_NAMES before PRECALL gives the     \
       names of the last args. In 3.11 PRECALL turns a bound method in the callable's place into   \
       `function self` (the method object is released there), CALL then calls. */                  \
    OPCODE(LOAD_METHOD, 160, 10, NAME)          /* obj -- method obj, or NULL bound-attribute */   \
    OPCODE(KW_NAMES, 172, 0, CONST)             /* remembers a tuple of names for CALL */          \
    OPCODE(PRECALL, 166, 1, NUMBER)                                                                \
    OPCODE(CALL, 171, 4, NUMBER)                                                                   \
    OPCODE(CALL_FUNCTION_EX, 142, 0, NUMBER)    /* NULL callable tuple [dict if arg & 1] -- res */ \
    OPCODE(MAKE_FUNCTION, 132, 0, NUMBER)       /* parts.. code -- function; MAKE_FUNCTION_* */    \
    OPCODE(LOAD_BUILD_CLASS, 71, 0, NONE)                                                          \
    OPCODE(RETURN_VALUE, 83, 0, NONE)           /* x -- */                                         \
    /* generators */                                                                               \
    OPCODE(RETURN_GENERATOR, 75, 0, NONE)       /* makes the generator of this frame and returns   \
                                                   it; the frame goes on after it with None        \
                                                   (the first sent value) pushed, popped next */   \
    OPCODE(YIELD_VALUE, 86, 0, NONE)            /* x -- sent value, after resuming */              \
    OPCODE(GET_YIELD_FROM_ITER, 69, 0, NONE)    /* x -- iterator; a generator stays itself */      \
    OPCODE(SEND, 123, 0, JUMP)                  /* it value -- it yielded; when the iterator ends: \
                                                   it value -- result, and jump */                 \
    /* exceptions. A handler is entered with the stack cut to the entry's depth, then the index of \
       the raising instruction as an int where `lasti`, then exc. "prev" is the exception handled  \
       before. */                                                                                  \
    OPCODE(PUSH_EXC_INFO, 35, 0, NONE)          /* exc -- prev exc; exc is now handled */          \
    OPCODE(POP_EXCEPT, 89, 0, NONE)             /* prev --; prev is handled again */               \
    OPCODE(CHECK_EXC_MATCH, 36, 0, NONE)        /* exc class -- exc bool */                        \
    OPCODE(RERAISE, 119, 0, NUMBER)             /* exc --; arg > 0: the frame's last instruction   \
                                                   is set from the int that is the arg-th entry    \
                                                   below exc, which stays */                       \
    OPCODE(RAISE_VARARGS, 130, 0, NUMBER)       /* 0: reraise; 1: exc --; 2: exc cause -- */       \
    OPCODE(LOAD_ASSERTION_ERROR, 74, 0, NONE)                                                      \
    OPCODE(BEFORE_WITH, 53, 0, NONE)            /* manager -- bound __exit__, __enter__() result */\
    OPCODE(WITH_EXCEPT_START, 49, 0, NONE)      /* exit lasti prev exc -- .. res of exit(type, exc,\
                                                   tb); exit is the 4th entry */                   \
    OPCODE(CHECK_EG_MATCH, 37, 0, NONE)         /* exc classes -- rest match */                    \
    OPCODE(PREP_RERAISE_STAR, 88, 0, NONE)      /* orig list -- exc-or-None */                     \
    /* modules, classes, interactive */                                                            \
    OPCODE(IMPORT_NAME, 108, 0, NAME)           /* level fromlist -- module */                     \
    OPCODE(IMPORT_FROM, 109, 0, NAME)           /* module -- module attribute */                   \
    OPCODE(IMPORT_STAR, 84, 0, NONE)            /* module -- */                                    \
    OPCODE(SETUP_ANNOTATIONS, 85, 0, NONE)      /* makes __annotations__ unless there */           \
    OPCODE(PRINT_EXPR, 70, 0, NONE)             /* x --, by sys.displayhook */                     \
    /* match statement */                                                                          \
    OPCODE(GET_LEN, 30, 0, NONE)                /* x -- x len(x) */                                \
    OPCODE(MATCH_MAPPING, 31, 0, NONE)          /* x -- x bool */                                  \
    OPCODE(MATCH_SEQUENCE, 32, 0, NONE)         /* x -- x bool */                                  \
    OPCODE(MATCH_KEYS, 33, 0, NONE)             /* x keys -- x keys values-or-None */              \
    OPCODE(MATCH_CLASS, 152, 0, NUMBER)         /* x class names -- attributes-or-None; arg is the \
                                                   number of positional patterns */                \
    /* async */                                                                                    \
    OPCODE(GET_AITER, 50, 0, NONE)                                                                 \
    OPCODE(GET_ANEXT, 51, 0, NONE)                                                                 \
    OPCODE(BEFORE_ASYNC_WITH, 52, 0, NONE)                                                         \
    OPCODE(END_ASYNC_FOR, 54, 0, NONE)                                                             \
    OPCODE(ASYNC_GEN_WRAP, 87, 0, NONE)                                                            \
    OPCODE(GET_AWAITABLE, 131, 0, NUMBER)
// clang-format on

typedef enum Opcode {
#define OPCODE(name, number, caches, argument) OP_##name = number,
    OPCODE_LIST(OPCODE)
#undef OPCODE
} Opcode;

/* The name as `dis` prints it; "?" for a number without a row. Static. */
static inline const char *opcode_name(int opcode) {
    switch (opcode) {
#define OPCODE(name, number, caches, argument)                                                     \
    case number: return #name;
        OPCODE_LIST(OPCODE)
#undef OPCODE
    }
    return "?";
}

/* How many CACHE entries CPython places after it. */
static inline int opcode_caches(int opcode) {
    switch (opcode) {
#define OPCODE(name, number, caches, argument)                                                     \
    case number: return caches;
        OPCODE_LIST(OPCODE)
#undef OPCODE
    }
    return 0;
}

static inline OpcodeArgument opcode_argument(int opcode) {
    switch (opcode) {
#define OPCODE(name, number, caches, argument)                                                     \
    case number: return OPARG_##argument;
        OPCODE_LIST(OPCODE)
#undef OPCODE
    }
    return OPARG_NONE;
}

#endif
