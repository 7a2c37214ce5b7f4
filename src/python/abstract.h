/* Operations on any object (Objects/abstract.c, object.c, typeobject.c of CPython 3.11): they
 * dispatch to Python-level dunders of user classes and to the C slots of built-ins, in CPython's
 * order and with its error texts. All obey vm.h's rules for results and ownership. */
#ifndef LASTREF_PYTHON_ABSTRACT_H
#define LASTREF_PYTHON_ABSTRACT_H

#include "python/native.h"

/* The number that id() and default reprs show: where the object lies in the image, moved to where
 * Linux maps the arenas of a 64-bit process, so that such numbers have as many digits. */
static inline uint64_t object_address(Ref object) {
    return UINT64_C(0x7f0000000000) + (uint64_t)object * GRANULE;
}

/* attributes: name is an interned str. Also raise AttributeError. */
Ref object_getattr(Vm *vm, Ref object, Ref name);
/* Null without exception when absent (_PyObject_LookupAttr). */
Ref object_find_attr(Vm *vm, Ref object, Ref name);
bool object_setattr(Vm *vm, Ref object, Ref name, Ref value /* null: delete */);
Ref object_getattr_cstr(Vm *vm, Ref object, const char *name);
/* LOAD_METHOD: *self is null when `*method` is an ordinary attribute, else a new reference to the
 * object and *method the unbound function. */
bool object_getmethod(Vm *vm, Ref object, Ref name, Ref *method, Ref *self);
/* PyObject_GenericGetAttr / SetAttr. */
Ref object_generic_getattr(Vm *vm, Ref object, Ref name);
bool object_generic_setattr(Vm *vm, Ref object, Ref name, Ref value);
/* The object's __dict__: borrowed, null when it has none. Materialises it. */
Ref object_dict(Vm *vm, Ref object);
/* PyObject_GenericGetDict / SetDict, for getsets. */
Ref object_get_dict(Vm *vm, Ref object);
bool object_replace_dict(Vm *vm, Ref object, Ref value);

/* types */
/* _PyType_Lookup: borrowed, null when absent; never raises. Name: interned str. */
Ref type_lookup(Vm *vm, Ref type, Ref name);
bool type_is_subtype(const Vm *vm, Ref type, Ref base);
/* isinstance / issubclass with tuples and __instancecheck__. */
int object_isinstance(Vm *vm, Ref object, Ref classes);
int object_issubclass(Vm *vm, Ref derived, Ref classes);
/* tp_name as error messages show it: into the buffer that the caller gives; returns it. */
const char *type_name(const Vm *vm, Ref type, char *buffer, size_t size);
/* The same for the type of an object. */
const char *object_type_name(const Vm *vm, Ref object, char *buffer, size_t size);
enum {
    TYPE_NAME_MAX = 128 /* bytes that fit any name here; longer ones are cut as %.100s does */
};

/* The static type or nearest built-in base of a type. */
static inline TypeId type_native(const Vm *vm, Ref type) {
    return (TypeId)heap_at(&vm->heap, Type, type)->native;
}
/* tp_finalize: whether a class of the mro defines __del__ is TYPE_FINALIZER. */
/* Py_TYPE(x)->tp_descr_get: the value a found attribute gives when fetched through `object` (null:
 * through the class `type`): new reference; the attribute itself where it is no descriptor. */
Ref descriptor_get(Vm *vm, Ref descriptor, Ref object, Ref type);
bool descriptor_has_get(const Vm *vm, Ref descriptor);
bool descriptor_is_data(const Vm *vm, Ref descriptor);
/* Py_TPFLAGS_METHOD_DESCRIPTOR: called with self first instead of being bound. */
bool descriptor_is_method(const Vm *vm, Ref descriptor);

/* text */
Ref object_repr(Vm *vm, Ref object);
Ref object_str(Vm *vm, Ref object);
Ref object_ascii(Vm *vm, Ref object);
Ref object_format(Vm *vm, Ref object, Ref spec /* str or null */);
/* Py_ReprEnter: 1 when the object is already being printed, 0 entered, -1. */
int object_repr_enter(Vm *vm, Ref object);
void object_repr_leave(Vm *vm, Ref object);

/* comparison, hash, truth */
Ref object_compare(Vm *vm, Ref a, Ref b, CompareOp op);
/* 1, 0, -1; identical objects are equal (PyObject_RichCompareBool). */
int object_compare_bool(Vm *vm, Ref a, Ref b, CompareOp op);
bool object_hash(Vm *vm, Ref object, uint64_t *hash);
int object_is_true(Vm *vm, Ref object);
/* The same of an answer that the caller owns and gives away: steals it, also when this fails. */
int object_take_truth(Vm *vm, Ref object);
/* _PyObject_IsAbstract: whether it has a true `__isabstractmethod__`. 1, 0, -1. */
int object_is_abstract(Vm *vm, Ref object);

/* _PyObject_LookupSpecial and a call: as vm_call_special, but the method is bound first and the
 * bound method lives through the call. What most of CPython's built-in functions do (round,
 * sys.getsizeof, reversed, dict's __missing__). */
Ref object_call_bound(Vm *vm, Ref self, const char *name, const Ref *values, uint32_t count,
                      bool *found);

/* numbers */
Ref object_binary(Vm *vm, Ref a, Ref b, BinaryOp op);
Ref object_inplace(Vm *vm, Ref a, Ref b, BinaryOp op);
Ref object_unary(Vm *vm, Ref object, UnaryOp op);
/* PyNumber_Index: an exact int. */
Ref object_index(Vm *vm, Ref object);
/* PyNumber_AsSsize_t: clipped to int64 when `overflow` is TYPE_ID_COUNT, else raises that type. */
bool object_as_i64(Vm *vm, Ref object, TypeId overflow, int64_t *out);
/* PyLong_AsSsize_t after PyNumber_Index, as the parsers of arguments do it. */
bool object_as_size(Vm *vm, Ref object, int64_t *out);

/* iteration */
Ref object_iter(Vm *vm, Ref object);
/* Null without exception: exhausted (StopIteration is cleared). */
Ref object_next(Vm *vm, Ref iterator);
/* A new list of all items (PySequence_List). */
Ref object_to_list(Vm *vm, Ref iterable);
/* PySequence_Fast: the value itself when it is a list or tuple, else a list of what its iterator
 * gives; TypeError with `message` when it cannot be iterated. New reference. */
Ref object_fast_sequence(Vm *vm, Ref value, const char *message);
Ref object_to_tuple(Vm *vm, Ref iterable);
/* list.extend(iterable) as CPython does it. */
bool object_extend_list(Vm *vm, Ref list, Ref iterable);
/* __length_hint__: -1 with exception. */
int64_t object_length_hint(Vm *vm, Ref object, int64_t otherwise);

/* containers */
int64_t object_length(Vm *vm, Ref object);
Ref object_getitem(Vm *vm, Ref object, Ref key);
bool object_setitem(Vm *vm, Ref object, Ref key, Ref value);
bool object_delitem(Vm *vm, Ref object, Ref key);
int object_contains(Vm *vm, Ref container, Ref value);
/* Slice arithmetic (PySlice_Unpack and AdjustIndices): returns the number of items. */
bool slice_indices(Vm *vm, Ref slice, int64_t length, int64_t *start, int64_t *stop, int64_t *step,
                   int64_t *count);

/* dicts with any key: hash computed, KeyError not raised. */
int object_dict_find(Vm *vm, Ref dict, Ref key, Ref *value /* borrowed */);
int object_dict_set(Vm *vm, Ref dict, Ref key, Ref value);
int object_dict_remove(Vm *vm, Ref dict, Ref key, Ref *value);
int object_set_add(Vm *vm, Ref set, Ref key);

/* Convenience: an interned static name; borrowed. */
Ref name_ref(Vm *vm, const char *ascii);

static inline Ref new_ref(Vm *vm, Ref object) {
    return heap_incref(&vm->heap, object);
}
static inline Ref new_none(Vm *vm) {
    return heap_incref(&vm->heap, heap_root(&vm->heap)->none);
}
static inline Ref new_bool(Vm *vm, bool value) {
    const HeapRoot *root = heap_root(&vm->heap);
    return heap_incref(&vm->heap, value ? root->true_ : root->false_);
}
static inline Ref new_not_implemented(Vm *vm) {
    return heap_incref(&vm->heap, heap_root(&vm->heap)->not_implemented);
}

#endif
