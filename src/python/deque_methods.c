#include "heap/int.h"
#include "heap/tuple.h"
#include "python/container.h"
#include "python/deque_type.h"
#include "python/error.h"
#include "python/generic_alias.h"
#include "python/reduce.h"

static Ref none_if(Vm *vm, bool done) {
    return done && !vm->halt ? new_none(vm) : REF_NULL;
}

/* True, or what a failed allocation gives. */
static bool stored(Vm *vm, bool done) {
    if (!done) error_no_memory(vm);
    return done && !vm->halt;
}

static bool append_item(Vm *vm, Ref self, Ref item) {
    return stored(
        vm, deque_append(&vm->heap, self, new_ref(vm, item), deque_at(&vm->heap, self)->maxlen));
}

static bool append_item_left(Vm *vm, Ref self, Ref item) {
    return stored(vm, deque_append_left(&vm->heap, self, new_ref(vm, item),
                                        deque_at(&vm->heap, self)->maxlen));
}

/* ---- the ends ---- */

static Ref append(Vm *vm, Ref self, Args args) {
    return none_if(vm, append_item(vm, self, args.values[0]));
}

static Ref append_left(Vm *vm, Ref self, Args args) {
    return none_if(vm, append_item_left(vm, self, args.values[0]));
}

static Ref pop(Vm *vm, Ref self, Args args) {
    (void)args;
    if (deque_size(&vm->heap, self)) return deque_pop(&vm->heap, self);
    return vm_raise(vm, TYPE_ID_INDEX_ERROR, "pop from an empty deque");
}

static Ref pop_left(Vm *vm, Ref self, Args args) {
    (void)args;
    if (deque_size(&vm->heap, self)) return deque_pop_left(&vm->heap, self);
    return vm_raise(vm, TYPE_ID_INDEX_ERROR, "pop from an empty deque");
}

/* ---- extend ---- */

static const char *const extend_slots[] = {"the iterator", "the items"};
static const NativeFrame extend_frame = {"deque.extend", extend_slots, 2};

static bool take_all(Vm *vm, Ref self, Ref iterator, bool left) {
    Heap *heap = &vm->heap;
    uint64_t maxlen = deque_at(heap, self)->maxlen;
    if (maxlen && !deque_size(heap, self)) deque_start_at(heap, self, !left);
    for (;;) {
        if (vm->interrupt) return vm_limit(vm, "interrupted"), false;
        Ref item = object_next(vm, iterator);
        if (!item) return !vm_failed(vm);
        bool done = true;
        if (!maxlen) {
            heap_decref(heap, item);
        } else if (left) {
            done = deque_append_left(heap, self, item, maxlen);
        } else {
            done = deque_append(heap, self, item, maxlen);
        }
        if (!stored(vm, done)) return false;
    }
}

bool deque_extend(Vm *vm, Ref self, Ref iterable, bool left) {
    Ref frame = native_push(vm, &extend_frame);
    if (!frame) return false;
    Ref items = iterable;
    if (self == iterable) {
        items = object_to_list(vm, iterable);
        if (items) native_put(vm, frame, 1, items);
    }
    Ref iterator = items ? object_iter(vm, items) : REF_NULL;
    if (iterator) native_put(vm, frame, 0, iterator);
    bool done = iterator && take_all(vm, self, iterator, left);
    if (vm->halt) return false;
    native_pop(vm, frame);
    return done && !vm->halt;
}

static Ref extend(Vm *vm, Ref self, Args args) {
    return none_if(vm, deque_extend(vm, self, args.values[0], false));
}

static Ref extend_left(Vm *vm, Ref self, Args args) {
    return none_if(vm, deque_extend(vm, self, args.values[0], true));
}

/* ---- by number ---- */

/* deque_del_item: the items before it move out of the way and back. */
static bool delete_item(Vm *vm, Ref self, uint32_t index) {
    Heap *heap = &vm->heap;
    if (!deque_rotate(heap, self, -(int64_t)index)) return stored(vm, false);
    Ref item = deque_pop_left(heap, self);
    if (!deque_rotate(heap, self, index)) return stored(vm, false);
    heap_decref(heap, item);
    return !vm->halt;
}

bool deque_set_item(Vm *vm, Ref self, int64_t index, Ref value) {
    Heap *heap = &vm->heap;
    if (index < 0 || index >= deque_size(heap, self)) {
        vm_raise(vm, TYPE_ID_INDEX_ERROR, "deque index out of range");
        return false;
    }
    if (!value) return delete_item(vm, self, (uint32_t)index);
    heap_decref(heap, deque_exchange(heap, self, (uint32_t)index, new_ref(vm, value)));
    return !vm->halt;
}

static Ref insert(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    int64_t index;
    if (args.count != 2) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "insert() takes exactly 2 arguments (%u given)",
                        args.count);
    }
    if (!object_as_size(vm, args.values[0], &index)) return REF_NULL;
    Ref value = args.values[1];
    int64_t size = deque_size(heap, self);
    if (deque_at(heap, self)->maxlen == (uint64_t)size) {
        return vm_raise(vm, TYPE_ID_INDEX_ERROR, "deque already at its maximum size");
    }
    if (index >= size) return none_if(vm, append_item(vm, self, value));
    if (index <= -size || index == 0) return none_if(vm, append_item_left(vm, self, value));
    if (!deque_rotate(heap, self, -index)) return error_no_memory(vm);
    if (!(index < 0 ? append_item(vm, self, value) : append_item_left(vm, self, value))) {
        return REF_NULL;
    }
    return none_if(vm, stored(vm, deque_rotate(heap, self, index)));
}

static Ref rotate(Vm *vm, Ref self, Args args) {
    int64_t steps = 1;
    if (!args_count(vm, "deque.rotate", args, 0, 1)) return REF_NULL;
    if (args.count && !object_as_size(vm, args.values[0], &steps)) return REF_NULL;
    return none_if(vm, stored(vm, deque_rotate(&vm->heap, self, steps)));
}

static Ref reverse(Vm *vm, Ref self, Args args) {
    (void)args;
    deque_reverse(&vm->heap, self);
    return new_none(vm);
}

/* ---- looking for a value ---- */

/* Goes from item to item and asks whether it is the value, while the deque stays as it is. */
typedef struct Search {
    Vm *vm;
    Ref self, value;
    DequePlace place;
    uint64_t state;
} Search;

static Search search_from(Vm *vm, Ref self, Ref value, uint32_t number) {
    Search search = {vm, self, value, deque_first(&vm->heap, self),
                     deque_at(&vm->heap, self)->state};
    for (; number; --number) search.place = deque_next(&vm->heap, search.place);
    return search;
}

static bool search_is_stale(const Search *search) {
    return deque_at(&search->vm->heap, search->self)->state != search->state;
}

/* 1, 0, -1. Only index() does not hold the item meanwhile. */
static int search_compare(const Search *search, bool hold) {
    Ref item = deque_item_at(&search->vm->heap, search->place);
    return hold ? compare_holding(search->vm, item, search->value, COMPARE_EQ, false)
                : object_compare_bool(search->vm, item, search->value, COMPARE_EQ);
}

/* To the next item; false, with an exception, when the deque has changed. */
static bool search_advance(Search *search, TypeId error) {
    if (search_is_stale(search)) {
        vm_raise(search->vm, error, "deque mutated during iteration");
        return false;
    }
    search->place = deque_next(&search->vm->heap, search->place);
    return true;
}

int deque_contains(Vm *vm, Ref self, Ref value) {
    Search search = search_from(vm, self, value, 0);
    for (uint32_t left = deque_size(&vm->heap, self); left; --left) {
        int equal = search_compare(&search, true);
        if (equal) return equal;
        if (!search_advance(&search, TYPE_ID_RUNTIME_ERROR)) return -1;
    }
    return 0;
}

static Ref count(Vm *vm, Ref self, Args args) {
    Search search = search_from(vm, self, args.values[0], 0);
    int64_t found = 0;
    for (uint32_t left = deque_size(&vm->heap, self); left; --left) {
        int equal = search_compare(&search, true);
        if (equal < 0) return REF_NULL;
        found += equal;
        if (!search_advance(&search, TYPE_ID_RUNTIME_ERROR)) return REF_NULL;
    }
    return int_new(&vm->heap, found);
}

static Ref raise_absent(Vm *vm, Ref value) {
    TextBuffer text = {0};
    if (append_repr(vm, &text, value)) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "%s is not in deque", text_cstr(&text));
    }
    text_deinit(&text);
    return REF_NULL;
}

/* _PyEval_SliceIndexNotNone. */
static bool bound(Vm *vm, Ref given, int64_t *number) {
    if (!has_index(vm, given)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "slice indices must be integers or have an __index__ method");
        return false;
    }
    return object_as_i64(vm, given, TYPE_ID_COUNT, number);
}

static Ref index_of(Vm *vm, Ref self, Args args) {
    if (args.count < 1 || args.count > 3) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "index() takes at %s %d argument%s (%u given)",
                        args.count < 1 ? "least" : "most", args.count < 1 ? 1 : 3,
                        args.count < 1 ? "" : "s", args.count);
    }
    int64_t start = 0, stop = deque_size(&vm->heap, self);
    if (args.count > 1 && !bound(vm, args.values[1], &start)) return REF_NULL;
    if (args.count > 2 && !bound(vm, args.values[2], &stop)) return REF_NULL;
    int64_t size = deque_size(&vm->heap, self);
    if (start < 0) start = start + size < 0 ? 0 : start + size;
    if (stop < 0) stop = stop + size < 0 ? 0 : stop + size;
    if (stop > size) stop = size;
    if (start > stop) start = stop;
    Search search = search_from(vm, self, args.values[0], (uint32_t)start);
    for (int64_t at = start; at < stop; ++at) {
        int equal = search_compare(&search, false);
        if (equal < 0) return REF_NULL;
        if (equal) return int_new(&vm->heap, at);
        if (!search_advance(&search, TYPE_ID_RUNTIME_ERROR)) return REF_NULL;
    }
    return raise_absent(vm, args.values[0]);
}

static Ref remove_value(Vm *vm, Ref self, Args args) {
    Search search = search_from(vm, self, args.values[0], 0);
    uint32_t size = deque_size(&vm->heap, self);
    for (uint32_t at = 0; at < size; ++at) {
        int equal = search_compare(&search, true);
        if (equal < 0 || !search_advance(&search, TYPE_ID_INDEX_ERROR)) return REF_NULL;
        if (equal) return none_if(vm, delete_item(vm, self, at));
    }
    return raise_absent(vm, args.values[0]);
}

/* ---- the whole ---- */

static Ref clear(Vm *vm, Ref self, Args args) {
    (void)args;
    deque_clear(&vm->heap, self);
    return none_if(vm, stored(vm, vm->heap.failure == HEAP_OK));
}

static Ref copy(Vm *vm, Ref self, Args args) {
    (void)args;
    return deque_copy(vm, self);
}

enum {
    REDUCE_STATE,
    REDUCE_ITERATOR,
    REDUCE_MAXLEN,
    REDUCE_ARGUMENTS,
    REDUCE_NOTHING,
    REDUCE_SLOTS
};
static const char *const reduce_slots[REDUCE_SLOTS] = {"the state", "the iterator", "maxlen",
                                                       "the arguments", "()"};
static const NativeFrame reduce_frame = {"deque.__reduce__", reduce_slots, REDUCE_SLOTS};

/* The arguments that make an empty one: () or ((), maxlen). */
static Ref reduce_arguments(Vm *vm, Ref frame, uint64_t maxlen) {
    Heap *heap = &vm->heap;
    Ref empty = heap_root(heap)->empty_tuple;
    if (maxlen == DEQUE_UNBOUNDED) return new_ref(vm, empty);
    Ref number = int_new(heap, (int64_t)maxlen);
    if (!number) return error_no_memory(vm);
    native_put(vm, frame, REDUCE_MAXLEN, number);
    Ref pair[] = {empty, number};
    Ref made = tuple_pack(heap, 2, pair);
    native_set(vm, frame, REDUCE_MAXLEN, REF_NULL);
    return made ? made : error_no_memory(vm);
}

/* (type, arguments, state, iterator) */
static Ref reduce(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &reduce_frame), result = REF_NULL;
    if (!frame) return REF_NULL;
    Ref parts[4] = {heap_type(heap, self)};
    parts[2] = object_state(vm, self, false);
    if (parts[2]) {
        native_put(vm, frame, REDUCE_STATE, parts[2]);
        parts[3] = object_iter(vm, self);
    }
    if (parts[3]) {
        native_put(vm, frame, REDUCE_ITERATOR, parts[3]);
        parts[1] = reduce_arguments(vm, frame, deque_at(heap, self)->maxlen);
    }
    if (parts[1]) {
        native_put(vm, frame, REDUCE_ARGUMENTS, parts[1]);
        result = tuple_pack(heap, 4, parts);
        if (!result) return error_no_memory(vm);
    }
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return result;
}

static Ref size_of(Vm *vm, Ref self, Args args) {
    (void)args;
    size_t blocks =
        (deque_at(&vm->heap, self)->left_index + deque_size(&vm->heap, self) + DEQUE_BLOCK - 1) /
        DEQUE_BLOCK;
    size_t bytes = heap_type_of(&vm->heap, self)->basicsize + blocks * (DEQUE_BLOCK + 2) * 8;
    return int_new(&vm->heap, (int64_t)bytes);
}

const NativeFunction deque_methods[] = {
    {"append", append, NATIVE_O, 1, 1, 0},
    {"appendleft", append_left, NATIVE_O, 1, 1, 0},
    {"clear", clear, NATIVE_NOARGS, 0, 0, 0},
    {"__copy__", copy, NATIVE_NOARGS, 0, 0, 0},
    {"copy", copy, NATIVE_NOARGS, 0, 0, 0},
    {"count", count, NATIVE_O, 1, 1, 0},
    {"extend", extend, NATIVE_O, 1, 1, 0},
    {"extendleft", extend_left, NATIVE_O, 1, 1, 0},
    {"index", index_of, NATIVE_FAST, 0, -1, 0},
    {"insert", insert, NATIVE_FAST, 0, -1, 0},
    {"pop", pop, NATIVE_NOARGS, 0, 0, 0},
    {"popleft", pop_left, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", reduce, NATIVE_NOARGS, 0, 0, 0},
    {"remove", remove_value, NATIVE_O, 1, 1, 0},
    {"__reversed__", deque_reversed, NATIVE_NOARGS, 0, 0, 0},
    {"reverse", reverse, NATIVE_NOARGS, 0, 0, 0},
    {"rotate", rotate, NATIVE_FAST, 0, -1, 0},
    {"__sizeof__", size_of, NATIVE_NOARGS, 0, 0, 0},
    {"__class_getitem__", generic_alias_class_getitem, NATIVE_O, 1, 1, NATIVE_CLASS},
    {0},
};
