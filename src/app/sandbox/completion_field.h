/* Completion in a text area: its keys, and its list at the caret. */
#ifndef LASTREF_APP_COMPLETION_FIELD_H
#define LASTREF_APP_COMPLETION_FIELD_H

#include "app/app.h"
#include "app/sandbox/completion.h"
#include "ui/text_area.h"

typedef struct CompletionField {
    const char *name; /* of the area; rows of the list are `completion`.0 and on */
    UiTextArea *area;
    Completion *completion;
    Rect caret;  /* where it stands on the screen */
    bool script; /* the text is a script: names are those at the end of the run, and its words */
} CompletionField;

/* Completes at the caret: one is put in; of several what they share, and the list opens. False when
 * there is nothing. */
bool completion_field_start(App *app, const CompletionField *field);
/* While the list is open: Up, Down, Enter and Tab are its own. Before the area. */
void completion_field_keys(App *app, const CompletionField *field);
/* The list follows what was typed, and closes when the caret goes elsewhere. After the area. */
void completion_field_follow(App *app, const CompletionField *field);
/* The list, over everything; `shown`: the area is on the screen. */
void completion_field_over(App *app, const CompletionField *field, bool shown);

#endif
