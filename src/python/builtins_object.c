/* Built-in functions about objects in general (Python/bltinmodule.c). */
#include "heap/dict.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "python/abstract.h"
#include "python/container.h"
#include "python/error.h"
#include "python/frame.h"
#include "python/type.h"

extern const NativeFunction builtins_object[];

static bool check_name(Vm *vm, Ref name) {
    if (is_exact(&vm->heap, name, TYPE_ID_STR)) return true;
    if (is_instance_flag(&vm->heap, name, TYPE_STR)) {
        vm_unsupported(vm, "an attribute name that is of a subclass of str");
        return false;
    }
    char text[TYPE_NAME_MAX];
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "attribute name must be string, not '%s'",
             object_type_name(vm, name, text, sizeof text));
    return false;
}

static Ref builtin_getattr(Vm *vm, Ref self, Args args) {
    (void)self;
    if (!check_name(vm, args.values[1])) return REF_NULL;
    if (args.count < 3) return object_getattr(vm, args.values[0], args.values[1]);
    Ref value = object_find_attr(vm, args.values[0], args.values[1]);
    if (value || vm_failed(vm)) return value;
    return new_ref(vm, args.values[2]);
}

static Ref builtin_hasattr(Vm *vm, Ref self, Args args) {
    (void)self;
    if (!check_name(vm, args.values[1])) return REF_NULL;
    Ref value = object_find_attr(vm, args.values[0], args.values[1]);
    if (!value) return vm_failed(vm) ? REF_NULL : new_bool(vm, false);
    heap_decref(&vm->heap, value);
    return new_bool(vm, true);
}

/* PyObject_SetAttr interns the name. */
static Ref set_attribute(Vm *vm, Ref object, Ref given, Ref value) {
    static const char *const slots[] = {"the name"};
    static const NativeFrame description = {"setattr", slots, 1};
    if (!check_name(vm, given)) return REF_NULL;
    Ref name = str_intern(&vm->heap, new_ref(vm, given));
    if (!name) return error_no_memory(vm);
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(&vm->heap, name);
        return REF_NULL;
    }
    native_put(vm, frame, 0, name);
    bool done = object_setattr(vm, object, name, value);
    native_pop(vm, frame);
    return done ? new_none(vm) : REF_NULL;
}

static Ref builtin_setattr(Vm *vm, Ref self, Args args) {
    (void)self;
    return set_attribute(vm, args.values[0], args.values[1], args.values[2]);
}

static Ref builtin_delattr(Vm *vm, Ref self, Args args) {
    (void)self;
    return set_attribute(vm, args.values[0], args.values[1], REF_NULL);
}

static Ref builtin_isinstance(Vm *vm, Ref self, Args args) {
    (void)self;
    int result = object_isinstance(vm, args.values[0], args.values[1]);
    return result < 0 ? REF_NULL : new_bool(vm, result);
}

static Ref builtin_issubclass(Vm *vm, Ref self, Args args) {
    (void)self;
    int result = object_issubclass(vm, args.values[0], args.values[1]);
    return result < 0 ? REF_NULL : new_bool(vm, result);
}

static Ref builtin_callable(Vm *vm, Ref self, Args args) {
    (void)self;
    return new_bool(vm, object_is_callable(vm, args.values[0]));
}

static Ref builtin_id(Vm *vm, Ref self, Args args) {
    (void)self;
    return int_new_unsigned(&vm->heap, object_address(args.values[0]));
}

static Ref builtin_hash(Vm *vm, Ref self, Args args) {
    (void)self;
    uint64_t hash;
    if (!object_hash(vm, args.values[0], &hash)) return REF_NULL;
    return int_new(&vm->heap, (int64_t)hash);
}

static Ref builtin_repr(Vm *vm, Ref self, Args args) {
    (void)self;
    return object_repr(vm, args.values[0]);
}

static const char *const dir_slots[] = {"__dir__", "the names"};
static const NativeFrame dir_frame = {"dir()", dir_slots, 2};

/* _dir_object: __dir__ of the object, as a new list. */
static Ref names_of(Vm *vm, Ref object) {
    Ref type = heap_type(&vm->heap, object);
    Ref found = type_lookup(vm, type, dunder_name(vm, DUNDER_DIR));
    if (vm->halt) return REF_NULL;
    if (!found) return vm_raise(vm, TYPE_ID_TYPE_ERROR, "object does not provide __dir__");
    Ref method = descriptor_get(vm, found, object, type);
    if (!method) return REF_NULL;
    Ref frame = native_push(vm, &dir_frame);
    if (!frame) {
        heap_decref(&vm->heap, method);
        return REF_NULL;
    }
    native_put(vm, frame, 0, method);
    Ref given = vm_call_values(vm, method, REF_NULL, REF_NULL, REF_NULL);
    Ref list = REF_NULL;
    if (given) {
        native_put(vm, frame, 1, given);
        list = object_to_list(vm, given);
    }
    native_pop(vm, frame);
    return list;
}

static Ref builtin_dir(Vm *vm, Ref self, Args args) {
    (void)self;
    Ref list;
    if (args.count) {
        list = names_of(vm, args.values[0]);
    } else {
        Ref locals = frame_get_locals(vm, frame_current(vm));
        list = locals ? object_to_list(vm, locals) : REF_NULL;
    }
    if (!list) return REF_NULL;
    Ref frame = native_push(vm, &dir_frame);
    if (!frame) {
        heap_decref(&vm->heap, list);
        return REF_NULL;
    }
    native_put(vm, frame, 1, list);
    Ref result = list_sort(vm, list, REF_NULL, false) ? native_take(vm, frame, 1) : REF_NULL;
    native_pop(vm, frame);
    return result;
}

static Ref builtin_vars(Vm *vm, Ref self, Args args) {
    (void)self;
    if (!args.count) {
        Ref locals = frame_get_locals(vm, frame_current(vm));
        return locals ? new_ref(vm, locals) : REF_NULL;
    }
    Ref dict = object_find_attr(vm, args.values[0], dunder_name(vm, DUNDER_DICT));
    if (dict || vm_failed(vm)) return dict;
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "vars() argument must have __dict__ attribute");
}

const NativeFunction builtins_object[] = {
    {.name = "getattr", .call = builtin_getattr, .kind = NATIVE_FAST, .min = 2, .max = 3},
    {.name = "setattr", .call = builtin_setattr, .kind = NATIVE_FAST, .min = 3, .max = 3},
    {.name = "hasattr", .call = builtin_hasattr, .kind = NATIVE_FAST, .min = 2, .max = 2},
    {.name = "delattr", .call = builtin_delattr, .kind = NATIVE_FAST, .min = 2, .max = 2},
    {.name = "isinstance", .call = builtin_isinstance, .kind = NATIVE_FAST, .min = 2, .max = 2},
    {.name = "issubclass", .call = builtin_issubclass, .kind = NATIVE_FAST, .min = 2, .max = 2},
    {.name = "callable", .call = builtin_callable, .kind = NATIVE_O},
    {.name = "dir", .call = builtin_dir, .kind = NATIVE_TUPLE, .min = 0, .max = 1},
    {.name = "vars", .call = builtin_vars, .kind = NATIVE_TUPLE, .min = 0, .max = 1},
    {.name = "id", .call = builtin_id, .kind = NATIVE_O},
    {.name = "hash", .call = builtin_hash, .kind = NATIVE_O},
    {.name = "repr", .call = builtin_repr, .kind = NATIVE_O},
    {0},
};
