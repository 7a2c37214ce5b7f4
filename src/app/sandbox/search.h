/* All that can be made and done, found by some letters: the items of the palette, instances of the
 * module's own classes, the table of actions. Opened on the canvas, and what is made goes there. */
#ifndef LASTREF_APP_SEARCH_H
#define LASTREF_APP_SEARCH_H

#include "app/app.h"
#include "ui/text_field.h"

typedef struct Action Action;

/* One of three. */
typedef struct SearchRow {
    const Action *action; /* or null */
    Text class;           /* with an instance of it; empty: none. Borrowed from the snapshot */
    int item;             /* of the palette, when neither is there */
    int score;            /* less is better */
} SearchRow;

typedef struct Search {
    bool open;
    Point at; /* window coordinates, where it was opened */
    UiTextField field;
    Array(SearchRow) rows; /* of this frame */
    size_t chosen, first;
    TextBuffer told; /* of the row that is drawn */
} Search;

void search_open_at(App *app, Point at);
/* At the pointer, or in the middle of the canvas where it is elsewhere. */
void search_open(App *app);
bool search_is_possible(const App *app);
void search_close(App *app);
/* Over everything. */
void search_over(App *app);
void search_deinit(Search *search);

#endif
