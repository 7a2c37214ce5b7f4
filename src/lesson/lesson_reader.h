/* A lesson's text while it is read: its lines as rows, each with those that stand below it and
 * further to the right. Shared by lesson_file.c (head, beats), lesson_moment.c (`at`),
 * lesson_show.c
 * (`show`, `hide`) and lesson_question.c (`predict`, `task`, `compare`). */
#ifndef LASTREF_LESSON_LESSON_READER_H
#define LASTREF_LESSON_LESSON_READER_H

#include "lesson/lesson_file.h"

typedef struct Row {
    size_t at, length; /* in the file, without indentation and blanks at the end */
    uint32_t indent;
    bool blank, comment;
} Row;

typedef struct Reader {
    LessonFile *lesson;
    LessonMistakes *mistakes;
    Array(Row) rows;
} Reader;

/* The rows directly below one: `for (size_t i = ...; rows_next(...);)`. */
typedef struct Children {
    size_t next, end; /* row numbers */
    uint32_t indent;  /* of the first one */
    bool begun;
} Children;

/* The number of the first row that does not belong to this one. */
size_t reader_end_of(const Reader *reader, size_t row);
Children reader_children(const Reader *reader, size_t row);
/* The next row directly below; false at the end. A row that begins at another column than the first
 * is a mistake, and left out with what is below it. */
bool reader_next(Reader *reader, Children *children, size_t *row);

Words reader_words(const Reader *reader, size_t row);
#define reader_fail(reader, offset, ...)                                                           \
    lesson_mistake((reader)->mistakes, (reader)->lesson->text, (offset), __VA_ARGS__)
/* A mistake when something is left in the row. */
void reader_expect_end(Reader *reader, Words *words);

/* When an expression or a text is computed. */
typedef enum ReaderTime {
    READER_AT_BEAT, /* at the beat's moment */
    READER_LATER    /* at a reveal, or in a task: `before(...)` is known */
} ReaderTime;

/* An expression without `it`. */
bool reader_goal(Reader *reader, Words *words, ReaderTime time, Goal *out);
/* What a person picks, computed later: `it` may stand in it. */
bool reader_pick(Reader *reader, Words *words, Goal *out);
/* An expression that is an object. */
bool reader_object(Reader *reader, Words *words, ReaderTime time, Goal *out);

/* The text that is left in the row and stands below it. Mistakes: it is empty, or longer than
 * `most` characters; `what` names it. */
void reader_narration(Reader *reader, Words *words, size_t row, const char *what, size_t most,
                      ReaderTime time, Narration *out);
/* The same as one line without marks. */
Text reader_plain(Reader *reader, Words *words, size_t row, const char *what, size_t most);
/* Nothing may stand below the row. */
void reader_expect_no_children(Reader *reader, size_t row);

/* lesson_moment.c: what follows `at` or `reveal` in a row. False with a mistake. */
bool reader_anchor(Reader *reader, Words *words, Anchor *out);

/* lesson_show.c: what follows `show`, or `hide`. */
void reader_show(Reader *reader, Words *words, size_t row, bool shown, LessonShow *show);

/* lesson_question.c: rows and what is below them. Null with a mistake when nothing of it can be
 * used.
 */
const Prediction *reader_predict(Reader *reader, Words *words, size_t row);
const LessonTask *reader_task(Reader *reader, Words *words, size_t row);
const Comparison *reader_compare(Reader *reader, Words *words, size_t row);

#endif
