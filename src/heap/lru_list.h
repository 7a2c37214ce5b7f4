/* The list of the links of a functools.lru_cache: from the one used longest ago to the newest. */
#ifndef LASTREF_HEAP_LRU_LIST_H
#define LASTREF_HEAP_LRU_LIST_H

#include "heap/heap.h"

/* None changes a count: the list's reference goes with the link. */
void lru_link_remove(Heap *heap, Ref cache, Ref link);
void lru_link_prepend(Heap *heap, Ref cache, Ref link);
void lru_link_append(Heap *heap, Ref cache, Ref link);

#endif
