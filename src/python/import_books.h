/* What an import does to the collector's books in CPython, as recorded from it: importlib, the
 * unmarshalling of code and the module's own code allocate and free thousands of objects that
 * Lastref does not make. The record (library/imports.txt) holds the events; counts and collections
 * follow from them and from the state of the books when the import begins. */
#ifndef LASTREF_PYTHON_IMPORT_BOOKS_H
#define LASTREF_PYTHON_IMPORT_BOOKS_H

#include "python/vm.h"

typedef struct ImportRecord {
    const char *name;
    const char *events;
} ImportRecord;

/* Ended by a null name. Made by the build from library/imports.txt. */
extern const ImportRecord import_records[];

/* The record of the module of that name, or null: CPython has loaded it before a script starts. */
const char *import_books_find(const char *name);

/* Replays the events up to where something has to be done, and says what; `*events` is then behind
 * it. Collections may run Python: vm_failed afterwards. */
typedef enum ImportStop {
    IMPORT_ENDED,
    IMPORT_ASKS, /* for the module `name`, of `length` bytes, if it is not loaded */
    IMPORT_BODY  /* the module's own code is to be run */
} ImportStop;

ImportStop import_books_replay(Vm *vm, const char **events, const char **name, size_t *length);

/* What `from NAME import` does once the module is there: it asks for its __path__. */
void import_books_from(Vm *vm, bool is_package);

/* What the collector's books tell of things that Lastref does not model: refused where it would
 * show, until a full collection has been asked for, after which all is known but the statistics. */
typedef enum BooksUnknown {
    BOOKS_KNOWN,
    BOOKS_START_UNKNOWN, /* the counts alone: they are those of a start with a script of one line,
                            and what CPython makes to compile a longer one is not modelled */
    BOOKS_STATISTICS_UNKNOWN,
    BOOKS_COUNTS_UNKNOWN, /* CPython's compiler has left lists, dicts and tuples in free lists */
    BOOKS_GARBAGE_UNKNOWN /* and so does a module of which Lastref has no text, and garbage beside:
                             classes that are replaced by those written in C */
} BooksUnknown;

void import_note_unbuilt(Vm *vm, const char *module);
/* No less is unknown from now on. */
void books_forget(Vm *vm, BooksUnknown unknown);
/* Whether gc.get_count() is what CPython's would be. */
bool books_know_counts(const Vm *vm);
/* Refuses `what` when that much is unknown, and says so: true. */
bool books_refuse(Vm *vm, BooksUnknown unknown, const char *what);
/* A full collection begins; how much it finds is known or seen by nobody. */
void books_begin_anew(Vm *vm);

#endif
