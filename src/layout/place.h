/* Place: the nearest free place for one box among those in a Space. */
#ifndef LASTREF_LAYOUT_PLACE_H
#define LASTREF_LAYOUT_PLACE_H

#include "layout/space.h"

typedef struct PlaceRules {
    float gap_x, gap_y; /* least space to any other box, pixels */
    float left;         /* the box stays right of this x */
    float top;          /* and below this y */
    float sideways;     /* a pixel to the side costs this many pixels down */
} PlaceRules;

/* Whether the box can stand here. `self` (or SPACE_NONE) is not in its own way. */
bool place_is_free(const Space *space, Rect rect, uint32_t self, const PlaceRules *rules);

/* The free place nearest to `wanted`, with its size: below, above, to the right or to the left of
 * what is in the way; when all is crowded, below everything. Whole pixels. Same arguments, same
 * answer; at most some hundred look-ups. */
Rect place_nearest(const Space *space, Rect wanted, uint32_t self, const PlaceRules *rules);

#endif
