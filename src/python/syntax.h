/* The syntax tree, the parser and the compiler for files that also work on heap objects: both have
 * a Module, and here the tree's is called SyntaxModule. */
#ifndef LASTREF_PYTHON_SYNTAX_H
#define LASTREF_PYTHON_SYNTAX_H

#define Module SyntaxModule
#include "python/compile.h"
#undef Module

#endif
