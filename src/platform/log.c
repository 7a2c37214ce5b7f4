#include "platform/log.h"

#include "base/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void put(char *at, int digits, int64_t value) {
    for (int i = digits - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

void log_stamp(int64_t seconds, char stamp[LOG_STAMP_SIZE]) {
    static const char pattern[LOG_STAMP_SIZE] = "0000-00-00T00:00:00Z";
    enum { DAY = 24 * 60 * 60, DAYS_OF_400_YEARS = 146097, DAYS_TO_1970 = 719468 };
    for (int i = 0; i < LOG_STAMP_SIZE; i++) stamp[i] = pattern[i];
    if (seconds < 0) return;
    /* Years that begin in March have the leap day at their end. */
    int64_t day = seconds / DAY + DAYS_TO_1970, second = seconds % DAY;
    int64_t of_era = day % DAYS_OF_400_YEARS;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153; /* 0: March */
    put(stamp + 8, 2, of_year - (153 * month + 2) / 5 + 1);
    put(stamp + 5, 2, month < 10 ? month + 3 : month - 9);
    put(stamp, 4, year + day / DAYS_OF_400_YEARS * 400 + (month >= 10));
    put(stamp + 11, 2, second / 3600);
    put(stamp + 14, 2, second / 60 % 60);
    put(stamp + 17, 2, second % 60);
}

/* The file, with room for `length` bytes more; -1 when there is none. */
static int open_with_room(const char *path, size_t length) {
    enum { FLAGS = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK };
    int file = open(path, FLAGS, 0600);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        if (file >= 0) close(file);
        return -1;
    }
    if ((uint64_t)status.st_size + length <= LOG_BYTES_MAX) return file;
    close(file);
    TextBuffer before = {0};
    text_appendf(&before, "%s.1", path);
    bool moved = rename(path, text_cstr(&before)) == 0;
    text_deinit(&before);
    /* where it cannot be moved, it is begun anew: its bound holds */
    return open(path, moved ? FLAGS : FLAGS | O_TRUNC, 0600);
}

void log_write(const char *path, const char *format, ...) {
    if (!path[0]) return;
    char stamp[LOG_STAMP_SIZE];
    TextBuffer line = {0};
    va_list args;
    log_stamp((int64_t)time(NULL), stamp);
    text_appendf(&line, "%s %ld ", stamp, (long)getpid());
    va_start(args, format);
    text_appendv(&line, format, args);
    va_end(args);
    if (line.length > LOG_LINE_MAX - 1) line.length = LOG_LINE_MAX - 1;
    for (size_t i = 0; i < line.length; i++) {
        if ((unsigned char)line.bytes[i] < ' ') line.bytes[i] = ' ';
    }
    text_append_char(&line, '\n');
    int file = open_with_room(path, line.length);
    if (file >= 0) {
        /* in one piece, so that lines of two windows do not mix; a full disk has no log */
        ssize_t written = write(file, line.bytes, line.length);
        (void)written;
        close(file);
    }
    text_deinit(&line);
}
