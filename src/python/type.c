#include "python/type.h"

#include "heap/dict.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/call.h"
#include "python/error.h"
#include "python/native_table.h"
#include "python/slot_call.h"
#include "python/specialize.h"

#include <stdio.h>
#include <string.h>

/* ---- lookup ---- */

Ref type_find(Vm *vm, Ref type, Ref name) {
    Ref mro = type_at(vm, type)->mro;
    if (!mro) return REF_NULL;
    uint32_t count = tuple_size(&vm->heap, mro);
    for (uint32_t i = 0; i < count; ++i) {
        Ref base = tuple_get(&vm->heap, mro, i);
        Ref found = dict_get_str(&vm->heap, type_at(vm, base)->dict, name);
        if (found) return found;
    }
    return REF_NULL;
}

Ref type_lookup(Vm *vm, Ref type, Ref name) {
    Ref found = type_find(vm, type, name);
    if (found && native_is_unbuilt(vm, found)) return native_touch_unbuilt(vm, found);
    return found;
}

Ref type_find_attribute(Vm *vm, Ref type, Ref name) {
    Ref found = type_find(vm, type, name);
    if (found && native_is_unbuilt(vm, found) && name != dunder_name(vm, DUNDER_DOC)) {
        return native_touch_unbuilt(vm, found);
    }
    return found;
}

bool type_is_subtype(const Vm *vm, Ref type, Ref base) {
    if (type == base) return true;
    Ref mro = type_at(vm, type)->mro;
    if (mro) {
        uint32_t count = tuple_size(&vm->heap, mro);
        for (uint32_t i = 0; i < count; ++i) {
            if (tuple_get(&vm->heap, mro, i) == base) return true;
        }
        return false;
    }
    /* not yet ready: by the chain of bases */
    while (type && type != base) type = type_at(vm, type)->base;
    return type == base;
}

/* ---- names ---- */

const char *type_name(const Vm *vm, Ref type, char *buffer, size_t size) {
    const Type *self = type_at(vm, type);
    TextBuffer text = {0};
    if (!(self->flags & TYPE_HEAP) && self->module &&
        !str_equal_cstr(&vm->heap, self->module, "builtins")) {
        str_append_to(&vm->heap, self->module, &text);
        text_append_char(&text, '.');
    }
    str_append_to(&vm->heap, self->name, &text);
    /* cut at a character boundary, as %.100s would cut bytes */
    size_t length = text.length < 100 ? text.length : 100;
    if (length >= size) length = size - 1;
    while (length < text.length && length > 0 && (text.bytes[length] & 0xC0) == 0x80) --length;
    memcpy(buffer, text_cstr(&text), length);
    buffer[length] = 0;
    text_deinit(&text);
    return buffer;
}

const char *object_type_name(const Vm *vm, Ref object, char *buffer, size_t size) {
    return type_name(vm, heap_type(&vm->heap, object), buffer, size);
}

/* type_module: the str of a static type, or __module__ in a heap type's dict; borrowed or null. */
static Ref module_of(Vm *vm, Ref type) {
    const Type *self = type_at(vm, type);
    if (!(self->flags & TYPE_HEAP)) return self->module;
    return dict_get_str(&vm->heap, self->dict, dunder_name(vm, DUNDER_MODULE));
}

void type_append_full_name(Vm *vm, Ref type, TextBuffer *out) {
    Heap *heap = &vm->heap;
    Ref module = module_of(vm, type);
    if (module && heap_kind(heap, module) == KIND_STR &&
        !str_equal_cstr(heap, module, "builtins")) {
        str_append_to(heap, module, out);
        text_append_char(out, '.');
        str_append_to(heap, type_at(vm, type)->qualname, out);
    } else {
        str_append_to(heap, type_at(vm, type)->name, out);
    }
}

/* ---- method resolution order ---- */

/* One list to be merged: bases' mro tuples, then the bases themselves; `at` is the first item not
 * taken yet. */
typedef struct MergeList {
    Ref tuple;
    uint32_t at;
} MergeList;

static bool tail_contains(Vm *vm, const MergeList *list, Ref candidate) {
    uint32_t count = tuple_size(&vm->heap, list->tuple);
    for (uint32_t i = list->at + 1; i < count; ++i) {
        if (tuple_get(&vm->heap, list->tuple, i) == candidate) return true;
    }
    return false;
}

static Ref raise_inconsistent(Vm *vm, const MergeList *lists, size_t count) {
    TextBuffer text = {0};
    text_append_string(&text,
                       "Cannot create a consistent method resolution\norder (MRO) for bases");
    Array(Ref) seen = {0};
    bool first = true;
    for (size_t i = 0; i < count; ++i) {
        if (lists[i].at >= tuple_size(&vm->heap, lists[i].tuple)) continue;
        Ref base = tuple_get(&vm->heap, lists[i].tuple, lists[i].at);
        bool known = false;
        for (size_t k = 0; k < seen.count; ++k) known = known || seen.items[k] == base;
        if (known) continue;
        array_push(&seen, base);
        text_append_string(&text, first ? " " : ", ");
        str_append_to(&vm->heap, type_at(vm, base)->name, &text);
        first = false;
    }
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s", text_cstr(&text));
    array_deinit(&seen);
    text_deinit(&text);
    return REF_NULL;
}

static bool check_duplicate_bases(Vm *vm, Ref bases) {
    uint32_t count = tuple_size(&vm->heap, bases);
    for (uint32_t i = 0; i < count; ++i) {
        for (uint32_t k = i + 1; k < count; ++k) {
            if (tuple_get(&vm->heap, bases, i) != tuple_get(&vm->heap, bases, k)) continue;
            char name[TYPE_NAME_MAX];
            type_name(vm, tuple_get(&vm->heap, bases, i), name, sizeof name);
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "duplicate base class %s", name);
            return false;
        }
    }
    return true;
}

/* pmerge: appends to the list `result` that starts with the class itself. */
static bool merge(Vm *vm, Ref result, MergeList *lists, size_t count) {
    Heap *heap = &vm->heap;
    for (;;) {
        size_t empty = 0;
        bool progress = false;
        for (size_t i = 0; i < count && !progress; ++i) {
            if (lists[i].at >= tuple_size(heap, lists[i].tuple)) {
                ++empty;
                continue;
            }
            Ref candidate = tuple_get(heap, lists[i].tuple, lists[i].at);
            bool blocked = false;
            for (size_t k = 0; k < count && !blocked; ++k) {
                blocked = tail_contains(vm, &lists[k], candidate);
            }
            if (blocked) continue;
            if (!list_append(heap, result, new_ref(vm, candidate))) return false;
            for (size_t k = 0; k < count; ++k) {
                if (lists[k].at < tuple_size(heap, lists[k].tuple) &&
                    tuple_get(heap, lists[k].tuple, lists[k].at) == candidate) {
                    ++lists[k].at;
                }
            }
            progress = true;
        }
        if (progress) continue;
        if (empty == count) return true;
        raise_inconsistent(vm, lists, count);
        return false;
    }
}

static Ref list_as_tuple(Vm *vm, Ref list) {
    Heap *heap = &vm->heap;
    uint32_t count = list_size(heap, list);
    Ref tuple = tuple_new(heap, count);
    if (!tuple) return REF_NULL;
    for (uint32_t i = 0; i < count; ++i) {
        tuple_init_item(heap, tuple, i, new_ref(vm, list_get(heap, list, i)));
    }
    return tuple;
}

Ref type_compute_mro(Vm *vm, Ref type) {
    Heap *heap = &vm->heap;
    Ref bases = type_at(vm, type)->bases;
    uint32_t count = tuple_size(heap, bases);
    if (count == 1) {
        Ref base_mro = type_at(vm, tuple_get(heap, bases, 0))->mro;
        uint32_t size = tuple_size(heap, base_mro);
        Ref mro = tuple_new(heap, size + 1);
        if (!mro) return REF_NULL;
        tuple_init_item(heap, mro, 0, new_ref(vm, type));
        for (uint32_t i = 0; i < size; ++i) {
            tuple_init_item(heap, mro, i + 1, new_ref(vm, tuple_get(heap, base_mro, i)));
        }
        return mro;
    }
    if (!check_duplicate_bases(vm, bases)) return REF_NULL;
    Ref result = list_new(heap, 1);
    if (!result) return REF_NULL;
    list_init_item(heap, result, 0, new_ref(vm, type));
    MergeList *lists = memory_alloc((count + 1) * sizeof *lists);
    for (uint32_t i = 0; i < count; ++i) {
        lists[i].tuple = type_at(vm, tuple_get(heap, bases, i))->mro;
    }
    lists[count].tuple = bases;
    bool merged = merge(vm, result, lists, count + 1);
    memory_free(lists);
    Ref mro = merged ? list_as_tuple(vm, result) : REF_NULL;
    heap_decref(heap, result);
    return mro;
}

/* ---- special method bits ---- */

/* Whether `name` is found first in a class made by Python code. */
static bool is_overridden(Vm *vm, Ref type, Ref name) {
    Ref mro = type_at(vm, type)->mro;
    uint32_t count = tuple_size(&vm->heap, mro);
    for (uint32_t i = 0; i < count; ++i) {
        Ref base = tuple_get(&vm->heap, mro, i);
        if (dict_get_str(&vm->heap, type_at(vm, base)->dict, name)) return type_is_heap(vm, base);
    }
    return false;
}

static void set_override(Vm *vm, Ref type, Dunder dunder, bool on) {
    const uint64_t *word = &type_at(vm, type)->overrides[dunder >> 6];
    uint64_t bit = UINT64_C(1) << (dunder & 63);
    uint64_t value = on ? *word | bit : *word & ~bit;
    if (value != *word) image_set64(&vm->heap.image, word, value);
    if (dunder == DUNDER_DEL) {
        const Type *self = type_at(vm, type);
        uint32_t flags =
            on ? self->flags | TYPE_FINALIZER : self->flags & ~(uint32_t)TYPE_FINALIZER;
        if (flags != self->flags) heap_set(&vm->heap, self->flags, flags);
    }
}

void type_update_slots(Vm *vm, Ref type) {
    /* Only names that a heap class of the mro defines can be overridden: collect those. */
    Heap *heap = &vm->heap;
    Ref mro = type_at(vm, type)->mro;
    uint32_t count = tuple_size(heap, mro);
    for (uint32_t i = 0; i < count; ++i) {
        Ref base = tuple_get(heap, mro, i);
        if (!type_is_heap(vm, base)) continue;
        Ref key, value;
        uint32_t position = 0;
        while (dict_next(heap, type_at(vm, base)->dict, &position, &key, &value, NULL)) {
            if (heap_kind(heap, key) != KIND_STR || str_length(heap, key) < 6 ||
                str_at(heap, key, 0) != '_' || str_at(heap, key, 1) != '_') {
                continue;
            }
            for (int d = 0; d < DUNDER_COUNT; ++d) {
                Ref name = dunder_name(vm, (Dunder)d);
                if (key == name || str_equal(heap, key, name)) {
                    set_override(vm, type, (Dunder)d, is_overridden(vm, type, name));
                    break;
                }
            }
        }
    }
}

static void update_recursively(Vm *vm, Ref type, Dunder dunder) {
    Heap *heap = &vm->heap;
    if (!type_is_heap(vm, type)) return;
    set_override(vm, type, dunder, is_overridden(vm, type, dunder_name(vm, dunder)));
    Ref subclasses = type_at(vm, type)->subclasses;
    if (!subclasses) return;
    Ref key, value;
    uint32_t position = 0;
    while (dict_next(heap, subclasses, &position, &key, &value, NULL)) {
        Ref derived = heap_at(heap, Weakref, value)->referent;
        if (derived) update_recursively(vm, derived, dunder);
    }
}

void type_update_slot(Vm *vm, Ref type, Ref name) {
    for (int d = 0; d < DUNDER_COUNT; ++d) {
        if (str_equal(&vm->heap, name, dunder_name(vm, (Dunder)d))) {
            update_recursively(vm, type, (Dunder)d);
            return;
        }
    }
}

/* ---- subclasses ---- */

bool type_add_subclass(Vm *vm, Ref base, Ref type) {
    static const char *const slots[] = {"the key", "the weak reference"};
    static const NativeFrame description = {"a new class", slots, 2};
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &description);
    if (!frame) return false;
    Ref key = int_new_unsigned(heap, object_address(type));
    if (key) native_put(vm, frame, 0, key);
    if (key && !type_at(vm, base)->subclasses) {
        Ref dict = dict_new(heap);
        if (dict) heap_set(heap, type_at(vm, base)->subclasses, dict);
    }
    Ref weak = key && type_at(vm, base)->subclasses ? weakref_to(vm, type) : REF_NULL;
    if (weak) native_put(vm, frame, 1, weak);
    bool done =
        weak && dict_set(heap, type_at(vm, base)->subclasses, key, int_hash(heap, key), weak) == 0;
    if (!vm->halt) native_pop(vm, frame);
    return done;
}

void type_remove_from_bases(Vm *vm, Ref type) {
    Heap *heap = &vm->heap;
    Ref bases = type_at(vm, type)->bases;
    if (!bases) return;
    uint32_t count = tuple_size(heap, bases);
    for (uint32_t i = 0; i < count; ++i) {
        Ref subclasses = type_at(vm, tuple_get(heap, bases, i))->subclasses;
        if (!subclasses) continue;
        Ref key = int_new_unsigned(heap, object_address(type));
        if (!key) return;
        dict_remove(heap, subclasses, key, int_hash(heap, key), NULL);
        heap_decref(heap, key);
    }
}

Ref type_subclass_list(Vm *vm, Ref type) {
    Heap *heap = &vm->heap;
    Ref list = list_new(heap, 0);
    Ref subclasses = type_at(vm, type)->subclasses;
    if (!list || !subclasses) return list;
    Ref key, value;
    uint32_t position = 0;
    while (dict_next(heap, subclasses, &position, &key, &value, NULL)) {
        Ref derived = heap_at(heap, Weakref, value)->referent;
        if (derived && !list_append(heap, list, new_ref(vm, derived))) {
            heap_decref(heap, list);
            return REF_NULL;
        }
    }
    return list;
}

/* ---- attributes of classes ---- */

/* type_getattro. */
Ref type_getattr(Vm *vm, Ref type, Ref name) {
    Ref metatype = heap_type(&vm->heap, type);
    if (type_at(vm, type)->flags & TYPE_UNBUILT) {
        char text[TYPE_NAME_MAX];
        return vm_unsupported(vm, "%s", type_name(vm, type, text, sizeof text));
    }
    Ref meta = type_lookup(vm, metatype, name);
    if (vm->halt) return REF_NULL;
    if (meta && descriptor_has_get(vm, meta) && descriptor_is_data(vm, meta)) {
        return descriptor_get(vm, meta, type, metatype);
    }
    Ref found = type_lookup(vm, type, name);
    if (vm->halt) return REF_NULL;
    if (found) return descriptor_get(vm, found, REF_NULL, type);
    if (meta) return descriptor_get(vm, meta, type, metatype);
    char text[TYPE_NAME_MAX];
    TextBuffer attribute = {0};
    str_append_to(&vm->heap, name, &attribute);
    vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "type object '%.50s' has no attribute '%s'",
             type_name(vm, type, text, sizeof text), text_cstr(&attribute));
    text_deinit(&attribute);
    return REF_NULL;
}

/* Stores into or deletes from the class dict; no descriptor of the metatype wants it. */
static bool set_in_dict(Vm *vm, Ref type, Ref name, Ref value) {
    Heap *heap = &vm->heap;
    Ref dict = type_at(vm, type)->dict;
    if (value) return dict_set_str(heap, dict, name, value) == 0;
    int removed = dict_remove(heap, dict, name, str_hash(heap, name), NULL);
    if (removed > 0) return true;
    if (removed == 0) {
        char text[TYPE_NAME_MAX];
        TextBuffer attribute = {0};
        str_append_to(heap, name, &attribute);
        vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "type object '%.50s' has no attribute '%s'",
                 type_name(vm, type, text, sizeof text), text_cstr(&attribute));
        text_deinit(&attribute);
    }
    return false;
}

bool type_setattr(Vm *vm, Ref type, Ref name, Ref value) {
    Heap *heap = &vm->heap;
    char text[TYPE_NAME_MAX];
    if (type_at(vm, type)->flags & TYPE_IMMUTABLE) {
        TextBuffer attribute = {0};
        str_append_to(heap, name, &attribute);
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "cannot set '%s' attribute of immutable type '%s'",
                 text_cstr(&attribute), type_name(vm, type, text, sizeof text));
        text_deinit(&attribute);
        return false;
    }
    Ref metatype = heap_type(heap, type);
    Ref meta = type_lookup(vm, metatype, name);
    if (vm->halt) return false;
    if (meta && descriptor_is_data(vm, meta)) {
        const TypeSlots *slots = type_slots(vm, heap_type(heap, meta));
        if (object_overrides(vm, meta, DUNDER_SET) || object_overrides(vm, meta, DUNDER_DELETE)) {
            Ref values[] = {meta, type, value};
            Ref result = value ? slot_call(vm, DUNDER_SET, values, 3, SLOT_RAISE)
                               : slot_call(vm, DUNDER_DELETE, values, 2, SLOT_RAISE);
            if (!result) return false;
            heap_decref(heap, result);
            return true;
        }
        return slots->descr_set(vm, meta, type, value);
    }
    if (!set_in_dict(vm, type, name, value)) return false;
    specialize_forget_type(vm, type);
    uint32_t length = str_length(heap, name);
    if (length > 4 && str_at(heap, name, 0) == '_' && str_at(heap, name, length - 1) == '_') {
        type_update_slot(vm, type, name);
    }
    return true;
}

/* ---- calls ---- */

Ref type_alloc(Vm *vm, Ref type, uint32_t items) {
    Ref made = heap_new(&vm->heap, type, items);
    if (made && heap_is_gc(&vm->heap, made)) heap_track(&vm->heap, made);
    return made;
}

/* Static types that CPython 3.11 gives a tp_vectorcall: no argument tuple is made. */
bool type_has_vectorcall(const Vm *vm, Ref type) {
    if (type_is_heap(vm, type)) return false;
    switch (type_native(vm, type)) {
    case TYPE_ID_LIST:
    case TYPE_ID_TUPLE:
    case TYPE_ID_DICT:
    case TYPE_ID_SET:
    case TYPE_ID_FROZENSET:
    case TYPE_ID_FLOAT:
    case TYPE_ID_BOOL:
    case TYPE_ID_RANGE:
    case TYPE_ID_ENUMERATE:
    case TYPE_ID_FILTER:
    case TYPE_ID_MAP:
    case TYPE_ID_REVERSED:
    case TYPE_ID_SUPER: return true;
    default: return false;
    }
}

static const char *const call_slots[] = {"the arguments", "the keyword arguments",
                                         "the new object"};
static const NativeFrame call_frame = {"type.__call__", call_slots, 3};

Ref call_keywords_dict(Vm *vm, Args args) {
    Heap *heap = &vm->heap;
    uint32_t count = tuple_size(heap, args.names);
    Ref dict = dict_new_presized(heap, count, true);
    if (!dict) return REF_NULL;
    for (uint32_t i = 0; i < count; ++i) {
        dict_set_str(heap, dict, tuple_get(heap, args.names, i), args.values[args.count + i]);
    }
    return dict;
}

/* Pushes a native frame for a tp_call and puts the tuple and dict of arguments that
 * _PyObject_MakeTpCall makes into its first two slots. What `f(*tuple, **dict)` hands over is
 * borrowed from the value stack and needs no slot. Null with an exception or halt. */
Ref call_push_arguments(Vm *vm, const NativeFrame *description, Args args) {
    Heap *heap = &vm->heap;
    Ref tuple = call_given_tuple(vm, args);
    Ref dict = args.names ? call_given_dict(vm, args) : REF_NULL;
    Ref frame = native_push(vm, description);
    if (!frame) return REF_NULL;
    if (!tuple) {
        tuple = tuple_pack(heap, args.count, args.values);
        if (tuple) {
            heap_tell_passing(heap, tuple);
            native_put(vm, frame, 0, tuple);
        }
    }
    if (!dict && args.names && tuple_size(heap, args.names)) {
        dict = call_keywords_dict(vm, args);
        if (dict) {
            heap_tell_passing(heap, dict);
            native_put(vm, frame, 1, dict);
        }
    }
    if (heap->failure == HEAP_OK) return frame;
    native_pop(vm, frame);
    return error_no_memory(vm);
}

Ref call_push_own(Vm *vm, const NativeFrame *description, Args args, Ref *tuple, Ref *dict) {
    *tuple = call_given_tuple(vm, args);
    *dict = call_given_dict(vm, args);
    Ref frame = call_push_arguments(vm, description, args);
    if (!frame) return REF_NULL;
    if (!*tuple) *tuple = native_get(vm, frame, 0);
    if (!*dict) *dict = native_get(vm, frame, 1);
    return frame;
}

Args args_of_tuple(const Vm *vm, Ref frame, Args args) {
    Ref tuple = native_get(vm, frame, 0);
    if (tuple && !args.names) args.values = heap_at(&vm->heap, Tuple, tuple)->items;
    return args;
}

/* slot_tp_new. */
static Ref call_python_new(Vm *vm, Ref type, Args args) {
    static const char *const slots[] = {"__new__"};
    static const NativeFrame description = {"type.__call__", slots, 1};
    Ref function = object_getattr(vm, type, dunder_name(vm, DUNDER_NEW));
    if (!function) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(&vm->heap, function);
        return REF_NULL;
    }
    native_put(vm, frame, 0, function);
    Ref result = call_prepend(vm, function, type, args);
    native_pop(vm, frame);
    return result;
}

static bool run_init(Vm *vm, Ref object, Args args) {
    Ref type = heap_type(&vm->heap, object);
    if (!type_overrides(vm, type, DUNDER_INIT)) {
        const TypeSlots *slots = type_slots(vm, type);
        return !slots->init || slots->init(vm, object, args);
    }
    Ref result = slot_call_args(vm, DUNDER_INIT, object, args);
    if (!result) return false;
    if (result != heap_root(&vm->heap)->none) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__init__() should return None, not '%s'",
                 object_type_name(vm, result, name, sizeof name));
        heap_decref(&vm->heap, result);
        return false;
    }
    heap_decref(&vm->heap, result);
    return true;
}

/* The second step of a tp_vectorcall: the object is held by the frame meanwhile. Steals it. */
static Ref init_made(Vm *vm, Ref object, Args args) {
    const TypeSlots *slots = type_slots(vm, heap_type(&vm->heap, object));
    if (!slots->init || slots->init == object_init) return object;
    Ref frame = native_push(vm, &call_frame);
    if (!frame) {
        heap_decref(&vm->heap, object);
        return REF_NULL;
    }
    native_put(vm, frame, 2, object);
    Ref result = slots->init(vm, object, args) ? native_take(vm, frame, 2) : REF_NULL;
    native_pop(vm, frame);
    return result;
}

static Ref create_and_init(Vm *vm, Ref frame, Ref type, Args args) {
    const TypeSlots *slots = type_slots(vm, type);
    bool python_new = type_overrides(vm, type, DUNDER_NEW);
    Ref object;
    if (python_new) {
        object = call_python_new(vm, type, args);
    } else if (slots->create) {
        object = slots->create(vm, type, args);
    } else {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "cannot create '%s' instances",
                        type_name(vm, type, name, sizeof name));
    }
    if (!object) return REF_NULL;
    if (!type_is_subtype(vm, heap_type(&vm->heap, object), type)) return object;
    if (!frame) return init_made(vm, object, args);
    native_put(vm, frame, 2, object);
    return run_init(vm, object, args) ? native_take(vm, frame, 2) : REF_NULL;
}

Ref type_call(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    uint32_t flags = type_at(vm, type)->flags;
    if (flags & TYPE_UNBUILT) {
        char name[TYPE_NAME_MAX];
        return vm_unsupported(vm, "%s()", type_name(vm, type, name, sizeof name));
    }
    if (type == type_ref(heap, TYPE_ID_TYPE)) {
        bool named = args.names && tuple_size(heap, args.names);
        if (args.count == 1 && !named) return new_ref(vm, heap_type(heap, args.values[0]));
        if (args.count != 3) {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR, "type() takes 1 or 3 arguments");
        }
    }
    if (type_has_vectorcall(vm, type)) return create_and_init(vm, REF_NULL, type, args);
    Ref frame = call_push_arguments(vm, &call_frame, args);
    if (!frame) return REF_NULL;
    Ref result = create_and_init(vm, frame, type, args_of_tuple(vm, frame, args));
    native_pop(vm, frame);
    return result;
}

Ref args_tuple(Vm *vm, Args args) {
    Heap *heap = &vm->heap;
    const Machine *machine = vm_machine(vm);
    const Frame *frame = machine->frame ? heap_at(heap, Frame, machine->frame) : NULL;
    if (frame && frame->owner == FRAME_NATIVE && frame->stacktop >= 1) {
        Ref held = frame_slots(frame)[0];
        if (held && heap_type(heap, held) == type_ref(heap, TYPE_ID_TUPLE) &&
            tuple_size(heap, held) == args.count) {
            bool same = true;
            for (uint32_t i = 0; i < args.count && same; ++i) {
                same = tuple_get(heap, held, i) == args.values[i];
            }
            if (same) return new_ref(vm, held);
        }
    }
    Ref given = call_given_tuple(vm, args);
    if (given) return new_ref(vm, given);
    return tuple_pack(heap, args.count, args.values);
}

/* ---- T.__new__ of built-in types ---- */

/* The class whose tp_new would be called: the first of the chain of bases that does not take it
 * from Python code. */
static Ref static_new_base(const Vm *vm, Ref type) {
    while (type && type_overrides(vm, type, DUNDER_NEW)) type = type_at(vm, type)->base;
    return type;
}

Ref native_new_wrapper(Vm *vm, Ref self, Args args) {
    static const char *const slots[] = {"the arguments"};
    static const NativeFrame description = {"__new__", slots, 1};
    char name[TYPE_NAME_MAX], other[TYPE_NAME_MAX], third[TYPE_NAME_MAX];
    type_name(vm, self, name, sizeof name);
    if (args.count < 1) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s.__new__(): not enough arguments", name);
    }
    Ref type = args.values[0];
    if (!is_type(vm, type)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s.__new__(X): X is not a type object (%s)", name,
                        object_type_name(vm, type, other, sizeof other));
    }
    type_name(vm, type, other, sizeof other);
    if (!type_is_subtype(vm, type, self)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s.__new__(%s): %s is not a subtype of %s", name,
                        other, other, name);
    }
    Ref base = static_new_base(vm, type);
    if (base && type_slots(vm, base)->create != type_slots(vm, self)->create) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s.__new__(%s) is not safe, use %s.__new__()",
                        name, other, type_name(vm, base, third, sizeof third));
    }
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Args rest = {args.values + 1, args.count - 1, args.names};
    Ref tuple = tuple_pack(&vm->heap, rest.count, rest.values);
    Ref result = REF_NULL;
    if (tuple) {
        heap_tell_passing(&vm->heap, tuple);
        native_put(vm, frame, 0, tuple);
        result = type_slots(vm, self)->create(vm, type, rest);
    }
    native_pop(vm, frame);
    return result;
}
