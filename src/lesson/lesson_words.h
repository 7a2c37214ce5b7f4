/* The words of one row of a lesson, and where mistakes in a file are.
 *
 * A Words is a cursor over a slice of the file's text; a place is a byte offset in that text, and
 * becomes a line and a column only when a mistake is told. Reading past the end gives empty words.
 */
#ifndef LASTREF_LESSON_LESSON_WORDS_H
#define LASTREF_LESSON_LESSON_WORDS_H

#include "base/arena.h"
#include "base/array.h"
#include "base/text.h"

/* ---- mistakes ---- */

enum { LESSON_MISTAKES_MAX = 100 /* of one file; what is more is counted only */ };

typedef struct LessonMistake {
    uint32_t line, column; /* from 1; columns in characters */
    const char *text;      /* one line, in the list's arena */
} LessonMistake;

/* A zeroed list is empty and ready. */
typedef struct LessonMistakes {
    Arena arena;
    Array(LessonMistake) items; /* in the order in which they were found */
    uint32_t more;              /* beyond LESSON_MISTAKES_MAX */
} LessonMistakes;

/* Adds a mistake at a byte offset of the file's text. The same one at the same place is told once.
 */
void lesson_mistake(LessonMistakes *mistakes, Text file, size_t offset, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Whether there is one at this place. */
bool lesson_mistakes_has(const LessonMistakes *mistakes, Text file, size_t offset);
/* By line and column; then in the order in which they were found. */
void lesson_mistakes_sort(LessonMistakes *mistakes);
/* Sorts them, and borrows the first; there is one. */
const LessonMistake *lesson_mistakes_first(LessonMistakes *mistakes);
/* Appends "NAME:LINE:COL: text", one a line. */
void lesson_mistakes_append(const LessonMistakes *mistakes, const char *name, TextBuffer *out);
void lesson_mistakes_deinit(LessonMistakes *mistakes);

/* ---- words ---- */

typedef struct Words {
    Text file; /* the whole text */
    size_t at; /* byte offset of what comes next */
    size_t end;
} Words;

/* Over file[at .. at + length). */
Words words_of(Text file, size_t at, size_t length);
/* Whether nothing but blanks is left; skips those. */
bool words_at_end(Words *words);
/* The next word: letters, digits, `_`, `-` and what is not ASCII. Empty, and nothing taken, where
 * something else stands. */
Text words_next(Words *words);
/* Takes the word if it is next; blanks before it are taken in any case. So do the others. */
bool words_take(Words *words, const char *word);
/* Takes the character if it is next. */
bool words_take_char(Words *words, char c);
/* Takes a whole number without a sign, at most 1,000,000,000. */
bool words_take_number(Words *words, uint32_t *number);
/* Takes a string in quotes, into the arena. False with a mistake when none is next or it does not
 * end. */
bool words_take_string(Words *words, Arena *arena, Text *out, LessonMistakes *mistakes);
/* What is left, without blanks at both ends. */
Text words_rest(Words *words);

/* `\n`, `\t`, `\\`, `\'`, `\"` of the inside of a string literal, as Python reads them; another
 * backslash stays. In the arena. */
Text words_unescaped(Text inside, Arena *arena);

#endif
