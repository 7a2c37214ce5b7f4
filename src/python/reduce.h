/* How objects say what they are made of: object.__reduce_ex__, __reduce__ and __getstate__
 * (Objects/typeobject.c of CPython 3.11), and what built-in types add to them. */
#ifndef LASTREF_PYTHON_REDUCE_H
#define LASTREF_PYTHON_REDUCE_H

#include "python/native.h"

/* Methods of object. */
Ref object_reduce_ex(Vm *vm, Ref self, Args args);
Ref object_reduce(Vm *vm, Ref self, Args args);
Ref object_getstate(Vm *vm, Ref self, Args args);

/* What its __getstate__ says; `required`: what its record holds beyond dict and slots is refused.
 */
Ref object_state(Vm *vm, Ref object, bool required);

/* __reduce__ of set and frozenset: (type, ([elements],), state). */
Ref set_reduce(Vm *vm, Ref self, Args args);

/* __reduce__ and __setstate__ of BaseException. */
Ref exception_reduce(Vm *vm, Ref self, Args args);
Ref exception_setstate(Vm *vm, Ref self, Args args);

#endif
