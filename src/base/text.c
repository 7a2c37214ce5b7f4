#include "base/text.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

Text text_of(const char *zero_terminated) {
    return (Text){zero_terminated, strlen(zero_terminated)};
}

char *text_copy(Text text) {
    char *copy = memory_alloc(text.length + 1);
    if (text.length) memcpy(copy, text.bytes, text.length);
    return copy;
}

bool text_equal(Text a, Text b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool text_is(Text text, const char *zero_terminated) {
    return text_equal(text, text_of(zero_terminated));
}

bool text_ends_with(Text text, const char *ending) {
    size_t length = strlen(ending);
    return text.length >= length && memcmp(text.bytes + text.length - length, ending, length) == 0;
}

Text text_cut(Text text, size_t most) {
    if (text.length <= most) return text;
    while (most > 0 && ((unsigned char)text.bytes[most] & 0xC0) == 0x80) most--;
    return (Text){text.bytes, most};
}

bool text_next_line(Text *rest, Text *line) {
    if (!rest->length) return false;
    const char *end = memchr(rest->bytes, '\n', rest->length);
    size_t length = end ? (size_t)(end - rest->bytes) : rest->length;
    size_t taken = length + (end != NULL);
    *line = (Text){rest->bytes, length};
    *rest = (Text){rest->bytes + taken, rest->length - taken};
    return true;
}

Text text_last_line(Text text) {
    while (text.length && text.bytes[text.length - 1] == '\n') text.length--;
    size_t start = text.length;
    while (start > 0 && text.bytes[start - 1] != '\n') start--;
    return (Text){text.bytes + start, text.length - start};
}

bool utf8_is_right_to_left(uint32_t c) {
    return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFF) || (c >= 0x10800 && c <= 0x10FFF) ||
           (c >= 0x1E800 && c <= 0x1EFFF);
}

int32_t utf8_next(const char **bytes, const char *end) {
    const unsigned char *at = (const unsigned char *)*bytes;
    size_t left = (size_t)(end - *bytes);
    *bytes += 1;
    if (at[0] < 0x80) return at[0];
    size_t more = at[0] >= 0xF0 ? 3 : at[0] >= 0xE0 ? 2 : 1;
    if (at[0] < 0xC2 || at[0] > 0xF4 || more >= left) return -1;
    int32_t code = at[0] & (0x3F >> more);
    for (size_t i = 1; i <= more; i++) {
        if ((at[i] & 0xC0) != 0x80) return -1;
        code = code << 6 | (at[i] & 0x3F);
    }
    static const int32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    if (code < smallest[more] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return -1;
    *bytes += more;
    return code;
}

size_t utf8_encode(uint32_t code, char out[4]) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    for (size_t i = more; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    out[0] = (char)(lead[more] | code);
    return more + 1;
}

size_t utf8_invalid_at(const char *bytes, size_t length) {
    const char *at = bytes, *end = bytes + length;
    while (at < end) {
        const char *start = at;
        if (utf8_next(&at, end) < 0) return (size_t)(start - bytes);
    }
    return length;
}

size_t utf8_count(Text text) {
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) count += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
    return count;
}

static void reserve(TextBuffer *buffer, size_t extra) {
    size_t needed = buffer->length + extra + 1;
    if (needed <= buffer->capacity) return;
    size_t grown = buffer->capacity ? buffer->capacity * 2 : 64;
    if (grown < needed) grown = needed;
    buffer->bytes = memory_resize(buffer->bytes, grown);
    buffer->capacity = grown;
}

void text_append(TextBuffer *buffer, const char *bytes, size_t length) {
    reserve(buffer, length);
    if (length) memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

void text_append_string(TextBuffer *buffer, const char *zero_terminated) {
    text_append(buffer, zero_terminated, strlen(zero_terminated));
}

void text_append_char(TextBuffer *buffer, char c) {
    text_append(buffer, &c, 1);
}

void text_append_code_point(TextBuffer *buffer, uint32_t code_point) {
    char bytes[4];
    text_append(buffer, bytes, utf8_encode(code_point, bytes));
}

void text_appendv(TextBuffer *buffer, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    reserve(buffer, (size_t)length);
    vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
    va_end(again);
    buffer->length += (size_t)length;
}

void text_appendf(TextBuffer *buffer, const char *format, ...) {
    va_list args;
    va_start(args, format);
    text_appendv(buffer, format, args);
    va_end(args);
}

void text_append_json(TextBuffer *buffer, Text text) {
    text_append_char(buffer, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c == '"' || c == '\\') {
            text_appendf(buffer, "\\%c", c);
        } else if (c == '\n') {
            text_append_string(buffer, "\\n");
        } else if (c < 0x20 || c == 0x7F) {
            text_appendf(buffer, "\\u%04x", c);
        } else {
            text_append_char(buffer, (char)c);
        }
    }
    text_append_char(buffer, '"');
}

void text_clear(TextBuffer *buffer) {
    buffer->length = 0;
    if (buffer->bytes) buffer->bytes[0] = '\0';
}

void text_deinit(TextBuffer *buffer) {
    memory_free(buffer->bytes);
    *buffer = (TextBuffer){0};
}

const char *text_cstr(const TextBuffer *buffer) {
    return buffer->bytes ? buffer->bytes : "";
}

Text text_view(const TextBuffer *buffer) {
    return (Text){text_cstr(buffer), buffer->length};
}
