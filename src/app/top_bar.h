/* The bar over all panes: where one is, what is open, what can be done to the window. */
#ifndef LASTREF_APP_TOP_BAR_H
#define LASTREF_APP_TOP_BAR_H

#include "app/app.h"

void top_bar(App *app);

#endif
