/* Who else holds an object: the references that are not visible, counted under a name. */
#include "base/translate.h"
#include "heap/str.h"
#include "python/code_unit.h"
#include "python/frame.h"
#include "timeline/frame_walk.h"
#include "timeline/snapshot_parts.h"

typedef struct HiddenList {
    Array(SnapHidden) items;
} HiddenList;

static void add_hidden_of(HiddenList *list, SnapHidden hidden) {
    for (size_t i = 0; i < list->items.count; i++) {
        if (text_equal(list->items.items[i].holder, hidden.holder)) {
            list->items.items[i].count += hidden.count;
            return;
        }
    }
    array_push(&list->items, hidden);
}

static void add_hidden(HiddenList *list, Text holder, uint32_t count) {
    if (count) add_hidden_of(list, (SnapHidden){holder, count, SNAPSHOT_NONE, SNAPSHOT_NONE});
}

static const GraphEdge *edge_to(const SnapshotBuild *build, uint32_t number) {
    uint32_t edge = build->first_in[number];
    return edge ? &build->graph.edges.items[edge - 1] : NULL;
}

/* A tuple or dict that is a part of something: named after what it is a part of. */
static Text part_holder(SnapshotBuild *build, uint32_t number, Ref object) {
    const Heap *heap = build->heap;
    if (vm_is_parser_list(build->vm, object))
        return text_of(_("the parser, while the script runs"));
    const GraphEdge *edge = edge_to(build, number);
    if (!edge || edge->holder == GRAPH_MACHINE) return text_of(_("the interpreter"));
    Ref whole = build->graph.objects.items[edge->holder].ref;
    uint32_t field = edge->slot.kind == SLOT_FIELD ? edge->slot.value : SLOT_FIELD_COUNT;
    switch (heap_kind(heap, whole)) {
    case KIND_CODE: {
        const char *name = snapshot_keep_str(build, heap_at(heap, Code, whole)->qualname).bytes;
        return field == SLOT_FIELD_CONSTS ? snapshot_keep_format(build, _("constants of %s"), name)
                                          : snapshot_keep_format(build, _("names of %s"), name);
    }
    case KIND_TYPE: {
        const char *name = snapshot_keep_str(build, heap_at(heap, Type, whole)->name).bytes;
        if (field == SLOT_FIELD_MRO)
            return snapshot_keep_format(build, _("__mro__ of class %s"), name);
        if (field == SLOT_FIELD_BASES)
            return snapshot_keep_format(build, _("__bases__ of class %s"), name);
        return snapshot_keep_format(build, "class %s", name);
    }
    case KIND_MODULE: return snapshot_named(build, "module %s", heap_at(heap, Module, whole)->name);
    case KIND_FUNCTION:
        return snapshot_named(build, "function %s", heap_at(heap, Function, whole)->name);
    default:
        return snapshot_keep_format(build, _("%s, not drawn"),
                                    snapshot_type_text(build, object).bytes);
    }
}

static Text edge_holder(SnapshotBuild *build, const GraphEdge *edge) {
    const Heap *heap = build->heap;
    Ref holder = build->graph.objects.items[edge->holder].ref;
    uint32_t field = edge->slot.kind == SLOT_FIELD ? edge->slot.value : SLOT_FIELD_COUNT;
    if (field == SLOT_FIELD_CLASS) {
        return snapshot_keep_format(build, _("instances: %s"),
                                    snapshot_type_text(build, holder).bytes);
    }
    switch (heap_kind(heap, holder)) {
    case KIND_TYPE: return snapshot_named(build, "class %s", heap_at(heap, Type, holder)->name);
    case KIND_GETSET:
        return snapshot_named(build, "descriptor %s", heap_at(heap, GetSet, holder)->name);
    case KIND_CODE:
        return snapshot_named(build, _("code of %s"), heap_at(heap, Code, holder)->qualname);
    case KIND_ITERTOOL:
    case KIND_TEE_DATA:
    case KIND_ITERATOR:
        return snapshot_keep_format(build, "%s", snapshot_type_text(build, holder).bytes);
    case KIND_LIST:
    case KIND_TUPLE:
    case KIND_DEQUE:
    case KIND_DEFAULT_DICT:
    case KIND_DICT:
        if (!build->shown[edge->holder]) return part_holder(build, edge->holder, holder);
        return snapshot_keep_format(build, "%s", snapshot_type_text(build, holder).bytes);
    case KIND_FUNCTION:
        return snapshot_named(build, "function %s", heap_at(heap, Function, holder)->name);
    default: return snapshot_keep_format(build, "%s", snapshot_type_text(build, holder).bytes);
    }
}

/* The object in the snapshot that a holder is, or is a part of. */
static uint32_t whole_of(const SnapshotBuild *build, uint32_t holder) {
    if (build->shown[holder]) return build->shown[holder] - 1;
    const GraphEdge *edge = edge_to(build, holder);
    if (!edge || edge->holder == GRAPH_MACHINE || !build->shown[edge->holder]) return SNAPSHOT_NONE;
    return build->shown[edge->holder] - 1;
}

/* Frames' own references to an object that are not variables: value stacks, native slots, the
 * function of a call. */
typedef struct FrameHolders {
    Visitor visitor; /* first */
    SnapshotBuild *build;
    HiddenList *lists; /* by object index */
    const Frame *frame;
    uint32_t *counts; /* by graph number: references from the machine that were named */
    bool temporaries_shown;
    uint32_t slot;
} FrameHolders;

static Text frame_holder(const FrameHolders *walk, Slot slot) {
    SnapshotBuild *build = walk->build;
    const Frame *frame = walk->frame;
    if (frame->owner == FRAME_NATIVE && !frame->code) {
        const Image *image = &build->heap->image;
        const NativeFrame *description = frame_description(build->vm, image_ref(image, frame));
        return snapshot_keep_format(build, "%s", description->name);
    }
    const char *name =
        frame->code
            ? snapshot_keep_str(build, heap_at(build->heap, Code, frame->code)->qualname).bytes
            : "?";
    if (slot.value == SLOT_FIELD_STACK)
        return snapshot_keep_format(build, _("evaluation stack of %s"), name);
    return snapshot_keep_format(build, _("frame of %s"), name);
}

/* The walked frame among those of the snapshot. */
static uint32_t find_frame(const FrameHolders *walk) {
    const Snapshot *out = walk->build->out;
    Ref frame = image_ref(&walk->build->heap->image, walk->frame);
    for (uint32_t i = 0; i < out->frames.count; i++) {
        if (out->frames.items[i].frame == frame) return i;
    }
    return SNAPSHOT_NONE;
}

static void visit_frame_reference(Visitor *visitor, Slot slot, Ref target) {
    FrameHolders *walk = (FrameHolders *)visitor;
    uint32_t number = graph_find(&walk->build->graph, target);
    if (number == GRAPH_MACHINE) return;
    walk->counts[number]++;
    uint32_t index = walk->build->shown[number];
    if (!index) return;
    bool variable = slot.kind == SLOT_FIELD && slot.value == SLOT_FIELD_LOCAL &&
                    snapshot_has_local_variables(walk->build, walk->frame);
    if (variable ||
        (walk->temporaries_shown && slot.kind == SLOT_FIELD && slot.value == SLOT_FIELD_STACK)) {
        return;
    }
    add_hidden_of(&walk->lists[index - 1],
                  (SnapHidden){frame_holder(walk, slot), 1, SNAPSHOT_NONE, find_frame(walk)});
}

static void name_frame_holders(SnapshotBuild *build, HiddenList *lists, uint32_t *counts) {
    FrameHolders walk = {.visitor = {visit_frame_reference, NULL, true},
                         .build = build,
                         .lists = lists,
                         .counts = counts};
    const Heap *heap = build->heap;
    for (Ref at = vm_machine(build->vm)->frame; at; at = heap_at(heap, Frame, at)->previous) {
        walk.frame = heap_at(heap, Frame, at);
        if (walk.frame->owner == FRAME_OWNED_BY_GENERATOR) continue;
        walk.temporaries_shown = build->internals && frame_is_users(build->vm, at);
        frame_visit(heap, walk.frame, &walk.visitor);
    }
}

void snapshot_name_hidden(SnapshotBuild *build) {
    Snapshot *out = build->out;
    size_t count = out->objects.count;
    HiddenList *lists = memory_alloc(sizeof *lists * (count + 1));
    uint32_t *machine = memory_alloc(sizeof *machine * (build->graph.objects.count + 1));
    uint32_t *named = memory_alloc(sizeof *named * (build->graph.objects.count + 1));
    name_frame_holders(build, lists, named);
    for (size_t i = 0; i < build->graph.edges.count; i++) {
        const GraphEdge *edge = &build->graph.edges.items[i];
        if (edge->holder == GRAPH_MACHINE) {
            machine[edge->target]++;
        } else if (!build->drawn[i] && build->shown[edge->target]) {
            HiddenList *list = &lists[build->shown[edge->target] - 1];
            if (out->objects.items[build->shown[edge->target] - 1].shared) continue;
            add_hidden_of(list, (SnapHidden){edge_holder(build, edge), 1,
                                             whole_of(build, edge->holder), SNAPSHOT_NONE});
        }
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t number = build->numbers.items[i];
        if (machine[number] > named[number]) {
            add_hidden(&lists[i], text_of(_("the interpreter")), machine[number] - named[number]);
        }
        SnapObject *object = &out->objects.items[i];
        if (object->shared) {
            array_clear(&lists[i].items);
            uint32_t rest =
                object->refcount > object->incoming ? object->refcount - object->incoming : 0;
            add_hidden(&lists[i], text_of(_("the interpreter itself")), rest);
        }
        object->first_hidden = (uint32_t)out->hidden.count;
        object->hidden_count = (uint32_t)lists[i].items.count;
        for (size_t j = 0; j < lists[i].items.count; j++) {
            array_push(&out->hidden, lists[i].items.items[j]);
        }
        array_deinit(&lists[i].items);
    }
    memory_free(lists);
    memory_free(machine);
    memory_free(named);
}
