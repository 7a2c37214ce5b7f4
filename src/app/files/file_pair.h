/* Two files that belong together: written both, or neither. */
#ifndef LASTREF_APP_FILES_FILE_PAIR_H
#define LASTREF_APP_FILES_FILE_PAIR_H

#include "app/app.h"

typedef struct FilePair {
    const char *paths[2];
    Text texts[2];
} FilePair;

/* The first of them that is there already, or null; null, too, where that cannot be asked. */
const char *file_pair_in_the_way(const AppConfig *files, const FilePair *pair);
/* Writes them in their order. False with a message when one cannot be written; then the other is as
 * it was: with what was in it, or not there. */
bool file_pair_write(const AppConfig *files, const FilePair *pair, Error *error);

#endif
