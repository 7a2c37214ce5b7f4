#include "python/native.h"

#include "base/memory.h"
#include "heap/str.h"
#include "python/abstract.h"
#include "python/native_table.h"
#include "python/type.h"
#include "python/weakref_call.h"

#include <string.h>

#define X(id, name, base, kind, basic, item, flags) extern const TypeSpec type_spec_##id;
STATIC_TYPES(X)
#undef X
#define X(id, name, base, basic) extern const TypeSpec type_spec_##id;
STATIC_EXCEPTIONS(X)
#undef X

extern const NativeFunction builtins_core[], builtins_object[], builtins_number[],
    builtins_container[], sys_functions[], gc_functions[], math_functions[], functools_functions[],
    collections_functions[], itertools_functions[];

const TypeSpec *native_spec(TypeId id) {
    static const TypeSpec *const specs[TYPE_ID_COUNT] = {
#define X(id, name, base, kind, basic, item, flags) [TYPE_ID_##id] = &type_spec_##id,
        STATIC_TYPES(X)
#undef X
#define X(id, name, base, basic) [TYPE_ID_##id] = &type_spec_##id,
            STATIC_EXCEPTIONS(X)
#undef X
    };
    assert(id < TYPE_ID_COUNT);
    return specs[id];
}

/* Row 0: T.__new__ of a built-in type T, self being T (add_tp_new_wrapper). */
static const NativeFunction special_rows[] = {
    {.name = "__new__", .call = native_new_wrapper, .kind = NATIVE_TUPLE_KEYWORDS, .max = -1},
    {0},
};

const NativeFunction *native_table(NativeTable table) {
    switch (table) {
    case NATIVE_TABLE_SPECIAL: return special_rows;
    case NATIVE_TABLE_CORE: return builtins_core;
    case NATIVE_TABLE_OBJECT: return builtins_object;
    case NATIVE_TABLE_NUMBER: return builtins_number;
    case NATIVE_TABLE_CONTAINER: return builtins_container;
    case NATIVE_TABLE_SYS: return sys_functions;
    case NATIVE_TABLE_GC: return gc_functions;
    case NATIVE_TABLE_WEAKREF: return weakref_functions;
    case NATIVE_TABLE_MATH: return math_functions;
    case NATIVE_TABLE_FUNCTOOLS: return functools_functions;
    case NATIVE_TABLE_COLLECTIONS: return collections_functions;
    case NATIVE_TABLE_ITERTOOLS: return itertools_functions;
    default: return native_spec((TypeId)(table - NATIVE_TABLE_TYPES))->methods;
    }
}

const NativeFunction *native_function(uint32_t index) {
    return &native_table((NativeTable)(index >> 16))[index & 0xFFFF];
}

const NativeGetSet *native_getset(uint32_t index) {
    return &native_spec((TypeId)(index >> 16))->getsets[index & 0xFFFF];
}

Ref native_touch_unbuilt(Vm *vm, Ref value) {
    const MethodDescriptor *marker = heap_at(&vm->heap, MethodDescriptor, value);
    TextBuffer text = {0};
    str_append_to(&vm->heap, marker->qualname, &text);
    vm_unsupported(vm, "%s", text_cstr(&text));
    text_deinit(&text);
    return REF_NULL;
}

/* ---- the C slots with inheritance ---- */

enum { SLOT_WORDS = sizeof(TypeSlots) / sizeof(void (*)(void)) };

static const TypeId static_bases[TYPE_ID_COUNT] = {
#define X(id, name, base, kind, basic, item, flags) [TYPE_ID_##id] = TYPE_ID_##base,
    STATIC_TYPES(X)
#undef X
#define X(id, name, base, basic) [TYPE_ID_##id] = TYPE_ID_##base,
        STATIC_EXCEPTIONS(X)
#undef X
};

/* inherit_slots of CPython. What it does besides copying null entries: hash and compare come
 * together; tp_new of object is not inherited by other static types. */
static void inherit(TypeSlots *into, const TypeSlots *own, const TypeSlots *base, bool from_object,
                    bool unhashable) {
    typedef void (*Any)(void);
    Any slots[SLOT_WORDS], parents[SLOT_WORDS];
    memcpy(slots, own, sizeof slots);
    memcpy(parents, base, sizeof parents);
    for (size_t i = 0; i < SLOT_WORDS; ++i) {
        if (!slots[i]) slots[i] = parents[i];
    }
    memcpy(into, slots, sizeof slots);
    if (own->compare && !own->hash) into->hash = hash_not_implemented;
    if (own->hash && !own->compare) into->compare = base->compare;
    if (unhashable) into->hash = hash_not_implemented;
    if (from_object && !own->create) into->create = NULL;
}

void native_init_slots(Vm *vm) {
    TypeSlots *slots = memory_alloc(sizeof(TypeSlots) * TYPE_ID_COUNT);
    slots[TYPE_ID_OBJECT] = native_spec(TYPE_ID_OBJECT)->slots;
    for (int id = TYPE_ID_OBJECT + 1; id < TYPE_ID_COUNT; ++id) {
        const TypeSpec *spec = native_spec((TypeId)id);
        TypeId base = static_bases[id];
        inherit(&slots[id], &spec->slots, &slots[base], base == TYPE_ID_OBJECT, spec->unhashable);
    }
    vm->slots = slots;
}

void native_deinit_slots(Vm *vm) {
    memory_free((void *)(uintptr_t)vm->slots);
    vm->slots = NULL;
}

const TypeSlots *type_slots(const Vm *vm, Ref type) {
    return &vm->slots[heap_at(&vm->heap, Type, type)->native];
}

bool hash_not_implemented(Vm *vm, Ref self, uint64_t *hash) {
    char name[TYPE_NAME_MAX];
    (void)hash;
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "unhashable type: '%s'",
             object_type_name(vm, self, name, sizeof name));
    return false;
}
