/* What the export sheet is put together from; internal to app/sheets. */
#ifndef LASTREF_APP_SHEETS_EXPORT_PARTS_H
#define LASTREF_APP_SHEETS_EXPORT_PARTS_H

#include "app/app.h"

/* ---- export_rows.c ---- */

/* Where the next row stands. */
typedef struct ExportColumn {
    float x, y, w;
    Rect area;   /* that is seen of the rows */
    bool chosen; /* something was, in a row above */
} ExportColumn;

static const float EXPORT_ROW = 30, EXPORT_ROW_GAP = 10;

/* All that can be chosen, below each other. */
void export_rows(App *app, ExportColumn *column);
/* After a widget that is drawn as one that cannot be used: says why, to the pointer and, where it
 * is a `stop` of Tab, to who has only keys. When it is tried the sheet tells it. */
void export_refuse(App *app, const char *name, Rect rect, bool stop, const char *why);

/* ---- export_preview.c ---- */

void export_preview(App *app, Rect area);
/* "2880 x 1800 pixels", or how far it is known; nothing when there is no figure. */
void export_append_size(const App *app, TextBuffer *out);

#endif
