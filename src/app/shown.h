/* What is shown: the stop, the one before it, and their picture. */
#ifndef LASTREF_APP_SHOWN_H
#define LASTREF_APP_SHOWN_H

#include "app/app.h"
#include "scene/scene.h"
#include "timeline/snapshot.h"

enum { CHANGE_MS = 200 /* the pulse of a step */ };

/* Builds the shown stop's snapshots and scene again. */
void app_refresh(App *app);
/* "basic", "counts", "internals". */
const char *app_level_name(SceneLevel level);
/* What the snapshots of the shown level tell. */
SnapshotDetail app_detail(const App *app);
/* Gives the scene what is shown. */
void app_set_scene(App *app);
/* What follows whenever something else is shown: words, camera, the change to be animated. */
void app_shown(App *app, bool changed);
/* Whether the shown stop is one of a typed or dragged statement, not of the script. */
bool app_at_edit(const App *app);
/* The same stop, or the one inside a step, in another detail. */
void app_show_again(App *app);

#endif
