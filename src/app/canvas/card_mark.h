/* The mark on the card of the hovered or selected object, from which a drag does what the object is
 * for: a call leads to its argument, a container or instance to what it shall hold next. A click
 * writes the statement instead. */
#ifndef LASTREF_APP_CANVAS_CARD_MARK_H
#define LASTREF_APP_CANVAS_CARD_MARK_H

#include "app/app.h"
#include "heap/heap.h"

/* The mark on the hovered or selected card, in window coordinates; false: none is shown. */
bool card_mark_find(const App *app, Handle *object, Rect *mark);
void card_mark_draw(App *app);
void card_mark_aim(App *app);
void card_mark_drop(App *app);

#endif
