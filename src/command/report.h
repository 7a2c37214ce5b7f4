/* What a report of a fault should tell of the program and of what it has around it: on the sheet
 * About and by --version. */
#ifndef LASTREF_COMMAND_REPORT_H
#define LASTREF_COMMAND_REPORT_H

#include "command/surroundings.h"

/* AppConfig.describe; the context are Surroundings. */
void report_describe(void *context, TextBuffer *out);
/* Prints it, without a window; the exit status. */
int report_print(void);

#endif
