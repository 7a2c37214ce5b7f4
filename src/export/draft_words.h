/* What a step of a script has changed, in the words of a lesson: every number is an expression that
 * the lesson computes. A line is kept only when all that stands in it can be told at the moment
 * after the step. */
#ifndef LASTREF_EXPORT_DRAFT_WORDS_H
#define LASTREF_EXPORT_DRAFT_WORDS_H

#include "lesson/lesson_run.h"

typedef struct DraftWords {
    TextBuffer lines; /* points of a list, "- ..." one a line; owned */
    TextBuffer
        path;      /* to an object that the step made or whose refcount it changed; may be empty */
    size_t length; /* of the lines, in characters of a card */
} DraftWords;

/* Fills a zeroed one: at most so many characters of a card. The moments are open, `after` knows
 * `before`. */
void draft_words_make(const Moment *before, const Moment *after, size_t most, DraftWords *out);
void draft_words_deinit(DraftWords *words);

/* Whether all that a text computes can be told at the moment, and the text has no mistake; then
 * *length is its length on a card. */
bool draft_can_be_told(Text text, const Moment *moment, size_t *length);

/* Whether the count of an object is worth telling: not of numbers and short strings, nor of classes
 * and functions, which have holders that no arrow shows. */
bool draft_counts(const SnapObject *object);

/* Appends a statement as a lesson's text shows code: its first line, shortened. */
void draft_append_code(Text statement, TextBuffer *out);

#endif
