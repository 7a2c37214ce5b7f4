/* Rank: places for many boxes at once, from scratch, in columns.
 *
 * The phases: rank (column = distance from the fixed boxes along arrows), order (who stands above
 * whom in a column, by the mean height of the neighbours, so that few arrows cross), place (as near
 * to the neighbours' height as the gaps allow). What no fixed box leads to comes below the rest, as
 * a group of its own. Columns higher than a bound are split, rows of columns wider than a bound are
 * broken like lines of text, so that the whole stays within a few times its area's square.
 *
 * Cost: O((boxes + arrows) log boxes). */
#ifndef LASTREF_LAYOUT_RANK_H
#define LASTREF_LAYOUT_RANK_H

#include "base/arena.h"
#include "base/geometry.h"

#include <stdint.h>

typedef struct RankBox {
    Rect rect;      /* the place, given when `fixed`, found otherwise; the size is given */
    float entry;    /* pixels from the top to where arrows come in */
    uint32_t order; /* birth; the tie break */
    bool fixed;     /* has a place: its arrows decide, it does not move */
    bool lane;      /* a frame card: arrows leave it at the height of their port */
} RankBox;

typedef struct RankArrow {
    uint32_t from, to; /* indices of boxes */
    float port_y;      /* from the top of `from` */
} RankArrow;

typedef struct RankRules {
    Point origin;       /* nothing is put left of it or above it */
    float gap_x, gap_y; /* between columns, between boxes of one */
} RankRules;

/* Gives every box that is not fixed a place of whole pixels. The boxes it places keep the gaps
 * among themselves; the fixed ones are not looked at for overlap (the caller chooses the origin).
 */
void rank_place(RankBox *boxes, uint32_t box_count, const RankArrow *arrows, uint32_t arrow_count,
                const RankRules *rules, Arena *scratch);

#endif
