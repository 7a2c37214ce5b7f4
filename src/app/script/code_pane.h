/* Code in its colours: the script with the line that runs next and the one that ran, and some lines
 * of it wherever they are shown. */
#ifndef LASTREF_APP_SCRIPT_CODE_PANE_H
#define LASTREF_APP_SCRIPT_CODE_PANE_H

#include "app/app.h"
#include "python/code_color.h"

static const float CODE_LINE = 23; /* pixels: height of a line of code, but for a presentation */

/* The script, scrolled to its current line when that has changed. A click on a line's number is
 * wished. */
void code_pane(App *app, Rect rect);
/* Height of a line of it, larger in a presentation. */
float code_pane_line(const App *app);
/* Width of the widest line of the script, as the pane draws it. */
float code_pane_width(const App *app);

/* Some lines of code in their colours, from the top of `area`, cut off at its edges. */
void code_text_draw(App *app, Text source, Rect area);
float code_text_height(Text source);
/* A line of code in its colours; `y` is its middle. */
void code_line_draw(App *app, const CodeLines *code, Text source, size_t line, float x, float y);

#endif
