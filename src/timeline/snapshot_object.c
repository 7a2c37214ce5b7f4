/* What an object is, in a person's terms: its class, title, state, size. */
#include "base/translate.h"
#include "heap/bytes.h"
#include "heap/gc.h"
#include "heap/str.h"
#include "heap/weakref.h"
#include "python/frame.h"
#include "python/types.h"
#include "timeline/short_repr.h"
#include "timeline/snapshot_parts.h"

/* ---- classification ---- */

bool snapshot_is_static(const Heap *heap, Ref object) {
    return heap_object(heap, object)->flags & OBJECT_STATIC;
}

static bool is_shared(const Heap *heap, Ref object) {
    return heap_object(heap, object)->flags & (OBJECT_STATIC | OBJECT_SHARED);
}

bool snapshot_is_internal(const SnapshotBuild *build, Ref object) {
    switch (heap_kind(build->heap, object)) {
    case KIND_GETSET: return !build->internals;
    case KIND_CODE:
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
    case KIND_DEQUE:
    case KIND_TUPLE: return OBJECT_SEQUENCE;
    case KIND_DEFAULT_DICT:
    case KIND_DICT: return OBJECT_MAPPING;
    case KIND_SET: return OBJECT_SET;
    case KIND_INSTANCE: return OBJECT_INSTANCE;
    case KIND_TYPE: return OBJECT_CLASS;
    case KIND_FUNCTION:
    case KIND_METHOD:
    case KIND_CFUNCTION: return OBJECT_FUNCTION;
    case KIND_GENERATOR:
    case KIND_ITERTOOL:
    case KIND_TEE_DATA:
    case KIND_ITERATOR: return OBJECT_ITERATOR;
    case KIND_WEAKREF: return OBJECT_WEAKREF;
    case KIND_CELL: return OBJECT_CELL;
    case KIND_MODULE: return OBJECT_MODULE;
    case KIND_TRACEBACK:
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

static bool is_frozen(const Heap *heap, Ref object) {
    Kind kind = heap_kind(heap, object);
    return kind == KIND_TUPLE ||
           (kind == KIND_SET && heap_type_of(heap, object)->native == TYPE_ID_FROZENSET);
}

static uint32_t length_of(const Heap *heap, Ref object) {
    switch (heap_kind(heap, object)) {
    case KIND_LIST: return heap_at(heap, List, object)->size;
    case KIND_TUPLE: return heap_at(heap, Tuple, object)->size;
    case KIND_DEQUE: return heap_at(heap, Deque, object)->size;
    case KIND_DEFAULT_DICT:
    case KIND_DICT: return heap_at(heap, Dict, object)->used;
    case KIND_SET: return heap_at(heap, Set, object)->used;
    case KIND_STR: return heap_at(heap, Str, object)->length;
    case KIND_BYTES: return heap_at(heap, Bytes, object)->length;
    case KIND_BYTEARRAY: return heap_at(heap, ByteArray, object)->length;
    default: return 0;
    }
}

/* ---- text in the arena ---- */

static Text keep(SnapshotBuild *build, const TextBuffer *buffer) {
    return (Text){arena_copy(&build->out->arena, text_cstr(buffer), buffer->length),
                  buffer->length};
}

Text snapshot_keep_str(SnapshotBuild *build, Ref string) {
    if (!string) return text_of("?");
    TextBuffer buffer = {0};
    str_append_to(build->heap, string, &buffer);
    Text kept = keep(build, &buffer);
    text_deinit(&buffer);
    return kept;
}

Text snapshot_keep_repr(SnapshotBuild *build, Ref object) {
    TextBuffer buffer = {0};
    short_repr(build->heap, object, SHORT_REPR_MAX, &buffer);
    Text kept = keep(build, &buffer);
    text_deinit(&buffer);
    return kept;
}

Text snapshot_keep_format(SnapshotBuild *build, const char *format, const char *text) {
    return text_of(arena_format(&build->out->arena, format, text));
}

Text snapshot_type_text(SnapshotBuild *build, Ref object) {
    return snapshot_keep_str(build, heap_type_of(build->heap, object)->name);
}

Text snapshot_named(SnapshotBuild *build, const char *format, Ref name) {
    return snapshot_keep_format(build, format, snapshot_keep_str(build, name).bytes);
}

/* What the card's header says. */
static Text title_of(SnapshotBuild *build, Ref object) {
    const Heap *heap = build->heap;
    switch (heap_kind(heap, object)) {
    case KIND_TYPE: return snapshot_named(build, "class %s", heap_at(heap, Type, object)->name);
    case KIND_FUNCTION:
        return snapshot_named(build, "function %s", heap_at(heap, Function, object)->name);
    case KIND_GENERATOR:
        return snapshot_named(build, "generator %s", heap_at(heap, Generator, object)->name);
    case KIND_MODULE:
        return snapshot_named(build, "module %s", heap_at(heap, Module, object)->name);
    case KIND_METHOD: {
        Ref function = heap_at(heap, Method, object)->function;
        if (heap_kind(heap, function) != KIND_FUNCTION) break;
        return snapshot_named(build, "method %s", heap_at(heap, Function, function)->name);
    }
    case KIND_FRAME_OBJECT: {
        Ref frame = heap_at(heap, FrameObject, object)->frame;
        return snapshot_named(build, "frame %s",
                              frame_code(build->vm, frame_at(build->vm, frame))->name);
    }
    case KIND_GETSET:
        return text_of(
            arena_format(&build->out->arena, "%s %s", snapshot_type_text(build, object).bytes,
                         snapshot_keep_str(build, heap_at(heap, GetSet, object)->name).bytes));
    case KIND_WEAKREF:
        if (is_exact(heap, object, TYPE_ID_WEAKREF)) return text_of("weakref");
        if (is_exact(heap, object, TYPE_ID_WEAK_PROXY)) return text_of("weakproxy");
        break;
    default: break;
    }
    return snapshot_type_text(build, object);
}

static Text generator_state(SnapshotBuild *build, Ref object) {
    switch (heap_at(build->heap, Generator, object)->state) {
    case GENERATOR_CREATED: return text_of(_("not started"));
    case GENERATOR_EXECUTING: return text_of(_("running"));
    case GENERATOR_COMPLETED: return text_of(_("finished"));
    default: {
        Ref frame = object + (Ref)(offsetof(Generator, frame) / GRANULE);
        return text_of(
            arena_format(&build->out->arena, _("paused at line %u"), frame_line(build->vm, frame)));
    }
    }
}

/* Of an iterator that counts up from 0 along one sequence. */
static Text iterator_state(SnapshotBuild *build, Ref object) {
    static const TypeId upward[] = {TYPE_ID_LIST_ITERATOR, TYPE_ID_TUPLE_ITERATOR,
                                    TYPE_ID_STR_ITERATOR, TYPE_ID_STR_ASCII_ITERATOR,
                                    TYPE_ID_BYTES_ITERATOR};
    const Iterator *self = heap_at(build->heap, Iterator, object);
    for (size_t i = 0; i < sizeof upward / sizeof *upward; i++) {
        if (!is_exact(build->heap, object, upward[i])) continue;
        if (!self->a) return text_of(_("exhausted"));
        return text_of(arena_format(&build->out->arena, _("next: [%u]"), self->index));
    }
    return (Text){"", 0};
}

/* What its references do not say. */
static Text state_of(SnapshotBuild *build, Ref object) {
    const Heap *heap = build->heap;
    switch (heap_kind(heap, object)) {
    case KIND_GENERATOR: return generator_state(build, object);
    case KIND_ITERATOR: return iterator_state(build, object);
    case KIND_WEAKREF: return weakref_target(heap, object) ? (Text){"", 0} : text_of(_("dead"));
    case KIND_CELL:
        return heap_at(heap, Cell, object)->content ? (Text){"", 0} : text_of(_("empty"));
    case KIND_FRAME_OBJECT: {
        uint32_t line = frame_line(build->vm, heap_at(heap, FrameObject, object)->frame);
        return text_of(arena_format(&build->out->arena, _("at line %u"), line));
    }
    default: return (Text){"", 0};
    }
}

/* ---- objects ---- */

uint32_t snapshot_show(SnapshotBuild *build, uint32_t number) {
    if (build->shown[number]) return build->shown[number] - 1;
    const Heap *heap = build->heap;
    const GraphObject *found = &build->graph.objects.items[number];
    const Object *head = heap_object(heap, found->ref);
    SnapObject object = {
        .handle = heap_handle(heap, found->ref),
        .class = class_of(heap, found->ref),
        .type = snapshot_type_text(build, found->ref),
        .title = title_of(build, found->ref),
        .repr = snapshot_keep_repr(build, found->ref),
        .state = state_of(build, found->ref),
        .refcount = head->refcount,
        .shared = is_shared(heap, found->ref),
        .library = heap_object(heap, found->ref)->flags & OBJECT_LIBRARY,
        .tracked = gc_is_tracked(heap, found->ref),
        .reachable = found->reachable,
        .small = is_small(heap, found->ref),
        .frozen = is_frozen(heap, found->ref),
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

bool snapshot_is_full(const SnapshotBuild *build) {
    return build->out->objects.count >= SNAPSHOT_OBJECTS_MAX;
}
