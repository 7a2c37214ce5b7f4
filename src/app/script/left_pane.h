/* The left pane: the script with its current line, what was done to it by hand, what the last step
 * did, and the output. */
#ifndef LASTREF_APP_SCRIPT_LEFT_PANE_H
#define LASTREF_APP_SCRIPT_LEFT_PANE_H

#include "app/app.h"

void left_pane(App *app);
/* Whether the shown stop is where the run ended early, or nothing was run at all: `problem` says
 * why. */
bool left_pane_shows_problem(const App *app);

#endif
