/* The script under the hand: typed, pasted, run, saved. The picture stays that of the last run
 * until the script is run again. */
#ifndef LASTREF_APP_SCRIPT_EDITOR_H
#define LASTREF_APP_SCRIPT_EDITOR_H

#include "app/app.h"
#include "app/sandbox/completion.h"
#include "python/code_color.h"
#include "ui/text_area.h"

/* The script under the hand; see editor.c. */
typedef struct Editor {
    UiTextArea area;
    CodeLines code;   /* its colours, for `colored` */
    uint32_t colored; /* version of the text */
    UiTextMark wrong; /* where the text of `wrong_version` is no Python, with `has_wrong` */
    bool has_wrong;
    uint32_t wrong_version;
    Array(UiTextMark) marks; /* of this frame */
    Completion completion;
    Rect caret;   /* of the last frame, where its list stands */
    bool open;    /* the left pane shows it */
    bool filled;  /* it holds the script that is open, or what has become of it */
    bool unsaved; /* what ran last, or is edited, differs from the file */
    bool warned;  /* that leaving it drops it */
} Editor;

/* In the left pane instead of the code, its head included. */
void editor_pane(App *app, Rect rect);
/* Over everything: its list of completions. */
void editor_over(App *app);
/* Opens the script that is shown for editing, or goes back to its picture. */
void editor_toggle(App *app);
/* Another script was opened. */
void editor_forget(App *app);
/* Whether the script has a file of the person's: it is no lesson, and was saved or opened. */
bool editor_is_own_file(const App *app);
/* The script's file has another text now; the old one can be had back by the editor's undo. */
void editor_reopen(App *app, Text text);
bool editor_can_run(const App *app);
void editor_run(App *app);
/* An empty script of one's own. */
void editor_new(App *app);
/* To its file; for a lesson or a new script a path is asked for. */
void editor_save(App *app);
bool editor_can_save(const App *app);
/* Opens the file again with what was saved; the editor stays as it is. */
void editor_saved_as(App *app, const char *path);
void editor_deinit(App *app);
/* The file's name, with a star where the text is not saved. */
void script_name(App *app, Point at, float room);

#endif
