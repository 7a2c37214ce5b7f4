/* What a lesson says of itself. A lesson is a Python script whose file name begins with two digits,
 * its number, and whose docstring begins "Title: what it is about". */
#ifndef LASTREF_LESSON_LESSON_H
#define LASTREF_LESSON_LESSON_H

#include "base/text.h"

#include <stdbool.h>

typedef struct Lesson {
    char number[3];  /* "1", "12" */
    char title[64];  /* "Reference counting" */
    char about[240]; /* "An object lives while something refers to it, ...", of one line */
} Lesson;

/* Reads the head of a script. False when it is no lesson; `out` is then not to be used. `path` may
 * have folders. */
bool lesson_read(const char *path, Text source, Lesson *out);

#endif
