/* An expected failure, told to the person: bad file, bad Python, full disk.
 *
 * A function that can fail takes `Error *error`, returns false (or null) on failure and has then
 * written the message; on success it leaves `error` untouched. The caller owns the struct. A bug is
 * never reported this way: bugs assert. */
#ifndef LASTREF_BASE_ERROR_H
#define LASTREF_BASE_ERROR_H

#include <stdbool.h>

typedef struct Error {
    char message[512]; /* UTF-8, one or more lines, no trailing newline */
} Error;

/* Formats the message; always returns false so that a caller can `return error_set(...)`. A message
 * too long is cut at a character boundary. `error` may be null. */
bool error_set(Error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
