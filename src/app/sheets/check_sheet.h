/* The script checked against python3: asking for leave, waiting, the answer. */
#ifndef LASTREF_APP_SHEETS_CHECK_SHEET_H
#define LASTREF_APP_SHEETS_CHECK_SHEET_H

#include "app/app.h"

/* A check against python3, and its sheet. */
typedef enum CheckState {
    CHECK_NONE,
    CHECK_ASKING, /* for leave to execute the script */
    CHECK_RUNNING,
    CHECK_IDENTICAL,
    CHECK_DIFFERENT,
    CHECK_FAILED
} CheckState;

typedef struct Checking {
    CheckState state;
    bool open;      /* the sheet */
    bool abandoned; /* one was cancelled and has not ended yet */
    TextBuffer told;
    uint64_t since; /* ms */
} Checking;

void check_sheet(App *app);
bool check_is_possible(const App *app);
/* Opens the sheet: a lesson is checked at once, for any other file it asks. */
void check_open(App *app);
/* Another script is opened. */
void check_abandon(App *app);
/* Asks the checker how far it is, while check_is_waiting. */
void check_tick(App *app);
bool check_is_waiting(const App *app);

#endif
