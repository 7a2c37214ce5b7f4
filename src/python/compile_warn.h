/* The SyntaxWarnings that CPython 3.11 gives while it compiles: `is` with a literal, an assertion
 * on a tuple, calls and subscripts that look like a missing comma. As there, code that is compiled
 * twice (the body of `finally`) warns twice. */
#ifndef LASTREF_PYTHON_COMPILE_WARN_H
#define LASTREF_PYTHON_COMPILE_WARN_H

#include "python/compile_internal.h"

void warn_about_compare(Compiler *c, const Expr *e);
void warn_about_assert(Compiler *c, const Stmt *s);
void warn_about_call(Compiler *c, const Expr *func);
/* `value[slice]` that is read. */
void warn_about_subscript(Compiler *c, const Expr *value, const Expr *slice);

#endif
