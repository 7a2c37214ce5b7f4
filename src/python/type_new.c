/* type.__new__: the steps, allocations and holders of type_new in CPython 3.11's typeobject.c. */
#include "heap/dict.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/frame.h"
#include "python/type.h"

#include <string.h>

/* The native frame of a class creation. */
enum { HELD_BASES, HELD_DICT, HELD_SLOTS, HELD_TYPE, HELD_TEMP, HELD_TEMP2, HELD_COUNT };

static const char *const held_names[HELD_COUNT] = {"the bases",     "the namespace", "the slots",
                                                   "the new class", "work",          "work"};
static const NativeFrame creation = {"type.__new__", held_names, HELD_COUNT};

/* What type_new_ctx of CPython holds. */
typedef struct Creation {
    Vm *vm;
    Ref frame;
    Ref metatype;
    Ref name; /* str; kept alive by the caller's arguments */
    Ref base; /* best base; kept alive by the bases */
    Args keywords;
    uint32_t slots; /* count without __dict__ and __weakref__ */
    bool may_add_dict, may_add_weak, add_dict, add_weak;
    bool has_slots; /* __slots__ was given */
} Creation;

static Ref held(const Creation *self, uint32_t slot) {
    return native_get(self->vm, self->frame, slot);
}

/* ---- layout parent ---- */

static bool has_extra_ivars(const Vm *vm, Ref type, Ref base) {
    const Type *a = type_at(vm, type);
    const Type *b = type_at(vm, base);
    if (a->itemsize || b->itemsize) {
        return a->basicsize != b->basicsize || a->itemsize != b->itemsize;
    }
    uint32_t size = a->basicsize;
    if (a->weak_offset && !b->weak_offset && a->weak_offset + 8 == size && (a->flags & TYPE_HEAP)) {
        size -= 8;
    }
    return size != b->basicsize;
}

static Ref solid_base(const Vm *vm, Ref type) {
    Ref parent = type_at(vm, type)->base;
    Ref base = parent ? solid_base(vm, parent) : type_ref(&vm->heap, TYPE_ID_OBJECT);
    return has_extra_ivars(vm, type, base) ? type : base;
}

static Ref best_base(Vm *vm, Ref bases) {
    Heap *heap = &vm->heap;
    Ref winner = REF_NULL, best = REF_NULL;
    uint32_t count = tuple_size(heap, bases);
    char name[TYPE_NAME_MAX];
    for (uint32_t i = 0; i < count; ++i) {
        Ref base = tuple_get(heap, bases, i);
        if (!is_type(vm, base)) {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR, "bases must be types");
        }
        const Type *at = type_at(vm, base);
        if (at->flags & TYPE_UNBUILT) {
            return vm_unsupported(vm, "a subclass of %s", type_name(vm, base, name, sizeof name));
        }
        if (!(at->flags & TYPE_BASE)) {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR, "type '%s' is not an acceptable base type",
                            type_name(vm, base, name, sizeof name));
        }
        Ref candidate = solid_base(vm, base);
        if (!winner) {
            winner = candidate;
            best = base;
        } else if (type_is_subtype(vm, winner, candidate)) {
            continue;
        } else if (type_is_subtype(vm, candidate, winner)) {
            winner = candidate;
            best = base;
        } else {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                            "multiple bases have instance lay-out conflict");
        }
    }
    return best;
}

Ref type_calculate_metatype(Vm *vm, Ref metatype, Ref bases) {
    uint32_t count = tuple_size(&vm->heap, bases);
    Ref winner = metatype;
    for (uint32_t i = 0; i < count; ++i) {
        Ref type = heap_type(&vm->heap, tuple_get(&vm->heap, bases, i));
        if (type_is_subtype(vm, winner, type)) continue;
        if (type_is_subtype(vm, type, winner)) {
            winner = type;
            continue;
        }
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "metaclass conflict: the metaclass of a derived class must be a "
                        "(non-strict) subclass of the metaclasses of all its bases");
    }
    return winner;
}

/* ---- __slots__ ---- */

static bool is_identifier(const Heap *heap, Ref name) {
    uint32_t length = str_length(heap, name);
    if (length == 0) return false;
    for (uint32_t i = 0; i < length; ++i) {
        uint32_t c = str_at(heap, name, i);
        bool letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        if (!letter && !(i > 0 && c >= '0' && c <= '9')) return false;
    }
    return true;
}

/* _Py_Mangle: a private name of the class; new reference. */
static Ref mangle(Vm *vm, Ref class_name, Ref name) {
    Heap *heap = &vm->heap;
    uint32_t length = str_length(heap, name);
    if (length < 2 || str_at(heap, name, 0) != '_' || str_at(heap, name, 1) != '_' ||
        (length >= 4 && str_at(heap, name, length - 1) == '_' &&
         str_at(heap, name, length - 2) == '_')) {
        return new_ref(vm, name);
    }
    TextBuffer text = {0}, own = {0}, slot = {0};
    str_append_to(heap, class_name, &own);
    str_append_to(heap, name, &slot);
    size_t start = strspn(text_cstr(&own), "_");
    Ref result;
    if (start == own.length) {
        result = new_ref(vm, name);
    } else {
        text_append_char(&text, '_');
        text_append_string(&text, text_cstr(&own) + start);
        text_append_string(&text, text_cstr(&slot));
        result = str_new_interned(heap, (Text){text.bytes, text.length});
    }
    text_deinit(&text);
    text_deinit(&own);
    text_deinit(&slot);
    return result;
}

static bool check_slot_name(Vm *vm, Ref name) {
    if (heap_kind(&vm->heap, name) != KIND_STR) {
        char text[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__slots__ items must be strings, not '%s'",
                 object_type_name(vm, name, text, sizeof text));
        return false;
    }
    if (!is_identifier(&vm->heap, name)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__slots__ must be identifiers");
        return false;
    }
    return true;
}

/* type_new_visit_slots: sets add_dict and add_weak. */
static bool visit_slots(Creation *self) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    Ref slots = held(self, HELD_SLOTS);
    uint32_t count = tuple_size(heap, slots);
    for (uint32_t i = 0; i < count; ++i) {
        Ref name = tuple_get(heap, slots, i);
        if (!check_slot_name(vm, name)) return false;
        if (str_equal_cstr(heap, name, "__dict__")) {
            if (!self->may_add_dict || self->add_dict) {
                vm_raise(vm, TYPE_ID_TYPE_ERROR, "__dict__ slot disallowed: we already got one");
                return false;
            }
            self->add_dict = true;
        }
        if (str_equal_cstr(heap, name, "__weakref__")) {
            if (!self->may_add_weak || self->add_weak) {
                vm_raise(vm, TYPE_ID_TYPE_ERROR,
                         "__weakref__ slot disallowed: either we already got one, or "
                         "__itemsize__ != 0");
                return false;
            }
            self->add_weak = true;
        }
    }
    return true;
}

static bool conflicts(Creation *self, Ref name) {
    Vm *vm = self->vm;
    if (!dict_get_str(&vm->heap, held(self, HELD_DICT), name)) return false;
    if (str_equal_cstr(&vm->heap, name, "__qualname__") ||
        str_equal_cstr(&vm->heap, name, "__classcell__")) {
        return false;
    }
    TextBuffer text = {0};
    Ref repr = object_repr(vm, name);
    if (repr) {
        str_append_to(&vm->heap, repr, &text);
        heap_decref(&vm->heap, repr);
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "%s in __slots__ conflicts with class variable",
                 text_cstr(&text));
    }
    text_deinit(&text);
    return true;
}

/* list.sort of slot names: insertion, since names are few and often sorted. */
static void sort_names(Heap *heap, Ref list) {
    uint32_t count = list_size(heap, list);
    const Ref *items = count ? heap_at(heap, Ref, heap_at(heap, List, list)->items) : NULL;
    for (uint32_t i = 1; i < count; ++i) {
        Ref moved = items[i];
        uint32_t at = i;
        while (at > 0 && str_compare(heap, items[at - 1], moved) > 0) {
            image_set32(&heap->image, &items[at], items[at - 1]);
            --at;
        }
        if (at != i) image_set32(&heap->image, &items[at], moved);
    }
}

/* type_new_slots_impl: the names that become members, mangled and sorted, as a tuple. */
static bool copy_slots(Creation *self) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    Ref slots = held(self, HELD_SLOTS);
    uint32_t count = tuple_size(heap, slots);
    Ref list = list_new(heap, count - self->add_dict - self->add_weak);
    if (!list) return false;
    native_put(vm, self->frame, HELD_TEMP, list);
    uint32_t filled = 0;
    for (uint32_t i = 0; i < count; ++i) {
        Ref name = tuple_get(heap, slots, i);
        if ((self->add_dict && str_equal_cstr(heap, name, "__dict__")) ||
            (self->add_weak && str_equal_cstr(heap, name, "__weakref__"))) {
            continue;
        }
        Ref mangled = mangle(vm, self->name, name);
        if (!mangled) return false;
        list_init_item(heap, list, filled++, mangled);
        if (conflicts(self, mangled)) return false;
        if (vm_failed(vm)) return false;
    }
    sort_names(heap, list);
    Ref tuple = tuple_new(heap, filled);
    if (!tuple) return false;
    for (uint32_t i = 0; i < filled; ++i) {
        tuple_init_item(heap, tuple, i, new_ref(vm, list_get(heap, list, i)));
    }
    native_set(vm, self->frame, HELD_TEMP, REF_NULL);
    native_set(vm, self->frame, HELD_SLOTS, tuple);
    self->slots = filled;
    return true;
}

/* type_new_slots_bases: a second base may bring a dict or weak references. */
static void slots_from_bases(Creation *self) {
    Vm *vm = self->vm;
    Ref bases = held(self, HELD_BASES);
    uint32_t count = tuple_size(&vm->heap, bases);
    if (count < 2) return;
    for (uint32_t i = 0; i < count; ++i) {
        Ref base = tuple_get(&vm->heap, bases, i);
        if (base == self->base) continue;
        const Type *at = type_at(vm, base);
        if (self->may_add_dict && !self->add_dict && at->flags & TYPE_HAS_DICT) {
            self->add_dict = true;
        }
        if (self->may_add_weak && !self->add_weak && at->weak_offset) self->add_weak = true;
    }
}

/* type_new_slots. */
static bool take_slots(Creation *self) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    const Type *base = type_at(vm, self->base);
    self->may_add_dict = !(base->flags & TYPE_HAS_DICT);
    self->may_add_weak = base->weak_offset == 0 && base->itemsize == 0;
    Ref given = dict_get_str(heap, held(self, HELD_DICT), dunder_name(vm, DUNDER_SLOTS));
    if (!given) {
        self->add_dict = self->may_add_dict;
        self->add_weak = self->may_add_weak;
        return true;
    }
    self->has_slots = true;
    Ref slots = heap_kind(heap, given) == KIND_STR ? tuple_pack(heap, 1, &given)
                                                   : object_to_tuple(vm, given);
    if (!slots) return false;
    native_put(vm, self->frame, HELD_SLOTS, slots);
    if (tuple_size(heap, slots) > 0 && type_at(vm, self->base)->itemsize != 0) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "nonempty __slots__ not supported for subtype of '%s'",
                 type_name(vm, self->base, name, sizeof name));
        return false;
    }
    if (!visit_slots(self) || !copy_slots(self)) return false;
    slots_from_bases(self);
    return true;
}

/* ---- the type object ---- */

enum {
    INHERITED_FLAGS = TYPE_EXCEPTION | TYPE_INT | TYPE_LIST | TYPE_TUPLE | TYPE_STR | TYPE_DICT |
                      TYPE_TYPE | TYPE_BYTES | TYPE_FLOAT | TYPE_SET | TYPE_SLOTTED
};

/* type_new_alloc and the layout of type_new_descriptors. */
static bool allocate(Creation *self) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    /* PyType_GenericAlloc adds an item as a sentinel */
    Ref type = type_alloc(vm, self->metatype, self->slots + 1);
    if (!type) return false;
    native_put(vm, self->frame, HELD_TYPE, type);
    const Type *at = type_at(vm, type);
    const Type *base = type_at(vm, self->base);
    uint32_t flags = TYPE_HEAP | TYPE_BASE | TYPE_GC | (base->flags & INHERITED_FLAGS) |
                     (base->flags & (TYPE_MANAGED_DICT | TYPE_HAS_DICT | TYPE_TRASHCAN));
    uint32_t offset = base->basicsize;
    heap_set(heap, at->kind, base->kind);
    heap_set(heap, at->native, base->native);
    heap_set(heap, at->itemsize, base->itemsize);
    heap_set(heap, at->slots_offset, offset);
    heap_set(heap, at->slots_count, self->slots);
    offset += 8 * self->slots;
    if (self->slots) flags |= TYPE_SLOTTED;
    uint32_t dict_offset = base->dict_offset, weak_offset = base->weak_offset;
    if (self->add_dict && base->itemsize) {
        dict_offset = TYPE_DICT_AT_END;
        offset += 8;
    }
    if (self->add_weak) {
        weak_offset = offset;
        offset += 8;
    }
    if (self->add_dict) {
        flags |= TYPE_HAS_DICT;
        if (!base->itemsize) flags |= TYPE_MANAGED_DICT;
    }
    heap_set(heap, at->dict_offset, dict_offset);
    heap_set(heap, at->weak_offset, weak_offset);
    heap_set(heap, at->basicsize, offset);
    heap_set(heap, at->flags, flags);
    heap_set(heap, at->name, new_ref(vm, self->name));
    heap_set(heap, at->base, new_ref(vm, self->base));
    heap_set(heap, at->bases, new_ref(vm, held(self, HELD_BASES)));
    heap_set(heap, at->dict, native_take(vm, self->frame, HELD_DICT));
    if (self->has_slots) heap_set(heap, at->slot_names, native_take(vm, self->frame, HELD_SLOTS));
    return true;
}

/* __module__ of the frame that runs the class statement. */
static bool set_module(Creation *self) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    Ref dict = type_at(vm, held(self, HELD_TYPE))->dict;
    if (dict_get_str(heap, dict, dunder_name(vm, DUNDER_MODULE))) return true;
    Ref frame = frame_current(vm);
    if (!frame) return true;
    Ref module =
        dict_get_str(heap, heap_at(heap, Frame, frame)->globals, dunder_name(vm, DUNDER_NAME));
    if (!module) return true;
    return dict_set_str(heap, dict, dunder_name(vm, DUNDER_MODULE), module) == 0;
}

static bool set_qualname(Creation *self) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    const Type *at = type_at(vm, held(self, HELD_TYPE));
    Ref key = dunder_name(vm, DUNDER_QUALNAME);
    Ref qualname = dict_get_str(heap, at->dict, key);
    if (!qualname) {
        heap_set(heap, at->qualname, new_ref(vm, at->name));
        return true;
    }
    if (heap_kind(heap, qualname) != KIND_STR) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "type __qualname__ must be a str, not %s",
                 object_type_name(vm, qualname, name, sizeof name));
        return false;
    }
    heap_set(heap, at->qualname, new_ref(vm, qualname));
    return dict_remove(heap, at->dict, key, str_hash(heap, key), NULL) >= 0;
}

/* type_new_staticmethod, type_new_classmethod: a plain function under that name is wrapped. */
static bool wrap_function(Creation *self, Ref name, TypeId wrapper) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    Ref dict = type_at(vm, held(self, HELD_TYPE))->dict;
    Ref function = dict_get_str(heap, dict, name);
    if (!function || heap_kind(heap, function) != KIND_FUNCTION) return true;
    Ref made = type_alloc(vm, type_ref(heap, wrapper), 0);
    if (!made) return false;
    heap_set(heap, heap_at(heap, Wrapper, made)->callable, new_ref(vm, function));
    bool done = dict_set_str(heap, dict, name, made) == 0;
    heap_decref(heap, made);
    return done;
}

static bool set_classcell(Creation *self) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    Ref type = held(self, HELD_TYPE);
    Ref dict = type_at(vm, type)->dict;
    Ref key = dunder_name(vm, DUNDER_CLASSCELL);
    Ref cell = dict_get_str(heap, dict, key);
    if (!cell) return true;
    if (heap_kind(heap, cell) != KIND_CELL) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__classcell__ must be a nonlocal cell, not <class '%s'>",
                 object_type_name(vm, cell, name, sizeof name));
        return false;
    }
    heap_replace(heap, &heap_at(heap, Cell, cell)->content, new_ref(vm, type));
    return dict_remove(heap, dict, key, str_hash(heap, key), NULL) >= 0;
}

/* A descriptor in the class dict that holds the class. `qualname` is made when asked for. */
static bool add_descriptor(Creation *self, Ref name, uint32_t which, uint32_t offset) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    Ref type = held(self, HELD_TYPE);
    Ref dict = type_at(vm, type)->dict;
    TypeId id = which == GETSET_MEMBER ? TYPE_ID_MEMBER_DESCRIPTOR : TYPE_ID_GETSET_DESCRIPTOR;
    Ref made = type_alloc(vm, type_ref(heap, id), 0);
    if (!made) return false;
    const GetSet *at = heap_at(heap, GetSet, made);
    heap_set(heap, at->owner, new_ref(vm, type));
    heap_set(heap, at->name, new_ref(vm, name));
    heap_set(heap, at->which, which);
    heap_set(heap, at->offset, offset);
    /* PyDict_SetDefault: what the namespace has stays */
    bool done = dict_get_str(heap, dict, name) || dict_set_str(heap, dict, name, made) == 0;
    heap_decref(heap, made);
    return done;
}

/* type_ready: mro, descriptors, __doc__, place in the subclasses of the bases. */
static bool make_mro(Creation *self) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    Ref type = held(self, HELD_TYPE);
    if (self->metatype != type_ref(heap, TYPE_ID_TYPE)) {
        Ref found = type_find(vm, self->metatype, dunder_name(vm, DUNDER_MRO));
        if (found && heap_kind(heap, found) != KIND_METHOD_DESCRIPTOR) {
            vm_unsupported(vm, "a metaclass with its own mro()");
            return false;
        }
        /* CPython calls type.mro(), which makes a list first */
        Ref mro = type_compute_mro(vm, type);
        if (!mro) return false;
        native_put(vm, self->frame, HELD_TEMP, mro);
        Ref list = object_to_list(vm, mro);
        if (!list) return false;
        native_put(vm, self->frame, HELD_TEMP2, list);
        native_set(vm, self->frame, HELD_TEMP, REF_NULL);
        Ref tuple = object_to_tuple(vm, list);
        native_set(vm, self->frame, HELD_TEMP2, REF_NULL);
        if (!tuple) return false;
        heap_set(heap, type_at(vm, type)->mro, tuple);
        return true;
    }
    Ref mro = type_compute_mro(vm, type);
    if (!mro) return false;
    heap_set(heap, type_at(vm, type)->mro, mro);
    return true;
}

static bool make_ready(Creation *self) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    Ref type = held(self, HELD_TYPE);
    if (!make_mro(self)) return false;
    const Type *at = type_at(vm, type);
    for (uint32_t i = 0; i < at->slots_count; ++i) {
        Ref name = tuple_get(heap, at->slot_names, i);
        if (!add_descriptor(self, name, GETSET_MEMBER, at->slots_offset + 8 * i)) return false;
    }
    if (self->add_dict && !add_descriptor(self, dunder_name(vm, DUNDER_DICT), GETSET_DICT, 0)) {
        return false;
    }
    if (self->add_weak &&
        !add_descriptor(self, dunder_name(vm, DUNDER_WEAKREF), GETSET_WEAKREF, 0)) {
        return false;
    }
    Ref doc = dunder_name(vm, DUNDER_DOC);
    if (!dict_get_str(heap, at->dict, doc) &&
        dict_set_str(heap, at->dict, doc, heap_root(heap)->none) != 0) {
        return false;
    }
    /* type_ready_set_hash: __eq__ without __hash__ makes instances unhashable */
    Ref hash = dunder_name(vm, DUNDER_HASH);
    if (dict_get_str(heap, at->dict, dunder_name(vm, DUNDER_EQ)) &&
        !dict_get_str(heap, at->dict, hash) &&
        dict_set_str(heap, at->dict, hash, heap_root(heap)->none) != 0) {
        return false;
    }
    uint32_t count = tuple_size(heap, at->bases);
    for (uint32_t i = 0; i < count; ++i) {
        if (!type_add_subclass(vm, tuple_get(heap, at->bases, i), type)) return false;
    }
    heap_set(heap, at->flags, at->flags | TYPE_READY);
    type_update_slots(vm, type);
    return vm->heap.failure == HEAP_OK;
}

static void raise_set_name(Vm *vm, Ref type, Ref key, Ref value) {
    char name[TYPE_NAME_MAX], class_name[TYPE_NAME_MAX];
    Ref error_type, error, traceback;
    vm_fetch_error(vm, &error_type, &error, &traceback);
    Ref repr = object_repr(vm, key);
    vm_restore_error(vm, error_type, error, traceback);
    if (!repr) return;
    TextBuffer text = {0};
    text_appendf(&text, "Error calling __set_name__ on '%s' instance ",
                 object_type_name(vm, value, name, sizeof name));
    str_append_to(&vm->heap, repr, &text);
    heap_decref(&vm->heap, repr);
    text_appendf(&text, " in '%s'", type_name(vm, type, class_name, sizeof class_name));
    error_raise_from(vm, TYPE_ID_RUNTIME_ERROR, text_cstr(&text));
    text_deinit(&text);
}

/* type_new_set_names: __set_name__ of each value of a copy of the dict. */
static bool call_set_names(Creation *self) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    Ref type = held(self, HELD_TYPE);
    Ref copy = dict_copy(heap, type_at(vm, type)->dict);
    if (!copy) return false;
    native_put(vm, self->frame, HELD_TEMP, copy);
    Ref key, value;
    uint32_t position = 0;
    while (dict_next(heap, copy, &position, &key, &value, NULL)) {
        Ref found = type_lookup(vm, heap_type(heap, value), dunder_name(vm, DUNDER_SET_NAME));
        if (vm->halt) return false;
        if (!found) continue;
        Ref method = descriptor_get(vm, found, value, heap_type(heap, value));
        if (!method) return false;
        native_put(vm, self->frame, HELD_TEMP2, method);
        Ref result = vm_call_values(vm, method, type, key, REF_NULL);
        native_set(vm, self->frame, HELD_TEMP2, REF_NULL);
        if (!result) {
            if (vm->halt) return false;
            raise_set_name(vm, type, key, value);
            return false;
        }
        heap_decref(heap, result);
    }
    native_set(vm, self->frame, HELD_TEMP, REF_NULL);
    return true;
}

/* super(type, type).__init_subclass__(**keywords) */
static bool call_init_subclass(Creation *self) {
    Vm *vm = self->vm;
    Ref type = held(self, HELD_TYPE);
    Ref values[] = {type, type};
    Ref proxy = vm_call(vm, type_ref(&vm->heap, TYPE_ID_SUPER), (Args){values, 2, REF_NULL});
    if (!proxy) return false;
    native_put(vm, self->frame, HELD_TEMP, proxy);
    Ref method = object_getattr(vm, proxy, dunder_name(vm, DUNDER_INIT_SUBCLASS));
    if (!method) return false;
    native_put(vm, self->frame, HELD_TEMP2, method);
    native_set(vm, self->frame, HELD_TEMP, REF_NULL);
    Args keywords = {self->keywords.values + self->keywords.count, 0, self->keywords.names};
    Ref result = vm_call(vm, method, keywords);
    native_set(vm, self->frame, HELD_TEMP2, REF_NULL);
    if (!result) return false;
    heap_decref(&vm->heap, result);
    return true;
}

static bool run_steps(Creation *self, Ref namespace) {
    Vm *vm = self->vm;
    Heap *heap = &vm->heap;
    Ref dict = dict_copy(heap, namespace);
    if (!dict) return false;
    native_put(vm, self->frame, HELD_DICT, dict);
    if (!take_slots(self) || !allocate(self) || !set_module(self) || !set_qualname(self)) {
        return false;
    }
    if (!wrap_function(self, dunder_name(vm, DUNDER_NEW), TYPE_ID_STATICMETHOD) ||
        !wrap_function(self, dunder_name(vm, DUNDER_INIT_SUBCLASS), TYPE_ID_CLASSMETHOD) ||
        !wrap_function(self, dunder_name(vm, DUNDER_CLASS_GETITEM), TYPE_ID_CLASSMETHOD)) {
        return false;
    }
    if (!set_classcell(self) || !make_ready(self)) return false;
    Ref type = held(self, HELD_TYPE);
    if (type_at(vm, type)->flags & TYPE_MANAGED_DICT) {
        Ref keys = dict_keys_new_for_class(heap);
        if (!keys) return false;
        heap_set(heap, type_at(vm, type)->keys, keys);
    }
    return call_set_names(self) && call_init_subclass(self);
}

/* The name and namespace arguments of type(name, bases, dict). */
static bool check_arguments(Vm *vm, Args args) {
    static const char *const wanted[] = {"str", "tuple", "dict"};
    static const uint32_t flags[] = {TYPE_STR, TYPE_TUPLE, TYPE_DICT};
    if (args.count != 3) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "type.__new__() takes exactly 3 arguments (%u given)",
                 args.count);
        return false;
    }
    for (uint32_t i = 0; i < 3; ++i) {
        if (is_instance_flag(&vm->heap, args.values[i], flags[i])) continue;
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "type.__new__() argument %u must be %s, not %s", i + 1,
                 wanted[i], object_type_name(vm, args.values[i], name, sizeof name));
        return false;
    }
    return true;
}

static bool check_bases(Vm *vm, Ref bases) {
    uint32_t count = tuple_size(&vm->heap, bases);
    for (uint32_t i = 0; i < count; ++i) {
        Ref base = tuple_get(&vm->heap, bases, i);
        if (is_type(vm, base)) continue;
        Ref found = object_find_attr(vm, base, name_ref(vm, "__mro_entries__"));
        if (vm_failed(vm)) return false;
        if (found) {
            heap_decref(&vm->heap, found);
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     "type() doesn't support MRO entry resolution; use types.new_class()");
            return false;
        }
    }
    return true;
}

Ref type_create(Vm *vm, Ref metatype, Args args) {
    Heap *heap = &vm->heap;
    if (!check_arguments(vm, args)) return REF_NULL;
    Creation self = {.vm = vm, .name = args.values[0], .keywords = args};
    Ref given = args.values[1];
    Ref bases, winner = metatype;
    if (tuple_size(heap, given) == 0) {
        Ref object = type_ref(heap, TYPE_ID_OBJECT);
        bases = tuple_pack(heap, 1, &object);
        self.base = object;
    } else {
        if (!check_bases(vm, given)) return REF_NULL;
        winner = type_calculate_metatype(vm, metatype, given);
        if (!winner) return REF_NULL;
        if (winner != metatype && type_overrides(vm, winner, DUNDER_NEW)) {
            return vm_unsupported(vm, "type() of bases whose metaclass has its own __new__");
        }
        self.base = best_base(vm, given);
        if (!self.base) return REF_NULL;
        bases = new_ref(vm, given);
    }
    self.metatype = winner;
    if (!bases) return REF_NULL;
    self.frame = native_push(vm, &creation);
    if (!self.frame) {
        heap_decref(heap, bases);
        return REF_NULL;
    }
    native_put(vm, self.frame, HELD_BASES, bases);
    Ref type = run_steps(&self, args.values[2]) ? native_take(vm, self.frame, HELD_TYPE) : REF_NULL;
    native_pop(vm, self.frame);
    return type;
}
