#include "python/deque_type.h"

#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "python/container.h"
#include "python/error.h"

/* ---- making ---- */

static Ref create(Vm *vm, Ref type, Args args) {
    (void)args;
    Ref made = deque_new(&vm->heap, type);
    return made ? made : error_no_memory(vm);
}

/* PyLong_AsSsize_t. */
static bool parse_maxlen(Vm *vm, Ref given, uint64_t *maxlen) {
    *maxlen = DEQUE_UNBOUNDED;
    if (!given || given == heap_root(&vm->heap)->none) return true;
    if (!is_instance_flag(&vm->heap, given, TYPE_INT)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "an integer is required");
        return false;
    }
    int64_t number;
    if (!object_as_size(vm, given, &number)) return false;
    if (number < 0) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "maxlen must be non-negative");
        return false;
    }
    *maxlen = (uint64_t)number;
    return true;
}

static bool init(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"iterable", "maxlen", NULL};
    Heap *heap = &vm->heap;
    Ref given[2];
    uint64_t maxlen;
    if (!args_parse(vm, "deque", args, names, 0, 2, given)) return false;
    if (!parse_maxlen(vm, given[1], &maxlen)) return false;
    heap_set(heap, deque_at(heap, self)->maxlen, maxlen);
    deque_clear(heap, self);
    if (heap->failure) return error_no_memory(vm), false;
    return !given[0] || deque_extend(vm, self, given[0], false);
}

enum { COPY_MADE, COPY_SELF, COPY_MAXLEN, COPY_SLOTS };
static const char *const copy_slots[COPY_SLOTS] = {"the copy", "the deque", "maxlen"};
static const NativeFrame copy_frame = {"deque.copy", copy_slots, COPY_SLOTS};

static bool copy_exact(Vm *vm, Ref frame, Ref self) {
    Heap *heap = &vm->heap;
    Ref made = deque_new(heap, type_ref(heap, TYPE_ID_DEQUE));
    if (!made) return error_no_memory(vm), false;
    native_put(vm, frame, COPY_MADE, made);
    uint64_t maxlen = deque_at(heap, self)->maxlen;
    heap_set(heap, deque_at(heap, made)->maxlen, maxlen);
    if (deque_size(heap, self) != 1) return deque_extend(vm, made, self, false);
    Ref item = new_ref(vm, deque_get(heap, self, 0));
    if (!deque_append(heap, made, item, maxlen)) return error_no_memory(vm), false;
    return true;
}

static bool copy_by_class(Vm *vm, Ref frame, Ref self) {
    Heap *heap = &vm->heap;
    uint64_t maxlen = deque_at(heap, self)->maxlen;
    Ref number = REF_NULL;
    if (maxlen != DEQUE_UNBOUNDED) {
        /* PyObject_CallFunction owns what it hands on, and takes maxlen for a C int */
        number = int_new(heap, (int32_t)maxlen);
        if (!number) return error_no_memory(vm), false;
        native_put(vm, frame, COPY_SELF, new_ref(vm, self));
        native_put(vm, frame, COPY_MAXLEN, number);
    }
    Ref made = vm_call_values(vm, heap_type(heap, self), self, number, REF_NULL);
    if (!made) return false;
    native_put(vm, frame, COPY_MADE, made);
    native_set(vm, frame, COPY_SELF, REF_NULL);
    native_set(vm, frame, COPY_MAXLEN, REF_NULL);
    if (is_deque(vm, made)) return true;
    char own[TYPE_NAME_MAX], name[TYPE_NAME_MAX];
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "%.200s() must return a deque, not %.200s",
             object_type_name(vm, self, own, sizeof own),
             object_type_name(vm, made, name, sizeof name));
    return false;
}

Ref deque_copy(Vm *vm, Ref self) {
    Ref frame = native_push(vm, &copy_frame);
    if (!frame) return REF_NULL;
    bool exact = is_exact(&vm->heap, self, TYPE_ID_DEQUE);
    bool done = exact ? copy_exact(vm, frame, self) : copy_by_class(vm, frame, self);
    if (vm->halt) return REF_NULL;
    Ref made = done ? native_take(vm, frame, COPY_MADE) : REF_NULL;
    native_pop(vm, frame);
    return made;
}

/* ---- repr ---- */

enum { REPR_ITEMS, REPR_TEXT, REPR_RESULT, REPR_SLOTS };
static const char *const repr_slots[REPR_SLOTS] = {"the items", "their text", "the whole text"};
static const NativeFrame repr_frame = {"deque.__repr__", repr_slots, REPR_SLOTS};

static Ref text_of_items(Vm *vm, Ref frame, Ref self) {
    Heap *heap = &vm->heap;
    Ref list = object_to_list(vm, self);
    if (!list) return REF_NULL;
    native_put(vm, frame, REPR_ITEMS, list);
    Ref items = object_repr(vm, list);
    if (!items) return REF_NULL;
    native_put(vm, frame, REPR_TEXT, items);
    TextBuffer text = {0};
    uint64_t maxlen = deque_at(heap, self)->maxlen;
    str_append_to(heap, heap_type_of(heap, self)->name, &text);
    text_append_char(&text, '(');
    str_append_to(heap, items, &text);
    if (maxlen != DEQUE_UNBOUNDED) {
        text_appendf(&text, ", maxlen=%llu", (unsigned long long)maxlen);
    }
    text_append_char(&text, ')');
    return str_of_buffer(vm, &text);
}

static Ref repr(Vm *vm, Ref self) {
    int entered = object_repr_enter(vm, self);
    if (entered) return entered < 0 ? REF_NULL : str_new_cstr(&vm->heap, "[...]");
    Ref frame = native_push(vm, &repr_frame);
    if (!frame) return REF_NULL;
    Ref text = text_of_items(vm, frame, self);
    if (vm->halt) return REF_NULL;
    if (text) native_put(vm, frame, REPR_RESULT, text);
    object_repr_leave(vm, self);
    /* items that were taken out meanwhile die here */
    native_set(vm, frame, REPR_ITEMS, REF_NULL);
    if (vm->halt) return REF_NULL;
    text = native_take(vm, frame, REPR_RESULT);
    native_pop(vm, frame);
    return text;
}

/* ---- comparing ---- */

enum { COMPARE_FIRST, COMPARE_SECOND, COMPARE_ITEM, COMPARE_OTHER, COMPARE_SLOTS };
static const char *const compare_slots[COMPARE_SLOTS] = {"the iterator", "the other iterator",
                                                         "the item", "the other item"};
static const NativeFrame compare_frame = {"comparison of deques", compare_slots, COMPARE_SLOTS};

static int by_ends(CompareOp op, bool first_goes_on, bool second_goes_on) {
    switch (op) {
    case COMPARE_LT: return second_goes_on;
    case COMPARE_LE: return !first_goes_on;
    case COMPARE_EQ: return !first_goes_on && !second_goes_on;
    case COMPARE_NE: return first_goes_on || second_goes_on;
    case COMPARE_GT: return first_goes_on;
    case COMPARE_GE: return !second_goes_on;
    }
    return -1;
}

/* 1, 0, -1. */
static int compare_items(Vm *vm, Ref frame, Ref a, Ref b, CompareOp op) {
    Ref first = object_iter(vm, a);
    if (!first) return -1;
    native_put(vm, frame, COMPARE_FIRST, first);
    Ref second = object_iter(vm, b);
    if (!second) return -1;
    native_put(vm, frame, COMPARE_SECOND, second);
    for (;;) {
        Ref item = object_next(vm, first);
        if (!item && vm_failed(vm)) return -1;
        if (item) native_put(vm, frame, COMPARE_ITEM, item);
        Ref other = object_next(vm, second);
        if (other) native_put(vm, frame, COMPARE_OTHER, other);
        if (!item || !other) return vm_failed(vm) ? -1 : by_ends(op, item != 0, other != 0);
        int equal = object_compare_bool(vm, item, other, COMPARE_EQ);
        if (equal == 0) return object_compare_bool(vm, item, other, op);
        if (equal < 0) return -1;
        native_set(vm, frame, COMPARE_ITEM, REF_NULL);
        native_set(vm, frame, COMPARE_OTHER, REF_NULL);
        if (vm->halt) return -1;
    }
}

static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    const Heap *heap = &vm->heap;
    if (!is_deque(vm, a) || !is_deque(vm, b)) return new_not_implemented(vm);
    if (op == COMPARE_EQ || op == COMPARE_NE) {
        if (a == b) return new_bool(vm, op == COMPARE_EQ);
        if (deque_size(heap, a) != deque_size(heap, b)) return new_bool(vm, op == COMPARE_NE);
    }
    Ref frame = native_push(vm, &compare_frame);
    if (!frame) return REF_NULL;
    int result = compare_items(vm, frame, a, b, op);
    if (vm->halt) return REF_NULL;
    /* the items go before the iterators */
    native_set(vm, frame, COMPARE_ITEM, REF_NULL);
    native_set(vm, frame, COMPARE_OTHER, REF_NULL);
    native_pop(vm, frame);
    return result < 0 ? REF_NULL : new_bool(vm, result);
}

/* ---- as a sequence ---- */

static int64_t length(Vm *vm, Ref self) {
    return deque_size(&vm->heap, self);
}

static Ref item(Vm *vm, Ref self, int64_t index) {
    if (index < 0 || index >= deque_size(&vm->heap, self)) {
        return vm_raise(vm, TYPE_ID_INDEX_ERROR, "deque index out of range");
    }
    return new_ref(vm, deque_get(&vm->heap, self, (uint32_t)index));
}

static const char *const made_slots[] = {"the result"};
static const NativeFrame made_frame = {"deque operator", made_slots, 1};

/* Ends an operator: what slot 0 of the frame holds, or null. */
static Ref finish(Vm *vm, Ref frame, bool done) {
    if (vm->halt) return REF_NULL;
    Ref made = done ? native_take(vm, frame, 0) : REF_NULL;
    native_pop(vm, frame);
    return made;
}

static Ref concat(Vm *vm, Ref self, Ref other) {
    int is = object_isinstance(vm, other, type_ref(&vm->heap, TYPE_ID_DEQUE));
    if (is < 0) return REF_NULL;
    if (!is) {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "can only concatenate deque (not \"%.200s\") to deque",
                        object_type_name(vm, other, name, sizeof name));
    }
    Ref frame = native_push(vm, &made_frame);
    if (!frame) return REF_NULL;
    Ref made = deque_copy(vm, self);
    if (made) native_put(vm, frame, 0, made);
    return finish(vm, frame, made && deque_extend(vm, made, other, false));
}

static Ref inplace_concat(Vm *vm, Ref self, Ref other) {
    return deque_extend(vm, self, other, false) ? new_ref(vm, self) : REF_NULL;
}

static const char *const repeat_slots[] = {"the items"};
static const NativeFrame repeat_frame = {"deque repetition", repeat_slots, 1};

static bool repeat_many(Vm *vm, Ref self, int64_t count) {
    Heap *heap = &vm->heap;
    uint64_t size = deque_size(heap, self), maxlen = deque_at(heap, self)->maxlen;
    Ref frame = native_push(vm, &repeat_frame);
    if (!frame) return false;
    Ref items = object_to_list(vm, self);
    if (items) native_put(vm, frame, 0, items);
    bool done = items != REF_NULL;
    if (maxlen != DEQUE_UNBOUNDED && (uint64_t)count * size > maxlen) {
        count = (int64_t)((maxlen + size - 1) / size);
    }
    for (int64_t i = 1; done && i < count; ++i) done = deque_extend(vm, self, items, false);
    if (vm->halt) return false;
    native_pop(vm, frame);
    return done;
}

static Ref inplace_repeat(Vm *vm, Ref self, int64_t count) {
    Heap *heap = &vm->heap;
    uint64_t size = deque_size(heap, self), maxlen = deque_at(heap, self)->maxlen;
    bool done = true;
    if (size == 0 || count == 1) return new_ref(vm, self);
    if (count <= 0) {
        deque_clear(heap, self);
    } else if (count > UINT32_MAX / (int64_t)size) {
        vm_limit(vm, "a deque of that many items");
    } else if (size == 1) {
        uint64_t times = (uint64_t)count > maxlen ? maxlen : (uint64_t)count;
        done = deque_repeat_item(heap, self, times);
    } else {
        if (!repeat_many(vm, self, count)) return REF_NULL;
    }
    if (!done || heap->failure) return error_no_memory(vm);
    return vm->halt ? REF_NULL : new_ref(vm, self);
}

static Ref repeat(Vm *vm, Ref self, int64_t count) {
    Ref frame = native_push(vm, &made_frame);
    if (!frame) return REF_NULL;
    Ref made = deque_copy(vm, self), result = REF_NULL;
    if (made) {
        native_put(vm, frame, 0, made);
        result = inplace_repeat(vm, made, count);
    }
    /* the result is the copy, once more */
    if (result) heap_decref(&vm->heap, result);
    return finish(vm, frame, result != REF_NULL);
}

static Ref get_maxlen(Vm *vm, Ref self) {
    uint64_t maxlen = deque_at(&vm->heap, self)->maxlen;
    return maxlen == DEQUE_UNBOUNDED ? new_none(vm) : int_new(&vm->heap, (int64_t)maxlen);
}

static const NativeGetSet getsets[] = {
    {"maxlen", get_maxlen, NULL, false},
    {0},
};

const TypeSpec type_spec_DEQUE = {
    .doc =
        "deque([iterable[, maxlen]]) --> deque object\n\nA list-like sequence optimized for data "
        "accesses near its endpoints.",
    .module = "collections",
    .slots =
        {
            .repr = repr,
            .hash = hash_not_implemented,
            .compare = compare,
            .iter = deque_iter,
            .create = create,
            .init = init,
            .length = length,
            .item = item,
            .concat = concat,
            .repeat = repeat,
            .inplace_concat = inplace_concat,
            .inplace_repeat = inplace_repeat,
            .contains = deque_contains,
            .set_item = deque_set_item,
        },
    .methods = deque_methods,
    .getsets = getsets,
    .unhashable = true,
};
