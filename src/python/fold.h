/* Constant folding on the syntax tree, as CPython 3.11 does it before it builds the symbol table
 * (Python/ast_opt.c): operators between constants, tuples of constants, constant subscripts, lists
 * and sets that are only iterated or searched, `not` of `is` and `in`, `'...' % (...)` with %s, %r
 * and %a, and __debug__.
 *
 * The tree is changed in place. Each constant made is appended to module->constants, since
 * CPython's arena holds a reference to it as long as to the literals. */
#ifndef LASTREF_PYTHON_FOLD_H
#define LASTREF_PYTHON_FOLD_H

#include "base/arena.h"
#include "python/ast.h"

/* `future_annotations`: annotations are left as they are. */
void fold_module(Arena *arena, Module *module, bool future_annotations);

/* The docstring if the first statement is a string constant; null otherwise. */
Constant *fold_find_docstring(StmtList body);

#endif
