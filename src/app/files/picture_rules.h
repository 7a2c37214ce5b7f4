/* Which choices of an export go together: what the command line refuses, the export sheet does not
 * offer. */
#ifndef LASTREF_APP_FILES_PICTURE_RULES_H
#define LASTREF_APP_FILES_PICTURE_RULES_H

#include "app/options.h"

/* What can be chosen for a picture, beside its format. */
typedef enum PicturePart {
    PICTURE_CROP,
    PICTURE_PRESET,
    PICTURE_CAPTION,
    PICTURE_LEGEND,
    PICTURE_TRANSPARENT,
    PICTURE_STEPS, /* a range of them */
    PICTURE_STRIP,
    PICTURE_WORKSHEET,
    PICTURE_ONLY,
    PICTURE_SELECT,
    PICTURE_HIDE, /* panes of the window */
    PICTURE_VALUES,
    PICTURE_WITHOUT,
    PICTURE_LEVEL,
    PICTURE_NO_SCENE,
    PICTURE_THEME,
    PICTURE_SIZE,
    PICTURE_SCALE,
    PICTURE_PHASE,
    PICTURE_DESCRIBE, /* its words in a file beside */
    PICTURE_PARTS
} PicturePart;

typedef enum PictureClash {
    PICTURE_GOES,
    PICTURE_NOT_OF_FORMAT, /* the format has no use for it */
    PICTURE_NOT_OF_WINDOW, /* only a picture of the content has it */
    PICTURE_NOT_OF_CONTENT /* only a picture of the window has it */
} PictureClash;

/* Whether the part can be chosen for a picture in this format, of the content or the window. */
PictureClash picture_clash(ExportFormat format, bool content, PicturePart part);

#endif
