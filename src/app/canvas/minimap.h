/* The map of the picture at the lower right of the canvas: every card as a block, and the part that
 * is in view as a rectangle. It comes by itself when the picture is larger than the view. */
#ifndef LASTREF_APP_CANVAS_MINIMAP_H
#define LASTREF_APP_CANVAS_MINIMAP_H

#include "app/app.h"

/* The map of the picture: by itself when the picture is larger than the view, or as the person
 * said. */
typedef enum MapMode { MAP_BY_ITSELF, MAP_SHOWN, MAP_HIDDEN } MapMode;

void minimap(App *app);
bool minimap_is_shown(const App *app);
void minimap_toggle(App *app);

#endif
