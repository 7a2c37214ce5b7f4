#include "python/builtins_exec.h"

#include "heap/bytes.h"
#include "heap/dict.h"
#include "heap/int.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/code_object.h"
#include "python/error.h"
#include "python/eval.h"
#include "python/frame.h"
#include "python/function.h"
#include "python/import_books.h"
#include "python/source.h"

#include <string.h>

/* ---- errors of the text ---- */

enum { DETAIL_FILENAME, DETAIL_LINE, DETAIL_OFFSET, DETAIL_TEXT, DETAIL_END_LINE, DETAIL_END };
enum { DETAILS = DETAIL_END + 1 };
enum { RAISED_MESSAGE, RAISED_DETAILS, RAISED_SLOTS };

static TypeId problem_type(const SyntaxProblem *problem) {
    switch (problem->kind) {
    case PROBLEM_INDENTATION_ERROR: return TYPE_ID_INDENTATION_ERROR;
    case PROBLEM_TAB_ERROR: return TYPE_ID_TAB_ERROR;
    default: return TYPE_ID_SYNTAX_ERROR;
    }
}

/* The source line as the exception keeps it: with its end, but for eval()'s last line. */
static Ref line_text(Vm *vm, const SyntaxProblem *problem, const SourceText *source) {
    if (!problem->has_text) return new_none(vm);
    TextBuffer text = {0};
    text_append(&text, problem->text.bytes, problem->text.length);
    while (text.length && text.bytes[text.length - 1] == '\n') text.length--;
    bool one_line = !memchr(source->text.bytes, '\n', source->text.length);
    if (source->parse != PARSE_VALUE || !one_line) text_append_char(&text, '\n');
    Ref made = str_new(&vm->heap, (Text){text_cstr(&text), text.length});
    text_deinit(&text);
    return made ? made : error_no_memory(vm);
}

/* SyntaxError(message, (filename, line, offset, text, end line, end offset)). */
static Ref raise_syntax(Vm *vm, const SyntaxProblem *problem, const SourceText *source) {
    static const char *const slots[RAISED_SLOTS] = {"the message", "the place"};
    static const NativeFrame description = {"a SyntaxError", slots, RAISED_SLOTS};
    Heap *heap = &vm->heap;
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref message = str_new_cstr(heap, problem->message);
    Ref details = message ? tuple_new(heap, DETAILS) : REF_NULL;
    if (!details) return error_no_memory(vm);
    native_put(vm, frame, RAISED_MESSAGE, message);
    native_put(vm, frame, RAISED_DETAILS, details);
    const int64_t numbers[DETAILS] = {[DETAIL_LINE] = problem->line,
                                      [DETAIL_OFFSET] = problem->column,
                                      [DETAIL_END_LINE] = problem->end_line,
                                      [DETAIL_END] = problem->end_column};
    for (uint32_t i = 0; i < DETAILS; i++) {
        Ref value = i == DETAIL_FILENAME ? new_ref(vm, source->filename)
                    : i == DETAIL_TEXT   ? line_text(vm, problem, source)
                                         : int_new(heap, numbers[i]);
        if (!value) return error_no_memory(vm);
        tuple_init_item(heap, details, i, value);
    }
    Ref arguments = tuple_pack(heap, 2, (Ref[]){message, details});
    if (!arguments) return error_no_memory(vm);
    error_set_object(vm, type_ref(heap, problem_type(problem)), arguments);
    heap_decref(heap, arguments);
    native_pop(vm, frame);
    return REF_NULL;
}

static Ref raise_problem(Vm *vm, const SyntaxProblem *problem, const SourceText *source) {
    switch (problem->kind) {
    case PROBLEM_UNSUPPORTED:
        return vm_unsupported(vm, "%s, in line %d of the text that is compiled,", problem->message,
                              problem->line);
    case PROBLEM_TOO_LARGE: return vm_limit(vm, "%s", problem->message);
    case PROBLEM_RECURSION:
        return vm_raise(vm, TYPE_ID_RECURSION_ERROR,
                        "maximum recursion depth exceeded during compilation");
    default: return raise_syntax(vm, problem, source);
    }
}

/* ---- the text ---- */

/* source_as_string: the text of a str or bytes object, in a buffer of the host's. */
static bool read_text(Vm *vm, Ref source, const char *function, const char *what,
                      TextBuffer *text) {
    Heap *heap = &vm->heap;
    if (is_instance_flag(heap, source, TYPE_STR)) {
        str_append_to(heap, source, text);
    } else if (is_instance_flag(heap, source, TYPE_BYTES)) {
        const Bytes *at = heap_at(heap, Bytes, source);
        text_append(text, (const char *)at->bytes, at->length);
    } else {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s() arg 1 must be a %s object", function, what);
        return false;
    }
    if (text->length && memchr(text->bytes, 0, text->length)) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "source code string cannot contain null bytes");
        return false;
    }
    text_cstr(text);
    return true;
}

/* Compiles; the frames of other files than the script's are not shown. */
static bool compile_text(Vm *vm, const SourceText *source, Ref *constants, Ref *code) {
    Arena arena = {0};
    SyntaxProblem problem = {0};
    SourceResult result = source_compile(vm, &arena, source, constants, code, &problem);
    if (result == SOURCE_PROBLEM) raise_problem(vm, &problem, source);
    arena_deinit(&arena);
    books_forget(vm, BOOKS_COUNTS_UNKNOWN);
    if (result != SOURCE_OK) return false;
    if (!vm->script_name || strcmp(vm->script_name, source->name) != 0) code_object_hide(vm, *code);
    return true;
}

/* ---- exec, eval ---- */

enum { EXEC_GLOBALS, EXEC_LOCALS, EXEC_FILENAME, EXEC_CONSTANTS, EXEC_CODE, EXEC_FUNCTION };
enum { EXEC_SLOTS = EXEC_FUNCTION + 1 };
static const char *const exec_names[EXEC_SLOTS] = {"its globals",   "its locals",
                                                   "the file name", "the parser's constants",
                                                   "its code",      "its function"};
static const NativeFrame exec_frame = {"exec()", exec_names, EXEC_SLOTS};
static const NativeFrame eval_frame_description = {"eval()", exec_names, EXEC_SLOTS};

static bool is_given(const Vm *vm, Ref value) {
    return value && value != heap_root(&vm->heap)->none;
}

/* Finds the namespaces and puts them into the frame. */
static bool take_namespaces(Vm *vm, Ref frame, const char *function, Ref globals, Ref locals) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    bool exec = strcmp(function, "exec") == 0;
    if (is_given(vm, globals) && !is_instance_flag(heap, globals, TYPE_DICT)) {
        if (exec) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "exec() globals must be a dict, not %.100s",
                     object_type_name(vm, globals, name, sizeof name));
        } else {
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     is_given(vm, locals)
                         ? "globals must be a real dict; try eval(code, {}, mapping)"
                         : "globals must be a dict");
        }
        return false;
    }
    if (is_given(vm, locals) && !is_instance_flag(heap, locals, TYPE_DICT)) {
        vm_unsupported(vm, "%s() with locals that are no dict", function);
        return false;
    }
    Ref current = frame_current(vm);
    if (!is_given(vm, globals)) {
        if (!current) {
            vm_raise(vm, TYPE_ID_SYSTEM_ERROR, "globals and locals cannot be NULL");
            return false;
        }
        globals = frame_at(vm, current)->globals;
        if (!is_given(vm, locals)) {
            locals = frame_get_locals(vm, current);
            if (!locals) return false;
        }
    } else if (!is_given(vm, locals)) {
        locals = globals;
    }
    native_put(vm, frame, EXEC_GLOBALS, new_ref(vm, globals));
    native_put(vm, frame, EXEC_LOCALS, new_ref(vm, locals));
    Ref key = name_ref(vm, "__builtins__");
    Ref builtins = dict_get_str(heap, globals, key);
    if (!builtins) return dict_set_str(heap, globals, key, vm_machine(vm)->builtins) >= 0;
    if (heap_kind(heap, builtins) == KIND_MODULE || heap_kind(heap, builtins) == KIND_DICT)
        return true;
    vm_unsupported(vm, "%s() with __builtins__ that is no dict", function);
    return false;
}

/* The code to run, borrowed: the given object, or what the frame then holds. */
static bool take_code(Vm *vm, Ref frame, const char *function, Ref source, Ref *code) {
    Heap *heap = &vm->heap;
    bool exec = strcmp(function, "exec") == 0;
    if (heap_kind(heap, source) == KIND_CODE) {
        if (heap_at(heap, Code, source)->nfrees) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     exec ? "code object requires a closure of exactly length %u"
                          : "code object passed to eval() may not contain "
                            "free variables",
                     heap_at(heap, Code, source)->nfrees);
            return false;
        }
        *code = source;
        return true;
    }
    Ref filename = new_ref(vm, name_ref(vm, "<string>"));
    native_put(vm, frame, EXEC_FILENAME, filename);
    TextBuffer text = {0};
    bool good = read_text(vm, source, function, "string, bytes or code", &text);
    if (good) {
        size_t start = exec ? 0 : strspn(text.bytes, " \t");
        SourceText wanted = {.name = "<string>",
                             .filename = filename,
                             .text = {text.bytes + start, text.length - start},
                             .parse = exec ? PARSE_FILE : PARSE_VALUE,
                             .compile = exec ? COMPILE_FILE : COMPILE_VALUE};
        Ref constants;
        good = compile_text(vm, &wanted, &constants, code);
        if (good) {
            native_put(vm, frame, EXEC_CONSTANTS, constants);
            native_put(vm, frame, EXEC_CODE, *code);
        }
    }
    text_deinit(&text);
    return good;
}

static Ref run(Vm *vm, const NativeFrame *description, const char *function, Ref source,
               Ref globals, Ref locals) {
    Ref frame = native_push(vm, description);
    if (!frame) return REF_NULL;
    Ref result = REF_NULL, code;
    if (take_namespaces(vm, frame, function, globals, locals) &&
        take_code(vm, frame, function, source, &code)) {
        Ref made = function_new_for_code(vm, code, native_get(vm, frame, EXEC_GLOBALS));
        if (made) {
            native_put(vm, frame, EXEC_FUNCTION, made);
            result = eval_call_function(vm, made, native_get(vm, frame, EXEC_LOCALS),
                                        (Args){NULL, 0, REF_NULL});
        }
    }
    if (vm->halt) return REF_NULL;
    /* in the order in which CPython's callers return: function, code, the parser's arena */
    for (uint32_t slot = EXEC_SLOTS; slot-- > EXEC_FILENAME && !vm->halt;) {
        if (slot == EXEC_CONSTANTS) continue;
        native_set(vm, frame, slot, REF_NULL);
    }
    if (vm->halt) return REF_NULL;
    native_set(vm, frame, EXEC_CONSTANTS, REF_NULL);
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return result;
}

Ref builtin_exec(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"", "", "", "closure", NULL};
    Ref given[4];
    (void)self;
    if (!args_parse(vm, "exec", args, names, 1, 3, given)) return REF_NULL;
    if (is_given(vm, given[3])) return vm_unsupported(vm, "exec() with a closure");
    Ref result = run(vm, &exec_frame, "exec", given[0], given[1], given[2]);
    if (!result) return REF_NULL;
    heap_decref(&vm->heap, result);
    return vm->halt ? REF_NULL : new_none(vm);
}

Ref builtin_eval(Vm *vm, Ref self, Args args) {
    (void)self;
    return run(vm, &eval_frame_description, "eval", args.values[0],
               args.count > 1 ? args.values[1] : REF_NULL,
               args.count > 2 ? args.values[2] : REF_NULL);
}

/* ---- compile ---- */

static bool read_mode(Vm *vm, Ref mode, ParseMode *parse, CompileMode *compile) {
    const Heap *heap = &vm->heap;
    if (str_equal_cstr(heap, mode, "exec")) {
        *parse = PARSE_FILE;
        *compile = COMPILE_FILE;
    } else if (str_equal_cstr(heap, mode, "eval")) {
        *parse = PARSE_VALUE;
        *compile = COMPILE_VALUE;
    } else if (str_equal_cstr(heap, mode, "single")) {
        *parse = PARSE_SINGLE;
        *compile = COMPILE_INTERACTIVE;
    } else {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "compile() mode must be 'exec', 'eval' or 'single'");
        return false;
    }
    return true;
}

Ref builtin_compile(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {
        "source",   "filename",         "mode", "flags", "dont_inherit",
        "optimize", "_feature_version", NULL};
    static const char *const slots[] = {"the parser's constants", "the code"};
    static const NativeFrame description = {"compile()", slots, 2};
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    Ref given[7];
    (void)self;
    if (!args_parse(vm, "compile", args, names, 3, 6, given)) return REF_NULL;
    for (int i = 1; i < 3; i++) {
        if (is_instance_flag(heap, given[i], TYPE_STR)) continue;
        if (i == 1) return vm_unsupported(vm, "compile() with a file name that is no str");
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "compile() argument 'mode' must be str, not %.50s",
                        object_type_name(vm, given[i], name, sizeof name));
    }
    if (given[3] || given[4] || given[5] || given[6])
        return vm_unsupported(vm, "compile() with flags");
    SourceText wanted = {.filename = given[1]};
    if (!read_mode(vm, given[2], &wanted.parse, &wanted.compile)) return REF_NULL;
    TextBuffer text = {0}, path = {0};
    Ref constants, code = REF_NULL;
    str_append_to(heap, given[1], &path);
    wanted.name = text_cstr(&path);
    if (read_text(vm, given[0], "compile", "string, bytes or AST", &text)) {
        size_t start = wanted.parse == PARSE_VALUE ? strspn(text.bytes, " \t") : 0;
        wanted.text = (Text){text.bytes + start, text.length - start};
        if (compile_text(vm, &wanted, &constants, &code)) {
            Ref frame = native_push(vm, &description);
            if (frame) {
                native_put(vm, frame, 0, constants);
                native_put(vm, frame, 1, code);
                native_set(vm, frame, 0, REF_NULL);
                code = vm->halt ? REF_NULL : native_take(vm, frame, 1);
                if (!vm->halt) native_pop(vm, frame);
            }
        } else {
            code = REF_NULL;
        }
    }
    text_deinit(&text);
    text_deinit(&path);
    return code;
}
