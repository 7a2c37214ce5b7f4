/* Texts that a test compares with a stored one: tests/goldens/NAME.txt. With LASTREF_UPDATE_GOLDENS
 * set in the environment the files are written anew, to be looked at and committed. */
#ifndef LASTREF_TESTS_GOLDEN_TEXT_H
#define LASTREF_TESTS_GOLDEN_TEXT_H

#include "disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Nothing where there is no such file. */
static inline void golden_text_read(const char *path, TextBuffer *out) {
    Error error;
    disk_read_file(NULL, path, out, &error);
}

/* Fails the test with the first line that differs. */
static inline void golden_text_compare(const char *name, const char *text) {
    TextBuffer wanted = {0};
    char path[1024];
    snprintf(path, sizeof path, "%s/tests/goldens/%s.txt", LASTREF_SOURCE_DIR, name);
    if (getenv("LASTREF_UPDATE_GOLDENS")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fwrite(text, 1, strlen(text), file);
        fclose(file);
    }
    golden_text_read(path, &wanted);
    const char *other = text_cstr(&wanted);
    if (strcmp(text, other) != 0) {
        size_t same = 0, line = 1;
        for (; text[same] && text[same] == other[same]; same++) line += text[same] == '\n';
        while (same > 0 && text[same - 1] != '\n') same--;
        fail_msg("%s:%zu differs:\n%.*s\nwanted:\n%.*s", path, line,
                 (int)strcspn(text + same, "\n"), text + same,
                 same < wanted.length ? (int)strcspn(other + same, "\n") : 0, other + same);
    }
    text_deinit(&wanted);
}

#endif
