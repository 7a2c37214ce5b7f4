/* The program's icon as a draw list: what lastref.svg of assets/icons shows, for the
 * window. */
#ifndef LASTREF_APP_APP_ICON_H
#define LASTREF_APP_APP_ICON_H

#include "draw/draw_list.h"

/* Appends it, from the origin, `side` logical pixels wide and high; what is outside the tile is
 * left as it is. */
void app_icon_draw(DrawList *list, float side);

#endif
