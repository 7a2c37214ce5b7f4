/* groupby and tee. */
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/container.h"
#include "python/error.h"
#include "python/itertools.h"

static Ref create_unbuilt(Vm *vm, Ref type, Args args) {
    (void)args;
    char name[TYPE_NAME_MAX];
    return vm_unsupported(vm, "%s()", type_name(vm, type, name, sizeof name));
}

/* ---- groupby ---- */

/* in `more`; GROUP is a granule to compare with, no reference */
enum { TARGET_KEY, CURRENT_KEY, CURRENT_VALUE, GROUP };

static const char *const group_slots[] = {"the new value", "the new key"};
static const NativeFrame group_frame = {"itertools.groupby", group_slots, 2};

static Ref groupby_create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"iterable", "key", NULL};
    Heap *heap = &vm->heap;
    Ref given[2];
    if (!args_parse(vm, "groupby", args, names, 1, 2, given)) return REF_NULL;
    Ref frame = native_push(vm, &group_frame);
    if (!frame) return REF_NULL;
    /* the object is made before the iterator */
    Ref made = tool_new(vm, type, TOOL_GROUPBY), key = given[1] ? given[1] : heap_root(heap)->none;
    if (vm->halt) return REF_NULL;
    native_put(vm, frame, 0, made);
    heap_set(heap, tool_at(vm, made)->b, new_ref(vm, key));
    Ref iterator = object_iter(vm, given[0]);
    if (vm->halt) return REF_NULL;
    heap_set(heap, tool_at(vm, made)->a, iterator);
    made = iterator ? native_take(vm, frame, 0) : REF_NULL;
    native_pop(vm, frame);
    return made;
}

/* The next value and its key become the current ones. False at the end and for an error. */
static bool groupby_step(Vm *vm, const Itertool *self) {
    Heap *heap = &vm->heap;
    Ref value = object_next(vm, self->a);
    if (!value) return false;
    Ref frame = native_push(vm, &group_frame);
    if (!frame) return false;
    native_put(vm, frame, 0, value);
    Ref key = self->b == heap_root(heap)->none
                  ? new_ref(vm, value)
                  : vm_call_values(vm, self->b, value, REF_NULL, REF_NULL);
    if (vm->halt) return false;
    if (key) {
        Ref old = self->more[CURRENT_VALUE];
        heap_set(heap, self->more[CURRENT_VALUE], native_take(vm, frame, 0));
        if (old) native_put(vm, frame, 0, old);
        heap_replace(heap, &self->more[CURRENT_KEY], key);
        if (vm->halt) return false;
    }
    native_pop(vm, frame);
    return key && !vm->halt;
}

/* Goes on to a value with another key than the group that was given last. */
static bool skip_group(Vm *vm, const Itertool *self) {
    while (tool_goes_on(vm)) {
        if (self->more[CURRENT_KEY]) {
            if (!self->more[TARGET_KEY]) return true;
            int same = object_compare_bool(vm, self->more[TARGET_KEY], self->more[CURRENT_KEY],
                                           COMPARE_EQ);
            if (same <= 0) return same == 0;
        }
        if (!groupby_step(vm, self)) return false;
    }
    return false;
}

static Ref groupby_next(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    const Itertool *self = tool_at(vm, object);
    heap_set(heap, self->more[GROUP], REF_NULL);
    if (!skip_group(vm, self)) return REF_NULL;
    heap_replace(heap, &self->more[TARGET_KEY], new_ref(vm, self->more[CURRENT_KEY]));
    if (vm->halt) return REF_NULL;
    Ref frame = native_push(vm, &group_frame);
    if (!frame) return REF_NULL;
    Ref group = heap_new(heap, type_ref(heap, TYPE_ID_GROUP), 0);
    if (!group) return error_no_memory(vm);
    native_put(vm, frame, 0, group);
    heap_set(heap, tool_at(vm, group)->head.which, (uint16_t)TOOL_GROUP);
    heap_set(heap, tool_at(vm, group)->a, new_ref(vm, object));
    heap_set(heap, tool_at(vm, group)->b, new_ref(vm, self->more[TARGET_KEY]));
    heap_set(heap, self->more[GROUP], group);
    heap_track(heap, group);
    Ref pair = tuple_pack(heap, 2, (Ref[]){self->more[CURRENT_KEY], group});
    if (!pair) return error_no_memory(vm);
    native_pop(vm, frame);
    return pair;
}

static const NativeFunction restored_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};

static const NativeFunction reduced_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_GROUPBY = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = groupby_next, .create = groupby_create},
    .methods = restored_methods,
};

static Ref group_next(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    const Itertool *group = tool_at(vm, object), *self = tool_at(vm, group->a);
    if (self->more[GROUP] != object) return REF_NULL;
    if (!self->more[CURRENT_VALUE] && !groupby_step(vm, self)) return REF_NULL;
    int same = object_compare_bool(vm, group->b, self->more[CURRENT_KEY], COMPARE_EQ);
    if (same <= 0) return REF_NULL;
    Ref frame = native_push(vm, &group_frame);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, self->more[CURRENT_VALUE]);
    heap_set(heap, self->more[CURRENT_VALUE], REF_NULL);
    heap_replace(heap, &self->more[CURRENT_KEY], REF_NULL);
    if (vm->halt) return REF_NULL;
    Ref value = native_take(vm, frame, 0);
    native_pop(vm, frame);
    return value;
}

const TypeSpec type_spec_GROUP = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = group_next, .create = create_unbuilt},
    .methods = reduced_methods,
};

/* ---- tee ---- */

static const TeeData *data_at(const Vm *vm, Ref object) {
    return heap_at(&vm->heap, TeeData, object);
}

static const char *const data_slots[] = {"the shared items"};
static const NativeFrame data_frame = {"itertools.tee", data_slots, 1};

/* teedataobject_newinternal. */
static Ref data_new(Vm *vm, Ref iterator) {
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_TEE_DATA), 0);
    if (!made) return error_no_memory(vm);
    heap_set(heap, data_at(vm, made)->iterator, new_ref(vm, iterator));
    heap_track(heap, made);
    return made;
}

/* A tee iterator at an index; steals `data`. */
static Ref tee_new(Vm *vm, Ref data, uint64_t index) {
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &data_frame);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, data);
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_TEE), 0);
    if (!made) return error_no_memory(vm);
    heap_set(heap, tool_at(vm, made)->head.which, (uint16_t)TOOL_TEE);
    heap_set(heap, tool_at(vm, made)->a, native_take(vm, frame, 0));
    heap_set(heap, tool_at(vm, made)->number, index);
    heap_track(heap, made);
    native_pop(vm, frame);
    return made;
}

static Ref tee_copy(Vm *vm, Ref self, Args args) {
    (void)args;
    return tee_new(vm, new_ref(vm, tool_at(vm, self)->a), tool_at(vm, self)->number);
}

/* tee_fromiterable of an iterator. */
static Ref tee_of(Vm *vm, Ref iterable) {
    Ref frame = native_push(vm, &data_frame), made = REF_NULL;
    if (!frame) return REF_NULL;
    Ref iterator = object_iter(vm, iterable);
    if (iterator) {
        native_put(vm, frame, 0, iterator);
        if (is_exact(&vm->heap, iterator, TYPE_ID_TEE)) {
            made = tee_copy(vm, iterator, (Args){0});
        } else {
            Ref data = data_new(vm, iterator);
            if (data) made = tee_new(vm, data, 0);
        }
    }
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return made;
}

static Ref tee_create(Vm *vm, Ref type, Args args) {
    if (!tool_arguments(vm, type, "_tee", args, 1, 1)) return REF_NULL;
    return tee_of(vm, args.values[0]);
}

/* The item at an index of the data, which is fetched when nobody has asked for it yet. */
static Ref data_item(Vm *vm, Ref data, uint32_t index) {
    Heap *heap = &vm->heap;
    const TeeData *self = data_at(vm, data);
    if (index < self->size) return new_ref(vm, self->values[index]);
    if (self->running)
        return vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "cannot re-enter the tee iterator");
    heap_set(heap, self->running, 1u);
    Ref value = object_next(vm, self->iterator);
    if (vm->halt) return REF_NULL;
    heap_set(heap, self->running, 0u);
    if (!value) return REF_NULL;
    heap_set(heap, self->size, self->size + 1);
    heap_set(heap, self->values[index], value);
    return new_ref(vm, value);
}

/* teedataobject_jumplink: the data that follows. */
static bool tee_jump(Vm *vm, const Itertool *self) {
    Heap *heap = &vm->heap;
    const TeeData *data = data_at(vm, self->a);
    if (!data->next) {
        Ref next = data_new(vm, data->iterator);
        if (!next) return false;
        heap_set(heap, data->next, next);
    }
    heap_replace(heap, &self->a, new_ref(vm, data->next));
    if (!vm->halt) heap_set(heap, self->number, UINT64_C(0));
    return !vm->halt;
}

static Ref tee_next(Vm *vm, Ref object) {
    const Itertool *self = tool_at(vm, object);
    if (self->number >= TEE_VALUES && !tee_jump(vm, self)) return REF_NULL;
    Ref value = data_item(vm, self->a, (uint32_t)self->number);
    if (value) heap_set(&vm->heap, self->number, self->number + 1);
    return value;
}

static const NativeFunction tee_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {"__copy__", tee_copy, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_TEE = {
    .doc = "Iterator wrapped to make it copyable.",
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = tee_next, .create = tee_create},
    .methods = tee_methods,
};

const TypeSpec type_spec_TEE_DATA = {
    .doc = "Data container common to multiple tee objects.",
    .module = "itertools",
    .slots = {.create = create_unbuilt},
    .methods = reduced_methods,
};

enum { TEES_RESULT, TEES_ITERATOR, TEES_COPY, TEES_SLOTS };
static const char *const tees_slots[TEES_SLOTS] = {"the result", "the iterator", "__copy__()"};
static const NativeFrame tees_frame = {"itertools.tee", tees_slots, TEES_SLOTS};

/* The first of the iterators in the result, and what copies it in TEES_COPY. */
static bool first_tee(Vm *vm, Ref frame, Ref result, Ref iterable) {
    Heap *heap = &vm->heap;
    Ref first = object_iter(vm, iterable);
    if (!first) return false;
    native_put(vm, frame, TEES_ITERATOR, first);
    Ref copy = object_find_attr(vm, first, name_ref(vm, "__copy__"));
    if (vm_failed(vm)) return false;
    if (!copy) {
        Ref wrapped = tee_of(vm, first);
        if (vm->halt) return false;
        native_set(vm, frame, TEES_ITERATOR, wrapped);
        if (vm->halt || !wrapped) return false;
        copy = object_getattr(vm, wrapped, name_ref(vm, "__copy__"));
        if (!copy) return false;
    }
    native_put(vm, frame, TEES_COPY, copy);
    tuple_init_item(heap, result, 0, native_take(vm, frame, TEES_ITERATOR));
    return true;
}

Ref tool_tee(Vm *vm, Ref self, Args args) {
    (void)self;
    Heap *heap = &vm->heap;
    int64_t count = 2;
    if (args.count > 1 && !object_as_size(vm, args.values[1], &count)) return REF_NULL;
    if (count < 0) return vm_raise(vm, TYPE_ID_VALUE_ERROR, "n must be >= 0");
    if (count > UINT32_MAX) return vm_limit(vm, "itertools.tee() of that many iterators");
    Ref result = tuple_new(heap, (uint32_t)count);
    if (!result) return error_no_memory(vm);
    if (count == 0) return result;
    Ref frame = native_push(vm, &tees_frame);
    if (!frame) return REF_NULL;
    native_put(vm, frame, TEES_RESULT, result);
    bool done = first_tee(vm, frame, result, args.values[0]);
    for (uint32_t i = 1; done && i < (uint32_t)count; ++i) {
        Ref next =
            vm_call_values(vm, native_get(vm, frame, TEES_COPY), REF_NULL, REF_NULL, REF_NULL);
        if (next) tuple_init_item(heap, result, i, next);
        done = next;
    }
    if (vm->halt) return REF_NULL;
    native_set(vm, frame, TEES_COPY, REF_NULL);
    if (vm->halt) return REF_NULL;
    result = done ? native_take(vm, frame, TEES_RESULT) : REF_NULL;
    native_pop(vm, frame);
    return result;
}
