/* A map from names to numbers that remembers the order of insertion, as the dicts of CPython's
 * compiler do (names, variable names, symbols). Names are compared by content; they are borrowed
 * and must outlive the map. Memory is the arena's. */
#ifndef LASTREF_PYTHON_NAME_MAP_H
#define LASTREF_PYTHON_NAME_MAP_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct NameMapEntry {
    const char *name;
    int64_t value;
} NameMapEntry;

/* A zeroed map with its arena set is empty and ready. */
typedef struct NameMap {
    Arena *arena;
    NameMapEntry *entries; /* in order of insertion */
    uint32_t count;
    uint32_t capacity;
    uint32_t *slots; /* entry index + 1; 0 is free */
    uint32_t slot_count;
} NameMap;

/* Null if the name is not there. The pointer is valid until the next insertion. */
NameMapEntry *name_map_find(const NameMap *map, const char *name);

/* The value, or `absent`. */
int64_t name_map_value(const NameMap *map, const char *name, int64_t absent);

/* Adds the name or replaces its value, which keeps its place in the order. */
void name_map_put(NameMap *map, const char *name, int64_t value);

/* The name's value; a new name gets the number of names before it. */
uint32_t name_map_number(NameMap *map, const char *name);

/* The entries sorted by code points, in the arena. */
const NameMapEntry **name_map_sorted(const NameMap *map);

#endif
