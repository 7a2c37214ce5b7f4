/* A list of which one row is chosen, over everything: by the keys of whatever field stands beside
 * it, or by a click. */
#ifndef LASTREF_APP_PICK_LIST_H
#define LASTREF_APP_PICK_LIST_H

#include "app/app.h"

typedef struct PickRow {
    const char *text, *what; /* `what` stands at the right; may be null */
    Color mark;              /* a bar before the text; 0: none */
    bool disabled;
} PickRow;

typedef struct PickList {
    const char *name; /* rows are `name`.0 and on */
    size_t count, *chosen;
    size_t *first; /* row that is shown on top; follows the chosen one */
    FontFace face;
    void *context;
    /* The row's texts are borrowed until the next. */
    PickRow (*row)(void *context, size_t row);
} PickList;

enum { PICK_ROWS = 8 /* that are shown at once */ };

float pick_list_height(size_t count);
/* Draws it as wide as `place`, from its top on. True when a row was clicked, which is chosen then.
 */
bool pick_list(App *app, const PickList *list, Rect place);

#endif
