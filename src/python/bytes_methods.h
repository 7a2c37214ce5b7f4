/* Methods of bytes that its table in bytes_type.c lists: splitting, padding, case and classes, as
 * for ASCII text (Objects/bytesobject.c, bytes_methods.c and stringlib of CPython 3.11). */
#ifndef LASTREF_PYTHON_BYTES_METHODS_H
#define LASTREF_PYTHON_BYTES_METHODS_H

#include "python/number_convert.h"

Ref bytes_split(Vm *vm, Ref self, Args args);
Ref bytes_rsplit(Vm *vm, Ref self, Args args);
Ref bytes_splitlines(Vm *vm, Ref self, Args args);
Ref bytes_partition(Vm *vm, Ref self, Args args);
Ref bytes_rpartition(Vm *vm, Ref self, Args args);
Ref bytes_removeprefix(Vm *vm, Ref self, Args args);
Ref bytes_removesuffix(Vm *vm, Ref self, Args args);
Ref bytes_capitalize(Vm *vm, Ref self, Args args);
Ref bytes_title(Vm *vm, Ref self, Args args);
Ref bytes_swapcase(Vm *vm, Ref self, Args args);
Ref bytes_center(Vm *vm, Ref self, Args args);
Ref bytes_ljust(Vm *vm, Ref self, Args args);
Ref bytes_rjust(Vm *vm, Ref self, Args args);
Ref bytes_zfill(Vm *vm, Ref self, Args args);
Ref bytes_isalnum(Vm *vm, Ref self, Args args);
Ref bytes_isalpha(Vm *vm, Ref self, Args args);
Ref bytes_isascii(Vm *vm, Ref self, Args args);
Ref bytes_isdigit(Vm *vm, Ref self, Args args);
Ref bytes_isspace(Vm *vm, Ref self, Args args);
Ref bytes_islower(Vm *vm, Ref self, Args args);
Ref bytes_isupper(Vm *vm, Ref self, Args args);
Ref bytes_istitle(Vm *vm, Ref self, Args args);

/* bytes_percent.c: FORMAT % VALUES, as bytes or as a bytearray. */
Ref bytes_percent(Vm *vm, const uint8_t *format, uint32_t length, Ref values, bool array);

#endif
