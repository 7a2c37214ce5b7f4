/* A sheet over the window, a panel beside a thing: what all of them share. */
#ifndef LASTREF_APP_SHEETS_SHEET_H
#define LASTREF_APP_SHEETS_SHEET_H

#include "app/app.h"

struct Action;

/* Dims the window, draws an empty sheet with its heading, of this size where the window has room,
 * and returns its place. A click beside it clears `*open`. */
Rect sheet_panel(App *app, const char *heading, Point size, bool *open);
/* Whether a page to read (shortcuts, About, settings) is open and takes the key: it scrolls by
 * arrows, pages, Home and End, and no step is made behind it. */
bool sheet_takes_key(App *app, InputKey key, unsigned modifiers);
/* Whether the action of a key may run while sheets are open: what is covered can not be seen, so no
 * key acts on it. What a sheet asks for itself, and what is of the whole window, may. */
bool sheet_allows(const App *app, const struct Action *action);
/* Draws an empty panel over the window; false when a click beside it ends it. */
bool popover(App *app, Rect panel, Stroke edge);

#endif
