#include "python/generator.h"

#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/eval.h"
#include "python/exception.h"
#include "python/frame.h"
#include "python/native.h"
#include "python/opcode.h"

static const Generator *generator_at(const Vm *vm, Ref generator) {
    return heap_at(&vm->heap, Generator, generator);
}

static Ref frame_of(const Vm *vm, Ref generator) {
    return image_ref(&vm->heap.image, &generator_at(vm, generator)->frame);
}

static Ref generator_of(const Vm *vm, Ref frame) {
    const uint8_t *at = (const uint8_t *)frame_at(vm, frame) - offsetof(Generator, frame);
    return image_ref(&vm->heap.image, at);
}

static bool is_generator(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_GENERATOR;
}

/* ---- making ---- */

Ref generator_new(Vm *vm, Ref frame_ref) {
    Heap *heap = &vm->heap;
    const Frame *frame = frame_at(vm, frame_ref);
    const Code *code = frame_code(vm, frame);
    Ref made =
        heap_new(heap, type_ref(heap, TYPE_ID_GENERATOR), code->nlocalsplus + code->stacksize);
    if (!made) return error_no_memory(vm);
    const Generator *generator = generator_at(vm, made);
    const Function *function = heap_at(heap, Function, frame->function);
    heap_set(heap, generator->code, heap_incref(heap, frame->code));
    heap_set(heap, generator->name, heap_incref(heap, function->name));
    heap_set(heap, generator->qualname, heap_incref(heap, function->qualname));
    heap_set(heap, generator->state, GENERATOR_CREATED);
    size_t size = sizeof(Frame) + (size_t)frame->stacktop * sizeof(Ref);
    image_write(&heap->image, &generator->frame, frame, size);
    heap_set(heap, generator->frame.owner, FRAME_OWNED_BY_GENERATOR);
    heap_set(heap, generator->frame.entry, 1);
    heap_set(heap, generator->frame.previous, REF_NULL);
    heap_track(heap, made);
    return made;
}

void generator_suspend(Vm *vm, Ref frame) {
    heap_set(&vm->heap, generator_at(vm, generator_of(vm, frame))->state, GENERATOR_SUSPENDED);
}

/* ---- running ---- */

static const char *const result_names[] = {"the result"};
static const NativeFrame result_frame = {"a generator that ends", result_names, 1};

/* The generator is over: drops its saved exception and its frame's references while a native frame
 * holds the result (stolen, may be null), which is returned. */
static Ref finish(Vm *vm, Ref generator, Ref result) {
    Heap *heap = &vm->heap;
    const Generator *self = generator_at(vm, generator);
    Ref native = native_push(vm, &result_frame);
    if (!native) return REF_NULL;
    native_put(vm, native, 0, result);
    Ref handled = self->exc_value;
    heap_set(heap, self->exc_value, REF_NULL);
    heap_xdecref(heap, handled);
    if (vm->halt) return REF_NULL;
    /* what dies with the frame does not see it any more */
    heap_set(heap, self->state, GENERATOR_COMPLETED);
    frame_clear(vm, frame_of(vm, generator));
    if (vm->halt) return REF_NULL;
    result = native_take(vm, native, 0);
    native_pop(vm, native);
    return result;
}

/* gen_send_ex2: `value` is borrowed, null for next(). */
static GeneratorSend resume(Vm *vm, Ref generator, Ref value, bool throwing, Ref *result) {
    Heap *heap = &vm->heap;
    const Machine *machine = vm_machine(vm);
    const Generator *self = generator_at(vm, generator);
    Ref none = heap_root(heap)->none;
    *result = REF_NULL;
    if (vm->halt) return SEND_FAILED;
    if (self->state == GENERATOR_CREATED && value && value != none) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "can't send non-None value to a just-started generator");
        return SEND_FAILED;
    }
    if (self->state == GENERATOR_EXECUTING) {
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "generator already executing");
        return SEND_FAILED;
    }
    if (self->state == GENERATOR_COMPLETED) {
        if (!value || throwing) return SEND_FAILED;
        *result = new_none(vm);
        return SEND_RETURNED;
    }
    Ref frame_ref = frame_of(vm, generator);
    const Frame *frame = &self->frame;
    image_set32(&heap->image, &frame_slots(frame)[frame->stacktop],
                new_ref(vm, value ? value : none));
    heap_set(heap, frame->stacktop, frame->stacktop + 1);
    heap_set(heap, self->exc_previous, machine->handled_holder);
    vm_set(vm, machine->handled_holder, generator);
    if (throwing) error_chain_handled(vm);
    heap_set(heap, self->state, GENERATOR_EXECUTING);
    heap_set(heap, frame->previous, machine->frame);
    vm_set(vm, machine->frame, frame_ref);
    Ref made = eval_frame(vm, throwing);
    if (vm->halt) return SEND_FAILED;
    vm_set(vm, machine->handled_holder, self->exc_previous);
    heap_set(heap, self->exc_previous, REF_NULL);
    heap_set(heap, frame->previous, REF_NULL);
    if (made && self->state == GENERATOR_SUSPENDED) {
        *result = made;
        return SEND_YIELDED;
    }
    if (!made && vm_error_is(vm, TYPE_ID_STOP_ITERATION)) {
        error_raise_from(vm, TYPE_ID_RUNTIME_ERROR, "generator raised StopIteration");
    }
    if (made == none && !value) {
        /* next() tells the end by null alone */
        heap_decref(heap, made);
        finish(vm, generator, REF_NULL);
        return vm->halt ? SEND_FAILED : SEND_RETURNED;
    }
    bool returned = made != REF_NULL;
    *result = finish(vm, generator, made);
    return vm->halt || !returned ? SEND_FAILED : SEND_RETURNED;
}

/* Raises StopIteration with what a generator returned (stolen). Returns null. */
static Ref raise_stop(Vm *vm, Ref value) {
    static const NativeFrame stop_frame = {"StopIteration", result_names, 1};
    if (value == heap_root(&vm->heap)->none) {
        heap_decref(&vm->heap, value);
        return vm_raise_none(vm, TYPE_ID_STOP_ITERATION);
    }
    Ref native = native_push(vm, &stop_frame);
    if (!native) return REF_NULL;
    native_put(vm, native, 0, value);
    vm_raise_stop_iteration(vm, value);
    native_pop(vm, native);
    return REF_NULL;
}

/* gen_send_ex. */
static Ref send(Vm *vm, Ref generator, Ref value, bool throwing) {
    Ref result;
    GeneratorSend status = resume(vm, generator, value, throwing, &result);
    if (status != SEND_RETURNED) return result;
    return raise_stop(vm, result ? result : new_none(vm));
}

Ref generator_next(Vm *vm, Ref generator) {
    Ref result;
    GeneratorSend status = resume(vm, generator, REF_NULL, false, &result);
    if (status != SEND_RETURNED) return result;
    if (!result) return REF_NULL;
    return raise_stop(vm, result);
}

/* _PyGen_FetchStopIterationValue: a new reference, or null with the exception left pending. */
static Ref fetch_stop_value(Vm *vm) {
    Heap *heap = &vm->heap;
    if (vm->halt) return REF_NULL;
    if (!vm_machine(vm)->error_type) return new_none(vm);
    if (!vm_error_is(vm, TYPE_ID_STOP_ITERATION)) return REF_NULL;
    Ref type, value, traceback, result;
    vm_fetch_error(vm, &type, &value, &traceback);
    if (!value) {
        result = new_none(vm);
    } else if (is_exception(vm, value)) {
        result = exception_stop_value(vm, value);
        heap_decref(heap, value);
    } else if (type == type_ref(heap, TYPE_ID_STOP_ITERATION) &&
               !(heap_type_of(heap, value)->flags & TYPE_TUPLE)) {
        result = value;
    } else {
        vm_normalize(vm, &type, &value, &traceback);
        if (vm->halt) return REF_NULL;
        result = exception_stop_value(vm, value);
        heap_decref(heap, value);
    }
    heap_xdecref(heap, type);
    heap_xdecref(heap, traceback);
    return result;
}

GeneratorSend generator_send_to(Vm *vm, Ref receiver, Ref value, Ref *result) {
    Heap *heap = &vm->heap;
    Ref none = heap_root(heap)->none;
    if (is_generator(vm, receiver)) {
        GeneratorSend status = resume(vm, receiver, value, false, result);
        return status;
    }
    if (value == none) {
        *result = object_next(vm, receiver);
        if (!*result && heap->failure) return SEND_FAILED;
    } else {
        Ref method = object_getattr_cstr(vm, receiver, "send");
        if (!method) return SEND_FAILED;
        Ref native = native_push(vm, &result_frame);
        if (!native) return SEND_FAILED;
        native_put(vm, native, 0, method);
        *result = vm_call_values(vm, method, value, REF_NULL, REF_NULL);
        native_pop(vm, native);
    }
    if (vm->halt) return SEND_FAILED;
    if (*result) return SEND_YIELDED;
    *result = fetch_stop_value(vm);
    return *result ? SEND_RETURNED : SEND_FAILED;
}

/* ---- close and throw ---- */

/* _PyGen_yf: the iterator that `yield from` delegates to; borrowed from the frame's stack. */
static Ref delegate_of(const Vm *vm, Ref generator) {
    const Generator *self = generator_at(vm, generator);
    if (self->state == GENERATOR_COMPLETED || self->state == GENERATOR_CREATED) return REF_NULL;
    const Frame *frame = &self->frame;
    const Code *code = frame_code(vm, frame);
    if (frame->lasti + 1 >= code->count) return REF_NULL;
    uint32_t word = heap_at(&vm->heap, CodeWord, code->instructions)[frame->lasti + 1].word;
    if ((word & 0xFF) != OP_RESUME || word >> 8 < 2) return REF_NULL;
    return frame_slots(frame)[frame->stacktop - 1];
}

enum { DELEGATE, DELEGATE_METHOD };
static const char *const delegate_names[] = {"the delegate", "its method"};
static const NativeFrame delegate_frame = {"yield from", delegate_names, 2};

/* gen_close_iter on the delegate in the native frame. */
static bool close_delegate(Vm *vm, Ref native) {
    Ref delegate = native_get(vm, native, DELEGATE);
    Ref result;
    if (is_generator(vm, delegate)) {
        result = generator_close(vm, delegate);
    } else {
        Ref method = object_find_attr(vm, delegate, name_ref(vm, "close"));
        if (!method) {
            if (vm_failed(vm)) vm_write_unraisable(vm, delegate);
            return !vm->halt;
        }
        native_set(vm, native, DELEGATE_METHOD, method);
        result = vm_call(vm, method, (Args){NULL, 0, REF_NULL});
        if (vm->halt) return false;
        native_set(vm, native, DELEGATE_METHOD, REF_NULL);
    }
    if (!result) return false;
    heap_decref(&vm->heap, result);
    return true;
}

Ref generator_close(Vm *vm, Ref generator) {
    Heap *heap = &vm->heap;
    const Generator *self = generator_at(vm, generator);
    bool closed = true;
    Ref delegate = delegate_of(vm, generator);
    if (delegate) {
        Ref native = native_push(vm, &delegate_frame);
        if (!native) return REF_NULL;
        native_put(vm, native, DELEGATE, new_ref(vm, delegate));
        uint32_t state = self->state;
        heap_set(heap, self->state, GENERATOR_EXECUTING);
        closed = close_delegate(vm, native);
        if (vm->halt) return REF_NULL;
        heap_set(heap, self->state, state);
        native_pop(vm, native);
    }
    if (closed) vm_raise_none(vm, TYPE_ID_GENERATOR_EXIT);
    Ref result = send(vm, generator, heap_root(heap)->none, true);
    if (vm->halt) return REF_NULL;
    if (result) {
        heap_decref(heap, result);
        return vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "generator ignored GeneratorExit");
    }
    if (vm_error_is(vm, TYPE_ID_STOP_ITERATION) || vm_error_is(vm, TYPE_ID_GENERATOR_EXIT)) {
        vm_clear_error(vm);
        return new_none(vm);
    }
    return REF_NULL;
}

static Ref throw_into(Vm *vm, Ref generator, Ref type, Ref value, Ref traceback);

/* The delegate has ended or raised: the SEND loop of the frame is over. */
static Ref leave_delegate(Vm *vm, Ref generator) {
    Heap *heap = &vm->heap;
    const Frame *frame = &generator_at(vm, generator)->frame;
    const Code *code = frame_code(vm, frame);
    const CodeWord *words = heap_at(heap, CodeWord, code->instructions);
    const Ref *top = &frame_slots(frame)[frame->stacktop - 1];
    Ref delegate = *top;
    image_set32(&heap->image, top, REF_NULL);
    heap_set(heap, frame->stacktop, frame->stacktop - 1);
    /* SEND stands before the YIELD_VALUE; go on behind its target */
    heap_set(heap, frame->lasti, (words[frame->lasti - 1].word >> 8) - 1);
    heap_decref(heap, delegate);
    Ref value = fetch_stop_value(vm);
    if (!value) return send(vm, generator, heap_root(heap)->none, true);
    Ref native = native_push(vm, &result_frame);
    if (!native) return REF_NULL;
    native_put(vm, native, 0, value);
    Ref result = send(vm, generator, value, false);
    native_pop(vm, native);
    return result;
}

/* Passes the exception on to the delegate. `*handled` false: it must be thrown here. */
static Ref throw_to_delegate(Vm *vm, Ref generator, Ref native, Ref type, Ref value, Ref traceback,
                             bool *handled) {
    Heap *heap = &vm->heap;
    const Machine *machine = vm_machine(vm);
    const Generator *self = generator_at(vm, generator);
    Ref delegate = native_get(vm, native, DELEGATE);
    uint32_t state = self->state;
    Ref result;
    *handled = true;
    if (error_matches(vm, type, type_ref(heap, TYPE_ID_GENERATOR_EXIT))) {
        heap_set(heap, self->state, GENERATOR_EXECUTING);
        bool closed = close_delegate(vm, native);
        if (vm->halt) return REF_NULL;
        heap_set(heap, self->state, state);
        if (!closed) return send(vm, generator, heap_root(heap)->none, true);
        *handled = false;
        return REF_NULL;
    }
    if (is_generator(vm, delegate)) {
        Ref frame_ref = frame_of(vm, generator);
        heap_set(heap, self->frame.previous, machine->frame);
        vm_set(vm, machine->frame, frame_ref);
        heap_set(heap, self->state, GENERATOR_EXECUTING);
        result = throw_into(vm, delegate, type, value, traceback);
        if (vm->halt) return REF_NULL;
        heap_set(heap, self->state, state);
        vm_set(vm, machine->frame, self->frame.previous);
        heap_set(heap, self->frame.previous, REF_NULL);
    } else {
        Ref method = object_find_attr(vm, delegate, name_ref(vm, "throw"));
        if (!method) {
            *handled = vm_failed(vm);
            return REF_NULL;
        }
        native_set(vm, native, DELEGATE_METHOD, method);
        heap_set(heap, self->state, GENERATOR_EXECUTING);
        result = vm_call_values(vm, method, type, value, traceback);
        if (vm->halt) return REF_NULL;
        heap_set(heap, self->state, state);
        native_set(vm, native, DELEGATE_METHOD, REF_NULL);
    }
    return result ? result : leave_delegate(vm, generator);
}

static Ref throw_here(Vm *vm, Ref generator, Ref type, Ref value, Ref traceback) {
    Heap *heap = &vm->heap;
    Ref none = heap_root(heap)->none;
    if (traceback == none) traceback = REF_NULL;
    if (traceback && heap_kind(heap, traceback) != KIND_TRACEBACK) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "throw() third argument must be a traceback object");
    }
    if (is_exception_class(vm, type)) {
        heap_incref(heap, type);
        heap_xincref(heap, value);
        heap_xincref(heap, traceback);
        vm_normalize(vm, &type, &value, &traceback);
        if (vm->halt) return REF_NULL;
    } else if (is_exception(vm, type)) {
        if (value && value != none) {
            return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                            "instance exception may not have a separate value");
        }
        value = heap_incref(heap, type);
        type = heap_incref(heap, heap_type(heap, type));
        if (!traceback) traceback = heap_at(heap, Exception, value)->traceback;
        heap_xincref(heap, traceback);
    } else {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "exceptions must be classes or instances deriving from BaseException, "
                        "not %s",
                        object_type_name(vm, type, name, sizeof name));
    }
    vm_restore_error(vm, type, value, traceback);
    return send(vm, generator, none, true);
}

/* _gen_throw: all borrowed, value and traceback may be null. */
static Ref throw_into(Vm *vm, Ref generator, Ref type, Ref value, Ref traceback) {
    Ref delegate = delegate_of(vm, generator);
    if (delegate) {
        Ref native = native_push(vm, &delegate_frame);
        if (!native) return REF_NULL;
        native_put(vm, native, DELEGATE, new_ref(vm, delegate));
        bool handled;
        Ref result = throw_to_delegate(vm, generator, native, type, value, traceback, &handled);
        native_pop(vm, native);
        if (vm->halt || handled) return vm->halt ? REF_NULL : result;
    }
    return throw_here(vm, generator, type, value, traceback);
}

static const char *const saved_names[] = {"exception class", "exception", "traceback"};
static const NativeFrame saved_frame = {"generator finalizer", saved_names, 3};

void generator_finalize(Vm *vm, Ref generator) {
    if (vm->halt || generator_at(vm, generator)->state == GENERATOR_COMPLETED) return;
    Ref saved[3];
    vm_fetch_error(vm, &saved[0], &saved[1], &saved[2]);
    Ref native = native_push(vm, &saved_frame);
    if (!native) return;
    for (uint32_t i = 0; i < 3; ++i) native_put(vm, native, i, saved[i]);
    Ref result = generator_close(vm, generator);
    if (vm->halt) return;
    if (result)
        heap_decref(&vm->heap, result);
    else if (vm_machine(vm)->error_type)
        vm_write_unraisable(vm, generator);
    if (vm->halt) return;
    for (uint32_t i = 0; i < 3; ++i) saved[i] = native_take(vm, native, i);
    native_pop(vm, native);
    vm_restore_error(vm, saved[0], saved[1], saved[2]);
}

/* ---- the type ---- */

static Ref generator_iter(Vm *vm, Ref self) {
    return new_ref(vm, self);
}

static Ref generator_repr(Vm *vm, Ref self) {
    TextBuffer name = {0};
    str_append_to(&vm->heap, generator_at(vm, self)->qualname, &name);
    Ref text = str_newf(&vm->heap, "<generator object %s at 0x%llx>", text_cstr(&name),
                        (unsigned long long)object_address(self));
    text_deinit(&name);
    return text;
}

static Ref generator_method_send(Vm *vm, Ref self, Args args) {
    return send(vm, self, args.values[0], false);
}

static Ref generator_method_throw(Vm *vm, Ref self, Args args) {
    return throw_into(vm, self, args.values[0], args.count > 1 ? args.values[1] : REF_NULL,
                      args.count > 2 ? args.values[2] : REF_NULL);
}

static Ref generator_method_close(Vm *vm, Ref self, Args args) {
    (void)args;
    return generator_close(vm, self);
}

static Ref generator_get_frame(Vm *vm, Ref self) {
    if (generator_at(vm, self)->state == GENERATOR_COMPLETED) return new_none(vm);
    Ref object = frame_get_object(vm, frame_of(vm, self));
    return object ? new_ref(vm, object) : REF_NULL;
}

static Ref generator_get_running(Vm *vm, Ref self) {
    return new_bool(vm, generator_at(vm, self)->state == GENERATOR_EXECUTING);
}

static Ref generator_get_suspended(Vm *vm, Ref self) {
    return new_bool(vm, generator_at(vm, self)->state == GENERATOR_SUSPENDED);
}

static Ref generator_get_code(Vm *vm, Ref self) {
    return new_ref(vm, generator_at(vm, self)->code);
}

static Ref generator_get_delegate(Vm *vm, Ref self) {
    Ref delegate = delegate_of(vm, self);
    return delegate ? new_ref(vm, delegate) : new_none(vm);
}

static Ref generator_get_name(Vm *vm, Ref self) {
    return new_ref(vm, generator_at(vm, self)->name);
}

static Ref generator_get_qualname(Vm *vm, Ref self) {
    return new_ref(vm, generator_at(vm, self)->qualname);
}

static bool set_text(Vm *vm, const Ref *field, Ref value, const char *what) {
    if (!value || !(heap_type_of(&vm->heap, value)->flags & TYPE_STR)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s must be set to a string object", what);
        return false;
    }
    heap_replace(&vm->heap, field, new_ref(vm, value));
    return true;
}

static bool generator_set_name(Vm *vm, Ref self, Ref value) {
    return set_text(vm, &generator_at(vm, self)->name, value, "__name__");
}

static bool generator_set_qualname(Vm *vm, Ref self, Ref value) {
    return set_text(vm, &generator_at(vm, self)->qualname, value, "__qualname__");
}

static const NativeFunction generator_methods[] = {
    {.name = "send", .call = generator_method_send, .kind = NATIVE_O},
    {.name = "throw", .call = generator_method_throw, .kind = NATIVE_FAST, .min = 1, .max = 3},
    {.name = "close", .call = generator_method_close, .kind = NATIVE_NOARGS},
    {0},
};

static const NativeGetSet generator_getsets[] = {
    {"__name__", generator_get_name, generator_set_name, false},
    {"__qualname__", generator_get_qualname, generator_set_qualname, false},
    {"gi_yieldfrom", generator_get_delegate, NULL, false},
    {"gi_running", generator_get_running, NULL, false},
    {"gi_frame", generator_get_frame, NULL, false},
    {"gi_suspended", generator_get_suspended, NULL, false},
    {"gi_code", generator_get_code, NULL, false},
    {0},
};

const TypeSpec type_spec_GENERATOR = {
    .slots = {.repr = generator_repr, .iter = generator_iter, .next = generator_next},
    .methods = generator_methods,
    .getsets = generator_getsets,
    .unbuilt = "__del__",
};
