/* dict (Objects/dictobject.c of CPython 3.11); the table itself is in heap/dict.c. */
#include "base/text.h"
#include "heap/dict.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/set.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/call.h"
#include "python/container.h"
#include "python/dunder.h"
#include "python/error.h"
#include "python/generic_alias.h"

static Ref or_no_memory(Vm *vm, Ref object) {
    return object ? object : error_no_memory(vm);
}

static bool is_dict(const Vm *vm, Ref object) {
    return is_instance_flag(&vm->heap, object, TYPE_DICT);
}

/* A store failed: with an exception pending, or for lack of memory. */
static bool store_failed(Vm *vm) {
    if (vm->heap.failure) error_no_memory(vm);
    return false;
}

static bool set_item(Vm *vm, Ref dict, Ref key, Ref value) {
    return object_dict_set(vm, dict, key, value) >= 0 || store_failed(vm);
}

/* ---- merging ---- */

static const char *const merge_slots[] = {"the iterator", "the element", "its items",
                                          "the key",      "the value",   "the keys"};
static const NativeFrame merge_frame = {"dict update", merge_slots, 6};

/* PyMapping_Keys(source) and an iterator over that list, which it leaves in slot 0. The method is
 * not bound (PyObject_CallMethodNoArgs), and what it gave lives until there is an iterator over it.
 */
static bool begin_keys(Vm *vm, Ref frame, Ref source) {
    Ref method, self;
    if (!object_getmethod(vm, source, name_ref(vm, "keys"), &method, &self)) return false;
    native_put(vm, frame, 2, method);
    if (self) heap_decref(&vm->heap, self); /* the caller holds it */
    Ref keys = vm_call_values(vm, method, self ? source : REF_NULL, REF_NULL, REF_NULL);
    if (!keys) return false;
    native_put(vm, frame, 5, keys);
    native_set(vm, frame, 2, REF_NULL);
    Ref iterator = object_iter(vm, keys);
    if (!iterator) return false;
    native_put(vm, frame, 0, iterator);
    native_set(vm, frame, 5, REF_NULL);
    Ref list = object_to_list(vm, iterator);
    if (!list) return false;
    native_put(vm, frame, 5, list);
    native_set(vm, frame, 0, REF_NULL);
    iterator = object_iter(vm, list);
    if (!iterator) return false;
    native_put(vm, frame, 0, iterator);
    native_set(vm, frame, 5, REF_NULL);
    return true;
}

/* Iterates keys(), getting each item: dict_merge's slow way. */
static bool merge_mapping(Vm *vm, Ref frame, Ref dict, Ref source, int override, Ref *duplicate) {
    if (!begin_keys(vm, frame, source)) return false;
    Ref iterator = native_get(vm, frame, 0);
    for (;;) {
        Ref key = object_next(vm, iterator);
        if (!key) return !vm_failed(vm);
        native_put(vm, frame, 3, key);
        if (override != 1) {
            Ref present;
            int found = object_dict_find(vm, dict, key, &present);
            if (found < 0) return false;
            if (found && override) {
                *duplicate = key;
                return false;
            }
            if (found) {
                native_set(vm, frame, 3, REF_NULL);
                continue;
            }
        }
        Ref value = object_getitem(vm, source, key);
        if (!value) return false;
        native_put(vm, frame, 4, value);
        if (!set_item(vm, dict, key, value)) return false;
        native_set(vm, frame, 3, REF_NULL);
        native_set(vm, frame, 4, REF_NULL);
    }
}

int dict_merge_from(Vm *vm, Ref dict, Ref source, int override, Ref *duplicate) {
    Heap *heap = &vm->heap;
    *duplicate = REF_NULL;
    if (is_dict(vm, source) && !object_overrides(vm, source, DUNDER_ITER)) {
        int result = dict_merge(heap, dict, source, override, duplicate);
        if (result == DICT_MERGE_MUTATED)
            vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "dict mutated during update");
        if (result == DICT_MERGE_DUPLICATE) return DICT_MERGE_DUPLICATE;
        if (result < 0) store_failed(vm);
        return result < 0 ? -1 : 0;
    }
    Ref frame = native_push(vm, &merge_frame);
    if (!frame) return -1;
    bool ok = merge_mapping(vm, frame, dict, source, override, duplicate);
    if (!ok && *duplicate) {
        /* The key outlives the frame in the mapping, or the caller could not name it. */
        native_pop(vm, frame);
        return DICT_MERGE_DUPLICATE;
    }
    native_pop(vm, frame);
    return ok ? 0 : -1;
}

/* PyDict_MergeFromSeq2: an iterable of pairs. */
static bool merge_pairs(Vm *vm, Ref frame, Ref dict, Ref pairs) {
    Heap *heap = &vm->heap;
    Ref iterator = object_iter(vm, pairs);
    if (!iterator) return false;
    native_put(vm, frame, 0, iterator);
    for (uint32_t i = 0;; i++) {
        Ref element = object_next(vm, iterator);
        if (!element) return !vm_failed(vm);
        native_put(vm, frame, 1, element);
        Ref pair = object_fast_sequence(vm, element, "");
        if (!pair) {
            if (!vm->halt && vm_error_is(vm, TYPE_ID_TYPE_ERROR)) {
                vm_clear_error(vm);
                vm_raise(vm, TYPE_ID_TYPE_ERROR,
                         "cannot convert dictionary update sequence element #%u to a sequence", i);
            }
            return false;
        }
        native_put(vm, frame, 2, pair);
        bool list = heap_kind(heap, pair) == KIND_LIST;
        uint32_t size = list ? list_size(heap, pair) : tuple_size(heap, pair);
        if (size != 2) {
            vm_raise(vm, TYPE_ID_VALUE_ERROR,
                     "dictionary update sequence element #%u has length %u; 2 is required", i,
                     size);
            return false;
        }
        Ref key = list ? list_get(heap, pair, 0) : tuple_get(heap, pair, 0);
        Ref value = list ? list_get(heap, pair, 1) : tuple_get(heap, pair, 1);
        native_put(vm, frame, 3, new_ref(vm, key));
        native_put(vm, frame, 4, new_ref(vm, value));
        if (!set_item(vm, dict, key, value)) return false;
        native_set(vm, frame, 3, REF_NULL);
        native_set(vm, frame, 4, REF_NULL);
        native_set(vm, frame, 2, REF_NULL);
        native_set(vm, frame, 1, REF_NULL);
    }
}

bool dict_update_from(Vm *vm, Ref dict, Ref source) {
    Ref duplicate;
    if (!is_exact(&vm->heap, source, TYPE_ID_DICT)) {
        Ref keys = object_find_attr(vm, source, name_ref(vm, "keys"));
        if (!keys) {
            if (vm_failed(vm)) return false;
            Ref frame = native_push(vm, &merge_frame);
            if (!frame) return false;
            bool ok = merge_pairs(vm, frame, dict, source);
            native_pop(vm, frame);
            return ok && !vm->halt;
        }
        heap_decref(&vm->heap, keys);
    }
    return dict_merge_from(vm, dict, source, 1, &duplicate) == 0;
}

/* Merges keyword arguments: from the dict of them that the call has, else `directly` one by one as
 * dict() does, else through a dict made here. */
static bool merge_keywords(Vm *vm, Ref dict, Args args, bool directly) {
    Heap *heap = &vm->heap;
    uint32_t count = args.names ? tuple_size(heap, args.names) : 0;
    if (count == 0) return true;
    Ref frame = REF_NULL, target = dict, duplicate, own = call_own_dict(vm, args);
    if (own) return dict_merge_from(vm, dict, own, 1, &duplicate) == 0 && !vm->halt;
    if (!directly) {
        frame = native_push(vm, &merge_frame);
        if (!frame) return false;
        target = dict_new_presized(heap, count, true);
        if (!target) return store_failed(vm);
        native_put(vm, frame, 2, target);
    }
    bool ok = true;
    for (uint32_t i = 0; ok && i < count; i++)
        ok = set_item(vm, target, tuple_get(heap, args.names, i), args.values[args.count + i]);
    if (!directly) {
        ok = ok && dict_merge_from(vm, dict, target, 1, &duplicate) == 0;
        native_pop(vm, frame);
    }
    return ok && !vm->halt;
}

/* ---- making and printing ---- */

static Ref create(Vm *vm, Ref type, Args args) {
    (void)args;
    return or_no_memory(vm, dict_new_of_type(&vm->heap, type));
}

static bool update_with(Vm *vm, Ref self, const char *function, Args args, bool directly) {
    if (!args_count(vm, function, (Args){args.values, args.count, REF_NULL}, 0, 1)) return false;
    if (args.count && !dict_update_from(vm, self, args.values[0])) return false;
    return merge_keywords(vm, self, args, directly);
}

static bool init(Vm *vm, Ref self, Args args) {
    return update_with(vm, self, "dict", args, is_exact(&vm->heap, self, TYPE_ID_DICT));
}

static const char *const printed_slots[] = {"the key", "the value"};
static const NativeFrame printed_frame = {"dict.__repr__", printed_slots, 2};

static bool append_entry(Vm *vm, TextBuffer *out, Ref key, Ref value) {
    bool hold = !is_plain(vm, key) || !is_plain(vm, value);
    Ref frame = REF_NULL;
    if (hold) {
        frame = native_push(vm, &printed_frame);
        if (!frame) return false;
        native_put(vm, frame, 0, new_ref(vm, key));
        native_put(vm, frame, 1, new_ref(vm, value));
    }
    bool ok = append_repr(vm, out, key);
    text_append_string(out, ": ");
    ok = ok && append_repr(vm, out, value);
    if (hold) native_pop(vm, frame);
    return ok && !vm->halt;
}

static Ref repr(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    int entered = object_repr_enter(vm, self);
    if (entered < 0) return REF_NULL;
    if (entered) return or_no_memory(vm, str_new_cstr(heap, "{...}"));
    TextBuffer out = {0};
    text_append_char(&out, '{');
    uint32_t position = 0;
    Ref key, value;
    bool ok = true, first = true;
    while (ok && dict_next(heap, self, &position, &key, &value, NULL)) {
        if (!first) text_append_string(&out, ", ");
        first = false;
        ok = append_entry(vm, &out, key, value);
    }
    object_repr_leave(vm, self);
    text_append_char(&out, '}');
    if (ok) return str_of_buffer(vm, &out);
    text_deinit(&out);
    return REF_NULL;
}

/* ---- comparing ---- */

static const char *const equal_slots[] = {"the key", "the value", "the other value"};
static const NativeFrame equal_frame = {"comparison of dicts", equal_slots, 3};

static int entry_equal(Vm *vm, Ref other, Ref key, Ref value, uint64_t hash) {
    Heap *heap = &vm->heap;
    Ref found;
    if (is_plain(vm, key) && is_plain(vm, value)) {
        int present = dict_find(heap, other, key, hash, &found);
        if (present <= 0) return present;
        if (is_plain(vm, found)) return object_compare_bool(vm, value, found, COMPARE_EQ);
    }
    Ref frame = native_push(vm, &equal_frame);
    if (!frame) return -1;
    native_put(vm, frame, 0, new_ref(vm, key));
    native_put(vm, frame, 1, new_ref(vm, value));
    int result = dict_find(heap, other, key, hash, &found);
    if (result > 0) {
        native_put(vm, frame, 2, new_ref(vm, found));
        result = object_compare_bool(vm, value, found, COMPARE_EQ);
    }
    native_pop(vm, frame);
    return vm->halt ? -1 : result;
}

static int equal(Vm *vm, Ref a, Ref b) {
    Heap *heap = &vm->heap;
    if (dict_used(heap, a) != dict_used(heap, b)) return 0;
    uint32_t position = 0;
    Ref key, value;
    uint64_t hash;
    while (dict_next(heap, a, &position, &key, &value, &hash)) {
        int same = entry_equal(vm, b, key, value, hash);
        if (same <= 0) return same;
    }
    return 1;
}

static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if (!is_dict(vm, a) || !is_dict(vm, b) || (op != COMPARE_EQ && op != COMPARE_NE))
        return new_not_implemented(vm);
    int same = equal(vm, a, b);
    return same < 0 ? REF_NULL : new_bool(vm, same == (op == COMPARE_EQ));
}

/* ---- items ---- */

static Ref iter(Vm *vm, Ref self) {
    return dict_iterator_new(vm, self, TYPE_ID_DICT_KEY_ITERATOR);
}

static int64_t length(Vm *vm, Ref self) {
    return dict_used(&vm->heap, self);
}

static int contains(Vm *vm, Ref self, Ref key) {
    Ref value;
    return object_dict_find(vm, self, key, &value);
}

static Ref subscript(Vm *vm, Ref self, Ref key) {
    Ref value;
    int found = object_dict_find(vm, self, key, &value);
    if (found < 0) return REF_NULL;
    if (found) return new_ref(vm, value);
    if (!is_exact(&vm->heap, self, TYPE_ID_DICT)) {
        bool defined;
        Ref result = object_call_bound(vm, self, "__missing__", &key, 1, &defined);
        if (result || defined || vm_failed(vm)) return result;
    }
    return error_raise_key(vm, key);
}

static bool set_subscript(Vm *vm, Ref self, Ref key, Ref value) {
    if (value) return set_item(vm, self, key, value);
    int removed = object_dict_remove(vm, self, key, NULL);
    if (removed == 0) error_raise_key(vm, key);
    return removed > 0;
}

static const char *const union_slots[] = {"the result"};
static const NativeFrame union_frame = {"dict union", union_slots, 1};

static Ref unite(Vm *vm, Ref a, Ref b) {
    if (!is_dict(vm, a) || !is_dict(vm, b)) return new_not_implemented(vm);
    Ref frame = native_push(vm, &union_frame);
    if (!frame) return REF_NULL;
    Ref result = dict_copy(&vm->heap, a);
    if (!result) return error_no_memory(vm);
    native_put(vm, frame, 0, result);
    bool ok = dict_update_from(vm, result, b);
    if (ok) result = native_take(vm, frame, 0);
    native_pop(vm, frame);
    return ok ? result : REF_NULL;
}

static Ref unite_in_place(Vm *vm, Ref self, Ref other) {
    return dict_update_from(vm, self, other) ? new_ref(vm, self) : REF_NULL;
}

/* ---- methods ---- */

static Ref contains_method(Vm *vm, Ref self, Args args) {
    int found = contains(vm, self, args.values[0]);
    return found < 0 ? REF_NULL : new_bool(vm, found);
}

static Ref getitem(Vm *vm, Ref self, Args args) {
    return subscript(vm, self, args.values[0]);
}

static Ref size_of(Vm *vm, Ref self, Args args) {
    (void)args;
    const Heap *heap = &vm->heap;
    uint32_t flags = heap_type_of(heap, self)->flags;
    size_t before = (flags & TYPE_GC ? GRANULE : 0) + (flags & TYPE_MANAGED_DICT ? GRANULE : 0);
    return or_no_memory(vm, int_new(&vm->heap, (int64_t)(heap_sizeof(heap, self) - before)));
}

static Ref get(Vm *vm, Ref self, Args args) {
    Ref value;
    int found = object_dict_find(vm, self, args.values[0], &value);
    if (found < 0) return REF_NULL;
    if (!found) value = args.count > 1 ? args.values[1] : heap_root(&vm->heap)->none;
    return new_ref(vm, value);
}

static Ref setdefault(Vm *vm, Ref self, Args args) {
    uint64_t hash;
    Ref key = args.values[0], value;
    if (!object_hash(vm, key, &hash)) return REF_NULL;
    Ref otherwise = args.count > 1 ? args.values[1] : heap_root(&vm->heap)->none;
    if (dict_setdefault(&vm->heap, self, key, hash, otherwise, &value) < 0) {
        store_failed(vm);
        return REF_NULL;
    }
    return new_ref(vm, value);
}

static Ref pop(Vm *vm, Ref self, Args args) {
    Ref value;
    int removed = 0;
    if (dict_used(&vm->heap, self)) {
        removed = object_dict_remove(vm, self, args.values[0], &value);
        if (removed < 0) return REF_NULL;
    }
    if (removed) return value;
    if (args.count > 1) return new_ref(vm, args.values[1]);
    return error_raise_key(vm, args.values[0]);
}

static Ref popitem(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    Ref pair = tuple_new(heap, 2), key, value;
    if (!pair) return error_no_memory(vm);
    if (!dict_pop_last(heap, self, &key, &value)) {
        heap_decref(heap, pair);
        if (heap->failure) return error_no_memory(vm);
        Ref text = str_new_cstr(heap, "popitem(): dictionary is empty");
        if (!text) return error_no_memory(vm);
        vm_raise_object(vm, TYPE_ID_KEY_ERROR, text);
        heap_decref(heap, text);
        return REF_NULL;
    }
    tuple_init_item(heap, pair, 0, key);
    tuple_init_item(heap, pair, 1, value);
    return pair;
}

static Ref view_new(Vm *vm, Ref dict, TypeId type, uint32_t which) {
    Heap *heap = &vm->heap;
    Ref view = heap_new(heap, type_ref(heap, type), 0);
    if (!view) return error_no_memory(vm);
    const DictView *self = heap_at(heap, DictView, view);
    heap_set(heap, self->dict, new_ref(vm, dict));
    heap_set(heap, self->which, which);
    heap_track(heap, view);
    return view;
}

static Ref keys(Vm *vm, Ref self, Args args) {
    (void)args;
    return view_new(vm, self, TYPE_ID_DICT_KEYS, 0);
}

static Ref values(Vm *vm, Ref self, Args args) {
    (void)args;
    return view_new(vm, self, TYPE_ID_DICT_VALUES, 1);
}

static Ref items(Vm *vm, Ref self, Args args) {
    (void)args;
    return view_new(vm, self, TYPE_ID_DICT_ITEMS, 2);
}

static Ref update(Vm *vm, Ref self, Args args) {
    return update_with(vm, self, "update", args, false) ? new_none(vm) : REF_NULL;
}

static Ref clear(Vm *vm, Ref self, Args args) {
    (void)args;
    dict_clear(&vm->heap, self);
    return new_none(vm);
}

static Ref copy(Vm *vm, Ref self, Args args) {
    (void)args;
    return or_no_memory(vm, dict_copy(&vm->heap, self));
}

static Ref reversed(Vm *vm, Ref self, Args args) {
    (void)args;
    return dict_iterator_new(vm, self, TYPE_ID_DICT_REVERSE_KEY_ITERATOR);
}

static const char *const fromkeys_slots[] = {"the result", "the iterator", "the key", "the value"};
static const NativeFrame fromkeys_frame = {"dict.fromkeys", fromkeys_slots, 4};

/* insertdict with a known hash, owning key and value meanwhile. */
static bool insert_key(Vm *vm, Ref frame, Ref target, Ref key, uint64_t hash, Ref value) {
    native_put(vm, frame, 2, new_ref(vm, key));
    native_put(vm, frame, 3, new_ref(vm, value));
    int result = dict_set(&vm->heap, target, key, hash, value);
    native_set(vm, frame, 2, REF_NULL);
    native_set(vm, frame, 3, REF_NULL);
    return result >= 0 || store_failed(vm);
}

static bool fill_from_keys(Vm *vm, Ref frame, Ref target, Ref iterable, Ref value) {
    Heap *heap = &vm->heap;
    bool exact = is_exact(heap, target, TYPE_ID_DICT);
    if (exact && dict_used(heap, target) == 0) {
        bool from_dict = is_exact(heap, iterable, TYPE_ID_DICT);
        bool from_set =
            is_exact(heap, iterable, TYPE_ID_SET) || is_exact(heap, iterable, TYPE_ID_FROZENSET);
        uint32_t position = 0;
        Ref key, old;
        uint64_t hash;
        if (from_dict) {
            if (!dict_presize(heap, target, dict_used(heap, iterable),
                              dict_is_unicode(heap, iterable)))
                return store_failed(vm);
            while (dict_next(heap, iterable, &position, &key, &old, &hash)) {
                if (!insert_key(vm, frame, target, key, hash, value)) return false;
            }
            return true;
        }
        if (from_set) {
            if (!dict_presize(heap, target, set_used(heap, iterable), false))
                return store_failed(vm);
            while (set_next(heap, iterable, &position, &key, &hash)) {
                if (!insert_key(vm, frame, target, key, hash, value)) return false;
            }
            return true;
        }
    }
    Ref iterator = object_iter(vm, iterable);
    if (!iterator) return false;
    native_put(vm, frame, 1, iterator);
    for (;;) {
        Ref key = object_next(vm, iterator);
        if (!key) return !vm_failed(vm);
        native_put(vm, frame, 2, key);
        bool ok = exact ? set_item(vm, target, key, value) : object_setitem(vm, target, key, value);
        if (!ok) return false;
        native_set(vm, frame, 2, REF_NULL);
    }
}

static Ref fromkeys(Vm *vm, Ref self, Args args) {
    Ref value = args.count > 1 ? args.values[1] : heap_root(&vm->heap)->none;
    Ref frame = native_push(vm, &fromkeys_frame);
    if (!frame) return REF_NULL;
    Ref result = vm_call_values(vm, self, REF_NULL, REF_NULL, REF_NULL);
    bool ok = result != REF_NULL;
    if (ok) {
        native_put(vm, frame, 0, result);
        ok = fill_from_keys(vm, frame, result, args.values[0], value);
    }
    if (ok) result = native_take(vm, frame, 0);
    native_pop(vm, frame);
    return ok ? result : REF_NULL;
}

static const NativeFunction methods[] = {
    {"__contains__", contains_method, NATIVE_O, 1, 1, 0},
    {"__getitem__", getitem, NATIVE_O, 1, 1, 0},
    {"__sizeof__", size_of, NATIVE_NOARGS, 0, 0, 0},
    {"get", get, NATIVE_FAST, 1, 2, 0},
    {"setdefault", setdefault, NATIVE_FAST, 1, 2, 0},
    {"pop", pop, NATIVE_FAST, 1, 2, 0},
    {"popitem", popitem, NATIVE_NOARGS, 0, 0, 0},
    {"keys", keys, NATIVE_NOARGS, 0, 0, 0},
    {"items", items, NATIVE_NOARGS, 0, 0, 0},
    {"values", values, NATIVE_NOARGS, 0, 0, 0},
    {"update", update, NATIVE_TUPLE_KEYWORDS, 0, -1, 0},
    {"fromkeys", fromkeys, NATIVE_FAST, 1, 2, NATIVE_CLASS},
    {"clear", clear, NATIVE_NOARGS, 0, 0, 0},
    {"copy", copy, NATIVE_NOARGS, 0, 0, 0},
    {"__reversed__", reversed, NATIVE_NOARGS, 0, 0, 0},
    {"__class_getitem__", generic_alias_class_getitem, NATIVE_O, 1, 1, NATIVE_CLASS},
    {0},
};

const TypeSpec type_spec_DICT = {
    .doc = "dict() -> new empty dictionary\n"
           "dict(mapping) -> new dictionary initialized from a mapping object's\n"
           "    (key, value) pairs\n"
           "dict(iterable) -> new dictionary initialized as if via:\n"
           "    d = {}\n"
           "    for k, v in iterable:\n"
           "        d[k] = v\n"
           "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
           "    in the keyword argument list.  For example:  dict(one=1, two=2)",
    .slots =
        {
            .repr = repr,
            .hash = hash_not_implemented,
            .compare = compare,
            .iter = iter,
            .create = create,
            .init = init,
            .length = length,
            .contains = contains,
            .subscript = subscript,
            .set_subscript = set_subscript,
            .binary = {[BINARY_OR] = unite},
            .inplace = {[BINARY_OR] = unite_in_place},
        },
    .methods = methods,
    .unhashable = true,
};
