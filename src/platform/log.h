/* The log of windows, for who looks for what went wrong: a line an event, with the time (UTC) and
 * the process, in a text file that never grows beyond LOG_BYTES_MAX; the file before it is kept
 * under its name and ".1".
 *
 *     2026-11-28T13:40:01Z 1234 opened /home/ada/cycle.lastref
 *
 * The file is opened for each line: several windows write to one log, and events are rare. */
#ifndef LASTREF_PLATFORM_LOG_H
#define LASTREF_PLATFORM_LOG_H

#include <stdint.h>

enum {
    LOG_BYTES_MAX = 256 * 1024,
    LOG_LINE_MAX = 1000, /* bytes of a line; the rest is cut off */
    LOG_STAMP_SIZE = 21  /* bytes of "2026-11-28T13:40:01Z", its zero included */
};

/* Appends a line to the file at `path`; "" or one that cannot be written: nothing happens. Line
 * ends in the text become spaces. */
void log_write(const char *path, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A time in seconds since 1970 as it stands in the log. May be called by a signal handler. */
void log_stamp(int64_t seconds, char stamp[LOG_STAMP_SIZE]);

#endif
