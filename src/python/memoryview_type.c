/* memoryview (Objects/memoryobject.c of CPython 3.11) over bytes and bytearrays: one dimension of
 * unsigned bytes. */
#include "heap/bytes.h"
#include "heap/tuple.h"
#include "python/buffer.h"
#include "python/container.h"

#include <string.h>

static const MemoryView *view_at(const Vm *vm, Ref object) {
    return heap_at(&vm->heap, MemoryView, object);
}

static Ref shown_object(const Vm *vm, Ref view) {
    return heap_at(&vm->heap, ManagedBuffer, view_at(vm, view)->buffer)->object;
}

const uint8_t *memoryview_bytes(const Vm *vm, Ref view) {
    Ref object = shown_object(vm, view);
    const uint8_t *bytes = is_bytearray(vm, object) ? bytearray_bytes(&vm->heap, object)
                                                    : heap_at(&vm->heap, Bytes, object)->bytes;
    return bytes + view_at(vm, view)->start;
}

bool memoryview_check(Vm *vm, Ref view) {
    if (view_at(vm, view)->buffer) return true;
    vm_raise(vm, TYPE_ID_VALUE_ERROR, "operation forbidden on released memoryview object");
    return false;
}

static int32_t step_of(const Vm *vm, Ref view) {
    return (int32_t)view_at(vm, view)->step;
}

static uint8_t byte_at(const Vm *vm, Ref view, int64_t index) {
    return memoryview_bytes(vm, view)[index * step_of(vm, view)];
}

Ref buffer_to_bytes(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    if (is_bytes(vm, object)) {
        if (is_exact(heap, object, TYPE_ID_BYTES)) return new_ref(vm, object);
        const Bytes *at = heap_at(heap, Bytes, object);
        return vm_made(vm, bytes_new(heap, at->bytes, at->length));
    }
    if (is_bytearray(vm, object)) {
        const ByteArray *at = bytearray_at(heap, object);
        return vm_made(vm, bytes_new(heap, bytearray_bytes(heap, object), at->length));
    }
    if (!is_memoryview(vm, object)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "a bytes-like object is required, not '%.100s'",
                        object_type_name(vm, object, name, sizeof name));
    }
    if (!memoryview_check(vm, object)) return REF_NULL;
    uint32_t count = view_at(vm, object)->length;
    uint8_t *copy = memory_alloc(count);
    for (uint32_t i = 0; i < count; i++) copy[i] = byte_at(vm, object, i);
    Ref made = vm_made(vm, bytes_new(heap, copy, count));
    memory_free(copy);
    return made;
}

/* ---- making ---- */

enum { MADE_BUFFER, MADE_SLOTS };
static const char *const made_slots[MADE_SLOTS] = {"the buffer"};
static const NativeFrame made_frame = {"memoryview()", made_slots, MADE_SLOTS};

/* Another view of a buffer (borrowed). */
static Ref new_view(Vm *vm, Ref buffer, uint32_t start, uint32_t length, int32_t step,
                    bool readonly) {
    Heap *heap = &vm->heap;
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_MEMORYVIEW), MEMORYVIEW_ITEMS);
    if (!made) return error_no_memory(vm);
    const MemoryView *self = view_at(vm, made);
    heap_set(heap, self->buffer, new_ref(vm, buffer));
    heap_set(heap, self->start, start);
    heap_set(heap, self->length, length);
    heap_set(heap, self->step, (uint32_t)step);
    heap_set(heap, self->readonly, readonly);
    heap_track(heap, made);
    return made;
}

static Ref view_of_object(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    bool writable = is_bytearray(vm, object);
    Ref buffer = heap_new(heap, type_ref(heap, TYPE_ID_MANAGED_BUFFER), 0);
    if (!buffer) return error_no_memory(vm);
    heap_set(heap, heap_at(heap, ManagedBuffer, buffer)->object, new_ref(vm, object));
    if (writable) {
        const ByteArray *array = bytearray_at(heap, object);
        heap_set(heap, array->exports, array->exports + 1);
    }
    heap_track(heap, buffer);
    Ref frame = native_push(vm, &made_frame);
    if (!frame) return REF_NULL;
    native_put(vm, frame, MADE_BUFFER, buffer);
    uint32_t length = writable ? bytearray_at(heap, object)->length : bytes_length(heap, object);
    Ref made = new_view(vm, buffer, 0, length, 1, !writable);
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return made;
}

static Ref create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"object", NULL};
    char name[TYPE_NAME_MAX];
    Ref object;
    (void)type;
    if (!args_parse(vm, "memoryview", args, names, 1, 1, &object)) return REF_NULL;
    if (is_memoryview(vm, object)) {
        if (!memoryview_check(vm, object)) return REF_NULL;
        const MemoryView *at = view_at(vm, object);
        return new_view(vm, at->buffer, at->start, at->length, step_of(vm, object), at->readonly);
    }
    if (has_buffer(vm, object)) return view_of_object(vm, object);
    return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                    "memoryview: a bytes-like object is required, not '%.200s'",
                    object_type_name(vm, object, name, sizeof name));
}

/* ---- slots ---- */

static Ref repr(Vm *vm, Ref self) {
    TextBuffer text = {0};
    text_appendf(&text, "<%s at 0x%llx>", view_at(vm, self)->buffer ? "memory" : "released memory",
                 (unsigned long long)object_address(self));
    return text_finish(vm, &text);
}

static bool hash(Vm *vm, Ref self, uint64_t *out) {
    if (!memoryview_check(vm, self)) return false;
    if (!view_at(vm, self)->readonly) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "cannot hash writable memoryview object");
        return false;
    }
    Ref bytes = buffer_to_bytes(vm, self);
    if (!bytes) return false;
    *out = bytes_hash(&vm->heap, bytes);
    heap_decref(&vm->heap, bytes);
    return true;
}

static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if (op != COMPARE_EQ && op != COMPARE_NE) return new_not_implemented(vm);
    bool released = !view_at(vm, a)->buffer || (is_memoryview(vm, b) && !view_at(vm, b)->buffer);
    if (released) return new_bool(vm, (a == b) == (op == COMPARE_EQ));
    if (!has_buffer(vm, b)) return new_not_implemented(vm);
    Ref x = buffer_to_bytes(vm, a), y = x ? buffer_to_bytes(vm, b) : REF_NULL;
    Ref result = y ? object_compare(vm, x, y, op) : REF_NULL;
    heap_xdecref(&vm->heap, x);
    heap_xdecref(&vm->heap, y);
    return result;
}

static Ref iter(Vm *vm, Ref self) {
    if (!memoryview_check(vm, self)) return REF_NULL;
    return iterator_new(vm, TYPE_ID_MEMORY_ITERATOR, ITER_BYTES, self, REF_NULL);
}

static int64_t length(Vm *vm, Ref self) {
    return memoryview_check(vm, self) ? (int64_t)view_at(vm, self)->length : -1;
}

static Ref item(Vm *vm, Ref self, int64_t index) {
    if (!memoryview_check(vm, self)) return REF_NULL;
    if (index < 0 || index >= (int64_t)view_at(vm, self)->length)
        return vm_raise(vm, TYPE_ID_INDEX_ERROR, "index out of bounds on dimension 1");
    return new_int(vm, byte_at(vm, self, index));
}

/* A view of a slice of the view (init_slice). */
static Ref slice_of(Vm *vm, Ref self, Ref key) {
    int64_t start, stop, step, count;
    const MemoryView *at = view_at(vm, self);
    if (!slice_indices(vm, key, at->length, &start, &stop, &step, &count)) return REF_NULL;
    if (count < 0) count = 0;
    int64_t from = count ? (int64_t)at->start + start * step_of(vm, self) : (int64_t)at->start;
    return new_view(vm, at->buffer, (uint32_t)from, (uint32_t)count,
                    (int32_t)(step * step_of(vm, self)), at->readonly);
}

static Ref subscript(Vm *vm, Ref self, Ref key) {
    int64_t index;
    if (!memoryview_check(vm, self)) return REF_NULL;
    if (has_index(vm, key)) {
        if (!object_as_i64(vm, key, TYPE_ID_INDEX_ERROR, &index)) return REF_NULL;
        return item(vm, self, index < 0 ? index + view_at(vm, self)->length : index);
    }
    if (heap_kind(&vm->heap, key) == KIND_SLICE) return slice_of(vm, self, key);
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "memoryview: invalid slice key");
}

static bool set_byte(Vm *vm, Ref self, int64_t index, Ref value) {
    int64_t number;
    const MemoryView *at = view_at(vm, self);
    if (index < 0) index += at->length;
    if (index < 0 || index >= (int64_t)at->length) {
        vm_raise(vm, TYPE_ID_INDEX_ERROR, "index out of bounds on dimension 1");
        return false;
    }
    if (!has_index(vm, value)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "memoryview: invalid type for format 'B'");
        return false;
    }
    if (!object_as_i64(vm, value, TYPE_ID_COUNT, &number)) return false;
    if (number < 0 || number > 255) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "memoryview: invalid value for format 'B'");
        return false;
    }
    if (!memoryview_check(vm, self)) return false;
    uint8_t byte = (uint8_t)number;
    image_write(&vm->heap.image, memoryview_bytes(vm, self) + index * step_of(vm, self), &byte, 1);
    return true;
}

static bool set_slice(Vm *vm, Ref self, Ref key, Ref value) {
    Heap *heap = &vm->heap;
    int64_t start, stop, step, count;
    const MemoryView *at = view_at(vm, self);
    if (!slice_indices(vm, key, at->length, &start, &stop, &step, &count)) return false;
    Ref bytes = buffer_to_bytes(vm, value);
    if (!bytes) return false;
    bool fits = bytes_length(heap, bytes) == (count > 0 ? count : 0);
    if (!fits) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR,
                 "memoryview assignment: lvalue and rvalue have different structures");
    }
    for (int64_t i = 0; fits && i < count; i++) {
        image_write(&heap->image,
                    memoryview_bytes(vm, self) + (start + i * step) * step_of(vm, self),
                    heap_at(heap, Bytes, bytes)->bytes + i, 1);
    }
    heap_decref(heap, bytes);
    return fits;
}

static bool set_subscript(Vm *vm, Ref self, Ref key, Ref value) {
    int64_t index;
    const char *wrong = NULL;
    if (!memoryview_check(vm, self)) return false;
    if (view_at(vm, self)->readonly)
        wrong = "cannot modify read-only memory";
    else if (!value)
        wrong = "cannot delete memory";
    else if (!has_index(vm, key) && heap_kind(&vm->heap, key) != KIND_SLICE)
        wrong = "memoryview: invalid slice key";
    if (wrong) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s", wrong);
        return false;
    }
    if (!has_index(vm, key)) return set_slice(vm, self, key, value);
    return object_as_i64(vm, key, TYPE_ID_INDEX_ERROR, &index) && set_byte(vm, self, index, value);
}

/* ---- methods ---- */

static Ref to_bytes(Vm *vm, Ref self, Args args) {
    if (args.count || args.names) return vm_unsupported(vm, "memoryview.tobytes() with an order");
    return buffer_to_bytes(vm, self);
}

static Ref to_list(Vm *vm, Ref self, Args args) {
    (void)args;
    return memoryview_check(vm, self) ? object_to_list(vm, self) : REF_NULL;
}

static Ref to_readonly(Vm *vm, Ref self, Args args) {
    (void)args;
    if (!memoryview_check(vm, self)) return REF_NULL;
    const MemoryView *at = view_at(vm, self);
    return new_view(vm, at->buffer, at->start, at->length, step_of(vm, self), true);
}

static Ref hex(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    Ref bytes = buffer_to_bytes(vm, self);
    Ref method = bytes ? object_getattr_cstr(vm, bytes, "hex") : REF_NULL;
    Ref result = method ? vm_call(vm, method, args) : REF_NULL;
    heap_xdecref(heap, method);
    heap_xdecref(heap, bytes);
    return result;
}

static Ref release(Vm *vm, Ref self, Args args) {
    (void)args;
    const MemoryView *at = view_at(vm, self);
    if (at->buffer) heap_replace(&vm->heap, &at->buffer, REF_NULL);
    return vm->halt ? REF_NULL : new_none(vm);
}

static Ref enter(Vm *vm, Ref self, Args args) {
    (void)args;
    return memoryview_check(vm, self) ? new_ref(vm, self) : REF_NULL;
}

static Ref get_obj(Vm *vm, Ref self) {
    return memoryview_check(vm, self) ? new_ref(vm, shown_object(vm, self)) : REF_NULL;
}

static Ref get_nbytes(Vm *vm, Ref self) {
    return memoryview_check(vm, self) ? new_int(vm, view_at(vm, self)->length) : REF_NULL;
}

static Ref get_one(Vm *vm, Ref self) {
    return memoryview_check(vm, self) ? new_int(vm, 1) : REF_NULL;
}

static Ref get_format(Vm *vm, Ref self) {
    return memoryview_check(vm, self) ? vm_made(vm, str_new_cstr(&vm->heap, "B")) : REF_NULL;
}

static Ref get_readonly(Vm *vm, Ref self) {
    return memoryview_check(vm, self) ? new_bool(vm, view_at(vm, self)->readonly) : REF_NULL;
}

static Ref get_contiguous(Vm *vm, Ref self) {
    if (!memoryview_check(vm, self)) return REF_NULL;
    return new_bool(vm, step_of(vm, self) == 1 || view_at(vm, self)->length <= 1);
}

static Ref tuple_of(Vm *vm, int64_t number) {
    Ref value = new_int(vm, number);
    Ref made = value ? vm_made(vm, tuple_pack(&vm->heap, 1, &value)) : REF_NULL;
    heap_xdecref(&vm->heap, value);
    return made;
}

static Ref get_shape(Vm *vm, Ref self) {
    return memoryview_check(vm, self) ? tuple_of(vm, view_at(vm, self)->length) : REF_NULL;
}

static Ref get_strides(Vm *vm, Ref self) {
    return memoryview_check(vm, self) ? tuple_of(vm, step_of(vm, self)) : REF_NULL;
}

static Ref get_suboffsets(Vm *vm, Ref self) {
    return memoryview_check(vm, self) ? new_ref(vm, heap_root(&vm->heap)->empty_tuple) : REF_NULL;
}

static const NativeFunction methods[] = {
    {"tobytes", to_bytes, NATIVE_FAST_KEYWORDS, 0, 1, 0},
    {"tolist", to_list, NATIVE_NOARGS, 0, 0, 0},
    {"toreadonly", to_readonly, NATIVE_NOARGS, 0, 0, 0},
    {"hex", hex, NATIVE_FAST_KEYWORDS, 0, 2, 0},
    {"release", release, NATIVE_NOARGS, 0, 0, 0},
    {"__enter__", enter, NATIVE_NOARGS, 0, 0, 0},
    {"__exit__", release, NATIVE_TUPLE, 0, -1, 0},
    {"cast", NULL, NATIVE_FAST_KEYWORDS, 1, 2, 0},
    {0},
};

static const NativeGetSet getsets[] = {
    {"obj", get_obj, NULL, false},
    {"nbytes", get_nbytes, NULL, false},
    {"readonly", get_readonly, NULL, false},
    {"itemsize", get_one, NULL, false},
    {"format", get_format, NULL, false},
    {"ndim", get_one, NULL, false},
    {"shape", get_shape, NULL, false},
    {"strides", get_strides, NULL, false},
    {"suboffsets", get_suboffsets, NULL, false},
    {"c_contiguous", get_contiguous, NULL, false},
    {"f_contiguous", get_contiguous, NULL, false},
    {"contiguous", get_contiguous, NULL, false},
    {0},
};

const TypeSpec type_spec_MEMORYVIEW = {
    .doc = "Create a new memoryview object which references the given object.",
    .slots = {.repr = repr,
              .hash = hash,
              .compare = compare,
              .iter = iter,
              .create = create,
              .length = length,
              .item = item,
              .subscript = subscript,
              .set_subscript = set_subscript},
    .methods = methods,
    .getsets = getsets,
};

const TypeSpec type_spec_MANAGED_BUFFER = {0};
