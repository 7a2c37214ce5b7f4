/* Text with small marks: **bold**, `code`, [words](EXPR), {EXPR}. README.md has the rules.
 *
 * A narration lives in the arena that it was parsed into. */
#ifndef LASTREF_LESSON_NARRATION_H
#define LASTREF_LESSON_NARRATION_H

#include "lesson/goal.h"

typedef enum SpanKind {
    SPAN_PLAIN,
    SPAN_BOLD,
    SPAN_CODE, /* with a goal where it could be a path to an object */
    SPAN_LINK, /* words that light up an object: `goal` */
    SPAN_VALUE /* `goal` is computed and stands here; `text` is its source */
} SpanKind;

typedef struct NarrationSpan {
    SpanKind kind;
    Text text;
    Goal goal;
} NarrationSpan;

typedef struct NarrationParagraph {
    uint32_t first, count; /* spans */
    bool point;            /* of a list */
} NarrationParagraph;

/* Zeroed: none. */
typedef struct Narration {
    const NarrationParagraph *paragraphs;
    uint32_t paragraph_count;
    const NarrationSpan *spans;
    uint32_t span_count;
    size_t offset; /* where it begins in the lesson's file */
} Narration;

/* One line of the source of a narration; an empty one ends a paragraph. */
typedef struct NarrationLine {
    size_t at, length; /* in the file */
} NarrationLine;

/* Mistakes: a mark that does not end, an expression that is none. */
void narration_parse(Text file, const NarrationLine *lines, size_t count, Arena *arena,
                     Narration *out, LessonMistakes *mistakes);

/* How many characters it has, values counted as eight. */
size_t narration_length(const Narration *narration);

/* What a span says at a moment; appends. False with a fault, and "?" appended, when a value cannot
 * be told. */
bool narration_append_span(const NarrationSpan *span, const Moment *moment, TextBuffer *out,
                           GoalFault *fault);
/* The object that a span lights up at the moment: a link, or code that leads to one. False: none.
 */
bool narration_span_object(const NarrationSpan *span, const Moment *moment, Handle *object);

/* Tells as mistakes each link and value that has none at the moment. */
void narration_check(const Narration *narration, Text file, const Moment *moment,
                     LessonMistakes *mistakes);

#endif
