/* On an empty heap: words that say what to do, and below them a scene to start from. */
#ifndef LASTREF_APP_CANVAS_EMPTY_CANVAS_H
#define LASTREF_APP_CANVAS_EMPTY_CANVAS_H

#include "app/app.h"

/* What to do, while nothing is there; a part of the picture. */
void empty_canvas_words(App *app);
/* The button below; drawn over the picture. */
void empty_canvas(App *app);

#endif
