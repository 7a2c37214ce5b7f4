/* sys.stdout and sys.stderr: text streams as Python code sees them (TextIOWrapper of
 * Modules/_io/textio.c).
 *
 * Text reaches the host at once. What CPython's stream still holds is modelled, since counts show
 * it: written strings wait in a list of the stream until it flushes, at once (stderr), at the end
 * of a line (a terminal) or after 8,192 bytes (a pipe or file). */
#ifndef LASTREF_PYTHON_STREAM_H
#define LASTREF_PYTHON_STREAM_H

#include "python/native.h"

typedef enum StreamMode {
    STREAM_LINES,  /* a terminal */
    STREAM_BLOCKS, /* a pipe or file */
    STREAM_DIRECT  /* PYTHONUNBUFFERED: stderr too */
} StreamMode;

/* A stream object for fd 1 or 2, in the static region. */
Ref stream_new(Vm *vm, uint32_t fd, StreamMode mode);
bool is_stream(const Vm *vm, Ref object);
/* How sys.stdout behaves: to be set before the first output. */
void stream_set_mode(Vm *vm, StreamMode mode);

/* write() of a str (borrowed). False with an exception or halt. */
bool stream_write(Vm *vm, Ref stream, Ref text);
bool stream_flush(Vm *vm, Ref stream);

/* write and flush, for the type of the interpreter's own objects. */
extern const NativeFunction stream_methods[];

#endif
