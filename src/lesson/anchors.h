/* From what a lesson says of a moment to the stop in the script's run. */
#ifndef LASTREF_LESSON_ANCHORS_H
#define LASTREF_LESSON_ANCHORS_H

#include "lesson/lesson_file.h"

/* The moment that an anchor names; ANCHOR_HERE and ANCHOR_RUN count from `beat`, which others do
 * not look at. False with a message for people when it never comes, or a line's text is in no line
 * or in several. The shown stop stays. */
bool anchor_find(const LessonRun *run, const Anchor *anchor, LessonStop beat, LessonStop *out,
                 Error *error);

/* The line of the script that an anchor of a line names; 0: it names none. */
uint32_t anchor_line(const LessonRun *run, const Anchor *anchor);

/* The moments of a lesson's beats, by index. */
typedef struct LessonStops {
    LessonStop *at;     /* stop 0: it has none */
    LessonStop *reveal; /* of its prediction; stop 0: none */
    uint32_t count;
} LessonStops;

/* Finds them all. Mistakes: those of anchor_find, a beat that comes before the one above it, a
 * reveal before its beat. `mistakes` may be null. */
void anchors_find_all(const LessonRun *run, const LessonFile *lesson, LessonStops *out,
                      LessonMistakes *mistakes);
void anchors_deinit(LessonStops *stops);

#endif
