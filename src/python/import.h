/* import: modules are those in sys.modules and the library's (library.h); all others are refused.
 */
#ifndef LASTREF_PYTHON_IMPORT_H
#define LASTREF_PYTHON_IMPORT_H

#include "python/vm.h"

/* IMPORT_NAME: borrowed arguments, a new reference. */
Ref import_name(Vm *vm, Ref name, Ref from_list, Ref level);
/* Whether a module that Lastref has is a package in CPython. */
bool import_is_package(const Vm *vm, Ref name);
/* IMPORT_STAR: stores the names of `__all__`, or those without underscore, in `locals`. */
bool import_all(Vm *vm, Ref module, Ref locals);
/* IMPORT_FROM. */
Ref import_from(Vm *vm, Ref module, Ref name);

#endif
