/* The iterators of itertools that Counter.elements() is made of. */
#ifndef LASTREF_PYTHON_ITERATORS_CHAIN_H
#define LASTREF_PYTHON_ITERATORS_CHAIN_H

#include "python/vm.h"

/* chain.from_iterable(starmap(repeat, items)). New reference. */
Ref repeated_elements(Vm *vm, Ref items);

#endif
