/* The file that a command or a window is given: a script, a document, or a picture that carries a
 * document. */
#ifndef LASTREF_COMMAND_SOURCE_FILE_H
#define LASTREF_COMMAND_SOURCE_FILE_H

#include "base/error.h"
#include "base/text.h"

/* Appends the file's bytes, a picture's as they are. False with a message. */
bool source_read(const char *path, TextBuffer *source, Error *error);
/* The same, of a picture the document that it carries. False with a message. */
bool source_read_for_command(const char *path, TextBuffer *source, Error *error);
/* As AppConfig.read_file; the context is not used. */
bool source_read_named(void *context, const char *path, TextBuffer *out, Error *error);

#endif
