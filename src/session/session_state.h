/* A session while it plays. Internal to session/. */
#ifndef LASTREF_SESSION_SESSION_STATE_H
#define LASTREF_SESSION_SESSION_STATE_H

#include "session/session.h"

#include "base/array.h"

typedef struct SessionFile {
    char *path; /* owned */
    TextBuffer bytes;
} SessionFile;

typedef struct Session {
    const SessionConfig *config;
    AppConfig app_config;
    App *app;
    DrawList list;
    Point size; /* of the window, pixels */
    Point mouse;
    uint64_t now; /* ms */
    int wanted;   /* in how many ms the program wants the next frame */
    const char *name;
    Text rest;         /* of the text, after the line that is being done */
    int line;          /* its number, from 1 */
    bool guided;       /* lessons lead through their scripts */
    char language[32]; /* of the person; "": that of the config */
    Rect noted;
    TextBuffer copied;                /* the clipboard */
    Array(SessionFile) files;         /* written in this session */
    Array(const char *) lesson_paths; /* borrowed from `lesson_words` */
    Array(const char *) own_paths;    /* the same */
    Array(char *) lesson_words;       /* owned */
    const char *const *orphans;       /* left behind by a crash; null: none */
    char crash_signal[16];            /* that ended it; "": it was killed */
    Error *error;
} Session;

/* Says why the session ends here: the message gets name and line. Returns false. */
bool session_fail(Session *session, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* One frame with these events, 16 ms later. */
void session_frame(Session *session, const InputEvent *events, size_t count);

/* Frames until nothing moves any more, as a hand waits. */
void session_settle(Session *session);

/* The next word of the line, up to a space; the line moves past it. */
char *session_word(char **line);

/* The next line of the text; false at the end. Valid until the next. */
bool session_next_line(Session *session, TextBuffer *line);

/* A named place, or that of the next word of the line; false, with the session's error, when it is
 * not there. */
bool session_place(Session *session, const char *name, Rect *rect);
bool session_next_place(Session *session, char **line, Point *middle);

/* One command: its name, and what it does with the rest of the line; false fails the session. */
typedef struct SessionCommand {
    const char *name;
    bool (*run)(Session *session, char *rest);
} SessionCommand;

extern const SessionCommand session_hand_commands[], session_expect_commands[]; /* to a null name */

/* "right", "ctrl+shift+z" */
bool session_press_key(Session *session, const char *combo);

#endif
