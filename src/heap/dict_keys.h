/* Keys blocks of dicts: index table and entries, as CPython 3.11's PyDictKeysObject.
 *
 * A block of KEYS_GENERAL or KEYS_UNICODE belongs to one dict (or is the empty block that every {}
 * shares); one of KEYS_SPLIT belongs to a class and to the dicts of its instances. Used by dict.c
 * and instance_values.c; others go through dict.h. */
#ifndef LASTREF_HEAP_DICT_KEYS_H
#define LASTREF_HEAP_DICT_KEYS_H

#include "heap/heap.h"

enum {
    KEYS_MIN_LOG2 = 3,     /* PyDict_LOG_MINSIZE */
    KEYS_SHARED_MAX = 30,  /* SHARED_KEYS_MAX_SIZE */
    KEYS_SHARED_LOG2 = 6,  /* slots of a class's keys: 64 */
    KEYS_MAX_LOG2 = 25,    /* a larger table is refused */
    KEYS_INDEX_EMPTY = -1, /* DKIX_EMPTY */
    KEYS_INDEX_DUMMY = -2, /* DKIX_DUMMY */
    KEYS_PERTURB_SHIFT = 5,
};

static inline const DictKeys *keys_at(const Heap *heap, Ref keys) {
    return heap_at(heap, DictKeys, keys);
}
static inline uint32_t keys_slots(const DictKeys *keys) {
    return UINT32_C(1) << keys->log2_size;
}
/* USABLE_FRACTION */
static inline uint32_t keys_usable_of(uint32_t slots) {
    return (slots << 1) / 3;
}
static inline bool keys_is_unicode(const DictKeys *keys) {
    return keys->kind != KEYS_GENERAL;
}
/* Byte offset of the entries from the block's start. */
static inline uint32_t keys_entries_offset(const DictKeys *keys) {
    uint32_t offset = (uint32_t)sizeof(DictKeys) + (UINT32_C(1) << keys->log2_index_bytes);
    return (offset + 7) & ~UINT32_C(7); /* only the empty block has less than 8 index bytes */
}
static inline const DictEntry *keys_general(const DictKeys *keys) {
    return (const DictEntry *)((const uint8_t *)keys + keys_entries_offset(keys));
}
static inline const UnicodeEntry *keys_unicode(const DictKeys *keys) {
    return (const UnicodeEntry *)((const uint8_t *)keys + keys_entries_offset(keys));
}
/* shared_keys_usable_size */
static inline uint32_t keys_room(const DictKeys *keys) {
    return keys->entries + keys->usable;
}
/* Key and value places of entry `i`; a split entry's value lies elsewhere. */
static inline const Ref *keys_key(const DictKeys *keys, uint32_t i) {
    return keys_is_unicode(keys) ? &keys_unicode(keys)[i].key : &keys_general(keys)[i].key;
}
static inline const Ref *keys_value(const DictKeys *keys, uint32_t i) {
    return keys_is_unicode(keys) ? &keys_unicode(keys)[i].value : &keys_general(keys)[i].value;
}

/* A new empty block with refcount 1; 8-slot str tables come from a free list of 80. Null with
 * heap->failure. */
Ref keys_new(Heap *heap, uint32_t log2_size, bool unicode);
/* Gives the memory back; the references were dropped or moved before. */
void keys_free(Heap *heap, Ref keys);
/* clone_combined_dict_keys: a copy whose keys and values are increfed. */
Ref keys_clone(Heap *heap, Ref keys);
void keys_incref(Heap *heap, Ref keys);
/* One reference less; true when that was the last: the caller drops the content and frees. */
bool keys_release(Heap *heap, Ref keys);

/* Bytes as CPython has them (_PyDict_KeysSize). */
size_t keys_sizeof(const DictKeys *keys);
/* calculate_log2_keysize: CPython's own rounding, quirks included. */
uint32_t keys_log2_for(uint64_t minimum);
/* estimate_log2_keysize: for `used` entries. */
uint32_t keys_log2_for_used(uint64_t used);

static inline int32_t keys_index(const DictKeys *keys, uint32_t slot) {
    const void *indices = keys + 1;
    if (keys->log2_size < 8) return ((const int8_t *)indices)[slot];
    if (keys->log2_size < 16) return ((const int16_t *)indices)[slot];
    return ((const int32_t *)indices)[slot];
}
void keys_set_index(Heap *heap, const DictKeys *keys, uint32_t slot, int32_t index);
/* The first slot on the probe sequence without an entry. */
uint32_t keys_find_free_slot(const DictKeys *keys, uint64_t hash);
/* The slot that holds entry `index`. */
uint32_t keys_slot_of(const DictKeys *keys, uint64_t hash, int32_t index);
/* Enters entries [0, count) of a fresh table. */
void keys_build_indices(Heap *heap, const DictKeys *keys, uint32_t count);
/* The entry of an exact str in a unicode or split table, or KEYS_INDEX_EMPTY. Runs no Python. */
int32_t keys_find_str(Heap *heap, const DictKeys *keys, Ref name, uint64_t hash);
/* insert_into_dictkeys: the entry of a name in split keys, added when there is room. */
int32_t keys_insert_shared(Heap *heap, Ref keys, Ref name);

/* Gives the free list's memory back, as a full collection does. */
void keys_clear_free_list(Heap *heap);

/* ---- inline values ---- */

static inline const Ref *values_items(const InlineValues *values) {
    uint32_t prefix = ((uint32_t)values->capacity + 2 + 7) & ~UINT32_C(7);
    return (const Ref *)((const uint8_t *)values + prefix);
}
/* Takes the next value out, ascending from `*cursor`; null at the end. */
static inline Ref values_take(Heap *heap, const InlineValues *values, uint32_t *cursor) {
    const Ref *items = values_items(values);
    while (*cursor < values->capacity) {
        const Ref *item = &items[(*cursor)++];
        Ref value = *item;
        if (!value) continue;
        image_set32(&heap->image, item, REF_NULL);
        return value;
    }
    return REF_NULL;
}
/* new_values: all null. */
Ref values_new(Heap *heap, uint32_t capacity);
void values_add_to_order(Heap *heap, const InlineValues *values, uint32_t index);
void values_remove_from_order(Heap *heap, const InlineValues *values, uint32_t index);

/* A dict over shared keys (increfed) and a values block that it takes over; null `values`: new ones
 * (new_dict_with_shared_keys). Tracked when a value may be. New reference. In dict.c. */
Ref dict_new_split(Heap *heap, Ref keys, Ref values);

#endif
