/* super (Objects/typeobject.c). */
#include "heap/dict.h"
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"
#include "python/code_unit.h"
#include "python/error.h"
#include "python/frame.h"
#include "python/type.h"

static const Super *super_at(const Vm *vm, Ref proxy) {
    return heap_at(&vm->heap, Super, proxy);
}

static Ref super_create(Vm *vm, Ref type, Args args) {
    (void)args;
    Ref made = type_alloc(vm, type, 0);
    if (!made) return error_no_memory(vm);
    if (type_at(vm, type)->flags & TYPE_MANAGED_DICT) instance_init_values(&vm->heap, made);
    return made;
}

/* supercheck: the class whose mro is searched, a new reference. */
static Ref check_object(Vm *vm, Ref type, Ref object) {
    Heap *heap = &vm->heap;
    if (is_type(vm, object) && type_is_subtype(vm, object, type)) return new_ref(vm, object);
    if (type_is_subtype(vm, heap_type(heap, object), type)) {
        return new_ref(vm, heap_type(heap, object));
    }
    Ref said = object_find_attr(vm, object, dunder_name(vm, DUNDER_CLASS));
    if (!said && vm_failed(vm)) return REF_NULL;
    if (said && is_type(vm, said) && said != heap_type(heap, object) &&
        type_is_subtype(vm, said, type)) {
        return said;
    }
    heap_xdecref(heap, said);
    return vm_raise(vm, TYPE_ID_TYPE_ERROR,
                    "super(type, obj): obj must be an instance or subtype of type");
}

/* super_init_without_args: the class cell and first argument of the running function. */
static bool from_frame(Vm *vm, Ref *type, Ref *object) {
    Heap *heap = &vm->heap;
    Ref running = frame_current(vm);
    if (!running) {
        vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "super(): no current frame");
        return false;
    }
    const Frame *frame = frame_at(vm, running);
    const Code *code = frame_code(vm, frame);
    if (code->argcount == 0) {
        vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "super(): no arguments");
        return false;
    }
    const uint8_t *kinds = heap_at(heap, Bytes, code->localspluskinds)->bytes;
    Ref first = frame_slots(frame)[0];
    if (first && kinds[0] & SLOT_CELL && heap_kind(heap, first) == KIND_CELL) {
        first = heap_at(heap, Cell, first)->content;
    }
    if (!first) {
        vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "super(): arg[0] deleted");
        return false;
    }
    for (uint32_t i = code->nlocalsplus - code->nfrees; i < code->nlocalsplus; ++i) {
        if (!str_equal_cstr(heap, tuple_get(heap, code->localsplusnames, i), "__class__")) continue;
        Ref cell = frame_slots(frame)[i];
        Ref content = cell ? heap_at(heap, Cell, cell)->content : REF_NULL;
        if (!content) {
            vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "super(): empty __class__ cell");
            return false;
        }
        if (!is_type(vm, content)) {
            char name[TYPE_NAME_MAX];
            vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "super(): __class__ is not a type (%s)",
                     object_type_name(vm, content, name, sizeof name));
            return false;
        }
        *type = content;
        *object = first;
        return true;
    }
    vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "super(): __class__ cell not found");
    return false;
}

static bool super_init(Vm *vm, Ref self, Args args) {
    Heap *heap = &vm->heap;
    if (args.names && tuple_size(heap, args.names)) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "super() takes no keyword arguments");
        return false;
    }
    if (args.count > 2) {
        vm_raise(vm, TYPE_ID_TYPE_ERROR, "super() expected at most 2 arguments, got %u",
                 args.count);
        return false;
    }
    Ref type = REF_NULL, object = REF_NULL, object_type = REF_NULL;
    if (args.count == 0) {
        if (!from_frame(vm, &type, &object)) return false;
    } else {
        type = args.values[0];
        if (!is_type(vm, type)) {
            char name[TYPE_NAME_MAX];
            vm_raise(vm, TYPE_ID_TYPE_ERROR, "super() argument 1 must be a type, not %s",
                     object_type_name(vm, type, name, sizeof name));
            return false;
        }
        if (args.count == 2 && args.values[1] != heap_root(heap)->none) object = args.values[1];
    }
    if (object) {
        object_type = check_object(vm, type, object);
        if (!object_type) return false;
    }
    const Super *at = super_at(vm, self);
    Ref old[] = {at->type, at->object, at->object_type};
    heap_set(heap, at->type, new_ref(vm, type));
    heap_set(heap, at->object, heap_xincref(heap, object));
    heap_set(heap, at->object_type, object_type);
    for (int i = 0; i < 3; ++i) heap_xdecref(heap, old[i]);
    return true;
}

/* super_getattro. */
static Ref super_getattr(Vm *vm, Ref self, Ref name) {
    Heap *heap = &vm->heap;
    const Super *at = super_at(vm, self);
    Ref start = at->object_type;
    if (!start || str_equal_cstr(heap, name, "__class__")) {
        return object_generic_getattr(vm, self, name);
    }
    Ref mro = type_at(vm, start)->mro;
    uint32_t count = tuple_size(heap, mro), i = 0;
    while (i < count && tuple_get(heap, mro, i) != at->type) ++i;
    for (++i; i < count; ++i) {
        Ref dict = type_at(vm, tuple_get(heap, mro, i))->dict;
        Ref found = dict_get_str(heap, dict, name);
        if (!found) continue;
        if (native_is_unbuilt(vm, found)) return native_touch_unbuilt(vm, found);
        Ref object = at->object == start ? REF_NULL : at->object;
        return descriptor_get(vm, found, object, start);
    }
    return object_generic_getattr(vm, self, name);
}

/* super_descr_get: an unbound super in a class is bound when fetched. */
static Ref super_get(Vm *vm, Ref self, Ref object, Ref type) {
    (void)type;
    Heap *heap = &vm->heap;
    const Super *at = super_at(vm, self);
    if (!object || object == heap_root(heap)->none || at->object) return new_ref(vm, self);
    Ref values[] = {at->type, object};
    if (!is_exact(heap, self, TYPE_ID_SUPER)) {
        return vm_call(vm, heap_type(heap, self), (Args){values, 2, REF_NULL});
    }
    Ref object_type = check_object(vm, at->type, object);
    if (!object_type) return REF_NULL;
    Ref made = super_create(vm, type_ref(heap, TYPE_ID_SUPER), (Args){NULL, 0, REF_NULL});
    if (!made) {
        heap_decref(heap, object_type);
        return REF_NULL;
    }
    heap_set(heap, super_at(vm, made)->type, new_ref(vm, at->type));
    heap_set(heap, super_at(vm, made)->object, new_ref(vm, object));
    heap_set(heap, super_at(vm, made)->object_type, object_type);
    return made;
}

static Ref super_repr(Vm *vm, Ref self) {
    const Super *at = super_at(vm, self);
    char name[TYPE_NAME_MAX] = "NULL", other[TYPE_NAME_MAX];
    if (at->type) type_name(vm, at->type, name, sizeof name);
    if (!at->object_type) return str_newf(&vm->heap, "<super: <class '%s'>, NULL>", name);
    return str_newf(&vm->heap, "<super: <class '%s'>, <%s object>>", name,
                    type_name(vm, at->object_type, other, sizeof other));
}

static Ref null_as_none(Vm *vm, Ref value) {
    return value ? new_ref(vm, value) : new_none(vm);
}

static Ref get_this_class(Vm *vm, Ref self) {
    return null_as_none(vm, super_at(vm, self)->type);
}

static Ref get_self(Vm *vm, Ref self) {
    return null_as_none(vm, super_at(vm, self)->object);
}

static Ref get_self_class(Vm *vm, Ref self) {
    return null_as_none(vm, super_at(vm, self)->object_type);
}

static const NativeGetSet getsets[] = {
    {.name = "__thisclass__", .get = get_this_class, .member = true},
    {.name = "__self__", .get = get_self, .member = true},
    {.name = "__self_class__", .get = get_self_class, .member = true},
    {0},
};

const TypeSpec type_spec_SUPER = {
    .slots = {.repr = super_repr,
              .create = super_create,
              .init = super_init,
              .getattr = super_getattr,
              .descr_get = super_get},
    .getsets = getsets,
};
