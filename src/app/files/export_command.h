/* `lastref export` for pictures, once the file is open. */
#ifndef LASTREF_APP_FILES_EXPORT_COMMAND_H
#define LASTREF_APP_FILES_EXPORT_COMMAND_H

#include "app/options.h"

/* Writes what the options ask for. `note` gets what the person should know of the result; it may
 * stay empty. False with a message, and then nothing was written. */
bool export_pictures(App *app, const Options *options, TextBuffer *note, Error *error);

/* Each card of the lesson that is open, as PNG, SVG and text, in a folder that is there:
 * "03-the-cycle.png". There has to be a lesson. False with a message: a file cannot be written. */
bool export_cards(App *app, const Options *options, const char *folder, Error *error);

#endif
