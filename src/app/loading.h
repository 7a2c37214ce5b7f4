/* A script that runs for long, or a document that is run again: on a thread of its own, and the
 * window waits for it in the open. Until it has ended nobody but that thread looks at its timeline.
 */
#ifndef LASTREF_APP_LOADING_H
#define LASTREF_APP_LOADING_H

#include "app/app.h"
#include "app/files/document.h"
#include "base/worker.h"
#include "timeline/timeline.h"

/* A document that is being opened. */
typedef struct Opening {
    Document *document; /* owned; null: none is */
    char *path;         /* its file; null: it has none. Owned */
    char *journal;      /* where it was found after a crash; null: it was not. Owned */
    bool picture;       /* the file is a picture that carries it */
    SavedResult result;
    Error error;
    atomic_bool cancel;
} Opening;

/* A script, or a document, that is running on a thread of its own; see loading.c. */
typedef struct Loading {
    Worker *worker; /* null: none is */
    Timeline *timeline;
    const char *name; /* borrowed, as the source is */
    Text source;
    uint64_t since; /* ms */
    Opening opening;
} Loading;

/* Runs the script that is open; app_opened follows, at once where the run is short. */
void loading_start(App *app, Timeline *timeline);
/* Makes the history of a document again in the timeline; both are the app's from now on, and the
 * texts of `opening`, too. What is open stays until files_opened. */
void loading_document(App *app, Timeline *timeline, Opening opening);
/* Frees what it owns; it is zeroed then. */
void opening_deinit(Opening *opening);
bool loading_is_under_way(const App *app);
/* Whether it is a document: then nothing else is done meanwhile. */
bool loading_is_document(const App *app);
void loading_tick(App *app);
/* Ends the run soon; what it recorded is shown. */
void loading_cancel(App *app);
/* Ends it and forgets it. */
void loading_drop(App *app);
/* Over the canvas, while it is under way. */
void loading_card(App *app);

#endif
