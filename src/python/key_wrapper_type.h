/* What functools.cmp_to_key makes. */
#ifndef LASTREF_PYTHON_KEY_WRAPPER_TYPE_H
#define LASTREF_PYTHON_KEY_WRAPPER_TYPE_H

#include "python/vm.h"

/* A key by a comparing function, of `object` or, when null, of no object yet. New reference. */
Ref key_wrapper_new(Vm *vm, Ref compare, Ref object);

#endif
