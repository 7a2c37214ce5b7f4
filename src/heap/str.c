#include "heap/str.h"

#include "base/hash.h"
#include "heap/builtin_type.h"
#include "heap/kind.h"

#include <string.h>

enum {
    HEADER_ASCII = 48, /* PyASCIIObject */
    HEADER_WIDE = 72,  /* PyCompactUnicodeObject */
    HEADER_BLOCK = 80, /* PyUnicodeObject */
    INTERNED_LOG2 = 12,
    CHUNK = 256, /* characters converted at once */
};

/* In the table of interned strings: a place whose string died. No object lies at granule 1. */
#define INTERNED_DEAD ((Ref)1)

static const Str *str_at_ref(const Heap *heap, Ref string) {
    return heap_at(heap, Str, string);
}

static size_t header_size(bool ascii) {
    return ascii ? HEADER_ASCII : HEADER_WIDE;
}

static uint8_t width_of(uint32_t max) {
    return max < 0x100 ? 1 : max < 0x10000 ? 2 : 4;
}

static size_t size_of(uint32_t length, uint32_t max) {
    return header_size(max < 0x80) + ((size_t)length + 1) * width_of(max);
}

const void *str_data(const Heap *heap, Ref string) {
    const Str *self = str_at_ref(heap, string);
    if (self->state & STR_BLOCK) return heap_at(heap, uint8_t, self->data);
    return (const uint8_t *)self + header_size(self->state & STR_ASCII);
}

uint32_t str_max_of(const Heap *heap, Ref string) {
    const Str *self = str_at_ref(heap, string);
    if (self->state & STR_ASCII) return 0x7F;
    return self->width == 1 ? 0xFF : self->width == 2 ? 0xFFFF : 0x10FFFF;
}

static void set_shape(Heap *heap, Ref string, uint32_t length, uint32_t max) {
    const Str *self = str_at_ref(heap, string);
    heap_set(heap, self->length, length);
    heap_set(heap, self->width, width_of(max));
    heap_set(heap, self->state, (uint8_t)(max < 0x80 ? STR_ASCII : 0));
}

static bool is_too_long(Heap *heap, size_t length) {
    if (length <= STR_LENGTH_MAX) return false;
    heap->failure = HEAP_FULL;
    return true;
}

Ref str_alloc(Heap *heap, uint32_t length, uint32_t max) {
    if (is_too_long(heap, length)) return REF_NULL;
    Ref made = heap_new_sized(heap, builtin_type(heap, BUILTIN_TYPE_STR), size_of(length, max));
    if (made) set_shape(heap, made, length, max);
    return made;
}

static uint32_t point_at(const void *data, uint8_t width, uint32_t index) {
    switch (width) {
    case 1: return ((const uint8_t *)data)[index];
    case 2: return ((const uint16_t *)data)[index];
    default: return ((const uint32_t *)data)[index];
    }
}

uint32_t str_at(const Heap *heap, Ref string, uint32_t index) {
    assert(index < str_length(heap, string));
    return point_at(str_data(heap, string), str_at_ref(heap, string)->width, index);
}

static void put_point(void *out, uint8_t width, uint32_t index, uint32_t point) {
    switch (width) {
    case 1: ((uint8_t *)out)[index] = (uint8_t)point; break;
    case 2: ((uint16_t *)out)[index] = (uint16_t)point; break;
    default: ((uint32_t *)out)[index] = point; break;
    }
}

void str_write(Heap *heap, Ref string, uint32_t at, const uint32_t *points, uint32_t count) {
    uint8_t width = str_at_ref(heap, string)->width;
    const uint8_t *data = str_data(heap, string);
    uint32_t chunk[CHUNK];
    while (count) {
        uint32_t part = count < CHUNK ? count : CHUNK;
        for (uint32_t i = 0; i < part; i++) put_point(chunk, width, i, points[i]);
        image_write(&heap->image, data + (size_t)at * width, chunk, (size_t)part * width);
        at += part, points += part, count -= part;
    }
}

void str_copy(Heap *heap, Ref string, uint32_t at, Ref from, uint32_t start, uint32_t count) {
    uint8_t width = str_at_ref(heap, string)->width, from_width = str_at_ref(heap, from)->width;
    const uint8_t *data = str_data(heap, string), *source = str_data(heap, from);
    if (count == 0) return;
    if (width == from_width) {
        image_write(&heap->image, data + (size_t)at * width, source + (size_t)start * width,
                    (size_t)count * width);
        return;
    }
    uint32_t chunk[CHUNK];
    while (count) {
        uint32_t part = count < CHUNK ? count : CHUNK;
        for (uint32_t i = 0; i < part; i++)
            put_point(chunk, width, i, point_at(source, from_width, start + i));
        image_write(&heap->image, data + (size_t)at * width, chunk, (size_t)part * width);
        at += part, start += part, count -= part;
    }
}

/* ---- making ---- */

static Ref new_static(Heap *heap, Ref type, const uint32_t *points, uint32_t count, uint32_t max) {
    Ref made = heap_new_static(heap, type, KIND_STR, size_of(count, max), OBJECT_SHARED);
    set_shape(heap, made, count, max);
    str_write(heap, made, 0, points, count);
    return made;
}

static Ref shared_char(Heap *heap, uint32_t point) {
    return heap_incref(heap, heap_root(heap)->latin1[point]);
}

static uint32_t max_of_points(const uint32_t *points, size_t count) {
    uint32_t all = 0;
    for (size_t i = 0; i < count; i++) all |= points[i];
    return all;
}

Ref str_new_points(Heap *heap, const uint32_t *points, size_t count) {
    if (count == 0) return heap_incref(heap, heap_root(heap)->empty_str);
    if (count == 1 && points[0] < LATIN1_COUNT) return shared_char(heap, points[0]);
    if (is_too_long(heap, count)) return REF_NULL;
    Ref made = str_alloc(heap, (uint32_t)count, max_of_points(points, count));
    if (made) str_write(heap, made, 0, points, (uint32_t)count);
    return made;
}

/* The next code point of UTF-8 in which surrogates are encoded as 3 bytes. */
static uint32_t next_point(const char **at, const char *end) {
    const uint8_t *bytes = (const uint8_t *)*at;
    if (end - *at >= 3 && bytes[0] == 0xED && bytes[1] >= 0xA0 && bytes[1] < 0xC0) {
        *at += 3;
        return 0xD000u | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
    }
    int32_t point = utf8_next(at, end);
    return point < 0 ? 0xFFFD : (uint32_t)point;
}

Ref str_new(Heap *heap, Text utf8) {
    const char *end = utf8.bytes + utf8.length;
    uint32_t max = 0;
    size_t count = 0;
    for (const char *at = utf8.bytes; at < end; count++) {
        if (*(const uint8_t *)at < 0x80) {
            at++;
        } else {
            uint32_t point = next_point(&at, end);
            if (point > max) max = point;
        }
    }
    if (count == 0) return heap_incref(heap, heap_root(heap)->empty_str);
    const char *at = utf8.bytes;
    if (count == 1) {
        uint32_t point = next_point(&at, end);
        if (point < LATIN1_COUNT) return shared_char(heap, point);
        at = utf8.bytes;
    }
    if (is_too_long(heap, count)) return REF_NULL;
    Ref made = str_alloc(heap, (uint32_t)count, max);
    if (!made) return REF_NULL;
    if (max < 0x80) {
        image_write(&heap->image, str_data(heap, made), utf8.bytes, utf8.length);
        return made;
    }
    uint32_t points[CHUNK], filled = 0, done = 0;
    while (at < end) {
        points[filled++] = next_point(&at, end);
        if (filled == CHUNK || at == end) {
            str_write(heap, made, done, points, filled);
            done += filled;
            filled = 0;
        }
    }
    return made;
}

Ref str_new_cstr(Heap *heap, const char *utf8) {
    return str_new(heap, text_of(utf8));
}

Ref str_newf(Heap *heap, const char *format, ...) {
    TextBuffer text = {0};
    va_list args;
    va_start(args, format);
    text_appendv(&text, format, args);
    va_end(args);
    Ref made = str_new(heap, text_view(&text));
    text_deinit(&text);
    return made;
}

static bool is_exact_str(const Heap *heap, Ref string) {
    return is_builtin_exact(heap, string, BUILTIN_TYPE_STR);
}

/* The largest code point of a part, as far as a string's width depends on it. */
static uint32_t max_in(const Heap *heap, Ref string, uint32_t start, uint32_t stop) {
    const Str *self = str_at_ref(heap, string);
    if (self->state & STR_ASCII) return 0x7F;
    const void *data = str_data(heap, string);
    uint32_t all = 0;
    for (uint32_t i = start; i < stop; i++) all |= point_at(data, self->width, i);
    return all;
}

static Ref copy_part(Heap *heap, Ref string, uint32_t start, uint32_t stop) {
    Ref made = str_alloc(heap, stop - start, max_in(heap, string, start, stop));
    if (made) str_copy(heap, made, 0, string, start, stop - start);
    return made;
}

Ref str_slice(Heap *heap, Ref string, uint32_t start, uint32_t stop) {
    uint32_t length = str_length(heap, string);
    assert(start <= stop && stop <= length);
    if (start == 0 && stop == length) return str_exact(heap, string);
    if (start == stop) return heap_incref(heap, heap_root(heap)->empty_str);
    if (stop - start == 1) {
        uint32_t point = str_at(heap, string, start);
        if (point < LATIN1_COUNT) return shared_char(heap, point);
    }
    return copy_part(heap, string, start, stop);
}

Ref str_exact(Heap *heap, Ref string) {
    if (is_exact_str(heap, string)) return heap_incref(heap, string);
    uint32_t length = str_length(heap, string);
    return length ? copy_part(heap, string, 0, length)
                  : heap_incref(heap, heap_root(heap)->empty_str);
}

Ref str_new_of_type(Heap *heap, Ref type, Ref string) {
    uint32_t length = str_length(heap, string), max = str_max_of(heap, string);
    Ref made = heap_new(heap, type, 0);
    if (!made) return REF_NULL;
    set_shape(heap, made, length, max);
    const Str *self = str_at_ref(heap, made), *from = str_at_ref(heap, string);
    size_t bytes = ((size_t)length + 1) * self->width;
    Ref block = heap_malloc(heap, bytes);
    if (!block) {
        heap_set(heap, self->length, 0);
        if (heap_is_gc(heap, made)) heap_track(heap, made);
        heap_decref(heap, made);
        return REF_NULL;
    }
    heap_set(heap, self->data, block);
    heap_set(heap, self->state, (uint8_t)(self->state | STR_BLOCK | (from->state & STR_HASHED)));
    heap_set(heap, self->hash, from->hash);
    image_zero(&heap->image, heap_at(heap, uint8_t, block), bytes);
    str_copy(heap, made, 0, string, 0, length);
    if (heap_is_gc(heap, made)) heap_track(heap, made);
    return made;
}

Ref str_concat(Heap *heap, Ref left, Ref right) {
    Ref empty = heap_root(heap)->empty_str;
    if (left == empty) return str_exact(heap, right);
    if (right == empty) return str_exact(heap, left);
    uint32_t a = str_length(heap, left), b = str_length(heap, right);
    if (is_too_long(heap, (size_t)a + b)) return REF_NULL;
    uint32_t max = str_max_of(heap, left), max_right = str_max_of(heap, right);
    Ref made = str_alloc(heap, a + b, max > max_right ? max : max_right);
    if (!made) return REF_NULL;
    str_copy(heap, made, 0, left, 0, a);
    str_copy(heap, made, a, right, 0, b);
    return made;
}

/* unicode_resize: the object may move; it is then a new one for who looks at addresses. */
static Ref resize(Heap *heap, Ref string, uint32_t length) {
    const HeapRoot *root = heap_root(heap);
    uint32_t max = str_max_of(heap, string);
    uint32_t serial = heap_object(heap, string)->serial;
    heap_set(heap, heap_object(heap, string)->serial, 0);
    Ref moved = heap_realloc(heap, string, size_of(length, max));
    if (moved == string || !moved) {
        heap_set(heap, heap_object(heap, string)->serial, serial);
        if (!moved) return REF_NULL;
    } else {
        heap_set(heap, root->objects_live, root->objects_live - 1);
        if (heap->host.event) heap->host.event(heap->host.context, HEAP_FREED, string, 0);
        heap_revive(heap, moved, heap_type(heap, moved), KIND_STR, 0);
    }
    const Str *self = str_at_ref(heap, moved);
    heap_set(heap, self->length, length);
    return moved;
}

Ref str_append_inplace(Heap *heap, Ref left, Ref right) {
    const Str *self = str_at_ref(heap, left), *other = str_at_ref(heap, right);
    Ref empty = heap_root(heap)->empty_str;
    bool grows = left != empty && right != empty && is_exact_str(heap, right) &&
                 is_exact_str(heap, left) && self->head.refcount == 1 &&
                 !(self->head.flags & OBJECT_STATIC) &&
                 !(self->state & (STR_HASHED | STR_INTERNED)) && other->width <= self->width &&
                 !(self->state & STR_ASCII && !(other->state & STR_ASCII));
    uint32_t a = self->length, b = other->length;
    Ref result;
    if (!grows || (size_t)a + b > STR_LENGTH_MAX || left == right) {
        result = str_concat(heap, left, right);
        heap_decref(heap, left);
        return result;
    }
    result = resize(heap, left, a + b);
    if (!result) {
        heap_decref(heap, left);
        return REF_NULL;
    }
    str_copy(heap, result, a, right, 0, b);
    uint32_t zero = 0;
    uint8_t width = str_at_ref(heap, result)->width;
    const uint8_t *data = str_data(heap, result);
    image_write(&heap->image, data + (size_t)(a + b) * width, &zero, width);
    return result;
}

/* ---- reading ---- */

bool str_is_ascii(const Heap *heap, Ref string) {
    return str_at_ref(heap, string)->state & STR_ASCII;
}

Text str_ascii(const Heap *heap, Ref string) {
    assert(str_is_ascii(heap, string));
    return (Text){str_data(heap, string), str_length(heap, string)};
}

void str_append_to(const Heap *heap, Ref string, TextBuffer *out) {
    if (str_is_ascii(heap, string)) {
        Text text = str_ascii(heap, string);
        text_append(out, text.bytes, text.length);
        return;
    }
    const Str *self = str_at_ref(heap, string);
    const void *data = str_data(heap, string);
    for (uint32_t i = 0; i < self->length; i++) {
        uint32_t point = point_at(data, self->width, i);
        if (point >= 0xD800 && point < 0xE000) {
            char bytes[3] = {(char)(0xE0 | point >> 12), (char)(0x80 | (point >> 6 & 0x3F)),
                             (char)(0x80 | (point & 0x3F))};
            text_append(out, bytes, 3);
        } else {
            text_append_code_point(out, point);
        }
    }
}

bool str_equal(const Heap *heap, Ref a, Ref b) {
    const Str *x = str_at_ref(heap, a), *y = str_at_ref(heap, b);
    return a == b ||
           (x->length == y->length && x->width == y->width &&
            memcmp(str_data(heap, a), str_data(heap, b), (size_t)x->length * x->width) == 0);
}

bool str_equal_cstr(const Heap *heap, Ref a, const char *ascii) {
    if (!str_is_ascii(heap, a)) return false;
    return text_is(str_ascii(heap, a), ascii);
}

int str_compare(const Heap *heap, Ref a, Ref b) {
    const Str *x = str_at_ref(heap, a), *y = str_at_ref(heap, b);
    const void *p = str_data(heap, a), *q = str_data(heap, b);
    uint32_t least = x->length < y->length ? x->length : y->length;
    for (uint32_t i = 0; i < least; i++) {
        uint32_t c = point_at(p, x->width, i), d = point_at(q, y->width, i);
        if (c != d) return c < d ? -1 : 1;
    }
    return x->length == y->length ? 0 : x->length < y->length ? -1 : 1;
}

static uint64_t hash_data(const void *data, size_t bytes) {
    uint64_t hash = bytes ? hash_siphash13(data, bytes) : 0;
    return hash == UINT64_MAX ? UINT64_MAX - 1 : hash;
}

uint64_t str_hash_first(Heap *heap, Ref string) {
    const Str *self = str_at_ref(heap, string);
    uint64_t hash = hash_data(str_data(heap, string), (size_t)self->length * self->width);
    heap_set(heap, self->hash, hash);
    heap_set(heap, self->state, (uint8_t)(self->state | STR_HASHED));
    return hash;
}

/* ---- interned strings ---- */

static const Ref *interned_table(const Heap *heap) {
    return heap_at(heap, Ref, heap_root(heap)->interned);
}

/* The place that holds an equal string, or the empty place where the search ended. */
static const Ref *interned_place(const Heap *heap, Ref string, uint64_t hash) {
    const Ref *table = interned_table(heap);
    uint32_t mask = (1u << heap_root(heap)->interned_log2) - 1;
    uint32_t at = (uint32_t)hash_mix(hash) & mask;
    while (table[at]) {
        if (table[at] != INTERNED_DEAD && str_equal(heap, table[at], string)) break;
        at = (at + 1) & mask;
    }
    return &table[at];
}

static bool interned_resize(Heap *heap, uint32_t log2) {
    const HeapRoot *root = heap_root(heap);
    Ref old = root->interned;
    uint32_t old_size = old ? 1u << root->interned_log2 : 0;
    size_t bytes = sizeof(Ref) << log2;
    Ref block = heap_malloc(heap, bytes);
    if (!block) return false;
    image_zero(&heap->image, heap_at(heap, uint8_t, block), bytes);
    heap_set(heap, root->interned, block);
    heap_set(heap, root->interned_log2, log2);
    heap_set(heap, root->interned_fill, root->interned_used);
    const Ref *from = heap_at(heap, Ref, old);
    for (uint32_t i = 0; i < old_size; i++) {
        if (from[i] <= INTERNED_DEAD) continue;
        const Ref *place = interned_place(heap, from[i], str_hash(heap, from[i]));
        image_set32(&heap->image, place, from[i]);
    }
    if (old) heap_free(heap, old);
    return true;
}

static bool interned_add(Heap *heap, Ref string) {
    const HeapRoot *root = heap_root(heap);
    if (root->interned_fill * 3 >= 2u << root->interned_log2) {
        uint32_t log2 = root->interned_log2;
        if (!interned_resize(heap, root->interned_used * 3 >= 1u << log2 ? log2 + 1 : log2))
            return false;
    }
    const Ref *place = interned_place(heap, string, str_hash(heap, string));
    assert(!*place);
    image_set32(&heap->image, place, string);
    heap_set(heap, root->interned_used, root->interned_used + 1);
    heap_set(heap, root->interned_fill, root->interned_fill + 1);
    const Str *self = str_at_ref(heap, string);
    heap_set(heap, self->state, (uint8_t)(self->state | STR_INTERNED));
    return true;
}

Ref str_intern(Heap *heap, Ref string) {
    const Str *self = str_at_ref(heap, string);
    if (self->state & STR_INTERNED || !is_exact_str(heap, string)) return string;
    Ref found = *interned_place(heap, string, str_hash(heap, string));
    if (found) {
        heap_incref(heap, found);
        heap_decref(heap, string);
        return found;
    }
    interned_add(heap, string);
    return string;
}

Ref str_new_interned(Heap *heap, Text utf8) {
    Ref made = str_new(heap, utf8);
    return made ? str_intern(heap, made) : REF_NULL;
}

/* Whether an interned string has exactly these ASCII characters: a borrowed reference, or null. */
static Ref interned_find(const Heap *heap, Text ascii) {
    const Ref *table = interned_table(heap);
    uint32_t mask = (1u << heap_root(heap)->interned_log2) - 1;
    uint32_t at = (uint32_t)hash_mix(hash_data(ascii.bytes, ascii.length)) & mask;
    for (; table[at]; at = (at + 1) & mask) {
        if (table[at] == INTERNED_DEAD || !str_is_ascii(heap, table[at])) continue;
        if (text_equal(str_ascii(heap, table[at]), ascii)) return table[at];
    }
    return REF_NULL;
}

static Ref add_static(Heap *heap, Ref type, Text ascii) {
    Ref made =
        heap_new_static(heap, type, KIND_STR, size_of((uint32_t)ascii.length, 0), OBJECT_SHARED);
    set_shape(heap, made, (uint32_t)ascii.length, 0);
    image_write(&heap->image, str_data(heap, made), ascii.bytes, ascii.length);
    interned_add(heap, made);
    return made;
}

Ref str_static(Heap *heap, const char *ascii) {
    Text text = text_of(ascii);
    Ref found = interned_find(heap, text);
    if (found) return found;
    if (text.length > 1) return add_static(heap, builtin_type(heap, BUILTIN_TYPE_STR), text);
    const HeapRoot *root = heap_root(heap);
    found = text.length ? root->latin1[*(const uint8_t *)ascii] : root->empty_str;
    interned_add(heap, found);
    return found;
}

void str_forget_interned(Heap *heap, Ref string) {
    const HeapRoot *root = heap_root(heap);
    const Ref *place = interned_place(heap, string, str_hash(heap, string));
    assert(*place == string);
    image_set32(&heap->image, place, INTERNED_DEAD);
    heap_set(heap, root->interned_used, root->interned_used - 1);
}

void str_init_shared(Heap *heap, Ref type) {
    /* Names of one letter that CPython 3.11.2's frozen modules contain: interned objects of their
     * own beside the shared characters, so that 'a' is not chr(97) while 'z' is chr(122). Found by
     * comparing all 256 with the reference interpreter. */
    static const char own_names[] = "BCLST_abcdefhiklmnopqrstvwxy";
    const HeapRoot *root = heap_root(heap);
    Ref empty = new_static(heap, type, NULL, 0, 0);
    heap_set(heap, root->empty_str, empty);
    for (uint32_t i = 0; i < LATIN1_COUNT; i++) {
        Ref made = new_static(heap, type, &i, 1, i);
        heap_set(heap, root->latin1[i], made);
    }
    if (!interned_resize(heap, INTERNED_LOG2)) return;
    for (const char *at = own_names; *at; at++) add_static(heap, type, (Text){at, 1});
}

/* ---- the row ---- */

static Ref take(Heap *heap, Ref object, uint32_t *cursor) {
    const Str *self = str_at_ref(heap, object);
    (void)cursor;
    if (self->state & STR_BLOCK) {
        heap_set(heap, self->state, (uint8_t)(self->state & ~STR_BLOCK));
        heap_set(heap, self->length, 0);
        heap_free(heap, self->data);
    }
    return REF_NULL;
}

static void free_str(Heap *heap, Ref object) {
    if (str_at_ref(heap, object)->state & STR_INTERNED) str_forget_interned(heap, object);
    heap_free_object(heap, object);
}

/* str.__sizeof__, which knows nothing of what a subclass adds. */
static size_t extra_size(const Heap *heap, Ref object) {
    const Str *self = str_at_ref(heap, object);
    size_t header = self->state & STR_BLOCK ? HEADER_BLOCK : header_size(self->state & STR_ASCII);
    size_t size = header + ((size_t)self->length + 1) * self->width;
    return size - heap_type_of(heap, object)->basicsize;
}

const KindRow kind_str = {
    .name = "str", .take = take, .free = free_str, .extra_size = extra_size, .leaf = true};
