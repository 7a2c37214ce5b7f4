/* What programs print. */
#ifndef LASTREF_PYTHON_OUTPUT_H
#define LASTREF_PYTHON_OUTPUT_H

#include "python/vm.h"

/* Writes to stdout (fd 1) or stderr (fd 2) through the host; counts what goes to stdout. */
void vm_write(Vm *vm, int fd, const char *bytes, size_t length);

#endif
