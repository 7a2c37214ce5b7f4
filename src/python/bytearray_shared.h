/* Methods that only look at the bytes: a bytearray has those of bytes, called on a copy, and what
 * is bytes in their results becomes a bytearray. */
#ifndef LASTREF_PYTHON_BYTEARRAY_SHARED_H
#define LASTREF_PYTHON_BYTEARRAY_SHARED_H

#include "python/native.h"

/* A new bytearray of so many bytes at `bytes`, which may lie in the image. */
Ref bytearray_of(Vm *vm, const uint8_t *bytes, uint32_t count);

Ref bytearray_via_bytes(Vm *vm, const char *name, Ref self, Args args);

/* X(name, NATIVE_ kind, least and most arguments) */
/* clang-format off */
#define BYTEARRAY_SHARED_METHODS(X)                                                                          \
    X(count, TUPLE, 1, 3) X(decode, FAST_KEYWORDS, 0, 2) X(endswith, TUPLE, 1, 3)                  \
    X(find, TUPLE, 1, 3) X(hex, FAST_KEYWORDS, 0, 2) X(index, TUPLE, 1, 3) X(join, O, 1, 1)        \
    X(lower, NOARGS, 0, 0) X(lstrip, FAST, 0, 1) X(replace, FAST, 2, 3) X(rfind, TUPLE, 1, 3)      \
    X(rindex, TUPLE, 1, 3) X(rstrip, FAST, 0, 1) X(startswith, TUPLE, 1, 3) X(strip, FAST, 0, 1)   \
    X(upper, NOARGS, 0, 0) X(split, FAST_KEYWORDS, 0, 2) X(rsplit, FAST_KEYWORDS, 0, 2)            \
    X(splitlines, FAST_KEYWORDS, 0, 1) X(partition, O, 1, 1) X(rpartition, O, 1, 1)                \
    X(removeprefix, O, 1, 1) X(removesuffix, O, 1, 1) X(capitalize, NOARGS, 0, 0)                  \
    X(title, NOARGS, 0, 0) X(swapcase, NOARGS, 0, 0) X(center, FAST, 1, 2) X(ljust, FAST, 1, 2)    \
    X(rjust, FAST, 1, 2) X(zfill, O, 1, 1) X(isalnum, NOARGS, 0, 0) X(isalpha, NOARGS, 0, 0)       \
    X(isascii, NOARGS, 0, 0) X(isdigit, NOARGS, 0, 0) X(isspace, NOARGS, 0, 0)                     \
    X(islower, NOARGS, 0, 0) X(isupper, NOARGS, 0, 0) X(istitle, NOARGS, 0, 0)
/* clang-format on */

#endif
