/* Attributes of instances: inline values over the class's shared keys, or a dict (Objects/
 * dictobject.c of CPython 3.11, from _PyObject_InitializeDict on). */
#include "heap/dict.h"
#include "heap/dict_keys.h"
#include "heap/kind.h"
#include "heap/str.h"

static bool is_managed(const Heap *heap, Ref instance) {
    return heap_object(heap, instance)->flags & OBJECT_PREHEADER;
}

static Ref values_block(const Heap *heap, Ref instance) {
    return is_managed(heap, instance) ? heap_preheader(heap, instance)->values : REF_NULL;
}

static const InlineValues *values_at(const Heap *heap, Ref block) {
    return heap_at(heap, InlineValues, block);
}

/* Where the instance's dict is kept; null when it has no room for one. */
static const Ref *dict_place(const Heap *heap, Ref instance) {
    if (is_managed(heap, instance)) return &heap_preheader(heap, instance)->dict;
    return kind_dict_slot(heap, instance);
}

static Ref shared_keys(const Heap *heap, Ref instance) {
    return heap_type_of(heap, instance)->keys;
}

bool instance_init_values(Heap *heap, Ref instance) {
    Ref block = shared_keys(heap, instance);
    if (!is_managed(heap, instance))
        return !dict_place(heap, instance) || instance_dict(heap, instance);
    const DictKeys *keys = keys_at(heap, block);
    if (keys->usable > 1) heap_set(heap, keys->usable, keys->usable - 1);
    Ref values = values_new(heap, keys_room(keys));
    if (!values) return false;
    heap_set(heap, heap_preheader(heap, instance)->values, values);
    return true;
}

Ref instance_get(Heap *heap, Ref instance, Ref name) {
    Ref block = values_block(heap, instance);
    if (block) {
        const DictKeys *keys = keys_at(heap, shared_keys(heap, instance));
        int32_t index = keys_find_str(heap, keys, name, str_hash(heap, name));
        return index < 0 ? REF_NULL : values_items(values_at(heap, block))[index];
    }
    const Ref *place = dict_place(heap, instance);
    return place && *place ? dict_get_str(heap, *place, name) : REF_NULL;
}

/* make_dict_from_instance_attributes: the dict takes the values over. */
static Ref materialise(Heap *heap, Ref instance) {
    const Preheader *before = heap_preheader(heap, instance);
    Ref dict = dict_new_split(heap, shared_keys(heap, instance), before->values);
    if (!dict) return REF_NULL;
    heap_set(heap, before->dict, dict);
    heap_set(heap, before->values, REF_NULL);
    return dict;
}

Ref instance_dict(Heap *heap, Ref instance) {
    if (values_block(heap, instance)) return materialise(heap, instance);
    const Ref *place = dict_place(heap, instance);
    if (!place) return REF_NULL;
    if (*place) return *place;
    /* PyObject_GenericGetDict: a managed dict that was deleted comes back as a plain one. */
    Ref dict = dict_new(heap);
    if (dict) image_set32(&heap->image, place, dict);
    return dict;
}

/* _PyObjectDict_SetItem: the dict that a first assignment makes shares the class's keys. */
static Ref dict_for_store(Heap *heap, Ref instance) {
    const Ref *place = dict_place(heap, instance);
    if (!place) return REF_NULL;
    if (*place) return *place;
    Ref keys = shared_keys(heap, instance);
    Ref dict = keys ? dict_new_split(heap, keys, REF_NULL) : dict_new(heap);
    if (dict) image_set32(&heap->image, place, dict);
    return dict;
}

static int dict_exchange_str(Heap *heap, Ref dict, Ref name, Ref value, Ref *old) {
    uint64_t hash = str_hash(heap, name);
    if (value) return dict_exchange(heap, dict, name, hash, value, 0, old);
    return dict_remove(heap, dict, name, hash, old) < 0 ? -1 : 0;
}

int instance_exchange(Heap *heap, Ref instance, Ref name, Ref value, Ref *old) {
    *old = REF_NULL;
    Ref block = values_block(heap, instance);
    if (!block) {
        Ref dict = dict_for_store(heap, instance);
        if (!dict) return value ? -1 : 0;
        return dict_exchange_str(heap, dict, name, value, old);
    }
    /* Even a deletion enters the name into the class's keys (_PyObject_StoreInstanceAttribute). */
    int32_t index = keys_insert_shared(heap, shared_keys(heap, instance), name);
    if (index < 0) {
        if (!value) return 0;
        Ref dict = materialise(heap, instance);
        return dict ? dict_exchange_str(heap, dict, name, value, old) : -1;
    }
    const InlineValues *values = values_at(heap, block);
    const Ref *place = &values_items(values)[index];
    *old = *place;
    if (!*old && !value) return 0;
    image_set32(&heap->image, place, heap_xincref(heap, value));
    if (!*old)
        values_add_to_order(heap, values, (uint32_t)index);
    else if (!value)
        values_remove_from_order(heap, values, (uint32_t)index);
    return 0;
}

int instance_set(Heap *heap, Ref instance, Ref name, Ref value) {
    Ref old;
    int result = instance_exchange(heap, instance, name, value, &old);
    if (old) heap_decref(heap, old);
    return result;
}

int instance_remove(Heap *heap, Ref instance, Ref name) {
    Ref old;
    if (instance_exchange(heap, instance, name, REF_NULL, &old) < 0 || !old) return 0;
    heap_decref(heap, old);
    return 1;
}

void instance_set_dict(Heap *heap, Ref instance, Ref dict) {
    if (values_block(heap, instance)) materialise(heap, instance);
    const Ref *place = dict_place(heap, instance);
    assert(place);
    heap_replace(heap, place, heap_xincref(heap, dict));
}

bool instance_next(const Heap *heap, Ref instance, uint32_t *position, Ref *name, Ref *value) {
    Ref block = values_block(heap, instance);
    if (!block) return false;
    const InlineValues *values = values_at(heap, block);
    if (*position >= values->size) return false;
    uint32_t index = values->order[(*position)++];
    *name = keys_unicode(keys_at(heap, shared_keys(heap, instance)))[index].key;
    *value = values_items(values)[index];
    return true;
}

Ref instance_take_value(Heap *heap, Ref instance, uint32_t *cursor) {
    Ref block = values_block(heap, instance);
    if (!block) return REF_NULL;
    Ref value = values_take(heap, values_at(heap, block), cursor);
    if (value) return value;
    heap_set(heap, heap_preheader(heap, instance)->values, REF_NULL);
    heap_free(heap, block);
    return REF_NULL;
}
