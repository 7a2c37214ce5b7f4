#include "heap/graph.h"

#include "base/hash.h"
#include "heap/alloc.h"
#include "heap/gc.h"
#include "heap/kind.h"

typedef struct Walk {
    Visitor visitor; /* first: the callbacks get a Walk */
    const Heap *heap;
    Graph *graph;
    uint32_t holder;
    Array(Ref) blocks; /* shared blocks already entered */
} Walk;

/* ---- numbers of objects ---- */

static uint32_t *place_of(const Graph *graph, Ref object) {
    uint32_t mask = (1u << graph->slots_log2) - 1;
    uint32_t at = (uint32_t)hash_mix(object) & mask;
    while (graph->slots[at] && graph->objects.items[graph->slots[at] - 1].ref != object) {
        at = (at + 1) & mask;
    }
    return &graph->slots[at];
}

/* The interpreter's own objects alone are some thousand. */
enum { SLOTS_LOG2 = 13, OBJECTS = 4000, EDGES = 12000 };

static void grow_table(Graph *graph) {
    memory_free(graph->slots);
    graph->slots_log2 = graph->slots_log2 ? graph->slots_log2 + 1 : SLOTS_LOG2;
    graph->slots = memory_alloc(sizeof *graph->slots << graph->slots_log2);
    for (uint32_t i = 0; i < graph->objects.count; i++) {
        *place_of(graph, graph->objects.items[i].ref) = i + 1;
    }
}

static uint32_t number_of(Graph *graph, Ref object) {
    if (!graph->slots || graph->objects.count * 2 >= (size_t)1 << graph->slots_log2) {
        grow_table(graph);
    }
    uint32_t *place = place_of(graph, object);
    if (!*place) {
        array_push(&graph->objects, ((GraphObject){.ref = object, .generation = -1}));
        *place = (uint32_t)graph->objects.count;
    }
    return *place - 1;
}

uint32_t graph_find(const Graph *graph, Ref object) {
    if (!graph->slots) return GRAPH_MACHINE;
    uint32_t number = *place_of(graph, object);
    return number ? number - 1 : GRAPH_MACHINE;
}

/* ---- the walk ---- */

static void visit(Visitor *visitor, Slot slot, Ref target) {
    Walk *walk = (Walk *)visitor;
    uint32_t number = number_of(walk->graph, target);
    walk->graph->objects.items[number].incoming++;
    array_push(&walk->graph->edges, ((GraphEdge){walk->holder, number, slot}));
}

static bool enter_block(Visitor *visitor, Ref block) {
    Walk *walk = (Walk *)visitor;
    for (size_t i = 0; i < walk->blocks.count; i++) {
        if (walk->blocks.items[i] == block) return false;
    }
    array_push(&walk->blocks, block);
    return true;
}

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
        number_of(walk->graph, object);
        if (dying[i].phase == DYING_FINALIZE && heap_refcount(heap, object) > 0) {
            visit_field(&walk->visitor, SLOT_FIELD_MACHINE, object);
        }
    }
    for (Ref holder = root->static_holders; holder; holder = heap_gc_head(heap, holder)->prev) {
        number_of(walk->graph, holder);
    }
    for (Ref later = root->trash_later; later; later = heap_gc_head(heap, later)->prev) {
        number_of(walk->graph, later);
    }
}

static void visit_lists(Walk *walk) {
    const Heap *heap = walk->heap;
    for (unsigned i = 0; i < GC_LISTS; i++) {
        Ref head = gc_generation_head(heap, i);
        for (Ref node = heap_at(heap, GcHead, head)->next; node != head;
             node = heap_at(heap, GcHead, node)->next) {
            uint32_t number = number_of(walk->graph, gc_object(node));
            walk->graph->objects.items[number].generation = (int8_t)i;
        }
    }
}

/* A fault in the heap may lead anywhere: heap_check reports it, so the walk passes it by. */
static bool is_object(const Heap *heap, Ref ref) {
    if (ref >= IMAGE_END) return false;
    const Object *head = heap_object(heap, ref);
    if (head->kind == KIND_NULL || head->kind >= KIND_COUNT || !head->serial) return false;
    return head->type && head->type < IMAGE_END && heap_kind(heap, head->type) == KIND_TYPE;
}

static void walk_objects(Walk *walk, uint32_t *next) {
    Graph *graph = walk->graph;
    for (; *next < graph->objects.count; (*next)++) {
        walk->holder = *next;
        uint32_t first = (uint32_t)graph->edges.count;
        Ref object = graph->objects.items[*next].ref;
        if (is_object(walk->heap, object)) kind_traverse(walk->heap, object, &walk->visitor);
        graph->objects.items[*next].first_edge = first;
        graph->objects.items[*next].edge_count = (uint32_t)graph->edges.count - first;
    }
}

/* The machine's own references come first, so that all that a program can reach is found before the
 * lists add cyclic trash. */
void graph_build(Graph *graph, const Heap *heap) {
    *graph = (Graph){0};
    array_reserve(&graph->objects, OBJECTS);
    array_reserve(&graph->edges, EDGES);
    Walk walk = {.visitor = {visit, enter_block, true},
                 .heap = heap,
                 .graph = graph,
                 .holder = GRAPH_MACHINE};
    uint32_t next = 0;
    visit_roots(&walk);
    walk_objects(&walk, &next);
    for (uint32_t i = 0; i < graph->objects.count; i++) graph->objects.items[i].reachable = true;
    visit_lists(&walk);
    walk_objects(&walk, &next);
    array_deinit(&walk.blocks);
}

void graph_deinit(Graph *graph) {
    array_deinit(&graph->objects);
    array_deinit(&graph->edges);
    memory_free(graph->slots);
    *graph = (Graph){0};
}

/* ---- heap_check ---- */

static bool check_object(const Heap *heap, const GraphObject *object, Error *error) {
    if (!is_object(heap, object->ref)) {
        return error_set(error, "a reference leads to %#x, where no object lives", object->ref);
    }
    const Object *head = heap_object(heap, object->ref);
    if (head->flags & OBJECT_STATIC || head->refcount == object->incoming) return true;
    return error_set(error, "%s %#x (serial %u): refcount %u, but %u references found",
                     kind_row((Kind)head->kind)->name, object->ref, head->serial, head->refcount,
                     object->incoming);
}

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

bool heap_check(const Heap *heap, Error *error) {
    if (!check_lists(heap, error) || !alloc_check(heap, error)) return false;
    Graph graph;
    graph_build(&graph, heap);
    uint32_t live = 0;
    bool good = true;
    for (size_t i = 0; i < graph.objects.count && good; i++) {
        good = check_object(heap, &graph.objects.items[i], error);
        live += good && !(heap_object(heap, graph.objects.items[i].ref)->flags & OBJECT_STATIC);
    }
    graph_deinit(&graph);
    if (good && live != heap_root(heap)->objects_live) {
        return error_set(error, "%u objects found, the books say %u: something is lost", live,
                         heap_root(heap)->objects_live);
    }
    return good;
}
