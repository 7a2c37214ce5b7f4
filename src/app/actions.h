/* The action table: all that the program can do, one row each. Toolbar, keys, tooltips and the
 * shortcut sheet are made from it. */
#ifndef LASTREF_APP_ACTIONS_H
#define LASTREF_APP_ACTIONS_H

#include "app/app.h"

struct Action {
    const char *name;  /* "timeline.next": also the id of its button */
    const char *group; /* in English, as the next: heading in the shortcut sheet */
    const char *title; /* "Step forward" */
    const char *keys;  /* "right pagedown": combos separated by spaces; the first is shown */
    const char *help;  /* in English: one sentence for the tooltip */
    bool (*enabled)(const App *app); /* null: always */
    void (*run)(App *app);
};
typedef struct Action Action;

const Action *actions_all(size_t *count);
/* Asserts that there is one of that name. */
const Action *action_get(const char *name);
/* The row's words in the person's language; borrowed. */
const char *action_title(const Action *action);
const char *action_help(const Action *action);
bool action_is_enabled(const App *app, const Action *action);
/* The action of a key press that may run now; null if there is none. */
const Action *action_of_key(const App *app, InputKey key, unsigned modifiers);
/* "Ctrl+Shift+Z", as printed on keys; appends. */
void action_append_combo(InputKey key, unsigned modifiers, TextBuffer *out);
/* The first combo of the row; nothing for one without keys. */
void action_append_key(const Action *action, TextBuffer *out);
/* "Step forward   Right": the tooltip of a button without words. */
void action_append_tip(const Action *action, TextBuffer *out);

/* ---- action_button.c ---- */

/* Whether the tooltip tells the row's title or its sentence. */
typedef enum ActionTip { ACTION_TELLS_TITLE, ACTION_TELLS_HELP } ActionTip;

/* A button by the name of the row. */
void action_button(App *app, const char *name, Rect rect, const char *label, UiButtonLook look,
                   ActionTip tells);
/* The same with a picture, and with a name of its own: a row may have several. */
void action_icon_button(App *app, const char *widget, const char *name, Rect rect, UiIcon icon);

#endif
