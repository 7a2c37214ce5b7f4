/* Dicts as in CPython 3.11 (Objects/dictobject.c): compact tables, unicode-only and split keys, and
 * the inline values of instances.
 *
 * Lookup may call host.equal, which may run Python that changes the dict; lookups then start again
 * as CPython's do. Functions that take a hash need CPython's hash of the key (python/ computes it,
 * as hashing may run Python). `Find` results: 1 found, 0 absent, -1 exception pending. */
#ifndef LASTREF_HEAP_DICT_H
#define LASTREF_HEAP_DICT_H

#include "heap/heap.h"

enum { DICT_FREE_MAX = 80 /* PyDict_MAXFREELIST */ };

void dict_init_shared(Heap *heap); /* the shared empty keys */

/* New reference, untracked, no table of its own. */
Ref dict_new(Heap *heap);
/* With room for `used` entries (_PyDict_NewPresized as BUILD_MAP uses it). `unicode`: str keys
 * only. */
Ref dict_new_presized(Heap *heap, uint32_t used, bool unicode);

static inline uint32_t dict_used(const Heap *heap, Ref dict) {
    return heap_at(heap, Dict, dict)->used;
}

/* `*value` is borrowed. */
int dict_find(Heap *heap, Ref dict, Ref key, uint64_t hash, Ref *value);
/* For str keys only (exact str, so no Python runs): borrowed value or null. */
Ref dict_get_str(Heap *heap, Ref dict, Ref name);
/* Inserts or replaces; key and value are increfed (not stolen); the old value is decref'd last.
 * The caller holds key and value while keys are compared: PyDict_SetItem owns one more of each.
 * Tracks the dict when it gets a trackable value. Returns -1 with exception pending or failure,
 * else 0. */
int dict_set(Heap *heap, Ref dict, Ref key, uint64_t hash, Ref value);
int dict_set_str(Heap *heap, Ref dict, Ref name, Ref value);
/* As dict_set, but a value that was replaced is not dropped: the caller gets it, null for none.
 * `times` references to key and value are held while Python compares keys. */
int dict_exchange(Heap *heap, Ref dict, Ref key, uint64_t hash, Ref value, uint32_t times,
                  Ref *old);
/* Removes: 1 removed, 0 absent, -1 exception. `*value` gets a new reference when not null, else the
 * value is dropped. */
int dict_remove(Heap *heap, Ref dict, Ref key, uint64_t hash, Ref *value);
void dict_clear(Heap *heap, Ref dict);
/* popitem: new references; false when empty. */
bool dict_pop_last(Heap *heap, Ref dict, Ref *key, Ref *value);
/* A copy (dict.copy): new reference; keeps table size as CPython does. */
Ref dict_copy(Heap *heap, Ref dict);
/* dict() and subclasses: not from the free list (dict_new in CPython); a subclass is tracked. */
Ref dict_new_of_type(Heap *heap, Ref type);
/* dict.setdefault: 1 with the borrowed value in the dict afterwards, -1. */
int dict_setdefault(Heap *heap, Ref dict, Ref key, uint64_t hash, Ref otherwise, Ref *value);
/* Makes the table of an empty dict ready for `used` keys, as dict.fromkeys does. */
bool dict_presize(Heap *heap, Ref dict, uint32_t used, bool unicode);
/* Whether the table holds exact str keys only. */
bool dict_is_unicode(const Heap *heap, Ref dict);

enum {
    DICT_MERGE_MUTATED = -2,  /* RuntimeError "dict mutated during update" */
    DICT_MERGE_DUPLICATE = -3 /* override 2: the key is in *duplicate, borrowed */
};
/* dict_merge from another dict: 0, -1, or one of the above. override: 1 replaces, 0 keeps, 2 takes
 * a key that is there for an error. */
int dict_merge(Heap *heap, Ref dict, Ref other, int override, Ref *duplicate);
/* Gives the free lists' memory back, as a full collection does. */
void dict_clear_free_lists(Heap *heap);
/* Steps over live entries in insertion order: *position starts at 0. Borrowed results; `hash` may
 * be null. False at the end. */
bool dict_next(const Heap *heap, Ref dict, uint32_t *position, Ref *key, Ref *value,
               uint64_t *hash);
/* As dict_next from the end: *position starts at UINT32_MAX. */
bool dict_previous(const Heap *heap, Ref dict, uint32_t *position, Ref *key, Ref *value);

/* ---- keys shared by the instances of a class, and inline values ---- */

/* A new split keys block for a class (_PyDict_NewKeysForClass): one refcount, owned by the class.
 */
Ref dict_keys_new_for_class(Heap *heap);
void dict_keys_decref(Heap *heap, Ref keys);

/* Gives a new instance its inline values (_PyObject_InitializeDict): their room follows the class's
 * shared keys and shrinks per instance as 3.11's does. */
bool instance_init_values(Heap *heap, Ref instance);
/* Attribute of the instance itself (inline values, or its dict): borrowed or null. Name: exact str.
 */
Ref instance_get(Heap *heap, Ref instance, Ref name);
/* Sets it (value increfed), making the dict when inline values cannot hold it. 0 or -1 failure. */
int instance_set(Heap *heap, Ref instance, Ref name, Ref value);
/* Removes it: 1 removed, 0 absent. */
int instance_remove(Heap *heap, Ref instance, Ref name);
/* As instance_set, or with a null value as instance_remove; what was there is not dropped: the
 * caller gets it, null for none. -1 failure. */
int instance_exchange(Heap *heap, Ref instance, Ref name, Ref value, Ref *old);
/* The instance's __dict__, materialised as a split dict over the same values: borrowed (the
 * instance owns it), null only with failure. Works for managed dicts and for dict_offset. */
Ref instance_dict(Heap *heap, Ref instance);
/* __dict__ = value (increfed), or null to delete. */
void instance_set_dict(Heap *heap, Ref instance, Ref dict);
/* Steps over inline values of an instance without a materialised dict: borrowed. */
bool instance_next(const Heap *heap, Ref instance, uint32_t *position, Ref *name, Ref *value);
/* Takes the next value out of a dying instance's inline values, in CPython's order (ascending key
 * index); null when none is left, the block having been freed. */
Ref instance_take_value(Heap *heap, Ref instance, uint32_t *cursor);

/* Forgets a dict's or class's shared keys' references, for the kind rows; see dict.c. */
void dict_keys_traverse(const Heap *heap, Ref keys, Visitor *visitor);

#endif
