/* Where str.format and % put their result (_PyUnicodeWriter of CPython 3.11): text, or one str
 * object alone, which is then itself the result.
 *
 * The writer keeps that object in a slot of a native frame of its caller. */
#ifndef LASTREF_PYTHON_FORMAT_WRITER_H
#define LASTREF_PYTHON_FORMAT_WRITER_H

#include "python/number_convert.h"

typedef struct FormatWriter {
    Points points;
    Ref frame;     /* native frame that owns the lone object */
    uint32_t slot; /* in it */
} FormatWriter;

/* Appends a str (borrowed). `last`: nothing will follow, so that an object that comes first may
 * stand for the whole. False with a halt. */
bool format_write(Vm *vm, FormatWriter *writer, Ref text, bool last);
/* Appends a part of a str. */
bool format_write_part(Vm *vm, FormatWriter *writer, Ref text, size_t start, size_t stop,
                       bool last);
/* New reference to the result. */
Ref format_finish(Vm *vm, FormatWriter *writer);

#endif
