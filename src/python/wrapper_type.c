/* staticmethod and classmethod (Objects/funcobject.c). */
#include "heap/dict.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/type.h"

static const Wrapper *wrapper_at(const Vm *vm, Ref wrapper) {
    return heap_at(&vm->heap, Wrapper, wrapper);
}

static Ref wrapper_create(Vm *vm, Ref type, Args args) {
    (void)args;
    Ref made = type_alloc(vm, type, 0);
    if (!made) return error_no_memory(vm);
    if (type_at(vm, type)->flags & TYPE_MANAGED_DICT) instance_init_values(&vm->heap, made);
    return made;
}

/* functools_wraps: the attributes of the callable that it has are copied. */
static bool copy_attributes(Vm *vm, Ref self, Ref callable) {
    static const Dunder names[] = {DUNDER_MODULE, DUNDER_NAME, DUNDER_QUALNAME, DUNDER_DOC,
                                   DUNDER_ANNOTATIONS};
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
        Ref value = object_find_attr(vm, callable, dunder_name(vm, names[i]));
        if (!value) {
            if (vm_failed(vm)) return false;
            continue;
        }
        bool done = object_setattr(vm, self, dunder_name(vm, names[i]), value);
        heap_decref(&vm->heap, value);
        if (!done) return false;
    }
    return true;
}

static bool init_wrapper(Vm *vm, Ref self, Args args, const char *name) {
    if (args.names && tuple_size(&vm->heap, args.names)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s() takes no keyword arguments", name);
        return false;
    }
    if (!args_count(vm, name, args, 1, 1)) return false;
    Ref callable = args.values[0];
    heap_replace(&vm->heap, &wrapper_at(vm, self)->callable, new_ref(vm, callable));
    return copy_attributes(vm, self, callable);
}

static bool staticmethod_init(Vm *vm, Ref self, Args args) {
    return init_wrapper(vm, self, args, "staticmethod");
}

static bool classmethod_init(Vm *vm, Ref self, Args args) {
    return init_wrapper(vm, self, args, "classmethod");
}

static Ref raise_uninitialized(Vm *vm, const char *name) {
    return vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "uninitialized %s object", name);
}

static Ref staticmethod_get(Vm *vm, Ref self, Ref object, Ref type) {
    (void)object;
    (void)type;
    Ref callable = wrapper_at(vm, self)->callable;
    return callable ? new_ref(vm, callable) : raise_uninitialized(vm, "staticmethod");
}

/* cm_descr_get of 3.11: a descriptor is asked for the class, anything else is bound to it. */
static Ref classmethod_get(Vm *vm, Ref self, Ref object, Ref type) {
    Ref callable = wrapper_at(vm, self)->callable;
    if (!callable) return raise_uninitialized(vm, "classmethod");
    if (!type) type = heap_type(&vm->heap, object);
    if (descriptor_has_get(vm, callable)) return descriptor_get(vm, callable, type, REF_NULL);
    return method_new(vm, callable, type);
}

static Ref staticmethod_call(Vm *vm, Ref self, Args args) {
    Ref callable = wrapper_at(vm, self)->callable;
    return callable ? vm_call(vm, callable, args) : raise_uninitialized(vm, "staticmethod");
}

static Ref repr_as(Vm *vm, Ref self, const char *name) {
    Heap *heap = &vm->heap;
    Ref callable = wrapper_at(vm, self)->callable;
    Ref repr = object_repr(vm, callable ? callable : heap_root(heap)->none);
    if (!repr) return REF_NULL;
    TextBuffer text = {0};
    text_appendf(&text, "<%s(", name);
    str_append_to(heap, repr, &text);
    text_append_string(&text, ")>");
    heap_decref(heap, repr);
    Ref result = str_new(heap, (Text){text.bytes, text.length});
    text_deinit(&text);
    return result ? result : error_no_memory(vm);
}

static Ref staticmethod_repr(Vm *vm, Ref self) {
    return repr_as(vm, self, "staticmethod");
}

static Ref classmethod_repr(Vm *vm, Ref self) {
    return repr_as(vm, self, "classmethod");
}

static Ref get_callable(Vm *vm, Ref self) {
    Ref callable = wrapper_at(vm, self)->callable;
    return callable ? new_ref(vm, callable) : new_none(vm);
}

static Ref get_is_abstract(Vm *vm, Ref self) {
    Ref callable = wrapper_at(vm, self)->callable;
    int abstract = callable ? object_is_abstract(vm, callable) : 0;
    return abstract < 0 ? REF_NULL : new_bool(vm, abstract);
}

static Ref get_dict(Vm *vm, Ref self) {
    Ref dict = instance_dict(&vm->heap, self);
    return dict ? new_ref(vm, dict) : error_no_memory(vm);
}

static bool set_dict(Vm *vm, Ref self, Ref value) {
    if (value && !is_instance_flag(&vm->heap, value, TYPE_DICT)) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__dict__ must be set to a dictionary, not a '%s'",
                 object_type_name(vm, value, name, sizeof name));
        return false;
    }
    instance_set_dict(&vm->heap, self, value);
    return true;
}

static const NativeGetSet getsets[] = {
    {.name = "__func__", .get = get_callable, .member = true},
    {.name = "__wrapped__", .get = get_callable, .member = true},
    {.name = "__dict__", .get = get_dict, .set = set_dict},
    {.name = "__isabstractmethod__", .get = get_is_abstract},
    {0},
};

const TypeSpec type_spec_STATICMETHOD = {
    .slots = {.repr = staticmethod_repr,
              .call = staticmethod_call,
              .create = wrapper_create,
              .init = staticmethod_init,
              .descr_get = staticmethod_get},
    .getsets = getsets,
};

const TypeSpec type_spec_CLASSMETHOD = {
    .slots = {.repr = classmethod_repr,
              .create = wrapper_create,
              .init = classmethod_init,
              .descr_get = classmethod_get},
    .getsets = getsets,
};
