/* tuple (Objects/tupleobject.c of CPython 3.11). */
#include "heap/tuple.h"

#include "base/text.h"
#include "heap/int.h"
#include "heap/str.h"
#include "python/container.h"
#include "python/dunder.h"
#include "python/error.h"
#include "python/generic_alias.h"

enum { TUPLE_MAX = 1 << 27, NESTED_MAX = 10000 };

static Ref or_no_memory(Vm *vm, Ref object) {
    return object ? object : error_no_memory(vm);
}

static bool is_tuple(const Vm *vm, Ref object) {
    return is_instance_flag(&vm->heap, object, TYPE_TUPLE);
}

static const char *const made_slots[] = {"the items"};
static const NativeFrame made_frame = {"tuple()", made_slots, 1};

/* tuple.__new__: an exact tuple is returned as it is; a subclass gets a tuple of its own. */
static Ref create(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    bool exact = type == type_ref(heap, TYPE_ID_TUPLE);
    if (exact && !args_no_keywords(vm, "tuple", args)) return REF_NULL;
    if (!args_count(vm, "tuple", (Args){args.values, args.count, REF_NULL}, 0, 1)) return REF_NULL;
    Ref iterable = args.count ? args.values[0] : REF_NULL;
    Ref items =
        iterable ? object_to_tuple(vm, iterable) : new_ref(vm, heap_root(heap)->empty_tuple);
    if (!items || exact) return items;
    Ref frame = native_push(vm, &made_frame);
    if (!frame) {
        heap_decref(heap, items);
        return REF_NULL;
    }
    native_put(vm, frame, 0, items);
    uint32_t size = tuple_size(heap, items);
    Ref made = heap_new(heap, type, size);
    if (made) {
        heap_set(heap, heap_at(heap, Tuple, made)->size, size);
        for (uint32_t i = 0; i < size; i++)
            tuple_init_item(heap, made, i, new_ref(vm, tuple_get(heap, items, i)));
        heap_track(heap, made);
    }
    native_pop(vm, frame);
    return or_no_memory(vm, made);
}

static Ref repr(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    uint32_t size = tuple_size(heap, self);
    if (size == 0) return or_no_memory(vm, str_new_cstr(heap, "()"));
    int entered = object_repr_enter(vm, self);
    if (entered < 0) return REF_NULL;
    if (entered) return or_no_memory(vm, str_new_cstr(heap, "(...)"));
    TextBuffer out = {0};
    text_append_char(&out, '(');
    bool ok = true;
    for (uint32_t i = 0; ok && i < size; i++) {
        if (i) text_append_string(&out, ", ");
        ok = append_repr(vm, &out, tuple_get(heap, self, i));
    }
    object_repr_leave(vm, self);
    text_append_string(&out, size == 1 ? ",)" : ")");
    if (ok) return str_of_buffer(vm, &out);
    text_deinit(&out);
    return REF_NULL;
}

/* tuplehash: xxHash's accumulator over the items' hashes. Tuples inside tuples are counted, since
 * nothing else bounds this recursion. */
static bool hash_nested(Vm *vm, Ref self, uint32_t depth, uint64_t *result) {
    const uint64_t prime_1 = 11400714785074694791u, prime_2 = 14029467366897019727u,
                   prime_5 = 2870177450012600261u;
    if (depth > NESTED_MAX) {
        vm_limit(vm, "the hash of a tuple nested that deeply");
        return false;
    }
    uint32_t size = tuple_size(&vm->heap, self);
    uint64_t acc = prime_5;
    for (uint32_t i = 0; i < size; i++) {
        uint64_t lane;
        Ref item = tuple_get(&vm->heap, self, i);
        bool nested = is_tuple(vm, item) && !object_overrides(vm, item, DUNDER_HASH);
        bool ok = nested ? hash_nested(vm, item, depth + 1, &lane) : object_hash(vm, item, &lane);
        if (!ok) return false;
        acc += lane * prime_2;
        acc = (acc << 31) | (acc >> 33);
        acc *= prime_1;
    }
    acc += size ^ (prime_5 ^ UINT64_C(3527539));
    *result = acc == UINT64_MAX ? 1546275796 : acc;
    return true;
}

static bool hash(Vm *vm, Ref self, uint64_t *result) {
    return hash_nested(vm, self, 0, result);
}

static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    const Heap *heap = &vm->heap;
    if (!is_tuple(vm, a) || !is_tuple(vm, b)) return new_not_implemented(vm);
    uint32_t size_a = tuple_size(heap, a), size_b = tuple_size(heap, b), i = 0;
    for (; i < size_a && i < size_b; i++) {
        int equal =
            object_compare_bool(vm, tuple_get(heap, a, i), tuple_get(heap, b, i), COMPARE_EQ);
        if (equal < 0) return REF_NULL;
        if (!equal) break;
    }
    if (i >= size_a || i >= size_b) return compare_sizes(vm, size_a, size_b, op);
    if (op == COMPARE_EQ || op == COMPARE_NE) return new_bool(vm, op == COMPARE_NE);
    return object_compare(vm, tuple_get(heap, a, i), tuple_get(heap, b, i), op);
}

static Ref iter(Vm *vm, Ref self) {
    return iterator_new(vm, TYPE_ID_TUPLE_ITERATOR, ITER_TUPLE, self, REF_NULL);
}

static int64_t length(Vm *vm, Ref self) {
    return tuple_size(&vm->heap, self);
}

static Ref item(Vm *vm, Ref self, int64_t index) {
    if (index < 0 || index >= tuple_size(&vm->heap, self))
        return vm_raise(vm, TYPE_ID_INDEX_ERROR, "tuple index out of range");
    return new_ref(vm, tuple_get(&vm->heap, self, (uint32_t)index));
}

static Ref subscript(Vm *vm, Ref self, Ref key) {
    Heap *heap = &vm->heap;
    uint32_t size = tuple_size(heap, self);
    if (has_index(vm, key)) {
        int64_t index;
        if (!object_as_i64(vm, key, TYPE_ID_INDEX_ERROR, &index)) return REF_NULL;
        return item(vm, self, index < 0 ? index + size : index);
    }
    if (heap_kind(heap, key) != KIND_SLICE) {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "tuple indices must be integers or slices, not %s",
                        object_type_name(vm, key, name, sizeof name));
    }
    int64_t start, stop, step, count;
    if (!slice_indices(vm, key, size, &start, &stop, &step, &count)) return REF_NULL;
    if (count <= 0) return new_ref(vm, heap_root(heap)->empty_tuple);
    if (start == 0 && step == 1 && count == size && is_exact(heap, self, TYPE_ID_TUPLE))
        return new_ref(vm, self);
    Ref result = tuple_new(heap, (uint32_t)count);
    if (!result) return error_no_memory(vm);
    for (int64_t i = 0; i < count; i++, start += step)
        tuple_init_item(heap, result, (uint32_t)i,
                        new_ref(vm, tuple_get(heap, self, (uint32_t)start)));
    return result;
}

static Ref concat(Vm *vm, Ref self, Ref other) {
    Heap *heap = &vm->heap;
    if (tuple_size(heap, self) == 0 && is_exact(heap, other, TYPE_ID_TUPLE))
        return new_ref(vm, other);
    if (!is_tuple(vm, other)) {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "can only concatenate tuple (not \"%s\") to tuple",
                        object_type_name(vm, other, name, sizeof name));
    }
    uint32_t first = tuple_size(heap, self), second = tuple_size(heap, other);
    if (second == 0 && is_exact(heap, self, TYPE_ID_TUPLE)) return new_ref(vm, self);
    Ref result = tuple_new(heap, first + second);
    if (!result) return error_no_memory(vm);
    for (uint32_t i = 0; i < first; i++)
        tuple_init_item(heap, result, i, new_ref(vm, tuple_get(heap, self, i)));
    for (uint32_t i = 0; i < second; i++)
        tuple_init_item(heap, result, first + i, new_ref(vm, tuple_get(heap, other, i)));
    return result;
}

static Ref repeat(Vm *vm, Ref self, int64_t count) {
    Heap *heap = &vm->heap;
    uint32_t size = tuple_size(heap, self);
    if ((size == 0 || count == 1) && is_exact(heap, self, TYPE_ID_TUPLE)) return new_ref(vm, self);
    if (size == 0 || count <= 0) return new_ref(vm, heap_root(heap)->empty_tuple);
    if (count > TUPLE_MAX / size) return vm_limit(vm, "a tuple of that many items");
    Ref result = tuple_new(heap, (uint32_t)(size * count));
    if (!result) return error_no_memory(vm);
    for (uint32_t i = 0; i < size * (uint32_t)count; i++)
        tuple_init_item(heap, result, i, new_ref(vm, tuple_get(heap, self, i % size)));
    return result;
}

static int contains(Vm *vm, Ref self, Ref value) {
    int found = 0;
    for (uint32_t i = 0; found == 0 && i < tuple_size(&vm->heap, self); i++)
        found = object_compare_bool(vm, tuple_get(&vm->heap, self, i), value, COMPARE_EQ);
    return found;
}

static Ref index_of(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    int64_t size = tuple_size(heap, self), start = 0, stop = INT64_MAX;
    if (args.count > 1 && !object_as_i64(vm, args.values[1], TYPE_ID_COUNT, &start))
        return REF_NULL;
    if (args.count > 2 && !object_as_i64(vm, args.values[2], TYPE_ID_COUNT, &stop)) return REF_NULL;
    if (start < 0) start = start + size < 0 ? 0 : start + size;
    if (stop < 0) stop += size;
    if (stop > size) stop = size;
    for (int64_t i = start; i < stop; i++) {
        int equal =
            object_compare_bool(vm, tuple_get(heap, self, (uint32_t)i), args.values[0], COMPARE_EQ);
        if (equal < 0) return REF_NULL;
        if (equal) return or_no_memory(vm, int_new(heap, i));
    }
    return vm_raise(vm, TYPE_ID_VALUE_ERROR, "tuple.index(x): x not in tuple");
}

static Ref count_of(Vm *vm, Ref self, Args args) {
    int64_t count = 0;
    for (uint32_t i = 0; i < tuple_size(&vm->heap, self); i++) {
        int equal =
            object_compare_bool(vm, tuple_get(&vm->heap, self, i), args.values[0], COMPARE_EQ);
        if (equal < 0) return REF_NULL;
        count += equal;
    }
    return or_no_memory(vm, int_new(&vm->heap, count));
}

/* __getnewargs__: (the items,) for copy and pickle. */
static Ref new_args(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    Ref outer = tuple_new(heap, 1);
    if (!outer) return error_no_memory(vm);
    uint32_t size = tuple_size(heap, self);
    Ref inner = tuple_new(heap, size);
    if (!inner) {
        heap_decref(heap, outer);
        return error_no_memory(vm);
    }
    for (uint32_t i = 0; i < size; i++)
        tuple_init_item(heap, inner, i, new_ref(vm, tuple_get(heap, self, i)));
    tuple_init_item(heap, outer, 0, inner);
    return outer;
}

static const NativeFunction methods[] = {
    {"__getnewargs__", new_args, NATIVE_NOARGS, 0, 0, 0},
    {"index", index_of, NATIVE_FAST, 1, 3, 0},
    {"count", count_of, NATIVE_O, 1, 1, 0},
    {"__class_getitem__", generic_alias_class_getitem, NATIVE_O, 1, 1, NATIVE_CLASS},
    {0},
};

const TypeSpec type_spec_TUPLE = {
    .doc = "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an "
           "empty tuple.\nIf iterable is specified the tuple is initialized from iterable's "
           "items.\n\nIf the argument is a tuple, the return value is the same object.",
    .slots =
        {
            .repr = repr,
            .hash = hash,
            .compare = compare,
            .iter = iter,
            .create = create,
            .length = length,
            .item = item,
            .concat = concat,
            .repeat = repeat,
            .contains = contains,
            .subscript = subscript,
        },
    .methods = methods,
};
