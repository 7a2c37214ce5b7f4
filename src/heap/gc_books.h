/* The collector's books without objects: what the interpreter itself allocates and frees, of which
 * only the counts and the free lists can be seen. */
#ifndef LASTREF_HEAP_GC_BOOKS_H
#define LASTREF_HEAP_GC_BOOKS_H

#include "heap/heap.h"

/* What is allocated or freed: an object with a GC head of a type without a free list, a list, a
 * dict, or (GC_BOOK_TUPLE + n) a tuple of n items, 1 to GC_BOOK_TUPLE_MAX. */
enum {
    GC_BOOK_OTHER,
    GC_BOOK_LIST,
    GC_BOOK_DICT,
    GC_BOOK_TUPLE = GC_BOOK_DICT,
    GC_BOOK_TUPLE_MAX = 20,
    GC_BOOK_KINDS = GC_BOOK_TUPLE + GC_BOOK_TUPLE_MAX + 1
};

/* An allocation: it takes from the free list of its kind, or counts and may start a collection. */
void gc_books_allocate(Heap *heap, unsigned kind);
/* A release: it gives to the free list of its kind, or uncounts. */
void gc_books_free(Heap *heap, unsigned kind);

/* The books as they stood when they were closed. Not references: blocks of free lists. */
typedef struct GcBooks {
    uint32_t count, collecting;
    Ref lists, dicts, tuples[FREE_TUPLE_SIZES];
    uint32_t list_count, dict_count, tuple_counts[FREE_TUPLE_SIZES];
} GcBooks;

/* Between the two, allocations and releases leave no trace in the books, and nothing collects. No
 * `line` event, and no other code that looks at the books, may come in between. */
void gc_books_close(Heap *heap, GcBooks *books);
void gc_books_reopen(Heap *heap, const GcBooks *books);

#endif
