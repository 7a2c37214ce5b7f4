/* The virtual machine: runs Python in the image.
 *
 * Results. A function that returns `Ref` returns a new reference, or null with an exception pending
 * (or with the machine halted). bool functions return false likewise; `int` tests return -1.
 *
 * Ownership. No C local owns a reference across anything that can run Python or allocate an object
 * with a GC head: keep it in a native frame's slot (native_push) or on a value stack. Arguments are
 * borrowed from the caller, who keeps them alive.
 *
 * Halting. What the model does not know halts the machine (vm_unsupported): no Python code can
 * catch it. vm->halt is then set and every function fails until the C stack has unwound. Meanwhile
 * the heap stands still (heap_stop): calls return with what they own half done, so nothing is
 * freed, collected or finalized any more. The host then rolls the image back to the last complete
 * step (vm_rollback). Bounds (memory, steps, interruption) halt the same way. */
#ifndef LASTREF_PYTHON_VM_H
#define LASTREF_PYTHON_VM_H

#include "base/text.h"
#include "heap/heap.h"
#include "python/native_number.h"
#include "python/types.h"

#include <stdatomic.h>

typedef struct Vm Vm;

typedef enum VmHalt {
    VM_RUNNING,
    VM_UNSUPPORTED, /* outside the subset */
    VM_LIMIT,       /* memory, steps, depth of C calls, output */
    VM_WAITING,     /* input() has nothing to read yet */
    VM_INTERRUPTED  /* the host asked */
} VmHalt;

/* How far interpreter shutdown has come: sys.is_finalizing, and then, the modules gone, no source
 * lines in tracebacks any more, since nothing can be imported to read them. */
typedef enum Shutdown { SHUTDOWN_NOT = 0, SHUTDOWN_BEGUN, SHUTDOWN_NO_IMPORT } Shutdown;

enum { MACHINE_PARSERS = 40 /* more than there are functions that parse keywords so */ };

/* The machine's own record, at IMAGE_MACHINE in the image. All references are owned unless said. */
typedef struct Machine {
    Ref frame;     /* the running Frame, or 0. Not a reference */
    Ref frame_top; /* first free granule of the frame stack */
    uint32_t recursion_limit;
    uint32_t recursion_depth; /* Python and counted C calls under way */

    /* pending exception (PyErr_Occurred): not normalised, as in 3.11 */
    Ref error_type, error_value, error_traceback;
    Ref handled;        /* the handled exception of the module-level chain (exc_info), or 0 */
    Ref handled_holder; /* Generator whose exc_value is on top of the chain, 0: `handled`. Borrowed
                         */
    uint32_t handling_depth;
    uint32_t shutting_down; /* Shutdown */
    uint64_t output_length; /* bytes written to stdout */
    uint64_t instructions;  /* executed since the start */
    uint64_t steps;         /* line events since the start */

    Ref builtins;       /* dict */
    Ref modules;        /* sys.modules: dict */
    Ref main;           /* module __main__; borrowed from modules */
    Ref main_dict;      /* borrowed */
    Ref parser_arena;   /* list of the constants that the parser made, while the script runs */
    Ref displayed;      /* builtins._ is in builtins; unused otherwise */
    Ref sys_dict;       /* borrowed */
    Ref exit_hook;      /* what weakref wants to be called at the interpreter's exit */
    Ref native_modules; /* dict: built-in modules that no script has imported yet */
    Ref keyword_mark;   /* what parts positional from keyword arguments in the keys of lru_cache */
    Ref spare_refs[5];

    /* keyword_names.h: the parsers that have made their tuples, by native function */
    Ref parser_names[MACHINE_PARSERS];
    uint32_t parser_natives[MACHINE_PARSERS];

    Ref repr_dict;         /* the thread state's dict that holds the list of Py_ReprEnter, or 0 */
    Ref dunder_names[160]; /* static strings by Dunder (dunder.h): borrowed */

    uint32_t exit_status;   /* of SystemExit */
    uint32_t versions;      /* given to types and functions so far */
    uint32_t path_searched; /* an import has looked into the script's folder */
    uint32_t books_unknown; /* BooksUnknown of import_books.h */
    uint32_t lines_read;    /* of stdin, its ends among them */
} Machine;

/* What the host gives. */
typedef struct VmHost {
    void *context;
    /* A line is about to run in user code: all state is in the image. Returns false to interrupt.
     */
    bool (*line)(void *context, Ref frame, uint32_t line);
    /* Text written to stdout (fd 1) or stderr (fd 2). */
    void (*write)(void *context, int fd, const char *bytes, size_t length);
    void (*event)(void *context, HeapEvent event, Ref object, uint32_t detail);
    /* Appends a line of stdin with its end, nothing at the end of the input: the one of that
     * number, from 0, so that a step that runs again reads the same. False: it is not known yet,
     * and the machine halts. Null: input() is refused. */
    bool (*read_line)(void *context, uint32_t number, TextBuffer *line);
} VmHost;

struct Vm {
    Heap heap; /* first: a Heap * of the machine is a Vm * */
    VmHost host;
    VmHalt halt; /* set by vm_halt, and the heap stopped with it; forgotten by vm_rollback */
    Error halt_message;
    uint64_t instruction_budget; /* halt after so many; 0: no bound */
    ImageSpan frames;            /* of the frame stack: what this step has opened */
    uint32_t c_depth;            /* nested evaluation loops on the C stack */
    atomic_int interrupt;        /* set by another thread: halt soon */
    const char *argument;        /* sys.argv[0]; null: "" */
    const char *script_name;     /* absolute, as python3 makes it: for __file__, tracebacks */
    Text
        script_source; /* the script's text, for tracebacks: the host keeps it while the vm lives */
    NativeNumbers natives;         /* of native frames; no part of the state */
    const struct TypeSlots *slots; /* by TypeId: C slots with what they inherit (native.c) */
};

static inline const Machine *vm_machine(const Vm *vm) {
    return heap_at(&vm->heap, Machine, IMAGE_MACHINE);
}

#define vm_set(vm, field, value) image_set(&(vm)->heap.image, &(field), (value))

/* ---- lifecycle: run.c ---- */

typedef struct VmConfig {
    VmHost host;
    uint64_t memory_budget;      /* bytes of blocks; 0: 1 GiB */
    uint64_t instruction_budget; /* 0: none */
    bool hashing;                /* keep the state hash */
    const char *argument;        /* sys.argv[0]: the script as named to python3; null: "" */
} VmConfig;

/* Makes the machine as python3 is when a script is about to start. */
bool vm_init(Vm *vm, const VmConfig *config, Error *error);
void vm_deinit(Vm *vm);

/* How a run ended. */
typedef enum RunResult {
    RUN_OK,
    RUN_EXIT,      /* SystemExit: vm_exit_status */
    RUN_EXCEPTION, /* uncaught: traceback was written to stderr */
    RUN_SYNTAX,    /* SyntaxError: written to stderr as python3 does */
    RUN_HALTED     /* vm->halt, vm->halt_message ("file:line:col: ...") */
} RunResult;

/* Runs a script as `python3 NAME` does, in module __main__, with the parser's arena alive. Output
 * so far stays. After it the machine is as before interpreter shutdown; the `--last` state. */
RunResult vm_run_script(Vm *vm, const char *name, Text source);

/* Runs one statement or block typed at the prompt, as its own compilation at module level;
 * expression statements print their repr. Its name in tracebacks is "<stdin>". */
RunResult vm_run_statement(Vm *vm, Text source);

/* Whether the object is the list of constants that a parser made, of the code that runs or of what
 * a statement interrupts. */
bool vm_is_parser_list(const Vm *vm, Ref object);

/* Going on from a `line` event at which the image stands after it was restored: runs what was
 * running (script or statement) to its end, the event itself is not given again. Possible when no
 * built-in function waits for a Python function: vm_can_resume. */
bool vm_can_resume(const Vm *vm);
RunResult vm_resume(Vm *vm);

/* Interpreter shutdown (Python/pylifecycle.c): module globals die, finalizers print. */
RunResult vm_shutdown(Vm *vm);

int vm_exit_status(const Vm *vm);

/* The step under way never was, and a halt in it is forgotten. Only when nothing runs. */
void vm_rollback(Vm *vm);

/* ---- errors: error.c ---- */

/* All return null (or false), for `return vm_raise(...)`. The message is as printf; %R and the like
 * do not exist: format with text first. */
Ref vm_raise(Vm *vm, TypeId type, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* With one argument object (borrowed): KeyError(key). */
Ref vm_raise_object(Vm *vm, TypeId type, Ref argument);
/* With no argument. */
Ref vm_raise_none(Vm *vm, TypeId type);
/* StopIteration(value); value borrowed, null for none. */
Ref vm_raise_stop_iteration(Vm *vm, Ref value);
/* Halts: "what" is named, "is not supported by Lastref" is added with the place of the running
 * line. */
Ref vm_unsupported(Vm *vm, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same of a module of CPython's library; those that there are are told. */
Ref vm_unsupported_module(Vm *vm, Ref name);
Ref vm_limit(Vm *vm, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Halts for a line of input: "what" after the place of the running line. */
Ref vm_wait(Vm *vm, const char *what);
/* Halts with a whole message. The first halt stands. */
Ref vm_halt(Vm *vm, VmHalt why, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* True when an exception is pending or the machine has halted. */
static inline bool vm_failed(const Vm *vm) {
    return vm->halt != VM_RUNNING || vm_machine(vm)->error_type != 0;
}
/* Whether the pending exception is of the type or a subclass. */
bool vm_error_is(Vm *vm, TypeId type);
void vm_clear_error(Vm *vm);
/* Takes the pending exception out (three new references, any may be null) / puts it back (steals).
 */
void vm_fetch_error(Vm *vm, Ref *type, Ref *value, Ref *traceback);
void vm_restore_error(Vm *vm, Ref type, Ref value, Ref traceback);
/* Makes the pending triple an instance (PyErr_NormalizeException with PyErr_Fetch around it). */
void vm_normalize(Vm *vm, Ref *type, Ref *value, Ref *traceback);
/* sys.unraisablehook: "Exception ignored in: ..." on stderr; clears the error. Borrowed, may be
 * null. */
void vm_write_unraisable(Vm *vm, Ref object);

/* ---- native frames: frame.c ---- */

/* Describes the slots of a built-in's native frame: static data. */
typedef struct NativeFrame {
    const char *name;              /* the built-in, as a person knows it: "sorted()" */
    const char *const *slot_names; /* what each slot holds, for who-holds-it */
    uint32_t slots;
} NativeFrame;

/* Pushes a native frame with null slots; returns its Frame. Slots are read with native_get and
 * written with native_set / native_put. Null with an exception or halt. */
Ref native_push(Vm *vm, const NativeFrame *description);
/* Drops all slots (first to last) and the frame; it must be the top one. */
void native_pop(Vm *vm, Ref frame);

static inline Ref native_get(const Vm *vm, Ref frame, uint32_t slot) {
    return frame_slots(heap_at(&vm->heap, Frame, frame))[slot];
}
/* Stores a reference (stolen) in a slot that is null. */
static inline void native_put(Vm *vm, Ref frame, uint32_t slot, Ref value) {
    const Ref *at = &frame_slots(heap_at(&vm->heap, Frame, frame))[slot];
    assert(*at == 0);
    image_set32(&vm->heap.image, at, value);
}
/* Stores (steals) and drops what was there. */
static inline void native_set(Vm *vm, Ref frame, uint32_t slot, Ref value) {
    heap_replace(&vm->heap, &frame_slots(heap_at(&vm->heap, Frame, frame))[slot], value);
}
/* Takes the reference out of the slot: the caller owns it. */
static inline Ref native_take(Vm *vm, Ref frame, uint32_t slot) {
    const Ref *at = &frame_slots(heap_at(&vm->heap, Frame, frame))[slot];
    Ref value = *at;
    image_set32(&vm->heap.image, at, REF_NULL);
    return value;
}

/* ---- calls: call.c ---- */

/* A vector call: `count` positional values, then the values of the keyword `names` (a tuple of str,
 * or null). All borrowed. `values` may point into the image or at a C array of references that
 * something else keeps alive. */
typedef struct Args {
    const Ref *values;
    uint32_t count; /* positional */
    Ref names;      /* tuple or null */
} Args;

Ref vm_call(Vm *vm, Ref callable, Args args);
/* Convenience: up to 3 positional arguments, null ends. */
Ref vm_call_values(Vm *vm, Ref callable, Ref a, Ref b, Ref c);
/* Calls a method found on the type of `self` (a special method lookup of `name`), without binding
 * where CPython does not bind. `*found` false and null returned without exception when there is
 * none. */
Ref vm_call_special(Vm *vm, Ref self, const char *name, const Ref *values, uint32_t count,
                    bool *found);
/* Recursion guard of C calls that may recurse (repr, compare, call): false with RecursionError
 * ("maximum recursion depth exceeded" + where). */
bool vm_enter_recursion(Vm *vm, const char *where);
void vm_leave_recursion(Vm *vm);

#endif
