/* The hooks through which the heap calls Python: finalizers, weak references, key comparison, and
 * the walk over what the machine itself holds. */
#ifndef LASTREF_PYTHON_HOST_H
#define LASTREF_PYTHON_HOST_H

#include "python/vm.h"

/* Sets vm->heap.host. */
void host_connect(Vm *vm);

#endif
