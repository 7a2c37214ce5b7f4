/* functools.partial: what calls have to know of it. */
#ifndef LASTREF_PYTHON_PARTIAL_TYPE_H
#define LASTREF_PYTHON_PARTIAL_TYPE_H

#include "python/vm.h"

/* Whether a call needs no tuple of arguments: its function takes a vector, and it is no instance of
 * a subclass. */
bool partial_takes_vector(const Vm *vm, Ref partial);

/* partial_vectorcall: a call of one that takes a vector; null without an exception when it has
 * keywords of its own, so that it takes none from now on. */
Ref partial_call_vector(Vm *vm, Ref partial, Args args);

#endif
