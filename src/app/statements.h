/* Statements that are wished by panels, one after the other up to the first that fails, and how
 * that is told. */
#ifndef LASTREF_APP_STATEMENTS_H
#define LASTREF_APP_STATEMENTS_H

#include "app/app.h"
#include "base/array.h"

/* How wished statements ended. */
typedef struct StatementsEnd {
    size_t done; /* that ran; the next one failed */
    bool all;
    Text refusal;  /* why the next one failed: one line; borrowed */
    uint32_t line; /* of it, from 1, where that happened; 0: not known */
} StatementsEnd;

/* Tells whoever wished statements, instead of a note. */
typedef void (*StatementsAnswer)(App *app, StatementsEnd end);

typedef Array(char *) StatementList; /* owned */

/* Statements under way, while one of them waits for input. */
typedef struct StatementRun {
    StatementList statements; /* empty: none waits */
    size_t done;
    StatementsAnswer answer;
    bool walk;
    uint32_t from;  /* the stop where they were executed */
    uint32_t later; /* stops that came after it, and were cut */
} StatementRun;

/* Whether statements can be executed at what is shown. */
bool statements_possible(const App *app);
/* Those that are wished. One may wait for input: then the others wait with it. */
void statements_execute(App *app);
bool statements_wait(const App *app);
/* The script's, or a statement's, question is answered; null: the input ends. */
void statements_reply(App *app, const char *line);
/* Ends the one that waits. */
void statements_give_up(App *app);
/* After something else was done to the history, which gave it up. */
void statements_check(App *app);
/* Another script is opened. */
void statements_forget(App *app);
void statements_deinit(App *app);

#endif
