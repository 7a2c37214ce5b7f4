/* The hand on the canvas: one gesture at a time, from press to release. */
#ifndef LASTREF_APP_CANVAS_HAND_H
#define LASTREF_APP_CANVAS_HAND_H

#include "app/app.h"
#include "scene/scene.h"

/* The hand on the canvas: at most one gesture at a time; Escape returns to none. */
typedef enum GestureKind {
    GESTURE_NONE,
    GESTURE_PRESS,     /* the button is down, nothing has moved yet */
    GESTURE_PAN,       /* moving the view */
    GESTURE_BAND,      /* selecting by a box */
    GESTURE_MOVE,      /* carrying a card */
    GESTURE_REFERENCE, /* drawing a reference from a row to an object */
    GESTURE_MARK       /* from the mark of a card to what it shall call or hold */
} GestureKind;

typedef struct Gesture {
    GestureKind kind;
    InputButton button;
    int clicks;        /* 2: a double click */
    ScenePart part;    /* under the pointer when the button went down */
    Point from;        /* window coordinates of the press */
    Point grab;        /* MOVE: from the card's corner to the pointer, canvas coordinates */
    Point pan;         /* PAN: the view's when it began */
    Handle target;     /* REFERENCE, MARK: snapped to; null: none */
    bool possible;     /* REFERENCE, MARK: `text` is a statement, else the reason why not */
    TextBuffer text;   /* REFERENCE, MARK */
    TextBuffer effect; /* REFERENCE, MARK: what the refcounts would do */
    bool on_mark;      /* PRESS: on the mark of the card of `part` */
    bool by_keys;      /* REFERENCE: the arrow keys choose the target, Enter drops */
} Gesture;

void hand_cancel(App *app);
/* Which objects a reference can be dropped on. */
void hand_find_targets(App *app);
/* Takes the presses and moves of the frame; `over`: the pointer is on the canvas. */
void hand_update(App *app, bool over);
/* What the pointer rests on. */
void hand_hover(App *app, bool over);
/* The box that is drawn, in canvas coordinates. */
Rect hand_band(const App *app);
/* The row becomes what Del and Enter act on; with it what it leads to is selected. */
void hand_select_row(App *app, uint32_t row, bool toggle);

#endif
