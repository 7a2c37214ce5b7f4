/* What one person has seen and done in lessons: a small text file that outlives the program.
 *
 *     lastref progress 1
 *     seen 01_ref_counting alias
 *     answer 01_ref_counting alias wrong
 *     done 01_ref_counting go
 *     at 01_ref_counting go
 *
 * `at` is where one was last in a lesson, without a beat at its end; the last such line is of the
 * lesson that one was in last. Lessons are known by their file's name without folder and ending,
 * beats by their names; both are of letters, digits, `-` and `_`. Lines that cannot be read are
 * left out: a damaged file, or a newer version's, loses those lines and nothing else. */
#ifndef LASTREF_LESSON_PROGRESS_H
#define LASTREF_LESSON_PROGRESS_H

#include "lesson/answers.h"

enum { PROGRESS_ROWS_MAX = 20000, PROGRESS_PLACES_MAX = 500, PROGRESS_NAME_MAX = 60 };

typedef struct ProgressRow {
    char lesson[PROGRESS_NAME_MAX + 1], beat[PROGRESS_NAME_MAX + 1];
    bool seen, done;
    bool answered;
    AnswerOutcome first; /* answered: the first answer counts */
} ProgressRow;

/* Where one was last in a lesson. */
typedef struct ProgressPlace {
    char lesson[PROGRESS_NAME_MAX + 1];
    char beat[PROGRESS_NAME_MAX + 1]; /* "": at the end */
} ProgressPlace;

/* A zeroed struct is empty and ready. */
typedef struct Progress {
    Array(ProgressRow) rows;     /* in the order in which they came */
    Array(ProgressPlace) places; /* one a lesson, that of the lesson that one was in last at the
                                    end; beyond PROGRESS_PLACES_MAX the oldest is forgotten */
} Progress;

/* Reads a file's text into an empty progress. False when nothing in it could be read although it is
 * not empty: another file, or a newer version's, which should not be written over. */
bool progress_read(Progress *progress, Text text);
void progress_write(const Progress *progress, TextBuffer *out);
void progress_deinit(Progress *progress);

/* Names that are too long or of other characters are not kept. */
void progress_see(Progress *progress, const char *lesson, const char *beat);
void progress_answer(Progress *progress, const char *lesson, const char *beat,
                     AnswerOutcome outcome);
void progress_finish(Progress *progress, const char *lesson, const char *beat);

/* One is at this beat of the lesson now; null: at its end. */
void progress_be_at(Progress *progress, const char *lesson, const char *beat);
/* Null: one was never in that lesson. */
const ProgressPlace *progress_find_place(const Progress *progress, const char *lesson);

/* Null: nothing is known of it. */
const ProgressRow *progress_find(const Progress *progress, const char *lesson, const char *beat);
/* How many of a lesson's beats were seen, answered right at first, and done. */
void progress_count(const Progress *progress, const char *lesson, uint32_t *seen, uint32_t *right,
                    uint32_t *done);
/* Forgets a lesson. */
void progress_reset(Progress *progress, const char *lesson);

/* "a/01_x.lesson", "a/01_x.de.lesson" -> "01_x"; appends. */
void progress_lesson_name(const char *path, TextBuffer *out);

#endif
