/* The list that split and its like make from parts of a str or bytes object
 * (Objects/stringlib/split.h of CPython 3.11): its capacity, and which objects are shared. */
#ifndef LASTREF_PYTHON_SPLIT_PARTS_H
#define LASTREF_PYTHON_SPLIT_PARTS_H

#include "python/number_convert.h"

typedef struct Parts {
    Vm *vm;
    Ref self, list;
    uint32_t count;
    bool failed;
} Parts;

/* `max`: the most splits that may come, -1 for a list that grows by append alone. False with a
 * halt.
 */
bool parts_begin(Parts *parts, Vm *vm, Ref self, int64_t max);
/* Adds [start, stop) of self; the object itself where that is the whole of an exact one. */
void parts_add(Parts *parts, uint32_t start, uint32_t stop);
/* The list, turned over when `reverse`; null with a halt. */
Ref parts_end(Parts *parts, bool reverse);

#endif
