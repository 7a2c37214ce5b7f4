/* Draw lists as parts of another one: how large one is, and one put into another. */
#ifndef LASTREF_DRAW_DRAW_COMPOSE_H
#define LASTREF_DRAW_DRAW_COMPOSE_H

#include "draw/draw_list.h"

/* A box around all that the list draws, what its clips cut off left out; text by its measured
 * width. Empty when it draws nothing. */
Rect draw_list_bounds(const DrawList *list, const TextMeasure *measure);

/* Appends all of `part` under the transform and opacity of `list`; its texts are copied. */
void draw_list_append(DrawList *list, const DrawList *part);

/* The em size of the smallest text that can be seen, in logical pixels; 0: there is none. */
float draw_list_smallest_text(const DrawList *list);

#endif
