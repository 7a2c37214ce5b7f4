/* Another script that a side of a comparison shows: run once, on a thread of its own where the app
 * may have one, and kept while the lesson is open. */
#ifndef LASTREF_APP_LESSON_SIDE_SCRIPT_H
#define LASTREF_APP_LESSON_SIDE_SCRIPT_H

#include "base/worker.h"
#include "lesson/lesson_script.h"

typedef struct App App;

typedef struct SideScript {
    char *name; /* as the lesson names it; owned */
    LessonScript script;
    Worker *worker; /* null: it has ended, or could not begin */
    bool ended;
    bool fine;   /* once it has ended: it can be looked at */
    Error error; /* else why not */
} SideScript;

enum {
    SIDE_SCRIPTS_MAX = 8 /* kept; beyond it the one that was not asked for longest is dropped */
};

typedef struct SideScripts {
    SideScript *items[SIDE_SCRIPTS_MAX]; /* owned, each by itself; asked for last: last */
    size_t count;
} SideScripts;

/* The script of that name beside the lesson; its run begins with the first question. Borrowed until
 * SIDE_SCRIPTS_MAX others were asked for. */
SideScript *side_script_get(App *app, SideScripts *scripts, const char *lesson_path, Text name);
/* Whether it has ended, one way or the other. */
bool side_script_has_ended(SideScript *script);
/* Ends those under way, and forgets all. */
void side_scripts_deinit(SideScripts *scripts);

#endif
