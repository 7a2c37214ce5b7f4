/* A script as a lesson looks at it, its own or another one beside it: read, run once with bounds,
 * and made ready to be asked about (LessonRun).
 *
 * Reading and running are two steps, so that the run can be on a thread of its own. */
#ifndef LASTREF_LESSON_LESSON_SCRIPT_H
#define LASTREF_LESSON_LESSON_SCRIPT_H

#include "lesson/lesson_run.h"

/* Appends a file's text. */
typedef bool LessonReadFile(void *context, const char *path, TextBuffer *out, Error *error);

typedef struct LessonScript {
    TextBuffer path, source;
    Timeline *timeline;
    TimelineOutcome outcome;
    LessonRun run;
    bool built; /* `run` is there */
} LessonScript;

/* As a script with history for lessons is made: its bounds. */
TimelineConfig lesson_timeline_config(void);

/* Reads the script of that path into a zeroed one. False with a message. `check_heap`: heap_check
 * while it runs. Call lesson_script_close in any case; it is not to be moved until then. */
bool lesson_script_read(LessonScript *script, const char *path, LessonReadFile *read_file,
                        void *context, bool check_heap, Error *error);
/* Runs it; once, after it was read. timeline_interrupt ends it early. False with a message when it
 * cannot be looked at; a program that ended with an exception can. */
bool lesson_script_run(LessonScript *script, Error *error);
/* Appends "PATH:LINE: ValueError: ..." when the program ended with an exception or could not begin
 * for its syntax; false: it did not. */
bool lesson_script_tell_end(const LessonScript *script, TextBuffer *out);
void lesson_script_close(LessonScript *script);

#endif
