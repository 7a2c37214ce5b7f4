/* collections.defaultdict (Modules/_collectionsmodule.c of CPython 3.11). */
#include "heap/dict.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/call.h"
#include "python/container.h"
#include "python/error.h"
#include "python/generic_alias.h"
#include "python/native_table.h"

static const Ref *factory_of(const Vm *vm, Ref self) {
    return &heap_at(&vm->heap, DefaultDict, self)->factory;
}

static Ref none_of(const Vm *vm) {
    return heap_root(&vm->heap)->none;
}

/* Borrowed: None for no factory. */
static Ref factory_or_none(const Vm *vm, Ref self) {
    Ref factory = *factory_of(vm, self);
    return factory ? factory : none_of(vm);
}

static bool is_default_dict(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_DEFAULT_DICT;
}

/* ---- making ---- */

/* The keywords stand where those of a call stand, for call_own_dict. */
enum { INIT_REST, INIT_KEYWORDS, INIT_OLD, INIT_SLOTS };
static const char *const init_slots[INIT_SLOTS] = {"the other arguments", "the keyword arguments",
                                                   "the old factory"};
static const NativeFrame init_frame = {"defaultdict()", init_slots, INIT_SLOTS};

static bool init(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    Ref factory = args.count ? args.values[0] : REF_NULL;
    if (factory && factory != none_of(vm) && !object_is_callable(vm, factory)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "first argument must be callable or None");
        return false;
    }
    Ref keywords = call_own_dict(vm, args);
    Ref frame = native_push(vm, &init_frame);
    if (!frame) return false;
    if (keywords) native_put(vm, frame, INIT_KEYWORDS, new_ref(vm, keywords));
    Args rest = args;
    if (args.count) {
        rest.values++;
        rest.count--;
        Ref tuple = tuple_pack(heap, rest.count, rest.values);
        if (!tuple) return error_no_memory(vm), false;
        native_put(vm, frame, INIT_REST, tuple);
        Ref old = *factory_of(vm, self);
        if (old) native_put(vm, frame, INIT_OLD, old);
        image_set32(&heap->image, factory_of(vm, self), new_ref(vm, factory));
    } else {
        Ref old = *factory_of(vm, self);
        if (old) native_put(vm, frame, INIT_OLD, old);
        image_set32(&heap->image, factory_of(vm, self), REF_NULL);
    }
    bool done = native_spec(TYPE_ID_DICT)->slots.init(vm, self, rest);
    if (vm->halt) return false;
    native_pop(vm, frame);
    return done && !vm->halt;
}

/* new_defdict: the class is called. */
static Ref call_class(Vm *vm, Ref self, Ref content) {
    return vm_call_values(vm, heap_type(&vm->heap, self), factory_or_none(vm, self), content,
                          REF_NULL);
}

/* ---- a key that is not there ---- */

static const char *const value_slots[] = {"the value"};
static const NativeFrame value_frame = {"defaultdict.__missing__", value_slots, 1};

static Ref missing(Vm *vm, Ref self, Args args) {
    Ref key = args.values[0];
    if (factory_or_none(vm, self) == none_of(vm)) return error_raise_key(vm, key);
    Ref frame = native_push(vm, &value_frame);
    if (!frame) return REF_NULL;
    Ref value = vm_call_values(vm, *factory_of(vm, self), REF_NULL, REF_NULL, REF_NULL);
    if (value) native_put(vm, frame, 0, value);
    bool done = value && object_setitem(vm, self, key, value);
    if (vm->halt) return REF_NULL;
    Ref result = done ? native_take(vm, frame, 0) : REF_NULL;
    native_pop(vm, frame);
    return result;
}

/* ---- repr ---- */

static const char *const repr_slots[] = {"the text of the dict", "the text of the factory"};
static const NativeFrame repr_frame = {"defaultdict.__repr__", repr_slots, 2};

static Ref text_of_factory(Vm *vm, Ref self) {
    Ref factory = *factory_of(vm, self);
    if (!factory) return str_new_cstr(&vm->heap, "None");
    int entered = object_repr_enter(vm, factory);
    if (entered < 0) return REF_NULL;
    Ref text = entered ? str_new_cstr(&vm->heap, "...") : object_repr(vm, factory);
    if (!vm->halt) object_repr_leave(vm, factory);
    return text;
}

static Ref repr(Vm *vm, Ref self) {
    Ref frame = native_push(vm, &repr_frame);
    if (!frame) return REF_NULL;
    Ref result = REF_NULL, content = native_spec(TYPE_ID_DICT)->slots.repr(vm, self);
    if (content) {
        native_put(vm, frame, 0, content);
        Ref factory = text_of_factory(vm, self);
        if (factory) {
            native_put(vm, frame, 1, factory);
            TextBuffer text = {0};
            str_append_to(&vm->heap, heap_type_of(&vm->heap, self)->name, &text);
            text_append_char(&text, '(');
            str_append_to(&vm->heap, factory, &text);
            text_append_string(&text, ", ");
            str_append_to(&vm->heap, content, &text);
            text_append_char(&text, ')');
            result = str_of_buffer(vm, &text);
        }
    }
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return result;
}

/* ---- joining and copying ---- */

static const char *const union_slots[] = {"the result"};
static const NativeFrame union_frame = {"defaultdict union", union_slots, 1};

static Ref unite(Vm *vm, Ref a, Ref b) {
    Ref self = is_default_dict(vm, a) ? a : b, other = self == a ? b : a;
    if (!is_instance_flag(&vm->heap, other, TYPE_DICT)) return new_not_implemented(vm);
    Ref frame = native_push(vm, &union_frame);
    if (!frame) return REF_NULL;
    Ref made = call_class(vm, self, a), duplicate;
    if (made) native_put(vm, frame, 0, made);
    bool done = made && dict_merge_from(vm, made, b, 1, &duplicate) == 0;
    if (vm->halt) return REF_NULL;
    Ref result = done ? native_take(vm, frame, 0) : REF_NULL;
    native_pop(vm, frame);
    return result;
}

static Ref copy(Vm *vm, Ref self, Args args) {
    (void)args;
    return call_class(vm, self, self);
}

enum { REDUCE_ARGUMENTS, REDUCE_ITEMS, REDUCE_ITERATOR, REDUCE_RESULT, REDUCE_SLOTS };
static const char *const reduce_slots[REDUCE_SLOTS] = {"the arguments", "the items", "the iterator",
                                                       "the result"};
static const NativeFrame reduce_frame = {"defaultdict.__reduce__", reduce_slots, REDUCE_SLOTS};

/* items(), the method not being bound (PyObject_CallMethodNoArgs). */
static Ref call_items(Vm *vm, Ref frame, Ref self) {
    Ref method, bound;
    if (!object_getmethod(vm, self, name_ref(vm, "items"), &method, &bound)) return REF_NULL;
    native_put(vm, frame, REDUCE_ITEMS, method);
    if (bound) heap_decref(&vm->heap, bound); /* the caller holds it */
    Ref items = vm_call_values(vm, method, bound ? self : REF_NULL, REF_NULL, REF_NULL);
    if (!vm->halt) native_set(vm, frame, REDUCE_ITEMS, items);
    return vm->halt ? REF_NULL : items;
}

/* (type, arguments, None, None, iterator over the items) */
static Ref reduce_in(Vm *vm, Ref frame, Ref self) {
    Heap *heap = &vm->heap;
    Ref factory = factory_or_none(vm, self), none = none_of(vm);
    Ref args = tuple_pack(heap, factory == none ? 0 : 1, &factory);
    if (!args) return error_no_memory(vm);
    native_put(vm, frame, REDUCE_ARGUMENTS, args);
    Ref items = call_items(vm, frame, self);
    Ref iterator = items ? object_iter(vm, items) : REF_NULL;
    if (!iterator) return REF_NULL;
    native_put(vm, frame, REDUCE_ITERATOR, iterator);
    Ref parts[] = {heap_type(heap, self), args, none, none, iterator};
    Ref result = tuple_pack(heap, 5, parts);
    return result ? result : error_no_memory(vm);
}

static Ref reduce(Vm *vm, Ref self, Args args) {
    (void)args;
    Ref frame = native_push(vm, &reduce_frame);
    if (!frame) return REF_NULL;
    Ref result = reduce_in(vm, frame, self);
    if (vm->halt) return REF_NULL;
    if (result) native_put(vm, frame, REDUCE_RESULT, result);
    native_set(vm, frame, REDUCE_ITERATOR, REF_NULL);
    native_set(vm, frame, REDUCE_ITEMS, REF_NULL);
    if (vm->halt) return REF_NULL;
    result = native_take(vm, frame, REDUCE_RESULT);
    native_pop(vm, frame);
    return result;
}

static Ref get_factory(Vm *vm, Ref self) {
    return new_ref(vm, factory_or_none(vm, self));
}

static bool set_factory(Vm *vm, Ref self, Ref value) {
    heap_replace(&vm->heap, factory_of(vm, self), value ? new_ref(vm, value) : REF_NULL);
    return !vm->halt;
}

static const NativeFunction methods[] = {
    {"__missing__", missing, NATIVE_O, 1, 1, 0},
    {"copy", copy, NATIVE_NOARGS, 0, 0, 0},
    {"__copy__", copy, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", reduce, NATIVE_NOARGS, 0, 0, 0},
    {"__class_getitem__", generic_alias_class_getitem, NATIVE_O, 1, 1, NATIVE_CLASS},
    {0},
};

static const NativeGetSet getsets[] = {
    {"default_factory", get_factory, set_factory, true},
    {0},
};

const TypeSpec type_spec_DEFAULT_DICT = {
    .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe "
           "default factory is called without arguments to produce\na new value when a key is not "
           "present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same "
           "items.\nAll remaining arguments are treated the same as if they were\npassed to the "
           "dict constructor, including keyword arguments.\n",
    .module = "collections",
    .slots = {.repr = repr, .init = init, .binary = {[BINARY_OR] = unite}},
    .methods = methods,
    .getsets = getsets,
};
