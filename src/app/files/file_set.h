/* Files that belong together: all are written, or all are as they were. Keep one zeroed FileSet for
 * what is written in one go. */
#ifndef LASTREF_APP_FILES_FILE_SET_H
#define LASTREF_APP_FILES_FILE_SET_H

#include "app/app.h"

/* A file as it was before. */
typedef struct FileBefore {
    char *path; /* owned */
    bool there;
    bool known;     /* `bytes` are what was in it */
    TextBuffer old; /* what was in it */
} FileBefore;

typedef struct FileSet {
    Array(FileBefore) written;
} FileSet;

/* Writes one more. False with a message, and then that file is as it was; the others wait for
 * file_set_take_back. */
bool file_set_write(FileSet *set, const AppConfig *files, const char *path, Text bytes,
                    Error *error);
/* Makes all of them as they were: gone, or with what was in them. One whose bytes could not be read
 * before stays as it is now. */
void file_set_take_back(FileSet *set, const AppConfig *files);
void file_set_deinit(FileSet *set);

#endif
