/* What has changed from one picture to the next: the part of the window that must be drawn again.
 */
#ifndef LASTREF_DRAW_DRAW_DAMAGE_H
#define LASTREF_DRAW_DRAW_DAMAGE_H

#include "draw/draw_list.h"

/* A rectangle around all that differs between the two lists; empty (w and h 0) when they draw the
 * same. `all` is returned where the difference cannot be narrowed down. Both lists are balanced. */
Rect draw_damage(const DrawList *before, const DrawList *now, const TextMeasure *measure, Rect all);

#endif
