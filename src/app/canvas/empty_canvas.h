/* On an empty heap, below the words that say what to do: a scene to start from. */
#ifndef LASTREF_APP_CANVAS_EMPTY_CANVAS_H
#define LASTREF_APP_CANVAS_EMPTY_CANVAS_H

#include "app/app.h"

/* What to do, while nothing is there. */
void empty_canvas(App *app);

#endif
