/* Equality of constants as the compiler of CPython 3.11 sees it (_PyCode_ConstantKey: same type and
 * same value; 0.0 and -0.0 differ; tuples and frozensets item by item), and the table by which it
 * merges the constants of one compilation: of equal ones the first made wins. */
#ifndef LASTREF_PYTHON_CONSTANT_H
#define LASTREF_PYTHON_CONSTANT_H

#include "base/arena.h"
#include "python/ast.h"
#include "python/code_unit.h"

bool constant_equal(const Constant *a, const Constant *b);
uint64_t constant_hash(const Constant *constant);

/* Python's truth value. */
bool constant_is_true(const Constant *constant);

/* Python's `==` between constants that may be set members: 1 == True == 1.0. */
bool constant_python_equal(const Constant *a, const Constant *b);

/* New constants in the arena. Bytes are borrowed, items copied. */
Constant *constant_new(Arena *arena, ConstantKind kind);
Constant *constant_str(Arena *arena, const char *bytes, size_t length);
Constant *constant_small_int(Arena *arena, int64_t value);
Constant *constant_float(Arena *arena, double value);
Constant *constant_bool(Arena *arena, bool value);
Constant *constant_tuple(Arena *arena, Constant *const *items, size_t count);
/* Leaves out items that are equal, in Python's sense, to an earlier one. */
Constant *constant_frozenset(Arena *arena, Constant *const *items, size_t count);

/* Whether two code objects are equal as CPython compares them: names, counts, instructions, lines,
 * constants. */
bool code_equal(const CodeUnit *a, const CodeUnit *b);

typedef struct ConstantTable {
    Arena *arena;
    CodeConst *slots;
    uint64_t *hashes;
    uint32_t count;
    uint32_t capacity; /* power of two, 0 while empty */
} ConstantTable;

/* The constant that stands for all equal ones; adds it if it is the first. The items of a tuple
 * that is added are merged in place; of a frozenset a new one with merged items is added, as
 * CPython does. */
CodeConst constant_merge(ConstantTable *table, CodeConst value);

/* As constant_merge, but leaves items as they are (CPython's merge_const_one). */
CodeConst constant_merge_one(ConstantTable *table, CodeConst value);

#endif
