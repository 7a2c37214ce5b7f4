/* The stack machine: executes code objects with the effects of CPython 3.11's Python/ceval.c on
 * value stack and reference counts, opcode by opcode.
 *
 * A call from Python to a Python function pushes a frame and goes on in the same C function. A call
 * from a built-in enters a new evaluation loop; its frame is marked `entry`.
 *
 * At each point where other code can look at the machine (a `line` event, a call, an allocation, a
 * finalizer) the frame's `lasti` and `stacktop` are true. */
#ifndef LASTREF_PYTHON_EVAL_H
#define LASTREF_PYTHON_EVAL_H

#include "python/vm.h"

enum {
    EVAL_DEPTH_MAX = 1200 /* nested evaluation loops on the C stack */
};

/* Runs the machine's top frame, marked `entry`, until it returns or yields: a new reference, or
 * null with an exception or halt. A frame of the frame stack is popped, a generator's is not.
 * `throwing`: the pending exception is raised where the frame stands (generator.throw). */
Ref eval_frame(Vm *vm, bool throwing);

/* Goes on with the machine's top frame at the instruction that its `lasti` names, whose `line`
 * event has been given already: for continuing from a restored image. No native frame may lie
 * between the top and the nearest frame marked `entry`. */
Ref eval_resume(Vm *vm);

/* Calls a Python function (_PyEval_Vector): `locals` (borrowed) is the dict of a class body or
 * module, null for an ordinary call. Arguments are borrowed. */
Ref eval_call_function(Vm *vm, Ref function, Ref locals, Args args);

/* Binds arguments to the slots of a new frame and makes it visible (initialize_locals). `function`
 * and `locals` are stolen. `steal`: the values lie on the caller's value stack, are moved out and
 * their places set to null; else they are borrowed. Null with TypeError. */
Ref eval_bind(Vm *vm, Ref function, Ref locals, Args args, bool steal, bool entry);

/* Adds the running frame to the pending exception's traceback (PyTraceBack_Here). */
void eval_add_traceback(Vm *vm, Ref frame);

#endif
