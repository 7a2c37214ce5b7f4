/* The tuples of keyword names that CPython's argument parsers make at their first use.
 *
 * A C function written with Argument Clinic parses keywords by a static _PyArg_Parser, which makes
 * a tuple of the names when the first call with a keyword comes (print: with the first call) and
 * keeps it. The collector counts and tracks that tuple, so gc.get_count() shows it. */
#ifndef LASTREF_PYTHON_KEYWORD_NAMES_H
#define LASTREF_PYTHON_KEYWORD_NAMES_H

#include "python/native.h"

/* To be called when a function of kind NATIVE_FAST_KEYWORDS is called; `named`: with a keyword.
 * False with a halt. */
bool keyword_names_make(Vm *vm, const NativeFunction *function, Ref callable, bool named);

/* To be called when a built-in class of that name is called with a keyword. False with a halt. */
bool keyword_names_make_of_class(Vm *vm, const char *name);

#endif
