/* The canvas: the scene in its view, what lies over it, and what the pointer rests on. */
#ifndef LASTREF_APP_CANVAS_CANVAS_H
#define LASTREF_APP_CANVAS_CANVAS_H

#include "app/app.h"
#include "scene/scene.h"

static const float CANVAS_REACH = 8; /* pixels at which ports and arrows catch the pointer */

void canvas(App *app);
SceneFocus canvas_focus(const App *app);

#endif
