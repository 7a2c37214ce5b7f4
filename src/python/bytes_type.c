/* bytes (Objects/bytesobject.c of CPython 3.11). */
#include "heap/bytes.h"
#include "heap/list.h"
#include "heap/tuple.h"
#include "python/buffer.h"
#include "python/bytes_methods.h"
#include "python/container.h"
#include "python/str_methods.h"

#include <ctype.h>
#include <string.h>

enum { BYTES_MAX = 1 << 28 };

typedef Array(uint8_t) ByteBuffer;

static const Bytes *bytes_at(const Vm *vm, Ref object) {
    return heap_at(&vm->heap, Bytes, object);
}

static Ref new_bytes(Vm *vm, const void *bytes, size_t length) {
    return vm_made(vm, bytes_new(&vm->heap, bytes, length));
}

static Ref finish(Vm *vm, ByteBuffer *buffer) {
    Ref made = new_bytes(vm, buffer->items, buffer->count);
    array_deinit(buffer);
    return made;
}

static void put(ByteBuffer *buffer, const uint8_t *bytes, size_t count) {
    if (!count) return;
    array_reserve(buffer, count);
    memcpy(buffer->items + buffer->count, bytes, count);
    buffer->count += count;
}

/* PyBytes_FromObject of what already is bytes: the object itself when exact. */
static Ref exact(Vm *vm, Ref self) {
    if (is_exact(&vm->heap, self, TYPE_ID_BYTES)) return new_ref(vm, self);
    return new_bytes(vm, bytes_at(vm, self)->bytes, bytes_at(vm, self)->length);
}

static Ref part(Vm *vm, Ref self, int64_t start, int64_t stop) {
    if (start >= stop) return new_ref(vm, heap_root(&vm->heap)->empty_bytes);
    if (start == 0 && stop == bytes_at(vm, self)->length) return exact(vm, self);
    return new_bytes(vm, bytes_at(vm, self)->bytes + start, (size_t)(stop - start));
}

/* ---- slots ---- */

static Ref repr(Vm *vm, Ref self) {
    const Bytes *at = bytes_at(vm, self);
    TextBuffer out = {0};
    bool single = memchr(at->bytes, '\'', at->length), twofold = memchr(at->bytes, '"', at->length);
    char quote = single && !twofold ? '"' : '\'';
    text_append_char(&out, 'b');
    text_append_char(&out, quote);
    for (uint32_t i = 0; i < at->length; i++) {
        uint8_t c = at->bytes[i];
        if (c == (uint8_t)quote || c == '\\') {
            text_appendf(&out, "\\%c", c);
        } else if (c == '\t' || c == '\n' || c == '\r') {
            text_append_string(&out, c == '\t' ? "\\t" : c == '\n' ? "\\n" : "\\r");
        } else if (c < ' ' || c >= 0x7F) {
            text_appendf(&out, "\\x%02x", c);
        } else {
            text_append_char(&out, (char)c);
        }
    }
    text_append_char(&out, quote);
    return text_finish(vm, &out);
}

static bool hash(Vm *vm, Ref self, uint64_t *out) {
    *out = bytes_hash(&vm->heap, self);
    return true;
}

static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if (!is_bytes(vm, a) || !is_bytes(vm, b)) return new_not_implemented(vm);
    const Bytes *x = bytes_at(vm, a), *y = bytes_at(vm, b);
    uint32_t least = x->length < y->length ? x->length : y->length;
    int order = memcmp(x->bytes, y->bytes, least);
    if (order == 0) order = x->length < y->length ? -1 : x->length > y->length;
    switch (op) {
    case COMPARE_LT: return new_bool(vm, order < 0);
    case COMPARE_LE: return new_bool(vm, order <= 0);
    case COMPARE_EQ: return new_bool(vm, order == 0);
    case COMPARE_NE: return new_bool(vm, order != 0);
    case COMPARE_GT: return new_bool(vm, order > 0);
    default: return new_bool(vm, order >= 0);
    }
}

static Ref iter(Vm *vm, Ref self) {
    return iterator_new(vm, TYPE_ID_BYTES_ITERATOR, ITER_BYTES, self, REF_NULL);
}

static int64_t length(Vm *vm, Ref self) {
    return bytes_at(vm, self)->length;
}

static Ref item(Vm *vm, Ref self, int64_t index) {
    if (index < 0 || index >= (int64_t)bytes_at(vm, self)->length)
        return vm_raise(vm, TYPE_ID_INDEX_ERROR, "index out of range");
    return new_int(vm, bytes_at(vm, self)->bytes[index]);
}

static Ref concat(Vm *vm, Ref self, Ref other) {
    char own[TYPE_NAME_MAX], name[TYPE_NAME_MAX];
    if (is_bytearray(vm, other) || is_memoryview(vm, other)) {
        Ref copy = buffer_to_bytes(vm, other);
        Ref made = copy ? concat(vm, self, copy) : REF_NULL;
        heap_xdecref(&vm->heap, copy);
        return made;
    }
    if (!is_bytes(vm, self) || !is_bytes(vm, other)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "can't concat %.100s to %.100s",
                        object_type_name(vm, other, name, sizeof name),
                        object_type_name(vm, self, own, sizeof own));
    }
    const Bytes *x = bytes_at(vm, self), *y = bytes_at(vm, other);
    if (x->length == 0 && is_exact(&vm->heap, other, TYPE_ID_BYTES)) return new_ref(vm, other);
    if (y->length == 0 && is_exact(&vm->heap, self, TYPE_ID_BYTES)) return new_ref(vm, self);
    ByteBuffer buffer = {0};
    put(&buffer, x->bytes, x->length);
    put(&buffer, y->bytes, y->length);
    return finish(vm, &buffer);
}

static Ref repeat(Vm *vm, Ref self, int64_t count) {
    const Bytes *at = bytes_at(vm, self);
    if (count < 0) count = 0;
    if (count == 1 && is_exact(&vm->heap, self, TYPE_ID_BYTES)) return new_ref(vm, self);
    if (at->length && count > BYTES_MAX / at->length)
        return vm_limit(vm, "a bytes object of more than %d bytes is too long", BYTES_MAX);
    ByteBuffer buffer = {0};
    for (int64_t i = 0; at->length && i < count; i++) put(&buffer, at->bytes, at->length);
    /* bytes_repeat does not look at the shared objects. */
    Ref type = type_ref(&vm->heap, TYPE_ID_BYTES);
    Ref made = vm_made(vm, bytes_new_of_type(&vm->heap, type, buffer.items, buffer.count));
    array_deinit(&buffer);
    return made;
}

static int64_t search(const Bytes *whole, const uint8_t *bytes, size_t count, int64_t start,
                      int64_t stop, bool last) {
    if (stop - start < (int64_t)count) return -1;
    if (count == 0) return last ? stop : start;
    for (int64_t i = start; !last && i <= stop - (int64_t)count; i++) {
        const uint8_t *from = whole->bytes + i;
        const uint8_t *first = memchr(from, bytes[0], (size_t)(stop - (int64_t)count - i) + 1);
        if (!first) return -1;
        i = first - whole->bytes;
        if (memcmp(first, bytes, count) == 0) return i;
    }
    if (!last) return -1;
    for (int64_t i = stop - (int64_t)count; i >= start; i--) {
        if (memcmp(whole->bytes + i, bytes, count) == 0) return i;
    }
    return -1;
}

static Ref raise_not_bytes(Vm *vm, Ref object) {
    char name[TYPE_NAME_MAX];
    if (has_buffer(vm, object)) return vm_unsupported(vm, "a method of bytes on another buffer");
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "a bytes-like object is required, not '%.100s'",
                    object_type_name(vm, object, name, sizeof name));
}

/* A byte given as an int: false with ValueError. */
static bool read_byte(Vm *vm, Ref value, const char *message, uint8_t *out) {
    int64_t number;
    if (!object_as_i64(vm, value, TYPE_ID_COUNT, &number)) return false;
    if (number < 0 || number > 255) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "%s", message);
        return false;
    }
    *out = (uint8_t)number;
    return true;
}

static int contains(Vm *vm, Ref self, Ref value) {
    const Bytes *at = bytes_at(vm, self);
    uint8_t byte;
    if (is_bytes(vm, value)) {
        const Bytes *other = bytes_at(vm, value);
        return search(at, other->bytes, other->length, 0, at->length, false) >= 0;
    }
    if (!has_index(vm, value)) {
        raise_not_bytes(vm, value);
        return -1;
    }
    if (!read_byte(vm, value, "byte must be in range(0, 256)", &byte)) return -1;
    return memchr(bytes_at(vm, self)->bytes, byte, bytes_at(vm, self)->length) != NULL;
}

static Ref subscript(Vm *vm, Ref self, Ref key) {
    char name[TYPE_NAME_MAX];
    int64_t index, stop, step, count;
    if (has_index(vm, key)) {
        if (!object_as_i64(vm, key, TYPE_ID_INDEX_ERROR, &index)) return REF_NULL;
        return item(vm, self, index < 0 ? index + bytes_at(vm, self)->length : index);
    }
    if (heap_kind(&vm->heap, key) != KIND_SLICE) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "byte indices must be integers or slices, not %.200s",
                        object_type_name(vm, key, name, sizeof name));
    }
    if (!slice_indices(vm, key, bytes_at(vm, self)->length, &index, &stop, &step, &count))
        return REF_NULL;
    if (count <= 0) return new_ref(vm, heap_root(&vm->heap)->empty_bytes);
    if (step == 1) return part(vm, self, index, index + count);
    ByteBuffer buffer = {0};
    for (int64_t i = 0; i < count; i++)
        array_push(&buffer, bytes_at(vm, self)->bytes[index + i * step]);
    return finish(vm, &buffer);
}

/* ---- bytes() ---- */

static Ref from_iterable(Vm *vm, Ref iterable) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    static const char *const slots[] = {"the items"};
    static const NativeFrame description = {"bytes()", slots, 1};
    /* a list or tuple is read as it is (_PyBytes_FromList, _PyBytes_FromTuple) */
    bool tuple = is_exact(heap, iterable, TYPE_ID_TUPLE);
    bool direct = tuple || is_exact(heap, iterable, TYPE_ID_LIST);
    Ref items = direct ? new_ref(vm, iterable) : object_to_list(vm, iterable);
    if (!items) {
        if (!vm_error_is(vm, TYPE_ID_TYPE_ERROR) || heap_type_of(heap, iterable)->flags & TYPE_HEAP)
            return REF_NULL;
        vm_clear_error(vm);
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "cannot convert '%.200s' object to bytes",
                        object_type_name(vm, iterable, name, sizeof name));
    }
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, items);
    ByteBuffer buffer = {0};
    bool good = true;
    for (uint32_t i = 0; good && i < (tuple ? tuple_size(heap, items) : list_size(heap, items));
         i++) {
        uint8_t byte = 0;
        Ref value = tuple ? tuple_get(heap, items, i) : list_get(heap, items, i);
        good =
            has_index(vm, value) && read_byte(vm, value, "bytes must be in range(0, 256)", &byte);
        if (!good && !vm_failed(vm)) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "'%.200s' object cannot be interpreted as an integer",
                     object_type_name(vm, value, name, sizeof name));
        }
        array_push(&buffer, byte);
    }
    native_pop(vm, frame);
    if (good) return finish(vm, &buffer);
    array_deinit(&buffer);
    return REF_NULL;
}

static Ref of_zeros(Vm *vm, Ref count) {
    int64_t number;
    if (!object_as_i64(vm, count, TYPE_ID_OVERFLOW_ERROR, &number)) return REF_NULL;
    if (number < 0) return vm_raise(vm, TYPE_ID_VALUE_ERROR, "negative count");
    if (number > BYTES_MAX)
        return vm_limit(vm, "a bytes object of more than %d bytes is too long", BYTES_MAX);
    uint8_t *zeros = memory_alloc((size_t)number);
    Ref made = new_bytes(vm, zeros, (size_t)number);
    memory_free(zeros);
    return made;
}

static Ref from_arguments(Vm *vm, const Ref given[3]) {
    char name[TYPE_NAME_MAX];
    if (!given[0]) {
        if (given[1] || given[2]) {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s without a string argument",
                            given[1] ? "encoding" : "errors");
        }
        return new_ref(vm, heap_root(&vm->heap)->empty_bytes);
    }
    if (given[1]) {
        if (is_str(vm, given[0])) return str_encode_as(vm, given[0], given[1], given[2]);
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "encoding without a string argument");
    }
    if (given[2]) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        is_str(vm, given[0]) ? "string argument without an encoding"
                                             : "errors without a string argument");
    }
    if (heap_type_of(&vm->heap, given[0])->flags & TYPE_HEAP) {
        bool found;
        Ref made = call_bound_special(vm, given[0], DUNDER_BYTES, REF_NULL, &found);
        if (!made && vm_failed(vm)) return REF_NULL;
        if (made && is_bytes(vm, made)) return made;
        if (made) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "__bytes__ returned non-bytes (type %.200s)",
                     object_type_name(vm, made, name, sizeof name));
            heap_decref(&vm->heap, made);
            return REF_NULL;
        }
    }
    if (is_str(vm, given[0]))
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "string argument without an encoding");
    if (has_index(vm, given[0])) return of_zeros(vm, given[0]);
    return has_buffer(vm, given[0]) ? buffer_to_bytes(vm, given[0]) : from_iterable(vm, given[0]);
}

static Ref create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"source", "encoding", "errors", NULL};
    static const char *const slots[] = {"the bytes"};
    static const NativeFrame description = {"bytes()", slots, 1};
    Heap *heap = &vm->heap;
    Ref given[3];
    if (!args_parse(vm, "bytes", args, names, 0, 3, given)) return REF_NULL;
    for (int i = 1; i < 3; i++) {
        char name[TYPE_NAME_MAX];
        if (!given[i] || is_str(vm, given[i])) continue;
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "bytes() argument '%s' must be str, not %.50s",
                        names[i], argument_type_name(vm, given[i], name, sizeof name));
    }
    Ref value = from_arguments(vm, given);
    if (!value || type == type_ref(heap, TYPE_ID_BYTES)) return value;
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, value);
    const Bytes *at = bytes_at(vm, value);
    uint32_t count = at->length;
    uint8_t *copy = memory_alloc(count);
    memcpy(copy, at->bytes, count);
    Ref made = vm_made(vm, bytes_new_of_type(heap, type, copy, count));
    memory_free(copy);
    native_pop(vm, frame);
    return made;
}

/* ---- methods ---- */

static Ref decode(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"encoding", "errors", NULL};
    Ref given[2];
    char name[TYPE_NAME_MAX];
    if (!args_parse(vm, "decode", args, names, 0, 2, given)) return REF_NULL;
    for (int i = 0; i < 2; i++) {
        if (!given[i] || is_str(vm, given[i])) continue;
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "decode() argument '%s' must be str, not %.50s",
                        names[i], argument_type_name(vm, given[i], name, sizeof name));
    }
    return bytes_decode(vm, self, given[0], given[1]);
}

/* The one ASCII character between groups of bytes.hex(). */
static bool read_separator(Vm *vm, Ref given, char *out) {
    uint32_t point = 0x80;
    bool text = is_str(vm, given), bytes = is_bytes(vm, given);
    int64_t length = object_length(vm, given);
    const char *wrong = NULL;
    if (length < 0) return false;
    if (length == 1 && !text && !bytes) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "sep must be str or bytes.");
        return false;
    }
    if (length != 1)
        wrong = "sep must be length 1.";
    else
        point = text ? str_at(&vm->heap, given, 0) : bytes_at(vm, given)->bytes[0];
    if (!wrong && point >= 0x80) wrong = "sep must be ASCII.";
    if (wrong) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "%s", wrong);
        return false;
    }
    *out = (char)point;
    return true;
}

static Ref hex_method(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"sep", "bytes_per_sep", NULL};
    Ref given[2];
    int64_t group = 1;
    char separator = '\0';
    if (!args_parse(vm, "hex", args, names, 0, 2, given)) return REF_NULL;
    if (given[0] && !read_separator(vm, given[0], &separator)) return REF_NULL;
    if (given[1] && !object_as_i64(vm, given[1], TYPE_ID_OVERFLOW_ERROR, &group)) return REF_NULL;
    const Bytes *at = bytes_at(vm, self);
    TextBuffer out = {0};
    for (uint32_t i = 0; i < at->length; i++) {
        /* groups are counted from the end, for a negative number from the start */
        int64_t place = group < 0 ? i : at->length - i, width = group < 0 ? -group : group;
        if (i && separator && group && place % width == 0) text_append_char(&out, separator);
        text_appendf(&out, "%02x", at->bytes[i]);
    }
    return text_finish(vm, &out);
}

static int hex_digit(uint32_t point) {
    if (point >= '0' && point <= '9') return (int)point - '0';
    point |= 0x20;
    return point >= 'a' && point <= 'f' ? (int)point - 'a' + 10 : -1;
}

static Ref from_hex(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    Ref text = args.values[0];
    if (!is_str(vm, text)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "fromhex() argument must be str, not %.50s",
                        argument_type_name(vm, text, name, sizeof name));
    }
    ByteBuffer buffer = {0};
    uint32_t count = str_length(heap, text), i = 0;
    while (i < count) {
        uint32_t point = str_at(heap, text, i);
        if (point < 0x80 && isspace((int)point)) {
            i++;
            continue;
        }
        int high = hex_digit(point);
        int low = high < 0 || i + 1 >= count ? -1 : hex_digit(str_at(heap, text, i + 1));
        if (high < 0 || low < 0) {
            array_deinit(&buffer);
            return vm_raise(vm, TYPE_ID_VALUE_ERROR,
                            "non-hexadecimal number found in fromhex() arg at position %u",
                            high < 0 ? i : i + 1);
        }
        array_push(&buffer, (uint8_t)(high << 4 | low));
        i += 2;
    }
    Ref made = finish(vm, &buffer);
    if (!made || type == type_ref(heap, TYPE_ID_BYTES)) return made;
    Ref result = vm_call_values(vm, type, made, REF_NULL, REF_NULL);
    heap_decref(heap, made);
    return result;
}

static Ref join(Vm *vm, Ref self, Args args) {
    static const char *const slots[] = {"the items"};
    static const NativeFrame description = {"bytes.join()", slots, 1};
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    Ref given = object_fast_sequence(vm, args.values[0], "can only join an iterable");
    if (!given) return REF_NULL;
    bool is_list = heap_kind(heap, given) == KIND_LIST;
    Ref items = is_list ? new_ref(vm, given) : object_to_list(vm, given);
    heap_decref(heap, given);
    if (!items) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, items);
    ByteBuffer buffer = {0};
    Ref result = REF_NULL;
    uint32_t count = list_size(heap, items), i = 0;
    for (; i < count && is_bytes(vm, list_get(heap, items, i)); i++) {
        const Bytes *at = bytes_at(vm, list_get(heap, items, i));
        if (buffer.count + at->length + bytes_at(vm, self)->length > BYTES_MAX) {
            vm_limit(vm, "a bytes object of more than %d bytes is too long", BYTES_MAX);
            break;
        }
        if (i) put(&buffer, bytes_at(vm, self)->bytes, bytes_at(vm, self)->length);
        put(&buffer, at->bytes, at->length);
    }
    if (i < count && !vm->halt && has_buffer(vm, list_get(heap, items, i)))
        vm_unsupported(vm, "bytes.join() of another buffer");
    if (i < count) {
        if (!vm->halt)
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     "sequence item %u: expected a bytes-like object, %.80s found", i,
                     object_type_name(vm, list_get(heap, items, i), name, sizeof name));
        array_deinit(&buffer);
    } else if (count == 1 && is_exact(heap, list_get(heap, items, 0), TYPE_ID_BYTES)) {
        result = new_ref(vm, list_get(heap, items, 0));
        array_deinit(&buffer);
    } else {
        result = finish(vm, &buffer);
    }
    native_pop(vm, frame);
    return result;
}

/* The arguments of find and its like: bytes or one byte, and bounds. */
typedef struct Search {
    const uint8_t *bytes;
    size_t count;
    uint8_t single;
    int64_t start, stop;
} Search;

static bool read_bounds(Vm *vm, Ref self, Args args, int64_t *start, int64_t *stop) {
    int64_t count = bytes_at(vm, self)->length, *bounds[2] = {start, stop};
    *start = 0;
    *stop = count;
    for (uint32_t i = 1; i < args.count && i < 3; i++) {
        if (args.values[i] == heap_root(&vm->heap)->none) continue;
        if (!has_index(vm, args.values[i])) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     "slice indices must be integers or None or have an __index__ method");
            return false;
        }
        if (!object_as_i64(vm, args.values[i], TYPE_ID_COUNT, bounds[i - 1])) return false;
    }
    for (int i = 0; i < 2; i++) {
        if (*bounds[i] < 0) *bounds[i] = *bounds[i] < -count ? 0 : *bounds[i] + count;
    }
    if (*stop > count) *stop = count;
    return true;
}

static bool read_search(Vm *vm, Ref self, Args args, Search *search_for) {
    char name[TYPE_NAME_MAX];
    Ref value = args.values[0];
    if (is_bytes(vm, value)) {
        search_for->bytes = bytes_at(vm, value)->bytes;
        search_for->count = bytes_at(vm, value)->length;
    } else if (has_index(vm, value)) {
        if (!read_byte(vm, value, "byte must be in range(0, 256)", &search_for->single))
            return false;
        search_for->bytes = &search_for->single;
        search_for->count = 1;
    } else if (has_buffer(vm, value)) {
        vm_unsupported(vm, "a method of bytes on another buffer");
        return false;
    } else {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "argument should be integer or bytes-like object, not '%.200s'",
                 object_type_name(vm, value, name, sizeof name));
        return false;
    }
    return read_bounds(vm, self, args, &search_for->start, &search_for->stop);
}

static Ref find(Vm *vm, Ref self, Args args, bool last, bool must) {
    Search wanted;
    if (!read_search(vm, self, args, &wanted)) return REF_NULL;
    int64_t found =
        search(bytes_at(vm, self), wanted.bytes, wanted.count, wanted.start, wanted.stop, last);
    if (found < 0 && must) return vm_raise(vm, TYPE_ID_VALUE_ERROR, "subsection not found");
    return new_int(vm, found);
}

static Ref find_method(Vm *vm, Ref self, Args args) {
    return find(vm, self, args, false, false);
}

static Ref rfind_method(Vm *vm, Ref self, Args args) {
    return find(vm, self, args, true, false);
}

static Ref index_method(Vm *vm, Ref self, Args args) {
    return find(vm, self, args, false, true);
}

static Ref rindex_method(Vm *vm, Ref self, Args args) {
    return find(vm, self, args, true, true);
}

static Ref count_method(Vm *vm, Ref self, Args args) {
    Search wanted;
    if (!read_search(vm, self, args, &wanted)) return REF_NULL;
    if (wanted.count == 0)
        return new_int(vm, wanted.stop < wanted.start ? 0 : wanted.stop - wanted.start + 1);
    int64_t count = 0, at = wanted.start;
    for (;; count++) {
        at = search(bytes_at(vm, self), wanted.bytes, wanted.count, at, wanted.stop, false);
        if (at < 0) return new_int(vm, count);
        at += (int64_t)wanted.count;
    }
}

static bool tail_match(const Bytes *self, const Bytes *other, int64_t start, int64_t stop,
                       bool at_end) {
    if (stop - start < (int64_t)other->length) return false;
    int64_t at = at_end ? stop - other->length : start;
    return memcmp(self->bytes + at, other->bytes, other->length) == 0;
}

static Ref starts_or_ends(Vm *vm, const char *function, Ref self, Args args, bool at_end) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    int64_t start, stop;
    Ref wanted = args.values[0];
    if (!read_bounds(vm, self, args, &start, &stop)) return REF_NULL;
    const Bytes *at = bytes_at(vm, self);
    if (is_bytes(vm, wanted))
        return new_bool(vm, tail_match(at, bytes_at(vm, wanted), start, stop, at_end));
    if (!is_instance_flag(heap, wanted, TYPE_TUPLE)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "%s first arg must be bytes or a tuple of bytes, not %.100s", function,
                        object_type_name(vm, wanted, name, sizeof name));
    }
    for (uint32_t i = 0; i < tuple_size(heap, wanted); i++) {
        Ref one = tuple_get(heap, wanted, i);
        if (!is_bytes(vm, one)) return raise_not_bytes(vm, one);
        if (tail_match(at, bytes_at(vm, one), start, stop, at_end)) return new_bool(vm, true);
    }
    return new_bool(vm, false);
}

static Ref startswith(Vm *vm, Ref self, Args args) {
    return starts_or_ends(vm, "startswith", self, args, false);
}

static Ref endswith(Vm *vm, Ref self, Args args) {
    return starts_or_ends(vm, "endswith", self, args, true);
}

static Ref map_bytes(Vm *vm, Ref self, int (*convert)(int)) {
    const Bytes *at = bytes_at(vm, self);
    ByteBuffer buffer = {0};
    for (uint32_t i = 0; i < at->length; i++) {
        uint8_t byte = at->bytes[i];
        array_push(&buffer, byte < 0x80 ? (uint8_t)convert(byte) : byte);
    }
    return finish(vm, &buffer);
}

static Ref upper(Vm *vm, Ref self, Args args) {
    (void)args;
    return map_bytes(vm, self, toupper);
}

static Ref lower(Vm *vm, Ref self, Args args) {
    (void)args;
    return map_bytes(vm, self, tolower);
}

static Ref strip(Vm *vm, Ref self, Args args, bool left, bool right) {
    const Bytes *at = bytes_at(vm, self);
    const uint8_t *set = (const uint8_t *)" \t\n\r\f\v";
    size_t count = 6;
    if (args.count && args.values[0] != heap_root(&vm->heap)->none) {
        if (!is_bytes(vm, args.values[0])) return raise_not_bytes(vm, args.values[0]);
        set = bytes_at(vm, args.values[0])->bytes;
        count = bytes_at(vm, args.values[0])->length;
    }
    int64_t start = 0, stop = at->length;
    while (left && start < stop && memchr(set, at->bytes[start], count)) start++;
    while (right && stop > start && memchr(set, at->bytes[stop - 1], count)) stop--;
    return part(vm, self, start, stop);
}

static Ref strip_method(Vm *vm, Ref self, Args args) {
    return strip(vm, self, args, true, true);
}

static Ref lstrip_method(Vm *vm, Ref self, Args args) {
    return strip(vm, self, args, true, false);
}

static Ref rstrip_method(Vm *vm, Ref self, Args args) {
    return strip(vm, self, args, false, true);
}

static Ref replace(Vm *vm, Ref self, Args args) {
    int64_t max = -1, at = 0, done = 0;
    for (uint32_t i = 0; i < 2; i++) {
        if (!is_bytes(vm, args.values[i])) return raise_not_bytes(vm, args.values[i]);
    }
    if (args.count > 2 && !object_as_i64(vm, args.values[2], TYPE_ID_OVERFLOW_ERROR, &max))
        return REF_NULL;
    if (max < 0) max = INT64_MAX;
    const Bytes *own = bytes_at(vm, self), *old = bytes_at(vm, args.values[0]),
                *new = bytes_at(vm, args.values[1]);
    ByteBuffer buffer = {0};
    while (done < max) {
        int64_t found = search(own, old->bytes, old->length,
                               at + (old->length == 0 && done ? 1 : 0), own->length, false);
        if (found < 0) break;
        put(&buffer, own->bytes + at, (size_t)(found - at));
        put(&buffer, new->bytes, new->length);
        at = found + old->length;
        done++;
        if (buffer.count > BYTES_MAX) {
            array_deinit(&buffer);
            return vm_limit(vm, "a bytes object of more than %d bytes is too long", BYTES_MAX);
        }
    }
    if (done == 0) {
        array_deinit(&buffer);
        return exact(vm, self);
    }
    put(&buffer, own->bytes + at, (size_t)(own->length - at));
    return finish(vm, &buffer);
}

static Ref to_exact(Vm *vm, Ref self, Args args) {
    (void)args;
    return exact(vm, self);
}

static Ref get_new_args(Vm *vm, Ref self, Args args) {
    (void)args;
    Ref copy = exact(vm, self);
    Ref tuple = copy ? vm_made(vm, tuple_new(&vm->heap, 1)) : REF_NULL;
    if (tuple) tuple_init_item(&vm->heap, tuple, 0, copy);
    return tuple;
}

static Ref remainder_of(Vm *vm, Ref a, Ref b) {
    if (!is_bytes(vm, a)) return new_not_implemented(vm);
    const Heap *heap = &vm->heap;
    return bytes_percent(vm, heap_at(heap, Bytes, a)->bytes, bytes_length(heap, a), b, false);
}

static const NativeFunction methods[] = {
    {"__getnewargs__", get_new_args, NATIVE_NOARGS, 0, 0, 0},
    {"__bytes__", to_exact, NATIVE_NOARGS, 0, 0, 0},
    {"count", count_method, NATIVE_TUPLE, 1, 3, 0},
    {"decode", decode, NATIVE_FAST_KEYWORDS, 0, 2, 0},
    {"endswith", endswith, NATIVE_TUPLE, 1, 3, 0},
    {"find", find_method, NATIVE_TUPLE, 1, 3, 0},
    {"fromhex", from_hex, NATIVE_O, 1, 1, NATIVE_CLASS},
    {"hex", hex_method, NATIVE_FAST_KEYWORDS, 0, 2, 0},
    {"index", index_method, NATIVE_TUPLE, 1, 3, 0},
    {"join", join, NATIVE_O, 1, 1, 0},
    {"lower", lower, NATIVE_NOARGS, 0, 0, 0},
    {"lstrip", lstrip_method, NATIVE_FAST, 0, 1, 0},
    {"replace", replace, NATIVE_FAST, 2, 3, 0},
    {"rfind", rfind_method, NATIVE_TUPLE, 1, 3, 0},
    {"rindex", rindex_method, NATIVE_TUPLE, 1, 3, 0},
    {"rstrip", rstrip_method, NATIVE_FAST, 0, 1, 0},
    {"startswith", startswith, NATIVE_TUPLE, 1, 3, 0},
    {"strip", strip_method, NATIVE_FAST, 0, 1, 0},
    {"upper", upper, NATIVE_NOARGS, 0, 0, 0},
    {"split", bytes_split, NATIVE_FAST_KEYWORDS, 0, 2, 0},
    {"rsplit", bytes_rsplit, NATIVE_FAST_KEYWORDS, 0, 2, 0},
    {"splitlines", bytes_splitlines, NATIVE_FAST_KEYWORDS, 0, 1, 0},
    {"partition", bytes_partition, NATIVE_O, 1, 1, 0},
    {"rpartition", bytes_rpartition, NATIVE_O, 1, 1, 0},
    {"removeprefix", bytes_removeprefix, NATIVE_O, 1, 1, 0},
    {"removesuffix", bytes_removesuffix, NATIVE_O, 1, 1, 0},
    {"capitalize", bytes_capitalize, NATIVE_NOARGS, 0, 0, 0},
    {"title", bytes_title, NATIVE_NOARGS, 0, 0, 0},
    {"swapcase", bytes_swapcase, NATIVE_NOARGS, 0, 0, 0},
    {"center", bytes_center, NATIVE_FAST, 1, 2, 0},
    {"ljust", bytes_ljust, NATIVE_FAST, 1, 2, 0},
    {"rjust", bytes_rjust, NATIVE_FAST, 1, 2, 0},
    {"zfill", bytes_zfill, NATIVE_O, 1, 1, 0},
    {"isalnum", bytes_isalnum, NATIVE_NOARGS, 0, 0, 0},
    {"isalpha", bytes_isalpha, NATIVE_NOARGS, 0, 0, 0},
    {"isascii", bytes_isascii, NATIVE_NOARGS, 0, 0, 0},
    {"isdigit", bytes_isdigit, NATIVE_NOARGS, 0, 0, 0},
    {"isspace", bytes_isspace, NATIVE_NOARGS, 0, 0, 0},
    {"islower", bytes_islower, NATIVE_NOARGS, 0, 0, 0},
    {"isupper", bytes_isupper, NATIVE_NOARGS, 0, 0, 0},
    {"istitle", bytes_istitle, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_BYTES = {
    .doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> "
           "bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> "
           "bytes object of size given by the parameter initialized with null bytes\nbytes() -> "
           "empty bytes object",
    .slots = {.repr = repr,
              .str = repr,
              .hash = hash,
              .compare = compare,
              .iter = iter,
              .create = create,
              .length = length,
              .item = item,
              .concat = concat,
              .repeat = repeat,
              .binary = {[BINARY_REMAINDER] = remainder_of},
              .contains = contains,
              .subscript = subscript},
    .methods = methods,
    .unbuilt = "expandtabs maketrans translate __mod__ __rmod__",
};
