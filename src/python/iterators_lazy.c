/* enumerate, zip, map, filter, reversed (Objects/enumobject.c and Python/bltinmodule.c of CPython
 * 3.11). enumerate and zip use their result tuple again when nobody else holds it. */
#include "heap/held.h"
#include "heap/int.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/call.h"
#include "python/container.h"
#include "python/dunder.h"
#include "python/error.h"
#include "python/generic_alias.h"

static Ref itself(Vm *vm, Ref self) {
    return new_ref(vm, self);
}

static Ref or_no_memory(Vm *vm, Ref object) {
    return object ? object : error_no_memory(vm);
}

Ref pair_reuse(Vm *vm, Ref result, Ref first, Ref second) {
    Heap *heap = &vm->heap;
    if (heap_refcount(heap, result) != 1) {
        const Ref *held = held_push(heap, 2);
        if (!held) return error_no_memory(vm);
        image_set32(&heap->image, &held[0], first);
        image_set32(&heap->image, &held[1], second);
        result = tuple_new(heap, 2);
        held_pop(heap);
        if (!result) return error_no_memory(vm);
        tuple_init_item(heap, result, 0, first);
        tuple_init_item(heap, result, 1, second);
        return result;
    }
    Ref old_first = tuple_get(heap, result, 0), old_second = tuple_get(heap, result, 1);
    tuple_init_item(heap, result, 0, first);
    tuple_init_item(heap, result, 1, second);
    const Ref *held = held_push(heap, 3);
    if (!held) return error_no_memory(vm);
    image_set32(&heap->image, &held[0], new_ref(vm, result));
    image_set32(&heap->image, &held[1], old_first);
    image_set32(&heap->image, &held[2], old_second);
    for (int i = 1; i <= 2; i++) {
        image_set32(&heap->image, &held[i], REF_NULL);
        heap_decref(heap, i == 1 ? old_first : old_second);
    }
    held_pop(heap);
    if (!heap_is_tracked(heap, result)) heap_track(heap, result);
    return result;
}

/* An iterator object of a class that may be derived from one of these types. */
static Ref iterator_alloc(Vm *vm, Ref type, uint16_t which) {
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type, 0);
    if (!made) return error_no_memory(vm);
    heap_set(heap, iterator_at(vm, made)->head.which, which);
    heap_track(heap, made);
    return made;
}

static const char *const made_slots[] = {"the new iterator", "the iterators", "the result tuple"};
static const NativeFrame made_frame = {"iterator creation", made_slots, 3};

/* Ends a constructor: the object in slot 0 of the frame, or null. */
static Ref finish(Vm *vm, Ref frame, bool ok) {
    Ref made = ok ? native_take(vm, frame, 0) : REF_NULL;
    native_pop(vm, frame);
    return made;
}

/* ---- enumerate ---- */

static bool enumerate_start(Vm *vm, Ref start, uint64_t *index) {
    int64_t value = 0;
    if (start) {
        Ref number = object_index(vm, start);
        if (!number) return false;
        bool fits = int_to_i64(&vm->heap, number, &value);
        heap_decref(&vm->heap, number);
        if (!fits) return vm_unsupported(vm, "enumerate() from beyond 64 bits"), false;
    }
    *index = (uint64_t)value;
    return true;
}

static Ref enumerate_create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"iterable", "start", NULL};
    Heap *heap = &vm->heap;
    Ref given[2];
    if (args.count == 0 && !args.names)
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "enumerate() missing required argument 'iterable'");
    if (!args_parse(vm, "enumerate", args, names, 1, 2, given)) return REF_NULL;
    Ref frame = native_push(vm, &made_frame);
    if (!frame) return REF_NULL;
    Ref made = iterator_alloc(vm, type, ITER_ENUMERATE);
    if (!made) return finish(vm, frame, false);
    native_put(vm, frame, 0, made);
    const Iterator *self = iterator_at(vm, made);
    uint64_t index;
    if (!enumerate_start(vm, given[1], &index)) return finish(vm, frame, false);
    heap_set(heap, self->wide_index, index);
    Ref iterator = object_iter(vm, given[0]);
    if (!iterator) return finish(vm, frame, false);
    heap_set(heap, self->a, iterator);
    Ref none = heap_root(heap)->none;
    Ref pair = tuple_pack(heap, 2, (Ref[]){none, none});
    if (!pair) return error_no_memory(vm);
    heap_set(heap, self->b, pair);
    return finish(vm, frame, true);
}

static Ref enumerate_next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Iterator *iterator = iterator_at(vm, self);
    Ref item = object_next(vm, iterator->a);
    if (!item) return REF_NULL;
    if (iterator->wide_index == INT64_MAX) {
        heap_decref(heap, item);
        return vm_unsupported(vm, "enumerate() beyond 64 bits");
    }
    Ref index = int_new(heap, (int64_t)iterator->wide_index);
    if (!index) return error_no_memory(vm);
    heap_set(heap, iterator->wide_index, iterator->wide_index + 1);
    return pair_reuse(vm, iterator->b, index, item);
}

static const NativeFunction enumerate_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__class_getitem__", generic_alias_class_getitem, NATIVE_O, 1, 1, NATIVE_CLASS},
    {0},
};

const TypeSpec type_spec_ENUMERATE = {
    .doc = "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe "
           "enumerate object yields pairs containing a count (from start, which\ndefaults to zero) "
           "and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an "
           "indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    .slots = {.create = enumerate_create, .iter = itself, .next = enumerate_next},
    .methods = enumerate_methods,
};

/* ---- zip ---- */

/* A tuple of iterators over values[from ..]. New reference, in slot 1 of the frame. */
static Ref iterators_of(Vm *vm, Ref frame, Args args, uint32_t from) {
    Heap *heap = &vm->heap;
    Ref tuple = tuple_new(heap, args.count - from);
    if (!tuple) return error_no_memory(vm);
    native_put(vm, frame, 1, tuple);
    for (uint32_t i = from; i < args.count; i++) {
        Ref iterator = object_iter(vm, args.values[i]);
        if (!iterator) return REF_NULL;
        tuple_init_item(heap, tuple, i - from, iterator);
    }
    return tuple;
}

static bool zip_keywords(Vm *vm, Args args, bool *strict) {
    static const char *const names[] = {"strict", NULL};
    Ref given = REF_NULL;
    Args keywords = {args.values + args.count, 0, args.names};
    if (args.names && !args_parse(vm, "zip", keywords, names, 0, 0, &given)) return false;
    int truth = given ? object_is_true(vm, given) : 0;
    *strict = truth > 0;
    return truth >= 0;
}

static Ref zip_create(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    bool strict;
    if (!zip_keywords(vm, args, &strict)) return REF_NULL;
    Ref frame = native_push(vm, &made_frame);
    if (!frame) return REF_NULL;
    if (!iterators_of(vm, frame, args, 0)) return finish(vm, frame, false);
    Ref result = tuple_new(heap, args.count);
    if (!result) return error_no_memory(vm);
    for (uint32_t i = 0; i < args.count; i++) tuple_init_item(heap, result, i, new_none(vm));
    native_put(vm, frame, 2, result);
    Ref made = iterator_alloc(vm, type, ITER_ZIP);
    if (!made) return finish(vm, frame, false);
    native_put(vm, frame, 0, made);
    const Iterator *self = iterator_at(vm, made);
    heap_set(heap, self->a, native_take(vm, frame, 1));
    heap_set(heap, self->b, native_take(vm, frame, 2));
    heap_set(heap, self->index, strict);
    return finish(vm, frame, true);
}

/* Iterator `i` has ended. With strict=True all must end together. */
static Ref zip_end(Vm *vm, const Iterator *iterator, uint32_t i) {
    Heap *heap = &vm->heap;
    if (vm_failed(vm) || !iterator->index) return REF_NULL;
    if (i)
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "zip() argument %u is shorter than argument%s%u",
                        i + 1, i == 1 ? " " : "s 1-", i);
    for (i = 1; i < tuple_size(heap, iterator->a); i++) {
        Ref item = object_next(vm, tuple_get(heap, iterator->a, i));
        if (vm_failed(vm)) return REF_NULL;
        if (!item) continue;
        heap_decref(heap, item);
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "zip() argument %u is longer than argument%s%u",
                        i + 1, i == 1 ? " " : "s 1-", i);
    }
    return REF_NULL;
}

static const char *const zipped_slots[] = {"the result tuple"};
static const NativeFrame zipped_frame = {"zip()", zipped_slots, 1};

static Ref zip_next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Iterator *iterator = iterator_at(vm, self);
    uint32_t size = tuple_size(heap, iterator->a);
    if (size == 0) return REF_NULL;
    Ref frame = native_push(vm, &zipped_frame);
    if (!frame) return REF_NULL;
    bool reuse = heap_refcount(heap, iterator->b) == 1;
    Ref result = reuse ? new_ref(vm, iterator->b) : tuple_new(heap, size);
    if (!result) return error_no_memory(vm);
    native_put(vm, frame, 0, result);
    for (uint32_t i = 0; i < size; i++) {
        Ref item = object_next(vm, tuple_get(heap, iterator->a, i));
        if (!item) {
            native_pop(vm, frame);
            return zip_end(vm, iterator, i);
        }
        heap_replace(heap, &heap_at(heap, Tuple, result)->items[i], item);
    }
    if (reuse && !heap_is_tracked(heap, result)) heap_track(heap, result);
    result = native_take(vm, frame, 0);
    native_pop(vm, frame);
    return result;
}

static const NativeFunction mapped_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

static const NativeFunction lazy_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};

const TypeSpec type_spec_ZIP = {
    .doc = "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.",
    .slots = {.create = zip_create, .iter = itself, .next = zip_next},
    .methods = lazy_methods,
};

/* ---- map ---- */

static Ref map_create(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    if (type == type_ref(heap, TYPE_ID_MAP) && !args_no_keywords(vm, "map", args)) return REF_NULL;
    if (args.count < 2)
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "map() must have at least two arguments.");
    Ref frame = native_push(vm, &made_frame);
    if (!frame) return REF_NULL;
    if (!iterators_of(vm, frame, args, 1)) return finish(vm, frame, false);
    Ref made = iterator_alloc(vm, type, ITER_MAP);
    if (!made) return finish(vm, frame, false);
    native_put(vm, frame, 0, made);
    const Iterator *self = iterator_at(vm, made);
    heap_set(heap, self->a, native_take(vm, frame, 1));
    heap_set(heap, self->b, new_ref(vm, args.values[0]));
    return finish(vm, frame, true);
}

static const NativeFrame mapped_frame = {"map()", NULL, 0};

static Ref map_next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Iterator *iterator = iterator_at(vm, self);
    uint32_t size = tuple_size(heap, iterator->a);
    Ref frame = native_push_slots(vm, &mapped_frame, size);
    if (!frame) return REF_NULL;
    bool ok = true;
    for (uint32_t i = 0; ok && i < size; i++) {
        Ref value = object_next(vm, tuple_get(heap, iterator->a, i));
        ok = value != REF_NULL;
        if (ok) native_put(vm, frame, i, value);
    }
    const Ref *values = frame_slots(heap_at(heap, Frame, frame));
    Ref result = ok ? vm_call(vm, iterator->b, (Args){values, size, REF_NULL}) : REF_NULL;
    native_pop(vm, frame);
    return result;
}

const TypeSpec type_spec_MAP = {
    .doc = "map(func, *iterables) --> map object\n\nMake an iterator that computes the function "
           "using arguments from\neach of the iterables.  Stops when the shortest iterable is "
           "exhausted.",
    .slots = {.create = map_create, .iter = itself, .next = map_next},
    .methods = mapped_methods,
};

/* ---- filter ---- */

static Ref filter_create(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    if (type == type_ref(heap, TYPE_ID_FILTER) && !args_no_keywords(vm, "filter", args))
        return REF_NULL;
    if (!args_count(vm, "filter", (Args){args.values, args.count, REF_NULL}, 2, 2)) return REF_NULL;
    Ref frame = native_push(vm, &made_frame);
    if (!frame) return REF_NULL;
    Ref source = object_iter(vm, args.values[1]);
    if (!source) return finish(vm, frame, false);
    native_put(vm, frame, 1, source);
    Ref made = iterator_alloc(vm, type, ITER_FILTER);
    if (!made) return finish(vm, frame, false);
    native_put(vm, frame, 0, made);
    const Iterator *self = iterator_at(vm, made);
    heap_set(heap, self->a, native_take(vm, frame, 1));
    heap_set(heap, self->b, new_ref(vm, args.values[0]));
    return finish(vm, frame, true);
}

static const char *const filtered_slots[] = {"the item"};
static const NativeFrame filtered_frame = {"filter()", filtered_slots, 1};

/* Whether the item passes. 1, 0, -1. */
static int passes(Vm *vm, Ref function, Ref item) {
    const Heap *heap = &vm->heap;
    if (function == heap_root(heap)->none || function == type_ref(heap, TYPE_ID_BOOL))
        return object_is_true(vm, item);
    Ref answer = vm_call_values(vm, function, item, REF_NULL, REF_NULL);
    if (!answer) return -1;
    return object_take_truth(vm, answer);
}

static Ref filter_next(Vm *vm, Ref self) {
    const Iterator *iterator = iterator_at(vm, self);
    Ref frame = native_push(vm, &filtered_frame);
    if (!frame) return REF_NULL;
    Ref result = REF_NULL;
    for (;;) {
        Ref item = object_next(vm, iterator->a);
        if (!item) break;
        native_put(vm, frame, 0, item);
        int good = passes(vm, iterator->b, item);
        if (good > 0) {
            result = native_take(vm, frame, 0);
            break;
        }
        native_set(vm, frame, 0, REF_NULL);
        if (good < 0) break;
        if (vm->interrupt) {
            vm_limit(vm, "interrupted");
            break;
        }
    }
    native_pop(vm, frame);
    return result;
}

const TypeSpec type_spec_FILTER = {
    .doc = "filter(function or None, iterable) --> filter object\n\nReturn an iterator yielding "
           "those items of iterable for which function(item)\nis true. If function is None, "
           "return the items that are true.",
    .slots = {.create = filter_create, .iter = itself, .next = filter_next},
    .methods = mapped_methods,
};

/* ---- reversed ---- */

static bool is_sequence(const Vm *vm, Ref object) {
    if (is_instance_flag(&vm->heap, object, TYPE_DICT)) return false;
    return object_overrides(vm, object, DUNDER_GETITEM) ||
           type_slots(vm, heap_type(&vm->heap, object))->item;
}

static Ref raise_not_reversible(Vm *vm, Ref object) {
    char name[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "'%s' object is not reversible",
                    object_type_name(vm, object, name, sizeof name));
}

/* Iterator.index is one more than the index of the next item. */
static Ref reversed_create(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    if (type == type_ref(heap, TYPE_ID_REVERSED) && !args_no_keywords(vm, "reversed", args))
        return REF_NULL;
    if (!args_count(vm, "reversed", (Args){args.values, args.count, REF_NULL}, 1, 1))
        return REF_NULL;
    Ref sequence = args.values[0];
    Ref method = type_lookup(vm, heap_type(heap, sequence), name_ref(vm, "__reversed__"));
    if (method == heap_root(heap)->none) return raise_not_reversible(vm, sequence);
    bool found;
    Ref result = object_call_bound(vm, sequence, "__reversed__", NULL, 0, &found);
    if (found || vm_failed(vm)) return result;
    if (!is_sequence(vm, sequence)) return raise_not_reversible(vm, sequence);
    int64_t length = object_length(vm, sequence);
    if (length < 0) return REF_NULL;
    if (length > UINT32_MAX) return vm_limit(vm, "reversed() of that many items");
    Ref made = iterator_alloc(vm, type, ITER_REVERSED);
    if (!made) return REF_NULL;
    const Iterator *self = iterator_at(vm, made);
    heap_set(heap, self->index, (uint32_t)length);
    heap_set(heap, self->a, new_ref(vm, sequence));
    return made;
}

static Ref reversed_next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Iterator *iterator = iterator_at(vm, self);
    if (iterator->index) {
        Ref item = sequence_item(vm, iterator->a, (int64_t)iterator->index - 1);
        if (item) {
            heap_set(heap, iterator->index, iterator->index - 1);
            return item;
        }
        if (!is_end_of_sequence(vm)) return REF_NULL;
    }
    heap_set(heap, iterator->index, 0);
    if (iterator->a) heap_replace(heap, &iterator->a, REF_NULL);
    return REF_NULL;
}

static Ref reversed_hint(Vm *vm, Ref self, Args args) {
    (void)args;
    const Iterator *iterator = iterator_at(vm, self);
    int64_t length = iterator->a ? object_length(vm, iterator->a) : 0;
    if (length < 0) return REF_NULL;
    return or_no_memory(vm, int_new(&vm->heap, length < iterator->index ? 0 : iterator->index));
}

static const NativeFunction reversed_methods[] = {
    {"__length_hint__", reversed_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};

const TypeSpec type_spec_REVERSED = {
    .doc = "Return a reverse iterator over the values of the given sequence.",
    .slots = {.create = reversed_create, .iter = itself, .next = reversed_next},
    .methods = reversed_methods,
};
