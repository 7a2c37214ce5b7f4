/* What a stop inside a step shows, in a sentence or three: the phases of a collection, a free. */
#ifndef LASTREF_APP_NARRATE_INSIDE_H
#define LASTREF_APP_NARRATE_INSIDE_H

#include "app/app.h"

/* The same for a stop inside a step. */
void narrate_inside(App *app);

#endif
