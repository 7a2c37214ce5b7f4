#include "python/generic_alias.h"

#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/container.h"
#include "python/error.h"
#include "python/type.h"

#include <string.h>

static bool is_alias(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_GENERIC_ALIAS;
}

static bool is_union(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_UNION;
}

static const GenericAlias *alias_at(const Vm *vm, Ref object) {
    return heap_at(&vm->heap, GenericAlias, object);
}

static const UnionType *union_at(const Vm *vm, Ref object) {
    return heap_at(&vm->heap, UnionType, object);
}

Ref union_type_args(const Vm *vm, Ref object) {
    return is_union(vm, object) ? union_at(vm, object)->args : REF_NULL;
}

/* ---- making ---- */

Ref generic_alias_new(Vm *vm, Ref origin, Ref key) {
    static const char *const slots[] = {"the arguments"};
    static const NativeFrame description = {"a generic alias", slots, 1};
    Heap *heap = &vm->heap;
    Ref args =
        is_instance_flag(heap, key, TYPE_TUPLE) ? new_ref(vm, key) : tuple_pack(heap, 1, &key);
    if (!args) return error_no_memory(vm);
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(heap, args);
        return REF_NULL;
    }
    native_put(vm, frame, 0, args);
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_GENERIC_ALIAS), 0);
    if (!made) return error_no_memory(vm);
    const GenericAlias *self = alias_at(vm, made);
    heap_set(heap, self->origin, new_ref(vm, origin));
    heap_set(heap, self->args, native_take(vm, frame, 0));
    heap_track(heap, made);
    native_pop(vm, frame);
    return made;
}

Ref generic_alias_class_getitem(Vm *vm, Ref self, Args args) {
    return generic_alias_new(vm, self, args.values[0]);
}

static Ref alias_create(Vm *vm, Ref type, Args args) {
    (void)type;
    if (!args_no_keywords(vm, "GenericAlias", args)) return REF_NULL;
    if (!args_count(vm, "GenericAlias", args, 2, 2)) return REF_NULL;
    return generic_alias_new(vm, args.values[0], args.values[1]);
}

/* ---- text ---- */

static bool append_object(Vm *vm, TextBuffer *out, Ref attribute) {
    Ref shown = object_str(vm, attribute);
    if (shown) str_append_to(&vm->heap, shown, out);
    heap_xdecref(&vm->heap, shown);
    return shown != REF_NULL;
}

enum { SHOWN_QUALNAME, SHOWN_MODULE, SHOWN_SLOTS };

/* Whether the object has the attribute, other than None; it is put into a slot of the frame. */
static bool has_attribute(Vm *vm, Ref frame, uint32_t slot, Ref object, const char *name) {
    Ref value = object_find_attr(vm, object, name_ref(vm, name));
    if (!value) return false;
    native_set(vm, frame, slot, value);
    return value != heap_root(&vm->heap)->none && !vm->halt;
}

/* ga_repr_item: a class by its qualified name, anything else by its repr. */
static bool append_item(Vm *vm, TextBuffer *out, Ref item) {
    static const char *const slots[SHOWN_SLOTS] = {"__qualname__", "__module__"};
    static const NativeFrame description = {"the repr of a type", slots, SHOWN_SLOTS};
    Heap *heap = &vm->heap;
    if (item == heap_root(heap)->ellipsis) {
        text_append_string(out, "...");
        return true;
    }
    if (is_alias(vm, item)) return append_repr(vm, out, item);
    Ref frame = native_push(vm, &description);
    if (!frame) return false;
    bool named = !(has_attribute(vm, frame, SHOWN_QUALNAME, item, "__origin__") &&
                   has_attribute(vm, frame, SHOWN_MODULE, item, "__args__")) &&
                 !vm_failed(vm) && has_attribute(vm, frame, SHOWN_QUALNAME, item, "__qualname__") &&
                 has_attribute(vm, frame, SHOWN_MODULE, item, "__module__");
    bool good = !vm_failed(vm);
    if (good && !named) {
        good = append_repr(vm, out, item);
    } else if (good) {
        Ref module = native_get(vm, frame, SHOWN_MODULE);
        bool builtin =
            heap_kind(heap, module) == KIND_STR && str_equal_cstr(heap, module, "builtins");
        if (!builtin) {
            good = append_object(vm, out, module);
            text_append_char(out, '.');
        }
        good = good && append_object(vm, out, native_get(vm, frame, SHOWN_QUALNAME));
    }
    if (vm->halt) return false;
    native_pop(vm, frame);
    return good;
}

static bool append_items(Vm *vm, TextBuffer *out, Ref items, const char *between) {
    for (uint32_t i = 0; i < tuple_size(&vm->heap, items); i++) {
        Ref item = tuple_get(&vm->heap, items, i);
        if (i) text_append_string(out, between);
        if (is_union(vm, item) || item != type_ref(&vm->heap, TYPE_ID_NONE) ||
            strcmp(between, " | ") != 0) {
            if (!append_item(vm, out, item)) return false;
        } else {
            text_append_string(out, "None");
        }
    }
    return true;
}

static Ref alias_repr(Vm *vm, Ref self) {
    TextBuffer text = {0};
    const GenericAlias *at = alias_at(vm, self);
    bool good = append_item(vm, &text, at->origin);
    text_append_char(&text, '[');
    good = good && append_items(vm, &text, at->args, ", ");
    text_append_string(&text, tuple_size(&vm->heap, at->args) ? "]" : "()]");
    if (good) return str_of_buffer(vm, &text);
    text_deinit(&text);
    return REF_NULL;
}

static Ref union_repr(Vm *vm, Ref self) {
    TextBuffer text = {0};
    if (append_items(vm, &text, union_at(vm, self)->args, " | ")) return str_of_buffer(vm, &text);
    text_deinit(&text);
    return REF_NULL;
}

/* ---- comparison ---- */

static bool alias_hash(Vm *vm, Ref self, uint64_t *hash) {
    uint64_t origin, args;
    if (!object_hash(vm, alias_at(vm, self)->origin, &origin)) return false;
    if (!object_hash(vm, alias_at(vm, self)->args, &args)) return false;
    *hash = origin ^ args;
    return true;
}

static Ref alias_compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if (!is_alias(vm, b) || (op != COMPARE_EQ && op != COMPARE_NE)) return new_not_implemented(vm);
    const GenericAlias *x = alias_at(vm, a), *y = alias_at(vm, b);
    int equal = object_compare_bool(vm, x->origin, y->origin, COMPARE_EQ);
    if (equal > 0) equal = object_compare_bool(vm, x->args, y->args, COMPARE_EQ);
    return equal < 0 ? REF_NULL : new_bool(vm, equal == (op == COMPARE_EQ));
}

/* The classes of the union as a set of that type, in a native frame's slot. */
static Ref push_set(Vm *vm, const NativeFrame *description, TypeId type, Ref self) {
    Ref frame = native_push(vm, description);
    if (!frame) return REF_NULL;
    Ref args = union_at(vm, self)->args;
    Ref made = vm_call_values(vm, type_ref(&vm->heap, type), args, REF_NULL, REF_NULL);
    if (made) {
        native_put(vm, frame, 0, made);
        return frame;
    }
    native_pop(vm, frame);
    return REF_NULL;
}

static const char *const set_slots[] = {"the classes"};
static const NativeFrame set_frame = {"a union of types", set_slots, 1};

static bool union_hash(Vm *vm, Ref self, uint64_t *hash) {
    Ref frame = push_set(vm, &set_frame, TYPE_ID_FROZENSET, self);
    if (!frame) return false;
    bool good = object_hash(vm, native_get(vm, frame, 0), hash);
    native_pop(vm, frame);
    return good;
}

static Ref union_compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if (!is_union(vm, b) || (op != COMPARE_EQ && op != COMPARE_NE)) return new_not_implemented(vm);
    Ref first = push_set(vm, &set_frame, TYPE_ID_SET, a);
    if (!first) return REF_NULL;
    Ref second = push_set(vm, &set_frame, TYPE_ID_SET, b);
    Ref result = REF_NULL;
    if (second) {
        result = object_compare(vm, native_get(vm, first, 0), native_get(vm, second, 0), op);
        native_pop(vm, second);
    }
    if (vm->halt) return REF_NULL;
    native_pop(vm, first);
    return result;
}

/* ---- attributes and operations of an alias ---- */

static bool is_own_attribute(const Vm *vm, Ref name) {
    static const char *const own[] = {
        "__class__",       "__origin__",     "__args__",
        "__unpacked__",    "__parameters__", "__typing_unpacked_tuple_args__",
        "__mro_entries__", "__reduce_ex__",  "__reduce__",
        "__copy__",        "__deepcopy__"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (str_equal_cstr(&vm->heap, name, own[i])) return true;
    }
    return false;
}

static Ref alias_getattr(Vm *vm, Ref self, Ref name) {
    if (is_own_attribute(vm, name)) return object_generic_getattr(vm, self, name);
    return object_getattr(vm, alias_at(vm, self)->origin, name);
}

/* The new object is told what it was made by, if it takes attributes. */
static Ref alias_call(Vm *vm, Ref self, Args args) {
    static const char *const slots[] = {"the new object"};
    static const NativeFrame description = {"a generic alias", slots, 1};
    Ref made = vm_call(vm, alias_at(vm, self)->origin, args);
    if (!made) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(&vm->heap, made);
        return REF_NULL;
    }
    native_put(vm, frame, 0, made);
    if (!object_setattr(vm, made, name_ref(vm, "__orig_class__"), self) && !vm->halt &&
        (vm_error_is(vm, TYPE_ID_ATTRIBUTE_ERROR) || vm_error_is(vm, TYPE_ID_TYPE_ERROR))) {
        vm_clear_error(vm);
    }
    Ref result = vm_failed(vm) ? REF_NULL : native_take(vm, frame, 0);
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return result;
}

/* _Py_make_parameters: type variables among the arguments are not built. */
static Ref parameters_of(Vm *vm, Ref args, const Ref *kept) {
    Heap *heap = &vm->heap;
    if (*kept) return new_ref(vm, *kept);
    for (uint32_t i = 0; i < tuple_size(heap, args); i++) {
        Ref arg = tuple_get(heap, args, i);
        if (is_type(vm, arg) || is_union(vm, arg) || is_alias(vm, arg)) continue;
        if (!(heap_type_of(heap, arg)->flags & TYPE_HEAP)) continue;
        return vm_unsupported(vm, "a type variable in a generic alias");
    }
    Ref empty = tuple_new(heap, 0);
    if (!empty) return error_no_memory(vm);
    heap_replace(heap, kept, empty);
    return new_ref(vm, empty);
}

static Ref raise_not_generic(Vm *vm, Ref self) {
    TextBuffer text = {0};
    if (append_repr(vm, &text, self))
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s is not a generic class", text_cstr(&text));
    text_deinit(&text);
    return REF_NULL;
}

static Ref alias_subscript(Vm *vm, Ref self, Ref key) {
    (void)key;
    Ref parameters = parameters_of(vm, alias_at(vm, self)->args, &alias_at(vm, self)->parameters);
    if (!parameters) return REF_NULL;
    heap_decref(&vm->heap, parameters);
    return raise_not_generic(vm, self);
}

static Ref union_subscript(Vm *vm, Ref self, Ref key) {
    (void)key;
    Ref parameters = parameters_of(vm, union_at(vm, self)->args, &union_at(vm, self)->parameters);
    if (!parameters) return REF_NULL;
    heap_decref(&vm->heap, parameters);
    return raise_not_generic(vm, self);
}

static Ref alias_iter(Vm *vm, Ref self) {
    (void)self;
    return vm_unsupported(vm, "unpacking a generic alias");
}

static Ref refuse_instance_check(Vm *vm, Ref self, Args args) {
    (void)self;
    (void)args;
    return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                    "isinstance() argument 2 cannot be a parameterized generic");
}

static Ref refuse_subclass_check(Vm *vm, Ref self, Args args) {
    (void)self;
    (void)args;
    return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                    "issubclass() argument 2 cannot be a parameterized generic");
}

static Ref mro_entries(Vm *vm, Ref self, Args args) {
    (void)args;
    Ref made = tuple_pack(&vm->heap, 1, &alias_at(vm, self)->origin);
    return made ? made : error_no_memory(vm);
}

static Ref get_origin(Vm *vm, Ref self) {
    return new_ref(vm, alias_at(vm, self)->origin);
}

static Ref get_args(Vm *vm, Ref self) {
    return new_ref(vm, alias_at(vm, self)->args);
}

static Ref get_parameters(Vm *vm, Ref self) {
    return parameters_of(vm, alias_at(vm, self)->args, &alias_at(vm, self)->parameters);
}

static Ref get_union_args(Vm *vm, Ref self) {
    return new_ref(vm, union_at(vm, self)->args);
}

static Ref get_union_parameters(Vm *vm, Ref self) {
    return parameters_of(vm, union_at(vm, self)->args, &union_at(vm, self)->parameters);
}

/* ---- unions ---- */

static bool is_unionable(const Vm *vm, Ref object) {
    return object == heap_root(&vm->heap)->none || is_type(vm, object) || is_alias(vm, object) ||
           is_union(vm, object);
}

/* Whether a class is among the classes: aliases are compared, all others are the same or not. */
static int is_among(Vm *vm, const Ref *classes, uint32_t count, Ref item) {
    for (uint32_t i = 0; i < count; i++) {
        int same = classes[i] == item;
        if (is_alias(vm, classes[i]) && is_alias(vm, item))
            same = object_compare_bool(vm, classes[i], item, COMPARE_EQ);
        if (same) return same;
    }
    return 0;
}

/* get_types: the classes that the operand stands for; None stands for its class. */
static const Ref *classes_of(const Vm *vm, Ref *operand, uint32_t *count) {
    *count = 1;
    if (*operand == heap_root(&vm->heap)->none) *operand = type_ref(&vm->heap, TYPE_ID_NONE);
    Ref args = union_type_args(vm, *operand);
    if (!args) return operand;
    *count = tuple_size(&vm->heap, args);
    return heap_at(&vm->heap, Tuple, args)->items;
}

enum { UNION_ARGS, UNION_SLOTS };

/* merge: the tuple is made for the first class that `a` lacks; without one the union is `a`. */
static Ref make_union(Vm *vm, Ref frame, Ref a, Ref b) {
    Heap *heap = &vm->heap;
    uint32_t own_count, other_count, at = 0;
    const Ref *own = classes_of(vm, &a, &own_count), *other = classes_of(vm, &b, &other_count);
    Ref args = REF_NULL;
    for (uint32_t i = 0; i < other_count; i++) {
        int found = is_among(vm, own, own_count, other[i]);
        if (found < 0) return REF_NULL;
        if (found) continue;
        if (!args) {
            args = tuple_new(heap, own_count + other_count - i);
            if (!args) return REF_NULL;
            native_put(vm, frame, UNION_ARGS, args);
            for (; at < own_count; at++) tuple_init_item(heap, args, at, new_ref(vm, own[at]));
        }
        tuple_init_item(heap, args, at++, new_ref(vm, other[i]));
    }
    if (!args) return new_ref(vm, a);
    if (at < tuple_size(heap, args)) {
        args = tuple_slice(heap, args, 0, at);
        if (!args) return REF_NULL;
        native_set(vm, frame, UNION_ARGS, args);
    }
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_UNION), 0);
    if (!made) return REF_NULL;
    heap_set(heap, union_at(vm, made)->args, native_take(vm, frame, UNION_ARGS));
    heap_track(heap, made);
    return made;
}

Ref union_type_or(Vm *vm, Ref a, Ref b) {
    static const char *const slots[UNION_SLOTS] = {"the classes"};
    static const NativeFrame description = {"a union of types", slots, UNION_SLOTS};
    if (!is_unionable(vm, a) || !is_unionable(vm, b)) return new_not_implemented(vm);
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref made = make_union(vm, frame, a, b);
    if (vm->heap.failure) return error_no_memory(vm);
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return made;
}

/* ---- tables ---- */

static const NativeFunction alias_methods[] = {
    {"__mro_entries__", mro_entries, NATIVE_O, 1, 1, 0},
    {"__instancecheck__", refuse_instance_check, NATIVE_O, 1, 1, 0},
    {"__subclasscheck__", refuse_subclass_check, NATIVE_O, 1, 1, 0},
    {0},
};

static const NativeGetSet alias_getsets[] = {
    {"__origin__", get_origin, NULL, true},
    {"__args__", get_args, NULL, true},
    {"__parameters__", get_parameters, NULL, false},
    {0},
};

static const NativeGetSet union_getsets[] = {
    {"__args__", get_union_args, NULL, true},
    {"__parameters__", get_union_parameters, NULL, false},
    {0},
};

const TypeSpec type_spec_GENERIC_ALIAS = {
    .doc = "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and "
           "t.__args__ is (int,).",
    .module = "types",
    .slots = {.repr = alias_repr,
              .hash = alias_hash,
              .compare = alias_compare,
              .iter = alias_iter,
              .call = alias_call,
              .create = alias_create,
              .getattr = alias_getattr,
              .binary = {[BINARY_OR] = union_type_or},
              .subscript = alias_subscript},
    .methods = alias_methods,
    .getsets = alias_getsets,
    .unbuilt = "__reduce__ __dir__ __unpacked__ __typing_unpacked_tuple_args__",
};

const TypeSpec type_spec_UNION = {
    .doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
    .module = "types",
    .slots = {.repr = union_repr,
              .hash = union_hash,
              .compare = union_compare,
              .binary = {[BINARY_OR] = union_type_or},
              .subscript = union_subscript},
    .getsets = union_getsets,
};
