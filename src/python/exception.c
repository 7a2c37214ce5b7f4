#include "python/exception.h"

#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/native.h"
#include "python/reduce.h"
#include "python/type.h"

#include <string.h>

/* Places in Exception.extra. */
enum {
    STOP_VALUE = 0,
    EXIT_CODE = 0,
    NAME_NAME = 0,
    ATTRIBUTE_OBJECT = 0,
    ATTRIBUTE_NAME = 1,
    IMPORT_MESSAGE = 0,
    IMPORT_NAME = 1,
    IMPORT_PATH = 2,
    SYNTAX_MESSAGE = 0,
    SYNTAX_DETAILS = 1, /* the tuple (filename, lineno, offset, text, ...) */
    OS_ERRNO = 0,
    OS_TEXT = 1,
    OS_FILENAME = 2
};

static const Exception *exception_at(const Vm *vm, Ref exception) {
    return heap_at(&vm->heap, Exception, exception);
}

void exception_set_context(Vm *vm, Ref exception, Ref context) {
    heap_replace(&vm->heap, &exception_at(vm, exception)->context, context);
}

void exception_set_cause(Vm *vm, Ref exception, Ref cause) {
    const Exception *self = exception_at(vm, exception);
    heap_set(&vm->heap, self->suppress_context, 1);
    heap_replace(&vm->heap, &self->cause, cause);
}

void exception_set_traceback(Vm *vm, Ref exception, Ref traceback) {
    if (traceback == heap_root(&vm->heap)->none) traceback = REF_NULL;
    heap_replace(&vm->heap, &exception_at(vm, exception)->traceback,
                 heap_xincref(&vm->heap, traceback));
}

Ref exception_stop_value(Vm *vm, Ref exception) {
    Ref value = exception_at(vm, exception)->extra[STOP_VALUE];
    return value ? new_ref(vm, value) : new_none(vm);
}

void exception_append_class(Vm *vm, Ref type, TextBuffer *out) {
    Heap *heap = &vm->heap;
    if (!is_exception_class(vm, type)) {
        text_append_string(out, "<unknown>");
        return;
    }
    const Type *self = heap_at(heap, Type, type);
    Ref module = REF_NULL;
    if (self->flags & TYPE_HEAP) {
        module = object_find_attr(vm, type, name_ref(vm, "__module__"));
        if (!module || !(heap_type_of(heap, module)->flags & TYPE_STR)) {
            vm_clear_error(vm);
            text_append_string(out, "<unknown>.");
        } else if (!str_equal_cstr(heap, module, "builtins") &&
                   !str_equal_cstr(heap, module, "__main__")) {
            str_append_to(heap, module, out);
            text_append_char(out, '.');
        }
        if (module) heap_decref(heap, module);
    }
    str_append_to(heap, self->qualname ? self->qualname : self->name, out);
}

/* ---- BaseException ---- */

static Ref exception_create(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    Ref made = type_alloc(vm, type, 0);
    if (!made) return error_no_memory(vm);
    Ref tuple = args_tuple(vm, args);
    if (!tuple) return error_no_memory(vm);
    heap_set(heap, exception_at(vm, made)->args, tuple);
    return made;
}

static bool keep_args(Vm *vm, Ref self, Args args) {
    Ref tuple = args_tuple(vm, args);
    if (!tuple) {
        error_no_memory(vm);
        return false;
    }
    heap_replace(&vm->heap, &exception_at(vm, self)->args, tuple);
    return true;
}

static bool exception_init(Vm *vm, Ref self, Args args) {
    if (args.names && tuple_size(&vm->heap, args.names)) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%.200s() takes no keyword arguments",
                 object_type_name(vm, self, name, sizeof name));
        return false;
    }
    return keep_args(vm, self, args);
}

static Ref exception_str(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    Ref args = exception_at(vm, self)->args;
    uint32_t count = args ? tuple_size(heap, args) : 0;
    if (count == 0) return str_new_cstr(heap, "");
    if (count == 1) return object_str(vm, tuple_get(heap, args, 0));
    return object_str(vm, args);
}

static Ref exception_repr(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    Ref args = exception_at(vm, self)->args;
    bool single = args && tuple_size(heap, args) == 1;
    Ref inner = object_repr(vm, single ? tuple_get(heap, args, 0) : args);
    if (!inner) return REF_NULL;
    char name[TYPE_NAME_MAX];
    object_type_name(vm, self, name, sizeof name);
    const char *dot = strrchr(name, '.');
    TextBuffer text = {0};
    text_append_string(&text, dot ? dot + 1 : name);
    if (single) text_append_char(&text, '(');
    str_append_to(heap, inner, &text);
    if (single) text_append_char(&text, ')');
    heap_decref(heap, inner);
    Ref made = str_new(heap, (Text){text_cstr(&text), text.length});
    text_deinit(&text);
    return made;
}

static Ref or_none(Vm *vm, Ref value) {
    return value ? new_ref(vm, value) : new_none(vm);
}

static Ref get_args(Vm *vm, Ref self) {
    return or_none(vm, exception_at(vm, self)->args);
}

static bool set_args(Vm *vm, Ref self, Ref value) {
    if (!value) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "args may not be deleted");
        return false;
    }
    Ref tuple = object_to_tuple(vm, value);
    if (!tuple) return false;
    heap_replace(&vm->heap, &exception_at(vm, self)->args, tuple);
    return true;
}

static Ref get_traceback(Vm *vm, Ref self) {
    return or_none(vm, exception_at(vm, self)->traceback);
}

static bool set_traceback(Vm *vm, Ref self, Ref value) {
    Heap *heap = &vm->heap;
    if (!value) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__traceback__ may not be deleted");
        return false;
    }
    if (value != heap_root(heap)->none && heap_kind(heap, value) != KIND_TRACEBACK) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__traceback__ must be a traceback or None");
        return false;
    }
    exception_set_traceback(vm, self, value);
    return true;
}

static Ref get_context(Vm *vm, Ref self) {
    return or_none(vm, exception_at(vm, self)->context);
}

static Ref get_cause(Vm *vm, Ref self) {
    return or_none(vm, exception_at(vm, self)->cause);
}

/* What may stand in __context__ and __cause__: a new reference or null for None. */
static bool linked_exception(Vm *vm, Ref value, const char *name, Ref *out) {
    *out = REF_NULL;
    if (!value) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__%s__ may not be deleted", name);
        return false;
    }
    if (value == heap_root(&vm->heap)->none) return true;
    if (!is_exception(vm, value)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "exception %s must be None or derive from BaseException",
                 name);
        return false;
    }
    *out = new_ref(vm, value);
    return true;
}

static bool set_context(Vm *vm, Ref self, Ref value) {
    Ref linked;
    if (!linked_exception(vm, value, "context", &linked)) return false;
    exception_set_context(vm, self, linked);
    return true;
}

static bool set_cause(Vm *vm, Ref self, Ref value) {
    Ref linked;
    if (!linked_exception(vm, value, "cause", &linked)) return false;
    exception_set_cause(vm, self, linked);
    return true;
}

static Ref get_suppress(Vm *vm, Ref self) {
    return new_bool(vm, exception_at(vm, self)->suppress_context);
}

static bool set_suppress(Vm *vm, Ref self, Ref value) {
    const HeapRoot *root = heap_root(&vm->heap);
    if (value != root->true_ && value != root->false_) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 value ? "attribute value type must be bool"
                       : "can't delete numeric/char attribute");
        return false;
    }
    heap_set(&vm->heap, exception_at(vm, self)->suppress_context, value == root->true_);
    return true;
}

static Ref get_dict(Vm *vm, Ref self) {
    Ref dict = object_dict(vm, self);
    return dict ? new_ref(vm, dict) : REF_NULL;
}

static Ref with_traceback(Vm *vm, Ref self, Args args) {
    return set_traceback(vm, self, args.values[0]) ? new_ref(vm, self) : REF_NULL;
}

static Ref add_note(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    Ref note = args.values[0], name = name_ref(vm, "__notes__");
    char type[TYPE_NAME_MAX];
    if (!(heap_type_of(heap, note)->flags & TYPE_STR)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "note must be a str, not '%s'",
                        object_type_name(vm, note, type, sizeof type));
    }
    Ref notes = object_find_attr(vm, self, name);
    if (!notes) {
        if (vm_failed(vm)) return REF_NULL;
        notes = list_new(heap, 0);
        if (!notes) return error_no_memory(vm);
        bool set = object_setattr(vm, self, name, notes);
        heap_decref(heap, notes);
        if (!set) return REF_NULL;
    } else {
        heap_decref(heap, notes); /* the exception keeps it */
    }
    if (heap_kind(heap, notes) != KIND_LIST) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "Cannot add note: __notes__ is not a list");
    }
    return list_append(heap, notes, new_ref(vm, note)) ? new_none(vm) : error_no_memory(vm);
}

static const NativeFunction base_methods[] = {
    {.name = "with_traceback", .call = with_traceback, .kind = NATIVE_O},
    {.name = "add_note", .call = add_note, .kind = NATIVE_O},
    {.name = "__reduce__", .call = exception_reduce, .kind = NATIVE_NOARGS},
    {.name = "__setstate__", .call = exception_setstate, .kind = NATIVE_O},
    {0},
};

static const NativeGetSet base_getsets[] = {
    {"__suppress_context__", get_suppress, set_suppress, true},
    {"__dict__", get_dict, NULL, false},
    {"args", get_args, set_args, false},
    {"__traceback__", get_traceback, set_traceback, false},
    {"__context__", get_context, set_context, false},
    {"__cause__", get_cause, set_cause, false},
    {0},
};

const TypeSpec type_spec_BASE_EXCEPTION = {
    .doc = "Common base class for all exceptions",
    .slots = {.repr = exception_repr,
              .str = exception_str,
              .create = exception_create,
              .init = exception_init},
    .methods = base_methods,
    .getsets = base_getsets,
};

/* ---- those without anything of their own ---- */

#define PLAIN(id, text)                                                                            \
    const TypeSpec type_spec_##id = {                                                              \
        .doc = text, .slots = {.create = exception_create, .init = exception_init}}
#define DERIVED(id, text) const TypeSpec type_spec_##id = {.doc = text}

PLAIN(EXCEPTION, "Common base class for all non-exit exceptions.");
PLAIN(GENERATOR_EXIT, "Request that a generator exit.");
PLAIN(KEYBOARD_INTERRUPT, "Program interrupted by user.");
PLAIN(ARITHMETIC_ERROR, "Base class for arithmetic errors.");
PLAIN(FLOATING_POINT_ERROR, "Floating point operation failed.");
PLAIN(OVERFLOW_ERROR, "Result too large to be represented.");
PLAIN(ZERO_DIVISION_ERROR, "Second argument to a division or modulo operation was zero.");
PLAIN(ASSERTION_ERROR, "Assertion failed.");
PLAIN(BUFFER_ERROR, "Buffer error.");
PLAIN(EOF_ERROR, "Read beyond end of file.");
PLAIN(LOOKUP_ERROR, "Base class for lookup errors.");
PLAIN(INDEX_ERROR, "Sequence index out of range.");
PLAIN(MEMORY_ERROR, "Out of memory.");
DERIVED(UNBOUND_LOCAL_ERROR, "Local name referenced but not bound to a value.");
DERIVED(FILE_NOT_FOUND_ERROR, "File not found.");
DERIVED(FILE_EXISTS_ERROR, "File already exists.");
DERIVED(PERMISSION_ERROR, "Not enough permissions.");
DERIVED(TIMEOUT_ERROR, "Timeout expired.");
PLAIN(REFERENCE_ERROR, "Weak ref proxy used after referent went away.");
PLAIN(RUNTIME_ERROR, "Unspecified run-time error.");
PLAIN(NOT_IMPLEMENTED_ERROR, "Method or function hasn't been implemented yet.");
PLAIN(RECURSION_ERROR, "Recursion limit exceeded.");
PLAIN(STOP_ASYNC_ITERATION, "Signal the end from iterator.__anext__().");
DERIVED(INDENTATION_ERROR, "Improper indentation.");
DERIVED(TAB_ERROR, "Improper mixture of spaces and tabs.");
PLAIN(SYSTEM_ERROR,
      "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, "
      "along with the traceback,\nthe Python version, and the hardware/OS platform and version.");
PLAIN(TYPE_ERROR, "Inappropriate argument type.");
PLAIN(VALUE_ERROR, "Inappropriate argument value (of correct type).");
PLAIN(UNICODE_ERROR, "Unicode related error.");
PLAIN(WARNING, "Base class for warning categories.");
PLAIN(DEPRECATION_WARNING, "Base class for warnings about deprecated features.");
PLAIN(RUNTIME_WARNING, "Base class for warnings about dubious runtime behavior.");
PLAIN(SYNTAX_WARNING, "Base class for warnings about dubious syntax.");
PLAIN(USER_WARNING, "Base class for warnings generated by user code.");
DERIVED(MODULE_NOT_FOUND_ERROR, "Module not found.");

/* ---- attributes kept in Exception.extra ---- */

static bool set_extra(Vm *vm, Ref self, uint32_t place, Ref value) {
    heap_replace(&vm->heap, &exception_at(vm, self)->extra[place], heap_xincref(&vm->heap, value));
    return true;
}

#define EXTRA(place)                                                                               \
    static Ref get_extra_##place(Vm *vm, Ref self) {                                               \
        return or_none(vm, exception_at(vm, self)->extra[place]);                                  \
    }                                                                                              \
    static bool set_extra_##place(Vm *vm, Ref self, Ref value) {                                   \
        return set_extra(vm, self, place, value);                                                  \
    }
EXTRA(0)
EXTRA(1)
EXTRA(2)
#undef EXTRA
#define ATTRIBUTE(name, place)                                                                     \
    { name, get_extra_##place, set_extra_##place, true }

/* Keyword arguments that are stored as attributes: `places[i]` for `names[i]`. */
static bool keep_keywords(Vm *vm, const char *function, Ref self, Args args,
                          const char *const *names, const uint32_t *places) {
    Heap *heap = &vm->heap;
    uint32_t named = args.names ? tuple_size(heap, args.names) : 0;
    for (uint32_t i = 0; i < named; ++i) {
        Ref keyword = tuple_get(heap, args.names, i);
        uint32_t k = 0;
        while (names[k] && !str_equal_cstr(heap, keyword, names[k])) ++k;
        if (!names[k]) {
            TextBuffer text = {0};
            str_append_to(heap, keyword, &text);
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "'%s' is an invalid keyword argument for %s()",
                     text_cstr(&text), function);
            text_deinit(&text);
            return false;
        }
        set_extra(vm, self, places[k], args.values[args.count + i]);
    }
    return true;
}

/* StopIteration */

static bool stop_init(Vm *vm, Ref self, Args args) {
    if (!exception_init(vm, self, args)) return false;
    Ref none = heap_root(&vm->heap)->none;
    return set_extra(vm, self, STOP_VALUE, args.count ? args.values[0] : none);
}

static const NativeGetSet stop_getsets[] = {ATTRIBUTE("value", 0), {0}};

const TypeSpec type_spec_STOP_ITERATION = {
    .doc = "Signal the end from iterator.__next__().",
    .slots = {.init = stop_init},
    .getsets = stop_getsets,
};

/* SystemExit */

static bool exit_init(Vm *vm, Ref self, Args args) {
    if (!exception_init(vm, self, args)) return false;
    if (args.count == 1) return set_extra(vm, self, EXIT_CODE, args.values[0]);
    if (args.count > 1) return set_extra(vm, self, EXIT_CODE, exception_at(vm, self)->args);
    return true;
}

const TypeSpec type_spec_SYSTEM_EXIT = {
    .doc = "Request to exit from the interpreter.",
    .slots = {.init = exit_init},
    .getsets = (const NativeGetSet[]){ATTRIBUTE("code", 0), {0}},
};

/* KeyError: the message is the key's repr, so that an empty key can be seen. */

static Ref key_error_str(Vm *vm, Ref self) {
    Ref args = exception_at(vm, self)->args;
    if (tuple_size(&vm->heap, args) == 1) return object_repr(vm, tuple_get(&vm->heap, args, 0));
    return exception_str(vm, self);
}

const TypeSpec type_spec_KEY_ERROR = {
    .doc = "Mapping key not found.",
    .slots = {.str = key_error_str, .create = exception_create, .init = exception_init},
};

/* NameError, AttributeError, ImportError */

static Args positional(Args args) {
    return (Args){args.values, args.count, REF_NULL};
}

static bool name_error_init(Vm *vm, Ref self, Args args) {
    return exception_init(vm, self, positional(args)) &&
           keep_keywords(vm, "NameError", self, args, (const char *const[]){"name", NULL},
                         (const uint32_t[]){NAME_NAME});
}

const TypeSpec type_spec_NAME_ERROR = {
    .doc = "Name not found globally.",
    .slots = {.init = name_error_init},
    .getsets = (const NativeGetSet[]){ATTRIBUTE("name", 0), {0}},
};

static bool attribute_error_init(Vm *vm, Ref self, Args args) {
    return exception_init(vm, self, positional(args)) &&
           keep_keywords(vm, "AttributeError", self, args,
                         (const char *const[]){"name", "obj", NULL},
                         (const uint32_t[]){ATTRIBUTE_NAME, ATTRIBUTE_OBJECT});
}

const TypeSpec type_spec_ATTRIBUTE_ERROR = {
    .doc = "Attribute not found.",
    .slots = {.init = attribute_error_init},
    .getsets = (const NativeGetSet[]){ATTRIBUTE("name", 1), ATTRIBUTE("obj", 0), {0}},
};

static bool import_error_init(Vm *vm, Ref self, Args args) {
    if (!exception_init(vm, self, positional(args))) return false;
    if (!keep_keywords(vm, "ImportError", self, args, (const char *const[]){"name", "path", NULL},
                       (const uint32_t[]){IMPORT_NAME, IMPORT_PATH})) {
        return false;
    }
    return args.count != 1 || set_extra(vm, self, IMPORT_MESSAGE, args.values[0]);
}

static Ref import_error_str(Vm *vm, Ref self) {
    Ref message = exception_at(vm, self)->extra[IMPORT_MESSAGE];
    if (message && is_exact(&vm->heap, message, TYPE_ID_STR)) return new_ref(vm, message);
    return exception_str(vm, self);
}

const TypeSpec type_spec_IMPORT_ERROR = {
    .doc = "Import can't find module, or can't find name in module.",
    .slots = {.str = import_error_str, .init = import_error_init},
    .getsets =
        (const NativeGetSet[]){
            ATTRIBUTE("msg", 0), ATTRIBUTE("name", 1), ATTRIBUTE("path", 2), {0}},
    .unbuilt = "__reduce__",
};

/* OSError(errno, strerror, filename) */

static Ref os_error_create(Vm *vm, Ref type, Args args) {
    static const struct {
        int number;
        TypeId type;
    } classes[] = {{1, TYPE_ID_PERMISSION_ERROR},
                   {2, TYPE_ID_FILE_NOT_FOUND_ERROR},
                   {13, TYPE_ID_PERMISSION_ERROR},
                   {17, TYPE_ID_FILE_EXISTS_ERROR},
                   {110, TYPE_ID_TIMEOUT_ERROR}};
    Heap *heap = &vm->heap;
    int64_t number;
    if (type == type_ref(heap, TYPE_ID_OS_ERROR) && args.count >= 2 &&
        heap_kind(heap, args.values[0]) == KIND_INT && int_to_i64(heap, args.values[0], &number)) {
        for (size_t i = 0; i < sizeof classes / sizeof *classes; ++i) {
            if (classes[i].number == number) type = type_ref(heap, classes[i].type);
        }
    }
    return exception_create(vm, type, args);
}

static bool os_error_init(Vm *vm, Ref self, Args args) {
    if (!exception_init(vm, self, args)) return false;
    if (args.count < 2 || args.count > 5) return true;
    set_extra(vm, self, OS_ERRNO, args.values[0]);
    set_extra(vm, self, OS_TEXT, args.values[1]);
    if (args.count == 2) return true;
    set_extra(vm, self, OS_FILENAME, args.values[2]);
    Ref shorter = tuple_pack(&vm->heap, 2, args.values);
    if (!shorter) return false;
    heap_replace(&vm->heap, &exception_at(vm, self)->args, shorter);
    return true;
}

static Ref os_error_str(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Exception *exception = exception_at(vm, self);
    Ref number = exception->extra[OS_ERRNO], message = exception->extra[OS_TEXT];
    if (!number || !message) return exception_str(vm, self);
    TextBuffer text = {0};
    Ref parts[3] = {object_str(vm, number), REF_NULL, REF_NULL};
    if (parts[0]) parts[1] = object_str(vm, message);
    if (parts[1] && exception->extra[OS_FILENAME]) {
        parts[2] = object_repr(vm, exception->extra[OS_FILENAME]);
    }
    Ref made = REF_NULL;
    if (!vm_failed(vm)) {
        text_append_string(&text, "[Errno ");
        str_append_to(heap, parts[0], &text);
        text_append_string(&text, "] ");
        str_append_to(heap, parts[1], &text);
        if (parts[2]) {
            text_append_string(&text, ": ");
            str_append_to(heap, parts[2], &text);
        }
        made = str_new(heap, (Text){text_cstr(&text), text.length});
    }
    for (int i = 0; i < 3; ++i) heap_xdecref(heap, parts[i]);
    text_deinit(&text);
    return made;
}

const TypeSpec type_spec_OS_ERROR = {
    .doc = "Base class for I/O related errors.",
    .slots = {.str = os_error_str, .create = os_error_create, .init = os_error_init},
    .getsets =
        (const NativeGetSet[]){
            ATTRIBUTE("errno", 0), ATTRIBUTE("strerror", 1), ATTRIBUTE("filename", 2), {0}},
    .unbuilt = "__reduce__ filename2 characters_written",
};

/* SyntaxError(msg, (filename, lineno, offset, text)) */

static bool syntax_error_init(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    if (!exception_init(vm, self, args)) return false;
    if (args.count >= 1) set_extra(vm, self, SYNTAX_MESSAGE, args.values[0]);
    if (args.count != 2) return true;
    Ref details = object_to_tuple(vm, args.values[1]);
    if (!details) return false;
    uint32_t size = tuple_size(heap, details);
    if (size < 4) {
        heap_decref(heap, details);
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "function missing required argument");
        return false;
    }
    heap_replace(heap, &exception_at(vm, self)->extra[SYNTAX_DETAILS], details);
    return true;
}

static Ref syntax_detail(Vm *vm, Ref self, uint32_t index) {
    Ref details = exception_at(vm, self)->extra[SYNTAX_DETAILS];
    if (!details || index >= tuple_size(&vm->heap, details)) return new_none(vm);
    return new_ref(vm, tuple_get(&vm->heap, details, index));
}

#define DETAIL(name, index)                                                                        \
    static Ref get_##name(Vm *vm, Ref self) {                                                      \
        return syntax_detail(vm, self, index);                                                     \
    }
DETAIL(filename, 0)
DETAIL(lineno, 1)
DETAIL(offset, 2)
DETAIL(text, 3)
DETAIL(end_lineno, 4)
DETAIL(end_offset, 5)
#undef DETAIL

static Ref syntax_error_str(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    const Exception *exception = exception_at(vm, self);
    Ref none = heap_root(heap)->none, details = exception->extra[SYNTAX_DETAILS];
    Ref message =
        object_str(vm, exception->extra[SYNTAX_MESSAGE] ? exception->extra[SYNTAX_MESSAGE] : none);
    if (!message || !details) return message;
    Ref file = tuple_get(heap, details, 0), line = tuple_get(heap, details, 1);
    bool has_file = heap_type_of(heap, file)->flags & TYPE_STR;
    int64_t number = 0;
    bool has_line = heap_kind(heap, line) == KIND_INT && int_to_i64(heap, line, &number);
    if (!has_file && !has_line) return message;
    TextBuffer text = {0}, path = {0};
    str_append_to(heap, message, &text);
    heap_decref(heap, message);
    text_append_string(&text, " (");
    if (has_file) {
        str_append_to(heap, file, &path);
        const char *slash = strrchr(text_cstr(&path), '/');
        text_append_string(&text, slash ? slash + 1 : text_cstr(&path));
    }
    if (has_line) text_appendf(&text, "%sline %lld", has_file ? ", " : "", (long long)number);
    text_append_char(&text, ')');
    Ref made = str_new(heap, (Text){text_cstr(&text), text.length});
    text_deinit(&text);
    text_deinit(&path);
    return made;
}

const TypeSpec type_spec_SYNTAX_ERROR = {
    .doc = "Invalid syntax.",
    .slots = {.str = syntax_error_str, .init = syntax_error_init},
    .getsets = (const NativeGetSet[]){ATTRIBUTE("msg", 0),
                                      {"filename", get_filename, NULL, true},
                                      {"lineno", get_lineno, NULL, true},
                                      {"offset", get_offset, NULL, true},
                                      {"text", get_text, NULL, true},
                                      {"end_lineno", get_end_lineno, NULL, true},
                                      {"end_offset", get_end_offset, NULL, true},
                                      {0}},
    .unbuilt = "print_file_and_line",
};

/* UnicodeDecodeError, UnicodeEncodeError (encoding, object, start, end, reason): the five are read
 * from `args`. */

enum { CODEC_ENCODING, CODEC_OBJECT, CODEC_START, CODEC_END, CODEC_REASON, CODEC_COUNT };

static bool unicode_init(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    if (!exception_init(vm, self, args)) return false;
    if (args.count != CODEC_COUNT) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "function takes exactly 5 arguments (%u given)",
                 args.count);
        return false;
    }
    bool encode =
        type_is_subtype(vm, heap_type(heap, self), type_ref(heap, TYPE_ID_UNICODE_ENCODE_ERROR));
    bool right =
        heap_type_of(heap, args.values[CODEC_ENCODING])->flags & TYPE_STR &&
        heap_type_of(heap, args.values[CODEC_OBJECT])->flags & (encode ? TYPE_STR : TYPE_BYTES) &&
        heap_kind(heap, args.values[CODEC_START]) == KIND_INT &&
        heap_kind(heap, args.values[CODEC_END]) == KIND_INT &&
        heap_type_of(heap, args.values[CODEC_REASON])->flags & TYPE_STR;
    if (!right) {
        vm_unsupported(vm, "making a UnicodeError of other types");
        return false;
    }
    /* CPython keeps these three in fields of their own beside the args. */
    const Exception *made = exception_at(vm, self);
    heap_replace(heap, &made->extra[0], new_ref(vm, args.values[CODEC_ENCODING]));
    heap_replace(heap, &made->extra[1], new_ref(vm, args.values[CODEC_OBJECT]));
    heap_replace(heap, &made->extra[2], new_ref(vm, args.values[CODEC_REASON]));
    return true;
}

static Ref unicode_part(Vm *vm, Ref self, uint32_t index) {
    Ref args = exception_at(vm, self)->args;
    if (!args || tuple_size(&vm->heap, args) != CODEC_COUNT) return new_none(vm);
    return new_ref(vm, tuple_get(&vm->heap, args, index));
}

#define PART(name, index)                                                                          \
    static Ref get_##name(Vm *vm, Ref self) {                                                      \
        return unicode_part(vm, self, index);                                                      \
    }
PART(encoding, CODEC_ENCODING)
PART(object, CODEC_OBJECT)
PART(start, CODEC_START)
PART(end, CODEC_END)
PART(reason, CODEC_REASON)
#undef PART

/* "byte 0xff in position 3" or "bytes in position 3-4". */
static void append_codec_place(const Heap *heap, const Ref *parts, bool encode, TextBuffer *out) {
    int64_t start = 0, end = 0;
    int_to_i64(heap, parts[CODEC_START], &start);
    int_to_i64(heap, parts[CODEC_END], &end);
    Ref object = parts[CODEC_OBJECT];
    int64_t length = encode ? str_length(heap, object) : heap_at(heap, Bytes, object)->length;
    if (start < 0 || start >= length || end != start + 1) {
        text_appendf(out, "%s in position %lld-%lld", encode ? "characters" : "bytes",
                     (long long)start, (long long)end - 1);
        return;
    }
    if (encode) {
        uint32_t point = str_at(heap, object, (uint32_t)start);
        const char *format = point <= 0xFF     ? "character '\\x%02x' in position "
                             : point <= 0xFFFF ? "character '\\u%04x' in position "
                                               : "character '\\U%08x' in position ";
        text_appendf(out, format, point);
    } else {
        text_appendf(out, "byte 0x%02x in position ", heap_at(heap, Bytes, object)->bytes[start]);
    }
    text_appendf(out, "%lld", (long long)start);
}

static Ref unicode_str(Vm *vm, Ref self) {
    Heap *heap = &vm->heap;
    Ref args = exception_at(vm, self)->args;
    if (!args || tuple_size(heap, args) != CODEC_COUNT) return exception_str(vm, self);
    const Ref *parts = heap_at(heap, Tuple, args)->items;
    bool encode = heap_type_of(heap, parts[CODEC_OBJECT])->flags & TYPE_STR;
    TextBuffer text = {0};
    text_append_char(&text, '\'');
    str_append_to(heap, parts[CODEC_ENCODING], &text);
    text_appendf(&text, "' codec can't %s ", encode ? "encode" : "decode");
    append_codec_place(heap, parts, encode, &text);
    text_append_string(&text, ": ");
    str_append_to(heap, parts[CODEC_REASON], &text);
    Ref made = str_new(heap, (Text){text_cstr(&text), text.length});
    text_deinit(&text);
    return made;
}

static const NativeGetSet unicode_getsets[] = {
    {"encoding", get_encoding, NULL, true}, {"object", get_object, NULL, true},
    {"start", get_start, NULL, true},       {"end", get_end, NULL, true},
    {"reason", get_reason, NULL, true},     {0},
};

const TypeSpec type_spec_UNICODE_DECODE_ERROR = {
    .doc = "Unicode decoding error.",
    .slots = {.str = unicode_str, .create = exception_create, .init = unicode_init},
    .getsets = unicode_getsets,
};

const TypeSpec type_spec_UNICODE_ENCODE_ERROR = {
    .doc = "Unicode encoding error.",
    .slots = {.str = unicode_str, .create = exception_create, .init = unicode_init},
    .getsets = unicode_getsets,
};
