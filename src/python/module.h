/* Modules: what startup and import need. */
#ifndef LASTREF_PYTHON_MODULE_H
#define LASTREF_PYTHON_MODULE_H

#include "python/vm.h"

/* Whether python3 3.11 has a standard module of that name (sys.stdlib_module_names); such a module
 * that is not built makes an import unsupported, any other name ModuleNotFoundError. For dotted
 * names the part before the first dot counts. */
bool module_is_known(const char *name);

/* module_init_dict: __name__, __doc__ (null: None), __package__, __loader__, __spec__. */
bool module_init_dict(Vm *vm, Ref dict, Ref name, Ref doc);

/* Halts with the name of a module that is loaded and not built (MODULE_UNBUILT). Null. */
Ref module_touch_unbuilt(Vm *vm, Ref module);

#endif
