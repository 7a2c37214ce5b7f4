/* Attributes: Objects/object.c of CPython 3.11 (PyObject_GetAttr, _PyObject_GetMethod, generic
 * access) and the descriptor slots of typeobject.c. */
#include "heap/dict.h"
#include "heap/held.h"
#include "heap/kind.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/slot_call.h"
#include "python/type.h"

/* ---- descriptors ---- */

bool descriptor_is_method(const Vm *vm, Ref descriptor) {
    Ref type = heap_type(&vm->heap, descriptor);
    switch (heap_kind(&vm->heap, descriptor)) {
    case KIND_LRU_CACHE:
    case KIND_FUNCTION: return true;
    case KIND_METHOD_DESCRIPTOR: return type != type_ref(&vm->heap, TYPE_ID_CLASSMETHOD_DESCRIPTOR);
    default: return false;
    }
}

bool descriptor_has_get(const Vm *vm, Ref descriptor) {
    Ref type = heap_type(&vm->heap, descriptor);
    return type_overrides(vm, type, DUNDER_GET) || type_slots(vm, type)->descr_get;
}

bool descriptor_is_data(const Vm *vm, Ref descriptor) {
    Ref type = heap_type(&vm->heap, descriptor);
    return type_overrides(vm, type, DUNDER_SET) || type_overrides(vm, type, DUNDER_DELETE) ||
           type_slots(vm, type)->descr_set;
}

/* slot_tp_descr_get: __get__ is called as the class dict has it. */
static Ref call_python_get(Vm *vm, Ref descriptor, Ref object, Ref type) {
    Ref get = type_lookup(vm, heap_type(&vm->heap, descriptor), dunder_name(vm, DUNDER_GET));
    if (vm->halt) return REF_NULL;
    if (!get) return new_ref(vm, descriptor);
    Ref none = heap_root(&vm->heap)->none;
    return vm_call_values(vm, get, descriptor, object ? object : none, type ? type : none);
}

/* Whether fetching through the descriptor can run Python code, so that it must be held. */
static bool may_run_python(const Vm *vm, Ref descriptor) {
    return type_is_heap(vm, heap_type(&vm->heap, descriptor)) ||
           heap_kind(&vm->heap, descriptor) == KIND_PROPERTY ||
           heap_kind(&vm->heap, descriptor) == KIND_CLASSMETHOD;
}

static Ref get_unheld(Vm *vm, Ref descriptor, Ref object, Ref type) {
    Ref own = heap_type(&vm->heap, descriptor);
    if (type_overrides(vm, own, DUNDER_GET)) {
        return call_python_get(vm, descriptor, object, type);
    }
    Ref (*get)(Vm *, Ref, Ref, Ref) = type_slots(vm, own)->descr_get;
    return get ? get(vm, descriptor, object, type) : new_ref(vm, descriptor);
}

Ref descriptor_get(Vm *vm, Ref descriptor, Ref object, Ref type) {
    static const char *const slots[] = {"the attribute"};
    static const NativeFrame description = {"getattr", slots, 1};
    if (heap_kind(&vm->heap, descriptor) == KIND_FUNCTION) {
        return object && object != heap_root(&vm->heap)->none ? method_new(vm, descriptor, object)
                                                              : new_ref(vm, descriptor);
    }
    if (!may_run_python(vm, descriptor)) return get_unheld(vm, descriptor, object, type);
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, new_ref(vm, descriptor));
    Ref result = get_unheld(vm, descriptor, object, type);
    native_pop(vm, frame);
    return result;
}

static bool descriptor_set(Vm *vm, Ref descriptor, Ref object, Ref value) {
    static const char *const slots[] = {"the class", "the attribute"};
    static const NativeFrame description = {"setattr", slots, 2};
    Ref type = heap_type(&vm->heap, descriptor), owner = heap_type(&vm->heap, object);
    bool python = type_overrides(vm, type, DUNDER_SET) || type_overrides(vm, type, DUNDER_DELETE);
    if (!python && !may_run_python(vm, descriptor) && !type_is_heap(vm, owner)) {
        return type_slots(vm, type)->descr_set(vm, descriptor, object, value);
    }
    Ref frame = native_push(vm, &description);
    if (!frame) return false;
    native_put(vm, frame, 0, new_ref(vm, owner));
    native_put(vm, frame, 1, new_ref(vm, descriptor));
    bool done;
    if (python) {
        Ref values[] = {descriptor, object, value};
        Ref result = value ? slot_call(vm, DUNDER_SET, values, 3, SLOT_RAISE)
                           : slot_call(vm, DUNDER_DELETE, values, 2, SLOT_RAISE);
        done = result != REF_NULL;
        if (result) heap_decref(&vm->heap, result);
    } else {
        done = type_slots(vm, type)->descr_set(vm, descriptor, object, value);
    }
    native_pop(vm, frame);
    return done;
}

/* ---- dicts of instances ---- */

static bool has_dict(const Vm *vm, Ref object) {
    return heap_type_of(&vm->heap, object)->flags & TYPE_HAS_DICT &&
           heap_kind(&vm->heap, object) != KIND_TYPE;
}

Ref object_dict(Vm *vm, Ref object) {
    if (heap_kind(&vm->heap, object) == KIND_TYPE) return type_at(vm, object)->dict;
    return has_dict(vm, object) ? instance_dict(&vm->heap, object) : REF_NULL;
}

/* ---- errors ---- */

static Ref raise_no_attribute(Vm *vm, Ref object, Ref name, int width) {
    char text[TYPE_NAME_MAX];
    TextBuffer attribute = {0};
    str_append_to(&vm->heap, name, &attribute);
    vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "'%.*s' object has no attribute '%s'", width,
             object_type_name(vm, object, text, sizeof text), text_cstr(&attribute));
    text_deinit(&attribute);
    return REF_NULL;
}

/* ---- getting ---- */

/* PyObject_GenericGetAttr; with `suppress` null without exception when there is no attribute. */
static Ref generic_getattr(Vm *vm, Ref object, Ref name, bool suppress) {
    Heap *heap = &vm->heap;
    Ref type = heap_type(heap, object);
    Ref found = type_find_attribute(vm, type, name);
    if (vm->halt) return REF_NULL;
    bool gets = false;
    if (found) {
        gets = !native_is_unbuilt(vm, found) && descriptor_has_get(vm, found);
        if (gets && descriptor_is_data(vm, found)) return descriptor_get(vm, found, object, type);
    }
    if (has_dict(vm, object)) {
        Ref value = instance_get(heap, object, name);
        if (value) {
            if (native_is_unbuilt(vm, value)) return native_touch_unbuilt(vm, value);
            return new_ref(vm, value);
        }
    }
    if (found && native_is_unbuilt(vm, found)) return native_touch_unbuilt(vm, found);
    if (found) return gets ? descriptor_get(vm, found, object, type) : new_ref(vm, found);
    if (suppress) return REF_NULL;
    raise_no_attribute(vm, object, name, 50);
    error_add_attribute(vm, object, name);
    return REF_NULL;
}

Ref object_generic_getattr(Vm *vm, Ref object, Ref name) {
    return generic_getattr(vm, object, name, false);
}

/* call_attribute: __getattr__ and __getattribute__ are bound before the call. */
static Ref call_attribute(Vm *vm, Ref object, Ref function, Ref name) {
    static const char *const slots[] = {"the bound method"};
    static const NativeFrame description = {"getattr", slots, 1};
    Ref bound = descriptor_get(vm, function, object, heap_type(&vm->heap, object));
    if (!bound) return REF_NULL;
    Ref frame = native_push(vm, &description);
    if (!frame) {
        heap_decref(&vm->heap, bound);
        return REF_NULL;
    }
    native_put(vm, frame, 0, bound);
    Ref result = vm_call_values(vm, bound, name, REF_NULL, REF_NULL);
    native_pop(vm, frame);
    return result;
}

/* tp_getattro of a type whose own C slot is wanted, Python-level definitions left aside. */
static Ref native_getattr(Vm *vm, Ref object, Ref name) {
    Ref (*get)(Vm *, Ref, Ref) = type_slots(vm, heap_type(&vm->heap, object))->getattr;
    return get ? get(vm, object, name) : generic_getattr(vm, object, name, false);
}

static bool is_generic(const Vm *vm, Ref type) {
    Ref (*get)(Vm *, Ref, Ref) = type_slots(vm, type)->getattr;
    return !get || get == object_generic_getattr;
}

/* slot_tp_getattr_hook. */
static Ref hooked_getattr(Vm *vm, Ref object, Ref name) {
    static const char *const slots[] = {"__getattr__", "__getattribute__"};
    static const NativeFrame description = {"getattr", slots, 2};
    Ref type = heap_type(&vm->heap, object);
    Ref getattr = type_lookup(vm, type, dunder_name(vm, DUNDER_GETATTR));
    if (!getattr) {
        Ref values[] = {object, name};
        return slot_call(vm, DUNDER_GETATTRIBUTE, values, 2, SLOT_RAISE);
    }
    Ref frame = native_push(vm, &description);
    if (!frame) return REF_NULL;
    native_put(vm, frame, 0, new_ref(vm, getattr));
    Ref result;
    if (type_overrides(vm, type, DUNDER_GETATTRIBUTE)) {
        Ref getattribute = type_lookup(vm, type, dunder_name(vm, DUNDER_GETATTRIBUTE));
        native_put(vm, frame, 1, new_ref(vm, getattribute));
        result = call_attribute(vm, object, getattribute, name);
        native_set(vm, frame, 1, REF_NULL);
    } else {
        result = native_getattr(vm, object, name);
    }
    if (!result && !vm->halt && vm_error_is(vm, TYPE_ID_ATTRIBUTE_ERROR)) {
        vm_clear_error(vm);
        result = call_attribute(vm, object, getattr, name);
    }
    native_pop(vm, frame);
    return result;
}

static bool is_hooked(const Vm *vm, Ref type) {
    return type_overrides(vm, type, DUNDER_GETATTR) ||
           type_overrides(vm, type, DUNDER_GETATTRIBUTE);
}

Ref object_getattr(Vm *vm, Ref object, Ref name) {
    Ref type = heap_type(&vm->heap, object);
    Ref result =
        is_hooked(vm, type) ? hooked_getattr(vm, object, name) : native_getattr(vm, object, name);
    if (!result && !vm->halt && vm_error_is(vm, TYPE_ID_ATTRIBUTE_ERROR)) {
        error_add_attribute(vm, object, name);
    }
    return result;
}

Ref object_find_attr(Vm *vm, Ref object, Ref name) {
    Ref type = heap_type(&vm->heap, object);
    Ref result;
    if (is_hooked(vm, type)) {
        result = hooked_getattr(vm, object, name);
    } else if (is_generic(vm, type)) {
        result = generic_getattr(vm, object, name, true);
    } else {
        result = native_getattr(vm, object, name);
    }
    if (!result && !vm->halt && vm_machine(vm)->error_type &&
        vm_error_is(vm, TYPE_ID_ATTRIBUTE_ERROR)) {
        vm_clear_error(vm);
    }
    return result;
}

Ref object_getattr_cstr(Vm *vm, Ref object, const char *name) {
    return object_getattr(vm, object, name_ref(vm, name));
}

bool object_getmethod(Vm *vm, Ref object, Ref name, Ref *method, Ref *self) {
    Heap *heap = &vm->heap;
    Ref type = heap_type(heap, object);
    *self = REF_NULL;
    if (is_hooked(vm, type) || !is_generic(vm, type)) {
        *method = object_getattr(vm, object, name);
        return *method != REF_NULL;
    }
    Ref found = type_lookup(vm, type, name);
    if (vm->halt) return false;
    bool is_method = found && descriptor_is_method(vm, found);
    bool gets = found && !is_method && descriptor_has_get(vm, found);
    if (gets && descriptor_is_data(vm, found)) {
        *method = descriptor_get(vm, found, object, type);
        return *method != REF_NULL;
    }
    if (has_dict(vm, object)) {
        Ref value = instance_get(heap, object, name);
        if (value) {
            *method = new_ref(vm, value);
            return true;
        }
    }
    if (is_method) {
        *method = new_ref(vm, found);
        *self = new_ref(vm, object);
        return true;
    }
    if (found) {
        *method = gets ? descriptor_get(vm, found, object, type) : new_ref(vm, found);
        return *method != REF_NULL;
    }
    raise_no_attribute(vm, object, name, 50);
    error_add_attribute(vm, object, name);
    return false;
}

/* ---- setting ---- */

/* The class is held while what the attribute was dies (_PyObject_GenericSetAttrWithDict). */
static void drop_replaced(Vm *vm, Ref object, Ref old) {
    Ref type = new_ref(vm, heap_type(&vm->heap, object));
    held_decref(&vm->heap, old, type);
    heap_decref(&vm->heap, type);
}

bool object_generic_setattr(Vm *vm, Ref object, Ref name, Ref value) {
    Heap *heap = &vm->heap;
    Ref found = type_find_attribute(vm, heap_type(heap, object), name);
    if (vm->halt) return false;
    if (found && descriptor_is_data(vm, found)) return descriptor_set(vm, found, object, value);
    if (!has_dict(vm, object)) {
        if (!found) {
            raise_no_attribute(vm, object, name, 100);
            return false;
        }
        char text[TYPE_NAME_MAX];
        TextBuffer attribute = {0};
        str_append_to(heap, name, &attribute);
        vm_raise(vm, TYPE_ID_ATTRIBUTE_ERROR, "'%.50s' object attribute '%s' is read-only",
                 object_type_name(vm, object, text, sizeof text), text_cstr(&attribute));
        text_deinit(&attribute);
        return false;
    }
    Ref old;
    if (instance_exchange(heap, object, name, value, &old) < 0) return false;
    if (old) drop_replaced(vm, object, old);
    if (old || value) return true;
    raise_no_attribute(vm, object, name, 100);
    return false;
}

bool object_setattr(Vm *vm, Ref object, Ref name, Ref value) {
    Ref type = heap_type(&vm->heap, object);
    if (type_overrides(vm, type, DUNDER_SETATTR) || type_overrides(vm, type, DUNDER_DELATTR)) {
        Ref values[] = {object, name, value};
        Ref result = value ? slot_call(vm, DUNDER_SETATTR, values, 3, SLOT_RAISE)
                           : slot_call(vm, DUNDER_DELATTR, values, 2, SLOT_RAISE);
        if (!result) return false;
        heap_decref(&vm->heap, result);
        return true;
    }
    bool (*set)(Vm *, Ref, Ref, Ref) = type_slots(vm, type)->setattr;
    return set ? set(vm, object, name, value) : object_generic_setattr(vm, object, name, value);
}
