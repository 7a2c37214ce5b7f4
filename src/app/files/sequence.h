/* A range of steps as files of any format: an animation, a page, graphs, pictures. Made a piece at
 * a time, so that a window stays alive meanwhile:
 *
 *     Sequence *sequence = sequence_begin(app, &wish);
 *     while (sequence_work(sequence, &error) == SEQUENCE_MORE) ...    may be given up at any time
 *     sequence_end(sequence);
 *
 * Meanwhile the app shows the steps, and nobody else may change what is open; afterwards it shows
 * what it has shown before. */
#ifndef LASTREF_APP_FILES_SEQUENCE_H
#define LASTREF_APP_FILES_SEQUENCE_H

#include "app/files/pictures.h"

typedef enum SequenceFormat {
    SEQUENCE_PICTURES, /* PNG and SVG: a file each; PDF: a page each */
    SEQUENCE_GIF,
    SEQUENCE_HTML, /* of the scene alone, in both colour schemes */
    SEQUENCE_DOT,  /* a graph a step, one after the other */
    SEQUENCE_JSON  /* a line a step: see timeline/dump.h */
} SequenceFormat;

typedef struct SequenceWish {
    SequenceFormat format;
    PictureWish picture; /* of each step; its steps are those of the sequence, none: what is shown.
                            HTML draws the content in its natural size */
    const char *path;
} SequenceWish;

typedef enum SequenceState { SEQUENCE_MORE, SEQUENCE_DONE, SEQUENCE_FAILED } SequenceState;

typedef struct Sequence Sequence;

/* The wish is copied; what it points to is borrowed until the end. */
Sequence *sequence_begin(App *app, const SequenceWish *wish);

/* Does a step's part of the work; what is written is written, whole, with the last one. With a
 * message where it failed: then each file is as it was, and no more is done. */
SequenceState sequence_work(Sequence *sequence, Error *error);

/* How much is done, 0 .. 1. */
float sequence_progress(const Sequence *sequence);

void sequence_end(Sequence *sequence);

/* All of it at once. False with a message. */
bool sequence_write(App *app, const SequenceWish *wish, Error *error);

#endif
