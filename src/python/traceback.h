/* Traceback objects, and tracebacks as python3 3.11 prints them. */
#ifndef LASTREF_PYTHON_TRACEBACK_H
#define LASTREF_PYTHON_TRACEBACK_H

#include "python/vm.h"

/* A traceback object in front of `next` (borrowed, may be null) for a frame where it stands. New
 * reference. */
Ref traceback_new(Vm *vm, Ref next, Ref frame);

/* "Traceback (most recent call last):" and its entries (PyTraceBack_Print). */
void traceback_append(Vm *vm, Ref traceback, TextBuffer *out);

/* The exception with traceback, cause and context, notes and suggestions, as sys.excepthook prints
 * it. Calls str() of exceptions. Borrowed; `value` may be null. */
void traceback_append_exception(Vm *vm, Ref type, Ref value, Ref traceback, TextBuffer *out);

/* What python3 appends to the message: ". Did you mean: 'x'?"; nothing when it has no guess. */
void suggestion_append(Vm *vm, Ref exception, TextBuffer *out);

#endif
