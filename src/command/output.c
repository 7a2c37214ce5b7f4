#include "command/output.h"

#include "base/translate.h"
#include "command/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OUTPUT_HELD = 1 << 16 /* bytes of stdout written at once */ };

int output_write(int fd, const char *bytes, size_t length) {
    while (length) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return errno;
        bytes += written;
        length -= (size_t)written;
    }
    return 0;
}

int output_tell_lost(int cause, int status) {
    /* nobody reads: as python3 after SIGPIPE, in silence */
    if (!cause || cause == EPIPE) return status;
    fprintf(stderr, _("lastref: the output cannot be written: %s\n"), strerror(cause));
    return EXIT_USAGE;
}

int output_text(const TextBuffer *text, int status) {
    return output_tell_lost(output_write(STDOUT_FILENO, text_cstr(text), text->length), status);
}

StreamMode output_stream(void) {
    const char *unbuffered = getenv("PYTHONUNBUFFERED");
    if (unbuffered && *unbuffered) return STREAM_DIRECT;
    return isatty(STDOUT_FILENO) ? STREAM_LINES : STREAM_BLOCKS;
}

/* ---- of a script ---- */

void printer_flush(Printer *printer) {
    int cause = output_write(STDOUT_FILENO, text_cstr(&printer->held), printer->held.length);
    if (cause) printer->lost = cause;
    text_clear(&printer->held);
}

void printer_write(void *context, int fd, const char *bytes, size_t length) {
    Printer *printer = context;
    if (fd == STDERR_FILENO) {
        printer_flush(printer);
        output_write(fd, bytes, length);
        return;
    }
    if (printer->quiet) return;
    text_append(&printer->held, bytes, length);
    if (printer->direct || printer->held.length >= OUTPUT_HELD) printer_flush(printer);
}

void printer_read_line(void *context, TextBuffer *line) {
    int c;
    printer_flush(context);
    while ((c = getchar()) != EOF) {
        text_append_char(line, (char)c);
        if (c == '\n') break;
    }
}
