/* Recorded sessions: the hand of a person as lines of text, fed to app_frame without a window, and
 * what must be seen then. README.md beside this file has the format.
 *
 * A session sees no file but those that it opens: what it saves stays in memory and can be opened
 * again in the same session. Its clock is its own, so it plays as fast as the machine can. */
#ifndef LASTREF_SESSION_SESSION_H
#define LASTREF_SESSION_SESSION_H

#include "app/app.h"

/* What a session's window shows. */
typedef struct SessionPicture {
    const DrawList *list;
    Point size;  /* logical pixels */
    float scale; /* pixels a logical pixel: the interface size */
    const Theme *theme;
} SessionPicture;

typedef struct SessionConfig {
    /* Fonts, lessons, read_file, `check`; what the session itself provides (writing, clipboard) is
     * replaced. */
    AppConfig app;
    /* Takes the pictures that the session asks for. Null: none are made. */
    bool (*picture)(void *context, const char *name, const SessionPicture *shown, Error *error);
    /* Sees each frame as it was drawn, `size` in logical pixels. Null: nobody looks. */
    void (*drawn)(void *context, const App *app, const DrawList *list, Point size);
    void *context;
} SessionConfig;

/* Plays the text of a session. False at the first line that cannot be done or whose expectation
 * does not hold, with "NAME:LINE: what". */
bool session_play(const SessionConfig *config, const char *name, Text text, Error *error);

#endif
