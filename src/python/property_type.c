/* property (Objects/descrobject.c). */
#include "heap/str.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/type.h"

static const Property *property_at(const Vm *vm, Ref property) {
    return heap_at(&vm->heap, Property, property);
}

static Ref none_as_null(const Vm *vm, Ref value) {
    return value == heap_root(&vm->heap)->none ? REF_NULL : value;
}

static Ref property_create(Vm *vm, Ref type, Args args) {
    (void)args;
    Ref made = type_alloc(vm, type, 0);
    return made ? made : error_no_memory(vm);
}

static bool property_init(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"fget", "fset", "fdel", "doc", NULL};
    Heap *heap = &vm->heap;
    Ref given[4];
    if (!args_parse(vm, "property", args, names, 0, 4, given)) return false;
    Ref values[3];
    for (int i = 0; i < 3; ++i) values[i] = given[i] ? none_as_null(vm, given[i]) : REF_NULL;
    const Property *at = property_at(vm, self);
    heap_replace(heap, &at->get, heap_xincref(heap, values[0]));
    heap_replace(heap, &at->set, heap_xincref(heap, values[1]));
    heap_replace(heap, &at->del, heap_xincref(heap, values[2]));
    heap_replace(heap, &at->doc, heap_xincref(heap, given[3]));
    heap_replace(heap, &at->name, REF_NULL);
    heap_set(heap, at->getter_doc, 0);
    /* without a docstring of its own it takes the getter's */
    if ((given[3] && none_as_null(vm, given[3])) || !values[0]) return true;
    Ref doc = object_find_attr(vm, values[0], dunder_name(vm, DUNDER_DOC));
    if (!doc) return !vm_failed(vm);
    at = property_at(vm, self);
    bool done = true;
    if (is_exact(heap, self, TYPE_ID_PROPERTY)) {
        heap_replace(heap, &at->doc, doc);
    } else {
        done = object_setattr(vm, self, dunder_name(vm, DUNDER_DOC), doc);
        heap_decref(heap, doc);
    }
    heap_set(heap, property_at(vm, self)->getter_doc, 1);
    return done;
}

/* "property 'x' of 'C' object has no getter" and its relatives. */
static void raise_missing(Vm *vm, Ref self, Ref object, const char *what) {
    static const char *const slots[] = {"the name"};
    static const NativeFrame description = {"property", slots, 1};
    Heap *heap = &vm->heap;
    Ref name = property_at(vm, self)->name;
    TextBuffer text = {0};
    Ref frame = native_push(vm, &description);
    if (!frame) return;
    text_append_string(&text, "property");
    Ref repr = name ? object_repr(vm, name) : REF_NULL;
    if (repr) {
        text_append_char(&text, ' ');
        str_append_to(heap, repr, &text);
        native_put(vm, frame, 0, repr);
    }
    if (!vm_failed(vm)) {
        Ref type = object_repr(vm, type_at(vm, heap_type(heap, object))->qualname);
        if (type) {
            text_append_string(&text, " of ");
            str_append_to(heap, type, &text);
            text_append_string(&text, " object");
            heap_decref(heap, type);
        }
    }
    if (!vm_failed(vm)) {
        vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "%s has no %s", text_cstr(&text), what);
    }
    text_deinit(&text);
    native_pop(vm, frame);
}

static Ref property_get(Vm *vm, Ref self, Ref object, Ref type) {
    (void)type;
    if (!object || object == heap_root(&vm->heap)->none) return new_ref(vm, self);
    Ref get = property_at(vm, self)->get;
    if (get) return vm_call_values(vm, get, object, REF_NULL, REF_NULL);
    raise_missing(vm, self, object, "getter");
    return REF_NULL;
}

static bool property_set(Vm *vm, Ref self, Ref object, Ref value) {
    const Property *at = property_at(vm, self);
    Ref function = value ? at->set : at->del;
    if (!function) {
        raise_missing(vm, self, object, value ? "setter" : "deleter");
        return false;
    }
    Ref result = vm_call_values(vm, function, object, value, REF_NULL);
    if (!result) return false;
    heap_decref(&vm->heap, result);
    return true;
}

/* property_copy: a new property of the same type with one function replaced. */
static Ref copy_with(Vm *vm, Ref self, Ref get, Ref set, Ref del) {
    Heap *heap = &vm->heap;
    const Property *at = property_at(vm, self);
    Ref none = heap_root(heap)->none;
    Ref values[4];
    values[0] = none_as_null(vm, get ? get : none) ? get : at->get;
    values[1] = none_as_null(vm, set ? set : none) ? set : at->set;
    values[2] = none_as_null(vm, del ? del : none) ? del : at->del;
    values[3] = at->getter_doc && values[0] ? none : at->doc;
    for (int i = 0; i < 4; ++i) {
        if (!values[i]) values[i] = none;
    }
    Ref made = vm_call(vm, heap_type(heap, self), (Args){values, 4, REF_NULL});
    if (!made) return REF_NULL;
    if (heap_kind(heap, made) == KIND_PROPERTY) {
        heap_replace(heap, &property_at(vm, made)->name,
                     heap_xincref(heap, property_at(vm, self)->name));
    }
    return made;
}

static Ref method_getter(Vm *vm, Ref self, Args args) {
    return copy_with(vm, self, args.values[0], REF_NULL, REF_NULL);
}

static Ref method_setter(Vm *vm, Ref self, Args args) {
    return copy_with(vm, self, REF_NULL, args.values[0], REF_NULL);
}

static Ref method_deleter(Vm *vm, Ref self, Args args) {
    return copy_with(vm, self, REF_NULL, REF_NULL, args.values[0]);
}

static Ref method_set_name(Vm *vm, Ref self, Args args) {
    if (args.count != 2) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "__set_name__() takes 2 positional arguments but %u were given",
                        args.count);
    }
    heap_replace(&vm->heap, &property_at(vm, self)->name, new_ref(vm, args.values[1]));
    return new_none(vm);
}

static Ref null_as_none(Vm *vm, Ref value) {
    return value ? new_ref(vm, value) : new_none(vm);
}

static Ref get_fget(Vm *vm, Ref self) {
    return null_as_none(vm, property_at(vm, self)->get);
}

static Ref get_fset(Vm *vm, Ref self) {
    return null_as_none(vm, property_at(vm, self)->set);
}

static Ref get_fdel(Vm *vm, Ref self) {
    return null_as_none(vm, property_at(vm, self)->del);
}

static Ref get_doc(Vm *vm, Ref self) {
    return null_as_none(vm, property_at(vm, self)->doc);
}

static bool set_doc(Vm *vm, Ref self, Ref value) {
    heap_replace(&vm->heap, &property_at(vm, self)->doc, heap_xincref(&vm->heap, value));
    return true;
}

static Ref get_is_abstract(Vm *vm, Ref self) {
    const Property *property = property_at(vm, self);
    Ref functions[] = {property->get, property->set, property->del};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; ++i) {
        int abstract = functions[i] ? object_is_abstract(vm, functions[i]) : 0;
        if (abstract) return abstract < 0 ? REF_NULL : new_bool(vm, true);
    }
    return new_bool(vm, false);
}

static const NativeFunction methods[] = {
    {.name = "getter", .call = method_getter, .kind = NATIVE_O},
    {.name = "setter", .call = method_setter, .kind = NATIVE_O},
    {.name = "deleter", .call = method_deleter, .kind = NATIVE_O},
    {.name = "__set_name__", .call = method_set_name, .kind = NATIVE_TUPLE, .max = -1},
    {0},
};

static const NativeGetSet getsets[] = {
    {.name = "fget", .get = get_fget, .member = true},
    {.name = "fset", .get = get_fset, .member = true},
    {.name = "fdel", .get = get_fdel, .member = true},
    {.name = "__doc__", .get = get_doc, .set = set_doc, .member = true},
    {.name = "__isabstractmethod__", .get = get_is_abstract},
    {0},
};

const TypeSpec type_spec_PROPERTY = {
    .slots = {.create = property_create,
              .init = property_init,
              .descr_get = property_get,
              .descr_set = property_set},
    .methods = methods,
    .getsets = getsets,
};
