/* Presenter mode: what a teacher shows to a class. Everything is larger, only code, card and
 * picture are left, and a clicker leads from card to card.
 *
 * Answers are held back until they are shown, nothing is submitted, and nothing of it is recorded
 * as the person's own progress. What was there before comes back when it ends: panes, sizes, the
 * card, the step. Begun once more from there, it goes on where it was left. */
#ifndef LASTREF_APP_PRESENT_PRESENT_H
#define LASTREF_APP_PRESENT_PRESENT_H

#include "app/app.h"
#include "app/lesson/guide.h"
#include "scene/scene.h"

typedef struct Action Action; /* actions.h */

/* Where a person is in what is open. */
typedef struct PresentPlace {
    bool there;
    bool guided; /* by the cards of a lesson, with: */
    uint32_t beat;
    GuidePart part;
    Answer answer;
    bool chosen;
    uint32_t hints;
    uint32_t stop, inside;
    uint32_t done;      /* statements, */
    uint64_t done_hash; /* of their texts */
    SceneOptions options;
    SceneView view;
    bool follows; /* the camera */
} PresentPlace;

/* How the window was. */
typedef struct PresentPanes {
    bool left_hidden, inspector_hidden, sandbox, editor;
    float scale;
} PresentPanes;

/* The teacher's notes; see notes.c. */
typedef struct PresentNotes {
    bool open;
    bool apart; /* in a window of their own, else at the foot of this one */
    bool known; /* `answer` is of this card: */
    uint32_t beat;
    GuidePart part;
    TextBuffer answer; /* the right one; empty: nothing is asked, or it cannot be told */
} PresentNotes;

typedef struct Present {
    bool on;
    bool blank;
    bool waking; /* the key that ended it types nothing */
    bool spotlight;
    float radius;    /* of the spotlight, logical pixels */
    float share;     /* of the window's width that the left pane has */
    uint64_t since;  /* ms: when it began */
    uint32_t played; /* statements of the task's solution */
    InputKey key;    /* that asked for the action of this frame; KEY_NONE: none did */
    unsigned modifiers;
    char shown[160];      /* the action that was asked for last, and its key */
    uint64_t shown_until; /* ms */
    PresentPlace before;  /* what comes back */
    PresentPlace left;    /* where it was left */
    PresentPanes panes;
    PresentNotes notes;
} Present;

void present_deinit(App *app);
/* Another script is opened. */
void present_forget(App *app);

/* Times the person's interface size. */
float present_scale(const App *app);
/* Whether a clicker goes from card to card. */
bool present_leads(const App *app);
/* Size of text in the cards, where it otherwise is `size`. */
float present_text_size(const App *app, float size);
/* The left pane's width in a window of this one. */
float present_left_width(const App *app, float window);
/* The person has drawn its edge to `x`. */
void present_set_left_width(App *app, float x, float window);

/* ---- actions ---- */

bool present_is_on(const App *app);
void present_toggle(App *app);
/* Ends what Escape ends first: black, spotlight, then the mode. */
void present_cancel(App *app);
void present_on(App *app);
void present_back(App *app);
void present_blank(App *app);
void present_spotlight(App *app);
void present_notes(App *app);
/* What going on does now, as a button says it. */
const char *present_on_label(const App *app);

/* ---- once a frame ---- */

/* Whether a black window takes the event, which then is for nobody else. */
bool present_takes_event(App *app, const InputEvent *event);
/* Before the widgets: the wheel changes the spotlight. */
void present_take_wheel(App *app);
/* An action is about to run, by key or by button. */
void present_tell(App *app, const Action *action);
/* Over all widgets. */
void present_over(App *app);
/* In how many ms something changes by itself; -1: nothing does. */
int present_wait(const App *app);

/* ---- notes.c ---- */

/* After something else is shown: what the notes tell of it. */
void notes_update(App *app);
void notes_forget(App *app);
/* How much of the window's foot they take; 0: they are not there. */
float notes_height(const App *app, Point window);
void notes_strip(App *app);
/* What they say, a line each. */
void notes_append(const App *app, TextBuffer *out);

#endif
