/* A figure as a PNG file, a band of rows at a time: large ones take longer than a frame of a
 * window.
 *
 *     PicturePng *png = picture_png_begin(&file, &figure, measure, &error);
 *     while (!picture_png_is_whole(png)) picture_png_band(png, &error) ...
 *     picture_png_finish(png, &bytes, &error) */
#ifndef LASTREF_EXPORT_PICTURE_PNG_H
#define LASTREF_EXPORT_PICTURE_PNG_H

#include "export/picture_file.h"

#define PICTURE_PNG_KEYWORD "lastref" /* of the text that is the scene */

typedef struct PicturePng PicturePng;

/* The figure and the measure are borrowed until the end. Null with a message when it would be too
 * large or cannot be made. */
PicturePng *picture_png_begin(const PictureFile *file, const Figure *figure,
                              const TextMeasure *measure, Error *error);
/* Draws and writes the next band. False with a message; then only picture_png_destroy is left. */
bool picture_png_band(PicturePng *png, Error *error);
bool picture_png_is_whole(const PicturePng *png);
/* When it is whole: appends the file and destroys it. False with a message, and nothing appended.
 */
bool picture_png_finish(PicturePng *png, TextBuffer *out, Error *error);
/* Gives it up; may be null. */
void picture_png_destroy(PicturePng *png);

#endif
