/* The shortcut sheet: the action table as a page. */
#ifndef LASTREF_APP_SHEETS_HELP_SHEET_H
#define LASTREF_APP_SHEETS_HELP_SHEET_H

#include "app/app.h"

void help_sheet(App *app);

#endif
