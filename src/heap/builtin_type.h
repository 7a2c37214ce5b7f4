/* Which of the root's static types the heap itself makes objects of.
 *
 * python/types.h gives every static type its number; these are the ones that heap/ has to know, and
 * the container modules of python/ assert that the numbers agree. */
#ifndef LASTREF_HEAP_BUILTIN_TYPE_H
#define LASTREF_HEAP_BUILTIN_TYPE_H

#include "heap/heap.h"

enum {
    BUILTIN_TYPE_INT = 5,
    BUILTIN_TYPE_BOOL = 6,
    BUILTIN_TYPE_FLOAT = 7,
    BUILTIN_TYPE_STR = 8,
    BUILTIN_TYPE_BYTES = 9,
    BUILTIN_TYPE_LIST = 10,
    BUILTIN_TYPE_TUPLE = 11,
    BUILTIN_TYPE_DICT = 12,
    BUILTIN_TYPE_SET = 13,
    BUILTIN_TYPE_FROZENSET = 14
};

/* Borrowed. */
static inline Ref builtin_type(const Heap *heap, int number) {
    return heap_root(heap)->types[number];
}

static inline bool is_builtin_exact(const Heap *heap, Ref object, int number) {
    return heap_type(heap, object) == heap_root(heap)->types[number];
}

/* _PyObject_GC_MAY_BE_TRACKED: whether a container that gets this value has to be tracked. */
static inline bool may_be_tracked(const Heap *heap, Ref value) {
    const Type *type = heap_type_of(heap, value);
    if (!(type->flags & TYPE_GC)) return false;
    if (heap_kind(heap, value) == KIND_TYPE) return heap_at(heap, Type, value)->flags & TYPE_HEAP;
    return !is_builtin_exact(heap, value, BUILTIN_TYPE_TUPLE) || heap_is_tracked(heap, value);
}

#endif
