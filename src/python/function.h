/* Functions, cells and code objects as Python values. */
#ifndef LASTREF_PYTHON_FUNCTION_H
#define LASTREF_PYTHON_FUNCTION_H

#include "python/vm.h"

/* PyFunction_New: takes over nothing. New reference. */
Ref function_new(Vm *vm, Ref code, Ref globals);
/* The function that PyEval_EvalCode makes of a code object to run it: without module name. */
Ref function_new_for_code(Vm *vm, Ref code, Ref globals);
/* A cell; `content` is taken over on success and may be null. New reference. */
Ref cell_new(Vm *vm, Ref content);

#endif
