/* Deallocation: what happens when a refcount reaches 0.
 *
 * CPython recurses; here the objects that are dying stand on a worklist in the image, each with how
 * far it has come, so that a finalizer can stop the machine in the middle of a cascade and nothing
 * is in C locals. The order of all effects is CPython's depth-first order. The trashcan
 * (Objects/object.c, _PyTrash_begin: nesting of 50) puts deeper containers off until the nesting
 * has unwound, since that changes the order of finalizers. */
#include "heap/dict.h"
#include "heap/gc.h"
#include "heap/heap.h"
#include "heap/kind.h"

enum { TRASHCAN_DEPTH = 50, DYING_MAX = IMAGE_STATIC - IMAGE_DYING };

typedef enum Phase {
    PHASE_FINALIZE = DYING_FINALIZE,
    PHASE_WEAKREFS,
    PHASE_SLOTS,
    PHASE_VALUES,
    PHASE_BASE_WEAKREFS, /* of subclasses of built-ins that clear theirs themselves */
    PHASE_RECORD,
    PHASE_FREE,
    PHASE_TYPE,
    PHASE_END,
    PHASE_CHAIN /* no object: works off what the trashcan put off */
} Phase;

static const Dying *top(const Heap *heap) {
    return heap_at(heap, Dying, IMAGE_DYING) + (heap_root(heap)->dying_count - 1);
}

static void push(Heap *heap, Ref object, Ref type, Phase phase) {
    const HeapRoot *root = heap_root(heap);
    if (root->dying_count == DYING_MAX) {
        heap->failure = HEAP_TOO_DEEP;
        return;
    }
    heap_set(heap, root->dying_count, root->dying_count + 1);
    heap_set(heap, top(heap)->object, object);
    heap_set(heap, top(heap)->cursor, 0);
    heap_set(heap, top(heap)->phase, (uint32_t)phase);
    heap_set(heap, top(heap)->type, type);
}

static void pop(Heap *heap) {
    heap_set(heap, heap_root(heap)->dying_count, heap_root(heap)->dying_count - 1);
}

static bool uses_trashcan(const Heap *heap, Ref object) {
    return (heap_type_of(heap, object)->flags & TYPE_HEAP && heap_is_gc(heap, object)) ||
           kind_row(heap_kind(heap, object))->trashcan;
}

/* An object whose count has just become 0 enters the worklist, or waits in the trashcan. */
static void begin(Heap *heap, Ref object) {
    const HeapRoot *root = heap_root(heap);
    if (uses_trashcan(heap, object)) {
        heap_untrack(heap, object);
        if (root->trash_nesting >= TRASHCAN_DEPTH) {
            heap_set(heap, heap_gc_head(heap, object)->prev, root->trash_later);
            heap_set(heap, root->trash_later, object);
            return;
        }
        heap_set(heap, root->trash_nesting, root->trash_nesting + 1);
    }
    push(heap, object, heap_type(heap, object), PHASE_FINALIZE);
}

/* A reference of a dying object is dropped. */
static void drop(Heap *heap, Ref held) {
    const Object *head = heap_object(heap, held);
    assert(head->refcount > 0);
    heap_set(heap, head->refcount, head->refcount - 1);
    if (head->refcount == 0) begin(heap, held);
}

static void enter(Heap *heap, Phase phase) {
    heap_set(heap, top(heap)->phase, (uint32_t)phase);
}

static void leave(Heap *heap, bool trashcan) {
    const HeapRoot *root = heap_root(heap);
    pop(heap);
    if (!trashcan) return;
    heap_set(heap, root->trash_nesting, root->trash_nesting - 1);
    if (root->trash_later && root->trash_nesting == 0) {
        heap_set(heap, root->trash_nesting, root->trash_nesting + 1);
        push(heap, REF_NULL, REF_NULL, PHASE_CHAIN);
    }
}

/* PyObject_CallFinalizerFromDealloc: at most once for objects with a GC head. True when the
 * finalizer brought the object back. */
static bool finalize(Heap *heap, Ref object) {
    bool wanted = heap_type_of(heap, object)->flags & TYPE_FINALIZER ||
                  kind_row(heap_kind(heap, object))->finalizes;
    if (!wanted || !heap->host.finalize) return false;
    bool gc = heap_is_gc(heap, object);
    if (gc && heap_gc_head(heap, object)->gc_flags & GC_FINALIZED) return false;
    const Object *head = heap_object(heap, object);
    heap_set(heap, head->refcount, 1);
    if (gc) {
        heap_untrack(heap, object);
        heap_track(heap, object);
    }
    heap->host.finalize(heap->host.context, object);
    if (gc) {
        const GcHead *node = heap_gc_head(heap, object);
        heap_set(heap, node->gc_flags, node->gc_flags | GC_FINALIZED);
    }
    heap_set(heap, head->refcount, head->refcount - 1);
    if (head->refcount > 0) return true;
    heap_untrack(heap, object);
    return false;
}

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

static Ref take_value(Heap *heap, const Dying *dying) {
    Ref object = dying->object;
    const Type *type = heap_at(heap, Type, dying->type);
    if (heap_object(heap, object)->flags & OBJECT_PREHEADER) {
        const Preheader *before = heap_preheader(heap, object);
        if (before->values) {
            uint32_t cursor = dying->cursor;
            Ref value = instance_take_value(heap, object, &cursor);
            heap_set(heap, top(heap)->cursor, cursor);
            return value;
        }
        return take_slot(heap, &before->dict);
    }
    const Ref *slot = type->flags & TYPE_HEAP ? kind_added_dict_slot(heap, object) : NULL;
    return slot ? take_slot(heap, slot) : REF_NULL;
}

static Ref take_record(Heap *heap, const Dying *dying) {
    const KindRow *row = kind_row(heap_kind(heap, dying->object));
    if (!row->take) return REF_NULL;
    uint32_t cursor = dying->cursor;
    Ref held = row->take(heap, dying->object, &cursor);
    heap_set(heap, top(heap)->cursor, cursor);
    return held;
}

static void free_memory(Heap *heap, Ref object, Ref type) {
    const HeapRoot *root = heap_root(heap);
    const KindRow *row = kind_row(heap_kind(heap, object));
    heap_untrack(heap, object);
    heap_set(heap, heap_object(heap, object)->serial, 0);
    heap_set(heap, root->objects_live, root->objects_live - 1);
    if (row->free && !(heap_at(heap, Type, type)->flags & TYPE_HEAP)) {
        row->free(heap, object);
    } else {
        heap_free_object(heap, object);
    }
}

/* Works off one object put off by the trashcan. */
static void step_chain(Heap *heap) {
    const HeapRoot *root = heap_root(heap);
    Ref object = root->trash_later;
    if (!object) {
        pop(heap);
        heap_set(heap, root->trash_nesting, root->trash_nesting - 1);
        return;
    }
    const GcHead *node = heap_gc_head(heap, object);
    heap_set(heap, root->trash_later, node->prev);
    heap_set(heap, node->prev, REF_NULL);
    begin(heap, object);
}

static void clear_weakrefs(Heap *heap, Ref object, Ref type) {
    if (heap_at(heap, Type, type)->weak_offset && heap->host.clear_weakrefs) {
        heap->host.clear_weakrefs(heap->host.context, object);
    }
}

/* Whether a class got its place for weak references from a built-in, whose deallocation then clears
 * them, after slots and dict have gone (subtype_dealloc). */
static bool base_has_weakrefs(const Heap *heap, Ref type) {
    const Type *self = heap_at(heap, Type, type);
    if (!(self->flags & TYPE_HEAP)) return false;
    while (self->flags & TYPE_HEAP) self = heap_at(heap, Type, self->base);
    return self->weak_offset != 0;
}

/* The next thing that the top of the worklist has to do. */
static void step(Heap *heap) {
    const Dying *dying = top(heap);
    Ref object = dying->object, type = dying->type, held;
    switch ((Phase)dying->phase) {
    case PHASE_FINALIZE:
        /* gen_dealloc clears them before it closes the generator */
        if (heap_kind(heap, object) == KIND_GENERATOR) clear_weakrefs(heap, object, type);
        if (finalize(heap, object)) {
            leave(heap, uses_trashcan(heap, object));
            return;
        }
        heap_untrack(heap, object);
        if (heap->host.event) heap->host.event(heap->host.context, HEAP_FREED, object, 0);
        enter(heap, PHASE_WEAKREFS);
        return;
    case PHASE_WEAKREFS:
        enter(heap, PHASE_SLOTS);
        if (!base_has_weakrefs(heap, type)) clear_weakrefs(heap, object, type);
        return;
    case PHASE_SLOTS:
        held = take_class_slot(heap, object, type);
        if (!held) enter(heap, PHASE_VALUES);
        break;
    case PHASE_VALUES:
        held = take_value(heap, dying);
        if (!held) {
            heap_set(heap, dying->cursor, 0);
            enter(heap, PHASE_BASE_WEAKREFS);
        }
        break;
    case PHASE_BASE_WEAKREFS:
        enter(heap, PHASE_RECORD);
        if (base_has_weakrefs(heap, type)) clear_weakrefs(heap, object, type);
        return;
    case PHASE_RECORD:
        held = take_record(heap, dying);
        if (!held) enter(heap, PHASE_FREE);
        break;
    case PHASE_FREE: {
        bool trashcan = uses_trashcan(heap, object);
        heap_set(heap, dying->cursor, trashcan);
        free_memory(heap, object, type);
        heap_set(heap, dying->object, REF_NULL);
        enter(heap, PHASE_TYPE);
        return;
    }
    case PHASE_TYPE:
        held = heap_at(heap, Type, type)->flags & TYPE_HEAP ? type : REF_NULL;
        enter(heap, PHASE_END);
        break;
    case PHASE_END: leave(heap, dying->cursor); return;
    case PHASE_CHAIN: step_chain(heap); return;
    default: assert(!"unknown phase"); return;
    }
    if (held) drop(heap, held);
}

void heap_dealloc(Heap *heap, Ref object) {
    assert(!(heap_object(heap, object)->flags & OBJECT_STATIC));
    uint32_t base = heap_root(heap)->dying_count;
    begin(heap, object);
    while (heap_root(heap)->dying_count > base && heap->failure == HEAP_OK) step(heap);
}
