#include "python/frame.h"

#include "heap/dict.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/call.h"
#include "python/error.h"
#include "python/opcode.h"

#include <string.h>

/* What a native frame of the machine's own is: a call whose frame is half made or half gone. */
static const NativeFrame call_description = {"a call", NULL, 0};

/* ---- descriptions ---- */

const NativeFrame *frame_description(const Vm *vm, Ref frame) {
    const Frame *self = frame_at(vm, frame);
    assert(self->owner == FRAME_NATIVE);
    return native_of_number(&vm->natives, self->native);
}

bool frame_is_native(const Vm *vm, Ref frame, const NativeFrame *description) {
    const Frame *self = frame_at(vm, frame);
    return self->owner == FRAME_NATIVE && native_is_number(&vm->natives, description, self->native);
}

/* ---- pushing ---- */

/* Puts a frame on the frame stack, its slots null, and makes it the running one: null with a halt
 * when there is no room. */
static Ref push(Vm *vm, const Frame *content, uint32_t slots) {
    const Machine *machine = vm_machine(vm);
    uint32_t granules = frame_granules(slots);
    Ref frame = machine->frame_top;
    if (granules > IMAGE_ARENAS - frame) {
        return vm_limit(vm, "the calls under way need more than %d MiB of frames",
                        (int)((IMAGE_ARENAS - IMAGE_FRAMES) >> 16));
    }
    const Frame *made = frame_at(vm, frame);
    frame_open(vm, frame, granules);
    image_write_open(&vm->heap.image, &vm->frames, made, content, sizeof *content);
    if (slots) {
        image_zero_open(&vm->heap.image, &vm->frames, frame_slots(made), slots * sizeof(Ref));
    }
    image_set_pair(&vm->heap.image, &machine->frame, frame, frame + granules);
    return frame;
}

_Static_assert(offsetof(Machine, frame_top) == offsetof(Machine, frame) + sizeof(Ref) &&
                   offsetof(Machine, frame) % GRANULE == 0,
               "frame and frame_top are set together");

static Frame native_content(Vm *vm, const NativeFrame *description, uint32_t stacktop) {
    return (Frame){.lasti = FRAME_NOT_STARTED,
                   .stacktop = stacktop,
                   .previous = vm_machine(vm)->frame,
                   .owner = FRAME_NATIVE,
                   .native = native_number(&vm->natives, description)};
}

Ref native_push(Vm *vm, const NativeFrame *description) {
    return native_push_slots(vm, description, description->slots);
}

Ref native_push_slots(Vm *vm, const NativeFrame *description, uint32_t slots) {
    if (vm->halt) return REF_NULL;
    Frame content = native_content(vm, description, slots);
    return push(vm, &content, slots);
}

Ref frame_push_call(Vm *vm, Ref function, Ref locals) {
    Heap *heap = &vm->heap;
    const Function *callee = heap_at(heap, Function, function);
    const Code *code = heap_at(heap, Code, callee->code);
    Frame content = native_content(vm, &call_description, code->nlocalsplus);
    content.function = function;
    content.code = callee->code;
    content.locals = locals;
    content.globals = callee->globals;
    content.builtins = callee->builtins;
    Ref frame = vm->halt ? REF_NULL : push(vm, &content, code->nlocalsplus + code->stacksize);
    if (!frame) {
        heap_decref(heap, function);
        heap_xdecref(heap, locals);
        return REF_NULL;
    }
    heap_incref(heap, callee->code);
    return frame;
}

void frame_begin(Vm *vm, Ref frame, bool entry) {
    const Frame *made = frame_at(vm, frame);
    heap_set(&vm->heap, made->owner, FRAME_OWNED_BY_STACK);
    heap_set(&vm->heap, made->entry, entry);
}

/* ---- popping ---- */

static void unlink_top(Vm *vm, Ref frame) {
    const Machine *machine = vm_machine(vm);
    assert(machine->frame == frame);
    image_set_pair(&vm->heap.image, &machine->frame, frame_at(vm, frame)->previous, frame);
}

void native_pop(Vm *vm, Ref frame) {
    /* after a halt the host rolls the image back */
    if (vm->halt) return;
    const Frame *popped = frame_at(vm, frame);
    const Ref *slots = frame_slots(popped);
    for (uint32_t i = 0; i < popped->stacktop; ++i) {
        Ref held = slots[i];
        if (!held) continue;
        image_set32(&vm->heap.image, &slots[i], REF_NULL);
        heap_decref(&vm->heap, held);
        if (vm->halt) return;
    }
    unlink_top(vm, frame);
}

/* Drops what a field or slot of the frame that is open refers to. */
static inline void drop_field(Vm *vm, ImageSpan *open, const Ref *field) {
    Ref held = *field;
    if (!held) return;
    image_set_in(&vm->heap.image, open, field, REF_NULL);
    heap_decref(&vm->heap, held);
}

/* The visible frame below `frame`. */
static Ref visible_below(const Vm *vm, Ref frame) {
    return frame_visible(vm, frame_at(vm, frame)->previous);
}

/* take_ownership of Python/frame.c: the frame object outlives its frame and gets its content. */
static void move_to_object(Vm *vm, Ref frame, uint32_t count) {
    Heap *heap = &vm->heap;
    const Frame *from = frame_at(vm, frame);
    Ref object = from->frame_object;
    const FrameObject *owner = heap_at(heap, FrameObject, object);
    Ref below = visible_below(vm, frame);
    if (below) {
        Ref back = frame_get_object(vm, below);
        if (back) heap_set(heap, owner->back, heap_incref(heap, back));
    }
    const Frame *own = &owner->own;
    image_write(&heap->image, own, from, sizeof *from + (size_t)count * sizeof(Ref));
    heap_set(heap, own->owner, FRAME_OWNED_BY_OBJECT);
    heap_set(heap, own->stacktop, count);
    heap_set(heap, own->previous, REF_NULL);
    heap_set(heap, own->frame_object, REF_NULL);
    heap_set(heap, own->entry, 0);
    heap_set(heap, owner->frame, image_ref(&heap->image, own));
    image_zero(&heap->image, &from->function, 4 * sizeof(Ref));
    image_zero(&heap->image, frame_slots(from), (size_t)count * sizeof(Ref));
    if (!heap_is_tracked(heap, object)) heap_track(heap, object);
    heap_decref(heap, object);
}

/* _PyFrame_Clear. Slots from `count` on are left alone. */
static void drop_references(Vm *vm, Ref frame, uint32_t count, ImageSpan open) {
    Heap *heap = &vm->heap;
    const Frame *self = frame_at(vm, frame);
    Ref object = self->frame_object;
    if (object) {
        if (heap_refcount(heap, object) > 1) {
            move_to_object(vm, frame, count);
            return;
        }
        heap_set(heap, heap_at(heap, FrameObject, object)->frame, REF_NULL);
        drop_field(vm, &open, &self->frame_object);
    }
    for (uint32_t i = 0; i < count && !vm->halt; ++i) drop_field(vm, &open, &frame_slots(self)[i]);
    drop_field(vm, &open, &self->locals);
    drop_field(vm, &open, &self->function);
    drop_field(vm, &open, &self->code);
}

Ref frame_pop_call(Vm *vm, Ref frame, bool keep) {
    Heap *heap = &vm->heap;
    const Frame *popped = frame_at(vm, frame);
    uint32_t count = popped->stacktop - (keep ? 1 : 0);
    heap_set(heap, popped->owner, FRAME_NATIVE);
    heap_set(heap, popped->native, native_number(&vm->natives, &call_description));
    drop_references(vm, frame, count, frame_open_call(vm, frame, frame_code(vm, popped)));
    if (vm->halt) return REF_NULL;
    Ref kept = keep ? frame_slots(popped)[count] : REF_NULL;
    unlink_top(vm, frame);
    return kept;
}

void frame_clear(Vm *vm, Ref frame) {
    const Frame *self = frame_at(vm, frame);
    if (!self->code) return; /* nothing is left in it */
    drop_references(vm, frame, self->stacktop, frame_open_call(vm, frame, frame_code(vm, self)));
    heap_set(&vm->heap, self->stacktop, 0);
}

/* ---- what Python code sees ---- */

Ref frame_visible(const Vm *vm, Ref frame) {
    while (frame && frame_at(vm, frame)->owner == FRAME_NATIVE) {
        const Frame *native = frame_at(vm, frame);
        if (native->apart) return REF_NULL;
        frame = native->previous;
    }
    return frame;
}

Ref frame_current_user(const Vm *vm) {
    Ref frame = frame_current(vm);
    while (frame && frame_code(vm, frame_at(vm, frame))->hidden) {
        frame = visible_below(vm, frame);
    }
    return frame;
}

static const CodePosition *frame_position(const Vm *vm, const Frame *frame) {
    const Code *code = frame_code(vm, frame);
    uint32_t index = frame->lasti == FRAME_NOT_STARTED ? 0 : frame->lasti;
    if (index >= code->count) return NULL;
    return &heap_at(&vm->heap, CodePosition, code->locations)[index];
}

uint32_t frame_line(const Vm *vm, Ref frame) {
    const Frame *self = frame_at(vm, frame);
    if (self->lasti == FRAME_NOT_STARTED) return frame_code(vm, self)->firstlineno;
    const CodePosition *position = frame_position(vm, self);
    return position ? position->line : 0;
}

int32_t frame_lasti(const Vm *vm, Ref frame) {
    const Frame *self = frame_at(vm, frame);
    if (self->lasti == FRAME_NOT_STARTED) return -1;
    const CodePosition *position = frame_position(vm, self);
    return position ? (int32_t)(position->unit * 2) : -1;
}

Ref frame_get_object(Vm *vm, Ref frame) {
    Heap *heap = &vm->heap;
    const Frame *self = frame_at(vm, frame);
    if (self->frame_object) return self->frame_object;
    const Code *code = frame_code(vm, self);
    /* _PyFrame_New_NoTrack: the collector learns of it when it takes its frame over */
    Ref object = heap_new(heap, type_ref(heap, TYPE_ID_FRAME), code->nlocalsplus + code->stacksize);
    if (!object) return error_no_memory(vm);
    if (self->frame_object) {
        /* the allocation ran a finalizer whose traceback asked for this frame */
        heap_decref(heap, object);
        return self->frame_object;
    }
    heap_set(heap, heap_at(heap, FrameObject, object)->frame, frame);
    heap_set(heap, self->frame_object, object);
    return object;
}

/* Whether MAKE_CELL of the slot has run, so that a cell in it is the variable's own. */
static bool cell_was_made(const Vm *vm, const Frame *frame, uint32_t slot) {
    const Code *code = frame_code(vm, frame);
    const CodeWord *words = heap_at(&vm->heap, CodeWord, code->instructions);
    for (uint32_t i = 0; i < code->count && frame->lasti != FRAME_NOT_STARTED; ++i) {
        if (i >= frame->lasti) return false;
        if ((words[i].word & 0xFF) == OP_MAKE_CELL && words[i].word >> 8 == slot) return true;
    }
    return false;
}

/* Enters the fast locals into the frame's dict, dropping names that are unbound. */
static bool fast_to_dict(Vm *vm, Ref frame, Ref dict) {
    enum { FREE = 0x80, CELL = 0x40, OPTIMIZED = 1 };
    Heap *heap = &vm->heap;
    const Frame *self = frame_at(vm, frame);
    const Code *code = frame_code(vm, self);
    const uint8_t *kinds = heap_at(heap, Bytes, code->localspluskinds)->bytes;
    for (uint32_t i = 0; i < code->nlocalsplus; ++i) {
        if (kinds[i] & FREE && !(code->flags & OPTIMIZED)) continue;
        Ref name = tuple_get(heap, code->localsplusnames, i);
        Ref value = self->stacktop ? frame_slots(self)[i] : REF_NULL;
        if (value && heap_kind(heap, value) == KIND_CELL &&
            (kinds[i] & FREE || (kinds[i] & CELL && cell_was_made(vm, self, i)))) {
            value = heap_at(heap, Cell, value)->content;
        }
        if (value) {
            if (heap_kind(heap, dict) == KIND_DICT) {
                if (object_dict_set(vm, dict, name, value) < 0) return false;
            } else if (!object_setitem(vm, dict, name, value)) {
                return false;
            }
        } else if (heap_kind(heap, dict) == KIND_DICT) {
            if (object_dict_remove(vm, dict, name, NULL) < 0) return false;
        } else if (!object_delitem(vm, dict, name)) {
            if (!vm_error_is(vm, TYPE_ID_KEY_ERROR)) return false;
            vm_clear_error(vm);
        }
    }
    return true;
}

Ref frame_get_locals(Vm *vm, Ref frame) {
    const Frame *self = frame_at(vm, frame);
    if (!self->code) return vm_raise(vm, TYPE_ID_SYSTEM_ERROR, "frame does not exist");
    if (!self->locals) {
        Ref dict = dict_new(&vm->heap);
        if (!dict) return error_no_memory(vm);
        heap_set(&vm->heap, self->locals, dict);
    }
    return fast_to_dict(vm, frame, self->locals) ? self->locals : REF_NULL;
}

Ref frame_find_object(Vm *vm, uint32_t depth) {
    Ref frame = frame_current(vm);
    while (frame && depth > 0) {
        frame = visible_below(vm, frame);
        --depth;
    }
    if (!frame) return vm_raise(vm, TYPE_ID_VALUE_ERROR, "call stack is not deep enough");
    Ref object = frame_get_object(vm, frame);
    return object ? heap_incref(&vm->heap, object) : REF_NULL;
}

Ref frame_handled_exception(const Vm *vm) {
    const Machine *machine = vm_machine(vm);
    Ref none = heap_root(&vm->heap)->none;
    for (Ref holder = machine->handled_holder; holder;) {
        const Generator *generator = heap_at(&vm->heap, Generator, holder);
        if (generator->exc_value && generator->exc_value != none) return generator->exc_value;
        holder = generator->exc_previous;
    }
    return machine->handled == none ? REF_NULL : machine->handled;
}

/* ---- walking ---- */

void frame_visit(const Heap *heap, const Frame *frame, Visitor *visitor) {
    const struct {
        SlotField field;
        Ref target;
    } fields[] = {{SLOT_FIELD_FRAME_OBJECT, frame->frame_object},
                  {SLOT_FIELD_FRAME_LOCALS, frame->locals},
                  {SLOT_FIELD_FRAME_FUNCTION, frame->function},
                  {SLOT_FIELD_FRAME_CODE, frame->code}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; ++i) {
        if (!fields[i].target) continue;
        visitor->visit(visitor, (Slot){SLOT_FIELD, fields[i].field}, fields[i].target);
    }
    uint32_t locals = frame->code ? heap_at(heap, Code, frame->code)->nlocalsplus : 0;
    for (uint32_t i = 0; i < frame->stacktop; ++i) {
        Ref target = frame_slots(frame)[i];
        SlotField field = i < locals ? SLOT_FIELD_LOCAL : SLOT_FIELD_STACK;
        if (target) visitor->visit(visitor, (Slot){SLOT_FIELD, field}, target);
    }
}

void frame_visit_all(const Vm *vm, Visitor *visitor) {
    for (Ref frame = vm_machine(vm)->frame; frame; frame = frame_at(vm, frame)->previous) {
        const Frame *self = frame_at(vm, frame);
        if (self->owner != FRAME_OWNED_BY_GENERATOR) frame_visit(&vm->heap, self, visitor);
    }
}
