#include "python/import_books.h"
#include "python/vm.h"

#include "heap/dict.h"
#include "heap/gc.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/eval.h"
#include "python/exception.h"
#include "python/frame.h"
#include "python/function.h"
#include "python/native.h"
#include "python/output.h"
#include "python/source.h"
#include "python/traceback.h"
#include "python/weakref_call.h"

#include <string.h>

/* ---- who holds what while a script runs (Python/pythonrun.c) ---- */

enum {
    RUN_MAIN,
    RUN_FILENAME,
    RUN_CODE,
    RUN_FUNCTION,
    /* of a statement: what it interrupts */
    RUN_PARSER,
    RUN_HANDLED,
    RUN_SLOTS
};
static const char *const run_names[RUN_SLOTS] = {"the main module",
                                                 "the file name",
                                                 "its code",
                                                 "its function",
                                                 "the parser of what it interrupts",
                                                 "the exception handled where it interrupts"};
static const NativeFrame script_frame = {"the running script", run_names, RUN_PARSER};
static const NativeFrame statement_frame = {"the typed statement", run_names, RUN_SLOTS};

static bool is_run_frame(const Vm *vm, Ref frame) {
    if (!frame || frame_at(vm, frame)->owner != FRAME_NATIVE) return false;
    const NativeFrame *description = frame_description(vm, frame);
    return description == &script_frame || description == &statement_frame;
}

/* ---- a statement stands apart ---- */

/* A statement runs at module level wherever the program was interrupted: the calls that wait there
 * do not deepen its recursion, and the exception handled there is not its own. What it puts aside
 * is kept by its frame. */
static void put_aside(Vm *vm, Ref native) {
    const Machine *machine = vm_machine(vm);
    const Frame *frame = frame_at(vm, native);
    if (machine->parser_arena) native_put(vm, native, RUN_PARSER, machine->parser_arena);
    if (machine->handled) native_put(vm, native, RUN_HANDLED, machine->handled);
    heap_set(&vm->heap, frame->apart, (uint8_t)1);
    heap_set(&vm->heap, frame->lasti, machine->recursion_depth);
    heap_set(&vm->heap, frame->line, machine->handling_depth);
    heap_set(&vm->heap, frame->globals, machine->handled_holder);
    vm_set(vm, machine->parser_arena, REF_NULL);
    vm_set(vm, machine->handled, REF_NULL);
    vm_set(vm, machine->handled_holder, REF_NULL);
    vm_set(vm, machine->recursion_depth, 0u);
    vm_set(vm, machine->handling_depth, 0u);
}

static void put_back(Vm *vm, Ref native) {
    const Machine *machine = vm_machine(vm);
    const Frame *frame = frame_at(vm, native);
    assert(!machine->handled_holder && !machine->recursion_depth && !machine->parser_arena);
    heap_replace(&vm->heap, &machine->handled, native_take(vm, native, RUN_HANDLED));
    vm_set(vm, machine->parser_arena, native_take(vm, native, RUN_PARSER));
    vm_set(vm, machine->recursion_depth, frame->lasti);
    vm_set(vm, machine->handling_depth, frame->line);
    vm_set(vm, machine->handled_holder, frame->globals);
}

bool vm_is_parser_list(const Vm *vm, Ref object) {
    if (object == vm_machine(vm)->parser_arena) return true;
    for (Ref at = vm_machine(vm)->frame; at; at = frame_at(vm, at)->previous) {
        const Frame *frame = frame_at(vm, at);
        bool statement = frame_is_native(vm, at, &statement_frame);
        if (statement && object == frame_slots(frame)[RUN_PARSER]) return true;
    }
    return false;
}

/* ---- from source to code ---- */

static RunResult report_problem(Vm *vm, SyntaxProblem *problem, const char *name) {
    TextBuffer text = {0};
    switch (problem->kind) {
    case PROBLEM_UNSUPPORTED:
        vm_halt(vm, VM_UNSUPPORTED, "%s:%d:%d: %s is not supported by Lastref", name, problem->line,
                problem->column > 0 ? problem->column : 1, problem->message);
        return RUN_HALTED;
    case PROBLEM_TOO_LARGE:
        vm_halt(vm, VM_LIMIT, "%s: %s", name, problem->message);
        return RUN_HALTED;
    default:
        syntax_problem_format(problem, name, &text);
        vm_write(vm, 2, text_cstr(&text), text.length);
        text_deinit(&text);
        return RUN_SYNTAX;
    }
}

/* Parses and compiles; makes the heap's objects. RUN_OK, or how it ended. */
static RunResult load(Vm *vm, const char *name, Text source, bool statement, Ref filename,
                      Ref *constants, Ref *code) {
    Arena arena = {0};
    SyntaxProblem problem = {0};
    RunResult result = RUN_OK;
    SourceText text = {.name = name,
                       .filename = filename,
                       .text = source,
                       .parse = statement ? PARSE_SINGLE : PARSE_FILE,
                       .compile = statement ? COMPILE_INTERACTIVE : COMPILE_FILE,
                       .has_lines = !statement};
    switch (source_compile(vm, &arena, &text, constants, code, &problem)) {
    case SOURCE_OK: break;
    case SOURCE_PROBLEM: result = report_problem(vm, &problem, name); break;
    case SOURCE_HALTED: result = RUN_HALTED; break;
    }
    arena_deinit(&arena);
    return result;
}

/* ---- how a run ends ---- */

enum { PRINT_TYPE, PRINT_VALUE, PRINT_TRACEBACK, PRINT_SLOTS };
static const char *const print_names[] = {"exception class", "exception", "traceback"};
static const NativeFrame exit_frame = {"SystemExit", print_names, PRINT_SLOTS};
static const NativeFrame print_frame = {"sys.excepthook", print_names, PRINT_SLOTS};

/* Takes the pending exception into the slots of a native frame; null with a halt. */
static Ref hold_error(Vm *vm, const NativeFrame *description, bool normalized) {
    Ref held[PRINT_SLOTS];
    vm_fetch_error(vm, &held[PRINT_TYPE], &held[PRINT_VALUE], &held[PRINT_TRACEBACK]);
    if (normalized) {
        vm_normalize(vm, &held[PRINT_TYPE], &held[PRINT_VALUE], &held[PRINT_TRACEBACK]);
    }
    if (vm->halt) return REF_NULL;
    Ref native = native_push(vm, description);
    for (uint32_t i = 0; native && i < PRINT_SLOTS; ++i) {
        if (held[i]) native_put(vm, native, i, held[i]);
    }
    return native;
}

/* handle_system_exit: false when the pending exception is another one. What sys.exit() got may not
 * have become an exception yet: a tuple is printed as it is then. */
static bool handle_exit(Vm *vm) {
    Heap *heap = &vm->heap;
    if (!vm_error_is(vm, TYPE_ID_SYSTEM_EXIT)) return false;
    Ref native = hold_error(vm, &exit_frame, false);
    if (!native) return true;
    Ref code = native_get(vm, native, PRINT_VALUE);
    if (code && heap_type_of(heap, code)->flags & TYPE_EXCEPTION) {
        /* the exception goes as soon as its code is known */
        Ref own = object_getattr_cstr(vm, code, "code");
        if (own)
            native_set(vm, native, PRINT_VALUE, own);
        else
            vm_clear_error(vm);
        code = native_get(vm, native, PRINT_VALUE);
    }
    int64_t status = 0;
    if (code && code != heap_root(heap)->none) {
        if (heap_type_of(heap, code)->flags & TYPE_INT) {
            if (!int_to_i64(heap, code, &status)) status = -1;
        } else {
            TextBuffer text = {0};
            Ref shown = object_str(vm, code);
            if (shown)
                str_append_to(heap, shown, &text);
            else
                vm_clear_error(vm);
            heap_xdecref(heap, shown);
            text_append_char(&text, '\n');
            vm_write(vm, 2, text_cstr(&text), text.length);
            text_deinit(&text);
            status = 1;
        }
    }
    if (vm->halt) return true;
    vm_set(vm, vm_machine(vm)->exit_status, (uint32_t)status & 0xFF);
    native_pop(vm, native);
    return true;
}

/* PyErr_Print: remembers the exception in sys and writes it to stderr. */
static RunResult print_error(Vm *vm) {
    static const char *const attributes[] = {"last_type", "last_value", "last_traceback"};
    Heap *heap = &vm->heap;
    Ref none = heap_root(heap)->none;
    if (handle_exit(vm)) return vm->halt ? RUN_HALTED : RUN_EXIT;
    Ref native = hold_error(vm, &print_frame, true);
    if (!native) return RUN_HALTED;
    if (!native_get(vm, native, PRINT_TRACEBACK)) {
        native_put(vm, native, PRINT_TRACEBACK, new_ref(vm, none));
    }
    Ref held[PRINT_SLOTS]; /* borrowed from the frame */
    for (uint32_t i = 0; i < PRINT_SLOTS; ++i) held[i] = native_get(vm, native, i);
    exception_set_traceback(vm, held[PRINT_VALUE], held[PRINT_TRACEBACK]);
    for (uint32_t i = 0; i < PRINT_SLOTS; ++i) {
        dict_set_str(heap, vm_machine(vm)->sys_dict, name_ref(vm, attributes[i]), held[i]);
    }
    TextBuffer text = {0};
    traceback_append_exception(vm, held[PRINT_TYPE], held[PRINT_VALUE],
                               held[PRINT_TRACEBACK] == none ? REF_NULL : held[PRINT_TRACEBACK],
                               &text);
    if (!vm->halt) vm_write(vm, 2, text_cstr(&text), text.length);
    text_deinit(&text);
    native_pop(vm, native);
    return vm->halt ? RUN_HALTED : RUN_EXCEPTION;
}

static void delete_name(Vm *vm, Ref dict, const char *name) {
    Ref key = name_ref(vm, name);
    dict_remove(&vm->heap, dict, key, str_hash(&vm->heap, key), NULL);
}

/* The machine borrows its main module from sys.modules. */
static bool has_main(Vm *vm) {
    const Machine *machine = vm_machine(vm);
    Ref name = heap_at(&vm->heap, Module, machine->main)->name;
    return dict_get_str(&vm->heap, machine->modules, name) == machine->main;
}

/* What follows the evaluation: in the order in which CPython's callers return. */
static RunResult finish(Vm *vm, Ref native, Ref result) {
    Heap *heap = &vm->heap;
    const Machine *machine = vm_machine(vm);
    if (!vm->halt && !has_main(vm)) vm_unsupported(vm, "to take __main__ out of sys.modules");
    if (vm->halt) return RUN_HALTED;
    bool script = frame_description(vm, native) == &script_frame;
    bool failed = !result;
    if (failed && !machine->error_type) {
        error_no_memory(vm);
        return RUN_HALTED;
    }
    native_set(vm, native, RUN_FUNCTION, REF_NULL);
    native_set(vm, native, RUN_CODE, REF_NULL);
    Ref constants = machine->parser_arena;
    vm_set(vm, machine->parser_arena, REF_NULL);
    heap_xdecref(heap, constants);
    RunResult status = RUN_OK;
    if (failed) {
        native_set(vm, native, RUN_MAIN, REF_NULL);
        if (!vm->halt) status = print_error(vm);
    } else {
        heap_decref(heap, result);
    }
    if (script && status != RUN_EXIT && !vm->halt) {
        delete_name(vm, machine->main_dict, "__file__");
        delete_name(vm, machine->main_dict, "__cached__");
    }
    if (!script && !vm->halt) put_back(vm, native);
    native_pop(vm, native);
    if (heap->failure) error_no_memory(vm);
    return vm->halt ? RUN_HALTED : status;
}

/* ---- running ---- */

static RunResult run(Vm *vm, const char *name, Text source, bool statement) {
    Heap *heap = &vm->heap;
    const Machine *machine = vm_machine(vm);
    Ref native = native_push(vm, statement ? &statement_frame : &script_frame);
    if (!native) return RUN_HALTED;
    Ref filename = str_new_cstr(heap, name);
    if (!filename) {
        error_no_memory(vm);
        return RUN_HALTED;
    }
    native_put(vm, native, RUN_FILENAME, filename);
    native_put(vm, native, RUN_MAIN, new_ref(vm, machine->main));
    if (!statement) {
        dict_set_str(heap, machine->main_dict, name_ref(vm, "__file__"), filename);
        dict_set_str(heap, machine->main_dict, name_ref(vm, "__cached__"), heap_root(heap)->none);
    }
    Ref constants, code;
    RunResult loaded = load(vm, name, source, statement, filename, &constants, &code);
    if (loaded != RUN_OK) {
        if (!vm->halt && !statement) {
            delete_name(vm, machine->main_dict, "__file__");
            delete_name(vm, machine->main_dict, "__cached__");
        }
        native_pop(vm, native);
        return vm->halt ? RUN_HALTED : loaded;
    }
    if (statement) put_aside(vm, native);
    vm_set(vm, machine->parser_arena, constants);
    native_put(vm, native, RUN_CODE, code);
    Ref function = function_new_for_code(vm, code, machine->main_dict);
    if (!function) return RUN_HALTED;
    native_put(vm, native, RUN_FUNCTION, function);
    Ref result = eval_call_function(vm, function, machine->main_dict, (Args){NULL, 0, REF_NULL});
    return finish(vm, native, result);
}

RunResult vm_run_script(Vm *vm, const char *name, Text source) {
    vm->script_name = name;
    vm->script_source = source;
    books_forget(vm, BOOKS_START_UNKNOWN);
    return run(vm, name, source, false);
}

RunResult vm_run_statement(Vm *vm, Text source) {
    return run(vm, "<stdin>", source, true);
}

/* The frame marked `entry` below the top one, if the C stack can be made anew there. */
static Ref resumable_entry(const Vm *vm) {
    Ref frame = vm_machine(vm)->frame;
    while (frame) {
        const Frame *self = frame_at(vm, frame);
        if (self->owner != FRAME_OWNED_BY_STACK || self->lasti == FRAME_NOT_STARTED) {
            return REF_NULL;
        }
        if (self->entry) return is_run_frame(vm, self->previous) ? frame : REF_NULL;
        frame = self->previous;
    }
    return REF_NULL;
}

bool vm_can_resume(const Vm *vm) {
    return !vm->halt && resumable_entry(vm) != REF_NULL;
}

RunResult vm_resume(Vm *vm) {
    Ref entry = resumable_entry(vm);
    assert(entry);
    Ref native = frame_at(vm, entry)->previous;
    Ref result = eval_resume(vm);
    return finish(vm, native, result);
}

void vm_rollback(Vm *vm) {
    assert(vm->c_depth == 0);
    heap_rollback(&vm->heap);
    vm->halt = VM_RUNNING;
    vm->interrupt = 0;
}

int vm_exit_status(const Vm *vm) {
    return (int)vm_machine(vm)->exit_status;
}

/* ---- shutdown (Python/pylifecycle.c, finalize_modules) ---- */

/* _PyModule_ClearDict: names with one leading underscore first, then all but __builtins__. */
static void clear_module_dict(Vm *vm, Ref dict) {
    Heap *heap = &vm->heap;
    Ref none = heap_root(heap)->none;
    for (int pass = 0; pass < 2; ++pass) {
        uint32_t position = 0;
        uint64_t hash;
        Ref key, value;
        while (!vm->halt && dict_next(heap, dict, &position, &key, &value, &hash)) {
            if (value == none || heap_kind(heap, key) != KIND_STR) continue;
            uint32_t length = str_length(heap, key);
            bool underscore = length > 0 && str_at(heap, key, 0) == '_';
            bool two = underscore && length > 1 && str_at(heap, key, 1) == '_';
            if (pass == 0 && (!underscore || two)) continue;
            if (underscore && str_equal_cstr(heap, key, "__builtins__")) continue;
            if (dict_set(heap, dict, key, hash, none) < 0) vm_clear_error(vm);
        }
    }
}

static void delete_special_names(Vm *vm) {
    static const char *const names[] = {"path",
                                        "argv",
                                        "ps1",
                                        "ps2",
                                        "last_type",
                                        "last_value",
                                        "last_traceback",
                                        "path_hooks",
                                        "path_importer_cache",
                                        "meta_path"};
    Heap *heap = &vm->heap;
    const Machine *machine = vm_machine(vm);
    Ref none = heap_root(heap)->none;
    dict_set_str(heap, machine->builtins, name_ref(vm, "_"), none);
    for (size_t i = 0; i < sizeof names / sizeof *names && !vm->halt; ++i) {
        dict_set_str(heap, machine->sys_dict, name_ref(vm, names[i]), none);
    }
}

static void remove_modules(Vm *vm) {
    Heap *heap = &vm->heap;
    const Machine *machine = vm_machine(vm);
    uint32_t position = 0;
    uint64_t hash;
    Ref key, value;
    /* what the host borrows from the module dies with it */
    vm_set(vm, machine->main, REF_NULL);
    vm_set(vm, machine->shutting_down, SHUTDOWN_NO_IMPORT);
    while (!vm->halt && dict_next(heap, machine->modules, &position, &key, &value, &hash)) {
        if (heap_kind(heap, value) != KIND_MODULE) continue;
        dict_set(heap, machine->modules, key, hash, heap_root(heap)->none);
    }
    if (!vm->halt) dict_clear(heap, machine->modules);
}

RunResult vm_shutdown(Vm *vm) {
    Heap *heap = &vm->heap;
    const Machine *machine = vm_machine(vm);
    if (vm->halt) return RUN_HALTED;
    weakref_run_exit_hook(vm);
    if (vm->halt) return RUN_HALTED;
    vm_set(vm, machine->shutting_down, SHUTDOWN_BEGUN);
    if (heap_root(heap)->gc_enabled) gc_collect(heap, 2);
    if (!vm->halt) delete_special_names(vm);
    /* the module is looked at again after the collection, if something still holds it */
    Ref main = machine->main;
    Handle handle = heap_handle(heap, main);
    if (!vm->halt) remove_modules(vm);
    if (!vm->halt) gc_collect_silently(heap, 2);
    if (!vm->halt) {
        main = heap_resolve(heap, handle);
        if (main) clear_module_dict(vm, heap_at(heap, Module, main)->dict);
    }
    if (!vm->halt) gc_collect_silently(heap, 2);
    if (vm->halt) return RUN_HALTED;
    if (heap->failure) {
        error_no_memory(vm);
        return RUN_HALTED;
    }
    return RUN_OK;
}
