/* Deallocation: what happens when a refcount reaches 0.
 *
 * CPython recurses; here the objects that are dying stand on a worklist (Heap.cascade), each with
 * how far it has come. Before Python may run, in a finalizer or a weak reference's callback, the
 * worklist is shown in the image, where undo, heap_check and who-holds-it find it; between that, it
 * costs nothing to keep. The order of all effects is CPython's depth-first order. The trashcan
 * (Objects/object.c, _PyTrash_begin: nesting of 50) puts deeper containers off until the nesting
 * has unwound, since that changes the order of finalizers. */
#include "heap/alloc.h"
#include "heap/gc_bulk.h"
#include "heap/list.h"
#include "heap/referents.h"
#include "heap/weakref.h"

enum { TRASHCAN_DEPTH = 50, DYING_MAX = IMAGE_STATIC - IMAGE_DYING };

typedef enum Phase {
    PHASE_FINALIZE = DYING_FINALIZE,
    PHASE_PLAIN, /* a plain instance, from beginning to end */
    PHASE_LIST,  /* an exact list, the same */
    PHASE_WEAKREFS,
    PHASE_SLOTS, /* of user classes only, as PHASE_VALUES */
    PHASE_VALUES,
    PHASE_RECORD,
    PHASE_END,  /* the memory is given back; its cursor tells whether it counted for the trashcan */
    PHASE_CHAIN /* no object: works off what the trashcan put off */
} Phase;

/* ---- the worklist ---- */

static void push(Heap *heap, Ref object, Ref type, Phase phase) {
    Cascade *cascade = &heap->cascade;
    if (cascade->bottom + cascade->dying.count == DYING_MAX) {
        heap->failure = HEAP_TOO_DEEP;
        return;
    }
    if (cascade->shown > cascade->dying.count) cascade->shown = cascade->dying.count;
    array_push(&cascade->dying, ((Dying){object, 0, (uint32_t)phase, type}));
}

/* The entry on top as it is now. */
static void save(Heap *heap, const Dying *work) {
    Cascade *cascade = &heap->cascade;
    array_last(&cascade->dying) = *work;
    if (cascade->shown == cascade->dying.count) cascade->shown--;
}

/* The books of what was freed since they were last brought up to date. */
static void settle_books(Heap *heap) {
    Cascade *cascade = &heap->cascade;
    const HeapRoot *root = heap_root(heap);
    if (!cascade->freed && !cascade->freed_bytes) return;
    heap_set(heap, root->objects_live, root->objects_live - cascade->freed);
    alloc_account_freed(heap, cascade->freed_bytes);
    gc_count_freed(heap, cascade->freed_counted);
    cascade->freed = cascade->freed_counted = 0;
    cascade->freed_bytes = 0;
}

void heap_show_deaths(Heap *heap) {
    Cascade *cascade = &heap->cascade;
    const HeapRoot *root = heap_root(heap);
    if (heap->bulk) gc_bulk_break(heap);
    settle_books(heap);
    size_t count = cascade->dying.count;
    const Dying *shown = heap_at(heap, Dying, IMAGE_DYING) + cascade->bottom;
    for (size_t i = cascade->shown; i < count; i++) {
        image_write_granule(&heap->image, &shown[i], &cascade->dying.items[i]);
    }
    cascade->shown = count;
    heap_set(heap, root->dying_count, cascade->bottom + (uint32_t)count);
    heap_set(heap, root->trash_nesting, cascade->nesting);
}

/* ---- the beginning and the end of a death ---- */

static bool uses_trashcan(const Heap *heap, Ref object) {
    return (heap_type_of(heap, object)->flags & TYPE_HEAP && heap_is_gc(heap, object)) ||
           kind_row(heap_kind(heap, object))->trashcan;
}

static void untrack(Heap *heap, Ref object) {
    if (!gc_bulk_has(heap, object)) heap_untrack(heap, object);
}

static void tell_freed(Heap *heap, Ref object) {
    if (heap->host.event) heap->host.event(heap->host.context, HEAP_FREED, object, 0);
}

/* Gives the memory back, through the row where the kind has a free list. */
static void free_memory(Heap *heap, Ref object, const Type *type) {
    const KindRow *row = kind_row(heap_kind(heap, object));
    const Object *head = heap_object(heap, object);
    assert(gc_bulk_has(heap, object) || !heap_is_tracked(heap, object));
    heap_set(heap, head->serial, 0);
    Cascade *cascade = &heap->cascade;
    cascade->freed++;
    if (row->free && !(type->flags & TYPE_HEAP)) {
        row->free(heap, object);
    } else {
        cascade->freed_counted += head->flags & OBJECT_GC ? 1 : 0;
        cascade->freed_bytes += alloc_release(heap, object - heap_granules_before(head->flags));
    }
    gc_bulk_forget(heap, object);
}

/* Waits in the trashcan until the nesting has unwound. */
static void put_off(Heap *heap, Ref object) {
    const HeapRoot *root = heap_root(heap);
    image_set_pair(&heap->image, &heap_gc_head(heap, object)->next, REF_NULL, root->trash_later);
    heap_set(heap, root->trash_later, object);
}

/* Most of what dies is an instance with its values beside it, and no finalizer, weak reference or
 * slots: all that happens is that the values are dropped. */
static inline bool is_plain(const Heap *heap, Ref object, const Type *type) {
    enum { WANTED = TYPE_HEAP | TYPE_MANAGED_DICT, UNWANTED = TYPE_FINALIZER | TYPE_SLOTTED };
    if ((type->flags & (WANTED | UNWANTED)) != WANTED || type->kind != KIND_INSTANCE) return false;
    if (!heap_preheader(heap, object)->values) return false;
    const Ref *weak = weakref_list(heap, object);
    return !(weak && *weak);
}

/* The phase with which a container begins to die. */
static inline Phase first_phase(const Heap *heap, Ref object, const Type *type) {
    if (type->flags & TYPE_HEAP) return is_plain(heap, object, type) ? PHASE_PLAIN : PHASE_FINALIZE;
    return type->kind == KIND_LIST ? PHASE_LIST : PHASE_FINALIZE;
}

static inline bool is_simple(uint32_t phase) {
    return phase == PHASE_PLAIN || phase == PHASE_LIST;
}

/* A plain instance or a list enters the worklist, or waits in the trashcan. */
static inline void begin_simple(Heap *heap, Ref object, Ref type, Phase phase) {
    untrack(heap, object);
    if (heap->cascade.nesting >= TRASHCAN_DEPTH) {
        put_off(heap, object);
        return;
    }
    heap->cascade.nesting++;
    push(heap, object, type, phase);
    tell_freed(heap, object);
}

/* Instances of a built-in type of which nobody has to be told before their references are dropped.
 */
static bool dies_quietly(const KindRow *row, const Type *type) {
    return !(type->flags & TYPE_HEAP) && !row->finalizes && !type->weak_offset;
}

/* Neither a plain instance nor a list. */
static void begin_other(Heap *heap, Ref object, Ref type_ref) {
    const Type *type = heap_at(heap, Type, type_ref);
    const KindRow *row = kind_row(heap_kind(heap, object));
    bool quiet = dies_quietly(row, type);
    if (row->leaf && quiet) {
        tell_freed(heap, object);
        free_memory(heap, object, type);
        return;
    }
    bool trashcan = uses_trashcan(heap, object);
    if (quiet || trashcan) untrack(heap, object);
    if (trashcan) {
        if (heap->cascade.nesting >= TRASHCAN_DEPTH) {
            put_off(heap, object);
            return;
        }
        heap->cascade.nesting++;
    }
    push(heap, object, type_ref, quiet ? PHASE_RECORD : PHASE_FINALIZE);
    if (quiet) tell_freed(heap, object);
}

/* An object whose count has just become 0 is freed at once when it holds nothing; else it enters
 * the worklist, or waits in the trashcan. */
static inline void begin(Heap *heap, Ref object) {
    Ref type = heap_type(heap, object);
    Phase phase = first_phase(heap, object, heap_at(heap, Type, type));
    if (is_simple(phase)) {
        begin_simple(heap, object, type, phase);
    } else {
        begin_other(heap, object, type);
    }
}

static void leave(Heap *heap, bool trashcan) {
    Cascade *cascade = &heap->cascade;
    (void)array_pop(&cascade->dying);
    if (!trashcan) return;
    cascade->nesting--;
    if (cascade->nesting == 0 && heap_root(heap)->trash_later != cascade->later_bottom) {
        cascade->nesting++;
        push(heap, REF_NULL, REF_NULL, PHASE_CHAIN);
    }
}

/* Works off one object put off by the trashcan. */
static void step_chain(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    Ref object = root->trash_later;
    if (object == heap->cascade.later_bottom) {
        (void)array_pop(&heap->cascade.dying);
        heap->cascade.nesting--;
        return;
    }
    const GcHead *node = heap_gc_head(heap, object);
    heap_set(heap, root->trash_later, node->prev);
    heap_set(heap, node->prev, REF_NULL);
    begin(heap, object);
}

/* ---- what may run Python ---- */

/* PyObject_CallFinalizerFromDealloc: at most once for objects with a GC head. True when the
 * finalizer brought the object back, and after a failure. */
static bool finalize(Heap *heap, Ref object) {
    bool wanted = heap_type_of(heap, object)->flags & TYPE_FINALIZER ||
                  kind_row(heap_kind(heap, object))->finalizes;
    if (!wanted || !heap->host.finalize) return false;
    bool gc = heap_is_gc(heap, object);
    if (gc && heap_gc_head(heap, object)->gc_flags & GC_FINALIZED) return false;
    heap_show_deaths(heap);
    const Object *head = heap_object(heap, object);
    heap_set(heap, head->refcount, 1);
    if (gc) {
        heap_untrack(heap, object);
        heap_track(heap, object);
    }
    heap->host.finalize(heap->host.context, object);
    if (heap->failure != HEAP_OK) return true;
    if (gc) {
        const GcHead *node = heap_gc_head(heap, object);
        heap_set(heap, node->gc_flags, node->gc_flags | GC_FINALIZED);
    }
    heap_set(heap, head->refcount, head->refcount - 1);
    if (head->refcount > 0) return true;
    heap_untrack(heap, object);
    return false;
}

/* The host is asked only where somebody may have to be told: callbacks, and the list of subclasses
 * that each class is in. False after a failure. */
static bool clear_weakrefs(Heap *heap, const Dying *work) {
    const Ref *list = weakref_list(heap, work->object);
    if (!list || !heap->host.clear_weakrefs) return true;
    if (!*list && heap_kind(heap, work->object) != KIND_TYPE) return true;
    save(heap, work);
    heap_show_deaths(heap);
    heap->host.clear_weakrefs(heap->host.context, work->object);
    return heap->failure == HEAP_OK;
}

/* Whether a class got its place for weak references from a built-in, whose deallocation then clears
 * them, after slots and dict have gone (subtype_dealloc). */
static bool base_has_weakrefs(const Heap *heap, const Type *type) {
    while (type->flags & TYPE_HEAP) type = heap_at(heap, Type, type->base);
    return type->weak_offset != 0;
}

/* ---- what a dying object holds ---- */

/* The next reference in the slots of a user class and its bases, each class's own slots ascending,
 * the derived class first (clear_slots in subtype_dealloc). */
static Ref take_class_slot(Heap *heap, Ref object, Ref type) {
    for (; type && heap_at(heap, Type, type)->flags & TYPE_HEAP;
         type = heap_at(heap, Type, type)->base) {
        const Type *self = heap_at(heap, Type, type);
        for (uint32_t i = 0; i < self->slots_count; i++) {
            size_t offset = self->slots_offset + (size_t)i * 8;
            const Ref *slot = (const Ref *)(heap_at(heap, uint8_t, object) + offset);
            if (*slot) return take_slot(heap, slot);
        }
    }
    return REF_NULL;
}

/* A reference less to an object; true when it was the last. */
static inline bool drop_count(Heap *heap, Ref object) {
    uint32_t count = heap_refcount(heap, object);
    assert(count > 0);
    heap_set_refcount(heap, object, count - 1);
    return count == 1;
}

/* A reference of the dying object is dropped. True when that ended its target's life, too, and the
 * work goes on there. */
static bool drop(Heap *heap, const Dying *work, Ref held) {
    if (!drop_count(heap, held)) return false;
    size_t depth = heap->cascade.dying.count;
    save(heap, work);
    begin(heap, held);
    return heap->cascade.dying.count > depth || heap->failure != HEAP_OK;
}

/* Drops the values beside an instance and frees their block; true when another object dies. */
static bool drop_inline_values(Heap *heap, Dying *work) {
    const Preheader *before = heap_preheader(heap, work->object);
    Ref block = before->values, held;
    while ((held = values_take(heap, heap_at(heap, InlineValues, block), &work->cursor))) {
        if (drop(heap, work, held)) return true;
    }
    heap_set(heap, before->values, REF_NULL);
    heap->cascade.freed_bytes += alloc_release(heap, block);
    return false;
}

/* Drops inline values or dict of an instance of a user's class; true when another object dies. */
static bool drop_values(Heap *heap, Dying *work, const Type *type) {
    Ref held;
    if (!(heap_object(heap, work->object)->flags & OBJECT_PREHEADER)) {
        const Ref *slot = type->dict_offset ? kind_added_dict_slot(heap, work->object) : NULL;
        held = slot ? take_slot(heap, slot) : REF_NULL;
        return held && drop(heap, work, held);
    }
    const Preheader *before = heap_preheader(heap, work->object);
    if (before->values) return drop_inline_values(heap, work);
    held = take_slot(heap, &before->dict);
    return held && drop(heap, work, held);
}

/* subtype_dealloc: what a user's class adds to its built-in base. True when another object dies,
 * and after a failure. */
static bool run_instance(Heap *heap, Dying *work, const Type *type) {
    Ref held;
    bool late = type->weak_offset && base_has_weakrefs(heap, type);
    switch (work->phase) {
    case PHASE_WEAKREFS:
        work->phase = PHASE_SLOTS;
        if (!late && !clear_weakrefs(heap, work)) return true;
        /* fall through */
    case PHASE_SLOTS:
        while ((held = take_class_slot(heap, work->object, work->type))) {
            if (drop(heap, work, held)) return true;
        }
        work->phase = PHASE_VALUES;
        /* fall through */
    case PHASE_VALUES:
        if (drop_values(heap, work, type)) return true;
        work->cursor = 0;
        work->phase = PHASE_RECORD;
        return late && !clear_weakrefs(heap, work);
    default: return false;
    }
}

/* The memory is given back, and the type that the instance held. */
static inline void end_of(Heap *heap, Dying *work, const Type *type, bool trashcan) {
    Ref object = work->object;
    work->cursor = trashcan;
    work->object = REF_NULL;
    work->phase = PHASE_END;
    free_memory(heap, object, type);
    if (type->flags & TYPE_HEAP && drop(heap, work, work->type)) return;
    leave(heap, work->cursor);
}

/* Drops what a plain instance or a list holds until something dies of it, which is returned; null
 * when nothing is left. */
static inline Ref drop_until_dead(Heap *heap, Dying *work) {
    Ref object = work->object, held;
    if (work->phase == PHASE_LIST) {
        while ((held = list_take_item(heap, object, &work->cursor))) {
            if (drop_count(heap, held)) return held;
        }
    } else {
        Ref block = heap_preheader(heap, object)->values;
        const InlineValues *values = heap_at(heap, InlineValues, block);
        while ((held = values_take(heap, values, &work->cursor))) {
            if (drop_count(heap, held)) return held;
        }
    }
    return REF_NULL;
}

/* free_memory where the memory returns to the allocator: of the object, and of a block that it
 * had to itself. The object's other fields are left as they are. */
static inline void release(Heap *heap, Ref object, uint32_t before, Ref block) {
    Cascade *cascade = &heap->cascade;
    assert(gc_bulk_has(heap, object) || !heap_is_tracked(heap, object));
    heap_set(heap, heap_object(heap, object)->serial, 0);
    cascade->freed++;
    cascade->freed_counted++;
    if (block) cascade->freed_bytes += alloc_release(heap, block);
    cascade->freed_bytes += alloc_release(heap, object - before);
    gc_bulk_forget(heap, object);
}

/* A list whose items are gone goes to the free list while that has room. */
static inline void release_list(Heap *heap, const Dying *work) {
    if (heap_root(heap)->free_list_count < LIST_FREE_MAX) {
        uint32_t cursor = work->cursor;
        kind_list.take(heap, work->object, &cursor);
        free_memory(heap, work->object, heap_at(heap, Type, work->type));
    } else {
        release(heap, work->object, 1, heap_at(heap, List, work->object)->items);
    }
}

/* Works on plain instances and lists, one that dies of another after the other, until something
 * else is on top of the worklist or no more than `base` entries are left. */
static void run_simple(Heap *heap, size_t base) {
    Cascade *cascade = &heap->cascade;
    Dying work = array_last(&cascade->dying);
    while (heap->failure == HEAP_OK) {
        Ref dead = drop_until_dead(heap, &work);
        if (!dead) {
            if (work.phase == PHASE_LIST) {
                release_list(heap, &work);
            } else {
                release(heap, work.object, 2, heap_preheader(heap, work.object)->values);
                if (drop_count(heap, work.type)) dead = work.type;
            }
            if (!dead) {
                leave(heap, true);
                if (cascade->dying.count == base) return;
                work = array_last(&cascade->dying);
                if (!is_simple(work.phase)) return;
                continue;
            }
            work = (Dying){.cursor = true, .phase = PHASE_END, .type = work.type};
        }
        save(heap, &work);
        begin(heap, dead);
        work = array_last(&cascade->dying);
        if (!is_simple(work.phase)) return;
    }
}

/* Works on the entry on top of the worklist until its object is gone, or another one begins to die
 * of it. */
static void run_top(Heap *heap, size_t base) {
    Cascade *cascade = &heap->cascade;
    Dying work = array_last(&cascade->dying);
    Ref object = work.object, held;
    switch ((Phase)work.phase) {
    case PHASE_PLAIN:
    case PHASE_LIST: run_simple(heap, base); return;
    case PHASE_END: leave(heap, work.cursor); return;
    case PHASE_CHAIN: step_chain(heap); return;
    case PHASE_FINALIZE:
        /* gen_dealloc clears them before it closes the generator */
        if (heap_kind(heap, object) == KIND_GENERATOR && !clear_weakrefs(heap, &work)) return;
        if (finalize(heap, object)) {
            leave(heap, uses_trashcan(heap, object));
            return;
        }
        work.type = heap_type(heap, object); /* a finalizer may have changed it */
        untrack(heap, object);
        tell_freed(heap, object);
        work.phase = PHASE_WEAKREFS;
        break;
    default: break;
    }
    const Type *type = heap_at(heap, Type, work.type);
    if (type->flags & TYPE_HEAP) {
        if (run_instance(heap, &work, type)) return;
    } else if (work.phase == PHASE_WEAKREFS) {
        work.phase = PHASE_RECORD;
        if (!clear_weakrefs(heap, &work)) return;
    }
    const KindRow *row = kind_row(heap_kind(heap, object));
    while (row->take && (held = row->take(heap, object, &work.cursor))) {
        if (drop(heap, &work, held)) return;
    }
    end_of(heap, &work, type, uses_trashcan(heap, object));
}

void heap_dealloc(Heap *heap, Ref object) {
    if (heap->failure != HEAP_OK) return;
    assert(!(heap_object(heap, object)->flags & OBJECT_STATIC));
    const HeapRoot *root = heap_root(heap);
    Cascade *cascade = &heap->cascade;
    size_t base = cascade->dying.count;
    if (base == 0) {
        cascade->bottom = root->dying_count;
        cascade->later_bottom = root->trash_later;
        cascade->nesting = 0;
    }
    uint32_t nesting = cascade->nesting;
    begin(heap, object);
    while (cascade->dying.count > base && heap->failure == HEAP_OK) run_top(heap, base);
    if (heap->failure != HEAP_OK) {
        cascade->dying.count = base;
        cascade->nesting = nesting;
    }
    if (root->dying_count > cascade->bottom + base) { /* some of it was shown */
        heap_set(heap, root->dying_count, cascade->bottom + (uint32_t)base);
        heap_set(heap, root->trash_nesting, cascade->nesting);
    }
    if (cascade->shown > base) cascade->shown = base;
    settle_books(heap);
}
