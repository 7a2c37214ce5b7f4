/* The frames of the script and their variables, read straight from the machine. */
#ifndef LASTREF_TIMELINE_FRAME_WALK_H
#define LASTREF_TIMELINE_FRAME_WALK_H

#include "base/array.h"
#include "python/vm.h"

typedef struct WalkedFrame {
    Ref frame; /* 0: the module, whose code has ended */
    Ref names; /* the dict of names of a module or class body; 0: the variables are slots */
    bool module;
    bool running; /* the innermost */
    bool below;   /* a statement runs above it, in the module */
} WalkedFrame;

typedef Array(WalkedFrame) FrameList;

typedef struct WalkedVariable {
    Ref name;  /* str */
    Ref value; /* what it is bound to; 0: unbound, or an empty cell */
    Ref cell;  /* the cell that holds the value, or 0 */
} WalkedVariable;

/* Whether a frame runs code of the script: not a built-in's, not the library's. */
bool frame_is_users(const Vm *vm, Ref frame);

/* The frames, outermost first; library frames are left out. The module is there once, always, and
 * first, also while a statement runs in it above the calls that it interrupts. The caller owns the
 * list: array_deinit. */
void frame_walk(const Vm *vm, FrameList *out);

/* Steps over the variables of a frame: *position starts at 0. A module's dunder names are left out.
 * Borrowed results; false at the end. */
bool frame_next_variable(const Vm *vm, const WalkedFrame *frame, uint32_t *position,
                         WalkedVariable *out);

#endif
