/* A short repr of an object for people: like repr(), but it never runs Python, never changes the
 * heap, and stops after a number of characters. Instances of user classes read "Node object". */
#ifndef LASTREF_TIMELINE_SHORT_REPR_H
#define LASTREF_TIMELINE_SHORT_REPR_H

#include "base/text.h"
#include "heap/heap.h"

enum {
    SHORT_REPR_MAX = 60 /* characters, for cards and dumps */
};

/* Appends at most about `max` characters and "…" when cut. */
void short_repr(const Heap *heap, Ref object, size_t max, TextBuffer *out);

/* The whole value of a number or text as repr gives it, long integers too, up to about `max`
 * characters. False for objects of other kinds: nothing is appended. */
bool value_repr(const Heap *heap, Ref object, size_t max, TextBuffer *out);

#endif
