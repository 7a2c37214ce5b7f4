/* Text under construction on the host's side: code points that become a str at the end.
 *
 * Nothing of it is in the image, so it may be dropped at any moment; whoever builds text calls
 * points_deinit or points_finish. */
#ifndef LASTREF_PYTHON_TEXT_BUILD_H
#define LASTREF_PYTHON_TEXT_BUILD_H

#include "heap/str.h"
#include "python/error.h"

typedef Array(uint32_t) Points;

/* What an allocation gave: the object, or null with the machine halted for want of memory. */
static inline Ref vm_made(Vm *vm, Ref object) {
    return object ? object : error_no_memory(vm);
}

static inline void points_put(Points *points, uint32_t point) {
    array_push(points, point);
}
void points_put_ascii(Points *points, const char *zero_terminated);
void points_put_text(Points *points, Text ascii);
void points_fill(Points *points, uint32_t point, size_t count);
void points_put_str(const Heap *heap, Points *points, Ref string);
void points_put_part(const Heap *heap, Points *points, Ref string, uint32_t start, uint32_t stop);
void points_deinit(Points *points);

/* A new str of what was put, as str_new_points makes it; empties the buffer. Null with halt. */
Ref points_finish(Vm *vm, Points *points);

/* As points_finish for a buffer of UTF-8. */
Ref text_finish(Vm *vm, TextBuffer *text);

/* The same, but as PyUnicode_New does it: a single character is a new object too, not the shared
 * one; '' is shared. */
Ref points_finish_fresh(Vm *vm, Points *points);
Ref text_finish_fresh(Vm *vm, TextBuffer *ascii);

/* Refuses to go on when the text is longer than any str may be: false with the machine halted. */
bool points_check(Vm *vm, const Points *points, uint64_t more);

#endif
