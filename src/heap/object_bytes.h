/* Where the bytes of one object are: each block of memory that is its own, and the parts of each,
 * at CPython 3.11's sizes. For people who look; nothing of it is kept in the heap.
 *
 * The first block is the object itself, with what lies before it. The others are what it alone
 * leads to: the array of a list, the table of a dict or set, the values of an instance, and its
 * dict once there is one. sys.getsizeof counts some of them: the sum of `counted` is what
 * heap_sizeof says. The sum of `bytes` is what the object takes, that of `allocated` what the
 * allocator gave for it. */
#ifndef LASTREF_HEAP_OBJECT_BYTES_H
#define LASTREF_HEAP_OBJECT_BYTES_H

#include "heap/heap.h"

/* What a part is, for its colour. */
typedef enum ByteRole {
    BYTES_PLAIN,     /* lengths, pointers to blocks, hashes */
    BYTES_COLLECTOR, /* the links of the collector's list */
    BYTES_REFCOUNT,
    BYTES_TYPE,
    BYTES_WEAK, /* the list of weak references */
    BYTES_VALUE /* what a program put there: items, attributes, digits, characters */
} ByteRole;

typedef struct ByteSegment {
    char name[32];
    ByteRole role;
    uint32_t bytes;
} ByteSegment;

typedef struct ByteBlock {
    const char *name; /* "object", "items", "values", "keys", "table", "dict" ... */
    uint32_t bytes;   /* asked for */
    uint32_t counted; /* of sys.getsizeof of the object; it may know less than there is, or more */
    uint32_t allocated; /* the allocator's block, which is as large or larger; 0: not from it */
    uint32_t first_segment, segment_count;
} ByteBlock;

enum {
    OBJECT_BLOCKS = 6,
    OBJECT_SEGMENTS = 48,
    OBJECT_SLOTS_NAMED = 20 /* slots beyond are one segment */
};

typedef struct ObjectBytes {
    ByteBlock blocks[OBJECT_BLOCKS];
    uint32_t block_count;
    ByteSegment segments[OBJECT_SEGMENTS];
    uint32_t segment_count;
    uint32_t counted;   /* sys.getsizeof */
    uint32_t bytes;     /* of all blocks */
    uint32_t allocated; /* of all blocks */
    uint32_t values;    /* of the block of an instance's attributes, inline or of its dict; or 0 */
    uint32_t values_later; /* the same of instances to come, when no room is left for new names */
    bool has_values;       /* an instance that keeps its attributes in a block beside it */
    bool has_dict;         /* an instance whose dict is among the blocks */
    bool shares_keys; /* the names of its attributes stand in the class, once for all instances */
} ObjectBytes;

/* The object must be alive. */
void object_bytes(const Heap *heap, Ref object, ObjectBytes *out);

/* Bytes of the pools and large blocks that `count` more objects take that are like this one. New
 * instances with inline values begin with room for the names that their class may still get, and
 * each has less than the one before, down to what is used. */
uint64_t object_bytes_of_many(const Heap *heap, Ref object, uint64_t count);

#endif
