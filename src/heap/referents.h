/* What objects of the commonest kinds refer to, in the order of CPython's tp_traverse.
 *
 * Each walk is written once, here, and inlined with a `visit` that is known at compile time: the
 * kinds' rows make their `traverse` of it, and so do the collector's passes, in which a call for
 * each reference would take most of the time. Null references are not visited. */
#ifndef LASTREF_HEAP_REFERENTS_H
#define LASTREF_HEAP_REFERENTS_H

#include "heap/dict_keys.h"
#include "heap/kind.h"

typedef void (*VisitReferent)(void *context, Slot slot, Ref target);

#define WALK static inline __attribute__((always_inline)) void

/* list_traverse: last to first. */
WALK list_walk(const Heap *heap, Ref object, VisitReferent visit, void *context) {
    const List *self = heap_at(heap, List, object);
    const Ref *items = heap_at(heap, Ref, self->items);
    for (uint32_t i = self->size; i-- > 0;) {
        if (items[i]) visit(context, (Slot){SLOT_ITEM, i}, items[i]);
    }
}

/* tupletraverse: last to first. */
WALK tuple_walk(const Heap *heap, Ref object, VisitReferent visit, void *context) {
    const Tuple *self = heap_at(heap, Tuple, object);
    for (uint32_t i = self->size; i-- > 0;) {
        if (self->items[i]) visit(context, (Slot){SLOT_ITEM, i}, self->items[i]);
    }
}

/* dict_traverse: entry by entry, value before key. CPython leaves out the keys where all are str;
 * `all_keys` visits them, too. Those of a split dict belong to the class's keys. */
WALK dict_walk(const Heap *heap, Ref object, bool all_keys, VisitReferent visit, void *context) {
    const Dict *self = heap_at(heap, Dict, object);
    if (!self->keys) return;
    const DictKeys *keys = keys_at(heap, self->keys);
    const Ref *values =
        self->values ? values_items(heap_at(heap, InlineValues, self->values)) : NULL;
    bool with_keys = !values && (all_keys || !keys_is_unicode(keys));
    for (uint32_t i = 0; i < keys->entries; i++) {
        Ref key = *keys_key(keys, i);
        Ref value = values ? values[i] : *keys_value(keys, i);
        if (value) visit(context, (Slot){SLOT_VALUE, key}, value);
        if (with_keys && key) visit(context, (Slot){SLOT_KEY, i}, key);
    }
}

/* The values that an instance keeps beside its header. */
WALK inline_values_walk(const Heap *heap, Ref instance, VisitReferent visit, void *context) {
    const InlineValues *values =
        heap_at(heap, InlineValues, heap_preheader(heap, instance)->values);
    const UnicodeEntry *names = keys_unicode(keys_at(heap, heap_type_of(heap, instance)->keys));
    const Ref *items = values_items(values);
    for (uint32_t i = 0; i < values->capacity; i++) {
        if (items[i]) visit(context, (Slot){SLOT_ATTR, names[i].key}, items[i]);
    }
}

/* The slots of a class and its bases, derived class first. */
WALK class_slots_walk(const Heap *heap, Ref object, VisitReferent visit, void *context) {
    const uint8_t *bytes = heap_at(heap, uint8_t, object);
    for (Ref at = heap_type(heap, object); at; at = heap_at(heap, Type, at)->base) {
        const Type *self = heap_at(heap, Type, at);
        if (!(self->flags & TYPE_HEAP)) break;
        for (uint32_t i = 0; i < self->slots_count; i++) {
            Ref held = *(const Ref *)(bytes + self->slots_offset + (size_t)i * 8);
            if (!held) continue;
            visit(context, (Slot){SLOT_ATTR, heap_at(heap, Tuple, self->slot_names)->items[i]},
                  held);
        }
    }
}

/* subtype_traverse (Objects/typeobject.c) of an instance of a user's class: slots; inline values or
 * dict; the type. What a built-in base holds follows in its own row. */
WALK instance_walk(const Heap *heap, Ref object, VisitReferent visit, void *context) {
    const Type *type = heap_type_of(heap, object);
    if (type->flags & TYPE_SLOTTED) class_slots_walk(heap, object, visit, context);
    if (heap_object(heap, object)->flags & OBJECT_PREHEADER) {
        const Preheader *before = heap_preheader(heap, object);
        if (before->values) inline_values_walk(heap, object, visit, context);
        if (before->dict) visit(context, (Slot){SLOT_FIELD, SLOT_FIELD_DICT}, before->dict);
    } else if (type->dict_offset) {
        const Ref *slot = kind_added_dict_slot(heap, object);
        if (slot && *slot) visit(context, (Slot){SLOT_FIELD, SLOT_FIELD_DICT}, *slot);
    }
    visit(context, (Slot){SLOT_FIELD, SLOT_FIELD_CLASS}, heap_type(heap, object));
}

#undef WALK

/* list_dealloc: takes out the next item, last to first; null at the end. */
static inline Ref list_take_item(Heap *heap, Ref list, uint32_t *cursor) {
    const List *self = heap_at(heap, List, list);
    const Ref *items = heap_at(heap, Ref, self->items);
    while (self->items && *cursor < self->size) {
        Ref item = take_slot(heap, &items[self->size - 1 - (*cursor)++]);
        if (item) return item;
    }
    return REF_NULL;
}

/* For rows: passes each reference on to a Visitor. */
static inline void visit_by_visitor(void *visitor, Slot slot, Ref target) {
    ((Visitor *)visitor)->visit(visitor, slot, target);
}

#endif
