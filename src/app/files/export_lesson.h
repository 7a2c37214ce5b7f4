/* What was done in a sandbox as a lesson to begin with: two files, the script and its cards. */
#ifndef LASTREF_APP_FILES_EXPORT_LESSON_H
#define LASTREF_APP_FILES_EXPORT_LESSON_H

#include "app/app.h"
#include "export/lesson_draft.h"

/* Whether a lesson may have this path: NAME.lesson. Appends that of its script: NAME.py. */
bool export_lesson_paths(const char *path, TextBuffer *script);

/* Fills a zeroed draft of a lesson that is to have this path; without a title, "", it is called as
 * its file. The rest as lesson_draft_make. */
bool export_lesson_make(Timeline *timeline, Text source, const char *title, const char *path,
                        bool check_heap, LessonDraft *draft, Error *error);

/* Writes a lesson that was made, with its script first. False with the reason, and neither file is
 * changed. */
bool export_lesson_write(const AppConfig *files, const LessonDraft *draft, const char *path,
                         Error *error);

/* Makes what is open a lesson and writes it. False with the reason. */
bool export_lesson_to(App *app, const char *path, Error *error);

/* The first of the two files that is there already; empty: neither is. Appends. */
void export_lesson_in_the_way(const AppConfig *files, const char *path, TextBuffer *out);

#endif
