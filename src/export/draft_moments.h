/* When the statements of a script have run, and how a lesson says so.
 *
 * A moment in words names a line by a piece of its text; where lines are alike, by what it stands
 * under; where it runs often, by its pass. */
#ifndef LASTREF_EXPORT_DRAFT_MOMENTS_H
#define LASTREF_EXPORT_DRAFT_MOMENTS_H

#include "export/python_statement.h"
#include "lesson/lesson_run.h"

/* The stops of a part of the script's outer level: the one at which it is about to run, and the one
 * at which all of it has run. */
typedef struct DraftStops {
    uint32_t before, after; /* 0: it never runs */
} DraftStops;

DraftStops draft_stops(const LessonRun *run, PythonPart part);

/* Appends what follows `at` for the moment at which the part is about to run, or has run: `line "a
 * = b" under "del c" after pass 2`. False, and nothing appended, where no line says it. */
bool draft_append_before(const LessonRun *run, DraftStops stops, TextBuffer *out);
bool draft_append_after(const LessonRun *run, PythonPart part, DraftStops stops, TextBuffer *out);

#endif
