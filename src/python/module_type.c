/* Modules and the interpreter's own namespaces (Objects/moduleobject.c, namespaceobject.c). */
#include "heap/dict.h"
#include "heap/str.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/module.h"
#include "python/stream.h"
#include "python/type.h"

static const Module *module_at(const Vm *vm, Ref module) {
    return heap_at(&vm->heap, Module, module);
}

bool module_init_dict(Vm *vm, Ref dict, Ref name, Ref doc) {
    static const char *const empty[] = {"__package__", "__loader__", "__spec__"};
    Heap *heap = &vm->heap;
    Ref none = heap_root(heap)->none;
    bool done = dict_set_str(heap, dict, name_ref(vm, "__name__"), name) == 0 &&
                dict_set_str(heap, dict, name_ref(vm, "__doc__"), doc ? doc : none) == 0;
    for (size_t i = 0; done && i < 3; ++i) {
        done = dict_set_str(heap, dict, name_ref(vm, empty[i]), none) == 0;
    }
    return done;
}

static Ref module_create(Vm *vm, Ref type, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type, 0);
    if (!made) return error_no_memory(vm);
    Ref dict = dict_new(heap);
    if (!dict) return error_no_memory(vm);
    heap_set(heap, module_at(vm, made)->dict, dict);
    heap_track(heap, made);
    return made;
}

static bool module_init(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"name", "doc", NULL};
    Heap *heap = &vm->heap;
    Ref given[2];
    if (!args_parse(vm, "module", args, names, 1, 2, given)) return false;
    if (!is_instance_flag(heap, given[0], TYPE_STR)) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "module() argument 'name' must be str, not %s",
                 object_type_name(vm, given[0], name, sizeof name));
        return false;
    }
    heap_replace(heap, &module_at(vm, self)->name, new_ref(vm, given[0]));
    return module_init_dict(vm, module_at(vm, self)->dict, given[0], given[1]);
}

/* _module_repr of importlib for what scripts meet: built-in, from a file, or bare. */
static Ref module_repr(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    Ref dict = module_at(vm, self)->dict;
    Ref name = dict_get_str(heap, dict, name_ref(vm, "__name__"));
    Ref file = dict_get_str(heap, dict, name_ref(vm, "__file__"));
    TextBuffer text = {0};
    text_append_string(&text, "<module ");
    Ref repr = name ? object_repr(vm, name) : REF_NULL;
    if (repr) {
        str_append_to(heap, repr, &text);
        heap_decref(heap, repr);
    } else {
        text_append_string(&text, "'?'");
    }
    if (module_at(vm, self)->native == MODULE_NATIVE) {
        text_append_string(&text, " (built-in)");
    } else if (file) {
        Ref path = object_repr(vm, file);
        if (path) {
            text_append_string(&text, " from ");
            str_append_to(heap, path, &text);
            heap_decref(heap, path);
        }
    }
    text_append_char(&text, '>');
    Ref result = vm_failed(vm) ? REF_NULL : str_new(heap, (Text){text.bytes, text.length});
    text_deinit(&text);
    return result;
}

Ref module_touch_unbuilt(Vm *vm, Ref module) {
    return vm_unsupported_module(vm, module_at(vm, module)->name);
}

/* module_getattro. */
static Ref module_getattr(Vm *vm, Ref self, Ref name) {
    Heap *heap = &vm->heap;
    if (module_at(vm, self)->native == MODULE_UNBUILT) return module_touch_unbuilt(vm, self);
    Ref found = type_find_attribute(vm, heap_type(heap, self), name);
    if (vm->halt) return REF_NULL;
    if (found && descriptor_is_data(vm, found)) {
        return descriptor_get(vm, found, self, heap_type(heap, self));
    }
    Ref dict = module_at(vm, self)->dict;
    Ref value = dict_get_str(heap, dict, name);
    if (value) {
        if (native_is_unbuilt(vm, value)) return native_touch_unbuilt(vm, value);
        return new_ref(vm, value);
    }
    if (found && native_is_unbuilt(vm, found)) return native_touch_unbuilt(vm, found);
    if (found) return descriptor_get(vm, found, self, heap_type(heap, self));
    Ref hook = dict_get_str(heap, dict, name_ref(vm, "__getattr__"));
    if (hook) return vm_call_values(vm, hook, name, REF_NULL, REF_NULL);
    TextBuffer text = {0}, attribute = {0};
    str_append_to(heap, name, &attribute);
    Ref own = dict_get_str(heap, dict, name_ref(vm, "__name__"));
    if (own && heap_kind(heap, own) == KIND_STR) {
        text_append_string(&text, "module '");
        str_append_to(heap, own, &text);
        text_append_char(&text, '\'');
    } else {
        text_append_string(&text, "module");
    }
    vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "%s has no attribute '%s'", text_cstr(&text),
             text_cstr(&attribute));
    text_deinit(&text);
    text_deinit(&attribute);
    return REF_NULL;
}

static Ref module_get_dict(Vm *vm, Ref self) {
    return new_ref(vm, module_at(vm, self)->dict);
}

static Ref module_get_annotations(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    Ref dict = module_at(vm, self)->dict;
    Ref key = dunder_name(vm, DUNDER_ANNOTATIONS);
    Ref found = dict_get_str(heap, dict, key);
    if (found) return new_ref(vm, found);
    Ref made = dict_new(heap);
    if (!made || dict_set_str(heap, dict, key, made) != 0) return error_no_memory(vm);
    return made;
}

static bool module_set_annotations(Vm *vm, Ref self, Ref value) {
    Heap *heap = &vm->heap;
    Ref dict = module_at(vm, self)->dict;
    Ref key = dunder_name(vm, DUNDER_ANNOTATIONS);
    if (value) return dict_set_str(heap, dict, key, value) == 0;
    if (dict_remove(heap, dict, key, str_hash(heap, key), NULL) > 0) return true;
    vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "__annotations__");
    return false;
}

/* module.__dir__: the names of the dict. */
static Ref module_dir(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    Ref dict = module_at(vm, self)->dict;
    Ref hook = dict_get_str(heap, dict, name_ref(vm, "__dir__"));
    if (hook) return vm_call_values(vm, hook, REF_NULL, REF_NULL, REF_NULL);
    return object_to_list(vm, dict);
}

static const NativeFunction module_methods[] = {
    {.name = "__dir__", .call = module_dir, .kind = NATIVE_NOARGS},
    {0},
};

static const NativeGetSet module_getsets[] = {
    {.name = "__dict__", .get = module_get_dict, .member = true},
    {.name = "__annotations__", .get = module_get_annotations, .set = module_set_annotations},
    {0},
};

const TypeSpec type_spec_MODULE = {
    .slots = {.repr = module_repr,
              .getattr = module_getattr,
              .setattr = object_generic_setattr,
              .create = module_create,
              .init = module_init},
    .methods = module_methods,
    .getsets = module_getsets,
};

/* ---- objects of the interpreter itself: loader, spec, streams ---- */

static Ref namespace_getattr(Vm *vm, Ref self, Ref name) {
    if (is_stream(vm, self) && type_lookup(vm, heap_type(&vm->heap, self), name)) {
        return object_generic_getattr(vm, self, name);
    }
    TextBuffer text = {0};
    str_append_to(&vm->heap, name, &text);
    vm_unsupported(vm, "attribute '%s' of an object of the interpreter itself", text_cstr(&text));
    text_deinit(&text);
    return REF_NULL;
}

static bool namespace_setattr(Vm *vm, Ref self, Ref name, Ref value) {
    (void)self;
    (void)value;
    (void)name;
    vm_unsupported(vm, "setting an attribute of an object of the interpreter itself");
    return false;
}

static Ref namespace_repr(Vm *vm, Ref self) {
    (void)self;
    return vm_unsupported(vm, "the repr of an object of the interpreter itself");
}

static Ref namespace_create(Vm *vm, Ref type, Args args) {
    (void)type;
    (void)args;
    return vm_unsupported(vm, "types.SimpleNamespace()");
}

const TypeSpec type_spec_NAMESPACE = {
    .module = "types",
    .slots = {.repr = namespace_repr,
              .getattr = namespace_getattr,
              .setattr = namespace_setattr,
              .create = namespace_create},
    .methods = stream_methods,
};
