/* bytearray (Objects/bytearrayobject.c of CPython 3.11). Methods that only look at the bytes are
 * those of bytes, on a copy. */
#include "heap/bytearray.h"

#include "heap/bytes.h"
#include "heap/list.h"
#include "heap/tuple.h"
#include "python/buffer.h"
#include "python/bytearray_shared.h"
#include "python/bytes_methods.h"
#include "python/container.h"
#include "python/str_methods.h"
#include "python/type.h"

#include <string.h>

enum { BYTEARRAY_MAX = 1 << 28 };

static const ByteArray *array_at(const Vm *vm, Ref object) {
    return bytearray_at(&vm->heap, object);
}

static const uint8_t *bytes_of(const Vm *vm, Ref object) {
    return bytearray_bytes(&vm->heap, object);
}

static bool no_memory(Vm *vm) {
    error_no_memory(vm);
    return false;
}

static bool raise_false(Vm *vm, TypeId type, const char *message) {
    vm_raise(vm, type, "%s", message);
    return false;
}

/* A new bytearray of so many bytes at `bytes`, which may lie in the image. */
Ref bytearray_of(Vm *vm, const uint8_t *bytes, uint32_t count) {
    Heap *heap = &vm->heap;
    Ref made = bytearray_new(heap, type_ref(heap, TYPE_ID_BYTEARRAY));
    if (made && bytearray_replace(heap, made, 0, 0, bytes, count)) return made;
    return error_no_memory(vm);
}

static bool can_resize(Vm *vm, Ref self) {
    if (!array_at(vm, self)->exports) return true;
    return raise_false(vm, TYPE_ID_BUFFER_ERROR,
                       "Existing exports of data: object cannot be re-sized");
}

/* Replaces [low, high) by a bytes object's content. */
static bool replace_by(Vm *vm, Ref self, uint32_t low, uint32_t high, Ref bytes) {
    const Bytes *at = bytes ? heap_at(&vm->heap, Bytes, bytes) : NULL;
    uint32_t count = at ? at->length : 0;
    uint64_t size = (uint64_t)array_at(vm, self)->length - (high - low) + count;
    if (size > BYTEARRAY_MAX) {
        vm_limit(vm, "a bytearray of more than %d bytes is too long", BYTEARRAY_MAX);
        return false;
    }
    if (count != high - low && !can_resize(vm, self)) return false;
    return bytearray_replace(&vm->heap, self, low, high, at ? at->bytes : NULL, count) ||
           no_memory(vm);
}

/* _getbytevalue */
static bool read_byte(Vm *vm, Ref value, uint8_t *out) {
    char name[TYPE_NAME_MAX];
    int64_t number;
    if (!has_index(vm, value)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "'%.200s' object cannot be interpreted as an integer",
                 object_type_name(vm, value, name, sizeof name));
        return false;
    }
    if (!object_as_i64(vm, value, TYPE_ID_COUNT, &number)) return false;
    if (number < 0 || number > 255)
        return raise_false(vm, TYPE_ID_VALUE_ERROR, "byte must be in range(0, 256)");
    *out = (uint8_t)number;
    return true;
}

static bool append_byte(Vm *vm, Ref self, uint8_t byte) {
    uint32_t size = array_at(vm, self)->length;
    return bytearray_replace(&vm->heap, self, size, size, &byte, 1) || no_memory(vm);
}

/* ---- bytearray() ---- */

static const char *const source_slots[] = {"the source", "its iterator"};
static const NativeFrame source_frame = {"bytearray()", source_slots, 2};

/* A list or tuple: room for all at once. */
static bool fill_from_items(Vm *vm, Ref self, Ref items) {
    Heap *heap = &vm->heap;
    bool is_list = heap_kind(heap, items) == KIND_LIST;
    uint32_t count = is_list ? list_size(heap, items) : tuple_size(heap, items);
    if (!bytearray_resize(heap, self, count)) return no_memory(vm);
    for (uint32_t i = 0; i < count; i++) {
        Ref item = is_list ? list_get(heap, items, i) : tuple_get(heap, items, i);
        uint8_t byte;
        if (!read_byte(vm, item, &byte)) return false;
        image_write(&heap->image, bytes_of(vm, self) + i, &byte, 1);
        if (is_list && list_size(heap, items) < count) break;
    }
    return true;
}

static bool fill_from_iterable(Vm *vm, Ref self, Ref iterable) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    Ref iterator = object_iter(vm, iterable);
    if (!iterator) {
        if (!vm->halt && vm_error_is(vm, TYPE_ID_TYPE_ERROR)) {
            vm_clear_error(vm);
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "cannot convert '%.200s' object to bytearray",
                     object_type_name(vm, iterable, name, sizeof name));
        }
        return false;
    }
    Ref frame = native_push(vm, &source_frame);
    if (!frame) return false;
    native_put(vm, frame, 1, iterator);
    bool good = true;
    while (good) {
        Ref item = object_next(vm, iterator);
        if (!item) {
            good = !vm_failed(vm);
            break;
        }
        native_put(vm, frame, 0, item);
        uint8_t byte;
        good = read_byte(vm, item, &byte);
        if (vm->halt) return false;
        native_set(vm, frame, 0, REF_NULL);
        if (good) {
            /* bytearray___init__ goes to PyByteArray_Resize a byte earlier than needed */
            const ByteArray *at = array_at(vm, self);
            if (at->length + 1 < at->allocated) {
                heap_set(heap, at->length, at->length + 1);
                image_write(&heap->image, bytes_of(vm, self) + at->length - 1, &byte, 1);
            } else {
                good = append_byte(vm, self, byte);
            }
        }
    }
    if (vm->halt) return false;
    native_pop(vm, frame);
    return good;
}

static bool fill_with_zeros(Vm *vm, Ref self, Ref count) {
    Heap *heap = &vm->heap;
    int64_t number;
    if (!object_as_i64(vm, count, TYPE_ID_OVERFLOW_ERROR, &number)) return false;
    if (number < 0) return raise_false(vm, TYPE_ID_VALUE_ERROR, "negative count");
    if (number > BYTEARRAY_MAX) {
        vm_limit(vm, "a bytearray of more than %d bytes is too long", BYTEARRAY_MAX);
        return false;
    }
    if (!bytearray_resize(heap, self, (uint32_t)number)) return no_memory(vm);
    if (number) image_zero(&heap->image, bytes_of(vm, self), (size_t)number);
    return true;
}

/* Replaces [low, high) by the bytes of an object that has a buffer. */
static bool replace_by_buffer(Vm *vm, Ref self, uint32_t low, uint32_t high, Ref source) {
    Ref bytes = buffer_to_bytes(vm, source);
    if (!bytes) return false;
    bool good = replace_by(vm, self, low, high, bytes);
    heap_decref(&vm->heap, bytes);
    return good;
}

static bool fill_from_text(Vm *vm, Ref self, Ref text, Ref encoding, Ref errors) {
    static const char *const names[] = {"encoding", "errors"};
    char name[TYPE_NAME_MAX];
    Ref given[] = {encoding, errors};
    if (!encoding)
        return raise_false(vm, TYPE_ID_TYPE_ERROR, "string argument without an encoding");
    for (int i = 0; i < 2; i++) {
        if (!given[i] || is_str(vm, given[i])) continue;
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "bytearray() argument '%s' must be str, not %.50s",
                 names[i], argument_type_name(vm, given[i], name, sizeof name));
        return false;
    }
    Ref bytes = str_encode_as(vm, text, encoding, errors);
    if (!bytes) return false;
    bool good = replace_by(vm, self, 0, 0, bytes);
    heap_decref(&vm->heap, bytes);
    return good;
}

static bool init(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"source", "encoding", "errors", NULL};
    Heap *heap = &vm->heap;
    Ref given[3];
    if (!args_parse(vm, "bytearray", args, names, 0, 3, given)) return false;
    if (array_at(vm, self)->length && (!can_resize(vm, self) || !bytearray_resize(heap, self, 0))) {
        return false;
    }
    if (given[0] && is_str(vm, given[0]))
        return fill_from_text(vm, self, given[0], given[1], given[2]);
    if (given[1] || given[2]) {
        return raise_false(vm, TYPE_ID_TYPE_ERROR,
                           given[1] ? "encoding without a string argument"
                                    : "errors without a string argument");
    }
    if (!given[0]) return true;
    if (has_index(vm, given[0])) return fill_with_zeros(vm, self, given[0]);
    if (has_buffer(vm, given[0])) return replace_by_buffer(vm, self, 0, 0, given[0]);
    if (is_exact(heap, given[0], TYPE_ID_LIST) || is_exact(heap, given[0], TYPE_ID_TUPLE))
        return fill_from_items(vm, self, given[0]);
    return fill_from_iterable(vm, self, given[0]);
}

static Ref create(Vm *vm, Ref type, Args args) {
    (void)args;
    Ref made = bytearray_new(&vm->heap, type);
    return made ? made : error_no_memory(vm);
}

/* ---- slots ---- */

/* As of bytes, but a single quote is escaped within double quotes, too. */
static Ref repr(Vm *vm, Ref self) {
    char name[TYPE_NAME_MAX];
    Ref bytes = buffer_to_bytes(vm, self);
    if (!bytes) return REF_NULL;
    TextBuffer inner = {0}, text = {0};
    bool good = append_repr(vm, &inner, bytes);
    heap_decref(&vm->heap, bytes);
    if (good) {
        bool escape = inner.length > 1 && inner.bytes[1] == '"';
        text_appendf(&text, "%s(", object_type_name(vm, self, name, sizeof name));
        for (size_t i = 0; i < inner.length; i++) {
            if (escape && inner.bytes[i] == '\'') text_append_char(&text, '\\');
            text_append_char(&text, inner.bytes[i]);
        }
        text_append_char(&text, ')');
    }
    text_deinit(&inner);
    return good ? text_finish(vm, &text) : REF_NULL;
}

static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if (!has_buffer(vm, b)) return new_not_implemented(vm);
    Ref x = buffer_to_bytes(vm, a), y = x ? buffer_to_bytes(vm, b) : REF_NULL;
    Ref result = y ? object_compare(vm, x, y, op) : REF_NULL;
    heap_xdecref(&vm->heap, x);
    heap_xdecref(&vm->heap, y);
    return result;
}

static Ref iter(Vm *vm, Ref self) {
    return iterator_new(vm, TYPE_ID_BYTEARRAY_ITERATOR, ITER_BYTES, self, REF_NULL);
}

static int64_t length(Vm *vm, Ref self) {
    return array_at(vm, self)->length;
}

static Ref item(Vm *vm, Ref self, int64_t index) {
    if (index < 0 || index >= (int64_t)array_at(vm, self)->length)
        return vm_raise(vm, TYPE_ID_INDEX_ERROR, "bytearray index out of range");
    return new_int(vm, bytes_of(vm, self)[index]);
}

static Ref raise_concat(Vm *vm, Ref self, Ref other) {
    char own[TYPE_NAME_MAX], name[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "can't concat %.100s to %.100s",
                    object_type_name(vm, other, name, sizeof name),
                    object_type_name(vm, self, own, sizeof own));
}

static bool extend_by(Vm *vm, Ref self, Ref source) {
    uint32_t size = array_at(vm, self)->length;
    return replace_by_buffer(vm, self, size, size, source);
}

static Ref concat(Vm *vm, Ref self, Ref other) {
    Heap *heap = &vm->heap;
    if (!has_buffer(vm, other)) return raise_concat(vm, self, other);
    Ref bytes = buffer_to_bytes(vm, other);
    if (!bytes) return REF_NULL;
    uint32_t own = array_at(vm, self)->length, more = bytes_length(heap, bytes);
    Ref made = bytearray_new(heap, type_ref(heap, TYPE_ID_BYTEARRAY));
    bool good = made && bytearray_resize(heap, made, own + more);
    if (good && own) image_write(&heap->image, bytes_of(vm, made), bytes_of(vm, self), own);
    if (good && more)
        image_write(&heap->image, bytes_of(vm, made) + own, heap_at(heap, Bytes, bytes)->bytes,
                    more);
    heap_decref(heap, bytes);
    return good ? made : error_no_memory(vm);
}

static Ref inplace_concat(Vm *vm, Ref self, Ref other) {
    if (!has_buffer(vm, other)) return raise_concat(vm, self, other);
    return extend_by(vm, self, other) ? new_ref(vm, self) : REF_NULL;
}

/* Makes the bytearray `count` times as long as its first `size` bytes, and repeats those. */
static bool repeat_into(Vm *vm, Ref self, uint32_t size, int64_t count) {
    Heap *heap = &vm->heap;
    if (size && count > BYTEARRAY_MAX / size) {
        vm_limit(vm, "a bytearray of more than %d bytes is too long", BYTEARRAY_MAX);
        return false;
    }
    if (!size) return true;
    if (!bytearray_resize(heap, self, size * (uint32_t)count)) return no_memory(vm);
    for (int64_t i = 1; i < count; i++)
        image_move(&heap->image, bytes_of(vm, self) + i * size, bytes_of(vm, self), size);
    return true;
}

static Ref repeat(Vm *vm, Ref self, int64_t count) {
    uint32_t size = array_at(vm, self)->length;
    if (count < 0) count = 0;
    Ref made = bytearray_of(vm, bytes_of(vm, self), count ? size : 0);
    if (!made) return REF_NULL;
    Heap *heap = &vm->heap;
    /* of the exact size at once, as PyByteArray_FromStringAndSize makes it */
    if (count > 1 && size) {
        if (size && count > BYTEARRAY_MAX / size)
            return vm_limit(vm, "a bytearray of more than %d bytes is too long", BYTEARRAY_MAX);
        Ref whole = bytearray_new(heap, type_ref(heap, TYPE_ID_BYTEARRAY));
        if (!whole || !bytearray_resize(heap, whole, size * (uint32_t)count))
            return error_no_memory(vm);
        for (int64_t i = 0; i < count; i++)
            image_write(&heap->image, bytes_of(vm, whole) + i * size, bytes_of(vm, self), size);
        heap_decref(heap, made);
        return whole;
    }
    return made;
}

static Ref inplace_repeat(Vm *vm, Ref self, int64_t count) {
    uint32_t size = array_at(vm, self)->length;
    if (count < 0) count = 0;
    if (count != 1 && size && !can_resize(vm, self)) return REF_NULL;
    if (count == 0 && !bytearray_resize(&vm->heap, self, 0)) return error_no_memory(vm);
    return count == 0 || repeat_into(vm, self, size, count) ? new_ref(vm, self) : REF_NULL;
}

static int contains(Vm *vm, Ref self, Ref value) {
    uint8_t byte;
    if (has_buffer(vm, value) || !has_index(vm, value)) {
        Ref whole = buffer_to_bytes(vm, self), part = whole ? buffer_to_bytes(vm, value) : REF_NULL;
        int found = part ? object_contains(vm, whole, part) : -1;
        heap_xdecref(&vm->heap, whole);
        heap_xdecref(&vm->heap, part);
        return found;
    }
    if (!read_byte(vm, value, &byte)) return -1;
    uint32_t size = array_at(vm, self)->length;
    return size && memchr(bytes_of(vm, self), byte, size) != NULL;
}

static bool raise_index_type(Vm *vm, Ref key) {
    char name[TYPE_NAME_MAX];
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "bytearray indices must be integers or slices, not %.200s",
             object_type_name(vm, key, name, sizeof name));
    return false;
}

static Ref subscript(Vm *vm, Ref self, Ref key) {
    int64_t index, stop, step, count;
    if (has_index(vm, key)) {
        if (!object_as_i64(vm, key, TYPE_ID_INDEX_ERROR, &index)) return REF_NULL;
        return item(vm, self, index < 0 ? index + array_at(vm, self)->length : index);
    }
    if (heap_kind(&vm->heap, key) != KIND_SLICE) return raise_index_type(vm, key), REF_NULL;
    if (!slice_indices(vm, key, array_at(vm, self)->length, &index, &stop, &step, &count))
        return REF_NULL;
    if (count <= 0) return bytearray_of(vm, NULL, 0);
    uint8_t *copy = memory_alloc((size_t)count);
    for (int64_t i = 0; i < count; i++) copy[i] = bytes_of(vm, self)[index + i * step];
    Ref made = bytearray_of(vm, copy, (uint32_t)count);
    memory_free(copy);
    return made;
}

/* A slice with a step: as many bytes as places, or the places go. */
static bool set_steps(Vm *vm, Ref self, Ref bytes, int64_t start, int64_t step, int64_t count) {
    Heap *heap = &vm->heap;
    uint32_t given = bytes ? bytes_length(heap, bytes) : 0;
    if (given == 0) {
        uint32_t size = array_at(vm, self)->length, kept = 0;
        if (!can_resize(vm, self)) return false;
        uint8_t *rest = memory_alloc(size);
        for (int64_t i = 0; i < size; i++) {
            int64_t from = step > 0 ? i - start : start - i, width = step > 0 ? step : -step;
            bool gone = from >= 0 && from % width == 0 && from / width < count;
            if (!gone) rest[kept++] = bytes_of(vm, self)[i];
        }
        if (kept) image_write(&heap->image, bytes_of(vm, self), rest, kept);
        memory_free(rest);
        return bytearray_resize(heap, self, kept) || no_memory(vm);
    }
    if (given != count) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR,
                 "attempt to assign bytes of size %u to extended slice of size %lld", given,
                 (long long)count);
        return false;
    }
    for (int64_t i = 0; i < count; i++)
        image_write(&heap->image, bytes_of(vm, self) + start + i * step,
                    heap_at(heap, Bytes, bytes)->bytes + i, 1);
    return true;
}

static bool set_slice(Vm *vm, Ref self, Ref key, Ref bytes) {
    int64_t start, stop, step, count;
    if (!slice_indices(vm, key, array_at(vm, self)->length, &start, &stop, &step, &count))
        return false;
    if (step == 1) {
        return replace_by(vm, self, (uint32_t)start, (uint32_t)(start + (count > 0 ? count : 0)),
                          bytes);
    }
    return count <= 0 && !bytes ? true : set_steps(vm, self, bytes, start, step, count);
}

/* What a slice is set to, as bytes: anything that bytearray() takes but numbers and text. */
static Ref slice_value(Vm *vm, Ref value) {
    if (has_buffer(vm, value)) return buffer_to_bytes(vm, value);
    if (is_int(vm, value) || is_str(vm, value)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    }
    Ref made =
        vm_call_values(vm, type_ref(&vm->heap, TYPE_ID_BYTEARRAY), value, REF_NULL, REF_NULL);
    if (!made) return REF_NULL;
    Ref bytes = buffer_to_bytes(vm, made);
    heap_decref(&vm->heap, made);
    return bytes;
}

static bool set_subscript(Vm *vm, Ref self, Ref key, Ref value) {
    Heap *heap = &vm->heap;
    if (has_index(vm, key)) {
        int64_t index;
        uint8_t byte;
        if (!object_as_i64(vm, key, TYPE_ID_INDEX_ERROR, &index)) return false;
        if (index < 0) index += array_at(vm, self)->length;
        if (index < 0 || index >= array_at(vm, self)->length)
            return raise_false(vm, TYPE_ID_INDEX_ERROR, "bytearray index out of range");
        if (!value) return replace_by(vm, self, (uint32_t)index, (uint32_t)index + 1, REF_NULL);
        if (!read_byte(vm, value, &byte)) return false;
        if (index >= array_at(vm, self)->length)
            return raise_false(vm, TYPE_ID_INDEX_ERROR, "bytearray index out of range");
        image_write(&heap->image, bytes_of(vm, self) + index, &byte, 1);
        return true;
    }
    if (heap_kind(heap, key) != KIND_SLICE) return raise_index_type(vm, key);
    if (!value) return set_slice(vm, self, key, REF_NULL);
    Ref bytes = slice_value(vm, value);
    if (!bytes) return false;
    bool good = set_slice(vm, self, key, bytes);
    heap_decref(heap, bytes);
    return good;
}

/* ---- methods that change it ---- */

static Ref append(Vm *vm, Ref self, Args args) {
    uint8_t byte;
    if (!read_byte(vm, args.values[0], &byte) || !can_resize(vm, self)) return REF_NULL;
    return append_byte(vm, self, byte) ? new_none(vm) : REF_NULL;
}

static const char *const extend_slots[] = {"the iterator"};
static const NativeFrame extend_frame = {"bytearray.extend()", extend_slots, 1};

static Ref extend(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    Ref source = args.values[0];
    if (has_buffer(vm, source)) return extend_by(vm, self, source) ? new_none(vm) : REF_NULL;
    Ref iterator = object_iter(vm, source);
    if (!iterator) {
        if (!vm->halt && vm_error_is(vm, TYPE_ID_TYPE_ERROR)) {
            vm_clear_error(vm);
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "can't extend bytearray with %.100s",
                     object_type_name(vm, source, name, sizeof name));
        }
        return REF_NULL;
    }
    Ref frame = native_push(vm, &extend_frame);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, iterator);
    Ref made = vm_call_values(vm, type_ref(heap, TYPE_ID_BYTEARRAY), iterator, REF_NULL, REF_NULL);
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    if (!made) return REF_NULL;
    bool good = array_at(vm, made)->length == 0 || extend_by(vm, self, made);
    heap_decref(heap, made);
    return good ? new_none(vm) : REF_NULL;
}

static Ref insert(Vm *vm, Ref self, Args args) {
    int64_t index, size = array_at(vm, self)->length;
    uint8_t byte;
    if (!object_as_i64(vm, args.values[0], TYPE_ID_COUNT, &index)) return REF_NULL;
    if (!read_byte(vm, args.values[1], &byte) || !can_resize(vm, self)) return REF_NULL;
    if (index < 0) index = index < -size ? 0 : index + size;
    if (index > size) index = size;
    /* all bytes move up from the new end, so the start never moves */
    Heap *heap = &vm->heap;
    if (!bytearray_resize(heap, self, (uint32_t)size + 1)) return error_no_memory(vm);
    const uint8_t *at = bytes_of(vm, self);
    if (size > index) image_move(&heap->image, at + index + 1, at + index, (size_t)(size - index));
    image_write(&heap->image, at + index, &byte, 1);
    return new_none(vm);
}

/* Takes one byte out; the rest moves down, and the start stays. */
static bool take_out(Vm *vm, Ref self, uint32_t index) {
    Heap *heap = &vm->heap;
    uint32_t left = array_at(vm, self)->length - 1;
    const uint8_t *at = bytes_of(vm, self);
    if (!can_resize(vm, self)) return false;
    if (left > index) image_move(&heap->image, at + index, at + index + 1, left - index);
    return bytearray_resize(heap, self, left) || no_memory(vm);
}

static Ref pop(Vm *vm, Ref self, Args args) {
    int64_t index = -1, size = array_at(vm, self)->length;
    if (args.count && !object_as_i64(vm, args.values[0], TYPE_ID_INDEX_ERROR, &index))
        return REF_NULL;
    if (size == 0) return vm_raise(vm, TYPE_ID_INDEX_ERROR, "pop from empty bytearray");
    if (index < 0) index += size;
    if (index < 0 || index >= size)
        return vm_raise(vm, TYPE_ID_INDEX_ERROR, "pop index out of range");
    uint8_t byte = bytes_of(vm, self)[index];
    return take_out(vm, self, (uint32_t)index) ? new_int(vm, byte) : REF_NULL;
}

static Ref remove_byte(Vm *vm, Ref self, Args args) {
    uint8_t byte;
    if (!read_byte(vm, args.values[0], &byte)) return REF_NULL;
    uint32_t size = array_at(vm, self)->length;
    const uint8_t *start = bytes_of(vm, self), *found = size ? memchr(start, byte, size) : NULL;
    if (!found) return vm_raise(vm, TYPE_ID_VALUE_ERROR, "value not found in bytearray");
    return take_out(vm, self, (uint32_t)(found - start)) ? new_none(vm) : REF_NULL;
}

static Ref reverse(Vm *vm, Ref self, Args args) {
    (void)args;
    Image *image = &vm->heap.image;
    const uint8_t *at = bytes_of(vm, self);
    for (uint32_t i = 0, j = array_at(vm, self)->length; i + 1 < j; i++) {
        uint8_t first = at[i], last = at[--j];
        image_write(image, at + i, &last, 1);
        image_write(image, at + j, &first, 1);
    }
    return new_none(vm);
}

static Ref clear(Vm *vm, Ref self, Args args) {
    (void)args;
    if (array_at(vm, self)->length && !can_resize(vm, self)) return REF_NULL;
    return bytearray_resize(&vm->heap, self, 0) ? new_none(vm) : error_no_memory(vm);
}

static Ref copy(Vm *vm, Ref self, Args args) {
    (void)args;
    return bytearray_of(vm, bytes_of(vm, self), array_at(vm, self)->length);
}

static Ref get_alloc(Vm *vm, Ref self, Args args) {
    (void)args;
    return new_int(vm, array_at(vm, self)->allocated);
}

static const char *const from_hex_slots[] = {"the bytes"};
static const NativeFrame from_hex_frame = {"bytearray.fromhex()", from_hex_slots, 1};

static Ref from_hex(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &from_hex_frame);
    if (!frame) return REF_NULL;
    Ref method = object_getattr_cstr(vm, type_ref(heap, TYPE_ID_BYTES), "fromhex");
    if (!method) return REF_NULL;
    native_put(vm, frame, 0, method);
    Ref bytes = vm_call(vm, method, args), made = REF_NULL;
    if (bytes) {
        native_set(vm, frame, 0, bytes);
        made = vm_call_values(vm, type, bytes, REF_NULL, REF_NULL);
    }
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return made;
}

/* bytearray_reduce for protocol 3 and above: how copy.copy makes another. */
static Ref reduce_ex(Vm *vm, Ref self, Args args) {
    static const char *const slots[] = {"the state", "the bytes", "the arguments"};
    static const NativeFrame description = {"bytearray.__reduce_ex__", slots, 3};
    Heap *heap = &vm->heap;
    int64_t protocol;
    if (!object_as_i64(vm, args.values[0], TYPE_ID_COUNT, &protocol)) return REF_NULL;
    if (protocol < 3) return vm_unsupported(vm, "bytearray.__reduce_ex__ below protocol 3");
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref state = object_find_attr(vm, self, name_ref(vm, "__dict__"));
    if (vm_failed(vm)) return REF_NULL;
    native_put(vm, frame, 0, state ? state : new_none(vm));
    Ref bytes = buffer_to_bytes(vm, self);
    if (!bytes) return REF_NULL;
    native_put(vm, frame, 1, bytes);
    Ref arguments = tuple_pack(heap, array_at(vm, self)->length ? 1 : 0, &bytes);
    if (!arguments) return error_no_memory(vm);
    native_put(vm, frame, 2, arguments);
    Ref items[] = {heap_type(heap, self), arguments, native_get(vm, frame, 0)};
    Ref result = tuple_pack(heap, 3, items);
    if (!result) return error_no_memory(vm);
    native_pop(vm, frame);
    return result;
}

#define X(name, kind, min, max)                                                                    \
    static Ref shared_##name(Vm *vm, Ref self, Args args) {                                        \
        return bytearray_via_bytes(vm, #name, self, args);                                         \
    }
BYTEARRAY_SHARED_METHODS(X)
#undef X

static Ref remainder_of(Vm *vm, Ref a, Ref b) {
    if (!is_bytearray(vm, a)) return new_not_implemented(vm);
    const Heap *heap = &vm->heap;
    return bytes_percent(vm, bytearray_bytes(heap, a), bytearray_at(heap, a)->length, b, true);
}

static const NativeFunction methods[] = {
    {"__alloc__", get_alloc, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce_ex__", reduce_ex, NATIVE_FAST, 0, 1, 0},
    {"append", append, NATIVE_O, 1, 1, 0},
    {"extend", extend, NATIVE_O, 1, 1, 0},
    {"insert", insert, NATIVE_FAST, 2, 2, 0},
    {"pop", pop, NATIVE_FAST, 0, 1, 0},
    {"remove", remove_byte, NATIVE_O, 1, 1, 0},
    {"reverse", reverse, NATIVE_NOARGS, 0, 0, 0},
    {"clear", clear, NATIVE_NOARGS, 0, 0, 0},
    {"copy", copy, NATIVE_NOARGS, 0, 0, 0},
    {"fromhex", from_hex, NATIVE_O, 1, 1, NATIVE_CLASS},
#define X(name, kind, min, max) {#name, shared_##name, NATIVE_##kind, min, max, 0},
    BYTEARRAY_SHARED_METHODS(X)
#undef X
        {0},
};

const TypeSpec type_spec_BYTEARRAY = {
    .doc = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> "
           "bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n"
           "bytearray(int) -> bytes array of size given by the parameter initialized with null "
           "bytes\nbytearray() -> empty bytes array",
    .slots = {.repr = repr,
              .str = repr,
              .compare = compare,
              .iter = iter,
              .create = create,
              .init = init,
              .length = length,
              .item = item,
              .concat = concat,
              .repeat = repeat,
              .binary = {[BINARY_REMAINDER] = remainder_of},
              .inplace_concat = inplace_concat,
              .inplace_repeat = inplace_repeat,
              .contains = contains,
              .subscript = subscript,
              .set_subscript = set_subscript},
    .methods = methods,
    .unbuilt = "expandtabs maketrans translate __mod__ __rmod__ __reduce__",
    .unhashable = true,
};
