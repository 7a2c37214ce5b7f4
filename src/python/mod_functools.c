/* The module _functools: reduce and cmp_to_key, partial and the wrapper of lru_cache. */
#include "heap/dict.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/import_books.h"
#include "python/key_wrapper_type.h"
#include "python/library.h"
#include "python/startup.h"

enum { REDUCE_ITERATOR, REDUCE_RESULT, REDUCE_ITEM, REDUCE_ARGUMENTS, REDUCE_SLOTS };
static const char *const reduce_slots[REDUCE_SLOTS] = {"the iterator", "the result so far",
                                                       "the item", "the arguments"};
static const NativeFrame reduce_frame = {"reduce()", reduce_slots, REDUCE_SLOTS};

/* Moves result and item into the tuple of arguments: the same one for every call, unless somebody
 * else holds it. What it held from the call before goes now. */
static bool set_arguments(Vm *vm, Ref frame) {
    Heap *heap = &vm->heap;
    Ref arguments = native_get(vm, frame, REDUCE_ARGUMENTS);
    if (!arguments || heap_refcount(heap, arguments) > 1) {
        Ref made = tuple_new(heap, 2);
        if (!made) return error_no_memory(vm), false;
        tuple_init_item(heap, made, 0, native_take(vm, frame, REDUCE_RESULT));
        tuple_init_item(heap, made, 1, native_take(vm, frame, REDUCE_ITEM));
        native_set(vm, frame, REDUCE_ARGUMENTS, made);
        return !vm->halt;
    }
    const Ref *items = heap_at(heap, Tuple, arguments)->items;
    /* a collection may have found only untracked items in it */
    if (!heap_is_tracked(heap, arguments)) heap_track(heap, arguments);
    heap_replace(heap, &items[0], native_take(vm, frame, REDUCE_RESULT));
    heap_replace(heap, &items[1], native_take(vm, frame, REDUCE_ITEM));
    return !vm->halt;
}

/* Takes the next item in. 0: there is none; -1: failed. */
static int reduce_item(Vm *vm, Ref frame, Ref function) {
    Ref item = object_next(vm, native_get(vm, frame, REDUCE_ITERATOR));
    if (!item) return vm_failed(vm) ? -1 : 0;
    if (!native_get(vm, frame, REDUCE_RESULT)) {
        native_put(vm, frame, REDUCE_RESULT, item);
        return 1;
    }
    native_put(vm, frame, REDUCE_ITEM, item);
    if (!set_arguments(vm, frame)) return -1;
    Ref arguments = native_get(vm, frame, REDUCE_ARGUMENTS);
    const Ref *items = heap_at(&vm->heap, Tuple, arguments)->items;
    Ref result = vm_call(vm, function, (Args){items, 2, REF_NULL});
    if (!result) return -1;
    native_put(vm, frame, REDUCE_RESULT, result);
    return 1;
}

static Ref reduce(Vm *vm, Ref self, Args args) {
    (void)self;
    Ref frame = native_push(vm, &reduce_frame);
    if (!frame) return REF_NULL;
    if (args.count == 3) native_put(vm, frame, REDUCE_RESULT, new_ref(vm, args.values[2]));
    Ref iterator = object_iter(vm, args.values[1]), result = REF_NULL;
    if (iterator) {
        native_put(vm, frame, REDUCE_ITERATOR, iterator);
        int more;
        do more = vm->interrupt ? -1 : reduce_item(vm, frame, args.values[0]);
        while (more > 0);
        if (vm->interrupt && !vm->halt) vm_limit(vm, "interrupted");
        if (more == 0) {
            /* what dies with them may run Python: the result is still in its place */
            native_set(vm, frame, REDUCE_ARGUMENTS, REF_NULL);
            native_set(vm, frame, REDUCE_ITERATOR, REF_NULL);
            result = native_take(vm, frame, REDUCE_RESULT);
        }
        if (more == 0 && !result) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "reduce() of empty iterable with no initial value");
        }
    } else if (!vm->halt && vm_error_is(vm, TYPE_ID_TYPE_ERROR)) {
        vm_clear_error(vm);
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "reduce() arg 2 must support iteration");
    }
    native_pop(vm, frame);
    return vm->halt ? REF_NULL : result;
}

static Ref cmp_to_key(Vm *vm, Ref self, Args args) {
    (void)self;
    static const char *const names[] = {"mycmp", NULL};
    Ref compare;
    if (!args_parse(vm, "cmp_to_key", args, names, 1, 1, &compare)) return REF_NULL;
    return key_wrapper_new(vm, compare, REF_NULL);
}

/* _from_typing(): what `from typing import ...` within CPython's own text does to the books. */
static Ref from_typing(Vm *vm, Ref self, Args args) {
    (void)self, (void)args;
    static const char name[] = "typing";
    if (!dict_get_str(&vm->heap, vm_machine(vm)->modules, name_ref(vm, name))) {
        Ref module = library_import(vm, name);
        if (!module) return REF_NULL;
        heap_decref(&vm->heap, module);
    }
    import_books_from(vm, false);
    return vm->halt ? REF_NULL : new_none(vm);
}

extern const NativeFunction functools_functions[];
const NativeFunction functools_functions[] = {
    {"cmp_to_key", cmp_to_key, NATIVE_TUPLE_KEYWORDS, 0, -1, 0},
    {"reduce", reduce, NATIVE_TUPLE, 2, 3, 0},
    {"_from_typing", from_typing, NATIVE_NOARGS, 0, 0, 0},
    {0},
};

void functools_fill(Vm *vm, Ref dict) {
    static const struct {
        const char *name;
        TypeId type;
    } types[] = {{"partial", TYPE_ID_PARTIAL}, {"_lru_cache_wrapper", TYPE_ID_LRU_CACHE}};
    Heap *heap = &vm->heap;
    for (size_t i = 0; i < sizeof types / sizeof *types; ++i) {
        dict_set_str(heap, dict, str_static(heap, types[i].name), type_ref(heap, types[i].type));
    }
    Ref mark = heap_new_static(heap, type_ref(heap, TYPE_ID_OBJECT), KIND_INSTANCE, sizeof(Object),
                               OBJECT_SHARED);
    vm_set(vm, vm_machine(vm)->keyword_mark, mark);
}
