/* Asks for the path of a file: to open it, where the last ones and the scenes to start from are
 * listed, too, or to save to. */
#ifndef LASTREF_APP_SHEETS_PATH_SHEET_H
#define LASTREF_APP_SHEETS_PATH_SHEET_H

#include "app/app.h"
#include "app/files/recent.h"
#include "ui/text_field.h"

/* The sheet that asks for a path. */
typedef enum PathWish {
    PATH_NONE,
    PATH_OPEN,
    PATH_SCENE,         /* one to start from */
    PATH_SAVE,          /* the script */
    PATH_SAVE_DOCUMENT, /* all that is open */
    PATH_EXPORT,        /* the statements as a script */
    PATH_LESSON         /* as a script and the cards of a lesson */
} PathWish;

typedef struct PathSheet {
    PathWish wish;
    UiTextField field;
    char refusal[600];  /* why the last one did not do */
    char replaced[600]; /* a file that is there: entered once more it is replaced */
    FileRows rows;      /* PATH_OPEN: what was opened last, then `first_scene` the scenes */
    size_t first_scene;
    float scroll;
} PathSheet;

void path_sheet(App *app);
void path_sheet_open(App *app, PathWish wish);
void path_sheet_close(App *app);
void path_sheet_deinit(PathSheet *sheet);

#endif
