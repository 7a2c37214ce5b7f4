/* The command line as data. Parsing touches no file and prints nothing. */
#ifndef LASTREF_APP_OPTIONS_H
#define LASTREF_APP_OPTIONS_H

#include "app/files/pictures.h"
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

typedef enum ExportFormat {
    EXPORT_PNG,
    EXPORT_SVG,
    EXPORT_PDF,
    EXPORT_GIF,
    EXPORT_HTML,
    EXPORT_DOT,
    EXPORT_JSON,
    EXPORT_PYTHON, /* a script for python3 */
    EXPORT_LESSON  /* a lesson to begin with */
} ExportFormat;

/* export: how pictures are made; zeroed: the window, as a PNG */
typedef struct PictureOptions {
    bool format_said;
    bool content, crop_said;
    bool caption, legend, transparent, no_scene, describe;
    bool hide_left, hide_inspector, hide_top, hide_timeline;
    const char *preset;
    FigureFit fit;
    Point fit_size;
    PictureView view;
    bool with_view;
    Worksheet worksheet;
    bool range; /* steps `first` to `last`; 0: to the last one */
    uint32_t first, last;
    uint32_t strip[FIGURE_STRIP_MAX];
    size_t strip_count;
    bool all; /* each card of the lesson, or of all lessons; `output` is a folder */
} PictureOptions;

typedef struct Options {
    Command command;
    const char *file;   /* null: none given (window only) */
    const char *script; /* the file from the root, for tracebacks; filled in by main, as the next */
    const char *language; /* of the person: "de"; "": English */
    ExportFormat format;
    bool no_checks;     /* EXPORT_PYTHON: without asserts */
    const char *output; /* export: where to; session: the folder for pictures, or null */
    StopChoice stops;
    bool stop_chosen;  /* by --step, --last or --all */
    bool variables;    /* dump: frames and variables alone */
    uint32_t step;     /* STOP_NUMBER, from 1 */
    int width, height; /* export and window: logical pixels */
    bool sized;        /* by --size */
    float scale;       /* export: pixels a logical pixel */
    const char *theme; /* of theme_find, or null */
    const char *level; /* export: of app_set_level, or null */
    const char *phase; /* export: of app_show_phase, or null */
    PictureOptions picture;
    uint64_t limit;       /* run: instructions; 0: the default */
    Command help_of;      /* help: of which command; COMMAND_WINDOW: of all */
    const char *data_dir; /* window: instead of the folders of the environment; null: those */
    bool yes; /* verify, lesson check: python3 may execute any file, without asking; EXPORT_LESSON:
                 files that are there may be replaced */
    bool translated; /* session: in the language of the environment, not in English */
} Options;

/* False with a message that names what is wrong: exit status 2. Strings are borrowed from `argv`.
 */
bool options_parse(int argc, char **argv, Options *options, Error *error);

/* Appends what --help prints of a command below COMMAND_HELP; COMMAND_WINDOW: of all. */
void options_help(Command command, TextBuffer *out);

#endif
