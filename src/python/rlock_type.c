/* _thread.RLock (Modules/_threadmodule.c of CPython 3.11), of which functools.cached_property keeps
 * one: there is one thread, so that it never waits. */
#include "heap/str.h"
#include "python/abstract.h"
#include "python/error.h"
#include "python/native.h"
#include "python/type.h"

static const RLock *lock_at(const Vm *vm, Ref lock) {
    return heap_at(&vm->heap, RLock, lock);
}

static Ref create(Vm *vm, Ref type, Args args) {
    (void)args;
    Ref made = type_alloc(vm, type, 0);
    return made ? made : error_no_memory(vm);
}

static Ref acquire(Vm *vm, Ref self, Args args) {
    static const char *const names[] = {"blocking", "timeout", NULL};
    Ref given[2];
    if (!args_parse(vm, "acquire", args, names, 0, 2, given)) return REF_NULL;
    if (given[0] || given[1]) return vm_unsupported(vm, "acquire() with arguments");
    heap_set(&vm->heap, lock_at(vm, self)->count, lock_at(vm, self)->count + 1);
    return new_bool(vm, true);
}

static Ref release(Vm *vm, Ref self, Args args) {
    (void)args;
    uint32_t count = lock_at(vm, self)->count;
    if (!count) {
        return vm_raise(vm, TYPE_ID_RUNTIME_ERROR, "cannot release un-acquired lock");
    }
    heap_set(&vm->heap, lock_at(vm, self)->count, count - 1);
    return new_none(vm);
}

static Ref repr(Vm *vm, Ref self) {
    /* the owner of a locked one is a number of the operating system's */
    if (lock_at(vm, self)->count) return vm_unsupported(vm, "repr() of a locked RLock");
    Ref text = str_newf(&vm->heap, "<unlocked _thread.RLock object owner=0 count=0 at 0x%llx>",
                        (unsigned long long)object_address(self));
    return text ? text : error_no_memory(vm);
}

static const NativeFunction methods[] = {
    {"acquire", acquire, NATIVE_TUPLE_KEYWORDS, 0, -1, 0},
    {"release", release, NATIVE_NOARGS, 0, 0, 0},
    {"__enter__", acquire, NATIVE_TUPLE_KEYWORDS, 0, -1, 0},
    {"__exit__", release, NATIVE_TUPLE, 0, -1, 0},
    {0},
};

const TypeSpec type_spec_RLOCK = {
    .module = "_thread",
    .slots = {.repr = repr, .create = create},
    .methods = methods,
    .unbuilt = "_is_owned _acquire_restore _release_save _at_fork_reinit",
};
