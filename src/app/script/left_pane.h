/* The left pane: the script with its current line, what was done to it by hand, what the last step
 * did, and the output. */
#ifndef LASTREF_APP_SCRIPT_LEFT_PANE_H
#define LASTREF_APP_SCRIPT_LEFT_PANE_H

#include "app/app.h"
#include "python/code_color.h"

void left_pane(App *app);
/* Whether the shown stop is where the run ended early, or nothing was run at all: `problem` says
 * why. */
bool left_pane_shows_problem(const App *app);
/* Width of the widest line of the script, as the code pane draws it. */
float code_pane_width(const App *app);

/* Some lines of code in their colours, from the top of `area`, cut off at its edges. */
void code_text_draw(App *app, Text source, Rect area);
float code_text_height(Text source);
/* A line of code in its colours; `y` is its middle. */
void code_line_draw(App *app, const CodeLines *code, Text source, size_t line, float x, float y);

#endif
