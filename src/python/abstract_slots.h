/* Single slots of a type as CPython's C code calls them (Py_TYPE(x)->tp_xxx), without the checks
 * and fallbacks around: for the type modules that build on another type's slot. */
#ifndef LASTREF_PYTHON_ABSTRACT_SLOTS_H
#define LASTREF_PYTHON_ABSTRACT_SLOTS_H

#include "python/native.h"

/* tp_repr. */
Ref object_repr_slot(Vm *vm, Ref object);
/* tp_richcompare: NotImplemented where there is none. */
Ref object_compare_slot(Vm *vm, Ref a, Ref b, CompareOp op);
/* type.__instancecheck__ and type.__subclasscheck__: one class, no tuples. 1, 0, -1. */
int object_is_instance_of(Vm *vm, Ref object, Ref class);
int object_is_subclass_of(Vm *vm, Ref derived, Ref class);

#endif
