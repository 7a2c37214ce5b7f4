/* Frames: the stack of calls in the image.
 *
 * Machine.frame is the top of a chain by Frame.previous. A frame lies on the frame stack (region
 * IMAGE_FRAMES, first in last out), inside a generator, or, once its call has ended while something
 * still refers to its frame object, inside that object.
 *
 * Native frames (owner FRAME_NATIVE) belong to built-ins: named slots whose references who-holds-it
 * and heap_check can see. A Python call that is just being set up, or whose references are being
 * dropped, is a native frame too: CPython 3.11 hides such frames from Python code
 * (_PyFrame_IsIncomplete, gh-99729), and so do all functions here that say "visible". Such a frame
 * still has its function, code, locals and frame object.
 *
 * The references of a frame are its fields function, code, locals, frame_object where not null and
 * the first `stacktop` slots; `globals`, `builtins` and `previous` are borrowed. */
#ifndef LASTREF_PYTHON_FRAME_H
#define LASTREF_PYTHON_FRAME_H

#include "python/vm.h"

static inline const Frame *frame_at(const Vm *vm, Ref frame) {
    return heap_at(&vm->heap, Frame, frame);
}

static inline const Code *frame_code(const Vm *vm, const Frame *frame) {
    return heap_at(&vm->heap, Code, frame->code);
}

/* Granules of a frame with so many slots. */
static inline uint32_t frame_granules(uint32_t slots) {
    return (uint32_t)((sizeof(Frame) + (size_t)slots * sizeof(Ref) + GRANULE - 1) / GRANULE);
}

/* Opens a frame with its value stack: what runs in it writes little else. Frames on the frame stack
 * lie close together, and those of this step's calls stay open. */
static inline ImageSpan frame_open(Vm *vm, Ref frame, uint32_t granules) {
    Image *image = &vm->heap.image;
    ImageSpan span = {frame, frame + granules, 0};
    if (frame >= IMAGE_FRAMES && frame < IMAGE_ARENAS) {
        image_include(image, &vm->frames, frame, frame + granules);
        span.step = image->step;
    } else {
        image_open(image, &span);
    }
    return span;
}

/* A Python frame: its size follows from its code. */
static inline ImageSpan frame_open_call(Vm *vm, Ref frame, const Code *code) {
    return frame_open(vm, frame, frame_granules(code->nlocalsplus + code->stacksize));
}

/* ---- the stack of calls ---- */

/* Pushes a frame for a call of `function` with null slots, as a native frame (being set up);
 * `locals` is stolen and may be null, `function` is stolen. Null with RecursionError or halt when
 * the frame stack is full; both references are then dropped. */
Ref frame_push_call(Vm *vm, Ref function, Ref locals);
/* The arguments are bound: the frame becomes a visible Python frame. */
void frame_begin(Vm *vm, Ref frame, bool entry);
/* Drops the references of the top frame of the frame stack in CPython's order (frame object,
 * locals, locals dict, function, code), then pops it. When `keep` is set, the entry on top of the
 * value stack is not dropped but returned. */
Ref frame_pop_call(Vm *vm, Ref frame, bool keep);
/* _PyFrame_Clear on a frame that is not on the frame stack (a generator's). */
void frame_clear(Vm *vm, Ref frame);

/* ---- what Python code sees ---- */

/* The first visible frame from `frame` (a Frame or 0) down the chain, or 0. */
Ref frame_visible(const Vm *vm, Ref frame);
/* The running visible frame, or 0. */
static inline Ref frame_current(const Vm *vm) {
    return frame_visible(vm, vm_machine(vm)->frame);
}
/* The running visible frame of user code: library frames are passed over. 0 if there is none. */
Ref frame_current_user(const Vm *vm);
/* The source line of the instruction being executed; 0 if it has none. */
uint32_t frame_line(const Vm *vm, Ref frame);
/* CPython's f_lasti in bytes; -1 before the first instruction. */
int32_t frame_lasti(const Vm *vm, Ref frame);
/* The frame object, made when there is none yet. Borrowed; null only with failure. */
Ref frame_get_object(Vm *vm, Ref frame);
/* locals() of the frame (PyFrame_FastToLocals): borrowed dict; null with exception. */
Ref frame_get_locals(Vm *vm, Ref frame);
/* sys._getframe(depth): a new reference to the frame object; ValueError when not deep enough. */
Ref frame_find_object(Vm *vm, uint32_t depth);
/* sys.exc_info()'s exception: borrowed, 0 for none. */
Ref frame_handled_exception(const Vm *vm);

/* ---- native frames ---- */

/* The description of a native frame. Slot names may be null: the slots are then a call's own. */
const NativeFrame *frame_description(const Vm *vm, Ref frame);
/* Whether it is a native frame of this description. */
bool frame_is_native(const Vm *vm, Ref frame, const NativeFrame *description);

/* Reports the references of one frame (not those of frames below it). */
void frame_visit(const Heap *heap, const Frame *frame, Visitor *visitor);
/* Reports the references of all frames of the chain that lie on the frame stack (those inside
 * generators are reported by their generators). */
void frame_visit_all(const Vm *vm, Visitor *visitor);

#endif
