/* UTF-8, ASCII and Latin-1 (Objects/unicodeobject.c of CPython 3.11). Other encodings are refused.
 */
#include "heap/bytes.h"
#include "heap/tuple.h"
#include "python/str_methods.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

typedef enum Encoding { ENCODING_UTF8, ENCODING_ASCII, ENCODING_LATIN1 } Encoding;
typedef enum OnError {
    ERRORS_STRICT,
    ERRORS_IGNORE,
    ERRORS_REPLACE,
    ERRORS_BACKSLASH,
    ERRORS_XML /* encoding only */
} OnError;

static const char *const encoding_names[] = {"utf-8", "ascii", "latin-1"};

static bool read_encoding(Vm *vm, Ref name, Encoding *out) {
    static const struct {
        const char *name;
        Encoding encoding;
    } known[] = {{"utf_8", ENCODING_UTF8},        {"utf8", ENCODING_UTF8},
                 {"ascii", ENCODING_ASCII},       {"us_ascii", ENCODING_ASCII},
                 {"latin_1", ENCODING_LATIN1},    {"latin1", ENCODING_LATIN1},
                 {"iso_8859_1", ENCODING_LATIN1}, {"iso8859_1", ENCODING_LATIN1}};
    TextBuffer text = {0};
    *out = ENCODING_UTF8;
    if (!name) return true;
    str_append_to(&vm->heap, name, &text);
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        text.bytes[i] = c == '-' || c == ' ' ? '_' : (char)tolower((unsigned char)c);
    }
    bool found = false;
    for (size_t i = 0; i < sizeof known / sizeof *known && !found; i++) {
        found = strcmp(text_cstr(&text), known[i].name) == 0;
        if (found) *out = known[i].encoding;
    }
    if (!found) vm_unsupported(vm, "the encoding \"%.60s\"", text_cstr(&text));
    text_deinit(&text);
    return found;
}

static bool read_errors(Vm *vm, Ref name, bool encoding, OnError *out) {
    static const char *const known[] = {"strict", "ignore", "replace", "backslashreplace",
                                        "xmlcharrefreplace"};
    *out = ERRORS_STRICT;
    if (!name) return true;
    for (int i = 0; i < 4 + encoding; i++) {
        if (!str_equal_cstr(&vm->heap, name, known[i])) continue;
        *out = (OnError)i;
        return true;
    }
    TextBuffer text = {0};
    str_append_to(&vm->heap, name, &text);
    vm_unsupported(vm, "the codec error handler \"%.60s\"", text_cstr(&text));
    text_deinit(&text);
    return false;
}

/* UnicodeDecodeError or UnicodeEncodeError(encoding, object, start, end, reason). */
static Ref raise_codec(Vm *vm, TypeId type, Encoding encoding, Ref object, size_t start, size_t end,
                       const char *reason) {
    Heap *heap = &vm->heap;
    Ref args = vm_made(vm, tuple_new(heap, 5));
    if (!args) return REF_NULL;
    Ref items[5] = {vm_made(vm, str_new_cstr(heap, encoding_names[encoding])), new_ref(vm, object),
                    new_int(vm, (int64_t)start), new_int(vm, (int64_t)end),
                    vm_made(vm, str_new_cstr(heap, reason))};
    for (uint32_t i = 0; i < 5; i++) tuple_init_item(heap, args, i, items[i]);
    /* PyCodec_StrictErrors raises an instance that is made already. */
    static const char *const slots[] = {"the arguments of the exception"};
    static const NativeFrame description = {"a codec", slots, 1};
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, args);
    Ref class = type_ref(heap, type);
    Ref made = vm_call(vm, class, (Args){items, 5, REF_NULL});
    native_pop(vm, frame);
    if (!made) return REF_NULL;
    error_set_object(vm, class, made);
    heap_decref(heap, made);
    return REF_NULL;
}

/* ---- encoding ---- */

static void encode_utf8(TextBuffer *out, uint32_t point) {
    text_append_code_point(out, point);
}

static bool can_encode(Encoding encoding, uint32_t point) {
    switch (encoding) {
    case ENCODING_UTF8: return point < 0xD800 || point > 0xDFFF;
    case ENCODING_ASCII: return point < 0x80;
    default: return point < 0x100;
    }
}

static void put_replacement(TextBuffer *out, OnError errors, uint32_t point) {
    switch (errors) {
    case ERRORS_REPLACE: text_append_char(out, '?'); break;
    case ERRORS_BACKSLASH:
        text_appendf(out,
                     point < 0x100     ? "\\x%02x"
                     : point < 0x10000 ? "\\u%04x"
                                       : "\\U%08x",
                     point);
        break;
    case ERRORS_XML: text_appendf(out, "&#%u;", point); break;
    default: break;
    }
}

Ref str_encode_as(Vm *vm, Ref string, Ref encoding_name, Ref errors_name) {
    static const char *const reasons[] = {"surrogates not allowed", "ordinal not in range(128)",
                                          "ordinal not in range(256)"};
    Heap *heap = &vm->heap;
    Encoding encoding;
    OnError errors;
    if (!read_encoding(vm, encoding_name, &encoding)) return REF_NULL;
    if (!read_errors(vm, errors_name, true, &errors)) return REF_NULL;
    uint32_t length = str_length(heap, string);
    TextBuffer out = {0};
    for (uint32_t i = 0; i < length; i++) {
        uint32_t point = str_at(heap, string, i);
        if (can_encode(encoding, point)) {
            if (encoding == ENCODING_UTF8) {
                encode_utf8(&out, point);
            } else {
                text_append_char(&out, (char)point);
            }
            continue;
        }
        if (errors == ERRORS_STRICT) {
            uint32_t end = i + 1;
            while (end < length && !can_encode(encoding, str_at(heap, string, end))) end++;
            text_deinit(&out);
            return raise_codec(vm, TYPE_ID_UNICODE_ENCODE_ERROR, encoding, string, i, end,
                               reasons[encoding]);
        }
        put_replacement(&out, errors, point);
    }
    Ref made = vm_made(vm, bytes_new(heap, text_cstr(&out), out.length));
    text_deinit(&out);
    return made;
}

static bool require_name(Vm *vm, const char *function, const char *parameter, Ref given) {
    char name[TYPE_NAME_MAX];
    if (!given || is_str(vm, given)) return true;
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s() argument '%s' must be str, not %.50s", function,
             parameter, argument_type_name(vm, given, name, sizeof name));
    return false;
}

Ref str_encode(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"encoding", "errors", NULL};
    Ref given[2];
    if (!args_parse(vm, "encode", args, names, 0, 2, given)) return REF_NULL;
    if (!require_name(vm, "encode", "encoding", given[0])) return REF_NULL;
    if (!require_name(vm, "encode", "errors", given[1])) return REF_NULL;
    return str_encode_as(vm, self, given[0], given[1]);
}

/* ---- decoding ---- */

static bool is_continuation(uint8_t byte) {
    return (byte & 0xC0) == 0x80;
}

/* One character of UTF-8 at `at`: returns its bytes, or 0 with how many bytes are bad and why. */
static size_t decode_point(const uint8_t *at, size_t left, uint32_t *point, size_t *bad,
                           const char **reason) {
    uint8_t first = at[0];
    size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    *bad = 1;
    *reason = "invalid start byte";
    if (first < 0x80) {
        *point = first;
        return 1;
    }
    if (first < 0xC2 || first > 0xF4) return 0;
    uint32_t value = first & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        if (i >= left) {
            *bad = left;
            *reason = "unexpected end of data";
            return 0;
        }
        bool wrong = !is_continuation(at[i]);
        if (i == 1) {
            wrong = wrong || (first == 0xE0 && at[1] < 0xA0) || (first == 0xED && at[1] > 0x9F) ||
                    (first == 0xF0 && at[1] < 0x90) || (first == 0xF4 && at[1] > 0x8F);
        }
        if (wrong) {
            *bad = i;
            *reason = "invalid continuation byte";
            return 0;
        }
        value = value << 6 | (at[i] & 0x3F);
    }
    *point = value;
    return size;
}

/* The exception gets a copy of the bytes (make_decode_exception). */
static Ref raise_decode(Vm *vm, Encoding encoding, const Bytes *bytes, size_t start, size_t end,
                        const char *reason) {
    Ref copy = vm_made(vm, bytes_new(&vm->heap, bytes->bytes, bytes->length));
    if (!copy) return REF_NULL;
    raise_codec(vm, TYPE_ID_UNICODE_DECODE_ERROR, encoding, copy, start, end, reason);
    heap_decref(&vm->heap, copy);
    return REF_NULL;
}

Ref bytes_decode(Vm *vm, Ref bytes, Ref encoding_name, Ref errors_name) {
    Heap *heap = &vm->heap;
    const Bytes *self = heap_at(heap, Bytes, bytes);
    Encoding encoding;
    OnError errors;
    if (!read_encoding(vm, encoding_name, &encoding)) return REF_NULL;
    if (!read_errors(vm, errors_name, false, &errors)) return REF_NULL;
    Points out = {0};
    for (size_t i = 0; i < self->length;) {
        const uint8_t *at = self->bytes + i;
        const char *reason = "ordinal not in range(128)";
        size_t bad = 1, size = 1;
        uint32_t point = *at;
        if (encoding == ENCODING_UTF8) {
            size = decode_point(at, self->length - i, &point, &bad, &reason);
        } else if (encoding == ENCODING_ASCII && point >= 0x80) {
            size = 0;
        }
        if (size) {
            points_put(&out, point);
            i += size;
            continue;
        }
        if (errors == ERRORS_STRICT) {
            points_deinit(&out);
            return raise_decode(vm, encoding, self, i, i + bad, reason);
        }
        if (errors == ERRORS_REPLACE) points_put(&out, 0xFFFD);
        for (size_t k = 0; errors == ERRORS_BACKSLASH && k < bad; k++) {
            char escape[8];
            snprintf(escape, sizeof escape, "\\x%02x", at[k]);
            points_put_ascii(&out, escape);
        }
        i += bad;
    }
    return points_finish(vm, &out);
}
