/* The bar at the foot: the steps of the history, and going through them. */
#ifndef LASTREF_APP_TIMELINE_BAR_H
#define LASTREF_APP_TIMELINE_BAR_H

#include "app/app.h"

void timeline_bar(App *app);

#endif
