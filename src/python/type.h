/* Classes: lookup, method resolution order, special method bits, calls and creation. */
#ifndef LASTREF_PYTHON_TYPE_H
#define LASTREF_PYTHON_TYPE_H

#include "python/dunder.h"
#include "python/native.h"

static inline const Type *type_at(const Vm *vm, Ref type) {
    return heap_at(&vm->heap, Type, type);
}

static inline bool type_is_heap(const Vm *vm, Ref type) {
    return type_at(vm, type)->flags & TYPE_HEAP;
}

/* Whether an object is a class. */
static inline bool is_type(const Vm *vm, Ref object) {
    return heap_kind(&vm->heap, object) == KIND_TYPE;
}

/* As type_lookup, but a name that is not built is found like any other (dir, bit computation). */
Ref type_find(Vm *vm, Ref type, Ref name);

/* As type_lookup, for attributes of an instance that may have its own: a docstring that is not
 * built is found without a halt, since it is no data descriptor whatever it says; the caller asks
 * native_is_unbuilt before it uses what was found. */
Ref type_find_attribute(Vm *vm, Ref type, Ref name);

/* PyType_GenericAlloc: heap_new and tracking. */
Ref type_alloc(Vm *vm, Ref type, uint32_t items);

/* tp_new of object: for object_type.c and type.c. */
Ref object_create(Vm *vm, Ref type, Args args);
bool object_init(Vm *vm, Ref self, Args args);

/* T.__new__ of a built-in T (tp_new_wrapper). */
Ref native_new_wrapper(Vm *vm, Ref self, Args args);

/* Recomputes all special method bits and TYPE_FINALIZER from the mro. */
void type_update_slots(Vm *vm, Ref type);
/* After `name` was set or deleted on the class: the bit of the class and of its subclasses. */
void type_update_slot(Vm *vm, Ref type, Ref name);

/* The class's linear order as a new tuple (C3), null with TypeError. */
Ref type_compute_mro(Vm *vm, Ref type);

/* Enters a class into the subclasses of its base: a weak reference under its address. */
bool type_add_subclass(Vm *vm, Ref base, Ref type);
/* Takes a dying class out of its bases' subclasses. */
void type_remove_from_bases(Vm *vm, Ref type);
/* The live direct subclasses in order of creation, a new list. */
Ref type_subclass_list(Vm *vm, Ref type);

/* type.__new__: type_new.c. */
Ref type_create(Vm *vm, Ref metatype, Args args);
/* The most derived metatype of the bases (tuple), borrowed; null with TypeError. */
Ref type_calculate_metatype(Vm *vm, Ref metatype, Ref bases);

/* PyType_Type's tp_getattro; `suppress`: null without exception when absent. */
Ref type_getattr(Vm *vm, Ref type, Ref name);
bool type_setattr(Vm *vm, Ref type, Ref name, Ref value);

/* Whether CPython 3.11 gives the class a tp_vectorcall: it is called without an argument tuple and
 * without the recursion check of general calls. */
bool type_has_vectorcall(const Vm *vm, Ref type);

/* Pushes a native frame for a tp_call whose first two slots hold the arguments' tuple and dict when
 * the call made them; those that `f(*tuple, **dict)` hands over stay on the value stack. Null with
 * an exception or halt. */
Ref call_push_arguments(Vm *vm, const NativeFrame *description, Args args);

/* The same; `tuple` and `dict` (null for none) are those of the call, wherever they are held. */
Ref call_push_own(Vm *vm, const NativeFrame *description, Args args, Ref *tuple, Ref *dict);

/* The dict of keyword arguments that a tp_call makes. New reference. */
Ref call_keywords_dict(Vm *vm, Args args);

/* The same arguments as items of the tuple in the frame's first slot, if there is one: what is
 * called with them finds that tuple. */
Args args_of_tuple(const Vm *vm, Ref frame, Args args);

/* tp_call of classes. */
Ref type_call(Vm *vm, Ref type, Args args);

/* The names of a class and its bases, a new list: dir(type). */
Ref type_dir(Vm *vm, Ref type);

/* "module.qualname" with "builtins." and "__main__"-style prefixes as repr(type) shows; appends. */
void type_append_full_name(Vm *vm, Ref type, TextBuffer *out);

/* PyWeakref_NewRef(object, NULL): the shared callback-less reference. New reference. */
Ref weakref_to(Vm *vm, Ref object);

/* New bound method. */
Ref method_new(Vm *vm, Ref function, Ref self);

#endif
