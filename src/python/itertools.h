/* The module itertools (Modules/itertoolsmodule.c of CPython 3.11), told in files of their own: the
 * iterators that need not end (itertools_endless), those that choose among items
 * (itertools_choose), join iterators (itertools_join), give every selection of items
 * (itertools_select), and groupby and tee (itertools_group). mod_itertools has what they share. */
#ifndef LASTREF_PYTHON_ITERTOOLS_H
#define LASTREF_PYTHON_ITERTOOLS_H

#include "python/native.h"

static inline const Itertool *tool_at(const Vm *vm, Ref object) {
    return heap_at(&vm->heap, Itertool, object);
}

/* A tracked iterator that holds nothing yet. New reference. */
Ref tool_new(Vm *vm, Ref type, uint16_t which);

/* One over iter(iterable), in `a`; `second` in `b`, may be null. New reference. */
Ref tool_over(Vm *vm, Ref type, uint16_t which, Ref iterable, Ref second);

/* _PyArg_NoKeywords and _PyArg_CheckPositional of a tp_new; a class with an __init__ of its own may
 * take keywords. max -1: any. */
bool tool_arguments(Vm *vm, Ref type, const char *name, Args args, int min, int max);

/* tp_iter of all of them. */
Ref tool_itself(Vm *vm, Ref self);

/* False and a halt when the host wants the machine to stop: asked where C code loops over what an
 * iterator gives. */
bool tool_goes_on(Vm *vm);

/* The name of the object's class, as reprs have it. */
void tool_append_name(const Vm *vm, TextBuffer *text, Ref self);

/* itertools.tee */
Ref tool_tee(Vm *vm, Ref self, Args args);

/* chain.from_iterable(starmap(repeat, items)), for Counter.elements(). New reference. */
Ref repeated_elements(Vm *vm, Ref items);

#endif
