/* count, repeat and cycle. */
#include "heap/int.h"
#include "heap/list.h"
#include "python/abstract.h"
#include "python/container.h"
#include "python/dunder.h"
#include "python/error.h"
#include "python/itertools.h"

/* ---- count ---- */

/* PyNumber_Check */
static bool is_number(const Vm *vm, Ref object) {
    const TypeSlots *slots = type_slots(vm, heap_type(&vm->heap, object));
    return slots->index || slots->as_int || slots->as_float ||
           object_overrides(vm, object, DUNDER_INDEX) || object_overrides(vm, object, DUNDER_INT) ||
           object_overrides(vm, object, DUNDER_FLOAT) ||
           heap_kind(&vm->heap, object) == KIND_COMPLEX;
}

static bool is_int(const Vm *vm, Ref object) {
    return is_instance_flag(&vm->heap, object, TYPE_INT);
}

/* Whether it counts in a machine word: an int that fits, and step 1. */
static bool counts_fast(const Vm *vm, Ref start, Ref step, int64_t *at) {
    int64_t by = 1;
    *at = 0;
    if ((start && !is_int(vm, start)) || (step && !is_int(vm, step))) return false;
    if (start && !int_to_i64(&vm->heap, start, at)) return false;
    if (step && !int_to_i64(&vm->heap, step, &by)) return false;
    return by == 1;
}

static Ref count_create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"start", "step", NULL};
    Heap *heap = &vm->heap;
    Ref given[2];
    int64_t at;
    if (!args_parse(vm, "count", args, names, 0, 2, given)) return REF_NULL;
    if ((given[0] && !is_number(vm, given[0])) || (given[1] && !is_number(vm, given[1])))
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "a number is required");
    bool fast = counts_fast(vm, given[0], given[1], &at);
    Ref made = tool_new(vm, type, TOOL_COUNT);
    if (!made) return REF_NULL;
    const Itertool *self = tool_at(vm, made);
    Ref step = given[1] ? new_ref(vm, given[1]) : int_new(heap, 1);
    heap_set(heap, self->b, step);
    heap_set(heap, self->number, (uint64_t)(fast ? at : INT64_MAX));
    if (!fast) heap_set(heap, self->a, given[0] ? new_ref(vm, given[0]) : int_new(heap, 0));
    return made;
}

static Ref count_next(Vm *vm, Ref iterator) {
    Heap *heap = &vm->heap;
    const Itertool *self = tool_at(vm, iterator);
    if (self->number != INT64_MAX) {
        Ref value = int_new(heap, (int64_t)self->number);
        if (!value) return error_no_memory(vm);
        heap_set(heap, self->number, self->number + 1);
        return value;
    }
    if (!self->a) {
        Ref beyond = int_new(heap, INT64_MAX);
        if (!beyond) return error_no_memory(vm);
        heap_set(heap, self->a, beyond);
    }
    Ref next = object_binary(vm, self->a, self->b, BINARY_ADD);
    if (!next) return REF_NULL;
    Ref value = self->a;
    heap_set(heap, self->a, next);
    return value;
}

static Ref count_repr(Vm *vm, Ref iterator) {
    const Itertool *self = tool_at(vm, iterator);
    TextBuffer text = {0};
    int64_t step = 0;
    bool done = true;
    tool_append_name(vm, &text, iterator);
    text_append_char(&text, '(');
    if (self->number != INT64_MAX) {
        text_appendf(&text, "%lld", (long long)self->number);
    } else {
        if (self->a)
            done = append_repr(vm, &text, self->a);
        else
            text_append_string(&text, "<NULL>");
        bool one = is_int(vm, self->b) && int_to_i64(&vm->heap, self->b, &step) && step == 1;
        if (done && !one) {
            text_append_string(&text, ", ");
            done = append_repr(vm, &text, self->b);
        }
    }
    text_append_char(&text, ')');
    if (done) return str_of_buffer(vm, &text);
    text_deinit(&text);
    return REF_NULL;
}

static const NativeFunction reduced_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_COUNTER = {
    .module = "itertools",
    .slots = {.repr = count_repr, .iter = tool_itself, .next = count_next, .create = count_create},
    .methods = reduced_methods,
};

/* ---- repeat ---- */

static Ref repeat_create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"object", "times", NULL};
    Heap *heap = &vm->heap;
    Ref given[2];
    int64_t times = -1;
    if (!args_parse(vm, "repeat", args, names, 1, 2, given)) return REF_NULL;
    if (given[1] && !object_as_size(vm, given[1], &times)) return REF_NULL;
    if (given[1] && times < 0) times = 0;
    Ref made = tool_new(vm, type, TOOL_REPEAT);
    if (!made) return REF_NULL;
    heap_set(heap, tool_at(vm, made)->a, new_ref(vm, given[0]));
    heap_set(heap, tool_at(vm, made)->number, (uint64_t)times);
    return made;
}

static Ref repeat_next(Vm *vm, Ref iterator) {
    const Itertool *self = tool_at(vm, iterator);
    int64_t times = (int64_t)self->number;
    if (times == 0) return REF_NULL;
    if (times > 0) heap_set(&vm->heap, self->number, (uint64_t)(times - 1));
    return new_ref(vm, self->a);
}

static Ref repeat_hint(Vm *vm, Ref iterator, Args args) {
    (void)args;
    int64_t times = (int64_t)tool_at(vm, iterator)->number;
    if (times < 0) return vm_raise(vm, TYPE_ID_TYPE_ERROR, "len() of unsized object");
    return int_new(&vm->heap, times);
}

static Ref repeat_repr(Vm *vm, Ref iterator) {
    TextBuffer text = {0};
    tool_append_name(vm, &text, iterator);
    text_append_char(&text, '(');
    bool done = append_repr(vm, &text, tool_at(vm, iterator)->a);
    int64_t times = (int64_t)tool_at(vm, iterator)->number;
    if (times >= 0) text_appendf(&text, ", %lld", (long long)times);
    text_append_char(&text, ')');
    if (done) return str_of_buffer(vm, &text);
    text_deinit(&text);
    return REF_NULL;
}

static const NativeFunction repeat_methods[] = {
    {"__length_hint__", repeat_hint, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

const TypeSpec type_spec_REPEAT = {
    .module = "itertools",
    .slots = {.repr = repeat_repr,
              .iter = tool_itself,
              .next = repeat_next,
              .create = repeat_create},
    .methods = repeat_methods,
};

/* ---- cycle ---- */

static const char *const cycle_slots[] = {"the iterator", "the saved items"};
static const NativeFrame cycle_frame = {"itertools.cycle", cycle_slots, 2};

static Ref cycle_create(Vm *vm, Ref type, Args args) {
    Heap *heap = &vm->heap;
    if (!tool_arguments(vm, type, "cycle", args, 1, 1)) return REF_NULL;
    Ref frame = native_push(vm, &cycle_frame), saved = REF_NULL, made = REF_NULL;
    if (!frame) return REF_NULL;
    Ref source = object_iter(vm, args.values[0]);
    if (source) {
        native_put(vm, frame, 0, source);
        saved = list_new(heap, 0);
        if (!saved) return error_no_memory(vm);
        native_put(vm, frame, 1, saved);
        made = tool_new(vm, type, TOOL_CYCLE);
    }
    if (vm->halt) return REF_NULL;
    if (made) {
        heap_set(heap, tool_at(vm, made)->a, native_take(vm, frame, 0));
        heap_set(heap, tool_at(vm, made)->b, native_take(vm, frame, 1));
    }
    native_pop(vm, frame);
    return made;
}

static Ref cycle_next(Vm *vm, Ref iterator) {
    Heap *heap = &vm->heap;
    const Itertool *self = tool_at(vm, iterator);
    if (self->a) {
        Ref item = object_next(vm, self->a);
        if (item) {
            if (!list_append(heap, self->b, new_ref(vm, item))) return error_no_memory(vm);
            return item;
        }
        if (vm_failed(vm)) return REF_NULL;
        heap_replace(heap, &self->a, REF_NULL);
        if (vm->halt) return REF_NULL;
    }
    uint32_t size = list_size(heap, self->b);
    if (self->number >= size) return REF_NULL;
    Ref item = list_get(heap, self->b, (uint32_t)self->number);
    heap_set(heap, self->number, self->number + 1 >= size ? UINT64_C(0) : self->number + 1);
    return new_ref(vm, item);
}

static const NativeFunction cycle_methods[] = {
    {"__reduce__", NULL, NATIVE_NOARGS, 0, 0, 0},
    {"__setstate__", NULL, NATIVE_O, 1, 1, 0},
    {0},
};

const TypeSpec type_spec_CYCLE = {
    .module = "itertools",
    .slots = {.iter = tool_itself, .next = cycle_next, .create = cycle_create},
    .methods = cycle_methods,
};
