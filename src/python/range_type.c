/* range and its iterators (Objects/rangeobject.c of CPython 3.11). */
#include "base/text.h"
#include "heap/int.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/container.h"
#include "python/error.h"

static Ref or_no_memory(Vm *vm, Ref object) {
    return object ? object : error_no_memory(vm);
}

static const Range *range_at(const Vm *vm, Ref range) {
    return heap_at(&vm->heap, Range, range);
}

/* ---- arithmetic on ints of any size ---- */

/* Number of items, as a new int. */
static Ref length_of(Vm *vm, Ref start, Ref stop, Ref step) {
    Heap *heap = &vm->heap;
    int64_t a, b, c;
    const int64_t safe = INT64_C(1) << 61;
    if (int_to_i64(heap, start, &a) && int_to_i64(heap, stop, &b) && int_to_i64(heap, step, &c) &&
        a > -safe && a < safe && b > -safe && b < safe) {
        int64_t count = 0;
        if (c > 0 && a < b) count = (b - a - 1) / c + 1;
        if (c < 0 && a > b) count = c == INT64_MIN ? 1 : (a - b - 1) / -c + 1;
        return or_no_memory(vm, int_new(heap, count));
    }
    mpz_t low, high, stride;
    mpz_inits(low, high, stride, NULL);
    bool down = int_is_negative(heap, step);
    int_to_mpz(heap, down ? stop : start, low);
    int_to_mpz(heap, down ? start : stop, high);
    int_to_mpz(heap, step, stride);
    mpz_abs(stride, stride);
    mpz_sub(high, high, low);
    if (mpz_sgn(high) > 0) {
        mpz_sub_ui(high, high, 1);
        mpz_tdiv_q(high, high, stride);
        mpz_add_ui(high, high, 1);
    } else {
        mpz_set_ui(high, 0);
    }
    Ref length = int_new_mpz(heap, high);
    mpz_clears(low, high, stride, NULL);
    return or_no_memory(vm, length);
}

/* start + index * step, as a new int. */
static Ref item_at(Vm *vm, Ref start, Ref step, const mpz_t index) {
    Heap *heap = &vm->heap;
    mpz_t value, base;
    mpz_inits(value, base, NULL);
    int_to_mpz(heap, step, value);
    mpz_mul(value, value, index);
    int_to_mpz(heap, start, base);
    mpz_add(value, value, base);
    Ref item = int_new_mpz(heap, value);
    mpz_clears(value, base, NULL);
    return or_no_memory(vm, item);
}

/* ---- making ---- */

/* Takes over the three ints. */
static Ref make(Vm *vm, Ref start, Ref stop, Ref step) {
    Heap *heap = &vm->heap;
    Ref length = length_of(vm, start, stop, step);
    Ref range = length ? heap_new(heap, type_ref(heap, TYPE_ID_RANGE), 0) : REF_NULL;
    if (!range) return error_no_memory(vm);
    const Range *self = range_at(vm, range);
    heap_set(heap, self->start, start);
    heap_set(heap, self->stop, stop);
    heap_set(heap, self->step, step);
    heap_set(heap, self->length, length);
    return range;
}

Ref range_new(Vm *vm, Ref start, Ref stop, Ref step) {
    if (int_is_zero(&vm->heap, step))
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "range() arg 3 must not be zero");
    return make(vm, new_ref(vm, start), new_ref(vm, stop), new_ref(vm, step));
}

static const char *const bound_slots[] = {"start", "stop", "step"};
static const NativeFrame bound_frame = {"range()", bound_slots, 3};

/* Fills the frame's slots with the bounds as ints. */
static bool take_bounds(Vm *vm, Ref frame, Args args) {
    if (args.count == 1) {
        Ref stop = object_index(vm, args.values[0]);
        if (!stop) return false;
        native_put(vm, frame, 1, stop);
        native_put(vm, frame, 0, int_new(&vm->heap, 0));
        native_put(vm, frame, 2, int_new(&vm->heap, 1));
        return true;
    }
    for (uint32_t i = 0; i < args.count; i++) {
        Ref bound = object_index(vm, args.values[i]);
        if (!bound) return false;
        native_put(vm, frame, i, bound);
    }
    if (args.count == 2) native_put(vm, frame, 2, int_new(&vm->heap, 1));
    if (!int_is_zero(&vm->heap, native_get(vm, frame, 2))) return true;
    vm_raise(vm, TYPE_ID_VALUE_ERROR, "range() arg 3 must not be zero");
    return false;
}

static Ref create(Vm *vm, Ref type, Args args) {
    (void)type;
    if (!args_no_keywords(vm, "range", args) || !args_count(vm, "range", args, 1, 3))
        return REF_NULL;
    Ref frame = native_push(vm, &bound_frame);
    if (!frame) return REF_NULL;
    Ref range = REF_NULL;
    if (take_bounds(vm, frame, args)) {
        Ref start = native_take(vm, frame, 0), stop = native_take(vm, frame, 1),
            step = native_take(vm, frame, 2);
        range = make(vm, start, stop, step);
    }
    native_pop(vm, frame);
    return range;
}

/* ---- looking ---- */

static bool append_int(Vm *vm, TextBuffer *out, Ref value) {
    return append_repr(vm, out, value);
}

static Ref repr(Vm *vm, Ref self) {
    const Range *range = range_at(vm, self);
    int64_t step;
    bool one = int_to_i64(&vm->heap, range->step, &step) && step == 1;
    TextBuffer out = {0};
    text_append_string(&out, "range(");
    bool ok = append_int(vm, &out, range->start);
    text_append_string(&out, ", ");
    ok = ok && append_int(vm, &out, range->stop);
    if (!one) text_append_string(&out, ", ");
    ok = ok && (one || append_int(vm, &out, range->step));
    text_append_char(&out, ')');
    if (ok) return str_of_buffer(vm, &out);
    text_deinit(&out);
    return REF_NULL;
}

static bool is_range(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_RANGE;
}

static bool equal_ints(const Vm *vm, Ref a, Ref b) {
    return int_compare(&vm->heap, a, b) == 0;
}

static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if (!is_range(vm, b) || (op != COMPARE_EQ && op != COMPARE_NE)) return new_not_implemented(vm);
    const Range *x = range_at(vm, a), *y = range_at(vm, b);
    bool equal = equal_ints(vm, x->length, y->length);
    if (equal && !int_is_zero(&vm->heap, x->length)) {
        int64_t length;
        equal = equal_ints(vm, x->start, y->start);
        if (equal && !(int_to_i64(&vm->heap, x->length, &length) && length == 1))
            equal = equal_ints(vm, x->step, y->step);
    }
    return new_bool(vm, equal == (op == COMPARE_EQ));
}

/* The hash of (length, start or None, step or None). */
static bool hash(Vm *vm, Ref self, uint64_t *result) {
    Heap *heap = &vm->heap;
    const Range *range = range_at(vm, self);
    Ref none = heap_root(heap)->none;
    int64_t length = 2;
    int_to_i64(heap, range->length, &length);
    Ref tuple = tuple_pack(heap, 3,
                           (Ref[]){range->length, length == 0 ? none : range->start,
                                   length <= 1 ? none : range->step});
    if (!tuple) return error_no_memory(vm), false;
    bool ok = object_hash(vm, tuple, result);
    heap_decref(heap, tuple);
    return ok;
}

static int64_t length(Vm *vm, Ref self) {
    int64_t count;
    if (int_to_i64(&vm->heap, range_at(vm, self)->length, &count)) return count;
    vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    return -1;
}

static int truth(Vm *vm, Ref self) {
    return !int_is_zero(&vm->heap, range_at(vm, self)->length);
}

/* The item at an index of any size (compute_range_item); IndexError outside. */
static Ref item_by_int(Vm *vm, Ref self, Ref index) {
    Heap *heap = &vm->heap;
    const Range *range = range_at(vm, self);
    mpz_t at, count;
    mpz_inits(at, count, NULL);
    int_to_mpz(heap, index, at);
    int_to_mpz(heap, range->length, count);
    if (mpz_sgn(at) < 0) mpz_add(at, at, count);
    Ref item = REF_NULL;
    if (mpz_sgn(at) < 0 || mpz_cmp(at, count) >= 0)
        vm_raise(vm, TYPE_ID_INDEX_ERROR, "range object index out of range");
    else
        item = item_at(vm, range->start, range->step, at);
    mpz_clears(at, count, NULL);
    return item;
}

static Ref item(Vm *vm, Ref self, int64_t index) {
    Ref number = int_new(&vm->heap, index);
    if (!number) return error_no_memory(vm);
    Ref result = index < 0 ? vm_raise(vm, TYPE_ID_INDEX_ERROR, "range object index out of range")
                           : item_by_int(vm, self, number);
    heap_decref(&vm->heap, number);
    return result;
}

static Ref slice_of(Vm *vm, Ref self, Ref slice) {
    Heap *heap = &vm->heap;
    const Range *range = range_at(vm, self);
    int64_t count, start, stop, step, items;
    if (!int_to_i64(heap, range->length, &count))
        return vm_unsupported(vm, "a slice of a range that long");
    if (!slice_indices(vm, slice, count, &start, &stop, &step, &items)) return REF_NULL;
    mpz_t at, stride;
    mpz_inits(at, stride, NULL);
    int_to_mpz(heap, range->step, stride);
    mpz_set_si(at, step);
    mpz_mul(stride, stride, at);
    Ref new_step = int_new_mpz(heap, stride);
    mpz_set_si(at, start);
    Ref first = item_at(vm, range->start, range->step, at);
    mpz_set_si(at, stop);
    Ref last = item_at(vm, range->start, range->step, at);
    mpz_clears(at, stride, NULL);
    if (!new_step || !first || !last) return error_no_memory(vm);
    return make(vm, first, last, new_step);
}

static Ref subscript(Vm *vm, Ref self, Ref key) {
    if (has_index(vm, key)) {
        Ref index = object_index(vm, key);
        if (!index) return REF_NULL;
        Ref result = item_by_int(vm, self, index);
        heap_decref(&vm->heap, index);
        return result;
    }
    if (heap_kind(&vm->heap, key) == KIND_SLICE) return slice_of(vm, self, key);
    char name[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "range indices must be integers or slices, not %s",
                    object_type_name(vm, key, name, sizeof name));
}

static bool is_exact_int(const Vm *vm, Ref object) {
    return is_exact(&vm->heap, object, TYPE_ID_INT) || is_exact(&vm->heap, object, TYPE_ID_BOOL);
}

/* range_contains_long; sets `index` to the place of the value. */
static bool find_int(Vm *vm, Ref self, Ref value, mpz_t index) {
    Heap *heap = &vm->heap;
    const Range *range = range_at(vm, self);
    mpz_t start, step, count;
    mpz_inits(start, step, count, NULL);
    int_to_mpz(heap, value, index);
    int_to_mpz(heap, range->start, start);
    int_to_mpz(heap, range->step, step);
    int_to_mpz(heap, range->length, count);
    mpz_sub(index, index, start);
    bool found = mpz_divisible_p(index, step);
    if (found) {
        mpz_divexact(index, index, step);
        found = mpz_sgn(index) >= 0 && mpz_cmp(index, count) < 0;
    }
    mpz_clears(start, step, count, NULL);
    return found;
}

static const char *const searched_slots[] = {"the iterator", "the item"};
static const NativeFrame searched_frame = {"search in a range", searched_slots, 2};

/* Compares items one by one: the number of equal ones before `stop_at` of them are found, and the
 * position of the last one; -1 on failure. */
static int64_t search(Vm *vm, Ref self, Ref value, int64_t stop_at, int64_t *position) {
    Ref frame = native_push(vm, &searched_frame);
    if (!frame) return -1;
    Ref iterator = object_iter(vm, self);
    int64_t found = iterator ? 0 : -1;
    if (iterator) native_put(vm, frame, 0, iterator);
    for (int64_t i = 0; found >= 0 && found < stop_at; i++) {
        Ref candidate = object_next(vm, iterator);
        if (!candidate) {
            if (vm_failed(vm)) found = -1;
            break;
        }
        native_put(vm, frame, 1, candidate);
        int same = object_compare_bool(vm, candidate, value, COMPARE_EQ);
        native_set(vm, frame, 1, REF_NULL);
        *position = i;
        found = same < 0 ? -1 : found + same;
        if (vm->interrupt) {
            vm_limit(vm, "interrupted");
            found = -1;
        }
    }
    native_pop(vm, frame);
    return vm->halt ? -1 : found;
}

static int contains(Vm *vm, Ref self, Ref value) {
    if (is_exact_int(vm, value)) {
        mpz_t index;
        mpz_init(index);
        bool found = find_int(vm, self, value, index);
        mpz_clear(index);
        return found;
    }
    int64_t position;
    return (int)search(vm, self, value, 1, &position);
}

static Ref count_of(Vm *vm, Ref self, Args args) {
    int64_t count;
    if (is_exact_int(vm, args.values[0])) {
        count = contains(vm, self, args.values[0]);
    } else {
        int64_t position;
        count = search(vm, self, args.values[0], INT64_MAX, &position);
    }
    return count < 0 ? REF_NULL : or_no_memory(vm, int_new(&vm->heap, count));
}

static Ref index_of(Vm *vm, Ref self, Args args) {
    Ref value = args.values[0], result = REF_NULL;
    if (!is_exact_int(vm, value)) {
        int64_t position = 0;
        int64_t found = search(vm, self, value, 1, &position);
        if (found < 0) return REF_NULL;
        if (found) return or_no_memory(vm, int_new(&vm->heap, position));
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "sequence.index(x): x not in sequence");
    }
    mpz_t index;
    mpz_init(index);
    bool found = find_int(vm, self, value, index);
    if (found) result = or_no_memory(vm, int_new_mpz(&vm->heap, index));
    mpz_clear(index);
    if (found) return result;
    TextBuffer text = {0};
    if (append_repr(vm, &text, value))
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "%s is not in range", text_cstr(&text));
    text_deinit(&text);
    return REF_NULL;
}

/* ---- iterating ---- */

static Ref short_iterator(Vm *vm, int64_t start, int64_t step, int64_t count) {
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_RANGE_ITERATOR), 0);
    if (!made) return error_no_memory(vm);
    const RangeIterator *self = heap_at(heap, RangeIterator, made);
    heap_set(heap, self->head.which, ITER_RANGE);
    heap_set(heap, self->start, (uint64_t)start);
    heap_set(heap, self->step, (uint64_t)step);
    heap_set(heap, self->length, (uint64_t)count);
    return made;
}

/* Takes over start and step. */
static Ref long_iterator(Vm *vm, Ref start, Ref step, Ref count) {
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_LONG_RANGE_ITERATOR), 0);
    if (!made) return error_no_memory(vm);
    const Iterator *self = iterator_at(vm, made);
    heap_set(heap, self->head.which, ITER_LONG_RANGE);
    heap_set(heap, self->a, start);
    heap_set(heap, self->b, step);
    heap_set(heap, self->c, new_ref(vm, count));
    return made;
}

static Ref iter(Vm *vm, Ref self) {
    const Heap *heap = &vm->heap;
    const Range *range = range_at(vm, self);
    int64_t start, stop, step, count;
    if (int_to_i64(heap, range->start, &start) && int_to_i64(heap, range->stop, &stop) &&
        int_to_i64(heap, range->step, &step) && int_to_i64(heap, range->length, &count))
        return short_iterator(vm, start, step, count);
    return long_iterator(vm, new_ref(vm, range->start), new_ref(vm, range->step), range->length);
}

/* range_reverse: from the last item down. */
static Ref reversed(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    const Range *range = range_at(vm, self);
    int64_t start, stop, step, count;
    const int64_t safe = INT64_C(1) << 61;
    if (int_to_i64(heap, range->start, &start) && int_to_i64(heap, range->stop, &stop) &&
        int_to_i64(heap, range->step, &step) && int_to_i64(heap, range->length, &count) &&
        start > -safe && start < safe && stop > -safe && stop < safe && step > -safe && step < safe)
        return short_iterator(vm, count ? start + (count - 1) * step : start - step, -step, count);
    mpz_t at;
    mpz_init(at);
    int_to_mpz(heap, range->length, at);
    mpz_sub_ui(at, at, 1);
    Ref last = item_at(vm, range->start, range->step, at);
    int_to_mpz(heap, range->step, at);
    mpz_neg(at, at);
    Ref down = int_new_mpz(heap, at);
    mpz_clear(at);
    if (!last || !down) return error_no_memory(vm);
    return long_iterator(vm, last, down, range->length);
}

static Ref itself(Vm *vm, Ref self) {
    return new_ref(vm, self);
}

static Ref short_next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const RangeIterator *iterator = heap_at(heap, RangeIterator, self);
    uint64_t index = iterator->index;
    if (index >= iterator->length) return REF_NULL;
    heap_set(heap, iterator->index, index + 1);
    return or_no_memory(vm, int_new(heap, (int64_t)(iterator->start + index * iterator->step)));
}

static Ref short_hint(Vm *vm, Ref self, Args args) {
    (void)args;
    const RangeIterator *iterator = heap_at(&vm->heap, RangeIterator, self);
    return or_no_memory(vm, int_new(&vm->heap, (int64_t)(iterator->length - iterator->index)));
}

static Ref long_next(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Iterator *iterator = iterator_at(vm, self);
    mpz_t at, count;
    mpz_inits(at, count, NULL);
    mpz_set_ui(at, iterator->wide_index);
    int_to_mpz(heap, iterator->c, count);
    Ref result = REF_NULL;
    if (mpz_cmp(at, count) < 0) {
        result = item_at(vm, iterator->a, iterator->b, at);
        heap_set(heap, iterator->wide_index, iterator->wide_index + 1);
    }
    mpz_clears(at, count, NULL);
    return result;
}

static Ref long_hint(Vm *vm, Ref self, Args args) {
    (void)args;
    const Iterator *iterator = iterator_at(vm, self);
    mpz_t left;
    mpz_init(left);
    int_to_mpz(&vm->heap, iterator->c, left);
    mpz_sub_ui(left, left, iterator->wide_index);
    Ref hint = int_new_mpz(&vm->heap, left);
    mpz_clear(left);
    return or_no_memory(vm, hint);
}

static const NativeFunction short_methods[] = {
    {"__length_hint__", short_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};
static const NativeFunction long_methods[] = {
    {"__length_hint__", long_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};

const TypeSpec type_spec_RANGE_ITERATOR = {
    .slots = {.iter = itself, .next = short_next},
    .methods = short_methods,
};
const TypeSpec type_spec_LONG_RANGE_ITERATOR = {
    .slots = {.iter = itself, .next = long_next},
    .methods = long_methods,
};

/* ---- range ---- */

static Ref get_start(Vm *vm, Ref self) {
    return new_ref(vm, range_at(vm, self)->start);
}
static Ref get_stop(Vm *vm, Ref self) {
    return new_ref(vm, range_at(vm, self)->stop);
}
static Ref get_step(Vm *vm, Ref self) {
    return new_ref(vm, range_at(vm, self)->step);
}

static const NativeFunction methods[] = {
    {"__reversed__", reversed, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"count", count_of, NATIVE_O, 1, 1, 0},
    {"index", index_of, NATIVE_O, 1, 1, 0},
    {0},
};
static const NativeGetSet members[] = {
    {"start", get_start, NULL, true},
    {"stop", get_stop, NULL, true},
    {"step", get_step, NULL, true},
    {0},
};

const TypeSpec type_spec_RANGE = {
    .doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an "
           "object that produces a sequence of integers from start (inclusive)\nto stop "
           "(exclusive) by step.",
    .slots =
        {
            .repr = repr,
            .hash = hash,
            .compare = compare,
            .iter = iter,
            .create = create,
            .truth = truth,
            .length = length,
            .item = item,
            .contains = contains,
            .subscript = subscript,
        },
    .methods = methods,
    .getsets = members,
};
