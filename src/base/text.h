/* Text: UTF-8 slices and a growing buffer.
 *
 * A `Text` borrows its bytes and need not end in zero. A `TextBuffer` owns its bytes, which always
 * end in zero. Code points are 0 .. 0x10FFFF; surrogates are not valid UTF-8 here. */
#ifndef LASTREF_BASE_TEXT_H
#define LASTREF_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Text {
    const char *bytes;
    size_t length; /* in bytes */
} Text;

typedef struct TextBuffer {
    char *bytes;
    size_t length;   /* in bytes, without the closing zero */
    size_t capacity; /* in bytes */
} TextBuffer;

Text text_of(const char *zero_terminated);
/* Zero-terminated; owned by the caller, released with memory_free. */
char *text_copy(Text text);
bool text_equal(Text a, Text b);
bool text_is(Text text, const char *zero_terminated);
bool text_ends_with(Text text, const char *ending);
/* The first `most` bytes, or fewer: no character is cut in two. */
Text text_cut(Text text, size_t most);

/* Takes the first line off `rest`, without its line feed; false when nothing is left. What follows
 * the last line feed is a line when it is not empty. */
bool text_next_line(Text *rest, Text *line);
/* The last line that is not empty: of a traceback, the exception itself. */
Text text_last_line(Text text);

/* Decodes one code point at `*bytes`, moves past it and returns it; returns -1 and moves one byte
 * where the bytes are not valid UTF-8. Needs *bytes < end. */
int32_t utf8_next(const char **bytes, const char *end);
/* Whether a character is of a script that is written from right to left. */
bool utf8_is_right_to_left(uint32_t c);

/* Writes 1 to 4 bytes to `out` and returns how many. */
size_t utf8_encode(uint32_t code_point, char out[4]);

/* The offset of the first byte that is not valid UTF-8, or `length` if all are. */
size_t utf8_invalid_at(const char *bytes, size_t length);

/* Number of code points of valid UTF-8. */
size_t utf8_count(Text text);

/* A zeroed TextBuffer is empty and ready. All functions keep the closing zero. */
void text_append(TextBuffer *buffer, const char *bytes, size_t length);
void text_append_string(TextBuffer *buffer, const char *zero_terminated);
void text_append_char(TextBuffer *buffer, char c);
void text_append_code_point(TextBuffer *buffer, uint32_t code_point);
void text_appendf(TextBuffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void text_appendv(TextBuffer *buffer, const char *format, va_list args);
/* A JSON string literal with its quotes. */
void text_append_json(TextBuffer *buffer, Text text);
void text_clear(TextBuffer *buffer);
void text_deinit(TextBuffer *buffer);
/* Borrowed; "" for an empty buffer. */
const char *text_cstr(const TextBuffer *buffer);
/* What the buffer holds; borrowed until it changes. */
Text text_view(const TextBuffer *buffer);

#endif
