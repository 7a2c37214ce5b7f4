/* Where the program keeps what outlives it: $XDG_STATE_HOME/lastref, else ~/.local/state/lastref;
 * what was learned in lessons in $XDG_DATA_HOME/lastref, else ~/.local/share/lastref, where the
 * folder `lessons` is for the person's own; what was set in $XDG_CONFIG_HOME/lastref, else
 * ~/.config/lastref. With a root of its own (--data-dir) these are the folders state, data and
 * config below it.
 *
 * Each window has a journal there of its own (app/files/journal.c), named by its process and when
 * that started, so that two windows never share one. A journal whose process is gone is an orphan:
 * its window ended without leaving. Finding one claims it, by giving it a name of this process, so
 * that two windows that start at once do not offer the same. A window that a fatal signal ended has
 * left a marker beside its journal (platform/crash.h), which is taken away with the telling. */
#ifndef LASTREF_PLATFORM_STATE_FOLDER_H
#define LASTREF_PLATFORM_STATE_FOLDER_H

#include "platform/files.h"

enum {
    STATE_ORPHANS_MAX = 16,    /* the latest are kept */
    STATE_ORPHAN_DAYS_MAX = 30 /* older ones are removed */
};

/* A zeroed one has no folder. */
typedef struct StateFolder {
    const char *root; /* given: instead of the folders of the environment; null: none. Borrowed */
    TextBuffer journal, recent, progress; /* paths; "" where there is no folder */
    TextBuffer log, marker;               /* of platform/log.h and platform/crash.h, alike */
    TextBuffer crash;         /* "SIGSEGV": what ended the last window that told; "": nothing new */
    FileNames orphans;        /* claimed, the latest first */
    TextBuffer lesson_folder; /* of the person's own lessons; "" without a folder */
    FileNames lessons;        /* .lesson and .py in it, by name */
} StateFolder;

/* Makes the folder where there is none. Without one (no home, a full disk) all is empty: the
 * program works, and keeps nothing. */
void platform_state_open(StateFolder *state);
void platform_state_deinit(StateFolder *state);

/* Appends the paths of the log and of the person's lessons as they would be, and makes nothing;
 * nothing without a home. `root` as in StateFolder. */
void platform_state_paths(const char *root, TextBuffer *log, TextBuffer *lessons);

/* Appends the path of the file of settings, whose folder need not be there; nothing without a home.
 * `root` as in StateFolder. */
void platform_settings_path(const char *root, TextBuffer *out);
/* Writes it, and its folder where there is none. A link stays one: what it leads to is written. */
bool platform_settings_write(const char *path, Text bytes, Error *error);

#endif
