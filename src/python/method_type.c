/* Bound methods and built-in functions (Objects/classobject.c, Objects/methodobject.c). */
#include "heap/dict.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/slot_call.h"
#include "python/type.h"

#include <string.h>

static Ref take_text(Vm *vm, TextBuffer *text) {
    Ref result = str_new(&vm->heap, (Text){text->bytes, text->length});
    text_deinit(text);
    return result ? result : error_no_memory(vm);
}

static uint64_t pointer_hash(Ref object) {
    uint64_t address = object_address(object);
    return address >> 4 | address << 60;
}

/* ---- bound methods ---- */

static const Method *method_at(const Vm *vm, Ref method) {
    return heap_at(&vm->heap, Method, method);
}

Ref method_new(Vm *vm, Ref function, Ref self) {
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_METHOD), 0);
    if (!made) return error_no_memory(vm);
    heap_set(heap, method_at(vm, made)->function, new_ref(vm, function));
    heap_set(heap, method_at(vm, made)->self, new_ref(vm, self));
    heap_track(heap, made);
    return made;
}

static Ref method_call(Vm *vm, Ref self, Args args) {
    const Method *method = method_at(vm, self);
    uint32_t named = args.names ? tuple_size(&vm->heap, args.names) : 0;
    size_t count = args.count + named;
    Ref small[9];
    Ref *vector = count + 1 > 9 ? memory_alloc((count + 1) * sizeof(Ref)) : small;
    vector[0] = method->self;
    if (count) memcpy(vector + 1, args.values, count * sizeof(Ref));
    Ref result = vm_call(vm, method->function, (Args){vector, args.count + 1, args.names});
    if (vector != small) memory_free(vector);
    return result;
}

static Ref method_create(Vm *vm, Ref type, Args args) {
    (void)type;
    if (args.names && tuple_size(&vm->heap, args.names)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "method() takes no keyword arguments");
    }
    if (!args_count(vm, "method", args, 2, 2)) return REF_NULL;
    if (!object_is_callable(vm, args.values[0])) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "first argument must be callable");
    }
    if (args.values[1] == heap_root(&vm->heap)->none) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "instance must not be None");
    }
    return method_new(vm, args.values[0], args.values[1]);
}

/* method_repr. */
static Ref method_repr(Vm *vm, Ref self) {
    static const char *const slots[] = {"the name"};
    static const NativeFrame description = {"repr", slots, 1};
    Heap *heap = &vm->heap;
    Ref name =
        object_find_attr(vm, method_at(vm, self)->function, dunder_name(vm, DUNDER_QUALNAME));
    if (!name && !vm_failed(vm)) {
        name = object_find_attr(vm, method_at(vm, self)->function, dunder_name(vm, DUNDER_NAME));
    }
    if (vm_failed(vm)) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_xdecref(heap, name);
        return REF_NULL;
    }
    if (name) native_put(vm, frame, 0, name);
    Ref repr = object_repr(vm, method_at(vm, self)->self);
    Ref result = REF_NULL;
    if (repr) {
        TextBuffer text = {0};
        text_append_string(&text, "<bound method ");
        if (name && heap_kind(heap, name) == KIND_STR) {
            str_append_to(heap, name, &text);
        } else {
            text_append_char(&text, '?');
        }
        text_append_string(&text, " of ");
        str_append_to(heap, repr, &text);
        text_append_char(&text, '>');
        heap_decref(heap, repr);
        result = take_text(vm, &text);
    }
    native_pop(vm, frame);
    return result;
}

static bool method_hash(Vm *vm, Ref self, uint64_t *hash) {
    uint64_t function;
    if (!object_hash(vm, method_at(vm, self)->function, &function)) return false;
    *hash = pointer_hash(method_at(vm, self)->self) ^ function;
    if (*hash == UINT64_MAX) *hash = UINT64_MAX - 1;
    return true;
}

static Ref method_compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if ((op != COMPARE_EQ && op != COMPARE_NE) || heap_kind(&vm->heap, a) != KIND_METHOD ||
        heap_kind(&vm->heap, b) != KIND_METHOD) {
        return new_not_implemented(vm);
    }
    int equal =
        object_compare_bool(vm, method_at(vm, a)->function, method_at(vm, b)->function, COMPARE_EQ);
    if (equal < 0) return REF_NULL;
    equal = equal && method_at(vm, a)->self == method_at(vm, b)->self;
    return new_bool(vm, (op == COMPARE_EQ) == (equal != 0));
}

/* method_getattro: the type's own attributes, then those of the function. */
static Ref method_getattr(Vm *vm, Ref self, Ref name) {
    Ref type = heap_type(&vm->heap, self);
    Ref found = type_lookup(vm, type, name);
    if (vm->halt) return REF_NULL;
    if (found) return descriptor_get(vm, found, self, type);
    return object_getattr(vm, method_at(vm, self)->function, name);
}

static Ref method_get_function(Vm *vm, Ref self) {
    return new_ref(vm, method_at(vm, self)->function);
}

static Ref method_get_self(Vm *vm, Ref self) {
    return new_ref(vm, method_at(vm, self)->self);
}

static Ref method_get_doc(Vm *vm, Ref self) {
    Ref doc = object_find_attr(vm, method_at(vm, self)->function, dunder_name(vm, DUNDER_DOC));
    if (doc || vm_failed(vm)) return doc;
    return new_none(vm);
}

static const NativeGetSet method_getsets[] = {
    {.name = "__func__", .get = method_get_function, .member = true},
    {.name = "__self__", .get = method_get_self, .member = true},
    {.name = "__doc__", .get = method_get_doc},
    {0},
};

/* (getattr, (self, name)) */
static Ref method_reduce(Vm *vm, Ref self, Args args) {
    static const char *const slots[] = {"the name", "the arguments"};
    static const NativeFrame description = {"__reduce__", slots, 2};
    (void)args;
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref result = REF_NULL;
    Ref getter = dict_get_str(heap, vm_machine(vm)->builtins, name_ref(vm, "getattr"));
    Ref name = object_getattr(vm, method_at(vm, self)->function, dunder_name(vm, DUNDER_NAME));
    if (name) {
        native_put(vm, frame, 0, name);
        Ref pair[] = {method_at(vm, self)->self, name};
        Ref inner = tuple_pack(heap, 2, pair);
        if (inner) native_put(vm, frame, 1, inner);
        Ref parts[] = {getter, inner};
        result = inner && getter ? tuple_pack(heap, 2, parts) : REF_NULL;
        if (!result) error_no_memory(vm);
    }
    if (!vm->halt) native_pop(vm, frame);
    return result;
}

static const NativeFunction bound_methods[] = {
    {.name = "__reduce__", .call = method_reduce, .kind = NATIVE_NOARGS},
    {0},
};

const TypeSpec type_spec_METHOD = {
    .slots = {.repr = method_repr,
              .hash = method_hash,
              .compare = method_compare,
              .call = method_call,
              .create = method_create,
              .getattr = method_getattr},
    .methods = bound_methods,
    .getsets = method_getsets,
};

/* ---- built-in functions and methods ---- */

static const CFunction *cfunction_at(const Vm *vm, Ref function) {
    return heap_at(&vm->heap, CFunction, function);
}

static const char *cfunction_name(const Vm *vm, Ref function) {
    return native_function(cfunction_at(vm, function)->native)->name;
}

static bool is_function_of_module(const Vm *vm, Ref function) {
    Ref self = cfunction_at(vm, function)->self;
    return !self || heap_kind(&vm->heap, self) == KIND_MODULE;
}

static Ref cfunction_call(Vm *vm, Ref self, Args args) {
    const CFunction *function = cfunction_at(vm, self);
    return native_call(vm, native_function(function->native), self, function->self, args);
}

static Ref cfunction_repr(Vm *vm, Ref self) {
    if (is_function_of_module(vm, self)) {
        return str_newf(&vm->heap, "<built-in function %s>", cfunction_name(vm, self));
    }
    char name[TYPE_NAME_MAX];
    Ref bound = cfunction_at(vm, self)->self;
    return str_newf(&vm->heap, "<built-in method %s of %s object at 0x%llx>",
                    cfunction_name(vm, self), object_type_name(vm, bound, name, sizeof name),
                    (unsigned long long)object_address(bound));
}

static bool cfunction_hash(Vm *vm, Ref self, uint64_t *hash) {
    const CFunction *function = cfunction_at(vm, self);
    uint64_t bound = function->self ? pointer_hash(function->self) : 0;
    *hash = bound ^ ((uint64_t)function->native << 4);
    if (*hash == UINT64_MAX) *hash = UINT64_MAX - 1;
    return true;
}

static Ref cfunction_compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if ((op != COMPARE_EQ && op != COMPARE_NE) || heap_kind(&vm->heap, a) != KIND_CFUNCTION ||
        heap_kind(&vm->heap, b) != KIND_CFUNCTION) {
        return new_not_implemented(vm);
    }
    bool equal = cfunction_at(vm, a)->self == cfunction_at(vm, b)->self &&
                 cfunction_at(vm, a)->native == cfunction_at(vm, b)->native;
    return new_bool(vm, equal == (op == COMPARE_EQ));
}

static Ref cfunction_get_name(Vm *vm, Ref self) {
    return str_new_interned(&vm->heap, text_of(cfunction_name(vm, self)));
}

/* meth_get__qualname__ */
static Ref cfunction_get_qualname(Vm *vm, Ref self) {
    if (is_function_of_module(vm, self)) return cfunction_get_name(vm, self);
    Ref bound = cfunction_at(vm, self)->self;
    Ref type = is_type(vm, bound) ? bound : heap_type(&vm->heap, bound);
    TextBuffer text = {0};
    str_append_to(&vm->heap, type_at(vm, type)->qualname, &text);
    text_appendf(&text, ".%s", cfunction_name(vm, self));
    return take_text(vm, &text);
}

static Ref cfunction_get_self(Vm *vm, Ref self) {
    Ref bound = cfunction_at(vm, self)->self;
    return bound ? new_ref(vm, bound) : new_none(vm);
}

static Ref cfunction_get_module(Vm *vm, Ref self) {
    Ref module = cfunction_at(vm, self)->module;
    return module ? new_ref(vm, module) : new_none(vm);
}

static const NativeGetSet cfunction_getsets[] = {
    {.name = "__module__", .get = cfunction_get_module, .member = true},
    {.name = "__name__", .get = cfunction_get_name},
    {.name = "__qualname__", .get = cfunction_get_qualname},
    {.name = "__self__", .get = cfunction_get_self},
    {0},
};

const TypeSpec type_spec_BUILTIN_FUNCTION = {
    .slots = {.repr = cfunction_repr,
              .hash = cfunction_hash,
              .compare = cfunction_compare,
              .call = cfunction_call},
    .getsets = cfunction_getsets,
    .unbuilt = "__reduce__ __doc__ __text_signature__",
};
