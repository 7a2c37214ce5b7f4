/* The collector's books as gauges: how near each generation is to its next collection. */
#ifndef LASTREF_APP_INSPECTOR_COLLECTOR_PANEL_H
#define LASTREF_APP_INSPECTOR_COLLECTOR_PANEL_H

#include "app/app.h"

/* The gauges of the generations, at the foot of the inspector; returns the height taken, and draws
 * unless `foot` is empty. */
float collector_panel(App *app, Rect foot);

#endif
