/* What is open, as a file: a script or a document. Opening reads, checks and runs it again before
 * anything of what was open is closed; saving writes whole files or nothing. */
#ifndef LASTREF_APP_FILES_FILES_H
#define LASTREF_APP_FILES_FILES_H

#include "app/app.h"
#include "app/files/document.h"
#include "app/loading.h"

/* What is open, as a file; see files/. */
typedef struct OpenFile {
    bool document;           /* it came from a document, not from a script's file */
    char *path;              /* of the document; null: it has none yet. Owned */
    char title[120];         /* of a scene to start from; empty: it is none */
    char about[300];         /* the same */
    uint64_t mark;           /* of the statements (saved_history_mark) */
    uint64_t saved_mark;     /* as they are in the file, or were when it was opened */
    uint32_t places;         /* how often cards were put elsewhere */
    uint32_t saved_places;   /* the same */
    bool warned;             /* that leaving drops what is not saved */
    TextBuffer window_title; /* "* cycle.lastref - Lastref" */
} OpenFile;

/* Whether what is open differs from its file, or from what was opened. */
bool files_unsaved(const App *app);
/* Statements were done or undone. */
void files_noted(App *app);
/* A script was opened, or all is closed. */
void files_reset(App *app);
/* A document was made again, or could not be. */
void files_opened(App *app, Timeline *timeline, Opening *opening);
/* Opens a file; what cannot be read is told, and what was open stays. */
void files_open_told(App *app, const char *path);
/* What is open, as data; the caller owns it. */
void files_describe(const App *app, Document *document);
void files_new(App *app);
bool files_can_save(const App *app);
/* The script while it is edited, else the document. */
void files_save(App *app);
void files_save_as(App *app);
/* To this path; false with a message. */
bool files_save_document(App *app, const char *path, Error *error);
/* The beginning of the names of pictures: beside the document or the script; for a lesson of the
 * program in the working folder. */
void files_picture_stem(const App *app, TextBuffer *out);
/* Brings the window's title up to date. */
void files_title(App *app);
/* Opens what is in a journal. */
bool files_restore(App *app, const char *journal, Error *error);

#endif
