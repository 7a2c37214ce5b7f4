/* Rows of kinds whose record is a plain list of references: each is told by a table of its fields,
 * in the order of CPython 3.11's tp_traverse and, where it differs, of its tp_dealloc. */
#include "heap/dict.h"
#include "heap/kind.h"

#include <stddef.h>

typedef struct Field {
    uint16_t offset; /* of the Ref in the record */
    uint16_t field;  /* SlotField */
    bool hidden;     /* tp_traverse leaves it out */
} Field;

static const Ref *field_at(const Heap *heap, Ref object, const Field *field) {
    return (const Ref *)(heap_at(heap, uint8_t, object) + field->offset);
}

static void fields_traverse(const Heap *heap, Ref object, Visitor *visitor, const Field *fields,
                            size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (fields[i].hidden && !visitor->all) continue;
        visit_field(visitor, (SlotField)fields[i].field, *field_at(heap, object, &fields[i]));
    }
}

static Ref fields_take(Heap *heap, Ref object, const Field *fields, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const Ref *slot = field_at(heap, object, &fields[i]);
        if (*slot) return take_slot(heap, slot);
    }
    return REF_NULL;
}

static void fields_clear(Heap *heap, Ref object, const Field *fields, size_t count) {
    for (size_t i = 0; i < count; i++) {
        heap_xdecref(heap, take_slot(heap, field_at(heap, object, &fields[i])));
    }
}

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define FIELD(T, member, name)                                                                     \
    { offsetof(T, member), SLOT_FIELD_##name, false }
#define HIDDEN(T, member, name)                                                                    \
    { offsetof(T, member), SLOT_FIELD_##name, true }
#define EXTRA(index)                                                                               \
    { offsetof(Exception, extra) + (index) * sizeof(Ref), SLOT_FIELD_EXTRA, false }

/* Defines NAME_traverse, NAME_take and NAME_clear over a table of fields in traverse order and one
 * in dealloc order. */
#define RECORD_ROW(NAME)                                                                           \
    static void NAME##_traverse(const Heap *heap, Ref object, Visitor *visitor) {                  \
        fields_traverse(heap, object, visitor, NAME##_fields, COUNT(NAME##_fields));               \
    }                                                                                              \
    static Ref NAME##_take(Heap *heap, Ref object, uint32_t *cursor) {                             \
        (void)cursor;                                                                              \
        return fields_take(heap, object, NAME##_dropped, COUNT(NAME##_dropped));                   \
    }

#define CLEAR_ROW(NAME)                                                                            \
    static void NAME##_clear(Heap *heap, Ref object) {                                             \
        fields_clear(heap, object, NAME##_dropped, COUNT(NAME##_dropped));                         \
    }

/* ---- singletons, plain instances ---- */

const KindRow kind_singleton = {.name = "singleton"};
const KindRow kind_instance = {.name = "instance"};

/* ---- module ---- */

static const Field module_fields[] = {FIELD(Module, dict, DICT), HIDDEN(Module, name, NAME)};
#define module_dropped module_fields
RECORD_ROW(module)

static void module_clear(Heap *heap, Ref object) {
    heap_xdecref(heap, take_slot(heap, &heap_at(heap, Module, object)->dict));
}

const KindRow kind_module = {
    .name = "module", .traverse = module_traverse, .clear = module_clear, .take = module_take};

/* ---- range, slice ---- */

static const Field range_fields[] = {HIDDEN(Range, start, START), HIDDEN(Range, stop, STOP),
                                     HIDDEN(Range, step, STEP), HIDDEN(Range, length, LENGTH)};
#define range_dropped range_fields
RECORD_ROW(range)
const KindRow kind_range = {.name = "range", .traverse = range_traverse, .take = range_take};

static const Field slice_fields[] = {FIELD(Slice, start, START), FIELD(Slice, stop, STOP),
                                     FIELD(Slice, step, STEP)};
static const Field slice_dropped[] = {FIELD(Slice, step, STEP), FIELD(Slice, start, START),
                                      FIELD(Slice, stop, STOP)};
RECORD_ROW(slice)

/* CPython keeps one slice for the next request (slice_cache). */
static void slice_free(Heap *heap, Ref object) {
    const HeapRoot *root = heap_root(heap);
    if (root->free_slice) {
        heap_free_object(heap, object);
    } else {
        heap_set(heap, root->free_slice, object);
    }
}

const KindRow kind_slice = {
    .name = "slice", .traverse = slice_traverse, .take = slice_take, .free = slice_free};

/* ---- iterators and views ---- */

static SlotField iterator_field(uint16_t which, int field) {
    switch (which) {
    case ITER_LONG_RANGE:
        return field == 0 ? SLOT_FIELD_START : field == 1 ? SLOT_FIELD_STEP : SLOT_FIELD_LENGTH;
    case ITER_CALLABLE: return field == 0 ? SLOT_FIELD_CALLABLE : SLOT_FIELD_SENTINEL;
    case ITER_ENUMERATE:
        return field == 0 ? SLOT_FIELD_ITERATED : field == 1 ? SLOT_FIELD_RESULT : SLOT_FIELD_INDEX;
    case ITER_DICT_REVERSE_ITEMS:
    case ITER_DICT_ITEMS: return field == 0 ? SLOT_FIELD_ITERATED : SLOT_FIELD_RESULT;
    case ITER_ZIP: return field == 0 ? SLOT_FIELD_ITERATORS : SLOT_FIELD_RESULT;
    case ITER_MAP: return field == 0 ? SLOT_FIELD_ITERATORS : SLOT_FIELD_FUNC;
    case ITER_FILTER: return field == 0 ? SLOT_FIELD_ITERATED : SLOT_FIELD_FUNC;
    default: return SLOT_FIELD_ITERATED;
    }
}

/* The third reference exists only in the long records. */
static bool has_third(uint16_t which) {
    return which == ITER_LONG_RANGE || which == ITER_ENUMERATE;
}

static void iterator_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const Iterator *self = heap_at(heap, Iterator, object);
    uint16_t which = self->head.which;
    if (which == ITER_RANGE || (which == ITER_LONG_RANGE && !visitor->all)) return;
    visit_field(visitor, iterator_field(which, 0), self->a);
    visit_field(visitor, iterator_field(which, 1), self->b);
    if (has_third(which)) visit_field(visitor, iterator_field(which, 2), self->c);
}

/* filter_dealloc drops the function first. */
static Ref iterator_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const Iterator *self = heap_at(heap, Iterator, object);
    uint16_t which = self->head.which;
    if (which == ITER_RANGE) return REF_NULL;
    if (which == ITER_FILTER && self->b) return take_slot(heap, &self->b);
    if (self->a) return take_slot(heap, &self->a);
    if (self->b) return take_slot(heap, &self->b);
    return has_third(which) ? take_slot(heap, &self->c) : REF_NULL;
}

const KindRow kind_iterator = {
    .name = "iterator", .traverse = iterator_traverse, .take = iterator_take};

static const Field dict_view_fields[] = {FIELD(DictView, dict, MAPPING)};
#define dict_view_dropped dict_view_fields
RECORD_ROW(dict_view)
const KindRow kind_dict_view = {
    .name = "dict view", .traverse = dict_view_traverse, .take = dict_view_take};

/* ---- exceptions ---- */

/* A subclass's own fields come before BaseException's in both orders. */
static const Field exception_fields[] = {
    EXTRA(0),
    EXTRA(1),
    EXTRA(2),
    EXTRA(3),
    FIELD(Exception, dict, DICT),
    FIELD(Exception, args, ARGS),
    FIELD(Exception, notes, NOTES),
    FIELD(Exception, traceback, TRACEBACK),
    FIELD(Exception, cause, CAUSE),
    FIELD(Exception, context, CONTEXT),
};
#define exception_dropped exception_fields
RECORD_ROW(exception)
CLEAR_ROW(exception)
const KindRow kind_exception = {.name = "exception",
                                .traverse = exception_traverse,
                                .clear = exception_clear,
                                .take = exception_take,
                                .trashcan = true};

/* ---- descriptors ---- */

static const Field property_fields[] = {FIELD(Property, get, GET), FIELD(Property, set, SET),
                                        FIELD(Property, del, DEL), FIELD(Property, doc, DOC),
                                        HIDDEN(Property, name, NAME)};
#define property_dropped property_fields
RECORD_ROW(property)
const KindRow kind_property = {
    .name = "property", .traverse = property_traverse, .take = property_take};

static const Field wrapper_fields[] = {FIELD(Wrapper, callable, FUNC), FIELD(Wrapper, dict, DICT)};
#define wrapper_dropped wrapper_fields
RECORD_ROW(wrapper)
CLEAR_ROW(wrapper)
const KindRow kind_staticmethod = {.name = "staticmethod",
                                   .traverse = wrapper_traverse,
                                   .clear = wrapper_clear,
                                   .take = wrapper_take};
const KindRow kind_classmethod = {.name = "classmethod",
                                  .traverse = wrapper_traverse,
                                  .clear = wrapper_clear,
                                  .take = wrapper_take};

static const Field cfunction_fields[] = {FIELD(CFunction, self, SELF),
                                         FIELD(CFunction, module, MODULE)};
#define cfunction_dropped cfunction_fields
RECORD_ROW(cfunction)
const KindRow kind_cfunction = {.name = "built-in function",
                                .traverse = cfunction_traverse,
                                .take = cfunction_take,
                                .trashcan = true};

static const Field method_descriptor_fields[] = {FIELD(MethodDescriptor, owner, OWNER),
                                                 HIDDEN(MethodDescriptor, name, NAME),
                                                 HIDDEN(MethodDescriptor, qualname, QUALNAME)};
#define method_descriptor_dropped method_descriptor_fields
RECORD_ROW(method_descriptor)
const KindRow kind_method_descriptor = {.name = "method descriptor",
                                        .traverse = method_descriptor_traverse,
                                        .take = method_descriptor_take};

static const Field method_wrapper_fields[] = {FIELD(MethodWrapper, descriptor, DESCRIPTOR),
                                              FIELD(MethodWrapper, self, SELF)};
#define method_wrapper_dropped method_wrapper_fields
RECORD_ROW(method_wrapper)
const KindRow kind_method_wrapper = {.name = "method-wrapper",
                                     .traverse = method_wrapper_traverse,
                                     .take = method_wrapper_take,
                                     .trashcan = true};

static const Field getset_fields[] = {FIELD(GetSet, owner, OWNER), HIDDEN(GetSet, name, NAME),
                                      HIDDEN(GetSet, qualname, QUALNAME)};
#define getset_dropped getset_fields
RECORD_ROW(getset)
const KindRow kind_getset = {
    .name = "getset descriptor", .traverse = getset_traverse, .take = getset_take};

static const Field super_fields[] = {FIELD(Super, object, SELF), FIELD(Super, type, SUPER_TYPE),
                                     FIELD(Super, object_type, SUPER_SELF_TYPE)};
#define super_dropped super_fields
RECORD_ROW(super)
const KindRow kind_super = {.name = "super", .traverse = super_traverse, .take = super_take};

static const Field generic_alias_fields[] = {FIELD(GenericAlias, origin, ORIGIN),
                                             FIELD(GenericAlias, args, ARGS),
                                             FIELD(GenericAlias, parameters, PARAMETERS)};
#define generic_alias_dropped generic_alias_fields
RECORD_ROW(generic_alias)
const KindRow kind_generic_alias = {
    .name = "generic alias", .traverse = generic_alias_traverse, .take = generic_alias_take};

static const Field union_fields[] = {FIELD(UnionType, args, ARGS),
                                     FIELD(UnionType, parameters, PARAMETERS)};
#define union_dropped union_fields
RECORD_ROW(union)
const KindRow kind_union = {
    .name = "union of types", .traverse = union_traverse, .take = union_take};

static const Field mapping_proxy_fields[] = {FIELD(MappingProxy, mapping, MAPPING)};
#define mapping_proxy_dropped mapping_proxy_fields
RECORD_ROW(mapping_proxy)
const KindRow kind_mapping_proxy = {
    .name = "mappingproxy", .traverse = mapping_proxy_traverse, .take = mapping_proxy_take};

/* Its one reference is the dict after the header. */
static const Field namespace_fields[] = {{sizeof(Object), SLOT_FIELD_DICT, false}};
#define namespace_dropped namespace_fields
RECORD_ROW(namespace)
const KindRow kind_namespace = {
    .name = "namespace", .traverse = namespace_traverse, .take = namespace_take};

/* ---- classes ---- */

/* type_traverse: dict, mro, bases, base; the rest only in the full walk. */
static const Field type_fields[] = {
    FIELD(Type, dict, DICT),         FIELD(Type, mro, MRO),
    FIELD(Type, bases, BASES),       FIELD(Type, base, BASE),
    HIDDEN(Type, module, MODULE),    HIDDEN(Type, subclasses, SUBCLASSES),
    HIDDEN(Type, name, NAME),        HIDDEN(Type, qualname, QUALNAME),
    HIDDEN(Type, slot_names, SLOTS),
};
static const Field type_dropped[] = {
    FIELD(Type, base, BASE),
    FIELD(Type, dict, DICT),
    FIELD(Type, bases, BASES),
    FIELD(Type, mro, MRO),
    FIELD(Type, subclasses, SUBCLASSES),
    FIELD(Type, name, NAME),
    FIELD(Type, qualname, QUALNAME),
    FIELD(Type, slot_names, SLOTS),
    FIELD(Type, module, MODULE),
};

static void type_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    fields_traverse(heap, object, visitor, type_fields, COUNT(type_fields));
    Ref keys = heap_at(heap, Type, object)->keys;
    if (keys && visitor->all && (!visitor->enter_block || visitor->enter_block(visitor, keys))) {
        dict_keys_traverse(heap, keys, visitor);
    }
}

/* type_clear: the attributes and the mro; the dict itself stays. */
static void type_clear(Heap *heap, Ref object) {
    const Type *self = heap_at(heap, Type, object);
    if (self->keys) {
        Ref keys = take_slot(heap, &self->keys);
        dict_keys_decref(heap, keys);
    }
    if (self->dict) dict_clear(heap, self->dict);
    heap_xdecref(heap, take_slot(heap, &self->mro));
}

static Ref type_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    Ref held = fields_take(heap, object, type_dropped, COUNT(type_dropped));
    if (held) return held;
    const Type *self = heap_at(heap, Type, object);
    if (self->keys) dict_keys_decref(heap, take_slot(heap, &self->keys));
    return REF_NULL;
}

static size_t type_extra_size(const Heap *heap, Ref object) {
    const Type *self = heap_at(heap, Type, object);
    /* sizeof(PyTypeObject) is 408; a heap type has sizeof(PyHeapTypeObject), which is
     * type.__basicsize__, and its cached keys. Those that a module in C makes have none. */
    if (kind_type_is_made_by_module(self)) return 0;
    if (!(self->flags & TYPE_HEAP)) return (size_t)408 - heap_type_of(heap, object)->basicsize;
    if (!self->keys) return 0;
    const DictKeys *keys = heap_at(heap, DictKeys, self->keys);
    uint32_t usable = ((uint32_t)2 << keys->log2_size) / 3;
    return 32 + ((size_t)1 << keys->log2_index_bytes) + (size_t)usable * 16;
}

const KindRow kind_type = {.name = "type",
                           .traverse = type_traverse,
                           .clear = type_clear,
                           .take = type_take,
                           .extra_size = type_extra_size};
