/* Objects to take by the hand. Dragged onto the heap or clicked, each asks for its name first,
 * since an object without a holder dies at once. */
#ifndef LASTREF_APP_SANDBOX_PALETTE_H
#define LASTREF_APP_SANDBOX_PALETTE_H

#include "app/app.h"

float palette_height(float width, bool compact);
void palette(App *app, Rect rect, bool compact);
/* What is in the hand. */
void palette_over(App *app);

#endif
