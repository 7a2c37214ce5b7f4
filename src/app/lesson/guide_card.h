/* The card of a lesson: what it says, asks and tells, and the buttons that lead on. */
#ifndef LASTREF_APP_LESSON_GUIDE_CARD_H
#define LASTREF_APP_LESSON_GUIDE_CARD_H

#include "app/app.h"

/* The card in the left pane: its height for a width, at most `room`, and itself. */
float guide_card_height(App *app, float width, float room);
void guide_card(App *app, Rect rect);
/* A digit chooses an option, while there are some to choose from; true when it did. */
bool guide_takes_key(App *app, InputKey key, unsigned modifiers);

#endif
