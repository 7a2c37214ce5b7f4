/* Random gestures: what a person might do in a sandbox, as the app does it. The same seed does the
 * same. */
#ifndef LASTREF_TESTS_DOCUMENTS_GESTURES_H
#define LASTREF_TESTS_DOCUMENTS_GESTURES_H

#include "fuzz/chance.h"
#include "timeline/timeline.h"

/* One of some scripts to start from; static. */
Text gestures_script(Chance *chance);

/* Does one thing: a statement from the palette or the prompt, a reference drawn or removed, a
 * collection, undo or redo, a step back in time, the script going on. What fails is discarded. */
void gestures_do(Timeline *timeline, Chance *chance);

#endif
