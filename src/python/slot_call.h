/* Calls from the interpreter to special methods that Python code defined: the slot_* functions of
 * CPython's typeobject.c. The function is looked up on the type of the first value and called with
 * it as first argument; no bound method is made for plain functions. While it runs, a native frame
 * owns the function, as CPython's C frame does. */
#ifndef LASTREF_PYTHON_SLOT_CALL_H
#define LASTREF_PYTHON_SLOT_CALL_H

#include "python/dunder.h"
#include "python/native.h"

/* What to do where the lookup finds nothing. */
typedef enum SlotMissing {
    SLOT_RAISE,           /* AttributeError(name) */
    SLOT_NOT_IMPLEMENTED, /* a new reference to NotImplemented */
    SLOT_NOTHING          /* null without exception */
} SlotMissing;

/* values[0] is self. New reference or null. */
Ref slot_call(Vm *vm, Dunder dunder, const Ref *values, uint32_t count, SlotMissing missing);

/* _PyObject_Call_Prepend: calls with `first` before the arguments. When there are keyword arguments
 * all arguments are held once more and a names tuple is made, as CPython does when it unpacks a
 * dict. Null `first`: not added. */
Ref call_prepend(Vm *vm, Ref callable, Ref first, Args args);

/* slot_tp_init and slot_tp_call: the method of `self` with any arguments. */
Ref slot_call_args(Vm *vm, Dunder dunder, Ref self, Args args);

#endif
