#include "lesson/lesson_language.h"

#include "base/path.h"

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

Text lesson_language(const char *path) {
    Text none = {"", 0};
    if (!text_ends_with(text_of(path), LESSON)) return none;
    Text whole = path_stem(text_of(path)), stem = path_stem(whole);
    if (stem.length == whole.length) return none;
    size_t at = stem.length + 1;
    Text last = {whole.bytes + at, whole.length - at};
    return is_language(last) ? last : none;
}

Text lesson_stem(const char *path) {
    Text stem = path_stem(text_of(path));
    return lesson_language(path).length ? path_stem(stem) : stem;
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
