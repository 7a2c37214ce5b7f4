/* Frame objects and tracebacks as Python values. */
#include "heap/int.h"
#include "heap/str.h"
#include "python/abstract.h"
#include "python/frame.h"
#include "python/native.h"
#include "python/traceback.h"

/* ---- frame ---- */

static const FrameObject *object_at(const Vm *vm, Ref object) {
    return heap_at(&vm->heap, FrameObject, object);
}

/* The frame that the object stands for. */
static const Frame *frame_of(const Vm *vm, Ref object) {
    return frame_at(vm, object_at(vm, object)->frame);
}

static Ref frame_get_back(Vm *vm, Ref self) {
    const FrameObject *object = object_at(vm, self);
    if (object->back) return new_ref(vm, object->back);
    Ref below = frame_visible(vm, frame_of(vm, self)->previous);
    if (!below) return new_none(vm);
    Ref back = frame_get_object(vm, below);
    return back ? new_ref(vm, back) : REF_NULL;
}

static Ref frame_get_code(Vm *vm, Ref self) {
    return new_ref(vm, frame_of(vm, self)->code);
}

static Ref frame_get_globals(Vm *vm, Ref self) {
    return new_ref(vm, frame_of(vm, self)->globals);
}

static Ref frame_get_builtins(Vm *vm, Ref self) {
    return new_ref(vm, frame_of(vm, self)->builtins);
}

static Ref frame_get_f_locals(Vm *vm, Ref self) {
    Ref locals = frame_get_locals(vm, object_at(vm, self)->frame);
    return locals ? new_ref(vm, locals) : REF_NULL;
}

static Ref frame_get_lineno(Vm *vm, Ref self) {
    uint32_t line = frame_line(vm, object_at(vm, self)->frame);
    return line ? int_new(&vm->heap, line) : new_none(vm);
}

static Ref frame_get_lasti(Vm *vm, Ref self) {
    return int_new(&vm->heap, frame_lasti(vm, object_at(vm, self)->frame));
}

static Ref frame_get_trace(Vm *vm, Ref self) {
    Ref trace = object_at(vm, self)->trace;
    return trace ? new_ref(vm, trace) : new_none(vm);
}

static Ref frame_repr(Vm *vm, Ref self) {
    const Frame *frame = frame_of(vm, self);
    const Code *code = frame_code(vm, frame);
    TextBuffer text = {0};
    text_appendf(&text, "<frame at 0x%llx, file '", (unsigned long long)object_address(self));
    str_append_to(&vm->heap, code->filename, &text);
    text_appendf(&text, "', line %u, code ", frame_line(vm, object_at(vm, self)->frame));
    str_append_to(&vm->heap, code->name, &text);
    text_append_char(&text, '>');
    Ref made = str_new(&vm->heap, (Text){text_cstr(&text), text.length});
    text_deinit(&text);
    return made;
}

static const NativeGetSet frame_getsets[] = {
    {"f_back", frame_get_back, NULL, false},
    {"f_locals", frame_get_f_locals, NULL, false},
    {"f_lineno", frame_get_lineno, NULL, false},
    {"f_trace", frame_get_trace, NULL, false},
    {"f_lasti", frame_get_lasti, NULL, false},
    {"f_globals", frame_get_globals, NULL, false},
    {"f_builtins", frame_get_builtins, NULL, false},
    {"f_code", frame_get_code, NULL, false},
    {0},
};

const TypeSpec type_spec_FRAME = {
    .slots = {.repr = frame_repr},
    .getsets = frame_getsets,
    .unbuilt = "clear f_trace_lines f_trace_opcodes",
};

/* ---- traceback ---- */

static const Traceback *traceback_at(const Vm *vm, Ref traceback) {
    return heap_at(&vm->heap, Traceback, traceback);
}

Ref traceback_new(Vm *vm, Ref next, Ref frame) {
    Heap *heap = &vm->heap;
    Ref object = frame_get_object(vm, frame);
    if (!object) return REF_NULL;
    Ref made = heap_new(heap, type_ref(heap, TYPE_ID_TRACEBACK), 0);
    if (!made) return REF_NULL;
    const Traceback *traceback = traceback_at(vm, made);
    heap_set(heap, traceback->next, heap_xincref(heap, next));
    heap_set(heap, traceback->frame, heap_incref(heap, object));
    heap_set(heap, traceback->lasti, frame_at(vm, frame)->lasti);
    heap_set(heap, traceback->line, frame_line(vm, frame));
    heap_track(heap, made);
    return made;
}

static Ref traceback_get_next(Vm *vm, Ref self) {
    Ref next = traceback_at(vm, self)->next;
    return next ? new_ref(vm, next) : new_none(vm);
}

static bool traceback_set_next(Vm *vm, Ref self, Ref value) {
    Heap *heap = &vm->heap;
    if (!value) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "can't delete tb_next attribute");
        return false;
    }
    if (value == heap_root(heap)->none) {
        value = REF_NULL;
    } else if (heap_kind(heap, value) != KIND_TRACEBACK) {
        char name[TYPE_NAME_MAX];
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "expected traceback object, got '%s'",
                 object_type_name(vm, value, name, sizeof name));
        return false;
    }
    for (Ref at = value; at; at = traceback_at(vm, at)->next) {
        if (at != self) continue;
        vm_raise(vm, TYPE_ID_VALUE_ERROR, "traceback loop detected");
        return false;
    }
    heap_replace(heap, &traceback_at(vm, self)->next, heap_xincref(heap, value));
    return true;
}

static Ref traceback_get_frame(Vm *vm, Ref self) {
    return new_ref(vm, traceback_at(vm, self)->frame);
}

static Ref traceback_get_lasti(Vm *vm, Ref self) {
    const Frame *frame = frame_of(vm, traceback_at(vm, self)->frame);
    const Code *code = frame_code(vm, frame);
    uint32_t index = traceback_at(vm, self)->lasti;
    if (index >= code->count) return int_new(&vm->heap, -1);
    uint32_t unit = heap_at(&vm->heap, CodePosition, code->locations)[index].unit;
    return int_new(&vm->heap, 2 * (int64_t)unit);
}

static Ref traceback_get_lineno(Vm *vm, Ref self) {
    return int_new(&vm->heap, traceback_at(vm, self)->line);
}

static const NativeGetSet traceback_getsets[] = {
    {"tb_next", traceback_get_next, traceback_set_next, false},
    {"tb_frame", traceback_get_frame, NULL, true},
    {"tb_lasti", traceback_get_lasti, NULL, true},
    {"tb_lineno", traceback_get_lineno, NULL, false},
    {0},
};

const TypeSpec type_spec_TRACEBACK = {
    .doc = "Create a new traceback object.",
    .getsets = traceback_getsets,
};
