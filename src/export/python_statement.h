/* A statement as it was typed at the prompt, as text of a script that does the same.
 *
 * The prompt shows the value of an expression statement and keeps it as builtins._; a script drops
 * it. So each such statement at the outer level, within if, for, while, with, try and match, too,
 * is handed to sys.displayhook, which is what the prompt calls. */
#ifndef LASTREF_EXPORT_PYTHON_STATEMENT_H
#define LASTREF_EXPORT_PYTHON_STATEMENT_H

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

typedef struct PythonStatement {
    TextBuffer text; /* ends with a line feed; owned */
    bool collects;   /* it does nothing but collect, after imports, and shows what that returned */
} PythonStatement;

/* Fills a zeroed one; without `displayed` an expression stays as it is, and its value is dropped.
 * False with the reason when a script cannot say it. */
bool python_statement_make(Text typed, bool displayed, PythonStatement *out, Error *error);

/* Lines of the outer level of a script that begin and end with the same statements. */
typedef struct PythonPart {
    uint32_t first, last; /* lines, from 1 */
} PythonPart;

typedef Array(PythonPart) PythonParts;

/* The parts of a script, in their order; decorators belong to what they decorate. */
bool python_parts_read(Text source, PythonParts *out, Error *error);

/* Whether the text is a script that Python accepts: parsed and compiled, not run. */
bool python_script_is_valid(Text source, Error *error);

#endif
