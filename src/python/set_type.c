/* set and frozenset (Objects/setobject.c of CPython 3.11); the table itself is in heap/set.c. */
#include "base/text.h"
#include "heap/dict.h"
#include "heap/int.h"
#include "heap/set.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/container.h"
#include "python/error.h"
#include "python/generic_alias.h"
#include "python/reduce.h"

static Ref or_no_memory(Vm *vm, Ref object) {
    return object ? object : error_no_memory(vm);
}

static bool is_any_set(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_SET;
}

static bool is_frozen(const Vm *vm, Ref object) {
    return type_is_subtype(vm, heap_type(&vm->heap, object),
                           type_ref(&vm->heap, TYPE_ID_FROZENSET));
}

static bool failed(Vm *vm) {
    if (vm->heap.failure) error_no_memory(vm);
    return false;
}

/* ---- filling ---- */

static const char *const filled_slots[] = {"the iterator", "the item", "the result",
                                           "the other set"};
static const NativeFrame filled_frame = {"set operation", filled_slots, 4};

bool set_update_from(Vm *vm, Ref set, Ref iterable) {
    Heap *heap = &vm->heap;
    if (is_any_set(vm, iterable) || is_exact(heap, iterable, TYPE_ID_DICT))
        return set_merge(heap, set, iterable) >= 0 || failed(vm);
    Ref frame = native_push(vm, &filled_frame);
    if (!frame) return false;
    Ref iterator = object_iter(vm, iterable);
    bool ok = iterator != REF_NULL;
    if (ok) native_put(vm, frame, 0, iterator);
    while (ok) {
        Ref item = object_next(vm, iterator);
        if (!item) {
            ok = !vm_failed(vm);
            break;
        }
        native_put(vm, frame, 1, item);
        ok = object_set_add(vm, set, item) >= 0;
        native_set(vm, frame, 1, REF_NULL);
        if (vm->interrupt) ok = vm_limit(vm, "interrupted");
    }
    native_pop(vm, frame);
    return ok && !vm->halt;
}

/* make_new_set. `iterable` may be null. */
static Ref make_set(Vm *vm, Ref type, Ref iterable) {
    Ref set = set_new(&vm->heap, type);
    if (!set || !iterable) return or_no_memory(vm, set);
    Ref frame = native_push(vm, &filled_frame);
    if (!frame) {
        heap_decref(&vm->heap, set);
        return REF_NULL;
    }
    native_put(vm, frame, 2, set);
    bool ok = set_update_from(vm, set, iterable);
    if (ok) set = native_take(vm, frame, 2);
    native_pop(vm, frame);
    return ok ? set : REF_NULL;
}

/* make_new_set_basetype: results of operators are plain sets. */
static Ref make_plain(Vm *vm, Ref like, Ref iterable) {
    Ref type = type_ref(&vm->heap, is_frozen(vm, like) ? TYPE_ID_FROZENSET : TYPE_ID_SET);
    return make_set(vm, type, iterable);
}

static Ref create_set(Vm *vm, Ref type, Args args) {
    (void)args;
    return make_set(vm, type, REF_NULL);
}

static bool init_set(Vm *vm, Ref self, Args args) {
    if (is_exact(&vm->heap, self, TYPE_ID_SET) && !args_no_keywords(vm, "set", args)) return false;
    if (!args_count(vm, "set", (Args){args.values, args.count, REF_NULL}, 0, 1)) return false;
    set_clear(&vm->heap, self);
    return args.count == 0 || set_update_from(vm, self, args.values[0]);
}

static Ref create_frozenset(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    bool exact = type == type_ref(heap, TYPE_ID_FROZENSET);
    if (exact && !args_no_keywords(vm, "frozenset", args)) return REF_NULL;
    if (!args_count(vm, "frozenset", (Args){args.values, args.count, REF_NULL}, 0, 1))
        return REF_NULL;
    if (args.count && exact && is_exact(heap, args.values[0], TYPE_ID_FROZENSET))
        return new_ref(vm, args.values[0]);
    return make_set(vm, type, args.count ? args.values[0] : REF_NULL);
}

/* ---- printing, hash, iteration ---- */

static bool append_items(Vm *vm, Ref self, TextBuffer *out) {
    Ref frame = native_push(vm, &filled_frame);
    if (!frame) return false;
    Ref list = object_to_list(vm, self);
    if (list) native_put(vm, frame, 2, list);
    TextBuffer items = {0};
    bool ok = list && append_repr(vm, &items, list);
    native_pop(vm, frame);
    /* The list's brackets become braces. */
    if (ok && items.length >= 2) text_append(out, items.bytes + 1, items.length - 2);
    text_deinit(&items);
    return ok && !vm->halt;
}

static Ref repr(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    object_type_name(vm, self, name, sizeof name);
    int entered = object_repr_enter(vm, self);
    if (entered < 0) return REF_NULL;
    if (entered) return or_no_memory(vm, str_newf(heap, "%s(...)", name));
    if (set_used(heap, self) == 0) {
        object_repr_leave(vm, self);
        return or_no_memory(vm, str_newf(heap, "%s()", name));
    }
    bool plain = is_exact(heap, self, TYPE_ID_SET);
    TextBuffer out = {0};
    if (!plain) text_appendf(&out, "%s(", name);
    text_append_char(&out, '{');
    bool ok = append_items(vm, self, &out);
    object_repr_leave(vm, self);
    text_append_string(&out, plain ? "}" : "})");
    if (ok) return str_of_buffer(vm, &out);
    text_deinit(&out);
    return REF_NULL;
}

static bool hash_frozen(Vm *vm, Ref self, uint64_t *hash) {
    *hash = set_hash(&vm->heap, self);
    return true;
}

static Ref iter(Vm *vm, Ref self) {
    Ref made = iterator_new(vm, TYPE_ID_SET_ITERATOR, ITER_SET, self, REF_NULL);
    if (!made) return REF_NULL;
    heap_set(&vm->heap, iterator_at(vm, made)->length, set_used(&vm->heap, self));
    /* `spare` counts what is left. */
    heap_set(&vm->heap, iterator_at(vm, made)->spare, set_used(&vm->heap, self));
    return made;
}

static Ref itself(Vm *vm, Ref self) {
    return new_ref(vm, self);
}

static Ref next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Iterator *iterator = iterator_at(vm, self);
    Ref set = iterator->a;
    if (!set) return REF_NULL;
    if (iterator->length != set_used(heap, set)) {
        heap_set(heap, iterator->length, UINT32_MAX);
        return vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "Set changed size during iteration");
    }
    uint32_t position = iterator->index;
    Ref key;
    bool found = set_next(heap, set, &position, &key, NULL);
    heap_set(heap, iterator->index, position);
    if (!found) {
        heap_set(heap, iterator->a, REF_NULL);
        heap_decref(heap, set);
        return REF_NULL;
    }
    heap_set(heap, iterator->spare, iterator->spare - 1);
    return new_ref(vm, key);
}

static Ref length_hint(Vm *vm, Ref self, Args args) {
    (void)args;
    const Iterator *iterator = iterator_at(vm, self);
    bool valid = iterator->a && iterator->length == set_used(&vm->heap, iterator->a);
    return or_no_memory(vm, int_new(&vm->heap, valid ? iterator->spare : 0));
}

static const NativeFunction iterator_methods[] = {
    {"__length_hint__", length_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_SET_ITERATOR = {
    .slots = {.iter = itself, .next = next},
    .methods = iterator_methods,
};

static int64_t length(Vm *vm, Ref self) {
    return set_used(&vm->heap, self);
}

/* ---- membership: a set stands for a frozenset of the same keys ---- */

/* Looks for, adds or removes a key whose hash raised TypeError because it is a set. */
static Ref frozen_stand_in(Vm *vm, Ref key) {
    Heap *heap = &vm->heap;
    if (vm->halt || !is_any_set(vm, key) || is_frozen(vm, key) ||
        !vm_error_is(vm, TYPE_ID_TYPE_ERROR))
        return REF_NULL;
    vm_clear_error(vm);
    Ref copy = set_new(heap, type_ref(heap, TYPE_ID_FROZENSET));
    if (!copy) return error_no_memory(vm);
    set_swap_bodies(heap, key, copy);
    return copy;
}

typedef int (*KeyOperation)(Heap *heap, Ref set, Ref key, uint64_t hash);

static int with_key(Vm *vm, Ref self, Ref key, KeyOperation operation) {
    Heap *heap = &vm->heap;
    uint64_t hash;
    if (object_hash(vm, key, &hash)) return operation(heap, self, key, hash);
    Ref stand_in = frozen_stand_in(vm, key);
    if (!stand_in) return -1;
    Ref frame = native_push(vm, &filled_frame);
    if (!frame) return -1;
    native_put(vm, frame, 3, stand_in);
    int result = operation(heap, self, stand_in, set_hash(heap, stand_in));
    set_swap_bodies(heap, key, stand_in);
    native_pop(vm, frame);
    return result;
}

static int contains(Vm *vm, Ref self, Ref key) {
    return with_key(vm, self, key, set_find);
}

/* ---- comparing ---- */

/* 1 when every key of a is in b. */
static int is_subset(Vm *vm, Ref a, Ref b) {
    Heap *heap = &vm->heap;
    if (set_used(heap, a) > set_used(heap, b)) return 0;
    uint32_t position = 0;
    Ref key;
    uint64_t hash;
    while (set_next(heap, a, &position, &key, &hash)) {
        const Ref plain = key;
        Ref frame = REF_NULL;
        if (!is_plain(vm, plain)) {
            frame = native_push(vm, &filled_frame);
            if (!frame) return -1;
            native_put(vm, frame, 1, new_ref(vm, key));
        }
        int found = set_find(heap, b, key, hash);
        if (frame) native_pop(vm, frame);
        if (found <= 0) return found;
    }
    return 1;
}

static int is_equal(Vm *vm, Ref a, Ref b) {
    const Heap *heap = &vm->heap;
    const Set *x = heap_at(heap, Set, a), *y = heap_at(heap, Set, b);
    if (x->used != y->used || (x->hashed && y->hashed && x->hash != y->hash)) return 0;
    return is_subset(vm, a, b);
}

static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    const Heap *heap = &vm->heap;
    if (!is_any_set(vm, b)) return new_not_implemented(vm);
    uint32_t size_a = set_used(heap, a), size_b = set_used(heap, b);
    int result = 0;
    switch (op) {
    case COMPARE_EQ: result = is_equal(vm, a, b); break;
    case COMPARE_NE:
        result = is_equal(vm, a, b);
        if (result >= 0) result = !result;
        break;
    case COMPARE_LE: result = is_subset(vm, a, b); break;
    case COMPARE_GE: result = is_subset(vm, b, a); break;
    case COMPARE_LT: result = size_a < size_b ? is_subset(vm, a, b) : 0; break;
    case COMPARE_GT: result = size_b < size_a ? is_subset(vm, b, a) : 0; break;
    }
    return result < 0 ? REF_NULL : new_bool(vm, result);
}

/* ---- operations that make a set ---- */

/* Runs `fill` on a new plain set that the frame holds in slot 2. */
typedef bool (*Fill)(Vm *vm, Ref frame, Ref result, Ref self, Ref other);

static Ref make_filled(Vm *vm, Ref like, Ref start, Ref self, Ref other, Fill fill) {
    Ref frame = native_push(vm, &filled_frame);
    if (!frame) return REF_NULL;
    Ref result = make_plain(vm, like, start);
    bool ok = result != REF_NULL;
    if (ok) {
        native_put(vm, frame, 2, result);
        ok = fill(vm, frame, result, self, other);
    }
    if (ok) result = native_take(vm, frame, 2);
    native_pop(vm, frame);
    return ok && !vm->halt ? result : REF_NULL;
}

static bool fill_union(Vm *vm, Ref frame, Ref result, Ref self, Ref other) {
    (void)frame, (void)self;
    return set_update_from(vm, result, other);
}

/* The keys of `other` that are in self; of two sets the smaller one is walked. */
static bool fill_intersection(Vm *vm, Ref frame, Ref result, Ref self, Ref other) {
    Heap *heap = &vm->heap;
    if (is_any_set(vm, other)) {
        if (set_used(heap, other) > set_used(heap, self)) {
            Ref swap = self;
            self = other;
            other = swap;
        }
        uint32_t position = 0;
        Ref key;
        uint64_t hash;
        while (set_next(heap, other, &position, &key, &hash)) {
            native_put(vm, frame, 1, new_ref(vm, key));
            int found = set_find(heap, self, key, hash);
            if (found > 0) found = set_add(heap, result, key, hash);
            if (found < 0) return failed(vm);
            native_set(vm, frame, 1, REF_NULL);
        }
        return true;
    }
    Ref iterator = object_iter(vm, other);
    if (!iterator) return false;
    native_put(vm, frame, 0, iterator);
    for (;;) {
        Ref item = object_next(vm, iterator);
        if (!item) return !vm_failed(vm);
        native_put(vm, frame, 1, item);
        uint64_t hash;
        if (!object_hash(vm, item, &hash)) return false;
        int found = set_find(heap, self, item, hash);
        if (found > 0) found = set_add(heap, result, item, hash);
        if (found < 0) return failed(vm);
        native_set(vm, frame, 1, REF_NULL);
    }
}

/* Removes the items of an iterable from a set (set_difference_update_internal). */
static bool remove_items(Vm *vm, Ref frame, Ref set, Ref other) {
    Heap *heap = &vm->heap;
    if (set == other) {
        set_clear(heap, set);
        return true;
    }
    if (is_any_set(vm, other)) {
        uint32_t position = 0;
        Ref key;
        uint64_t hash;
        while (set_next(heap, other, &position, &key, &hash)) {
            native_put(vm, frame, 1, new_ref(vm, key));
            if (set_remove(heap, set, key, hash) < 0) return failed(vm);
            native_set(vm, frame, 1, REF_NULL);
        }
        set_compact(heap, set);
        return !heap->failure || failed(vm);
    }
    Ref iterator = object_iter(vm, other);
    if (!iterator) return false;
    native_put(vm, frame, 0, iterator);
    for (;;) {
        Ref item = object_next(vm, iterator);
        if (!item) {
            native_set(vm, frame, 0, REF_NULL);
            if (vm_failed(vm)) return false;
            set_compact(heap, set);
            return !heap->failure || failed(vm);
        }
        native_put(vm, frame, 1, item);
        uint64_t hash;
        if (!object_hash(vm, item, &hash) || set_remove(heap, set, item, hash) < 0)
            return failed(vm);
        native_set(vm, frame, 1, REF_NULL);
    }
}

/* The keys of self that are not in `other`, a set or dict (set_difference). */
static bool fill_difference(Vm *vm, Ref frame, Ref result, Ref self, Ref other) {
    Heap *heap = &vm->heap;
    bool dict = heap_kind(heap, other) == KIND_DICT;
    uint32_t position = 0;
    Ref key, value;
    uint64_t hash;
    while (set_next(heap, self, &position, &key, &hash)) {
        native_put(vm, frame, 1, new_ref(vm, key));
        int found =
            dict ? dict_find(heap, other, key, hash, &value) : set_find(heap, other, key, hash);
        if (found == 0) found = set_add(heap, result, key, hash);
        if (found < 0) return failed(vm);
        native_set(vm, frame, 1, REF_NULL);
    }
    return true;
}

static bool fill_removed(Vm *vm, Ref frame, Ref result, Ref self, Ref other) {
    (void)self;
    return remove_items(vm, frame, result, other);
}

static Ref difference(Vm *vm, Ref self, Ref other) {
    Heap *heap = &vm->heap;
    int64_t size;
    if (is_any_set(vm, other))
        size = set_used(heap, other);
    else if (is_exact(heap, other, TYPE_ID_DICT))
        size = dict_used(heap, other);
    else
        return make_filled(vm, self, self, self, other, fill_removed);
    /* When self is much larger it is copied and the keys are removed. */
    if ((int64_t)(set_used(heap, self) >> 2) > size)
        return make_filled(vm, self, self, self, other, fill_removed);
    return make_filled(vm, self, REF_NULL, self, other, fill_difference);
}

/* Toggles the keys of a set (or of a set made from an iterable) in `set`. */
static bool toggle_items(Vm *vm, Ref frame, Ref set, Ref other) {
    Heap *heap = &vm->heap;
    if (set == other) {
        set_clear(heap, set);
        return true;
    }
    if (is_any_set(vm, other)) {
        new_ref(vm, other);
    } else {
        other = make_plain(vm, set, other);
        if (!other) return false;
    }
    native_put(vm, frame, 3, other);
    uint32_t position = 0;
    Ref key;
    uint64_t hash;
    while (set_next(heap, other, &position, &key, &hash)) {
        native_put(vm, frame, 1, new_ref(vm, key));
        int removed = set_remove(heap, set, key, hash);
        if (removed == 0) removed = set_add(heap, set, key, hash);
        if (removed < 0) return failed(vm);
        native_set(vm, frame, 1, REF_NULL);
    }
    return true;
}

static bool fill_exclusive(Vm *vm, Ref frame, Ref result, Ref self, Ref other) {
    (void)self;
    return toggle_items(vm, frame, result, other);
}

/* ---- operators ---- */

static Ref subtract(Vm *vm, Ref a, Ref b) {
    if (!is_any_set(vm, a) || !is_any_set(vm, b)) return new_not_implemented(vm);
    return difference(vm, a, b);
}

static Ref intersect(Vm *vm, Ref a, Ref b) {
    if (!is_any_set(vm, a) || !is_any_set(vm, b)) return new_not_implemented(vm);
    if (a == b) return make_plain(vm, a, a);
    return make_filled(vm, a, REF_NULL, a, b, fill_intersection);
}

static Ref unite(Vm *vm, Ref a, Ref b) {
    if (!is_any_set(vm, a) || !is_any_set(vm, b)) return new_not_implemented(vm);
    return make_filled(vm, a, a, a, b, fill_union);
}

/* set_xor: other's copy, with self's keys toggled. */
static Ref exclusive(Vm *vm, Ref a, Ref b) {
    if (!is_any_set(vm, a) || !is_any_set(vm, b)) return new_not_implemented(vm);
    return make_filled(vm, a, b, a, a, fill_exclusive);
}

typedef bool (*Change)(Vm *vm, Ref frame, Ref set, Ref other);

static bool change(Vm *vm, Ref self, Ref other, Change operation) {
    Ref frame = native_push(vm, &filled_frame);
    if (!frame) return false;
    bool ok = operation(vm, frame, self, other);
    native_pop(vm, frame);
    return ok && !vm->halt;
}

static bool update_items(Vm *vm, Ref frame, Ref set, Ref other) {
    (void)frame;
    return set_update_from(vm, set, other);
}

static bool keep_items(Vm *vm, Ref frame, Ref set, Ref other) {
    Ref kept = set == other ? make_plain(vm, set, set)
                            : make_filled(vm, set, REF_NULL, set, other, fill_intersection);
    if (!kept) return false;
    native_put(vm, frame, 2, kept);
    set_swap_bodies(&vm->heap, set, kept);
    return true;
}

static Ref change_operator(Vm *vm, Ref self, Ref other, Change operation) {
    if (!is_any_set(vm, other)) return new_not_implemented(vm);
    return change(vm, self, other, operation) ? new_ref(vm, self) : REF_NULL;
}

static Ref subtract_in_place(Vm *vm, Ref self, Ref other) {
    return change_operator(vm, self, other, remove_items);
}
static Ref intersect_in_place(Vm *vm, Ref self, Ref other) {
    return change_operator(vm, self, other, keep_items);
}
static Ref unite_in_place(Vm *vm, Ref self, Ref other) {
    return change_operator(vm, self, other, update_items);
}
static Ref toggle_in_place(Vm *vm, Ref self, Ref other) {
    return change_operator(vm, self, other, toggle_items);
}

/* ---- methods ---- */

static Ref add(Vm *vm, Ref self, Args args) {
    return object_set_add(vm, self, args.values[0]) < 0 ? REF_NULL : new_none(vm);
}

static Ref remove_key(Vm *vm, Ref self, Args args) {
    int removed = with_key(vm, self, args.values[0], set_remove);
    if (removed == 0) error_raise_key(vm, args.values[0]);
    return removed > 0 ? new_none(vm) : REF_NULL;
}

static Ref discard(Vm *vm, Ref self, Args args) {
    return with_key(vm, self, args.values[0], set_remove) < 0 ? REF_NULL : new_none(vm);
}

static Ref pop(Vm *vm, Ref self, Args args) {
    (void)args;
    Ref key = set_pop(&vm->heap, self);
    if (key) return key;
    Ref text = str_new_cstr(&vm->heap, "pop from an empty set");
    if (!text) return error_no_memory(vm);
    vm_raise_object(vm, TYPE_ID_KEY_ERROR, text);
    heap_decref(&vm->heap, text);
    return REF_NULL;
}

static Ref clear(Vm *vm, Ref self, Args args) {
    (void)args;
    set_clear(&vm->heap, self);
    return new_none(vm);
}

static Ref copy(Vm *vm, Ref self, Args args) {
    (void)args;
    if (is_exact(&vm->heap, self, TYPE_ID_FROZENSET)) return new_ref(vm, self);
    return make_plain(vm, self, self);
}

static Ref contains_method(Vm *vm, Ref self, Args args) {
    int found = contains(vm, self, args.values[0]);
    return found < 0 ? REF_NULL : new_bool(vm, found);
}

static Ref change_each(Vm *vm, Ref self, Args args, Change operation) {
    for (uint32_t i = 0; i < args.count; i++) {
        if (!change(vm, self, args.values[i], operation)) return REF_NULL;
    }
    return new_none(vm);
}

static Ref update(Vm *vm, Ref self, Args args) {
    return change_each(vm, self, args, update_items);
}

static Ref difference_update(Vm *vm, Ref self, Args args) {
    return change_each(vm, self, args, remove_items);
}

static Ref intersection_update(Vm *vm, Ref self, Args args) {
    if (args.count == 0) return new_none(vm);
    return change_each(vm, self, args, keep_items);
}

static Ref symmetric_difference_update(Vm *vm, Ref self, Args args) {
    return change(vm, self, args.values[0], toggle_items) ? new_none(vm) : REF_NULL;
}

/* Folds the arguments into a result that starts as self. */
static Ref fold(Vm *vm, Ref self, Args args, Ref (*operation)(Vm *vm, Ref a, Ref b)) {
    if (args.count == 0) return make_plain(vm, self, self);
    Ref frame = native_push(vm, &filled_frame);
    if (!frame) return REF_NULL;
    Ref result = self;
    for (uint32_t i = 0; result && i < args.count; i++) {
        result = operation(vm, result, args.values[i]);
        native_set(vm, frame, 2, result);
    }
    if (result) result = native_take(vm, frame, 2);
    native_pop(vm, frame);
    return result;
}

static Ref intersect_any(Vm *vm, Ref a, Ref b) {
    if (a == b) return make_plain(vm, a, a);
    return make_filled(vm, a, REF_NULL, a, b, fill_intersection);
}

static Ref intersection(Vm *vm, Ref self, Args args) {
    return fold(vm, self, args, intersect_any);
}

static Ref difference_method(Vm *vm, Ref self, Args args) {
    if (args.count == 0) return make_plain(vm, self, self);
    Ref frame = native_push(vm, &filled_frame);
    if (!frame) return REF_NULL;
    Ref result = difference(vm, self, args.values[0]);
    if (result) native_put(vm, frame, 2, result);
    for (uint32_t i = 1; result && i < args.count; i++) {
        if (!change(vm, result, args.values[i], remove_items)) result = REF_NULL;
    }
    if (result) result = native_take(vm, frame, 2);
    native_pop(vm, frame);
    return result;
}

static Ref union_method(Vm *vm, Ref self, Args args) {
    Ref frame = native_push(vm, &filled_frame);
    if (!frame) return REF_NULL;
    Ref result = make_plain(vm, self, self);
    if (result) native_put(vm, frame, 2, result);
    for (uint32_t i = 0; result && i < args.count; i++) {
        if (args.values[i] == self) continue;
        if (!set_update_from(vm, result, args.values[i])) result = REF_NULL;
    }
    if (result) result = native_take(vm, frame, 2);
    native_pop(vm, frame);
    return result;
}

static Ref symmetric_difference(Vm *vm, Ref self, Args args) {
    return make_filled(vm, self, args.values[0], self, self, fill_exclusive);
}

/* The argument as a set: itself, or a set of its items that the frame holds. */
static Ref as_set(Vm *vm, Ref frame, Ref other) {
    if (is_any_set(vm, other)) return other;
    Ref made = make_set(vm, type_ref(&vm->heap, TYPE_ID_SET), other);
    if (made) native_put(vm, frame, 3, made);
    return made;
}

static Ref subset_test(Vm *vm, Ref self, Ref other, bool turned) {
    Ref frame = native_push(vm, &filled_frame);
    if (!frame) return REF_NULL;
    Ref set = as_set(vm, frame, other);
    int result = -1;
    if (set) result = turned ? is_subset(vm, set, self) : is_subset(vm, self, set);
    native_pop(vm, frame);
    return result < 0 ? REF_NULL : new_bool(vm, result);
}

static Ref issubset(Vm *vm, Ref self, Args args) {
    return subset_test(vm, self, args.values[0], false);
}

static Ref issuperset(Vm *vm, Ref self, Args args) {
    return subset_test(vm, self, args.values[0], true);
}

static Ref isdisjoint(Vm *vm, Ref self, Args args) {
    Ref common = make_filled(vm, self, REF_NULL, self, args.values[0], fill_intersection);
    if (!common) return REF_NULL;
    bool disjoint = set_used(&vm->heap, common) == 0;
    heap_decref(&vm->heap, common);
    return new_bool(vm, disjoint);
}

static Ref size_of(Vm *vm, Ref self, Args args) {
    (void)args;
    const Set *set = heap_at(&vm->heap, Set, self);
    int64_t size = heap_type_of(&vm->heap, self)->basicsize;
    if (set->table) size += ((int64_t)set->mask + 1) * (int64_t)sizeof(SetEntry);
    return or_no_memory(vm, int_new(&vm->heap, size));
}

#define COMMON_METHODS                                                                             \
    {"__contains__", contains_method, NATIVE_O, 1, 1, 0}, {"copy", copy, NATIVE_NOARGS, 0, 0, 0},  \
        {"difference", difference_method, NATIVE_TUPLE, 0, -1, 0},                                 \
        {"intersection", intersection, NATIVE_TUPLE, 0, -1, 0},                                    \
        {"isdisjoint", isdisjoint, NATIVE_O, 1, 1, 0}, {"issubset", issubset, NATIVE_O, 1, 1, 0},  \
        {"issuperset", issuperset, NATIVE_O, 1, 1, 0},                                             \
        {"__reduce__", set_reduce, NATIVE_NOARGS, 0, 0, 0},                                        \
        {"__sizeof__", size_of, NATIVE_NOARGS, 0, 0, 0},                                           \
        {"symmetric_difference", symmetric_difference, NATIVE_O, 1, 1, 0}, {                       \
        "union", union_method, NATIVE_TUPLE, 0, -1, 0                                              \
    }

static const NativeFunction set_methods[] = {
    {"add", add, NATIVE_O, 1, 1, 0},
    {"clear", clear, NATIVE_NOARGS, 0, 0, 0},
    {"discard", discard, NATIVE_O, 1, 1, 0},
    {"difference_update", difference_update, NATIVE_TUPLE, 0, -1, 0},
    {"intersection_update", intersection_update, NATIVE_TUPLE, 0, -1, 0},
    {"pop", pop, NATIVE_NOARGS, 0, 0, 0},
    {"remove", remove_key, NATIVE_O, 1, 1, 0},
    {"symmetric_difference_update", symmetric_difference_update, NATIVE_O, 1, 1, 0},
    {"update", update, NATIVE_TUPLE, 0, -1, 0},
    COMMON_METHODS,
    {"__class_getitem__", generic_alias_class_getitem, NATIVE_O, 1, 1, NATIVE_CLASS},
    {0},
};

static const NativeFunction frozenset_methods[] = {
    COMMON_METHODS,
    {"__class_getitem__", generic_alias_class_getitem, NATIVE_O, 1, 1, NATIVE_CLASS},
    {0},
};

const TypeSpec type_spec_SET = {
    .doc = "set() -> new empty set object\nset(iterable) -> new set object\n\nBuild an unordered "
           "collection of unique elements.",
    .slots =
        {
            .repr = repr,
            .hash = hash_not_implemented,
            .compare = compare,
            .iter = iter,
            .create = create_set,
            .init = init_set,
            .length = length,
            .contains = contains,
            .binary = {[BINARY_SUBTRACT] = subtract,
                       [BINARY_AND] = intersect,
                       [BINARY_OR] = unite,
                       [BINARY_XOR] = exclusive},
            .inplace = {[BINARY_SUBTRACT] = subtract_in_place,
                        [BINARY_AND] = intersect_in_place,
                        [BINARY_OR] = unite_in_place,
                        [BINARY_XOR] = toggle_in_place},
        },
    .methods = set_methods,
    .unhashable = true,
};

const TypeSpec type_spec_FROZENSET = {
    .doc = "frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\n"
           "Build an immutable unordered collection of unique elements.",
    .slots =
        {
            .repr = repr,
            .hash = hash_frozen,
            .compare = compare,
            .iter = iter,
            .create = create_frozenset,
            .length = length,
            .contains = contains,
            .binary = {[BINARY_SUBTRACT] = subtract,
                       [BINARY_AND] = intersect,
                       [BINARY_OR] = unite,
                       [BINARY_XOR] = exclusive},
        },
    .methods = frozenset_methods,
};
