/* list (Objects/listobject.c of CPython 3.11). */
#include "base/text.h"
#include "heap/held.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/container.h"
#include "python/error.h"

enum { LIST_MAX = 1 << 28 };

static bool raise_false(Vm *vm, TypeId type, const char *message) {
    vm_raise(vm, type, "%s", message);
    return false;
}

static bool no_memory(Vm *vm) {
    error_no_memory(vm);
    return false;
}

static Ref or_no_memory(Vm *vm, Ref object) {
    return object ? object : error_no_memory(vm);
}

static bool is_list(const Vm *vm, Ref object) {
    return is_instance_flag(&vm->heap, object, TYPE_LIST);
}

/* ---- making and printing ---- */

static Ref create(Vm *vm, Ref type, Args args) {
    (void)args;
    return or_no_memory(vm, list_new_of_type(&vm->heap, type));
}

static bool init(Vm *vm, Ref self, Args args) {
    if (is_exact(&vm->heap, self, TYPE_ID_LIST) && !args_no_keywords(vm, "list", args))
        return false;
    if (!args_count(vm, "list", (Args){args.values, args.count, REF_NULL}, 0, 1)) return false;
    list_clear(&vm->heap, self);
    return args.count == 0 || object_extend_list(vm, self, args.values[0]);
}

static Ref repr(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    if (list_size(heap, self) == 0) return or_no_memory(vm, str_new_cstr(heap, "[]"));
    int entered = object_repr_enter(vm, self);
    if (entered < 0) return REF_NULL;
    if (entered) return or_no_memory(vm, str_new_cstr(heap, "[...]"));
    TextBuffer out = {0};
    text_append_char(&out, '[');
    bool ok = true;
    for (uint32_t i = 0; ok && i < list_size(heap, self); i++) {
        if (i) text_append_string(&out, ", ");
        ok = append_repr(vm, &out, list_get(heap, self, i));
    }
    object_repr_leave(vm, self);
    text_append_char(&out, ']');
    if (ok) return str_of_buffer(vm, &out);
    text_deinit(&out);
    return REF_NULL;
}

static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    Heap *heap = &vm->heap;
    if (!is_list(vm, a) || !is_list(vm, b)) return new_not_implemented(vm);
    if (list_size(heap, a) != list_size(heap, b) && (op == COMPARE_EQ || op == COMPARE_NE))
        return new_bool(vm, op == COMPARE_NE);
    uint32_t i = 0;
    for (; i < list_size(heap, a) && i < list_size(heap, b); i++) {
        int equal =
            compare_holding(vm, list_get(heap, a, i), list_get(heap, b, i), COMPARE_EQ, true);
        if (equal < 0) return REF_NULL;
        if (!equal) break;
    }
    uint32_t size_a = list_size(heap, a), size_b = list_size(heap, b);
    if (i >= size_a || i >= size_b) return compare_sizes(vm, size_a, size_b, op);
    if (op == COMPARE_EQ || op == COMPARE_NE) return new_bool(vm, op == COMPARE_NE);
    return object_compare(vm, list_get(heap, a, i), list_get(heap, b, i), op);
}

static Ref iter(Vm *vm, Ref self) {
    return iterator_new(vm, TYPE_ID_LIST_ITERATOR, ITER_LIST, self, REF_NULL);
}

/* ---- items ---- */

static int64_t length(Vm *vm, Ref self) {
    return list_size(&vm->heap, self);
}

static Ref item(Vm *vm, Ref self, int64_t index) {
    if (index < 0 || index >= list_size(&vm->heap, self))
        return vm_raise(vm, TYPE_ID_INDEX_ERROR, "list index out of range");
    return new_ref(vm, list_get(&vm->heap, self, (uint32_t)index));
}

static Ref raise_index_type(Vm *vm, Ref key) {
    char name[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "list indices must be integers or slices, not %s",
                    object_type_name(vm, key, name, sizeof name));
}

static Ref subscript(Vm *vm, Ref self, Ref key) {
    Heap *heap = &vm->heap;
    if (has_index(vm, key)) {
        int64_t index;
        if (!object_as_i64(vm, key, TYPE_ID_INDEX_ERROR, &index)) return REF_NULL;
        return item(vm, self, index < 0 ? index + list_size(heap, self) : index);
    }
    if (heap_kind(heap, key) != KIND_SLICE) return raise_index_type(vm, key);
    int64_t start, stop, step, count;
    if (!slice_indices(vm, key, list_size(heap, self), &start, &stop, &step, &count))
        return REF_NULL;
    if (count <= 0) return or_no_memory(vm, list_new(heap, 0));
    if (step == 1) return or_no_memory(vm, list_slice(heap, self, (uint32_t)start, (uint32_t)stop));
    Ref result = list_new(heap, (uint32_t)count);
    if (!result) return error_no_memory(vm);
    for (int64_t i = 0; i < count; i++, start += step)
        list_init_item(heap, result, (uint32_t)i,
                       new_ref(vm, list_get(heap, self, (uint32_t)start)));
    return result;
}

/* The items of an assigned iterable as a list or tuple that the frame holds (PySequence_Fast). */
static const char *const assigned_slots[] = {"the assigned items"};
static const NativeFrame assigned_frame = {"slice assignment", assigned_slots, 1};

static const Ref *sequence_items(const Vm *vm, Ref sequence, uint32_t *count) {
    const Heap *heap = &vm->heap;
    if (heap_kind(heap, sequence) == KIND_LIST) {
        const List *list = heap_at(heap, List, sequence);
        *count = list->size;
        return heap_at(heap, Ref, list->items);
    }
    const Tuple *tuple = heap_at(heap, Tuple, sequence);
    *count = tuple->size;
    return tuple->items;
}

/* PySequence_Fast(value, message): a new reference to the value itself or to a list of it. */
static Ref sequence_of(Vm *vm, Ref value, const char *message) {
    const uint32_t either = TYPE_LIST | TYPE_TUPLE;
    if (is_instance_flag(&vm->heap, value, either)) return new_ref(vm, value);
    Ref list = object_to_list(vm, value);
    if (!list && !vm->halt && vm_error_is(vm, TYPE_ID_TYPE_ERROR)) {
        Ref iterator_of = type_slots(vm, heap_type(&vm->heap, value))->iter ? value : REF_NULL;
        if (!iterator_of) {
            vm_clear_error(vm);
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s", message);
        }
    }
    return list;
}

/* self[low:high] = the items of `held`, which the frame keeps. */
static bool assign_range(Vm *vm, Ref self, int64_t low, int64_t high, Ref held) {
    Heap *heap = &vm->heap;
    uint32_t count = 0;
    const Ref *items = held ? sequence_items(vm, held, &count) : NULL;
    for (uint32_t i = 0; i < count; i++) heap_incref(heap, items[i]);
    uint32_t size = list_size(heap, self);
    uint32_t from = low < 0 ? 0 : low > size ? size : (uint32_t)low;
    uint32_t to = high < from ? from : high > size ? size : (uint32_t)high;
    return list_replace_slice(heap, self, from, to, items, count) || no_memory(vm);
}

/* The items that an extended slice lets go, in a block that a holder reports. Null with halt. */
static const Ref *begin_garbage(Vm *vm, int64_t count, Ref *block) {
    Heap *heap = &vm->heap;
    *block = heap_malloc(heap, (size_t)count * 8);
    if (!*block) return error_no_memory(vm), NULL;
    const Ref *items = heap_at(heap, Ref, *block);
    image_zero(&heap->image, items, (size_t)count * sizeof(Ref));
    if (!held_push_block(heap, *block, 0, (uint32_t)count, sizeof(Ref), 1))
        return error_no_memory(vm), NULL;
    return items;
}

static void drop_garbage(Vm *vm, Ref block) {
    held_drop(&vm->heap, false);
    heap_free(&vm->heap, block);
}

/* del self[start:stop:step] with a step other than 1. */
static bool delete_stepped(Vm *vm, Ref self, int64_t start, int64_t step, int64_t count) {
    Heap *heap = &vm->heap;
    if (count <= 0) return true;
    if (step < 0) {
        start += step * (count - 1);
        step = -step;
    }
    Ref block;
    const Ref *garbage = begin_garbage(vm, count, &block);
    if (!garbage) return false;
    const List *list = heap_at(heap, List, self);
    const Ref *items = heap_at(heap, Ref, list->items);
    uint32_t size = list->size, to = (uint32_t)start;
    int64_t next = start;
    uint32_t taken = 0;
    for (uint32_t i = (uint32_t)start; i < size; i++) {
        if (i == next && taken < count) {
            image_set32(&heap->image, &garbage[taken++], items[i]);
            next += step;
        } else {
            image_set32(&heap->image, &items[to++], items[i]);
        }
    }
    if (!list_resize(heap, self, to)) return no_memory(vm);
    drop_garbage(vm, block);
    return true;
}

static bool assign_stepped(Vm *vm, Ref self, Ref held, int64_t start, int64_t step, int64_t count) {
    Heap *heap = &vm->heap;
    uint32_t given;
    const Ref *source = sequence_items(vm, held, &given);
    if (given != count) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR,
                 "attempt to assign sequence of size %u to extended slice of size %lld", given,
                 (long long)count);
        return false;
    }
    if (count == 0) return true;
    Ref block;
    const Ref *garbage = begin_garbage(vm, count, &block);
    if (!garbage) return false;
    const Ref *target = heap_at(heap, Ref, heap_at(heap, List, self)->items);
    for (int64_t i = 0; i < count; i++, start += step) {
        image_set32(&heap->image, &garbage[i], target[start]);
        image_set32(&heap->image, &target[start], new_ref(vm, source[i]));
    }
    drop_garbage(vm, block);
    return true;
}

static bool set_slice(Vm *vm, Ref self, Ref key, Ref value) {
    Heap *heap = &vm->heap;
    int64_t start, stop, step, count;
    if (!slice_indices(vm, key, list_size(heap, self), &start, &stop, &step, &count)) return false;
    Ref frame = native_push(vm, &assigned_frame);
    if (!frame) return false;
    bool ok = true;
    if (value) {
        Ref held = value == self
                       ? list_slice(heap, self, 0, list_size(heap, self))
                       : sequence_of(vm, value,
                                     step == 1 ? "can only assign an iterable"
                                               : "must assign iterable to extended slice");
        ok = held != REF_NULL;
        if (ok) native_put(vm, frame, 0, held);
    }
    if (ok && step == 1) {
        ok = assign_range(vm, self, start, stop < start ? start : stop, native_get(vm, frame, 0));
    } else if (ok && !value) {
        ok = delete_stepped(vm, self, start, step, count);
    } else if (ok) {
        ok = assign_stepped(vm, self, native_get(vm, frame, 0), start, step, count);
    }
    native_pop(vm, frame);
    return ok && !vm->halt;
}

static bool set_subscript(Vm *vm, Ref self, Ref key, Ref value) {
    Heap *heap = &vm->heap;
    if (has_index(vm, key)) {
        int64_t index;
        if (!object_as_i64(vm, key, TYPE_ID_INDEX_ERROR, &index)) return false;
        if (index < 0) index += list_size(heap, self);
        if (index < 0 || index >= list_size(heap, self))
            return raise_false(vm, TYPE_ID_INDEX_ERROR, "list assignment index out of range");
        if (!value)
            return list_replace_slice(heap, self, (uint32_t)index, (uint32_t)index + 1, NULL, 0) ||
                   no_memory(vm);
        list_set(heap, self, (uint32_t)index, new_ref(vm, value));
        return true;
    }
    if (heap_kind(heap, key) == KIND_SLICE) return set_slice(vm, self, key, value);
    raise_index_type(vm, key);
    return false;
}

static int contains(Vm *vm, Ref self, Ref value) {
    int found = 0;
    for (uint32_t i = 0; found == 0 && i < list_size(&vm->heap, self); i++)
        found = compare_holding(vm, list_get(&vm->heap, self, i), value, COMPARE_EQ, false);
    return found;
}

/* ---- joining and repeating ---- */

static Ref concat(Vm *vm, Ref self, Ref other) {
    Heap *heap = &vm->heap;
    if (!is_list(vm, other)) {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "can only concatenate list (not \"%s\") to list",
                        object_type_name(vm, other, name, sizeof name));
    }
    uint32_t first = list_size(heap, self), second = list_size(heap, other);
    Ref result = list_new(heap, first + second);
    if (!result) return error_no_memory(vm);
    for (uint32_t i = 0; i < first; i++)
        list_init_item(heap, result, i, new_ref(vm, list_get(heap, self, i)));
    for (uint32_t i = 0; i < second; i++)
        list_init_item(heap, result, first + i, new_ref(vm, list_get(heap, other, i)));
    return result;
}

static bool is_too_long(Vm *vm, uint32_t size, int64_t count) {
    if (count <= LIST_MAX / size) return false;
    vm_limit(vm, "a list of that many items");
    return true;
}

static Ref repeat(Vm *vm, Ref self, int64_t count) {
    Heap *heap = &vm->heap;
    uint32_t size = list_size(heap, self);
    if (size == 0 || count <= 0) return or_no_memory(vm, list_new(heap, 0));
    if (is_too_long(vm, size, count)) return REF_NULL;
    Ref result = list_new(heap, (uint32_t)(size * count));
    if (!result) return error_no_memory(vm);
    for (uint32_t i = 0; i < size * (uint32_t)count; i++)
        list_init_item(heap, result, i, new_ref(vm, list_get(heap, self, i % size)));
    return result;
}

static Ref inplace_concat(Vm *vm, Ref self, Ref other) {
    return object_extend_list(vm, self, other) ? new_ref(vm, self) : REF_NULL;
}

static Ref inplace_repeat(Vm *vm, Ref self, int64_t count) {
    Heap *heap = &vm->heap;
    uint32_t size = list_size(heap, self);
    if (size == 0 || count == 1) return new_ref(vm, self);
    if (count < 1) {
        list_clear(heap, self);
        return new_ref(vm, self);
    }
    if (is_too_long(vm, size, count)) return REF_NULL;
    if (!list_resize(heap, self, (uint32_t)(size * count))) return error_no_memory(vm);
    for (uint32_t i = size; i < size * (uint32_t)count; i++)
        list_init_item(heap, self, i, new_ref(vm, list_get(heap, self, i % size)));
    return new_ref(vm, self);
}

/* ---- methods ---- */

static Ref append(Vm *vm, Ref self, Args args) {
    if (!list_append(&vm->heap, self, new_ref(vm, args.values[0]))) return error_no_memory(vm);
    return new_none(vm);
}

static Ref extend(Vm *vm, Ref self, Args args) {
    return object_extend_list(vm, self, args.values[0]) ? new_none(vm) : REF_NULL;
}

static Ref insert(Vm *vm, Ref self, Args args) {
    int64_t index;
    if (!object_as_i64(vm, args.values[0], TYPE_ID_OVERFLOW_ERROR, &index)) return REF_NULL;
    int64_t size = list_size(&vm->heap, self);
    if (index < 0) index = index + size < 0 ? 0 : index + size;
    if (index > size) index = size;
    if (!list_insert(&vm->heap, self, (uint32_t)index, new_ref(vm, args.values[1])))
        return error_no_memory(vm);
    return new_none(vm);
}

static Ref pop(Vm *vm, Ref self, Args args) {
    int64_t index = -1;
    if (args.count && !object_as_i64(vm, args.values[0], TYPE_ID_INDEX_ERROR, &index))
        return REF_NULL;
    int64_t size = list_size(&vm->heap, self);
    if (size == 0) return vm_raise(vm, TYPE_ID_INDEX_ERROR, "pop from empty list");
    if (index < 0) index += size;
    if (index < 0 || index >= size)
        return vm_raise(vm, TYPE_ID_INDEX_ERROR, "pop index out of range");
    return or_no_memory(vm, list_take(&vm->heap, self, (uint32_t)index));
}

static Ref clear(Vm *vm, Ref self, Args args) {
    (void)args;
    list_clear(&vm->heap, self);
    return new_none(vm);
}

static Ref copy(Vm *vm, Ref self, Args args) {
    (void)args;
    return or_no_memory(vm, list_slice(&vm->heap, self, 0, list_size(&vm->heap, self)));
}

static Ref reverse(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    const List *list = heap_at(heap, List, self);
    if (list->size < 2) return new_none(vm);
    const Ref *items = heap_at(heap, Ref, list->items);
    for (uint32_t i = 0, j = list->size - 1; i < j; i++, j--) {
        Ref first = items[i];
        image_set32(&heap->image, &items[i], items[j]);
        image_set32(&heap->image, &items[j], first);
    }
    return new_none(vm);
}

static Ref remove_value(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    for (uint32_t i = 0; i < list_size(heap, self); i++) {
        int equal = compare_holding(vm, list_get(heap, self, i), args.values[0], COMPARE_EQ, false);
        if (equal < 0) return REF_NULL;
        if (!equal) continue;
        if (i < list_size(heap, self) && !list_replace_slice(heap, self, i, i + 1, NULL, 0))
            return error_no_memory(vm);
        return new_none(vm);
    }
    return vm_raise(vm, TYPE_ID_VALUE_ERROR, "list.remove(x): x not in list");
}

static Ref index_of(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    int64_t start = 0, stop = INT64_MAX;
    if (args.count > 1 && !object_as_i64(vm, args.values[1], TYPE_ID_COUNT, &start))
        return REF_NULL;
    if (args.count > 2 && !object_as_i64(vm, args.values[2], TYPE_ID_COUNT, &stop)) return REF_NULL;
    int64_t size = list_size(heap, self);
    if (start < 0) start = start + size < 0 ? 0 : start + size;
    if (stop < 0) stop = stop + size < 0 ? 0 : stop + size;
    for (int64_t i = start; i < stop && i < list_size(heap, self); i++) {
        int equal = compare_holding(vm, list_get(heap, self, (uint32_t)i), args.values[0],
                                    COMPARE_EQ, false);
        if (equal < 0) return REF_NULL;
        if (equal) return or_no_memory(vm, int_new(heap, i));
    }
    TextBuffer text = {0};
    if (append_repr(vm, &text, args.values[0]))
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "%s is not in list", text_cstr(&text));
    text_deinit(&text);
    return REF_NULL;
}

static Ref count_of(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    int64_t count = 0;
    for (uint32_t i = 0; i < list_size(heap, self); i++) {
        int equal = compare_holding(vm, list_get(heap, self, i), args.values[0], COMPARE_EQ, false);
        if (equal < 0) return REF_NULL;
        count += equal;
    }
    return or_no_memory(vm, int_new(heap, count));
}

static Ref sort(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"key", "reverse", NULL};
    Ref given[2];
    if (!args_parse(vm, "sort", args, names, 0, 0, given)) return REF_NULL;
    int64_t backwards = 0;
    if (given[1] && !object_as_i64(vm, given[1], TYPE_ID_OVERFLOW_ERROR, &backwards))
        return REF_NULL;
    Ref key = given[0] == heap_root(&vm->heap)->none ? REF_NULL : given[0];
    return list_sort(vm, self, key, backwards != 0) ? new_none(vm) : REF_NULL;
}

static Ref getitem(Vm *vm, Ref self, Args args) {
    return subscript(vm, self, args.values[0]);
}

static Ref reversed(Vm *vm, Ref self, Args args) {
    (void)args;
    Ref made = iterator_new(vm, TYPE_ID_LIST_REVERSE_ITERATOR, ITER_LIST_REVERSE, self, REF_NULL);
    if (!made) return REF_NULL;
    heap_set(&vm->heap, iterator_at(vm, made)->index, list_size(&vm->heap, self));
    return made;
}

static Ref size_of(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    const List *list = heap_at(heap, List, self);
    uint64_t size = heap_type_of(heap, self)->basicsize;
    if (list->allocated == LIST_SORTING)
        size -= 8;
    else
        size += (uint64_t)list->allocated * 8;
    return or_no_memory(vm, int_new(heap, (int64_t)size));
}

static const NativeFunction methods[] = {
    {"__getitem__", getitem, NATIVE_O, 1, 1, 0},
    {"__reversed__", reversed, NATIVE_NOARGS, 0, 0, 0},
    {"__sizeof__", size_of, NATIVE_NOARGS, 0, 0, 0},
    {"clear", clear, NATIVE_NOARGS, 0, 0, 0},
    {"copy", copy, NATIVE_NOARGS, 0, 0, 0},
    {"append", append, NATIVE_O, 1, 1, NATIVE_UNCHECKED},
    {"insert", insert, NATIVE_FAST, 2, 2, 0},
    {"extend", extend, NATIVE_O, 1, 1, 0},
    {"pop", pop, NATIVE_FAST, 0, 1, 0},
    {"remove", remove_value, NATIVE_O, 1, 1, 0},
    {"index", index_of, NATIVE_FAST, 1, 3, 0},
    {"count", count_of, NATIVE_O, 1, 1, 0},
    {"reverse", reverse, NATIVE_NOARGS, 0, 0, 0},
    {"sort", sort, NATIVE_FAST_KEYWORDS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_LIST = {
    .doc = "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new "
           "empty list.\nThe argument must be an iterable if specified.",
    .slots =
        {
            .repr = repr,
            .hash = hash_not_implemented,
            .compare = compare,
            .iter = iter,
            .create = create,
            .init = init,
            .length = length,
            .item = item,
            .concat = concat,
            .repeat = repeat,
            .inplace_concat = inplace_concat,
            .inplace_repeat = inplace_repeat,
            .contains = contains,
            .subscript = subscript,
            .set_subscript = set_subscript,
        },
    .methods = methods,
    .unbuilt = "__class_getitem__",
    .unhashable = true,
};
