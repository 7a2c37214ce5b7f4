/* Exception objects (Objects/exceptions.c of CPython 3.11). */
#ifndef LASTREF_PYTHON_EXCEPTION_H
#define LASTREF_PYTHON_EXCEPTION_H

#include "python/vm.h"

/* PyException_SetContext, SetCause: the new value is stolen and may be null. SetTraceback:
 * borrowed, null or None clears. */
void exception_set_context(Vm *vm, Ref exception, Ref context);
void exception_set_cause(Vm *vm, Ref exception, Ref cause);
void exception_set_traceback(Vm *vm, Ref exception, Ref traceback);

/* The class name as tracebacks print it: "ValueError", "module.Error". */
void exception_append_class(Vm *vm, Ref type, TextBuffer *out);

/* The value that a StopIteration carries: a new reference. */
Ref exception_stop_value(Vm *vm, Ref exception);

#endif
