/* Files that were opened or saved last, and the scenes to start from: what the sheet for opening
 * and the start page list. */
#ifndef LASTREF_APP_FILES_RECENT_H
#define LASTREF_APP_FILES_RECENT_H

#include "app/app.h"
#include "base/array.h"

typedef struct FileRow {
    char *path; /* owned */
    char title[120];
    char about[300];
} FileRow;

/* A zeroed one is empty and ready. */
typedef Array(FileRow) FileRows;

/* Was opened or saved. */
void recent_add(App *app, const char *path);
/* Appends those that are remembered, the last first. */
void recent_list(App *app, FileRows *out);
/* Appends the scenes to start from. */
void scene_list(App *app, FileRows *out);
void file_rows_clear(FileRows *rows);

#endif
