/* Slot wrappers: the C slots of a built-in type seen as methods (int.__add__, list.__init__), as
 * slotdefs and the wrap_* functions of CPython's typeobject.c make them. */
#ifndef LASTREF_PYTHON_SLOT_WRAPPER_H
#define LASTREF_PYTHON_SLOT_WRAPPER_H

#include "python/dunder.h"
#include "python/native.h"

/* Whether a type with these C slots of its own gets a wrapper of that name. */
bool slot_wrapper_exists(const TypeSlots *slots, Dunder dunder);

/* Calls the slot of `owner` that the wrapper stands for. The caller holds the arguments, in a tuple
 * that lies in slot 0 of its native frame. */
Ref slot_wrapper_call(Vm *vm, Dunder dunder, Ref owner, Ref self, Args args);

#endif
