/* None, NotImplemented and Ellipsis (Objects/object.c, Objects/sliceobject.c). */
#include "heap/str.h"
#include "heap/tuple.h"
#include "python/abstract.h"

/* T() gives the one object; T(x) is an error. */
static Ref create_singleton(Vm *vm, Ref type, Args args, Ref object) {
    if (args.count || (args.names && tuple_size(&vm->heap, args.names))) {
        char name[TYPE_NAME_MAX];
        return vm_raise(vm, TYPE_ID_TYPE_ERROR, "%s takes no arguments",
                        type_name(vm, type, name, sizeof name));
    }
    return new_ref(vm, object);
}

static Ref none_repr(Vm *vm, Ref self) {
    (void)self;
    return str_new_interned(&vm->heap, text_of("None"));
}

/* A singleton's hash is its address; Debian's python3 has them at fixed ones. */
static bool none_hash(Vm *vm, Ref self, uint64_t *hash) {
    (void)vm, (void)self;
    *hash = 611532;
    return true;
}

static bool ellipsis_hash(Vm *vm, Ref self, uint64_t *hash) {
    (void)vm, (void)self;
    *hash = 606842;
    return true;
}

static bool not_implemented_hash(Vm *vm, Ref self, uint64_t *hash) {
    (void)vm, (void)self;
    *hash = 606843;
    return true;
}

static int none_truth(Vm *vm, Ref self) {
    (void)vm;
    (void)self;
    return 0;
}

static Ref none_create(Vm *vm, Ref type, Args args) {
    return create_singleton(vm, type, args, heap_root(&vm->heap)->none);
}

const TypeSpec type_spec_NONE = {
    .slots = {.repr = none_repr, .hash = none_hash, .truth = none_truth, .create = none_create},
};

static Ref not_implemented_repr(Vm *vm, Ref self) {
    (void)self;
    return str_new_cstr(&vm->heap, "NotImplemented");
}

static int not_implemented_truth(Vm *vm, Ref self) {
    (void)self;
    vm_unsupported(vm, "the DeprecationWarning of a truth test of NotImplemented");
    return -1;
}

static Ref not_implemented_create(Vm *vm, Ref type, Args args) {
    return create_singleton(vm, type, args, heap_root(&vm->heap)->not_implemented);
}

const TypeSpec type_spec_NOT_IMPLEMENTED = {
    .slots = {.repr = not_implemented_repr,
              .hash = not_implemented_hash,
              .truth = not_implemented_truth,
              .create = not_implemented_create},
    .unbuilt = "__reduce__",
};

static Ref ellipsis_repr(Vm *vm, Ref self) {
    (void)self;
    return str_new_cstr(&vm->heap, "Ellipsis");
}

static Ref ellipsis_create(Vm *vm, Ref type, Args args) {
    return create_singleton(vm, type, args, heap_root(&vm->heap)->ellipsis);
}

const TypeSpec type_spec_ELLIPSIS = {
    .slots = {.repr = ellipsis_repr, .hash = ellipsis_hash, .create = ellipsis_create},
    .unbuilt = "__reduce__",
};
