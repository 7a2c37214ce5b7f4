/* slice (Objects/sliceobject.c of CPython 3.11). */
#include "base/text.h"
#include "heap/int.h"
#include "heap/tuple.h"
#include "python/container.h"
#include "python/error.h"
#include "python/eval_ops.h"

static const Slice *slice_at(const Vm *vm, Ref slice) {
    return heap_at(&vm->heap, Slice, slice);
}

static Ref create(Vm *vm, Ref type, Args args) {
    (void)type;
    if (!args_no_keywords(vm, "slice", args) || !args_count(vm, "slice", args, 1, 3))
        return REF_NULL;
    Ref none = heap_root(&vm->heap)->none;
    Ref values[3] = {none, args.values[0], none};
    for (uint32_t i = 0; args.count > 1 && i < args.count; i++) values[i] = args.values[i];
    for (int i = 0; i < 3; i++) new_ref(vm, values[i]);
    return eval_build_slice(vm, values, 3);
}

static Ref repr(Vm *vm, Ref self) {
    const Slice *slice = slice_at(vm, self);
    TextBuffer out = {0};
    text_append_string(&out, "slice(");
    bool ok = append_repr(vm, &out, slice->start);
    text_append_string(&out, ", ");
    ok = ok && append_repr(vm, &out, slice->stop);
    text_append_string(&out, ", ");
    ok = ok && append_repr(vm, &out, slice->step);
    text_append_char(&out, ')');
    if (ok) return str_of_buffer(vm, &out);
    text_deinit(&out);
    return REF_NULL;
}

static const char *const compared_slots[] = {"the first slice", "the second slice"};
static const NativeFrame compared_frame = {"comparison of slices", compared_slots, 2};

/* As tuples of start, stop and step. */
static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    Heap *heap = &vm->heap;
    if (heap_kind(heap, b) != KIND_SLICE) return new_not_implemented(vm);
    if (a == b) return new_bool(vm, op == COMPARE_EQ || op == COMPARE_LE || op == COMPARE_GE);
    Ref frame = native_push(vm, &compared_frame);
    if (!frame) return REF_NULL;
    const Slice *x = slice_at(vm, a), *y = slice_at(vm, b);
    Ref first = tuple_pack(heap, 3, (Ref[]){x->start, x->stop, x->step});
    if (!first) return error_no_memory(vm);
    native_put(vm, frame, 0, first);
    Ref second = tuple_pack(heap, 3, (Ref[]){y->start, y->stop, y->step});
    if (!second) return error_no_memory(vm);
    native_put(vm, frame, 1, second);
    Ref result = object_compare(vm, first, second, op);
    native_pop(vm, frame);
    return result;
}

static Ref indices(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    int64_t length, start, stop, step, count;
    if (!object_as_i64(vm, args.values[0], TYPE_ID_OVERFLOW_ERROR, &length)) return REF_NULL;
    if (length < 0) return vm_raise(vm, TYPE_ID_VALUE_ERROR, "length should not be negative");
    if (!slice_indices(vm, self, length, &start, &stop, &step, &count)) return REF_NULL;
    Ref tuple = tuple_new(heap, 3);
    if (!tuple) return error_no_memory(vm);
    const int64_t values[] = {start, stop, step};
    for (uint32_t i = 0; i < 3; i++) {
        Ref number = int_new(heap, values[i]);
        if (!number) return error_no_memory(vm);
        tuple_init_item(heap, tuple, i, number);
    }
    return tuple;
}

static Ref get_start(Vm *vm, Ref self) {
    return new_ref(vm, slice_at(vm, self)->start);
}
static Ref get_stop(Vm *vm, Ref self) {
    return new_ref(vm, slice_at(vm, self)->stop);
}
static Ref get_step(Vm *vm, Ref self) {
    return new_ref(vm, slice_at(vm, self)->step);
}

/* (slice, (start, stop, step)) */
static Ref reduce(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    const Slice *slice = slice_at(vm, self);
    Ref values[] = {slice->start, slice->stop, slice->step};
    Ref inner = tuple_pack(heap, 3, values);
    if (!inner) return error_no_memory(vm);
    Ref parts[] = {heap_type(heap, self), inner};
    Ref outer = tuple_pack(heap, 2, parts);
    heap_decref(heap, inner);
    return outer ? outer : error_no_memory(vm);
}

static const NativeFunction methods[] = {
    {"indices", indices, NATIVE_O, 1, 1, 0},
    {"__reduce__", reduce, NATIVE_NOARGS, 0, 0, 0},
    {0},
};
static const NativeGetSet members[] = {
    {"start", get_start, NULL, true},
    {"stop", get_stop, NULL, true},
    {"step", get_step, NULL, true},
    {0},
};

const TypeSpec type_spec_SLICE = {
    .doc = "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for "
           "extended slicing (e.g. a[0:10:2]).",
    .slots =
        {
            .repr = repr,
            .hash = hash_not_implemented,
            .compare = compare,
            .create = create,
        },
    .methods = methods,
    .getsets = members,
    .unhashable = true,
};
