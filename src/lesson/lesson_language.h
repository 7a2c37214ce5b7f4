/* Lessons in the languages of people: beside "01_x.lesson" the file "01_x.de.lesson" says the same
 * in German. Both lead through 01_x.py, and progress in one is progress in the other. */
#ifndef LASTREF_LESSON_LESSON_LANGUAGE_H
#define LASTREF_LESSON_LESSON_LANGUAGE_H

#include "base/text.h"

/* A lesson's or script's path without its ending and without its language: "a/01_x" of
 * "a/01_x.de.lesson", "a/01_x.lesson" and "a/01_x.py". A part of the path. */
Text lesson_stem(const char *path);
/* "de", "pt_BR"; empty of a file without one, and of any that is no lesson. A part of the path. */
Text lesson_language(const char *path);

/* What is looked for next where there is no lesson in a language: "pt" after "pt_BR", then none. */
Text lesson_language_wider(Text language);

/* Appends the path of the lesson in that language; with none, of the lesson for everyone. */
void lesson_language_path(Text stem, Text language, TextBuffer *out);

#endif
