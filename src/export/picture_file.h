/* Figures as the bytes of picture files: PNG, SVG, PDF. A PNG or SVG can carry its scene, and gives
 * it back to whoever opens it. */
#ifndef LASTREF_EXPORT_PICTURE_FILE_H
#define LASTREF_EXPORT_PICTURE_FILE_H

#include "base/error.h"
#include "export/figure.h"

typedef enum PictureFormat { PICTURE_PNG, PICTURE_SVG, PICTURE_PDF } PictureFormat;

typedef struct PictureFile {
    PictureFormat format;
    float scale;        /* PNG: pixels a logical pixel */
    const char *source; /* PNG: the file that it shows */
    const char *step;   /* PNG: "7 of 44" */
    Text document;      /* PNG, SVG: the scene that it carries; empty: none */
} PictureFile;

/* Appends the file of one figure. False with a message, and nothing appended, when it would be too
 * large or cannot be made. */
bool picture_file_write(const PictureFile *file, const Figure *figure, const TextMeasure *measure,
                        TextBuffer *out, Error *error);

/* Whether the bytes are those of a PNG or SVG file. */
bool picture_file_is(Text bytes);
/* Appends the scene that a picture carries, of at most so many bytes. False with a message when
 * there is none in it, or it is damaged. */
bool picture_file_find_scene(Text bytes, size_t most, TextBuffer *out, Error *error);

#endif
