/* The type `type`: its attributes and methods (Objects/typeobject.c). */
#include "python/type.h"
#include "heap/dict.h"
#include "heap/int.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/abstract_slots.h"
#include "python/error.h"
#include "python/generic_alias.h"
#include "python/specialize.h"

static Ref type_repr(Vm *vm, Ref self) {
    TextBuffer text = {0};
    text_append_string(&text, "<class '");
    type_append_full_name(vm, self, &text);
    text_append_string(&text, "'>");
    Ref result = str_new(&vm->heap, (Text){text.bytes, text.length});
    text_deinit(&text);
    return result ? result : error_no_memory(vm);
}

static bool type_init(Vm *vm, Ref self, Args args) {
    (void)self;
    if (args.count == 1 && args.names && tuple_size(&vm->heap, args.names)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "type.__init__() takes no keyword arguments");
        return false;
    }
    if (args.count != 1 && args.count != 3) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "type.__init__() takes 1 or 3 arguments");
        return false;
    }
    return true;
}

/* ---- attributes ---- */

/* check_set_special_type_attr. */
static bool may_set(Vm *vm, Ref type, Ref value, const char *name) {
    char text[TYPE_NAME_MAX];
    if (type_at(vm, type)->flags & TYPE_IMMUTABLE) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "cannot set '%s' attribute of immutable type '%s'", name,
                 type_name(vm, type, text, sizeof text));
        return false;
    }
    if (!value) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "cannot delete '%s' attribute of immutable type '%s'",
                 name, type_name(vm, type, text, sizeof text));
        return false;
    }
    return true;
}

/* type_name, type_qualname: that of a built-in class is C text, of which each call makes a str. */
static Ref name_of(Vm *vm, Ref self, Ref name) {
    if (type_is_heap(vm, self)) return new_ref(vm, name);
    TextBuffer text = {0};
    str_append_to(&vm->heap, name, &text);
    Ref made = str_new_cstr(&vm->heap, text_cstr(&text));
    text_deinit(&text);
    return made ? made : error_no_memory(vm);
}

static Ref get_name(Vm *vm, Ref self) {
    return name_of(vm, self, type_at(vm, self)->name);
}

static bool set_str_field(Vm *vm, Ref self, Ref value, const char *name, const Ref *field) {
    char text[TYPE_NAME_MAX], other[TYPE_NAME_MAX];
    if (!may_set(vm, self, value, name)) return false;
    if (!is_instance_flag(&vm->heap, value, TYPE_STR)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "can only assign string to %s.%s, not '%s'",
                 type_name(vm, self, text, sizeof text), name,
                 object_type_name(vm, value, other, sizeof other));
        return false;
    }
    heap_replace(&vm->heap, field, new_ref(vm, value));
    return true;
}

static bool set_name(Vm *vm, Ref self, Ref value) {
    return set_str_field(vm, self, value, "__name__", &type_at(vm, self)->name);
}

static Ref get_qualname(Vm *vm, Ref self) {
    return name_of(vm, self, type_at(vm, self)->qualname);
}

static bool set_qualname(Vm *vm, Ref self, Ref value) {
    return set_str_field(vm, self, value, "__qualname__", &type_at(vm, self)->qualname);
}

static Ref get_module(Vm *vm, Ref self) {
    const Type *type = type_at(vm, self);
    if (!(type->flags & TYPE_HEAP)) return new_ref(vm, type->module);
    Ref module = dict_get_str(&vm->heap, type->dict, dunder_name(vm, DUNDER_MODULE));
    if (module) return new_ref(vm, module);
    return vm_raise_object(vm, TYPE_ID_ATTRIBUTE_ERROR, dunder_name(vm, DUNDER_MODULE));
}

static bool set_module(Vm *vm, Ref self, Ref value) {
    if (!may_set(vm, self, value, "__module__")) return false;
    specialize_forget_type(vm, self);
    return dict_set_str(&vm->heap, type_at(vm, self)->dict, dunder_name(vm, DUNDER_MODULE),
                        value) == 0;
}

static Ref get_bases(Vm *vm, Ref self) {
    return new_ref(vm, type_at(vm, self)->bases);
}

static bool set_bases(Vm *vm, Ref self, Ref value) {
    char text[TYPE_NAME_MAX], other[TYPE_NAME_MAX];
    if (!may_set(vm, self, value, "__bases__")) return false;
    if (!is_instance_flag(&vm->heap, value, TYPE_TUPLE)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "can only assign tuple to %s.__bases__, not %s",
                 type_name(vm, self, text, sizeof text),
                 object_type_name(vm, value, other, sizeof other));
        return false;
    }
    vm_unsupported(vm, "assignment to __bases__");
    return false;
}

static Ref get_base(Vm *vm, Ref self) {
    Ref base = type_at(vm, self)->base;
    return base ? new_ref(vm, base) : new_none(vm);
}

static Ref get_mro(Vm *vm, Ref self) {
    return new_ref(vm, type_at(vm, self)->mro);
}

static Ref get_dict(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    Ref made = type_alloc(vm, type_ref(heap, TYPE_ID_MAPPING_PROXY), 0);
    if (!made) return error_no_memory(vm);
    heap_set(heap, heap_at(heap, MappingProxy, made)->mapping,
             new_ref(vm, type_at(vm, self)->dict));
    return made;
}

/* type_abstractmethods: of the class itself only, and not of type. */
static Ref get_abstract_methods(Vm *vm, Ref self) {
    Ref name = dunder_name(vm, DUNDER_ABSTRACTMETHODS), found = REF_NULL;
    if (self != type_ref(&vm->heap, TYPE_ID_TYPE)) {
        found = dict_get_str(&vm->heap, type_at(vm, self)->dict, name);
    }
    return found ? new_ref(vm, found) : vm_raise_object(vm, TYPE_ID_ATTRIBUTE_ERROR, name);
}

static bool set_abstract_methods(Vm *vm, Ref self, Ref value) {
    Heap *heap = &vm->heap;
    Ref name = dunder_name(vm, DUNDER_ABSTRACTMETHODS), dict = type_at(vm, self)->dict;
    int abstract = 0;
    if (value) {
        abstract = object_is_true(vm, value);
        if (abstract < 0 || dict_set_str(heap, dict, name, value) < 0) return false;
    } else {
        Ref old = REF_NULL;
        if (dict_remove(heap, dict, name, str_hash(heap, name), &old) <= 0) {
            return vm_raise_object(vm, TYPE_ID_ATTRIBUTE_ERROR, name), false;
        }
        heap_decref(heap, old);
    }
    const Type *type = type_at(vm, self);
    heap_set(heap, type->flags,
             (type->flags & ~(uint32_t)TYPE_ABSTRACT) | (abstract ? (uint32_t)TYPE_ABSTRACT : 0u));
    return true;
}

static Ref get_doc(Vm *vm, Ref self) {
    Ref doc = dict_get_str(&vm->heap, type_at(vm, self)->dict, dunder_name(vm, DUNDER_DOC));
    if (!doc) return new_none(vm);
    if (native_is_unbuilt(vm, doc)) return native_touch_unbuilt(vm, doc);
    return descriptor_get(vm, doc, REF_NULL, self);
}

static bool set_doc(Vm *vm, Ref self, Ref value) {
    if (!may_set(vm, self, value, "__doc__")) return false;
    specialize_forget_type(vm, self);
    return dict_set_str(&vm->heap, type_at(vm, self)->dict, dunder_name(vm, DUNDER_DOC), value) ==
           0;
}

static Ref get_basicsize(Vm *vm, Ref self) {
    return int_new(&vm->heap, type_at(vm, self)->basicsize);
}

static Ref get_itemsize(Vm *vm, Ref self) {
    return int_new(&vm->heap, type_at(vm, self)->itemsize);
}

static Ref get_annotations(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    char text[TYPE_NAME_MAX];
    const Type *type = type_at(vm, self);
    if (!(type->flags & TYPE_HEAP)) {
        return vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR,
                        "type object '%s' has no attribute '__annotations__'",
                        type_name(vm, self, text, sizeof text));
    }
    Ref key = dunder_name(vm, DUNDER_ANNOTATIONS);
    Ref found = dict_get_str(heap, type->dict, key);
    if (found) return descriptor_get(vm, found, REF_NULL, self);
    Ref made = dict_new(heap);
    if (!made || dict_set_str(heap, type->dict, key, made) != 0) return error_no_memory(vm);
    return made;
}

static bool set_annotations(Vm *vm, Ref self, Ref value) {
    char text[TYPE_NAME_MAX];
    if (type_at(vm, self)->flags & TYPE_IMMUTABLE) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "cannot set '__annotations__' attribute of immutable type '%s'",
                 type_name(vm, self, text, sizeof text));
        return false;
    }
    Ref key = dunder_name(vm, DUNDER_ANNOTATIONS);
    Ref dict = type_at(vm, self)->dict;
    if (value) return dict_set_str(&vm->heap, dict, key, value) == 0;
    if (dict_remove(&vm->heap, dict, key, str_hash(&vm->heap, key), NULL) > 0) return true;
    vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "__annotations__");
    return false;
}

/* ---- methods ---- */

static Ref method_mro(Vm *vm, Ref self, Args args) {
    (void)args;
    Ref mro = type_compute_mro(vm, self);
    if (!mro) return REF_NULL;
    Ref list = object_to_list(vm, mro);
    heap_decref(&vm->heap, mro);
    return list;
}

static Ref method_subclasses(Vm *vm, Ref self, Args args) {
    (void)args;
    if (!type_is_heap(vm, self) && type_at(vm, self)->subclasses) {
        char text[TYPE_NAME_MAX];
        return vm_unsupported(vm, "%s.__subclasses__(), which tells the interpreter's own classes",
                              type_name(vm, self, text, sizeof text));
    }
    return type_subclass_list(vm, self);
}

static Ref method_prepare(Vm *vm, Ref self, Args args) {
    (void)self;
    (void)args;
    return dict_new(&vm->heap);
}

static Ref method_instancecheck(Vm *vm, Ref self, Args args) {
    int result = object_is_instance_of(vm, args.values[0], self);
    return result < 0 ? REF_NULL : new_bool(vm, result);
}

static Ref method_subclasscheck(Vm *vm, Ref self, Args args) {
    int result = object_is_subclass_of(vm, args.values[0], self);
    return result < 0 ? REF_NULL : new_bool(vm, result);
}

static Ref method_dir(Vm *vm, Ref self, Args args) {
    (void)args;
    return type_dir(vm, self);
}

static Ref method_sizeof(Vm *vm, Ref self, Args args) {
    (void)args;
    size_t before = heap_type_of(&vm->heap, self)->flags & TYPE_GC ? 16 : 0;
    return int_new(&vm->heap, (int64_t)(heap_sizeof(&vm->heap, self) - before));
}

static const NativeFunction methods[] = {
    {.name = "mro", .call = method_mro, .kind = NATIVE_NOARGS},
    {.name = "__subclasses__", .call = method_subclasses, .kind = NATIVE_NOARGS},
    {.name = "__prepare__",
     .call = method_prepare,
     .kind = NATIVE_FAST_KEYWORDS,
     .max = -1,
     .flags = NATIVE_CLASS},
    {.name = "__instancecheck__", .call = method_instancecheck, .kind = NATIVE_O},
    {.name = "__subclasscheck__", .call = method_subclasscheck, .kind = NATIVE_O},
    {.name = "__dir__", .call = method_dir, .kind = NATIVE_NOARGS},
    {.name = "__sizeof__", .call = method_sizeof, .kind = NATIVE_NOARGS},
    {0},
};

static const NativeGetSet getsets[] = {
    {.name = "__basicsize__", .get = get_basicsize, .member = true},
    {.name = "__itemsize__", .get = get_itemsize, .member = true},
    {.name = "__base__", .get = get_base, .member = true},
    {.name = "__mro__", .get = get_mro, .member = true},
    {.name = "__name__", .get = get_name, .set = set_name},
    {.name = "__qualname__", .get = get_qualname, .set = set_qualname},
    {.name = "__bases__", .get = get_bases, .set = set_bases},
    {.name = "__module__", .get = get_module, .set = set_module},
    {.name = "__abstractmethods__", .get = get_abstract_methods, .set = set_abstract_methods},
    {.name = "__dict__", .get = get_dict},
    {.name = "__doc__", .get = get_doc, .set = set_doc},
    {.name = "__annotations__", .get = get_annotations, .set = set_annotations},
    {0},
};

const TypeSpec type_spec_TYPE = {
    .slots = {.repr = type_repr,
              .call = type_call,
              .create = type_create,
              .init = type_init,
              .getattr = type_getattr,
              .setattr = type_setattr,
              .binary = {[BINARY_OR] = union_type_or}},
    .methods = methods,
    .getsets = getsets,
    .unbuilt = "__flags__ __weakrefoffset__ __dictoffset__ __text_signature__",
};
