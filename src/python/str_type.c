/* str (Objects/unicodeobject.c of CPython 3.11): slots and the table of its methods. */
#include "heap/tuple.h"
#include "python/buffer.h"
#include "python/char_class.h"
#include "python/container.h"
#include "python/format_spec.h"
#include "python/str_methods.h"

#include <stdio.h>

/* unicode_repr: single quotes unless only those occur inside. */
static Ref repr(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    uint32_t length = str_length(heap, self), singles = 0, doubles = 0;
    for (uint32_t i = 0; i < length; i++) {
        uint32_t point = str_at(heap, self, i);
        singles += point == '\'';
        doubles += point == '"';
    }
    uint32_t quote = singles && !doubles ? '"' : '\'';
    Points out = {0};
    char escape[12];
    points_put(&out, quote);
    for (uint32_t i = 0; i < length; i++) {
        uint32_t point = str_at(heap, self, i);
        if (point == quote || point == '\\') {
            points_put(&out, '\\');
            points_put(&out, point);
            continue;
        }
        if (char_is_printable(point)) {
            points_put(&out, point);
            continue;
        }
        if (point == '\t' || point == '\n' || point == '\r') {
            snprintf(escape, sizeof escape, "\\%c",
                     point == '\t'   ? 't'
                     : point == '\n' ? 'n'
                                     : 'r');
        } else if (point < 0x100) {
            snprintf(escape, sizeof escape, "\\x%02x", point);
        } else if (point < 0x10000) {
            snprintf(escape, sizeof escape, "\\u%04x", point);
        } else {
            snprintf(escape, sizeof escape, "\\U%08x", point);
        }
        points_put_ascii(&out, escape);
    }
    points_put(&out, quote);
    return points_finish(vm, &out);
}

static Ref text(Vm *vm, Ref self) {
    return vm_made(vm, str_exact(&vm->heap, self));
}

static bool hash(Vm *vm, Ref self, uint64_t *out) {
    *out = str_hash(&vm->heap, self);
    return true;
}

static Ref compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    const Heap *heap = &vm->heap;
    if (!is_str(vm, a) || !is_str(vm, b)) return new_not_implemented(vm);
    if (op == COMPARE_EQ) return new_bool(vm, str_equal(heap, a, b));
    if (op == COMPARE_NE) return new_bool(vm, !str_equal(heap, a, b));
    int order = a == b ? 0 : str_compare(heap, a, b);
    switch (op) {
    case COMPARE_LT: return new_bool(vm, order < 0);
    case COMPARE_LE: return new_bool(vm, order <= 0);
    case COMPARE_GT: return new_bool(vm, order > 0);
    default: return new_bool(vm, order >= 0);
    }
}

static Ref iter(Vm *vm, Ref self) {
    bool ascii = str_is_ascii(&vm->heap, self);
    return iterator_new(vm, ascii ? TYPE_ID_STR_ASCII_ITERATOR : TYPE_ID_STR_ITERATOR, ITER_STR,
                        self, REF_NULL);
}

static int64_t length(Vm *vm, Ref self) {
    return str_length(&vm->heap, self);
}

static Ref item(Vm *vm, Ref self, int64_t index) {
    if (index < 0 || index >= (int64_t)str_length(&vm->heap, self))
        return vm_raise(vm, TYPE_ID_INDEX_ERROR, "string index out of range");
    uint32_t point = str_at(&vm->heap, self, (uint32_t)index);
    return vm_made(vm, str_new_points(&vm->heap, &point, 1));
}

static Ref concat(Vm *vm, Ref self, Ref other) {
    char name[TYPE_NAME_MAX];
    if (is_str(vm, other)) return vm_made(vm, str_concat(&vm->heap, self, other));
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "can only concatenate str (not \"%.200s\") to str",
                    object_type_name(vm, other, name, sizeof name));
}

static Ref repeat(Vm *vm, Ref self, int64_t count) {
    Heap *heap = &vm->heap;
    uint32_t size = str_length(heap, self);
    if (count < 1 || size == 0) return new_ref(vm, heap_root(heap)->empty_str);
    if (count == 1) return vm_made(vm, str_exact(heap, self));
    if (count > STR_LENGTH_MAX / size) {
        if (count > INT64_MAX / size) {
            return vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "repeated string is too long");
        }
        return vm_limit(vm, "a str of more than %d characters is too long", STR_LENGTH_MAX);
    }
    uint32_t total = size * (uint32_t)count, done = size;
    Ref made = vm_made(vm, str_alloc(heap, total, str_max_of(heap, self)));
    if (!made) return REF_NULL;
    str_copy(heap, made, 0, self, 0, size);
    while (done < total) {
        uint32_t part = done < total - done ? done : total - done;
        str_copy(heap, made, done, made, 0, part);
        done += part;
    }
    return made;
}

static Ref slice(Vm *vm, Ref self, Ref key) {
    Heap *heap = &vm->heap;
    int64_t start, stop, step, count;
    if (!slice_indices(vm, key, str_length(heap, self), &start, &stop, &step, &count))
        return REF_NULL;
    if (count <= 0) return new_ref(vm, heap_root(heap)->empty_str);
    if (step == 1)
        return vm_made(vm, str_slice(heap, self, (uint32_t)start, (uint32_t)(start + count)));
    Points out = {0};
    for (int64_t i = 0; i < count; i++)
        points_put(&out, str_at(heap, self, (uint32_t)(start + i * step)));
    return points_finish_fresh(vm, &out);
}

static Ref subscript(Vm *vm, Ref self, Ref key) {
    char name[TYPE_NAME_MAX];
    int64_t index;
    if (has_index(vm, key)) {
        if (!object_as_i64(vm, key, TYPE_ID_INDEX_ERROR, &index)) return REF_NULL;
        return item(vm, self, index < 0 ? index + str_length(&vm->heap, self) : index);
    }
    if (heap_kind(&vm->heap, key) == KIND_SLICE) return slice(vm, self, key);
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "string indices must be integers, not '%.200s'",
                    object_type_name(vm, key, name, sizeof name));
}

static Ref percent(Vm *vm, Ref format, Ref values) {
    return is_str(vm, format) ? str_percent(vm, format, values) : new_not_implemented(vm);
}

/* ---- str() ---- */

static bool require_name(Vm *vm, const char *parameter, Ref given) {
    char name[TYPE_NAME_MAX];
    if (!given || is_str(vm, given)) return true;
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "str() argument '%s' must be str, not %.50s", parameter,
             argument_type_name(vm, given, name, sizeof name));
    return false;
}

static Ref from_arguments(Vm *vm, const Ref given[3]) {
    char name[TYPE_NAME_MAX];
    if (!require_name(vm, "encoding", given[1]) || !require_name(vm, "errors", given[2]))
        return REF_NULL;
    if (!given[0]) return new_ref(vm, heap_root(&vm->heap)->empty_str);
    if (!given[1] && !given[2]) return object_str(vm, given[0]);
    if (is_str(vm, given[0]))
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "decoding str is not supported");
    if (is_bytes(vm, given[0])) return bytes_decode(vm, given[0], given[1], given[2]);
    if (has_buffer(vm, given[0])) {
        Ref bytes = buffer_to_bytes(vm, given[0]);
        Ref text = bytes ? bytes_decode(vm, bytes, given[1], given[2]) : REF_NULL;
        heap_xdecref(&vm->heap, bytes);
        return text;
    }
    return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                    "decoding to str: need a bytes-like object, %.80s found",
                    object_type_name(vm, given[0], name, sizeof name));
}

static Ref create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"object", "encoding", "errors", NULL};
    static const char *const slots[] = {"the text"};
    static const NativeFrame description = {"str()", slots, 1};
    Heap *heap = &vm->heap;
    Ref given[3];
    if (!args_parse(vm, "str", args, names, 0, 3, given)) return REF_NULL;
    Ref value = from_arguments(vm, given);
    if (!value || type == type_ref(heap, TYPE_ID_STR)) return value;
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(heap, value);
        return REF_NULL;
    }
    native_put(vm, frame, 0, value);
    Ref made = vm_made(vm, str_new_of_type(heap, type, value));
    native_pop(vm, frame);
    return made;
}

/* ---- methods ---- */

static Ref format_method(Vm *vm, Ref self, Args args) {
    char name[TYPE_NAME_MAX];
    Ref spec = args.values[0];
    if (is_str(vm, spec)) return format_str_value(vm, self, spec);
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "__format__() argument must be str, not %.50s",
                    argument_type_name(vm, spec, name, sizeof name));
}

static Ref get_new_args(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    (void)args;
    Ref copy = vm_made(vm, str_exact(heap, self));
    Ref tuple = copy ? vm_made(vm, tuple_new(heap, 1)) : REF_NULL;
    if (tuple) tuple_init_item(heap, tuple, 0, copy);
    return tuple;
}

static const NativeFunction methods[] = {
    {"encode", str_encode, NATIVE_FAST_KEYWORDS, 0, 2, 0},
    {"replace", str_replace, NATIVE_FAST, 2, 3, 0},
    {"split", str_split, NATIVE_FAST_KEYWORDS, 0, 2, 0},
    {"rsplit", str_rsplit, NATIVE_FAST_KEYWORDS, 0, 2, 0},
    {"join", str_join, NATIVE_O, 1, 1, 0},
    {"capitalize", str_capitalize, NATIVE_NOARGS, 0, 0, 0},
    {"casefold", str_casefold, NATIVE_NOARGS, 0, 0, 0},
    {"title", str_title, NATIVE_NOARGS, 0, 0, 0},
    {"center", str_center, NATIVE_FAST, 1, 2, 0},
    {"count", str_count_method, NATIVE_TUPLE, 0, -1, 0},
    {"expandtabs", str_expandtabs, NATIVE_FAST_KEYWORDS, 0, 1, 0},
    {"find", str_find_method, NATIVE_TUPLE, 0, -1, 0},
    {"partition", str_partition, NATIVE_O, 1, 1, 0},
    {"index", str_index_method, NATIVE_TUPLE, 0, -1, 0},
    {"ljust", str_ljust, NATIVE_FAST, 1, 2, 0},
    {"lower", str_lower, NATIVE_NOARGS, 0, 0, 0},
    {"lstrip", str_lstrip, NATIVE_FAST, 0, 1, 0},
    {"rfind", str_rfind_method, NATIVE_TUPLE, 0, -1, 0},
    {"rindex", str_rindex_method, NATIVE_TUPLE, 0, -1, 0},
    {"rjust", str_rjust, NATIVE_FAST, 1, 2, 0},
    {"rstrip", str_rstrip, NATIVE_FAST, 0, 1, 0},
    {"rpartition", str_rpartition, NATIVE_O, 1, 1, 0},
    {"splitlines", str_splitlines, NATIVE_FAST_KEYWORDS, 0, 1, 0},
    {"strip", str_strip, NATIVE_FAST, 0, 1, 0},
    {"swapcase", str_swapcase, NATIVE_NOARGS, 0, 0, 0},
    {"translate", str_translate, NATIVE_O, 1, 1, 0},
    {"upper", str_upper, NATIVE_NOARGS, 0, 0, 0},
    {"startswith", str_startswith, NATIVE_TUPLE, 0, -1, 0},
    {"endswith", str_endswith, NATIVE_TUPLE, 0, -1, 0},
    {"removeprefix", str_removeprefix, NATIVE_O, 1, 1, 0},
    {"removesuffix", str_removesuffix, NATIVE_O, 1, 1, 0},
    {"isascii", str_isascii, NATIVE_NOARGS, 0, 0, 0},
    {"islower", str_islower, NATIVE_NOARGS, 0, 0, 0},
    {"isupper", str_isupper, NATIVE_NOARGS, 0, 0, 0},
    {"istitle", str_istitle, NATIVE_NOARGS, 0, 0, 0},
    {"isspace", str_isspace, NATIVE_NOARGS, 0, 0, 0},
    {"isdecimal", str_isdecimal, NATIVE_NOARGS, 0, 0, 0},
    {"isdigit", str_isdigit, NATIVE_NOARGS, 0, 0, 0},
    {"isnumeric", str_isnumeric, NATIVE_NOARGS, 0, 0, 0},
    {"isalpha", str_isalpha, NATIVE_NOARGS, 0, 0, 0},
    {"isalnum", str_isalnum, NATIVE_NOARGS, 0, 0, 0},
    {"isidentifier", str_isidentifier, NATIVE_NOARGS, 0, 0, 0},
    {"isprintable", str_isprintable, NATIVE_NOARGS, 0, 0, 0},
    {"zfill", str_zfill, NATIVE_O, 1, 1, 0},
    {"format", str_format, NATIVE_TUPLE_KEYWORDS, 0, -1, 0},
    {"format_map", str_format_map, NATIVE_O, 1, 1, 0},
    {"__format__", format_method, NATIVE_O, 1, 1, 0},
    {"maketrans", str_maketrans, NATIVE_FAST, 1, 3, NATIVE_STATIC},
    {"__getnewargs__", get_new_args, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_STR = {
    .doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a "
           "new string object from the given object.",
    .slots = {.repr = repr,
              .str = text,
              .hash = hash,
              .compare = compare,
              .iter = iter,
              .create = create,
              .binary = {[BINARY_REMAINDER] = percent},
              .length = length,
              .item = item,
              .concat = concat,
              .repeat = repeat,
              .contains = str_contains,
              .subscript = subscript},
    .methods = methods,
};
