/* What a thing on the canvas is, in words, when the pointer rests on it. */
#ifndef LASTREF_APP_CANVAS_CANVAS_TIP_H
#define LASTREF_APP_CANVAS_CANVAS_TIP_H

#include "app/app.h"

/* Tells what the pointer rests on. */
void canvas_tip(App *app);

#endif
