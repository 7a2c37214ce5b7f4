/* Library modules that CPython writes in Python: Lastref has Python texts of its own, in
 * src/python/library, which the build turns into one C array. Their frames are hidden: no line
 * events, not on the stack that a person sees. */
#ifndef LASTREF_PYTHON_LIBRARY_H
#define LASTREF_PYTHON_LIBRARY_H

#include "python/vm.h"

/* What scripts can import of CPython's library, here or built in; told with what is refused. */
#define LIBRARY_NAMES                                                                              \
    "abc, collections, contextlib, copy, dataclasses, functools, gc, itertools, math, sys, "       \
    "types, "                                                                                      \
    "typing and weakref"

typedef struct LibrarySource {
    const char *name;
    const char *text;
    size_t length;
} LibrarySource;

/* Ended by a null name. */
extern const LibrarySource library_sources[];

/* The library module of that name or null. */
const LibrarySource *library_find(const char *name);

/* Whether CPython has loaded the module of that name before a script starts, while Lastref makes it
 * from its text when it is asked for. */
bool library_is_late(const char *name);

/* Makes the module, enters it into sys.modules and runs its text, the modules that CPython's own
 * asks for first. The collector's books go on as CPython's do (import_books.h); a module of which
 * Lastref has no text is made unbuilt (Module.native). New reference. */
Ref library_import(Vm *vm, const char *name);

#endif
