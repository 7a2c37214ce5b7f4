/* The whole object graph of one moment: every live object and every owned reference, found by
 * walking from the machine and the static objects. Built on demand for heap_check, who-holds-it,
 * dumps and pictures; nothing of it is kept in the heap.
 *
 * Objects are numbered in order of discovery, which is deterministic. Edges of one holder are
 * contiguous. Edges from the machine itself (frames, value stacks, native slots) have holder
 * GRAPH_MACHINE. */
#ifndef LASTREF_HEAP_GRAPH_H
#define LASTREF_HEAP_GRAPH_H

#include "base/array.h"
#include "heap/heap.h"

#define GRAPH_MACHINE 0xFFFFFFFFu

typedef struct GraphEdge {
    uint32_t holder; /* object number, or GRAPH_MACHINE */
    uint32_t target; /* object number */
    Slot slot;
} GraphEdge;

typedef struct GraphObject {
    Ref ref;
    uint32_t first_edge; /* into edges: what it holds */
    uint32_t edge_count;
    uint32_t incoming; /* references found to it */
    int8_t generation; /* 0 .. 3, -1 untracked */
    bool reachable;    /* from the machine; false: only the collector can still find it */
} GraphObject;

typedef struct Graph {
    Array(GraphObject) objects;
    Array(GraphEdge) edges;
    uint32_t *slots; /* hash table: object number + 1 by reference */
    uint32_t slots_log2;
} Graph;

/* Walks everything. The caller owns the graph: graph_deinit. */
void graph_build(Graph *graph, const Heap *heap);
void graph_deinit(Graph *graph);

/* Number of an object, or GRAPH_MACHINE when it is not in the graph. */
uint32_t graph_find(const Graph *graph, Ref object);

/* Refcounts against references, dead references, generation lists, allocator books, count of live
 * objects. False with a message that names the object and the counts. */
bool heap_check(const Heap *heap, Error *error);

#endif
