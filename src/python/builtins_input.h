/* input() (Python/bltinmodule.c of CPython 3.11), without a terminal's line editing. */
#ifndef LASTREF_PYTHON_BUILTINS_INPUT_H
#define LASTREF_PYTHON_BUILTINS_INPUT_H

#include "python/native.h"

Ref builtin_input(Vm *vm, Ref self, Args args);

#endif
