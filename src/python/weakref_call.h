/* Weak references: what the heap's hooks, startup and shutdown ask of weakref_type.c. */
#ifndef LASTREF_PYTHON_WEAKREF_CALL_H
#define LASTREF_PYTHON_WEAKREF_CALL_H

#include "python/native.h"

/* PyObject_ClearWeakRefs on a dying object: all its weak references die, then the callbacks are
 * called, newest first. The pending error waits. */
void weakref_clear_all(Vm *vm, Ref object);

/* Calls a callback with its reference; an error is written as unraisable. */
void weakref_call_back(Vm *vm, Ref weak, Ref callback);

/* The same for a reference that the collector has cleared: it keeps its callback. */
void weakref_call_collected(Vm *vm, Ref weak);

/* Functions and types of the module _weakref. */
extern const NativeFunction weakref_functions[];
void weakref_fill(Vm *vm, Ref dict);

/* Calls what the module weakref has asked for, once, before the shutdown begins (atexit). */
void weakref_run_exit_hook(Vm *vm);

#endif
