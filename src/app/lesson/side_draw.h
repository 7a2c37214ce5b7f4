/* One half of a comparison, drawn: its head, its picture, what is told of its object. */
#ifndef LASTREF_APP_LESSON_SIDE_DRAW_H
#define LASTREF_APP_LESSON_SIDE_DRAW_H

#include "app/lesson/side_places.h"

/* The half of that number, 0 or 1. `hover` is what the pointer rests on in it; `name` is its
 * widget's. */
void side_draw(App *app, int number, const SidePlace *place, ScenePart hover, const char *name);

#endif
