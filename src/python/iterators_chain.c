/* itertools.chain, starmap and repeat (Modules/itertoolsmodule.c of CPython 3.11), as far as
 * Counter.elements() is made of them: the module itself is not built. */
#include "python/iterators_chain.h"
#include "heap/int.h"
#include "heap/tuple.h"
#include "python/call.h"
#include "python/container.h"
#include "python/error.h"

static Ref itself(Vm *vm, Ref self) {
    return new_ref(vm, self);
}

static Ref create_unbuilt(Vm *vm, Ref type, Args args) {
    (void)args;
    char name[TYPE_NAME_MAX];
    return vm_unsupported(vm, "%s()", type_name(vm, type, name, sizeof name));
}

/* ---- repeat ---- */

/* How often it still gives its element: a number of 64 bits in two fields. */
static uint64_t times_left(const Iterator *self) {
    return (uint64_t)self->length << 32 | self->index;
}

static void set_times(Vm *vm, const Iterator *self, uint64_t times) {
    heap_set(&vm->heap, self->index, (uint32_t)times);
    heap_set(&vm->heap, self->length, (uint32_t)(times >> 32));
}

static Ref repeat_create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"object", "times", NULL};
    Ref given[2];
    int64_t times;
    if (type != type_ref(&vm->heap, TYPE_ID_REPEAT)) return create_unbuilt(vm, type, args);
    if (!args_parse(vm, "repeat", args, names, 1, 2, given)) return REF_NULL;
    if (!given[1]) return vm_unsupported(vm, "itertools.repeat() without an end");
    if (!object_as_size(vm, given[1], &times)) return REF_NULL;
    Ref made = iterator_new(vm, TYPE_ID_REPEAT, ITER_REPEAT, given[0], REF_NULL);
    if (made) set_times(vm, iterator_at(vm, made), times < 0 ? 0 : (uint64_t)times);
    return made;
}

static Ref repeat_next(Vm *vm, Ref self) {
    const Iterator *iterator = iterator_at(vm, self);
    uint64_t times = times_left(iterator);
    if (!times) return REF_NULL;
    set_times(vm, iterator, times - 1);
    return new_ref(vm, iterator->a);
}

static Ref repeat_hint(Vm *vm, Ref self, Args args) {
    (void)args;
    return int_new(&vm->heap, (int64_t)times_left(iterator_at(vm, self)));
}

static Ref repeat_repr(Vm *vm, Ref self) {
    TextBuffer text = {0};
    text_append_string(&text, "repeat(");
    bool done = append_repr(vm, &text, iterator_at(vm, self)->a);
    text_appendf(&text, ", %llu)", (unsigned long long)times_left(iterator_at(vm, self)));
    if (done) return str_of_buffer(vm, &text);
    text_deinit(&text);
    return REF_NULL;
}

static const NativeFunction repeat_methods[] = {
    {"__length_hint__", repeat_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_REPEAT = {
    .module = "itertools",
    .slots = {.repr = repeat_repr, .iter = itself, .next = repeat_next, .create = repeat_create},
    .methods = repeat_methods,
};

/* ---- starmap ---- */

static const char *const starmap_slots[] = {"the arguments", "the result"};
static const NativeFrame starmap_frame = {"itertools.starmap", starmap_slots, 2};

/* What its iterator gives are the pairs of a dict's items. */
static Ref starmap_next(Vm *vm, Ref self) {
    const Iterator *iterator = iterator_at(vm, self);
    Ref frame = native_push(vm, &starmap_frame);
    if (!frame) return REF_NULL;
    Ref args = object_next(vm, iterator->a), result = REF_NULL;
    if (args && !is_exact(&vm->heap, args, TYPE_ID_TUPLE)) {
        heap_decref(&vm->heap, args);
        return vm_unsupported(vm, "Counter.elements() of what items() gives");
    }
    if (args) {
        native_put(vm, frame, 0, args);
        result = call_tuple_dict(vm, iterator->b, args, REF_NULL);
        if (result) native_put(vm, frame, 1, result);
    }
    if (vm->halt) return REF_NULL;
    native_set(vm, frame, 0, REF_NULL);
    if (vm->halt) return REF_NULL;
    result = native_take(vm, frame, 1);
    native_pop(vm, frame);
    return result;
}

static const NativeFunction starmap_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_STARMAP = {
    .module = "itertools",
    .slots = {.iter = itself, .next = starmap_next, .create = create_unbuilt},
    .methods = starmap_methods,
};

/* ---- chain ---- */

static const char *const chain_slots[] = {"the iterable"};
static const NativeFrame chain_frame = {"itertools.chain", chain_slots, 1};

/* The iterator over what comes next, into `b`; `a` is let go of when there is none. */
static bool chain_advance(Vm *vm, const Iterator *self) {
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

static Ref chain_next(Vm *vm, Ref self) {
    const Iterator *iterator = iterator_at(vm, self);
    while (iterator->a) {
        if (!iterator->b && !chain_advance(vm, iterator)) return REF_NULL;
        Ref item = object_next(vm, iterator->b);
        if (item || vm_failed(vm)) return item;
        heap_replace(&vm->heap, &iterator->b, REF_NULL);
        if (vm->halt) return REF_NULL;
    }
    return REF_NULL;
}

static const NativeFunction chain_methods[] = {
    {"from_iterable", NULL, NATIVE_O, 1, 1, NATIVE_CLASS},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {"__class_getitem__", NULL, NATIVE_O, 1, 1, NATIVE_CLASS},
    {0},
};

const TypeSpec type_spec_CHAIN = {
    .module = "itertools",
    .slots = {.iter = itself, .next = chain_next, .create = create_unbuilt},
    .methods = chain_methods,
};

static const char *const elements_slots[] = {"the iterator over the items", "the starmap"};
static const NativeFrame elements_frame = {"Counter.elements()", elements_slots, 2};

Ref repeated_elements(Vm *vm, Ref items) {
    Ref frame = native_push(vm, &elements_frame), result = REF_NULL;
    if (!frame) return REF_NULL;
    Ref iterator = object_iter(vm, items), starmap = REF_NULL;
    if (iterator) {
        native_put(vm, frame, 0, iterator);
        starmap = iterator_new(vm, TYPE_ID_STARMAP, ITER_STARMAP, iterator,
                               type_ref(&vm->heap, TYPE_ID_REPEAT));
    }
    if (starmap) {
        native_put(vm, frame, 1, starmap);
        native_set(vm, frame, 0, REF_NULL);
        result = iterator_new(vm, TYPE_ID_CHAIN, ITER_CHAIN, starmap, REF_NULL);
    }
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return result;
}
