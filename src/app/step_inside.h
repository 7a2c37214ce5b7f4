/* Stops inside the step that follows the shown stop: going from one to the next. */
#ifndef LASTREF_APP_STEP_INSIDE_H
#define LASTREF_APP_STEP_INSIDE_H

#include "app/app.h"
#include "timeline/inside.h"

/* Inside the step from the shown stop to the next. */
typedef struct InsideView {
    InsideStops stops; /* all that lie in it */
    uint32_t at;       /* the shown one, from 1; 0: the stop itself is shown */
    Inside look;       /* of it, without the snapshot, which is `now_shown`; at a line within a
                          collection what that thinks of the objects */
    bool playing;      /* goes on by itself to the end of the collection */
} InsideView;

#define INSIDE_LAST 0xFFFFFFFFu

/* After app_refresh: which stops lie inside the step that follows. */
void step_inside_list(App *app);
/* Shows the stop `at` (from 1, or INSIDE_LAST) inside the step that follows the shown stop; none
 * is there: the stop itself. */
void step_inside_show(App *app, uint32_t at);
/* "copy", "subtract" ... of a stop inside. */
const char *step_inside_name(InsideKind kind);
bool step_inside_can_go_on(const App *app);
bool step_inside_can_go_back(const App *app);
void step_inside_on(App *app);
void step_inside_back(App *app);
void step_inside_play(App *app);
/* While the phases of a collection play. */
void step_inside_tick(App *app);
/* Whether a collection is under way in what is shown. */
bool step_inside_collecting(const App *app);
/* The phase of the shown stop, 1 copy .. 5 clear; 0: before the first. */
int step_inside_phase(const App *app);

#endif
