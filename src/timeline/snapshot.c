#include "timeline/snapshot.h"

#include "base/hash.h"
#include "base/translate.h"
#include "python/import_books.h"
#include "timeline/snapshot_parts.h"

static void find_first_holders(SnapshotBuild *build) {
    for (size_t i = 0; i < build->graph.edges.count; i++) {
        const GraphEdge *edge = &build->graph.edges.items[i];
        bool better = edge->slot.kind == SLOT_FIELD && edge->holder != GRAPH_MACHINE;
        if (!build->first_in[edge->target] || better) {
            build->first_in[edge->target] = (uint32_t)i + 1;
        }
    }
}

static void add_dying(SnapshotBuild *build, Ref ref) {
    if (snapshot_is_static(build->heap, ref) || snapshot_is_internal(build, ref) ||
        snapshot_is_full(build))
        return;
    uint32_t object = snapshot_show(build, graph_find(&build->graph, ref));
    build->out->objects.items[object].dying = true;
}

/* What is being freed, outermost first, and what the trashcan has put off. */
static void add_all_dying(SnapshotBuild *build) {
    const Heap *heap = build->heap;
    const HeapRoot *root = heap_root(heap);
    const Dying *dying = heap_at(heap, Dying, IMAGE_DYING);
    for (uint32_t i = 0; i < root->dying_count; i++) {
        if (dying[i].object) add_dying(build, dying[i].object);
    }
    for (Ref later = root->trash_later; later; later = heap_gc_head(heap, later)->prev) {
        add_dying(build, later);
    }
}

/* gc.garbage, once gc.DEBUG_SAVEALL has put something into it. */
static void add_saved(SnapshotBuild *build) {
    Ref garbage = heap_root(build->heap)->garbage;
    if (!garbage || heap_at(build->heap, List, garbage)->size == 0 || snapshot_is_full(build))
        return;
    uint32_t object = snapshot_show(build, graph_find(&build->graph, garbage));
    build->out->objects.items[object].apart = true;
    build->out->objects.items[object].title = text_of("gc.garbage");
}

/* What only the collector can still find, in its list order. */
static void add_garbage(SnapshotBuild *build) {
    for (uint32_t i = 0; i < build->graph.objects.count && !snapshot_is_full(build); i++) {
        const GraphObject *object = &build->graph.objects.items[i];
        if (object->reachable || object->generation < 0 ||
            snapshot_is_static(build->heap, object->ref) ||
            snapshot_is_internal(build, object->ref) ||
            heap_object(build->heap, object->ref)->flags & OBJECT_LIBRARY) {
            continue;
        }
        snapshot_show(build, i);
    }
}

static void read_collector(SnapshotBuild *build) {
    const HeapRoot *root = heap_root(build->heap);
    SnapCollector *collector = &build->out->collector;
    collector->enabled = root->gc_enabled;
    collector->counts_known = books_know_counts(build->vm);
    for (int i = 0; i < HEAP_GENERATIONS; i++) {
        collector->counts[i] = root->generations[i].count;
        collector->thresholds[i] = root->generations[i].threshold;
    }
}

void snapshot_build(Snapshot *snapshot, const Vm *vm, SnapshotDetail detail) {
    *snapshot = (Snapshot){0};
    SnapshotBuild build = {
        .out = snapshot, .vm = vm, .heap = &vm->heap, .internals = detail == SNAPSHOT_INTERNALS};
    graph_build(&build.graph, &vm->heap);
    read_collector(&build);
    size_t objects = build.graph.objects.count, edges = build.graph.edges.count;
    build.shown = memory_alloc(sizeof *build.shown * objects);
    build.first_in = memory_alloc(sizeof *build.first_in * objects);
    build.drawn = memory_alloc(edges);
    find_first_holders(&build);
    snapshot_add_frames(&build);
    uint32_t next = 0;
    for (; next < snapshot->objects.count; next++) snapshot_add_references(&build, next);
    add_all_dying(&build);
    add_saved(&build);
    for (; next < snapshot->objects.count; next++) snapshot_add_references(&build, next);
    add_garbage(&build);
    for (; next < snapshot->objects.count; next++) snapshot_add_references(&build, next);
    snapshot_name_hidden(&build);
    snapshot_index(snapshot);
    memory_free(build.shown);
    memory_free(build.first_in);
    memory_free(build.drawn);
    array_deinit(&build.numbers);
    graph_deinit(&build.graph);
}

void snapshot_deinit(Snapshot *snapshot) {
    array_deinit(&snapshot->frames);
    array_deinit(&snapshot->variables);
    array_deinit(&snapshot->temporaries);
    array_deinit(&snapshot->objects);
    array_deinit(&snapshot->references);
    array_deinit(&snapshot->hidden);
    arena_deinit(&snapshot->arena);
    *snapshot = (Snapshot){0};
}

/* ---- finding ---- */

static uint32_t index_start(const Snapshot *snapshot, Handle handle) {
    return (uint32_t)hash_mix((uint64_t)handle.serial << 32 | handle.ref) & snapshot->index_mask;
}

void snapshot_index(Snapshot *snapshot) {
    uint32_t capacity = 16;
    while (capacity < 2 * snapshot->objects.count) capacity *= 2;
    snapshot->index = arena_array(&snapshot->arena, uint32_t, capacity);
    snapshot->index_mask = capacity - 1;
    for (uint32_t i = 0; i < snapshot->objects.count; i++) {
        uint32_t at = index_start(snapshot, snapshot->objects.items[i].handle);
        while (snapshot->index[at]) at = (at + 1) & snapshot->index_mask;
        snapshot->index[at] = i + 1;
    }
}

uint32_t snapshot_find(const Snapshot *snapshot, Handle handle) {
    if (!snapshot->index) return SNAPSHOT_NONE; /* nothing was built */
    uint32_t at = index_start(snapshot, handle);
    for (; snapshot->index[at]; at = (at + 1) & snapshot->index_mask) {
        Handle own = snapshot->objects.items[snapshot->index[at] - 1].handle;
        if (handle_equal(own, handle)) return snapshot->index[at] - 1;
    }
    return SNAPSHOT_NONE;
}

const SnapFrame *snapshot_module(const Snapshot *snapshot) {
    bool there = snapshot->frames.count && snapshot->frames.items[0].module;
    return there ? snapshot->frames.items : NULL;
}

uint32_t snapshot_find_global(const Snapshot *snapshot, const char *name) {
    const SnapFrame *module = snapshot_module(snapshot);
    for (uint32_t i = 0; module && i < module->variable_count; i++) {
        uint32_t at = module->first_variable + i;
        if (text_is(snapshot->variables.items[at].name, name)) return at;
    }
    return SNAPSHOT_NONE;
}

void snapshot_append_slot(const SnapReference *reference, bool key, TextBuffer *out) {
    Text label = reference->label;
    switch (reference->slot) {
    case SNAP_INDEX: text_appendf(out, "[%u]", reference->number); break;
    case SNAP_MEMBER: text_append_string(out, _("member")); break;
    case SNAP_KEY:
        text_appendf(out, key ? _("key %.*s") : "[%.*s]", (int)label.length, label.bytes);
        break;
    case SNAP_NAME: /* "refers weakly to" is no attribute */
        text_appendf(out, reference->weak ? "%.*s" : ".%.*s", (int)label.length, label.bytes);
        break;
    }
}

bool snapshot_check(const Snapshot *snapshot, Error *error) {
    for (size_t i = 0; i < snapshot->objects.count; i++) {
        const SnapObject *object = &snapshot->objects.items[i];
        uint32_t held = object->incoming;
        for (uint32_t j = 0; j < object->hidden_count; j++) {
            held += snapshot->hidden.items[object->first_hidden + j].count;
        }
        if (held != object->refcount && !object->shared) {
            return error_set(error, "%.*s: refcount %u, but %u references are named",
                             (int)object->title.length, object->title.bytes, object->refcount,
                             held);
        }
    }
    return true;
}
