/* What is said of a side of a comparison: its moment, figures of its object, what the pointer
 * rests on. */
#ifndef LASTREF_APP_LESSON_SIDE_WORDS_H
#define LASTREF_APP_LESSON_SIDE_WORDS_H

#include "app/lesson/side_picture.h"

/* "After line 27:" and the code of that line, or words alone. Appends. */
void side_tell_moment(const LessonRun *run, const Anchor *anchor, LessonStop at, TextBuffer *words,
                      TextBuffer *code);
/* The line of a byte in a text, from 1. */
uint32_t side_line_of(Text text, size_t offset);

/* One figure of the object in focus. */
typedef struct SideFigure {
    char name[64], value[64];
    bool differs; /* from the other side's */
} SideFigure;

enum { SIDE_FIGURES_MAX = 3 };

/* Those that a level shows, of a picture and compared with the other one, which need not be shown.
 * Returns how many there are. */
size_t side_figures(const SidePicture *picture, const SidePicture *other, SceneLevel level,
                    SideFigure out[SIDE_FIGURES_MAX]);
/* "list shallow[0]": the object in focus. Appends. */
void side_append_focus(const SidePicture *picture, TextBuffer *out);
/* What a part of the picture is; appends nothing where there is nothing to say. */
void side_tell_part(const SidePicture *picture, ScenePart part, SceneLevel level, TextBuffer *out);

#endif
