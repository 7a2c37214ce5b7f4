/* Pictures of a range of steps, or one of them, as files: made a piece at a time, so that a window
 * stays alive meanwhile. What is written is what is seen: a series can also be made for the eye.
 *
 *     PictureSeries *series = picture_series_begin(app, path, &wish);
 *     while ((state = picture_series_work(series, &error)) == SERIES_MORE) ...
 *     picture_series_end(series);
 *
 * Meanwhile the app shows the steps, and nobody else may change what is open; with
 * picture_series_rest it shows what it has shown before, until the next piece. */
#ifndef LASTREF_APP_FILES_PICTURE_SERIES_H
#define LASTREF_APP_FILES_PICTURE_SERIES_H

#include "app/files/pictures.h"

typedef struct PictureSeries PictureSeries;

typedef enum SeriesState { SERIES_MORE, SERIES_DONE, SERIES_FAILED } SeriesState;

/* The wish is copied, with its steps; its texts and the app are borrowed until the end. Without a
 * path nothing is written: the series is made for picture_series_first. */
PictureSeries *picture_series_begin(App *app, const char *path, const PictureWish *wish);

/* Lays a step out, looks at it, or makes its file. The files are written with the last piece; those
 * of a long series sooner. With a message where it failed: then each file is as it was before, and
 * no more is done. */
SeriesState picture_series_work(PictureSeries *series, Error *error);

/* Gives the app back until the next piece. */
void picture_series_rest(PictureSeries *series);

/* How much is done, 0 .. 1. */
float picture_series_progress(const PictureSeries *series);

/* The em size of the smallest text, in pixels of the file; 0: there is none. */
float picture_series_smallest_text(const PictureSeries *series);

/* When a series without a path is done: fills the figure anew with the first one, in the frame of
 * all; of a worksheet the sheet to be filled in. */
void picture_series_first(const PictureSeries *series, Figure *figure);

/* Given up before it was done, each file is as it was before. May be null. */
void picture_series_end(PictureSeries *series);

#endif
