/* What the inspector and the panel of bytes know of the selection beyond the snapshot: where its
 * bytes are, its whole text, what happened to it, why it is alive. Read from the machine when the
 * selection or what is shown changes, and in pieces where it takes long. Internal to app/. */
#ifndef LASTREF_APP_INSPECTION_H
#define LASTREF_APP_INSPECTION_H

#include "heap/object_bytes.h"
#include "timeline/keeps.h"
#include "timeline/object_history.h"

typedef struct App App;

enum {
    CHART_POINTS = 21,       /* of the chart of many objects, with both ends */
    CHART_OBJECTS = 1000000, /* at its right end */
    HOLDERS_LISTED = 60,
    INSPECTED = 2, /* the selected object and one to compare it with */
    NAMES_LIT = 64 /* rows or cards that are lit at most */
};

/* One object, looked at closely. */
typedef struct Inspected {
    Handle object; /* null: there is none */
    bool alive;    /* at what is shown: the rest is set */
    ObjectBytes bytes;
    uint32_t allocated;  /* items that a list has room for */
    uint32_t dict_bytes; /* sys.getsizeof of an instance's __dict__; 0: it has none */
    bool can_have_dict;
    uint64_t many[CHART_POINTS]; /* bytes of so many like it */
} Inspected;

/* Who holds the selected object, and is drawn. */
typedef struct HolderRow {
    uint32_t frame, variable; /* a name; SNAPSHOT_NONE: not a name */
    uint32_t holder, reference;
    bool key;
} HolderRow;

/* A frame that is selected: the same call at other stops, too. */
typedef struct FrameChoice {
    bool chosen;
    uint32_t depth;
    Handle function; /* null: the module */
} FrameChoice;

/* What the canvas lights up. */
typedef struct Lit {
    uint32_t rows[NAMES_LIT];
    size_t row_count;
    Handle objects[NAMES_LIT];
    size_t object_count;
} Lit;

typedef struct Inspection {
    Inspected seen[INSPECTED]; /* the first is selected, or holds the names of the chosen frame */
    TextBuffer text;           /* the whole value of a number or text that cards shorten */
    bool whole_text;           /* all lines of it are shown */
    HolderRow holders[HOLDERS_LISTED];
    uint32_t holder_count, holders_more; /* that are not listed */
    FrameChoice frame;
    uint32_t frame_slots; /* places for variables of the chosen frame; 0: its names are a dict */
    bool stale;           /* what is shown has changed: look again */

    ObjectHistory changes; /* of the selected object */
    bool changes_whole;
    int wanted; /* 1, -1: go to the next or previous change as soon as it is known */

    bool why;     /* a path is asked for */
    bool why_due; /* bring it into view */
    bool has_path;
    KeepPath path;
    Lit lit;   /* the path on the canvas */
    Lit hover; /* what the line under the pointer speaks of */

    unsigned folded, unfolded; /* sections as the person set them, a bit each */
    bool bytes_open;           /* the panel */
    float bytes_height;        /* as it was last drawn */
} Inspection;

/* What is shown has changed. `cut`: the history, too. */
void inspection_shown(App *app, bool cut);
/* Another object, or none, is selected. */
void inspection_selected(App *app);
/* Looks where something has changed; before the panels are drawn. */
void inspection_update(App *app);
/* Goes on searching; at each frame. */
void inspection_tick(App *app);
/* Whether a search is under way. */
bool inspection_is_searching(const App *app);
void inspection_deinit(Inspection *inspection);

/* Goes to the next (1) or previous (-1) stop at which the selected object has changed, its refcount
 * or what it holds, at once or as soon as it has been found. */
void inspection_go_to_change(App *app, int direction);
/* Asks why the selected object is alive, or no longer. */
void inspection_ask_why(App *app);

void app_select_frame(App *app, uint32_t frame);
/* The chosen frame at this stop, or SNAPSHOT_NONE. */
uint32_t app_selected_frame(const App *app);

/* Adds to what is lit: the row of a name or reference (SNAPSHOT_NONE: none), a card. */
void inspection_light(const App *app, Lit *lit, uint32_t variable, uint32_t reference, bool key,
                      Handle object);

#endif
