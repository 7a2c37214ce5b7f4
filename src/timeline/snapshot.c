#include "timeline/snapshot.h"

#include "base/hash.h"
#include "heap/bytes.h"
#include "heap/gc.h"
#include "heap/graph.h"
#include "heap/kind.h"
#include "heap/str.h"
#include "python/code_unit.h"
#include "python/frame.h"
#include "python/types.h"
#include "timeline/frame_walk.h"
#include "timeline/short_repr.h"

#include <string.h>

enum {
    REFERENCES_MAX = 4000 /* listed of one object; the rest is counted in `more` */
};

typedef struct Build {
    Snapshot *out;
    const Vm *vm;
    const Heap *heap;
    Graph graph;
    uint32_t *shown;         /* object index + 1 by graph number */
    uint8_t *drawn;          /* by edge: it is a visible reference */
    uint32_t *first_in;      /* by graph number: an edge that leads to it, + 1 */
    Array(uint32_t) numbers; /* graph number by object index */
} Build;

/* ---- classification ---- */

static bool is_static(const Heap *heap, Ref object) {
    return heap_object(heap, object)->flags & OBJECT_STATIC;
}

static bool is_shared(const Heap *heap, Ref object) {
    return heap_object(heap, object)->flags & (OBJECT_STATIC | OBJECT_SHARED);
}

/* Parts of the interpreter's own bookkeeping: never a card of their own. */
static bool is_internal(const Heap *heap, Ref object) {
    switch (heap_kind(heap, object)) {
    case KIND_CODE:
    case KIND_GETSET:
    case KIND_METHOD_DESCRIPTOR:
    case KIND_METHOD_WRAPPER:
    case KIND_NAMESPACE: return true;
    default: return false;
    }
}

static ObjectClass class_of(const Heap *heap, Ref object) {
    bool user = heap_type_of(heap, object)->flags & TYPE_HEAP;
    switch (heap_kind(heap, object)) {
    case KIND_SINGLETON: return OBJECT_NONE;
    case KIND_BOOL:
    case KIND_INT:
    case KIND_FLOAT:
    case KIND_COMPLEX: return user ? OBJECT_INSTANCE : OBJECT_NUMBER;
    case KIND_STR:
    case KIND_BYTES: return user ? OBJECT_INSTANCE : OBJECT_TEXT;
    case KIND_LIST:
    case KIND_TUPLE: return OBJECT_SEQUENCE;
    case KIND_DICT: return OBJECT_MAPPING;
    case KIND_SET: return OBJECT_SET;
    case KIND_INSTANCE: return OBJECT_INSTANCE;
    case KIND_TYPE: return OBJECT_CLASS;
    case KIND_FUNCTION:
    case KIND_METHOD:
    case KIND_CFUNCTION: return OBJECT_FUNCTION;
    case KIND_GENERATOR: return OBJECT_GENERATOR;
    case KIND_CELL: return OBJECT_CELL;
    case KIND_MODULE: return OBJECT_MODULE;
    case KIND_EXCEPTION: return OBJECT_EXCEPTION;
    default: return OBJECT_OTHER;
    }
}

static bool is_small(const Heap *heap, Ref object) {
    switch (class_of(heap, object)) {
    case OBJECT_NONE:
    case OBJECT_NUMBER: return true;
    case OBJECT_TEXT:
        return heap_kind(heap, object) == KIND_STR
                   ? heap_at(heap, Str, object)->length <= SNAPSHOT_INLINE_TEXT
                   : heap_at(heap, Bytes, object)->length <= SNAPSHOT_INLINE_TEXT;
    default: return false;
    }
}

static uint32_t length_of(const Heap *heap, Ref object) {
    switch (heap_kind(heap, object)) {
    case KIND_LIST: return heap_at(heap, List, object)->size;
    case KIND_TUPLE: return heap_at(heap, Tuple, object)->size;
    case KIND_DICT: return heap_at(heap, Dict, object)->used;
    case KIND_SET: return heap_at(heap, Set, object)->used;
    case KIND_STR: return heap_at(heap, Str, object)->length;
    case KIND_BYTES: return heap_at(heap, Bytes, object)->length;
    case KIND_BYTEARRAY: return heap_at(heap, ByteArray, object)->length;
    default: return 0;
    }
}

/* ---- text in the arena ---- */

static Text keep(Build *build, const TextBuffer *buffer) {
    return (Text){arena_copy(&build->out->arena, text_cstr(buffer), buffer->length),
                  buffer->length};
}

static Text keep_str(Build *build, Ref string) {
    if (!string) return text_of("?");
    TextBuffer buffer = {0};
    str_append_to(build->heap, string, &buffer);
    Text kept = keep(build, &buffer);
    text_deinit(&buffer);
    return kept;
}

static Text keep_repr(Build *build, Ref object) {
    TextBuffer buffer = {0};
    short_repr(build->heap, object, SHORT_REPR_MAX, &buffer);
    Text kept = keep(build, &buffer);
    text_deinit(&buffer);
    return kept;
}

static Text keep_format(Build *build, const char *format, const char *text) {
    return text_of(arena_format(&build->out->arena, format, text));
}

static Text type_text(Build *build, Ref object) {
    return keep_str(build, heap_type_of(build->heap, object)->name);
}

/* What the card's header says. */
static Text title_of(Build *build, Ref object) {
    const Heap *heap = build->heap;
    switch (heap_kind(heap, object)) {
    case KIND_TYPE:
        return keep_format(build, "class %s",
                           keep_str(build, heap_at(heap, Type, object)->name).bytes);
    case KIND_FUNCTION:
        return keep_format(build, "function %s",
                           keep_str(build, heap_at(heap, Function, object)->name).bytes);
    case KIND_GENERATOR:
        return keep_format(build, "generator %s",
                           keep_str(build, heap_at(heap, Generator, object)->name).bytes);
    case KIND_MODULE:
        return keep_format(build, "module %s",
                           keep_str(build, heap_at(heap, Module, object)->name).bytes);
    default: return type_text(build, object);
    }
}

/* ---- objects ---- */

/* The object's index; a new one is added and its references are looked at later. */
static uint32_t show(Build *build, uint32_t number) {
    if (build->shown[number]) return build->shown[number] - 1;
    const Heap *heap = build->heap;
    const GraphObject *found = &build->graph.objects.items[number];
    const Object *head = heap_object(heap, found->ref);
    SnapObject object = {
        .handle = heap_handle(heap, found->ref),
        .class = class_of(heap, found->ref),
        .type = type_text(build, found->ref),
        .title = title_of(build, found->ref),
        .repr = keep_repr(build, found->ref),
        .refcount = head->refcount,
        .shared = is_shared(heap, found->ref),
        .tracked = gc_is_tracked(heap, found->ref),
        .reachable = found->reachable,
        .small = is_small(heap, found->ref),
        .generation = found->generation,
        .size = (uint32_t)heap_sizeof(heap, found->ref),
        .address = heap_address(found->ref),
        .length = length_of(heap, found->ref),
    };
    array_push(&build->out->objects, object);
    array_push(&build->numbers, number);
    build->shown[number] = (uint32_t)build->out->objects.count;
    return build->shown[number] - 1;
}

static bool is_full(const Build *build) {
    return build->out->objects.count >= SNAPSHOT_OBJECTS_MAX;
}

/* ---- visible references of one object ---- */

typedef struct Holding {
    uint32_t object; /* index of the holder */
    uint32_t first;  /* of its references */
} Holding;

static void add_reference(Build *build, Holding holding, uint32_t edge, SnapReference reference) {
    SnapObject *holder = &build->out->objects.items[holding.object];
    if (build->drawn[edge]) return;
    if (build->out->references.count - holding.first >= REFERENCES_MAX || is_full(build)) {
        holder->more++;
        return;
    }
    build->drawn[edge] = 1;
    reference.target = show(build, build->graph.edges.items[edge].target);
    build->out->objects.items[reference.target].incoming++;
    array_push(&build->out->references, reference);
}

static void add_named(Build *build, Holding holding, uint32_t edge, Text label, bool attribute) {
    add_reference(build, holding, edge,
                  (SnapReference){.slot = SNAP_NAME,
                                  .label = label,
                                  .key_object = SNAPSHOT_NONE,
                                  .attribute = attribute});
}

/* Dict entries: the key's edge comes right before or after its value's; both are the dict's. */
static void add_entries(Build *build, Holding holding, const GraphObject *dict) {
    uint32_t end = dict->first_edge + dict->edge_count;
    for (uint32_t i = dict->first_edge; i < end; i++) {
        const GraphEdge *edge = &build->graph.edges.items[i];
        if (edge->slot.kind != SLOT_VALUE) continue;
        Ref key = edge->slot.value;
        size_t before = build->out->references.count;
        add_reference(build, holding, i,
                      (SnapReference){.slot = SNAP_KEY,
                                      .label = keep_repr(build, key),
                                      .key_object = SNAPSHOT_NONE});
        if (build->out->references.count == before) continue;
        for (uint32_t j = i > dict->first_edge ? i - 1 : i; j < end && j <= i + 1; j++) {
            const GraphEdge *other = &build->graph.edges.items[j];
            if (other->slot.kind != SLOT_KEY || build->drawn[j]) continue;
            if (build->graph.objects.items[other->target].ref != key) continue;
            build->drawn[j] = 1;
            uint32_t object = show(build, other->target);
            build->out->objects.items[object].incoming++;
            build->out->references.items[before].key_object = object;
            break;
        }
    }
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
static void add_class(Build *build, Holding holding, const GraphObject *found) {
    const Heap *heap = build->heap;
    uint32_t dict = graph_find(&build->graph, heap_at(heap, Type, found->ref)->dict);
    if (dict != GRAPH_MACHINE) {
        const GraphObject *table = &build->graph.objects.items[dict];
        for (uint32_t i = table->first_edge; i < table->first_edge + table->edge_count; i++) {
            const GraphEdge *edge = &build->graph.edges.items[i];
            if (edge->slot.kind != SLOT_VALUE || heap_kind(heap, edge->slot.value) != KIND_STR)
                continue;
            Ref target = build->graph.objects.items[edge->target].ref;
            if (is_class_internal(heap, edge->slot.value) || is_internal(heap, target)) continue;
            add_named(build, holding, i, keep_str(build, edge->slot.value), true);
        }
    }
    for (uint32_t i = found->first_edge; i < found->first_edge + found->edge_count; i++) {
        const GraphEdge *edge = &build->graph.edges.items[i];
        if (edge->slot.kind == SLOT_FIELD && edge->slot.value == SLOT_FIELD_BASE &&
            !is_static(heap, build->graph.objects.items[edge->target].ref)) {
            add_named(build, holding, i, text_of("base"), false);
        }
    }
}

/* A function's cells stand under the names of its free variables; the closure tuple is not drawn.
 */
static void add_closure(Build *build, Holding holding, const Function *self) {
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
        add_named(build, holding, closure->first_edge + i, keep_str(build, name), false);
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
    case SLOT_FIELD_CALLBACK: return true;
    case SLOT_FIELD_START:
    case SLOT_FIELD_STOP:
    case SLOT_FIELD_STEP: return kind == KIND_SLICE;
    default: return false;
    }
}

/* Locals of a suspended frame, under their names. */
static Text local_name(Build *build, Ref code, uint32_t slot) {
    const Code *self = heap_at(build->heap, Code, code);
    if (!code || slot >= self->nlocalsplus) return text_of("?");
    return keep_str(build, heap_at(build->heap, Tuple, self->localsplusnames)->items[slot]);
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

/* By index: lists and tuples are traversed from the last item to the first. */
static void add_items(Build *build, Holding holding, const GraphObject *found, Kind kind) {
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

static void add_edges(Build *build, uint32_t index) {
    const Heap *heap = build->heap;
    const GraphObject found = build->graph.objects.items[build->numbers.items[index]];
    Holding holding = {index, (uint32_t)build->out->references.count};
    build->out->objects.items[index].first_reference = holding.first;
    Kind kind = heap_kind(heap, found.ref);
    bool opaque = is_static(heap, found.ref) || is_internal(heap, found.ref) ||
                  kind == KIND_MODULE || kind == KIND_RANGE;
    if (opaque) return;
    if (kind == KIND_TYPE) {
        add_class(build, holding, &found);
    } else {
        const Frame *frame = inner_frame(heap, found.ref);
        uint32_t local = 0;
        if (kind == KIND_DICT) add_entries(build, holding, &found);
        add_items(build, holding, &found, kind);
        for (uint32_t i = found.first_edge; i < found.first_edge + found.edge_count; i++) {
            const GraphEdge edge = build->graph.edges.items[i];
            switch (edge.slot.kind) {
            case SLOT_ATTR:
                add_named(build, holding, i, keep_str(build, edge.slot.value), true);
                break;
            case SLOT_FIELD:
                if (edge.slot.value == SLOT_FIELD_LOCAL && frame) {
                    local = next_local(heap, frame, local);
                    add_named(build, holding, i, local_name(build, frame->code, local++), false);
                } else if (is_shown_field(kind, edge.slot.value)) {
                    add_named(build, holding, i, text_of(slot_field_names[edge.slot.value]), false);
                }
                break;
            default: break;
            }
        }
        if (kind == KIND_FUNCTION) add_closure(build, holding, heap_at(heap, Function, found.ref));
    }
    SnapObject *object = &build->out->objects.items[index];
    object->reference_count = (uint32_t)build->out->references.count - holding.first;
}

/* ---- frames ---- */

static void add_variable(Build *build, Text name, Ref value) {
    SnapVariable variable = {.name = name, .object = SNAPSHOT_NONE, .cell = SNAPSHOT_NONE};
    if (value) variable.object = show(build, graph_find(&build->graph, value));
    array_push(&build->out->variables, variable);
}

static bool is_dunder(Text name) {
    return name.length > 4 && memcmp(name.bytes, "__", 2) == 0 &&
           memcmp(name.bytes + name.length - 2, "__", 2) == 0;
}

/* The names of a module or class body: entries of a dict, held by the dict. */
static void add_dict_variables(Build *build, Ref dict, bool module) {
    uint32_t number = graph_find(&build->graph, dict);
    if (number == GRAPH_MACHINE) return;
    const GraphObject table = build->graph.objects.items[number];
    for (uint32_t i = table.first_edge; i < table.first_edge + table.edge_count; i++) {
        const GraphEdge edge = build->graph.edges.items[i];
        if (edge.slot.kind != SLOT_VALUE || heap_kind(build->heap, edge.slot.value) != KIND_STR)
            continue;
        Text name = keep_str(build, edge.slot.value);
        if (module && is_dunder(name)) continue;
        build->drawn[i] = 1;
        add_variable(build, name, build->graph.objects.items[edge.target].ref);
        build->out->objects.items[array_last(&build->out->variables).object].incoming++;
    }
}

/* A reference from the frame itself to an object. */
static void note_frame_reference(Build *build, uint32_t object) {
    build->out->objects.items[object].incoming++;
}

/* Marks the generator's edge to its running frame's local as drawn: the frame card shows it. */
static void claim_local(Build *build, Ref owner, Ref value) {
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

static Ref generator_of(const Build *build, Ref frame) {
    const Frame *self = heap_at(build->heap, Frame, frame);
    if (self->owner != FRAME_OWNED_BY_GENERATOR) return REF_NULL;
    return frame - (Ref)(offsetof(Generator, frame) / GRANULE);
}

static void add_local_variables(Build *build, const WalkedFrame *frame) {
    Ref generator = generator_of(build, frame->frame);
    uint32_t position = 0;
    WalkedVariable found;
    while (frame_next_variable(build->vm, frame, &position, &found)) {
        add_variable(build, keep_str(build, found.name), found.value);
        Ref value = found.cell ? found.cell : found.value;
        if (!value) continue;
        uint32_t held = show(build, graph_find(&build->graph, value));
        if (found.cell) array_last(&build->out->variables).cell = held;
        if (generator) {
            claim_local(build, generator, value);
            build->out->objects.items[held].incoming++;
        } else {
            note_frame_reference(build, held);
        }
    }
}

static void add_frame(Build *build, const WalkedFrame *frame, bool running) {
    SnapFrame out = {.frame = frame->frame,
                     .name = text_of("<module>"),
                     .qualname = text_of("<module>"),
                     .module = frame->module,
                     .running = running,
                     .first_variable = (uint32_t)build->out->variables.count,
                     .depth = (uint32_t)build->out->frames.count};
    if (frame->frame) {
        const Frame *self = heap_at(build->heap, Frame, frame->frame);
        const Code *code = heap_at(build->heap, Code, self->code);
        out.name = keep_str(build, code->name);
        out.qualname = keep_str(build, code->qualname);
        out.line = frame_line(build->vm, frame->frame);
        out.function = heap_handle(build->heap, self->function);
    }
    if (frame->names)
        add_dict_variables(build, frame->names, frame->module);
    else
        add_local_variables(build, frame);
    out.variable_count = (uint32_t)build->out->variables.count - out.first_variable;
    array_push(&build->out->frames, out);
}

static void add_frames(Build *build) {
    FrameList frames;
    frame_walk(build->vm, &frames);
    for (size_t i = 0; i < frames.count; i++) {
        add_frame(build, &frames.items[i], i + 1 == frames.count);
    }
    array_deinit(&frames);
}

/* ---- hidden holders ---- */

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

static const GraphEdge *edge_to(const Build *build, uint32_t number) {
    uint32_t edge = build->first_in[number];
    return edge ? &build->graph.edges.items[edge - 1] : NULL;
}

/* A tuple or dict that is a part of something: named after what it is a part of. */
static Text part_holder(Build *build, uint32_t number, Ref object) {
    const Heap *heap = build->heap;
    const Machine *machine = vm_machine(build->vm);
    if (object == machine->parser_arena) return text_of("the parser, while the script runs");
    const GraphEdge *edge = edge_to(build, number);
    if (!edge || edge->holder == GRAPH_MACHINE) return text_of("the interpreter");
    Ref whole = build->graph.objects.items[edge->holder].ref;
    uint32_t field = edge->slot.kind == SLOT_FIELD ? edge->slot.value : SLOT_FIELD_COUNT;
    switch (heap_kind(heap, whole)) {
    case KIND_CODE: {
        const char *name = keep_str(build, heap_at(heap, Code, whole)->qualname).bytes;
        return field == SLOT_FIELD_CONSTS ? keep_format(build, "constants of %s", name)
                                          : keep_format(build, "names of %s", name);
    }
    case KIND_TYPE: {
        const char *name = keep_str(build, heap_at(heap, Type, whole)->name).bytes;
        if (field == SLOT_FIELD_MRO) return keep_format(build, "__mro__ of class %s", name);
        if (field == SLOT_FIELD_BASES) return keep_format(build, "__bases__ of class %s", name);
        return keep_format(build, "class %s", name);
    }
    case KIND_MODULE:
        return keep_format(build, "module %s",
                           keep_str(build, heap_at(heap, Module, whole)->name).bytes);
    case KIND_FUNCTION:
        return keep_format(build, "function %s",
                           keep_str(build, heap_at(heap, Function, whole)->name).bytes);
    default: return keep_format(build, "%s, not drawn", type_text(build, object).bytes);
    }
}

static Text edge_holder(Build *build, const GraphEdge *edge) {
    const Heap *heap = build->heap;
    Ref holder = build->graph.objects.items[edge->holder].ref;
    uint32_t field = edge->slot.kind == SLOT_FIELD ? edge->slot.value : SLOT_FIELD_COUNT;
    if (field == SLOT_FIELD_CLASS) {
        return keep_format(build, "instances: %s", type_text(build, holder).bytes);
    }
    switch (heap_kind(heap, holder)) {
    case KIND_TYPE:
        return keep_format(build, "class %s",
                           keep_str(build, heap_at(heap, Type, holder)->name).bytes);
    case KIND_GETSET:
        return keep_format(build, "descriptor %s",
                           keep_str(build, heap_at(heap, GetSet, holder)->name).bytes);
    case KIND_CODE:
        return keep_format(build, "code of %s",
                           keep_str(build, heap_at(heap, Code, holder)->qualname).bytes);
    case KIND_ITERATOR: return keep_format(build, "%s", type_text(build, holder).bytes);
    case KIND_LIST:
    case KIND_TUPLE:
    case KIND_DICT:
        if (!build->shown[edge->holder]) return part_holder(build, edge->holder, holder);
        return keep_format(build, "%s", type_text(build, holder).bytes);
    case KIND_FUNCTION:
        return keep_format(build, "function %s",
                           keep_str(build, heap_at(heap, Function, holder)->name).bytes);
    default: return keep_format(build, "%s", type_text(build, holder).bytes);
    }
}

/* The object in the snapshot that a holder is, or is a part of. */
static uint32_t whole_of(const Build *build, uint32_t holder) {
    if (build->shown[holder]) return build->shown[holder] - 1;
    const GraphEdge *edge = edge_to(build, holder);
    if (!edge || edge->holder == GRAPH_MACHINE || !build->shown[edge->holder]) return SNAPSHOT_NONE;
    return build->shown[edge->holder] - 1;
}

/* Frames' own references to an object that are not variables: value stacks, native slots, the
 * function of a call. */
typedef struct FrameHolders {
    Visitor visitor; /* first */
    Build *build;
    HiddenList *lists; /* by object index */
    const Frame *frame;
    uint32_t *counts; /* by graph number: references from the machine that were named */
    uint32_t slot;
} FrameHolders;

static Text frame_holder(const FrameHolders *walk, Slot slot) {
    Build *build = walk->build;
    const Frame *frame = walk->frame;
    if (frame->owner == FRAME_NATIVE && !frame->code) {
        const NativeFrame *description = frame_description(frame);
        return keep_format(build, "%s", description ? description->name : "a built-in");
    }
    const char *name =
        frame->code ? keep_str(build, heap_at(build->heap, Code, frame->code)->qualname).bytes
                    : "?";
    if (slot.value == SLOT_FIELD_STACK) return keep_format(build, "evaluation stack of %s", name);
    return keep_format(build, "frame of %s", name);
}

/* Whether the frame's slots are the variables that its card shows. A class body's are not: its
 * names live in a dict, and its slots hold cells such as __class__. */
static bool has_local_variables(const Build *build, const Frame *frame) {
    if (!frame_is_users(build->vm, image_ref(&build->heap->image, frame))) return false;
    return heap_at(build->heap, Code, frame->code)->flags & CODE_OPTIMIZED;
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
                    has_local_variables(walk->build, walk->frame);
    if (variable) return;
    add_hidden_of(&walk->lists[index - 1],
                  (SnapHidden){frame_holder(walk, slot), 1, SNAPSHOT_NONE, find_frame(walk)});
}

static void name_frame_holders(Build *build, HiddenList *lists, uint32_t *counts) {
    FrameHolders walk = {.visitor = {visit_frame_reference, NULL, true},
                         .build = build,
                         .lists = lists,
                         .counts = counts};
    const Heap *heap = build->heap;
    for (Ref at = vm_machine(build->vm)->frame; at; at = heap_at(heap, Frame, at)->previous) {
        walk.frame = heap_at(heap, Frame, at);
        if (walk.frame->owner == FRAME_OWNED_BY_GENERATOR) continue;
        frame_visit(heap, walk.frame, &walk.visitor);
    }
}

static void name_hidden(Build *build) {
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
            add_hidden(&lists[i], text_of("the interpreter"), machine[number] - named[number]);
        }
        SnapObject *object = &out->objects.items[i];
        if (object->shared) {
            array_clear(&lists[i].items);
            uint32_t rest =
                object->refcount > object->incoming ? object->refcount - object->incoming : 0;
            add_hidden(&lists[i], text_of("the interpreter itself"), rest);
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

/* ---- the whole ---- */

static void find_first_holders(Build *build) {
    for (size_t i = 0; i < build->graph.edges.count; i++) {
        const GraphEdge *edge = &build->graph.edges.items[i];
        bool better = edge->slot.kind == SLOT_FIELD && edge->holder != GRAPH_MACHINE;
        if (!build->first_in[edge->target] || better) {
            build->first_in[edge->target] = (uint32_t)i + 1;
        }
    }
}

static void add_dying(Build *build, Ref ref) {
    if (is_static(build->heap, ref) || is_internal(build->heap, ref) || is_full(build)) return;
    uint32_t object = show(build, graph_find(&build->graph, ref));
    build->out->objects.items[object].dying = true;
}

/* What is being freed, outermost first, and what the trashcan has put off. */
static void add_all_dying(Build *build) {
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
static void add_saved(Build *build) {
    Ref garbage = heap_root(build->heap)->garbage;
    if (!garbage || heap_at(build->heap, List, garbage)->size == 0 || is_full(build)) return;
    uint32_t object = show(build, graph_find(&build->graph, garbage));
    build->out->objects.items[object].apart = true;
    build->out->objects.items[object].title = text_of("gc.garbage");
}

/* What only the collector can still find, in its list order. */
static void add_garbage(Build *build) {
    for (uint32_t i = 0; i < build->graph.objects.count && !is_full(build); i++) {
        const GraphObject *object = &build->graph.objects.items[i];
        if (object->reachable || object->generation < 0 || is_static(build->heap, object->ref) ||
            is_internal(build->heap, object->ref) ||
            heap_object(build->heap, object->ref)->flags & OBJECT_LIBRARY) {
            continue;
        }
        show(build, i);
    }
}

static void read_collector(Build *build) {
    const HeapRoot *root = heap_root(build->heap);
    SnapCollector *collector = &build->out->collector;
    collector->enabled = root->gc_enabled;
    for (int i = 0; i < HEAP_GENERATIONS; i++) {
        collector->counts[i] = root->generations[i].count;
        collector->thresholds[i] = root->generations[i].threshold;
    }
}

void snapshot_build(Snapshot *snapshot, const Vm *vm) {
    *snapshot = (Snapshot){0};
    Build build = {.out = snapshot, .vm = vm, .heap = &vm->heap};
    graph_build(&build.graph, &vm->heap);
    read_collector(&build);
    size_t objects = build.graph.objects.count, edges = build.graph.edges.count;
    build.shown = memory_alloc(sizeof *build.shown * objects);
    build.first_in = memory_alloc(sizeof *build.first_in * objects);
    build.drawn = memory_alloc(edges);
    find_first_holders(&build);
    add_frames(&build);
    uint32_t next = 0;
    for (; next < snapshot->objects.count; next++) add_edges(&build, next);
    add_all_dying(&build);
    add_saved(&build);
    for (; next < snapshot->objects.count; next++) add_edges(&build, next);
    add_garbage(&build);
    for (; next < snapshot->objects.count; next++) add_edges(&build, next);
    name_hidden(&build);
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
        if (own.ref == handle.ref && own.serial == handle.serial) return snapshot->index[at] - 1;
    }
    return SNAPSHOT_NONE;
}

void snapshot_append_slot(const SnapReference *reference, bool key, TextBuffer *out) {
    Text label = reference->label;
    switch (reference->slot) {
    case SNAP_INDEX: text_appendf(out, "[%u]", reference->number); break;
    case SNAP_MEMBER: text_append_string(out, "member"); break;
    case SNAP_KEY:
        text_appendf(out, key ? "key %.*s" : "[%.*s]", (int)label.length, label.bytes);
        break;
    case SNAP_NAME: text_appendf(out, ".%.*s", (int)label.length, label.bytes); break;
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
