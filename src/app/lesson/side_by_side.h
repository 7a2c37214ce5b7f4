/* Two moments side by side: the canvas in two halves, each a picture of its own that can be moved
 * and zoomed. What both show, of one script, is lit in both. Nothing can be done to what is in
 * them: they are pictures of moments. */
#ifndef LASTREF_APP_LESSON_SIDE_BY_SIDE_H
#define LASTREF_APP_LESSON_SIDE_BY_SIDE_H

#include "app/lesson/side_picture.h"
#include "app/lesson/side_script.h"
#include "ui/input.h"

/* A half in the hand. */
typedef struct SideHand {
    int half; /* 1 or 2; 0: none */
    InputButton button;
    int clicks;
    Point from, pan; /* of the pointer and of the view, when it began */
    bool moved;      /* it is no click any more */
} SideHand;

/* Zeroed: the card has no comparison, or it was not looked at. */
typedef struct SideBySide {
    bool there;
    SidePicture halves[2];
    SceneOptions options;     /* as they were placed */
    Handle lit;               /* what the pointer rests on, in one of the halves; null: nothing */
    const LessonRun *lit_run; /* its script's */
    SideHand hand;
    SideScripts scripts;
} SideBySide;

/* Looks at the card's two sides, once; the card's own moment is shown, and the history is as it was
 * recorded. */
void side_by_side_look(App *app);
/* Whether a side's script has ended since, or the pictures are to be made with other options: then
 * side_by_side_look is to come. */
bool side_by_side_is_due(const App *app);
/* Another card; scripts are kept. */
void side_by_side_forget(App *app);
/* The lesson is closed. */
void side_by_side_close(App *app);

/* Whether the canvas shows them, or one that is of another script. */
bool side_by_side_is_shown(const App *app);
/* Whether a side's script is under way. */
bool side_by_side_is_running(const App *app);
/* In place of the canvas. */
void side_by_side(App *app);
/* Brings all into view, in both halves. */
void side_by_side_fit(App *app);

/* ---- for recorded sessions ---- */

/* "left:node:plan[0]": the head of a card; as app_find_place. */
bool side_by_side_find(const App *app, const char *name, Rect *rect);
/* What is shown, in words: a line a side. Appends. */
void side_by_side_tell(const App *app, TextBuffer *out);
/* As app_check. */
bool side_by_side_check(const App *app, TextBuffer *wrong);

#endif
