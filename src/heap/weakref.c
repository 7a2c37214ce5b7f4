#include "heap/weakref.h"

#include "heap/kind.h"

Ref weakref_target(const Heap *heap, Ref weak) {
    Ref object = weakref_at(heap, weak)->referent;
    return object && heap_refcount(heap, object) > 0 ? object : REF_NULL;
}

void weakref_find_shared(const Heap *heap, Ref object, Ref *plain, Ref *proxy) {
    Ref at = *weakref_list(heap, object);
    *plain = *proxy = REF_NULL;
    if (!at || weakref_at(heap, at)->callback) return;
    bool exact = !(heap_type_of(heap, at)->flags & TYPE_HEAP);
    if (exact && heap_object(heap, at)->which == WEAKREF_REF) {
        *plain = at;
        at = weakref_at(heap, at)->next;
    }
    if (at && !weakref_at(heap, at)->callback && heap_object(heap, at)->which != WEAKREF_REF) {
        *proxy = at;
    }
}

static void insert_first(Heap *heap, Ref weak, const Ref *list) {
    const Weakref *self = weakref_at(heap, weak);
    Ref next = *list;
    heap_set(heap, self->prev, REF_NULL);
    heap_set(heap, self->next, next);
    if (next) heap_set(heap, weakref_at(heap, next)->prev, weak);
    image_set32(&heap->image, list, weak);
}

static void insert_after(Heap *heap, Ref weak, Ref before) {
    const Weakref *self = weakref_at(heap, weak);
    Ref next = weakref_at(heap, before)->next;
    heap_set(heap, self->prev, before);
    heap_set(heap, self->next, next);
    if (next) heap_set(heap, weakref_at(heap, next)->prev, weak);
    heap_set(heap, weakref_at(heap, before)->next, weak);
}

void weakref_link(Heap *heap, Ref weak, Ref object, Ref callback) {
    const Weakref *self = weakref_at(heap, weak);
    const Ref *list = weakref_list(heap, object);
    Ref plain, proxy;
    weakref_find_shared(heap, object, &plain, &proxy);
    heap_set(heap, self->referent, object);
    heap_set(heap, self->callback, callback);
    bool exact = !(heap_type_of(heap, weak)->flags & TYPE_HEAP);
    Ref before = proxy ? proxy : plain;
    if (!callback && exact) {
        before = heap_object(heap, weak)->which == WEAKREF_REF ? REF_NULL : plain;
    }
    if (before) {
        insert_after(heap, weak, before);
    } else {
        insert_first(heap, weak, list);
    }
}

void weakref_unlink(Heap *heap, Ref weak) {
    const Weakref *self = weakref_at(heap, weak);
    if (!self->referent) return;
    const Ref *list = weakref_list(heap, self->referent);
    if (*list == weak) image_set32(&heap->image, list, self->next);
    if (self->prev) heap_set(heap, weakref_at(heap, self->prev)->next, self->next);
    if (self->next) heap_set(heap, weakref_at(heap, self->next)->prev, self->prev);
    heap_set(heap, self->referent, REF_NULL);
    heap_set(heap, self->next, REF_NULL);
    heap_set(heap, self->prev, REF_NULL);
}

uint32_t weakref_count(const Heap *heap, Ref object) {
    const Ref *list = weakref_list(heap, object);
    uint32_t count = 0;
    for (Ref at = list ? *list : REF_NULL; at; at = weakref_at(heap, at)->next) count++;
    return count;
}

/* ---- the kind's row ---- */

static void traverse(const Heap *heap, Ref object, Visitor *visitor) {
    visit_field(visitor, SLOT_FIELD_CALLBACK, weakref_at(heap, object)->callback);
}

/* weakref_dealloc: leaves the referent's list first. */
static Ref take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    weakref_unlink(heap, object);
    return take_slot(heap, &weakref_at(heap, object)->callback);
}

static void clear(Heap *heap, Ref object) {
    weakref_unlink(heap, object);
    heap_xdecref(heap, take_slot(heap, &weakref_at(heap, object)->callback));
}

const KindRow kind_weakref = {
    .name = "weakref", .traverse = traverse, .clear = clear, .take = take};
