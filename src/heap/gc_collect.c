/* The collector: CPython 3.11's gc_collect_main (Modules/gcmodule.c), phase by phase.
 *
 * copy, subtract and reach work on scratch arrays over one list and change nothing in the image but
 * the order of the lists and who is on the trash list; the other phases may run Python. */
#include "heap/gc.h"
#include "heap/held.h"

#include "base/array.h"
#include "heap/builtin_type.h"
#include "heap/dict.h"
#include "heap/float.h"
#include "heap/kind.h"
#include "heap/list.h"
#include "heap/tuple.h"
#include "heap/weakref.h"

#include <stdlib.h>

enum { FULL = HEAP_GENERATIONS - 1 };

/* ---- copy, subtract, reach: which objects of a list are held by nothing outside it ---- */

typedef enum Reach { REACH_UNKNOWN, REACH_REACHED, REACH_SUSPECTED } Reach;

typedef struct Suspect {
    Ref node;
    uint32_t refs; /* gc_refs */
    uint8_t reach;
} Suspect;

typedef struct Pass {
    Visitor visitor; /* first: callbacks get a Pass */
    Heap *heap;
    Array(Suspect) all;      /* the list, in order */
    Array(uint32_t) rescued; /* numbers moved back to the end of the list, in order */
} Pass;

static const GcHead *node_at(const Heap *heap, Ref node) {
    return heap_at(heap, GcHead, node);
}

/* The object's entry, or null when it is not part of this pass. */
static Suspect *suspect_of(Pass *pass, Ref object) {
    if (!heap_is_gc(pass->heap, object)) return NULL;
    uint32_t number = node_at(pass->heap, object - 1)->scratch;
    return number ? &pass->all.items[number - 1] : NULL;
}

static void copy_refcounts(Pass *pass, Ref list) {
    Heap *heap = pass->heap;
    for (Ref node = node_at(heap, list)->next; node != list; node = node_at(heap, node)->next) {
        Suspect suspect = {.node = node, .refs = heap_refcount(heap, gc_object(node))};
        array_push(&pass->all, suspect);
        image_set_scratch(&heap->image, &node_at(heap, node)->scratch, (uint32_t)pass->all.count);
    }
}

static void visit_subtract(Visitor *visitor, Slot slot, Ref target) {
    (void)slot;
    Suspect *suspect = suspect_of((Pass *)visitor, target);
    if (suspect && suspect->refs > 0) suspect->refs--;
}

static void subtract_references(Pass *pass) {
    pass->visitor.visit = visit_subtract;
    for (size_t i = 0; i < pass->all.count; i++) {
        kind_traverse(pass->heap, gc_object(pass->all.items[i].node), &pass->visitor);
    }
}

static void visit_reachable(Visitor *visitor, Slot slot, Ref target) {
    (void)slot;
    Pass *pass = (Pass *)visitor;
    Suspect *suspect = suspect_of(pass, target);
    if (!suspect || suspect->reach == REACH_REACHED) return;
    if (suspect->reach == REACH_SUSPECTED) {
        suspect->reach = REACH_REACHED;
        array_push(&pass->rescued, (uint32_t)(suspect - pass->all.items));
    }
    suspect->refs = 1;
}

/* move_unreachable: the list in order, then those that were suspected too early, as they come. */
static void scan_reachable(Pass *pass) {
    pass->visitor.visit = visit_reachable;
    for (size_t i = 0; i < pass->all.count; i++) {
        Suspect *suspect = &pass->all.items[i];
        if (suspect->refs == 0) {
            suspect->reach = REACH_SUSPECTED;
            continue;
        }
        suspect->reach = REACH_REACHED;
        kind_traverse(pass->heap, gc_object(suspect->node), &pass->visitor);
    }
    for (size_t i = 0; i < pass->rescued.count; i++) {
        Ref node = pass->all.items[pass->rescued.items[i]].node;
        kind_traverse(pass->heap, gc_object(node), &pass->visitor);
    }
}

/* Takes the unreachable ones off `list` and appends them to `unreachable`, and puts the rescued
 * ones at the end, in the order in which CPython's list surgery leaves them. */
static void split_list(Pass *pass, Ref list, Ref unreachable) {
    Heap *heap = pass->heap;
    /* All scratch goes first: the surgery saves granules of neighbours, which must be clean. */
    for (size_t i = 0; i < pass->all.count; i++) {
        Ref node = pass->all.items[i].node;
        image_set_scratch(&heap->image, &node_at(heap, node)->scratch, 0);
    }
    for (size_t i = 0; i < pass->all.count; i++) {
        const Suspect *suspect = &pass->all.items[i];
        if (suspect->reach != REACH_SUSPECTED) continue;
        gc_list_remove(heap, suspect->node);
        gc_list_append(heap, unreachable, suspect->node);
    }
    for (size_t i = 0; i < pass->rescued.count; i++) {
        Ref node = pass->all.items[pass->rescued.items[i]].node;
        gc_list_remove(heap, node);
        gc_list_append(heap, list, node);
    }
}

/* deduce_unreachable: moves what nothing outside the list leads to from `list` to `unreachable`. */
static void deduce_unreachable(Heap *heap, Ref list, Ref unreachable) {
    Pass pass = {.heap = heap};
    copy_refcounts(&pass, list);
    subtract_references(&pass);
    scan_reachable(&pass);
    split_list(&pass, list, unreachable);
    array_deinit(&pass.all);
    array_deinit(&pass.rescued);
}

/* ---- untracking ---- */

typedef struct Trackable {
    Visitor visitor; /* first */
    const Heap *heap;
    bool found;
} Trackable;

static void visit_trackable(Visitor *visitor, Slot slot, Ref target) {
    (void)slot;
    Trackable *walk = (Trackable *)visitor;
    walk->found = walk->found || may_be_tracked(walk->heap, target);
}

/* untrack_tuples, untrack_dicts: exact tuples or dicts that hold nothing that could be in a cycle.
 */
static void untrack_kind(Heap *heap, Ref list, Kind kind) {
    Ref node = node_at(heap, list)->next;
    while (node != list) {
        Ref next = node_at(heap, node)->next, object = gc_object(node);
        node = next;
        if (heap_kind(heap, object) != kind || heap_type_of(heap, object)->flags & TYPE_HEAP)
            continue;
        Trackable walk = {.visitor = {.visit = visit_trackable}, .heap = heap};
        kind_traverse(heap, object, &walk.visitor);
        if (!walk.found) gc_list_remove(heap, object - 1);
    }
}

/* ---- the phases that may run Python ---- */

static uint64_t nodes_in(const Heap *heap, Ref list) {
    uint64_t size = 0;
    for (Ref node = node_at(heap, list)->next; node != list; node = node_at(heap, node)->next)
        size++;
    return size;
}

static bool has_finalizer(const Heap *heap, Ref object) {
    return heap_type_of(heap, object)->flags & TYPE_FINALIZER ||
           kind_row(heap_kind(heap, object))->finalizes;
}

/* ---- weak references (handle_weakrefs) ---- */

typedef struct WeakWalk {
    Array(Ref) dead;  /* weak references that are trash themselves, ascending */
    Array(Ref) calls; /* live ones with a callback, in the order of the calls */
} WeakWalk;

static int compare_refs(const void *a, const void *b) {
    Ref x = *(const Ref *)a, y = *(const Ref *)b;
    return (x > y) - (x < y);
}

/* Clears all weak references to the trash and all that are trash. */
static void clear_weak_links(Heap *heap, Ref trash, WeakWalk *walk) {
    for (Ref node = node_at(heap, trash)->next; node != trash; node = node_at(heap, node)->next) {
        Ref object = gc_object(node);
        if (heap_kind(heap, object) == KIND_WEAKREF) array_push(&walk->dead, object);
    }
    if (walk->dead.count) {
        qsort(walk->dead.items, walk->dead.count, sizeof(Ref), compare_refs);
    }
    for (Ref node = node_at(heap, trash)->next; node != trash; node = node_at(heap, node)->next) {
        Ref object = gc_object(node);
        if (heap_kind(heap, object) == KIND_WEAKREF) weakref_unlink(heap, object);
        const Ref *list = weakref_list(heap, object);
        while (list && *list) {
            Ref weak = *list;
            weakref_unlink(heap, weak);
            if (!weakref_at(heap, weak)->callback) continue;
            if (walk->dead.count &&
                bsearch(&weak, walk->dead.items, walk->dead.count, sizeof(Ref), compare_refs)) {
                continue;
            }
            array_push(&walk->calls, weak);
        }
    }
}

/* Calls the callbacks of the cleared references that are still alive, each held meanwhile. Returns
 * how many of the references died of it. */
static uint64_t call_weak_links(Heap *heap, const WeakWalk *walk, Ref old) {
    size_t count = walk->calls.count;
    if (!count) return 0;
    Ref waiting = gc_generation_head(heap, GC_WEAK_CALLS);
    Ref block = heap_malloc(heap, count * sizeof(Ref));
    if (!block) return 0;
    const Ref *places = heap_at(heap, Ref, block);
    for (size_t i = 0; i < count; i++) {
        Ref weak = walk->calls.items[i];
        image_set32(&heap->image, &places[i], heap_incref(heap, weak));
        if (heap_is_tracked(heap, weak)) gc_list_remove(heap, weak - 1);
        gc_list_append(heap, waiting, weak - 1);
    }
    uint64_t freed = 0;
    if (held_push_block(heap, block, 0, (uint32_t)count, sizeof(Ref), 1)) {
        for (size_t i = 0; i < count && heap->failure == HEAP_OK; i++) {
            Ref weak = places[i];
            if (heap->host.call_weakref) heap->host.call_weakref(heap->host.context, weak);
            heap_decref(heap, take_slot(heap, &places[i]));
            if (node_at(heap, waiting)->next == weak - 1) {
                gc_list_remove(heap, weak - 1);
                gc_list_append(heap, old, weak - 1);
            } else {
                freed++;
            }
        }
        held_pop(heap);
    }
    heap_free(heap, block);
    return freed;
}

static uint64_t handle_weakrefs(Heap *heap, Ref trash, Ref old) {
    WeakWalk walk = {0};
    clear_weak_links(heap, trash, &walk);
    uint64_t freed = call_weak_links(heap, &walk, old);
    array_deinit(&walk.dead);
    array_deinit(&walk.calls);
    return freed;
}

/* Calls the finalizers of the trash, in order; each at most once in an object's life (PEP 442). The
 * ones that were looked at wait on `seen`; what a finalizer frees leaves its list by itself. */
static void finalize_trash(Heap *heap, Ref trash, Ref seen) {
    bool any = false;
    for (Ref node = node_at(heap, trash)->next; node != trash && !any;
         node = node_at(heap, node)->next) {
        any = has_finalizer(heap, gc_object(node));
    }
    if (!any) return;
    while (!gc_list_is_empty(heap, trash) && heap->failure == HEAP_OK) {
        Ref node = node_at(heap, trash)->next, object = gc_object(node);
        const GcHead *head = node_at(heap, node);
        gc_list_remove(heap, node);
        gc_list_append(heap, seen, node);
        if (head->gc_flags & GC_FINALIZED || !has_finalizer(heap, object)) continue;
        heap_set(heap, head->gc_flags, head->gc_flags | GC_FINALIZED);
        const Ref *place = held_push(heap, 1);
        if (!place) break;
        image_set32(&heap->image, place, heap_incref(heap, object));
        if (heap->host.finalize) heap->host.finalize(heap->host.context, object);
        held_drop(heap, false);
    }
    gc_list_merge(heap, seen, trash);
}

/* delete_garbage: breaks the cycles; what survives goes to the older generation. */
static void clear_trash(Heap *heap, Ref trash, Ref old) {
    bool save = heap_root(heap)->gc_debug & GC_DEBUG_SAVEALL && heap_root(heap)->garbage;
    while (!gc_list_is_empty(heap, trash) && heap->failure == HEAP_OK) {
        Ref node = node_at(heap, trash)->next, object = gc_object(node);
        const Ref *place = held_push(heap, 1);
        if (!place) break;
        image_set32(&heap->image, place, heap_incref(heap, object));
        if (save) {
            list_append(heap, heap_root(heap)->garbage, heap_incref(heap, object));
        } else {
            kind_clear(heap, object);
        }
        held_drop(heap, false);
        if (node_at(heap, trash)->next == node) {
            gc_list_remove(heap, node);
            gc_list_append(heap, old, node);
        }
    }
}

/* A full collection empties the free lists (clear_freelists). */
static void clear_free_lists(Heap *heap) {
    tuple_clear_free_lists(heap);
    float_clear_free_list(heap);
    list_clear_free_list(heap);
    dict_clear_free_lists(heap);
}

static uint64_t collect_main(Heap *heap, unsigned generation) {
    const HeapRoot *root = heap_root(heap);
    if (generation < FULL) {
        const Generation *next = &root->generations[generation + 1];
        heap_set(heap, next->count, next->count + 1);
    }
    for (unsigned i = 0; i <= generation; i++) heap_set(heap, root->generations[i].count, 0);
    Ref young = gc_generation_head(heap, generation);
    for (unsigned i = 0; i < generation; i++) {
        gc_list_merge(heap, gc_generation_head(heap, i), young);
    }
    Ref old = gc_generation_head(heap, generation < FULL ? generation + 1 : generation);
    Ref trash = gc_generation_head(heap, GC_TRASH);
    deduce_unreachable(heap, young, trash);
    untrack_kind(heap, young, KIND_TUPLE);
    if (generation < FULL) {
        if (generation == FULL - 1) {
            heap_set(heap, root->long_lived_pending,
                     root->long_lived_pending + nodes_in(heap, young));
        }
        gc_list_merge(heap, young, old);
    } else {
        untrack_kind(heap, young, KIND_DICT);
        heap_set(heap, root->long_lived_pending, 0);
        heap_set(heap, root->long_lived_total, nodes_in(heap, young) + root->long_lived_lacking);
    }
    Ref still = gc_generation_head(heap, GC_STILL_TRASH);
    uint64_t freed = handle_weakrefs(heap, trash, old);
    finalize_trash(heap, trash, still);
    /* What finalizers brought back joins the old generation with all that it reaches. */
    deduce_unreachable(heap, trash, still);
    gc_list_merge(heap, trash, old);
    uint64_t found = freed + nodes_in(heap, still);
    clear_trash(heap, still, old);
    if (generation == FULL) clear_free_lists(heap);
    heap_set(heap, root->collections[generation], root->collections[generation] + 1);
    heap_set(heap, root->collected[generation], root->collected[generation] + found);
    return found;
}

static uint64_t collect(Heap *heap, unsigned generation, bool silent) {
    const HeapRoot *root = heap_root(heap);
    assert(generation < HEAP_GENERATIONS);
    if (root->gc_collecting) return 0;
    heap_set(heap, root->gc_collecting, 1);
    if (heap->host.event) {
        heap->host.event(heap->host.context, HEAP_COLLECTION_BEGAN, REF_NULL, generation);
    }
    silent = silent || !heap->host.collection || !root->gc_callbacks;
    if (!silent && list_size(heap, root->gc_callbacks)) {
        heap->host.collection(heap->host.context, false, generation, 0);
    }
    uint64_t found = collect_main(heap, generation);
    if (!silent && list_size(heap, root->gc_callbacks)) {
        heap->host.collection(heap->host.context, true, generation, found);
    }
    heap_set(heap, root->gc_collecting, 0);
    if (heap->host.event) {
        heap->host.event(heap->host.context, HEAP_COLLECTION_ENDED, REF_NULL, generation);
    }
    return found;
}

uint64_t gc_collect(Heap *heap, unsigned generation) {
    return collect(heap, generation, false);
}

uint64_t gc_collect_silently(Heap *heap, unsigned generation) {
    return collect(heap, generation, true);
}

/* gc_collect_generations: the oldest generation whose count is over its threshold; the full one
 * only once a quarter of the long-lived objects is new. */
static void collect_generations(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    for (unsigned i = HEAP_GENERATIONS; i-- > 0;) {
        if (root->generations[i].count <= root->generations[i].threshold) continue;
        if (i == FULL && root->long_lived_pending < root->long_lived_total / 4) continue;
        gc_collect(heap, i);
        return;
    }
}

void gc_count_allocation(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    const Generation *youngest = &root->generations[0];
    heap_set(heap, youngest->count, youngest->count + 1);
    bool due = youngest->count > youngest->threshold && youngest->threshold && root->gc_enabled &&
               !root->gc_collecting;
    if (!due) return;
    if (heap->host.is_raising && heap->host.is_raising(heap->host.context)) return;
    collect_generations(heap);
}
