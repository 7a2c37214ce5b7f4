/* What panels ask for during a frame; granted after it. */
#ifndef LASTREF_APP_WISHES_H
#define LASTREF_APP_WISHES_H

#include "app/app.h"
#include "app/statements.h"

typedef struct Action Action; /* actions.h */

typedef struct Wish {
    const Action *action;
    uint32_t stop;   /* 0: none */
    uint32_t inside; /* with `stop`: inside the step that follows it, from 1, or INSIDE_LAST */
    uint32_t line;   /* of the script, to run to; 0: none */
    bool line_back;  /* with `line`: to the time before, not the next one */
    StatementList statements; /* executed in turn, up to the first that fails */
    StatementsAnswer answer;  /* with them; null: a note tells how they ended */
    uint32_t redo_to;         /* until so many statements are done again; 0: none */
    bool walk;                /* show its first line in a call, not its end */
    bool again;               /* describe what is shown again, in the detail of the level */
    bool scene;               /* build the scene again */
    const char *open;         /* a file by its path, borrowed until then; null: none */
} Wish;

/* Wishes, granted after the frame. */
void app_wish_stop(App *app, uint32_t stop);
/* One inside the step that follows the stop: from 1, INSIDE_LAST; 0: the stop. */
void app_wish_inside(App *app, uint32_t stop, uint32_t inside);
void app_wish_statement(App *app, const char *text);
/* One more after those, where they do not fail; app_wish_nothing begins anew. */
void app_wish_further(App *app, Text text);
void app_wish_nothing(App *app);
/* At once, for who is told how statements ended: a stop, or one inside the step that follows it. */
void app_show_stop(App *app, uint32_t stop, uint32_t inside);

bool wishes_are_there(const App *app);
/* In one fixed order, whatever panel left them. What is granted may leave further ones. */
void wishes_grant(App *app);

#endif
