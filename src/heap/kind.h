/* A kind is a row: how objects of one layout are walked, taken apart and measured.
 *
 * Each kind's module (list.c, dict.c, ...) defines its row; kind.c lists them by Kind. */
#ifndef LASTREF_HEAP_KIND_H
#define LASTREF_HEAP_KIND_H

#include "heap/heap.h"

typedef struct KindRow {
    const char *name;

    /* Reports the references of the kind's own record, in tp_traverse's order (Visitor tells
     * which). The type, slots, inline values and dict of instances of user classes are not the
     * row's: kind.c does them for all. May be null. */
    void (*traverse)(const Heap *heap, Ref object, Visitor *visitor);

    /* tp_clear: drops references that may be part of a cycle. May be null. */
    void (*clear)(Heap *heap, Ref object);

    /* Deallocation, one reference at a time: takes the next owned reference out of the record in
     * the order in which CPython's tp_dealloc drops them (clearing its slot, so that traverse no
     * longer reports it) and returns it for the worklist to decref; returns null when none is left,
     * having freed the object's own blocks. `*cursor` starts at 0 and is the row's to use between
     * calls. May be null: nothing owned. */
    Ref (*take)(Heap *heap, Ref object, uint32_t *cursor);

    /* Frees the object's memory, into a free list where CPython has one. Null: heap_free_object. */
    void (*free)(Heap *heap, Ref object);

    /* Bytes of blocks that sys.getsizeof adds to basicsize + size * itemsize. May be null. */
    size_t (*extra_size)(const Heap *heap, Ref object);

    /* Number of items that multiply the type's itemsize. Null: 0. */
    uint32_t (*items)(const Heap *heap, Ref object);

    /* Instances of the built-in type itself hold no references and have no GC head. */
    bool leaf;
    /* CPython's tp_dealloc uses the trashcan. */
    bool trashcan;
    /* tp_finalize or tp_dealloc may run Python for instances of the built-in type itself
     * (generators): the worklist calls host.finalize first. */
    bool finalizes;
} KindRow;

extern const KindRow *const kind_rows[KIND_COUNT];

static inline const KindRow *kind_row(Kind kind) {
    assert(kind > KIND_NULL && kind < KIND_COUNT);
    return kind_rows[kind];
}

/* Where an object's type keeps the reference to its __dict__ when it is not managed; null when it
 * has no such place. */
const Ref *kind_dict_slot(const Heap *heap, Ref object);
/* The same, but null also where the kind's row reports that field by itself (exceptions, functions,
 * modules and what derives from them). */
const Ref *kind_added_dict_slot(const Heap *heap, Ref object);

/* All references of an object, the row's and the generic ones (type, slots, inline values, dict),
 * as Visitor says. */
void kind_traverse(const Heap *heap, Ref object, Visitor *visitor);

/* tp_clear of an object: slots and dict of instances (subtype_clear), then the row's. */
void kind_clear(Heap *heap, Ref object);

/* Rows of other modules. */
extern const KindRow kind_int, kind_float, kind_complex, kind_str, kind_bytes, kind_bytearray,
    kind_managed_buffer, kind_memoryview, kind_list, kind_tuple, kind_dict, kind_set, kind_type,
    kind_instance, kind_function, kind_code, kind_cell, kind_method, kind_module, kind_range,
    kind_slice, kind_iterator, kind_dict_view, kind_generator, kind_exception, kind_traceback,
    kind_frame_object, kind_property, kind_staticmethod, kind_classmethod, kind_cfunction,
    kind_method_descriptor, kind_method_wrapper, kind_getset, kind_super, kind_mapping_proxy,
    kind_generic_alias, kind_union, kind_weakref, kind_namespace, kind_singleton, kind_partial,
    kind_lru_cache, kind_lru_link, kind_key_wrapper, kind_rlock, kind_deque, kind_default_dict,
    kind_tuple_getter, kind_itertool, kind_tee_data;

/* Heap types in CPython, since a module in C makes them when it is imported; static ones here:
 * those of _functools and _thread. */
static inline bool kind_type_is_made_by_module(const Type *type) {
    return !(type->flags & TYPE_HEAP) && type->kind >= KIND_PARTIAL && type->kind <= KIND_RLOCK;
}

static inline void visit_field(Visitor *visitor, SlotField field, Ref target) {
    if (target) visitor->visit(visitor, (Slot){SLOT_FIELD, field}, target);
}

static inline void visit_item(Visitor *visitor, uint32_t index, Ref target) {
    if (target) visitor->visit(visitor, (Slot){SLOT_ITEM, index}, target);
}

/* Takes the reference out of a slot for KindRow.take. */
static inline Ref take_slot(Heap *heap, const Ref *slot) {
    Ref held = *slot;
    if (held) image_set32(&heap->image, slot, REF_NULL);
    return held;
}

#endif
