/* All that can be wrong with a lesson, told with line and column: its text, moments that never
 * come, links and values that lead nowhere, predictions without a right answer or without feedback
 * to a wrong one, tasks that are done before they begin or that their solution does not do.
 *
 * Scripts are run with bounds, so that a lesson from anywhere can be checked. By python3 they are
 * run only where the caller gives a way to. */
#ifndef LASTREF_LESSON_LESSON_CHECK_H
#define LASTREF_LESSON_LESSON_CHECK_H

#include "lesson/lesson_file.h"
#include "lesson/lesson_script.h"

/* What python3 makes of a script. */
typedef enum LessonAgreement {
    LESSON_AGREES,
    LESSON_DIFFERS,  /* from what the model prints */
    LESSON_NOT_ASKED /* it is not there, may not execute the script, or did not end */
} LessonAgreement;

typedef struct LessonCheck {
    const char *path; /* of the lesson: scripts stand beside it */
    LessonReadFile *read_file;
    /* Runs a script by python3, too; appends the first difference, or why there is no answer. Null:
     * python3 is not asked. */
    LessonAgreement (*python)(void *context, const char *path, Text source, TextBuffer *told);
    TextBuffer *notes; /* appended: what is no mistake, one a line; null with `python`: none */
    void *context;
    bool check_heap; /* heap_check while scripts run */
} LessonCheck;

/* Adds all mistakes to the list, sorted. True when there is none. */
bool lesson_check(const LessonCheck *config, Text text, LessonMistakes *mistakes);

/* The part of it that needs a run: the lesson is read and its script has run already. The timeline
 * is then as it was. */
void lesson_check_beats(const LessonCheck *config, const LessonFile *lesson, const LessonRun *run,
                        LessonMistakes *mistakes);

/* Executes a task's solution at the shown stop, statement by statement, and counts those that are
 * edits now in *executed (timeline_discard or timeline_undo as often takes them back). False with a
 * mistake at the statement that failed. */
bool lesson_play_solution(const LessonTask *task, Timeline *timeline, Text file, uint32_t *executed,
                          LessonMistakes *mistakes);

#endif
