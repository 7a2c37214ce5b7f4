/* Reading and writing of whole files. Messages name the path and say what is wrong with it. */
#ifndef LASTREF_PLATFORM_FILES_H
#define LASTREF_PLATFORM_FILES_H

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

/* Appends the file's bytes to `out`. Refuses folders, devices and other things that are not files,
 * and files of more than `limit` bytes; `out` is then as it was. */
bool platform_file_read(const char *path, size_t limit, TextBuffer *out, Error *error);

/* As platform_file_read, and refuses what is not text: bytes that are not UTF-8, or a zero byte. A
 * byte order mark at the start is left out. */
bool platform_file_read_text(const char *path, size_t limit, TextBuffer *out, Error *error);

/* The path from the root, as python3 makes it of a script's: the working folder before it, no
 * link followed and nothing shortened. Appends. */
void platform_file_absolute(const char *path, TextBuffer *out);

/* A number that is another one after the file was written or exchanged; false: it is not there. */
bool platform_file_stamp(const char *path, uint64_t *stamp);

bool platform_file_exists(const char *path);
/* Whether both paths lead to one file, which is there. */
bool platform_file_is_same(const char *path, const char *other);
/* False where there was none, or it cannot be removed. */
bool platform_file_remove(const char *path);

/* Makes the folder unless it is there; the one above has to be. */
bool platform_folder_make(const char *path, Error *error);

/* Names in a folder; a zeroed one is empty and ready. */
typedef struct FileNames {
    Array(char *) paths; /* owned, the folder with them, sorted by byte */
} FileNames;

/* Appends the files of a folder whose names end so; none when the folder cannot be read. */
void platform_folder_list(const char *folder, const char *ending, FileNames *out);
void platform_names_deinit(FileNames *names);

/* The file appears whole or not at all: written beside its place under another name, flushed and
 * renamed. On failure an older file of that name is untouched. What is there and no regular file (a
 * device, a pipe, a folder) is refused. */
bool platform_file_write(const char *path, Text bytes, Error *error);

#endif
