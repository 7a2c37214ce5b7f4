#include "lesson/lesson_words.h"

#include "base/translate.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- mistakes ---- */

static void find_place(Text file, size_t offset, uint32_t *line, uint32_t *column) {
    size_t start = 0;
    *line = 1;
    if (offset > file.length) offset = file.length;
    for (size_t i = 0; i < offset; i++) {
        if (file.bytes[i] != '\n') continue;
        ++*line;
        start = i + 1;
    }
    *column = 1;
    for (size_t i = start; i < offset; i++) {
        *column += ((unsigned char)file.bytes[i] & 0xC0) != 0x80;
    }
}

void lesson_mistake(LessonMistakes *mistakes, Text file, size_t offset, const char *format, ...) {
    char told[600];
    va_list args;
    if (mistakes->items.count >= LESSON_MISTAKES_MAX) {
        mistakes->more++;
        return;
    }
    va_start(args, format);
    vsnprintf(told, sizeof told, format, args);
    va_end(args);
    size_t length = utf8_invalid_at(told, strlen(told)); /* it may have been cut in a character */
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)told[i] < ' ') told[i] = ' ';
    }
    LessonMistake mistake;
    find_place(file, offset, &mistake.line, &mistake.column);
    mistake.text = arena_copy(&mistakes->arena, told, length);
    for (size_t i = 0; i < mistakes->items.count; i++) {
        const LessonMistake *other = &mistakes->items.items[i];
        bool same_place = other->line == mistake.line && other->column == mistake.column;
        if (same_place && strcmp(other->text, mistake.text) == 0) return;
    }
    array_push(&mistakes->items, mistake);
}

bool lesson_mistakes_has(const LessonMistakes *mistakes, Text file, size_t offset) {
    uint32_t line, column;
    if (!mistakes->items.count) return false;
    find_place(file, offset, &line, &column);
    for (size_t i = 0; i < mistakes->items.count; i++) {
        const LessonMistake *mistake = &mistakes->items.items[i];
        if (mistake->line == line && mistake->column == column) return true;
    }
    return false;
}

static bool is_before(LessonMistake a, LessonMistake b) {
    return a.line != b.line ? a.line < b.line : a.column < b.column;
}

/* By insertion: there are few, and equal places keep their order. */
void lesson_mistakes_sort(LessonMistakes *mistakes) {
    LessonMistake *items = mistakes->items.items;
    for (size_t i = 1; i < mistakes->items.count; i++) {
        LessonMistake moved = items[i];
        size_t at = i;
        for (; at > 0 && is_before(moved, items[at - 1]); at--) items[at] = items[at - 1];
        items[at] = moved;
    }
}

const LessonMistake *lesson_mistakes_first(LessonMistakes *mistakes) {
    assert(mistakes->items.count);
    lesson_mistakes_sort(mistakes);
    return &mistakes->items.items[0];
}

void lesson_mistakes_append(const LessonMistakes *mistakes, const char *name, TextBuffer *out) {
    for (size_t i = 0; i < mistakes->items.count; i++) {
        const LessonMistake *mistake = &mistakes->items.items[i];
        text_appendf(out, "%s:%u:%u: %s\n", name, mistake->line, mistake->column, mistake->text);
    }
    if (mistakes->more)
        text_appendf(out, translate_many("%s: and %u more\n", "%s: and %u more\n", mistakes->more),
                     name, mistakes->more);
}

void lesson_mistakes_deinit(LessonMistakes *mistakes) {
    arena_deinit(&mistakes->arena);
    array_deinit(&mistakes->items);
    *mistakes = (LessonMistakes){0};
}

/* ---- words ---- */

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || (unsigned char)c >= 0x80;
}

Words words_of(Text file, size_t at, size_t length) {
    return (Words){.file = file, .at = at, .end = at + length};
}

bool words_at_end(Words *words) {
    while (words->at < words->end && is_blank(words->file.bytes[words->at])) words->at++;
    return words->at >= words->end;
}

Text words_next(Words *words) {
    if (words_at_end(words)) return (Text){"", 0};
    size_t start = words->at;
    while (words->at < words->end && is_word(words->file.bytes[words->at])) words->at++;
    return (Text){words->file.bytes + start, words->at - start};
}

bool words_take(Words *words, const char *word) {
    size_t at = (words_at_end(words), words->at);
    if (text_is(words_next(words), word)) return true;
    words->at = at;
    return false;
}

bool words_take_char(Words *words, char c) {
    if (words_at_end(words) || words->file.bytes[words->at] != c) return false;
    words->at++;
    return true;
}

bool words_take_number(Words *words, uint32_t *number) {
    enum { MOST = 1000000000 };
    size_t at = (words_at_end(words), words->at);
    Text word = words_next(words);
    uint64_t value = 0;
    bool fine = word.length > 0;
    for (size_t i = 0; i < word.length && fine; i++) {
        fine = word.bytes[i] >= '0' && word.bytes[i] <= '9';
        value = value * 10 + (uint64_t)(word.bytes[i] - '0');
        fine = fine && value <= MOST;
    }
    if (!fine) words->at = at;
    if (fine) *number = (uint32_t)value;
    return fine;
}

bool words_take_string(Words *words, Arena *arena, Text *out, LessonMistakes *mistakes) {
    const char *bytes = words->file.bytes;
    bool quoted = !words_at_end(words) && (bytes[words->at] == '"' || bytes[words->at] == '\'');
    if (!quoted) {
        lesson_mistake(mistakes, words->file, words->at, _("a text in quotes is expected here"));
        return false;
    }
    size_t start = words->at++;
    while (words->at < words->end && bytes[words->at] != bytes[start]) {
        words->at += bytes[words->at] == '\\' && words->at + 1 < words->end ? 2 : 1;
    }
    if (words->at >= words->end) {
        words->at = words->end;
        lesson_mistake(mistakes, words->file, start, _("this text in quotes does not end"));
        return false;
    }
    *out = words_unescaped((Text){bytes + start + 1, words->at - start - 1}, arena);
    words->at++;
    return true;
}

Text words_rest(Words *words) {
    if (words_at_end(words)) return (Text){"", 0};
    size_t end = words->end;
    while (is_blank(words->file.bytes[end - 1])) end--;
    Text rest = {words->file.bytes + words->at, end - words->at};
    words->at = words->end;
    return rest;
}

Text words_unescaped(Text inside, Arena *arena) {
    char *out = arena_alloc(arena, inside.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < inside.length; i++) {
        char c = inside.bytes[i], next = i + 1 < inside.length ? inside.bytes[i + 1] : 0;
        bool escape = c == '\\' && next && strchr("nt\\'\"", next);
        if (escape) c = next == 'n' ? '\n' : next == 't' ? '\t' : next;
        i += escape;
        out[length++] = c;
    }
    return (Text){out, length};
}
