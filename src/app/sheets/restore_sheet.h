/* Offers what a window left behind that ended without leaving: a crash, a kill, a power cut. */
#ifndef LASTREF_APP_SHEETS_RESTORE_SHEET_H
#define LASTREF_APP_SHEETS_RESTORE_SHEET_H

#include "app/app.h"

/* The sheet that offers what another window left behind; see sheets/restore_sheet.c. */
typedef struct RestoreSheet {
    size_t at; /* the orphan that is offered */
    bool open;
    char told[800];
    char crash[120]; /* what is known of the fault that ended it; "": nothing */
} RestoreSheet;

/* Looks for the next orphan that can be offered. */
void restore_offer(App *app);
void restore_sheet(App *app);
void restore_later(App *app);

#endif
