/* functools._lru_cache_wrapper (Modules/_functoolsmodule.c of CPython 3.11). */
#include "heap/dict.h"
#include "heap/lru_list.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/call.h"
#include "python/container.h"
#include "python/error.h"
#include "python/number_convert.h"
#include "python/type.h"

static const LruCache *cache_at(const Vm *vm, Ref cache) {
    return heap_at(&vm->heap, LruCache, cache);
}

static const LruLink *link_at(const Vm *vm, Ref link) {
    return heap_at(&vm->heap, LruLink, link);
}

/* ---- making ---- */

static bool parse_bound(Vm *vm, Ref given, uint32_t *bound, int64_t *max) {
    *max = -1;
    *bound = LRU_UNBOUND;
    if (given == heap_root(&vm->heap)->none) return true;
    if (!object_overrides(vm, given, DUNDER_INDEX) &&
        !type_slots(vm, heap_type(&vm->heap, given))->index) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "maxsize should be integer or None");
        return false;
    }
    if (!object_as_i64(vm, given, TYPE_ID_OVERFLOW_ERROR, max)) return false;
    if (*max < 0) *max = 0;
    *bound = *max ? LRU_BOUNDED : LRU_UNCACHED;
    return true;
}

static Ref create(Vm *vm, Ref type, Args args) {
    static const char *const names[] = {"user_function", "maxsize", "typed", "cache_info_type",
                                        NULL};
    static const char *const slots[] = {"the dict"};
    static const NativeFrame description = {"lru_cache", slots, 1};
    Heap *heap = &vm->heap;
    Ref given[4];
    if (!args_parse(vm, "lru_cache", args, names, 4, 4, given)) return REF_NULL;
    if (!object_is_callable(vm, given[0])) {
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "the first argument must be callable");
    }
    int typed = object_is_true(vm, given[2]);
    uint32_t bound;
    int64_t max;
    if (typed < 0 || !parse_bound(vm, given[1], &bound, &max)) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref dict = dict_new(heap);
    if (!dict) return error_no_memory(vm);
    native_put(vm, frame, 0, dict);
    Ref self = type_alloc(vm, type, 0);
    if (!self) return error_no_memory(vm);
    const LruCache *made = cache_at(vm, self);
    heap_set(heap, made->cache, native_take(vm, frame, 0));
    heap_set(heap, made->func, new_ref(vm, given[0]));
    heap_set(heap, made->mark, new_ref(vm, vm_machine(vm)->keyword_mark));
    heap_set(heap, made->info_type, new_ref(vm, given[3]));
    heap_set(heap, made->link_type, type_ref(heap, TYPE_ID_LRU_LINK));
    heap_set(heap, made->max, (uint64_t)max);
    heap_set(heap, made->bound, bound);
    heap_set(heap, made->typed, (uint32_t)typed);
    native_pop(vm, frame);
    return self;
}

/* ---- keys ---- */

static bool is_plain_key(const Vm *vm, Ref value) {
    return is_exact(&vm->heap, value, TYPE_ID_INT) || is_exact(&vm->heap, value, TYPE_ID_STR);
}

/* lru_cache_make_key: new reference. */
static Ref make_key(Vm *vm, const LruCache *self, Ref args, Ref keywords) {
    Heap *heap = &vm->heap;
    uint32_t count = tuple_size(heap, args), named = keywords ? dict_used(heap, keywords) : 0;
    if (!self->typed && !named) {
        bool plain = count == 1 && is_plain_key(vm, tuple_get(heap, args, 0));
        return new_ref(vm, plain ? tuple_get(heap, args, 0) : args);
    }
    uint32_t size = count + (named ? named * 2 + 1 : 0) + (self->typed ? count + named : 0);
    Ref key = tuple_new(heap, size), name, value;
    if (!key) return error_no_memory(vm);
    uint32_t at = 0, position = 0;
    for (uint32_t i = 0; i < count; ++i) {
        tuple_init_item(heap, key, at++, new_ref(vm, tuple_get(heap, args, i)));
    }
    if (named) tuple_init_item(heap, key, at++, new_ref(vm, self->mark));
    while (named && dict_next(heap, keywords, &position, &name, &value, NULL)) {
        tuple_init_item(heap, key, at++, new_ref(vm, name));
        tuple_init_item(heap, key, at++, new_ref(vm, value));
    }
    for (uint32_t i = 0; self->typed && i < count; ++i) {
        tuple_init_item(heap, key, at++, new_ref(vm, heap_type(heap, tuple_get(heap, args, i))));
    }
    position = 0;
    while (self->typed && named && dict_next(heap, keywords, &position, &name, &value, NULL)) {
        tuple_init_item(heap, key, at++, new_ref(vm, heap_type(heap, value)));
    }
    return key;
}

/* ---- calling ---- */

enum {
    CALL_ARGUMENTS,
    CALL_KEYWORDS,
    CALL_KEY,
    CALL_LINK,
    CALL_POPPED, /* the dict's reference to that link */
    CALL_OLD_KEY,
    CALL_OLD_RESULT,
    CALL_STORED_KEY,   /* what _PyDict_SetItem_KnownHash owns while it compares keys */
    CALL_STORED_VALUE, /* the same */
    CALL_RESULT,
    CALL_SLOTS
};
static const char *const call_slots[CALL_SLOTS] = {
    "the arguments", "the keyword arguments", "the key", "the link",       "the link",
    "the old key",   "the old result",        "the key", "the value kept", "the result"};
static const NativeFrame call_frame = {"lru_cache", call_slots, CALL_SLOTS};

typedef struct Call {
    Vm *vm;
    Ref self, frame;
    Ref args, keywords; /* keywords may be null. Borrowed */
    uint64_t hash;      /* of the key */
} Call;

static Ref slot(const Call *call, uint32_t at) {
    return native_get(call->vm, call->frame, at);
}

/* 1 found (`*value` borrowed), 0 not, -1. */
static int find(const Call *call, Ref *value) {
    Vm *vm = call->vm;
    int found = dict_find(&vm->heap, cache_at(vm, call->self)->cache, slot(call, CALL_KEY),
                          call->hash, value);
    return vm_failed(vm) ? -1 : found;
}

/* _PyDict_SetItem_KnownHash. */
static bool store(const Call *call, Ref key, Ref value) {
    Vm *vm = call->vm;
    native_put(vm, call->frame, CALL_STORED_KEY, new_ref(vm, key));
    native_put(vm, call->frame, CALL_STORED_VALUE, new_ref(vm, value));
    int done = dict_set(&vm->heap, cache_at(vm, call->self)->cache, key, call->hash, value);
    native_set(vm, call->frame, CALL_STORED_KEY, REF_NULL);
    native_set(vm, call->frame, CALL_STORED_VALUE, REF_NULL);
    if (done < 0 && !vm_failed(vm)) error_no_memory(vm);
    return done >= 0 && !vm->halt;
}

/* Calls the function; its result goes into CALL_RESULT. */
static bool miss(const Call *call) {
    Vm *vm = call->vm;
    const LruCache *self = cache_at(vm, call->self);
    heap_set(&vm->heap, self->misses, self->misses + 1);
    Ref result = call_tuple_dict(vm, self->func, call->args, call->keywords);
    if (!result) return false;
    native_put(vm, call->frame, CALL_RESULT, result);
    return true;
}

static bool hit(const Call *call, Ref result) {
    Vm *vm = call->vm;
    const LruCache *self = cache_at(vm, call->self);
    heap_set(&vm->heap, self->hits, self->hits + 1);
    native_put(vm, call->frame, CALL_RESULT, new_ref(vm, result));
    native_set(vm, call->frame, CALL_KEY, REF_NULL);
    return true;
}

/* infinite_lru_cache_wrapper. */
static bool call_unbound(const Call *call) {
    Ref result;
    int found = find(call, &result);
    if (found) return found > 0 && hit(call, result);
    return miss(call) && store(call, slot(call, CALL_KEY), slot(call, CALL_RESULT));
}

/* Moves key and result into the link, then enters it: the newest one. */
static bool enter(const Call *call, Ref link) {
    Vm *vm = call->vm;
    Heap *heap = &vm->heap;
    const LruLink *made = link_at(vm, link);
    heap_set(heap, made->hash, call->hash);
    heap_set(heap, made->key, native_take(vm, call->frame, CALL_KEY));
    heap_set(heap, made->result, native_take(vm, call->frame, CALL_RESULT));
    if (!store(call, made->key, link)) return false;
    lru_link_append(heap, call->self, native_take(vm, call->frame, CALL_LINK));
    native_put(vm, call->frame, CALL_RESULT, new_ref(vm, made->result));
    return true;
}

static bool enter_new(const Call *call) {
    Vm *vm = call->vm;
    Ref link = heap_new(&vm->heap, type_ref(&vm->heap, TYPE_ID_LRU_LINK), 0);
    if (!link) return error_no_memory(vm), false;
    native_put(vm, call->frame, CALL_LINK, link);
    return enter(call, link);
}

/* The cache is full: the link used longest ago takes the new key. */
static bool enter_again(const Call *call) {
    Vm *vm = call->vm;
    Heap *heap = &vm->heap;
    Ref link = cache_at(vm, call->self)->oldest, popped = REF_NULL;
    const LruLink *old = link_at(vm, link);
    lru_link_remove(heap, call->self, link);
    native_put(vm, call->frame, CALL_LINK, link);
    int removed = dict_remove(heap, cache_at(vm, call->self)->cache, old->key, old->hash, &popped);
    if (vm_failed(vm)) {
        if (!vm->halt) lru_link_prepend(heap, call->self, native_take(vm, call->frame, CALL_LINK));
        return false;
    }
    /* the function has removed the old key by itself: the link is an orphan */
    if (!removed) return true;
    native_put(vm, call->frame, CALL_POPPED, popped);
    native_put(vm, call->frame, CALL_OLD_KEY, old->key);
    native_put(vm, call->frame, CALL_OLD_RESULT, old->result);
    return enter(call, link);
}

/* bounded_lru_cache_wrapper. */
static bool call_bounded(const Call *call) {
    Vm *vm = call->vm;
    Heap *heap = &vm->heap;
    const LruCache *self = cache_at(vm, call->self);
    Ref link;
    int found = find(call, &link);
    if (found < 0) return false;
    if (found) {
        lru_link_remove(heap, call->self, link);
        lru_link_append(heap, call->self, link);
        return hit(call, link_at(vm, link)->result);
    }
    if (!miss(call)) return false;
    /* the function may have called itself with the same key */
    found = find(call, &link);
    if (found) return found > 0;
    bool room = dict_used(heap, self->cache) < self->max || !self->oldest;
    return room ? enter_new(call) : enter_again(call);
}

static bool begin_key(Call *call) {
    Vm *vm = call->vm;
    Ref key = make_key(vm, cache_at(vm, call->self), call->args, call->keywords);
    if (!key) return false;
    native_put(vm, call->frame, CALL_KEY, key);
    return object_hash(vm, key, &call->hash);
}

static bool run(Call *call) {
    const LruCache *self = cache_at(call->vm, call->self);
    if (!self->cache) {
        /* a finalizer calls it while the collector clears it */
        vm_raise(call->vm, TYPE_ID_SYSTEM_ERROR, "bad argument to internal function");
        return false;
    }
    if (self->bound == LRU_UNCACHED) return miss(call);
    if (!begin_key(call)) return false;
    return self->bound == LRU_BOUNDED ? call_bounded(call) : call_unbound(call);
}

static Ref call(Vm *vm, Ref self, Args args) {
    Call made = {.vm = vm, .self = self};
    made.frame = call_push_own(vm, &call_frame, args, &made.args, &made.keywords);
    if (!made.frame) return REF_NULL;
    bool good = run(&made);
    for (uint32_t i = CALL_KEY; i < CALL_RESULT && !vm->halt; ++i) {
        native_set(vm, made.frame, i, REF_NULL);
    }
    if (vm->halt) return REF_NULL;
    Ref result = good ? native_take(vm, made.frame, CALL_RESULT) : REF_NULL;
    native_pop(vm, made.frame);
    return result;
}

/* ---- methods ---- */

static Ref cache_info(Vm *vm, Ref self, Args args) {
    static const char *const slots[] = {"hits", "misses", "maxsize", "currsize"};
    static const NativeFrame description = {"cache_info()", slots, 4};
    (void)args;
    Heap *heap = &vm->heap;
    const LruCache *at = cache_at(vm, self);
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref values[4] = {new_int(vm, (int64_t)at->hits), new_int(vm, (int64_t)at->misses),
                     at->bound == LRU_UNBOUND ? new_none(vm) : new_int(vm, (int64_t)at->max),
                     new_int(vm, dict_used(heap, at->cache))};
    for (uint32_t i = 0; i < 4; ++i) {
        if (values[i]) native_put(vm, frame, i, values[i]);
    }
    if (heap->failure) return error_no_memory(vm);
    Ref result = vm_call(vm, at->info_type, (Args){values, 4, REF_NULL});
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return result;
}

/* lru_cache_cache_clear: the links go after the dict, those that finalizers make meanwhile stay. */
static Ref cache_clear(Vm *vm, Ref self, Args args) {
    (void)args;
    Heap *heap = &vm->heap;
    const LruCache *at = cache_at(vm, self);
    Ref last = at->newest;
    heap_set(heap, at->hits, UINT64_C(0));
    heap_set(heap, at->misses, UINT64_C(0));
    dict_clear(heap, at->cache);
    while (last && at->oldest && !vm->halt) {
        Ref link = at->oldest;
        lru_link_remove(heap, self, link);
        heap_decref(heap, link);
        if (link == last) break;
    }
    return vm->halt ? REF_NULL : new_none(vm);
}

static Ref reduce(Vm *vm, Ref self, Args args) {
    (void)args;
    return object_getattr(vm, self, dunder_name(vm, DUNDER_QUALNAME));
}

static Ref copy(Vm *vm, Ref self, Args args) {
    (void)args;
    return new_ref(vm, self);
}

static Ref descr_get(Vm *vm, Ref self, Ref object, Ref type) {
    (void)type;
    bool none = !object || object == heap_root(&vm->heap)->none;
    return none ? new_ref(vm, self) : method_new(vm, self, object);
}

/* ---- tables ---- */

static const NativeFunction methods[] = {
    {"cache_info", cache_info, NATIVE_NOARGS, 0, 0, 0},
    {"cache_clear", cache_clear, NATIVE_NOARGS, 0, 0, 0},
    {"__reduce__", reduce, NATIVE_NOARGS, 0, 0, 0},
    {"__copy__", copy, NATIVE_TUPLE, 0, -1, 0},
    {"__deepcopy__", copy, NATIVE_TUPLE, 0, -1, 0},
    {0},
};

static const NativeGetSet getsets[] = {
    {"__dict__", object_get_dict, object_replace_dict, false},
    {0},
};

const TypeSpec type_spec_LRU_CACHE = {
    .doc = "Create a cached callable that wraps another function.\n\nuser_function:      the "
           "function being cached\n\nmaxsize:  0         for no caching\n          None      for "
           "unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     "
           "cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as "
           "distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n"
           "                        hits misses currsize maxsize\n",
    .module = "functools",
    .slots = {.call = call, .create = create, .descr_get = descr_get},
    .methods = methods,
    .getsets = getsets,
};

const TypeSpec type_spec_LRU_LINK = {.module = "functools"};
