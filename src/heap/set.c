#include "heap/set.h"

#include "heap/builtin_type.h"
#include "heap/dict.h"
#include "heap/held.h"
#include "heap/kind.h"
#include "heap/str.h"

enum {
    LINEAR_PROBES = 9,
    PERTURB_SHIFT = 5,
    SET_LARGE = 50000, /* used beyond which a table doubles instead of growing fourfold */
    SET_SLOTS_MAX = 1 << 26
};

#define SET_DUMMY_HASH UINT64_MAX /* -1, which no key's hash is */

static const Set *set_at(const Heap *heap, Ref set) {
    return heap_at(heap, Set, set);
}

static const SetEntry *table_of(const Heap *heap, const Set *self) {
    return self->table ? heap_at(heap, SetEntry, self->table) : self->small;
}

static void write_entry(Heap *heap, const SetEntry *entry, Ref key, uint64_t hash) {
    heap_set(heap, entry->key, key);
    heap_set(heap, entry->hash, hash);
}

static bool is_live(const SetEntry *entry) {
    return entry->key && entry->key != SET_DUMMY;
}

Ref set_new(Heap *heap, Ref type) {
    Ref set = heap_new(heap, type, 0);
    if (!set) return REF_NULL;
    heap_set(heap, set_at(heap, set)->mask, SET_SMALL - 1);
    heap_track(heap, set);
    return set;
}

/* The slot where a key that is not in the table goes; no dummies are in the way. */
static void insert_clean(Heap *heap, const SetEntry *table, uint32_t mask, Ref key, uint64_t hash) {
    uint64_t perturb = hash;
    uint64_t i = hash & mask;
    for (;;) {
        uint32_t probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        for (uint32_t j = 0; j <= probes; j++) {
            if (!table[i + j].key) {
                write_entry(heap, &table[i + j], key, hash);
                return;
            }
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* set_table_resize: a table for more than `minimum` keys, without dummies. */
static bool resize(Heap *heap, Ref set, uint64_t minimum) {
    const Set *self = set_at(heap, set);
    uint64_t slots = SET_SMALL;
    while (slots <= minimum) slots <<= 1;
    if (slots > SET_SLOTS_MAX) {
        heap->failure = HEAP_FULL;
        return false;
    }
    Ref old_block = self->table;
    uint32_t old_slots = self->mask + 1;
    SetEntry copy[SET_SMALL];
    const SetEntry *old = table_of(heap, self);
    const SetEntry *table;
    if (slots == SET_SMALL) {
        if (!old_block) {
            if (self->fill == self->used) return true;
            for (uint32_t i = 0; i < SET_SMALL; i++) copy[i] = old[i];
            old = copy;
        }
        table = self->small;
        heap_set(heap, self->table, REF_NULL);
    } else {
        Ref block = heap_malloc(heap, slots * sizeof(SetEntry));
        if (!block) return false;
        table = heap_at(heap, SetEntry, block);
        heap_set(heap, self->table, block);
    }
    image_zero(&heap->image, table, slots * sizeof(SetEntry));
    heap_set(heap, self->mask, (uint32_t)slots - 1);
    heap_set(heap, self->fill, self->used);
    for (uint32_t i = 0; i < old_slots; i++) {
        if (is_live(&old[i])) insert_clean(heap, table, self->mask, old[i].key, old[i].hash);
    }
    if (old_block) heap_free(heap, old_block);
    return true;
}

enum { PROBE_FOUND, PROBE_ABSENT, PROBE_CHANGED, PROBE_ERROR };

/* Compares a stored key with the key looked for, which runs Python at times: `hold` is then kept
 * visible with one more reference, as set_add_entry does. */
static int compare(Heap *heap, Ref set, const SetEntry *entry, Ref key, bool hold) {
    Ref stored = entry->key;
    if (stored == key) return PROBE_FOUND;
    if (is_builtin_exact(heap, stored, BUILTIN_TYPE_STR) &&
        is_builtin_exact(heap, key, BUILTIN_TYPE_STR))
        return str_equal(heap, stored, key) ? PROBE_FOUND : PROBE_ABSENT;
    if (!heap->host.equal) return PROBE_ABSENT;
    const Set *self = set_at(heap, set);
    Ref table = self->table;
    if (hold) {
        const Ref *held = held_push(heap, 1);
        if (!held) return PROBE_ERROR;
        image_set32(&heap->image, held, heap_incref(heap, key));
    }
    int equal = heap->host.equal(heap->host.context, stored, key);
    if (hold) {
        /* The caller's own reference keeps the key alive. */
        const Object *head = heap_object(heap, key);
        heap_set(heap, head->refcount, head->refcount - 1);
        held_pop(heap);
    }
    if (equal < 0) return PROBE_ERROR;
    if (hold && equal) return PROBE_FOUND; /* set_add_entry looks at the answer first */
    if (self->table != table || entry->key != stored) return PROBE_CHANGED;
    return equal ? PROBE_FOUND : PROBE_ABSENT;
}

/* Finds the entry of a key, or where it goes: the last dummy met (`adding` only), else the never
 * used entry where the search ended. */
static int probe(Heap *heap, Ref set, Ref key, uint64_t hash, bool adding, const SetEntry **at) {
    const Set *self = set_at(heap, set);
    const SetEntry *dummy;
restart:
    dummy = NULL;
    uint64_t perturb = hash;
    uint32_t mask = self->mask;
    uint64_t i = hash & mask;
    for (;;) {
        const SetEntry *entry = &table_of(heap, self)[i];
        uint32_t probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
        for (uint32_t j = 0; j <= probes; j++, entry++) {
            if (entry->hash == 0 && !entry->key) {
                *at = dummy ? dummy : entry;
                return PROBE_ABSENT;
            }
            if (adding && entry->key == SET_DUMMY) dummy = entry;
            if (entry->hash != hash || !is_live(entry)) continue;
            int result = compare(heap, set, entry, key, adding);
            if (result == PROBE_CHANGED) goto restart;
            if (result == PROBE_ERROR) return PROBE_ERROR;
            if (result == PROBE_FOUND) {
                *at = entry;
                return PROBE_FOUND;
            }
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

int set_add(Heap *heap, Ref set, Ref key, uint64_t hash) {
    const Set *self = set_at(heap, set);
    const SetEntry *entry;
    int result = probe(heap, set, key, hash, true, &entry);
    if (result == PROBE_ERROR) return -1;
    if (result == PROBE_FOUND) return 0;
    uint32_t mask = self->mask;
    bool reused = entry->key == SET_DUMMY;
    heap_set(heap, self->used, self->used + 1);
    write_entry(heap, entry, heap_incref(heap, key), hash);
    if (reused) return 1;
    heap_set(heap, self->fill, self->fill + 1);
    if ((uint64_t)self->fill * 5 < (uint64_t)mask * 3) return 1;
    uint64_t used = self->used;
    return resize(heap, set, used > SET_LARGE ? used * 2 : used * 4) ? 1 : -1;
}

int set_find(Heap *heap, Ref set, Ref key, uint64_t hash) {
    const SetEntry *entry;
    switch (probe(heap, set, key, hash, false, &entry)) {
    case PROBE_FOUND: return 1;
    case PROBE_ABSENT: return 0;
    default: return -1;
    }
}

int set_remove(Heap *heap, Ref set, Ref key, uint64_t hash) {
    const Set *self = set_at(heap, set);
    const SetEntry *entry;
    int result = probe(heap, set, key, hash, false, &entry);
    if (result != PROBE_FOUND) return result == PROBE_ABSENT ? 0 : -1;
    Ref old = entry->key;
    write_entry(heap, entry, SET_DUMMY, SET_DUMMY_HASH);
    heap_set(heap, self->used, self->used - 1);
    heap_decref(heap, old);
    return 1;
}

void set_clear(Heap *heap, Ref set) {
    const Set *self = set_at(heap, set);
    Ref block = self->table;
    uint32_t slots = self->mask + 1;
    bool any = self->used > 0;
    const Ref *held = NULL;
    if (!block && any) {
        held = held_push(heap, SET_SMALL);
        if (!held) return;
        for (uint32_t i = 0; i < SET_SMALL; i++) {
            if (is_live(&self->small[i])) image_set32(&heap->image, &held[i], self->small[i].key);
        }
    } else if (block && any) {
        if (!held_push_block(heap, block, offsetof(SetEntry, key), slots, sizeof(SetEntry), 1))
            return;
    }
    image_zero(&heap->image, self->small, sizeof self->small);
    heap_set(heap, self->fill, 0);
    heap_set(heap, self->used, 0);
    heap_set(heap, self->mask, SET_SMALL - 1);
    heap_set(heap, self->table, REF_NULL);
    heap_set(heap, self->hashed, 0);
    if (any) held_drop(heap, false);
    if (block) heap_free(heap, block);
}

bool set_next(const Heap *heap, Ref set, uint32_t *position, Ref *key, uint64_t *hash) {
    const Set *self = set_at(heap, set);
    const SetEntry *table = table_of(heap, self);
    for (uint32_t i = *position; i <= self->mask; i++) {
        if (!is_live(&table[i])) continue;
        *position = i + 1;
        *key = table[i].key;
        if (hash) *hash = table[i].hash;
        return true;
    }
    *position = self->mask + 1;
    return false;
}

static int merge_set(Heap *heap, Ref set, Ref other) {
    const Set *self = set_at(heap, set);
    const Set *from = set_at(heap, other);
    if (set == other || from->used == 0) return 0;
    if (((uint64_t)self->fill + from->used) * 5 >= (uint64_t)self->mask * 3 &&
        !resize(heap, set, ((uint64_t)self->used + from->used) * 2))
        return -1;
    const SetEntry *table = table_of(heap, self);
    const SetEntry *source = table_of(heap, from);
    if (self->fill == 0) {
        bool same = self->mask == from->mask && from->fill == from->used;
        for (uint32_t i = 0; i <= from->mask; i++) {
            if (!is_live(&source[i])) continue;
            Ref key = heap_incref(heap, source[i].key);
            if (same)
                write_entry(heap, &table[i], key, source[i].hash);
            else
                insert_clean(heap, table, self->mask, key, source[i].hash);
        }
        heap_set(heap, self->fill, from->used);
        heap_set(heap, self->used, from->used);
        return 0;
    }
    for (uint32_t i = 0; i <= from->mask; i++) {
        const SetEntry *entry = &table_of(heap, from)[i];
        if (is_live(entry) && set_add(heap, set, entry->key, entry->hash) < 0) return -1;
    }
    return 0;
}

static int merge_dict(Heap *heap, Ref set, Ref dict) {
    const Set *self = set_at(heap, set);
    uint64_t used = dict_used(heap, dict);
    if ((self->fill + used) * 5 >= (uint64_t)self->mask * 3 &&
        !resize(heap, set, (self->used + used) * 2))
        return -1;
    uint32_t position = 0;
    Ref key, value;
    uint64_t hash;
    while (dict_next(heap, dict, &position, &key, &value, &hash)) {
        if (set_add(heap, set, key, hash) < 0) return -1;
    }
    return 0;
}

int set_merge(Heap *heap, Ref set, Ref other) {
    return heap_kind(heap, other) == KIND_DICT ? merge_dict(heap, set, other)
                                               : merge_set(heap, set, other);
}

Ref set_pop(Heap *heap, Ref set) {
    const Set *self = set_at(heap, set);
    if (self->used == 0) return REF_NULL;
    const SetEntry *table = table_of(heap, self);
    uint32_t i = self->finger & self->mask;
    while (!is_live(&table[i])) i = i == self->mask ? 0 : i + 1;
    Ref key = table[i].key;
    write_entry(heap, &table[i], SET_DUMMY, SET_DUMMY_HASH);
    heap_set(heap, self->used, self->used - 1);
    heap_set(heap, self->finger, i + 1);
    return key;
}

static void swap_bytes(Heap *heap, const void *a, const void *b, size_t size) {
    uint8_t copy[sizeof(Set)];
    const uint8_t *bytes = a;
    for (size_t i = 0; i < size; i++) copy[i] = bytes[i];
    image_write(&heap->image, a, b, size);
    image_write(&heap->image, b, copy, size);
}

void set_swap_bodies(Heap *heap, Ref a, Ref b) {
    const Set *first = set_at(heap, a);
    const Set *second = set_at(heap, b);
    swap_bytes(heap, &first->fill, &second->fill, offsetof(Set, hash) - offsetof(Set, fill));
    swap_bytes(heap, first->small, second->small, sizeof first->small);
    /* A frozenset's remembered hash would be wrong now. */
    heap_set(heap, first->hashed, 0);
    heap_set(heap, second->hashed, 0);
}

void set_compact(Heap *heap, Ref set) {
    const Set *self = set_at(heap, set);
    if (self->fill - self->used <= self->mask / 4) return;
    uint64_t used = self->used;
    resize(heap, set, used > SET_LARGE ? used * 2 : used * 4);
}

static uint64_t shuffle_bits(uint64_t hash) {
    return ((hash ^ 89869747u) ^ (hash << 16)) * 3644798167u;
}

uint64_t set_hash(Heap *heap, Ref set) {
    const Set *self = set_at(heap, set);
    if (self->hashed) return self->hash;
    const SetEntry *table = table_of(heap, self);
    uint64_t hash = 0;
    for (uint32_t i = 0; i <= self->mask; i++) {
        if (is_live(&table[i])) hash ^= shuffle_bits(table[i].hash);
    }
    hash ^= ((uint64_t)self->used + 1) * 1927868237u;
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash * 69069u + 907133923u;
    if (hash == UINT64_MAX) hash = 590923713u;
    heap_set(heap, self->hash, hash);
    heap_set(heap, self->hashed, 1);
    return hash;
}

/* ---- the row ---- */

static void traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const Set *self = set_at(heap, object);
    const SetEntry *table = table_of(heap, self);
    uint32_t index = 0;
    for (uint32_t i = 0; i <= self->mask; i++) {
        if (is_live(&table[i])) visit_item(visitor, index++, table[i].key);
    }
}

/* set_dealloc: in table order, then the table. */
static Ref take(Heap *heap, Ref object, uint32_t *cursor) {
    const Set *self = set_at(heap, object);
    const SetEntry *table = table_of(heap, self);
    while (*cursor <= self->mask) {
        const SetEntry *entry = &table[(*cursor)++];
        if (is_live(entry)) return take_slot(heap, &entry->key);
    }
    if (self->table) {
        heap_free(heap, self->table);
        heap_set(heap, self->table, REF_NULL);
        heap_set(heap, self->mask, SET_SMALL - 1);
        image_zero(&heap->image, self->small, sizeof self->small);
        *cursor = SET_SMALL;
    }
    return REF_NULL;
}

static size_t extra_size(const Heap *heap, Ref object) {
    const Set *self = set_at(heap, object);
    return self->table ? ((size_t)self->mask + 1) * sizeof(SetEntry) : 0;
}

const KindRow kind_set = {
    .name = "set",
    .traverse = traverse,
    .clear = set_clear,
    .take = take,
    .extra_size = extra_size,
    .trashcan = true,
};
