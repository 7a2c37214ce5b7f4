#include "heap/kind.h"

#include "heap/dict.h"
#include "heap/referents.h"

#define kind_row_SINGLETON         kind_singleton
#define kind_row_BOOL              kind_int
#define kind_row_INT               kind_int
#define kind_row_FLOAT             kind_float
#define kind_row_COMPLEX           kind_complex
#define kind_row_STR               kind_str
#define kind_row_BYTES             kind_bytes
#define kind_row_BYTEARRAY         kind_bytearray
#define kind_row_MANAGED_BUFFER    kind_managed_buffer
#define kind_row_MEMORYVIEW        kind_memoryview
#define kind_row_LIST              kind_list
#define kind_row_TUPLE             kind_tuple
#define kind_row_DICT              kind_dict
#define kind_row_SET               kind_set
#define kind_row_TYPE              kind_type
#define kind_row_INSTANCE          kind_instance
#define kind_row_FUNCTION          kind_function
#define kind_row_CODE              kind_code
#define kind_row_CELL              kind_cell
#define kind_row_METHOD            kind_method
#define kind_row_MODULE            kind_module
#define kind_row_RANGE             kind_range
#define kind_row_SLICE             kind_slice
#define kind_row_ITERATOR          kind_iterator
#define kind_row_DICT_VIEW         kind_dict_view
#define kind_row_GENERATOR         kind_generator
#define kind_row_EXCEPTION         kind_exception
#define kind_row_TRACEBACK         kind_traceback
#define kind_row_FRAME_OBJECT      kind_frame_object
#define kind_row_PROPERTY          kind_property
#define kind_row_STATICMETHOD      kind_staticmethod
#define kind_row_CLASSMETHOD       kind_classmethod
#define kind_row_CFUNCTION         kind_cfunction
#define kind_row_METHOD_DESCRIPTOR kind_method_descriptor
#define kind_row_METHOD_WRAPPER    kind_method_wrapper
#define kind_row_GETSET            kind_getset
#define kind_row_SUPER             kind_super
#define kind_row_MAPPING_PROXY     kind_mapping_proxy
#define kind_row_GENERIC_ALIAS     kind_generic_alias
#define kind_row_UNION             kind_union
#define kind_row_WEAKREF           kind_weakref
#define kind_row_DEQUE             kind_deque
#define kind_row_DEFAULT_DICT      kind_default_dict
#define kind_row_TUPLE_GETTER      kind_tuple_getter
#define kind_row_ITERTOOL          kind_itertool
#define kind_row_TEE_DATA          kind_tee_data
#define kind_row_PARTIAL           kind_partial
#define kind_row_LRU_CACHE         kind_lru_cache
#define kind_row_LRU_LINK          kind_lru_link
#define kind_row_KEY_WRAPPER       kind_key_wrapper
#define kind_row_RLOCK             kind_rlock
#define kind_row_NAMESPACE         kind_namespace

const KindRow *const kind_rows[KIND_COUNT] = {
#define X(name) [KIND_##name] = &kind_row_##name,
    KIND_LIST_OF(X)
#undef X
};

const Ref *kind_dict_slot(const Heap *heap, Ref object) {
    const Type *type = heap_type_of(heap, object);
    const uint8_t *bytes = heap_at(heap, uint8_t, object);
    if (!type->dict_offset) return NULL;
    if (type->dict_offset != TYPE_DICT_AT_END) return (const Ref *)(bytes + type->dict_offset);
    const KindRow *row = kind_row(heap_kind(heap, object));
    size_t size = type->basicsize + (size_t)row->items(heap, object) * type->itemsize;
    return (const Ref *)(bytes + ((size + 7) & ~(size_t)7) - 8);
}

const Ref *kind_added_dict_slot(const Heap *heap, Ref object) {
    const Type *type = heap_type_of(heap, object), *base = type;
    if (!type->dict_offset) return NULL;
    while (base->flags & TYPE_HEAP) base = heap_at(heap, Type, base->base);
    return base->dict_offset == type->dict_offset ? NULL : kind_dict_slot(heap, object);
}

void kind_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    if (heap_type_of(heap, object)->flags & TYPE_HEAP) {
        instance_walk(heap, object, visit_by_visitor, visitor);
    }
    const KindRow *row = kind_row(heap_kind(heap, object));
    if (row->traverse) row->traverse(heap, object, visitor);
}

/* subtype_clear: slots, then the dict; inline values are dropped one by one. */
static void clear_instance_parts(Heap *heap, Ref object) {
    const uint8_t *bytes = heap_at(heap, uint8_t, object);
    for (Ref at = heap_type(heap, object); at; at = heap_at(heap, Type, at)->base) {
        const Type *self = heap_at(heap, Type, at);
        if (!(self->flags & TYPE_HEAP)) break;
        for (uint32_t i = 0; i < self->slots_count; i++) {
            const Ref *slot = (const Ref *)(bytes + self->slots_offset + (size_t)i * 8);
            heap_xdecref(heap, take_slot(heap, slot));
        }
    }
    if (heap_object(heap, object)->flags & OBJECT_PREHEADER) {
        uint32_t cursor = 0;
        Ref held;
        while (heap_preheader(heap, object)->values &&
               (held = instance_take_value(heap, object, &cursor))) {
            heap_decref(heap, held);
        }
        heap_xdecref(heap, take_slot(heap, &heap_preheader(heap, object)->dict));
    } else {
        const Ref *slot = kind_added_dict_slot(heap, object);
        if (slot) heap_xdecref(heap, take_slot(heap, slot));
    }
}

void kind_clear(Heap *heap, Ref object) {
    if (heap_type_of(heap, object)->flags & TYPE_HEAP) clear_instance_parts(heap, object);
    const KindRow *row = kind_row(heap_kind(heap, object));
    if (row->clear) row->clear(heap, object);
}
