/* Pictures of what is open, as files: a step, a range of them, several side by side, worksheets. */
#ifndef LASTREF_APP_FILES_PICTURES_H
#define LASTREF_APP_FILES_PICTURES_H

#include "app/app.h"
#include "export/picture_file.h"

typedef enum Worksheet {
    WORKSHEET_NONE,
    WORKSHEET_BADGES, /* refcounts are left out */
    WORKSHEET_ARROWS  /* references are */
} Worksheet;

/* What is seen of the objects; the rest is as the app shows it. */
typedef struct PictureView {
    bool values_as_nodes;
    bool without_functions, without_classes, without_modules;
    const char *only;   /* an expression: only what its object leads to; null: everything */
    const char *select; /* expressions with commas between: these objects and what they lead to, and
                           no other names; null: everything */
    bool selected;      /* so what the person has selected */
} PictureView;

/* How pictures are made. Zeroed but for `scale`: the window as a PNG. */
typedef struct PictureWish {
    PictureFormat format;
    float scale;
    bool content;      /* the scene alone, not the window */
    Point window;      /* size of the window, logical pixels */
    FigureStyle style; /* its measure is the app's; so is its theme where it has none */
    PictureView view;
    bool with_view;        /* `view` says something */
    Worksheet worksheet;   /* with its key in a second file, "-key" before the ending */
    bool no_scene;         /* PNG and SVG do not carry it */
    const uint32_t *steps; /* side by side in one figure, or a figure each; none: what is shown */
    size_t step_count;
    bool strip;    /* side by side */
    bool describe; /* a text file with the description beside each; of a PDF one of all pages */
} PictureWish;

/* Writes the picture to the path; with several steps, "OUT-007.png" for each where the format holds
 * only one. What is open and shown stays. False with a message, and then each file is as it was
 * before. `small` (may be null) is set to the em size of the smallest text, in pixels of the file.
 */
bool pictures_write(App *app, const char *path, const PictureWish *wish, float *small,
                    Error *error);

/* Makes the first figure of the wish, for the eye: the sheet to be filled in, not its key. The
 * figure is filled anew. What is open and shown stays. False with a message, and then the figure is
 * empty. A piece at a time: picture_series.h. */
bool pictures_preview(App *app, const PictureWish *wish, Figure *figure, Error *error);

/* ---- lessons ---- */

/* The cards of the lesson that leads through what is open; 0: there is none. */
uint32_t pictures_beat_count(const App *app);
const char *pictures_beat_name(const App *app, uint32_t beat);
/* Shows one, whatever the person has answered. */
void pictures_show_beat(App *app, uint32_t beat);

#endif
