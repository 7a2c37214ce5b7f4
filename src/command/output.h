/* What the program writes to stdout and reads from stdin: for itself, and for the script that it
 * runs. */
#ifndef LASTREF_COMMAND_OUTPUT_H
#define LASTREF_COMMAND_OUTPUT_H

#include "base/text.h"
#include "python/stream.h"

/* Writes all bytes. 0, or the errno that tells why not all was written. */
int output_write(int fd, const char *bytes, size_t length);

/* The exit status after something was written to stdout: `status` where `cause` is 0 or nobody
 * reads any more, else it is told on stderr. */
int output_tell_lost(int cause, int status);

/* Both at once, of a whole text. */
int output_text(const TextBuffer *text, int status);

/* What python3's sys.stdout would be here; what it still holds shows in refcounts. */
StreamMode output_stream(void);

/* stdout of the script, held back for speed where nobody watches it come. Zeroed but for its first
 * fields; whoever made it frees `held`. */
typedef struct Printer {
    bool direct; /* a terminal */
    bool quiet;  /* only stderr is let through */
    TextBuffer held;
    int lost; /* errno: why not all was written; 0: it was */
} Printer;

/* Writes what is held. */
void printer_flush(Printer *printer);
/* As a script's writer; the context is a Printer. */
void printer_write(void *context, int fd, const char *bytes, size_t length);
/* Appends a line of stdin; what is held until then goes out first. */
void printer_read_line(void *context, TextBuffer *line);

#endif
