/* The type `object` (Objects/typeobject.c). */
#include "heap/dict.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/abstract_slots.h"
#include "python/container.h"
#include "python/error.h"
#include "python/reduce.h"
#include "python/type.h"

static bool has_arguments(const Vm *vm, Args args) {
    return args.count || (args.names && tuple_size(&vm->heap, args.names));
}

/* Whether tp_new and tp_init of a type are object's own. */
static bool has_object_new(const Vm *vm, Ref type) {
    return !type_overrides(vm, type, DUNDER_NEW) && type_slots(vm, type)->create == object_create;
}

static bool has_object_init(const Vm *vm, Ref type) {
    return !type_overrides(vm, type, DUNDER_INIT) && type_slots(vm, type)->init == object_init;
}

/* Refuses an instance of a class that has abstract methods. */
static Ref raise_abstract(Vm *vm, Ref type) {
    static const char *const slots[] = {"the abstract methods", "their names in order"};
    static const NativeFrame description = {"object.__new__()", slots, 2};
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref methods = object_getattr(vm, type, dunder_name(vm, DUNDER_ABSTRACTMETHODS));
    if (methods) native_put(vm, frame, 0, methods);
    Ref names = methods ? object_to_list(vm, methods) : REF_NULL;
    if (names) native_put(vm, frame, 1, names);
    if (names && list_sort(vm, names, REF_NULL, false)) {
        TextBuffer text = {0};
        char name[TYPE_NAME_MAX];
        uint32_t count = list_size(heap, names);
        for (uint32_t i = 0; i < count; ++i) {
            if (i) text_append_string(&text, ", ");
            if (heap_kind(heap, list_get(heap, names, i)) != KIND_STR) continue;
            str_append_to(heap, list_get(heap, names, i), &text);
        }
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "Can't instantiate abstract class %s with abstract method%s %s",
                 type_name(vm, type, name, sizeof name), count > 1 ? "s" : "", text_cstr(&text));
        text_deinit(&text);
    }
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return REF_NULL;
}

Ref object_create(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    if (has_arguments(vm, args)) {
        if (!has_object_new(vm, type)) {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                            "object.__new__() takes exactly one argument (the type to "
                            "instantiate)");
        }
        if (has_object_init(vm, type)) {
            char name[TYPE_NAME_MAX];
            return vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s() takes no arguments",
                            type_name(vm, type, name, sizeof name));
        }
    }
    if (type_at(vm, type)->flags & TYPE_ABSTRACT) return raise_abstract(vm, type);
    Ref made = type_alloc(vm, type, 0);
    if (!made) return error_no_memory(vm);
    if (type_at(vm, type)->flags & TYPE_MANAGED_DICT && !instance_init_values(heap, made)) {
        heap_decref(heap, made);
        return error_no_memory(vm);
    }
    return made;
}

bool object_init(Vm *vm, Ref self, Args args) {
    if (!has_arguments(vm, args)) return true;
    Ref type = heap_type(&vm->heap, self);
    if (!has_object_init(vm, type)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "object.__init__() takes exactly one argument (the instance to initialize)");
        return false;
    }
    if (has_object_new(vm, type)) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "%s.__init__() takes exactly one argument (the instance to initialize)",
                 type_name(vm, type, name, sizeof name));
        return false;
    }
    return true;
}

static Ref object_repr_default(Vm *vm, Ref self) {
    TextBuffer text = {0};
    text_append_char(&text, '<');
    type_append_full_name(vm, heap_type(&vm->heap, self), &text);
    text_appendf(&text, " object at 0x%llx>", (unsigned long long)object_address(self));
    Ref result = str_new(&vm->heap, (Text){text.bytes, text.length});
    text_deinit(&text);
    return result;
}

/* object_str: the repr slot, without another look at the result. */
static Ref object_str_default(Vm *vm, Ref self) {
    return object_repr_slot(vm, self);
}

/* _Py_HashPointer */
static bool object_hash_default(Vm *vm, Ref self, uint64_t *hash) {
    (void)vm;
    uint64_t address = object_address(self);
    *hash = address >> 4 | address << 60;
    return true;
}

static Ref object_compare_default(Vm *vm, Ref a, Ref b, CompareOp op) {
    Heap *heap = &vm->heap;
    if (op == COMPARE_EQ) return a == b ? new_bool(vm, true) : new_not_implemented(vm);
    if (op != COMPARE_NE) return new_not_implemented(vm);
    Ref equal = object_compare_slot(vm, a, b, COMPARE_EQ);
    if (!equal || equal == heap_root(heap)->not_implemented) return equal;
    int truth = object_take_truth(vm, equal);
    return truth < 0 ? REF_NULL : new_bool(vm, !truth);
}

/* ---- methods ---- */

static Ref object_format_default(Vm *vm, Ref self, Args args) {
    if (heap_kind(&vm->heap, args.values[0]) != KIND_STR) {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "__format__() argument must be str, not %s",
                        object_type_name(vm, args.values[0], name, sizeof name));
    }
    if (str_length(&vm->heap, args.values[0]) > 0) {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "unsupported format string passed to %s.__format__",
                        object_type_name(vm, self, name, sizeof name));
    }
    return object_str(vm, self);
}

static Ref object_init_subclass(Vm *vm, Ref self, Args args) {
    (void)self;
    (void)args;
    return new_none(vm);
}

static Ref object_subclasshook(Vm *vm, Ref self, Args args) {
    (void)self;
    (void)args;
    return new_not_implemented(vm);
}

/* object.__sizeof__: what sys.getsizeof shows without the head before the object. */
static Ref object_sizeof(Vm *vm, Ref self, Args args) {
    (void)args;
    uint32_t flags = heap_type_of(&vm->heap, self)->flags;
    size_t before = (flags & TYPE_GC ? 16 : 0) + (flags & TYPE_MANAGED_DICT ? 16 : 0);
    return int_new(&vm->heap, (int64_t)(heap_sizeof(&vm->heap, self) - before));
}

static const char *const merge_slots[] = {"the class's __dict__"};
static const NativeFrame merge_frame = {"__dir__", merge_slots, 1};

/* Adds the names of a class, then those of each of its bases (merge_class_dict). */
static bool merge_class_names(Vm *vm, Ref names, Ref type) {
    Ref frame = native_push(vm, &merge_frame), duplicate;
    if (!frame) return false;
    Ref dict = object_getattr(vm, type, dunder_name(vm, DUNDER_DICT));
    if (dict) native_put(vm, frame, 0, dict);
    bool good = dict && dict_merge_from(vm, names, dict, 1, &duplicate) == 0;
    native_pop(vm, frame);
    Ref bases = type_at(vm, type)->bases;
    for (uint32_t i = 0; good && bases && i < tuple_size(&vm->heap, bases); ++i) {
        good = merge_class_names(vm, names, tuple_get(&vm->heap, bases, i));
    }
    return good && !vm->halt;
}

/* PyDict_Keys. */
static Ref names_list(Vm *vm, Ref names) {
    Heap *heap = &vm->heap;
    uint32_t count = dict_used(heap, names), position = 0;
    Ref list = list_new(heap, count);
    if (!list) return error_no_memory(vm);
    if (count != dict_used(heap, names)) {
        /* a finalizer got hold of the dict */
        heap_decref(heap, list);
        return vm->halt ? REF_NULL : names_list(vm, names);
    }
    Ref key, value;
    for (uint32_t i = 0; dict_next(heap, names, &position, &key, &value, NULL); ++i) {
        list_init_item(heap, list, i, new_ref(vm, key));
    }
    return list;
}

enum { DIR_NAMES, DIR_SOURCE, DIR_SLOTS };
static const char *const dir_slots[DIR_SLOTS] = {"the names", "the object's dict or class"};
static const NativeFrame dir_frame = {"__dir__", dir_slots, DIR_SLOTS};

Ref type_dir(Vm *vm, Ref type) {
    Ref frame = native_push(vm, &dir_frame);
    if (!frame) return REF_NULL;
    Ref names = dict_new(&vm->heap), result = REF_NULL;
    if (!names) return error_no_memory(vm);
    native_put(vm, frame, DIR_NAMES, names);
    if (merge_class_names(vm, names, type)) result = names_list(vm, names);
    native_pop(vm, frame);
    return result;
}

/* A copy of the object's __dict__, an empty dict when it has none; the frame gets it. */
static bool begin_names(Vm *vm, Ref frame, Ref self) {
    Heap *heap = &vm->heap;
    Ref dict = object_find_attr(vm, self, dunder_name(vm, DUNDER_DICT));
    if (!dict && vm_failed(vm)) return false;
    if (dict) native_put(vm, frame, DIR_SOURCE, dict);
    bool copied = dict && is_instance_flag(heap, dict, TYPE_DICT);
    if (!copied) native_set(vm, frame, DIR_SOURCE, REF_NULL);
    Ref names = copied ? dict_copy(heap, dict) : dict_new(heap);
    if (!names) return error_no_memory(vm), false;
    native_put(vm, frame, DIR_NAMES, names);
    native_set(vm, frame, DIR_SOURCE, REF_NULL);
    return !vm->halt;
}

static Ref object_dir(Vm *vm, Ref self, Args args) {
    (void)args;
    Ref frame = native_push(vm, &dir_frame), result = REF_NULL;
    if (!frame) return REF_NULL;
    if (begin_names(vm, frame, self)) {
        Ref names = native_get(vm, frame, DIR_NAMES);
        Ref type = object_find_attr(vm, self, dunder_name(vm, DUNDER_CLASS));
        if (type) native_put(vm, frame, DIR_SOURCE, type);
        bool merged =
            !vm_failed(vm) && (!type || !is_type(vm, type) || merge_class_names(vm, names, type));
        if (merged) result = names_list(vm, names);
    }
    native_pop(vm, frame);
    return result;
}

/* ---- __class__ ---- */

static Ref get_class(Vm *vm, Ref self) {
    return new_ref(vm, heap_type(&vm->heap, self));
}

/* compatible_with_tp_base: a class that adds nothing to its base's layout. */
static bool adds_nothing(const Vm *vm, Ref type) {
    const Type *self = type_at(vm, type);
    if (!self->base) return false;
    const Type *base = type_at(vm, self->base);
    return self->basicsize == base->basicsize && self->itemsize == base->itemsize &&
           self->dict_offset == base->dict_offset && self->weak_offset == base->weak_offset &&
           (self->flags & TYPE_MANAGED_DICT) == (base->flags & TYPE_MANAGED_DICT) &&
           (self->flags & TYPE_GC) == (base->flags & TYPE_GC);
}

/* same_slots_added: two classes of one base that add the same slots. */
static bool adds_the_same(const Vm *vm, Ref a, Ref b) {
    const Type *x = type_at(vm, a);
    const Type *y = type_at(vm, b);
    if (x->base != y->base || x->basicsize != y->basicsize || x->weak_offset != y->weak_offset ||
        x->dict_offset != y->dict_offset || x->slots_count != y->slots_count ||
        (x->flags & TYPE_MANAGED_DICT) != (y->flags & TYPE_MANAGED_DICT)) {
        return false;
    }
    for (uint32_t i = 0; i < x->slots_count; ++i) {
        if (!str_equal(&vm->heap, tuple_get(&vm->heap, x->slot_names, i),
                       tuple_get(&vm->heap, y->slot_names, i))) {
            return false;
        }
    }
    return true;
}

/* compatible_for_assignment. */
static bool same_layout(const Vm *vm, Ref a, Ref b) {
    if (type_at(vm, a)->kind != type_at(vm, b)->kind) return false;
    while (adds_nothing(vm, a)) a = type_at(vm, a)->base;
    while (adds_nothing(vm, b)) b = type_at(vm, b)->base;
    return a == b || (type_at(vm, a)->base == type_at(vm, b)->base && adds_the_same(vm, a, b));
}

static bool set_class(Vm *vm, Ref self, Ref value) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX], other[TYPE_NAME_MAX];
    if (!value) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "can't delete __class__ attribute");
        return false;
    }
    if (!is_type(vm, value)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__class__ must be set to a class, not '%s' object",
                 object_type_name(vm, value, name, sizeof name));
        return false;
    }
    Ref old = heap_type(heap, self);
    Ref module = type_ref(heap, TYPE_ID_MODULE);
    bool modules = type_is_subtype(vm, value, module) && type_is_subtype(vm, old, module);
    if (!modules && (!type_is_heap(vm, value) || !type_is_heap(vm, old))) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "__class__ assignment only supported for mutable types or ModuleType subclasses");
        return false;
    }
    if (!same_layout(vm, value, old)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "__class__ assignment: '%s' object layout differs from "
                 "'%s'",
                 type_name(vm, value, name, sizeof name), type_name(vm, old, other, sizeof other));
        return false;
    }
    /* the shared keys change with the class: the values move into a dict first */
    if (type_at(vm, old)->flags & TYPE_MANAGED_DICT && !instance_dict(heap, self)) {
        error_no_memory(vm);
        return false;
    }
    if (type_is_heap(vm, value)) heap_incref(heap, value);
    heap_set(heap, heap_object(heap, self)->type, value);
    if (type_is_heap(vm, old)) heap_decref(heap, old);
    return true;
}

static const NativeFunction methods[] = {
    {.name = "__reduce_ex__", .call = object_reduce_ex, .kind = NATIVE_O},
    {.name = "__reduce__", .call = object_reduce, .kind = NATIVE_NOARGS},
    {.name = "__getstate__", .call = object_getstate, .kind = NATIVE_NOARGS},
    {.name = "__subclasshook__",
     .call = object_subclasshook,
     .kind = NATIVE_TUPLE,
     .max = -1,
     .flags = NATIVE_CLASS},
    {.name = "__init_subclass__",
     .call = object_init_subclass,
     .kind = NATIVE_NOARGS,
     .flags = NATIVE_CLASS},
    {.name = "__format__", .call = object_format_default, .kind = NATIVE_O},
    {.name = "__sizeof__", .call = object_sizeof, .kind = NATIVE_NOARGS},
    {.name = "__dir__", .call = object_dir, .kind = NATIVE_NOARGS},
    {0},
};

static const NativeGetSet getsets[] = {
    {.name = "__class__", .get = get_class, .set = set_class},
    {0},
};

const TypeSpec type_spec_OBJECT = {
    .doc =
        "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and "
        "returns a new featureless\ninstance that has no instance attributes and cannot be given "
        "any.\n",
    .slots = {.repr = object_repr_default,
              .str = object_str_default,
              .hash = object_hash_default,
              .compare = object_compare_default,
              .getattr = object_generic_getattr,
              .setattr = object_generic_setattr,
              .create = object_create,
              .init = object_init},
    .methods = methods,
    .getsets = getsets,
};
