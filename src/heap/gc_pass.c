#include "heap/gc_pass.h"

#include "heap/referents.h"

enum { AHEAD = 12 /* members whose memory is asked for before their turn */ };

void gc_pass_copy(GcPass *pass, Heap *heap, Ref list) {
    *pass = (GcPass){.heap = heap, .marks = heap->image.scratch};
    Ref node = heap_at(heap, GcHead, list)->next;
    while (node != list) {
        Ref object = gc_object(node);
        const Object *head = heap_object(heap, object);
        node = heap_at(heap, GcHead, node)->next;
        *gc_pass_mark(pass, object) = head->refcount << GC_STATE_BITS | GC_UNKNOWN;
        pass->kinds |= UINT64_C(1) << head->kind;
        array_push(&pass->members, object);
    }
}

_Static_assert(KIND_COUNT <= 64, "GcPass.kinds has a bit for each kind");

/* ---- all references of a member ---- */

typedef struct RowVisitor {
    Visitor visitor; /* first */
    VisitReferent visit;
    GcPass *pass;
} RowVisitor;

static void visit_from_row(Visitor *visitor, Slot slot, Ref target) {
    RowVisitor *self = (RowVisitor *)visitor;
    self->visit(self->pass, slot, target);
}

/* kind_traverse with a `visit` that is known at compile time, for the kinds that make up most of a
 * heap; the others by their rows. */
static inline __attribute__((always_inline)) void walk_member(GcPass *pass, Ref object,
                                                              VisitReferent visit) {
    const Heap *heap = pass->heap;
    if (heap_type_of(heap, object)->flags & TYPE_HEAP) instance_walk(heap, object, visit, pass);
    switch (heap_kind(heap, object)) {
    case KIND_INSTANCE: return;
    case KIND_LIST: list_walk(heap, object, visit, pass); return;
    case KIND_TUPLE: tuple_walk(heap, object, visit, pass); return;
    case KIND_DICT: dict_walk(heap, object, false, visit, pass); return;
    default: break;
    }
    const KindRow *row = kind_row(heap_kind(heap, object));
    RowVisitor visitor = {.visitor = {.visit = visit_from_row}, .visit = visit, .pass = pass};
    if (row->traverse) row->traverse(heap, object, &visitor.visitor);
}

static inline void ask_ahead(const GcPass *pass, size_t i) {
    if (i + AHEAD >= pass->members.count) return;
    __builtin_prefetch(heap_object(pass->heap, pass->members.items[i + AHEAD]));
}

/* ---- subtract ---- */

static inline void visit_subtract(void *context, Slot slot, Ref target) {
    (void)slot;
    uint32_t *mark = gc_pass_mark(context, target);
    if (*mark >= GC_ONE_REF) *mark -= GC_ONE_REF;
}

void gc_pass_subtract(GcPass *pass) {
    for (size_t i = 0; i < pass->members.count; i++) {
        ask_ahead(pass, i);
        walk_member(pass, pass->members.items[i], visit_subtract);
    }
}

/* ---- reach ---- */

/* visit_reachable */
static inline void visit_reach(void *context, Slot slot, Ref target) {
    (void)slot;
    GcPass *pass = context;
    uint32_t *mark = gc_pass_mark(pass, target);
    switch ((GcState)(*mark & GC_STATE_MASK)) {
    case GC_UNKNOWN: *mark |= GC_ONE_REF; break;
    case GC_SUSPECTED:
        *mark = GC_ONE_REF | GC_RESCUED;
        array_push(&pass->rescued, target);
        break;
    default: break;
    }
}

/* move_unreachable: the list in order, then those that were suspected too early, as they come. */
void gc_pass_reach(GcPass *pass) {
    for (size_t i = 0; i < pass->members.count; i++) {
        ask_ahead(pass, i);
        Ref object = pass->members.items[i];
        uint32_t *mark = gc_pass_mark(pass, object);
        if (*mark < GC_ONE_REF) {
            *mark = GC_SUSPECTED;
            pass->suspected++;
            continue;
        }
        *mark += GC_REACHED - GC_UNKNOWN;
        walk_member(pass, object, visit_reach);
    }
    for (size_t i = 0; i < pass->rescued.count; i++) {
        walk_member(pass, pass->rescued.items[i], visit_reach);
    }
    pass->suspected -= pass->rescued.count;
}

/* ---- split ---- */

void gc_pass_split(GcPass *pass, Ref list, Ref unreachable) {
    Heap *heap = pass->heap;
    pass->kept = pass->members.count - pass->suspected;
    if (!pass->suspected && !pass->rescued.count) {
        for (size_t i = 0; i < pass->members.count; i++) {
            *gc_pass_mark(pass, pass->members.items[i]) = 0;
        }
        array_clear(&pass->members);
        return;
    }
    Ref last = list, last_suspected = heap_at(heap, GcHead, unreachable)->prev;
    size_t suspected = 0;
    GcState before = GC_NO_MEMBER;
    for (size_t i = 0; i < pass->members.count; i++) {
        Ref object = pass->members.items[i], node = object - 1;
        GcState state = gc_pass_state(pass, object);
        *gc_pass_mark(pass, object) = 0;
        bool linked = state == before; /* neighbours that stay neighbours */
        before = state;
        if (state == GC_REACHED) {
            last = linked ? node : gc_list_link(heap, last, node);
        } else if (state == GC_SUSPECTED) {
            last_suspected = linked ? node : gc_list_link(heap, last_suspected, node);
            pass->members.items[suspected++] = object;
        }
    }
    assert(suspected == pass->suspected);
    pass->members.count = suspected;
    for (size_t i = 0; i < pass->rescued.count; i++) {
        last = gc_list_link(heap, last, pass->rescued.items[i] - 1);
    }
    gc_list_link(heap, last, list);
    gc_list_link(heap, last_suspected, unreachable);
}

void gc_pass_end(GcPass *pass) {
    array_deinit(&pass->members);
    array_deinit(&pass->rescued);
}
