/* What the picture shows: the level of detail and the filters, in a panel over the bottom bar. */
#ifndef LASTREF_APP_SHEETS_VIEW_PANEL_H
#define LASTREF_APP_SHEETS_VIEW_PANEL_H

#include "app/app.h"

/* What the picture shows: level and filters. */
void view_panel(App *app);

#endif
