/* What is known about text runs: a hash table from (face, size, text) to a width or a bitmap, that
 * forgets what was not asked for lately.
 *
 * There are two generations. Entries are added to the young one; what is found in the old one moves
 * over. run_cache_trim, once the young one has outgrown its bound, drops the old one and lets the
 * young one grow old. So an entry stays valid at least until the second trim after it was last
 * found, and memory stays within about twice the bound plus what is used between two trims. */
#ifndef LASTREF_PLATFORM_RUN_CACHE_H
#define LASTREF_PLATFORM_RUN_CACHE_H

#include "base/text.h"
#include "draw/text_measure.h"

typedef struct RunEntry RunEntry;
struct RunEntry {
    RunEntry *next; /* in its bucket */
    uint64_t hash;
    uint32_t face;
    uint32_t size; /* in the caller's unit */
    size_t text_length;
    size_t bytes;         /* of this entry in all */
    float width;          /* for the caller */
    TextBitmap bitmap;    /* for the caller; its coverage lies in `data` */
    unsigned char data[]; /* the text, then the coverage */
};

typedef struct RunTable {
    RunEntry **buckets; /* a power of two, or null */
    size_t capacity;
    size_t count;
    size_t bytes;
} RunTable;

typedef struct RunCache {
    RunTable young, old;
    size_t bound; /* bytes of the young generation */
} RunCache;

void run_cache_deinit(RunCache *cache);

/* Null if it is not known. */
RunEntry *run_cache_find(RunCache *cache, uint32_t face, uint32_t size, Text text);

/* Adds an entry that is not there yet, with `extra` bytes of data behind the text, at *extra_data
 * unless that is null. */
RunEntry *run_cache_add(RunCache *cache, uint32_t face, uint32_t size, Text text, size_t extra,
                        unsigned char **extra_data);

void run_cache_trim(RunCache *cache);

#endif
