/* The module gc (Modules/gcmodule.c of CPython 3.11). */
#include "heap/gc.h"

#include "heap/dict.h"
#include "heap/int.h"
#include "heap/kind.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/container.h"
#include "python/error.h"
#include "python/frame.h"
#include "python/import_books.h"
#include "python/opcode.h"
#include "python/startup.h"

static Ref or_no_memory(Vm *vm, Ref object) {
    return object ? object : error_no_memory(vm);
}

static Ref int_of(Vm *vm, int64_t value) {
    return or_no_memory(vm, int_new(&vm->heap, value));
}

/* An int argument as C's int. */
static bool as_int(Vm *vm, Ref object, int64_t *value) {
    if (!object_as_i64(vm, object, TYPE_ID_OVERFLOW_ERROR, value)) return false;
    if (*value >= INT32_MIN && *value <= INT32_MAX) return true;
    vm_raise(vm, TYPE_ID_OVERFLOW_ERROR, "signed integer is %s than %s",
             *value < 0 ? "less" : "greater", *value < 0 ? "minimum" : "maximum");
    return false;
}

static Ref enable(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    heap_set(&vm->heap, heap_root(&vm->heap)->gc_enabled, 1u);
    return new_none(vm);
}

static Ref disable(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    heap_set(&vm->heap, heap_root(&vm->heap)->gc_enabled, 0u);
    return new_none(vm);
}

static Ref isenabled(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    return new_bool(vm, heap_root(&vm->heap)->gc_enabled);
}

/* Whether a statement calls this very function and drops what it gives. */
static bool result_is_dropped(const Vm *vm) {
    Ref frame = vm_machine(vm)->frame;
    if (!frame || frame != frame_current(vm)) return false;
    const Frame *caller = frame_at(vm, frame);
    const Code *code = frame_code(vm, caller);
    if (caller->lasti + 1 >= code->count) return false;
    const CodeWord *words = heap_at(&vm->heap, CodeWord, code->instructions);
    return (words[caller->lasti].word & 0xFF) == OP_CALL &&
           (words[caller->lasti + 1].word & 0xFF) == OP_POP_TOP;
}

static Ref collect(Vm *vm, Ref self, Args args) {
    (void)self;
    static const char *const names[] = {"generation", NULL};
    Heap *heap = &vm->heap;
    Ref given;
    int64_t generation = HEAP_GENERATIONS - 1;
    if (!args_parse(vm, "collect", args, names, 0, 1, &given)) return REF_NULL;
    if (given && !as_int(vm, given, &generation)) return REF_NULL;
    const HeapRoot *root = heap_root(heap);
    bool seen = root->gc_debug || list_size(heap, root->gc_callbacks) || !result_is_dropped(vm);
    if (seen && books_refuse(vm, BOOKS_GARBAGE_UNKNOWN, "gc.collect()")) return REF_NULL;
    if (generation == HEAP_GENERATIONS - 1) books_begin_anew(vm);
    if (books_refuse(vm, BOOKS_GARBAGE_UNKNOWN, "gc.collect()")) return REF_NULL;
    if (generation < 0 || generation >= HEAP_GENERATIONS)
        return vm_raise(vm, TYPE_ID_VALUE_ERROR, "invalid generation");
    uint64_t found = gc_collect(heap, (unsigned)generation);
    if (heap->failure) return error_no_memory(vm);
    return vm_failed(vm) ? REF_NULL : int_of(vm, (int64_t)found);
}

static Ref triple(Vm *vm, const uint32_t values[HEAP_GENERATIONS]) {
    Heap *heap = &vm->heap;
    Ref tuple = tuple_new(heap, HEAP_GENERATIONS);
    if (!tuple) return error_no_memory(vm);
    for (uint32_t i = 0; i < HEAP_GENERATIONS; i++) {
        Ref number = int_new(heap, values[i]);
        if (!number) return error_no_memory(vm);
        tuple_init_item(heap, tuple, i, number);
    }
    return tuple;
}

static Ref get_count(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    if (books_refuse(vm, BOOKS_COUNTS_UNKNOWN, "gc.get_count()")) return REF_NULL;
    if (!books_know_counts(vm) && !vm_machine(vm)->shutting_down) {
        vm_unsupported(vm, "gc.get_count() before the first gc.collect(), which depends on what "
                           "CPython makes while it starts and compiles the script,");
        return REF_NULL;
    }
    uint32_t counts[HEAP_GENERATIONS];
    for (int i = 0; i < HEAP_GENERATIONS; i++)
        counts[i] = heap_root(&vm->heap)->generations[i].count;
    return triple(vm, counts);
}

static Ref get_threshold(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    uint32_t thresholds[HEAP_GENERATIONS];
    for (int i = 0; i < HEAP_GENERATIONS; i++)
        thresholds[i] = heap_root(&vm->heap)->generations[i].threshold;
    return triple(vm, thresholds);
}

static Ref set_threshold(Vm *vm, Ref self, Args args) {
    (void)self;
    Heap *heap = &vm->heap;
    int64_t values[HEAP_GENERATIONS];
    if (args.count < 1 || args.count > HEAP_GENERATIONS)
        return vm_raise(
            vm, TYPE_ID_TYPE_ERROR, "gc.set_threshold() takes at %s %d argument%s (%u given)",
            args.count ? "most" : "least", args.count ? 3 : 1, args.count ? "s" : "", args.count);
    for (uint32_t i = 0; i < args.count; i++) {
        if (!as_int(vm, args.values[i], &values[i])) return REF_NULL;
        if (values[i] < 0) return vm_unsupported(vm, "a negative gc threshold");
    }
    for (uint32_t i = 0; i < args.count; i++)
        heap_set(heap, heap_root(heap)->generations[i].threshold, (uint32_t)values[i]);
    return new_none(vm);
}

/* ---- looking at objects ---- */

static const char *const found_slots[] = {"the result"};
static const NativeFrame found_frame = {"gc", found_slots, 1};

/* Appends the objects of a generation, except the list itself. */
static bool append_generation(Vm *vm, Ref list, unsigned generation) {
    Heap *heap = &vm->heap;
    Ref head = gc_generation_head(heap, generation);
    for (Ref node = heap_at(heap, GcHead, head)->next; node != head;
         node = heap_at(heap, GcHead, node)->next) {
        Ref object = gc_object(node);
        if (object == list) continue;
        if (!list_append(heap, list, new_ref(vm, object))) return error_no_memory(vm), false;
    }
    return true;
}

static Ref get_objects(Vm *vm, Ref self, Args args) {
    (void)self;
    static const char *const names[] = {"generation", NULL};
    Ref given;
    int64_t generation = -1;
    if (!args_parse(vm, "get_objects", args, names, 0, 1, &given)) return REF_NULL;
    if (given && given != heap_root(&vm->heap)->none) {
        if (!object_as_i64(vm, given, TYPE_ID_OVERFLOW_ERROR, &generation)) return REF_NULL;
        if (generation < 0)
            return vm_raise(vm, TYPE_ID_VALUE_ERROR, "generation parameter cannot be negative");
        if (generation >= HEAP_GENERATIONS)
            return vm_raise(vm, TYPE_ID_VALUE_ERROR,
                            "generation parameter must be less than the number of available "
                            "generations (3)");
    } else if (!given || given == heap_root(&vm->heap)->none) {
        generation = -1;
    }
    Ref frame = native_push(vm, &found_frame);
    if (!frame) return REF_NULL;
    Ref list = list_new(&vm->heap, 0);
    if (!list) return error_no_memory(vm);
    native_put(vm, frame, 0, list);
    bool ok = true;
    for (unsigned i = 0; ok && i < HEAP_GENERATIONS; i++) {
        if (generation < 0 || generation == i) ok = append_generation(vm, list, i);
    }
    if (ok) list = native_take(vm, frame, 0);
    native_pop(vm, frame);
    return ok ? list : REF_NULL;
}

/* Whether CPython has a GC head before the object. */
static bool is_gc(const Vm *vm, Ref object) {
    const Heap *heap = &vm->heap;
    if (heap_kind(heap, object) == KIND_TYPE) return heap_at(heap, Type, object)->flags & TYPE_HEAP;
    return heap_type_of(heap, object)->flags & TYPE_GC;
}

/* Gathers the targets of one object's references. */
typedef struct Gather {
    Visitor visitor;
    Vm *vm;
    Ref list;        /* or null: */
    const Args *any; /* looks for one of these */
    bool found, failed;
} Gather;

static void gather(Visitor *visitor, Slot slot, Ref target) {
    (void)slot;
    Gather *self = (Gather *)visitor;
    if (self->list) {
        if (!self->failed && !list_append(&self->vm->heap, self->list, new_ref(self->vm, target)))
            self->failed = true;
        return;
    }
    for (uint32_t i = 0; i < self->any->count; i++)
        self->found = self->found || self->any->values[i] == target;
}

static Ref get_referents(Vm *vm, Ref self, Args args) {
    (void)self;
    Ref list = list_new(&vm->heap, 0);
    if (!list) return error_no_memory(vm);
    Gather state = {.visitor = {.visit = gather}, .vm = vm, .list = list};
    for (uint32_t i = 0; i < args.count; i++) {
        if (is_gc(vm, args.values[i])) kind_traverse(&vm->heap, args.values[i], &state.visitor);
    }
    return state.failed ? error_no_memory(vm) : list;
}

static Ref get_referrers(Vm *vm, Ref self, Args args) {
    (void)self;
    Heap *heap = &vm->heap;
    Ref tuple = args_tuple(vm, args);
    if (!tuple) return REF_NULL;
    Ref list = list_new(heap, 0);
    if (!list) return error_no_memory(vm);
    bool ok = true;
    for (unsigned i = 0; ok && i < HEAP_GENERATIONS; i++) {
        Ref head = gc_generation_head(heap, i);
        for (Ref node = heap_at(heap, GcHead, head)->next; ok && node != head;
             node = heap_at(heap, GcHead, node)->next) {
            Ref object = gc_object(node);
            if (object == tuple || object == list) continue;
            Gather state = {.visitor = {.visit = gather}, .vm = vm, .any = &args};
            kind_traverse(heap, object, &state.visitor);
            if (state.found) ok = list_append(heap, list, new_ref(vm, object));
        }
    }
    heap_decref(heap, tuple);
    return ok ? list : error_no_memory(vm);
}

static Ref is_tracked(Vm *vm, Ref self, Args args) {
    (void)self;
    return new_bool(vm, gc_is_tracked(&vm->heap, args.values[0]));
}

static Ref is_finalized(Vm *vm, Ref self, Args args) {
    (void)self;
    const Heap *heap = &vm->heap;
    Ref object = args.values[0];
    return new_bool(vm, heap_is_gc(heap, object) &&
                            heap_gc_head(heap, object)->gc_flags & GC_FINALIZED);
}

static Ref freeze(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    Heap *heap = &vm->heap;
    for (unsigned i = 0; i < HEAP_GENERATIONS; i++) {
        gc_list_merge(heap, gc_generation_head(heap, i), gc_generation_head(heap, GC_PERMANENT));
        heap_set(heap, heap_root(heap)->generations[i].count, 0u);
    }
    return new_none(vm);
}

static Ref unfreeze(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    Heap *heap = &vm->heap;
    gc_list_merge(heap, gc_generation_head(heap, GC_PERMANENT),
                  gc_generation_head(heap, HEAP_GENERATIONS - 1));
    return new_none(vm);
}

static Ref get_debug(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    return int_of(vm, heap_root(&vm->heap)->gc_debug);
}

static Ref set_debug(Vm *vm, Ref self, Args args) {
    (void)self;
    int64_t flags;
    if (!as_int(vm, args.values[0], &flags)) return REF_NULL;
    heap_set(&vm->heap, heap_root(&vm->heap)->gc_debug, (uint32_t)flags);
    return new_none(vm);
}

static Ref get_freeze_count(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    const Heap *heap = &vm->heap;
    Ref head = gc_generation_head(heap, GC_PERMANENT);
    int64_t count = 0;
    for (Ref node = heap_at(heap, GcHead, head)->next; node != head;
         node = heap_at(heap, GcHead, node)->next) {
        ++count;
    }
    return int_of(vm, count);
}

/* Stores a number under a name; false with failure. */
static bool put_number(Vm *vm, Ref dict, const char *name, uint64_t value) {
    Ref number = int_new(&vm->heap, (int64_t)value);
    if (!number) return error_no_memory(vm), false;
    bool ok = dict_set_str(&vm->heap, dict, name_ref(vm, name), number) == 0;
    heap_decref(&vm->heap, number);
    return ok;
}

static Ref get_stats(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    if (books_refuse(vm, BOOKS_STATISTICS_UNKNOWN, "gc.get_stats()")) return REF_NULL;
    Heap *heap = &vm->heap;
    const HeapRoot *root = heap_root(heap);
    Ref frame = native_push(vm, &found_frame);
    if (!frame) return REF_NULL;
    Ref list = list_new(heap, 0);
    if (!list) return error_no_memory(vm);
    native_put(vm, frame, 0, list);
    bool ok = true;
    for (int i = 0; ok && i < HEAP_GENERATIONS; ++i) {
        Ref row = dict_new(heap);
        ok = row && list_append(heap, list, row) &&
             put_number(vm, row, "collections", root->collections[i]) &&
             put_number(vm, row, "collected", root->collected[i]) &&
             put_number(vm, row, "uncollectable", root->uncollectable[i]);
    }
    if (ok) list = native_take(vm, frame, 0);
    if (!vm->halt) native_pop(vm, frame);
    return ok ? list : error_no_memory(vm);
}

/* ---- gc.callbacks ---- */

/* The first three live for one callback (PyObject_CallFunction with "sO"). */
enum { CALLBACK_FUNCTION, CALLBACK_PHASE, CALLBACK_ARGUMENT, CALLBACK_INFO, CALLBACK_COUNT };
static const char *const callback_slots[CALLBACK_COUNT] = {"a callback", "the phase",
                                                           "the info as argument", "the info"};
static const NativeFrame callback_frame = {"gc.callbacks", callback_slots, CALLBACK_COUNT};

/* invoke_gc_callback */
void gc_call_callbacks(Vm *vm, bool ended, unsigned generation, uint64_t collected) {
    Heap *heap = &vm->heap;
    Ref callbacks = heap_root(heap)->gc_callbacks;
    if (vm->halt || heap->failure) return;
    if (books_refuse(vm, BOOKS_GARBAGE_UNKNOWN, "a collection with gc.callbacks")) return;
    Ref frame = native_push(vm, &callback_frame);
    if (!frame) return;
    Ref info = dict_new(heap);
    if (!info) {
        error_no_memory(vm);
        return;
    }
    native_put(vm, frame, CALLBACK_INFO, info);
    bool ok = put_number(vm, info, "generation", generation) &&
              put_number(vm, info, "collected", collected) &&
              put_number(vm, info, "uncollectable", 0);
    for (uint32_t i = 0; ok && !vm->halt && i < list_size(heap, callbacks); ++i) {
        Ref function = list_get(heap, callbacks, i);
        Ref phase = str_new_cstr(heap, ended ? "stop" : "start");
        if (!phase) {
            error_no_memory(vm);
            return;
        }
        native_put(vm, frame, CALLBACK_FUNCTION, new_ref(vm, function));
        native_put(vm, frame, CALLBACK_PHASE, phase);
        native_put(vm, frame, CALLBACK_ARGUMENT, new_ref(vm, info));
        Ref values[] = {phase, info};
        Ref result = vm_call(vm, function, (Args){values, 2, REF_NULL});
        if (result) {
            heap_decref(heap, result);
        } else if (!vm->halt) {
            vm_write_unraisable(vm, function);
        }
        for (uint32_t slot = 0; slot < CALLBACK_INFO && !vm->halt; ++slot) {
            native_set(vm, frame, slot, REF_NULL);
        }
    }
    if (!vm->halt) native_pop(vm, frame);
}

extern const NativeFunction gc_functions[];
const NativeFunction gc_functions[] = {
    {"enable", enable, NATIVE_NOARGS, 0, 0, 0},
    {"disable", disable, NATIVE_NOARGS, 0, 0, 0},
    {"isenabled", isenabled, NATIVE_NOARGS, 0, 0, 0},
    {"set_debug", set_debug, NATIVE_O, 1, 1, 0},
    {"get_debug", get_debug, NATIVE_NOARGS, 0, 0, 0},
    {"get_count", get_count, NATIVE_NOARGS, 0, 0, 0},
    {"set_threshold", set_threshold, NATIVE_TUPLE, 0, -1, 0},
    {"get_threshold", get_threshold, NATIVE_NOARGS, 0, 0, 0},
    {"collect", collect, NATIVE_FAST_KEYWORDS, 0, -1, 0},
    {"get_objects", get_objects, NATIVE_FAST_KEYWORDS, 0, -1, 0},
    {"get_stats", get_stats, NATIVE_NOARGS, 0, 0, 0},
    {"is_tracked", is_tracked, NATIVE_O, 1, 1, 0},
    {"is_finalized", is_finalized, NATIVE_O, 1, 1, 0},
    {"get_referrers", get_referrers, NATIVE_TUPLE, 0, -1, 0},
    {"get_referents", get_referents, NATIVE_TUPLE, 0, -1, 0},
    {"freeze", freeze, NATIVE_NOARGS, 0, 0, 0},
    {"unfreeze", unfreeze, NATIVE_NOARGS, 0, 0, 0},
    {"get_freeze_count", get_freeze_count, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

static void put(Vm *vm, Ref dict, const char *name, Ref value) {
    dict_set_str(&vm->heap, dict, str_static(&vm->heap, name), value);
}

void gc_fill(Vm *vm, Ref dict) {
    Heap *heap = &vm->heap;
    const HeapRoot *root = heap_root(heap);
    static const struct {
        const char *name;
        int64_t value;
    } flags[] = {{"DEBUG_STATS", 1},
                 {"DEBUG_COLLECTABLE", 2},
                 {"DEBUG_UNCOLLECTABLE", 4},
                 {"DEBUG_SAVEALL", 32},
                 {"DEBUG_LEAK", 38}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        put(vm, dict, flags[i].name, int_new(heap, flags[i].value));
    heap_set(heap, root->garbage, list_new(heap, 0));
    put(vm, dict, "garbage", root->garbage);
    heap_set(heap, root->gc_callbacks, list_new(heap, 0));
    put(vm, dict, "callbacks", root->gc_callbacks);
}
