/* mappingproxy: the read-only view of a class dict (Objects/descrobject.c). */
#include "heap/dict.h"
#include "heap/str.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/generic_alias.h"
#include "python/type.h"

static Ref mapping_of(const Vm *vm, Ref proxy) {
    return heap_at(&vm->heap, MappingProxy, proxy)->mapping;
}

static Ref proxy_create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"mapping", NULL};
    Heap *heap = &vm->heap;
    Ref mapping;
    if (!args_parse(vm, "mappingproxy", args, names, 1, 1, &mapping)) return REF_NULL;
    if (!is_instance_flag(heap, mapping, TYPE_DICT)) {
        return vm_unsupported(vm, "a mappingproxy of something that is not a dict");
    }
    Ref made = type_alloc(vm, type, 0);
    if (!made) return error_no_memory(vm);
    heap_set(heap, heap_at(heap, MappingProxy, made)->mapping, new_ref(vm, mapping));
    return made;
}

static Ref proxy_repr(Vm *vm, Ref self) {
    Ref inner = object_repr(vm, mapping_of(vm, self));
    if (!inner) return REF_NULL;
    TextBuffer text = {0};
    text_append_string(&text, "mappingproxy(");
    str_append_to(&vm->heap, inner, &text);
    text_append_char(&text, ')');
    heap_decref(&vm->heap, inner);
    Ref result = str_new(&vm->heap, (Text){text.bytes, text.length});
    text_deinit(&text);
    return result ? result : error_no_memory(vm);
}

static Ref proxy_str(Vm *vm, Ref self) {
    return object_str(vm, mapping_of(vm, self));
}

static Ref proxy_compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if (heap_kind(&vm->heap, b) == KIND_MAPPING_PROXY) b = mapping_of(vm, b);
    return object_compare(vm, mapping_of(vm, a), b, op);
}

static Ref proxy_iter(Vm *vm, Ref self) {
    return object_iter(vm, mapping_of(vm, self));
}

static int64_t proxy_length(Vm *vm, Ref self) {
    return object_length(vm, mapping_of(vm, self));
}

static Ref proxy_subscript(Vm *vm, Ref self, Ref key) {
    return object_getitem(vm, mapping_of(vm, self), key);
}

static int proxy_contains(Vm *vm, Ref self, Ref key) {
    return object_contains(vm, mapping_of(vm, self), key);
}

/* Calls the mapping's own method of that name. */
static Ref forward(Vm *vm, Ref self, const char *name, Args args) {
    static const char *const slots[] = {"the method"};
    static const NativeFrame description = {"mappingproxy", slots, 1};
    Ref method = object_getattr_cstr(vm, mapping_of(vm, self), name);
    if (!method) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(&vm->heap, method);
        return REF_NULL;
    }
    native_put(vm, frame, 0, method);
    Ref result = vm_call(vm, method, args);
    native_pop(vm, frame);
    return result;
}

static Ref proxy_get(Vm *vm, Ref self, Args args) {
    if (args.count == 1) {
        Ref values[] = {args.values[0], heap_root(&vm->heap)->none};
        return forward(vm, self, "get", (Args){values, 2, REF_NULL});
    }
    return forward(vm, self, "get", args);
}

static Ref proxy_keys(Vm *vm, Ref self, Args args) {
    return forward(vm, self, "keys", args);
}

static Ref proxy_values(Vm *vm, Ref self, Args args) {
    return forward(vm, self, "values", args);
}

static Ref proxy_items(Vm *vm, Ref self, Args args) {
    return forward(vm, self, "items", args);
}

static Ref proxy_copy(Vm *vm, Ref self, Args args) {
    return forward(vm, self, "copy", args);
}

static const NativeFunction methods[] = {
    {.name = "get", .call = proxy_get, .kind = NATIVE_FAST, .min = 1, .max = 2},
    {.name = "keys", .call = proxy_keys, .kind = NATIVE_NOARGS},
    {.name = "values", .call = proxy_values, .kind = NATIVE_NOARGS},
    {.name = "items", .call = proxy_items, .kind = NATIVE_NOARGS},
    {.name = "copy", .call = proxy_copy, .kind = NATIVE_NOARGS},
    {.name = "__reversed__"},
    {"__class_getitem__", generic_alias_class_getitem, NATIVE_O, 1, 1, NATIVE_CLASS},
    {0},
};

const TypeSpec type_spec_MAPPING_PROXY = {
    .slots = {.repr = proxy_repr,
              .str = proxy_str,
              .compare = proxy_compare,
              .iter = proxy_iter,
              .create = proxy_create,
              .length = proxy_length,
              .subscript = proxy_subscript,
              .contains = proxy_contains},
    .methods = methods,
    .unbuilt = "__or__ __ror__ __ior__",
};
