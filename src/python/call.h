/* Calls beyond vm.h: CPython 3.11's Objects/call.c. */
#ifndef LASTREF_PYTHON_CALL_H
#define LASTREF_PYTHON_CALL_H

#include "python/vm.h"

/* `callable(*tuple, **dict)` (do_call_core): all borrowed, `dict` may be null. */
Ref call_tuple_dict(Vm *vm, Ref callable, Ref tuple, Ref dict);

/* Calls a built-in function or method descriptor without the recursion check of the general call,
 * as specialised instructions do. */
Ref call_unchecked(Vm *vm, Ref callable, Args args);

/* Whether the callable takes a vector: CPython's PyVectorcall_Function is not null. */
bool call_takes_vector(const Vm *vm, Ref callable);

/* How messages name a callable (_PyObject_FunctionStr): "module.qualname()". */
bool call_append_name(Vm *vm, Ref callable, TextBuffer *out);

/* The tuple that holds the arguments of the METH_VARARGS function being called with `args`.
 * Borrowed. To be asked before any native frame is pushed. */
Ref call_own_tuple(const Vm *vm, Args args);

/* The dict of its keyword arguments, or of those of a tp_call; null if there are none or a vector
 * brought them. Borrowed. To be asked before any native frame is pushed. */
Ref call_own_dict(const Vm *vm, Args args);

/* The tuple and the dict that `args` come from, when a call `f(*tuple, **dict)` is being executed
 * or a tp_call passes on the tuple that the frame on top holds: CPython hands those very objects
 * on. Borrowed, or null. To be asked before any native frame is pushed. */
Ref call_given_tuple(const Vm *vm, Args args);
Ref call_given_dict(const Vm *vm, Args args);

/* A native frame with any number of null slots, which the description does not name. */
Ref native_push_slots(Vm *vm, const NativeFrame *description, uint32_t slots);

#endif
