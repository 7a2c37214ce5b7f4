/* What the program does when it is called: a window, or one of the commands without one.
 *
 * Each command returns the exit status of the program; what went wrong has been told on stderr by
 * then. `source` is the text of the file that the options name. */
#ifndef LASTREF_COMMAND_COMMAND_H
#define LASTREF_COMMAND_COMMAND_H

#include "app/options.h"
#include "timeline/whole_run.h"

#ifndef LASTREF_CHECK_HEAP
#define LASTREF_CHECK_HEAP 0
#endif

/* Exit statuses; 1 and those of SystemExit come from the script. */
enum { EXIT_USAGE = 2, EXIT_HALTED = 3 };

/* Bounds of what is run with history. */
enum { RECORD_INSTRUCTIONS = 20000000, RECORD_STOPS = 2000000 };

#define MEMORY_MAX  ((uint64_t)512 << 20) /* bytes of the private heap: some million objects */
#define HISTORY_MAX ((uint64_t)512 << 20) /* bytes of undo log for `dump` */

/* Reads the file and does what the options say; all but the window. */
int command_execute(const Options *options);

/* A run of the script without history; the caller says where the output goes. */
WholeRun command_whole_run(const Options *options);
/* Tells what is wrong with a file; returns EXIT_USAGE. */
int command_fail(const Error *error);

/* ---- a file each ---- */

int command_window(const Options *options);
int command_run(const Options *options, Text source);
int command_dump(const Options *options, Text source);
/* Scripts and documents by python3. */
int command_verify(const Options *options, Text source);
int command_lesson(const Options *options, Text source);
int command_session(const Options *options, Text source);

/* ---- export.c ---- */

int command_export_python(const Options *options, Text source);
int command_export_lesson(const Options *options, Text source);
int command_export_picture(const Options *options, Text source);
/* The cards of one lesson, or of all; reads them itself. */
int command_export_cards(const Options *options);

#endif
