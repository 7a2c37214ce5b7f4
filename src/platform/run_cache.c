#include "platform/run_cache.h"

#include "base/hash.h"
#include "base/memory.h"

#include <string.h>

static void table_clear(RunTable *table) {
    for (size_t i = 0; i < table->capacity; i++) {
        RunEntry *entry = table->buckets[i];
        while (entry) {
            RunEntry *next = entry->next;
            memory_free(entry);
            entry = next;
        }
    }
    memory_free(table->buckets);
    *table = (RunTable){0};
}

void run_cache_deinit(RunCache *cache) {
    table_clear(&cache->young);
    table_clear(&cache->old);
}

static uint64_t run_hash(uint32_t face, uint32_t size, Text text) {
    return hash_bytes(text.bytes, text.length) ^ hash_mix((uint64_t)face << 32 | size);
}

static RunEntry **place_of(RunTable *table, uint64_t hash, uint32_t face, uint32_t size,
                           Text text) {
    if (!table->capacity) return NULL;
    RunEntry **place = &table->buckets[hash & (table->capacity - 1)];
    for (; *place; place = &(*place)->next) {
        const RunEntry *entry = *place;
        if (entry->hash == hash && entry->face == face && entry->size == size &&
            text_equal((Text){(const char *)entry->data, entry->text_length}, text))
            return place;
    }
    return NULL;
}

static void grow(RunTable *table) {
    RunTable grown = {.capacity = table->capacity ? table->capacity * 2 : 1024,
                      .count = table->count,
                      .bytes = table->bytes};
    grown.buckets = memory_alloc(grown.capacity * sizeof *grown.buckets);
    for (size_t i = 0; i < table->capacity; i++) {
        RunEntry *entry = table->buckets[i];
        while (entry) {
            RunEntry *next = entry->next, **bucket;
            bucket = &grown.buckets[entry->hash & (grown.capacity - 1)];
            entry->next = *bucket;
            *bucket = entry;
            entry = next;
        }
    }
    memory_free(table->buckets);
    *table = grown;
}

static void insert(RunTable *table, RunEntry *entry) {
    if (table->count >= table->capacity) grow(table);
    RunEntry **bucket = &table->buckets[entry->hash & (table->capacity - 1)];
    entry->next = *bucket;
    *bucket = entry;
    table->count++;
    table->bytes += entry->bytes;
}

RunEntry *run_cache_find(RunCache *cache, uint32_t face, uint32_t size, Text text) {
    uint64_t hash = run_hash(face, size, text);
    RunEntry **place = place_of(&cache->young, hash, face, size, text);
    if (place) return *place;
    place = place_of(&cache->old, hash, face, size, text);
    if (!place) return NULL;
    RunEntry *entry = *place;
    *place = entry->next;
    cache->old.count--;
    cache->old.bytes -= entry->bytes;
    insert(&cache->young, entry);
    return entry;
}

RunEntry *run_cache_add(RunCache *cache, uint32_t face, uint32_t size, Text text, size_t extra,
                        unsigned char **extra_data) {
    size_t bytes = sizeof(RunEntry) + text.length + extra;
    RunEntry *entry = memory_alloc(bytes);
    entry->hash = run_hash(face, size, text);
    entry->face = face;
    entry->size = size;
    entry->text_length = text.length;
    entry->bytes = bytes;
    memcpy(entry->data, text.bytes, text.length);
    if (extra_data) *extra_data = entry->data + text.length;
    insert(&cache->young, entry);
    return entry;
}

void run_cache_trim(RunCache *cache) {
    if (cache->young.bytes <= cache->bound) return;
    table_clear(&cache->old);
    cache->old = cache->young;
    cache->young = (RunTable){0};
}
