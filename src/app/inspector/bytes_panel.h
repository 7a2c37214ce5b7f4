/* The panel of bytes at the foot of the canvas: the layout of the selected object as a bar, one to
 * compare it with under it, and what many such objects take. All numbers are the image's. */
#ifndef LASTREF_APP_INSPECTOR_BYTES_PANEL_H
#define LASTREF_APP_INSPECTOR_BYTES_PANEL_H

#include "app/app.h"

/* At the foot of the canvas: the layout of the selected object in bytes. */
void bytes_panel(App *app);
/* How much it takes of so many pixels; 0: it is closed. */
float bytes_panel_height(const App *app, float room);

#endif
