/* Built-in functions about containers and printing (Python/bltinmodule.c of CPython 3.11). */
#include "base/text.h"
#include "heap/dict.h"
#include "heap/float.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/builtins_input.h"
#include "python/call.h"
#include "python/container.h"
#include "python/dunder.h"
#include "python/error.h"
#include "python/slot_call.h"
#include "python/stream.h"

static Ref or_no_memory(Vm *vm, Ref object) {
    return object ? object : error_no_memory(vm);
}

static bool is_none(const Vm *vm, Ref object) {
    return object == heap_root(&vm->heap)->none;
}

/* ---- print ---- */

enum { PRINT_OBJECTS, PRINT_WRITER, PRINT_TEXT, PRINT_SLOTS };
static const char *const print_slots[PRINT_SLOTS] = {"the objects", "file.write", "the text"};
static const NativeFrame print_frame = {"print()", print_slots, PRINT_SLOTS};

/* PyFile_WriteObject(object, file, Py_PRINT_RAW). */
static bool write_object(Vm *vm, Ref frame, Ref file, Ref object) {
    Ref writer = object_getattr_cstr(vm, file, "write");
    if (!writer) return false;
    native_put(vm, frame, PRINT_WRITER, writer);
    Ref text = object_str(vm, object);
    if (!text) return false;
    native_put(vm, frame, PRINT_TEXT, text);
    bool ok;
    if (is_stream(vm, file)) {
        ok = stream_write(vm, file, text);
    } else {
        Ref result = vm_call(vm, native_get(vm, frame, PRINT_WRITER), (Args){&text, 1, REF_NULL});
        ok = result != REF_NULL;
        if (result) heap_decref(&vm->heap, result);
    }
    native_set(vm, frame, PRINT_TEXT, REF_NULL);
    native_set(vm, frame, PRINT_WRITER, REF_NULL);
    return ok && !vm->halt;
}

static bool check_text(Vm *vm, const char *name, Ref *text) {
    if (*text && is_none(vm, *text)) *text = REF_NULL;
    if (!*text || is_instance_flag(&vm->heap, *text, TYPE_STR)) return true;
    char type[TYPE_NAME_MAX];
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s must be None or a string, not %s", name,
             object_type_name(vm, *text, type, sizeof type));
    return false;
}

static bool print_to(Vm *vm, Ref frame, Ref objects, Ref sep, Ref end, Ref file, Ref flush) {
    Heap *heap = &vm->heap;
    if (!file || is_none(vm, file)) {
        file = dict_get_str(heap, vm_machine(vm)->sys_dict, name_ref(vm, "stdout"));
        if (!file) {
            vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "lost sys.stdout");
            return false;
        }
        if (is_none(vm, file)) return true;
    }
    if (!check_text(vm, "sep", &sep) || !check_text(vm, "end", &end)) return false;
    if (!sep) sep = heap_root(heap)->latin1[' '];
    if (!end) end = heap_root(heap)->latin1['\n'];
    for (uint32_t i = 0; i < tuple_size(heap, objects); i++) {
        if (i && !write_object(vm, frame, file, sep)) return false;
        if (!write_object(vm, frame, file, tuple_get(heap, objects, i))) return false;
    }
    if (!write_object(vm, frame, file, end)) return false;
    int wanted = flush ? object_is_true(vm, flush) : 0;
    if (wanted <= 0) return wanted == 0;
    if (is_stream(vm, file)) return stream_flush(vm, file);
    Ref method = object_getattr_cstr(vm, file, "flush");
    if (!method) return false;
    native_put(vm, frame, PRINT_WRITER, method);
    Ref result = vm_call_values(vm, method, REF_NULL, REF_NULL, REF_NULL);
    if (result) heap_decref(heap, result);
    return result != REF_NULL;
}

static Ref print(Vm *vm, Ref self, Args args) {
    (void)self;
    static const char *const names[] = {"sep", "end", "file", "flush", NULL};
    Ref given[4] = {0};
    Args keywords = {args.values + args.count, 0, args.names};
    if (args.names && !args_parse(vm, "print", keywords, names, 0, 0, given)) return REF_NULL;
    Ref frame = native_push(vm, &print_frame);
    if (!frame) return REF_NULL;
    /* The positional arguments are packed into a tuple. */
    Ref objects = tuple_pack(&vm->heap, args.count, args.values);
    if (!objects) return error_no_memory(vm);
    native_put(vm, frame, PRINT_OBJECTS, objects);
    bool ok = print_to(vm, frame, objects, given[0], given[1], given[2], given[3]);
    native_pop(vm, frame);
    return ok && !vm->halt ? new_none(vm) : REF_NULL;
}

/* ---- len, iter, next ---- */

static Ref len(Vm *vm, Ref self, Args args) {
    (void)self;
    int64_t length = object_length(vm, args.values[0]);
    return length < 0 ? REF_NULL : or_no_memory(vm, int_new(&vm->heap, length));
}

static Ref iter(Vm *vm, Ref self, Args args) {
    (void)self;
    if (args.count == 1) return object_iter(vm, args.values[0]);
    if (!object_is_callable(vm, args.values[0]))
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "iter(v, w): v must be callable");
    return iterator_new(vm, TYPE_ID_CALLABLE_ITERATOR, ITER_CALLABLE, args.values[0],
                        args.values[1]);
}

/* tp_iternext, leaving StopIteration pending. */
static Ref raw_next(Vm *vm, Ref iterator) {
    if (object_overrides(vm, iterator, DUNDER_NEXT))
        return slot_call(vm, DUNDER_NEXT, &iterator, 1, SLOT_RAISE);
    return type_slots(vm, heap_type(&vm->heap, iterator))->next(vm, iterator);
}

static Ref next(Vm *vm, Ref self, Args args) {
    (void)self;
    Ref iterator = args.values[0];
    if (!object_overrides(vm, iterator, DUNDER_NEXT) &&
        !type_slots(vm, heap_type(&vm->heap, iterator))->next) {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "'%s' object is not an iterator",
                        object_type_name(vm, iterator, name, sizeof name));
    }
    Ref item = raw_next(vm, iterator);
    if (item || vm->halt) return item;
    if (args.count > 1) {
        if (vm_failed(vm)) {
            if (!vm_error_is(vm, TYPE_ID_STOP_ITERATION)) return REF_NULL;
            vm_clear_error(vm);
        }
        return new_ref(vm, args.values[1]);
    }
    return vm_failed(vm) ? REF_NULL : vm_raise_none(vm, TYPE_ID_STOP_ITERATION);
}

/* ---- sorted ---- */

static const char *const sorted_slots[] = {"the result", "list.sort"};
static const NativeFrame sorted_frame = {"sorted()", sorted_slots, 2};

static Ref sorted(Vm *vm, Ref self, Args args) {
    (void)self;
    if (!args_count(vm, "sorted", (Args){args.values, args.count, REF_NULL}, 1, 1)) return REF_NULL;
    Ref frame = native_push(vm, &sorted_frame);
    if (!frame) return REF_NULL;
    Ref list = object_to_list(vm, args.values[0]);
    bool ok = list != REF_NULL;
    if (ok) {
        native_put(vm, frame, 0, list);
        Ref method = object_getattr_cstr(vm, list, "sort");
        ok = method != REF_NULL;
        if (ok) native_put(vm, frame, 1, method);
        Ref done = ok ? vm_call(vm, method, (Args){args.values + 1, 0, args.names}) : REF_NULL;
        ok = done != REF_NULL;
        if (ok) heap_decref(&vm->heap, done);
    }
    if (ok) list = native_take(vm, frame, 0);
    native_pop(vm, frame);
    return ok && !vm->halt ? list : REF_NULL;
}

/* ---- sum ---- */

enum { SUM_ITERATOR, SUM_ITEM, SUM_RESULT, SUM_SLOTS };
static const char *const sum_slots[SUM_SLOTS] = {"the iterator", "the item", "the sum so far"};
static const NativeFrame sum_frame = {"sum()", sum_slots, SUM_SLOTS};

/* result = result + item, both in the frame; the item's slot is emptied. */
static bool add_item(Vm *vm, Ref frame) {
    Ref sum = object_binary(vm, native_get(vm, frame, SUM_RESULT), native_get(vm, frame, SUM_ITEM),
                            BINARY_ADD);
    native_set(vm, frame, SUM_RESULT, REF_NULL);
    native_set(vm, frame, SUM_ITEM, REF_NULL);
    if (!sum) return false;
    native_put(vm, frame, SUM_RESULT, sum);
    return true;
}

/* Takes the next item into the frame: 1, 0 at the end, -1 on failure. */
static int take_item(Vm *vm, Ref frame) {
    if (vm->interrupt) {
        vm_limit(vm, "interrupted");
        return -1;
    }
    Ref item = object_next(vm, native_get(vm, frame, SUM_ITERATOR));
    if (!item) return vm_failed(vm) ? -1 : 0;
    native_put(vm, frame, SUM_ITEM, item);
    return 1;
}

/* Sums ints in a C integer, as long as they are ints and fit. 1: goes on with objects; 0: the end,
 * -1. */
static int sum_ints(Vm *vm, Ref frame) {
    Heap *heap = &vm->heap;
    int64_t sum, value;
    if (!is_exact(heap, native_get(vm, frame, SUM_RESULT), TYPE_ID_INT) ||
        !int_to_i64(heap, native_get(vm, frame, SUM_RESULT), &sum))
        return 1;
    native_set(vm, frame, SUM_RESULT, REF_NULL);
    for (;;) {
        int taken = take_item(vm, frame);
        if (taken < 0) return -1;
        int64_t total = sum;
        bool fits = false;
        if (taken) {
            Ref item = native_get(vm, frame, SUM_ITEM);
            fits = (is_exact(heap, item, TYPE_ID_INT) || is_exact(heap, item, TYPE_ID_BOOL)) &&
                   int_to_i64(heap, item, &value) && !__builtin_add_overflow(sum, value, &total);
        }
        if (fits) {
            sum = total;
            native_set(vm, frame, SUM_ITEM, REF_NULL);
            continue;
        }
        Ref result = int_new(heap, sum);
        if (!result) return error_no_memory(vm), -1;
        native_put(vm, frame, SUM_RESULT, result);
        if (!taken) return 0;
        return add_item(vm, frame) ? 1 : -1;
    }
}

/* The same with floats: plain summation. */
static int sum_floats(Vm *vm, Ref frame) {
    Heap *heap = &vm->heap;
    if (!is_exact(heap, native_get(vm, frame, SUM_RESULT), TYPE_ID_FLOAT)) return 1;
    double sum = float_value(heap, native_get(vm, frame, SUM_RESULT));
    native_set(vm, frame, SUM_RESULT, REF_NULL);
    for (;;) {
        int taken = take_item(vm, frame);
        if (taken < 0) return -1;
        bool added = false;
        if (taken) {
            Ref item = native_get(vm, frame, SUM_ITEM);
            int64_t value;
            if (is_exact(heap, item, TYPE_ID_FLOAT)) {
                sum += float_value(heap, item);
                added = true;
            } else if (is_instance_flag(heap, item, TYPE_INT) && int_to_i64(heap, item, &value)) {
                sum += (double)value;
                added = true;
            }
        }
        if (added) {
            native_set(vm, frame, SUM_ITEM, REF_NULL);
            continue;
        }
        Ref result = float_new(heap, sum);
        if (!result) return error_no_memory(vm), -1;
        native_put(vm, frame, SUM_RESULT, result);
        if (!taken) return 0;
        return add_item(vm, frame) ? 1 : -1;
    }
}

static bool sum_items(Vm *vm, Ref frame) {
    int more = sum_ints(vm, frame);
    if (more > 0) more = sum_floats(vm, frame);
    while (more > 0) {
        more = take_item(vm, frame);
        if (more > 0 && !add_item(vm, frame)) more = -1;
    }
    return more == 0;
}

static Ref sum(Vm *vm, Ref self, Args args) {
    (void)self;
    static const char *const names[] = {"", "start", NULL};
    Heap *heap = &vm->heap;
    Ref given[2];
    if (!args_parse(vm, "sum", args, names, 1, 2, given)) return REF_NULL;
    if (given[1] && is_instance_flag(heap, given[1], TYPE_STR))
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "sum() can't sum strings [use ''.join(seq) instead]");
    if (given[1] && is_instance_flag(heap, given[1], TYPE_BYTES))
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "sum() can't sum bytes [use b''.join(seq) instead]");
    Ref frame = native_push(vm, &sum_frame);
    if (!frame) return REF_NULL;
    Ref result = REF_NULL;
    Ref iterator = object_iter(vm, given[0]);
    if (iterator) {
        native_put(vm, frame, SUM_ITERATOR, iterator);
        native_put(vm, frame, SUM_RESULT, given[1] ? new_ref(vm, given[1]) : int_new(heap, 0));
        if (sum_items(vm, frame)) result = native_take(vm, frame, SUM_RESULT);
    }
    native_pop(vm, frame);
    return vm->halt ? REF_NULL : result;
}

/* ---- min, max ---- */

enum { BEST_ITERATOR, BEST_ITEM, BEST_VALUE, BEST_NEW, BEST_NEW_VALUE, BEST_SLOTS };
static const char *const best_slots[BEST_SLOTS] = {"the iterator", "the best item", "its key",
                                                   "the item", "its key"};
static const NativeFrame best_frame = {"min() or max()", best_slots, BEST_SLOTS};

/* Puts the best item in BEST_ITEM, or leaves it null when there are none. */
static bool find_best(Vm *vm, Ref frame, Ref key, CompareOp op) {
    for (;;) {
        if (vm->interrupt) return vm_limit(vm, "interrupted"), false;
        Ref item = object_next(vm, native_get(vm, frame, BEST_ITERATOR));
        if (!item) return !vm_failed(vm);
        native_put(vm, frame, BEST_NEW, item);
        Ref value = key ? vm_call(vm, key, (Args){&item, 1, REF_NULL}) : new_ref(vm, item);
        if (!value) return false;
        native_put(vm, frame, BEST_NEW_VALUE, value);
        int better = 1;
        if (native_get(vm, frame, BEST_VALUE))
            better = object_compare_bool(vm, value, native_get(vm, frame, BEST_VALUE), op);
        if (better < 0) return false;
        if (better) {
            /* The old value goes first, as in min_max(). */
            native_set(vm, frame, BEST_VALUE, native_take(vm, frame, BEST_NEW_VALUE));
            native_set(vm, frame, BEST_ITEM, native_take(vm, frame, BEST_NEW));
        } else {
            native_set(vm, frame, BEST_NEW, REF_NULL);
            native_set(vm, frame, BEST_NEW_VALUE, REF_NULL);
        }
    }
}

static Ref best_of(Vm *vm, const char *name, Args args, CompareOp op) {
    static const char *const names[] = {"key", "default", NULL};
    if (args.count == 0)
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s expected at least 1 argument, got 0", name);
    Ref given[2] = {0};
    Args keywords = {args.values + args.count, 0, args.names};
    if (args.names && !args_parse(vm, name, keywords, names, 0, 0, given)) return REF_NULL;
    if (args.count > 1 && given[1])
        return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                        "Cannot specify a default for %s() with multiple positional arguments",
                        name);
    if (given[0] && is_none(vm, given[0])) given[0] = REF_NULL;
    Ref source = args.count > 1 ? call_own_tuple(vm, args) : args.values[0];
    Ref frame = native_push(vm, &best_frame);
    if (!frame) return REF_NULL;
    Ref iterator = object_iter(vm, source);
    Ref result = REF_NULL;
    if (iterator) {
        native_put(vm, frame, BEST_ITERATOR, iterator);
        bool ok = find_best(vm, frame, given[0], op);
        result = ok ? native_take(vm, frame, BEST_ITEM) : REF_NULL;
        if (ok && !result) {
            result = given[1]
                         ? new_ref(vm, given[1])
                         : vm_raise(vm, TYPE_ID_VALUE_ERROR, "%s() arg is an empty sequence", name);
        }
    }
    native_pop(vm, frame);
    return vm->halt ? REF_NULL : result;
}

static Ref min(Vm *vm, Ref self, Args args) {
    (void)self;
    return best_of(vm, "min", args, COMPARE_LT);
}

static Ref max(Vm *vm, Ref self, Args args) {
    (void)self;
    return best_of(vm, "max", args, COMPARE_GT);
}

/* ---- any, all ---- */

static const char *const tested_slots[] = {"the iterator"};
static const NativeFrame tested_frame = {"any() or all()", tested_slots, 1};

/* Whether some item's truth is `wanted`. 1, 0, -1. */
static int some(Vm *vm, Ref iterable, int wanted) {
    Ref frame = native_push(vm, &tested_frame);
    if (!frame) return -1;
    Ref iterator = object_iter(vm, iterable);
    int found = iterator ? 0 : -1;
    if (iterator) native_put(vm, frame, 0, iterator);
    while (found == 0) {
        Ref item = object_next(vm, iterator);
        if (!item) {
            if (vm_failed(vm)) found = -1;
            break;
        }
        int truth = is_plain(vm, item) ? object_is_true(vm, item) : -2;
        if (truth == -2) {
            Ref held = native_push(vm, &tested_frame);
            if (!held) return -1;
            native_put(vm, held, 0, item);
            truth = object_is_true(vm, item);
            native_pop(vm, held);
        } else {
            heap_decref(&vm->heap, item);
        }
        found = truth < 0 ? -1 : truth == wanted;
        if (vm->interrupt) {
            vm_limit(vm, "interrupted");
            found = -1;
        }
    }
    native_pop(vm, frame);
    return vm->halt ? -1 : found;
}

static Ref any(Vm *vm, Ref self, Args args) {
    (void)self;
    int found = some(vm, args.values[0], 1);
    return found < 0 ? REF_NULL : new_bool(vm, found);
}

static Ref all(Vm *vm, Ref self, Args args) {
    (void)self;
    int found = some(vm, args.values[0], 0);
    return found < 0 ? REF_NULL : new_bool(vm, !found);
}

extern const NativeFunction builtins_container[];
const NativeFunction builtins_container[] = {
    {"print", print, NATIVE_FAST_KEYWORDS, 0, -1, 0},
    {"len", len, NATIVE_O, 1, 1, 0},
    {"iter", iter, NATIVE_FAST, 1, 2, 0},
    {"next", next, NATIVE_FAST, 1, 2, 0},
    {"sorted", sorted, NATIVE_FAST_KEYWORDS, 0, -1, 0},
    {"sum", sum, NATIVE_FAST_KEYWORDS, 0, -1, 0},
    {"min", min, NATIVE_TUPLE_KEYWORDS, 0, -1, 0},
    {"max", max, NATIVE_TUPLE_KEYWORDS, 0, -1, 0},
    {"any", any, NATIVE_O, 1, 1, 0},
    {"all", all, NATIVE_O, 1, 1, 0},
    {"input", builtin_input, NATIVE_FAST, 0, 1, 0},
    {"open", NULL, NATIVE_FAST_KEYWORDS, 0, -1, 0},
    {"aiter", NULL, NATIVE_O, 1, 1, 0},
    {"anext", NULL, NATIVE_FAST, 1, 2, 0},
    {0},
};
