/* The prompt of the sandbox: Python of one or more lines, typed or pasted, executed statement by
 * statement up to the first that fails, as CPython's own prompt does. What failed, and what follows
 * it, stays in the field with the reason beside it.
 *
 * Enter runs what is whole, and makes a new line where more is needed; an empty line ends a block.
 * Up and Down recall what was typed, also in other scripts of the session. Tab completes. */
#ifndef LASTREF_APP_PROMPT_H
#define LASTREF_APP_PROMPT_H

#include "app/app.h"
#include "app/sandbox/completion.h"
#include "app/sandbox/typed_code.h"
#include "python/code_color.h"
#include "ui/text_area.h"

typedef struct Prompt {
    UiTextArea area;
    CodeLines code;              /* its colours, for `colored` */
    uint32_t colored;            /* version of the text */
    Array(char *) history;       /* owned, oldest first */
    size_t back;                 /* the one that is recalled, from the end; 0: none */
    uint32_t recalled;           /* version of the text then */
    uint32_t submitted;          /* version of the text that was wished */
    TextBuffer draft;            /* what stood there before one was recalled */
    TypedCode typed;             /* what was read when Enter was pressed last */
    TextBuffer refusal;          /* why that did not run; empty: it did */
    size_t wrong_from, wrong_to; /* where, bytes of the text; equal at 0: not told */
    uint32_t refused;            /* version of the text that was refused */
    Completion completion;
    Rect caret; /* of the last frame, where the list stands */
} Prompt;

/* The height that the field and what is said of its text take of this width. */
float prompt_height(const App *app, float width);
void prompt_field(App *app, Rect rect);
/* Over everything: the list of completions. */
void prompt_over(App *app);
/* Whether the key is not the prompt's although it has the keyboard: stepping by page; undo of the
 * heap while nothing is typed. */
bool prompt_leaves(const App *app, InputKey key, unsigned modifiers);
void prompt_deinit(Prompt *prompt);

#endif
