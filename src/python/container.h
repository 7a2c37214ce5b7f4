/* What the built-in containers share: comparing items while they are held, writing reprs, and the
 * allocation of iterators. */
#ifndef LASTREF_PYTHON_CONTAINER_H
#define LASTREF_PYTHON_CONTAINER_H

#include "python/abstract.h"

/* Whether comparing, hashing and printing the object runs no Python code and allocates nothing that
 * could: numbers, str, bytes, None. */
bool is_plain(const Vm *vm, Ref object);

/* object_compare_bool with a reference held to `a`, and to `b` if asked, as the C code of the
 * container does. 1, 0, -1. */
int compare_holding(Vm *vm, Ref a, Ref b, CompareOp op, bool hold_b);

/* PyIndex_Check */
bool has_index(Vm *vm, Ref object);

/* Appends repr(object). */
bool append_repr(Vm *vm, TextBuffer *buffer, Ref object);
/* A str of the buffer's content, which is emptied. New reference. */
Ref str_of_buffer(Vm *vm, TextBuffer *buffer);

/* Result of a comparison of two sizes. */
Ref compare_sizes(Vm *vm, uint64_t a, uint64_t b, CompareOp op);

/* An iterator of a static type, tracked when the type has a GC head; `a` and `b` are increfed. */
Ref iterator_new(Vm *vm, TypeId type, uint16_t which, Ref a, Ref b);
static inline const Iterator *iterator_at(const Vm *vm, Ref object) {
    return heap_at(&vm->heap, Iterator, object);
}

/* The result tuple of enumerate() and of dict items again when only its iterator holds it, else a
 * new one, filled with two references that it takes over. New reference. */
Ref pair_reuse(Vm *vm, Ref result, Ref first, Ref second);
/* PySequence_GetItem: an item by number. */
Ref sequence_item(Vm *vm, Ref sequence, int64_t index);
/* Whether the pending exception is the IndexError or StopIteration that ends a sequence; clears it.
 */
bool is_end_of_sequence(Vm *vm);

/* Sorts a list in place (list.sort). `key` may be null. */
bool list_sort(Vm *vm, Ref list, Ref key, bool reverse);

/* A new range over three ints (borrowed); ValueError for step 0. */
Ref range_new(Vm *vm, Ref start, Ref stop, Ref step);

/* dict.update's one positional argument: a dict, a mapping with keys(), or pairs. */
bool dict_update_from(Vm *vm, Ref dict, Ref source);
/* PyDict_Merge from a dict or any object with keys(): 0, -1, or DICT_MERGE_DUPLICATE (override 2,
 * the key is in *duplicate, borrowed). override: 1 replaces, 0 keeps, 2 takes a key twice for an
 * error. */
int dict_merge_from(Vm *vm, Ref dict, Ref source, int override, Ref *duplicate);
/* dictiter_new for one of the four dict iterator types. */
Ref dict_iterator_new(Vm *vm, Ref dict, TypeId type);
/* set.update with any iterable. */
bool set_update_from(Vm *vm, Ref set, Ref iterable);

#endif
