#include "heap/dict_keys.h"

#include "heap/builtin_type.h"
#include "heap/dict.h"
#include "heap/held.h"
#include "heap/kind.h"
#include "heap/str.h"

enum {
    KEYS_FREE_MAX = 80,      /* PyDict_MAXFREELIST */
    GENERAL_ENTRY_SIZE = 24, /* bytes of an entry in CPython */
    UNICODE_ENTRY_SIZE = 16,
    VALUE_SIZE = 8
};

static size_t entry_size(const DictKeys *keys) {
    return keys->kind == KEYS_GENERAL ? GENERAL_ENTRY_SIZE : UNICODE_ENTRY_SIZE;
}

size_t keys_sizeof(const DictKeys *keys) {
    return sizeof(DictKeys) + ((size_t)1 << keys->log2_index_bytes) +
           keys_usable_of(keys_slots(keys)) * entry_size(keys);
}

uint32_t keys_log2_for(uint64_t minimum) {
    const uint64_t smallest = UINT64_C(1) << KEYS_MIN_LOG2;
    minimum = ((minimum | smallest) - 1) | (smallest - 1);
    return 64 - (uint32_t)__builtin_clzll(minimum);
}

uint32_t keys_log2_for_used(uint64_t used) {
    return keys_log2_for((used * 3 + 1) / 2);
}

void dict_init_shared(Heap *heap) {
    /* Py_EMPTY_KEYS: one slot, no room. In the static region, as CPython's is static data. */
    const HeapRoot *root = heap_root(heap);
    Ref block = root->static_next;
    const DictKeys *keys = keys_at(heap, block);
    heap_set(heap, root->static_next, block + (Ref)(sizeof(DictKeys) / GRANULE) + 1);
    heap_set(heap, keys->refcount, 1);
    heap_set(heap, keys->kind, KEYS_UNICODE);
    keys_set_index(heap, keys, 0, KEYS_INDEX_EMPTY);
    heap_set(heap, root->empty_keys, block);
}

Ref keys_new(Heap *heap, uint32_t log2_size, bool unicode) {
    assert(log2_size >= KEYS_MIN_LOG2);
    if (log2_size > KEYS_MAX_LOG2) {
        heap->failure = HEAP_FULL;
        return REF_NULL;
    }
    const HeapRoot *root = heap_root(heap);
    uint32_t usable = keys_usable_of(UINT32_C(1) << log2_size);
    uint32_t log2_bytes = log2_size < 8    ? log2_size
                          : log2_size < 16 ? log2_size + 1
                                           : log2_size + 2;
    size_t size = sizeof(DictKeys) + ((size_t)1 << log2_bytes) +
                  (size_t)usable * (unicode ? UNICODE_ENTRY_SIZE : GENERAL_ENTRY_SIZE);
    Ref block;
    if (log2_size == KEYS_MIN_LOG2 && unicode && root->free_keys) {
        block = root->free_keys;
        heap_set(heap, root->free_keys, keys_at(heap, block)->refcount);
        heap_set(heap, root->free_keys_count, root->free_keys_count - 1);
    } else {
        block = heap_malloc(heap, size);
        if (!block) return REF_NULL;
    }
    const DictKeys *keys = keys_at(heap, block);
    size_t entry = unicode ? sizeof(UnicodeEntry) : sizeof(DictEntry);
    image_zero(&heap->image, keys, sizeof(DictKeys) + ((size_t)1 << log2_bytes) + usable * entry);
    heap_set(heap, keys->refcount, 1);
    heap_set(heap, keys->log2_size, (uint8_t)log2_size);
    heap_set(heap, keys->log2_index_bytes, (uint8_t)log2_bytes);
    heap_set(heap, keys->kind, unicode ? KEYS_UNICODE : KEYS_GENERAL);
    heap_set(heap, keys->usable, usable);
    uint32_t words = (UINT32_C(1) << log2_bytes) / 8;
    const uint64_t *indices = (const uint64_t *)(keys + 1);
    for (uint32_t i = 0; i < words; i++) heap_set(heap, indices[i], UINT64_MAX);
    return block;
}

void keys_free(Heap *heap, Ref block) {
    const HeapRoot *root = heap_root(heap);
    const DictKeys *keys = keys_at(heap, block);
    assert(block != root->empty_keys);
    if (keys->log2_size == KEYS_MIN_LOG2 && keys_is_unicode(keys) &&
        root->free_keys_count < KEYS_FREE_MAX) {
        heap_set(heap, keys->refcount, root->free_keys);
        heap_set(heap, root->free_keys, block);
        heap_set(heap, root->free_keys_count, root->free_keys_count + 1);
        return;
    }
    heap_free(heap, block);
}

void keys_clear_free_list(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    while (root->free_keys) {
        Ref block = root->free_keys;
        heap_set(heap, root->free_keys, keys_at(heap, block)->refcount);
        heap_free(heap, block);
    }
    heap_set(heap, root->free_keys_count, 0);
}

Ref keys_clone(Heap *heap, Ref from) {
    const DictKeys *source = keys_at(heap, from);
    Ref block = heap_malloc(heap, keys_sizeof(source));
    if (!block) return REF_NULL;
    const DictKeys *keys = keys_at(heap, block);
    size_t entry = source->kind == KEYS_GENERAL ? sizeof(DictEntry) : sizeof(UnicodeEntry);
    image_write(&heap->image, keys, source,
                keys_entries_offset(source) + keys_usable_of(keys_slots(source)) * entry);
    heap_set(heap, keys->refcount, 1);
    for (uint32_t i = 0; i < keys->entries; i++) {
        Ref value = *keys_value(keys, i);
        if (!value) continue;
        heap_incref(heap, value);
        heap_incref(heap, *keys_key(keys, i));
    }
    return block;
}

void keys_incref(Heap *heap, Ref block) {
    const DictKeys *keys = keys_at(heap, block);
    heap_set(heap, keys->refcount, keys->refcount + 1);
}

bool keys_release(Heap *heap, Ref block) {
    const DictKeys *keys = keys_at(heap, block);
    assert(keys->refcount > 0);
    heap_set(heap, keys->refcount, keys->refcount - 1);
    return keys->refcount == 0;
}

/* dictkeys_decref: the last owner drops key and value of each entry, in order. */
void dict_keys_decref(Heap *heap, Ref block) {
    if (!keys_release(heap, block)) return;
    const DictKeys *keys = keys_at(heap, block);
    bool general = keys->kind == KEYS_GENERAL;
    uint32_t offset = keys_entries_offset(keys) + (general ? offsetof(DictEntry, key) : 0);
    uint16_t stride = general ? sizeof(DictEntry) : sizeof(UnicodeEntry);
    if (keys->entries && held_push_block(heap, block, offset, keys->entries, stride, 2))
        held_drop(heap, false);
    keys_free(heap, block);
}

void keys_set_index(Heap *heap, const DictKeys *keys, uint32_t slot, int32_t index) {
    const void *indices = keys + 1;
    if (keys->log2_size < 8)
        image_set8(&heap->image, &((const uint8_t *)indices)[slot], (uint8_t)index);
    else if (keys->log2_size < 16)
        image_set16(&heap->image, &((const uint16_t *)indices)[slot], (uint16_t)index);
    else
        image_set32(&heap->image, &((const uint32_t *)indices)[slot], (uint32_t)index);
}

static uint32_t next_slot(uint32_t slot, uint64_t *perturb, uint32_t mask) {
    *perturb >>= KEYS_PERTURB_SHIFT;
    return (uint32_t)(((uint64_t)slot * 5 + *perturb + 1) & mask);
}

uint32_t keys_find_free_slot(const DictKeys *keys, uint64_t hash) {
    uint32_t mask = keys_slots(keys) - 1;
    uint64_t perturb = hash;
    uint32_t slot = (uint32_t)(hash & mask);
    while (keys_index(keys, slot) >= 0) slot = next_slot(slot, &perturb, mask);
    return slot;
}

uint32_t keys_slot_of(const DictKeys *keys, uint64_t hash, int32_t index) {
    uint32_t mask = keys_slots(keys) - 1;
    uint64_t perturb = hash;
    uint32_t slot = (uint32_t)(hash & mask);
    while (keys_index(keys, slot) != index) {
        assert(keys_index(keys, slot) != KEYS_INDEX_EMPTY);
        slot = next_slot(slot, &perturb, mask);
    }
    return slot;
}

void keys_build_indices(Heap *heap, const DictKeys *keys, uint32_t count) {
    uint32_t mask = keys_slots(keys) - 1;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t hash = keys_is_unicode(keys) ? str_hash(heap, keys_unicode(keys)[i].key)
                                              : keys_general(keys)[i].hash;
        uint64_t perturb = hash;
        uint32_t slot = (uint32_t)(hash & mask);
        while (keys_index(keys, slot) != KEYS_INDEX_EMPTY) slot = next_slot(slot, &perturb, mask);
        keys_set_index(heap, keys, slot, (int32_t)i);
    }
}

int32_t keys_find_str(Heap *heap, const DictKeys *keys, Ref name, uint64_t hash) {
    assert(keys_is_unicode(keys));
    const UnicodeEntry *entries = keys_unicode(keys);
    uint32_t mask = keys_slots(keys) - 1;
    uint64_t perturb = hash;
    uint32_t slot = (uint32_t)(hash & mask);
    for (;;) {
        int32_t index = keys_index(keys, slot);
        if (index >= 0) {
            Ref key = entries[index].key;
            if (key == name || (key && str_hash(heap, key) == hash && str_equal(heap, key, name)))
                return index;
        } else if (index == KEYS_INDEX_EMPTY) {
            return KEYS_INDEX_EMPTY;
        }
        slot = next_slot(slot, &perturb, mask);
    }
}

int32_t keys_insert_shared(Heap *heap, Ref block, Ref name) {
    const DictKeys *keys = keys_at(heap, block);
    uint64_t hash = str_hash(heap, name);
    int32_t index = keys_find_str(heap, keys, name, hash);
    if (index != KEYS_INDEX_EMPTY || keys->usable == 0) return index;
    index = (int32_t)keys->entries;
    keys_set_index(heap, keys, keys_find_free_slot(keys, hash), index);
    heap_set(heap, keys_unicode(keys)[index].key, heap_incref(heap, name));
    heap_set(heap, keys->usable, keys->usable - 1);
    heap_set(heap, keys->entries, keys->entries + 1);
    heap_set(heap, keys->version, keys->version + 1);
    return index;
}

Ref dict_keys_new_for_class(Heap *heap) {
    Ref block = keys_new(heap, KEYS_SHARED_LOG2, true);
    if (!block) return REF_NULL;
    const DictKeys *keys = keys_at(heap, block);
    heap_set(heap, keys->usable, KEYS_SHARED_MAX);
    heap_set(heap, keys->kind, KEYS_SPLIT);
    return block;
}

void dict_keys_traverse(const Heap *heap, Ref block, Visitor *visitor) {
    const DictKeys *keys = keys_at(heap, block);
    for (uint32_t i = 0; i < keys->entries; i++) {
        Ref key = *keys_key(keys, i);
        if (key) visitor->visit(visitor, (Slot){SLOT_KEY, i}, key);
    }
}

/* ---- inline values ---- */

Ref values_new(Heap *heap, uint32_t capacity) {
    assert(capacity > 0 && capacity <= KEYS_SHARED_MAX);
    uint32_t prefix = (capacity + 2 + 7) & ~UINT32_C(7);
    Ref block = heap_malloc(heap, prefix + (size_t)capacity * VALUE_SIZE);
    if (!block) return REF_NULL;
    const InlineValues *values = heap_at(heap, InlineValues, block);
    image_zero(&heap->image, values, prefix + (size_t)capacity * sizeof(Ref));
    heap_set(heap, values->capacity, (uint8_t)capacity);
    return block;
}

void values_add_to_order(Heap *heap, const InlineValues *values, uint32_t index) {
    assert(values->size < values->capacity);
    heap_set(heap, values->order[values->size], (uint8_t)index);
    heap_set(heap, values->size, (uint8_t)(values->size + 1));
}

void values_remove_from_order(Heap *heap, const InlineValues *values, uint32_t index) {
    uint32_t at = 0;
    while (at < values->size && values->order[at] != index) at++;
    assert(at < values->size);
    for (uint32_t i = at + 1; i < values->size; i++)
        heap_set(heap, values->order[i - 1], values->order[i]);
    heap_set(heap, values->size, (uint8_t)(values->size - 1));
}
