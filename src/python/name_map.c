#include "python/name_map.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

static uint32_t find_slot(const NameMap *map, const char *name) {
    uint32_t mask = map->slot_count - 1;
    uint32_t slot = (uint32_t)hash_bytes(name, strlen(name)) & mask;
    while (map->slots[slot]) {
        const char *other = map->entries[map->slots[slot] - 1].name;
        if (other == name || strcmp(other, name) == 0) break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

NameMapEntry *name_map_find(const NameMap *map, const char *name) {
    if (map->count == 0) return NULL;
    uint32_t slot = find_slot(map, name);
    return map->slots[slot] ? &map->entries[map->slots[slot] - 1] : NULL;
}

int64_t name_map_value(const NameMap *map, const char *name, int64_t absent) {
    const NameMapEntry *entry = name_map_find(map, name);
    return entry ? entry->value : absent;
}

static void grow(NameMap *map) {
    uint32_t capacity = map->capacity ? map->capacity * 2 : 8;
    NameMapEntry *entries = arena_array(map->arena, NameMapEntry, capacity);
    if (map->count) memcpy(entries, map->entries, sizeof *entries * map->count);
    map->entries = entries;
    map->capacity = capacity;
    map->slot_count = capacity * 2;
    map->slots = arena_array(map->arena, uint32_t, map->slot_count);
    for (uint32_t i = 0; i < map->count; i++) map->slots[find_slot(map, entries[i].name)] = i + 1;
}

void name_map_put(NameMap *map, const char *name, int64_t value) {
    NameMapEntry *entry = name_map_find(map, name);
    if (entry) {
        entry->value = value;
        return;
    }
    if (map->count == map->capacity) grow(map);
    uint32_t slot = find_slot(map, name);
    map->entries[map->count] = (NameMapEntry){name, value};
    map->slots[slot] = ++map->count;
}

uint32_t name_map_number(NameMap *map, const char *name) {
    const NameMapEntry *entry = name_map_find(map, name);
    if (entry) return (uint32_t)entry->value;
    name_map_put(map, name, map->count);
    return map->count - 1;
}

static int by_name(const void *a, const void *b) {
    const NameMapEntry *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

const NameMapEntry **name_map_sorted(const NameMap *map) {
    const NameMapEntry **sorted = arena_array(map->arena, const NameMapEntry *, map->count + 1);
    for (uint32_t i = 0; i < map->count; i++) sorted[i] = &map->entries[i];
    if (map->count) qsort(sorted, map->count, sizeof *sorted, by_name);
    return sorted;
}
