#include "python/error.h"

#include "base/text.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/exception.h"
#include "python/frame.h"
#include "python/library.h"
#include "python/native.h"
#include "python/output.h"
#include "python/traceback.h"

#include <string.h>

/* ---- halting ---- */

Ref vm_halt(Vm *vm, VmHalt why, const char *format, ...) {
    if (vm->halt) return REF_NULL;
    vm->halt = why;
    heap_stop(&vm->heap);
    TextBuffer text = {0};
    va_list args;
    va_start(args, format);
    text_appendv(&text, format, args);
    va_end(args);
    error_set(&vm->halt_message, "%s", text_cstr(&text));
    text_deinit(&text);
    return REF_NULL;
}

static void halt_at_line(Vm *vm, VmHalt why, const char *message) {
    if (vm->halt) return;
    TextBuffer text = {0};
    Ref frame = frame_current_user(vm);
    if (frame) {
        const Frame *self = frame_at(vm, frame);
        const Code *code = frame_code(vm, self);
        uint32_t line = frame_line(vm, frame), column = 0;
        if (self->lasti != FRAME_NOT_STARTED && self->lasti < code->count) {
            uint16_t start = heap_at(&vm->heap, CodePosition, code->locations)[self->lasti].column;
            if (start != 0xFFFF) column = start;
        }
        str_append_to(&vm->heap, code->filename, &text);
        text_appendf(&text, ":%u:%u: ", line ? line : code->firstlineno, column + 1);
    } else if (vm->script_name) {
        text_appendf(&text, "%s: ", vm->script_name);
    }
    vm_halt(vm, why, "%s%s", text_cstr(&text), message);
    text_deinit(&text);
}

Ref vm_unsupported(Vm *vm, const char *format, ...) {
    TextBuffer text = {0};
    va_list args;
    va_start(args, format);
    text_appendv(&text, format, args);
    va_end(args);
    text_append_string(&text, " is not supported by Lastref");
    halt_at_line(vm, VM_UNSUPPORTED, text_cstr(&text));
    text_deinit(&text);
    return REF_NULL;
}

Ref vm_unsupported_module(Vm *vm, Ref name) {
    TextBuffer text = {0};
    text_append_string(&text, "import of '");
    str_append_to(&vm->heap, name, &text);
    text_append_string(&text, "' is not supported by Lastref; it has " LIBRARY_NAMES);
    halt_at_line(vm, VM_UNSUPPORTED, text_cstr(&text));
    text_deinit(&text);
    return REF_NULL;
}

Ref vm_limit(Vm *vm, const char *format, ...) {
    TextBuffer text = {0};
    va_list args;
    va_start(args, format);
    text_appendv(&text, format, args);
    va_end(args);
    halt_at_line(vm, VM_LIMIT, text_cstr(&text));
    text_deinit(&text);
    return REF_NULL;
}

Ref vm_wait(Vm *vm, const char *what) {
    halt_at_line(vm, VM_WAITING, what);
    return REF_NULL;
}

Ref error_no_memory(Vm *vm) {
    if (vm->halt) return REF_NULL;
    switch (vm->heap.failure) {
    case HEAP_OK:
    case HEAP_STOPPED: break;
    case HEAP_FULL:
        vm_limit(vm, "the program needs more than %llu MiB of memory",
                 (unsigned long long)(heap_root(&vm->heap)->bytes_budget >> 20));
        break;
    case HEAP_UNDEFINED:
        vm_unsupported(vm, "a finalizer that changes a dict while it is copied");
        break;
    case HEAP_TOO_DEEP: vm_limit(vm, "objects that die together are nested too deeply"); break;
    }
    return REF_NULL;
}

/* ---- the pending exception ---- */

static void store_error(Vm *vm, Ref type, Ref value, Ref traceback) {
    const Machine *machine = vm_machine(vm);
    Ref old[3] = {machine->error_type, machine->error_value, machine->error_traceback};
    vm_set(vm, machine->error_type, type);
    vm_set(vm, machine->error_value, value);
    vm_set(vm, machine->error_traceback, traceback);
    for (int i = 0; i < 3; ++i) heap_xdecref(&vm->heap, old[i]);
}

void vm_clear_error(Vm *vm) {
    if (vm->halt || !vm_machine(vm)->error_type) return;
    store_error(vm, REF_NULL, REF_NULL, REF_NULL);
}

void vm_restore_error(Vm *vm, Ref type, Ref value, Ref traceback) {
    if (vm->halt) return;
    store_error(vm, type, value, traceback);
}

void vm_fetch_error(Vm *vm, Ref *type, Ref *value, Ref *traceback) {
    const Machine *machine = vm_machine(vm);
    *type = machine->error_type;
    *value = machine->error_value;
    *traceback = machine->error_traceback;
    vm_set(vm, machine->error_type, REF_NULL);
    vm_set(vm, machine->error_value, REF_NULL);
    vm_set(vm, machine->error_traceback, REF_NULL);
}

bool is_exception(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_EXCEPTION;
}

bool is_exception_class(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_TYPE &&
           heap_at(&vm->heap, Type, object)->flags & TYPE_EXCEPTION;
}

bool error_matches(Vm *vm, Ref exception, Ref classes) {
    Heap *heap = &vm->heap;
    if (heap_type_of(heap, classes)->flags & TYPE_TUPLE) {
        for (uint32_t i = 0; i < tuple_size(heap, classes); ++i) {
            if (error_matches(vm, exception, tuple_get(heap, classes, i))) return true;
        }
        return false;
    }
    if (is_exception(vm, exception)) exception = heap_type(heap, exception);
    if (is_exception_class(vm, exception) && is_exception_class(vm, classes)) {
        return type_is_subtype(vm, exception, classes);
    }
    return exception == classes;
}

bool vm_error_is(Vm *vm, TypeId type) {
    Ref pending = vm_machine(vm)->error_type;
    return !vm->halt && pending && error_matches(vm, pending, type_ref(&vm->heap, type));
}

/* ---- raising ---- */

/* _PyErr_CreateException: an instance from a class and what was given as its value (borrowed, may
 * be null; a tuple is in the first slot of the frame on top). */
static Ref create_exception(Vm *vm, Ref type, Ref value) {
    Heap *heap = &vm->heap;
    Ref made;
    if (!value || value == heap_root(heap)->none) {
        made = vm_call(vm, type, (Args){NULL, 0, REF_NULL});
    } else if (heap_type_of(heap, value)->flags & TYPE_TUPLE) {
        uint32_t size = tuple_size(heap, value);
        made = vm_call(vm, type, (Args){heap_at(heap, Tuple, value)->items, size, REF_NULL});
    } else {
        made = vm_call(vm, type, (Args){&value, 1, REF_NULL});
    }
    if (made && !is_exception(vm, made)) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "calling %s should have returned an instance of BaseException, not %s",
                 type_name(vm, type, name, sizeof name), "another object");
        heap_decref(heap, made);
        return REF_NULL;
    }
    return made;
}

/* The value comes first: a tuple is handed on as the arguments of the class. */
enum { SET_VALUE, SET_TYPE, SET_HANDLED };
static const char *const set_names[] = {"exception", "exception class", "handled exception"};
static const NativeFrame set_frame = {"raise", set_names, 3};

/* Keeps chains free of cycles: if `value` is somewhere in the chain of `handled`, it is cut out. */
static void cut_from_chain(Vm *vm, Ref handled, Ref value) {
    const Heap *heap = &vm->heap;
    Ref at = handled, slow = handled;
    bool toggle = false;
    for (;;) {
        Ref context = heap_at(heap, Exception, at)->context;
        if (!context) return;
        if (context == value) {
            exception_set_context(vm, at, REF_NULL);
            return;
        }
        at = context;
        if (at == slow) return;
        if (toggle) slow = heap_at(heap, Exception, slow)->context;
        toggle = !toggle;
    }
}

void error_set_object(Vm *vm, Ref type, Ref value) {
    Heap *heap = &vm->heap;
    if (vm->halt) return;
    Ref handled = frame_handled_exception(vm);
    if (!handled) {
        Ref traceback = value && is_exception(vm, value)
                            ? heap_xincref(heap, heap_at(heap, Exception, value)->traceback)
                            : REF_NULL;
        store_error(vm, heap_incref(heap, type), heap_xincref(heap, value), traceback);
        return;
    }
    Ref frame = native_push(vm, &set_frame);
    if (!frame) return;
    native_put(vm, frame, SET_TYPE, heap_incref(heap, type));
    native_put(vm, frame, SET_VALUE, heap_xincref(heap, value));
    native_put(vm, frame, SET_HANDLED, heap_incref(heap, handled));
    if (!value || !is_exception(vm, value)) {
        vm_clear_error(vm);
        Ref made = create_exception(vm, type, value);
        if (!made) {
            native_pop(vm, frame);
            return;
        }
        native_set(vm, frame, SET_VALUE, made);
        value = made;
    }
    if (handled != value) {
        cut_from_chain(vm, handled, value);
        exception_set_context(vm, value, native_take(vm, frame, SET_HANDLED));
    }
    Ref traceback = heap_xincref(heap, heap_at(heap, Exception, value)->traceback);
    Ref taken_type = native_take(vm, frame, SET_TYPE);
    Ref taken_value = native_take(vm, frame, SET_VALUE);
    store_error(vm, taken_type, taken_value, traceback);
    native_pop(vm, frame);
}

/* printf cuts may split a character; str objects take valid UTF-8 only. */
static void append_valid(TextBuffer *out, const TextBuffer *text) {
    size_t at = 0;
    while (at < text->length) {
        size_t good = utf8_invalid_at(text->bytes + at, text->length - at);
        text_append(out, text->bytes + at, good);
        at += good;
        if (at >= text->length) return;
        /* a surrogate in its three bytes is taken by str_new */
        unsigned char first = (unsigned char)text->bytes[at];
        unsigned char second = at + 2 < text->length ? (unsigned char)text->bytes[at + 1] : 0;
        if (first == 0xED && second >= 0xA0) {
            text_append(out, text->bytes + at, 3);
            at += 3;
        } else {
            text_append_code_point(out, 0xFFFD);
            at += 1;
        }
    }
}

static const char *const message_names[] = {"message"};
static const NativeFrame message_frame = {"raise", message_names, 1};

static void raise_text(Vm *vm, TypeId type, const TextBuffer *text) {
    Heap *heap = &vm->heap;
    TextBuffer valid = {0};
    append_valid(&valid, text);
    Ref message = str_new(heap, (Text){text_cstr(&valid), valid.length});
    text_deinit(&valid);
    if (!message) {
        error_no_memory(vm);
        return;
    }
    Ref frame = native_push(vm, &message_frame);
    if (!frame) return;
    native_put(vm, frame, 0, message);
    error_set_object(vm, type_ref(heap, type), message);
    native_pop(vm, frame);
}

Ref vm_raise(Vm *vm, TypeId type, const char *format, ...) {
    if (vm->halt) return REF_NULL;
    if (vm->heap.failure) return error_no_memory(vm);
    TextBuffer text = {0};
    va_list args;
    va_start(args, format);
    text_appendv(&text, format, args);
    va_end(args);
    raise_text(vm, type, &text);
    text_deinit(&text);
    return REF_NULL;
}

Ref vm_raise_object(Vm *vm, TypeId type, Ref argument) {
    error_set_object(vm, type_ref(&vm->heap, type), argument);
    return REF_NULL;
}

/* _PyErr_SetKeyError: the exception is made at once, since a key that is None or a tuple would be
 * taken for no argument or several. */
Ref error_raise_key(Vm *vm, Ref key) {
    static const char *const slots[] = {"the error"};
    static const NativeFrame description = {"a key that is not there", slots, 1};
    Ref type = type_ref(&vm->heap, TYPE_ID_KEY_ERROR);
    Ref made = vm_call(vm, type, (Args){&key, 1, REF_NULL});
    if (!made) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, made);
    error_set_object(vm, type, made);
    native_pop(vm, frame);
    return REF_NULL;
}

Ref vm_raise_none(Vm *vm, TypeId type) {
    error_set_object(vm, type_ref(&vm->heap, type), REF_NULL);
    return REF_NULL;
}

/* _PyGen_SetStopIterationValue: a tuple or exception as value would be taken for the arguments or
 * the exception itself, so it is wrapped. */
Ref vm_raise_stop_iteration(Vm *vm, Ref value) {
    Heap *heap = &vm->heap;
    Ref type = type_ref(heap, TYPE_ID_STOP_ITERATION);
    if (!value || (!(heap_type_of(heap, value)->flags & TYPE_TUPLE) && !is_exception(vm, value))) {
        error_set_object(vm, type, value);
        return REF_NULL;
    }
    Ref made = vm_call(vm, type, (Args){&value, 1, REF_NULL});
    if (!made) return REF_NULL;
    Ref frame = native_push(vm, &message_frame);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, made);
    error_set_object(vm, type, made);
    native_pop(vm, frame);
    return REF_NULL;
}

/* ---- normalising ---- */

enum { NORMAL_VALUE, NORMAL_TYPE, NORMAL_TRACEBACK };
static const char *const normal_names[] = {"exception", "exception class", "traceback"};
static const NativeFrame normal_frame = {"raise", normal_names, 3};

/* One attempt on what the frame's slots hold; false with a new exception pending. */
static bool normalize_once(Vm *vm, Ref frame) {
    Heap *heap = &vm->heap;
    if (!native_get(vm, frame, NORMAL_VALUE)) native_put(vm, frame, NORMAL_VALUE, new_none(vm));
    Ref type = native_get(vm, frame, NORMAL_TYPE), value = native_get(vm, frame, NORMAL_VALUE);
    if (!is_exception_class(vm, type)) return true;
    if (is_exception(vm, value) && type_is_subtype(vm, heap_type(heap, value), type)) {
        if (heap_type(heap, value) != type) {
            native_set(vm, frame, NORMAL_TYPE, heap_incref(heap, heap_type(heap, value)));
        }
        return true;
    }
    Ref made = create_exception(vm, type, value);
    if (!made) return false;
    native_set(vm, frame, NORMAL_VALUE, made);
    return true;
}

void vm_normalize(Vm *vm, Ref *type, Ref *value, Ref *traceback) {
    enum { TRIES = 32 };
    if (!*type || vm->halt) return;
    Ref frame = native_push(vm, &normal_frame);
    if (!frame) return;
    const Machine *machine = vm_machine(vm);
    vm_set(vm, machine->handling_depth, machine->handling_depth + 1);
    native_put(vm, frame, NORMAL_TYPE, *type);
    native_put(vm, frame, NORMAL_VALUE, *value);
    native_put(vm, frame, NORMAL_TRACEBACK, *traceback);
    for (int i = 0; i < TRIES && !normalize_once(vm, frame); ++i) {
        if (vm->halt || !vm_machine(vm)->error_type) {
            error_no_memory(vm);
            break;
        }
        /* the exception that making the exception raised takes its place, traceback kept */
        Ref new_type, new_value, new_traceback;
        vm_fetch_error(vm, &new_type, &new_value, &new_traceback);
        native_set(vm, frame, NORMAL_TYPE, new_type);
        native_set(vm, frame, NORMAL_VALUE, new_value);
        if (new_traceback) native_set(vm, frame, NORMAL_TRACEBACK, new_traceback);
    }
    if (vm->halt) return;
    vm_set(vm, machine->handling_depth, machine->handling_depth - 1);
    *type = native_take(vm, frame, NORMAL_TYPE);
    *value = native_take(vm, frame, NORMAL_VALUE);
    *traceback = native_take(vm, frame, NORMAL_TRACEBACK);
    native_pop(vm, frame);
}

/* Normalises the pending exception in place. */
static void normalize_pending(Vm *vm) {
    Ref type, value, traceback;
    vm_fetch_error(vm, &type, &value, &traceback);
    vm_normalize(vm, &type, &value, &traceback);
    vm_restore_error(vm, type, value, traceback);
}

Ref error_raise_name(Vm *vm, const char *format, Ref name) {
    Heap *heap = &vm->heap;
    TextBuffer text = {0}, name_text = {0};
    str_append_to(heap, name, &name_text);
    const char *at = strstr(format, "%s");
    text_append(&text, format, (size_t)(at - format));
    text_append(&text, text_cstr(&name_text), name_text.length);
    text_append_string(&text, at + 2);
    raise_text(vm, TYPE_ID_NAME_ERROR, &text);
    text_deinit(&text);
    text_deinit(&name_text);
    if (vm->halt) return REF_NULL;
    normalize_pending(vm);
    if (vm->halt) return REF_NULL;
    Ref value = vm_machine(vm)->error_value;
    if (value && is_exception(vm, value) &&
        type_is_subtype(vm, heap_type(heap, value), type_ref(heap, TYPE_ID_NAME_ERROR))) {
        const Exception *exception = heap_at(heap, Exception, value);
        if (!exception->extra[0]) heap_set(heap, exception->extra[0], heap_incref(heap, name));
    }
    return REF_NULL;
}

void error_add_attribute(Vm *vm, Ref object, Ref name) {
    Heap *heap = &vm->heap;
    if (!vm_error_is(vm, TYPE_ID_ATTRIBUTE_ERROR)) return;
    normalize_pending(vm);
    if (vm->halt) return;
    Ref value = vm_machine(vm)->error_value;
    if (!value || !is_exception(vm, value) ||
        !type_is_subtype(vm, heap_type(heap, value), type_ref(heap, TYPE_ID_ATTRIBUTE_ERROR))) {
        return;
    }
    const Exception *exception = heap_at(heap, Exception, value);
    if (exception->extra[0] || exception->extra[1]) return;
    heap_set(heap, exception->extra[1], heap_incref(heap, name));
    heap_set(heap, exception->extra[0], heap_incref(heap, object));
}

void error_chain_handled(Vm *vm) {
    const Machine *machine = vm_machine(vm);
    Ref holder = machine->handled_holder;
    if (vm->halt || !holder) return;
    Ref own = heap_at(&vm->heap, Generator, holder)->exc_value;
    if (!own || own == heap_root(&vm->heap)->none) return;
    normalize_pending(vm);
    if (vm->halt) return;
    Ref value = machine->error_value, handled = frame_handled_exception(vm);
    if (!handled || !value || value == handled || !is_exception(vm, value)) return;
    cut_from_chain(vm, handled, value);
    exception_set_context(vm, value, heap_incref(&vm->heap, handled));
}

enum { FROM_TYPE, FROM_VALUE, FROM_TRACEBACK };
static const NativeFrame from_frame = {"raise", normal_names, 3};

Ref error_raise_from(Vm *vm, TypeId type, const char *message) {
    Heap *heap = &vm->heap;
    if (vm->halt) return REF_NULL;
    Ref cause_type, cause, traceback;
    vm_fetch_error(vm, &cause_type, &cause, &traceback);
    vm_normalize(vm, &cause_type, &cause, &traceback);
    if (vm->halt) return REF_NULL;
    if (traceback) exception_set_traceback(vm, cause, traceback);
    Ref frame = native_push(vm, &from_frame);
    if (!frame) return REF_NULL;
    native_put(vm, frame, FROM_TYPE, cause_type);
    native_put(vm, frame, FROM_VALUE, cause);
    native_put(vm, frame, FROM_TRACEBACK, traceback);
    vm_raise(vm, type, "%s", message);
    if (vm->halt) return REF_NULL;
    normalize_pending(vm);
    if (vm->halt) return REF_NULL;
    Ref value = vm_machine(vm)->error_value;
    exception_set_cause(vm, value, heap_incref(heap, cause));
    exception_set_context(vm, value, heap_incref(heap, cause));
    native_pop(vm, frame);
    return REF_NULL;
}

/* ---- exceptions that nothing can catch ---- */

enum { IGNORED_TYPE, IGNORED_VALUE, IGNORED_TRACEBACK, IGNORED_OBJECT };
static const char *const ignored_names[] = {"exception class", "exception", "traceback", "object"};
static const NativeFrame ignored_frame = {"sys.unraisablehook", ignored_names, 4};

/* Appends what repr or str gives; the fallback when that raises. */
static void append_text_of(Vm *vm, Ref object, bool repr, const char *fallback, TextBuffer *out) {
    Ref text = repr ? object_repr(vm, object) : object_str(vm, object);
    if (vm->halt) return;
    if (!text) {
        vm_clear_error(vm);
        text_append_string(out, fallback);
        return;
    }
    str_append_to(&vm->heap, text, out);
    heap_decref(&vm->heap, text);
}

void vm_write_unraisable(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    if (vm->halt) return;
    Ref type, value, traceback;
    vm_fetch_error(vm, &type, &value, &traceback);
    if (!type) return;
    Ref frame = native_push(vm, &ignored_frame);
    if (!frame) return;
    native_put(vm, frame, IGNORED_TYPE, type);
    native_put(vm, frame, IGNORED_VALUE, value);
    native_put(vm, frame, IGNORED_TRACEBACK, traceback);
    native_put(vm, frame, IGNORED_OBJECT, heap_xincref(heap, object));
    if (!traceback) {
        Ref running = frame_current(vm);
        if (running) {
            traceback = traceback_new(vm, REF_NULL, running);
            if (traceback) native_put(vm, frame, IGNORED_TRACEBACK, traceback);
        }
    }
    if (!normalize_once(vm, frame)) vm_clear_error(vm);
    type = native_get(vm, frame, IGNORED_TYPE);
    value = native_get(vm, frame, IGNORED_VALUE);
    traceback = native_get(vm, frame, IGNORED_TRACEBACK);
    if (vm->halt) return;
    if (traceback && is_exception(vm, value)) exception_set_traceback(vm, value, traceback);
    TextBuffer out = {0};
    if (object && object != heap_root(heap)->none) {
        text_append_string(&out, "Exception ignored in: ");
        append_text_of(vm, object, true, "<object repr() failed>", &out);
        text_append_char(&out, '\n');
    }
    if (!vm->halt && traceback) traceback_append(vm, traceback, &out);
    if (!vm->halt) {
        exception_append_class(vm, type, &out);
        if (value && value != heap_root(heap)->none) {
            text_append_string(&out, ": ");
            append_text_of(vm, value, false, "<exception str() failed>", &out);
        }
        text_append_char(&out, '\n');
    }
    if (!vm->halt) vm_write(vm, 2, text_cstr(&out), out.length);
    text_deinit(&out);
    native_pop(vm, frame);
}
