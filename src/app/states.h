/* What the program shows, as words by name: for recorded sessions and the smoke test. */
#ifndef LASTREF_APP_STATES_H
#define LASTREF_APP_STATES_H

#include "app/app.h"

/* All states, a line each: state NAME VALUE, separated by tabs, line ends in a value as \n. */
void app_write_states(const App *app, TextBuffer *out);

#endif
