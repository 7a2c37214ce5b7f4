/* The tables of built-in functions and types, by number: what native.h's rows are found by. For
 * the modules that make types and functions from them. */
#ifndef LASTREF_PYTHON_NATIVE_TABLE_H
#define LASTREF_PYTHON_NATIVE_TABLE_H

#include "python/native.h"

/* A row's index is table << 16 | place in the table. */
typedef enum NativeTable {
    NATIVE_TABLE_SPECIAL,
    NATIVE_TABLE_CORE,
    NATIVE_TABLE_OBJECT,
    NATIVE_TABLE_NUMBER,
    NATIVE_TABLE_CONTAINER,
    NATIVE_TABLE_SYS,
    NATIVE_TABLE_GC,
    NATIVE_TABLE_WEAKREF,
    NATIVE_TABLE_MATH,
    NATIVE_TABLE_FUNCTOOLS,
    NATIVE_TABLE_COLLECTIONS,
    NATIVE_TABLE_ITERTOOLS,
    NATIVE_TABLE_TYPES /* plus a TypeId: its methods */
} NativeTable;

enum { NATIVE_NEW = 0 /* index of the row of __new__ */ };

/* Rows ended by a null name; null for a type without methods. */
const NativeFunction *native_table(NativeTable table);
const TypeSpec *native_spec(TypeId id);

static inline uint32_t native_index(NativeTable table, uint32_t row) {
    return (uint32_t)table << 16 | row;
}

/* Makes vm->slots. The vm owns them. */
void native_init_slots(Vm *vm);
void native_deinit_slots(Vm *vm);

#endif
