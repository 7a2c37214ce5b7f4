/* Files as they are on the disk, for tests and for the programs that they let read. */
#ifndef LASTREF_TESTS_DISK_H
#define LASTREF_TESTS_DISK_H

#include "base/error.h"
#include "base/text.h"

#include <stdio.h>

/* Appends the whole file; in the shape of AppConfig's and LessonCheck's `read_file`. */
static inline bool disk_read_file(void *context, const char *path, TextBuffer *out, Error *error) {
    (void)context;
    char part[4096];
    FILE *file = fopen(path, "rb");
    if (!file) return error_set(error, "%s is missing", path);
    for (size_t got; (got = fread(part, 1, sizeof part, file)) > 0;) text_append(out, part, got);
    fclose(file);
    return true;
}

#endif
