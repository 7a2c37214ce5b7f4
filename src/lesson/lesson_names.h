/* Names that stand in a lesson's expressions and nowhere in its script: a slip that nothing else
 * tells where an expression is not computed (`x or nobody`), or is content with what is not there
 * (`exists(nobody)`, `count(Nodd)`). */
#ifndef LASTREF_LESSON_LESSON_NAMES_H
#define LASTREF_LESSON_LESSON_NAMES_H

#include "lesson/lesson_file.h"

/* Tells each as a mistake, unless there is one at its place already. A task's goal and what is said
 * when it is done may use the names of its solution. */
void lesson_names_check(const LessonFile *lesson, const LessonRun *run, LessonMistakes *mistakes);

#endif
