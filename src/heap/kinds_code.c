/* Rows of what runs: functions, code, cells, bound methods, generators, frame objects, tracebacks.
 * The orders are those of CPython 3.11: funcobject.c, codeobject.c, cellobject.c, classobject.c,
 * genobject.c, frameobject.c, traceback.c. */
#include "heap/kind.h"

#include <string.h>

/* Takes the first reference that is not null of a list of slots. */
static Ref take_first(Heap *heap, const Ref *const slots[], size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (*slots[i]) return take_slot(heap, slots[i]);
    }
    return REF_NULL;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- function ---- */

static void function_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const Function *self = heap_at(heap, Function, object);
    visit_field(visitor, SLOT_FIELD_CODE, self->code);
    visit_field(visitor, SLOT_FIELD_GLOBALS, self->globals);
    visit_field(visitor, SLOT_FIELD_BUILTINS, self->builtins);
    visit_field(visitor, SLOT_FIELD_MODULE, self->module);
    visit_field(visitor, SLOT_FIELD_DEFAULTS, self->defaults);
    visit_field(visitor, SLOT_FIELD_KWDEFAULTS, self->kwdefaults);
    visit_field(visitor, SLOT_FIELD_DOC, self->doc);
    visit_field(visitor, SLOT_FIELD_NAME, self->name);
    visit_field(visitor, SLOT_FIELD_DICT, self->dict);
    visit_field(visitor, SLOT_FIELD_CLOSURE, self->closure);
    visit_field(visitor, SLOT_FIELD_ANNOTATIONS, self->annotations);
    visit_field(visitor, SLOT_FIELD_QUALNAME, self->qualname);
}

/* func_clear keeps code, name and qualname. */
static void function_clear(Heap *heap, Ref object) {
    const Function *self = heap_at(heap, Function, object);
    const Ref *const slots[] = {&self->globals,  &self->builtins,   &self->module,
                                &self->defaults, &self->kwdefaults, &self->doc,
                                &self->dict,     &self->closure,    &self->annotations};
    for (size_t i = 0; i < COUNT(slots); i++) heap_xdecref(heap, take_slot(heap, slots[i]));
}

static Ref function_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const Function *self = heap_at(heap, Function, object);
    const Ref *const slots[] = {&self->globals,  &self->builtins,   &self->module,
                                &self->defaults, &self->kwdefaults, &self->doc,
                                &self->dict,     &self->closure,    &self->annotations,
                                &self->code,     &self->name,       &self->qualname};
    return take_first(heap, slots, COUNT(slots));
}

const KindRow kind_function = {.name = "function",
                               .traverse = function_traverse,
                               .clear = function_clear,
                               .take = function_take};

/* ---- code ---- */

/* Code objects have no tp_traverse: the collector does not look inside. */
static void code_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    if (!visitor->all) return;
    const Code *self = heap_at(heap, Code, object);
    visit_field(visitor, SLOT_FIELD_CONSTS, self->consts);
    visit_field(visitor, SLOT_FIELD_NAMES, self->names);
    visit_field(visitor, SLOT_FIELD_LOCALSPLUSNAMES, self->localsplusnames);
    visit_field(visitor, SLOT_FIELD_LOCALSPLUSKINDS, self->localspluskinds);
    visit_field(visitor, SLOT_FIELD_FILENAME, self->filename);
    visit_field(visitor, SLOT_FIELD_CODE_NAME, self->name);
    visit_field(visitor, SLOT_FIELD_CODE_QUALNAME, self->qualname);
}

static Ref code_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const Code *self = heap_at(heap, Code, object);
    const Ref *const slots[] = {&self->consts,          &self->names,    &self->localsplusnames,
                                &self->localspluskinds, &self->filename, &self->name,
                                &self->qualname};
    Ref held = take_first(heap, slots, COUNT(slots));
    if (held) return held;
    const Ref *const blocks[] = {&self->instructions, &self->locations, &self->exceptions,
                                 &self->caches};
    for (size_t i = 0; i < COUNT(blocks); i++) heap_free(heap, take_slot(heap, blocks[i]));
    return REF_NULL;
}

static size_t code_extra_size(const Heap *heap, Ref object) {
    return heap_at(heap, Code, object)->size - heap_type_of(heap, object)->basicsize;
}

const KindRow kind_code = {
    .name = "code", .traverse = code_traverse, .take = code_take, .extra_size = code_extra_size};

/* ---- cell ---- */

static void cell_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    visit_field(visitor, SLOT_FIELD_CELL_CONTENTS, heap_at(heap, Cell, object)->content);
}

static void cell_clear(Heap *heap, Ref object) {
    heap_xdecref(heap, take_slot(heap, &heap_at(heap, Cell, object)->content));
}

static Ref cell_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    return take_slot(heap, &heap_at(heap, Cell, object)->content);
}

const KindRow kind_cell = {
    .name = "cell", .traverse = cell_traverse, .clear = cell_clear, .take = cell_take};

/* ---- bound method ---- */

static void method_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const Method *self = heap_at(heap, Method, object);
    visit_field(visitor, SLOT_FIELD_FUNC, self->function);
    visit_field(visitor, SLOT_FIELD_SELF, self->self);
}

static Ref method_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const Method *self = heap_at(heap, Method, object);
    return take_first(heap, (const Ref *const[]){&self->function, &self->self}, 2);
}

const KindRow kind_method = {.name = "method", .traverse = method_traverse, .take = method_take};

/* ---- frames ---- */

/* What an interpreter frame owns (_PyFrame_Traverse), reported for its holder. */
static void frame_traverse(const Heap *heap, const Frame *frame, Visitor *visitor) {
    visit_field(visitor, SLOT_FIELD_FRAME_OBJECT, frame->frame_object);
    visit_field(visitor, SLOT_FIELD_FRAME_LOCALS, frame->locals);
    visit_field(visitor, SLOT_FIELD_FRAME_FUNCTION, frame->function);
    visit_field(visitor, SLOT_FIELD_FRAME_CODE, frame->code);
    uint32_t locals = frame->code ? heap_at(heap, Code, frame->code)->nlocalsplus : frame->stacktop;
    for (uint32_t i = 0; i < frame->stacktop; i++) {
        visit_field(visitor, i < locals ? SLOT_FIELD_LOCAL : SLOT_FIELD_STACK,
                    frame_slots(frame)[i]);
    }
}

/* The frame of a generator that dies while its frame object lives on moves into that object
 * (take_ownership in Python/frame.c). */
static void frame_move_to_object(Heap *heap, const Frame *frame) {
    const FrameObject *owner = heap_at(heap, FrameObject, frame->frame_object);
    size_t size = sizeof *frame + (size_t)frame->stacktop * sizeof(Ref);
    image_write(&heap->image, &owner->own, frame, size);
    heap_set(heap, owner->own.owner, FRAME_OWNED_BY_OBJECT);
    heap_set(heap, owner->own.previous, REF_NULL);
    heap_set(heap, owner->own.frame_object, REF_NULL);
    heap_set(heap, owner->frame, image_ref(&heap->image, &owner->own));
    Ref moved = frame->frame_object;
    image_zero(&heap->image, &frame->function, 4 * sizeof(Ref));
    heap_set(heap, frame->stacktop, 0);
    heap_track(heap, moved);
    heap_decref(heap, moved);
}

/* _PyFrame_Clear: frame object, slots ascending, locals, function, code. */
static Ref frame_take(Heap *heap, const Frame *frame) {
    if (frame->frame_object) {
        if (heap_refcount(heap, frame->frame_object) > 1) {
            frame_move_to_object(heap, frame);
            return REF_NULL;
        }
        heap_set(heap, heap_at(heap, FrameObject, frame->frame_object)->frame, REF_NULL);
        return take_slot(heap, &frame->frame_object);
    }
    for (uint32_t i = 0; i < frame->stacktop; i++) {
        if (frame_slots(frame)[i]) return take_slot(heap, &frame_slots(frame)[i]);
    }
    const Ref *const slots[] = {&frame->locals, &frame->function, &frame->code};
    return take_first(heap, slots, COUNT(slots));
}

/* ---- generator ---- */

static void generator_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const Generator *self = heap_at(heap, Generator, object);
    visit_field(visitor, SLOT_FIELD_CODE, self->code);
    visit_field(visitor, SLOT_FIELD_NAME, self->name);
    visit_field(visitor, SLOT_FIELD_QUALNAME, self->qualname);
    /* a frame that is being cleared is no matter of the collector's any more */
    if (self->state != GENERATOR_COMPLETED || visitor->all) {
        frame_traverse(heap, &self->frame, visitor);
    }
    visit_field(visitor, SLOT_FIELD_HANDLED, self->exc_value);
}

static Ref generator_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const Generator *self = heap_at(heap, Generator, object);
    if (self->state != GENERATOR_COMPLETED) {
        Ref held = frame_take(heap, &self->frame);
        if (held) return held;
        heap_set(heap, self->state, GENERATOR_COMPLETED);
    }
    const Ref *const slots[] = {&self->code, &self->name, &self->qualname, &self->exc_value};
    return take_first(heap, slots, COUNT(slots));
}

static uint32_t generator_items(const Heap *heap, Ref object) {
    const Code *code = heap_at(heap, Code, heap_at(heap, Generator, object)->code);
    return code->nlocalsplus + code->stacksize;
}

const KindRow kind_generator = {.name = "generator",
                                .traverse = generator_traverse,
                                .take = generator_take,
                                .items = generator_items,
                                .finalizes = true};

/* ---- frame object ---- */

static bool owns_frame(const FrameObject *self) {
    return self->own.owner == FRAME_OWNED_BY_OBJECT;
}

static void frame_object_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const FrameObject *self = heap_at(heap, FrameObject, object);
    visit_field(visitor, SLOT_FIELD_BACK, self->back);
    visit_field(visitor, SLOT_FIELD_TRACE, self->trace);
    if (owns_frame(self)) frame_traverse(heap, &self->own, visitor);
}

static void frame_object_clear(Heap *heap, Ref object) {
    const FrameObject *self = heap_at(heap, FrameObject, object);
    heap_xdecref(heap, take_slot(heap, &self->trace));
    if (!owns_frame(self)) return;
    for (uint32_t i = 0; i < self->own.stacktop; i++) {
        heap_xdecref(heap, take_slot(heap, &frame_slots(&self->own)[i]));
    }
}

static Ref frame_object_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const FrameObject *self = heap_at(heap, FrameObject, object);
    if (owns_frame(self)) {
        const Ref *const first[] = {&self->own.function, &self->own.locals};
        Ref held = take_first(heap, first, COUNT(first));
        if (held) return held;
        for (uint32_t i = 0; i < self->own.stacktop; i++) {
            const Ref *slot = &frame_slots(&self->own)[i];
            if (*slot) return take_slot(heap, slot);
        }
    }
    const Ref *const last[] = {&self->back, &self->trace, &self->own.code};
    return take_first(heap, last, COUNT(last));
}

/* frame___sizeof__: a slot for each local and each place of the value stack. */
static uint32_t frame_object_items(const Heap *heap, Ref object) {
    Ref frame = heap_at(heap, FrameObject, object)->frame;
    Ref code = frame ? heap_at(heap, Frame, frame)->code : REF_NULL;
    if (!code) return 0;
    return heap_at(heap, Code, code)->nlocalsplus + heap_at(heap, Code, code)->stacksize;
}

const KindRow kind_frame_object = {.name = "frame",
                                   .items = frame_object_items,
                                   .traverse = frame_object_traverse,
                                   .clear = frame_object_clear,
                                   .take = frame_object_take,
                                   .trashcan = true};

/* ---- traceback ---- */

static void traceback_traverse(const Heap *heap, Ref object, Visitor *visitor) {
    const Traceback *self = heap_at(heap, Traceback, object);
    visit_field(visitor, SLOT_FIELD_NEXT, self->next);
    visit_field(visitor, SLOT_FIELD_FRAME, self->frame);
}

static Ref traceback_take(Heap *heap, Ref object, uint32_t *cursor) {
    (void)cursor;
    const Traceback *self = heap_at(heap, Traceback, object);
    return take_first(heap, (const Ref *const[]){&self->next, &self->frame}, 2);
}

static void traceback_clear(Heap *heap, Ref object) {
    const Traceback *self = heap_at(heap, Traceback, object);
    heap_xdecref(heap, take_slot(heap, &self->next));
    heap_xdecref(heap, take_slot(heap, &self->frame));
}

const KindRow kind_traceback = {.name = "traceback",
                                .traverse = traceback_traverse,
                                .clear = traceback_clear,
                                .take = traceback_take,
                                .trashcan = true};
