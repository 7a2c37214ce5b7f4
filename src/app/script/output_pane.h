/* What was printed. A statement typed or dragged stands before its output, as at Python's prompt,
 * and a refcount that was asked for tells that one of it is the question's own. */
#ifndef LASTREF_APP_SCRIPT_OUTPUT_PANE_H
#define LASTREF_APP_SCRIPT_OUTPUT_PANE_H

#include "app/app.h"

/* What was printed up to the shown stop; see output_pane.c. */
typedef struct Output {
    TextBuffer text;
    Array(size_t) echoes; /* where in it lines of statements start */
    size_t fresh;         /* where that of the last step starts */
    char note[96];        /* beside its last line */
    float scroll, scroll_x;
    bool follows; /* keep the last line in view */
} Output;

enum { PANE_LINE_SHOWN = 2000 /* bytes of a line: beyond any pane */ };

void output_gather(App *app);
/* Another script is opened. */
void output_forget(App *app);
void output_deinit(Output *output);
void output_pane(App *app, Rect rect);
/* The ground of a pane of text. */
void pane_inset(App *app, Rect rect);
/* Of a line of code or output, and of the one with the most bytes. */
float pane_line_width(const App *app, float size, Text text);
float pane_text_width(const App *app, float size, Text text);

#endif
