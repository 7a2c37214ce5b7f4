/* What an object holds and a person can ask for: items, entries, attributes, fields. */
#include "base/translate.h"
#include "heap/str.h"
#include "heap/weakref.h"
#include "python/frame.h"
#include "timeline/snapshot_parts.h"

enum {
    REFERENCES_MAX = 4000 /* listed of one object; the rest is counted in `more` */
};

typedef struct Holding {
    uint32_t object; /* index of the holder */
    uint32_t first;  /* of its references */
} Holding;

static void add_reference(SnapshotBuild *build, Holding holding, uint32_t edge,
                          SnapReference reference) {
    SnapObject *holder = &build->out->objects.items[holding.object];
    if (build->drawn[edge]) return;
    if (build->out->references.count - holding.first >= REFERENCES_MAX || snapshot_is_full(build)) {
        holder->more++;
        return;
    }
    build->drawn[edge] = 1;
    reference.target = snapshot_show(build, build->graph.edges.items[edge].target);
    build->out->objects.items[reference.target].incoming++;
    array_push(&build->out->references, reference);
}

static void add_named(SnapshotBuild *build, Holding holding, uint32_t edge, Text label,
                      bool attribute) {
    add_reference(build, holding, edge,
                  (SnapReference){.slot = SNAP_NAME,
                                  .label = label,
                                  .key_object = SNAPSHOT_NONE,
                                  .attribute = attribute});
}

/* Dict entries: the key's edge comes right before or after its value's; both are the dict's. */
static void add_entries(SnapshotBuild *build, Holding holding, const GraphObject *dict) {
    uint32_t end = dict->first_edge + dict->edge_count;
    for (uint32_t i = dict->first_edge; i < end; i++) {
        const GraphEdge *edge = &build->graph.edges.items[i];
        if (edge->slot.kind != SLOT_VALUE) continue;
        Ref key = edge->slot.value;
        size_t before = build->out->references.count;
        add_reference(build, holding, i,
                      (SnapReference){.slot = SNAP_KEY,
                                      .label = snapshot_keep_repr(build, key),
                                      .key_object = SNAPSHOT_NONE});
        if (build->out->references.count == before) continue;
        for (uint32_t j = i > dict->first_edge ? i - 1 : i; j < end && j <= i + 1; j++) {
            const GraphEdge *other = &build->graph.edges.items[j];
            if (other->slot.kind != SLOT_KEY || build->drawn[j]) continue;
            if (build->graph.objects.items[other->target].ref != key) continue;
            build->drawn[j] = 1;
            uint32_t object = snapshot_show(build, other->target);
            build->out->objects.items[object].incoming++;
            build->out->references.items[before].key_object = object;
            break;
        }
    }
}

/* Where a weak reference leads: it counts nowhere. */
static void add_weak(SnapshotBuild *build, Ref object) {
    Ref target = weakref_target(build->heap, object);
    uint32_t number = target ? graph_find(&build->graph, target) : GRAPH_MACHINE;
    if (number == GRAPH_MACHINE || snapshot_is_full(build)) return;
    SnapReference reference = {.slot = SNAP_NAME,
                               .label = text_of(_("refers weakly to")),
                               .target = snapshot_show(build, number),
                               .key_object = SNAPSHOT_NONE,
                               .weak = true};
    array_push(&build->out->references, reference);
}

static bool is_class_internal(const Heap *heap, Ref name) {
    static const char *const names[] = {"__module__", "__dict__",      "__weakref__",
                                        "__doc__",    "__qualname__",  "__annotations__",
                                        "__slots__",  "__classcell__", "__match_args__"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal_cstr(heap, name, names[i])) return true;
    }
    return false;
}

/* A class shows its own attributes as rows, not its dict. */
static void add_class(SnapshotBuild *build, Holding holding, const GraphObject *found) {
    const Heap *heap = build->heap;
    uint32_t dict = graph_find(&build->graph, heap_at(heap, Type, found->ref)->dict);
    if (dict != GRAPH_MACHINE) {
        const GraphObject *table = &build->graph.objects.items[dict];
        for (uint32_t i = table->first_edge; i < table->first_edge + table->edge_count; i++) {
            const GraphEdge *edge = &build->graph.edges.items[i];
            if (edge->slot.kind != SLOT_VALUE || heap_kind(heap, edge->slot.value) != KIND_STR)
                continue;
            Ref target = build->graph.objects.items[edge->target].ref;
            if (!build->internals && is_class_internal(heap, edge->slot.value)) continue;
            if (snapshot_is_internal(build, target)) continue;
            add_named(build, holding, i, snapshot_keep_str(build, edge->slot.value), true);
        }
    }
    for (uint32_t i = found->first_edge; i < found->first_edge + found->edge_count; i++) {
        const GraphEdge *edge = &build->graph.edges.items[i];
        if (edge->slot.kind != SLOT_FIELD) continue;
        uint32_t field = edge->slot.value;
        if (field == SLOT_FIELD_BASE &&
            !snapshot_is_static(heap, build->graph.objects.items[edge->target].ref)) {
            add_named(build, holding, i, text_of("base"), false);
        }
        if (build->internals && (field == SLOT_FIELD_MRO || field == SLOT_FIELD_BASES)) {
            add_named(build, holding, i, text_of(slot_field_names[field]), false);
        }
    }
}

/* A function's cells stand under the names of its free variables; the closure tuple is not drawn.
 */
static void add_closure(SnapshotBuild *build, Holding holding, const Function *self) {
    const Heap *heap = build->heap;
    uint32_t number = self->closure ? graph_find(&build->graph, self->closure) : GRAPH_MACHINE;
    if (number == GRAPH_MACHINE) return;
    const GraphObject *closure = &build->graph.objects.items[number];
    const Code *code = heap_at(heap, Code, self->code);
    for (uint32_t i = 0; i < closure->edge_count; i++) {
        const GraphEdge *edge = &build->graph.edges.items[closure->first_edge + i];
        if (edge->slot.kind != SLOT_ITEM) continue;
        uint32_t slot = code->nlocalsplus - code->nfrees + edge->slot.value;
        Ref name = heap_at(heap, Tuple, code->localsplusnames)->items[slot];
        add_named(build, holding, closure->first_edge + i, snapshot_keep_str(build, name), false);
    }
}

/* Fields that a person can ask for; the others are the machinery's and count as hidden holders. */
static bool is_shown_field(Kind kind, uint32_t field) {
    switch (field) {
    case SLOT_FIELD_DICT: return kind != KIND_TYPE && kind != KIND_MODULE;
    case SLOT_FIELD_DEFAULTS:
    case SLOT_FIELD_KWDEFAULTS:
    case SLOT_FIELD_CELL_CONTENTS:
    case SLOT_FIELD_FUNC:
    case SLOT_FIELD_SELF:
    case SLOT_FIELD_ITERATED:
    case SLOT_FIELD_ITERATORS:
    case SLOT_FIELD_RESULT:
    case SLOT_FIELD_CALLABLE:
    case SLOT_FIELD_FACTORY:
    case SLOT_FIELD_SENTINEL:
    case SLOT_FIELD_MAPPING:
    case SLOT_FIELD_ARGS:
    case SLOT_FIELD_NOTES:
    case SLOT_FIELD_TRACEBACK:
    case SLOT_FIELD_CONTEXT:
    case SLOT_FIELD_CAUSE:
    case SLOT_FIELD_EXTRA:
    case SLOT_FIELD_NEXT:
    case SLOT_FIELD_FRAME:
    case SLOT_FIELD_BACK:
    case SLOT_FIELD_FRAME_LOCALS:
    case SLOT_FIELD_GET:
    case SLOT_FIELD_SET:
    case SLOT_FIELD_DEL:
    case SLOT_FIELD_SUPER_TYPE:
    case SLOT_FIELD_SUPER_SELF_TYPE:
    case SLOT_FIELD_OWNER:
    case SLOT_FIELD_SELECTORS:
    case SLOT_FIELD_TOTAL:
    case SLOT_FIELD_INITIAL:
    case SLOT_FIELD_SAVED:
    case SLOT_FIELD_ELEMENT:
    case SLOT_FIELD_LAST_ITEM:
    case SLOT_FIELD_FILL_VALUE:
    case SLOT_FIELD_POOL:
    case SLOT_FIELD_TARGET_KEY:
    case SLOT_FIELD_CURRENT_KEY:
    case SLOT_FIELD_CURRENT_VALUE:
    case SLOT_FIELD_PARENT:
    case SLOT_FIELD_TEE_DATA:
    case SLOT_FIELD_NEXT_DATA:
    case SLOT_FIELD_CALLBACK: return true;
    case SLOT_FIELD_START:
    case SLOT_FIELD_STOP:
    case SLOT_FIELD_STEP: return kind == KIND_SLICE;
    default: return false;
    }
}

/* Locals of a suspended frame, under their names. */
static Text local_name(SnapshotBuild *build, Ref code, uint32_t slot) {
    const Code *self = heap_at(build->heap, Code, code);
    if (!code || slot >= self->nlocalsplus) return text_of("?");
    return snapshot_keep_str(build,
                             heap_at(build->heap, Tuple, self->localsplusnames)->items[slot]);
}

/* The names of the locals that a frame inside an object holds, in order of its edges. */
static uint32_t next_local(const Heap *heap, const Frame *frame, uint32_t from) {
    while (from < frame->stacktop && !frame_slots(frame)[from]) from++;
    (void)heap;
    return from;
}

static const Frame *inner_frame(const Heap *heap, Ref object) {
    switch (heap_kind(heap, object)) {
    case KIND_GENERATOR: return &heap_at(heap, Generator, object)->frame;
    case KIND_FRAME_OBJECT: return &heap_at(heap, FrameObject, object)->own;
    default: return NULL;
    }
}

/* The locals of a module's frame are its globals, which the module's frame card shows. */
static bool is_globals(const SnapshotBuild *build, Ref frame_object) {
    const Frame *frame =
        frame_at(build->vm, heap_at(build->heap, FrameObject, frame_object)->frame);
    return frame->locals == frame->globals;
}

static bool is_shown(const SnapshotBuild *build, Ref object, uint32_t field) {
    Kind kind = heap_kind(build->heap, object);
    if (field == SLOT_FIELD_STACK) return build->internals && kind == KIND_GENERATOR;
    if (field == SLOT_FIELD_FRAME_LOCALS && is_globals(build, object)) return false;
    return is_shown_field(kind, field);
}

/* By index: lists and tuples are traversed from the last item to the first. */
static void add_items(SnapshotBuild *build, Holding holding, const GraphObject *found, Kind kind) {
    bool backwards = kind == KIND_LIST || kind == KIND_TUPLE;
    for (uint32_t i = 0; i < found->edge_count; i++) {
        uint32_t at = found->first_edge + (backwards ? found->edge_count - 1 - i : i);
        Slot slot = build->graph.edges.items[at].slot;
        if (slot.kind != SLOT_ITEM) continue;
        add_reference(build, holding, at,
                      (SnapReference){.slot = kind == KIND_SET ? SNAP_MEMBER : SNAP_INDEX,
                                      .number = slot.value,
                                      .key_object = SNAPSHOT_NONE});
    }
}

/* A class or function of a library module: as with built-in ones, what it is made of is no concern
 * of a script that imports it. */
static bool is_of_library(const Heap *heap, Ref object) {
    Kind kind = heap_kind(heap, object);
    return heap_object(heap, object)->flags & OBJECT_LIBRARY &&
           (kind == KIND_TYPE || kind == KIND_FUNCTION);
}

void snapshot_add_references(SnapshotBuild *build, uint32_t index) {
    const Heap *heap = build->heap;
    const GraphObject found = build->graph.objects.items[build->numbers.items[index]];
    Holding holding = {index, (uint32_t)build->out->references.count};
    build->out->objects.items[index].first_reference = holding.first;
    Kind kind = heap_kind(heap, found.ref);
    bool opaque = snapshot_is_static(heap, found.ref) || snapshot_is_internal(build, found.ref) ||
                  is_of_library(heap, found.ref) || kind == KIND_MODULE || kind == KIND_RANGE;
    if (opaque) return;
    if (kind == KIND_TYPE) {
        add_class(build, holding, &found);
    } else {
        const Frame *frame = inner_frame(heap, found.ref);
        uint32_t local = 0;
        if (kind == KIND_DICT || kind == KIND_DEFAULT_DICT) add_entries(build, holding, &found);
        add_items(build, holding, &found, kind);
        for (uint32_t i = found.first_edge; i < found.first_edge + found.edge_count; i++) {
            const GraphEdge edge = build->graph.edges.items[i];
            switch (edge.slot.kind) {
            case SLOT_ATTR:
                add_named(build, holding, i, snapshot_keep_str(build, edge.slot.value), true);
                break;
            case SLOT_FIELD:
                if (edge.slot.value == SLOT_FIELD_LOCAL && frame) {
                    local = next_local(heap, frame, local);
                    add_named(build, holding, i, local_name(build, frame->code, local++), false);
                } else if (is_shown(build, found.ref, edge.slot.value)) {
                    add_named(build, holding, i, text_of(slot_field_names[edge.slot.value]), false);
                }
                break;
            default: break;
            }
        }
        if (kind == KIND_WEAKREF) add_weak(build, found.ref);
        if (kind == KIND_FUNCTION) add_closure(build, holding, heap_at(heap, Function, found.ref));
    }
    SnapObject *object = &build->out->objects.items[index];
    object->reference_count = (uint32_t)build->out->references.count - holding.first;
}
