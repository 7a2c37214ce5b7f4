/* What the program asks by input(): a field under the output. A script that waits goes on from
 * where it asked, a statement from its start with the same answers; both ways the answers are a
 * part of the history. */
#ifndef LASTREF_APP_QUESTION_H
#define LASTREF_APP_QUESTION_H

#include "app/app.h"
#include "ui/text_field.h"

typedef struct Question {
    UiTextField field;
    bool replied; /* a wish: with what is in the field, or with the end of the input */
    bool ended;
} Question;

bool question_is_asked(const App *app);
/* The field gets the keyboard. */
void question_begin(App *app);
float question_height(const App *app);
void question_field(App *app, Rect rect);
/* Whether the key is the field's although the application has an action of it: the end of the
 * input.
 */
bool question_takes(const App *app, InputKey key, unsigned modifiers);
/* What was wished: the run goes on. */
void question_reply(App *app);
/* What it asks, without what was printed before; appends. */
void question_append(const App *app, TextBuffer *out);

#endif
