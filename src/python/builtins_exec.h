/* exec, eval and compile (Python/bltinmodule.c, pythonrun.c of CPython 3.11). */
#ifndef LASTREF_PYTHON_BUILTINS_EXEC_H
#define LASTREF_PYTHON_BUILTINS_EXEC_H

#include "python/native.h"

Ref builtin_exec(Vm *vm, Ref self, Args args);
Ref builtin_eval(Vm *vm, Ref self, Args args);
Ref builtin_compile(Vm *vm, Ref self, Args args);

#endif
