/* Where the person puts cards, and how that is taken back. Statements and changes of places stand
 * in one list, in the order in which they were done, and undo goes through it from the end. Places
 * are no part of the history of the program: dragging a card cuts no statement that could be done
 * again, and a statement that is taken back leaves the cards where they are. */
#ifndef LASTREF_APP_ARRANGE_H
#define LASTREF_APP_ARRANGE_H

#include "app/app.h"
#include "heap/heap.h"
#include "layout/layout.h"

/* What undo takes back: a statement, or a change of the cards' places. */
typedef struct UndoStep {
    LayoutSnapshot *places; /* as they were before, owned; null: it was a statement */
} UndoStep;

typedef Array(UndoStep) UndoList;

/* Where the object goes that the next statement makes; see arrange.c. */
typedef struct Arrival {
    bool due;
    char path[200]; /* the expression that will lead to it */
    Point at;       /* canvas coordinates */
} Arrival;

enum { ARRANGE_MS = 240 /* the way of cards that were put elsewhere */ };

/* Lays out anew; puts a card at a canvas point. Both can be taken back. */
void arrange_tidy(App *app);
void arrange_move(App *app, Handle object, Point at);
/* Moves the cards that are on their way. */
void arrange_tick(App *app);
/* A statement was executed: what was taken back before cannot be done again. */
void arrange_statement_done(App *app);
/* The object that the expression will lead to after the next statement goes to a canvas point. */
void arrange_expect(App *app, const char *path, Point at);
/* That statement has run, or failed. */
void arrange_arrived(App *app, bool done);
bool arrange_can_undo(const App *app);
bool arrange_can_redo(const App *app);
/* Takes back what was done last, a statement or a change of places; or does it again. */
void arrange_undo(App *app);
void arrange_redo(App *app);
/* Until so many statements are done. */
void arrange_redo_to(App *app, uint32_t done);
/* Another script is opened. */
void arrange_forget(App *app);

#endif
