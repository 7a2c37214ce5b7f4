/* Weak references as Python sees them (Objects/weakrefobject.c, Modules/_weakref.c). */
#include "heap/weakref.h"

#include "heap/dict.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/generic_alias.h"
#include "python/library.h"
#include "python/startup.h"
#include "python/type.h"
#include "python/weakref_call.h"

/* ---- making them ---- */

static bool check_allowed(Vm *vm, Ref object) {
    if (weakref_list(&vm->heap, object)) return true;
    char name[TYPE_NAME_MAX];
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "cannot create weak reference to '%s' object",
             object_type_name(vm, object, name, sizeof name));
    return false;
}

/* The shared reference to a built-in class exists before any script: its base keeps it among its
 * subclasses, so its count tells about start-up. */
static void mark_builtin(Vm *vm, Ref weak, Ref object) {
    if (!is_type(vm, object) || type_is_heap(vm, object)) return;
    const Object *head = heap_object(&vm->heap, weak);
    heap_set(&vm->heap, head->flags, head->flags | OBJECT_SHARED);
}

/* `callback` is borrowed and may be null; `which` and `type` go together. */
static Ref new_weak(Vm *vm, Ref type, uint16_t which, Ref object, Ref callback) {
    Heap *heap = &vm->heap;
    bool exact = !type_is_heap(vm, type);
    Ref shared[2] = {REF_NULL, REF_NULL}; /* the reference and the proxy */
    int kind = which == WEAKREF_REF ? 0 : 1;
    weakref_find_shared(heap, object, &shared[0], &shared[1]);
    if (!callback && exact && shared[kind]) return new_ref(vm, shared[kind]);
    Ref made = heap_new(heap, type, 0);
    if (!made) return error_no_memory(vm);
    /* the allocation may have run a finalizer that made one */
    weakref_find_shared(heap, object, &shared[0], &shared[1]);
    if (!callback && exact && shared[kind]) {
        heap_decref(heap, made);
        return new_ref(vm, shared[kind]);
    }
    heap_set(heap, heap_object(heap, made)->which, which);
    weakref_link(heap, made, object, heap_xincref(heap, callback));
    heap_track(heap, made);
    if (!callback && exact && kind == 0) mark_builtin(vm, made, object);
    return made;
}

Ref weakref_to(Vm *vm, Ref object) {
    if (!check_allowed(vm, object)) return REF_NULL;
    return new_weak(vm, type_ref(&vm->heap, TYPE_ID_WEAKREF), WEAKREF_REF, object, REF_NULL);
}

/* PyArg_UnpackTuple(args, "__new__", 1, 2): the callback null for None. */
static bool parse(Vm *vm, const char *function, Args args, Ref *object, Ref *callback) {
    if (!args_count(vm, function, args, 1, 2)) return false;
    *object = args.values[0];
    *callback = args.count > 1 ? args.values[1] : REF_NULL;
    if (*callback == heap_root(&vm->heap)->none) *callback = REF_NULL;
    return true;
}

static Ref ref_create(Vm *vm, Ref type, Args args) {
    Ref object, callback;
    if (!parse(vm, "__new__", args, &object, &callback)) return REF_NULL;
    if (!check_allowed(vm, object)) return REF_NULL;
    return new_weak(vm, type, WEAKREF_REF, object, callback);
}

static bool ref_init(Vm *vm, Ref self, Args args) {
    (void)self;
    Ref object, callback;
    return args_no_keywords(vm, "ref", args) && parse(vm, "__init__", args, &object, &callback);
}

/* ---- what they do ---- */

static Ref ref_repr(Vm *vm, Ref self) {
    static const char *const slots[] = {"the object", "its name"};
    static const NativeFrame description = {"repr", slots, 2};
    Heap *heap = &vm->heap;
    Ref object = weakref_target(heap, self);
    unsigned long long at = object_address(self);
    if (!object) return str_newf(heap, "<weakref at 0x%llx; dead>", at);
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, new_ref(vm, object));
    Ref name = object_find_attr(vm, object, dunder_name(vm, DUNDER_NAME));
    Ref result = REF_NULL;
    if (!vm_failed(vm)) {
        char type[TYPE_NAME_MAX];
        TextBuffer text = {0};
        text_appendf(&text, "<weakref at 0x%llx; to '%s' at 0x%llx", at,
                     object_type_name(vm, object, type, sizeof type),
                     (unsigned long long)object_address(object));
        if (name) native_put(vm, frame, 1, name);
        if (name && heap_type_of(heap, name)->flags & TYPE_STR) {
            text_append_string(&text, " (");
            str_append_to(heap, name, &text);
            text_append_char(&text, ')');
        }
        text_append_char(&text, '>');
        result = str_new(heap, (Text){text.bytes, text.length});
        text_deinit(&text);
        if (!result) error_no_memory(vm);
    }
    native_pop(vm, frame);
    return result;
}

static bool ref_hash(Vm *vm, Ref self, uint64_t *hash) {
    static const char *const slots[] = {"the object"};
    static const NativeFrame description = {"hash", slots, 1};
    Heap *heap = &vm->heap;
    const Weakref *weak = weakref_at(heap, self);
    if (weak->hashed) {
        *hash = weak->hash;
        return true;
    }
    Ref object = weakref_target(heap, self);
    if (!object) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "weak object has gone away");
        return false;
    }
    Ref frame = native_push(vm, &description);
    if (!frame) return false;
    native_put(vm, frame, 0, new_ref(vm, object));
    bool ok = object_hash(vm, object, hash);
    if (ok) {
        heap_set(heap, weak->hash, *hash);
        heap_set(heap, weak->hashed, 1u);
    }
    native_pop(vm, frame);
    return ok;
}

static Ref ref_compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    static const char *const slots[] = {"the left object", "the right object"};
    static const NativeFrame description = {"a comparison", slots, 2};
    Heap *heap = &vm->heap;
    Ref type = type_ref(heap, TYPE_ID_WEAKREF);
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !type_is_subtype(vm, heap_type(heap, a), type) ||
        !type_is_subtype(vm, heap_type(heap, b), type)) {
        return new_not_implemented(vm);
    }
    Ref left = weakref_target(heap, a), right = weakref_target(heap, b);
    if (!left || !right) return new_bool(vm, (a == b) == (op == COMPARE_EQ));
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, new_ref(vm, left));
    native_put(vm, frame, 1, new_ref(vm, right));
    Ref result = object_compare(vm, left, right, op);
    if (!result) {
        native_pop(vm, frame);
        return REF_NULL;
    }
    Ref first = native_take(vm, frame, 0), second = native_take(vm, frame, 1);
    native_put(vm, frame, 0, result);
    heap_decref(heap, first);
    heap_decref(heap, second);
    result = native_take(vm, frame, 0);
    native_pop(vm, frame);
    return result;
}

static Ref ref_call(Vm *vm, Ref self, Args args) {
    if (!args_no_keywords(vm, "weakref", args) || !args_count(vm, "weakref", args, 0, 0)) {
        return REF_NULL;
    }
    Ref object = weakref_target(&vm->heap, self);
    return object ? new_ref(vm, object) : new_none(vm);
}

static Ref get_callback(Vm *vm, Ref self) {
    Ref callback = weakref_at(&vm->heap, self)->callback;
    return callback ? new_ref(vm, callback) : new_none(vm);
}

static const NativeGetSet getsets[] = {
    {.name = "__callback__", .get = get_callback, .member = true},
    {0},
};

static const NativeFunction methods[] = {
    {"__class_getitem__", generic_alias_class_getitem, NATIVE_O, 1, 1, NATIVE_CLASS},
    {0},
};

const TypeSpec type_spec_WEAKREF = {
    .module = "weakref",
    .slots = {.repr = ref_repr,
              .hash = ref_hash,
              .compare = ref_compare,
              .call = ref_call,
              .create = ref_create,
              .init = ref_init},
    .methods = methods,
    .getsets = getsets,
};

/* ---- death (PyObject_ClearWeakRefs) ---- */

static const char *const call_slots[] = {"the weak reference", "its callback"};
static const NativeFrame call_frame = {"a weak reference callback", call_slots, 2};

void weakref_call_back(Vm *vm, Ref weak, Ref callback) {
    Ref result = vm_call(vm, callback, (Args){&weak, 1, REF_NULL});
    if (result) {
        heap_decref(&vm->heap, result);
    } else if (!vm->halt) {
        vm_write_unraisable(vm, callback);
    }
}

/* Takes the callback out of a reference that dies. */
static Ref take_callback(Vm *vm, Ref weak) {
    const Weakref *self = weakref_at(&vm->heap, weak);
    Ref callback = self->callback;
    heap_set(&vm->heap, self->callback, REF_NULL);
    return callback;
}

static void call_one(Vm *vm, Ref frame, Ref weak) {
    Ref callback = take_callback(vm, weak);
    weakref_unlink(&vm->heap, weak);
    if (!callback) return;
    native_put(vm, frame, 1, callback);
    if (heap_refcount(&vm->heap, weak) > 0) weakref_call_back(vm, weak, callback);
}

/* Several references: a tuple holds them and their callbacks while all are cleared and called. */
static void call_several(Vm *vm, Ref frame, const Ref *list, uint32_t count) {
    Heap *heap = &vm->heap;
    Ref tuple = tuple_new(heap, count * 2);
    if (!tuple) {
        error_no_memory(vm);
        return;
    }
    native_put(vm, frame, 0, tuple);
    for (uint32_t i = 0; i < count && *list; ++i) {
        Ref weak = *list, callback = take_callback(vm, weak);
        if (heap_refcount(heap, weak) > 0) {
            tuple_init_item(heap, tuple, i * 2, new_ref(vm, weak));
            if (callback) tuple_init_item(heap, tuple, i * 2 + 1, callback);
            callback = REF_NULL;
        }
        weakref_unlink(heap, weak);
        heap_xdecref(heap, callback);
    }
    for (uint32_t i = 0; i < count && !vm->halt; ++i) {
        Ref callback = tuple_get(heap, tuple, i * 2 + 1);
        if (callback) weakref_call_back(vm, tuple_get(heap, tuple, i * 2), callback);
    }
}

void weakref_clear_all(Vm *vm, Ref object) {
    static const char *const slots[] = {"the weak references", "a callback",
                                        "the pending error's type", "the pending error",
                                        "the pending error's traceback"};
    static const NativeFrame description = {"the callbacks of weak references", slots, 5};
    Heap *heap = &vm->heap;
    const Ref *list = weakref_list(heap, object);
    if (!list) return;
    for (int i = 0; i < 2 && *list && !weakref_at(heap, *list)->callback; ++i) {
        weakref_unlink(heap, *list);
    }
    if (!*list) return;
    uint32_t count = weakref_count(heap, object);
    Ref error[3];
    vm_fetch_error(vm, &error[0], &error[1], &error[2]);
    Ref frame = native_push(vm, &description);
    if (!frame) return; /* the machine has halted */
    for (uint32_t i = 0; i < 3; ++i) {
        if (error[i]) native_put(vm, frame, i + 2, error[i]);
    }
    if (count == 1) {
        call_one(vm, frame, *list);
    } else {
        call_several(vm, frame, list, count);
    }
    for (uint32_t i = 0; i < 3; ++i) error[i] = native_take(vm, frame, i + 2);
    native_pop(vm, frame);
    if (error[0]) vm_restore_error(vm, error[0], error[1], error[2]);
}

void weakref_call_collected(Vm *vm, Ref weak) {
    Ref callback = weakref_at(&vm->heap, weak)->callback;
    if (!callback || vm->halt) return;
    Ref frame = native_push(vm, &call_frame);
    if (!frame) return;
    weakref_call_back(vm, weak, callback);
    native_pop(vm, frame);
}

/* ---- the module _weakref ---- */

static Ref module_proxy(Vm *vm, Ref self, Args args) {
    (void)self;
    Ref object, callback;
    if (!parse(vm, "proxy", args, &object, &callback)) return REF_NULL;
    if (!check_allowed(vm, object)) return REF_NULL;
    bool callable = object_is_callable(vm, object);
    Ref type = type_ref(&vm->heap, callable ? TYPE_ID_CALLABLE_PROXY : TYPE_ID_WEAK_PROXY);
    uint16_t which = callable ? WEAKREF_CALLABLE_PROXY : WEAKREF_PROXY;
    return new_weak(vm, type, which, object, callback);
}

/* Halts where the caches of ABCs have weak references, too, that are not modelled. */
static bool knows_weakrefs(Vm *vm, Ref object) {
    bool cached = heap_kind(&vm->heap, object) == KIND_TYPE &&
                  heap_at(&vm->heap, Type, object)->flags & TYPE_ABC_CACHED;
    if (cached) vm_unsupported(vm, "weak references to a class that a Counter was filled from");
    return !cached;
}

static Ref module_count(Vm *vm, Ref self, Args args) {
    (void)self;
    if (!knows_weakrefs(vm, args.values[0])) return REF_NULL;
    Ref made = int_new(&vm->heap, weakref_count(&vm->heap, args.values[0]));
    return made ? made : error_no_memory(vm);
}

static Ref module_refs(Vm *vm, Ref self, Args args) {
    (void)self;
    Heap *heap = &vm->heap;
    Ref object = args.values[0];
    if (!knows_weakrefs(vm, object)) return REF_NULL;
    uint32_t count = weakref_count(heap, object);
    Ref result = list_new(heap, count);
    if (!result) return error_no_memory(vm);
    Ref weak = count ? *weakref_list(heap, object) : REF_NULL;
    for (uint32_t i = 0; i < count; ++i) {
        if (weak) list_init_item(heap, result, i, new_ref(vm, weak));
        if (weak) weak = weakref_at(heap, weak)->next;
    }
    return result;
}

/* _remove_dead_weakref(dict, key): drops the entry when its value is a dead reference. */
static Ref module_remove_dead(Vm *vm, Ref self, Args args) {
    (void)self;
    Heap *heap = &vm->heap;
    Ref dict = args.values[0], value = REF_NULL;
    if (heap_kind(heap, dict) != KIND_DICT) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "_remove_dead_weakref() argument 1 must be dict, not another object");
    }
    int found = object_dict_find(vm, dict, args.values[1], &value);
    if (found < 0) return REF_NULL;
    if (found == 0 || heap_kind(heap, value) != KIND_WEAKREF || weakref_target(heap, value)) {
        return new_none(vm);
    }
    return object_dict_remove(vm, dict, args.values[1], NULL) < 0 ? REF_NULL : new_none(vm);
}

/* _set_exit_hook(callable): what the library wants to be called before the shutdown begins. In
 * CPython it imports atexit for that. */
static Ref module_exit_hook(Vm *vm, Ref self, Args args) {
    (void)self;
    if (!dict_get_str(&vm->heap, vm_machine(vm)->modules, name_ref(vm, "atexit"))) {
        Ref module = library_import(vm, "atexit");
        if (!module) return REF_NULL;
        heap_decref(&vm->heap, module);
    }
    heap_replace(&vm->heap, &vm_machine(vm)->exit_hook, new_ref(vm, args.values[0]));
    return new_none(vm);
}

/* _call_reporting(callable): its error is written and goes no further. */
static Ref module_call(Vm *vm, Ref self, Args args) {
    (void)self;
    Ref result = vm_call(vm, args.values[0], (Args){NULL, 0, REF_NULL});
    if (result) return result;
    if (vm->halt) return REF_NULL;
    vm_write_unraisable(vm, args.values[0]);
    return vm->halt ? REF_NULL : new_none(vm);
}

const NativeFunction weakref_functions[] = {
    {"_call_reporting", module_call, NATIVE_O, 1, 1, 0},
    {"getweakrefcount", module_count, NATIVE_O, 1, 1, 0},
    {"getweakrefs", module_refs, NATIVE_O, 1, 1, 0},
    {"proxy", module_proxy, NATIVE_FAST, 0, -1, 0},
    {"_remove_dead_weakref", module_remove_dead, NATIVE_FAST, 2, 2, 0},
    {"_set_exit_hook", module_exit_hook, NATIVE_O, 1, 1, 0},
    {0},
};

void weakref_fill(Vm *vm, Ref dict) {
    static const struct {
        const char *name;
        TypeId type;
    } types[] = {{"ref", TYPE_ID_WEAKREF},
                 {"ReferenceType", TYPE_ID_WEAKREF},
                 {"ProxyType", TYPE_ID_WEAK_PROXY},
                 {"CallableProxyType", TYPE_ID_CALLABLE_PROXY}};
    Heap *heap = &vm->heap;
    for (size_t i = 0; i < sizeof types / sizeof *types; ++i) {
        dict_set_str(heap, dict, str_static(heap, types[i].name), type_ref(heap, types[i].type));
    }
}

void weakref_run_exit_hook(Vm *vm) {
    Ref hook = vm_machine(vm)->exit_hook;
    if (!hook) return;
    Ref result = vm_call(vm, hook, (Args){NULL, 0, REF_NULL});
    if (result) {
        heap_decref(&vm->heap, result);
    } else if (!vm->halt) {
        vm_write_unraisable(vm, hook);
    }
    if (!vm->halt) heap_replace(&vm->heap, &vm_machine(vm)->exit_hook, REF_NULL);
}
