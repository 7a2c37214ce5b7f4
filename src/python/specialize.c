#include "python/specialize.h"

#include "heap/dict.h"
#include "heap/dict_keys.h"
#include "heap/kind.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/code_unit.h"
#include "python/type.h"

#include <math.h>
#include <string.h>

/* An adaptive counter holds how often the plain form runs before the next try, and in the low bits
 * the power of two that it began with; that of a form counts the misses left. */
enum {
    BACKOFF_BITS = 4,
    BACKOFF_MAX = 16 - BACKOFF_BITS,
    BACKOFF_AFTER_MISSES = 5,
    MISSES = 53,
};

static uint32_t counter_of(uint32_t backoff) {
    return ((UINT32_C(1) << backoff) - 1) << BACKOFF_BITS | backoff;
}

static uint32_t backed_off(uint32_t counter) {
    uint32_t backoff = (counter & ((1 << BACKOFF_BITS) - 1)) + 1;
    return counter_of(backoff > BACKOFF_MAX ? BACKOFF_MAX : backoff);
}

bool specialize_takes_part(uint32_t word) {
    switch (word & 0xFF) {
    case OP_BINARY_OP:
        switch ((word >> 8) % BINARY_INPLACE) {
        case BINARY_ADD:
        case BINARY_SUBTRACT:
        case BINARY_MULTIPLY: return true;
        default: return false; /* becomes BINARY_OP for good */
        }
    case OP_COMPARE_OP:
    case OP_BINARY_SUBSCR:
    case OP_STORE_SUBSCR:
    case OP_STORE_ATTR:
    case OP_PRECALL: return true;
    default: return false;
    }
}

/* ---- versions ---- */

/* tp_version_tag and func_version: given when a form asks for one, never given twice. */
static uint32_t version_of(Vm *vm, const uint32_t *version) {
    if (!*version) {
        const Machine *machine = vm_machine(vm);
        vm_set(vm, machine->versions, machine->versions + 1);
        image_set32(&vm->heap.image, version, machine->versions);
    }
    return *version;
}

void specialize_forget_type(Vm *vm, Ref type) {
    const Type *self = type_at(vm, type);
    if (self->version) heap_set(&vm->heap, self->version, 0);
    if (!self->subclasses) return;
    uint32_t position = 0;
    Ref key, weak;
    while (dict_next(&vm->heap, self->subclasses, &position, &key, &weak, NULL)) {
        Ref derived = heap_at(&vm->heap, Weakref, weak)->referent;
        if (derived) specialize_forget_type(vm, derived);
    }
}

/* ---- operands ---- */

static bool are_both(const Heap *heap, const Site *site, TypeId type) {
    return is_exact(heap, site->sp[-1], type) && is_exact(heap, site->sp[-2], type);
}

static bool is_one_digit(const Heap *heap, Ref number) {
    return heap_at(heap, Int, number)->size <= 1;
}

/* A key that is an int in range without a look at its sign. */
static bool is_index_below(const Heap *heap, Ref key, uint32_t size) {
    if (!is_exact(heap, key, TYPE_ID_INT)) return false;
    const Int *number = heap_at(heap, Int, key);
    if (number->size > 1 || (number->size && number->negative)) return false;
    return (number->size ? number->digits[0] : 0) < size;
}

static uint32_t opcode_at(const Site *site, uint32_t ip) {
    return ip < site->code->count ? site->words[ip].word & 0xFF : 0;
}

/* ---- BINARY_OP ---- */

static bool stores_into(const Site *site, Ref value) {
    uint32_t next = site->words[site->ip + 1].word;
    return (next & 0xFF) == OP_STORE_FAST && site->slots[next >> 8] == value;
}

static Form choose_binary_op(const Heap *heap, const Site *site) {
    bool adds = (site->words[site->ip].word >> 8) % BINARY_INPLACE == BINARY_ADD;
    if (are_both(heap, site, TYPE_ID_INT)) return FORM_BINARY_OP_INT;
    if (are_both(heap, site, TYPE_ID_FLOAT)) return FORM_BINARY_OP_FLOAT;
    if (!adds || !are_both(heap, site, TYPE_ID_STR)) return FORM_PLAIN;
    return stores_into(site, site->sp[-2]) ? FORM_BINARY_OP_INPLACE_ADD_UNICODE
                                           : FORM_BINARY_OP_ADD_UNICODE;
}

static bool hits_binary_op(const Heap *heap, const Site *site, Form form) {
    switch ((int)form) {
    case FORM_BINARY_OP_INT: return are_both(heap, site, TYPE_ID_INT);
    case FORM_BINARY_OP_FLOAT: return are_both(heap, site, TYPE_ID_FLOAT);
    case FORM_BINARY_OP_ADD_UNICODE: return are_both(heap, site, TYPE_ID_STR);
    default: return are_both(heap, site, TYPE_ID_STR) && stores_into(site, site->sp[-2]);
    }
}

/* ---- COMPARE_OP ---- */

/* CPython looks for a jump right behind: one with a far target has an EXTENDED_ARG before it. */
static bool is_before_jump(const Heap *heap, const Site *site) {
    enum { UNITS = 3 /* COMPARE_OP with its caches */ };
    switch (opcode_at(site, site->ip + 1)) {
    case OP_POP_JUMP_FORWARD_IF_FALSE:
    case OP_POP_JUMP_FORWARD_IF_TRUE:
    case OP_POP_JUMP_BACKWARD_IF_FALSE:
    case OP_POP_JUMP_BACKWARD_IF_TRUE: break;
    default: return false;
    }
    const CodePosition *at = heap_at(heap, CodePosition, site->code->locations) + site->ip;
    return at[1].unit == at[0].unit + UNITS;
}

static Form choose_compare_op(const Heap *heap, const Site *site) {
    uint32_t op = site->words[site->ip].word >> 8;
    if (!is_before_jump(heap, site)) return FORM_PLAIN;
    if (are_both(heap, site, TYPE_ID_FLOAT)) return FORM_COMPARE_OP_FLOAT_JUMP;
    if (are_both(heap, site, TYPE_ID_INT)) {
        bool small = is_one_digit(heap, site->sp[-1]) && is_one_digit(heap, site->sp[-2]);
        return small ? FORM_COMPARE_OP_INT_JUMP : FORM_PLAIN;
    }
    bool equality = op == COMPARE_EQ || op == COMPARE_NE;
    return equality && are_both(heap, site, TYPE_ID_STR) ? FORM_COMPARE_OP_STR_JUMP : FORM_PLAIN;
}

static bool hits_compare_op(const Heap *heap, const Site *site, Form form) {
    switch ((int)form) {
    case FORM_COMPARE_OP_FLOAT_JUMP:
        return are_both(heap, site, TYPE_ID_FLOAT) &&
               !isnan(heap_at(heap, Float, site->sp[-1])->value) &&
               !isnan(heap_at(heap, Float, site->sp[-2])->value);
    case FORM_COMPARE_OP_INT_JUMP:
        return are_both(heap, site, TYPE_ID_INT) && is_one_digit(heap, site->sp[-1]) &&
               is_one_digit(heap, site->sp[-2]);
    default: return are_both(heap, site, TYPE_ID_STR);
    }
}

/* ---- BINARY_SUBSCR ---- */

static Ref find_getitem(Vm *vm, Ref container) {
    return type_find(vm, heap_type(&vm->heap, container), dunder_name(vm, DUNDER_GETITEM));
}

static Form choose_binary_subscr(Vm *vm, const Site *site, const InlineCache *cache) {
    const Heap *heap = &vm->heap;
    Ref container = site->sp[-2];
    bool by_int = is_exact(heap, site->sp[-1], TYPE_ID_INT);
    if (is_exact(heap, container, TYPE_ID_LIST)) {
        return by_int ? FORM_BINARY_SUBSCR_LIST_INT : FORM_PLAIN;
    }
    if (is_exact(heap, container, TYPE_ID_TUPLE)) {
        return by_int ? FORM_BINARY_SUBSCR_TUPLE_INT : FORM_PLAIN;
    }
    if (is_exact(heap, container, TYPE_ID_DICT)) return FORM_BINARY_SUBSCR_DICT;
    Ref getitem = find_getitem(vm, container);
    if (!getitem || heap_kind(heap, getitem) != KIND_FUNCTION) return FORM_PLAIN;
    const Function *function = heap_at(heap, Function, getitem);
    const Code *code = heap_at(heap, Code, function->code);
    bool simple = (code->flags & CODE_OPTIMIZED) && !code->kwonlyargcount &&
                  !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS));
    if (!simple || code->argcount != 2) return FORM_PLAIN;
    const Type *type = heap_type_of(heap, container);
    heap_set(&vm->heap, cache->type_version, version_of(vm, &type->version));
    heap_set(&vm->heap, cache->detail, version_of(vm, &function->version));
    return FORM_BINARY_SUBSCR_GETITEM;
}

static bool hits_binary_subscr(Vm *vm, const Site *site, const InlineCache *cache) {
    const Heap *heap = &vm->heap;
    Ref container = site->sp[-2], key = site->sp[-1];
    switch ((int)cache->form) {
    case FORM_BINARY_SUBSCR_LIST_INT:
        return is_exact(heap, container, TYPE_ID_LIST) &&
               is_index_below(heap, key, list_size(heap, container));
    case FORM_BINARY_SUBSCR_TUPLE_INT:
        return is_exact(heap, container, TYPE_ID_TUPLE) &&
               is_index_below(heap, key, tuple_size(heap, container));
    case FORM_BINARY_SUBSCR_DICT: return is_exact(heap, container, TYPE_ID_DICT);
    default:
        if (heap_type_of(heap, container)->version != cache->type_version) return false;
        return heap_at(heap, Function, find_getitem(vm, container))->version == cache->detail;
    }
}

/* ---- STORE_SUBSCR ---- */

static bool stores_into_list(const Heap *heap, const Site *site) {
    Ref container = site->sp[-2];
    return is_exact(heap, container, TYPE_ID_LIST) &&
           is_index_below(heap, site->sp[-1], list_size(heap, container));
}

static Form choose_store_subscr(const Heap *heap, const Site *site) {
    if (stores_into_list(heap, site)) return FORM_STORE_SUBSCR_LIST_INT;
    return is_exact(heap, site->sp[-2], TYPE_ID_DICT) ? FORM_STORE_SUBSCR_DICT : FORM_PLAIN;
}

static bool hits_store_subscr(const Heap *heap, const Site *site, Form form) {
    if (form == FORM_STORE_SUBSCR_DICT) return is_exact(heap, site->sp[-2], TYPE_ID_DICT);
    return stores_into_list(heap, site);
}

/* ---- STORE_ATTR ---- */

/* A member descriptor that __slots__ made (T_OBJECT_EX). */
static bool is_object_slot(const Heap *heap, Ref descriptor) {
    return is_exact(heap, descriptor, TYPE_ID_MEMBER_DESCRIPTOR) &&
           heap_at(heap, GetSet, descriptor)->which == GETSET_MEMBER;
}

static Ref attribute_name(const Heap *heap, const Site *site) {
    return tuple_get(heap, site->code->names, site->words[site->ip].word >> 8);
}

/* The place of an attribute among a dict's entries, or KEYS_INDEX_EMPTY (_PyDict_GetItemHint). */
static int32_t entry_of(Heap *heap, Ref keys, Ref name) {
    const DictKeys *at = keys_at(heap, keys);
    return keys_is_unicode(at) ? keys_find_str(heap, at, name, str_hash(heap, name))
                               : KEYS_INDEX_EMPTY;
}

/* specialize_dict_access */
static Form choose_dict_store(Vm *vm, const Site *site, const InlineCache *cache) {
    Heap *heap = &vm->heap;
    Ref owner = site->sp[-1];
    const Type *type = heap_type_of(heap, owner);
    if (!(type->flags & TYPE_MANAGED_DICT)) return FORM_PLAIN;
    Ref dict = heap_preheader(heap, owner)->dict;
    if (dict && !is_exact(heap, dict, TYPE_ID_DICT)) return FORM_PLAIN;
    Ref keys = dict ? heap_at(heap, Dict, dict)->keys : type->keys;
    int32_t entry = keys ? entry_of(heap, keys, attribute_name(heap, site)) : KEYS_INDEX_EMPTY;
    if (entry < 0 || entry > UINT16_MAX) return FORM_PLAIN;
    heap_set(heap, cache->type_version, version_of(vm, &type->version));
    heap_set(heap, cache->detail, (uint32_t)entry);
    return dict ? FORM_STORE_ATTR_WITH_HINT : FORM_STORE_ATTR_INSTANCE_VALUE;
}

static Form choose_store_attr(Vm *vm, const Site *site, const InlineCache *cache) {
    Heap *heap = &vm->heap;
    Ref owner = site->sp[-1], type = heap_type(heap, owner);
    bool generic =
        !type_slots(vm, type)->setattr || type_slots(vm, type)->setattr == object_generic_setattr;
    if (!generic || type_overrides(vm, type, DUNDER_SETATTR) ||
        type_overrides(vm, type, DUNDER_DELATTR)) {
        return FORM_PLAIN;
    }
    Ref descriptor = type_find(vm, type, attribute_name(heap, site));
    if (!descriptor) return choose_dict_store(vm, site, cache);
    if (type_is_heap(vm, heap_type(heap, descriptor))) return FORM_PLAIN; /* of a mutable class */
    if (is_object_slot(heap, descriptor)) {
        heap_set(heap, cache->type_version, version_of(vm, &type_at(vm, type)->version));
        return FORM_STORE_ATTR_SLOT;
    }
    bool hides = descriptor_is_data(vm, descriptor) || descriptor_is_method(vm, descriptor);
    return hides ? FORM_PLAIN : choose_dict_store(vm, site, cache);
}

static bool hits_store_attr(const Heap *heap, const Site *site, const InlineCache *cache) {
    Ref owner = site->sp[-1];
    if (heap_type_of(heap, owner)->version != cache->type_version) return false;
    if (cache->form == FORM_STORE_ATTR_SLOT) return true;
    const Preheader *before = heap_preheader(heap, owner);
    if (cache->form == FORM_STORE_ATTR_INSTANCE_VALUE) return before->values != REF_NULL;
    if (!before->dict) return false;
    const Dict *dict = heap_at(heap, Dict, before->dict);
    const DictKeys *keys = keys_at(heap, dict->keys);
    if (dict->values || cache->detail >= keys->entries) return false;
    return *keys_key(keys, cache->detail) == attribute_name(heap, site) &&
           *keys_value(keys, cache->detail);
}

/* ---- PRECALL ---- */

/* The callable and the number of its arguments, a method's self included. */
typedef struct Callable {
    Ref object;
    uint32_t count;
    bool is_method;
} Callable;

static Callable callable_of(const Site *site) {
    uint32_t given = site->words[site->ip].word >> 8;
    bool is_method = site->sp[-2 - (ptrdiff_t)given] != REF_NULL;
    uint32_t count = given + is_method;
    return (Callable){site->sp[-1 - (ptrdiff_t)count], count, is_method};
}

static const NativeFunction *builtin_row(const Heap *heap, Ref callable) {
    return is_exact(heap, callable, TYPE_ID_BUILTIN_FUNCTION)
               ? native_function(heap_at(heap, CFunction, callable)->native)
               : NULL;
}

static const NativeFunction *method_row(const Heap *heap, Ref callable) {
    return is_exact(heap, callable, TYPE_ID_METHOD_DESCRIPTOR)
               ? native_function(heap_at(heap, MethodDescriptor, callable)->native)
               : NULL;
}

/* len or isinstance itself, wherever it was found. */
static bool is_function(const Heap *heap, Ref callable, const char *name) {
    const NativeFunction *row = builtin_row(heap, callable);
    return row && !heap_at(heap, CFunction, callable)->owner && strcmp(row->name, name) == 0;
}

static Form choose_builtin(const Heap *heap, const NativeFunction *row, Callable called,
                           Ref names) {
    switch (row->kind) {
    case NATIVE_O:
        if (names || called.count != 1) return FORM_PLAIN;
        return is_function(heap, called.object, "len") ? FORM_PRECALL_NO_KW_LEN
                                                       : FORM_PRECALL_NO_KW_BUILTIN_O;
    case NATIVE_FAST:
        if (names) return FORM_PLAIN;
        return called.count == 2 && is_function(heap, called.object, "isinstance")
                   ? FORM_PRECALL_NO_KW_ISINSTANCE
                   : FORM_PRECALL_NO_KW_BUILTIN_FAST;
    case NATIVE_FAST_KEYWORDS: return FORM_PRECALL_BUILTIN_FAST_WITH_KEYWORDS;
    default: return FORM_PLAIN;
    }
}

static bool is_list_append(const Vm *vm, Ref callable) {
    const MethodDescriptor *method = heap_at(&vm->heap, MethodDescriptor, callable);
    return method->owner == type_ref(&vm->heap, TYPE_ID_LIST) &&
           str_equal_cstr(&vm->heap, method->name, "append");
}

static Form choose_method(const Vm *vm, const NativeFunction *row, Callable called,
                          const Site *site) {
    enum { NEXT = 2 /* the instruction after CALL */ };
    if (site->names) return FORM_PLAIN;
    switch (row->kind) {
    case NATIVE_NOARGS:
        return called.count == 1 ? FORM_PRECALL_NO_KW_METHOD_DESCRIPTOR_NOARGS : FORM_PLAIN;
    case NATIVE_O:
        if (called.count != 2) return FORM_PLAIN;
        return is_list_append(vm, called.object) && called.is_method &&
                       opcode_at(site, site->ip + NEXT) == OP_POP_TOP
                   ? FORM_PRECALL_NO_KW_LIST_APPEND
                   : FORM_PRECALL_NO_KW_METHOD_DESCRIPTOR_O;
    case NATIVE_FAST: return FORM_PRECALL_NO_KW_METHOD_DESCRIPTOR_FAST;
    case NATIVE_FAST_KEYWORDS: return FORM_PRECALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS;
    default: return FORM_PLAIN;
    }
}

static Form choose_class(const Vm *vm, Callable called, Ref names) {
    const Heap *heap = &vm->heap;
    if (!(type_at(vm, called.object)->flags & TYPE_IMMUTABLE)) return FORM_PLAIN;
    if (called.count == 1 && !called.is_method && !names) {
        if (called.object == type_ref(heap, TYPE_ID_STR)) return FORM_PRECALL_NO_KW_STR_1;
        if (called.object == type_ref(heap, TYPE_ID_TYPE)) return FORM_PRECALL_NO_KW_TYPE_1;
        if (called.object == type_ref(heap, TYPE_ID_TUPLE)) return FORM_PRECALL_NO_KW_TUPLE_1;
    }
    return type_has_vectorcall(vm, called.object) ? FORM_PRECALL_BUILTIN_CLASS : FORM_PLAIN;
}

static Form choose_precall(Vm *vm, const Site *site) {
    const Heap *heap = &vm->heap;
    Callable called = callable_of(site);
    const NativeFunction *row = builtin_row(heap, called.object);
    if (row) return choose_builtin(heap, row, called, site->names);
    if (heap_kind(heap, called.object) == KIND_FUNCTION) return FORM_PRECALL_PYFUNC;
    if (is_type(vm, called.object)) return choose_class(vm, called, site->names);
    row = method_row(heap, called.object);
    if (row) return choose_method(vm, row, called, site);
    bool bound = is_exact(heap, called.object, TYPE_ID_METHOD);
    return bound ? FORM_PRECALL_BOUND_METHOD : FORM_PLAIN;
}

/* PyCFunction_GET_FLAGS(callable) == the kind alone. */
static bool is_builtin_of(const Heap *heap, Callable called, NativeKind kind) {
    const NativeFunction *row = builtin_row(heap, called.object);
    return row && row->kind == kind && !row->flags;
}

static bool is_method_of(const Heap *heap, const Site *site, Callable called, NativeKind kind) {
    const NativeFunction *row = method_row(heap, called.object);
    if (!row || row->kind != kind || row->flags || !called.count) return false;
    Ref self = site->sp[-(ptrdiff_t)called.count];
    return heap_type(heap, self) == heap_at(heap, MethodDescriptor, called.object)->owner;
}

static bool hits_precall(Vm *vm, const Site *site, Form form) {
    const Heap *heap = &vm->heap;
    Callable called = callable_of(site);
    Ref object = called.object;
    switch ((int)form) {
    case FORM_PRECALL_PYFUNC: return heap_kind(heap, object) == KIND_FUNCTION;
    case FORM_PRECALL_BOUND_METHOD:
        return !called.is_method && is_exact(heap, object, TYPE_ID_METHOD);
    case FORM_PRECALL_NO_KW_STR_1:
        return !called.is_method && object == type_ref(heap, TYPE_ID_STR);
    case FORM_PRECALL_NO_KW_TYPE_1:
        return !called.is_method && object == type_ref(heap, TYPE_ID_TYPE);
    case FORM_PRECALL_NO_KW_TUPLE_1:
        return !called.is_method && object == type_ref(heap, TYPE_ID_TUPLE);
    case FORM_PRECALL_BUILTIN_CLASS: return is_type(vm, object) && type_has_vectorcall(vm, object);
    case FORM_PRECALL_NO_KW_BUILTIN_O:
        return called.count == 1 && is_builtin_of(heap, called, NATIVE_O);
    case FORM_PRECALL_NO_KW_BUILTIN_FAST: return is_builtin_of(heap, called, NATIVE_FAST);
    case FORM_PRECALL_BUILTIN_FAST_WITH_KEYWORDS:
        return is_builtin_of(heap, called, NATIVE_FAST_KEYWORDS);
    case FORM_PRECALL_NO_KW_LEN: return called.count == 1 && is_function(heap, object, "len");
    case FORM_PRECALL_NO_KW_ISINSTANCE:
        return called.count == 2 && is_function(heap, object, "isinstance");
    case FORM_PRECALL_NO_KW_LIST_APPEND:
        return called.is_method && method_row(heap, object) && is_list_append(vm, object) &&
               heap_type_of(heap, site->sp[-2])->flags & TYPE_LIST;
    case FORM_PRECALL_NO_KW_METHOD_DESCRIPTOR_O:
        return called.count == 2 && is_method_of(heap, site, called, NATIVE_O);
    case FORM_PRECALL_NO_KW_METHOD_DESCRIPTOR_NOARGS:
        return called.count == 1 && is_method_of(heap, site, called, NATIVE_NOARGS);
    case FORM_PRECALL_NO_KW_METHOD_DESCRIPTOR_FAST:
        return is_method_of(heap, site, called, NATIVE_FAST);
    default: return is_method_of(heap, site, called, NATIVE_FAST_KEYWORDS);
    }
}

/* ---- deciding ---- */

static Form choose(Vm *vm, const Site *site, const InlineCache *cache) {
    switch (site->words[site->ip].word & 0xFF) {
    case OP_BINARY_OP: return choose_binary_op(&vm->heap, site);
    case OP_COMPARE_OP: return choose_compare_op(&vm->heap, site);
    case OP_BINARY_SUBSCR: return choose_binary_subscr(vm, site, cache);
    case OP_STORE_SUBSCR: return choose_store_subscr(&vm->heap, site);
    case OP_STORE_ATTR: return choose_store_attr(vm, site, cache);
    default: return choose_precall(vm, site);
    }
}

static bool hits(Vm *vm, const Site *site, const InlineCache *cache) {
    Form form = (Form)cache->form;
    switch (site->words[site->ip].word & 0xFF) {
    case OP_BINARY_OP: return hits_binary_op(&vm->heap, site, form);
    case OP_COMPARE_OP: return hits_compare_op(&vm->heap, site, form);
    case OP_BINARY_SUBSCR: return hits_binary_subscr(vm, site, cache);
    case OP_STORE_SUBSCR: return hits_store_subscr(&vm->heap, site, form);
    case OP_STORE_ATTR: return hits_store_attr(&vm->heap, site, cache);
    default: return hits_precall(vm, site, form);
    }
}

Form specialize(Vm *vm, const Site *site) {
    enum { ONE = 1 << BACKOFF_BITS };
    Heap *heap = &vm->heap;
    const InlineCache *cache =
        heap_at(heap, InlineCache, site->code->caches) + site->words[site->ip].cache - 1;
    if (cache->form == FORM_PLAIN) {
        if (cache->counter >= ONE) {
            heap_set(heap, cache->counter, cache->counter - ONE);
            return FORM_PLAIN;
        }
        Form form = choose(vm, site, cache);
        if (form == FORM_PLAIN) {
            /* the instruction starts again, and this time it waits */
            heap_set(heap, cache->counter, backed_off(cache->counter) - ONE);
            return FORM_PLAIN;
        }
        heap_set(heap, cache->form, (uint32_t)form);
        heap_set(heap, cache->counter, MISSES);
    }
    if (hits(vm, site, cache)) return (Form)cache->form;
    bool last = cache->counter == 1;
    if (last) heap_set(heap, cache->form, (uint32_t)FORM_PLAIN);
    heap_set(heap, cache->counter, last ? counter_of(BACKOFF_AFTER_MISSES) : cache->counter - 1);
    return FORM_PLAIN;
}
