/* The command line as data. Parsing touches no file and prints nothing. */
#ifndef LASTREF_APP_OPTIONS_H
#define LASTREF_APP_OPTIONS_H

#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

typedef enum Command {
    COMMAND_WINDOW, /* lastref [FILE] */
    COMMAND_RUN,
    COMMAND_DUMP,
    COMMAND_EXPORT,
    COMMAND_VERIFY,
    COMMAND_SESSION,
    COMMAND_LESSON, /* lastref lesson check FILE.lesson */
    COMMAND_HELP,
    COMMAND_VERSION
} Command;

typedef enum StopChoice { STOP_LAST, STOP_NUMBER, STOP_ALL } StopChoice;

typedef struct Options {
    Command command;
    const char *file;   /* null: none given (window only) */
    const char *script; /* the file from the root, for tracebacks; filled in by main, as the next */
    const char *language; /* of the person: "de"; "": English */
    bool python;          /* export: a script for python3, not a picture */
    bool draft;           /* export: a lesson to begin with, not a picture */
    bool no_checks;       /* with it: without asserts */
    const char *output;   /* export: where to; session: the folder for pictures, or null */
    StopChoice stops;
    bool stop_chosen;  /* by --step, --last or --all */
    bool variables;    /* dump: frames and variables alone */
    uint32_t step;     /* STOP_NUMBER, from 1 */
    int width, height; /* export and window: logical pixels */
    float scale;       /* export: pixels a logical pixel */
    const char *theme; /* of theme_find, or null */
    const char *level; /* export: of app_set_level, or null */
    const char *phase; /* export: of app_show_phase, or null */
    uint64_t limit;    /* run: instructions; 0: the default */
    Command help_of;   /* help: of which command; COMMAND_WINDOW: of all */
    bool yes; /* verify, lesson check: python3 may execute any file, without asking; with `draft`:
                 files that are there may be replaced */
    bool translated; /* session: in the language of the environment, not in English */
} Options;

/* False with a message that names what is wrong: exit status 2. Strings are borrowed from `argv`.
 */
bool options_parse(int argc, char **argv, Options *options, Error *error);

/* Appends what --help prints of a command below COMMAND_HELP; COMMAND_WINDOW: of all. */
void options_help(Command command, TextBuffer *out);

#endif
