#include "lesson/lesson_language.h"

#include <string.h>

static const char LESSON[] = ".lesson";

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

/* "de", "pt_BR", "sr_RS@latin": two or three small letters, and what says more. */
static bool is_language(Text text) {
    size_t letters = 0;
    while (letters < text.length && is_lower(text.bytes[letters])) letters++;
    if (letters < 2 || letters > 3) return false;
    return letters == text.length || text.bytes[letters] == '_' || text.bytes[letters] == '@';
}

/* Where the file's name begins. */
static size_t name_at(Text path) {
    size_t at = path.length;
    while (at > 0 && path.bytes[at - 1] != '/') at--;
    return at;
}

/* Behind the last dot of the file's name; its length where there is none, or nothing before it. */
static size_t ending_at(Text path) {
    size_t first = name_at(path), at = path.length;
    while (at > first && path.bytes[at - 1] != '.') at--;
    return at > first + 1 ? at : path.length;
}

static Text without_ending(Text path) {
    size_t at = ending_at(path);
    return (Text){path.bytes, at < path.length ? at - 1 : path.length};
}

Text lesson_language(const char *path) {
    Text none = {"", 0};
    if (!text_ends_with(text_of(path), LESSON)) return none;
    Text stem = without_ending(text_of(path));
    size_t at = ending_at(stem);
    Text last = {stem.bytes + at, stem.length - at};
    return is_language(last) ? last : none;
}

Text lesson_stem(const char *path) {
    Text stem = without_ending(text_of(path));
    return lesson_language(path).length ? without_ending(stem) : stem;
}

Text lesson_language_wider(Text language) {
    size_t length = 0;
    while (length < language.length && is_lower(language.bytes[length])) length++;
    return (Text){language.bytes, length < language.length ? length : 0};
}

void lesson_language_path(Text stem, Text language, TextBuffer *out) {
    text_append(out, stem.bytes, stem.length);
    if (language.length) text_appendf(out, ".%.*s", (int)language.length, language.bytes);
    text_append_string(out, LESSON);
}
