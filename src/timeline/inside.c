#include "timeline/inside.h"

#include "heap/gc.h"
#include "heap/gc_look.h"

/* ---- where they are ---- */

static bool is_free(const TimelineEvent *event, const Snapshot *before) {
    return event->kind == HEAP_FREED && event->container &&
           snapshot_find(before, event->object) != SNAPSHOT_NONE;
}

static void add(InsideStops *out, InsideKind kind, uint32_t event, Handle freed) {
    array_push(out, ((InsideStop){.kind = kind, .event = event, .freed = freed}));
}

void inside_list(const Timeline *timeline, uint32_t stop, const Snapshot *before,
                 InsideStops *out) {
    static const InsideKind kinds[] = {[GC_AT_JUDGED] = INSIDE_REACH,
                                       [GC_AT_FINALIZED] = INSIDE_FINALIZE,
                                       [GC_AT_CLEARED] = INSIDE_CLEAR};
    uint32_t count, freed = 0;
    const TimelineEvent *events = timeline_events(timeline, stop, &count);
    for (uint32_t i = 0; i < count; i++) freed += is_free(&events[i], before);
    for (uint32_t i = 0; i < count; i++) {
        const TimelineEvent *event = &events[i];
        if (event->kind == HEAP_COLLECTION_AT && event->detail == GC_AT_LISTED) {
            /* the image is the same at all three */
            add(out, INSIDE_LISTED, i, (Handle){0});
            add(out, INSIDE_COPY, i, (Handle){0});
            add(out, INSIDE_SUBTRACT, i, (Handle){0});
        } else if (event->kind == HEAP_COLLECTION_AT) {
            add(out, kinds[event->detail], i, (Handle){0});
        } else if (freed <= INSIDE_FREED_MAX && is_free(event, before)) {
            add(out, INSIDE_FREED, i, event->object);
        }
    }
}

/* ---- looking ---- */

/* A place in the events of all steps. */
typedef struct Moment {
    uint32_t stop, event;
} Moment;

typedef struct Look {
    Timeline *timeline;
    Inside *inside;
    SnapshotDetail detail;
    Moment wanted;
    Moment began; /* where the wanted collection lists its objects; stop 0: none is under way */
    unsigned generation;
    bool by_itself;
    bool done;
    void (*visit)(void *context, const Vm *vm); /* at the wanted moment; null: a snapshot is made */
    void *context;
} Look;

/* Whether the wanted moment lies in a collection, and where that has listed its objects. Goes back
 * over the steps of its finalizers. */
static Moment find_listing(const Timeline *timeline, uint32_t stop, uint32_t event) {
    for (;; stop--) {
        uint32_t count;
        const TimelineEvent *events = timeline_events(timeline, stop, &count);
        for (uint32_t i = event < count ? event + 1 : count; i-- > 0;) {
            if (events[i].kind == HEAP_COLLECTION_ENDED ||
                events[i].kind == HEAP_COLLECTION_BEGAN) {
                return (Moment){0};
            }
            if (events[i].kind == HEAP_COLLECTION_AT && events[i].detail == GC_AT_LISTED) {
                return (Moment){stop, i};
            }
        }
        if (stop == 1 || !timeline_is_collecting(timeline, stop - 1)) return (Moment){0};
        event = UINT32_MAX;
    }
}

static void list_objects(Inside *inside, const Heap *heap, const GcLook *look) {
    for (size_t i = 0; i < look->objects.count; i++) {
        const GcLookObject *seen = &look->objects.items[i];
        InsideObject object = {.handle = heap_handle(heap, seen->object),
                               .refcount = seen->copied,
                               .gc_refs = seen->copied};
        array_push(&inside->objects, object);
    }
}

/* The wanted collection has listed its objects: the phases up to reach are computed, as far as the
 * wanted moment has come. */
static void look_at_list(Look *self, const Heap *heap) {
    Inside *inside = self->inside;
    Ref list = gc_generation_head(heap, self->generation);
    GcLook look;
    gc_look(&look, heap, &list, 1);
    inside->collecting = true;
    inside->generation = self->generation;
    inside->by_itself = self->by_itself;
    list_objects(inside, heap, &look);
    Ref names = vm_machine(timeline_vm(self->timeline))->main_dict;
    inside->names_listed = gc_look_find(&look, names) != NULL;
    InsideKind kind = inside->stop.kind;
    for (size_t i = 0; i < look.objects.count && kind > INSIDE_COPY; i++) {
        const GcLookObject *seen = &look.objects.items[i];
        InsideObject *object = &inside->objects.items[i];
        object->gc_refs = seen->subtracted;
        if (kind == INSIDE_SUBTRACT) continue;
        object->gc_refs = seen->reached;
        object->verdict = seen->unreachable ? INSIDE_SUSPECTED
                          : seen->rescued   ? INSIDE_RESCUED
                                            : INSIDE_REACHED;
        inside->unreachable += seen->unreachable;
    }
    gc_look_deinit(&look);
}

/* Finalizers have run: what they brought back is rescued, the rest counted anew. */
static void look_at_trash(Look *self, const Heap *heap) {
    Inside *inside = self->inside;
    Ref lists[] = {gc_generation_head(heap, GC_STILL_TRASH), gc_generation_head(heap, GC_TRASH)};
    GcLook look;
    gc_look(&look, heap, lists, 2);
    for (size_t i = 0; i < look.objects.count; i++) {
        inside->found += look.objects.items[i].unreachable;
    }
    for (size_t i = 0; i < inside->objects.count; i++) {
        InsideObject *object = &inside->objects.items[i];
        if (object->verdict != INSIDE_SUSPECTED) continue;
        Ref ref = heap_resolve(heap, object->handle);
        const GcLookObject *seen = ref ? gc_look_find(&look, ref) : NULL;
        if (!seen) continue; /* a finalizer has freed it */
        object->gc_refs = seen->reached;
        if (seen->unreachable) continue;
        object->verdict = INSIDE_RESCUED;
        inside->brought_back++;
    }
    gc_look_deinit(&look);
}

static void count_freed(Inside *inside, const Heap *heap) {
    for (size_t i = 0; i < inside->objects.count; i++) {
        const InsideObject *object = &inside->objects.items[i];
        if (object->verdict != INSIDE_SUSPECTED) continue;
        inside->freed += heap_resolve(heap, object->handle) == REF_NULL;
    }
}

static void on_event(void *context, uint32_t stop, uint32_t number, HeapEvent event,
                     uint32_t detail) {
    Look *self = context;
    const Heap *heap = &timeline_vm(self->timeline)->heap;
    if (self->done) return;
    if (event == HEAP_COLLECTION_BEGAN) {
        self->generation = detail & ~(uint32_t)GC_BEGAN_BY_ITSELF;
        self->by_itself = detail & GC_BEGAN_BY_ITSELF;
    }
    if (stop == self->began.stop && number == self->began.event) look_at_list(self, heap);
    if (self->inside->collecting && event == HEAP_COLLECTION_AT) {
        if (gc_moment(detail) == GC_AT_FINALIZED) look_at_trash(self, heap);
        if (gc_moment(detail) == GC_AT_CLEARED) self->inside->found = gc_found(detail);
    }
    if (stop != self->wanted.stop || number != self->wanted.event) return;
    self->done = true;
    if (self->visit) {
        self->visit(self->context, timeline_vm(self->timeline));
        return;
    }
    if (self->inside->stop.kind > INSIDE_REACH) count_freed(self->inside, heap);
    snapshot_build(&self->inside->now, timeline_vm(self->timeline), self->detail);
}

bool inside_look(Timeline *timeline, uint32_t stop, InsideStop at, SnapshotDetail detail,
                 Inside *inside) {
    *inside = (Inside){.stop = at};
    Look look = {.timeline = timeline,
                 .inside = inside,
                 .detail = detail,
                 .wanted = {stop, at.event},
                 .began = find_listing(timeline, stop, at.event)};
    TimelineWatch watch = {.context = &look, .event = on_event};
    timeline_rerun(timeline, stop, &watch);
    if (!look.done) inside_deinit(inside);
    return look.done;
}

bool inside_visit(Timeline *timeline, uint32_t stop, InsideStop at,
                  void (*visit)(void *context, const Vm *vm), void *context) {
    Inside none = {.stop = at};
    Look look = {.timeline = timeline,
                 .inside = &none,
                 .wanted = {stop, at.event},
                 .visit = visit,
                 .context = context};
    TimelineWatch watch = {.context = &look, .event = on_event};
    timeline_rerun(timeline, stop, &watch);
    return look.done;
}

bool inside_look_at_line(Timeline *timeline, Inside *inside) {
    uint32_t stop = timeline_position(timeline);
    *inside = (Inside){.stop = {.kind = INSIDE_LINE}};
    if (!timeline_is_collecting(timeline, stop)) return false;
    Look look = {
        .timeline = timeline, .inside = inside, .began = find_listing(timeline, stop, UINT32_MAX)};
    if (!look.began.stop) return false;
    TimelineWatch watch = {.context = &look, .event = on_event};
    timeline_rerun(timeline, stop, &watch);
    if (!inside->collecting) return false;
    count_freed(inside, &timeline_vm(timeline)->heap);
    return true;
}

void inside_deinit(Inside *inside) {
    snapshot_deinit(&inside->now);
    array_deinit(&inside->objects);
    *inside = (Inside){0};
}
