/* What every object answers: text, comparison, hash, truth, call, class tests. Objects/object.c and
 * abstract.c of CPython 3.11 with the slot functions of typeobject.c. */
#include "heap/bytes.h"
#include "heap/dict.h"
#include "heap/int.h"
#include "heap/list.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/abstract_slots.h"
#include "python/error.h"
#include "python/generic_alias.h"
#include "python/slot_call.h"
#include "python/type.h"

static Ref raise_for_object(Vm *vm, const char *format, Ref object) {
    char name[TYPE_NAME_MAX];
    object_type_name(vm, object, name, sizeof name);
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, format, name);
}

Ref name_ref(Vm *vm, const char *ascii) {
    return str_static(&vm->heap, ascii);
}

/* ---- text ---- */

static bool is_str(const Vm *vm, Ref object) {
    return is_instance_flag(&vm->heap, object, TYPE_STR);
}

/* Steals `text`; it must be a str. */
static Ref require_str(Vm *vm, Ref text, const char *format) {
    if (!text || is_str(vm, text)) return text;
    raise_for_object(vm, format, text);
    heap_decref(&vm->heap, text);
    return REF_NULL;
}

Ref object_repr_slot(Vm *vm, Ref object) {
    Ref type = heap_type(&vm->heap, object);
    if (type_overrides(vm, type, DUNDER_REPR)) {
        return slot_call(vm, DUNDER_REPR, &object, 1, SLOT_RAISE);
    }
    return type_slots(vm, type)->repr(vm, object);
}

Ref object_repr(Vm *vm, Ref object) {
    if (!vm_enter_recursion(vm, " while getting the repr of an object")) return REF_NULL;
    Ref text = object_repr_slot(vm, object);
    vm_leave_recursion(vm);
    return require_str(vm, text, "__repr__ returned non-string (type %s)");
}

Ref object_str(Vm *vm, Ref object) {
    Ref type = heap_type(&vm->heap, object);
    if (is_exact(&vm->heap, object, TYPE_ID_STR)) return new_ref(vm, object);
    if (!vm_enter_recursion(vm, " while getting the str of an object")) return REF_NULL;
    Ref text;
    if (type_overrides(vm, type, DUNDER_STR)) {
        text = slot_call(vm, DUNDER_STR, &object, 1, SLOT_RAISE);
    } else {
        text = type_slots(vm, type)->str(vm, object);
    }
    vm_leave_recursion(vm);
    return require_str(vm, text, "__str__ returned non-string (type %s)");
}

Ref object_ascii(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    Ref repr = object_repr(vm, object);
    if (!repr || str_is_ascii(heap, repr)) return repr;
    TextBuffer text = {0};
    uint32_t length = str_length(heap, repr);
    for (uint32_t i = 0; i < length; ++i) {
        uint32_t c = str_at(heap, repr, i);
        if (c < 0x80) {
            text_append_char(&text, (char)c);
        } else if (c < 0x100) {
            text_appendf(&text, "\\x%02x", c);
        } else if (c < 0x10000) {
            text_appendf(&text, "\\u%04x", c);
        } else {
            text_appendf(&text, "\\U%08x", c);
        }
    }
    heap_decref(heap, repr);
    Ref result = str_new(heap, (Text){text.bytes, text.length});
    text_deinit(&text);
    return result ? result : error_no_memory(vm);
}

Ref object_format(Vm *vm, Ref object, Ref spec) {
    static const char *const slots[] = {"__format__"};
    static const NativeFrame description = {"format", slots, 1};
    Heap *heap = &vm->heap;
    if (!spec || str_length(heap, spec) == 0) {
        if (is_exact(heap, object, TYPE_ID_STR)) return new_ref(vm, object);
        if (is_exact(heap, object, TYPE_ID_INT)) return object_str(vm, object);
    }
    Ref type = heap_type(heap, object);
    Ref found = type_lookup(vm, type, dunder_name(vm, DUNDER_FORMAT));
    if (vm->halt) return REF_NULL;
    if (!found) return raise_for_object(vm, "Type %s doesn't define __format__", object);
    Ref method = descriptor_get(vm, found, object, type);
    if (!method) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(heap, method);
        return REF_NULL;
    }
    native_put(vm, frame, 0, method);
    Ref text =
        vm_call_values(vm, method, spec ? spec : heap_root(heap)->empty_str, REF_NULL, REF_NULL);
    native_pop(vm, frame);
    return require_str(vm, text, "__format__ must return a str, not %s");
}

/* Py_ReprEnter: the list lies in the thread state's dict under 'Py_Repr'. */
int object_repr_enter(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    const Machine *machine = vm_machine(vm);
    if (!machine->repr_dict) {
        Ref dict = dict_new(heap);
        if (!dict) return error_no_memory(vm), -1;
        vm_set(vm, machine->repr_dict, dict);
    }
    Ref key = name_ref(vm, "Py_Repr");
    Ref list = dict_get_str(heap, machine->repr_dict, key);
    if (!list) {
        list = list_new(heap, 0);
        if (!list || dict_set_str(heap, machine->repr_dict, key, list) != 0) {
            return error_no_memory(vm), -1;
        }
        heap_decref(heap, list);
    }
    for (uint32_t i = list_size(heap, list); i > 0; --i) {
        if (list_get(heap, list, i - 1) == object) return 1;
    }
    if (!list_append(heap, list, new_ref(vm, object))) return error_no_memory(vm), -1;
    return 0;
}

void object_repr_leave(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    Ref list = dict_get_str(heap, vm_machine(vm)->repr_dict, name_ref(vm, "Py_Repr"));
    for (uint32_t i = list ? list_size(heap, list) : 0; i > 0; --i) {
        if (list_get(heap, list, i - 1) != object) continue;
        list_replace_slice(heap, list, i - 1, i, NULL, 0);
        return;
    }
}

/* ---- comparison ---- */

static const Dunder compare_names[] = {DUNDER_LT, DUNDER_LE, DUNDER_EQ,
                                       DUNDER_NE, DUNDER_GT, DUNDER_GE};
static const CompareOp swapped[] = {COMPARE_GT, COMPARE_GE, COMPARE_EQ,
                                    COMPARE_NE, COMPARE_LT, COMPARE_LE};

/* Whether the class defines one of the six: then slot_tp_richcompare serves all, and finds for
 * those not defined the wrapper of the C slot, which is called with tuples of its arguments. */
static bool compares_in_python(const Vm *vm, Ref type) {
    for (size_t i = 0; i < sizeof compare_names / sizeof *compare_names; ++i) {
        if (type_overrides(vm, type, compare_names[i])) return true;
    }
    return false;
}

Ref object_compare_slot(Vm *vm, Ref a, Ref b, CompareOp op) {
    Ref type = heap_type(&vm->heap, a);
    if (compares_in_python(vm, type)) {
        Ref values[] = {a, b};
        return slot_call(vm, compare_names[op], values, 2, SLOT_NOT_IMPLEMENTED);
    }
    Ref (*compare)(Vm *, Ref, Ref, CompareOp) = type_slots(vm, type)->compare;
    return compare ? compare(vm, a, b, op) : new_not_implemented(vm);
}

static Ref compare_unguarded(Vm *vm, Ref a, Ref b, CompareOp op) {
    static const char *const symbols[] = {"<", "<=", "==", "!=", ">", ">="};
    Heap *heap = &vm->heap;
    Ref type_a = heap_type(heap, a), type_b = heap_type(heap, b);
    Ref not_implemented = heap_root(heap)->not_implemented;
    bool reversed = false;
    Ref result;
    if (type_a != type_b && type_is_subtype(vm, type_b, type_a)) {
        reversed = true;
        result = object_compare_slot(vm, b, a, swapped[op]);
        if (result != not_implemented) return result;
        heap_decref(heap, result);
    }
    result = object_compare_slot(vm, a, b, op);
    if (result != not_implemented) return result;
    heap_decref(heap, result);
    if (!reversed) {
        result = object_compare_slot(vm, b, a, swapped[op]);
        if (result != not_implemented) return result;
        heap_decref(heap, result);
    }
    if (op == COMPARE_EQ) return new_bool(vm, a == b);
    if (op == COMPARE_NE) return new_bool(vm, a != b);
    char left[TYPE_NAME_MAX], right[TYPE_NAME_MAX];
    return vm_raise(vm, TYPE_ID_TYPE_ERROR, "'%s' not supported between instances of '%s' and '%s'",
                    symbols[op], object_type_name(vm, a, left, sizeof left),
                    object_type_name(vm, b, right, sizeof right));
}

Ref object_compare(Vm *vm, Ref a, Ref b, CompareOp op) {
    if (!vm_enter_recursion(vm, " in comparison")) return REF_NULL;
    Ref result = compare_unguarded(vm, a, b, op);
    vm_leave_recursion(vm);
    return result;
}

int object_compare_bool(Vm *vm, Ref a, Ref b, CompareOp op) {
    if (a == b) {
        if (op == COMPARE_EQ) return 1;
        if (op == COMPARE_NE) return 0;
    }
    Ref result = object_compare(vm, a, b, op);
    if (!result) return -1;
    return object_take_truth(vm, result);
}

/* ---- hash, truth ---- */

/* slot_tp_hash. */
static bool call_python_hash(Vm *vm, Ref object, uint64_t *hash) {
    Heap *heap = &vm->heap;
    Ref found = type_lookup(vm, heap_type(heap, object), dunder_name(vm, DUNDER_HASH));
    if (!found || found == heap_root(heap)->none) return hash_not_implemented(vm, object, hash);
    Ref result = slot_call(vm, DUNDER_HASH, &object, 1, SLOT_RAISE);
    if (!result) return false;
    if (!is_instance_flag(heap, result, TYPE_INT)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "__hash__ method should return an integer");
        heap_decref(heap, result);
        return false;
    }
    int64_t value;
    *hash = int_to_i64(heap, result, &value) ? (uint64_t)value : int_hash(heap, result);
    if (*hash == UINT64_MAX) *hash = UINT64_MAX - 1;
    heap_decref(heap, result);
    return true;
}

bool object_hash(Vm *vm, Ref object, uint64_t *hash) {
    Ref type = heap_type(&vm->heap, object);
    if (type_overrides(vm, type, DUNDER_HASH)) return call_python_hash(vm, object, hash);
    bool (*native)(Vm *, Ref, uint64_t *) = type_slots(vm, type)->hash;
    return native ? native(vm, object, hash) : hash_not_implemented(vm, object, hash);
}

/* slot_nb_bool for a class that defines __bool__. */
static int call_python_bool(Vm *vm, Ref object) {
    Heap *heap = &vm->heap;
    Ref result = slot_call(vm, DUNDER_BOOL, &object, 1, SLOT_RAISE);
    if (!result) return -1;
    int truth = -1;
    if (heap_kind(heap, result) == KIND_BOOL) {
        truth = result == heap_root(heap)->true_;
    } else {
        raise_for_object(vm, "__bool__ should return bool, returned %s", result);
    }
    heap_decref(heap, result);
    return truth;
}

int object_is_true(Vm *vm, Ref object) {
    const HeapRoot *root = heap_root(&vm->heap);
    if (object == root->true_) return 1;
    if (object == root->false_ || object == root->none) return 0;
    Ref type = heap_type(&vm->heap, object);
    if (type_overrides(vm, type, DUNDER_BOOL)) return call_python_bool(vm, object);
    const TypeSlots *slots = type_slots(vm, type);
    if (slots->truth) return slots->truth(vm, object);
    if (!type_overrides(vm, type, DUNDER_LEN) && !slots->length) return 1;
    int64_t length = object_length(vm, object);
    return length < 0 ? -1 : length > 0;
}

int object_is_abstract(Vm *vm, Ref object) {
    Ref value = object_find_attr(vm, object, dunder_name(vm, DUNDER_ISABSTRACTMETHOD));
    if (!value) return vm_failed(vm) ? -1 : 0;
    return object_take_truth(vm, value);
}

int object_take_truth(Vm *vm, Ref object) {
    static const char *const slots[] = {"the answer"};
    static const NativeFrame description = {"a truth test", slots, 1};
    const HeapRoot *root = heap_root(&vm->heap);
    if (object == root->true_ || object == root->false_) {
        heap_decref(&vm->heap, object);
        return object == root->true_;
    }
    Ref frame = native_push(vm, &description);
    if (!frame) return -1;
    native_put(vm, frame, 0, object);
    int truth = object_is_true(vm, object);
    native_pop(vm, frame);
    return truth;
}

/* ---- calls ---- */

Ref object_call_bound(Vm *vm, Ref self, const char *name, const Ref *values, uint32_t count,
                      bool *found) {
    static const char *const slots[] = {"the bound method"};
    static const NativeFrame description = {"a special method", slots, 1};
    Heap *heap = &vm->heap;
    Ref type = heap_type(heap, self);
    Ref function = type_lookup(vm, type, name_ref(vm, name));
    *found = function != REF_NULL;
    if (!function || vm->halt) return REF_NULL;
    Ref method = descriptor_get(vm, function, self, type);
    if (!method) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(heap, method);
        return REF_NULL;
    }
    native_put(vm, frame, 0, method);
    Ref result = vm_call(vm, method, (Args){values, count, REF_NULL});
    native_pop(vm, frame);
    return result;
}

bool object_is_callable(const Vm *vm, Ref object) {
    Ref type = heap_type(&vm->heap, object);
    return type_overrides(vm, type, DUNDER_CALL) || type_slots(vm, type)->call ||
           heap_kind(&vm->heap, object) == KIND_FUNCTION;
}

/* slot_tp_call: the arguments are in a tuple and a dict that _PyObject_MakeTpCall made. */
static Ref call_python_call(Vm *vm, Ref callable, Args args) {
    static const char *const slots[] = {"the arguments", "the keyword arguments"};
    static const NativeFrame description = {"__call__", slots, 2};
    Ref frame = call_push_arguments(vm, &description, args);
    if (!frame) return REF_NULL;
    Ref result = slot_call_args(vm, DUNDER_CALL, callable, args);
    native_pop(vm, frame);
    return result;
}

Ref object_call_slot(Vm *vm, Ref callable, Args args) {
    Ref type = heap_type(&vm->heap, callable);
    if (type_overrides(vm, type, DUNDER_CALL)) return call_python_call(vm, callable, args);
    Ref (*call)(Vm *, Ref, Args) = type_slots(vm, type)->call;
    if (!call) return raise_for_object(vm, "'%s' object is not callable", callable);
    return call(vm, callable, args);
}

/* ---- isinstance, issubclass ---- */

int object_is_instance_of(Vm *vm, Ref object, Ref class) {
    Heap *heap = &vm->heap;
    if (!is_type(vm, class)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "isinstance() arg 2 must be a type, a tuple of types, or a union");
        return -1;
    }
    Ref own = heap_type(heap, object);
    if (type_is_subtype(vm, own, class)) return 1;
    Ref said = object_find_attr(vm, object, dunder_name(vm, DUNDER_CLASS));
    if (!said) return vm_failed(vm) ? -1 : 0;
    int result = said != own && is_type(vm, said) && type_is_subtype(vm, said, class);
    heap_decref(heap, said);
    return result;
}

int object_is_subclass_of(Vm *vm, Ref derived, Ref class) {
    if (is_type(vm, derived) && is_type(vm, class)) return type_is_subtype(vm, derived, class);
    if (!is_type(vm, derived)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "issubclass() arg 1 must be a class");
    } else {
        vm_raise(vm, TYPE_ID_TYPE_ERROR,
                 "issubclass() arg 2 must be a class, a tuple of classes, or a union");
    }
    return -1;
}

/* Calls the class's __instancecheck__ or __subclasscheck__, bound as _PyObject_LookupSpecial has
 * it. */
static int call_checker(Vm *vm, Ref class, Ref found, Ref value) {
    static const char *const slots[] = {"the check"};
    static const NativeFrame description = {"isinstance", slots, 1};
    Heap *heap = &vm->heap;
    Ref checker = descriptor_get(vm, found, class, heap_type(heap, class));
    if (!checker) return -1;
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(heap, checker);
        return -1;
    }
    native_put(vm, frame, 0, checker);
    Ref result = vm_call_values(vm, checker, value, REF_NULL, REF_NULL);
    int truth = result ? object_take_truth(vm, result) : -1;
    native_pop(vm, frame);
    return truth;
}

typedef int (*ClassTest)(Vm *vm, Ref value, Ref class);

static int test_classes(Vm *vm, Ref value, Ref classes, Dunder name, ClassTest test,
                        const char *where) {
    Heap *heap = &vm->heap;
    if (name == DUNDER_INSTANCECHECK && heap_type(heap, value) == classes) return 1;
    if (heap_type(heap, classes) == type_ref(heap, TYPE_ID_TYPE)) {
        if (value == classes && name == DUNDER_SUBCLASSCHECK) return 1;
        return test(vm, value, classes);
    }
    Ref united = union_type_args(vm, classes);
    if (united) classes = united;
    if (!vm_enter_recursion(vm, where)) return -1;
    int result = 0;
    if (is_instance_flag(heap, classes, TYPE_TUPLE)) {
        uint32_t count = tuple_size(heap, classes);
        for (uint32_t i = 0; i < count && result == 0; ++i) {
            result = test_classes(vm, value, tuple_get(heap, classes, i), name, test, where);
        }
    } else {
        Ref found = type_lookup(vm, heap_type(heap, classes), dunder_name(vm, name));
        if (vm->halt) {
            result = -1;
        } else if (found) {
            result = call_checker(vm, classes, found, value);
        } else {
            result = test(vm, value, classes);
        }
    }
    vm_leave_recursion(vm);
    return result;
}

int object_isinstance(Vm *vm, Ref object, Ref classes) {
    return test_classes(vm, object, classes, DUNDER_INSTANCECHECK, object_is_instance_of,
                        " in __instancecheck__");
}

int object_issubclass(Vm *vm, Ref derived, Ref classes) {
    return test_classes(vm, derived, classes, DUNDER_SUBCLASSCHECK, object_is_subclass_of,
                        " in __subclasscheck__");
}
