/* The frames of the stack with their variables. */
#include "heap/str.h"
#include "python/code_unit.h"
#include "python/frame.h"
#include "timeline/frame_walk.h"
#include "timeline/snapshot_parts.h"

#include <string.h>

static void add_variable(SnapshotBuild *build, Text name, Ref value) {
    SnapVariable variable = {.name = name, .object = SNAPSHOT_NONE, .cell = SNAPSHOT_NONE};
    if (value) variable.object = snapshot_show(build, graph_find(&build->graph, value));
    array_push(&build->out->variables, variable);
}

static bool is_dunder(Text name) {
    return name.length > 4 && memcmp(name.bytes, "__", 2) == 0 &&
           memcmp(name.bytes + name.length - 2, "__", 2) == 0;
}

/* The names of a module or class body: entries of a dict, held by the dict. */
static void add_dict_variables(SnapshotBuild *build, Ref dict, bool module) {
    uint32_t number = graph_find(&build->graph, dict);
    if (number == GRAPH_MACHINE) return;
    const GraphObject table = build->graph.objects.items[number];
    for (uint32_t i = table.first_edge; i < table.first_edge + table.edge_count; i++) {
        const GraphEdge edge = build->graph.edges.items[i];
        if (edge.slot.kind != SLOT_VALUE || heap_kind(build->heap, edge.slot.value) != KIND_STR)
            continue;
        Text name = snapshot_keep_str(build, edge.slot.value);
        if (module && is_dunder(name)) continue;
        build->drawn[i] = 1;
        add_variable(build, name, build->graph.objects.items[edge.target].ref);
        build->out->objects.items[array_last(&build->out->variables).object].incoming++;
    }
}

/* A reference from the frame itself to an object. */
static void note_frame_reference(SnapshotBuild *build, uint32_t object) {
    build->out->objects.items[object].incoming++;
}

/* Marks the generator's edge to its running frame's local as drawn: the frame card shows it. */
static void claim_local(SnapshotBuild *build, Ref owner, Ref value) {
    uint32_t number = graph_find(&build->graph, owner);
    if (number == GRAPH_MACHINE) return;
    const GraphObject *holder = &build->graph.objects.items[number];
    for (uint32_t i = holder->first_edge; i < holder->first_edge + holder->edge_count; i++) {
        const GraphEdge *edge = &build->graph.edges.items[i];
        if (edge->slot.kind == SLOT_FIELD && edge->slot.value == SLOT_FIELD_LOCAL &&
            !build->drawn[i] && build->graph.objects.items[edge->target].ref == value) {
            build->drawn[i] = 1;
            return;
        }
    }
}

static Ref generator_of(const SnapshotBuild *build, Ref frame) {
    const Frame *self = heap_at(build->heap, Frame, frame);
    if (self->owner != FRAME_OWNED_BY_GENERATOR) return REF_NULL;
    return frame - (Ref)(offsetof(Generator, frame) / GRANULE);
}

static void add_local_variables(SnapshotBuild *build, const WalkedFrame *frame) {
    Ref generator = generator_of(build, frame->frame);
    uint32_t position = 0;
    WalkedVariable found;
    while (frame_next_variable(build->vm, frame, &position, &found)) {
        add_variable(build, snapshot_keep_str(build, found.name), found.value);
        Ref value = found.cell ? found.cell : found.value;
        if (!value) continue;
        uint32_t held = snapshot_show(build, graph_find(&build->graph, value));
        if (found.cell) array_last(&build->out->variables).cell = held;
        if (generator) {
            claim_local(build, generator, value);
            build->out->objects.items[held].incoming++;
        } else {
            note_frame_reference(build, held);
        }
    }
}

bool snapshot_has_local_variables(const SnapshotBuild *build, const Frame *frame) {
    if (!frame_is_users(build->vm, image_ref(&build->heap->image, frame))) return false;
    return heap_at(build->heap, Code, frame->code)->flags & CODE_OPTIMIZED;
}

/* What the frame's evaluation stack holds, bottom first. A generator's is a part of its card. */
static void add_temporaries(SnapshotBuild *build, Ref at, SnapFrame *out) {
    const Frame *frame = frame_at(build->vm, at);
    out->first_temporary = (uint32_t)build->out->temporaries.count;
    if (!build->internals || frame->owner == FRAME_OWNED_BY_GENERATOR) return;
    for (uint32_t i = frame_code(build->vm, frame)->nlocalsplus; i < frame->stacktop; i++) {
        Ref value = frame_slots(frame)[i];
        if (!value) continue;
        uint32_t object = snapshot_show(build, graph_find(&build->graph, value));
        note_frame_reference(build, object);
        array_push(&build->out->temporaries, object);
    }
    out->temporary_count = (uint32_t)build->out->temporaries.count - out->first_temporary;
}

static void add_frame(SnapshotBuild *build, const WalkedFrame *frame) {
    SnapFrame out = {.frame = frame->frame,
                     .name = text_of("<module>"),
                     .qualname = text_of("<module>"),
                     .module = frame->module,
                     .running = frame->running,
                     .below = frame->below,
                     .first_variable = (uint32_t)build->out->variables.count,
                     .depth = (uint32_t)build->out->frames.count};
    if (frame->frame) {
        const Frame *self = heap_at(build->heap, Frame, frame->frame);
        const Code *code = heap_at(build->heap, Code, self->code);
        out.name = snapshot_keep_str(build, code->name);
        out.qualname = snapshot_keep_str(build, code->qualname);
        out.line = frame_line(build->vm, frame->frame);
        out.function = heap_handle(build->heap, self->function);
    }
    if (frame->names)
        add_dict_variables(build, frame->names, frame->module);
    else
        add_local_variables(build, frame);
    out.variable_count = (uint32_t)build->out->variables.count - out.first_variable;
    if (frame->frame) add_temporaries(build, frame->frame, &out);
    array_push(&build->out->frames, out);
}

void snapshot_add_frames(SnapshotBuild *build) {
    FrameList frames;
    frame_walk(build->vm, &frames);
    for (size_t i = 0; i < frames.count; i++) {
        add_frame(build, &frames.items[i]);
    }
    array_deinit(&frames);
}
