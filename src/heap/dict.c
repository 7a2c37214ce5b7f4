#include "heap/dict.h"

#include "heap/builtin_type.h"
#include "heap/dict_keys.h"
#include "heap/held.h"
#include "heap/int.h"
#include "heap/referents.h"
#include "heap/str.h"

enum { PRESIZE_MAX_LOG2 = 17 /* _PyDict_NewPresized */ };

static const Dict *dict_at(const Heap *heap, Ref dict) {
    return heap_at(heap, Dict, dict);
}

static const DictKeys *keys_of(const Heap *heap, const Dict *self) {
    return keys_at(heap, self->keys);
}

static const InlineValues *values_of(const Heap *heap, const Dict *self) {
    return heap_at(heap, InlineValues, self->values);
}

static void changed(Heap *heap, const Dict *self) {
    heap_set(heap, self->version, self->version + 1);
}

static bool is_str(const Heap *heap, Ref key) {
    return is_builtin_exact(heap, key, BUILTIN_TYPE_STR);
}

/* The place of the value of entry `index`. */
static const Ref *value_place(const Heap *heap, const Dict *self, uint32_t index) {
    if (self->values) return &values_items(values_of(heap, self))[index];
    return keys_value(keys_of(heap, self), index);
}

static void set_place(Heap *heap, const Ref *place, Ref value) {
    image_set32(&heap->image, place, value);
}

/* ---- making ---- */

/* new_dict: takes over the reference to the keys and the values. */
static Ref new_dict(Heap *heap, Ref keys, Ref values, uint32_t used) {
    const HeapRoot *root = heap_root(heap);
    Ref type = builtin_type(heap, BUILTIN_TYPE_DICT);
    Ref dict = root->free_dicts;
    if (dict) {
        heap_set(heap, root->free_dicts, dict_at(heap, dict)->keys);
        heap_set(heap, root->free_dict_count, root->free_dict_count - 1);
        heap_revive(heap, dict, type, KIND_DICT, OBJECT_GC);
    } else {
        dict = heap_new(heap, type, 0);
        if (!dict) return REF_NULL;
    }
    const Dict *self = dict_at(heap, dict);
    heap_set(heap, self->keys, keys);
    heap_set(heap, self->values, values);
    heap_set(heap, self->used, used);
    heap_set(heap, self->version, 1);
    return dict;
}

Ref dict_new(Heap *heap) {
    Ref empty = heap_root(heap)->empty_keys;
    keys_incref(heap, empty);
    return new_dict(heap, empty, REF_NULL, 0);
}

Ref dict_new_presized(Heap *heap, uint32_t used, bool unicode) {
    if (used <= keys_usable_of(1u << KEYS_MIN_LOG2)) return dict_new(heap);
    uint32_t log2 =
        used > keys_usable_of(1u << PRESIZE_MAX_LOG2) ? PRESIZE_MAX_LOG2 : keys_log2_for_used(used);
    Ref keys = keys_new(heap, log2, unicode);
    return keys ? new_dict(heap, keys, REF_NULL, 0) : REF_NULL;
}

Ref dict_new_of_type(Heap *heap, Ref type) {
    Ref dict = heap_new(heap, type, 0);
    if (!dict) return REF_NULL;
    const Dict *self = dict_at(heap, dict);
    keys_incref(heap, heap_root(heap)->empty_keys);
    heap_set(heap, self->keys, heap_root(heap)->empty_keys);
    heap_set(heap, self->version, 1);
    if (type != builtin_type(heap, BUILTIN_TYPE_DICT)) heap_track(heap, dict);
    return dict;
}

Ref dict_new_split(Heap *heap, Ref keys, Ref values) {
    uint32_t used = 0;
    bool track = false;
    keys_incref(heap, keys);
    if (!values) {
        uint32_t room = keys_room(keys_at(heap, keys));
        values = values_new(heap, room);
        if (!values) return REF_NULL;
    }
    const InlineValues *held = heap_at(heap, InlineValues, values);
    for (uint32_t i = 0; i < held->capacity; i++) {
        Ref value = values_items(held)[i];
        if (!value) continue;
        used++;
        track = track || may_be_tracked(heap, value);
    }
    Ref dict = new_dict(heap, keys, values, used);
    if (dict && track) heap_track(heap, dict);
    return dict;
}

bool dict_is_unicode(const Heap *heap, Ref dict) {
    return keys_is_unicode(keys_of(heap, dict_at(heap, dict)));
}

void dict_clear_free_lists(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    while (root->free_dicts) {
        Ref dict = root->free_dicts;
        heap_set(heap, root->free_dicts, dict_at(heap, dict)->keys);
        heap_free_object(heap, dict);
    }
    heap_set(heap, root->free_dict_count, 0);
    keys_clear_free_list(heap);
}

/* ---- looking up ---- */

enum { LOOKUP_CHANGED = -2 };

/* What an operation owns while a comparison may run Python. */
typedef struct Hold {
    Ref key, value;
    uint32_t times; /* references to each: 0 when only the caller's are */
} Hold;

/* PyObject_RichCompare of a stored key with the key looked for. 1, 0, -1 or LOOKUP_CHANGED. */
static int compare(Heap *heap, const Dict *self, uint32_t index, Ref key, const Hold *hold) {
    Ref keys = self->keys;
    Ref stored = *keys_key(keys_at(heap, keys), index);
    if (is_str(heap, stored) && is_str(heap, key)) return str_equal(heap, stored, key);
    if (is_builtin_exact(heap, stored, BUILTIN_TYPE_INT) &&
        is_builtin_exact(heap, key, BUILTIN_TYPE_INT))
        return int_compare(heap, stored, key) == 0;
    if (!heap->host.equal) return 0;
    uint32_t times = hold ? hold->times : 0;
    if (times) {
        const Ref *held = held_push(heap, times * 2);
        if (!held) return -1;
        for (uint32_t i = 0; i < times; i++) {
            set_place(heap, &held[i * 2], heap_incref(heap, hold->key));
            set_place(heap, &held[i * 2 + 1], heap_incref(heap, hold->value));
        }
    }
    int equal = heap->host.equal(heap->host.context, stored, key);
    if (times) {
        /* The caller's own references keep both alive. */
        const Object *a = heap_object(heap, hold->key);
        heap_set(heap, a->refcount, a->refcount - times);
        const Object *b = heap_object(heap, hold->value);
        heap_set(heap, b->refcount, b->refcount - times);
        held_pop(heap);
    }
    if (equal < 0) return -1;
    if (self->keys != keys || index >= keys_at(heap, keys)->entries ||
        *keys_key(keys_at(heap, keys), index) != stored)
        return LOOKUP_CHANGED;
    return equal;
}

/* Probes a table once: the entry's index, KEYS_INDEX_EMPTY, or KEYS_INDEX_EMPTY - 1 for an
 * exception, KEYS_INDEX_EMPTY - 2 when the dict changed. */
enum { PROBE_ERROR = KEYS_INDEX_EMPTY - 1, PROBE_CHANGED = KEYS_INDEX_EMPTY - 2 };

static int32_t probe(Heap *heap, const Dict *self, Ref key, uint64_t hash, const Hold *hold) {
    const DictKeys *keys = keys_of(heap, self);
    bool unicode = keys_is_unicode(keys);
    if (unicode && is_str(heap, key)) return keys_find_str(heap, keys, key, hash);
    uint32_t mask = keys_slots(keys) - 1;
    uint64_t perturb = hash;
    uint32_t slot = (uint32_t)(hash & mask);
    for (;;) {
        int32_t index = keys_index(keys, slot);
        if (index == KEYS_INDEX_EMPTY) return KEYS_INDEX_EMPTY;
        if (index >= 0) {
            Ref stored = *keys_key(keys, (uint32_t)index);
            if (stored == key) return index;
            uint64_t stored_hash =
                unicode ? str_hash(heap, stored) : keys_general(keys)[index].hash;
            if (stored_hash == hash) {
                int equal = compare(heap, self, (uint32_t)index, key, hold);
                if (equal == LOOKUP_CHANGED) return PROBE_CHANGED;
                if (equal < 0) return PROBE_ERROR;
                if (equal) return index;
            }
        }
        perturb >>= KEYS_PERTURB_SHIFT;
        slot = (uint32_t)(((uint64_t)slot * 5 + perturb + 1) & mask);
    }
}

/* _Py_dict_lookup: `*value` may be null for a key of split keys that this dict lacks. */
static int32_t lookup(Heap *heap, const Dict *self, Ref key, uint64_t hash, const Hold *hold,
                      Ref *value) {
    int32_t index;
    do index = probe(heap, self, key, hash, hold);
    while (index == PROBE_CHANGED);
    *value = index >= 0 ? *value_place(heap, self, (uint32_t)index) : REF_NULL;
    return index;
}

int dict_find(Heap *heap, Ref dict, Ref key, uint64_t hash, Ref *value) {
    if (lookup(heap, dict_at(heap, dict), key, hash, NULL, value) == PROBE_ERROR) return -1;
    return *value != REF_NULL;
}

/* Names are interned: most are found, or missed, at the first slot. */
Ref dict_get_str(Heap *heap, Ref dict, Ref name) {
    const Dict *self = dict_at(heap, dict);
    const DictKeys *keys = keys_of(heap, self);
    if (keys_is_unicode(keys) && !self->values) {
        int32_t index = keys_index(keys, (uint32_t)str_hash(heap, name) & (keys_slots(keys) - 1));
        if (index == KEYS_INDEX_EMPTY) return REF_NULL;
        if (index >= 0 && keys_unicode(keys)[index].key == name) {
            return keys_unicode(keys)[index].value;
        }
    }
    Ref value;
    return dict_find(heap, dict, name, str_hash(heap, name), &value) > 0 ? value : REF_NULL;
}

/* ---- storing ---- */

static void maintain_tracking(Heap *heap, Ref dict, Ref key, Ref value) {
    if (!heap_is_tracked(heap, dict) && (may_be_tracked(heap, key) || may_be_tracked(heap, value)))
        heap_track(heap, dict);
}

/* Moves entry `from` of one table to entry `to` of another. */
static void copy_entry(Heap *heap, const DictKeys *target, uint32_t to, Ref key, Ref value,
                       uint64_t hash) {
    if (!keys_is_unicode(target)) heap_set(heap, keys_general(target)[to].hash, hash);
    set_place(heap, keys_key(target, to), key);
    set_place(heap, keys_value(target, to), value);
}

/* dictresize: a new table, without dead entries; a split dict becomes combined. */
static bool resize(Heap *heap, const Dict *self, uint32_t log2_size, bool unicode) {
    Ref old_block = self->keys;
    const DictKeys *old = keys_at(heap, old_block);
    if (!keys_is_unicode(old)) unicode = false;
    Ref block = keys_new(heap, log2_size, unicode);
    if (!block) return false;
    const DictKeys *keys = keys_at(heap, block);
    uint32_t used = self->used;
    assert(keys->usable >= used);
    if (self->values) {
        const InlineValues *values = values_of(heap, self);
        for (uint32_t i = 0; i < used; i++) {
            uint32_t index = values->order[i];
            Ref key = heap_incref(heap, keys_unicode(old)[index].key);
            copy_entry(heap, keys, i, key, values_items(values)[index], str_hash(heap, key));
        }
        heap_set(heap, self->keys, block);
        keys_build_indices(heap, keys, used);
        Ref values_block = self->values;
        heap_set(heap, self->values, REF_NULL);
        heap_set(heap, keys->usable, keys->usable - used);
        heap_set(heap, keys->entries, used);
        dict_keys_decref(heap, old_block);
        heap_free(heap, values_block);
        return true;
    }
    uint32_t from = 0;
    for (uint32_t i = 0; i < used; i++, from++) {
        while (!*keys_value(old, from)) from++;
        Ref key = *keys_key(old, from);
        uint64_t hash = unicode                ? 0
                        : keys_is_unicode(old) ? str_hash(heap, key)
                                               : keys_general(old)[from].hash;
        copy_entry(heap, keys, i, key, *keys_value(old, from), hash);
    }
    heap_set(heap, self->keys, block);
    keys_build_indices(heap, keys, used);
    heap_set(heap, keys->usable, keys->usable - used);
    heap_set(heap, keys->entries, used);
    if (old_block == heap_root(heap)->empty_keys)
        keys_release(heap, old_block);
    else
        keys_free(heap, old_block);
    return true;
}

/* insertion_resize: GROWTH_RATE is three times the used entries. */
static bool grow(Heap *heap, const Dict *self, bool unicode) {
    return resize(heap, self, keys_log2_for((uint64_t)self->used * 3), unicode);
}

/* Puts a key that is not there into a table with a free entry; takes over both references. */
static void append_entry(Heap *heap, const Dict *self, Ref key, uint64_t hash, Ref value) {
    const DictKeys *keys = keys_of(heap, self);
    uint32_t index = keys->entries;
    assert(keys->usable > 0);
    keys_set_index(heap, keys, keys_find_free_slot(keys, hash), (int32_t)index);
    set_place(heap, keys_key(keys, index), key);
    if (!keys_is_unicode(keys)) heap_set(heap, keys_general(keys)[index].hash, hash);
    if (self->values) {
        values_add_to_order(heap, values_of(heap, self), index);
        heap_set(heap, keys->version, keys->version + 1);
    }
    set_place(heap, value_place(heap, self, index), value);
    heap_set(heap, keys->usable, keys->usable - 1);
    heap_set(heap, keys->entries, index + 1);
    heap_set(heap, self->used, self->used + 1);
    changed(heap, self);
}

/* The value of a key of the split keys that this dict did not have; takes over the reference. */
static void fill_split(Heap *heap, const Dict *self, uint32_t index, Ref value) {
    values_add_to_order(heap, values_of(heap, self), index);
    set_place(heap, value_place(heap, self, index), value);
    heap_set(heap, self->used, self->used + 1);
    changed(heap, self);
}

/* insert_to_emptydict */
static bool insert_first(Heap *heap, Ref dict, Ref key, uint64_t hash, Ref value) {
    const Dict *self = dict_at(heap, dict);
    Ref keys = keys_new(heap, KEYS_MIN_LOG2, is_str(heap, key));
    if (!keys) return false;
    keys_release(heap, self->keys);
    heap_set(heap, self->keys, keys);
    maintain_tracking(heap, dict, key, value);
    append_entry(heap, self, heap_incref(heap, key), hash, heap_incref(heap, value));
    return true;
}

/* Adds a key that a lookup did not find: `index` is the lookup's answer. */
static bool insert_absent(Heap *heap, Ref dict, int32_t index, Ref key, uint64_t hash, Ref value) {
    const Dict *self = dict_at(heap, dict);
    maintain_tracking(heap, dict, key, value);
    if (index >= 0) {
        fill_split(heap, self, (uint32_t)index, heap_incref(heap, value));
        return true;
    }
    if (keys_of(heap, self)->usable == 0 && !grow(heap, self, true)) return false;
    append_entry(heap, self, heap_incref(heap, key), hash, heap_incref(heap, value));
    return true;
}

/* insertdict, with `times` references to key and value held while Python compares keys. `*replaced`
 * is the caller's; null for none. */
static int insert(Heap *heap, Ref dict, Ref key, uint64_t hash, Ref value, uint32_t times,
                  Ref *replaced) {
    *replaced = REF_NULL;
    const Dict *self = dict_at(heap, dict);
    if (!is_str(heap, key) && keys_is_unicode(keys_of(heap, self)) && !grow(heap, self, false))
        return -1;
    Ref old;
    Hold hold = {key, value, times};
    int32_t index = lookup(heap, self, key, hash, &hold, &old);
    if (index == PROBE_ERROR) return -1;
    if (!old) return insert_absent(heap, dict, index, key, hash, value) ? 0 : -1;
    maintain_tracking(heap, dict, key, value);
    if (old == value) return 0;
    set_place(heap, value_place(heap, self, (uint32_t)index), heap_incref(heap, value));
    changed(heap, self);
    *replaced = old;
    return 0;
}

int dict_exchange(Heap *heap, Ref dict, Ref key, uint64_t hash, Ref value, uint32_t times,
                  Ref *old) {
    *old = REF_NULL;
    if (dict_at(heap, dict)->keys == heap_root(heap)->empty_keys)
        return insert_first(heap, dict, key, hash, value) ? 0 : -1;
    return insert(heap, dict, key, hash, value, times, old);
}

int dict_set(Heap *heap, Ref dict, Ref key, uint64_t hash, Ref value) {
    Ref old;
    int result = dict_exchange(heap, dict, key, hash, value, 0, &old);
    if (old) heap_decref(heap, old);
    return result;
}

int dict_set_str(Heap *heap, Ref dict, Ref name, Ref value) {
    return dict_set(heap, dict, name, str_hash(heap, name), value);
}

int dict_setdefault(Heap *heap, Ref dict, Ref key, uint64_t hash, Ref otherwise, Ref *value) {
    const Dict *self = dict_at(heap, dict);
    if (self->keys == heap_root(heap)->empty_keys) {
        *value = otherwise;
        return insert_first(heap, dict, key, hash, otherwise) ? 1 : -1;
    }
    if (!is_str(heap, key) && keys_is_unicode(keys_of(heap, self)) && !grow(heap, self, false))
        return -1;
    int32_t index = lookup(heap, self, key, hash, NULL, value);
    if (index == PROBE_ERROR) return -1;
    if (*value) return 1;
    *value = otherwise;
    return insert_absent(heap, dict, index, key, hash, otherwise) ? 1 : -1;
}

bool dict_presize(Heap *heap, Ref dict, uint32_t used, bool unicode) {
    return resize(heap, dict_at(heap, dict), keys_log2_for_used(used), unicode);
}

/* Drops a value that merging has replaced: the loop holds key and value, insertdict the key. */
static void drop_merged(Heap *heap, Ref old, Ref key, Ref value) {
    const Ref *places = heap_refcount(heap, old) == 1 ? held_push(heap, 3) : NULL;
    const Ref held[] = {key, key, value};
    for (uint32_t i = 0; places && i < 3; i++)
        set_place(heap, &places[i], heap_incref(heap, held[i]));
    heap_decref(heap, old);
    if (places) held_drop(heap, true);
}

int dict_merge(Heap *heap, Ref dict, Ref other, int override, Ref *duplicate) {
    const Dict *self = dict_at(heap, dict);
    const Dict *from = dict_at(heap, other);
    if (dict == other || from->used == 0) return 0;
    const DictKeys *source = keys_of(heap, from);
    if (self->used == 0) {
        override = 1;
        uint32_t slots = keys_slots(source);
        if (!from->values && from->used == source->entries &&
            (source->log2_size == KEYS_MIN_LOG2 || keys_usable_of(slots / 2) < from->used)) {
            Ref keys = keys_clone(heap, from->keys);
            if (!keys) return -1;
            Ref old = self->keys, values = self->values;
            heap_set(heap, self->keys, keys);
            heap_set(heap, self->values, REF_NULL);
            heap_set(heap, self->used, from->used);
            changed(heap, self);
            dict_keys_decref(heap, old);
            if (values) heap_free(heap, values);
            if (heap_is_tracked(heap, other) && !heap_is_tracked(heap, dict))
                heap_track(heap, dict);
            return 0;
        }
    }
    if (keys_usable_of(keys_slots(keys_of(heap, self))) < from->used &&
        !resize(heap, self, keys_log2_for_used((uint64_t)self->used + from->used),
                keys_is_unicode(source)))
        return -1;
    uint32_t entries = source->entries, position = 0;
    Ref key, value;
    uint64_t hash;
    while (dict_next(heap, other, &position, &key, &value, &hash)) {
        if (override != 1) {
            Ref found;
            Hold hold = {key, value, 1};
            int32_t index = lookup(heap, self, key, hash, &hold, &found);
            if (index == PROBE_ERROR) return -1;
            if (found && override) {
                *duplicate = key;
                return DICT_MERGE_DUPLICATE;
            }
            if (found) continue;
        }
        Ref old;
        if (insert(heap, dict, key, hash, value, 2, &old) < 0) return -1;
        if (old) drop_merged(heap, old, key, value);
        if (keys_of(heap, from)->entries != entries) return DICT_MERGE_MUTATED;
    }
    return 0;
}

/* As new_dict; the allocation may run the collector and so Python, to which the references in the
 * table must be visible. */
static Ref new_dict_of_clone(Heap *heap, Ref keys, uint32_t used) {
    const DictKeys *table = keys_at(heap, keys);
    size_t stride = keys_is_unicode(table) ? sizeof(UnicodeEntry) : sizeof(DictEntry);
    size_t offset = (size_t)((const uint8_t *)keys_key(table, 0) - (const uint8_t *)table);
    if (!held_push_block(heap, keys, (uint32_t)offset, table->entries, (uint16_t)stride, 2)) {
        return REF_NULL;
    }
    Ref made = new_dict(heap, keys, REF_NULL, used);
    held_pop(heap);
    return made;
}

Ref dict_copy(Heap *heap, Ref dict) {
    const Dict *self = dict_at(heap, dict);
    if (self->used == 0) return dict_new(heap);
    if (self->values) {
        uint32_t room = keys_room(keys_of(heap, self));
        Ref block = values_new(heap, room);
        if (!block) return REF_NULL;
        /* PyObject_GC_New: not from the free list. */
        Ref copy = heap_new(heap, builtin_type(heap, BUILTIN_TYPE_DICT), 0);
        if (!copy) return REF_NULL;
        if (!self->values) { /* a finalizer called by that allocation: CPython copies from null */
            heap->failure = HEAP_UNDEFINED;
            return REF_NULL;
        }
        const Dict *made = dict_at(heap, copy);
        const InlineValues *values = heap_at(heap, InlineValues, block);
        const InlineValues *source = values_of(heap, self);
        heap_set(heap, values->size, source->size);
        for (uint32_t i = 0; i < source->size; i++)
            heap_set(heap, values->order[i], source->order[i]);
        for (uint32_t i = 0; i < room; i++)
            set_place(heap, &values_items(values)[i], heap_xincref(heap, values_items(source)[i]));
        keys_incref(heap, self->keys);
        heap_set(heap, made->keys, self->keys);
        heap_set(heap, made->values, block);
        heap_set(heap, made->used, self->used);
        heap_set(heap, made->version, 1);
        if (heap_is_tracked(heap, dict)) heap_track(heap, copy);
        return copy;
    }
    if (self->used >= keys_of(heap, self)->entries * 2 / 3) {
        Ref keys = keys_clone(heap, self->keys);
        if (!keys) return REF_NULL;
        Ref copy = new_dict_of_clone(heap, keys, self->used);
        if (copy && heap_is_tracked(heap, dict)) heap_track(heap, copy);
        return copy;
    }
    Ref copy = dict_new(heap);
    if (!copy) return REF_NULL;
    Ref duplicate;
    return dict_merge(heap, copy, dict, 1, &duplicate) < 0 ? REF_NULL : copy;
}

/* ---- removing ---- */

int dict_remove(Heap *heap, Ref dict, Ref key, uint64_t hash, Ref *value) {
    const Dict *self = dict_at(heap, dict);
    Ref old;
    int32_t index = lookup(heap, self, key, hash, NULL, &old);
    if (index == PROBE_ERROR) return -1;
    if (!old) return 0;
    heap_set(heap, self->used, self->used - 1);
    changed(heap, self);
    set_place(heap, value_place(heap, self, (uint32_t)index), REF_NULL);
    if (self->values) {
        values_remove_from_order(heap, values_of(heap, self), (uint32_t)index);
    } else {
        const DictKeys *keys = keys_of(heap, self);
        keys_set_index(heap, keys, keys_slot_of(keys, hash, index), KEYS_INDEX_DUMMY);
        Ref old_key = *keys_key(keys, (uint32_t)index);
        set_place(heap, keys_key(keys, (uint32_t)index), REF_NULL);
        if (!keys_is_unicode(keys)) heap_set(heap, keys_general(keys)[index].hash, 0);
        held_decref(heap, old_key, old);
    }
    if (value)
        *value = old;
    else
        heap_decref(heap, old);
    return 1;
}

bool dict_pop_last(Heap *heap, Ref dict, Ref *key, Ref *value) {
    const Dict *self = dict_at(heap, dict);
    if (self->used == 0) return false;
    if (self->values && !resize(heap, self, keys_of(heap, self)->log2_size, true)) return false;
    const DictKeys *keys = keys_of(heap, self);
    uint32_t index = keys->entries - 1;
    while (!*keys_value(keys, index)) index--;
    *key = *keys_key(keys, index);
    *value = *keys_value(keys, index);
    uint64_t hash = keys_is_unicode(keys) ? str_hash(heap, *key) : keys_general(keys)[index].hash;
    keys_set_index(heap, keys, keys_slot_of(keys, hash, (int32_t)index), KEYS_INDEX_DUMMY);
    set_place(heap, keys_key(keys, index), REF_NULL);
    set_place(heap, keys_value(keys, index), REF_NULL);
    heap_set(heap, keys->entries, index);
    heap_set(heap, self->used, self->used - 1);
    changed(heap, self);
    return true;
}

void dict_clear(Heap *heap, Ref dict) {
    const Dict *self = dict_at(heap, dict);
    Ref keys = self->keys, values = self->values, empty = heap_root(heap)->empty_keys;
    if (keys == empty || !keys) return;
    uint32_t entries = keys_at(heap, keys)->entries;
    keys_incref(heap, empty);
    heap_set(heap, self->keys, empty);
    heap_set(heap, self->values, REF_NULL);
    heap_set(heap, self->used, 0);
    changed(heap, self);
    if (values) {
        const InlineValues *held = heap_at(heap, InlineValues, values);
        uint32_t offset = (uint32_t)((const uint8_t *)values_items(held) - (const uint8_t *)held);
        if (entries && held_push_block(heap, values, offset, entries, sizeof(Ref), 1))
            held_drop(heap, false);
        heap_free(heap, values);
    }
    dict_keys_decref(heap, keys);
}

/* ---- stepping ---- */

bool dict_next(const Heap *heap, Ref dict, uint32_t *position, Ref *key, Ref *value,
               uint64_t *hash) {
    const Dict *self = dict_at(heap, dict);
    const DictKeys *keys = keys_of(heap, self);
    uint32_t i = *position;
    uint32_t index;
    if (self->values) {
        if (i >= self->used) return false;
        index = values_of(heap, self)->order[i];
    } else {
        while (i < keys->entries && !*keys_value(keys, i)) i++;
        if (i >= keys->entries) {
            *position = i;
            return false;
        }
        index = i;
    }
    *position = i + 1;
    *key = *keys_key(keys, index);
    *value = *value_place(heap, self, index);
    if (hash) {
        /* A key in a table has its hash at hand. */
        *hash =
            keys_is_unicode(keys) ? heap_at(heap, Str, *key)->hash : keys_general(keys)[index].hash;
    }
    return true;
}

bool dict_previous(const Heap *heap, Ref dict, uint32_t *position, Ref *key, Ref *value) {
    const Dict *self = dict_at(heap, dict);
    const DictKeys *keys = keys_of(heap, self);
    uint32_t end = self->values ? self->used : keys->entries;
    uint32_t i = *position < end ? *position : end;
    uint32_t index = 0;
    if (self->values) {
        if (i == 0) return false;
        index = values_of(heap, self)->order[--i];
    } else {
        do {
            if (i == 0) return false;
            index = --i;
        } while (!*keys_value(keys, index));
    }
    *position = i;
    *key = *keys_key(keys, index);
    *value = *value_place(heap, self, index);
    return true;
}

/* ---- the row ---- */

static void traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const Dict *self = dict_at(heap, object);
    dict_walk(heap, object, visitor->all, visit_by_visitor, visitor);
    if (visitor->all && self->values &&
        (!visitor->enter_block || visitor->enter_block(visitor, self->keys)))
        dict_keys_traverse(heap, self->keys, visitor);
}

/* dict_dealloc: values of a split dict, or key and value of each entry; then the memory. */
static Ref take(Heap *heap, Ref object, uint32_t *cursor) {
    const Dict *self = dict_at(heap, object);
    if (!self->keys) return REF_NULL;
    const DictKeys *keys = keys_of(heap, self);
    if (self->values) {
        const Ref *items = values_items(values_of(heap, self));
        while (*cursor < keys->entries) {
            Ref value = take_slot(heap, &items[(*cursor)++]);
            if (value) return value;
        }
        heap_free(heap, self->values);
        heap_set(heap, self->values, REF_NULL);
        *cursor = 0;
    }
    if (keys->refcount > 1) {
        keys_release(heap, self->keys);
        heap_set(heap, self->keys, REF_NULL);
        return REF_NULL;
    }
    while (*cursor < keys->entries * 2) {
        uint32_t at = (*cursor)++;
        Ref held = take_slot(heap, at & 1 ? keys_value(keys, at / 2) : keys_key(keys, at / 2));
        if (held) return held;
    }
    keys_free(heap, self->keys);
    heap_set(heap, self->keys, REF_NULL);
    return REF_NULL;
}

static void free_dict(Heap *heap, Ref object) {
    const HeapRoot *root = heap_root(heap);
    if (root->free_dict_count >= DICT_FREE_MAX ||
        !is_builtin_exact(heap, object, BUILTIN_TYPE_DICT)) {
        heap_free_object(heap, object);
        return;
    }
    heap_set(heap, dict_at(heap, object)->keys, root->free_dicts);
    heap_set(heap, root->free_dicts, object);
    heap_set(heap, root->free_dict_count, root->free_dict_count + 1);
}

/* _PyDict_SizeOf: the keys of a split dict are the class's. */
static size_t extra_size(const Heap *heap, Ref object) {
    const Dict *self = dict_at(heap, object);
    if (!self->keys) return 0;
    const DictKeys *keys = keys_of(heap, self);
    size_t size = self->values ? keys_room(keys) * (size_t)8 : 0;
    if (keys->refcount == 1) size += keys_sizeof(keys);
    return size;
}

const KindRow kind_dict = {
    .name = "dict",
    .traverse = traverse,
    .clear = dict_clear,
    .take = take,
    .free = free_dict,
    .extra_size = extra_size,
    .trashcan = true,
};
