/* Finding text in the editor: a bar above it, all places marked, the next or the one before by keys
 * and buttons. Small letters find capitals, too; a capital finds itself only. */
#ifndef LASTREF_APP_FIND_H
#define LASTREF_APP_FIND_H

#include "app/app.h"
#include "ui/text_area.h"
#include "ui/text_field.h"

typedef struct Find {
    bool open;
    UiTextField field;
    TextBuffer sought;        /* what `places` are of */
    uint32_t version;         /* of the text, with it */
    Array(UiTextMark) places; /* in order, at most some thousands */
} Find;

/* Opens the bar, with what is selected on one line. */
void find_open(App *app);
void find_close(App *app);
bool find_is_possible(const App *app);
bool find_can_go_on(const App *app);
/* Selects the next place after the caret, from the end on the first; or the one before. */
void find_next(App *app);
void find_previous(App *app);

/* "2 of 7", "none"; nothing while nothing is sought. Appends. */
void find_append_count(const App *app, TextBuffer *out);

/* 0 while it is closed. */
float find_height(const App *app);
void find_bar(App *app, Rect rect);
void find_deinit(Find *find);

#endif
