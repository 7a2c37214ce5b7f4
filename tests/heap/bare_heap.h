/* A heap without an interpreter: the static types that containers need, made by hand, and keys that
 * are compared as ints. For the tests of the container modules. */
#ifndef LASTREF_TESTS_HEAP_BARE_HEAP_H
#define LASTREF_TESTS_HEAP_BARE_HEAP_H

#include "heap/alloc.h"
#include "heap/builtin_type.h"
#include "heap/dict.h"
#include "heap/dict_keys.h"
#include "heap/gc.h"
#include "heap/heap.h"
#include "heap/held.h"
#include "heap/int.h"
#include "heap/kind.h"
#include "heap/list.h"
#include "heap/set.h"
#include "heap/str.h"
#include "heap/tuple.h"

typedef struct BareHeap {
    Heap heap;
    Ref instance_type; /* a class with a managed dict */
    uint32_t compared; /* calls of the equal hook */
    Ref held;          /* a reference that the hook found among the holders */
} BareHeap;

static inline Ref bare_type(Heap *heap, Kind kind, uint32_t basicsize, uint32_t itemsize,
                            uint32_t flags) {
    Ref type = heap_new_static(heap, REF_NULL, KIND_TYPE, sizeof(Type), 0);
    const Type *self = heap_at(heap, Type, type);
    heap_set(heap, self->flags, flags | TYPE_READY);
    heap_set(heap, self->kind, (uint32_t)kind);
    heap_set(heap, self->basicsize, basicsize);
    heap_set(heap, self->itemsize, itemsize);
    return type;
}

static inline int bare_equal(void *context, Ref a, Ref b) {
    BareHeap *bare = context;
    bare->compared++;
    return int_compare(&bare->heap, a, b) == 0;
}

/* For cmocka: a heap in *state, and its end. The automatic collector is off. */
static inline int bare_begin(void **state) {
    BareHeap *bare = memory_alloc(sizeof *bare);
    Heap *heap = &bare->heap;
    Error error;
    if (!heap_init(heap, &error)) return 1;
    const HeapRoot *root = heap_root(heap);
    heap_set(heap, root->gc_enabled, 0);
    static const struct {
        int number;
        Kind kind;
        uint32_t basicsize, itemsize, flags;
    } rows[] = {
        {BUILTIN_TYPE_INT, KIND_INT, 24, 4, TYPE_INT},
        {BUILTIN_TYPE_STR, KIND_STR, 80, 0, TYPE_STR},
        {BUILTIN_TYPE_LIST, KIND_LIST, 40, 0, TYPE_LIST | TYPE_GC},
        {BUILTIN_TYPE_TUPLE, KIND_TUPLE, 24, 8, TYPE_TUPLE | TYPE_GC},
        {BUILTIN_TYPE_DICT, KIND_DICT, 48, 0, TYPE_DICT | TYPE_GC},
        {BUILTIN_TYPE_SET, KIND_SET, 200, 0, TYPE_SET | TYPE_GC},
        {BUILTIN_TYPE_FROZENSET, KIND_SET, 200, 0, TYPE_GC},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Ref type =
            bare_type(heap, rows[i].kind, rows[i].basicsize, rows[i].itemsize, rows[i].flags);
        heap_set(heap, root->types[rows[i].number], type);
    }
    int_init_small(heap, builtin_type(heap, BUILTIN_TYPE_INT));
    str_init_shared(heap, builtin_type(heap, BUILTIN_TYPE_STR));
    tuple_init_shared(heap, builtin_type(heap, BUILTIN_TYPE_TUPLE));
    dict_init_shared(heap);
    bare->instance_type =
        bare_type(heap, KIND_INSTANCE, 24, 0, TYPE_GC | TYPE_MANAGED_DICT | TYPE_HAS_DICT);
    heap_set(heap, heap_at(heap, Type, bare->instance_type)->keys, dict_keys_new_for_class(heap));
    heap->host.context = bare;
    heap->host.equal = bare_equal;
    *state = bare;
    return 0;
}

/* Everything but what the heap keeps for itself must be gone: the allocator's books must hold. */
static inline int bare_end(void **state) {
    BareHeap *bare = *state;
    Error error = {""};
    bool ok = alloc_check(&bare->heap, &error) && bare->heap.failure == HEAP_OK;
    if (!ok) print_error("%s\n", error.message);
    heap_deinit(&bare->heap);
    memory_free(bare);
    return ok ? 0 : 1;
}

/* An int, as a new reference; its hash is its value. */
static inline Ref bare_int(BareHeap *bare, int64_t value) {
    return int_new(&bare->heap, value);
}

static inline Ref bare_str(BareHeap *bare, const char *text) {
    return str_new_cstr(&bare->heap, text);
}

/* Stores and drops the caller's references. */
static inline void bare_put(BareHeap *bare, Ref dict, Ref key, uint64_t hash, Ref value) {
    assert_int_equal(dict_set(&bare->heap, dict, key, hash, value), 0);
    heap_decref(&bare->heap, key);
    heap_decref(&bare->heap, value);
}

static inline void bare_put_int(BareHeap *bare, Ref dict, int64_t key, int64_t value) {
    bare_put(bare, dict, bare_int(bare, key), (uint64_t)key, bare_int(bare, value));
}

static inline void bare_put_str(BareHeap *bare, Ref dict, const char *key, int64_t value) {
    Ref name = bare_str(bare, key);
    bare_put(bare, dict, name, str_hash(&bare->heap, name), bare_int(bare, value));
}

#endif
