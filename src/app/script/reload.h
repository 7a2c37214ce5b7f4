/* The script's file is watched: when it changes on the disk, by another editor, it is opened again.
 * Quietly where nothing would be lost; where the text in the editor is not saved, or statements
 * were executed by hand, the person is asked.
 *
 * The file is looked at when the window gets the keyboard, and every two seconds while a file of
 * the person's own is open. */
#ifndef LASTREF_APP_RELOAD_H
#define LASTREF_APP_RELOAD_H

#include "app/app.h"

typedef struct Reload {
    bool known;     /* `stamp` is that of the file that is open */
    uint64_t stamp; /* when it was written last, as the platform tells it */
    uint64_t next;  /* ms: when to look again */
    bool asking;    /* for leave to drop what would be lost */
    bool changed;   /* with `asking`: because the file has changed */
} Reload;

void reload_tick(App *app);
/* When reload_tick is due, in ms; UINT64_MAX: never. */
uint64_t reload_due(const App *app);
/* Another script is open. */
void reload_forget(App *app);
/* The question, over the canvas. */
void reload_card(App *app);
/* Opens the file as it is now; what was in the editor can be had back by its undo. */
void reload_file(App *app);
bool reload_is_possible(const App *app);
/* Goes on with what is open, until the file changes again. */
void reload_keep(App *app);
bool reload_is_asking(const App *app);

#endif
