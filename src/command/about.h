/* What is told of the program and of what it has around it, on its sheet and by --version. */
#ifndef LASTREF_COMMAND_ABOUT_H
#define LASTREF_COMMAND_ABOUT_H

#include "command/surroundings.h"

/* AppConfig.describe; the context are Surroundings. */
void about_describe(void *context, TextBuffer *out);
/* Prints it, without a window; the exit status. */
int about_print(void);

#endif
