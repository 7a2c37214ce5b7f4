#include "python/reduce.h"

#include "heap/dict.h"
#include "heap/int.h"
#include "heap/kind.h"
#include "heap/list.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/import.h"
#include "python/type.h"

static Ref cannot_pickle(Vm *vm, Ref object, const char *what) {
    char name[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "cannot pickle %s %s",
                    object_type_name(vm, object, name, sizeof name), what);
}

static Ref cannot_pickle_quoted(Vm *vm, Ref object) {
    char name[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "cannot pickle '%s' object",
                    object_type_name(vm, object, name, sizeof name));
}

static Ref import_copyreg(Vm *vm) {
    Ref level = int_new(&vm->heap, 0);
    Ref module = import_name(vm, name_ref(vm, "copyreg"), heap_root(&vm->heap)->none, level);
    if (!vm->halt) heap_decref(&vm->heap, level);
    return module;
}

/* ---- state ---- */

/* _PyObject_IsInstanceDictEmpty */
static bool has_attributes(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    if (!(heap_type_of(heap, object)->flags & TYPE_HAS_DICT)) return false;
    Ref dict;
    if (heap_object(heap, object)->flags & OBJECT_PREHEADER) {
        const Preheader *before = heap_preheader(heap, object);
        if (before->values) {
            uint32_t position = 0;
            Ref name, value;
            return instance_next(heap, object, &position, &name, &value);
        }
        dict = before->dict;
    } else {
        const Ref *slot = kind_dict_slot(heap, object);
        dict = slot ? *slot : REF_NULL;
    }
    return dict && dict_used(heap, dict) > 0;
}

/* _PyType_GetSlotNames: a list or None, a new reference. */
static Ref slot_names(Vm *vm, Ref type) {
    static const char *const slots[] = {"the module copyreg", "its function"};
    static const NativeFrame description = {"the names of slots", slots, 2};
    Heap *heap = &vm->heap;
    Ref known = dict_get_str(heap, type_at(vm, type)->dict, name_ref(vm, "__slotnames__"));
    if (known) {
        if (known != heap_root(heap)->none && heap_kind(heap, known) != KIND_LIST) {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR, "__slotnames__ should be a list or None");
        }
        return new_ref(vm, known);
    }
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref module = import_copyreg(vm), function = REF_NULL, result = REF_NULL;
    if (module) native_put(vm, frame, 0, module);
    if (module) function = object_getattr_cstr(vm, module, "_slotnames");
    if (function) native_put(vm, frame, 1, function);
    if (function) result = vm_call_values(vm, function, type, REF_NULL, REF_NULL);
    if (!vm->halt) native_pop(vm, frame);
    return result;
}

enum { STATE_DICT, STATE_NAMES, STATE_SLOTS, STATE_VALUE, STATE_COUNT };
static const char *const state_slots[STATE_COUNT] = {"__dict__", "the names of its slots",
                                                     "the values of its slots", "a value"};
static const NativeFrame state_frame = {"object.__getstate__", state_slots, STATE_COUNT};

/* The values of the slots that are set, in a new dict in STATE_SLOTS. */
static bool collect_slots(Vm *vm, Ref frame, Ref object) {
    Heap *heap = &vm->heap;
    Ref names = native_get(vm, frame, STATE_NAMES);
    Ref slots = dict_new(heap);
    if (!slots) return error_no_memory(vm), false;
    native_put(vm, frame, STATE_SLOTS, slots);
    uint32_t count = list_size(heap, names);
    for (uint32_t i = 0; i < count; ++i) {
        if (list_size(heap, names) != count) {
            vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "__slotsname__ changed size during iteration");
            return false;
        }
        Ref name = list_get(heap, names, i);
        Ref value = object_find_attr(vm, object, name);
        if (vm_failed(vm)) return false;
        if (!value) continue;
        native_put(vm, frame, STATE_VALUE, value);
        bool stored = object_setitem(vm, slots, name, value);
        native_set(vm, frame, STATE_VALUE, REF_NULL);
        if (!stored) return false;
    }
    return true;
}

/* Whether the object's record holds more than dict, weak references and slots tell. */
static bool has_hidden_state(const Vm *vm, Ref type, Ref names) {
    const Heap *heap = &vm->heap;
    const Type *self = type_at(vm, type);
    uint32_t size = type_at(vm, type_ref(heap, TYPE_ID_OBJECT))->basicsize;
    if (self->flags & TYPE_HAS_DICT && !(self->flags & TYPE_MANAGED_DICT)) size += 8;
    if (self->weak_offset) size += 8;
    if (names != heap_root(heap)->none) size += 8 * list_size(heap, names);
    return self->basicsize > size;
}

static Ref state_in(Vm *vm, Ref frame, Ref object, bool required) {
    Heap *heap = &vm->heap;
    Ref type = heap_type(heap, object), none = heap_root(heap)->none;
    Ref state = has_attributes(vm, object) ? object_dict(vm, object) : none;
    if (!state) return vm_failed(vm) ? REF_NULL : error_no_memory(vm);
    native_put(vm, frame, STATE_DICT, new_ref(vm, state));
    Ref names = slot_names(vm, type);
    if (!names) return REF_NULL;
    native_put(vm, frame, STATE_NAMES, names);
    if (required && has_hidden_state(vm, type, names)) return cannot_pickle_quoted(vm, object);
    if (names != none && list_size(heap, names) > 0) {
        if (!collect_slots(vm, frame, object)) return REF_NULL;
        if (dict_used(heap, native_get(vm, frame, STATE_SLOTS)) > 0) {
            Ref pair[] = {native_get(vm, frame, STATE_DICT), native_get(vm, frame, STATE_SLOTS)};
            Ref tuple = tuple_pack(heap, 2, pair);
            return tuple ? tuple : error_no_memory(vm);
        }
    }
    return native_take(vm, frame, STATE_DICT);
}

/* object_getstate_default */
static Ref default_state(Vm *vm, Ref object, bool required) {
    if (required && heap_type_of(&vm->heap, object)->itemsize) {
        return cannot_pickle(vm, object, "objects");
    }
    Ref frame = native_push(vm, &state_frame);
    if (!frame) return REF_NULL;
    Ref state = state_in(vm, frame, object, required);
    if (!vm->halt) native_pop(vm, frame);
    return state;
}

Ref object_getstate(Vm *vm, Ref self, Args args) {
    (void)args;
    return default_state(vm, self, false);
}

/* object_getstate: the type's own method is not called but asked directly, so that it may refuse
 * what it cannot tell. */
Ref object_state(Vm *vm, Ref object, bool required) {
    static const char *const slots[] = {"__getstate__"};
    static const NativeFrame description = {"__getstate__", slots, 1};
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref method = object_getattr_cstr(vm, object, "__getstate__"), state = REF_NULL;
    if (method) {
        native_put(vm, frame, 0, method);
        bool own = false;
        if (heap_kind(heap, method) == KIND_CFUNCTION) {
            const CFunction *function = heap_at(heap, CFunction, method);
            own = function->self == object &&
                  native_function(function->native)->call == object_getstate;
        }
        state = own ? default_state(vm, object, required)
                    : vm_call(vm, method, (Args){NULL, 0, REF_NULL});
    }
    if (!vm->halt) native_pop(vm, frame);
    return state;
}

/* ---- the arguments of __new__ ---- */

/* _PyObject_GetNewArguments: new references or null. */
static bool new_arguments(Vm *vm, Ref object, Ref *args, Ref *kwargs) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    bool found;
    *args = *kwargs = REF_NULL;
    Ref pair = object_call_bound(vm, object, "__getnewargs_ex__", NULL, 0, &found);
    if (found) {
        if (!pair) return false;
        const char *problem = NULL;
        if (!(heap_type_of(heap, pair)->flags & TYPE_TUPLE)) {
            problem = "__getnewargs_ex__ should return a tuple, not '%s'";
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "__getnewargs_ex__ should return a tuple, not '%s'",
                     object_type_name(vm, pair, name, sizeof name));
        } else if (tuple_size(heap, pair) != 2) {
            problem = "";
            vm_raise(vm, TYPE_ID_VALUE_ERROR,
                     "__getnewargs_ex__ should return a tuple of length 2, not %u",
                     tuple_size(heap, pair));
        } else {
            Ref first = tuple_get(heap, pair, 0), second = tuple_get(heap, pair, 1);
            if (!(heap_type_of(heap, first)->flags & TYPE_TUPLE)) {
                problem = "";
                vm_raise(vm, TYPE_ID_TYPE_ERROR,
                         "first item of the tuple returned by __getnewargs_ex__ must be a tuple, "
                         "not '%s'",
                         object_type_name(vm, first, name, sizeof name));
            } else if (!(heap_type_of(heap, second)->flags & TYPE_DICT)) {
                problem = "";
                vm_raise(vm, TYPE_ID_TYPE_ERROR,
                         "second item of the tuple returned by __getnewargs_ex__ must be a dict, "
                         "not '%s'",
                         object_type_name(vm, second, name, sizeof name));
            } else {
                *args = new_ref(vm, first);
                *kwargs = new_ref(vm, second);
            }
        }
        heap_decref(heap, pair);
        return !problem;
    }
    if (vm_failed(vm)) return false;
    *args = object_call_bound(vm, object, "__getnewargs__", NULL, 0, &found);
    if (!found) return !vm_failed(vm);
    if (!*args) return false;
    if (heap_type_of(heap, *args)->flags & TYPE_TUPLE) return true;
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "__getnewargs__ should return a tuple, not '%s'",
             object_type_name(vm, *args, name, sizeof name));
    heap_decref(heap, *args);
    *args = REF_NULL;
    return false;
}

/* ---- __reduce_ex__ ---- */

enum {
    REDUCE_ARGS,
    REDUCE_KWARGS,
    REDUCE_MODULE,
    REDUCE_FUNCTION,
    REDUCE_NEW_ARGS,
    REDUCE_STATE,
    REDUCE_ITEMS,
    REDUCE_PAIRS,
    REDUCE_VIEW,
    REDUCE_COUNT
};
static const char *const reduce_slots[REDUCE_COUNT] = {"the arguments of __new__",
                                                       "its keyword arguments",
                                                       "the module copyreg",
                                                       "the maker",
                                                       "its arguments",
                                                       "the state",
                                                       "the items",
                                                       "the pairs",
                                                       "the view of the pairs"};
static const NativeFrame reduce_frame = {"__reduce_ex__", reduce_slots, REDUCE_COUNT};

/* What makes the new object: copyreg.__newobj__ and its arguments, into the frame. */
static bool find_maker(Vm *vm, Ref frame, Ref object) {
    Heap *heap = &vm->heap;
    Ref type = heap_type(heap, object);
    Ref args = native_get(vm, frame, REDUCE_ARGS), kwargs = native_get(vm, frame, REDUCE_KWARGS);
    Ref module = native_get(vm, frame, REDUCE_MODULE);
    bool plain = !kwargs || dict_used(heap, kwargs) == 0;
    Ref function = object_getattr_cstr(vm, module, plain ? "__newobj__" : "__newobj_ex__");
    if (!function) return false;
    native_put(vm, frame, REDUCE_FUNCTION, function);
    Ref made;
    if (plain) {
        uint32_t count = args ? tuple_size(heap, args) : 0;
        made = tuple_new(heap, count + 1);
        if (!made) return error_no_memory(vm), false;
        tuple_init_item(heap, made, 0, new_ref(vm, type));
        for (uint32_t i = 0; i < count; ++i) {
            tuple_init_item(heap, made, i + 1, new_ref(vm, tuple_get(heap, args, i)));
        }
    } else {
        Ref items[] = {type, args, kwargs};
        made = tuple_pack(heap, 3, items);
        if (!made) return error_no_memory(vm), false;
    }
    native_put(vm, frame, REDUCE_NEW_ARGS, made);
    return true;
}

/* _PyObject_GetItemsIter */
static bool find_items(Vm *vm, Ref frame, Ref object) {
    Heap *heap = &vm->heap;
    uint32_t flags = heap_type_of(heap, object)->flags;
    Ref items = flags & TYPE_LIST ? object_iter(vm, object) : new_none(vm);
    if (!items) return false;
    native_put(vm, frame, REDUCE_ITEMS, items);
    Ref pairs;
    if (flags & TYPE_DICT) {
        bool found;
        Ref view = object_call_bound(vm, object, "items", NULL, 0, &found);
        if (!view) return false;
        native_put(vm, frame, REDUCE_VIEW, view);
        pairs = object_iter(vm, view);
        native_set(vm, frame, REDUCE_VIEW, REF_NULL);
    } else {
        pairs = new_none(vm);
    }
    if (!pairs) return false;
    native_put(vm, frame, REDUCE_PAIRS, pairs);
    return true;
}

/* reduce_newobj */
static Ref reduce_in(Vm *vm, Ref frame, Ref object) {
    Heap *heap = &vm->heap;
    Ref args, kwargs;
    if (!new_arguments(vm, object, &args, &kwargs)) return REF_NULL;
    if (args) native_put(vm, frame, REDUCE_ARGS, args);
    if (kwargs) native_put(vm, frame, REDUCE_KWARGS, kwargs);
    Ref module = import_copyreg(vm);
    if (!module) return REF_NULL;
    native_put(vm, frame, REDUCE_MODULE, module);
    if (!find_maker(vm, frame, object)) return REF_NULL;
    bool tells = args || heap_type_of(heap, object)->flags & (TYPE_LIST | TYPE_DICT);
    Ref state = object_state(vm, object, !tells);
    if (!state) return REF_NULL;
    native_put(vm, frame, REDUCE_STATE, state);
    if (!find_items(vm, frame, object)) return REF_NULL;
    Ref parts[] = {native_get(vm, frame, REDUCE_FUNCTION), native_get(vm, frame, REDUCE_NEW_ARGS),
                   native_get(vm, frame, REDUCE_STATE), native_get(vm, frame, REDUCE_ITEMS),
                   native_get(vm, frame, REDUCE_PAIRS)};
    Ref result = tuple_pack(heap, 5, parts);
    return result ? result : error_no_memory(vm);
}

/* _common_reduce */
static Ref common_reduce(Vm *vm, Ref object, int64_t protocol) {
    if (protocol < 2) return vm_unsupported(vm, "object.__reduce__ below protocol 2");
    if (!type_slots(vm, heap_type(&vm->heap, object))->create) {
        return cannot_pickle_quoted(vm, object);
    }
    Ref frame = native_push(vm, &reduce_frame);
    if (!frame) return REF_NULL;
    Ref result = reduce_in(vm, frame, object);
    if (!vm->halt) native_pop(vm, frame);
    return result;
}

Ref object_reduce(Vm *vm, Ref self, Args args) {
    (void)args;
    return common_reduce(vm, self, 0);
}

Ref object_reduce_ex(Vm *vm, Ref self, Args args) {
    static const char *const slots[] = {"__reduce__"};
    static const NativeFrame description = {"__reduce_ex__", slots, 1};
    Heap *heap = &vm->heap;
    int64_t protocol;
    if (!object_as_i64(vm, args.values[0], TYPE_ID_OVERFLOW_ERROR, &protocol)) return REF_NULL;
    Ref name = name_ref(vm, "__reduce__");
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref reduce = object_find_attr(vm, self, name), result = REF_NULL;
    bool overridden = false;
    if (reduce) {
        native_put(vm, frame, 0, reduce);
        Ref found = object_getattr(vm, heap_type(heap, self), name);
        if (found) {
            overridden = found != type_lookup(vm, type_ref(heap, TYPE_ID_OBJECT), name);
            heap_decref(heap, found);
        }
        if (overridden) result = vm_call(vm, reduce, (Args){NULL, 0, REF_NULL});
    }
    bool failed = vm_failed(vm);
    if (!vm->halt) native_pop(vm, frame);
    if (overridden || failed) return result;
    return common_reduce(vm, self, protocol);
}

/* ---- built-in types ---- */

enum { PARTS_LIST, PARTS_ARGS, PARTS_STATE, PARTS_COUNT };
static const char *const parts_slots[PARTS_COUNT] = {"the elements", "the arguments", "the state"};
static const NativeFrame parts_frame = {"__reduce__", parts_slots, PARTS_COUNT};

Ref set_reduce(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &parts_frame);
    if (!frame) return REF_NULL;
    Ref result = REF_NULL, list = object_to_list(vm, self);
    if (list) {
        native_put(vm, frame, PARTS_LIST, list);
        Ref tuple = tuple_pack(heap, 1, &list);
        if (tuple) native_put(vm, frame, PARTS_ARGS, tuple);
        Ref state = tuple ? object_state(vm, self, false) : error_no_memory(vm);
        if (state) {
            native_put(vm, frame, PARTS_STATE, state);
            Ref parts[] = {heap_type(heap, self), tuple, state};
            result = tuple_pack(heap, 3, parts);
            if (!result) error_no_memory(vm);
        }
    }
    if (!vm->halt) native_pop(vm, frame);
    return result;
}

Ref exception_reduce(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    const Exception *exception = heap_at(heap, Exception, self);
    Ref parts[] = {heap_type(heap, self), exception->args, exception->dict};
    Ref result = tuple_pack(heap, exception->dict ? 3 : 2, parts);
    return result ? result : error_no_memory(vm);
}

Ref exception_setstate(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    Ref state = args.values[0];
    if (state == heap_root(heap)->none) return new_none(vm);
    if (heap_kind(heap, state) != KIND_DICT) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "state is not a dictionary");
    }
    uint32_t position = 0;
    Ref key, value;
    while (dict_next(heap, state, &position, &key, &value, NULL)) {
        if (!object_setattr(vm, self, key, value)) return REF_NULL;
    }
    return new_none(vm);
}
