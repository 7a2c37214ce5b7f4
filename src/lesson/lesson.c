#include "lesson/lesson.h"

#include "base/path.h"

#include <stdio.h>
#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The docstring's text up to its end, line ends as single spaces, its first letter large. */
static void copy_about(char *out, size_t size, Text text) {
    size_t length = 0;
    for (size_t i = 0; i < text.length && length + 1 < size; i++) {
        char c = text.bytes[i];
        bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (blank && (length == 0 || out[length - 1] == ' ')) continue;
        out[length++] = blank ? ' ' : c;
    }
    while (length && out[length - 1] == ' ') length--;
    if (length + 1 == size) { /* cut: the last character may not be whole */
        while (length && ((unsigned char)out[length - 1] & 0xC0) == 0x80) length--;
        if (length && ((unsigned char)out[length - 1] & 0x80)) length--;
    }
    out[length] = '\0';
    if (out[0] >= 'a' && out[0] <= 'z') out[0] = (char)(out[0] - 'a' + 'A');
}

bool lesson_read(const char *path, Text source, Lesson *out) {
    static const char quotes[] = "\"\"\"";
    const char *base = path_base(path);
    if (!is_digit(base[0]) || !is_digit(base[1])) return false;
    if (source.length < 8 || memcmp(source.bytes, quotes, 3) != 0) return false;
    Text text = {source.bytes + 3, source.length - 3};
    size_t end = 0, title = 0;
    while (end + 3 <= text.length && memcmp(text.bytes + end, quotes, 3) != 0) end++;
    if (end + 3 > text.length) return false;
    text.length = end;
    while (title < end && !strchr(":.\n\"", text.bytes[title])) title++;
    if (title == 0 || title >= sizeof out->title) return false;
    snprintf(out->number, sizeof out->number, "%.*s", base[0] == '0' ? 1 : 2,
             base[0] == '0' ? base + 1 : base);
    snprintf(out->title, sizeof out->title, "%.*s", (int)title, text.bytes);
    size_t rest = title < end ? title + 1 : end;
    copy_about(out->about, sizeof out->about, (Text){text.bytes + rest, end - rest});
    return true;
}
