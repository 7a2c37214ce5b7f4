#include "heap/graph.h"

#include "base/hash.h"
#include "heap/alloc.h"
#include "heap/gc.h"
#include "heap/kind.h"

/* A walk finds each object once. Of what it has found stands a word in the image's scratch words,
 * which are no part of the state and zero between walks: a table by reference without a hash. */
typedef struct Walk {
    Visitor visitor; /* first: the callbacks get a Walk */
    const Heap *heap;
    uint32_t *words;   /* by reference; 0: not found yet */
    Array(Ref) found;  /* in order of discovery */
    Array(Ref) blocks; /* shared blocks already entered; each has a word */
    Ref astray;        /* the first reference that led to no object */
    Graph *graph;      /* its edges; null: the words count references */
    uint32_t holder;   /* of the edges to come */
} Walk;

/* The interpreter's own objects alone are some thousand. */
enum { OBJECTS = 4000, EDGES = 12000 };

/* The word of a shared block, which is no object. */
#define BLOCK_WORD UINT32_MAX

/* A fault in the heap may lead anywhere: heap_check reports it, so the walk passes it by. */
static bool is_object(const Heap *heap, Ref ref) {
    const Object *head = heap_object(heap, ref);
    if (head->kind == KIND_NULL || head->kind >= KIND_COUNT || !head->serial) return false;
    return head->type && head->type < IMAGE_END && heap_kind(heap, head->type) == KIND_TYPE;
}

/* The word of an object; null where none lives. A new one's is its number + 1 in a graph, and 1,
 * more by one for each reference to come, in a check. */
static inline uint32_t *find(Walk *walk, Ref object) {
    uint32_t word = object < IMAGE_END ? walk->words[object] : BLOCK_WORD;
    if (word && word != BLOCK_WORD) return &walk->words[object];
    if (word || !is_object(walk->heap, object)) {
        if (!walk->astray) walk->astray = object;
        return NULL;
    }
    array_push(&walk->found, object);
    walk->words[object] = walk->graph ? (uint32_t)walk->found.count : 1;
    return &walk->words[object];
}

static void visit_edge(Visitor *visitor, Slot slot, Ref target) {
    Walk *walk = (Walk *)visitor;
    const uint32_t *word = find(walk, target);
    if (!word) return;
    assert(*word <= walk->found.count && walk->found.items[*word - 1] == target);
    array_push(&walk->graph->edges, ((GraphEdge){walk->holder, *word - 1, slot}));
}

static void visit_count(Visitor *visitor, Slot slot, Ref target) {
    (void)slot;
    uint32_t *word = find((Walk *)visitor, target);
    if (word) ++*word;
}

static bool enter_block(Visitor *visitor, Ref block) {
    Walk *walk = (Walk *)visitor;
    if (walk->words[block]) return false;
    walk->words[block] = BLOCK_WORD;
    array_push(&walk->blocks, block);
    return true;
}

/* ---- the walk ---- */

static void visit_roots(Walk *walk) {
    const Heap *heap = walk->heap;
    const HeapRoot *root = heap_root(heap);
    visit_field(&walk->visitor, SLOT_FIELD_MACHINE, root->garbage);
    visit_field(&walk->visitor, SLOT_FIELD_MACHINE, root->gc_callbacks);
    if (heap->host.visit_machine) heap->host.visit_machine(heap->host.context, &walk->visitor);
    /* Dying objects are held by nothing, but for the deallocator's own reference while a finalizer
     * runs (PyObject_CallFinalizerFromDealloc). */
    const Dying *dying = heap_at(heap, Dying, IMAGE_DYING);
    for (uint32_t i = 0; i < root->dying_count; i++) {
        Ref object = dying[i].object;
        if (!object) continue;
        find(walk, object);
        if (dying[i].phase == DYING_FINALIZE && heap_refcount(heap, object) > 0) {
            visit_field(&walk->visitor, SLOT_FIELD_MACHINE, object);
        }
    }
    for (Ref holder = root->static_holders; holder; holder = heap_gc_head(heap, holder)->prev) {
        find(walk, holder);
    }
    for (Ref later = root->trash_later; later; later = heap_gc_head(heap, later)->prev) {
        find(walk, later);
    }
}

static void visit_lists(Walk *walk) {
    const Heap *heap = walk->heap;
    for (unsigned i = 0; i < GC_LISTS; i++) {
        Ref head = gc_generation_head(heap, i);
        for (Ref node = heap_at(heap, GcHead, head)->next; node != head;
             node = heap_at(heap, GcHead, node)->next) {
            find(walk, gc_object(node));
        }
    }
}

static void walk_objects(Walk *walk, uint32_t *next) {
    for (; *next < walk->found.count; (*next)++) {
        walk->holder = *next;
        kind_traverse(walk->heap, walk->found.items[*next], &walk->visitor);
    }
}

/* The machine's own references come first, so that all that a program can reach is found before the
 * lists add cyclic trash. Returns how many objects can be reached. */
static uint32_t walk_heap(Walk *walk, const Heap *heap, Graph *graph) {
    *walk = (Walk){.visitor = {graph ? visit_edge : visit_count, enter_block, true},
                   .heap = heap,
                   .words = heap->image.scratch,
                   .graph = graph,
                   .holder = GRAPH_MACHINE};
    array_reserve(&walk->found, OBJECTS);
    uint32_t next = 0;
    visit_roots(walk);
    walk_objects(walk, &next);
    uint32_t reachable = next;
    visit_lists(walk);
    walk_objects(walk, &next);
    return reachable;
}

static void walk_end(Walk *walk) {
    for (size_t i = 0; i < walk->found.count; i++) walk->words[walk->found.items[i]] = 0;
    for (size_t i = 0; i < walk->blocks.count; i++) walk->words[walk->blocks.items[i]] = 0;
    array_deinit(&walk->found);
    array_deinit(&walk->blocks);
}

/* ---- the graph ---- */

static void add_objects(Graph *graph, const Walk *walk, uint32_t reachable) {
    array_reserve(&graph->objects, walk->found.count);
    for (uint32_t i = 0; i < walk->found.count; i++) {
        array_push(&graph->objects,
                   ((GraphObject){
                       .ref = walk->found.items[i], .generation = -1, .reachable = i < reachable}));
    }
    for (uint32_t i = 0; i < graph->edges.count; i++) {
        const GraphEdge *edge = &graph->edges.items[i];
        graph->objects.items[edge->target].incoming++;
        if (edge->holder == GRAPH_MACHINE) continue;
        GraphObject *holder = &graph->objects.items[edge->holder];
        if (!holder->edge_count++) holder->first_edge = i;
    }
    for (unsigned i = 0; i < GC_LISTS; i++) {
        Ref head = gc_generation_head(walk->heap, i);
        for (Ref node = heap_at(walk->heap, GcHead, head)->next; node != head;
             node = heap_at(walk->heap, GcHead, node)->next) {
            uint32_t word = walk->words[gc_object(node)];
            if (word) graph->objects.items[word - 1].generation = (int8_t)i;
        }
    }
}

/* The place of an object in the table by reference, or the free one where it would stand. */
static uint32_t *place_of(const Graph *graph, Ref object) {
    uint32_t mask = (1u << graph->slots_log2) - 1;
    uint32_t at = (uint32_t)hash_mix(object) & mask;
    while (graph->slots[at] && graph->objects.items[graph->slots[at] - 1].ref != object) {
        at = (at + 1) & mask;
    }
    return &graph->slots[at];
}

static void make_table(Graph *graph) {
    graph->slots_log2 = 4;
    while ((size_t)1 << graph->slots_log2 < 2 * graph->objects.count) graph->slots_log2++;
    graph->slots = memory_alloc(sizeof *graph->slots << graph->slots_log2);
    for (uint32_t i = 0; i < graph->objects.count; i++) {
        *place_of(graph, graph->objects.items[i].ref) = i + 1;
    }
}

void graph_build(Graph *graph, const Heap *heap) {
    *graph = (Graph){0};
    array_reserve(&graph->edges, EDGES);
    Walk walk;
    uint32_t reachable = walk_heap(&walk, heap, graph);
    add_objects(graph, &walk, reachable);
    walk_end(&walk);
    make_table(graph);
}

void graph_deinit(Graph *graph) {
    array_deinit(&graph->objects);
    array_deinit(&graph->edges);
    memory_free(graph->slots);
    *graph = (Graph){0};
}

uint32_t graph_find(const Graph *graph, Ref object) {
    if (!graph->slots) return GRAPH_MACHINE;
    uint32_t number = *place_of(graph, object);
    return number ? number - 1 : GRAPH_MACHINE;
}

/* ---- heap_check ---- */

static bool check_lists(const Heap *heap, Error *error) {
    for (unsigned i = 0; i < GC_LISTS; i++) {
        Ref head = gc_generation_head(heap, i), node = head;
        do {
            Ref next = heap_at(heap, GcHead, node)->next;
            if (!next || heap_at(heap, GcHead, next)->prev != node) {
                return error_set(error, "generation %u: list broken at %#x", i, node);
            }
            node = next;
        } while (node != head);
    }
    return true;
}

static bool check_counts(const Walk *walk, Error *error) {
    const Heap *heap = walk->heap;
    if (walk->astray) {
        return error_set(error, "a reference leads to %#x, where no object lives", walk->astray);
    }
    uint32_t live = 0;
    for (size_t i = 0; i < walk->found.count; i++) {
        Ref object = walk->found.items[i];
        const Object *head = heap_object(heap, object);
        uint32_t incoming = walk->words[object] - 1;
        if (head->flags & OBJECT_STATIC) continue;
        live++;
        if (head->refcount == incoming) continue;
        return error_set(error, "%s %#x (serial %u): refcount %u, but %u references found",
                         kind_row((Kind)head->kind)->name, object, head->serial, head->refcount,
                         incoming);
    }
    uint32_t books = heap_root(heap)->objects_live;
    return live == books ||
           error_set(error, "%u objects found, the books say %u: something is lost", live, books);
}

bool heap_check(const Heap *heap, Error *error) {
    if (!check_lists(heap, error) || !alloc_check(heap, error)) return false;
    Walk walk;
    walk_heap(&walk, heap, NULL);
    bool good = check_counts(&walk, error);
    walk_end(&walk);
    return good;
}
