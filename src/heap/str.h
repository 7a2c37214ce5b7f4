/* Strings as CPython's compact unicode objects: 1, 2 or 4 bytes a character, the narrowest that
 * fits. One-character Latin-1 strings and '' are shared. */
#ifndef LASTREF_HEAP_STR_H
#define LASTREF_HEAP_STR_H

#include "base/text.h"
#include "heap/heap.h"

enum {
    STR_LENGTH_MAX = 1 << 28 /* code points; longer results are refused */
};

/* Makes '' and the Latin-1 characters. */
void str_init_shared(Heap *heap, Ref type);

/* New reference from valid UTF-8 (lone surrogates as 3 bytes are taken too). Length 0 and
 * 1-character Latin-1 strings give the shared objects, as CPython's PyUnicode_FromString family
 * does. */
Ref str_new(Heap *heap, Text utf8);
Ref str_new_cstr(Heap *heap, const char *utf8);
Ref str_newf(Heap *heap, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* From code points. */
Ref str_new_points(Heap *heap, const uint32_t *points, size_t count);
/* A substring [start, stop); the object itself when it is the whole (new reference). */
Ref str_slice(Heap *heap, Ref string, uint32_t start, uint32_t stop);

static inline uint32_t str_length(const Heap *heap, Ref string) {
    return heap_at(heap, Str, string)->length;
}

/* A new exact str of `length` characters, all zero, wide enough for code point `max`. The caller
 * fills it before anything else sees it; the shared strings are not looked at. */
Ref str_alloc(Heap *heap, uint32_t length, uint32_t max);
/* Writes characters [at, at + count) of a string just made by str_alloc. */
void str_write(Heap *heap, Ref string, uint32_t at, const uint32_t *points, uint32_t count);
void str_copy(Heap *heap, Ref string, uint32_t at, Ref from, uint32_t start, uint32_t count);
/* PyUnicode_FromObject: the string itself when it is an exact str, else a copy that is. New
 * reference. */
Ref str_exact(Heap *heap, Ref string);
/* An object of a subclass of str with the characters of `string`, in a block of their own. */
Ref str_new_of_type(Heap *heap, Ref type, Ref string);
/* PyUnicode_Concat: new reference. */
Ref str_concat(Heap *heap, Ref left, Ref right);
/* PyUnicode_Append: as str_concat, but `left` is consumed, and grows where it is when nothing else
 * refers to it (and so its address may change or not, as CPython's does). */
Ref str_append_inplace(Heap *heap, Ref left, Ref right);
/* The largest code point that the string's width allows: 0x7F, 0xFF, 0xFFFF or 0x10FFFF. */
uint32_t str_max_of(const Heap *heap, Ref string);

/* Code point at `index`, which must be in range. */
uint32_t str_at(const Heap *heap, Ref string, uint32_t index);

/* Raw characters: `width` bytes each. */
const void *str_data(const Heap *heap, Ref string);

/* Appends the characters as UTF-8 (surrogates as 3 bytes) to a buffer. */
void str_append_to(const Heap *heap, Ref string, TextBuffer *out);
/* For ASCII strings: borrowed bytes; asserts ASCII. */
Text str_ascii(const Heap *heap, Ref string);
bool str_is_ascii(const Heap *heap, Ref string);

bool str_equal(const Heap *heap, Ref a, Ref b);
bool str_equal_cstr(const Heap *heap, Ref a, const char *ascii);
/* -1, 0, 1 by code point. */
int str_compare(const Heap *heap, Ref a, Ref b);
/* siphash13 as under PYTHONHASHSEED=0, kept in the object. */
uint64_t str_hash_first(Heap *heap, Ref string); /* where it is not known yet */
static inline uint64_t str_hash(Heap *heap, Ref string) {
    const Str *self = heap_at(heap, Str, string);
    return self->state & STR_HASHED ? self->hash : str_hash_first(heap, string);
}

/* Replaces `string` (a new reference that the caller owns) by the interned object of the same
 * value, interning it when it is the first; returns a new reference. The table itself owns none, as
 * CPython's counts do not show it. */
Ref str_intern(Heap *heap, Ref string);
/* New reference to the interned string of the text. */
Ref str_new_interned(Heap *heap, Text utf8);
/* Borrowed: an interned string made in the static region at start-up, never freed and marked
 * OBJECT_SHARED: for names the interpreter itself uses. */
Ref str_static(Heap *heap, const char *ascii);
/* Forgets an interned string that dies; called by the kind's row. */
void str_forget_interned(Heap *heap, Ref string);

#endif
