/* The module _collections: deque, defaultdict, the descriptors of named tuples, and what counts the
 * elements of an iterable. */
#include "heap/dict.h"
#include "heap/int.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/import_books.h"
#include "python/itertools.h"
#include "python/library.h"
#include "python/startup.h"
#include "python/type.h"

#include <string.h>

/* ---- counting ---- */

enum {
    COUNT_ITERATOR,
    COUNT_KEY,
    COUNT_SUM,
    COUNT_GET, /* mapping.get, where it is not dict's own */
    COUNT_OLD,
    COUNT_STORED_KEY, /* what the dict owns while it compares keys */
    COUNT_STORED_VALUE,
    COUNT_SLOTS
};
static const char *const count_slots[COUNT_SLOTS] = {
    "the iterator",  "the element", "the new count", "get()",
    "the old count", "the key",     "the count"};
static const NativeFrame count_frame = {"counting of elements", count_slots, COUNT_SLOTS};

/* Whether the class takes get() and __setitem__() from dict. */
static bool counts_as_dict(Vm *vm, Ref mapping) {
    static const char *const names[] = {"get", "__setitem__"};
    Ref type = heap_type(&vm->heap, mapping), dict = type_ref(&vm->heap, TYPE_ID_DICT);
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
        Ref own = type_lookup(vm, type, name_ref(vm, names[i]));
        if (!own || own != type_lookup(vm, dict, name_ref(vm, names[i]))) return false;
    }
    return is_instance_flag(&vm->heap, mapping, TYPE_DICT);
}

/* The old count and 1, into COUNT_SUM. */
static bool add_one(Vm *vm, Ref frame, Ref old) {
    Ref one = int_new(&vm->heap, 1);
    Ref sum = object_binary(vm, old, one, BINARY_ADD);
    if (vm->halt) return false;
    heap_decref(&vm->heap, one);
    if (!sum) return false;
    native_put(vm, frame, COUNT_SUM, sum);
    return true;
}

/* _PyDict_SetItem_KnownHash. */
static bool store(Vm *vm, Ref frame, Ref mapping, uint64_t hash, Ref value) {
    Ref key = native_get(vm, frame, COUNT_KEY);
    native_put(vm, frame, COUNT_STORED_KEY, new_ref(vm, key));
    native_put(vm, frame, COUNT_STORED_VALUE, new_ref(vm, value));
    int done = dict_set(&vm->heap, mapping, key, hash, value);
    native_set(vm, frame, COUNT_STORED_KEY, REF_NULL);
    native_set(vm, frame, COUNT_STORED_VALUE, REF_NULL);
    if (done < 0 && !vm_failed(vm)) error_no_memory(vm);
    return done >= 0 && !vm->halt;
}

static bool count_in_dict(Vm *vm, Ref frame, Ref mapping) {
    Ref old;
    uint64_t hash;
    if (!object_hash(vm, native_get(vm, frame, COUNT_KEY), &hash)) return false;
    int found = dict_find(&vm->heap, mapping, native_get(vm, frame, COUNT_KEY), hash, &old);
    if (vm_failed(vm)) return false;
    if (!found) {
        Ref one = int_new(&vm->heap, 1);
        bool stored = store(vm, frame, mapping, hash, one);
        if (!vm->halt) heap_decref(&vm->heap, one);
        return stored;
    }
    return add_one(vm, frame, old) &&
           store(vm, frame, mapping, hash, native_get(vm, frame, COUNT_SUM));
}

static bool count_anywhere(Vm *vm, Ref frame, Ref mapping) {
    Ref key = native_get(vm, frame, COUNT_KEY), zero = int_new(&vm->heap, 0);
    Ref get = native_get(vm, frame, COUNT_GET);
    Ref old = vm_call_values(vm, get, key, zero, REF_NULL);
    if (vm->halt) return false;
    heap_decref(&vm->heap, zero);
    if (!old) return false;
    native_put(vm, frame, COUNT_OLD, old);
    bool added = add_one(vm, frame, old);
    if (vm->halt) return false;
    native_set(vm, frame, COUNT_OLD, REF_NULL);
    return added && object_setitem(vm, mapping, key, native_get(vm, frame, COUNT_SUM));
}

static bool count_all(Vm *vm, Ref frame, Ref mapping, Ref iterable) {
    Ref iterator = object_iter(vm, iterable);
    if (!iterator) return false;
    native_put(vm, frame, COUNT_ITERATOR, iterator);
    bool plain = counts_as_dict(vm, mapping);
    if (vm->halt) return false;
    if (!plain) {
        Ref get = object_getattr_cstr(vm, mapping, "get");
        if (!get) return false;
        native_put(vm, frame, COUNT_GET, get);
    }
    for (;;) {
        if (vm->interrupt) return vm_limit(vm, "interrupted"), false;
        Ref key = object_next(vm, iterator);
        if (!key) return !vm_failed(vm);
        native_put(vm, frame, COUNT_KEY, key);
        bool counted =
            plain ? count_in_dict(vm, frame, mapping) : count_anywhere(vm, frame, mapping);
        if (!counted) return false;
        native_set(vm, frame, COUNT_SUM, REF_NULL);
        native_set(vm, frame, COUNT_KEY, REF_NULL);
        if (vm->halt) return false;
    }
}

static Ref count_elements(Vm *vm, Ref self, Args args) {
    (void)self;
    Ref frame = native_push(vm, &count_frame);
    if (!frame) return REF_NULL;
    bool done = count_all(vm, frame, args.values[0], args.values[1]);
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return done && !vm->halt ? new_none(vm) : REF_NULL;
}

/* ---- what the module asks of others ---- */

/* _is_mapping(object): isinstance(object, collections.abc.Mapping), which the classes here are that
 * were registered there, and theirs. The caches of ABCs take weak references to the class and its
 * like, which are not modelled. */
static Ref is_mapping(Vm *vm, Ref self, Args args) {
    (void)self;
    static const TypeId registered[] = {TYPE_ID_DICT, TYPE_ID_MAPPING_PROXY};
    Heap *heap = &vm->heap;
    const Type *type = heap_type_of(heap, args.values[0]);
    if (type->flags & TYPE_HEAP) heap_set(heap, type->flags, type->flags | TYPE_ABC_CACHED);
    books_forget(vm, BOOKS_COUNTS_UNKNOWN);
    int is = 0;
    for (size_t i = 0; !is && i < sizeof registered / sizeof *registered; ++i) {
        is = object_isinstance(vm, args.values[0], type_ref(heap, registered[i]));
    }
    return is < 0 ? REF_NULL : new_bool(vm, is);
}

/* _load(name): what `import` of a module of which Lastref has no text does to the books. */
static Ref load(Vm *vm, Ref self, Args args) {
    (void)self;
    TextBuffer name = {0};
    str_append_to(&vm->heap, args.values[0], &name);
    bool loaded = dict_get_str(&vm->heap, vm_machine(vm)->modules, args.values[0]) != REF_NULL;
    Ref module = loaded ? REF_NULL : library_import(vm, text_cstr(&name));
    text_deinit(&name);
    if (module) heap_decref(&vm->heap, module);
    return vm_failed(vm) ? REF_NULL : new_none(vm);
}

/* _elements(items) */
static Ref elements(Vm *vm, Ref self, Args args) {
    (void)self;
    return repeated_elements(vm, args.values[0]);
}

extern const NativeFunction collections_functions[];
const NativeFunction collections_functions[] = {
    {"_count_elements", count_elements, NATIVE_FAST, 2, 2, 0},
    {"_elements", elements, NATIVE_O, 1, 1, 0},
    {"_is_mapping", is_mapping, NATIVE_O, 1, 1, 0},
    {"_load", load, NATIVE_O, 1, 1, 0},
    {0},
};

void collections_fill(Vm *vm, Ref dict) {
    static const struct {
        const char *name;
        TypeId type;
    } types[] = {{"deque", TYPE_ID_DEQUE},
                 {"defaultdict", TYPE_ID_DEFAULT_DICT},
                 {"_deque_iterator", TYPE_ID_DEQUE_ITERATOR},
                 {"_deque_reverse_iterator", TYPE_ID_DEQUE_REVERSE_ITERATOR},
                 {"_tuplegetter", TYPE_ID_TUPLE_GETTER}};
    Heap *heap = &vm->heap;
    for (size_t i = 0; i < sizeof types / sizeof *types; ++i) {
        dict_set_str(heap, dict, str_static(heap, types[i].name), type_ref(heap, types[i].type));
    }
    startup_add_unbuilt(vm, dict, "_collections", "OrderedDict");
}
