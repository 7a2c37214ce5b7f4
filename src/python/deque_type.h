/* collections.deque, told in three files: making and the operators (deque_type), methods
 * (deque_methods), iterators (deque_iterators). heap/deque.h has the blocks. */
#ifndef LASTREF_PYTHON_DEQUE_TYPE_H
#define LASTREF_PYTHON_DEQUE_TYPE_H

#include "heap/deque.h"
#include "python/abstract.h"

static inline bool is_deque(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_DEQUE;
}

extern const NativeFunction deque_methods[];

/* deque_extend and deque_extendleft. */
bool deque_extend(Vm *vm, Ref self, Ref iterable, bool left);
/* deque_copy: of a subclass its class is called. New reference. */
Ref deque_copy(Vm *vm, Ref self);
/* sq_ass_item; value null: delete. */
bool deque_set_item(Vm *vm, Ref self, int64_t index, Ref value);
int deque_contains(Vm *vm, Ref self, Ref value);

Ref deque_iter(Vm *vm, Ref self);
Ref deque_reversed(Vm *vm, Ref self, Args args);

#endif
