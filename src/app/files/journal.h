/* What is not saved, written down as it is done. A statement or a change of places is in the
 * journal before the frame that shows it; typed text follows within half a second. The journal goes
 * when all is saved or left; one whose window is gone is offered at the next start
 * (sheets/restore_sheet.c).
 */
#ifndef LASTREF_APP_FILES_JOURNAL_H
#define LASTREF_APP_FILES_JOURNAL_H

#include "app/app.h"

/* The journal of this window; see files/journal.c. */
typedef struct Journal {
    bool written;     /* there is one */
    bool failed;      /* it could not be written, and that was told */
    uint64_t mark;    /* of what is in it: the statements and places, */
    uint32_t version; /* and the edited text */
    uint64_t due;     /* ms: when typed text is written; 0: none waits */
} Journal;

/* After a frame: writes what was done since. */
void journal_tick(App *app);
/* Writes it now; false when it cannot be kept. */
bool journal_write(App *app);
/* All was left as the person wanted. */
void journal_end(App *app);

#endif
