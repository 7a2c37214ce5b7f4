#include "python/call.h"

#include "base/memory.h"
#include "heap/dict.h"
#include "heap/gc_books.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/eval.h"
#include "python/frame.h"
#include "python/keyword_names.h"
#include "python/native.h"
#include "python/opcode.h"
#include "python/partial_type.h"
#include "python/type.h"

#include <string.h>

enum { SHORT_VECTOR = 16 /* values kept on the C stack; longer vectors are allocated */ };

/* ---- recursion ---- */

/* Built-ins that call each other without running Python, as the repr of lists that hold each other
 * twice, are bounded and interrupted as instructions are. */
static bool stop_work(Vm *vm) {
    if (vm->interrupt) {
        vm_halt(vm, VM_INTERRUPTED, "interrupted");
    } else {
        vm_limit(vm, "the program ran more than %llu instructions",
                 (unsigned long long)vm->instruction_budget);
    }
    return false;
}

/* The depth is at its limit: false with an exception or a halt, true within the headroom that
 * CPython gives to the handling of the error itself. */
static bool may_go_deeper(Vm *vm, const char *where) {
    enum { HEADROOM = 50 };
    const Machine *machine = vm_machine(vm);
    if (!machine->handling_depth) {
        vm_set(vm, machine->handling_depth, machine->handling_depth + 1);
        vm_raise(vm, TYPE_ID_RECURSION_ERROR, "maximum recursion depth exceeded%s", where);
        vm_set(vm, machine->handling_depth, machine->handling_depth - 1);
        return false;
    }
    if (machine->recursion_depth <= machine->recursion_limit + HEADROOM) return true;
    /* CPython ends the process here */
    vm_limit(vm, "Cannot recover from stack overflow.");
    return false;
}

bool vm_enter_recursion(Vm *vm, const char *where) {
    enum { BUILT_IN_COST = 8 /* in instructions */ };
    const Machine *machine = vm_machine(vm);
    if (vm->halt) return false;
    if (machine->recursion_depth >= machine->recursion_limit && !may_go_deeper(vm, where)) {
        return false;
    }
    vm_set(vm, machine->recursion_depth, machine->recursion_depth + 1);
    vm_set(vm, machine->instructions, machine->instructions + (*where ? BUILT_IN_COST : 1));
    bool over = vm->instruction_budget && machine->instructions > vm->instruction_budget;
    return !(vm->interrupt || over) || stop_work(vm);
}

void vm_leave_recursion(Vm *vm) {
    const Machine *machine = vm_machine(vm);
    if (vm->halt) return;
    assert(machine->recursion_depth > 0);
    vm_set(vm, machine->recursion_depth, machine->recursion_depth - 1);
}

/* ---- names for messages ---- */

bool call_append_name(Vm *vm, Ref callable, TextBuffer *out) {
    Heap *heap = &vm->heap;
    Ref qualname = object_find_attr(vm, callable, name_ref(vm, "__qualname__"));
    if (vm_failed(vm)) return false;
    if (qualname) {
        Ref module = object_find_attr(vm, callable, name_ref(vm, "__module__"));
        if (module && heap_type_of(heap, module)->flags & TYPE_STR &&
            !str_equal_cstr(heap, module, "builtins")) {
            str_append_to(heap, module, out);
            text_append_char(out, '.');
        }
        heap_xdecref(heap, module);
    }
    Ref text = object_str(vm, qualname ? qualname : callable);
    if (text) str_append_to(heap, text, out);
    if (qualname) text_append_string(out, "()");
    heap_xdecref(heap, text);
    heap_xdecref(heap, qualname);
    return !vm_failed(vm);
}

/* Raises TypeError with the callable's name before the text. Returns null. */
static Ref raise_named(Vm *vm, const char *prefix, Ref callable, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static Ref raise_named(Vm *vm, const char *prefix, Ref callable, const char *format, ...) {
    TextBuffer text = {0};
    text_append_string(&text, prefix);
    if (call_append_name(vm, callable, &text)) {
        va_list args;
        va_start(args, format);
        text_appendv(&text, format, args);
        va_end(args);
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s", text_cstr(&text));
    }
    text_deinit(&text);
    return REF_NULL;
}

/* ---- argument vectors ---- */

static uint32_t named_count(const Vm *vm, Args args) {
    return args.names ? tuple_size(&vm->heap, args.names) : 0;
}

/* Calls with one more value in front. */
static Ref call_with_first(Vm *vm, Ref callable, Ref first, Args args) {
    uint32_t rest = args.count + named_count(vm, args);
    Ref small[SHORT_VECTOR];
    Ref *vector = rest + 1 > SHORT_VECTOR ? memory_alloc((rest + 1) * sizeof(Ref)) : small;
    vector[0] = first;
    if (rest) memcpy(vector + 1, args.values, rest * sizeof(Ref));
    Ref result = vm_call(vm, callable, (Args){vector, args.count + 1, args.names});
    if (vector != small) memory_free(vector);
    return result;
}

/* ---- built-in functions ---- */

enum { NATIVE_ARGUMENTS, NATIVE_KEYWORDS };
static const char *const native_names[] = {"the arguments", "the keyword arguments"};
static const NativeFrame native_frame = {"a built-in function", native_names, 2};

Ref call_own_tuple(const Vm *vm, Args args) {
    Ref given = call_given_tuple(vm, args);
    if (given) return given;
    Ref frame = vm_machine(vm)->frame;
    assert(frame_description(vm, frame) == &native_frame);
    return native_get(vm, frame, NATIVE_ARGUMENTS);
}

/* METH_VARARGS: the call makes a tuple, and a dict of the keyword arguments, which hold them. Those
 * that `f(*tuple, **dict)` hands over are held by its caller alone. */
static Ref call_with_tuple(Vm *vm, const NativeFunction *function, Ref self, Args args) {
    Heap *heap = &vm->heap;
    uint32_t named = named_count(vm, args);
    bool tuple_given = call_given_tuple(vm, args) != REF_NULL;
    bool dict_given = !named || call_given_dict(vm, args);
    if (tuple_given && dict_given) return function->call(vm, self, args);
    Ref frame = native_push(vm, &native_frame);
    if (!frame) return REF_NULL;
    if (!tuple_given) {
        Ref tuple = tuple_pack(heap, args.count, args.values);
        if (!tuple) return error_no_memory(vm);
        heap_tell_passing(heap, tuple);
        native_put(vm, frame, NATIVE_ARGUMENTS, tuple);
    }
    if (!dict_given) {
        Ref dict = dict_new(heap);
        if (!dict) return error_no_memory(vm);
        heap_tell_passing(heap, dict);
        native_put(vm, frame, NATIVE_KEYWORDS, dict);
        for (uint32_t i = 0; i < named; ++i) {
            Ref name = tuple_get(heap, args.names, i);
            if (object_dict_set(vm, dict, name, args.values[args.count + i]) < 0) {
                native_pop(vm, frame);
                return REF_NULL;
            }
        }
    }
    Ref result = function->call(vm, self, args);
    native_pop(vm, frame);
    return result;
}

static Ref call_row(Vm *vm, const NativeFunction *function, Ref callable, Ref self, Args args,
                    bool checked) {
    if (vm->halt) return REF_NULL;
    if (!function->call) return vm_unsupported(vm, "%s()", function->name);
    bool keywords_allowed =
        function->kind == NATIVE_FAST_KEYWORDS || function->kind == NATIVE_TUPLE_KEYWORDS;
    if (!keywords_allowed && named_count(vm, args)) {
        return raise_named(vm, "", callable, " takes no keyword arguments");
    }
    if (function->kind == NATIVE_NOARGS && args.count) {
        return raise_named(vm, "", callable, " takes no arguments (%u given)", args.count);
    }
    if (function->kind == NATIVE_O && args.count != 1) {
        return raise_named(vm, "", callable, " takes exactly one argument (%u given)", args.count);
    }
    if (checked && !vm_enter_recursion(vm, " while calling a Python object")) return REF_NULL;
    Ref result = REF_NULL;
    switch (function->kind) {
    case NATIVE_NOARGS:
    case NATIVE_O: result = function->call(vm, self, args); break;
    case NATIVE_FAST_KEYWORDS:
        if (keyword_names_make(vm, function, callable, named_count(vm, args))) {
            result = function->call(vm, self, args);
        }
        break;
    case NATIVE_FAST:
        if (args_count(vm, function->name, args, function->min, function->max)) {
            result = function->call(vm, self, args);
        }
        break;
    case NATIVE_TUPLE:
        if (args_count(vm, function->name, args, function->min, function->max)) {
            result = call_with_tuple(vm, function, self, args);
        }
        break;
    case NATIVE_TUPLE_KEYWORDS: result = call_with_tuple(vm, function, self, args); break;
    }
    if (checked) vm_leave_recursion(vm);
    return vm->halt ? REF_NULL : result;
}

Ref native_call(Vm *vm, const NativeFunction *function, Ref callable, Ref self, Args args) {
    return call_row(vm, function, callable, self, args, true);
}

/* list.append(x, y): method_check_args of Objects/descrobject.c. */
static Ref call_method_descriptor(Vm *vm, Ref callable, Args args, bool checked) {
    Heap *heap = &vm->heap;
    const MethodDescriptor *descriptor = heap_at(heap, MethodDescriptor, callable);
    if (args.count < 1) {
        return raise_named(vm, "unbound method ", callable, " needs an argument");
    }
    Ref self = args.values[0];
    if (!type_is_subtype(vm, heap_type(heap, self), descriptor->owner)) {
        char owner[TYPE_NAME_MAX], given[TYPE_NAME_MAX];
        TextBuffer name = {0};
        str_append_to(heap, descriptor->name, &name);
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "descriptor '%s' for '%.100s' objects doesn't apply to a '%.100s' object",
                 text_cstr(&name), type_name(vm, descriptor->owner, owner, sizeof owner),
                 object_type_name(vm, self, given, sizeof given));
        text_deinit(&name);
        return REF_NULL;
    }
    return call_row(vm, native_function(descriptor->native), callable, self,
                    (Args){args.values + 1, args.count - 1, args.names}, checked);
}

Ref call_unchecked(Vm *vm, Ref callable, Args args) {
    const Heap *heap = &vm->heap;
    if (heap_kind(heap, callable) == KIND_METHOD_DESCRIPTOR) {
        return call_method_descriptor(vm, callable, args, false);
    }
    const CFunction *function = heap_at(heap, CFunction, callable);
    return call_row(vm, native_function(function->native), callable, function->self, args, false);
}

/* ---- any callable ---- */

bool call_takes_vector(const Vm *vm, Ref callable) {
    switch (heap_kind(&vm->heap, callable)) {
    case KIND_FUNCTION:
    case KIND_METHOD: return true;
    case KIND_CFUNCTION: {
        NativeKind kind = native_function(heap_at(&vm->heap, CFunction, callable)->native)->kind;
        return kind != NATIVE_TUPLE && kind != NATIVE_TUPLE_KEYWORDS;
    }
    case KIND_METHOD_DESCRIPTOR:
        return heap_at(&vm->heap, MethodDescriptor, callable)->which == METHOD_ORDINARY;
    case KIND_TYPE: return type_has_vectorcall(vm, callable);
    case KIND_PARTIAL: return partial_takes_vector(vm, callable);
    default: return false;
    }
}

/* _PyObject_MakeTpCall of what took a vector until now: the tuple that the vector may lie in is not
 * handed on. */
static Ref call_by_tuple(Vm *vm, Ref callable, Args args) {
    uint32_t count = args.count + named_count(vm, args);
    Ref small[SHORT_VECTOR];
    Ref *vector = count > SHORT_VECTOR ? memory_alloc(count * sizeof(Ref)) : small;
    if (count) memcpy(vector, args.values, count * sizeof(Ref));
    Ref result = vm_call(vm, callable, (Args){vector, args.count, args.names});
    if (vector != small) memory_free(vector);
    return result;
}

Ref vm_call(Vm *vm, Ref callable, Args args) {
    Heap *heap = &vm->heap;
    if (vm->halt) return REF_NULL;
    switch (heap_kind(heap, callable)) {
    case KIND_FUNCTION: return eval_call_function(vm, callable, REF_NULL, args);
    case KIND_METHOD: {
        const Method *method = heap_at(heap, Method, callable);
        return call_with_first(vm, method->function, method->self, args);
    }
    case KIND_CFUNCTION: {
        const CFunction *function = heap_at(heap, CFunction, callable);
        return native_call(vm, native_function(function->native), callable, function->self, args);
    }
    case KIND_METHOD_DESCRIPTOR:
        if (heap_at(heap, MethodDescriptor, callable)->which == METHOD_ORDINARY) {
            return call_method_descriptor(vm, callable, args, true);
        }
        if (native_is_unbuilt(vm, callable)) return native_touch_unbuilt(vm, callable);
        break;
    case KIND_PARTIAL:
        if (partial_takes_vector(vm, callable)) {
            Ref result = partial_call_vector(vm, callable, args);
            if (result || vm_failed(vm)) return result;
            return call_by_tuple(vm, callable, args);
        }
        break;
    default: break;
    }
    /* a class with tp_vectorcall is called without the check of _PyObject_MakeTpCall */
    bool checked = heap_kind(heap, callable) != KIND_TYPE || !type_has_vectorcall(vm, callable);
    if (checked && !vm_enter_recursion(vm, " while calling a Python object")) return REF_NULL;
    Ref result = object_call_slot(vm, callable, args);
    if (checked) vm_leave_recursion(vm);
    return vm->halt ? REF_NULL : result;
}

Ref vm_call_values(Vm *vm, Ref callable, Ref a, Ref b, Ref c) {
    Ref values[3] = {a, b, c};
    uint32_t count = !a ? 0 : !b ? 1 : !c ? 2 : 3;
    return vm_call(vm, callable, (Args){values, count, REF_NULL});
}

static const char *const special_names[] = {"the method"};
static const NativeFrame special_frame = {"a special method", special_names, 1};

Ref vm_call_special(Vm *vm, Ref self, const char *name, const Ref *values, uint32_t count,
                    bool *found) {
    Heap *heap = &vm->heap;
    *found = false;
    if (vm->halt) return REF_NULL;
    Ref type = heap_type(heap, self);
    Ref method = type_lookup(vm, type, name_ref(vm, name));
    if (!method || vm->halt) return REF_NULL;
    *found = true;
    Ref frame = native_push(vm, &special_frame);
    if (!frame) return REF_NULL;
    Ref result = REF_NULL;
    if (descriptor_is_method(vm, method)) {
        native_put(vm, frame, 0, new_ref(vm, method));
        result = call_with_first(vm, method, self, (Args){values, count, REF_NULL});
    } else {
        Ref bound = descriptor_get(vm, method, self, type);
        if (bound) {
            native_put(vm, frame, 0, bound);
            result = vm_call(vm, bound, (Args){values, count, REF_NULL});
        }
    }
    native_pop(vm, frame);
    return vm->halt ? REF_NULL : result;
}

static const NativeFrame unpack_frame = {"a call with **keywords", NULL, 0};

/* What a tp_call of `f(*tuple, **dict)` gets: none of them a reference that the frame owns, so that
 * its stacktop is 0. The names begin at NAMED_AT, where an object may lie. */
static const NativeFrame named_frame = {"a call with **keywords", NULL, 0};
enum { NAMED_NAMES, NAMED_TUPLE, NAMED_DICT, NAMED_AT = GRANULE / sizeof(Ref) };

/* A reference that the call of a dict with those names has noted, or null. */
static Ref noted(const Vm *vm, Args args, uint32_t slot) {
    Ref at = args.names ? vm_machine(vm)->frame : REF_NULL;
    while (at && frame_at(vm, at)->owner == FRAME_NATIVE) {
        const Ref *slots = frame_slots(frame_at(vm, at));
        if (frame_is_native(vm, at, &named_frame) && slots[NAMED_NAMES] == args.names) {
            return slots[slot];
        }
        at = frame_at(vm, at)->previous;
    }
    return REF_NULL;
}

/* The tuple of the CALL_FUNCTION_EX being executed. */
static Ref call_operand(const Vm *vm, Ref caller) {
    const Heap *heap = &vm->heap;
    const Frame *frame = frame_at(vm, caller);
    const Code *code = frame_code(vm, frame);
    if (frame->lasti >= code->count) return REF_NULL;
    uint32_t word = heap_at(heap, CodeWord, code->instructions)[frame->lasti].word;
    uint32_t depth = word >> 8 & 1 ? 2 : 1; /* below a dict of keywords */
    if ((word & 0xFF) != OP_CALL_FUNCTION_EX || frame->stacktop < depth) return REF_NULL;
    Ref tuple = frame_slots(frame)[frame->stacktop - depth];
    return is_exact(heap, tuple, TYPE_ID_TUPLE) ? tuple : REF_NULL;
}

/* Whether the values are the items of the tuple. */
static bool are_items(const Vm *vm, Ref tuple, Args args) {
    const Tuple *self = heap_at(&vm->heap, Tuple, tuple);
    return self->items == args.values && self->size == args.count;
}

Ref call_given_tuple(const Vm *vm, Args args) {
    if (!args.count) return REF_NULL;
    Ref tuple = noted(vm, args, NAMED_TUPLE);
    if (tuple) return tuple_size(&vm->heap, tuple) == args.count ? tuple : REF_NULL;
    for (Ref at = vm_machine(vm)->frame; at; at = frame_at(vm, at)->previous) {
        const Frame *native = frame_at(vm, at);
        if (native->owner != FRAME_NATIVE) break;
        tuple = native->stacktop ? frame_slots(native)[0] : REF_NULL;
        if (tuple && is_exact(&vm->heap, tuple, TYPE_ID_TUPLE) && are_items(vm, tuple, args)) {
            return tuple;
        }
    }
    Ref caller = frame_current(vm);
    tuple = caller ? call_operand(vm, caller) : REF_NULL;
    return tuple && are_items(vm, tuple, args) ? tuple : REF_NULL;
}

Ref call_given_dict(const Vm *vm, Args args) {
    return noted(vm, args, NAMED_DICT);
}

Ref call_own_dict(const Vm *vm, Args args) {
    const Heap *heap = &vm->heap;
    uint32_t named = named_count(vm, args);
    if (!named) return REF_NULL;
    Ref given = call_given_dict(vm, args);
    if (given) return given;
    const Frame *top = frame_at(vm, vm_machine(vm)->frame);
    if (top->owner != FRAME_NATIVE || top->stacktop <= NATIVE_KEYWORDS) return REF_NULL;
    Ref held = frame_slots(top)[NATIVE_KEYWORDS];
    if (!held || !is_exact(heap, held, TYPE_ID_DICT) || dict_used(heap, held) != named) {
        return REF_NULL;
    }
    uint32_t position = 0, at = 0;
    Ref key, value;
    while (dict_next(heap, held, &position, &key, &value, NULL)) {
        if (key != tuple_get(heap, args.names, at) || value != args.values[args.count + at]) {
            return REF_NULL;
        }
        ++at;
    }
    return held;
}

/* _PyStack_UnpackDict: a tuple of the names, and one more reference to each value. Null with an
 * exception. */
static Ref push_unpacked(Vm *vm, const Ref *vector, uint32_t count, Ref dict, Ref *names) {
    Heap *heap = &vm->heap;
    uint32_t named = dict_used(heap, dict);
    Ref frame = native_push_slots(vm, &unpack_frame, 1 + count + named);
    if (!frame) return REF_NULL;
    *names = tuple_new(heap, named);
    if (!*names) return error_no_memory(vm);
    native_put(vm, frame, 0, *names);
    uint32_t position = 0, filled = 0;
    Ref key, value;
    while (filled < named && dict_next(heap, dict, &position, &key, &value, NULL)) {
        tuple_init_item(heap, *names, filled++, heap_incref(heap, key));
    }
    for (uint32_t i = 0; i < count + named; ++i) {
        native_put(vm, frame, 1 + i, heap_incref(heap, vector[i]));
    }
    return frame;
}

/* A tp_call gets tuple and dict themselves: there is no tuple of the names. What stands for it,
 * since `Args` wants one, lies in the frame: no block of the heap is taken, nothing is held. */
static Ref push_named(Vm *vm, Ref tuple, Ref dict, Ref *names) {
    Heap *heap = &vm->heap;
    uint32_t named = dict_used(heap, dict), words = sizeof(Tuple) / sizeof(Ref);
    Ref frame = native_push_slots(vm, &named_frame, NAMED_AT + words + named);
    if (!frame) return REF_NULL;
    const Frame *made = frame_at(vm, frame);
    const Ref *slots = frame_slots(made);
    const Tuple *at = (const Tuple *)&slots[NAMED_AT];
    *names = image_ref(&heap->image, at);
    heap_set(heap, made->stacktop, 0u);
    heap_set(heap, at->head.refcount, 1u);
    heap_set(heap, at->head.type, type_ref(heap, TYPE_ID_TUPLE));
    heap_set(heap, at->head.kind, (uint8_t)KIND_TUPLE);
    heap_set(heap, at->size, named);
    uint32_t position = 0, filled = 0;
    Ref key, value;
    while (filled < named && dict_next(heap, dict, &position, &key, &value, NULL)) {
        image_set32(&heap->image, &at->items[filled++], key);
    }
    image_set32(&heap->image, &slots[NAMED_NAMES], *names);
    image_set32(&heap->image, &slots[NAMED_TUPLE], tuple);
    image_set32(&heap->image, &slots[NAMED_DICT], dict);
    return frame;
}

Ref call_tuple_dict(Vm *vm, Ref callable, Ref tuple, Ref dict) {
    Heap *heap = &vm->heap;
    uint32_t count = tuple_size(heap, tuple);
    const Ref *items = heap_at(heap, Tuple, tuple)->items;
    uint32_t named = dict ? dict_used(heap, dict) : 0;
    if (!named) return vm_call(vm, callable, (Args){items, count, REF_NULL});
    Ref *vector = memory_alloc((count + named) * sizeof(Ref));
    memcpy(vector, items, count * sizeof(Ref));
    uint32_t position = 0, filled = count;
    Ref key, value, names, result = REF_NULL;
    bool strings = true;
    while (filled < count + named && dict_next(heap, dict, &position, &key, &value, NULL)) {
        strings = strings && heap_type_of(heap, key)->flags & TYPE_STR;
        vector[filled++] = value;
    }
    Ref frame = call_takes_vector(vm, callable) ? push_unpacked(vm, vector, count, dict, &names)
                                                : push_named(vm, tuple, dict, &names);
    if (frame) {
        result = strings ? vm_call(vm, callable, (Args){vector, count, names})
                         : vm_raise(vm, TYPE_ID_TYPE_ERROR, "keywords must be strings");
        native_pop(vm, frame);
    }
    memory_free(vector);
    return vm->halt ? REF_NULL : result;
}

/* ---- argument helpers ---- */

bool args_no_keywords(Vm *vm, const char *function, Args args) {
    if (!named_count(vm, args)) return true;
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "%.200s() takes no keyword arguments", function);
    return false;
}

bool args_count(Vm *vm, const char *function, Args args, int min, int max) {
    int count = (int)args.count;
    if (count < min) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%.200s expected %s%d argument%s, got %d", function,
                 min == max ? "" : "at least ", min, min == 1 ? "" : "s", count);
        return false;
    }
    if (max >= 0 && count > max) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%.200s expected %s%d argument%s, got %d", function,
                 min == max ? "" : "at most ", max, max == 1 ? "" : "s", count);
        return false;
    }
    return true;
}

/* The place of a keyword among the parameter names, or -1. */
static int parameter_index(const Vm *vm, Ref keyword, const char *const *names) {
    for (int i = 0; names[i]; ++i) {
        if (names[i][0] && str_equal_cstr(&vm->heap, keyword, names[i])) return i;
    }
    return -1;
}

static void take_keywords(const Vm *vm, Args args, const char *const *names, Ref *out) {
    for (uint32_t i = 0; i < named_count(vm, args); ++i) {
        int at = parameter_index(vm, tuple_get(&vm->heap, args.names, i), names);
        if (at >= 0 && (uint32_t)at >= args.count) out[at] = args.values[args.count + i];
    }
}

/* Raises for the first keyword that names no parameter or one that is given by position. */
static bool check_keywords(Vm *vm, const char *function, Args args, const char *const *names) {
    for (uint32_t i = 0; i < named_count(vm, args); ++i) {
        Ref keyword = tuple_get(&vm->heap, args.names, i);
        int at = parameter_index(vm, keyword, names);
        if (at < 0) {
            TextBuffer text = {0};
            str_append_to(&vm->heap, keyword, &text);
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "'%s' is an invalid keyword argument for %.200s()",
                     text_cstr(&text), function);
            text_deinit(&text);
            return false;
        }
        if ((uint32_t)at < args.count) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     "argument for %.200s() given by name ('%s') and position (%d)", function,
                     names[at], at + 1);
            return false;
        }
    }
    return true;
}

bool args_parse(Vm *vm, const char *function, Args args, const char *const *names,
                uint32_t required, uint32_t keyword_only, Ref *out) {
    uint32_t total = 0, positional_only = 0;
    while (names[total]) ++total;
    while (positional_only < total && !names[positional_only][0]) ++positional_only;
    for (uint32_t i = 0; i < total; ++i) out[i] = REF_NULL;
    if (named_count(vm, args) && !keyword_names_make_of_class(vm, function)) return false;
    uint32_t given = args.count + named_count(vm, args);
    if (given > total) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%.200s() takes at most %u %sargument%s (%u given)",
                 function, total, args.count == 0 ? "keyword " : "", total == 1 ? "" : "s", given);
        return false;
    }
    if (args.count > keyword_only) {
        if (keyword_only == 0) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "%.200s() takes no positional arguments", function);
        } else {
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     "%.200s() takes %s %u positional argument%s (%u given)", function,
                     required < keyword_only ? "at most" : "exactly", keyword_only,
                     keyword_only == 1 ? "" : "s", args.count);
        }
        return false;
    }
    for (uint32_t i = 0; i < args.count; ++i) out[i] = args.values[i];
    take_keywords(vm, args, names, out);
    for (uint32_t i = 0; i < required; ++i) {
        if (out[i]) continue;
        if (i < positional_only) {
            uint32_t least = required < positional_only ? required : positional_only;
            vm_raise(vm, TYPE_ID_TYPE_ERROR,
                     "%.200s() takes %s %u positional argument%s (%u given)", function,
                     least < keyword_only ? "at least" : "exactly", least, least == 1 ? "" : "s",
                     args.count);
        } else {
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "%.200s() missing required argument '%s' (pos %u)",
                     function, names[i], i + 1);
        }
        return false;
    }
    return check_keywords(vm, function, args, names);
}
