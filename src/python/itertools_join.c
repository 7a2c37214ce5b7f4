/* chain, starmap, zip_longest, pairwise and accumulate: iterators that join what others give. */
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/call.h"
#include "python/error.h"
#include "python/generic_alias.h"
#include "python/itertools.h"

static const NativeFunction reduced_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

static const NativeFunction restored_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};

/* ---- chain ---- */

static const char *const chain_slots[] = {"the iterable"};
static const NativeFrame chain_frame = {"itertools.chain", chain_slots, 1};

static Ref chain_create(Vm *vm, Ref type, Args args) {
    if (!tool_arguments(vm, type, "chain", args, 0, -1)) return REF_NULL;
    Ref iterables = args_tuple(vm, args);
    if (!iterables) return REF_NULL;
    Ref frame = native_push(vm, &chain_frame);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, iterables);
    Ref made = tool_over(vm, type, TOOL_CHAIN, iterables, REF_NULL);
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return made;
}

static Ref chain_from_iterable(Vm *vm, Ref type, Args args) {
    return tool_over(vm, type, TOOL_CHAIN, args.values[0], REF_NULL);
}

/* The iterator over what comes next, into `b`; `a` is let go of when there is none. */
static bool chain_advance(Vm *vm, const Itertool *self) {
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &chain_frame);
    if (!frame) return false;
    Ref iterable = object_next(vm, self->a), active = REF_NULL;
    if (iterable) {
        native_put(vm, frame, 0, iterable);
        active = object_iter(vm, iterable);
        if (active) heap_set(heap, self->b, active);
    }
    if (vm->halt) return false;
    native_pop(vm, frame);
    if (!active) heap_replace(heap, &self->a, REF_NULL);
    return active && !vm->halt;
}

static Ref chain_next(Vm *vm, Ref iterator) {
    const Itertool *self = tool_at(vm, iterator);
    while (self->a && tool_goes_on(vm)) {
        if (!self->b && !chain_advance(vm, self)) return REF_NULL;
        Ref item = object_next(vm, self->b);
        if (item || vm_failed(vm)) return item;
        heap_replace(&vm->heap, &self->b, REF_NULL);
        if (vm->halt) return REF_NULL;
    }
    return REF_NULL;
}

static const NativeFunction chain_methods[] = {
    {"from_iterable", chain_from_iterable, NATIVE_O, 1, 1, NATIVE_CLASS},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {"__class_getitem__", generic_alias_class_getitem, NATIVE_O, 1, 1, NATIVE_CLASS},
    {0},
};

const TypeSpec type_spec_CHAIN = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = chain_next, .create = chain_create},
    .methods = chain_methods,
};

/* ---- starmap ---- */

static const char *const starmap_slots[] = {"the arguments", "the result"};
static const NativeFrame starmap_frame = {"itertools.starmap", starmap_slots, 2};

static Ref starmap_create(Vm *vm, Ref type, Args args) {
    if (!tool_arguments(vm, type, "starmap", args, 2, 2)) return REF_NULL;
    return tool_over(vm, type, TOOL_STARMAP, args.values[1], args.values[0]);
}

/* The arguments of the next call as a tuple, in slot 0. */
static bool take_arguments(Vm *vm, Ref frame, const Itertool *self) {
    Ref args = object_next(vm, self->a);
    if (!args) return false;
    native_put(vm, frame, 0, args);
    if (is_exact(&vm->heap, args, TYPE_ID_TUPLE)) return true;
    Ref tuple = object_to_tuple(vm, args);
    if (!tuple) return false;
    native_put(vm, frame, 1, tuple);
    native_set(vm, frame, 0, REF_NULL);
    if (vm->halt) return false;
    native_put(vm, frame, 0, native_take(vm, frame, 1));
    return true;
}

static Ref starmap_next(Vm *vm, Ref iterator) {
    const Itertool *self = tool_at(vm, iterator);
    Ref frame = native_push(vm, &starmap_frame);
    if (!frame) return REF_NULL;
    if (take_arguments(vm, frame, self)) {
        Ref result = call_tuple_dict(vm, self->b, native_get(vm, frame, 0), REF_NULL);
        if (result) native_put(vm, frame, 1, result);
    }
    if (vm->halt) return REF_NULL;
    native_set(vm, frame, 0, REF_NULL);
    if (vm->halt) return REF_NULL;
    Ref result = native_take(vm, frame, 1);
    native_pop(vm, frame);
    return result;
}

const TypeSpec type_spec_STARMAP = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = starmap_next, .create = starmap_create},
    .methods = reduced_methods,
};

static const char *const elements_slots[] = {"the starmap"};
static const NativeFrame elements_frame = {"Counter.elements()", elements_slots, 1};

Ref repeated_elements(Vm *vm, Ref items) {
    const Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &elements_frame), result = REF_NULL;
    if (!frame) return REF_NULL;
    Ref starmap = tool_over(vm, type_ref(heap, TYPE_ID_STARMAP), TOOL_STARMAP, items,
                            type_ref(heap, TYPE_ID_REPEAT));
    if (starmap) {
        native_put(vm, frame, 0, starmap);
        result = tool_over(vm, type_ref(heap, TYPE_ID_CHAIN), TOOL_CHAIN, starmap, REF_NULL);
    }
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return result;
}

/* ---- zip_longest ---- */

enum { FILL_VALUE /* in `more` */ };

static const char *const zip_slots[] = {"the iterators", "the result tuple", "the item",
                                        "the iterator that has ended"};
enum { ZIP_ITERATORS, ZIP_RESULT, ZIP_ITEM, ZIP_ENDED, ZIP_SLOTS };
static const NativeFrame zip_frame = {"itertools.zip_longest", zip_slots, ZIP_SLOTS};

/* Borrowed: None where it is not given. */
static bool fill_value(Vm *vm, Args args, Ref *value) {
    Heap *heap = &vm->heap;
    *value = heap_root(heap)->none;
    uint32_t keywords = args.names ? tuple_size(heap, args.names) : 0;
    if (!keywords) return true;
    if (keywords > 1 || !str_equal_cstr(heap, tuple_get(heap, args.names, 0), "fillvalue")) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "zip_longest() got an unexpected keyword argument");
        return false;
    }
    *value = args.values[args.count];
    return true;
}

static bool take_iterators(Vm *vm, Ref frame, Args args) {
    Heap *heap = &vm->heap;
    Ref iterators = tuple_new(heap, args.count);
    if (!iterators) return error_no_memory(vm), false;
    native_put(vm, frame, ZIP_ITERATORS, iterators);
    for (uint32_t i = 0; i < args.count; ++i) {
        Ref iterator = object_iter(vm, args.values[i]);
        if (!iterator) return false;
        tuple_init_item(heap, iterators, i, iterator);
    }
    Ref result = tuple_new(heap, args.count);
    if (!result) return error_no_memory(vm), false;
    for (uint32_t i = 0; i < args.count; ++i) tuple_init_item(heap, result, i, new_none(vm));
    native_put(vm, frame, ZIP_RESULT, result);
    return true;
}

static Ref zip_create(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    Ref fill, made = REF_NULL;
    if (!fill_value(vm, args, &fill)) return REF_NULL;
    Ref frame = native_push(vm, &zip_frame);
    if (!frame) return REF_NULL;
    if (take_iterators(vm, frame, args)) made = tool_new(vm, type, TOOL_ZIP_LONGEST);
    if (vm->halt) return REF_NULL;
    if (made) {
        const Itertool *self = tool_at(vm, made);
        heap_set(heap, self->a, native_take(vm, frame, ZIP_ITERATORS));
        heap_set(heap, self->b, native_take(vm, frame, ZIP_RESULT));
        heap_set(heap, self->more[FILL_VALUE], new_ref(vm, fill));
        heap_set(heap, self->number, (uint64_t)args.count);
    }
    native_pop(vm, frame);
    return made;
}

/* The item of iterator i, or the fill value, into ZIP_ITEM. False: the end, or an error. */
static bool zip_item(Vm *vm, Ref frame, const Itertool *self, uint32_t i) {
    Heap *heap = &vm->heap;
    Ref iterator = tuple_get(heap, self->a, i);
    Ref item = iterator ? object_next(vm, iterator) : REF_NULL;
    if (iterator && !item) {
        heap_set(heap, self->number, self->number - 1);
        if (!self->number || vm_failed(vm)) {
            heap_set(heap, self->number, UINT64_C(0));
            return false;
        }
    }
    bool ended = iterator && !item;
    native_put(vm, frame, ZIP_ITEM, item ? item : new_ref(vm, self->more[FILL_VALUE]));
    if (ended) {
        tuple_init_item(heap, self->a, i, REF_NULL);
        heap_decref(heap, iterator);
    }
    return !vm->halt;
}

static Ref zip_next(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    const Itertool *self = tool_at(vm, object);
    uint32_t size = tuple_size(heap, self->a);
    if (size == 0 || self->number == 0) return REF_NULL;
    Ref frame = native_push(vm, &zip_frame);
    if (!frame) return REF_NULL;
    bool reuse = heap_refcount(heap, self->b) == 1, done = true;
    Ref result = reuse ? new_ref(vm, self->b) : tuple_new(heap, size);
    if (!result) return error_no_memory(vm);
    native_put(vm, frame, ZIP_RESULT, result);
    for (uint32_t i = 0; done && i < size; ++i) {
        done = zip_item(vm, frame, self, i);
        if (!done) break;
        heap_replace(heap, &heap_at(heap, Tuple, result)->items[i],
                     native_take(vm, frame, ZIP_ITEM));
    }
    if (vm->halt) return REF_NULL;
    if (done && reuse && !heap_is_tracked(heap, result)) heap_track(heap, result);
    Ref given = done ? native_take(vm, frame, ZIP_RESULT) : REF_NULL;
    native_pop(vm, frame);
    return given;
}

const TypeSpec type_spec_ZIP_LONGEST = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = zip_next, .create = zip_create},
    .methods = restored_methods,
};

/* ---- pairwise ---- */

static const char *const pair_slots[] = {"the new item", "the pair"};
static const NativeFrame pair_frame = {"itertools.pairwise", pair_slots, 2};

static Ref pairwise_create(Vm *vm, Ref type, Args args) {
    if (!tool_arguments(vm, type, "pairwise", args, 1, 1)) return REF_NULL;
    return tool_over(vm, type, TOOL_PAIRWISE, args.values[0], REF_NULL);
}

static Ref pairwise_next(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    const Itertool *self = tool_at(vm, object);
    if (!self->a) return REF_NULL;
    if (!self->b) {
        Ref first = object_next(vm, self->a);
        if (vm->halt) return REF_NULL;
        heap_set(heap, self->b, first);
        if (!first) {
            heap_replace(heap, &self->a, REF_NULL);
            return REF_NULL;
        }
    }
    Ref item = object_next(vm, self->a);
    if (!item) {
        if (vm->halt) return REF_NULL;
        heap_replace(heap, &self->a, REF_NULL);
        if (self->b && !vm->halt) heap_replace(heap, &self->b, REF_NULL);
        return REF_NULL;
    }
    Ref frame = native_push(vm, &pair_frame);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, item);
    Ref pair = tuple_pack(heap, 2, (Ref[]){self->b, item});
    if (!pair) return error_no_memory(vm);
    native_put(vm, frame, 1, pair);
    heap_replace(heap, &self->b, native_take(vm, frame, 0));
    if (vm->halt) return REF_NULL;
    pair = native_take(vm, frame, 1);
    native_pop(vm, frame);
    return pair;
}

const TypeSpec type_spec_PAIRWISE = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = pairwise_next, .create = pairwise_create},
};

/* ---- accumulate ---- */

enum { TOTAL, INITIAL /* in `more` */ };

static const char *const total_slots[] = {"the item", "the new total"};
static const NativeFrame total_frame = {"itertools.accumulate", total_slots, 2};

static Ref accumulate_create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"iterable", "func", "initial", NULL};
    Heap *heap = &vm->heap;
    Ref given[3], none = heap_root(heap)->none;
    if (!args_parse(vm, "accumulate", args, names, 1, 2, given)) return REF_NULL;
    Ref function = given[1] == none ? REF_NULL : given[1];
    Ref made = tool_over(vm, type, TOOL_ACCUMULATE, given[0], function);
    if (!made) return REF_NULL;
    heap_set(heap, tool_at(vm, made)->more[INITIAL], new_ref(vm, given[2] ? given[2] : none));
    return made;
}

static Ref accumulate_next(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    const Itertool *self = tool_at(vm, object);
    if (self->more[INITIAL] != heap_root(heap)->none) {
        Ref initial = self->more[INITIAL];
        heap_set(heap, self->more[TOTAL], initial);
        heap_set(heap, self->more[INITIAL], new_none(vm));
        return new_ref(vm, initial);
    }
    Ref item = object_next(vm, self->a);
    if (!item) return REF_NULL;
    if (!self->more[TOTAL]) {
        heap_set(heap, self->more[TOTAL], new_ref(vm, item));
        return item;
    }
    Ref frame = native_push(vm, &total_frame);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, item);
    Ref total = self->b ? vm_call_values(vm, self->b, self->more[TOTAL], item, REF_NULL)
                        : object_binary(vm, self->more[TOTAL], item, BINARY_ADD);
    if (vm->halt) return REF_NULL;
    if (total) native_put(vm, frame, 1, total);
    native_set(vm, frame, 0, REF_NULL);
    if (total && !vm->halt) heap_replace(heap, &self->more[TOTAL], new_ref(vm, total));
    if (vm->halt) return REF_NULL;
    total = native_take(vm, frame, 1);
    native_pop(vm, frame);
    return total;
}

const TypeSpec type_spec_ACCUMULATE = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = accumulate_next, .create = accumulate_create},
    .methods = restored_methods,
};
