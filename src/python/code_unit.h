/* The compiler's result: one CodeUnit for each code object CPython 3.11 would make, with the same
 * instructions, lines, constants, names and exception table. It is plain C data in the arena of
 * the compilation and does not change once compile_module has returned; the stack machine makes
 * code objects in the heap from it.
 *
 * What differs from CPython's own form:
 *   - CACHE and EXTENDED_ARG are left out; jump arguments and the exception table are indices into
 *     `instructions`. `Instruction.unit` keeps CPython's own offset, since it can be seen
 *     (f_lasti, tb_lasti, and the int object that a handler with `lasti` finds on its stack).
 *   - Locations are kept per instruction instead of in a packed table.
 *
 * What becomes a heap object is named here by pointers to the module's Constants and by names:
 *   - Equal names are one str object and always interned. Names that are equal may be different
 *     Text pointers here.
 *   - A Constant is one object. Two places that point to the same Constant share the object; this
 * is already CPython's merging (of equal constants over all code objects of one compilation), so
 *     nothing needs comparing any more. String constants of [A-Za-z0-9_] only are interned when a
 *     code object is made (an equal name made before is then the object in consts, and the
 *     Constant's own str is another one); so are such strings inside tuples and frozensets.
 *   - Of a frozenset Constant the items are in source order without those equal to an earlier one.
 *     Where the compiler merges it (every one in a consts list), CPython has built a set of the
 *     items and from that, in its iteration order, a second one: this second one is the constant.
 */
#ifndef LASTREF_PYTHON_CODE_UNIT_H
#define LASTREF_PYTHON_CODE_UNIT_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In ast.h. */
struct Constant;

typedef struct CodeUnit CodeUnit;

/* co_flags, CPython's CO_* values. */
enum {
    CODE_OPTIMIZED = 0x1, /* locals live in localsplus only; a class or module body lacks it */
    CODE_NEWLOCALS = 0x2,
    CODE_VARARGS = 0x4,
    CODE_VARKEYWORDS = 0x8,
    CODE_NESTED = 0x10,
    CODE_GENERATOR = 0x20,
    CODE_COROUTINE = 0x80,
    CODE_ITERABLE_COROUTINE = 0x100,
    CODE_ASYNC_GENERATOR = 0x200,
    CODE_FUTURE_ANNOTATIONS = 0x1000000,
};

/* What a slot of localsplus is; an argument that inner functions use is LOCAL and CELL both, any
 * other cell variable is CELL only (CPython's CO_FAST_*). */
enum {
    SLOT_LOCAL = 0x20,
    SLOT_CELL = 0x40,
    SLOT_FREE = 0x80,
};

/* All four are -1 where CPython records no location (`co_positions` gives None). The line alone
 * decides `line` events. */
typedef struct CodeLocation {
    int32_t line; /* from 1 */
    int32_t end_line;
    int32_t column;     /* UTF-8 bytes, from 0 */
    int32_t end_column; /* exclusive */
} CodeLocation;

typedef struct Instruction {
    uint8_t opcode; /* Opcode; every one has a row in opcode.h */
    uint32_t arg;   /* see the row; below 1 << 24 */
    uint32_t unit; /* CPython's offset in 2-byte units of the instruction after its EXTENDED_ARGs */
    CodeLocation location;
} Instruction;

/* An instruction with start <= index < end that raises: cut the value stack to `depth` entries,
 * push the raising instruction's `unit` as int if `push_lasti`, push the exception, go on at
 * `target`. Ranges are in order and do not overlap: at most one fits. */
typedef struct ExceptionEntry {
    uint32_t start;
    uint32_t end;
    uint32_t target;
    uint32_t depth;
    bool push_lasti;
} ExceptionEntry;

/* Exactly one of the two is set. */
typedef struct CodeConst {
    struct Constant *constant;
    CodeUnit *code;
} CodeConst;

struct CodeUnit {
    Text name;
    Text qualname;
    Text filename;
    int32_t first_line;
    uint32_t argument_count;        /* co_argcount: positional, positional-only ones included */
    uint32_t positional_only_count; /* co_posonlyargcount */
    uint32_t keyword_only_count;    /* co_kwonlyargcount */
    uint32_t flags;                 /* CODE_* */
    uint32_t stack_size;            /* entries; 0 for a bare `raise` */

    /* localsplus in CPython's order: arguments (positional, keyword-only, *args, **kwargs), other
     * locals, cells that are not arguments, free variables. */
    Text *slot_names;
    uint8_t *slot_kinds; /* SLOT_* bits */
    uint32_t slot_count;
    uint32_t local_count; /* co_nlocals: slots with SLOT_LOCAL */
    uint32_t cell_count;  /* slots with SLOT_CELL */
    uint32_t free_count;  /* slots with SLOT_FREE, the last ones; the closure tuple's length */

    Text *names; /* co_names */
    uint32_t name_count;

    /* co_consts. Of a def the first is the docstring, or None when it has none; of a lambda it is
     * None. */
    CodeConst *consts;
    uint32_t const_count;

    Instruction *instructions;
    uint32_t instruction_count;
    ExceptionEntry *exceptions;
    uint32_t exception_count;

    /* CPython merges equal tuples of one compilation too: code objects with the same identity here
     * hold one tuple object as co_consts (co_names, localsplus names), so an object in it has one
     * holder less. An identity may also be the address of a tuple Constant: then that Constant's
     * object is the tuple. Compare the addresses only. */
    const void *consts_identity;
    const void *names_identity;
    const void *slots_identity;

    /* Sizes of what CPython would make of this. */
    uint32_t cpython_code_units;     /* 2-byte units of co_code, caches and EXTENDED_ARG counted:
                                        sys.getsizeof(code) is 184 + 2 * this, rounded up
                                        to a multiple of 8 */
    uint32_t cpython_linetable_size; /* bytes of co_linetable */
    uint32_t cpython_exceptiontable_size; /* bytes of co_exceptiontable */
};

/* The entry that covers the instruction at `index`; null if none does. */
const ExceptionEntry *code_find_handler(const CodeUnit *code, uint32_t index);

#endif
