/* The history that is open: taken from a script or document, told, run on, closed. */
#ifndef LASTREF_APP_HISTORY_H
#define LASTREF_APP_HISTORY_H

#include "app/app.h"
#include "timeline/timeline.h"

/* What a step did, as the bar of time marks it: containers born or freed in it, collections. */
enum { MARK_BIRTH = 1, MARK_DEATH = 2, MARK_COLLECT = 4, MARK_COLLECT_BY_ITSELF = 8 };

/* A script that has no file yet. */
#define APP_UNTITLED "untitled.py"

/* An empty one with the window's bounds, for a script of this name (borrowed as long as it lives);
 * null with a message. */
Timeline *app_make_timeline(const App *app, const char *name, Error *error);
/* Shows a timeline whose script has run, which the app owns from now on. */
void app_opened(App *app, Timeline *timeline);
/* Takes a history that was made of these texts: the app owns all three from now on, and shows none
 * of it yet. What was open is closed. */
void app_take_history(App *app, char *path, TextBuffer source, Timeline *timeline);
/* After a history was cut or exchanged: what is said of it, and app_refresh. */
void app_refresh_history(App *app);
/* Runs the script on when a statement interrupted it at the shown stop, which stays. */
void app_resume(App *app);
/* Closes what is open, with all that was made of it. */
void app_close(App *app);

#endif
