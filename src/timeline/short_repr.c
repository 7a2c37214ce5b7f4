#include "timeline/short_repr.h"

#include "base/translate.h"
#include "heap/bytearray.h"
#include "heap/complex.h"
#include "heap/deque.h"
#include "heap/dict.h"
#include "heap/float.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/set.h"
#include "heap/str.h"
#include "heap/tuple.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEPTH_MAX = 3,
    SHORT_DIGITS = 16,   /* of base 2**30: a longer integer is named by its bits */
    WHOLE_DIGITS = 40000 /* the same for a whole value: some 100 ms to convert */
};

typedef struct Writer {
    const Heap *heap;
    TextBuffer *out;
    size_t end; /* of `out` in bytes: nothing is added beyond */
    uint32_t digits_max;
} Writer;

static bool is_over(const Writer *writer) {
    return writer->out->length >= writer->end;
}

static void put_text(Writer *writer, const char *text) {
    if (!is_over(writer)) text_append_string(writer->out, text);
}

static void put_int(Writer *writer, Ref object) {
    const Int *self = heap_at(writer->heap, Int, object);
    if (self->size > writer->digits_max) {
        text_appendf(writer->out, _("an int of %u bits"),
                     (self->size - 1) * INT_DIGIT_BITS + 32 -
                         (uint32_t)__builtin_clz(self->digits[self->size - 1]));
        return;
    }
    mpz_t value;
    mpz_init(value);
    int_to_mpz(writer->heap, object, value);
    char *digits = mpz_get_str(NULL, 10, value);
    put_text(writer, digits);
    free(digits);
    mpz_clear(value);
}

static void put_str(Writer *writer, Ref object) {
    const Heap *heap = writer->heap;
    uint32_t length = str_length(heap, object);
    bool single = false, twofold = false;
    for (uint32_t i = 0; i < length; i++) {
        single = single || str_at(heap, object, i) == '\'';
        twofold = twofold || str_at(heap, object, i) == '"';
    }
    char quote = single && !twofold ? '"' : '\'';
    text_append_char(writer->out, quote);
    for (uint32_t i = 0; i < length && !is_over(writer); i++) {
        uint32_t c = str_at(heap, object, i);
        if (c == (uint32_t)quote || c == '\\') {
            text_appendf(writer->out, "\\%c", (char)c);
        } else if (c == '\n' || c == '\t' || c == '\r') {
            text_append_string(writer->out, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r");
        } else if (c < 0x20 || c == 0x7F) {
            text_appendf(writer->out, "\\x%02x", c);
        } else if (c >= 0xD800 && c < 0xE000) {
            text_appendf(writer->out, "\\u%04x", c);
        } else {
            text_append_code_point(writer->out, c);
        }
    }
    text_append_char(writer->out, quote);
}

static void put_bytes(Writer *writer, const uint8_t *bytes, uint32_t length) {
    text_append_string(writer->out, "b'");
    for (uint32_t i = 0; i < length && !is_over(writer); i++) {
        uint8_t c = bytes[i];
        if (c == '\'' || c == '\\') {
            text_appendf(writer->out, "\\%c", c);
        } else if (c >= 0x20 && c < 0x7F) {
            text_append_char(writer->out, (char)c);
        } else {
            text_appendf(writer->out, "\\x%02x", c);
        }
    }
    text_append_char(writer->out, '\'');
}

static void put_name(Writer *writer, Ref name) {
    if (name) str_append_to(writer->heap, name, writer->out);
}

static void put_object(Writer *writer, Ref object, int depth);

static void put_items(Writer *writer, Ref object, uint32_t count, const char *open,
                      const char *close, Ref (*get)(const Heap *, Ref, uint32_t), int depth) {
    put_text(writer, open);
    for (uint32_t i = 0; i < count && !is_over(writer); i++) {
        if (i) put_text(writer, ", ");
        Ref item = get(writer->heap, object, i);
        if (item) put_object(writer, item, depth + 1);
    }
    text_append_string(writer->out, close);
}

static Ref list_item(const Heap *heap, Ref list, uint32_t index) {
    return list_get(heap, list, index);
}

static Ref tuple_item(const Heap *heap, Ref tuple, uint32_t index) {
    return tuple_get(heap, tuple, index);
}

static void put_dict(Writer *writer, Ref object, int depth) {
    uint32_t position = 0;
    Ref key, value;
    bool first = true;
    put_text(writer, "{");
    while (!is_over(writer) && dict_next(writer->heap, object, &position, &key, &value, NULL)) {
        if (!first) put_text(writer, ", ");
        first = false;
        put_object(writer, key, depth + 1);
        put_text(writer, ": ");
        put_object(writer, value, depth + 1);
    }
    text_append_string(writer->out, "}");
}

static void put_deque(Writer *writer, Ref object, int depth) {
    uint64_t maxlen = deque_at(writer->heap, object)->maxlen;
    put_items(writer, object, deque_size(writer->heap, object), "deque([", "]", deque_get, depth);
    if (maxlen != DEQUE_UNBOUNDED) {
        text_appendf(writer->out, ", maxlen=%llu", (unsigned long long)maxlen);
    }
    text_append_char(writer->out, ')');
}

static void put_default_dict(Writer *writer, Ref object, int depth) {
    Ref factory = heap_at(writer->heap, DefaultDict, object)->factory;
    put_text(writer, "defaultdict(");
    put_object(writer, factory ? factory : heap_root(writer->heap)->none, depth + 1);
    put_text(writer, ", ");
    put_dict(writer, object, depth);
    text_append_char(writer->out, ')');
}

static void put_set(Writer *writer, Ref object, int depth) {
    uint32_t position = 0;
    Ref key;
    bool first = true;
    put_text(writer, "{");
    while (!is_over(writer) && set_next(writer->heap, object, &position, &key, NULL)) {
        if (!first) put_text(writer, ", ");
        first = false;
        put_object(writer, key, depth + 1);
    }
    text_append_string(writer->out, "}");
}

static void put_named(Writer *writer, const char *what, Ref name) {
    text_appendf(writer->out, "<%s ", what);
    put_name(writer, name);
    text_append_char(writer->out, '>');
}

static void put_object(Writer *writer, Ref object, int depth) {
    const Heap *heap = writer->heap;
    const Type *type = heap_type_of(heap, object);
    if (is_over(writer)) return;
    if (depth > DEPTH_MAX) {
        put_text(writer, "...");
        return;
    }
    if (type->flags & TYPE_HEAP && heap_kind(heap, object) != KIND_TYPE) {
        put_name(writer, type->name);
        put_text(writer, " object");
        return;
    }
    const HeapRoot *root = heap_root(heap);
    switch (heap_kind(heap, object)) {
    case KIND_SINGLETON:
        put_text(writer, object == root->none              ? "None"
                         : object == root->not_implemented ? "NotImplemented"
                                                           : "Ellipsis");
        break;
    case KIND_BOOL: put_text(writer, object == root->true_ ? "True" : "False"); break;
    case KIND_INT: put_int(writer, object); break;
    case KIND_FLOAT: {
        char text[FLOAT_REPR_MAX];
        float_repr(float_value(heap, object), text);
        put_text(writer, text);
        break;
    }
    case KIND_COMPLEX: {
        char text[COMPLEX_REPR_MAX];
        complex_repr(heap, object, text);
        put_text(writer, text);
        break;
    }
    case KIND_STR: put_str(writer, object); break;
    case KIND_BYTES:
        put_bytes(writer, heap_at(heap, Bytes, object)->bytes,
                  heap_at(heap, Bytes, object)->length);
        break;
    case KIND_BYTEARRAY:
        put_text(writer, "bytearray(");
        put_bytes(writer, bytearray_bytes(heap, object), bytearray_at(heap, object)->length);
        put_text(writer, ")");
        break;
    case KIND_LIST:
        put_items(writer, object, list_size(heap, object), "[", "]", list_item, depth);
        break;
    case KIND_TUPLE:
        put_items(writer, object, tuple_size(heap, object), "(",
                  tuple_size(heap, object) == 1 ? ",)" : ")", tuple_item, depth);
        break;
    case KIND_DEQUE: put_deque(writer, object, depth); break;
    case KIND_DICT: put_dict(writer, object, depth); break;
    case KIND_DEFAULT_DICT: put_default_dict(writer, object, depth); break;
    case KIND_SET:
        if (heap_at(heap, Set, object)->used == 0) {
            put_name(writer, type->name);
            put_text(writer, "()");
        } else {
            put_set(writer, object, depth);
        }
        break;
    case KIND_TYPE: put_named(writer, "class", heap_at(heap, Type, object)->name); break;
    case KIND_FUNCTION: put_named(writer, "function", heap_at(heap, Function, object)->name); break;
    case KIND_MODULE: put_named(writer, "module", heap_at(heap, Module, object)->name); break;
    case KIND_GENERATOR:
        put_named(writer, "generator", heap_at(heap, Generator, object)->name);
        break;
    case KIND_RANGE: {
        const Range *self = heap_at(heap, Range, object);
        put_text(writer, "range(");
        put_object(writer, self->start, depth + 1);
        put_text(writer, ", ");
        put_object(writer, self->stop, depth + 1);
        put_text(writer, ")");
        break;
    }
    case KIND_CELL: put_text(writer, "<cell>"); break;
    default:
        put_name(writer, type->name);
        put_text(writer, heap_kind(heap, object) == KIND_EXCEPTION ? "()" : " object");
        break;
    }
}

/* Writes the object and appends at most `max` characters of it. */
static void put_cut(Writer writer, Ref object, size_t max, TextBuffer *out) {
    TextBuffer whole = {0};
    writer.out = &whole;
    writer.end = max + 8;
    put_object(&writer, object, 0);
    const char *at = text_cstr(&whole), *end = at + whole.length, *cut = at;
    size_t count = 0;
    while (at < end) {
        utf8_next(&at, end);
        if (++count == max - 1) cut = at;
    }
    if (count <= max) {
        text_append(out, text_cstr(&whole), whole.length);
    } else {
        text_append(out, text_cstr(&whole), (size_t)(cut - text_cstr(&whole)));
        text_append_string(out, "…");
    }
    text_deinit(&whole);
}

void short_repr(const Heap *heap, Ref object, size_t max, TextBuffer *out) {
    put_cut((Writer){.heap = heap, .digits_max = SHORT_DIGITS}, object, max, out);
}

bool value_repr(const Heap *heap, Ref object, size_t max, TextBuffer *out) {
    if (heap_type_of(heap, object)->flags & TYPE_HEAP) return false;
    switch (heap_kind(heap, object)) {
    case KIND_BOOL:
    case KIND_INT:
    case KIND_FLOAT:
    case KIND_COMPLEX:
    case KIND_STR:
    case KIND_BYTES:
    case KIND_BYTEARRAY: break;
    default: return false;
    }
    put_cut((Writer){.heap = heap, .digits_max = WHOLE_DIGITS}, object, max, out);
    return true;
}
