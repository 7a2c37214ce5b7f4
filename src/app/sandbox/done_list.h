/* What was done by hand, as Python: every statement with the refcounts that it changed, those that
 * were taken back after the others. A click leads to where the statement has been executed. */
#ifndef LASTREF_APP_SANDBOX_DONE_LIST_H
#define LASTREF_APP_SANDBOX_DONE_LIST_H

#include "app/app.h"

/* What a statement did to refcounts, in words; see done_list.c. */
typedef struct DoneEffect {
    uint64_t hash; /* of the statement's text */
    uint32_t at, made;
    uint32_t lines; /* it has in the list; 0: it is not listed, since a later one cut it */
    char text[120];
} DoneEffect;

void done_list(App *app, Rect rect);
/* How many lines it has. */
uint32_t done_list_lines(const App *app);
/* The history has changed. */
void done_list_update(App *app);

#endif
