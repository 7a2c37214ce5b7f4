/* The collector: CPython 3.11's gc_collect_main (Modules/gcmodule.c), phase by phase.
 *
 * copy, subtract and reach are passes over a list (gc_pass.h) that change nothing in the image but
 * the order of the lists and who is on the trash list; the other phases may run Python. */
#include "heap/gc_bulk.h"
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

static const GcHead *node_at(const Heap *heap, Ref node) {
    return heap_at(heap, GcHead, node);
}

/* deduce_unreachable: moves what nothing outside the list leads to from `list` to `unreachable`. */
static void deduce_unreachable(GcPass *pass, Heap *heap, Ref list, Ref unreachable) {
    gc_pass_copy(pass, heap, list);
    gc_pass_subtract(pass);
    gc_pass_reach(pass);
    gc_pass_split(pass, list, unreachable);
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
 * Returns how many. */
static size_t untrack_kind(Heap *heap, Ref list, Kind kind) {
    size_t untracked = 0;
    Ref node = node_at(heap, list)->next;
    while (node != list) {
        Ref next = node_at(heap, node)->next, object = gc_object(node);
        node = next;
        if (heap_kind(heap, object) != kind || heap_type_of(heap, object)->flags & TYPE_HEAP)
            continue;
        Trackable walk = {.visitor = {.visit = visit_trackable}, .heap = heap};
        kind_traverse(heap, object, &walk.visitor);
        if (walk.found) continue;
        gc_list_remove(heap, object - 1);
        untracked++;
    }
    return untracked;
}

/* Untracks among the survivors of a pass, tuples always, dicts at a full collection. Returns how
 * many survivors are left on the list. */
static size_t untrack(const GcPass *pass, Ref list, bool full) {
    size_t left = pass->kept;
    if (pass->kinds >> KIND_TUPLE & 1) left -= untrack_kind(pass->heap, list, KIND_TUPLE);
    if (full && pass->kinds >> KIND_DICT & 1) left -= untrack_kind(pass->heap, list, KIND_DICT);
    return left;
}

/* ---- the phases that may run Python ---- */

static bool has_finalizer(const Heap *heap, Ref object) {
    return heap_type_of(heap, object)->flags & TYPE_FINALIZER ||
           kind_row(heap_kind(heap, object))->finalizes;
}

/* What there is to do before the trash can be cleared. */
typedef struct TrashNeeds {
    bool weak_links; /* some of it is a weak reference, or the target of one */
    bool finalizers;
} TrashNeeds;

static TrashNeeds look_at_trash(const GcPass *pass) {
    const Heap *heap = pass->heap;
    TrashNeeds needs = {false, false};
    Ref last_type = REF_NULL;
    bool allows_weak = false;
    for (size_t i = 0; i < pass->members.count; i++) {
        Ref object = pass->members.items[i], type = heap_type(heap, object);
        if (type != last_type) { /* most members have the type of the one before */
            last_type = type;
            allows_weak = weakref_list(heap, object) != NULL;
            needs.weak_links = needs.weak_links || heap_kind(heap, object) == KIND_WEAKREF;
            needs.finalizers = needs.finalizers || has_finalizer(heap, object);
        }
        if (allows_weak && *weakref_list(heap, object)) needs.weak_links = true;
    }
    return needs;
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

/* Returns how many weak references died of their own callback; `called` tells whether any was
 * called. */
static uint64_t handle_weakrefs(Heap *heap, Ref trash, Ref old, bool *called) {
    WeakWalk walk = {0};
    clear_weak_links(heap, trash, &walk);
    *called = walk.calls.count > 0;
    uint64_t freed = call_weak_links(heap, &walk, old);
    array_deinit(&walk.dead);
    array_deinit(&walk.calls);
    return freed;
}

/* Calls the finalizers of the trash, in order; each at most once in an object's life (PEP 442). The
 * ones that were looked at wait on `seen`; what a finalizer frees leaves its list by itself. */
static void finalize_trash(Heap *heap, Ref trash, Ref seen) {
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

/* The next object to clear: in bulk by number, else the list's first. */
static Ref next_of_trash(Heap *heap, Ref trash) {
    Ref object = heap->bulk ? gc_bulk_next(heap) : REF_NULL;
    if (object) return object;
    Ref node = node_at(heap, trash)->next;
    return node == trash ? REF_NULL : gc_object(node);
}

/* delete_garbage: breaks the cycles; what survives goes to the older generation. */
static void clear_trash(GcPass *pass, Ref trash, Ref old) {
    Heap *heap = pass->heap;
    bool save = heap_root(heap)->gc_debug & GC_DEBUG_SAVEALL && heap_root(heap)->garbage;
    const Ref *held = pass->members.count ? held_push(heap, 1) : NULL;
    if (!held) return;
    GcBulk bulk;
    if (!save) gc_bulk_begin(&bulk, heap, pass, trash, old);
    Ref object;
    while (heap->failure == HEAP_OK && (object = next_of_trash(heap, trash))) {
        image_set32(&heap->image, held, heap_incref(heap, object));
        if (save) {
            list_append(heap, heap_root(heap)->garbage, heap_incref(heap, object));
        } else {
            kind_clear(heap, object);
        }
        heap_decref(heap, take_slot(heap, held));
        if (!heap->bulk && node_at(heap, trash)->next == object - 1) {
            gc_list_remove(heap, object - 1);
            gc_list_append(heap, old, object - 1);
        }
    }
    if (heap->bulk) gc_bulk_break(heap);
    held_pop(heap);
}

/* A full collection empties the free lists (clear_freelists). */
static void clear_free_lists(Heap *heap) {
    tuple_clear_free_lists(heap);
    float_clear_free_list(heap);
    list_clear_free_list(heap);
    dict_clear_free_lists(heap);
}

/* Who looks at a collection sees it at these moments; nothing else of it is told. */
static void tell(Heap *heap, GcMoment moment, uint64_t found) {
    if (heap->host.event) {
        uint32_t detail = (uint32_t)moment | (uint32_t)found << 8;
        heap->host.event(heap->host.context, HEAP_COLLECTION_AT, REF_NULL, detail);
    }
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
    Ref still = gc_generation_head(heap, GC_STILL_TRASH);
    GcPass pass;
    tell(heap, GC_AT_LISTED, 0);
    deduce_unreachable(&pass, heap, young, trash);
    tell(heap, GC_AT_JUDGED, 0);
    size_t survivors = untrack(&pass, young, generation == FULL);
    if (generation == FULL) {
        heap_set(heap, root->long_lived_pending, 0);
        heap_set(heap, root->long_lived_total, survivors + root->long_lived_lacking);
    } else {
        if (generation == FULL - 1) {
            heap_set(heap, root->long_lived_pending, root->long_lived_pending + survivors);
        }
        gc_list_merge(heap, young, old);
    }
    TrashNeeds needs = look_at_trash(&pass);
    uint64_t freed = 0;
    bool ran = needs.finalizers; /* Python, since the trash was found */
    if (needs.weak_links) {
        bool called;
        freed = handle_weakrefs(heap, trash, old, &called);
        ran = ran || called;
    }
    if (needs.finalizers) finalize_trash(heap, trash, still);
    if (heap->failure != HEAP_OK) {
        gc_pass_end(&pass);
        return 0;
    }
    if (ran) {
        gc_pass_end(&pass);
        deduce_unreachable(&pass, heap, trash, still);
    } else {
        gc_list_merge(heap, trash, still);
    }
    tell(heap, GC_AT_FINALIZED, 0);
    /* What finalizers brought back joins the old generation with all that it reaches
     * (handle_resurrected_objects). */
    gc_list_merge(heap, trash, old);
    uint64_t found = freed + pass.members.count;
    clear_trash(&pass, still, old);
    gc_pass_end(&pass);
    tell(heap, GC_AT_CLEARED, found);
    if (generation == FULL) clear_free_lists(heap);
    heap_set(heap, root->collections[generation], root->collections[generation] + 1);
    heap_set(heap, root->collected[generation], root->collected[generation] + found);
    return found;
}

/* `how` of the event: GC_BEGAN_BY_ITSELF or 0. */
static uint64_t collect(Heap *heap, unsigned generation, bool silent, uint32_t how) {
    const HeapRoot *root = heap_root(heap);
    assert(generation < HEAP_GENERATIONS);
    if (root->gc_collecting || heap->failure != HEAP_OK) return 0;
    heap_set(heap, root->gc_collecting, 1);
    if (heap->host.event) {
        heap->host.event(heap->host.context, HEAP_COLLECTION_BEGAN, REF_NULL, generation | how);
    }
    silent = silent || !heap->host.collection || !root->gc_callbacks;
    if (!silent && list_size(heap, root->gc_callbacks)) {
        heap->host.collection(heap->host.context, false, generation, 0);
    }
    if (heap->failure != HEAP_OK) return 0;
    uint64_t found = collect_main(heap, generation);
    if (heap->failure != HEAP_OK) return found;
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
    return collect(heap, generation, false, 0);
}

uint64_t gc_collect_silently(Heap *heap, unsigned generation) {
    return collect(heap, generation, true, 0);
}

uint64_t gc_collect_by_itself(Heap *heap, unsigned generation) {
    return collect(heap, generation, false, GC_BEGAN_BY_ITSELF);
}

/* gc_collect_generations: the oldest generation whose count is over its threshold; the full one
 * only once a quarter of the long-lived objects is new. */
static void collect_generations(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    for (unsigned i = HEAP_GENERATIONS; i-- > 0;) {
        if (root->generations[i].count <= root->generations[i].threshold) continue;
        if (i == FULL && root->long_lived_pending < root->long_lived_total / 4) continue;
        gc_collect_by_itself(heap, i);
        return;
    }
}

void gc_count_allocation(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    const Generation *youngest = &root->generations[0];
    heap_set(heap, youngest->count, youngest->count + 1);
    bool due = youngest->count > youngest->threshold && youngest->threshold && root->gc_enabled &&
               !root->gc_collecting && heap->failure == HEAP_OK;
    if (!due) return;
    if (heap->host.is_raising && heap->host.is_raising(heap->host.context)) return;
    collect_generations(heap);
}
