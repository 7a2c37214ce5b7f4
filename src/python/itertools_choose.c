/* islice, takewhile, dropwhile, filterfalse and compress: iterators that give some of the items of
 * another one. */
#include "python/abstract.h"
#include "python/error.h"
#include "python/itertools.h"

static const char *const item_slots[] = {"the item", "the selector"};
static const NativeFrame item_frame = {"an iterator of itertools", item_slots, 2};

/* The next item of `a`, into slot 0 of the frame. */
static bool take_item(Vm *vm, Ref frame, const Itertool *self) {
    Ref item = object_next(vm, self->a);
    if (item) native_put(vm, frame, 0, item);
    return item;
}

/* The function's answer of the item. 1, 0, -1. */
static int ask(Vm *vm, Ref frame, const Itertool *self) {
    Ref answer = vm_call_values(vm, self->b, native_get(vm, frame, 0), REF_NULL, REF_NULL);
    return answer ? object_take_truth(vm, answer) : -1;
}

/* Ends a tp_iternext: the item, or null after letting go of it. */
static Ref end(Vm *vm, Ref frame, bool given) {
    if (vm->halt) return REF_NULL;
    Ref item = given ? native_take(vm, frame, 0) : REF_NULL;
    native_pop(vm, frame);
    return item;
}

static const NativeFunction reduced_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

static const NativeFunction restored_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};

/* ---- takewhile ---- */

static Ref takewhile_create(Vm *vm, Ref type, Args args) {
    if (!tool_arguments(vm, type, "takewhile", args, 2, 2)) return REF_NULL;
    return tool_over(vm, type, TOOL_TAKEWHILE, args.values[1], args.values[0]);
}

static Ref takewhile_next(Vm *vm, Ref iterator) {
    const Itertool *self = tool_at(vm, iterator);
    if (self->number) return REF_NULL;
    Ref frame = native_push(vm, &item_frame);
    if (!frame) return REF_NULL;
    if (!take_item(vm, frame, self)) return end(vm, frame, false);
    int good = ask(vm, frame, self);
    if (good > 0 || vm->halt) return end(vm, frame, true);
    native_set(vm, frame, 0, REF_NULL);
    if (vm->halt) return REF_NULL;
    if (good == 0) heap_set(&vm->heap, self->number, UINT64_C(1));
    return end(vm, frame, false);
}

const TypeSpec type_spec_TAKEWHILE = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = takewhile_next, .create = takewhile_create},
    .methods = restored_methods,
};

/* ---- dropwhile ---- */

static Ref dropwhile_create(Vm *vm, Ref type, Args args) {
    if (!tool_arguments(vm, type, "dropwhile", args, 2, 2)) return REF_NULL;
    return tool_over(vm, type, TOOL_DROPWHILE, args.values[1], args.values[0]);
}

static Ref dropwhile_next(Vm *vm, Ref iterator) {
    const Itertool *self = tool_at(vm, iterator);
    Ref frame = native_push(vm, &item_frame);
    if (!frame) return REF_NULL;
    while (tool_goes_on(vm) && take_item(vm, frame, self)) {
        if (self->number) return end(vm, frame, true);
        int good = ask(vm, frame, self);
        if (vm->halt) return REF_NULL;
        if (good == 0) {
            heap_set(&vm->heap, self->number, UINT64_C(1));
            return end(vm, frame, true);
        }
        native_set(vm, frame, 0, REF_NULL);
        if (good < 0) break;
    }
    return end(vm, frame, false);
}

const TypeSpec type_spec_DROPWHILE = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = dropwhile_next, .create = dropwhile_create},
    .methods = restored_methods,
};

/* ---- filterfalse ---- */

static Ref filterfalse_create(Vm *vm, Ref type, Args args) {
    if (!tool_arguments(vm, type, "filterfalse", args, 2, 2)) return REF_NULL;
    return tool_over(vm, type, TOOL_FILTERFALSE, args.values[1], args.values[0]);
}

static Ref filterfalse_next(Vm *vm, Ref iterator) {
    const Heap *heap = &vm->heap;
    const Itertool *self = tool_at(vm, iterator);
    Ref frame = native_push(vm, &item_frame);
    if (!frame) return REF_NULL;
    while (tool_goes_on(vm) && take_item(vm, frame, self)) {
        bool itself = self->b == heap_root(heap)->none || self->b == type_ref(heap, TYPE_ID_BOOL);
        int good = itself ? object_is_true(vm, native_get(vm, frame, 0)) : ask(vm, frame, self);
        if (good == 0 || vm->halt) return end(vm, frame, true);
        native_set(vm, frame, 0, REF_NULL);
        if (good < 0) break;
    }
    return end(vm, frame, false);
}

const TypeSpec type_spec_FILTERFALSE = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = filterfalse_next, .create = filterfalse_create},
    .methods = reduced_methods,
};

/* ---- compress ---- */

static const char *const compressed_slots[] = {"the iterator over data",
                                               "the iterator over selectors"};
static const NativeFrame compressed_frame = {"itertools.compress", compressed_slots, 2};

static Ref compress_create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"data", "selectors", NULL};
    Heap *heap = &vm->heap;
    Ref given[2], made = REF_NULL;
    if (!args_parse(vm, "compress", args, names, 2, 2, given)) return REF_NULL;
    Ref frame = native_push(vm, &compressed_frame);
    if (!frame) return REF_NULL;
    bool done = true;
    for (uint32_t i = 0; done && i < 2; ++i) {
        Ref iterator = object_iter(vm, given[i]);
        if (iterator) native_put(vm, frame, i, iterator);
        done = iterator;
    }
    if (done) made = tool_new(vm, type, TOOL_COMPRESS);
    if (vm->halt) return REF_NULL;
    if (made) {
        heap_set(heap, tool_at(vm, made)->a, native_take(vm, frame, 0));
        heap_set(heap, tool_at(vm, made)->b, native_take(vm, frame, 1));
    }
    native_pop(vm, frame);
    return made;
}

static Ref compress_next(Vm *vm, Ref iterator) {
    const Itertool *self = tool_at(vm, iterator);
    Ref frame = native_push(vm, &item_frame);
    if (!frame) return REF_NULL;
    while (tool_goes_on(vm) && take_item(vm, frame, self)) {
        Ref selector = object_next(vm, self->b);
        if (!selector) break;
        native_put(vm, frame, 1, selector);
        int good = object_is_true(vm, selector);
        native_set(vm, frame, 1, REF_NULL);
        if (good > 0 || vm->halt) return end(vm, frame, true);
        native_set(vm, frame, 0, REF_NULL);
        if (good < 0) break;
    }
    return end(vm, frame, false);
}

const TypeSpec type_spec_COMPRESS = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = compress_next, .create = compress_create},
    .methods = reduced_methods,
};

/* ---- islice ---- */

enum { SLICE_STOP, SLICE_STEP, SLICE_AT };

static bool raise_value(Vm *vm, const char *message) {
    if (!vm->halt) {
        vm_clear_error(vm);
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "%s", message);
    }
    return false;
}

/* PyNumber_AsSsize_t of what is not None; -1 for an error, which is cleared. */
static bool read_index(Vm *vm, Ref given, int64_t *value) {
    if (!given || given == heap_root(&vm->heap)->none) return true;
    if (!object_as_i64(vm, given, TYPE_ID_OVERFLOW_ERROR, value)) {
        if (vm->halt) return false;
        vm_clear_error(vm);
        *value = -1;
    }
    return !vm->halt;
}

static bool read_slice(Vm *vm, Args args, int64_t *start, int64_t *stop, int64_t *step) {
    bool all = args.count > 2;
    Ref end_given = args.values[all ? 2 : 1];
    if (all && !read_index(vm, args.values[1], start)) return false;
    if (!read_index(vm, end_given, stop)) return false;
    if (*stop == -1 && end_given != heap_root(&vm->heap)->none)
        return raise_value(vm, "Stop argument for islice() must be None or an integer: 0 <= x <= "
                               "sys.maxsize.");
    if (*start < 0 || *stop < -1)
        return raise_value(vm, "Indices for islice() must be None or an integer: 0 <= x <= "
                               "sys.maxsize.");
    if (!read_index(vm, args.count > 3 ? args.values[3] : REF_NULL, step)) return false;
    if (*step < 1) return raise_value(vm, "Step for islice() must be a positive integer or None.");
    return true;
}

static Ref islice_create(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    int64_t start = 0, stop = -1, step = 1;
    if (!tool_arguments(vm, type, "islice", args, 2, 4)) return REF_NULL;
    if (!read_slice(vm, args, &start, &stop, &step)) return REF_NULL;
    Ref made = tool_over(vm, type, TOOL_ISLICE, args.values[0], REF_NULL);
    if (!made) return REF_NULL;
    const Itertool *self = tool_at(vm, made);
    heap_set(heap, self->number, (uint64_t)start);
    heap_set(heap, self->numbers[SLICE_STOP], (uint64_t)stop);
    heap_set(heap, self->numbers[SLICE_STEP], (uint64_t)step);
    heap_set(heap, self->numbers[SLICE_AT], UINT64_C(0));
    return made;
}

/* The next item, and the index moves on; null at the end. */
static Ref step_on(Vm *vm, const Itertool *self) {
    Ref item = object_next(vm, self->a);
    if (item) heap_set(&vm->heap, self->numbers[SLICE_AT], self->numbers[SLICE_AT] + 1);
    return item;
}

static Ref next_of_slice(Vm *vm, const Itertool *self) {
    Heap *heap = &vm->heap;
    int64_t stop = (int64_t)self->numbers[SLICE_STOP];
    while ((int64_t)self->numbers[SLICE_AT] < (int64_t)self->number) {
        Ref skipped = tool_goes_on(vm) ? object_next(vm, self->a) : REF_NULL;
        if (!skipped) return REF_NULL;
        heap_decref(heap, skipped);
        if (vm->halt) return REF_NULL;
        heap_set(heap, self->numbers[SLICE_AT], self->numbers[SLICE_AT] + 1);
    }
    if (stop != -1 && (int64_t)self->numbers[SLICE_AT] >= stop) return REF_NULL;
    Ref item = step_on(vm, self);
    if (!item) return REF_NULL;
    int64_t old = (int64_t)self->number, next = (int64_t)(self->number + self->numbers[SLICE_STEP]);
    if (next < old || (stop != -1 && next > stop)) next = stop;
    heap_set(heap, self->number, (uint64_t)next);
    return item;
}

static Ref islice_next(Vm *vm, Ref iterator) {
    const Itertool *self = tool_at(vm, iterator);
    if (!self->a) return REF_NULL;
    Ref item = next_of_slice(vm, self);
    if (!item && !vm->halt) heap_replace(&vm->heap, &self->a, REF_NULL);
    return item;
}

const TypeSpec type_spec_ISLICE = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = islice_next, .create = islice_create},
    .methods = restored_methods,
};
