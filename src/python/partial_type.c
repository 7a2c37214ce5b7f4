/* functools.partial (Modules/_functoolsmodule.c of CPython 3.11). */
#include "python/partial_type.h"

#include "base/memory.h"
#include "heap/dict.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/call.h"
#include "python/container.h"
#include "python/error.h"
#include "python/generic_alias.h"
#include "python/type.h"

#include <string.h>

static const Partial *partial_at(const Vm *vm, Ref partial) {
    return heap_at(&vm->heap, Partial, partial);
}

static void set_vector(Vm *vm, Ref self) {
    uint32_t vector = call_takes_vector(vm, partial_at(vm, self)->func);
    heap_set(&vm->heap, partial_at(vm, self)->vector, vector);
}

static Ref concat(Vm *vm, Ref a, Ref b) {
    return type_slots(vm, heap_type(&vm->heap, a))->concat(vm, a, b);
}

/* ---- making ---- */

/* The function and what is bound to it already, when the given one is a partial without
 * attributes. */
static Ref unwrap(Vm *vm, Ref given, Ref *args, Ref *keywords) {
    *args = *keywords = REF_NULL;
    if (heap_kind(&vm->heap, given) != KIND_PARTIAL ||
        type_overrides(vm, heap_type(&vm->heap, given), DUNDER_CALL)) {
        return given;
    }
    const Partial *inner = partial_at(vm, given);
    if (inner->dict) return given;
    *args = inner->args;
    *keywords = inner->keywords;
    return inner->func;
}

static bool bind_positional(Vm *vm, Ref self, Ref bound, Args args) {
    static const char *const slots[] = {"the arguments"};
    static const NativeFrame description = {"partial()", slots, 1};
    Heap *heap = &vm->heap;
    Ref rest = tuple_pack(heap, args.count - 1, args.values + 1);
    if (!rest) return error_no_memory(vm), false;
    if (!bound) {
        heap_set(heap, partial_at(vm, self)->args, rest);
        return true;
    }
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(heap, rest);
        return false;
    }
    native_put(vm, frame, 0, rest);
    Ref all = concat(vm, bound, rest);
    if (all) heap_set(heap, partial_at(vm, self)->args, all);
    native_pop(vm, frame);
    return all != REF_NULL;
}

static bool bind_keywords(Vm *vm, Ref self, Ref bound, Ref given) {
    Heap *heap = &vm->heap;
    bool fresh = !bound || !dict_used(heap, bound);
    Ref made, duplicate;
    if (!fresh)
        made = dict_copy(heap, bound);
    else if (!given)
        made = dict_new(heap);
    else if (heap_refcount(heap, given) == 1)
        made = new_ref(vm, given);
    else
        made = dict_copy(heap, given);
    if (!made) return error_no_memory(vm), false;
    heap_set(heap, partial_at(vm, self)->keywords, made);
    return fresh || !given || dict_merge_from(vm, made, given, 1, &duplicate) == 0;
}

static Ref create(Vm *vm, Ref type, Args args) {
    static const char *const slots[] = {"the new object"};
    static const NativeFrame description = {"partial()", slots, 1};
    if (!args.count) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "type 'partial' takes at least one argument");
    }
    Ref bound, keywords, func = unwrap(vm, args.values[0], &bound, &keywords);
    if (!object_is_callable(vm, func)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "the first argument must be callable");
    }
    Ref given = call_own_dict(vm, args);
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref self = type_alloc(vm, type, 0);
    if (!self) return error_no_memory(vm);
    native_put(vm, frame, 0, self);
    heap_set(&vm->heap, partial_at(vm, self)->func, new_ref(vm, func));
    bool good = bind_positional(vm, self, bound, args) && bind_keywords(vm, self, keywords, given);
    if (good) set_vector(vm, self);
    Ref result = good && !vm->halt ? native_take(vm, frame, 0) : REF_NULL;
    native_pop(vm, frame);
    return result;
}

/* ---- calling ---- */

bool partial_takes_vector(const Vm *vm, Ref partial) {
    return is_exact(&vm->heap, partial, TYPE_ID_PARTIAL) && partial_at(vm, partial)->vector;
}

Ref partial_call_vector(Vm *vm, Ref partial, Args args) {
    enum { SHORT_VECTOR = 16 };
    const Heap *heap = &vm->heap;
    const Partial *self = partial_at(vm, partial);
    if (dict_used(heap, self->keywords)) {
        heap_set(&vm->heap, self->vector, 0u);
        return REF_NULL;
    }
    const Tuple *bound = heap_at(heap, Tuple, self->args);
    uint32_t given = args.count + (args.names ? tuple_size(heap, args.names) : 0);
    if (!given) return vm_call(vm, self->func, (Args){bound->items, bound->size, REF_NULL});
    uint32_t count = bound->size + given;
    Ref small[SHORT_VECTOR];
    Ref *vector = count > SHORT_VECTOR ? memory_alloc(count * sizeof(Ref)) : small;
    memcpy(vector, bound->items, bound->size * sizeof(Ref));
    memcpy(vector + bound->size, args.values, given * sizeof(Ref));
    Args all = {vector, bound->size + args.count, args.names};
    Ref result = vm_call(vm, self->func, all);
    if (vector != small) memory_free(vector);
    return result;
}

static const char *const call_slots[] = {"the arguments", "the keyword arguments"};
static const NativeFrame call_frame = {"partial", call_slots, 2};

/* The keywords of the call: those of the partial, overridden by the given ones; null for none. */
static bool merge(Vm *vm, Ref frame, Ref self, Ref given) {
    Heap *heap = &vm->heap;
    Ref own = partial_at(vm, self)->keywords, duplicate;
    if (!dict_used(heap, own)) {
        if (given) native_put(vm, frame, 1, new_ref(vm, given));
        return true;
    }
    Ref made = dict_copy(heap, own);
    if (!made) return error_no_memory(vm), false;
    native_put(vm, frame, 1, made);
    return !given || dict_merge_from(vm, made, given, 1, &duplicate) == 0;
}

/* partial_call. */
static Ref call(Vm *vm, Ref self, Args args) {
    Ref tuple, dict, result = REF_NULL;
    Ref outer = call_push_own(vm, &call_frame, args, &tuple, &dict);
    if (!outer) return REF_NULL;
    Ref frame = native_push(vm, &call_frame);
    if (!frame) return REF_NULL;
    Ref all =
        merge(vm, frame, self, dict) ? concat(vm, partial_at(vm, self)->args, tuple) : REF_NULL;
    if (all) {
        native_put(vm, frame, 0, all);
        Ref func = partial_at(vm, self)->func;
        result = call_tuple_dict(vm, func, all, native_get(vm, frame, 1));
    }
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    native_pop(vm, outer);
    return result;
}

/* ---- repr ---- */

static bool append_keyword(Vm *vm, TextBuffer *out, Ref key, Ref value) {
    static const char *const slots[] = {"the value", "its text"};
    static const NativeFrame description = {"repr", slots, 2};
    Ref frame = native_push(vm, &description);
    if (!frame) return false;
    native_put(vm, frame, 0, new_ref(vm, value));
    Ref text = object_str(vm, key);
    if (text) {
        native_put(vm, frame, 1, text);
        text_append_string(out, ", ");
        str_append_to(&vm->heap, text, out);
        text_append_char(out, '=');
    }
    bool good = text && append_repr(vm, out, value);
    native_pop(vm, frame);
    return good;
}

static bool append_arguments(Vm *vm, TextBuffer *out, Ref self) {
    const Heap *heap = &vm->heap;
    Ref args = partial_at(vm, self)->args, keywords = partial_at(vm, self)->keywords;
    for (uint32_t i = 0; i < tuple_size(heap, args); ++i) {
        text_append_string(out, ", ");
        if (!append_repr(vm, out, tuple_get(heap, args, i))) return false;
    }
    uint32_t position = 0;
    Ref key, value;
    while (dict_next(heap, keywords, &position, &key, &value, NULL)) {
        if (!append_keyword(vm, out, key, value)) return false;
    }
    return true;
}

/* partial_repr: the arguments first, then the function. */
static Ref repr(Vm *vm, Ref self) {
    int entered = object_repr_enter(vm, self);
    if (entered) return entered < 0 ? REF_NULL : str_newf(&vm->heap, "...");
    char name[TYPE_NAME_MAX];
    TextBuffer arguments = {0}, text = {0};
    text_appendf(&text, "%s(", object_type_name(vm, self, name, sizeof name));
    bool good = append_arguments(vm, &arguments, self) &&
                append_repr(vm, &text, partial_at(vm, self)->func);
    text_append(&text, arguments.bytes, arguments.length);
    text_append_char(&text, ')');
    text_deinit(&arguments);
    Ref result = REF_NULL;
    if (good)
        result = str_of_buffer(vm, &text);
    else
        text_deinit(&text);
    if (!vm->halt) object_repr_leave(vm, self);
    return result;
}

/* ---- copies ---- */

/* (type, (func,), (func, args, keywords, __dict__ or None)) */
static Ref reduce(Vm *vm, Ref self, Args args) {
    static const char *const slots[] = {"the function", "the state"};
    static const NativeFrame description = {"partial.__reduce__", slots, 2};
    (void)args;
    Heap *heap = &vm->heap;
    const Partial *at = partial_at(vm, self);
    Ref dict = at->dict ? at->dict : heap_root(heap)->none;
    Ref state[] = {at->func, at->args, at->keywords, dict};
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref parts[3] = {heap_type(heap, self)}, result = REF_NULL;
    parts[1] = tuple_pack(heap, 1, state);
    if (parts[1]) native_put(vm, frame, 0, parts[1]);
    parts[2] = tuple_pack(heap, 4, state);
    if (parts[2]) native_put(vm, frame, 1, parts[2]);
    if (!heap->failure) result = tuple_pack(heap, 3, parts);
    if (!result) return error_no_memory(vm);
    native_pop(vm, frame);
    return result;
}

static bool is_state(const Vm *vm, Ref state) {
    const Heap *heap = &vm->heap;
    if (!is_instance_flag(heap, state, TYPE_TUPLE) || tuple_size(heap, state) != 4) return false;
    Ref keywords = tuple_get(heap, state, 2);
    return object_is_callable(vm, tuple_get(heap, state, 0)) &&
           is_instance_flag(heap, tuple_get(heap, state, 1), TYPE_TUPLE) &&
           (keywords == heap_root(heap)->none || is_instance_flag(heap, keywords, TYPE_DICT));
}

enum { STATE_FUNC, STATE_ARGS, STATE_KEYWORDS, STATE_DICT, STATE_SLOTS };

static Ref setstate(Vm *vm, Ref self, Args args) {
    static const char *const slots[STATE_SLOTS] = {"func", "args", "keywords", "__dict__"};
    static const NativeFrame description = {"partial.__setstate__", slots, STATE_SLOTS};
    Heap *heap = &vm->heap;
    Ref state = args.values[0], none = heap_root(heap)->none;
    if (!is_state(vm, state)) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "invalid partial state");
    }
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    for (uint32_t i = 0; i < STATE_SLOTS; ++i) {
        Ref item = tuple_get(heap, state, i);
        if (item != none) native_put(vm, frame, i, new_ref(vm, item));
    }
    if (!is_exact(heap, native_get(vm, frame, STATE_ARGS), TYPE_ID_TUPLE)) {
        Ref plain = object_to_tuple(vm, native_get(vm, frame, STATE_ARGS));
        if (!plain) {
            native_pop(vm, frame);
            return REF_NULL;
        }
        native_set(vm, frame, STATE_ARGS, plain);
    }
    Ref keywords = native_get(vm, frame, STATE_KEYWORDS);
    if (!keywords || !is_exact(heap, keywords, TYPE_ID_DICT)) {
        Ref plain = keywords ? dict_copy(heap, keywords) : dict_new(heap);
        if (!plain) return error_no_memory(vm);
        native_set(vm, frame, STATE_KEYWORDS, plain);
    }
    const Partial *at = partial_at(vm, self);
    heap_replace(heap, &at->func, native_take(vm, frame, STATE_FUNC));
    heap_replace(heap, &at->args, native_take(vm, frame, STATE_ARGS));
    heap_replace(heap, &at->keywords, native_take(vm, frame, STATE_KEYWORDS));
    heap_replace(heap, &at->dict, native_take(vm, frame, STATE_DICT));
    if (vm->halt) return REF_NULL;
    set_vector(vm, self);
    native_pop(vm, frame);
    return new_none(vm);
}

/* ---- tables ---- */

static Ref get_func(Vm *vm, Ref self) {
    return new_ref(vm, partial_at(vm, self)->func);
}

static Ref get_args(Vm *vm, Ref self) {
    return new_ref(vm, partial_at(vm, self)->args);
}

static Ref get_keywords(Vm *vm, Ref self) {
    return new_ref(vm, partial_at(vm, self)->keywords);
}

static const NativeFunction methods[] = {
    {"__reduce__", reduce, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", setstate, NATIVE_O, 1, 1, 0},
    {"__class_getitem__", generic_alias_class_getitem, NATIVE_O, 1, 1, NATIVE_CLASS},
    {0},
};

static const NativeGetSet getsets[] = {
    {"func", get_func, NULL, true},
    {"args", get_args, NULL, true},
    {"keywords", get_keywords, NULL, true},
    {"__dict__", object_get_dict, object_replace_dict, false},
    {0},
};

const TypeSpec type_spec_PARTIAL = {
    .doc = "partial(func, *args, **keywords) - new function with partial application\n    of the "
           "given arguments and keywords.\n",
    .module = "functools",
    .slots = {.repr = repr, .call = call, .create = create},
    .methods = methods,
    .getsets = getsets,
    .unbuilt = "__vectorcalloffset__",
};
