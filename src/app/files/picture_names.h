/* The names of the files that pictures are written to. */
#ifndef LASTREF_APP_FILES_PICTURE_NAMES_H
#define LASTREF_APP_FILES_PICTURE_NAMES_H

#include "app/files/pictures.h"

/* "a/out.png" with "-007" is "a/out-007.png"; with another ending, the dot included, instead of its
 * own; null: its own. The caller owns it. */
char *picture_path_with(const char *path, const char *suffix, const char *ending);

/* What stands before the ending: the step's number where each has a file, and "-key" for the key of
 * a worksheet. The caller owns it. */
char *picture_file_path(const char *path, const PictureWish *wish, uint32_t step, bool key);

/* Appends the first of the wish's files that is there already; nothing when none is. */
void picture_find_in_the_way(const AppConfig *config, const char *path, const PictureWish *wish,
                             TextBuffer *out);

#endif
