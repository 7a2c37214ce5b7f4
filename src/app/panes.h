/* Where the panes are, for the size of the window and what is shown. */
#ifndef LASTREF_APP_PANES_H
#define LASTREF_APP_PANES_H

#include "app/app.h"

typedef struct Panes {
    Rect window, top, left, canvas, bytes, inspector, bottom;
} Panes;

/* For this frame; panes fold away where there is too little room. */
void panes_arrange(App *app, Point size);
/* The edges that are dragged. */
void panes_split(App *app);

#endif
