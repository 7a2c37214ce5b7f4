/* Where the two halves of a comparison stand on the canvas, and what of each picture is seen. */
#ifndef LASTREF_APP_LESSON_SIDE_PLACES_H
#define LASTREF_APP_LESSON_SIDE_PLACES_H

#include "app/lesson/side_picture.h"

typedef struct App App;

/* One half, in window coordinates; empty: it is not there. */
typedef struct SidePlace {
    Rect whole, head, picture, facts; /* `facts` is empty where there is nothing to tell */
    bool low; /* head and facts are one line each; else their words stand below each other */
} SidePlace;

typedef struct SidePlaces {
    SidePlace halves[2];
    bool stacked; /* one above the other */
} SidePlaces;

#define SIDE_FACT_HEIGHT 20.0f /* pixels: of a line of the facts */
#define SIDE_FACTS_PAD   8.0f

/* Splits the canvas, and brings into view what the person has not moved. `alone`: 1 or 2, that half
 * has all of it; 0: both. `shared`: what both show stands at the same place. */
SidePlaces side_places(App *app, int alone, bool shared);

#endif
