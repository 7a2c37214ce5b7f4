/* Start-up: what the modules of built-ins call while the machine is being made. */
#ifndef LASTREF_PYTHON_STARTUP_H
#define LASTREF_PYTHON_STARTUP_H

#include "python/native_table.h"

/* Puts markers for names that CPython has and Lastref does not build into a module or class dict;
 * names are separated by spaces, those already there stay. Messages say "where.name", or "name" for
 * an empty `where`. */
void startup_add_unbuilt(Vm *vm, Ref dict, const char *where, const char *names);

/* Puts the functions of a table into a module. */
void startup_add_functions(Vm *vm, Ref module, NativeTable table);

/* Data and unbuilt names of sys and gc: mod_sys.c, mod_gc.c. */
void sys_fill(Vm *vm, Ref dict);
void gc_fill(Vm *vm, Ref dict);
/* Constants and unbuilt names of math: mod_math.c. */
void math_fill(Vm *vm, Ref dict);
/* Unbuilt names of _functools: mod_functools.c. */
void functools_fill(Vm *vm, Ref dict);
/* Types and unbuilt names of _collections: mod_collections.c. */
void collections_fill(Vm *vm, Ref dict);
/* Types of itertools: mod_itertools.c. */
void itertools_fill(Vm *vm, Ref dict);

/* Calls what is in gc.callbacks before or after a collection. */
void gc_call_callbacks(Vm *vm, bool ended, unsigned generation, uint64_t collected);

#endif
