/* The descriptors that built-in types and classes are made of (Objects/descrobject.c), and the
 * __dict__ and __weakref__ descriptors of classes (Objects/typeobject.c). */
#include "heap/dict.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/call.h"
#include "python/error.h"
#include "python/slot_wrapper.h"
#include "python/type.h"

#include <string.h>

static const MethodDescriptor *method_at(const Vm *vm, Ref descriptor) {
    return heap_at(&vm->heap, MethodDescriptor, descriptor);
}

static const GetSet *getset_at(const Vm *vm, Ref descriptor) {
    return heap_at(&vm->heap, GetSet, descriptor);
}

/* A str as C text in a buffer of the caller. */
static const char *name_text(const Vm *vm, Ref name, char *buffer, size_t size) {
    TextBuffer text = {0};
    str_append_to(&vm->heap, name, &text);
    size_t length = text.length < size ? text.length : size - 1;
    memcpy(buffer, text_cstr(&text), length);
    buffer[length] = 0;
    text_deinit(&text);
    return buffer;
}

static Ref repr_of(Vm *vm, const char *what, Ref name, Ref owner) {
    char text[TYPE_NAME_MAX], type[TYPE_NAME_MAX];
    return str_newf(&vm->heap, "<%s '%s' of '%s' objects>", what,
                    name_text(vm, name, text, sizeof text),
                    type_name(vm, owner, type, sizeof type));
}

/* descr_check: whether the descriptor applies to the object. */
static bool applies(Vm *vm, Ref owner, Ref name, Ref object) {
    if (type_is_subtype(vm, heap_type(&vm->heap, object), owner)) return true;
    char text[TYPE_NAME_MAX], type[TYPE_NAME_MAX], other[TYPE_NAME_MAX];
    vm_raise(vm, TYPE_ID_TYPE_ERROR,
             "descriptor '%s' for '%s' objects doesn't apply to a '%s' object",
             name_text(vm, name, text, sizeof text), type_name(vm, owner, type, sizeof type),
             object_type_name(vm, object, other, sizeof other));
    return false;
}

/* "list.append", made when asked for and kept. */
static Ref qualname_of(Vm *vm, Ref owner, Ref name, const Ref *kept) {
    if (!*kept) {
        TextBuffer text = {0};
        str_append_to(&vm->heap, type_at(vm, owner)->qualname, &text);
        text_append_char(&text, '.');
        str_append_to(&vm->heap, name, &text);
        Ref made = str_new(&vm->heap, (Text){text.bytes, text.length});
        text_deinit(&text);
        if (!made) return error_no_memory(vm);
        image_set32(&vm->heap.image, kept, made);
    }
    return new_ref(vm, *kept);
}

/* ---- method_descriptor ---- */

static Ref bind_native(Vm *vm, Ref descriptor, Ref self) {
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_BUILTIN_FUNCTION), 0);
    if (!made) return error_no_memory(vm);
    const CFunction *function = heap_at(heap, CFunction, made);
    heap_set(heap, function->self, new_ref(vm, self));
    heap_set(heap, function->native, method_at(vm, descriptor)->native);
    heap_set(heap, function->owner, method_at(vm, descriptor)->owner);
    heap_track(heap, made);
    return made;
}

static Ref method_get(Vm *vm, Ref self, Ref object, Ref type) {
    (void)type;
    if (!object) return new_ref(vm, self);
    if (!applies(vm, method_at(vm, self)->owner, method_at(vm, self)->name, object)) {
        return REF_NULL;
    }
    return bind_native(vm, self, object);
}

static Ref method_call(Vm *vm, Ref self, Args args) {
    char text[TYPE_NAME_MAX];
    const MethodDescriptor *at = method_at(vm, self);
    if (at->which == METHOD_UNBUILT) return native_touch_unbuilt(vm, self);
    if (args.count < 1) {
        Ref qualname = qualname_of(vm, at->owner, at->name, &at->qualname);
        if (!qualname) return REF_NULL;
        name_text(vm, qualname, text, sizeof text);
        heap_decref(&vm->heap, qualname);
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "unbound method %s() needs an argument", text);
    }
    if (!applies(vm, at->owner, at->name, args.values[0])) return REF_NULL;
    Args rest = {args.values + 1, args.count - 1, args.names};
    return native_call(vm, native_function(at->native), self, args.values[0], rest);
}

static Ref method_repr(Vm *vm, Ref self) {
    return repr_of(vm, "method", method_at(vm, self)->name, method_at(vm, self)->owner);
}

static Ref get_method_name(Vm *vm, Ref self) {
    return new_ref(vm, method_at(vm, self)->name);
}

static Ref get_method_owner(Vm *vm, Ref self) {
    return new_ref(vm, method_at(vm, self)->owner);
}

static Ref get_method_qualname(Vm *vm, Ref self) {
    const MethodDescriptor *at = method_at(vm, self);
    return qualname_of(vm, at->owner, at->name, &at->qualname);
}

static const NativeGetSet method_getsets[] = {
    {.name = "__objclass__", .get = get_method_owner, .member = true},
    {.name = "__name__", .get = get_method_name, .member = true},
    {.name = "__qualname__", .get = get_method_qualname},
    {0},
};

const TypeSpec type_spec_METHOD_DESCRIPTOR = {
    .slots = {.repr = method_repr, .call = method_call, .descr_get = method_get},
    .getsets = method_getsets,
    .unbuilt = "__reduce__ __doc__ __text_signature__",
};

/* ---- classmethod_descriptor ---- */

static Ref classmethod_get(Vm *vm, Ref self, Ref object, Ref type) {
    const MethodDescriptor *at = method_at(vm, self);
    char text[TYPE_NAME_MAX], name[TYPE_NAME_MAX], other[TYPE_NAME_MAX];
    if (!type && object) type = heap_type(&vm->heap, object);
    if (!type || !is_type(vm, type) || !type_is_subtype(vm, type, at->owner)) {
        return vm_raise(
            vm, TYPE_ID_TYPE_ERROR, "descriptor '%s' requires a subtype of '%s' but received '%s'",
            name_text(vm, at->name, text, sizeof text), type_name(vm, at->owner, name, sizeof name),
            type && is_type(vm, type) ? type_name(vm, type, other, sizeof other) : "?");
    }
    return bind_native(vm, self, type);
}

static Ref classmethod_call(Vm *vm, Ref self, Args args) {
    const MethodDescriptor *at = method_at(vm, self);
    char text[TYPE_NAME_MAX], name[TYPE_NAME_MAX];
    if (args.count < 1) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "descriptor '%s' of '%s' object needs an argument",
                        name_text(vm, at->name, text, sizeof text),
                        type_name(vm, at->owner, name, sizeof name));
    }
    Ref bound = classmethod_get(vm, self, REF_NULL, args.values[0]);
    if (!bound) return REF_NULL;
    heap_decref(&vm->heap, bound);
    Args rest = {args.values + 1, args.count - 1, args.names};
    return native_call(vm, native_function(at->native), self, args.values[0], rest);
}

const TypeSpec type_spec_CLASSMETHOD_DESCRIPTOR = {
    .slots = {.repr = method_repr, .call = classmethod_call, .descr_get = classmethod_get},
    .getsets = method_getsets,
    .unbuilt = "__doc__ __text_signature__",
};

/* ---- wrapper_descriptor and method-wrapper ---- */

static Ref wrapper_get(Vm *vm, Ref self, Ref object, Ref type) {
    (void)type;
    Heap *heap = &vm->heap;
    if (!object) return new_ref(vm, self);
    if (!applies(vm, method_at(vm, self)->owner, method_at(vm, self)->name, object)) {
        return REF_NULL;
    }
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_METHOD_WRAPPER), 0);
    if (!made) return error_no_memory(vm);
    heap_set(heap, heap_at(heap, MethodWrapper, made)->descriptor, new_ref(vm, self));
    heap_set(heap, heap_at(heap, MethodWrapper, made)->self, new_ref(vm, object));
    heap_track(heap, made);
    return made;
}

static bool takes_keywords(uint32_t dunder) {
    return dunder == DUNDER_INIT || dunder == DUNDER_CALL;
}

enum { WRAPPER_ARGUMENTS, WRAPPER_KEYWORDS, WRAPPER_WHOLE, WRAPPER_SLOTS };

/* wrapperdescr_raw_call, with the tuples that hold the arguments: `all` those of the whole call (an
 * unbound wrapper's include self), and one for what the slot gets; and the dict of keywords. */
static Ref call_wrapper(Vm *vm, Ref descriptor, Ref self, Args all, Args rest) {
    static const char *const slots[WRAPPER_SLOTS] = {"the arguments", "the keyword arguments",
                                                     "the arguments"};
    static const NativeFrame description = {"slot wrapper", slots, WRAPPER_SLOTS};
    Heap *heap = &vm->heap;
    const MethodDescriptor *at = method_at(vm, descriptor);
    if (rest.names && tuple_size(heap, rest.names) && !takes_keywords(at->native)) {
        char text[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "wrapper %s() takes no keyword arguments",
                        name_text(vm, at->name, text, sizeof text));
    }
    bool whole = all.count == rest.count;
    bool given = call_given_tuple(vm, all) != REF_NULL;
    bool named = rest.names && tuple_size(heap, rest.names) && !call_given_dict(vm, rest);
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref result = REF_NULL;
    if (!given && !whole) {
        Ref outer = tuple_pack(heap, all.count, all.values);
        if (outer) native_put(vm, frame, WRAPPER_WHOLE, outer);
    }
    if (named) {
        Ref dict = call_keywords_dict(vm, rest);
        if (dict) native_put(vm, frame, WRAPPER_KEYWORDS, dict);
    }
    if (!given || !whole) {
        Ref tuple = tuple_pack(heap, rest.count, rest.values);
        if (tuple) native_put(vm, frame, WRAPPER_ARGUMENTS, tuple);
        rest = args_of_tuple(vm, frame, rest);
    }
    if (heap->failure) {
        error_no_memory(vm);
    } else {
        result = slot_wrapper_call(vm, (Dunder)at->native, at->owner, self, rest);
        native_set(vm, frame, WRAPPER_ARGUMENTS, REF_NULL);
        native_set(vm, frame, WRAPPER_WHOLE, REF_NULL);
    }
    native_pop(vm, frame);
    return result;
}

/* wrapperdescr_call. */
static Ref wrapper_call(Vm *vm, Ref self, Args args) {
    const MethodDescriptor *at = method_at(vm, self);
    char text[TYPE_NAME_MAX], name[TYPE_NAME_MAX], other[TYPE_NAME_MAX];
    if (args.count < 1) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "descriptor '%s' of '%s' object needs an argument",
                        name_text(vm, at->name, text, sizeof text),
                        type_name(vm, at->owner, name, sizeof name));
    }
    Ref object = args.values[0];
    if (!type_is_subtype(vm, heap_type(&vm->heap, object), at->owner)) {
        return vm_raise(
            vm, TYPE_ID_TYPE_ERROR, "descriptor '%s' requires a '%s' object but received a '%s'",
            name_text(vm, at->name, text, sizeof text), type_name(vm, at->owner, name, sizeof name),
            object_type_name(vm, object, other, sizeof other));
    }
    Args rest = {args.values + 1, args.count - 1, args.names};
    return call_wrapper(vm, self, object, args, rest);
}

static Ref wrapper_repr(Vm *vm, Ref self) {
    return repr_of(vm, "slot wrapper", method_at(vm, self)->name, method_at(vm, self)->owner);
}

const TypeSpec type_spec_WRAPPER_DESCRIPTOR = {
    .slots = {.repr = wrapper_repr, .call = wrapper_call, .descr_get = wrapper_get},
    .getsets = method_getsets,
    .unbuilt = "__reduce__ __doc__ __text_signature__",
};

static const MethodWrapper *bound_at(const Vm *vm, Ref wrapper) {
    return heap_at(&vm->heap, MethodWrapper, wrapper);
}

static Ref bound_call(Vm *vm, Ref self, Args args) {
    return call_wrapper(vm, bound_at(vm, self)->descriptor, bound_at(vm, self)->self, args, args);
}

static Ref bound_repr(Vm *vm, Ref self) {
    char text[TYPE_NAME_MAX], name[TYPE_NAME_MAX];
    Ref object = bound_at(vm, self)->self;
    Ref method = method_at(vm, bound_at(vm, self)->descriptor)->name;
    return str_newf(&vm->heap, "<method-wrapper '%s' of %s object at 0x%llx>",
                    name_text(vm, method, text, sizeof text),
                    object_type_name(vm, object, name, sizeof name),
                    (unsigned long long)object_address(object));
}

static bool bound_hash(Vm *vm, Ref self, uint64_t *hash) {
    (void)vm;
    uint64_t a = object_address(bound_at(vm, self)->self);
    uint64_t b = object_address(bound_at(vm, self)->descriptor);
    *hash = (a >> 4 | a << 60) ^ (b >> 4 | b << 60);
    return true;
}

static Ref bound_compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if ((op != COMPARE_EQ && op != COMPARE_NE) || heap_kind(&vm->heap, b) != KIND_METHOD_WRAPPER) {
        return new_not_implemented(vm);
    }
    bool equal = bound_at(vm, a)->self == bound_at(vm, b)->self &&
                 bound_at(vm, a)->descriptor == bound_at(vm, b)->descriptor;
    return new_bool(vm, equal == (op == COMPARE_EQ));
}

static Ref bound_get_self(Vm *vm, Ref self) {
    return new_ref(vm, bound_at(vm, self)->self);
}

static Ref bound_get_name(Vm *vm, Ref self) {
    return get_method_name(vm, bound_at(vm, self)->descriptor);
}

static Ref bound_get_owner(Vm *vm, Ref self) {
    return get_method_owner(vm, bound_at(vm, self)->descriptor);
}

static Ref bound_get_qualname(Vm *vm, Ref self) {
    return get_method_qualname(vm, bound_at(vm, self)->descriptor);
}

static const NativeGetSet bound_getsets[] = {
    {.name = "__self__", .get = bound_get_self, .member = true},
    {.name = "__objclass__", .get = bound_get_owner},
    {.name = "__name__", .get = bound_get_name},
    {.name = "__qualname__", .get = bound_get_qualname},
    {0},
};

const TypeSpec type_spec_METHOD_WRAPPER = {
    .slots = {.repr = bound_repr, .hash = bound_hash, .compare = bound_compare, .call = bound_call},
    .getsets = bound_getsets,
    .unbuilt = "__reduce__ __doc__ __text_signature__",
};

/* ---- getset_descriptor, member_descriptor ---- */

Ref object_get_dict(Vm *vm, Ref object) {
    Ref dict = object_dict(vm, object);
    if (dict) return new_ref(vm, dict);
    if (vm->heap.failure) return error_no_memory(vm);
    return vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "This object has no __dict__");
}

static bool set_dict(Vm *vm, Ref object, Ref value) {
    if (value && !is_instance_flag(&vm->heap, value, TYPE_DICT)) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__dict__ must be set to a dictionary, not a '%s'",
                 object_type_name(vm, value, name, sizeof name));
        return false;
    }
    instance_set_dict(&vm->heap, object, value);
    return true;
}

bool object_replace_dict(Vm *vm, Ref object, Ref value) {
    if (!value) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "cannot delete __dict__");
        return false;
    }
    return set_dict(vm, object, value);
}

static Ref get_weakref(Vm *vm, Ref object) {
    const Type *type = heap_type_of(&vm->heap, object);
    const uint8_t *bytes = heap_at(&vm->heap, uint8_t, object);
    Ref first = type->weak_offset ? *(const Ref *)(bytes + type->weak_offset) : REF_NULL;
    return first ? new_ref(vm, first) : new_none(vm);
}

/* Where the slot of a class lies in the object. */
static const Ref *member_at(const Vm *vm, Ref self, Ref object) {
    return (const Ref *)(heap_at(&vm->heap, uint8_t, object) + getset_at(vm, self)->offset);
}

static Ref get_member(Vm *vm, Ref self, Ref object) {
    Ref value = *member_at(vm, self, object);
    if (value) return new_ref(vm, value);
    char name[TYPE_NAME_MAX], text[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "'%s' object has no attribute '%s'",
                    object_type_name(vm, object, name, sizeof name),
                    name_text(vm, getset_at(vm, self)->name, text, sizeof text));
}

static bool set_member(Vm *vm, Ref self, Ref object, Ref value) {
    const Ref *slot = member_at(vm, self, object);
    if (!value && !*slot) {
        vm_raise_object(vm, TYPE_ID_ATTRIBUTE_ERROR, getset_at(vm, self)->name);
        return false;
    }
    heap_replace(&vm->heap, slot, heap_xincref(&vm->heap, value));
    return true;
}

static Ref getset_get(Vm *vm, Ref self, Ref object, Ref type) {
    (void)type;
    const GetSet *at = getset_at(vm, self);
    if (!object) return new_ref(vm, self);
    if (!applies(vm, at->owner, at->name, object)) return REF_NULL;
    char name[TYPE_NAME_MAX], text[TYPE_NAME_MAX];
    switch (at->which) {
    case GETSET_DICT: return object_get_dict(vm, object);
    case GETSET_WEAKREF: return get_weakref(vm, object);
    case GETSET_MEMBER: return get_member(vm, self, object);
    default: break;
    }
    const NativeGetSet *row = native_getset(at->native);
    if (row->get) return row->get(vm, object);
    return vm_unsupported(vm, "%s.%s", type_name(vm, at->owner, name, sizeof name),
                          name_text(vm, at->name, text, sizeof text));
}

static bool getset_set(Vm *vm, Ref self, Ref object, Ref value) {
    const GetSet *at = getset_at(vm, self);
    char name[TYPE_NAME_MAX], text[TYPE_NAME_MAX];
    if (!applies(vm, at->owner, at->name, object)) return false;
    switch (at->which) {
    case GETSET_DICT: return set_dict(vm, object, value);
    case GETSET_MEMBER: return set_member(vm, self, object, value);
    default: break;
    }
    const NativeGetSet *row = at->which == GETSET_NATIVE ? native_getset(at->native) : NULL;
    if (row && row->set) return row->set(vm, object, value);
    if (row && row->member) {
        vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "readonly attribute");
    } else {
        vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "attribute '%s' of '%s' objects is not writable",
                 name_text(vm, at->name, text, sizeof text),
                 type_name(vm, at->owner, name, sizeof name));
    }
    return false;
}

static Ref getset_repr(Vm *vm, Ref self) {
    bool member = is_exact(&vm->heap, self, TYPE_ID_MEMBER_DESCRIPTOR);
    return repr_of(vm, member ? "member" : "attribute", getset_at(vm, self)->name,
                   getset_at(vm, self)->owner);
}

static Ref getset_get_name(Vm *vm, Ref self) {
    return new_ref(vm, getset_at(vm, self)->name);
}

static Ref getset_get_owner(Vm *vm, Ref self) {
    return new_ref(vm, getset_at(vm, self)->owner);
}

static Ref getset_get_qualname(Vm *vm, Ref self) {
    const GetSet *at = getset_at(vm, self);
    return qualname_of(vm, at->owner, at->name, &at->qualname);
}

static const NativeGetSet getset_getsets[] = {
    {.name = "__objclass__", .get = getset_get_owner, .member = true},
    {.name = "__name__", .get = getset_get_name, .member = true},
    {.name = "__qualname__", .get = getset_get_qualname},
    {0},
};

const TypeSpec type_spec_GETSET_DESCRIPTOR = {
    .slots = {.repr = getset_repr, .descr_get = getset_get, .descr_set = getset_set},
    .getsets = getset_getsets,
    .unbuilt = "__doc__",
};

const TypeSpec type_spec_MEMBER_DESCRIPTOR = {
    .slots = {.repr = getset_repr, .descr_get = getset_get, .descr_set = getset_set},
    .getsets = getset_getsets,
    .unbuilt = "__reduce__ __doc__",
};
