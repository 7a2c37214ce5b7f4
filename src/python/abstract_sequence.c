/* Iteration and containers: the sequence and mapping parts of CPython 3.11's Objects/abstract.c,
 * with the slot functions of typeobject.c. */
#include "heap/dict.h"
#include "heap/held.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/set.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/generic_alias.h"
#include "python/slot_call.h"
#include "python/type.h"

static Ref raise_for_type(Vm *vm, const char *format, Ref type) {
    char name[TYPE_NAME_MAX];
    type_name(vm, type, name, sizeof name);
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, format, name);
}

static bool is_list(const Heap *heap, Ref object) {
    return is_exact(heap, object, TYPE_ID_LIST);
}

static bool is_tuple(const Heap *heap, Ref object) {
    return is_exact(heap, object, TYPE_ID_TUPLE);
}

/* ---- iterators ---- */

/* Whether the class's __getitem__ serves as sq_item. */
static bool has_item(const Vm *vm, Ref type) {
    if (heap_at(&vm->heap, Type, type)->flags & TYPE_DICT) return false;
    return type_overrides(vm, type, DUNDER_GETITEM) || type_slots(vm, type)->item;
}

/* PySeqIter_New. */
static Ref sequence_iterator(Vm *vm, Ref sequence) {
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_SEQUENCE_ITERATOR), 0);
    if (!made) return error_no_memory(vm);
    const Iterator *self = heap_at(heap, Iterator, made);
    heap_set(heap, self->head.which, ITER_SEQUENCE);
    heap_set(heap, self->a, new_ref(vm, sequence));
    heap_track(heap, made);
    return made;
}

static bool is_iterator(const Vm *vm, Ref object) {
    Ref type = heap_type(&vm->heap, object);
    return type_overrides(vm, type, DUNDER_NEXT) || type_slots(vm, type)->next;
}

/* slot_tp_iter. */
static Ref call_python_iter(Vm *vm, Ref object) {
    Ref type = heap_type(&vm->heap, object);
    Ref found = type_lookup(vm, type, dunder_name(vm, DUNDER_ITER));
    if (found == heap_root(&vm->heap)->none) {
        return raise_for_type(vm, "'%s' object is not iterable", type);
    }
    return slot_call(vm, DUNDER_ITER, &object, 1, SLOT_RAISE);
}

Ref object_iter(Vm *vm, Ref object) {
    Ref type = heap_type(&vm->heap, object);
    Ref result;
    if (type_overrides(vm, type, DUNDER_ITER)) {
        result = call_python_iter(vm, object);
    } else if (type_slots(vm, type)->iter) {
        result = type_slots(vm, type)->iter(vm, object);
    } else if (has_item(vm, type)) {
        return sequence_iterator(vm, object);
    } else {
        return raise_for_type(vm, "'%s' object is not iterable", type);
    }
    if (result && !is_iterator(vm, result)) {
        Ref wrong = heap_type(&vm->heap, result);
        raise_for_type(vm, "iter() returned non-iterator of type '%s'", wrong);
        heap_decref(&vm->heap, result);
        return REF_NULL;
    }
    return result;
}

Ref object_next(Vm *vm, Ref iterator) {
    Ref type = heap_type(&vm->heap, iterator);
    Ref result;
    if (type_overrides(vm, type, DUNDER_NEXT)) {
        result = slot_call(vm, DUNDER_NEXT, &iterator, 1, SLOT_RAISE);
    } else if (type_slots(vm, type)->next) {
        result = type_slots(vm, type)->next(vm, iterator);
    } else {
        return raise_for_type(vm, "'%s' object is not an iterator", type);
    }
    if (!result && !vm->halt && vm_machine(vm)->error_type &&
        vm_error_is(vm, TYPE_ID_STOP_ITERATION)) {
        vm_clear_error(vm);
    }
    return result;
}

/* ---- lists and tuples of all items ---- */

static const char *const gather_slots[] = {"the iterator", "the result", "an item"};
static const NativeFrame gather_frame = {"iteration", gather_slots, 3};

Ref object_to_list(Vm *vm, Ref iterable) {
    Ref list = list_new(&vm->heap, 0);
    if (!list) return error_no_memory(vm);
    Ref frame = native_push(vm, &gather_frame);
    if (!frame) {
        heap_decref(&vm->heap, list);
        return REF_NULL;
    }
    native_put(vm, frame, 1, list);
    Ref result = object_extend_list(vm, list, iterable) ? native_take(vm, frame, 1) : REF_NULL;
    native_pop(vm, frame);
    return result;
}

Ref object_fast_sequence(Vm *vm, Ref value, const char *message) {
    Heap *heap = &vm->heap;
    if (is_instance_flag(heap, value, TYPE_LIST | TYPE_TUPLE)) return new_ref(vm, value);
    Ref iterator = object_iter(vm, value);
    if (!iterator) {
        if (vm->halt || !vm_error_is(vm, TYPE_ID_TYPE_ERROR)) return REF_NULL;
        vm_clear_error(vm);
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s", message);
    }
    Ref frame = native_push(vm, &gather_frame);
    if (!frame) {
        heap_decref(heap, iterator);
        return REF_NULL;
    }
    native_put(vm, frame, 0, iterator);
    Ref list = object_to_list(vm, iterator);
    if (!list) {
        native_pop(vm, frame);
        return REF_NULL;
    }
    native_put(vm, frame, 1, list);
    native_set(vm, frame, 0, REF_NULL);
    list = native_take(vm, frame, 1);
    native_pop(vm, frame);
    return list;
}

/* Of a list or tuple: its items are known. */
static bool extend_from_sequence(Vm *vm, Ref list, Ref sequence) {
    Heap *heap = &vm->heap;
    bool from_list = heap_kind(heap, sequence) == KIND_LIST;
    uint32_t count = from_list ? list_size(heap, sequence) : tuple_size(heap, sequence);
    if (count == 0) return true;
    uint32_t size = list_size(heap, list);
    if (!heap_at(heap, List, list)->items) {
        if (!list_preallocate(heap, list, count)) return error_no_memory(vm), false;
        if (!list_resize(heap, list, count)) return error_no_memory(vm), false;
    } else if (!list_resize(heap, list, size + count)) {
        return error_no_memory(vm), false;
    }
    for (uint32_t i = 0; i < count; ++i) {
        Ref item = from_list ? list_get(heap, sequence, i) : tuple_get(heap, sequence, i);
        list_init_item(heap, list, size + i, new_ref(vm, item));
    }
    return true;
}

static bool extend_from_iterator(Vm *vm, Ref list, Ref iterable, Ref frame) {
    Heap *heap = &vm->heap;
    Ref iterator = object_iter(vm, iterable);
    if (!iterator) return false;
    native_put(vm, frame, 0, iterator);
    int64_t hint = object_length_hint(vm, iterable, 8);
    if (hint < 0) return false;
    uint32_t size = list_size(heap, list);
    if (hint > UINT32_MAX / 16) hint = 0; /* CPython would try, and fail the same way later */
    if (!heap_at(heap, List, list)->items) {
        if (hint && !list_preallocate(heap, list, (uint32_t)hint))
            return error_no_memory(vm), false;
    } else {
        if (!list_resize(heap, list, size + (uint32_t)hint)) return error_no_memory(vm), false;
        /* the new places stay free: only the size goes back */
        heap_set(heap, heap_at(heap, List, list)->size, size);
    }
    for (;;) {
        Ref item = object_next(vm, iterator);
        if (!item) {
            if (vm_failed(vm)) return false;
            break;
        }
        if (!list_append(heap, list, item)) return error_no_memory(vm), false;
        if (vm->interrupt) return vm_limit(vm, "interrupted"), false;
    }
    const List *self = heap_at(heap, List, list);
    if (self->size < self->allocated && !list_resize(heap, list, self->size)) {
        return error_no_memory(vm), false;
    }
    return true;
}

bool object_extend_list(Vm *vm, Ref list, Ref iterable) {
    Heap *heap = &vm->heap;
    if (is_list(heap, iterable) || is_tuple(heap, iterable) || iterable == list) {
        return extend_from_sequence(vm, list, iterable);
    }
    Ref frame = native_push(vm, &gather_frame);
    if (!frame) return false;
    bool done = extend_from_iterator(vm, list, iterable, frame);
    native_pop(vm, frame);
    return done;
}

/* _PyTuple_Resize of a tuple that nothing else has seen: the block is resized in place where the
 * allocator can, without counting as a new object. Steals; null with failure. */
static Ref resize_tuple(Vm *vm, Ref tuple, uint32_t size) {
    Heap *heap = &vm->heap;
    uint32_t old = tuple_size(heap, tuple);
    if (old == size) return tuple;
    if (old == 0 || size == 0) {
        heap_decref(heap, tuple);
        return tuple_new(heap, size);
    }
    heap_untrack(heap, tuple);
    size_t bytes = GRANULE + 24 + (size_t)size * 8;
    Ref block = heap_realloc(heap, tuple - 1, bytes);
    if (!block) return REF_NULL;
    Ref moved = block + 1;
    const Tuple *self = heap_at(heap, Tuple, moved);
    heap_set(heap, self->size, size);
    if (size > old) image_zero(&heap->image, &self->items[old], (size - old) * sizeof(Ref));
    heap_track(heap, moved);
    return moved;
}

static Ref gather_tuple(Vm *vm, Ref iterable, Ref frame) {
    Heap *heap = &vm->heap;
    Ref iterator = object_iter(vm, iterable);
    if (!iterator) return REF_NULL;
    native_put(vm, frame, 0, iterator);
    int64_t hint = object_length_hint(vm, iterable, 10);
    if (hint < 0) return REF_NULL;
    if (hint > UINT32_MAX / 16) return vm_limit(vm, "a tuple of that many items");
    uint32_t room = (uint32_t)hint, count = 0;
    Ref tuple = tuple_new(heap, room);
    if (!tuple) return error_no_memory(vm);
    native_put(vm, frame, 1, tuple);
    for (;; ++count) {
        Ref item = object_next(vm, iterator);
        if (!item) {
            if (vm_failed(vm)) return REF_NULL;
            break;
        }
        if (count >= room) {
            /* grow as CPython does */
            room += 10;
            room += room >> 2;
            native_put(vm, frame, 2, item);
            Ref grown = resize_tuple(vm, native_take(vm, frame, 1), room);
            if (!grown) return error_no_memory(vm);
            native_put(vm, frame, 1, grown);
            item = native_take(vm, frame, 2);
        }
        tuple_init_item(heap, native_get(vm, frame, 1), count, item);
        if (vm->interrupt) return vm_limit(vm, "interrupted");
    }
    tuple = native_take(vm, frame, 1);
    if (count < room) tuple = resize_tuple(vm, tuple, count);
    return tuple ? tuple : error_no_memory(vm);
}

Ref object_to_tuple(Vm *vm, Ref iterable) {
    Heap *heap = &vm->heap;
    if (is_tuple(heap, iterable)) return new_ref(vm, iterable);
    if (is_list(heap, iterable)) {
        uint32_t count = list_size(heap, iterable);
        Ref tuple = tuple_new(heap, count);
        if (!tuple) return error_no_memory(vm);
        for (uint32_t i = 0; i < count; ++i) {
            tuple_init_item(heap, tuple, i, new_ref(vm, list_get(heap, iterable, i)));
        }
        return tuple;
    }
    Ref frame = native_push(vm, &gather_frame);
    if (!frame) return REF_NULL;
    Ref result = gather_tuple(vm, iterable, frame);
    native_pop(vm, frame);
    return result;
}

/* ---- length ---- */

static bool has_length(const Vm *vm, Ref type) {
    return type_overrides(vm, type, DUNDER_LEN) || type_slots(vm, type)->length;
}

/* slot_sq_length. */
static int64_t call_python_len(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    Ref given = slot_call(vm, DUNDER_LEN, &object, 1, SLOT_RAISE);
    if (!given) return -1;
    Ref value = object_index(vm, given);
    heap_decref(heap, given);
    if (!value) return -1;
    if (int_is_negative(heap, value)) {
        heap_decref(heap, value);
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "__len__() should return >= 0");
        return -1;
    }
    int64_t length;
    bool fits = object_as_i64(vm, value, TYPE_ID_OVERFLOW_ERROR, &length);
    heap_decref(heap, value);
    return fits ? length : -1;
}

int64_t object_length(Vm *vm, Ref object) {
    Ref type = heap_type(&vm->heap, object);
    if (type_overrides(vm, type, DUNDER_LEN)) return call_python_len(vm, object);
    if (type_slots(vm, type)->length) return type_slots(vm, type)->length(vm, object);
    raise_for_type(vm, "object of type '%s' has no len()", type);
    return -1;
}

static int64_t call_length_hint(Vm *vm, Ref object, Ref found, int64_t otherwise) {
    static const char *const slots[] = {"__length_hint__"};
    static const NativeFrame description = {"length_hint", slots, 1};
    Heap *heap = &vm->heap;
    Ref bound = descriptor_get(vm, found, object, heap_type(heap, object));
    if (!bound) return -1;
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(heap, bound);
        return -1;
    }
    native_put(vm, frame, 0, bound);
    Ref result = vm_call_values(vm, bound, REF_NULL, REF_NULL, REF_NULL);
    native_pop(vm, frame);
    if (!result) {
        if (vm->halt || !vm_error_is(vm, TYPE_ID_TYPE_ERROR)) return -1;
        vm_clear_error(vm);
        return otherwise;
    }
    int64_t hint = -1;
    if (result == heap_root(heap)->not_implemented) {
        hint = otherwise;
    } else if (!is_instance_flag(heap, result, TYPE_INT)) {
        raise_for_type(vm, "__length_hint__ must be an integer, not %s", heap_type(heap, result));
    } else if (!int_to_i64(heap, result, &hint)) {
        vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
        hint = -1;
    } else if (hint < 0) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "__length_hint__() should return >= 0");
        hint = -1;
    }
    heap_decref(heap, result);
    return hint;
}

int64_t object_length_hint(Vm *vm, Ref object, int64_t otherwise) {
    Ref type = heap_type(&vm->heap, object);
    if (has_length(vm, type)) {
        int64_t length = object_length(vm, object);
        if (length >= 0) return length;
        if (vm->halt || !vm_error_is(vm, TYPE_ID_TYPE_ERROR)) return -1;
        vm_clear_error(vm);
    }
    Ref found = type_lookup(vm, type, dunder_name(vm, DUNDER_LENGTH_HINT));
    if (vm->halt) return -1;
    return found ? call_length_hint(vm, object, found, otherwise) : otherwise;
}

/* ---- items ---- */

/* sq_item with a negative index moved by the length. */
static Ref get_by_number(Vm *vm, Ref object, Ref key) {
    Ref type = heap_type(&vm->heap, object);
    const TypeSlots *slots = type_slots(vm, type);
    int64_t index;
    if (!type_overrides(vm, heap_type(&vm->heap, key), DUNDER_INDEX) &&
        !type_slots(vm, heap_type(&vm->heap, key))->index) {
        return raise_for_type(vm, "sequence index must be integer, not '%s'",
                              heap_type(&vm->heap, key));
    }
    if (!object_as_i64(vm, key, TYPE_ID_INDEX_ERROR, &index)) return REF_NULL;
    if (index < 0 && slots->length) {
        int64_t length = slots->length(vm, object);
        if (length < 0) return REF_NULL;
        index += length;
    }
    return slots->item(vm, object, index);
}

static Ref get_class_item(Vm *vm, Ref type, Ref key) {
    static const char *const slots[] = {"__class_getitem__"};
    static const NativeFrame description = {"type.__getitem__", slots, 1};
    if (type == type_ref(&vm->heap, TYPE_ID_TYPE)) return generic_alias_new(vm, type, key);
    Ref method = object_find_attr(vm, type, dunder_name(vm, DUNDER_CLASS_GETITEM));
    if (vm_failed(vm)) return REF_NULL;
    if (!method) return raise_for_type(vm, "type '%s' is not subscriptable", type);
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(&vm->heap, method);
        return REF_NULL;
    }
    native_put(vm, frame, 0, method);
    Ref result = vm_call_values(vm, method, key, REF_NULL, REF_NULL);
    native_pop(vm, frame);
    return result;
}

Ref object_getitem(Vm *vm, Ref object, Ref key) {
    Ref type = heap_type(&vm->heap, object);
    if (type_overrides(vm, type, DUNDER_GETITEM)) {
        Ref values[] = {object, key};
        return slot_call(vm, DUNDER_GETITEM, values, 2, SLOT_RAISE);
    }
    const TypeSlots *slots = type_slots(vm, type);
    if (slots->subscript) return slots->subscript(vm, object, key);
    if (slots->item) return get_by_number(vm, object, key);
    if (is_type(vm, object)) return get_class_item(vm, object, key);
    return raise_for_type(vm, "'%s' object is not subscriptable", type);
}

/* Whether CPython's type has a tp_as_sequence, be it with no way to store items. Classes made by a
 * class statement always have. */
static bool has_sequence_slots(const Vm *vm, Ref type) {
    const Type *self = heap_at(&vm->heap, Type, type);
    if (self->flags & TYPE_HEAP) return true;
    switch (self->kind) {
    case KIND_TUPLE:
    case KIND_STR:
    case KIND_BYTES:
    case KIND_RANGE:
    case KIND_SET:
    case KIND_DICT_VIEW:
    case KIND_MAPPING_PROXY: return true;
    default: return false;
    }
}

/* PyObject_SetItem and PyObject_DelItem of a type that stores no items: a sequence looks at the
 * index first and has words of its own. */
static bool refuse_item(Vm *vm, Ref type, Ref key, bool assigned) {
    Ref key_type = heap_type(&vm->heap, key);
    bool index = type_overrides(vm, key_type, DUNDER_INDEX) || type_slots(vm, key_type)->index;
    bool sequence = index && has_sequence_slots(vm, type);
    int64_t ignored;
    if (sequence && !object_as_i64(vm, key, TYPE_ID_INDEX_ERROR, &ignored)) return false;
    raise_for_type(vm,
                   assigned   ? "'%s' object does not support item assignment"
                   : sequence ? "'%s' object doesn't support item deletion"
                              : "'%s' object does not support item deletion",
                   type);
    return false;
}

/* PySequence_SetItem and PySequence_DelItem. */
static bool set_by_number(Vm *vm, const TypeSlots *slots, Ref object, Ref key, Ref value) {
    Ref key_type = heap_type(&vm->heap, key);
    int64_t index;
    if (!type_overrides(vm, key_type, DUNDER_INDEX) && !type_slots(vm, key_type)->index) {
        raise_for_type(vm, "sequence index must be integer, not '%s'", key_type);
        return false;
    }
    if (!object_as_i64(vm, key, TYPE_ID_INDEX_ERROR, &index)) return false;
    if (index < 0) index += slots->length(vm, object);
    return slots->set_item(vm, object, index, value);
}

static bool store_item(Vm *vm, Ref object, Ref key, Ref value) {
    Ref type = heap_type(&vm->heap, object);
    if (type_overrides(vm, type, DUNDER_SETITEM) || type_overrides(vm, type, DUNDER_DELITEM)) {
        Ref values[] = {object, key, value};
        Ref result = value ? slot_call(vm, DUNDER_SETITEM, values, 3, SLOT_RAISE)
                           : slot_call(vm, DUNDER_DELITEM, values, 2, SLOT_RAISE);
        if (!result) return false;
        heap_decref(&vm->heap, result);
        return true;
    }
    const TypeSlots *slots = type_slots(vm, type);
    if (slots->set_subscript) return slots->set_subscript(vm, object, key, value);
    if (slots->set_item) return set_by_number(vm, slots, object, key, value);
    return refuse_item(vm, type, key, value != REF_NULL);
}

bool object_setitem(Vm *vm, Ref object, Ref key, Ref value) {
    return store_item(vm, object, key, value);
}

bool object_delitem(Vm *vm, Ref object, Ref key) {
    return store_item(vm, object, key, REF_NULL);
}

/* ---- membership ---- */

/* _PySequence_IterSearch. */
static int search(Vm *vm, Ref container, Ref value) {
    Heap *heap = &vm->heap;
    Ref iterator = object_iter(vm, container);
    if (!iterator) {
        if (!vm->halt && vm_error_is(vm, TYPE_ID_TYPE_ERROR)) {
            vm_clear_error(vm);
            raise_for_type(vm, "argument of type '%s' is not iterable", heap_type(heap, container));
        }
        return -1;
    }
    Ref frame = native_push(vm, &gather_frame);
    if (!frame) {
        heap_decref(heap, iterator);
        return -1;
    }
    native_put(vm, frame, 0, iterator);
    int result = 0;
    while (result == 0) {
        Ref item = object_next(vm, iterator);
        if (!item) {
            if (vm_failed(vm)) result = -1;
            break;
        }
        native_put(vm, frame, 2, item);
        result = object_compare_bool(vm, item, value, COMPARE_EQ);
        native_set(vm, frame, 2, REF_NULL);
        if (vm->interrupt) {
            vm_limit(vm, "interrupted");
            result = -1;
        }
    }
    native_pop(vm, frame);
    return result;
}

int object_contains(Vm *vm, Ref container, Ref value) {
    Ref type = heap_type(&vm->heap, container);
    if (type_overrides(vm, type, DUNDER_CONTAINS)) {
        Ref found = type_lookup(vm, type, dunder_name(vm, DUNDER_CONTAINS));
        if (found == heap_root(&vm->heap)->none) {
            raise_for_type(vm, "'%s' object is not a container", type);
            return -1;
        }
        Ref values[] = {container, value};
        Ref result = slot_call(vm, DUNDER_CONTAINS, values, 2, SLOT_RAISE);
        if (!result) return -1;
        return object_take_truth(vm, result);
    }
    if (type_slots(vm, type)->contains) return type_slots(vm, type)->contains(vm, container, value);
    return search(vm, container, value);
}

/* ---- slices ---- */

/* _PyEval_SliceIndex: None leaves *out as it is. */
static bool slice_index(Vm *vm, Ref value, int64_t *out) {
    if (value == heap_root(&vm->heap)->none) return true;
    Ref type = heap_type(&vm->heap, value);
    if (!type_overrides(vm, type, DUNDER_INDEX) && !type_slots(vm, type)->index) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    return object_as_i64(vm, value, TYPE_ID_COUNT, out);
}

/* PySlice_AdjustIndices for one end. */
static int64_t clip(int64_t index, int64_t length, int64_t step) {
    if (index < 0) {
        index += length;
        if (index < 0) return step < 0 ? -1 : 0;
        return index;
    }
    if (index >= length) return step < 0 ? length - 1 : length;
    return index;
}

bool slice_indices(Vm *vm, Ref slice, int64_t length, int64_t *start, int64_t *stop, int64_t *step,
                   int64_t *count) {
    const Slice *self = heap_at(&vm->heap, Slice, slice);
    *step = 1;
    if (!slice_index(vm, self->step, step)) return false;
    if (*step == 0) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "slice step cannot be zero");
        return false;
    }
    if (*step < -INT64_MAX) *step = -INT64_MAX;
    *start = *step < 0 ? INT64_MAX : 0;
    *stop = *step < 0 ? INT64_MIN : INT64_MAX;
    if (!slice_index(vm, self->start, start) || !slice_index(vm, self->stop, stop)) return false;
    *start = clip(*start, length, *step);
    *stop = clip(*stop, length, *step);
    *count = 0;
    if (*step < 0 && *stop < *start) *count = (*start - *stop - 1) / -*step + 1;
    if (*step > 0 && *start < *stop) *count = (*stop - *start - 1) / *step + 1;
    return true;
}

/* ---- dicts and sets with any key ---- */

int object_dict_find(Vm *vm, Ref dict, Ref key, Ref *value) {
    uint64_t hash;
    if (!object_hash(vm, key, &hash)) return -1;
    return dict_find(&vm->heap, dict, key, hash, value);
}

/* Whether hashing the key cannot run Python code. */
static bool hashes_natively(const Vm *vm, Ref key) {
    switch (heap_kind(&vm->heap, key)) {
    case KIND_TUPLE:
    case KIND_SET:
    case KIND_WEAKREF: return false;
    default: return !type_is_heap(vm, heap_type(&vm->heap, key));
    }
}

static int exchange(Vm *vm, Ref dict, Ref key, Ref value, uint32_t times, Ref *old) {
    uint64_t hash;
    *old = REF_NULL;
    if (!object_hash(vm, key, &hash)) return -1;
    int result = dict_exchange(&vm->heap, dict, key, hash, value, times, old);
    if (vm->heap.failure) error_no_memory(vm);
    return result;
}

/* PyDict_SetItem owns one reference more of each: of the value until it is in the dict, of the key
 * until the value that was replaced has died. */
int object_dict_set(Vm *vm, Ref dict, Ref key, Ref value) {
    static const char *const slots[] = {"the key", "the value"};
    static const NativeFrame description = {"a store into a dict", slots, 2};
    Ref old;
    if (hashes_natively(vm, key)) {
        int stored = exchange(vm, dict, key, value, 1, &old);
        if (!old) return stored;
        new_ref(vm, key);
        held_decref(&vm->heap, old, key);
        heap_decref(&vm->heap, key);
        return stored;
    }
    Ref frame = native_push(vm, &description);
    if (!frame) return -1;
    native_put(vm, frame, 0, new_ref(vm, key));
    native_put(vm, frame, 1, new_ref(vm, value));
    int result = exchange(vm, dict, key, value, 0, &old);
    if (old) {
        native_set(vm, frame, 1, REF_NULL);
        heap_decref(&vm->heap, old);
    }
    native_pop(vm, frame);
    return result;
}

int object_dict_remove(Vm *vm, Ref dict, Ref key, Ref *value) {
    uint64_t hash;
    if (!object_hash(vm, key, &hash)) return -1;
    return dict_remove(&vm->heap, dict, key, hash, value);
}

int object_set_add(Vm *vm, Ref set, Ref key) {
    uint64_t hash;
    if (!object_hash(vm, key, &hash)) return -1;
    int result = set_add(&vm->heap, set, key, hash);
    if (vm->heap.failure) error_no_memory(vm);
    return result;
}
