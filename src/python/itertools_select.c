/* product, combinations, combinations_with_replacement and permutations. All keep the tuple that
 * they gave last and fill it again when nobody else holds it. The indices lie in a block: 8 bytes
 * for each, of which the first 4 are used. */
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/itertools.h"

enum { INDICES, CYCLES /* blocks in `more` */ };
enum { CHOSEN = 1 /* in `numbers`: how many items a result has */ };

static const char *const pool_slots[] = {"the pool"};
static const NativeFrame pool_frame = {"an iterator of itertools", pool_slots, 1};

/* ---- indices ---- */

/* PyMem_New of `count` sizes. */
static Ref new_block(Vm *vm, uint64_t count) {
    if (count > UINT32_MAX) {
        vm_limit(vm, "an iterator over selections of %llu items", (unsigned long long)count);
        return REF_NULL;
    }
    Ref block = heap_malloc(&vm->heap, count ? (size_t)count * 8 : 1);
    return block ? block : error_no_memory(vm);
}

static const uint32_t *index_at(const Vm *vm, Ref block, uint64_t i) {
    return heap_at(&vm->heap, uint32_t, block) + 2 * i;
}

static uint32_t get(const Vm *vm, Ref block, uint64_t i) {
    return *index_at(vm, block, i);
}

static void set(Vm *vm, Ref block, uint64_t i, uint32_t value) {
    heap_set(&vm->heap, *index_at(vm, block, i), value);
}

/* ---- results ---- */

/* Puts item `index` of the pool at place `i` of the result. The pool keeps what was there. */
static void put_item(Vm *vm, Ref result, uint32_t i, Ref pool, uint32_t index) {
    Heap *heap = &vm->heap;
    Ref item = new_ref(vm, tuple_get(heap, pool, index));
    heap_replace(heap, &heap_at(heap, Tuple, result)->items[i], item);
}

/* A result to fill for the first time, in `b`. */
static Ref first_result(Vm *vm, const Itertool *self, uint32_t size) {
    Ref result = tuple_new(&vm->heap, size);
    if (!result) return error_no_memory(vm);
    heap_set(&vm->heap, self->b, result);
    return result;
}

/* The result to change: the last one, tracked, or a copy of it when somebody else holds it. */
static Ref next_result(Vm *vm, const Itertool *self) {
    Heap *heap = &vm->heap;
    Ref result = self->b;
    if (heap_refcount(heap, result) > 1) {
        const Tuple *old = heap_at(heap, Tuple, result);
        Ref copy = tuple_pack(heap, old->size, old->items);
        if (!copy) return error_no_memory(vm);
        heap_replace(heap, &self->b, copy);
        return vm->halt ? REF_NULL : copy;
    }
    if (!heap_is_tracked(heap, result)) heap_track(heap, result);
    return result;
}

static Ref at_end(Vm *vm, const Itertool *self) {
    if (!vm->halt) heap_set(&vm->heap, self->number, UINT64_C(1));
    return REF_NULL;
}

static const NativeFunction methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};

/* ---- product ---- */

static bool read_repeat(Vm *vm, Args args, int64_t *repeat) {
    static const char *const names[] = {"repeat", NULL};
    Ref given = REF_NULL;
    Args keywords = {args.values + args.count, 0, args.names};
    *repeat = 1;
    if (!args.names) return true;
    if (!args_parse(vm, "product", keywords, names, 0, 1, &given)) return false;
    if (given && !object_as_size(vm, given, repeat)) return false;
    if (*repeat >= 0) return true;
    vm_raise(vm, TYPE_ID_VALUE_ERROR, "repeat argument cannot be negative");
    return false;
}

/* The pools in slot 0 of the frame. */
static bool take_pools(Vm *vm, Ref frame, Args args, uint32_t size) {
    Heap *heap = &vm->heap;
    Ref pools = tuple_new(heap, size);
    if (!pools) return error_no_memory(vm), false;
    native_put(vm, frame, 0, pools);
    for (uint32_t i = 0; i < size; ++i) {
        Ref pool = i < args.count ? object_to_tuple(vm, args.values[i])
                                  : new_ref(vm, tuple_get(heap, pools, i - args.count));
        if (!pool) return false;
        tuple_init_item(heap, pools, i, pool);
    }
    return true;
}

static Ref product_create(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    int64_t repeat;
    if (!read_repeat(vm, args, &repeat)) return REF_NULL;
    if (repeat == 0) args.count = 0;
    if (args.count && INT64_MAX / 8 / args.count < repeat)
        return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "repeat argument too large");
    uint64_t size = args.count ? (uint64_t)repeat * args.count : 0;
    Ref block = new_block(vm, size), made = REF_NULL;
    if (!block) return REF_NULL;
    Ref frame = native_push(vm, &pool_frame);
    if (!frame) return REF_NULL;
    for (uint64_t i = 0; i < size; ++i) set(vm, block, i, 0);
    if (take_pools(vm, frame, args, (uint32_t)size)) made = tool_new(vm, type, TOOL_PRODUCT);
    if (vm->halt) return REF_NULL;
    if (made) {
        heap_set(heap, tool_at(vm, made)->a, native_take(vm, frame, 0));
        heap_set(heap, tool_at(vm, made)->more[INDICES], block);
    } else {
        heap_free(heap, block);
    }
    native_pop(vm, frame);
    return made;
}

static Ref product_first(Vm *vm, const Itertool *self) {
    Heap *heap = &vm->heap;
    uint32_t size = tuple_size(heap, self->a);
    Ref result = first_result(vm, self, size);
    if (!result) return REF_NULL;
    for (uint32_t i = 0; i < size; ++i) {
        Ref pool = tuple_get(heap, self->a, i);
        if (tuple_size(heap, pool) == 0) return at_end(vm, self);
        put_item(vm, result, i, pool, 0);
    }
    return new_ref(vm, result);
}

static Ref product_next(Vm *vm, Ref object) {
    const Heap *heap = &vm->heap;
    const Itertool *self = tool_at(vm, object);
    if (self->number) return REF_NULL;
    if (!self->b) return product_first(vm, self);
    Ref result = next_result(vm, self), indices = self->more[INDICES];
    if (!result) return REF_NULL;
    uint32_t i = tuple_size(heap, self->a);
    while (i-- > 0) {
        Ref pool = tuple_get(heap, self->a, i);
        uint32_t index = get(vm, indices, i) + 1;
        bool over = index == tuple_size(heap, pool);
        if (over) index = 0;
        set(vm, indices, i, index);
        put_item(vm, result, i, pool, index);
        if (!over) return new_ref(vm, result);
    }
    return at_end(vm, self);
}

const TypeSpec type_spec_PRODUCT = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = product_next, .create = product_create},
    .methods = methods,
};

/* ---- what chooses r items of one pool ---- */

/* Makes one of the three others. `chosen` null: all. */
static Ref select_create(Vm *vm, Ref type, uint16_t which, Ref iterable, const int64_t *chosen) {
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &pool_frame), made = REF_NULL, block = REF_NULL, cycles = REF_NULL;
    if (!frame) return REF_NULL;
    Ref pool = object_to_tuple(vm, iterable);
    uint32_t size = pool ? tuple_size(heap, pool) : 0;
    int64_t count = chosen ? *chosen : size;
    if (pool) native_put(vm, frame, 0, pool);
    if (pool && count < 0) vm_raise(vm, TYPE_ID_VALUE_ERROR, "r must be non-negative");
    if (pool && count >= 0) {
        uint64_t indices = which == TOOL_PERMUTATIONS ? size : (uint64_t)count;
        block = new_block(vm, indices);
        if (block && which == TOOL_PERMUTATIONS) cycles = new_block(vm, (uint64_t)count);
        if (vm->halt) return REF_NULL;
        for (uint64_t i = 0; i < indices; ++i) {
            set(vm, block, i, which == TOOL_COMBINATIONS_AGAIN ? 0 : (uint32_t)i);
        }
        for (uint64_t i = 0; cycles && i < (uint64_t)count; ++i) {
            set(vm, cycles, i, size - (uint32_t)i);
        }
        made = tool_new(vm, type, which);
    }
    if (vm->halt) return REF_NULL;
    if (made) {
        bool none = which == TOOL_COMBINATIONS_AGAIN ? !size && count : count > size;
        const Itertool *self = tool_at(vm, made);
        heap_set(heap, self->a, native_take(vm, frame, 0));
        heap_set(heap, self->more[INDICES], block);
        heap_set(heap, self->more[CYCLES], cycles);
        heap_set(heap, self->numbers[CHOSEN], (uint64_t)count);
        heap_set(heap, self->number, (uint64_t)none);
    }
    native_pop(vm, frame);
    return made;
}

static Ref combine(Vm *vm, Ref type, Args args, const char *name, uint16_t which) {
    static const char *const names[] = {"iterable", "r", NULL};
    Ref given[2];
    int64_t count;
    if (!args_parse(vm, name, args, names, 2, 2, given)) return REF_NULL;
    if (!object_as_size(vm, given[1], &count)) return REF_NULL;
    return select_create(vm, type, which, given[0], &count);
}

/* The first result: the items that the indices name. */
static Ref select_first(Vm *vm, const Itertool *self) {
    uint32_t count = (uint32_t)self->numbers[CHOSEN];
    Ref result = first_result(vm, self, count);
    if (!result) return REF_NULL;
    for (uint32_t i = 0; i < count; ++i) {
        put_item(vm, result, i, self->a, get(vm, self->more[INDICES], i));
    }
    return new_ref(vm, result);
}

/* ---- combinations ---- */

static Ref combinations_create(Vm *vm, Ref type, Args args) {
    return combine(vm, type, args, "combinations", TOOL_COMBINATIONS);
}

static Ref combinations_next(Vm *vm, Ref object) {
    const Itertool *self = tool_at(vm, object);
    if (self->number) return REF_NULL;
    if (!self->b) return select_first(vm, self);
    Ref result = next_result(vm, self), indices = self->more[INDICES];
    if (!result) return REF_NULL;
    uint32_t count = (uint32_t)self->numbers[CHOSEN], size = tuple_size(&vm->heap, self->a);
    uint32_t i = count;
    while (i > 0 && get(vm, indices, i - 1) == i - 1 + size - count) --i;
    if (i == 0) return at_end(vm, self);
    uint32_t index = get(vm, indices, --i) + 1;
    for (; i < count; ++i, ++index) {
        set(vm, indices, i, index);
        put_item(vm, result, i, self->a, index);
    }
    return new_ref(vm, result);
}

const TypeSpec type_spec_COMBINATIONS = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = combinations_next, .create = combinations_create},
    .methods = methods,
};

/* ---- combinations_with_replacement ---- */

static Ref again_create(Vm *vm, Ref type, Args args) {
    return combine(vm, type, args, "combinations_with_replacement", TOOL_COMBINATIONS_AGAIN);
}

static Ref again_next(Vm *vm, Ref object) {
    const Itertool *self = tool_at(vm, object);
    if (self->number) return REF_NULL;
    if (!self->b) return select_first(vm, self);
    Ref result = next_result(vm, self), indices = self->more[INDICES];
    if (!result) return REF_NULL;
    uint32_t count = (uint32_t)self->numbers[CHOSEN], size = tuple_size(&vm->heap, self->a);
    uint32_t i = count;
    while (i > 0 && get(vm, indices, i - 1) == size - 1) --i;
    if (i == 0) return at_end(vm, self);
    uint32_t index = get(vm, indices, --i) + 1;
    for (; i < count; ++i) {
        set(vm, indices, i, index);
        put_item(vm, result, i, self->a, index);
    }
    return new_ref(vm, result);
}

const TypeSpec type_spec_COMBINATIONS_AGAIN = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = again_next, .create = again_create},
    .methods = methods,
};

/* ---- permutations ---- */

static Ref permutations_create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"iterable", "r", NULL};
    Heap *heap = &vm->heap;
    Ref given[2];
    int64_t count;
    if (!args_parse(vm, "permutations", args, names, 1, 2, given)) return REF_NULL;
    if (!given[1] || given[1] == heap_root(heap)->none)
        return select_create(vm, type, TOOL_PERMUTATIONS, given[0], NULL);
    if (is_instance_flag(heap, given[1], TYPE_INT) && object_as_size(vm, given[1], &count))
        return select_create(vm, type, TOOL_PERMUTATIONS, given[0], &count);
    if (vm_failed(vm)) return REF_NULL;
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "Expected int as r");
}

/* indices[i:] becomes indices[i+1:] and indices[i]. */
static void rotate(Vm *vm, Ref indices, uint32_t i, uint32_t size) {
    uint32_t first = get(vm, indices, i);
    for (; i + 1 < size; ++i) set(vm, indices, i, get(vm, indices, i + 1));
    set(vm, indices, size - 1, first);
}

static Ref permutations_next(Vm *vm, Ref object) {
    const Itertool *self = tool_at(vm, object);
    if (self->number) return REF_NULL;
    if (!self->b) return select_first(vm, self);
    uint32_t count = (uint32_t)self->numbers[CHOSEN], size = tuple_size(&vm->heap, self->a);
    if (size == 0) return at_end(vm, self);
    Ref result = next_result(vm, self), indices = self->more[INDICES];
    if (!result) return REF_NULL;
    for (uint32_t i = count; i-- > 0;) {
        uint32_t left = get(vm, self->more[CYCLES], i) - 1;
        set(vm, self->more[CYCLES], i, left ? left : size - i);
        if (!left) {
            rotate(vm, indices, i, size);
            continue;
        }
        uint32_t index = get(vm, indices, i);
        set(vm, indices, i, get(vm, indices, size - left));
        set(vm, indices, size - left, index);
        for (uint32_t k = i; k < count; ++k) {
            put_item(vm, result, k, self->a, get(vm, indices, k));
        }
        return new_ref(vm, result);
    }
    return at_end(vm, self);
}

const TypeSpec type_spec_PERMUTATIONS = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = permutations_next, .create = permutations_create},
    .methods = methods,
};
