/* Exceptions inside the machine, beyond vm.h: CPython 3.11's Python/errors.c. */
#ifndef LASTREF_PYTHON_ERROR_H
#define LASTREF_PYTHON_ERROR_H

#include "python/vm.h"

/* PyErr_SetObject: type and value are borrowed, value may be null or any object. The exception
 * being handled becomes its __context__. */
void error_set_object(Vm *vm, Ref type, Ref value);

/* Raises NameError with its `name` set. `format` has one %s for the name. */
Ref error_raise_name(Vm *vm, const char *format, Ref name);

/* set_attribute_error_context of Objects/object.c: gives a pending AttributeError its `obj` and
 * `name` unless it has them. */
void error_add_attribute(Vm *vm, Ref object, Ref name);

/* _PyErr_SetKeyError: KeyError(key), also for keys that are None or a tuple. Key borrowed. */
Ref error_raise_key(Vm *vm, Ref key);

/* _PyErr_FormatFromCause: raises `type` with the pending exception as cause and context. */
Ref error_raise_from(Vm *vm, TypeId type, const char *message);

/* PyErr_GivenExceptionMatches: `exception` an instance or class, `classes` a class or a tuple. */
bool error_matches(Vm *vm, Ref exception, Ref classes);

/* Whether the object is an exception instance / an exception class. */
bool is_exception(const Vm *vm, Ref object);
bool is_exception_class(const Vm *vm, Ref object);

/* _PyErr_ChainStackItem(NULL): the exception being handled becomes the context of the pending one,
 * which is thrown into a generator. */
void error_chain_handled(Vm *vm);

/* Turns heap.failure into a halt; call where an allocation failed. Always returns null. */
Ref error_no_memory(Vm *vm);

#endif
