/* What a subscript of a class makes, `list[int]`, and `|` between classes, `int | None`
 * (Objects/genericaliasobject.c and unionobject.c of CPython 3.11). */
#ifndef LASTREF_PYTHON_GENERIC_ALIAS_H
#define LASTREF_PYTHON_GENERIC_ALIAS_H

#include "python/native.h"

/* Py_GenericAlias: `key` becomes the arguments, alone where it is no tuple. New reference. */
Ref generic_alias_new(Vm *vm, Ref origin, Ref key);
/* __class_getitem__ of built-in classes: `self` is the class. */
Ref generic_alias_class_getitem(Vm *vm, Ref self, Args args);

/* _Py_union_type_or: the slot of classes, aliases and unions; NotImplemented for other operands. */
Ref union_type_or(Vm *vm, Ref a, Ref b);
/* The classes of a union as a tuple: borrowed; null for anything else. */
Ref union_type_args(const Vm *vm, Ref object);

#endif
