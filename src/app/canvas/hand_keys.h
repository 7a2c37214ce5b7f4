/* The hand by keyboard: from card to card, along references, from port to port, and connecting. */
#ifndef LASTREF_APP_CANVAS_HAND_KEYS_H
#define LASTREF_APP_CANVAS_HAND_KEYS_H

#include "app/app.h"

bool hand_keys_can_walk(const App *app);
void hand_keys_left(App *app);
void hand_keys_right(App *app);
void hand_keys_up(App *app);
void hand_keys_down(App *app);
void hand_keys_follow(App *app);
void hand_keys_holder(App *app);
void hand_keys_next_port(App *app);
void hand_keys_previous_port(App *app);
void hand_keys_connect(App *app);
/* Enter: drops what is connected, or edits the selected value. */
void hand_keys_enter(App *app);

#endif
