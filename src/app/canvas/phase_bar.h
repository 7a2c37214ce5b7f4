/* The foot of the canvas inside a step: the phases of a collection, or how far a cascade is. */
#ifndef LASTREF_APP_CANVAS_PHASE_BAR_H
#define LASTREF_APP_CANVAS_PHASE_BAR_H

#include "app/app.h"

/* At the foot of the canvas inside a step, and at the lines within a collection. */
void phase_bar(App *app);
/* How much of the canvas's foot it takes, in pixels; 0: it is not there. */
float phase_bar_height(const App *app);

#endif
