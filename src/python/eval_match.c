#include "python/eval_match.h"

#include "heap/list.h"
#include "heap/set.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"

bool eval_match_is_sequence(const Vm *vm, Ref subject) {
    switch (type_native(vm, heap_type(&vm->heap, subject))) {
    case TYPE_ID_LIST:
    case TYPE_ID_TUPLE:
    case TYPE_ID_RANGE:
    case TYPE_ID_DEQUE:
    case TYPE_ID_MEMORYVIEW: return true;
    default: return false;
    }
}

bool eval_match_is_mapping(const Vm *vm, Ref subject) {
    switch (type_native(vm, heap_type(&vm->heap, subject))) {
    case TYPE_ID_DICT:
    case TYPE_ID_DEFAULT_DICT:
    case TYPE_ID_MAPPING_PROXY: return true;
    default: return false;
    }
}

/* Notes a key or name as seen. False with an exception; `*again` when it was there. */
static bool see(Vm *vm, Ref seen, Ref key, bool *again) {
    int present = object_contains(vm, seen, key);
    *again = present > 0;
    return present > 0 || (present == 0 && object_set_add(vm, seen, key) >= 0);
}

static Ref raise_with_repr(Vm *vm, TypeId type, const char *before, Ref key, const char *after) {
    Ref shown = object_repr(vm, key);
    if (!shown) return REF_NULL;
    TextBuffer text = {0};
    str_append_to(&vm->heap, shown, &text);
    heap_decref(&vm->heap, shown);
    vm_raise(vm, type, "%s%s%s", before, text_cstr(&text), after);
    text_deinit(&text);
    return REF_NULL;
}

/* ---- mappings ---- */

enum { KEYS_GET, KEYS_SEEN, KEYS_ABSENT, KEYS_VALUES, KEYS_SLOTS };

static Ref match_keys(Vm *vm, Ref frame, Ref subject, Ref keys) {
    Heap *heap = &vm->heap;
    uint32_t count = tuple_size(heap, keys);
    Ref get, self;
    if (!object_getmethod(vm, subject, name_ref(vm, "get"), &get, &self)) return REF_NULL;
    native_put(vm, frame, KEYS_GET, get);
    bool method = self != REF_NULL;
    if (method) heap_decref(heap, self); /* the value stack holds the subject */
    Ref seen = set_new(heap, type_ref(heap, TYPE_ID_SET));
    if (!seen) return error_no_memory(vm);
    native_put(vm, frame, KEYS_SEEN, seen);
    Ref absent = vm_call_values(vm, type_ref(heap, TYPE_ID_OBJECT), REF_NULL, REF_NULL, REF_NULL);
    if (!absent) return REF_NULL;
    native_put(vm, frame, KEYS_ABSENT, absent);
    Ref values = tuple_new(heap, count);
    if (!values) return error_no_memory(vm);
    native_put(vm, frame, KEYS_VALUES, values);
    for (uint32_t i = 0; i < count; i++) {
        Ref key = tuple_get(heap, keys, i);
        bool again;
        if (!see(vm, seen, key, &again)) return REF_NULL;
        if (again) {
            return raise_with_repr(vm, TYPE_ID_VALUE_ERROR,
                                   "mapping pattern checks duplicate key (", key, ")");
        }
        Ref arguments[] = {subject, key, absent};
        Ref value = vm_call(vm, get, (Args){arguments + !method, method ? 3 : 2, REF_NULL});
        if (!value) return REF_NULL;
        if (value == absent) {
            heap_decref(heap, value);
            return new_none(vm);
        }
        tuple_init_item(heap, values, i, value);
    }
    return native_take(vm, frame, KEYS_VALUES);
}

Ref eval_match_keys(Vm *vm, Ref subject, Ref keys) {
    static const char *const slots[KEYS_SLOTS] = {"get", "the keys seen", "the mark of absence",
                                                  "the values"};
    static const NativeFrame description = {"a mapping pattern", slots, KEYS_SLOTS};
    if (tuple_size(&vm->heap, keys) == 0) return tuple_new(&vm->heap, 0);
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    Ref result = match_keys(vm, frame, subject, keys);
    if (vm->halt) return REF_NULL;
    native_pop(vm, frame);
    return result;
}

/* ---- classes ---- */

enum { CLASS_MATCH_ARGS, CLASS_SEEN, CLASS_ATTRIBUTES, CLASS_SLOTS };

/* _Py_TPFLAGS_MATCH_SELF: `case int(n)` captures the subject itself. */
static bool matches_self(const Vm *vm, Ref type) {
    switch (type_native(vm, type)) {
    case TYPE_ID_BOOL:
    case TYPE_ID_BYTEARRAY:
    case TYPE_ID_BYTES:
    case TYPE_ID_DICT:
    case TYPE_ID_DEFAULT_DICT:
    case TYPE_ID_FLOAT:
    case TYPE_ID_FROZENSET:
    case TYPE_ID_INT:
    case TYPE_ID_LIST:
    case TYPE_ID_SET:
    case TYPE_ID_STR:
    case TYPE_ID_TUPLE: return true;
    default: return false;
    }
}

/* match_class_attr: adds the attribute to the list. False when it is absent or with an exception.
 */
static bool add_attribute(Vm *vm, Ref frame, Ref subject, Ref type, Ref name) {
    char text[TYPE_NAME_MAX];
    bool again;
    if (!see(vm, native_get(vm, frame, CLASS_SEEN), name, &again)) return false;
    if (again) {
        TextBuffer before = {0};
        text_appendf(&before, "%s() got multiple sub-patterns for attribute ",
                     type_name(vm, type, text, sizeof text));
        raise_with_repr(vm, TYPE_ID_TYPE_ERROR, text_cstr(&before), name, "");
        text_deinit(&before);
        return false;
    }
    Ref value = object_getattr(vm, subject, name);
    if (!value) {
        if (!vm->halt && vm_error_is(vm, TYPE_ID_ATTRIBUTE_ERROR)) vm_clear_error(vm);
        return false;
    }
    return list_append(&vm->heap, native_get(vm, frame, CLASS_ATTRIBUTES), value);
}

/* The tuple __match_args__, () where the class has none. */
static Ref find_match_args(Vm *vm, Ref type, bool *self) {
    char name[TYPE_NAME_MAX], given[TYPE_NAME_MAX];
    *self = false;
    Ref found = object_getattr_cstr(vm, type, "__match_args__");
    if (!found) {
        if (vm->halt || !vm_error_is(vm, TYPE_ID_ATTRIBUTE_ERROR)) return REF_NULL;
        vm_clear_error(vm);
        *self = matches_self(vm, type);
        return tuple_new(&vm->heap, 0);
    }
    if (is_exact(&vm->heap, found, TYPE_ID_TUPLE)) return found;
    vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s.__match_args__ must be a tuple (got %s)",
             type_name(vm, type, name, sizeof name),
             object_type_name(vm, found, given, sizeof given));
    heap_decref(&vm->heap, found);
    return REF_NULL;
}

static bool match_positional(Vm *vm, Ref frame, Ref subject, Ref type, uint32_t positional) {
    Heap *heap = &vm->heap;
    char name[TYPE_NAME_MAX];
    bool self;
    Ref match_args = find_match_args(vm, type, &self);
    if (!match_args) return false;
    native_put(vm, frame, CLASS_MATCH_ARGS, match_args);
    uint32_t allowed = self ? 1 : tuple_size(heap, match_args);
    if (allowed < positional) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s() accepts %u positional sub-pattern%s (%u given)",
                 type_name(vm, type, name, sizeof name), allowed, allowed == 1 ? "" : "s",
                 positional);
        return false;
    }
    if (self) {
        return list_append(heap, native_get(vm, frame, CLASS_ATTRIBUTES), new_ref(vm, subject));
    }
    for (uint32_t i = 0; i < positional; i++) {
        Ref attribute = tuple_get(heap, match_args, i);
        if (!is_exact(heap, attribute, TYPE_ID_STR)) {
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "__match_args__ elements must be strings (got %s)",
                     object_type_name(vm, attribute, name, sizeof name));
            return false;
        }
        if (!add_attribute(vm, frame, subject, type, attribute)) return false;
    }
    native_set(vm, frame, CLASS_MATCH_ARGS, REF_NULL);
    return !vm->halt;
}

static bool match_class(Vm *vm, Ref frame, Ref subject, Ref type, uint32_t positional, Ref names) {
    Heap *heap = &vm->heap;
    Ref seen = set_new(heap, type_ref(heap, TYPE_ID_SET));
    if (!seen) return false;
    native_put(vm, frame, CLASS_SEEN, seen);
    Ref attributes = list_new(heap, 0);
    if (!attributes) return false;
    native_put(vm, frame, CLASS_ATTRIBUTES, attributes);
    if (positional && !match_positional(vm, frame, subject, type, positional)) return false;
    for (uint32_t i = 0; i < tuple_size(heap, names); i++) {
        if (!add_attribute(vm, frame, subject, type, tuple_get(heap, names, i))) return false;
    }
    Ref tuple = object_to_tuple(vm, attributes);
    if (!tuple) return false;
    native_set(vm, frame, CLASS_ATTRIBUTES, tuple);
    return !vm->halt;
}

Ref eval_match_class(Vm *vm, Ref subject, Ref type, uint32_t positional, Ref names) {
    static const char *const slots[CLASS_SLOTS] = {"__match_args__", "the names seen",
                                                   "the attributes"};
    static const NativeFrame description = {"a class pattern", slots, CLASS_SLOTS};
    Heap *heap = &vm->heap;
    if (!is_instance_flag(heap, type, TYPE_TYPE))
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "called match pattern must be a type");
    int is = object_isinstance(vm, subject, type);
    if (is <= 0) return is < 0 ? REF_NULL : new_none(vm);
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    bool matched = match_class(vm, frame, subject, type, positional, names);
    if (heap->failure) return error_no_memory(vm);
    if (vm->halt) return REF_NULL;
    Ref result = matched ? native_take(vm, frame, CLASS_ATTRIBUTES) : REF_NULL;
    native_pop(vm, frame);
    if (vm->halt || result) return result;
    return vm_failed(vm) ? REF_NULL : new_none(vm);
}
