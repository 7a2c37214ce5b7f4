/* The instructions of the match statement that look at the subject (Python/ceval.c of 3.11:
 * match_keys, match_class). Arguments lie on the value stack; the running frame has been saved. */
#ifndef LASTREF_PYTHON_EVAL_MATCH_H
#define LASTREF_PYTHON_EVAL_MATCH_H

#include "python/vm.h"

/* Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING: what `case [...]` and `case {...}` look into. */
bool eval_match_is_sequence(const Vm *vm, Ref subject);
bool eval_match_is_mapping(const Vm *vm, Ref subject);

/* The values of the keys as a tuple, None when one is absent, null with an exception. */
Ref eval_match_keys(Vm *vm, Ref subject, Ref keys);
/* The attributes of the positional patterns (`positional` of them) and of `names` as a tuple; None
 * when the subject is no instance or lacks one; null with an exception. */
Ref eval_match_class(Vm *vm, Ref subject, Ref type, uint32_t positional, Ref names);

#endif
