/* The arithmetic of constant folding: what CPython computes when its AST optimizer evaluates an
 * operator between constants, with that optimizer's limits (Python/ast_opt.c of 3.11: products and
 * powers up to 128 bits, strings up to 4096, tuples up to 256 items, 1024 nested).
 *
 * All return null where CPython does not fold: the operation raises, or is over a limit. As in
 * CPython the result may be an operand itself (`+x`, `s + ''`). Memory is the arena's.
 */
#ifndef LASTREF_PYTHON_FOLD_VALUE_H
#define LASTREF_PYTHON_FOLD_VALUE_H

#include "base/arena.h"
#include "python/ast.h"

Constant *fold_unary_value(Arena *arena, UnaryOperator op, Constant *operand);
Constant *fold_binary_value(Arena *arena, Operator op, Constant *left, Constant *right);
/* container[index] */
Constant *fold_item_value(Arena *arena, Constant *container, Constant *index);

/* The code point at `index` starts at the byte returned; `length` itself for the end. Lone
 * surrogates count as one, in their three bytes. */
size_t fold_text_offset(const char *bytes, size_t length, size_t index);
size_t fold_text_length(const char *bytes, size_t length);

#endif
