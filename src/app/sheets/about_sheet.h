/* What the program is made of, on a sheet: to be read, and to be copied into a report of a fault.
 * `lastref --version` prints the same. */
#ifndef LASTREF_APP_SHEETS_ABOUT_SHEET_H
#define LASTREF_APP_SHEETS_ABOUT_SHEET_H

#include "app/app.h"

typedef struct AboutSheet {
    bool open, copied;
    float scroll;    /* pixels */
    TextBuffer rows; /* as about_append has them, since it was opened */
} AboutSheet;

/* Appends "NAME: WORDS" lines in English. `describe` as in AppConfig; it may be null. */
void about_append(void (*describe)(void *context, TextBuffer *out), void *context, TextBuffer *out);

void about_toggle(App *app);
void about_close(App *app);
void about_copy(App *app);
bool about_can_copy(const App *app);
void about_sheet(App *app);
void about_deinit(AboutSheet *sheet);

#endif
