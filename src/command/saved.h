/* Documents for commands: run again, and as a script for python3. */
#ifndef LASTREF_COMMAND_SAVED_H
#define LASTREF_COMMAND_SAVED_H

#include "app/files/document.h"
#include "app/options.h"
#include "export/python_script.h"

/* The history of a document, made again; the caller destroys it. `document`, zeroed, is filled and
 * has to outlive it. Null with a message, and then there is no document either. */
Timeline *saved_replay(const Options *options, Text bytes, Document *document, Error *error);

/* What a document is as a script for python3: fills a zeroed one, which the caller frees. False
 * with a message, for what is no document, too. */
bool saved_make_python(const Options *options, Text bytes, PythonScriptUse use,
                       PythonScript *script, Error *error);

#endif
